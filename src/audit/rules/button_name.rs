//! A button says what it does.
//!
//! This holds for `button`, for `input` of the types `button`, `submit` and `reset`, and for anything
//! with `role="button"`.
//!
//! # Why
//! A screen reader reads a button without a name as "button". Nobody can tell what it does, and who
//! steers by voice cannot call it.
//!
//! # Instead
//! Put words into the button: `<button>Search</button>`. If it holds an image alone, give that image
//! a text alternative.
//!
//! # Source
//! WCAG 2.2, criterion 4.1.2. ACT rule 97a4e1.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::page::input_type;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/button-name",
    act: &["97a4e1"],
    wcag: &["4.1.2"],
    severity: Severity::Error,
    source: include_str!("button_name.rs"),
    looks: Looks::Exposed(Marks::OPAQUE.or(Marks::FIELD.or(Marks::ROLE)), check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    let is_image = node.is("input") && input_type(node) == "image";
    if is_image || !page.has_role(node, "button") || !page.is_nameless(node) {
        return;
    }
    let help = if node.is("input") {
        "write in `value` what it does"
    } else {
        "write into it what it does"
    };
    found.violation(node, "this button has no name", help);
}
