//! Every address within the site leads to a file that is published.
//!
//! # Why
//! A dead link ends what somebody came for, and an image, a style sheet or a candidate of `srcset`
//! that is not there is missing from the page without a word.
//!
//! # Instead
//! Mend the address, publish the file, or leave a page at the old address that sends readers on.
//! If the site stands below a path, name its address: `plainleaf audit DIR --base-url
//! https://example.org/path/`.
//!
//! # Source
//! The URL standard, and what hosts do: `a/` is `a/index.html`, and `a` may be `a.html`.

use std::ops::Range;

use super::violation;
use crate::audit::rule::{Finding, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "published/missing-file",
    act: &[],
    wcag: &[],
    severity: Severity::Error,
    source: include_str!("missing_file.rs"),
    looks: Looks::Beyond,
};

pub(super) fn finding(
    at: Range<usize>,
    (address, file): (&str, &str),
    near: Option<String>,
) -> Finding {
    let message = format!("`{address}` leads to `{file}`, which is not published");
    let help = near.map_or_else(
        || "mend the address, or publish the file".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    violation(&RULE, at, message, help)
}
