//! A page holds no script.
//!
//! # Why
//! Scripts watch, fail, load slowly and shut out whoever does not run them. A page of words works
//! without any, and only then it is easy to say what it does.
//!
//! # Instead
//! Delete the element. What it showed can stand in the page; what it counted can be read in the
//! log of the server.
//!
//! # Source
//! None in WCAG: a promise of safety and privacy. Blocks of data, which browsers do not run, count
//! as well: nobody should have to tell them apart.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "published/script",
    act: &[],
    wcag: &[],
    severity: Severity::Error,
    source: include_str!("published_script.rs"),
    looks: Looks::Written(Marks::SCRIPT.or(Marks::FRAME), check),
};

fn check(_: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    if node.name() == "script" {
        let is_data = node.attribute("type").is_some_and(|kind| kind.contains("json"));
        let what = if is_data { "a script of data" } else { "a script" };
        found.violation(node, format!("this page holds {what}"), "delete the element");
    } else if node.is("iframe") && node.has("srcdoc") {
        let message = "this frame holds a page of its own, which is not read here";
        found.review(node, message, "make it a page, and link to it");
    }
}
