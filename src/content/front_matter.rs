//! What an article says about itself: TOML between `+++` lines, or YAML between `---` lines.

use std::collections::HashSet;
mod claim;
mod placing;
mod split;

use std::ops::Range;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Outcome, nearest};
use crate::path::SourcePath;
use crate::value::{Node, Reader, Table, Value, parse_toml, parse_yaml, table_json};

pub use claim::ReviewClaim;
use split::{Fence, split};

/// A word of the author and its bytes in the file.
pub type Word = (String, Range<usize>);

/// The checked front matter of a page or section.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct FrontMatter {
    /// Title, the page's only h1.
    pub title: String,
    /// One plain sentence.
    pub description: Option<String>,
    /// Last part of the address, in place of the file's name.
    pub slug: Option<Word>,
    /// Whole address, in place of the one that folders give.
    pub path: Option<Word>,
    /// Former addresses that lead here.
    pub aliases: Vec<Word>,
    /// Place among its siblings: light ones first.
    pub weight: i64,
    /// Held back until it is set to false.
    pub draft: bool,
    /// First day on which it is published.
    pub date: Option<Date>,
    /// Day of the last change that matters to readers.
    pub updated: Option<Date>,
    /// First day on which it is no longer published.
    pub expires: Option<Date>,
    /// What it says of its own review; no receipt.
    pub review_claim: Option<ReviewClaim>,
    /// Template, in place of the default one.
    pub template: Option<Word>,
    /// Terms of each taxonomy.
    pub taxonomies: Vec<(Word, Vec<Word>)>,
    /// Whether a table of contents is shown.
    pub toc: bool,
    /// Whether the page stands in the navigation, and under which words.
    pub menu: Option<String>,
    /// Pairs translations whose files have different names.
    pub translation_key: Option<String>,
    /// Order of a section's pages.
    pub sort_by: SortBy,
    /// Pages a list shows before it is split; `None`: as `site.toml` says.
    pub paginate_by: Option<usize>,
    /// Template of the pages of a section.
    pub page_template: Option<Word>,
    /// The tables for a taper, not yet read.
    #[serde(skip)]
    pub taper: Option<(Table, Range<usize>)>,
    /// What it says of the terms that it defines, if it is a glossary, not yet read.
    #[serde(skip)]
    pub glossary: Option<Table>,
    /// Whatever else the theme is told.
    #[serde(with = "json")]
    pub extra: serde_json::Value,
}

/// A value of any shape, kept as text: what is kept does not say of what shape it is.
mod json {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use serde_json::Value;

    pub(super) fn serialize<S: Serializer>(
        value: &Value,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        value.to_string().serialize(to)
    }

