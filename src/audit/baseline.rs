//! What was wrong with a site on the day that somebody began to audit it: from then on it can
//! only get better.
//!
//! A baseline is a text: one line a finding, sorted, so that two versions merge line by line. It
//! names the offending piece by a digest, and no line numbers, so that it survives other edits.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Finding;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::digest::Digest;
use crate::path::SourcePath;
use crate::source::SourceTree;

/// First line of a baseline.
const HEADER: &str = "# plainleaf baseline 1: rule, digest of the piece, how often, file";

/// Letters of a digest that tell pieces of one file apart.
const DIGEST_LETTERS: usize = 16;

/// How often each finding is known to stand in each file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    counts: BTreeMap<Key, u64>,
}

/// A rule, the digest of a piece, and the file.
type Key = (String, String, String);

impl Baseline {
    /// The baseline of everything that was found.
    pub fn of(tree: &SourceTree, all: &[(SourcePath, Vec<Finding>)]) -> Self {
        let mut counts = BTreeMap::new();
        for (path, found) in all {
            for finding in found {
                *counts.entry(key(tree, path, finding)).or_insert(0) += 1;
            }
        }
        Self { counts }
    }

    /// Reads a baseline; lines that are none are reported. Of two counts of one finding, as after
    /// a merge, the greater one holds.
    pub fn parse(path: &SourcePath, text: &str) -> Outcome<Self> {
        let mut baseline = Outcome::clean(Self::default());
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let span = at..at + line.trim_end().len();
            at += line.len();
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let mut words = line.trim_end().splitn(4, ' ');
            let mut word = || words.next().map(str::to_owned);
            let parts = (word(), word(), word(), word());
            let (Some(rule), Some(digest), Some(count), Some(file)) = parts else {
                baseline.diagnostics.push(unread(path, span));
                continue;
            };
            let Ok(count) = count.parse::<u64>() else {
                baseline.diagnostics.push(unread(path, span));
                continue;
            };
            let own = baseline.value.counts.entry((rule, digest, file)).or_insert(0);
            *own = count.max(*own);
        }
        baseline
    }

    /// Its text.
    pub fn to_text(&self) -> String {
        let line = |((rule, digest, file), count): (&Key, &u64)| {
            format!("{rule} {digest} {count} {file}")
        };
        let mut lines: Vec<_> = self.counts.iter().map(line).collect();
        lines.sort();
        lines.into_iter().fold(format!("{HEADER}\n"), |mut text, line| {
            let _ = writeln!(text, "{line}");
            text
        })
    }

    /// Takes out of `all` what is known; gives how many findings that was, and how many are known
    /// and stand no more.
    pub fn subtract(
        &self,
        tree: &SourceTree,
        all: &mut [(SourcePath, Vec<Finding>)],
    ) -> (u64, u64) {
        let mut left = self.counts.clone();
        let mut known = 0;
        for (path, found) in all {
            found.retain(|finding| {
                let Some(count) = left.get_mut(&key(tree, path, finding)) else {
                    return true;
                };
                let is_known = *count > 0;
                *count = count.saturating_sub(1);
                known += u64::from(is_known);
                !is_known
            });
        }
        (known, left.values().sum())
    }
}

fn key(tree: &SourceTree, path: &SourcePath, finding: &Finding) -> Key {
    let text = tree.text(path.as_str()).map_or("", |text| &*text.text);
    let piece = text.get(finding.span.clone()).unwrap_or_default();
    let mut digest = Digest::of(piece.as_bytes()).to_string();
    digest.truncate(DIGEST_LETTERS);
    (finding.rule.code.to_owned(), digest, path.to_string())
}

fn unread(path: &SourcePath, span: std::ops::Range<usize>) -> Diagnostic {
    Diagnostic::error("audit/baseline", "this line names no finding")
        .at(path, span)
        .help("write the file again with --write-baseline")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn audited(text: &str) -> (SourceTree, Vec<(SourcePath, Vec<Finding>)>) {
        let page = format!("<html lang=en><title>x</title><main><h1>y</h1>{text}</main>");
        let found = crate::audit::inspect(&page);
        let tree = SourceTree::of([("a b.html", &*page)]);
        (tree, vec![(SourcePath::new("a b.html"), found)])
    }

    /// How many findings of the second page are new, known and mended after the first.
    #[track_caller]
    fn check(before: &str, after: &str, expected: (usize, u64, u64)) {
        let (tree, all) = audited(before);
        let text = Baseline::of(&tree, &all).to_text();
        let read = Baseline::parse(&SourcePath::new("b"), &text);
        assert_eq!(read.diagnostics, []);
        assert_eq!(read.value, Baseline::of(&tree, &all));
        let (tree, mut all) = audited(after);
        let (known, mended) = read.value.subtract(&tree, &mut all);
        assert_eq!((all[0].1.len(), known, mended), expected, "{text}");
    }

    #[test]
    fn what_is_known_is_not_told_again() {
        let (a, b) = ("<img src=a>", "<img src=b>");
        check(a, a, (0, 1, 0));
        check(a, &format!("<p>Words</p>\n{a}"), (0, 1, 0));
        check(a, &format!("{a}{a}{b}"), (2, 1, 0));
        check(&format!("{a}{a}{b}"), a, (0, 1, 2));
    }

    #[test]
    fn a_merged_file_is_read_and_a_broken_line_is_shown() {
        let text =
            "# x\n\na11y/b 12 1 a b.html\na11y/b 12 3 a b.html\na11y/b 12\na b c d\n";
        let read = Baseline::parse(&SourcePath::new("b"), text);
        assert_eq!(read.value.to_text(), format!("{HEADER}\na11y/b 12 3 a b.html\n"));
        let at: Vec<_> =
            read.diagnostics.iter().map(|d| d.primary.clone().unwrap().span).collect();
        assert_eq!(at, [47..56, 57..64]);
    }
}
