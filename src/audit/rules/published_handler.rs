//! No attribute runs a script.
//!
//! # Why
//! A page of words needs no script. Each handler is a door for what others put into the page, and
//! what it does is lost on everyone whose browser does not run it.
//!
//! # Instead
//! Delete the attribute. Use `details`, a link or a form, which work by themselves.
//!
//! # Source
//! None in WCAG: a promise of safety.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "published/handler",
    act: &[],
    wcag: &[],
    severity: Severity::Error,
    source: include_str!("published_handler.rs"),
    looks: Looks::Written(Marks::EVENT, check),
};

fn check(_: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    for attribute in node.attributes() {
        let event = attribute.name.strip_prefix("on").unwrap_or_default();
        if !event.is_empty() && event.bytes().all(|c| c.is_ascii_lowercase()) {
            let message = format!("`{}` runs a script", attribute.name);
            found.violation(attribute, message, "delete this attribute");
        }
    }
}
