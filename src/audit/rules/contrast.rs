//! Text stands out from its ground.
//!
//! The colours are read from `style` elements and style attributes, for the light and the dark scheme
//! and for links and buttons that are pointed at, focused or visited. Where an image, a sheet in another
//! file or a selector that is not understood may decide, a person must look.
//!
//! # Why
//! People with low vision, and anyone in bright light, cannot read pale text.
//!
//! # Instead
//! Choose colours with a ratio of 4.5 to 1 at least, or 3 to 1 for large text: 24 pixels, or 18.66 bold.
//!
//! # Source
//! WCAG 2.2, criterion 1.4.3. ACT rule afw4f7.

use crate::audit::contrast;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/contrast",
    act: &["afw4f7"],
    wcag: &["1.4.3"],
    severity: Severity::Error,
    source: include_str!("contrast.rs"),
    check,
};

fn check(page: &Page<'_>, found: &mut Findings) {
    let help = "make one of the two colours darker or lighter";
    for fault in contrast::faults(page) {
        if fault.is_sure {
            found.violation(fault.node, fault.message, help);
        } else {
            found.review(fault.node, fault.message, help);
        }
    }
}
