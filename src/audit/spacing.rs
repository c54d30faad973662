//! Spacing that a style attribute fixes by `!important`, and whether it is wide enough.
//!
//! Sizes of fonts are read from style attributes alone; everything else is 16 pixels.

use super::css::{self, Declaration};
use super::marks::Marks;
use super::markup::Node;
use super::page::Page;

/// Pixels of a font of which nothing is said.
const FONT: f64 = 16.0;

/// The elements whose style attribute fixes a property below `least` sizes of the font, if they
/// hold at least `characters` of visible text.
pub(super) fn narrow<'d>(
    page: &Page<'d>,
    property: &str,
    least: f64,
    characters: usize,
) -> Vec<(Node<'d>, Declaration)> {
    let styled = page.elements(Marks::STYLE).filter(|node| page.is_visible(*node));
    let fixed = styled.filter_map(|node| Some((node, declared(node, property)?)));
    let narrow = fixed.filter(|(node, declaration)| {
        declaration.is_important
            && width(&declaration.value, *node).is_some_and(|width| width < least)
            && affected(page, *node, property) >= characters
    });
    narrow.collect()
}

/// How many characters of visible text take the property from this element.
fn affected(page: &Page<'_>, node: Node<'_>, property: &str) -> usize {
    let (mut count, mut until) = (0, 0);
    for inner in node.descendants() {
        if inner.place() >= until && declared(inner, property).is_some() {
            until = inner.range().end;
        }
        if inner.place() >= until && page.is_visible(inner) {
            count += inner.text().map_or(0, |text| text.trim().chars().count());
        }
    }
    count
}

/// The declaration of a property that holds in a style attribute.
fn declared(node: Node<'_>, property: &str) -> Option<Declaration> {
    let all = css::declarations(node.attribute("style")?);
    let mut own: Vec<_> = all.into_iter().filter(|one| one.name == property).collect();
    own.sort_by_key(|one| one.is_important);
    own.pop()
}

/// A value in sizes of the font; none if nobody can tell.
fn width(value: &str, node: Node<'_>) -> Option<f64> {
    let value = value.to_ascii_lowercase();
    if value == "normal" || value == "initial" {
        return Some(0.0);
    }
    let (number, unit) = split(&value)?;
    match unit {
        "" | "em" => Some(number),
        "%" => Some(number / 100.0),
        _ => Some(pixels(number, unit)? / font_size(node)),
    }
}

fn split(value: &str) -> Option<(f64, &str)> {
    let is_unit = |c: char| c.is_ascii_alphabetic() || c == '%';
    let end = value.find(is_unit).unwrap_or(value.len());
    let (number, unit) = value.split_at(end);
    Some((number.trim().parse().ok()?, unit))
}

fn pixels(number: f64, unit: &str) -> Option<f64> {
    let scale = match unit {
        "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "rem" => FONT,
        _ => return None,
    };
    Some(number * scale)
}

/// Pixels of an element's font.
fn font_size(node: Node<'_>) -> f64 {
    let mut factor = 1.0;
    for holder in std::iter::once(node).chain(node.ancestors()) {
        let Some(size) = declared(holder, "font-size") else { continue };
        let value = size.value.to_ascii_lowercase();
        match split(&value) {
            Some((number, "em")) => factor *= number,
            Some((number, "%")) => factor *= number / 100.0,
            Some((number, unit)) => {
                if let Some(size) = pixels(number, unit) {
                    return (size * factor).max(1.0);
                }
            }
            None => {}
        }
    }
    (FONT * factor).max(1.0)
}
