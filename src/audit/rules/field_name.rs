//! A form field says what to enter or to choose.
//!
//! This holds for text fields, choices, sliders and lists, of HTML or by role.
//!
//! # Why
//! A screen reader reads a field without a name as "edit, blank". Who steers by voice cannot call it.
//!
//! # Instead
//! Write a `label` for it: `<label>Age <input type="number" name="age"></label>`, or
//! `<label for="age">Age</label>` and `<input id="age">`.
//!
//! # Source
//! WCAG 2.2, criteria 1.3.1 and 4.1.2. ACT rule e086e5.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::page::input_type;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/field-name",
    act: &["e086e5"],
    wcag: &["4.1.2", "1.3.1"],
    severity: Severity::Error,
    source: include_str!("field_name.rs"),
    looks: Looks::Exposed(Marks::FIELD.or(Marks::ROLE), check),
};

const ROLES: &[&str] = &[
    "checkbox",
    "combobox",
    "listbox",
    "menuitemcheckbox",
    "menuitemradio",
    "radio",
    "searchbox",
    "slider",
    "spinbutton",
    "switch",
    "textbox",
];

/// Types of `input` that have no role, and need a name all the same.
const WITHOUT_ROLE: &[&str] =
    &["color", "date", "datetime-local", "file", "month", "password", "time", "week"];

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    if is_field(page, node) && page.name(node).is_empty() {
        found.violation(node, "this form field has no name", "write a `label` for it");
    }
}

fn is_field(page: &Page<'_>, node: Node<'_>) -> bool {
    match page.role(node) {
        Some(role) => role.is_any(ROLES),
        None => node.is("input") && WITHOUT_ROLE.contains(&input_type(node)),
    }
}
