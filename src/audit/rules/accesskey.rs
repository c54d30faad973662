//! A key of a page does one thing.
//!
//! # Why
//! Browsers let people reach an element by its `accesskey`. If two elements have the same key, some
//! browsers do nothing, and others only move the focus from one to the next.
//!
//! # Instead
//! Delete `accesskey`, which also hides keys of screen readers, or give each element a key of its own.
//!
//! # Source
//! No criterion of WCAG. HTML, the `accesskey` attribute.

use std::collections::HashMap;

use crate::audit::marks::Marks;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/accesskey",
    act: &[],
    wcag: &[],
    severity: Severity::Warning,
    source: include_str!("accesskey.rs"),
    looks: Looks::PageWith(Marks::ACCESSKEY, check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    let mut first = HashMap::new();
    let keyed = page.elements(Marks::ACCESSKEY);
    for node in keyed.filter(|node| page.is_rendered(*node)) {
        let Some(written) = node.written("accesskey") else { continue };
        for key in written.value.split_whitespace().map(str::to_lowercase) {
            let before = *first.entry(key.clone()).or_insert(node);
            if before != node {
                let message = format!("another element also has the key `{key}`");
                found.violation(written, message, "delete `accesskey`");
                break;
            }
        }
    }
}
