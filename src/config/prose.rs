//! The table `[prose]` of `site.toml`: how firm each rule on wording is, and its limits.

use std::ops::Range;

use super::{Node, Reader, Table, Value};
use crate::diagnostic::{Diagnostic, Severity};
use crate::path::SourcePath;

/// The names of the rules on wording, in the order in which they are explained.
pub const RULES: [&str; 11] = [
    "wording",
    "unit",
    "number",
    "date",
    "phone",
    "sentence",
    "paragraph",
    "passive",
    "abbreviation",
    "heading",
    "grade",
];

/// How a site writes: for all of it, and for parts of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Prose {
    site: Style,
    parts: Vec<Part>,
}

/// How a part of the site writes, where it differs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Part {
    /// A file, or a folder with a slash at its end, from the site's root.
    path: String,
    changes: Changes,
}

/// How firm each rule is, and its limits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Style {
    /// Whether a rule is off (`None`), a notice, a warning or an error, in the order of `RULES`.
    pub levels: [Option<Severity>; RULES.len()],
    /// Most words of a sentence.
    pub sentence_words: usize,
    /// Most sentences of a paragraph.
    pub paragraph_sentences: usize,
    /// Most passives of a paragraph.
    pub passives: usize,
    /// Highest reading grade of a page.
    pub grade: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            levels: [Some(Severity::Notice); RULES.len()],
            sentence_words: 25,
            paragraph_sentences: 5,
            passives: 3,
            grade: 8,
        }
    }
}

/// What a table says of a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum Level {
    /// Nothing.
    #[default]
    Unsaid,
    /// That it does not hold.
    Off,
    /// How firm it is.
    Firm(Severity),
}

/// What a table says; `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Changes {
    levels: [Level; RULES.len()],
    sentence_words: Option<usize>,
    paragraph_sentences: Option<usize>,
    passives: Option<usize>,
    grade: Option<usize>,
}

impl Changes {
    fn apply(&self, style: &mut Style) {
        for (level, change) in style.levels.iter_mut().zip(&self.levels) {
            match change {
                Level::Unsaid => {}
                Level::Off => *level = None,
                Level::Firm(severity) => *level = Some(*severity),
            }
        }
        let set = |number: &mut usize, change: Option<usize>| {
            *number = change.unwrap_or(*number);
        };
        set(&mut style.sentence_words, self.sentence_words);
        set(&mut style.paragraph_sentences, self.paragraph_sentences);
        set(&mut style.passives, self.passives);
        set(&mut style.grade, self.grade);
    }

    fn is_firm(&self) -> bool {
        let firm =
            |level: &Level| matches!(level, Level::Firm(s) if *s < Severity::Notice);
        self.levels.iter().any(firm)
    }
}

/// Whether a rule is more than advice.
fn is_firm(level: Option<Severity>) -> bool {
    level.is_some_and(|severity| severity < Severity::Notice)
}

impl Prose {
    /// How a file writes: as the site, with what its folders and it change, in their order.
    pub fn style(&self, path: &SourcePath) -> Style {
        let mut style = self.site.clone();
        for part in &self.parts {
            let holds = part.path.ends_with('/') && path.as_str().starts_with(&part.path);
            if holds || path.as_str() == part.path {
                part.changes.apply(&mut style);
            }
        }
        style
    }

    /// Whether any rule is more than advice anywhere.
    pub fn is_firm(&self) -> bool {
        self.site.levels.iter().any(|level| is_firm(*level))
            || self.parts.iter().any(|part| part.changes.is_firm())
    }
}

/// Reads the table, if there is one.
pub(super) fn read(reader: &mut Reader<'_>, path: &SourcePath) -> Prose {
    let mut prose = Prose::default();
    let Some(table) = reader.table("prose") else { return prose };
    let mut found = Vec::new();
    let mut inner = Reader::new(path, table, &mut found);
    changes(&mut inner, path).apply(&mut prose.site);
    for (table, span) in inner.tables("section").unwrap_or_default() {
        let mut said = Vec::new();
        prose.parts.extend(part(table, span, path, &mut said));
        inner.extend(said);
    }
    inner.finish();
    reader.extend(found);
    prose
}

