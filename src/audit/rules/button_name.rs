//! A button says what it does.
//!
//! This holds for `button`, for `input` of the types `button`, `submit`, `reset` and `image`, and
//! for anything with `role="button"`.
//!
//! # Why
//! A screen reader reads a button without a name as "button". Nobody can tell what it does, and
//! who steers by voice cannot call it.
//!
//! # Instead
//! Put words into the button: `<button>Search</button>`. If it holds an image alone, give that
//! image a text alternative. An image button needs `alt`.
//!
//! # Source
//! WCAG 2.2, criterion 4.1.2, for image buttons also 1.1.1. ACT rules 97a4e1 and 59796f.

use crate::audit::page::Page;
use crate::audit::rule::{Findings, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/button-name",
    act: &["97a4e1", "59796f"],
    wcag: &["4.1.2", "1.1.1"],
    severity: Severity::Error,
    source: include_str!("button_name.rs"),
    check,
};

fn check(page: &Page<'_>, found: &mut Findings) {
    for node in page.exposed().filter(|node| page.has_role(*node, "button")) {
        if !page.name(node).is_empty() {
            continue;
        }
        let is_image = node.is("input") && node.has_value("type", "image");
        let (message, help) = if is_image {
            ("this image button has no name", "write in `alt` what it does")
        } else {
            ("this button has no name", "write into it what it does")
        };
        found.violation(node, message, help);
    }
}
