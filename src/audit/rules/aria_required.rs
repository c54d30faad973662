//! A role comes with the states that it needs.
//!
//! # Why
//! A checkbox made of a `div` does not know whether it is checked unless `aria-checked` says so.
//!
//! # Instead
//! Use the element of HTML, which knows its state. Or write the attribute.
//!
//! # Source
//! WCAG 2.2, criterion 4.1.2. ACT rule 4e8ab6. WAI-ARIA 1.2.

use crate::audit::aria::Role;
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/aria-required",
    act: &["4e8ab6"],
    wcag: &["4.1.2"],
    severity: Severity::Error,
    source: include_str!("aria_required.rs"),
    looks: Looks::Exposed(Marks::ROLE, check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    let Some(role) = page.explicit_role(node) else { return };
    if page.implicit_role(node).is_some_and(|own| own.name == role.name) {
        return;
    }
    for name in needed(node, role) {
        let is_set = node.attribute(name).is_some_and(|value| !value.trim().is_empty());
        if !is_set {
            let message = format!("the role `{}` needs `{name}`", role.name);
            let help = format!("write `{name}`, or use an element of HTML");
            found.violation(node, message, &help);
        }
    }
}

/// What an element with a role must say itself.
fn needed<'r>(node: Node<'_>, role: &'r Role) -> Vec<&'r str> {
    let mut needed = role.required.to_vec();
    // HTML knows whether its own boxes are checked, and ARIA that nothing is selected.
    let knows = node.is("input")
        && (node.has_value("type", "checkbox") || node.has_value("type", "radio"));
    needed.retain(|name| !(knows && *name == "aria-checked") && *name != "aria-selected");
    if role.name == "combobox" && node.has_value("aria-expanded", "true") {
        needed.push("aria-controls");
    }
    if role.name == "separator" && node.has("tabindex") {
        needed.push("aria-valuenow");
    }
    needed
}
