//! The whole page can be audited.
//!
//! # Why
//! A file that cannot be read as text, that is beyond any size, or whose elements multiply when a
//! browser mends it, may hold anything. Nobody should take silence about it for praise.
//!
//! # Instead
//! Save the page as UTF-8, close what is opened, or split the page.
//!
//! # Source
//! None: it says what the other rules did not see.

use std::ops::Range;

use crate::audit::page::Page;
use crate::audit::rule::{Finding, Findings, Kind, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/unread",
    act: &[],
    wcag: &[],
    severity: Severity::Error,
    source: include_str!("unread.rs"),
    looks: Looks::Page(check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    if page.document().is_cut() {
        let message = "this page grows beyond all measure, and its rest was not audited";
        found.review(0..0, message, "close each element that is opened");
    }
}

/// What is to be said of a page that could not be read at all, or not as text.
pub(in crate::audit) fn finding(
    message: &str,
    span: Range<usize>,
    help: &str,
) -> Finding {
    let (message, help) = (message.to_owned(), help.to_owned());
    Finding { rule: &RULE, kind: Kind::Violation, span, message, help }
}
