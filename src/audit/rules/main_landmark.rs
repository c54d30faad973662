//! A page has one main part.
//!
//! # Why
//! Screen readers have a key that leads to the main part, past the name of the site and its menus.
//! It works if one element is `main`.
//!
//! WCAG does not ask for `main`, so that a person has to look where there is none. Two that are both
//! seen break HTML.
//!
//! # Instead
//! Put what is particular to the page into one `<main>`.
//!
//! # Source
//! HTML, the `main` element. W3C technique ARIA11.

use super::refresh::is_passage;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/main-landmark",
    act: &[],
    wcag: &[],
    severity: Severity::Warning,
    source: include_str!("main_landmark.rs"),
    looks: Looks::Page(check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    let mut mains = page.mains();
    if mains.next().is_some() {
        for node in mains {
            let help = "keep one `main`, and make this one a `section`";
            found.violation(node, "this is not the only `main` of the page", help);
        }
        return;
    }
    let Some(body) = page.document().elements().find(|node| node.is("body")) else {
        return;
    };
    if !is_passage(page) && !page.visible_text(body).is_empty() {
        let help = "put what is particular to the page into one `main`";
        found.review(body, "this page has no `main`", help);
    }
}
