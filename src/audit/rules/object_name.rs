//! An embedded picture, sound or film says what it is.
//!
//! # Why
//! What stands within an `object` is shown only where the object cannot be, so that a screen reader
//! has nothing to say of an object without a name.
//!
//! # Instead
//! Write in `title` or `aria-label` what it shows, or use `img`, `audio` or `video`.
//!
//! # Source
//! WCAG 2.2, criterion 1.1.1. ACT rule 8fc3b6.

use crate::audit::aria::Role;
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/object-name",
    act: &["8fc3b6"],
    wcag: &["1.1.1"],
    severity: Severity::Error,
    source: include_str!("object_name.rs"),
    looks: Looks::Exposed(Marks::LOAD, check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    let is_decoration = || page.role(node).is_some_and(Role::is_none);
    if !node.is("object") || !is_seen_or_heard(node) || is_decoration() {
        return;
    }
    if page.name(node).is_empty() {
        found.violation(
            node,
            "this object has no name",
            "write in `title` what it shows",
        );
    }
}

/// What is no text, and the ends of the names of its files.
const KINDS: &[(&str, &[&str])] = &[
    ("image", &["apng", "avif", "gif", "jpeg", "jpg", "png", "svg", "webp"]),
    ("audio", &["aac", "flac", "m4a", "mp3", "oga", "ogg", "opus", "wav"]),
    ("video", &["m4v", "mov", "mp4", "mpeg", "ogv", "webm"]),
];

/// Whether it holds a picture, sound or film; what its type and its address disagree about is not
/// shown.
fn is_seen_or_heard(object: Node<'_>) -> bool {
    let address = object.attribute("data").unwrap_or_default().trim();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let end = path.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    let by_end = end.and_then(|end| {
        let kind = KINDS.iter().find(|(_, ends)| ends.contains(&&*end));
        kind.map(|(kind, _)| *kind)
    });
    let within = address.strip_prefix("data:").map(str::to_ascii_lowercase);
    let written = object.attribute("type").map(|own| own.trim().to_ascii_lowercase());
    let by_type = within.or(written).filter(|own| !own.is_empty());
    let by_type = by_type.map(|own| KINDS.iter().find(|(kind, _)| own.starts_with(kind)));
    match (by_type, by_end) {
        _ if address.is_empty() => false,
        (Some(Some((kind, _))), Some(end)) => *kind == end,
        (Some(known), _) => known.is_some(),
        (None, by_end) => by_end.is_some(),
    }
}
