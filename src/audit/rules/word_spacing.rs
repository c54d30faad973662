//! The word spacing of a text can be widened.
//!
//! # Why
//! Some people can read a text only with more space between words. They set it in the browser, and
//! `!important` in a style attribute overrules them.
//!
//! # Instead
//! Take `!important` away, or set at least 0.16 times the size of the font.
//!
//! # Source
//! WCAG 2.2, criterion 1.4.12. ACT rule 9e45ec.

use crate::audit::marks::Marks;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::audit::spacing::narrow;
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/word-spacing",
    act: &["9e45ec"],
    wcag: &["1.4.12"],
    severity: Severity::Error,
    source: include_str!("word_spacing.rs"),
    looks: Looks::PageWith(Marks::STYLE, check),
};

/// The least that is enough, in sizes of the font.
const LEAST: f64 = 0.16;

fn check(page: &Page<'_>, found: &mut Findings) {
    for (node, declared, _) in narrow(page, "word-spacing", LEAST) {
        let message = format!("`word-spacing: {}` cannot be widened", declared.value);
        found.violation(node, message, "take `!important` away");
    }
}
