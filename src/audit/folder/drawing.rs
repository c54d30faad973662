//! A drawing runs no script and loads nothing.
//!
//! # Why
//! An SVG file that is opened by itself is a page: it may run scripts, follow events and tell other
//! sites of the visit.
//!
//! # Instead
//! Export the drawing as plain SVG, without scripts, `foreignObject` and links that load.
//!
//! # Source
//! SVG 2, section on linking and scripting.

use crate::audit::rule::{Finding, Looks, Rule};
use crate::audit::svg;
use crate::diagnostic::Severity;
use crate::path::SourcePath;

pub(super) const RULE: Rule = Rule {
    code: "published/drawing",
    act: &[],
    wcag: &[],
    severity: Severity::Error,
    source: include_str!("drawing.rs"),
    looks: Looks::Beyond,
};

/// The first thing in a drawing that may not be published.
pub(super) fn check(path: &SourcePath, text: &str) -> Option<Finding> {
    let found = svg::check(path, text)?;
    let span = found.primary.map_or(0..0, |label| label.span);
    let help = found.help.unwrap_or_default();
    Some(super::violation(&RULE, span, found.message, help))
}
