//! Parts of a page that screen readers list can be told apart.
//!
//! # Why
//! A list that reads "navigation, navigation, navigation" does not say which of them holds the
//! contents of the page. Two headers or footers of the whole page contradict each other.
//!
//! WCAG does not ask for it, so that a person has to look.
//!
//! # Instead
//! Name each by `aria-label` or by `aria-labelledby`: `<nav aria-label="Contents">`.
//!
//! # Source
//! WAI-ARIA 1.2, landmark roles: authors should name those that stand more than once.

use std::collections::HashSet;

use super::outside_landmarks::LANDMARKS;
use crate::audit::marks::Marks;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/landmark-name",
    act: &[],
    wcag: &[],
    severity: Severity::Warning,
    source: include_str!("landmark_name.rs"),
    looks: Looks::PageWith(Marks::LANDMARK.or(Marks::ROLE), check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    let mut seen = HashSet::new();
    for node in page.exposed(Marks::LANDMARK.or(Marks::ROLE)) {
        let Some(role) = page.role(node) else { continue };
        if !role.is_any(LANDMARKS) || role.name == "main" {
            continue;
        }
        let is_only = matches!(role.name, "banner" | "contentinfo");
        let name = if is_only { String::new() } else { page.name(node).to_lowercase() };
        if seen.insert((role.name, name.clone())) {
            continue;
        }
        let message = match (is_only, &*name) {
            (true, _) => format!("this is not the only `{}` of the page", role.name),
            (false, "") => format!("this is not the only `{}` without a name", role.name),
            (false, _) => format!("another `{}` is also named `{name}`", role.name),
        };
        let help = if is_only {
            "keep one of them, or put this one into the part that it belongs to"
        } else {
            "name it by `aria-label` as nothing else is named"
        };
        found.review(node, message, help);
    }
}
