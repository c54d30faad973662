//! Every `#part` of an address stands in the page that it names.
//!
//! # Why
//! A link to a part that is gone opens the page at its top. Somebody who cannot see the page at a
//! glance then searches all of it.
//!
//! # Instead
//! Give the part its `id` back, or name one that is there.
//!
//! # Source
//! The HTML standard: the indicated part of the document.

use std::ops::Range;

use super::violation;
use crate::audit::rule::{Finding, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "published/missing-part",
    act: &[],
    wcag: &[],
    severity: Severity::Error,
    source: include_str!("missing_part.rs"),
    looks: Looks::Beyond,
};

pub(super) fn finding(
    at: Range<usize>,
    (file, part): (&str, &str),
    near: Option<String>,
) -> Finding {
    let message = format!("`{file}` has no part `#{part}`");
    let help = near.map_or_else(
        || "write this `id` on the part that is meant, or mend the address".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    violation(&RULE, at, message, help)
}
