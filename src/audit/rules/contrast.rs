//! Text stands out from its ground.
//!
//! The colors are read from the style sheets of the page, within it or beside it, and from style
//! attributes: for the light and the dark scheme, for narrow and wide windows, and for what is pointed
//! at, focused, pressed or visited. What is switched off is left out.
//!
//! Where a sheet that cannot be read, something that lies over the text, or a selector that is not
//! understood may decide, a person must look. Of text on images and gradients nothing is told.
//!
//! # Why
//! People with low vision, and anyone in bright light, cannot read pale text.
//!
//! # Instead
//! Choose colors with a ratio of 4.5 to 1 at least, or 3 to 1 for large text: 24 pixels, or 18.66 bold.
//!
//! # Source
//! WCAG 2.2, criterion 1.4.3. ACT rule afw4f7.

use crate::audit::contrast;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::audit::spacing::is_out_of_sight;
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/contrast",
    act: &["afw4f7"],
    wcag: &["1.4.3"],
    severity: Severity::Error,
    source: include_str!("contrast.rs"),
    looks: Looks::Page(check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    let help = "make one of the two colors darker or lighter";
    let faults = contrast::faults(page);
    for fault in faults.into_iter().filter(|fault| !is_out_of_sight(fault.node)) {
        if fault.is_sure {
            found.violation(fault.node, fault.message, help);
        } else {
            found.review(fault.node, fault.message, help);
        }
    }
}
