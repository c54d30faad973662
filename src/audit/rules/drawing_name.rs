//! A drawing with a role says in words what it shows.
//!
//! This holds for elements of SVG with `role="img"`, `role="graphics-document"` or
//! `role="graphics-symbol"`.
//!
//! # Why
//! The role says that the drawing means something. Without a name nobody hears what.
//!
//! # Instead
//! Name it within: `<svg role="img"><title>A kratom leaf</title>…</svg>`, or with `aria-label`. Hide
//! a decoration with `aria-hidden="true"`.
//!
//! # Source
//! WCAG 2.2, criterion 1.1.1. ACT rule 7d6734.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/drawing-name",
    act: &["7d6734"],
    wcag: &["1.1.1"],
    severity: Severity::Error,
    source: include_str!("drawing_name.rs"),
    looks: Looks::Exposed(Marks::ROLE, check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    let roles = ["img", "image", "graphics-document", "graphics-symbol"];
    let role = page.explicit_role(node).filter(|role| role.is_any(&roles));
    if let Some(role) = role
        && node.is_svg()
        && page.name(node).is_empty()
    {
        let message = format!("`{}` with `role={}` has no name", node.name(), role.name);
        found.violation(node, message, "write a `title` as its first child");
    }
}
