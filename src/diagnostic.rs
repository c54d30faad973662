//! What the program tells an author: a code, a place and a next step.
//!
//! A diagnostic is made whole and never changed; drawing it is the binary's work.

use std::fmt;
use std::ops::Range;

use crate::path::SourcePath;

/// The stable name of a kind of diagnostic, such as `link/missing-page`.
pub type Code = &'static str;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is published while one stands.
    Error,
    /// Worth mending; the site is published all the same.
    Warning,
    /// Advice, such as on wording: shown to who asks, and no reason to refuse anything.
    Notice,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        })
    }
}

/// A place in a source file and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Label {
    /// The file, as the author knows it: relative to the site's root.
    pub path: SourcePath,
    /// Bytes of that file; line and column are computed when shown.
    pub span: Range<usize>,
    /// What stands there; may be empty.
    pub note: String,
}

/// One thing to tell the author.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Stable name of the kind.
    pub code: Code,
    /// Whether it stops publication.
    pub severity: Severity,
    /// What was found and what was expected: lower case, no full stop.
    pub message: String,
    /// Where.
    pub primary: Option<Label>,
    /// Other places that explain it, such as the first of two equal addresses.
    pub related: Vec<Label>,
    /// The next step, in the imperative.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error without a place yet.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        let message = shown(&message.into());
        Self {
            code,
            severity: Severity::Error,
            message,
            primary: None,
            related: vec![],
            help: None,
        }
    }

    /// A warning without a place yet.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Advice without a place yet.
    pub fn notice(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Notice, ..Self::error(code, message) }
    }

    /// Says where: `span` counts bytes of `path`.
    #[must_use]
    pub fn at(mut self, path: &SourcePath, span: Range<usize>) -> Self {
        self.primary = Some(Label { path: path.clone(), span, note: String::new() });
        self
    }

    /// Adds words beside the primary place.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        if let Some(label) = &mut self.primary {
            label.note = shown(&note.into());
        }
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, path: &SourcePath, span: Range<usize>, note: &str) -> Self {
        self.related.push(Label { path: path.clone(), span, note: note.to_owned() });
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(shown(&help.into()));
        self
    }

    /// Keeps the first of very many faults and of very many notices in each file, and says how
    /// many more of each there are; `found` is sorted.
    pub fn shorten(found: &mut Vec<Self>) {
        let mut kept: Vec<Self> = Vec::new();
        let mut counts = [0; 2];
        let mut dropped: [Option<Self>; 2] = [None, None];
        for one in std::mem::take(found) {
            if kept.last().is_none_or(|last| last.path() != one.path()) {
                kept.extend(dropped.iter_mut().filter_map(Option::take));
                counts = [0; 2];
            }
            let kind = usize::from(one.severity == Severity::Notice);
            counts[kind] += 1;
            if counts[kind] <= MOST {
                kept.push(one);
                continue;
            }
            let before = dropped[kind].as_ref().map(|summary| summary.severity);
            let is_error = [Some(one.severity), before].contains(&Some(Severity::Error));
            let what = if kind == 1 { " notices" } else { "" };
            dropped[kind] = Some(Self {
                severity: if is_error { Severity::Error } else { one.severity },
                code: "report/more",
                message: format!("and {} more{what} in this file", counts[kind] - MOST),
                related: Vec::new(),
                help: Some("mend the first ones; many follow from one".to_owned()),
                ..one
            });
        }
        kept.extend(dropped.into_iter().flatten());
        *found = kept;
    }

    /// The order in which diagnostics are shown: path, span, code.
    pub fn sort(diagnostics: &mut [Self]) {
        diagnostics.sort_by(|a, b| {
            let start = |d: &Self| d.primary.as_ref().map(|label| label.span.start);
            (a.path(), start(a), a.code, &a.message).cmp(&(
                b.path(),
                start(b),
                b.code,
                &b.message,
            ))
        });
    }

    /// The file that it is about.
    fn path(&self) -> Option<&SourcePath> {
        self.primary.as_ref().map(|label| &label.path)
    }
}

/// A value and what is to be said about its making.
///
/// Parsing does not fail: it hands on the best value it has.
#[derive(Clone, Debug, Default)]
pub struct Outcome<T> {
    /// The best value there is.
    pub value: T,
    /// What to tell the author.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Outcome<T> {
    /// A value with nothing to say about it.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// Moves the diagnostics to `into` and gives the value.
    pub fn take(self, into: &mut Vec<Diagnostic>) -> T {
        into.extend(self.diagnostics);
        self.value
    }
}

/// Most diagnostics of one file: beyond these nobody reads on.
const MOST: usize = 200;

/// Most characters of a message: what authors wrote may be of any length.
const LONGEST: usize = 400;

/// Words as they may reach a terminal: one line, nothing that moves the cursor or turns the
/// direction of the text, and never longer than a reader reads.
fn shown(words: &str) -> String {
    if words.len() <= LONGEST && words.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return words.to_owned();
    }
    let unseen = |c: char| {
        c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut line = String::with_capacity(words.len().min(LONGEST * 4));
    for (count, c) in words.chars().enumerate() {
        match c {
            _ if count == LONGEST => {
                line.push('…');
                break;
            }
            '\n' | '\t' => line.push(' '),
            c if unseen(c) => line.extend(c.escape_default()),
            c => line.push(c),
        }
    }
    line
}

/// Words longer than this are not compared: the time would grow with the square.
const LONGEST_WORD: usize = 120;

/// The nearest of `known` to `word`, if it is near enough to be what was meant.
pub fn nearest<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if word.len() > LONGEST_WORD {
        return None;
    }
    known
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST_WORD)
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= (word.chars().count().max(candidate.chars().count()) / 3).max(1)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Line and column of a byte of `text`, both from 1; columns count characters.
pub fn line_column(text: &str, byte: usize) -> (usize, usize) {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    let before = &text[..byte];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_offers_only_what_is_near() {
        assert_eq!(nearest("titel", ["title", "date"]), Some("title"));
        assert_eq!(nearest("zebra", ["title", "date"]), None);
    }

    #[test]
    fn a_message_is_one_line_that_moves_nothing() {
        let found = Diagnostic::error("a/b", "x\u{1b}[31m\ny\u{202e}").help("z\0");
        assert_eq!(found.message, "x\\u{1b}[31m y\\u{202e}");
        assert_eq!(found.help.as_deref(), Some("z\\u{0}"));
        let long = Diagnostic::error("a/b", "é".repeat(1_000_000));
        assert_eq!(long.message.chars().count(), LONGEST + 1);
        assert_eq!(nearest(&"x".repeat(1_000_000), ["x"]), None);
    }

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        assert_eq!(line_column("aé\nbx", 0), (1, 1));
        assert_eq!(line_column("aé\nbx", 5), (2, 2));
        assert_eq!(line_column("aé", 99), (1, 3));
    }
}
