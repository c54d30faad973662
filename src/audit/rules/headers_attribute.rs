//! The `headers` of a cell name cells of the same table.
//!
//! # Why
//! A screen reader reads the named headers before the cell. If they are not there, it reads none.
//!
//! # Instead
//! Name the `id` of header cells of this table. Or take `headers` away and use `scope`, which is
//! enough for most tables.
//!
//! # Source
//! WCAG 2.2, criterion 1.3.1. ACT rule a25f45.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/headers-attribute",
    act: &["a25f45"],
    wcag: &["1.3.1"],
    severity: Severity::Error,
    source: include_str!("headers_attribute.rs"),
    looks: Looks::Exposed(Marks::HEADERS, check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    let Some(headers) = node.written("headers") else { return };
    let cell = node.is_any(&["td", "th"]).then_some(node);
    let Some(table) = cell.and_then(table_of) else { return };
    let tables = ["table", "grid", "treegrid"];
    if !page.role(table).is_some_and(|role| role.is_any(&tables)) {
        return;
    }
    let mut ids = headers.value.split_ascii_whitespace();
    if let Some((id, fault)) = ids.find_map(|id| Some((id, fault(node, table, id)?))) {
        let message = format!("`headers` names `{id}`, which {fault}");
        found.violation(headers, message, "name a header cell of this table");
    }
}

fn table_of(node: Node<'_>) -> Option<Node<'_>> {
    node.closest(|holder| holder.is("table"))
}

/// What is wrong with one of the names, as the end of a sentence.
fn fault(cell: Node<'_>, table: Node<'_>, id: &str) -> Option<&'static str> {
    let Some(target) = cell.document().by_id(id) else { return Some("is nowhere") };
    if target == cell {
        Some("is the cell itself")
    } else if table_of(target) != Some(table) {
        Some("is not in this table")
    } else if !target.is_any(&["td", "th"]) {
        Some("is no cell")
    } else {
        None
    }
}
