//! Nothing plays by itself.
//!
//! # Why
//! Sound that starts by itself drowns the voice of a screen reader, and who hears badly cannot find
//! what to stop. A picture that moves draws the eye away from the text.
//!
//! Up to three seconds of sound, and five of motion, are allowed; how long a recording is, a person has
//! to see.
//!
//! # Instead
//! Delete `autoplay`, and set `controls`.
//!
//! # Source
//! WCAG 2.2, criteria 1.4.2 and 2.2.2.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/autoplay",
    act: &[],
    wcag: &["1.4.2", "2.2.2"],
    severity: Severity::Error,
    source: include_str!("autoplay.rs"),
    looks: Looks::Elements(Marks::MEDIA, check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    let Some(written) = node.written("autoplay") else { return };
    let is_quiet = node.has("muted");
    // What is not seen is heard all the same.
    if !node.is_html() || is_quiet && (node.is("audio") || !page.is_visible(node)) {
        return;
    }
    let message = match (is_quiet, node.has("controls")) {
        (true, _) => "this video starts by itself",
        (false, true) => "this starts by itself, and may be heard",
        (false, false) => {
            "this starts by itself, may be heard, and nothing here stops it"
        }
    };
    found.review(written, message, "delete `autoplay`, and set `controls`");
}
