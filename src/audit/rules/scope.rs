//! A `scope` stands on a header cell and has a value that means something.
//!
//! # Why
//! By `scope` a screen reader knows which cells a header belongs to. A value that HTML does not know,
//! or a `scope` on a data cell, is passed over.
//!
//! # Instead
//! Write `<th scope="col">` or `<th scope="row">`; for groups, `colgroup` or `rowgroup`.
//!
//! # Source
//! WCAG 2.2, criterion 1.3.1. HTML, attributes of the `th` element.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/scope",
    act: &[],
    wcag: &["1.3.1"],
    severity: Severity::Error,
    source: include_str!("scope.rs"),
    looks: Looks::Exposed(Marks::SCOPE, check),
};

fn check(_: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    let Some(written) = node.written("scope") else { return };
    let values = ["col", "row", "colgroup", "rowgroup"];
    if node.is("td") {
        let help = "make this cell a `th`, or delete `scope`";
        found.violation(written, "a data cell has `scope`", help);
    } else if node.is("th") && !values.iter().any(|value| node.has_value("scope", value))
    {
        let message = format!("`{}` is no value of `scope`", written.value);
        found.violation(written, message, "write `col` or `row`");
    }
}