fn part(
    table: &Table,
    span: Range<usize>,
    path: &SourcePath,
    found: &mut Vec<Diagnostic>,
) -> Option<Part> {
    let mut reader = Reader::new(path, table, found);
    let place = reader.string("path");
    let changes = changes(&mut reader, path);
    reader.finish();
    if place.is_none() {
        let message = "this table of `[[prose.section]]` names no `path`";
        let help = "add path = \"content/guides/\", or the path of a page";
        found.push(Diagnostic::error("config/prose", message).at(path, span).help(help));
    }
    Some(Part { path: place?, changes })
}

fn changes(reader: &mut Reader<'_>, path: &SourcePath) -> Changes {
    let mut changes = Changes {
        sentence_words: number(reader, "sentence_words"),
        paragraph_sentences: number(reader, "paragraph_sentences"),
        passives: number(reader, "passives"),
        grade: number(reader, "grade"),
        ..Changes::default()
    };
    let Some(table) = reader.table("rules") else { return changes };
    let mut found = Vec::new();
    let mut inner = Reader::new(path, table, &mut found);
    for (name, level) in RULES.into_iter().zip(&mut changes.levels) {
        let Some((word, span)) = inner.spanned_string(name) else { continue };
        *level = match word.as_str() {
            "off" => Level::Off,
            "notice" => Level::Firm(Severity::Notice),
            "warning" => Level::Firm(Severity::Warning),
            "error" => Level::Firm(Severity::Error),
            _ => {
                let message = format!("`{word}` does not say how firm a rule is");
                let problem = Diagnostic::error("config/prose", message)
                    .help("write \"off\", \"notice\", \"warning\" or \"error\"");
                inner.report(problem, &Node { span, value: Value::Null });
                Level::Unsaid
            }
        };
    }
    inner.finish();
    reader.extend(found);
    changes
}

/// A limit: a whole number from 1 to 1000.
fn number(reader: &mut Reader<'_>, key: &'static str) -> Option<usize> {
    let number = reader.integer(key)?;
    let limit = usize::try_from(number).ok().filter(|n| (1..=1000).contains(n));
    if limit.is_none()
        && let Some(node) = reader.node(key)
    {
        let message = format!("`{key}` is {number}; expected 1 to 1000");
        let help = format!("write a number such as {key} = 8");
        reader.report(Diagnostic::error("value/type", message).help(help), node);
    }
    limit
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) -> Prose {
        let read = config::parse(text);
        let said: Vec<_> = read.diagnostics.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(said, expected);
        read.value.prose
    }

    #[test]
    fn parts_differ_from_the_site_in_what_they_say() {
        let prose = check(
            "[prose]\ngrade = 9\nrules = { wording = \"error\" }\n\
             [[prose.section]]\npath = \"content/law.md\"\nrules = { wording = \"off\" }\n\
             [[prose.section]]\npath = \"content/guides/\"\nsentence_words = 12\n",
            &[],
        );
        let of = |path: &str| prose.style(&SourcePath::new(path));
        assert!(prose.is_firm());
        assert_eq!(of("content/a.md").levels[0], Some(Severity::Error));
        assert_eq!(of("content/law.md").levels[0], None);
        assert_eq!(of("content/guides/x.md").sentence_words, 12);
        assert_eq!((of("content/guides/x.md").grade, of("content/a.md").grade), (9, 9));
        assert!(!check("", &[]).is_firm());
    }

    #[test]
    fn mistakes_are_named() {
        check("[prose]\ngrade = 0\n", &["`grade` is 0; expected 1 to 1000"]);
        check("[prose]\nrules = { wordin = \"off\" }\n", &["unknown key `wordin`"]);
        check(
            "[prose.rules]\ndate = \"loud\"\n",
            &["`loud` does not say how firm a rule is"],
        );
        check(
            "[[prose.section]]\ngrade = 9\n",
            &["this table of `[[prose.section]]` names no `path`"],
        );
    }
}
