//! The text of a link says where it leads.
//!
//! # Why
//! Screen readers list the links of a page without the words around them. Ten times "more" tells
//! nothing, and an address is read letter by letter.
//!
//! # Instead
//! Name the page that the link leads to: `<a href="/sleep/">How to sleep well</a>`.
//!
//! # Source
//! WCAG 2.2, criteria 2.4.4 and 2.4.9.

use crate::audit::page::Page;
use crate::audit::rule::{Findings, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/link-text",
    act: &[],
    wcag: &["2.4.4", "2.4.9"],
    severity: Severity::Error,
    source: include_str!("link_text.rs"),
    check,
};

/// English and German words that lead anywhere.
const EMPTY_WORDS: &[&str] = &[
    "click here",
    "here",
    "learn more",
    "more",
    "read more",
    "this link",
    "hier",
    "hier klicken",
    "klicken sie hier",
    "mehr",
    "mehr erfahren",
    "mehr lesen",
    "weiterlesen",
];

fn check(page: &Page<'_>, found: &mut Findings) {
    for node in page.exposed().filter(|node| page.has_role(*node, "link")) {
        let name = page.name(node).to_lowercase();
        let words = name.trim_matches(|c: char| !c.is_alphanumeric());
        let help = "name the page that it leads to";
        if EMPTY_WORDS.contains(&words) && page.description(node).is_empty() {
            let message = format!("`{words}` does not say where this link leads");
            found.violation(node, message, help);
        } else if is_address(&name) {
            found.review(node, "the text of this link is an address", help);
        }
    }
}

fn is_address(name: &str) -> bool {
    let starts = ["http://", "https://", "www."];
    !name.contains(' ') && starts.iter().any(|start| name.starts_with(start))
}
