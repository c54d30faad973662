//! A style within the page only styles: it runs nothing and loads no other sheet.
//!
//! # Why
//! Old browsers run what stands in `expression()`, `behavior` and `-moz-binding`. A sheet that
//! another one imports is one more request before anything is seen, and nobody looks for it there.
//!
//! # Instead
//! Delete the declaration; put imported rules into the sheet itself.
//!
//! # Source
//! None in WCAG: a promise of safety.

use crate::audit::page::Page;
use crate::audit::rule::{Findings, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "published/style",
    act: &[],
    wcag: &[],
    severity: Severity::Error,
    source: include_str!("published_style.rs"),
    check,
};

const HELP: &str = "delete it";

fn check(page: &Page<'_>, found: &mut Findings) {
    for node in page.document().elements() {
        if let Some(attribute) = node.written("style")
            && let Some(word) = refused(&attribute.value)
        {
            found.violation(attribute, format!("this style holds `{word}`"), HELP);
        }
        if node.name() != "style" {
            continue;
        }
        for child in node.children() {
            if let Some(word) = child.text().and_then(refused) {
                let message = format!("this style sheet holds `{word}`");
                found.violation(node, message, HELP);
            }
        }
    }
}

/// A word that makes a style more than a style.
fn refused(text: &str) -> Option<&'static str> {
    let words = ["@import", "expression(", "behavior:", "-moz-binding"];
    let bytes = text.as_bytes();
    let fits = |word: &&&str| {
        let word = word.as_bytes();
        let [first, ..] = word else { return false };
        memchr::memchr2_iter(*first, first.to_ascii_uppercase(), bytes).any(|at| {
            let is_whole = at == 0 || !is_name(bytes[at - 1]);
            let end = at + word.len();
            is_whole
                && bytes.get(at..end).is_some_and(|own| own.eq_ignore_ascii_case(word))
        })
    };
    words.iter().find(fits).copied()
}

/// Whether a byte continues a name: `scroll-behavior` is another property.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}
