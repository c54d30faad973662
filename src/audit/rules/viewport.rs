//! A page can be enlarged.
//!
//! # Why
//! People with low vision enlarge pages with two fingers. `user-scalable=no` and a small
//! `maximum-scale` stop some browsers from doing so.
//!
//! # Instead
//! `<meta name="viewport" content="width=device-width, initial-scale=1">`, and no more.
//!
//! # Source
//! WCAG 2.2, criterion 1.4.4. ACT rule b4f0c3. CSS Device Adaptation, section 10, for the values.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/viewport",
    act: &["b4f0c3"],
    wcag: &["1.4.4"],
    severity: Severity::Error,
    source: include_str!("viewport.rs"),
    looks: Looks::Elements(Marks::META, check),
};

fn check(_: &Page<'_>, meta: Node<'_>, found: &mut Findings) {
    let Some(content) = meta.written("content") else { return };
    if !meta.is("meta") || !meta.has_value("name", "viewport") {
        return;
    }
    for (key, value) in properties(&content.value) {
        let message = match key.as_str() {
            "user-scalable" if is_fixed(&value) => "this page cannot be enlarged",
            "maximum-scale" if is_small(&value) => {
                "this page cannot be enlarged to twice its size"
            }
            _ => continue,
        };
        found.violation(content, message, &format!("take `{key}` out"));
    }
}

/// The properties of a viewport as browsers read them, in lower case.
fn properties(text: &str) -> Vec<(String, String)> {
    let text = text.to_ascii_lowercase();
    let mut found = Vec::new();
    for part in text.split([',', ';']) {
        let Some((key, value)) = part.split_once('=') else { continue };
        let last =
            |text: &str| text.split_whitespace().last().unwrap_or_default().to_owned();
        let first =
            |text: &str| text.split_whitespace().next().unwrap_or_default().to_owned();
        found.push((last(key), first(value)));
    }
    found
}

/// The number that a value begins with.
fn number(value: &str) -> Option<f64> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e');
    let end = value.find(|c| !is_part(c)).unwrap_or(value.len());
    (1..=end).rev().find_map(|end| value.get(..end)?.parse().ok())
}

fn is_fixed(value: &str) -> bool {
    match value {
        "" | "yes" | "device-width" | "device-height" => false,
        _ => number(value).is_none_or(|number| number.abs() < 1.0),
    }
}

fn is_small(value: &str) -> bool {
    match value {
        "" | "device-width" | "device-height" => false,
        _ => number(value).is_none_or(|number| (0.0..2.0).contains(&number)),
    }
}
