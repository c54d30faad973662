//! Headings go down one level at a time.
//!
//! # Why
//! Screen readers tell the level of each heading. After a jump from 2 to 4, people look for the part
//! that they seem to have missed.
//!
//! # Instead
//! Use the level that follows. To change how a heading looks, change the style sheet.
//!
//! # Source
//! No criterion of WCAG asks for it. W3C WAI, Page Structure Tutorial, headings.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/heading-order",
    act: &[],
    wcag: &[],
    severity: Severity::Warning,
    source: include_str!("heading_order.rs"),
    looks: Looks::PageWith(Marks::HEADING.or(Marks::ROLE), check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    let mut last = None;
    for node in page.headings() {
        let level = level(node);
        if let Some(before) = last.filter(|before| level > before + 1) {
            let message = format!("this heading jumps from level {before} to {level}");
            found.violation(node, message, "use the level that follows");
        }
        last = Some(level);
    }
}

/// The level: `aria-level` if it is one, else that of the element, else 2.
pub(super) fn level(node: Node<'_>) -> u32 {
    let written = node.attribute("aria-level").and_then(|own| own.trim().parse().ok());
    let native = match node.name() {
        "h1" => 1,
        "h3" => 3,
        "h4" => 4,
        "h5" => 5,
        "h6" => 6,
        _ => 2,
    };
    written.filter(|level| (1..=100).contains(level)).unwrap_or(native)
}
