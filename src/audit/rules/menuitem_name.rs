//! An item of a menu says what it does.
//!
//! # Why
//! A screen reader reads an item without a name as "menu item". Nobody can tell what it does.
//!
//! # Instead
//! Write words into the item, or take `role="menuitem"` away: a list of links needs no menu.
//!
//! # Source
//! WCAG 2.2, criterion 4.1.2. ACT rule m6b1q3.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/menuitem-name",
    act: &["m6b1q3"],
    wcag: &["4.1.2"],
    severity: Severity::Error,
    source: include_str!("menuitem_name.rs"),
    looks: Looks::Exposed(Marks::ROLE, check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    if page.has_role(node, "menuitem") && page.is_nameless(node) {
        found.violation(node, "this item has no name", "write into it what it does");
    }
}
