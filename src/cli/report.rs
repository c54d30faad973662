//! Draws diagnostics: text with the source quoted for people, JSON for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{IsTerminal, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use plainleaf::diagnostic::{Code, Diagnostic, Label, Severity, line_column};
use plainleaf::error::Error;
use plainleaf::path::SourcePath;
use plainleaf::source::SourceTree;

/// Why a command could not run.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The world failed.
    World(Error),
    /// What was typed cannot be done; and the next step.
    Typed(String, String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::World(error)
    }
}

/// Writes to standard output; a reader that has gone is no reason to fail.
pub(crate) fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// Writes to standard error.
pub(crate) fn note(text: &str) {
    let mut out = std::io::stderr().lock();
    let _ = out.write_all(text.as_bytes());
}

/// Whether standard error is a terminal that wants colour.
pub(crate) fn colour() -> bool {
    super::world::wants_colour() && std::io::stderr().is_terminal()
}

/// Says why a command could not run.
pub(crate) fn failure(failure: &Failure) {
    let (message, help) = match failure {
        Failure::World(error) => (error.to_string(), error.help().map(str::to_owned)),
        Failure::Typed(message, help) => (message.clone(), Some(help.clone())),
    };
    let mut text = format!("error: {message}\n");
    if let Some(help) = help {
        let _ = writeln!(text, "  = help: {help}");
    }
    note(&text);
}

/// The text of a source, to quote from.
fn text_of<'a>(tree: &'a SourceTree, path: &SourcePath) -> Option<&'a str> {
    let own = tree.text(path.as_str()).map(|text| &*text.text);
    own.or_else(|| plainleaf::theme::built_in_text(path))
}

/// One diagnostic for people, the source quoted.
pub(crate) fn human(tree: &SourceTree, found: &Diagnostic, styled: bool) -> String {
    let level = match found.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Notice => Level::NOTE.with_name("notice"),
    };
    let mut group =
        Group::with_title(level.primary_title(found.message.as_str()).id(found.code));
    for (label, kind) in places(found) {
        group = match text_of(tree, &label.path) {
            Some(text) if is_cut(text, label) => {
                let (line, column) = line_column(text, label.span.start);
                let origin = annotate_snippets::Origin::path(label.path.as_str());
                let origin = origin.line(line).char_column(column);
                group.element(origin).element(snippet(text, label, kind))
            }
            Some(text) => {
                let snippet = snippet(text, label, kind);
                group.element(snippet.path(label.path.as_str()))
            }
            None => group.element(annotate_snippets::Origin::path(label.path.as_str())),
        };
    }
    if let Some(help) = &found.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.render(&[group]);
    text.push_str("\n\n");
    text
}

fn places(found: &Diagnostic) -> impl Iterator<Item = (&Label, AnnotationKind)> {
    let related = found.related.iter().map(|label| (label, AnnotationKind::Context));
    found.primary.iter().map(|label| (label, AnnotationKind::Primary)).chain(related)
}

/// Bytes of a very long line that are shown on each side of its label.
const AROUND: usize = 100;

