//! The summary of details says what they hold.
//!
//! # Why
//! A `summary` is a button. Without words a screen reader reads "button, collapsed", and nobody can
//! tell what it opens.
//!
//! # Instead
//! Write what the details hold: `<details><summary>How this was tested</summary>…</details>`.
//!
//! # Source
//! WCAG 2.2, criterion 4.1.2. ACT rule 2t702h.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/summary-name",
    act: &["2t702h"],
    wcag: &["4.1.2"],
    severity: Severity::Error,
    source: include_str!("summary_name.rs"),
    looks: Looks::Exposed(Marks::SUMMARY, check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    if node.opens_details() && page.is_nameless(node) {
        let help = "write into it what the details hold";
        found.violation(node, "this summary has no name", help);
    }
}
