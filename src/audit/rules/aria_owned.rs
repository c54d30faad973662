//! A role that is a whole holds its parts, and nothing else.
//!
//! # Why
//! A `list` without items is announced as a list, and then there is none.
//!
//! # Instead
//! Give its children the role that the help names, or use elements of HTML: `ul` and `li`.
//!
//! # Source
//! WCAG 2.2, criterion 1.3.1. ACT rule bc4a75. WAI-ARIA 1.2, required owned elements.

use crate::audit::aria::Role;
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/aria-owned",
    act: &["bc4a75"],
    wcag: &["1.3.1"],
    severity: Severity::Error,
    source: include_str!("aria_owned.rs"),
    looks: Looks::Exposed(Marks::ROLE, check),
};

fn check<'d>(page: &Page<'d>, node: Node<'d>, found: &mut Findings) {
    let Some(role) = page.explicit_role(node) else { return };
    if role.owned.is_empty() || node.has_value("aria-busy", "true") {
        return;
    }
    let help = format!("let it hold these roles alone: {}", role.owned.join(", "));
    let owned = page.owned(node);
    let stranger = owned.iter().find(|inner| !fits(page, **inner, role));
    if let Some(stranger) = stranger {
        let own = page.role(*stranger).map_or(stranger.name(), |role| role.name);
        let message = format!("the role `{}` cannot hold `{own}`", role.name);
        found.violation(node, message, &help);
        return;
    }
    let is_empty = || owned.is_empty() && page.visible_text(node).is_empty();
    if !owned.iter().any(|inner| is_part(page, *inner, role)) && !is_empty() {
        let message = format!("the role `{}` holds none of its parts", role.name);
        found.violation(node, message, &help);
    }
}

/// Whether a whole may hold something. Captions, drawings without a name and lines between groups
/// harm nobody, nor do words between radio buttons; a group holds what its whole may hold.
fn fits<'d>(page: &Page<'d>, inner: Node<'d>, whole: &Role) -> bool {
    let Some(role) = page.role(inner) else { return true };
    if inner.is_svg() && page.name(inner).is_empty() {
        return true;
    }
    let is_table = whole.is_any(&["table", "grid", "treegrid"]);
    let is_menu = whole.is_any(&["menu", "menubar", "listbox"]);
    if role.name == "group" && is_part(page, inner, whole) {
        return page.owned(inner).iter().all(|part| is_in_group(page, *part, whole));
    }
    is_part(page, inner, whole)
        || whole.name == "radiogroup"
        || (is_table && role.name == "caption")
        || (is_menu && role.name == "separator")
}

fn is_part(page: &Page<'_>, inner: Node<'_>, whole: &Role) -> bool {
    page.role(inner).is_some_and(|role| whole.owned.contains(&role.name))
}

/// Whether something may stand in a group; groups in groups are not read.
fn is_in_group(page: &Page<'_>, inner: Node<'_>, whole: &Role) -> bool {
    let is_plain = |role: &Role| role.is_any(&["separator"]);
    is_part(page, inner, whole) || page.role(inner).is_none_or(is_plain)
}
