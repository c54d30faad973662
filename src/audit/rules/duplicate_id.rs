//! An identifier that something refers to stands on one element.
//!
//! # Why
//! A label, a link or an attribute of ARIA finds the first element with the identifier. If two have
//! it, the second one is out of reach, and the name of one is given to the other.
//!
//! # Instead
//! Give each element an `id` of its own.
//!
//! # Source
//! WCAG 2.2, criteria 1.3.1 and 4.1.2. HTML, the `id` attribute.

use crate::audit::aria;
use crate::audit::aria::Value;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Rule};
use crate::diagnostic::Severity;
use std::collections::HashSet;

pub(super) const RULE: Rule = Rule {
    code: "a11y/duplicate-id",
    act: &[],
    wcag: &["1.3.1", "4.1.2"],
    severity: Severity::Error,
    source: include_str!("duplicate_id.rs"),
    check,
};

fn check(page: &Page<'_>, found: &mut Findings) {
    let wanted: HashSet<&str> = page.elements().flat_map(references).collect();
    for node in page.elements() {
        let Some(id) = node.written("id") else { continue };
        let first = page.document().by_id(&id.value);
        if wanted.contains(&*id.value) && first.is_some_and(|first| first != node) {
            let message = format!("the identifier `{}` stands on two elements", id.value);
            found.violation(id, message, "give this element another `id`");
        }
    }
}

/// The identifiers that an element refers to.
fn references(node: Node<'_>) -> impl Iterator<Item = &str> {
    node.attributes().iter().flat_map(|attribute| {
        let is_aria = aria::property(&attribute.name).is_some_and(|property| {
            matches!(property.value, Value::Reference | Value::References)
        });
        let value = match &*attribute.name {
            "for" | "form" | "headers" | "list" | "popovertarget" => &*attribute.value,
            "href" => attribute.value.strip_prefix('#').unwrap_or_default(),
            _ if is_aria => &*attribute.value,
            _ => "",
        };
        value.split_ascii_whitespace()
    })
}
