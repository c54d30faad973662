//! An attribute of ARIA fits the role of its element.
//!
//! # Why
//! Assistive technology ignores what a role does not support. A name on a `div` without a role is
//! heard by nobody.
//!
//! # Instead
//! Take the attribute out, or use the element or role that it belongs to.
//!
//! # Source
//! WCAG 2.2, criteria 1.3.1 and 4.1.2. ACT rule 5c01ea. WAI-ARIA 1.2, ARIA in HTML.

use crate::audit::aria;
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/aria-permitted",
    act: &["5c01ea"],
    wcag: &["1.3.1", "4.1.2"],
    severity: Severity::Error,
    source: include_str!("aria_permitted.rs"),
    looks: Looks::Exposed(Marks::ARIA, check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    for attribute in node.attributes() {
        let Some(property) = aria::property(&attribute.name) else { continue };
        if attribute.value.trim().is_empty() || is_permitted(page, node, property) {
            continue;
        }
        let bearer = match page.role(node) {
            Some(role) => format!("the role `{}`", role.name),
            None => format!("`{}`", node.name()),
        };
        let message = format!("`{}` does not belong to {bearer}", attribute.name);
        found.violation(attribute, message, "take it out, or use a role that has it");
    }
}

fn is_permitted(page: &Page<'_>, node: Node<'_>, property: &aria::Property) -> bool {
    match page.role(node) {
        Some(role) => role.permits(property),
        // A field without a role takes what a text field takes.
        None if node.is("input") => {
            aria::role("textbox").is_some_and(|role| role.permits(property))
        }
        None if property.is_naming() => !node.is_any(UNNAMED),
        None => property.is_global,
    }
}

/// Elements without a role that take no name: what they hold is read as it is.
const UNNAMED: &[&str] = &[
    "abbr",
    "br",
    "cite",
    "figcaption",
    "kbd",
    "label",
    "legend",
    "rp",
    "rt",
    "ruby",
    "var",
    "wbr",
];
