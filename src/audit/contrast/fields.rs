//! Fields that only a pale line tells from what lies around them.

use super::edge::Edge;
use super::fit::Family;
use super::look::{Look, Matched};
use super::selector::Fit;
use super::sheet::Aim;
use super::sheets::Sheets;
use super::style::Style;
use super::{Fault, Library, Scope, switched_off};
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::{Page, input_type};

/// The least contrast of what shows where a control is.
const LEAST: f32 = 3.0;

/// Types of fields that a box shows; browsers draw the others in ways of their own.
const TYPES: [&str; 12] = [
    "date",
    "datetime-local",
    "email",
    "month",
    "number",
    "password",
    "search",
    "tel",
    "text",
    "time",
    "url",
    "week",
];

/// Every such field, in the order of the page; of what is not certain nothing is told.
pub(in crate::audit) fn faults<'d>(page: &Page<'d>) -> Vec<Fault<'d>> {
    let document = page.document();
    let off = switched_off(page);
    let is_field = |node: &Node<'d>| {
        let is_boxed = node.is_any(&["select", "textarea"])
            || (node.is("input") && TYPES.contains(&input_type(*node)));
        is_boxed && page.is_exposed(*node) && off.get(node.place()) == Some(&false)
    };
    let fields: Vec<_> = page.elements(Marks::FIELD).filter(is_field).collect();
    let none = Library::default();
    let (path, library) = page.surroundings().unwrap_or(("", &none));
    let sheets = if fields.is_empty() {
        return Vec::new();
    } else {
        Sheets::of(page, (path, library), Aim::Fields)
    };
    if sheets.is_open {
        return Vec::new();
    }
    let family = Family::of(document);
    let places: Vec<_> = fields.iter().map(|node| (0, node.place())).collect();
    let Scope { looked_at, .. } = Scope::around(document, &places);
    let mut matched = Matched::of(&sheets, &family, looked_at);
    let mut found: Vec<Fault<'d>> = Vec::new();
    for scenario in sheets.scenarios() {
        let look = Look::at_rest(&mut matched, scenario);
        for node in &fields {
            let Some(parent) = node.parent() else { continue };
            let (own, around) = (look.style_of(*node), look.style_of(parent));
            let is_told = found.iter().any(|one| one.node.place() == node.place());
            let told = own.zip(around).filter(|_| !is_told && !family.is_spent());
            let Some(pale) = told.and_then(|(own, around)| fault(own, around)) else {
                continue;
            };
            let message = format!("{pale}{}; the least is 3:1", sheets.scheme(scenario));
            found.push(Fault { node: *node, message, is_sure: false });
        }
    }
    found.sort_by_key(|one| one.node.place());
    found
}

/// What is to be said of a field within its surroundings.
fn fault(own: &Style, around: &Style) -> Option<String> {
    let Edge::Drawn(sides) = own.edge else { return None };
    let is_plain = own.is_gone == Fit::No
        && own.is_unseen == Fit::No
        && !own.is_blurred
        && own.veils.is_empty()
        && around.ground.is_sure;
    let (outside, inside) = (around.ground.color?, own.ground.color?);
    if !is_plain || inside.ratio(outside) >= LEAST {
        return None;
    }
    let seen = |color: super::color::Color| {
        let color = color.over(inside);
        (color, color.ratio(outside), color.ratio(inside))
    };
    let (color, ratio, _) = sides
        .into_iter()
        .flatten()
        .map(seen)
        .max_by(|one, other| one.1.max(one.2).total_cmp(&other.1.max(other.2)))
        .filter(|(_, out, within)| out.max(*within) < LEAST)?;
    // Rounded down, so that a ratio below the least one never reads as that.
    let ratio = (ratio * 100.0).floor() / 100.0;
    Some(format!(
        "the line around this field, `{color}` on `{outside}`, has a contrast of {ratio}:1"
    ))
}
