//! A page has a title that is not empty.
//!
//! # Why
//! The title is the first thing that a screen reader says of a page, and the name of its tab and
//! its bookmark.
//!
//! # Instead
//! Write what the page is about, then the site: `<title>Sleep - Kratom facts</title>`, within
//! `head`.
//!
//! # Source
//! WCAG 2.2, criterion 2.4.2. ACT rule 2779a5.

use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/page-title",
    act: &["2779a5"],
    wcag: &["2.4.2"],
    severity: Severity::Error,
    source: include_str!("page_title.rs"),
    looks: Looks::Page(check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    // The document's title is that of the first `title` of HTML, wherever it stands.
    let title =
        page.document().elements().find(|node| node.is("title") && !page.is_inert(*node));
    let help = "write in `title` what the page is about";
    match title {
        Some(title) if title.text_content().trim().is_empty() => {
            found.violation(title, "the title of this page is empty", help);
        }
        Some(_) => {}
        None => {
            let start = page.document().html().map_or(0..0, Node::span);
            found.violation(start, "this page has no title", help);
        }
    }
}
