//! A frame says what it shows.
//!
//! # Why
//! A screen reader reads the name of a frame before people enter it. Without one they cannot tell
//! whether to.
//!
//! # Instead
//! Write it in `title`: `<iframe src="map.html" title="Map of clinics"></iframe>`.
//!
//! # Source
//! WCAG 2.2, criterion 4.1.2. ACT rule cae760.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/frame-name",
    act: &["cae760"],
    wcag: &["4.1.2"],
    severity: Severity::Error,
    source: include_str!("frame_name.rs"),
    looks: Looks::Exposed(Marks::FRAME, check),
};

fn check(page: &Page<'_>, node: Node<'_>, found: &mut Findings) {
    // The Tab key does not lead into a frame that is taken out of its order.
    if node.is_html() && page.is_in_tab_order(node) && page.name(node).is_empty() {
        found.violation(node, "this frame has no name", "write in `title` what it shows");
    }
}
