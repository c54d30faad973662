//! `plainleaf build` and `plainleaf check`.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use plainleaf::emit::{Written, emit};
use plainleaf::model::HeldBack;
use plainleaf::pipeline;
use plainleaf::source::SourceTree;

use super::args::{Build, Check, Format};
use super::report::{self, Failure};
use super::world::{Place, has_errors, watch, with_progress};
use super::{CLEAN, FINDINGS};

/// Builds the site and exchanges it for what the output folder holds.
pub(crate) fn build(root: &Path, options: &Build) -> Result<u8, Failure> {
    let started = watch();
    let mut place = Place::open(root, &options.publication, options.base_url.clone())?;
    let output = output(root, &options.output);
    let (tree, built) = with_progress("building the site", || place.build())?;
    let stopped = has_errors(&built.diagnostics);
    let written = if stopped {
        None
    } else {
        Some(with_progress("writing the site", || emit(&built.output, &output, root))?)
    };
    let done = Done { tree: &tree, built: &built, written, took: started.elapsed() };
    match options.format {
        Format::Json => report::say(&done.json(Some(&output))),
        Format::Human => done.human(&output),
    }
    Ok(if stopped { FINDINGS } else { CLEAN })
}

/// Builds in memory and says everything that is wrong.
pub(crate) fn check(root: &Path, options: &Check) -> Result<u8, Failure> {
    let started = watch();
    let mut place = Place::open(root, &options.publication, options.base_url.clone())?;
    let (tree, built) = with_progress("checking the site", || place.build())?;
    let done =
        Done { tree: &tree, built: &built, written: None, took: started.elapsed() };
    match options.format {
        Format::Json => report::say(&done.json(None)),
        Format::Human => {
            report::print(&tree, &built.diagnostics);
            report::say(&format!(
                "{}; {} pages checked\n",
                report::counts(&built.diagnostics),
                built.pages
            ));
            report::say(&held_back(&built.held_back));
        }
    }
    Ok(if built.diagnostics.is_empty() { CLEAN } else { FINDINGS })
}

/// Where to write: relative to the site's folder, as the options say.
fn output(root: &Path, output: &Path) -> PathBuf {
    if output.is_absolute() || output != Path::new("public") {
        return output.to_owned();
    }
    root.join(output)
}

/// What a command did.
struct Done<'a> {
    tree: &'a SourceTree,
    built: &'a pipeline::Build,
    written: Option<Written>,
    took: Duration,
}

impl Done<'_> {
    fn human(&self, output: &Path) {
        report::print(self.tree, &self.built.diagnostics);
        let counts = report::counts(&self.built.diagnostics);
        match &self.written {
            None => report::note(&format!("{counts}; nothing was written\n")),
            Some(written) => {
                let bytes: u64 =
                    self.built.output.iter().map(|(_, file)| file.length()).sum();
                report::say(&format!(
                    "{} pages, {} files, {} in {} ({} written, {} kept, {} removed); {counts}; {:.2} s\n",
                    self.built.pages,
                    self.built.output.len(),
                    size(bytes),
                    output.display(),
                    written.written,
                    written.kept,
                    written.removed,
                    self.took.as_secs_f64(),
                ));
            }
        }
        report::say(&held_back(&self.built.held_back));
    }

    fn json(&self, output: Option<&Path>) -> String {
        let built = self.built;
        let found: Vec<_> =
            built.diagnostics.iter().map(|one| report::json(self.tree, one)).collect();
        let errors = found.iter().filter(|one| one["severity"] == "error").count();
        let held: Vec<_> = built
            .held_back
            .iter()
            .map(|page| {
                serde_json::json!({
                    "file": page.path.as_str(), "title": page.title, "reason": page.reason,
                })
            })
            .collect();
        let mut object = serde_json::json!({
            "errors": errors,
            "warnings": found.len() - errors,
            "diagnostics": found,
            "held_back": held,
            "pages": built.pages,
            "files": built.output.len(),
            "bytes": built.output.iter().map(|(_, file)| file.length()).sum::<u64>(),
            "milliseconds": u64::try_from(self.took.as_millis()).unwrap_or(u64::MAX),
        });
        if let (Some(output), Some(written)) = (output, &self.written) {
            object["output"] = output.to_string_lossy().into();
            object["written"] = written.written.into();
            object["kept"] = written.kept.into();
            object["removed"] = written.removed.into();
        }
        format!("{object:#}\n")
    }
}

/// The pages that are not published, each with its reason.
fn held_back(pages: &[HeldBack]) -> String {
    if pages.is_empty() {
        return String::new();
    }
    let mut text = format!("held back, {}:\n", pages.len());
    for page in pages {
        let _ = writeln!(text, "  {}: {}", page.path, page.reason);
    }
    text
}

fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} B"),
        10_000..10_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}
