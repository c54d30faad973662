//! The name of a control holds the words that people see.
//!
//! # Why
//! Who steers by voice says what stands on the button. If its name is another one, nothing happens.
//!
//! # Instead
//! Take `aria-label` away. Or let it begin with the words that are seen: "Search the site" for a
//! button that shows "Search".
//!
//! # Source
//! WCAG 2.2, criterion 2.5.3. ACT rule 2ee8b8.

use crate::audit::aria::Naming;
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::page::labels;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/label-in-name",
    act: &["2ee8b8"],
    wcag: &["2.5.3"],
    severity: Severity::Error,
    source: include_str!("label_in_name.rs"),
    looks: Looks::Exposed(Marks::ARIA, check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    if !(node.has("aria-label") || node.has("aria-labelledby")) {
        return;
    }
    let Some(seen) = visible_label(page, node) else { return };
    let name = page.name(node);
    if name.is_empty() || holds(&words(name), &words(&seen)) {
        return;
    }
    let message = format!("this shows `{seen}`, but its name is `{name}`");
    found.violation(node, message, "let the name hold the words that are seen");
}

/// The words that people see on a control, or beside it.
fn visible_label(page: &Page<'_>, node: Node<'_>) -> Option<String> {
    let role = page.role(node)?;
    if role.is_widget && role.naming == Naming::Content {
        return Some(page.visible_text(node));
    }
    let labels = labels(node);
    if labels.is_empty() || !role.is_widget {
        return None;
    }
    let texts: Vec<_> = labels.iter().map(|label| page.visible_text(*label)).collect();
    Some(texts.join(" "))
}

/// The words of a text, marks and what stands in brackets left out.
fn words(text: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '\'' | '\u{2019}' => {}
            _ if depth > 0 => {}
            c if c.is_alphanumeric() => plain.extend(c.to_lowercase()),
            _ => plain.push(' '),
        }
    }
    plain.split_whitespace().map(str::to_owned).collect()
}

/// Whether the words that are seen stand in the name, one after the other. A single letter, such
/// as the `X` that closes, is a sign and no word.
fn holds(name: &[String], seen: &[String]) -> bool {
    let is_sign = matches!(seen, [one] if one.chars().count() == 1);
    seen.is_empty() || is_sign || name.windows(seen.len()).any(|part| part == seen)
}
