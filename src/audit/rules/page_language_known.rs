//! The language of a page is one that exists.
//!
//! # Why
//! A screen reader that does not know the language reads on in its own voice.
//!
//! # Instead
//! Begin with the subtag of the language in the registry of IANA: `en`, `en-US`, `de`. It has two
//! letters where there is such a one: `en`, not `eng`.
//!
//! # Source
//! WCAG 2.2, criterion 3.1.1. ACT rule bf051a. IANA Language Subtag Registry.

use crate::audit::language;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/page-language-known",
    act: &["bf051a"],
    wcag: &["3.1.1"],
    severity: Severity::Error,
    source: include_str!("page_language_known.rs"),
    looks: Looks::Page(check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    let html = page.document().html();
    let Some(lang) = html.and_then(|html| html.written("lang")) else { return };
    if !lang.value.trim().is_empty() && !language::is_known(&lang.value) {
        let message = format!("there is no language `{}`", lang.value);
        found.violation(lang, message, "write a tag such as `en` or `en-US`");
    }
}
