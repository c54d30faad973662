//! The two ways to write the language of a page agree.
//!
//! # Why
//! Some programs read `lang`, others `xml:lang`. If they differ, some readers hear the wrong voice.
//!
//! # Instead
//! Write `lang` alone; XHTML needs both, with one value.
//!
//! # Source
//! WCAG 2.2, criterion 3.1.1. ACT rule 5b7ae0.

use crate::audit::language;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/page-language-agrees",
    act: &["5b7ae0"],
    wcag: &["3.1.1"],
    severity: Severity::Error,
    source: include_str!("page_language_agrees.rs"),
    looks: Looks::Page(check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    let Some(html) = page.document().html() else { return };
    let (Some(lang), Some(xml)) = (html.written("lang"), html.written("xml:lang")) else {
        return;
    };
    let (one, other) = (language::primary(&lang.value), language::primary(&xml.value));
    let are_known = language::is_known(one) && !other.trim().is_empty();
    if are_known && !one.eq_ignore_ascii_case(other) {
        let message =
            format!("`xml:lang` says `{}`, `lang` says `{}`", xml.value, lang.value);
        found.violation(xml, message, "take `xml:lang` out");
    }
}
