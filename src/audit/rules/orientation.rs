//! A page can be read whichever way its screen is turned.
//!
//! # Why
//! Some people have their device fixed to a wheelchair or a bed. A page that turns itself by a quarter
//! where the screen is upright, or lies, can be read one way only.
//!
//! # Instead
//! Leave `rotate` out of `@media (orientation: …)`, and let the parts find their places.
//!
//! # Source
//! WCAG 2.2, criterion 1.3.4. ACT rule b33eff.

use crate::audit::css::{self, Declaration};
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/orientation",
    act: &["b33eff"],
    wcag: &["1.3.4"],
    severity: Severity::Error,
    source: include_str!("orientation.rs"),
    looks: Looks::PageWith(Marks::SHEET, check),
};

/// Sheets within a page that are read.
const MOST_SHEETS: usize = 100;

fn check(page: &Page<'_>, found: &mut Findings) {
    for sheet in page.elements(Marks::SHEET).take(MOST_SHEETS) {
        look(page, sheet, found);
    }
}

fn look(page: &Page<'_>, sheet: Node<'_>, found: &mut Findings) {
    let text = sheet.text_content();
    if !sheet.is_html() || !text.to_ascii_lowercase().contains("orientation") {
        return;
    }
    for (condition, body) in css::media(&text) {
        if !condition.contains("orientation") {
            continue;
        }
        let turns = |rule: &css::StyleRule| rule.declarations.iter().any(is_turned);
        let mut rules = css::rules(&body).into_iter().filter(turns);
        let holds = |node: Node<'_>| !page.visible_text(node).is_empty();
        let is_met = |rule: css::StyleRule| {
            let mut all = page.document().elements();
            all.any(|node| rule.selectors.iter().any(|s| s.fits(node)) && holds(node))
        };
        if rules.any(is_met) {
            let message =
                "this sheet turns the page by a quarter when the screen is turned";
            return found.violation(sheet, message, "take `rotate` out of it");
        }
    }
}

/// Whether a declaration turns what it is about by a quarter, to the left or to the right.
fn is_turned(one: &Declaration) -> bool {
    let value = one.value.to_ascii_lowercase();
    let degrees: f64 = match &*one.name {
        "rotate" => degrees(value.trim_start_matches("z ")).unwrap_or(0.0),
        "transform" => value.split(')').filter_map(turn).sum(),
        _ => 0.0,
    };
    let rest = degrees.rem_euclid(180.0);
    (rest - 90.0).abs() < 1.0
}

/// The degrees of a function that turns something in its plane.
fn turn(function: &str) -> Option<f64> {
    let (name, inner) = function.trim().split_once('(')?;
    let numbers = || {
        inner.split(',').filter_map(|own| own.trim().parse().ok()).collect::<Vec<f64>>()
    };
    match name.trim() {
        "rotate" | "rotatez" => degrees(inner),
        "rotate3d" => match inner.split(',').map(str::trim).collect::<Vec<_>>()[..] {
            ["0", "0", _, angle] => degrees(angle),
            _ => None,
        },
        "matrix" | "matrix3d" => match numbers()[..] {
            [a, b, ..] => Some(b.atan2(a).to_degrees()),
            _ => None,
        },
        _ => None,
    }
}

fn degrees(angle: &str) -> Option<f64> {
    let angle = angle.trim();
    let units = [
        ("grad", 0.9),
        ("turn", 360.0),
        ("deg", 1.0),
        ("rad", 180.0 / std::f64::consts::PI),
    ];
    units.iter().find_map(|(unit, scale)| {
        Some(angle.strip_suffix(unit)?.trim().parse::<f64>().ok()? * scale)
    })
}
