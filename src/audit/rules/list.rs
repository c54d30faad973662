//! A list holds items, and an item lies in a list.
//!
//! # Why
//! Screen readers say how many items a list has and where each begins and ends. Anything between
//! them breaks the list, and an item without a list is no item.
//!
//! # Instead
//! Put everything within `ul`, `ol` and `menu` into an `li`, and each `li` directly into one of them.
//!
//! # Source
//! WCAG 2.2, criterion 1.3.1. HTML, grouping content. W3C technique H48.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/list",
    act: &[],
    wcag: &["1.3.1"],
    severity: Severity::Error,
    source: include_str!("list.rs"),
    looks: Looks::Exposed(Marks::ITEM, check),
};

const LISTS: &[&str] = &["menu", "ol", "ul"];

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    if node.is_any(LISTS) && page.has_role(node, "list") {
        if let Some(odd) = node.children().find(|child| breaks(page, *child)) {
            let message = match odd.name() {
                "" => "words lie directly in this list".to_owned(),
                name => format!("`{name}` lies directly in this list"),
            };
            // Who wrote what lies in the list need not be who wrote the list.
            found.violation(odd, message, "put it into an `li`");
        }
    } else if node.is("li")
        && page.explicit_role(node).is_none()
        && !node.parent().is_some_and(|parent| is_list(page, parent))
    {
        let help = "put it directly into a `ul` or an `ol`";
        found.violation(node, "this item lies in no list", help);
    }
}

/// Whether an element can hold items; one whose role makes it something else is for other rules.
fn is_list(page: &Page<'_>, node: Node<'_>) -> bool {
    node.is_any(LISTS) || page.has_role(node, "list")
}

/// Whether something may not lie between the items of a list.
fn breaks(page: &Page<'_>, child: Node<'_>) -> bool {
    if let Some(text) = child.text() {
        return page.is_exposed(child) && !text.trim().is_empty();
    }
    let may = child.is_any(&["li", "script", "template"])
        || page.role(child).is_some_and(|role| role.is_any(&["listitem", "none"]));
    child.is_element() && !may && page.is_exposed(child)
}
