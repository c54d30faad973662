//! A frame with something to operate is reached by the Tab key.
//!
//! # Why
//! A `tabindex` below 0 takes a frame and everything in it out of the order of the Tab key: who has no
//! mouse never gets to the links and fields in it.
//!
//! Only what stands in `srcdoc` is read.
//!
//! # Instead
//! Delete `tabindex`.
//!
//! # Source
//! WCAG 2.2, criterion 2.1.1. ACT rule akn7bn.

use crate::audit::marks::Marks;
use crate::audit::markup::{Document, Node};
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/frame-order",
    act: &["akn7bn"],
    wcag: &["2.1.1"],
    severity: Severity::Error,
    source: include_str!("frame_order.rs"),
    looks: Looks::Elements(Marks::FRAME, check),
};

fn check(page: &Page<'_>, frame: Node<'_>, found: &mut Findings) {
    let Some(written) = frame.written("tabindex") else { return };
    let is_left_out = page.is_focusable(frame) && !page.is_in_tab_order(frame);
    let text = frame.attribute("srcdoc").filter(|_| frame.is("iframe") && is_left_out);
    let Some(text) = text else { return };
    let document = Document::parse(text);
    let inner = Page::new(&document);
    if inner.elements(Marks::FOCUS).any(|node| inner.is_in_tab_order(node)) {
        let message = "the Tab key does not reach what this frame holds";
        found.violation(written, message, "delete `tabindex`");
    }
}
