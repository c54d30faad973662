//! A role that is part of a whole stands in that whole.
//!
//! # Why
//! A `listitem` outside a list is read without "list, three items"; a `tab` without `tablist` cannot
//! be steered to.
//!
//! # Instead
//! Put it into an element with the role that the help names, or use elements of HTML: `ul` and `li`.
//!
//! # Source
//! WCAG 2.2, criterion 1.3.1. ACT rule ff89c9. WAI-ARIA 1.2, required context.

use crate::audit::aria::Role;
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/aria-context",
    act: &["ff89c9"],
    wcag: &["1.3.1"],
    severity: Severity::Error,
    source: include_str!("aria_context.rs"),
    looks: Looks::Exposed(Marks::ROLE, check),
};

fn check<'d>(page: &Page<'d>, node: Node<'d>, found: &mut Findings) {
    let Some(role) = page.explicit_role(node) else { return };
    // HTML itself says where an `option` stands.
    if role.context.is_empty() || node.is("option") || is_in_context(page, node, role) {
        return;
    }
    let message = format!("the role `{}` stands alone", role.name);
    let help = format!("put it into one of these roles: {}", role.context.join(", "));
    found.violation(node, message, &help);
}

fn is_in_context<'d>(page: &Page<'d>, node: Node<'d>, role: &Role) -> bool {
    let mut owner = page.owner(node);
    let mut in_group = false;
    while let Some(holder) = owner {
        let Some(own) = page.role(holder) else { return false };
        if own.name == "group" && role.context.contains(&"group") {
            // A group is but a part of the whole.
            (owner, in_group) = (page.owner(holder), true);
            continue;
        }
        return role.context.contains(&own.name) || (in_group && own.name == role.name);
    }
    false
}
