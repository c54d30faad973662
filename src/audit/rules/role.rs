//! A role exists.
//!
//! # Why
//! A role that does not exist is ignored: the element stays what it was.
//!
//! # Instead
//! Write a role of WAI-ARIA, or take the attribute out.
//!
//! # Source
//! WCAG 2.2, criteria 1.3.1 and 4.1.2. ACT rule 674b10. WAI-ARIA 1.2.

use crate::audit::aria;
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::nearest;

pub(super) const RULE: Rule = Rule {
    code: "a11y/role",
    act: &["674b10"],
    wcag: &["1.3.1", "4.1.2"],
    severity: Severity::Error,
    source: include_str!("role.rs"),
    looks: Looks::Exposed(Marks::ROLE, check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    let Some(attribute) = node.written("role") else { return };
    let word = attribute.value.trim();
    if word.is_empty() || page.explicit_role(node).is_some() {
        return;
    }
    let known = aria::ROLES.iter().filter(|role| !role.is_abstract);
    let help = match nearest(word, known.map(|role| role.name)) {
        Some(near) => format!("write `{near}`"),
        None => "take it out".to_owned(),
    };
    found.violation(attribute, format!("there is no role `{word}`"), &help);
}
