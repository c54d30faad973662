//! A page does not send its reader on after a while.
//!
//! # Why
//! Who reads slowly, or listens, is torn away from the text, or has to begin again.
//!
//! # Instead
//! Delete the `meta` element. To move a page, answer with a redirect, or use a delay of 0.
//!
//! # Source
//! WCAG 2.2, criterion 2.2.1. ACT rule bc659a: a delay over 20 hours passes.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/refresh",
    act: &["bc659a"],
    wcag: &["2.2.1", "2.2.4", "3.2.5"],
    severity: Severity::Error,
    source: include_str!("refresh.rs"),
    looks: Looks::PageWith(Marks::META, check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    if let Some((meta, seconds)) = refresh(page)
        && seconds > 0.0
        && seconds <= 72_000.0
    {
        let message = format!("this page sends its reader on after {seconds} seconds");
        found.violation(meta, message, "delete this element, or set the delay to 0");
    }
}

/// The seconds of the first refresh that browsers obey, with its element.
pub(super) fn refresh<'d>(page: &Page<'d>) -> Option<(Node<'d>, f64)> {
    let metas = page.elements(Marks::META).filter(|node| node.is_html());
    let mut refreshes = metas.filter(|meta| meta.has_value("http-equiv", "refresh"));
    refreshes.find_map(|meta| Some((meta, seconds(meta.attribute("content")?)?)))
}

/// Whether a page sends its reader on at once, so that nobody reads it.
pub(super) fn is_passage(page: &Page<'_>) -> bool {
    refresh(page).is_some_and(|(_, seconds)| seconds <= 0.0)
}

/// The delay of a refresh, as HTML reads it; none if it is not obeyed.
fn seconds(text: &str) -> Option<f64> {
    let text = text.trim_start_matches([' ', '\t', '\n', '\r', '\x0c']);
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    if digits.is_empty() && !rest.starts_with('.') {
        return None;
    }
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let is_ended = rest.is_empty()
        || rest.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, ';' | ','));
    is_ended.then(|| digits.parse().unwrap_or(0.0))
}