    pub(super) fn deserialize<'de, D>(from: D) -> Result<Value, D::Error>
    where
        D: Deserializer<'de>,
    {
        serde_json::from_str(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

/// Order of a section's pages.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub enum SortBy {
    /// By weight, then title.
    #[default]
    Weight,
    /// Newest first, then title.
    Date,
    /// By title.
    Title,
}

/// Front matter longer than this is a mistake, not a description.
const LONGEST: usize = 256 * 1024;

/// Front matter and where the body begins.
#[derive(Clone, Debug, Default)]
pub struct Split {
    /// The checked fields.
    pub front_matter: FrontMatter,
    /// First byte of the body.
    pub body: usize,
    /// Whether the front matter could be read, so that what is not there was not meant.
    pub is_whole: bool,
}

/// Reads the front matter at the top of an article.
pub fn parse(path: &SourcePath, text: &str, config: &Config) -> Outcome<Split> {
    let mut found = Vec::new();
    let Some((fence, matter, body)) = split(path, text, &mut found) else {
        let body = if found
            .iter()
            .any(|d| matches!(d.code, "front-matter/unclosed" | "front-matter/too-long"))
        {
            text.len()
        } else {
            0
        };
        let front_matter = FrontMatter {
            toc: true,
            extra: serde_json::json!({}),
            ..FrontMatter::default()
        };
        return Outcome {
            value: Split { front_matter, body, is_whole: false },
            diagnostics: found,
        };
    };
    let source = &text[matter.clone()];
    let table = match fence {
        Fence::Plus => parse_toml(path, source, matter.start),
        Fence::Dash => parse_yaml(path, source, matter.start),
    };
    let broken = !table.diagnostics.is_empty();
    let table = table.take(&mut found);
    let front_matter = read(path, &table, config, &mut found);
    let title = table.get("title");
    let is_text =
        title.is_none_or(|node| matches!(node.value, Value::String(_) | Value::Null));
    if front_matter.title.trim().is_empty() && !broken && is_text {
        let span = title.map_or(0..3.min(text.len()), |node| node.span.clone());
        let missing = Diagnostic::error("front-matter/title", "this page has no title")
            .at(path, span)
            .help("add a line such as: title = \"Sleep and rest\"");
        found.push(missing);
    }
    if broken {
        // What follows from the broken line is not the author's second mistake.
        let place = |d: &Diagnostic| d.primary.as_ref().map(|label| label.span.start);
        let broken: Vec<_> = found
            .iter()
            .filter(|d| d.code.starts_with(fence.format()))
            .map(place)
            .collect();
        found.retain(|d| {
            d.code.starts_with(fence.format()) || !broken.contains(&place(d))
        });
        found.retain(|d| d.code != "value/unknown-key");
    }
    let value = Split { front_matter, body, is_whole: !broken };
    Outcome { value, diagnostics: found }
}

fn read(
    path: &SourcePath,
    table: &Table,
    config: &Config,
    found: &mut Vec<Diagnostic>,
) -> FrontMatter {
    let mut reader = Reader::new(path, table, found);
    let mut matter = FrontMatter {
        title: reader.string("title").unwrap_or_default(),
        description: reader.string("description").filter(|text| !text.is_empty()),
        slug: reader.spanned_string("slug"),
        path: reader.spanned_string("path"),
        aliases: reader.strings("aliases").unwrap_or_default(),
        weight: reader.integer("weight").unwrap_or(0),
        draft: reader.boolean("draft").unwrap_or(false),
        date: reader.date("date"),
        updated: reader.date("updated"),
        expires: reader.date("expires"),
        review_claim: claim::read(&mut reader),
        template: reader.spanned_string("template"),
        toc: reader.boolean("toc").unwrap_or(true),
        menu: menu(&mut reader),
        translation_key: reader.string("translation_key"),
        sort_by: sort_by(&mut reader),
        paginate_by: paginate_by(&mut reader),
        page_template: reader.spanned_string("page_template"),
        taper: taper(&mut reader),
        glossary: reader.table("glossary").cloned(),
        extra: reader.table("extra").map_or_else(|| serde_json::json!({}), table_json),
        taxonomies: Vec::new(),
    };
    if let Some(table) = reader.table("taxonomies") {
        matter.taxonomies = taxonomies(&mut reader, table, config);
    }
    if config.taxonomies.iter().any(|name| name == "tags") && matter.taxonomies.is_empty()
    {
        // The spelling of most existing sites.
        if let Some(node) = reader.node("tags") {
            let terms = terms(&mut reader, "tags", node);
            matter.taxonomies.push((("tags".to_owned(), node.span.clone()), terms));
        }
    }
    reader.finish();
    matter
}

fn menu(reader: &mut Reader<'_>) -> Option<String> {
    let node = reader.node("menu")?;
    match &node.value {
        Value::Boolean(true) => Some(String::new()),
        Value::Boolean(false) => None,
        Value::String(text) => Some(text.clone()),
        other => {
            let message =
                format!("`menu` is {}; expected true, false or words", other.kind());
            let help = "write menu = true, or menu = \"Short name\"";
            reader.report(Diagnostic::error("value/type", message).help(help), node);
            None
        }
    }
}

fn sort_by(reader: &mut Reader<'_>) -> SortBy {
    let Some((text, span)) = reader.spanned_string("sort_by") else {
        return SortBy::default();
    };
    match text.as_str() {
        "weight" | "none" => SortBy::Weight,
        "date" => SortBy::Date,
        "title" => SortBy::Title,
        _ => {
            let message =
                format!("`sort_by` is `{text}`; expected `weight`, `date` or `title`");
            let help = nearest(&text, ["weight", "date", "title"])
                .map_or("write sort_by = \"weight\"".to_owned(), |n| {
                    format!("did you mean `{n}`?")
                });
            let found = Diagnostic::error("front-matter/sort-by", message).help(help);
            reader.report(found, &Node { span, value: Value::String(text) });
            SortBy::default()
        }
    }
}

fn paginate_by(reader: &mut Reader<'_>) -> Option<usize> {
    let node = reader.node("paginate_by")?;
    match &node.value {
        Value::Integer(number) if *number >= 0 => usize::try_from(*number).ok(),
        other => {
            let message =
                format!("`paginate_by` is {}; expected 0 or more", other.kind());
            let found =
                Diagnostic::error("value/type", message).help("write paginate_by = 20");
            reader.report(found, node);
            None
        }
    }
}

fn taxonomies(
    reader: &mut Reader<'_>,
    table: &Table,
    config: &Config,
) -> Vec<(Word, Vec<Word>)> {
    let mut all = Vec::new();
    for (name, span, node) in &table.entries {
        let declared = config.taxonomies.iter().map(String::as_str);
        if !config.taxonomies.contains(name) {
            let help = nearest(name, declared).map_or_else(
                || format!("declare it in site.toml: taxonomies = [\"{name}\"]"),
                |near| format!("did you mean `{near}`?"),
            );
            let found = Diagnostic::error(
                "front-matter/taxonomy",
                format!("`{name}` is not a taxonomy of this site"),
            );
            let place = Node { span: span.clone(), value: Value::Null };
            reader.report(found.help(help), &place);
            continue;
        }
        let terms = terms(reader, name, node);
        all.push(((name.clone(), span.clone()), terms));
    }
    // Thousands of pages are held at once.
    all.shrink_to_fit();
    all
}

/// The terms of one taxonomy, each once.
fn terms(reader: &mut Reader<'_>, name: &str, node: &Node) -> Vec<Word> {
    let items = match &node.value {
        Value::Array(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let (mut terms, mut known) = (Vec::with_capacity(items.len()), HashSet::new());
    for item in items {
        match &item.value {
            Value::String(term) if !crate::path::slugify(term).is_empty() => {
                if known.insert(term) {
                    terms.push((term.clone(), item.span.clone()));
                }
            }
            _ => {
                let found = Diagnostic::error(
                    "front-matter/term",
                    "a term must be text that holds a letter or a digit",
                );
                reader.report(found.help(format!("write {name} = [\"sleep\"]")), item);
            }
        }
    }
    terms
}

fn taper(reader: &mut Reader<'_>) -> Option<(Table, Range<usize>)> {
    let span = reader.node("taper")?.span.clone();
    reader.table("taper").map(|table| (table.clone(), span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let path = SourcePath::new("content/a.md");
        let found = parse(&path, text, &Config::default()).diagnostics;
        let said: Vec<_> = found
            .iter()
            .map(|d| {
                let at = d.primary.as_ref().map_or(0, |l| l.span.start);
                let (line, column) = crate::diagnostic::line_column(text, at);
                format!("{line}:{column} {}", d.message)
            })
            .collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn toml_yaml_and_windows_line_ends_are_read() {
        check("+++\ntitle = \"A\"\n+++\nText\n", &[]);
        check("---\ntitle: A\ndate: 2026-01-02\n---\nText\n", &[]);
        check("+++\r\ntitle = \"A\"\r\n+++\r\nText\r\n", &[]);
        let path = SourcePath::new("content/a.md");
        let split =
            parse(&path, "+++\ntitle = \"A\"\n+++\nText\n", &Config::default()).value;
        assert_eq!(split.body, 20);
    }

    #[test]
    fn each_mistake_has_its_own_words_and_place() {
        check("Text\n", &["1:1 this page has no front matter"]);
        check(
            "title = \"A\"\n+++\n",
            &["1:1 the line `+++` that opens the front matter is missing"],
        );
        check(
            "+++\ntitle = \"A\"\n",
            &["1:1 the front matter opened by `+++` is never closed by `+++`"],
        );
        check(
            "+++\ntitle = \"A\"\n---\n",
            &[
                "1:1 the front matter opened by `+++` is never closed by `+++`, but closed by the \
               other kind of line",
            ],
        );
        check("+++\n+++\n", &["1:1 this page has no title"]);
        check(
            "+++\ntitel = \"A\"\n+++\n",
            &["2:1 unknown key `titel`", "1:1 this page has no title"],
        );
        check(
            "+++\ntitle = \u{201c}A\u{201d}\n+++\n",
            &["2:9 found the curly quote `\u{201c}`; expected a straight quote `\"`"],
        );
        check(
            "+++\ntitle = \"A\"\ndate = 2026-02-30\n+++\n",
            &["3:8 `2026-02-30` is not a day of the calendar"],
        );
    }
}
