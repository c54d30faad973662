//! Everything on a page lies in a part that screen readers list.
//!
//! # Why
//! Screen readers list the landmarks of a page: its header, menus, main part and footer. Who goes from
//! one to the next never meets what lies between them.
//!
//! WCAG does not ask for it, so that a person has to look. Links within the page, dialogs and messages
//! may lie anywhere.
//!
//! # Instead
//! Put it into `header`, `nav`, `main`, `aside` or `footer`.
//!
//! # Source
//! WAI-ARIA Authoring Practices, landmark regions. W3C technique ARIA11.

use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/outside-landmarks",
    act: &[],
    wcag: &[],
    severity: Severity::Warning,
    source: include_str!("outside_landmarks.rs"),
    looks: Looks::Page(check),
};

/// The roles of parts that screen readers list.
pub(super) const LANDMARKS: &[&str] = &[
    "banner",
    "complementary",
    "contentinfo",
    "form",
    "main",
    "navigation",
    "region",
    "search",
];

/// The roles of what comes and goes, wherever it stands.
const ANYWHERE: &[&str] = &["alert", "alertdialog", "dialog", "log", "status", "timer"];

fn check(page: &Page<'_>, found: &mut Findings) {
    if page.mains().next().is_none() {
        return;
    }
    let mut next = 0;
    while next < page.document().len() {
        let node = page.document().at(next);
        next += 1;
        let is_apart = |names| page.role(node).is_some_and(|role| role.is_any(names));
        if is_apart(LANDMARKS) || is_apart(ANYWHERE) || leads_within(node) {
            next = node.range().end;
        } else if page.is_exposed(node) && has_words(node) {
            let Some(holder) = node.parent() else { continue };
            let message = "this lies in no part of the page that screen readers list";
            let help = "put it into `header`, `nav`, `main`, `aside` or `footer`";
            // One tells enough: what surrounds it is most likely what is missing.
            return found.review(holder, message, help);
        }
    }
}

fn has_words(node: Node<'_>) -> bool {
    node.text().is_some_and(|text| text.chars().any(char::is_alphanumeric))
}

/// Whether it is a link to a place on this page.
fn leads_within(node: Node<'_>) -> bool {
    node.is("a") && node.attribute("href").is_some_and(|to| to.starts_with('#'))
}