/// Whether the line of a label is so long that its beginning is left out.
fn is_cut(text: &str, label: &Label) -> bool {
    let start = text.floor_char_boundary(label.span.start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    start - line_start > 2 * AROUND
}

/// The line of the label, alone: files are long and messages are many.
fn snippet<'a>(
    text: &'a str,
    label: &'a Label,
    kind: AnnotationKind,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let floor = |at: usize| text.floor_char_boundary(at);
    let start = floor(label.span.start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    // Of a very long line only what is near is shown.
    let first = floor(start.saturating_sub(AROUND)).max(line_start);
    let last = floor(start.saturating_add(AROUND)).min(line_end);
    let line_start = if is_cut(text, label) { first } else { line_start };
    let line_end = if line_end - line_start > 4 * AROUND { last } else { line_end };
    let line = text[line_start..line_end].trim_end_matches('\r');
    let end = floor(label.span.end).clamp(start, (line_start + line.len()).max(start));
    let span = (start - line_start).min(line.len())
        ..(end.max(start) - line_start).min(line.len());
    let note = Some(label.note.as_str()).filter(|note| !note.is_empty());
    Snippet::source(line)
        .line_start(line_column(text, start).0)
        .annotation(kind.span(span).label(note))
}

/// Notices of one code that people are shown: who has seen these knows the others.
const MOST_NOTICES: u64 = 3;

/// All diagnostics for people, but of the notices of one code only the first; the same command
/// lists all. Of some, only the number may be known.
pub(crate) fn all(
    tree: &SourceTree,
    told: (&[Diagnostic], &BTreeMap<Code, u64>),
    styled: bool,
) -> String {
    first(tree, told, (styled, "--format json"))
}

/// The same; `whole` is the command, or the option of the same one, that lists all.
pub(crate) fn first(
    tree: &SourceTree,
    (found, counted): (&[Diagnostic], &BTreeMap<Code, u64>),
    (styled, whole): (bool, &str),
) -> String {
    let (shown, mut notices) = shown(found);
    for (code, count) in counted {
        *notices.entry(code).or_default() += count;
    }
    let mut text: String = shown.iter().map(|one| human(tree, one, styled)).collect();
    for (code, count) in notices.into_iter().filter(|(_, count)| *count > MOST_NOTICES) {
        let more = grouped(count - MOST_NOTICES);
        let _ = writeln!(text, "and {more} more of `{code}` (`{whole}` lists all)\n");
    }
    text
}

/// The diagnostics that people are shown, and how many notices there are of each code.
pub(crate) fn shown(found: &[Diagnostic]) -> (Vec<&Diagnostic>, BTreeMap<Code, u64>) {
    let mut notices = BTreeMap::new();
    let mut is_shown = |one: &&Diagnostic| {
        if one.severity != Severity::Notice {
            return true;
        }
        let count = notices.entry(one.code).or_insert(0);
        *count += 1;
        *count <= MOST_NOTICES
    };
    let shown = found.iter().filter(&mut is_shown).collect();
    (shown, notices)
}

/// All diagnostics for people, to standard error.
pub(crate) fn print(tree: &SourceTree, found: &[Diagnostic]) {
    note(&all(tree, (found, &BTreeMap::new()), colour()));
}

/// `1 error`, `2 errors`.
pub(crate) fn count(n: u64, what: &str) -> String {
    let (word, rest) = what.split_at(what.find(' ').unwrap_or(what.len()));
    format!("{n} {word}{}{rest}", if n == 1 { "" } else { "s" })
}

/// A number whose thousands are set apart: `9,988`.
fn grouped(number: u64) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", grouped(number / 1_000), number % 1_000),
    }
}

/// `2 errors and 1 warning`, and how many places a person must look at if there are any.
pub(crate) fn counts(errors: u64, warnings: u64, notices: u64) -> String {
    let mut text =
        format!("{} and {}", count(errors, "error"), count(warnings, "warning"));
    if notices > 0 {
        let _ = write!(text, ", {}", count(notices, "place to look at"));
    }
    text
}

/// How many diagnostics there are of a severity.
pub(crate) fn number(found: &[Diagnostic], severity: Severity) -> u64 {
    found.iter().filter(|one| one.severity == severity).count() as u64
}

/// A diagnostic as JSON; lines and columns count from 1, columns in characters.
pub(crate) fn json(tree: &SourceTree, found: &Diagnostic) -> serde_json::Value {
    let place = |label: &Label| {
        let text = text_of(tree, &label.path).unwrap_or_default();
        let (line, column) = line_column(text, label.span.start);
        let (end_line, end_column) = line_column(text, label.span.end);
        serde_json::json!({
            "file": label.path.as_str(), "line": line, "column": column,
            "end_line": end_line, "end_column": end_column, "note": label.note,
        })
    };
    let mut object = serde_json::json!({
        "code": found.code,
        "severity": found.severity.to_string(),
        "message": found.message,
        "help": found.help,
    });
    if let Some(label) = &found.primary {
        let place = place(label);
        for key in ["file", "line", "column", "end_line", "end_column"] {
            object[key] = place[key].clone();
        }
    }
    object["related"] = found.related.iter().map(place).collect();
    object
}
