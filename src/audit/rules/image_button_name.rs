//! An image button says what it does.
//!
//! # Why
//! A screen reader reads an image button without a name as "submit" or as the name of its file.
//!
//! # Instead
//! Write in `alt` what the button does, not what the image shows:
//! `<input type="image" src="lens.svg" alt="Search">`.
//!
//! # Source
//! WCAG 2.2, criteria 1.1.1 and 4.1.2. ACT rule 59796f.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::page::input_type;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/image-button-name",
    act: &["59796f"],
    wcag: &["1.1.1", "4.1.2"],
    severity: Severity::Error,
    source: include_str!("image_button_name.rs"),
    looks: Looks::Exposed(Marks::FIELD, check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    let is_image = node.is("input") && input_type(node) == "image";
    if is_image && page.name(node).is_empty() {
        let help = "write in `alt` what it does";
        found.violation(node, "this image button has no name", help);
    }
}
