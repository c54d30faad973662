//! A field says by a known word what to fill in.
//!
//! # Why
//! Browsers fill fields in, and some tools put symbols beside them, by the words of `autocomplete`.
//! It helps people who forget, or who type with effort.
//!
//! # Instead
//! Write the words of HTML in their order: `section-…`, `shipping` or `billing`, `home`, `work`,
//! `mobile`, `fax` or `pager` for a phone or an address of mail, then what it is, such as `email`.
//!
//! # Source
//! WCAG 2.2, criterion 1.3.5. ACT rule 73f2c2. HTML, autofill detail tokens.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::page::input_type;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/autocomplete",
    act: &["73f2c2"],
    wcag: &["1.3.5"],
    severity: Severity::Error,
    source: include_str!("autocomplete.rs"),
    looks: Looks::Elements(Marks::AUTOCOMPLETE, check),
};

/// What may be filled in.
const FIELDS: &[&str] = &[
    "name",
    "honorific-prefix",
    "given-name",
    "additional-name",
    "family-name",
    "honorific-suffix",
    "nickname",
    "organization-title",
    "username",
    "new-password",
    "current-password",
    "one-time-code",
    "organization",
    "street-address",
    "address-line1",
    "address-line2",
    "address-line3",
    "address-level4",
    "address-level3",
    "address-level2",
    "address-level1",
    "country",
    "country-name",
    "postal-code",
    "cc-name",
    "cc-given-name",
    "cc-additional-name",
    "cc-family-name",
    "cc-number",
    "cc-exp",
    "cc-exp-month",
    "cc-exp-year",
    "cc-csc",
    "cc-type",
    "transaction-currency",
    "transaction-amount",
    "language",
    "bday",
    "bday-day",
    "bday-month",
    "bday-year",
    "sex",
    "url",
    "photo",
];

/// What may be filled in, and may be at home, at work or mobile.
const CONTACTS: &[&str] = &[
    "tel",
    "tel-country-code",
    "tel-national",
    "tel-area-code",
    "tel-local",
    "tel-local-prefix",
    "tel-local-suffix",
    "tel-extension",
    "email",
    "impp",
];

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    let Some(attribute) = node.written("autocomplete") else { return };
    let value = attribute.value.trim();
    if !value.is_empty() && is_field(page, node) && !is_valid(&attribute.value) {
        let message = format!("`autocomplete` does not know `{value}`");
        found.violation(attribute, message, "write a word of HTML, such as `email`");
    }
}

/// Whether people can fill it in.
fn is_field(page: &Page<'_>, node: Node<'_>) -> bool {
    let is_typed = node.is_any(&["select", "textarea"])
        || (node.is("input")
            && !matches!(input_type(node), "button" | "hidden" | "reset" | "submit"));
    let is_off = page.is_disabled(node) || node.has_value("aria-disabled", "true");
    let is_met = page.is_visible(node) || page.is_exposed(node);
    let is_operated =
        page.is_in_tab_order(node) || page.role(node).is_some_and(|role| role.is_widget);
    is_typed && is_met && !is_off && is_operated
}

/// Whether the words stand in the order of HTML.
fn is_valid(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let mut words = lower.split_ascii_whitespace().peekable();
    if matches!(lower.trim(), "on" | "off") {
        return true;
    }
    words.next_if(|word| word.starts_with("section-"));
    words.next_if(|word| matches!(*word, "shipping" | "billing"));
    let places = ["home", "work", "mobile", "fax", "pager"];
    let has_place = words.next_if(|word| places.contains(word)).is_some();
    let Some(field) = words.next() else { return false };
    let is_known = CONTACTS.contains(&field) || (!has_place && FIELDS.contains(&field));
    words.next_if(|word| *word == "webauthn");
    is_known && words.next().is_none()
}
