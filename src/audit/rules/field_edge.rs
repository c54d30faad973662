//! The line around a field stands out.
//!
//! The colors are read from the style sheets of the page, in the light and the dark scheme. A field
//! is told of if authors drew its line, and neither the line nor the field itself stands out from
//! what lies around it. Whether something else shows where the field is, such as an icon or a line
//! around several, is for a person to see. Lines that browsers draw, fields that are switched off,
//! and what cannot be told for certain are left out.
//!
//! # Why
//! People with low vision cannot find a field whose edge they do not see.
//!
//! # Instead
//! Give the line, or the field, a ratio of 3 to 1 at least against the page: `border-color: #767676`
//! on white.
//!
//! # Source
//! WCAG 2.2, criterion 1.4.11.

use crate::audit::contrast;
use crate::audit::marks::Marks;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/field-edge",
    act: &[],
    wcag: &["1.4.11"],
    severity: Severity::Error,
    source: include_str!("field_edge.rs"),
    looks: Looks::PageWith(Marks::FIELD, check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    for fault in contrast::field_faults(page) {
        let help = "make its line darker or lighter, or see that something else shows it";
        found.review(fault.node, fault.message, help);
    }
}
