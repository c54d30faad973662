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

use std::cell::LazyCell;

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::audit::spacing::{font_size, has_sheets, own_length, own_value};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/scroll-focus",
    act: &["0ssw9k"],
    wcag: &["2.1.1"],
    severity: Severity::Error,
    source: include_str!("scroll_focus.rs"),
    looks: Looks::PageWith(Marks::STYLE, check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    let reached = LazyCell::new(|| {
        let all = page.elements(Marks::FOCUS).filter(|node| page.is_in_tab_order(*node));
        all.map(Node::place).collect::<Vec<_>>()
    });
    let mut until = 0;
    for node in page.elements(Marks::STYLE) {
        if node.place() < until || !is_box(page, node) {
            continue;
        }
        let first = reached.partition_point(|place| *place < node.place());
        if reached.get(first).is_some_and(|place| node.range().contains(place)) {
            continue;
        }
        let help = "write `tabindex=\"0\"` and a name on it, or let it grow";
        found.violation(node, "the Tab key does not reach this box, which scrolls", help);
        until = node.range().end;
    }
}

/// Whether it scrolls, and takes no focus by its nature. Pages scroll by keys of the browser.
fn is_box(page: &Page<'_>, node: Node<'_>) -> bool {
    node.is_html()
        && !node.is_any(&["html", "body", "select", "textarea"])
        && page.is_visible(node)
        && (is_too_long(page, node) || is_too_wide(node))
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
    for inner in
        node.descendants().take(MOST_NODES).filter(|inner| page.is_visible(*inner))
    {
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
    let is_plain = !has_sheets(page);
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

/// Nodes that are read: what they hold fills any box.
const MOST_NODES: usize = 500;

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
        && node.descendants().take(MOST_NODES).filter(|inner| inner.has("style")).any(
            |inner| {
                own_length(inner, &["width", "min-width"]).is_some_and(|own| own > width)
            },
        )
}
