//! Where the front matter begins and ends.

use std::ops::Range;

use super::LONGEST;
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Fence {
    Plus,
    Dash,
}

impl Fence {
    pub(super) fn of(line: &str) -> Option<Self> {
        match line.trim_end() {
            "+++" => Some(Self::Plus),
            "---" => Some(Self::Dash),
            _ => None,
        }
    }

    pub(super) fn format(self) -> &'static str {
        match self {
            Self::Plus => "toml/",
            Self::Dash => "yaml/",
        }
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Plus => "+++",
            Self::Dash => "---",
        }
    }
}

/// Fence, bytes of the front matter, first byte of the body.
pub(super) fn split(
    path: &SourcePath,
    text: &str,
    found: &mut Vec<Diagnostic>,
) -> Option<(Fence, Range<usize>, usize)> {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    let Some(fence) = Fence::of(first) else {
        found.push(no_fence(path, text, first));
        return None;
    };
    let mut at = first.len();
    for line in text[at..].split_inclusive('\n') {
        if Fence::of(line) == Some(fence) {
            return Some((fence, first.len()..at, at + line.len()));
        }
        if at > LONGEST {
            break;
        }
        at += line.len();
    }
    if at > LONGEST {
        found.push(
            Diagnostic::error(
                "front-matter/too-long",
                format!("the front matter has more than {LONGEST} bytes"),
            )
            .at(path, 0..3)
            .help("move the text below the second line of signs"),
        );
        return None;
    }
    let other = text.lines().skip(1).any(|l| Fence::of(l).is_some());
    let note = if other { ", but closed by the other kind of line" } else { "" };
    let fence = fence.text();
    found.push(
        Diagnostic::error(
            "front-matter/unclosed",
            format!(
                "the front matter opened by `{fence}` is never closed by `{fence}`{note}"
            ),
        )
        .at(path, 0..3)
        .help(format!("put a line that holds only `{fence}` after the last key")),
    );
    None
}

fn no_fence(path: &SourcePath, text: &str, first: &str) -> Diagnostic {
    let key = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let looks_like_key = key.split_once(['=', ':']).is_some_and(|(key, _)| {
        !key.is_empty()
            && key.trim().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    });
    let blank_first = first.trim().is_empty() && Fence::of(key).is_some();
    let message = if !text.contains('\n') && text.contains('\r') {
        "the lines of this file end in a lone carriage return"
    } else if blank_first {
        "the front matter does not start on the first line"
    } else if looks_like_key {
        "the line `+++` that opens the front matter is missing"
    } else {
        "this page has no front matter"
    };
    let help = if !text.contains('\n') && text.contains('\r') {
        "save it again with the line ends of Unix or Windows".to_owned()
    } else if blank_first {
        "delete the empty lines above it".to_owned()
    } else if looks_like_key {
        "put a line that holds only `+++` at the very top".to_owned()
    } else {
        "begin the file with three lines: `+++`, `title = \"…\"`, `+++`".to_owned()
    };
    Diagnostic::error("front-matter/missing", message)
        .at(path, 0..first.trim_end().len())
        .help(help)
}
