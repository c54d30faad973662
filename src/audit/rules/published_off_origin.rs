//! A page loads nothing from another site.
//!
//! # Why
//! Whoever serves an image, a font or a style sheet learns who reads which page, and when. On a
//! health site that is a secret. What others serve can also change or vanish.
//!
//! # Instead
//! Save the file beside the page. Links that people choose to follow may lead anywhere.
//!
//! # Source
//! None in WCAG: a promise of privacy. A page that says by `rel="canonical"` where it stands may
//! load from there.

use std::ops::Range;

use crate::audit::address::{is_foreign, loads};
use crate::audit::css_off_origin;
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "published/off-origin",
    act: &[],
    wcag: &[],
    severity: Severity::Error,
    source: include_str!("published_off_origin.rs"),
    looks: Looks::Written(Marks::LOAD.or(Marks::SHEET.or(Marks::STYLE)), check),
};

const HELP: &str = "save what it loads beside the page";

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    let mut loaded =
        loads(node).filter(|(_, address)| is_foreign(address, page.origin()));
    if let Some((attribute, address)) = loaded.next() {
        found.violation(attribute, format!("this loads `{address}`"), HELP);
    }
    let style = node.written("style").filter(|one| loads_elsewhere(&one.value));
    if let Some(attribute) = style {
        found.violation(attribute, "this style loads from another site", HELP);
    }
    if let Some(place) = sheet(page, node) {
        found.violation(place, "this style sheet loads from another site", HELP);
    }
}

/// Where a `style` element loads from another site.
fn sheet(page: &Page<'_>, node: Node<'_>) -> Option<Range<usize>> {
    if node.name() != "style" {
        return None;
    }
    let mut texts =
        node.children().filter_map(|child| Some((child.text()?, child.span())));
    texts.find_map(|(text, span)| {
        let look =
            |text: &str| loads_elsewhere(text).then(|| css_off_origin(text)).flatten();
        let at = match page.surroundings() {
            Some((_, library)) => library.known(text).foreign(look)?,
            None => look(text)?,
        };
        // What is decoded is not where it was: then the whole sheet is shown.
        let is_exact = text.len() == span.len();
        Some(if is_exact { span.start + at..span.start + at } else { span })
    })
}

/// Whether a style loads from another site; most are told apart by a few signs.
fn loads_elsewhere(text: &str) -> bool {
    let plain = text.to_ascii_lowercase();
    let signs = ["//", "\\", "http", "ftp:", "script:"];
    let has =
        |sign: &str| memchr::memmem::find(plain.as_bytes(), sign.as_bytes()).is_some();
    signs.into_iter().any(has) && css_off_origin(text).is_some()
}
