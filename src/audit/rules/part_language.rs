//! The language of a part is one that exists.
//!
//! # Why
//! A screen reader changes its voice for a part in another language. An unknown one leaves the old
//! voice.
//!
//! # Instead
//! Begin with the subtag of the language in the registry of IANA: `<q lang="fr">`.
//!
//! # Source
//! WCAG 2.2, criterion 3.1.2. ACT rule de46e4. IANA Language Subtag Registry.

use crate::audit::language;
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/part-language",
    act: &["de46e4"],
    wcag: &["3.1.2"],
    severity: Severity::Error,
    source: include_str!("part_language.rs"),
    looks: Looks::Elements(Marks::LANG, check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    let Some(lang) = node.written("lang").filter(|_| !node.is("html")) else { return };
    // An empty one says that the language is unknown.
    if lang.value.is_empty() || language::is_known(&lang.value) || !speaks(page, node) {
        return;
    }
    let message = format!("there is no language `{}`", lang.value);
    found.violation(lang, message, "write a tag such as `en` or `en-US`");
}

/// Whether any words within are in the language that the element says.
fn speaks(page: &Page<'_>, node: Node<'_>) -> bool {
    let mut until = 0;
    std::iter::once(node).chain(node.descendants()).any(|inner| {
        if inner != node && inner.has("lang") {
            until = until.max(inner.range().end);
        }
        if inner.place() < until {
            return false;
        }
        let is_met = page.is_visible(inner) || page.is_exposed(inner);
        let is_said = inner.text().is_some_and(|text| !text.trim().is_empty());
        let is_named = inner.is_element() && page.is_exposed(inner);
        is_met && (is_said || (is_named && !page.name(inner).is_empty()))
    })
}
