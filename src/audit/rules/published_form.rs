//! A form sends what people write to this site and to no other.
//!
//! # Why
//! What people tell a health site is theirs. A form that leads elsewhere hands it to somebody whom
//! they did not choose, with the address of the page.
//!
//! # Instead
//! Take the form out, or let it lead to the site itself. If another site must receive it, name its
//! address in `site.toml`: `[audit]`, `forms = ["https://example.org/subscribe"]`.
//!
//! # Source
//! None in WCAG: a promise of privacy.

use crate::audit::address::is_foreign;
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "published/form",
    act: &[],
    wcag: &[],
    severity: Severity::Error,
    source: include_str!("published_form.rs"),
    looks: Looks::Written(Marks::FORM, check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    let name = if node.is("form") { "action" } else { "formaction" };
    let Some(attribute) = node.written(name).filter(|_| node.is_html()) else { return };
    if is_foreign(&attribute.value, page.origin()) {
        let message = format!("this form leads to `{}`", attribute.value.trim());
        let help = "let it lead to this site, or name its address under `forms`";
        found.violation(attribute, message, help);
    }
}
