//! What is hidden by `aria-hidden` cannot take the focus.
//!
//! # Why
//! The Tab key reaches it, and the screen reader says nothing, as if the page were stuck.
//!
//! # Instead
//! Take `aria-hidden` away. Or hide the content from everyone, by `hidden`; or take it out of the
//! order of the Tab key, by `tabindex="-1"`.
//!
//! # Source
//! WCAG 2.2, criteria 1.3.1 and 4.1.2. ACT rule 6cfa84.

use crate::audit::marks::Marks;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/hidden-focus",
    act: &["6cfa84"],
    wcag: &["4.1.2", "1.3.1"],
    severity: Severity::Error,
    source: include_str!("hidden_focus.rs"),
    looks: Looks::PageWith(Marks::HIDDEN, check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    let mut until = 0;
    for node in page.elements(Marks::HIDDEN) {
        if node.place() < until || !node.has_value("aria-hidden", "true") {
            continue;
        }
        until = node.range().end;
        let mut within = std::iter::once(node).chain(node.descendants());
        if let Some(inner) = within.find(|inner| page.is_in_tab_order(*inner)) {
            let message = format!("`{}` is hidden, and takes the focus", inner.name());
            let help = "take `aria-hidden` away, or hide it from everyone by `hidden`";
            found.violation(node, message, help);
        }
    }
}
