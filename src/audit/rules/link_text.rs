//! The text of a link says where it leads.
//!
//! # Why
//! Screen readers list the links of a page without the words around them. Ten times "more" tells
//! nothing, and an address is read letter by letter.
//!
//! Where other words stand beside the link they may tell, so that a person has to look. An address
//! at the end of a reference is told by the reference.
//!
//! # Instead
//! Name the page that the link leads to: `<a href="/sleep/">How to sleep well</a>`.
//!
//! # Source
//! WCAG 2.2, criteria 2.4.4 and 2.4.9.

use crate::audit::markup::Node;
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
            if is_alone(page, node) {
                found.violation(node, message, help);
            } else {
                found.review(node, message, help);
            }
        } else if is_address(&name) && is_alone(page, node) {
            found.review(node, "the text of this link is an address", help);
        }
    }
}

/// Whether no words stand beside a link that could say where it leads.
fn is_alone(page: &Page<'_>, link: Node<'_>) -> bool {
    let around = link.parent().map(|parent| page.visible_text(parent));
    around.is_none_or(|around| around.trim() == page.visible_text(link).trim())
}

fn is_address(name: &str) -> bool {
    let starts = ["http://", "https://", "www."];
    !name.contains(' ') && starts.iter().any(|start| name.starts_with(start))
}
