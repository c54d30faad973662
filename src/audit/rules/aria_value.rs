//! An attribute of ARIA has a value that means something.
//!
//! # Why
//! A value that ARIA does not know says something else than was meant, or nothing.
//!
//! # Instead
//! Write one of the values that the help names. References need an element with that `id`.
//!
//! # Source
//! WCAG 2.2, criteria 1.3.1 and 4.1.2. ACT rules 6a7281 and in6db8. WAI-ARIA 1.2.

use crate::audit::aria;
use crate::audit::aria::Value;
use crate::audit::marks::Marks;
use crate::audit::markup::Attribute;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/aria-value",
    act: &["6a7281", "in6db8"],
    wcag: &["1.3.1", "4.1.2"],
    severity: Severity::Error,
    source: include_str!("aria_value.rs"),
    looks: Looks::Elements(Marks::ARIA, check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    for attribute in node.attributes() {
        if let Some(help) = fault(page, node, attribute) {
            let message = format!("`{}` cannot be `{}`", attribute.name, attribute.value);
            found.violation(attribute, message, &help);
        }
    }
}

/// What to write instead, if the value is wrong.
fn fault(page: &Page<'_>, node: Node<'_>, attribute: &Attribute) -> Option<String> {
    let value = &*attribute.value;
    let property =
        aria::property(&attribute.name).filter(|_| !value.trim().is_empty())?;
    let words = |words: &[&str]| format!("write one of: {}", words.join(", "));
    match property.value {
        Value::One(known) if !has(known, value) => Some(words(known)),
        Value::Some(known)
            if !value.split_ascii_whitespace().all(|one| has(known, one)) =>
        {
            Some(words(known))
        }
        Value::Integer if !is_integer(value) => Some("write a whole number".to_owned()),
        Value::Number if !is_number(value) => Some("write a number".to_owned()),
        Value::Reference if value.trim().split_ascii_whitespace().count() > 1 => {
            Some("write one `id`".to_owned())
        }
        // What a role cannot do without has to be there; the rest may come later.
        Value::Reference | Value::References => {
            let role = page.role(node)?;
            let is_open =
                role.name == "combobox" && node.has_value("aria-expanded", "true");
            let is_needed = role.required.contains(&property.name)
                || (is_open && property.name == "aria-controls");
            let is_lost = node.referenced(&attribute.name).next().is_none();
            (is_needed && is_lost && page.is_exposed(node))
                .then(|| "write the `id` of an element".to_owned())
        }
        _ => None,
    }
}

fn has(known: &[&str], value: &str) -> bool {
    known.iter().any(|one| one.eq_ignore_ascii_case(value))
}

fn is_integer(value: &str) -> bool {
    let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_number(value: &str) -> bool {
    let is_part =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E');
    value.chars().all(is_part) && value.parse::<f64>().is_ok()
}
