//! An image says in words what it shows, or is marked as decoration.
//!
//! This holds for `img` and for anything in HTML with `role="img"`.
//!
//! # Why
//! Who cannot see an image hears its text alternative. Without one, a screen reader reads the file
//! name or says nothing.
//!
//! # Instead
//! Write what the image tells in its place: `<img src="leaf.svg" alt="A kratom leaf">`. If it tells
//! nothing, write `alt=""`.
//!
//! # Source
//! WCAG 2.2, criterion 1.1.1. ACT rule 23a2a8.

use crate::audit::aria::Role;
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/image-name",
    act: &["23a2a8"],
    wcag: &["1.1.1"],
    severity: Severity::Error,
    source: include_str!("image_name.rs"),
    looks: Looks::Exposed(Marks::IMAGE.or(Marks::ROLE), check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    let is_image = page.role(node).is_some_and(|role| role.is_any(&["img", "image"]));
    // An image that claims to mean nothing, and does not, is `decoration-exposed`.
    let is_empty = node.is("img") && node.attribute("alt") == Some("");
    let is_decoration = page.explicit_role(node).map_or(is_empty, Role::is_none);
    if !is_image || is_decoration || !node.is_html() || !page.name(node).is_empty() {
        return;
    }
    let message = format!("`{}` has no text alternative", node.name());
    let help = if node.is("img") {
        "write in `alt` what it shows, or `alt=\"\"` if it is decoration"
    } else {
        "name it with `aria-label` or `aria-labelledby`"
    };
    found.violation(node, message, help);
}
