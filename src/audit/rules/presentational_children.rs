//! What a role tells as text alone holds nothing to operate.
//!
//! # Why
//! What stands in a button, a tab, a slider or an image is read as plain words. The Tab key reaches a
//! link within, and a screen reader says nothing of it.
//!
//! # Instead
//! Put the link or field beside the element, not into it.
//!
//! # Source
//! WCAG 2.2, criterion 4.1.2. ACT rule 307n5z. WAI-ARIA 1.2, children presentational.

use crate::audit::marks::Marks;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/presentational-children",
    act: &["307n5z"],
    wcag: &["4.1.2"],
    severity: Severity::Error,
    source: include_str!("presentational_children.rs"),
    looks: Looks::PageWith(
        Marks::OPAQUE.or(Marks::FIELD.or(Marks::IMAGE.or(Marks::ROLE))),
        check,
    ),
};

/// What may be told as text alone.
const TOLD_AS_TEXT: Marks =
    Marks::OPAQUE.or(Marks::FIELD).or(Marks::IMAGE).or(Marks::ROLE);

fn check(page: &Page<'_>, found: &mut Findings) {
    let mut until = 0;
    for node in page.exposed(TOLD_AS_TEXT) {
        let Some(role) = page.role(node).filter(|role| role.hides_children) else {
            continue;
        };
        if node.place() < until {
            continue;
        }
        if let Some(inner) = node.descendants().find(|inner| page.is_in_tab_order(*inner))
        {
            let message = format!(
                "`{}` can be operated, but stands in the role `{}`",
                inner.name(),
                role.name
            );
            found.violation(node, message, "put it beside this element, not into it");
        }
        until = node.range().end;
    }
}
