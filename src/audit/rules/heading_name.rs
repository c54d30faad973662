//! A heading is not empty.
//!
//! # Why
//! Screen readers list the headings of a page. An empty one leads to nothing.
//!
//! # Instead
//! Write the heading, or delete the element.
//!
//! # Source
//! WCAG 2.2, criterion 1.3.1. ACT rule ffd0e9.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/heading-name",
    act: &["ffd0e9"],
    wcag: &["1.3.1"],
    severity: Severity::Error,
    source: include_str!("heading_name.rs"),
    looks: Looks::Exposed(Marks::HEADING.or(Marks::ROLE), check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    if page.has_role(node, "heading") && page.is_nameless(node) {
        let help = "write it, or delete the element";
        found.violation(node, "this heading is empty", help);
    }
}
