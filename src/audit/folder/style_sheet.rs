//! A style sheet loads nothing from another site.
//!
//! # Why
//! A font, image or sheet of another site tells that site who reads which page, and when.
//!
//! # Instead
//! Save what it loads beside the sheet, and name it by a relative address.
//!
//! # Source
//! CSS Values 4, section on resource locators.

use std::ops::Range;

use super::violation;
use crate::audit::rule::{Finding, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "published/style-sheet",
    act: &[],
    wcag: &[],
    severity: Severity::Error,
    source: include_str!("style_sheet.rs"),
    looks: Looks::Beyond,
};

pub(super) fn finding(at: Range<usize>, address: &str) -> Finding {
    let message = format!("this style sheet loads `{address}` from another site");
    violation(&RULE, at, message, "save what it loads beside it".to_owned())
}
