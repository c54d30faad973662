//! A link at the beginning leads past what every page repeats, and it works.
//!
//! # Why
//! Who uses the Tab key would have to step through the same menu on each page. A link that leads
//! past it saves that; one that leads nowhere promises it and does nothing.
//!
//! Headings and landmarks also help people with a screen reader past a menu, so that a person has to
//! look where there is no link. A link whose target does not exist, or is not shown, is broken.
//!
//! # Instead
//! `<a href="#main">Skip to content</a>` as the first thing in `body`, and `<main id="main">`.
//!
//! # Source
//! WCAG 2.2, criterion 2.4.1. W3C techniques G1 and G123.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/skip-link",
    act: &[],
    wcag: &["2.4.1"],
    severity: Severity::Error,
    source: include_str!("skip_link.rs"),
    looks: Looks::Page(check),
};

/// Links of a menu from which on it takes long to step through.
const LONG_MENU: usize = 4;

/// Places of the Tab key that are looked at: later ones are no skip links.
const FIRST: usize = 3;

fn check(page: &Page<'_>, found: &mut Findings) {
    let is_reached = |node: &Node<'_>| page.is_in_tab_order(*node);
    let reached = page.elements(Marks::FOCUS).filter(is_reached);
    let first: Vec<_> = reached.take(FIRST).collect();
    let main = page.mains().next();
    // Within the main part, links lead to its parts; without one, nobody knows what follows.
    let skips = |node: &Node<'_>| match main {
        Some(main) => node.place() < main.place() && !is_in_menu(page, *node),
        None => Some(node) == first.first(),
    };
    let leads = |node: &Node<'_>| target(*node).is_some() && skips(node);
    let leading = first.iter().copied().take_while(leads);
    let mut works = false;
    for link in leading {
        let Some(id) = target(link) else { continue };
        match named(page, &id) {
            None => {
                let message = format!("there is no `{id}` on this page to skip to");
                found.violation(link, message, "give the main part this `id`");
            }
            Some(part) if !page.is_rendered(part) => {
                let message = format!("`{id}`, which this link skips to, is not shown");
                found.violation(link, message, "lead to what is shown");
            }
            Some(_) => works = true,
        }
    }
    let has_link = first.iter().any(|node| target(*node).is_some());
    if let Some(main) = main.filter(|_| !works && !has_link) {
        let before = |node: &Node<'_>| node.place() < main.place();
        let menu = page.elements(Marks::FOCUS).take_while(before).filter(is_reached);
        if menu.filter(|node| is_in_menu(page, *node)).count() >= LONG_MENU {
            let message = "no link leads past the menu to the main part";
            found.review(main, message, "begin the page with a link to the main part");
        }
    }
}

fn is_in_menu(page: &Page<'_>, node: Node<'_>) -> bool {
    node.closest(|holder| page.has_role(holder, "navigation")).is_some()
}

/// The identifier of a place on this page that a link leads to; the top is none.
fn target(node: Node<'_>) -> Option<String> {
    let id = node.attribute("href").filter(|_| node.is("a"))?.strip_prefix('#')?;
    let id = decoded(id);
    (!id.is_empty() && !id.eq_ignore_ascii_case("top")).then_some(id)
}

/// An address's part with its percent signs decoded.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend(before.bytes());
        let byte = after.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(b'%'));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    bytes.extend(rest.bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

fn named<'d>(page: &Page<'d>, id: &str) -> Option<Node<'d>> {
    let anchor = |node: &Node<'_>| node.is("a") && node.attribute("name") == Some(id);
    page.document().by_id(id).or_else(|| page.elements(Marks::LINK).find(anchor))
}
