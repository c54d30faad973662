//! `plainleaf new`: files to start from; nothing that exists is ever overwritten.
#![expect(clippy::disallowed_methods, reason = "this command's work is to write files")]

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use plainleaf::error::Error;
use plainleaf::path::{check_segment, slugify};

use super::CLEAN;
use super::args::{New, NewThing};
use super::report::{self, Failure};

const SITE: &str = r#"# The settings of this site. Unknown keys are errors; everything has a default.
base_url = "https://example.org/"   # where the site will be published
title = "My site"
description = "One sentence about this site"
language = "en-US"
time_zone = "UTC"                   # the zone in which a day begins

[[menu]]
page = "@/about.md"
"#;

const HOME: &str = r#"+++
title = "Welcome"
description = "What this site is for, in one plain sentence."
+++

Write the most important thing first.

:::summary
- One point in a line.
- Then the next.
:::

## Where to go next

Read [about this site](about.md).
"#;

const ABOUT: &str = r#"+++
title = "About this site"
description = "Who makes this site, and how."
+++

Say who writes, who checks, and who pays.
"#;

const IGNORE: &str = "/public/\n/.plainleaf/\n";

/// Starts a site, a page or a section.
pub(crate) fn new(root: &Path, options: &New) -> Result<u8, Failure> {
    match &options.what {
        NewThing::Site { folder } => site(&root.join(folder)),
        NewThing::Page { path, title } => article(root, path, title.as_deref(), false),
        NewThing::Section { path, title } => article(root, path, title.as_deref(), true),
    }
}

fn site(folder: &Path) -> Result<u8, Failure> {
    let occupied = fs::read_dir(folder).is_ok_and(|mut files| files.next().is_some());
    if occupied {
        let message = format!("`{}` exists and is not empty", folder.display());
        return Err(Failure::Typed(message, "name a new folder".to_owned()));
    }
    let files = [
        ("site.toml", SITE),
        ("content/_index.md", HOME),
        ("content/about.md", ABOUT),
        (".gitignore", IGNORE),
    ];
    for (name, text) in files {
        create(&folder.join(name), text)?;
    }
    report::say(&format!(
        "made a site in {0}\nnext: plainleaf --root {0} serve\n",
        folder.display()
    ));
    Ok(CLEAN)
}

fn article(
    root: &Path,
    path: &str,
    title: Option<&str>,
    section: bool,
) -> Result<u8, Failure> {
    let name = path.trim_matches('/').trim_end_matches(".md");
    for part in name.split('/') {
        if let Err(fault) = check_segment(part) {
            let message = format!("`{path}` cannot be a page: the part `{part}` {fault}");
            return Err(Failure::Typed(
                message,
                "write a path such as guides/sleep".to_owned(),
            ));
        }
    }
    let last = name.rsplit('/').next().unwrap_or(name);
    let words = title.map_or_else(|| sentence(last), str::to_owned);
    let quoted = toml::Value::String(words).to_string();
    let text =
        format!("+++\ntitle = {quoted}\ndescription = \"\"\ndraft = true\n+++\n\n");
    let file = if section { format!("{name}/_index.md") } else { format!("{name}.md") };
    let file = root.join("content").join(file);
    create(&file, &text)?;
    report::say(&format!(
        "made {}\nit is a draft: see it with `plainleaf serve --drafts`, publish it by deleting that line\n",
        file.display()
    ));
    Ok(CLEAN)
}

/// `sleep-and-rest` as a title.
fn sentence(name: &str) -> String {
    let words = slugify(name).replace('-', " ");
    let mut letters = words.chars();
    letters
        .next()
        .map_or(words.clone(), |first| first.to_uppercase().chain(letters).collect())
}

/// Writes a file that must not exist yet.
fn create(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|cause| Error::io("create", folder, cause))?;
    }
    let opened = OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = opened.map_err(|cause| {
        let exists = cause.kind() == std::io::ErrorKind::AlreadyExists;
        let error = Error::io("create", path, cause);
        if exists {
            error.with_help("choose another name; nothing was changed")
        } else {
            error
        }
    })?;
    file.write_all(text.as_bytes()).map_err(|cause| Error::io("write", path, cause))?;
    Ok(())
}
