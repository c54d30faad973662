//! What scrolls within a page can be reached by the Tab key.
//!
//! # Why
//! In some browsers a box that scrolls takes the focus only if it is told to, or if something within
//! does. Who has no mouse then cannot read what lies below its edge.
//!
//! Only sizes in style attributes are read, and only what is surely too long for its box is found.
//!
//! # Instead
//! Write `tabindex="0"` and a name on the box, or let it grow.
//!
//! # Source
//! WCAG 2.2, criterion 2.1.1. ACT rule 0ssw9k.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::audit::spacing::{font_size, own_length, own_value};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/scroll-focus",
    act: &["0ssw9k"],
    wcag: &["2.1.1"],
    severity: Severity::Error,
    source: include_str!("scroll_focus.rs"),
    looks: Looks::Elements(Marks::STYLE, check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    // Fields take the focus themselves, and pages scroll by the keys that browsers have for it.
    let is_box = node.is_html() && !node.is_any(&["html", "body", "select", "textarea"]);
    if !is_box
        || !page.is_visible(node)
        || !(is_too_long(page, node) || is_too_wide(node))
    {
        return;
    }
    let mut all = std::iter::once(node).chain(node.descendants());
    if !all.any(|inner| page.is_in_tab_order(inner)) {
        let help = "write `tabindex=\"0\"` and a name on it, or let it grow";
        found.violation(node, "the Tab key does not reach this box, which scrolls", help);
    }
}

/// Whether it scrolls in one of two directions, of which its style attribute speaks.
fn scrolls(node: Node<'_>, way: &str, place: usize) -> bool {
    let both = own_value(node, &["overflow"]);
    let words = both.as_deref().map(|both| both.split_whitespace().collect::<Vec<_>>());
    let of_both = words.and_then(|words| {
        words.get(place).or(words.first()).map(|word| (*word).to_owned())
    });
    let value = own_value(node, &[way]).or(of_both).unwrap_or_default();
    matches!(&*value, "auto" | "scroll")
}

/// Whether its words need more lines than it has room for, even if letters are narrow.
fn is_too_long(page: &Page<'_>, node: Node<'_>) -> bool {
    let Some(height) = own_length(node, &["height", "max-height"]) else { return false };
    let width = own_length(node, &["width", "max-width"]);
    let Some(width) = width.filter(|_| scrolls(node, "overflow-y", 1)) else {
        return false;
    };
    // For each block of words, how many letters it has.
    let mut blocks: Vec<(Node<'_>, f64)> = Vec::new();
    for inner in node.descendants().filter(|inner| page.is_visible(*inner)) {
        let Some(text) = inner.text() else { continue };
        let Some(block) = inner.closest(|one| !one.is_any(IN_LINE)) else { continue };
        let count: usize =
            text.split_whitespace().map(|word| word.chars().count() + 1).sum();
        let count = u32::try_from(count).map_or(0.0, f64::from);
        match blocks.last_mut().filter(|(last, _)| *last == block) {
            Some((_, letters)) => *letters += count,
            None => blocks.push((block, count)),
        }
    }
    let is_plain = !page.document().elements().any(|one| one.is_any(&["style", "link"]));
    let needed: f64 = blocks
        .into_iter()
        .map(|(block, letters)| {
            let font = font_size(block);
            let lines = (letters * font * LETTER / width).ceil();
            let margin = if is_plain && block.is_any(APART) { font } else { 0.0 };
            lines * font * LINE + margin
        })
        .sum();
    needed > height
}

/// How wide a letter and how high a line are at least, in sizes of the font.
const LETTER: f64 = 0.4;
const LINE: f64 = 1.1;

/// Elements that stand in a line with the words around them.
const IN_LINE: &[&str] = &["a", "abbr", "b", "cite", "code", "em", "i", "span", "strong"];

/// Elements that browsers put at a distance from others, unless a sheet says otherwise.
const APART: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6", "p"];

/// Whether something within is wider than it.
fn is_too_wide(node: Node<'_>) -> bool {
    let Some(width) = own_length(node, &["width", "max-width"]) else { return false };
    scrolls(node, "overflow-x", 0)
        && node.descendants().any(|inner| {
            own_length(inner, &["width", "min-width"]).is_some_and(|own| own > width)
        })
}
