//! What is marked as decoration is left out by screen readers.
//!
//! # Why
//! `alt=""` or `role="none"` says that an element means nothing. If the element takes the focus or
//! has an attribute of ARIA, it is told all the same.
//!
//! # Instead
//! Take `aria-label` and `tabindex` away. Or, if it means something, take the mark away and name it.
//!
//! # Source
//! WCAG 2.2, criterion 1.1.1. ACT rule 46ca7f. WAI-ARIA 1.2, presentational roles conflict.

use crate::audit::aria::Role;
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/decoration-exposed",
    act: &["46ca7f"],
    wcag: &["1.1.1"],
    severity: Severity::Error,
    source: include_str!("decoration_exposed.rs"),
    looks: Looks::Exposed(Marks::ROLE.or(Marks::IMAGE), check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    let explicit = page.explicit_role(node);
    let is_empty = node.is("img") && node.attribute("alt") == Some("");
    let is_marked = explicit.map_or(is_empty, Role::is_none);
    if is_marked && !page.role(node).is_some_and(Role::is_none) {
        let message = format!("`{}` is marked as decoration, and is not", node.name());
        let help = "take its `tabindex` and attributes of ARIA away, or the mark";
        found.violation(node, message, help);
    }
}
