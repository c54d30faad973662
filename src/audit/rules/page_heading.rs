//! A page has one heading of level 1, which names it.
//!
//! # Why
//! People who use a screen reader jump to the heading of level 1 to learn where they are and where
//! the text begins. With none they have to search, with several they cannot tell which one it is.
//!
//! WCAG does not ask for this, so that a person has to look.
//!
//! # Instead
//! Give the page one `h1` that says what it is about, and its parts `h2`.
//!
//! # Source
//! No criterion of WCAG. W3C WAI, Page Structure Tutorial, headings.

use super::heading_order::level;
use super::refresh::is_passage;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/page-heading",
    act: &[],
    wcag: &[],
    severity: Severity::Warning,
    source: include_str!("page_heading.rs"),
    looks: Looks::Page(check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    let Some(body) = page.document().elements().find(|node| node.is("body")) else {
        return;
    };
    let mut first_level = page.headings().filter(|node| level(*node) == 1);
    if first_level.next().is_none() {
        if !is_passage(page) && !page.visible_text(body).is_empty() {
            let help = "name the page by one `h1`";
            found.review(body, "this page has no heading of level 1", help);
        }
        return;
    }
    for node in first_level {
        let help = "keep one `h1`, and make this one an `h2`";
        found.review(node, "this is not the only heading of level 1", help);
    }
}
