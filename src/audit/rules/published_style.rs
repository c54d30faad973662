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

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "published/style",
    act: &[],
    wcag: &[],
    severity: Severity::Error,
    source: include_str!("published_style.rs"),
    looks: Looks::Written(Marks::SHEET.or(Marks::STYLE), check),
};

const HELP: &str = "delete it";

/// What no style needs.
const WORDS: &[&str] = &["@import", "expression(", "behavior:", "-moz-binding"];

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    if let Some(attribute) = node.written("style")
        && let Some(word) = refused(&attribute.value)
    {
        found.violation(attribute, format!("this style holds `{word}`"), HELP);
    }
    if node.name() != "style" {
        return;
    }
    let look = |text: &str| match page.surroundings() {
        Some((_, library)) => library.known(text).refused(refused),
        None => refused(text),
    };
    for child in node.children() {
        if let Some(word) = child.text().and_then(look) {
            found.violation(node, format!("this style sheet holds `{word}`"), HELP);
        }
    }
}

/// A word that makes a style more than a style.
fn refused(text: &str) -> Option<&'static str> {
    let plain = text.to_ascii_lowercase();
    let bytes = plain.as_bytes();
    // `scroll-behavior` is another property.
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let begins = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        before.is_none_or(|byte| !is_name(*byte))
    };
    let stands =
        |word: &&&str| memchr::memmem::find_iter(bytes, word.as_bytes()).any(begins);
    WORDS.iter().find(stands).copied()
}
