//! A small site that uses everything a theme offers. It is rendered with each theme when the
//! theme is loaded: a misspelt name fails then, not on the page that happens to reach it.

use std::fmt::Write;
use std::hash::Hash;

use jiff::civil::Date;

use crate::content::component::{ArgumentType, Declaration, Place};
use crate::diagnostic::Diagnostic;
use crate::digest::{Digest, Hashing};
use crate::memo::Memo;
use crate::pipeline::{Input, Wish, assemble};
use crate::source::SourceTree;
use crate::theme::Theme;

const SETTINGS: &str = r#"
base_url = "https://sample.example/"
title = "Sample"
description = "A sample"
publisher = "Publisher"
funder = "Funder"
contact = "Contact"
review_notice = true
emergency_band = true
paginate_by = 1
[[languages]]
code = "de"
[search]
url = "https://search.example/"
name = "Search"
[[menu]]
page = "@/full.md"
"#;

const BIBLIOGRAPHY: &str = r#"
key:
  type: Article
  title: "A title"
  author: ["Family, Given"]
  date: 2024
  serial-number: { doi: "10.1000/1" }
  parent: { type: Periodical, title: "Journal" }
"#;

const HEALTH: &str = "doi:10.1000/1 asked=2024-01-01 is=found \
    retracted=2024-01-01@doi:10.1000/2 corrected=\n";

const DRAWING: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>"#;

const MATTER: &str = r#"description = "A sentence"
date = 2024-01-02
updated = 2024-01-03
taxonomies = { tags = ["a", "b"] }
aliases = ["/old/"]
"#;

const GLOSSARY: &str = "+++\ntitle = \"Glossary\"\n[glossary]\nTerm = [\"other\"]\n+++\n\
                        Term\n: Meaning\n";

const TAPER: &str = r#"[taper]
starts = [20]
sources = ["key"]
short_disclaimer = "Example only."
[[taper.warning]]
at = 20
title = "Title"
text = "Text"
[[taper.warning]]
at = 40
title = "Title"
text = "Text"
"#;

/// What a theme is checked with, beside the sample's own files: what the site tells its theme.
#[derive(Clone, Copy)]
pub(crate) struct Checked<'a> {
    /// The theme.
    pub(crate) theme: &'a Theme,
    /// `[extra]` of `site.toml`.
    pub(crate) extra: &'a serde_json::Value,
    /// `[extra]` of all pages together.
    pub(crate) page_extra: &'a serde_json::Value,
    /// Data files.
    pub(crate) data: &'a serde_json::Value,
    /// Templates that sections of the site ask for: they see a section.
    pub(crate) for_sections: &'a [&'a str],
}

impl Checked<'_> {
    /// The digest of all that the check reads.
    pub(crate) fn digest(&self) -> Digest {
        let mut hashing = Hashing::default();
        self.theme.digest.hash(&mut hashing);
        self.for_sections.hash(&mut hashing);
        for value in [self.extra, self.page_extra, self.data] {
            // Values have nothing that refuses to be told.
            let _ = hashing.tell(value);
        }
        hashing.digest()
    }
}

/// What goes wrong when a theme renders the sample site.
pub(crate) fn check(checked: Checked<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let tree = tree(checked);
    let input =
        Input { tree, today: Date::constant(2025, 1, 1), drafts: false, base_url: None };
    let build =
        assemble(&input, &Memo::default(), (Some(checked), Wish::default()), &mut found);
    // Its texts are all there, so it wants none.
    found.extend(build.unwrap_or_default().diagnostics);
    // Only what stands in the theme is the theme's; the sample itself is ours.
    found.retain(|problem| {
        problem
            .primary
            .as_ref()
            .is_some_and(|label| label.path.as_str().starts_with("themes/"))
    });
    for problem in &mut found {
        problem.related.clear();
    }
    found.dedup();
    found
}

fn tree(checked: Checked<'_>) -> SourceTree {
    let theme = checked.theme;
    let mut components = String::new();
    for (name, declaration) in &theme.components {
        // The parts of a taper stand on their own page.
        if !name.starts_with("taper-") {
            use_component(&mut components, name, declaration);
        }
    }
    let text = "Words [@key].[^1]\n\n## One\n\n### Two\n\n## Three\n\n[^1]: Note\n";
    let full = format!("+++\ntitle = \"Full\"\n{MATTER}+++\n{text}\n{components}");
    let plain = |title: &str| format!("+++\ntitle = \"{title}\"\n+++\n");
    let mut taper = format!("+++\ntitle = \"Taper\"\n{TAPER}+++\n");
    for name in ["taper-disclaimer", "taper-exclusions", "taper-red-flags", "taper-rules"]
    {
        if theme.components.contains_key(name) {
            let _ = write!(taper, "\n:::{name}\nWords\n:::\n");
        }
    }
    taper.push_str("\n:::taper-form\n");
    let references = "+++\ntitle = \"References\"\ntemplate = \"references.html\"\n+++\n";
    let mut files = vec![
        ("site.toml".to_owned(), SETTINGS.to_owned()),
        ("content/references.yaml".to_owned(), BIBLIOGRAPHY.to_owned()),
        (crate::bibliography::health::FILE.to_owned(), HEALTH.to_owned()),
        ("content/sample.svg".to_owned(), DRAWING.to_owned()),
        ("content/_index.md".to_owned(), plain("Home")),
        ("content/_index.de.md".to_owned(), plain("Start")),
        ("content/full.md".to_owned(), full),
        ("content/full.de.md".to_owned(), plain("Voll")),
        ("content/bare.md".to_owned(), plain("Bare")),
        ("content/section/_index.md".to_owned(), plain("Section")),
        ("content/section/a.md".to_owned(), plain("A")),
        ("content/section/inner/_index.md".to_owned(), plain("Inner")),
        ("content/sources.md".to_owned(), references.to_owned()),
        ("content/glossary.md".to_owned(), GLOSSARY.to_owned()),
    ];
    if theme.components.contains_key("taper-form") {
        files.push(("content/taper.md".to_owned(), taper));
    }
    for template in theme.own_page_templates() {
        let page =
            format!("+++\ntitle = \"Own\"\ntemplate = \"{template}\"\n+++\nWords\n");
        let name = crate::path::slugify(&template);
        let is_for_section = checked.for_sections.contains(&template.as_str());
        let end = if is_for_section { "/_index.md" } else { ".md" };
        files.push((format!("content/own-{name}{end}"), page));
    }
    SourceTree::of(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

fn use_component(text: &mut String, name: &str, declaration: &Declaration) {
    let arguments: Vec<String> = declaration
        .arguments
        .iter()
        .map(|argument| match (argument.name.as_str(), argument.kind) {
            ("src", _) => "src=\"sample.svg\"".to_owned(),
            (name, ArgumentType::Text) => format!("{name}=\"Words\""),
            (name, ArgumentType::Integer) => format!("{name}=1"),
            (name, ArgumentType::Boolean) => format!("{name}=true"),
        })
        .collect();
    let arguments = format!("{{{}}}", arguments.join(" "));
    let _ = match declaration.place {
        Place::Block => write!(text, "\n:::{name}{arguments}\nWords\n:::\n"),
        Place::Leaf => write!(text, "\n:::{name}{arguments}\n"),
        Place::Inline => write!(text, "\n:{name}[words]{arguments}\n"),
    };
}
