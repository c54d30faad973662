//! A header cell of a table heads some cell.
//!
//! # Why
//! A screen reader reads a header before each of its cells. One that heads nothing is a cell that was
//! marked by mistake, or a table whose rows are too short.
//!
//! # Instead
//! Say by `scope="col"` or `scope="row"` what it heads, or make it a `td`.
//!
//! # Source
//! WCAG 2.2, criterion 1.3.1. ACT rule d0f69e. HTML, assigning header cells.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::audit::table::Grid;
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/header-cells",
    act: &["d0f69e"],
    wcag: &["1.3.1"],
    severity: Severity::Error,
    source: include_str!("header_cells.rs"),
    looks: Looks::Exposed(Marks::TABLE.or(Marks::ROLE), check),
};

fn check<'d>(page: &Page<'d>, table: Node<'d>, found: &mut Findings) {
    let role = page.role(table);
    if !role.is_some_and(|role| role.is_any(&["table", "grid", "treegrid"])) {
        return;
    }
    for header in Grid::of(page, table).idle_headers(page) {
        let help = "say by `scope` what it heads, or make it a `td`";
        found.violation(header, "this header cell heads no cell", help);
    }
}
