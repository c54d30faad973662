//! An attribute that begins with `aria-` exists.
//!
//! # Why
//! A misspelt attribute does nothing: `aria-labeledby` names nothing.
//!
//! # Instead
//! Write it as WAI-ARIA does, or take it out.
//!
//! # Source
//! WCAG 2.2, criteria 1.3.1 and 4.1.2. ACT rule 5f99a7. WAI-ARIA 1.2.

use crate::audit::aria;
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::nearest;

pub(super) const RULE: Rule = Rule {
    code: "a11y/aria-attribute",
    act: &["5f99a7"],
    wcag: &["1.3.1", "4.1.2"],
    severity: Severity::Error,
    source: include_str!("aria_attribute.rs"),
    looks: Looks::Elements(Marks::ARIA, check),
};

fn check(_: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    for attribute in node.attributes() {
        let name = &*attribute.name;
        if !name.starts_with("aria-") || aria::property(name).is_some() {
            continue;
        }
        let known = aria::ATTRIBUTES.iter().map(|property| property.name);
        let help = match nearest(name, known) {
            Some(near) => format!("write `{near}`"),
            None => "take it out".to_owned(),
        };
        found.violation(attribute, format!("there is no attribute `{name}`"), &help);
    }
}
