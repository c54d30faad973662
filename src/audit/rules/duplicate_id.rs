//! An identifier stands on one element.
//!
//! # Why
//! A label, a link or an attribute of ARIA finds the first element with the identifier. If two have
//! it, the second one is out of reach, and the name of one is given to the other. Where nothing in the
//! page refers to it, a link or a script elsewhere still may.
//!
//! # Instead
//! Give each element an `id` of its own.
//!
//! # Source
//! WCAG 2.2, criteria 1.3.1 and 4.1.2. ACT rule 3ea0c8. HTML, the `id` attribute.

use crate::audit::aria;
use crate::audit::aria::Value;
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;
use std::collections::HashSet;

pub(super) const RULE: Rule = Rule {
    code: "a11y/duplicate-id",
    act: &["3ea0c8"],
    wcag: &["1.3.1", "4.1.2"],
    severity: Severity::Error,
    source: include_str!("duplicate_id.rs"),
    looks: Looks::PageWith(Marks::ID, check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    let is_first = |node: Node<'_>, id: &str| {
        page.document().by_id(id).is_none_or(|one| one == node)
    };
    let written =
        page.elements(Marks::ID).filter_map(|node| Some((node, node.written("id")?)));
    let again: Vec<_> =
        written.filter(|(node, id)| !is_first(*node, &id.value)).collect();
    if again.is_empty() {
        return;
    }
    let all = page.document().elements().filter(|node| !page.is_inert(*node));
    let wanted: HashSet<&str> = all.flat_map(references).collect();
    for (_, id) in again.into_iter().filter(|(_, id)| !id.value.is_empty()) {
        let message = format!("the identifier `{}` stands on two elements", id.value);
        let help = "give this element another `id`";
        if wanted.contains(&*id.value) {
            found.violation(id, message, help);
        } else {
            found.review(id, message, help);
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
