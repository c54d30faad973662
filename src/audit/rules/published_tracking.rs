//! Nothing in a page is there to watch its readers.
//!
//! # Why
//! An image of one pixel shows nothing: it exists to be asked for. `ping` tells a server which link
//! was followed. People who look for help should not be counted one by one.
//!
//! # Instead
//! Delete it. The log of your own server says how often a page was read.
//!
//! # Source
//! None in WCAG: a promise of privacy.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "published/tracking",
    act: &[],
    wcag: &[],
    severity: Severity::Error,
    source: include_str!("published_tracking.rs"),
    looks: Looks::Written(Marks::IMAGE.or(Marks::WATCH), check),
};

fn check(_: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    for name in ["ping", "attributionsrc"] {
        if let Some(attribute) = node.written(name) {
            let message = format!("`{name}` tells others what a reader does");
            found.violation(attribute, message, "delete this attribute");
        }
    }
    if node.is("img") && is_pixel(node) {
        let message = "an image of one pixel shows nothing, and tells of the visit";
        found.violation(node, message, "delete it");
    }
}

/// Whether an image that must be asked for is at most one pixel high and wide.
fn is_pixel(image: Node<'_>) -> bool {
    let is_small = |name| {
        let length = image.attribute(name).map(|own| own.trim().trim_end_matches("px"));
        matches!(length, Some("0" | "1"))
    };
    let source = image.attribute("src").unwrap_or_default().trim_start();
    let is_within = source.get(..5).is_some_and(|own| own.eq_ignore_ascii_case("data:"));
    is_small("width") && is_small("height") && !source.is_empty() && !is_within
}
