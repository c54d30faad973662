//! A page does not send its reader on, however late.
//!
//! # Why
//! Even after a day the page changes by itself, and what was typed into it is gone.
//!
//! # Instead
//! Delete the `meta` element. To move a page, answer with a redirect, or use a delay of 0.
//!
//! # Source
//! WCAG 2.2, criteria 2.2.4 and 3.2.5 (level AAA). ACT rule bisz58.

use super::refresh::refresh;
use crate::audit::marks::Marks;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/refresh-late",
    act: &["bisz58"],
    wcag: &["2.2.4", "3.2.5"],
    severity: Severity::Warning,
    source: include_str!("refresh_late.rs"),
    looks: Looks::PageWith(Marks::META, check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    if let Some((meta, seconds)) = refresh(page)
        && seconds > 0.0
    {
        let help = "delete this element, or set the delay to 0";
        found.violation(meta, "this page changes by itself", help);
    }
}
