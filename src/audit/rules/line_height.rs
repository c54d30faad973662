//! The line height of a text can be widened.
//!
//! # Why
//! Some people can read a text only with more space between lines. They set it in the browser, and
//! `!important` in a style attribute overrules them.
//!
//! # Instead
//! Take `!important` away, or set at least 1.5 times the size of the font.
//!
//! # Source
//! WCAG 2.2, criterion 1.4.12. ACT rule 78fd32.

use crate::audit::marks::Marks;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::audit::spacing::{narrow, wraps};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/line-height",
    act: &["78fd32"],
    wcag: &["1.4.12"],
    severity: Severity::Error,
    source: include_str!("line_height.rs"),
    looks: Looks::PageWith(Marks::STYLE, check),
};

/// The least that is enough, in sizes of the font.
const LEAST: f64 = 1.5;

fn check(page: &Page<'_>, found: &mut Findings) {
    for (node, declared, characters) in narrow(page, "line-height", LEAST) {
        if !wraps(node, characters) {
            continue;
        }
        let message = format!("`line-height: {}` cannot be widened", declared.value);
        found.violation(node, message, "take `!important` away");
    }
}
