//! No link, form or frame runs a script when it is used.
//!
//! # Why
//! An address such as `javascript:` or `data:text/html` runs what stands in it with all rights of
//! the page, and leads nowhere for whoever opens it in another tab.
//!
//! # Instead
//! Write the address of a page.
//!
//! # Source
//! None in WCAG: a promise of safety.

use crate::audit::address::{is_live, is_live_image};
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "published/script-address",
    act: &[],
    wcag: &[],
    severity: Severity::Error,
    source: include_str!("published_script_address.rs"),
    looks: Looks::Written(Marks::ADDRESS, check),
};

fn check(_: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    for attribute in node.attributes() {
        let runs = match &*attribute.name {
            "href" | "xlink:href" | "src" if is_image(node.name()) => is_live_image,
            "href" | "xlink:href" | "src" | "action" | "formaction" | "data"
            | "background" | "to" | "values" => is_live,
            _ => continue,
        };
        if runs(&attribute.value) {
            let message = "this address runs a script";
            found.violation(attribute, message, "write the address of a page");
        }
    }
}

fn is_image(name: &str) -> bool {
    matches!(name, "img" | "image" | "source" | "video" | "audio" | "link" | "input")
}
