//! A list of terms holds terms and what they mean, and nothing else.
//!
//! # Why
//! Screen readers tell which term a description belongs to, if both lie in a `dl`, terms first.
//!
//! # Instead
//! `<dl><dt>Term</dt><dd>Meaning</dd></dl>`. A `div` may hold one term with its descriptions.
//!
//! # Source
//! WCAG 2.2, criterion 1.3.1. HTML, the `dl` element. W3C technique H40.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/definition-list",
    act: &[],
    wcag: &["1.3.1"],
    severity: Severity::Error,
    source: include_str!("definition_list.rs"),
    looks: Looks::Exposed(Marks::TERM, check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    if page.explicit_role(node).is_some() {
        return;
    }
    if node.is("dl") {
        if let Some((at, message)) = fault(page, node) {
            found.violation(at, message, "write each term as `dt` before its `dd`");
        }
    } else if node.is_html() && !lies_in_list(node) {
        let message = format!("this `{}` lies in no `dl`", node.name());
        found.violation(node, message, "put it into a `dl`");
    }
}

fn lies_in_list(node: Node<'_>) -> bool {
    let Some(parent) = node.parent() else { return false };
    parent.is("dl")
        || (parent.is("div") && parent.parent().is_some_and(|outer| outer.is("dl")))
}

/// What is wrong with the parts of a list of terms, and where: at what lies in it if that is odd.
fn fault<'d>(page: &Page<'_>, list: Node<'d>) -> Option<(Node<'d>, String)> {
    let mut has_term = false;
    let mut is_open = false;
    for child in list.children().filter(|child| page.is_exposed(*child)) {
        let is_group = child.is("div");
        let parts: Vec<_> =
            if is_group { child.children().collect() } else { vec![child] };
        if is_group && is_open {
            return Some((list, "a term has no description".to_owned()));
        }
        has_term &= !is_group;
        for part in parts.into_iter().filter(|part| page.is_exposed(*part)) {
            match part.name() {
                "dt" => (has_term, is_open) = (true, true),
                "dd" if !has_term => {
                    return Some((
                        part,
                        "a description comes before its term".to_owned(),
                    ));
                }
                "dd" => is_open = false,
                "script" | "template" => {}
                "" if part.text().is_none_or(|text| text.trim().is_empty()) => {}
                "" => return Some((part, "words lie directly in this list".to_owned())),
                name => {
                    return Some((part, format!("`{name}` lies directly in this list")));
                }
            }
        }
    }
    is_open.then(|| (list, "a term has no description".to_owned()))
}
