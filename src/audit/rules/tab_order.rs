//! The Tab key follows the order of the page.
//!
//! # Why
//! A `tabindex` above 0 is reached before everything else on the page, so the focus jumps about.
//!
//! # Instead
//! Delete `tabindex`, or set it to 0, and put the element where it is to be reached.
//!
//! # Source
//! WCAG 2.2, criterion 2.4.3.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/tab-order",
    act: &[],
    wcag: &["2.4.3"],
    severity: Severity::Error,
    source: include_str!("tab_order.rs"),
    looks: Looks::Elements(Marks::TABINDEX, check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    let Some(written) = node.written("tabindex") else { return };
    let value = written.value.trim();
    let is_above = value.parse::<i64>().is_ok_and(|index| index > 0);
    if is_above && page.is_in_tab_order(node) {
        let message = format!("the tab index `{value}` is above 0");
        found.violation(written, message, "delete `tabindex`, or set it to 0");
    }
}
