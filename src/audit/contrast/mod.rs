//! Which colours the texts of a page have, and on what ground.
//!
//! It reads `style` elements and style attributes, for the light and the dark scheme and for
//! links and buttons in their states. What it cannot be sure of it says so. It reports nothing.

mod cascade;
mod colour;
mod selector;
mod sheet;

use super::markup::Node;
use super::page::Page;
use cascade::{Scheme, Sheets, Style};
use selector::{State, Touch};

/// Colours that are too close.
#[derive(Debug)]
pub(super) struct Fault<'d> {
    /// The element that holds the text.
    pub(super) node: Node<'d>,
    /// Both colours, their ratio, the least one, and when they are seen.
    pub(super) message: String,
    /// Whether nothing else can decide.
    pub(super) is_sure: bool,
}

/// Every text of a page whose colours are too close, in the order of the page.
pub(super) fn faults<'d>(page: &Page<'d>) -> Vec<Fault<'d>> {
    let Some(sheets) = Sheets::of(page.document()) else { return Vec::new() };
    let mut found = Vec::new();
    let off = switched_off(page);
    for scheme in [Scheme::Light, Scheme::Dark] {
        let mut styles = vec![Style::root(scheme, &sheets)];
        for node in page.document().root().descendants() {
            let parent = node.parent().map_or(0, Node::place);
            let style = sheets.style(node, &styles[parent], (scheme, (State::Rest, 0)));
            if has_text(page, node, &off) {
                let fault = fault(node, &style, (scheme, State::Rest));
                found.extend(fault);
            }
            styles.push(style);
        }
        if sheets.has_states {
            in_states(page, &sheets, (scheme, &styles, &off), &mut found);
        }
        if !sheets.has_schemes {
            break;
        }
    }
    found.sort_by_key(|one| one.node.place());
    found
}

/// The same for links and buttons that somebody points at, reaches or has followed.
fn in_states<'d>(
    page: &Page<'d>,
    sheets: &Sheets,
    (scheme, styles, off): (Scheme, &[Style], &[bool]),
    found: &mut Vec<Fault<'d>>,
) {
    let touched = page.elements().filter(|node| {
        (node.is_any(&["a", "area"]) && node.has("href")) || node.is("button")
    });
    for node in touched {
        for state in [State::Hover, State::Focus, State::Visited] {
            let touch: Touch = (state, node.place());
            if !sheets.changes(node, touch) {
                continue;
            }
            let mut own: Vec<Style> = Vec::new();
            for inner in node.range().map(|at| node.document().at(at)) {
                let Some(parent) = inner.parent().map(Node::place) else { continue };
                let parent = match parent.checked_sub(node.place()) {
                    Some(at) => &own[at],
                    None => &styles[parent],
                };
                let style = sheets.style(inner, parent, (scheme, touch));
                let rest = &styles[inner.place()];
                if has_text(page, inner, off) && !style.looks_like(rest) {
                    found.extend(fault(inner, &style, (scheme, state)));
                }
                own.push(style);
            }
        }
    }
}

/// Whether an element directly holds words that are seen and in use.
fn has_text(page: &Page<'_>, node: Node<'_>, off: &[bool]) -> bool {
    let is_word = |text: &str| text.chars().any(char::is_alphanumeric);
    node.is_html()
        && off.get(node.place()) == Some(&false)
        && page.is_visible(node)
        && node.children().any(|child| child.text().is_some_and(is_word))
}

/// Of every node, whether it is, names, or lies within something that is switched off.
fn switched_off(page: &Page<'_>) -> Vec<bool> {
    let document = page.document();
    let mut off = vec![false; document.len()];
    let fields = ["input", "select", "textarea", "button"];
    let is_off = |node: Node<'_>| {
        (page.is_disabled(node) && node.is_html())
            || node.has_value("aria-disabled", "true")
    };
    let mut mark = |node: Node<'_>| {
        for one in &mut off[node.range()] {
            *one = true;
        }
    };
    for node in document.elements() {
        if is_off(node) {
            mark(node);
            node.referenced("aria-labelledby").for_each(&mut mark);
        }
        if node.is("label") {
            let own = node.attribute("for").and_then(|id| document.by_id(id));
            let within = || node.descendants().find(|one| one.is_any(&fields));
            if own.or_else(within).is_some_and(is_off) {
                mark(node);
            }
        }
    }
    off
}

fn fault<'d>(
    node: Node<'d>,
    style: &Style,
    (scheme, state): (Scheme, State),
) -> Option<Fault<'d>> {
    let (text, ground) = (style.text?, style.ground?);
    let text = text.over(ground);
    let ratio = text.ratio(ground);
    let least = if style.is_large() { 3.0 } else { 4.5 };
    if ratio >= least {
        return None;
    }
    let is_sure = style.is_sure && (style.is_size_sure || ratio < 3.0);
    let state = match state {
        State::Rest => "",
        State::Hover => ", pointed at",
        State::Focus => ", focused",
        State::Visited => ", visited",
    };
    let scheme = if scheme == Scheme::Light { "light" } else { "dark" };
    // Rounded down, so that a ratio below the least one never reads as that.
    let told = (ratio * 100.0).floor() / 100.0;
    let message = format!(
        "text in `{text}` on `{ground}` has a contrast of {told}:1 in the {scheme} \
         scheme{state}; the least is {least}:1"
    );
    Some(Fault { node, message, is_sure })
}
