//! What is heard can be read, and what is seen can be heard.
//!
//! # Why
//! Deaf people need captions and transcripts, blind people need a description of what happens. Whether
//! a recording has sound, and whether the page says the same in words, only a person can tell.
//!
//! # Instead
//! Put `<track kind="captions" src="…" srclang="en">` into `video`, and link a transcript beside it.
//!
//! # Source
//! WCAG 2.2, criteria 1.2.1, 1.2.2, 1.2.3 and 1.2.5.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/media-alternative",
    act: &[],
    wcag: &["1.2.1", "1.2.2", "1.2.3", "1.2.5"],
    severity: Severity::Error,
    source: include_str!("media_alternative.rs"),
    looks: Looks::Exposed(Marks::MEDIA, check),
};

fn check(_: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    if node.is("audio") {
        let message = "whether the page also says what is heard is for a person";
        found.review(node, message, "put a transcript beside it");
    } else if node.is("video") {
        let has_captions = node.child_elements().any(|track| {
            let kind = track.attribute("kind").unwrap_or("subtitles").trim();
            track.is("track")
                && track.has("src")
                && ["captions", "subtitles"]
                    .iter()
                    .any(|own| kind.eq_ignore_ascii_case(own))
        });
        if !has_captions && !node.has("muted") {
            let message = "this video has no captions";
            let help = "add a `track` with captions, unless nothing is heard";
            found.review(node, message, help);
        } else {
            let message = "whether the page also says what is seen is for a person";
            let help = "describe in words what happens, or put a transcript beside it";
            found.review(node, message, help);
        }
    }
}
