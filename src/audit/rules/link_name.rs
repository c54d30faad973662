//! A link says where it leads.
//!
//! # Why
//! A screen reader reads a link without a name as its address, letter by letter.
//!
//! # Instead
//! Write words into the link: `<a href="/sleep/">Sleep</a>`. If it holds an image alone, the image's
//! text alternative says where the link leads.
//!
//! # Source
//! WCAG 2.2, criteria 2.4.4 and 4.1.2. ACT rule c487ae.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/link-name",
    act: &["c487ae"],
    wcag: &["4.1.2", "2.4.4"],
    severity: Severity::Error,
    source: include_str!("link_name.rs"),
    looks: Looks::Exposed(Marks::LINK.or(Marks::ROLE), check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    let is_link = page.role(node).is_some_and(|role| role.is_any(ROLES));
    if is_link && page.is_nameless(node) {
        found.violation(node, "this link has no name", "write into it where it leads");
    }
}

const ROLES: &[&str] =
    &["link", "doc-backlink", "doc-biblioref", "doc-glossref", "doc-noteref"];
