//! A page says in which language it is written.
//!
//! # Why
//! A screen reader chooses its voice by the language. With the wrong one, words cannot be understood.
//!
//! # Instead
//! Write it on the root element: `<html lang="en">`. `xml:lang` alone says nothing in HTML.
//!
//! # Source
//! WCAG 2.2, criterion 3.1.1. ACT rule b5c3f8.

use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/page-language",
    act: &["b5c3f8"],
    wcag: &["3.1.1"],
    severity: Severity::Error,
    source: include_str!("page_language.rs"),
    looks: Looks::Page(check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    let Some(html) = page.document().html() else { return };
    let help = "write `lang` on `html`, such as `lang=\"en\"`";
    match html.written("lang") {
        None => found.violation(html, "this page does not say its language", help),
        Some(lang) if lang.value.trim().is_empty() => {
            found.violation(lang, "the language of this page is empty", help);
        }
        Some(_) => {}
    }
}
