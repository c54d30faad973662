//! A table of data says what it holds.
//!
//! # Why
//! Screen readers list the tables of a page by their names. Without a caption people have to read a
//! table to learn whether they want to read it.
//!
//! Words before the table may tell, and WCAG asks only that a caption that is seen is marked as one, so
//! that a person has to look.
//!
//! # Instead
//! `<table><caption>Doses by day</caption>`, or `aria-labelledby` with the heading above it.
//!
//! # Source
//! WCAG 2.2, criterion 1.3.1. W3C technique H39.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/table-name",
    act: &[],
    wcag: &["1.3.1"],
    severity: Severity::Warning,
    source: include_str!("table_name.rs"),
    looks: Looks::Exposed(Marks::TABLE.or(Marks::ROLE), check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    let tables = ["table", "grid", "treegrid"];
    if !page.role(node).is_some_and(|role| role.is_any(&tables)) {
        return;
    }
    let is_header = |role: &str| matches!(role, "columnheader" | "rowheader");
    let mut within = node.descendants();
    let has_headers = within.any(|inner| {
        page.is_exposed(inner)
            && page.role(inner).is_some_and(|role| is_header(role.name))
    });
    let mut figure = node.ancestors().filter(|holder| holder.is("figure"));
    let is_told = figure.any(|figure| !page.name(figure).is_empty());
    if has_headers && !is_told && page.name(node).is_empty() {
        found.review(node, "this table has no name", "give it a `caption`");
    }
}
