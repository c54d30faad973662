//! Nothing that can be operated lies within a link.
//!
//! # Why
//! A screen reader reads a link with all that it holds as one thing. A button within cannot be told
//! from it, and who points at it cannot know which of the two will answer.
//!
//! # Instead
//! Put the two beside each other.
//!
//! # Source
//! WCAG 2.2, criterion 4.1.2. HTML, the `a` element: it holds no interactive content. What a button,
//! a tab or an image holds is for `a11y/presentational-children`.

use crate::audit::marks::Marks;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/nested-controls",
    act: &[],
    wcag: &["4.1.2"],
    severity: Severity::Error,
    source: include_str!("nested_controls.rs"),
    looks: Looks::PageWith(Marks::LINK.or(Marks::ROLE), check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    let mut until = 0;
    for node in page.links() {
        if node.place() < until || !page.is_focusable(node) {
            continue;
        }
        until = node.range().end;
        if let Some(inner) = node.descendants().find(|inner| page.is_in_tab_order(*inner))
        {
            let message =
                format!("`{}` can be operated, but lies within a link", inner.name());
            found.violation(inner, message, "put it beside the link");
        }
    }
}
