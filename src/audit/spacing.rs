//! Spacing that a style attribute fixes by `!important`, and whether it is wide enough.
//!
//! Sizes are read from style attributes alone; fonts of which nothing is said are those of
//! browsers, 16 pixels for words outside headings.

use std::cell::LazyCell;

use super::css::{self, Declaration, StyleRule};
use super::marks::Marks;
use super::markup::Node;
use super::page::Page;

/// Pixels of a font of which nothing is said.
const FONT: f64 = 16.0;

/// What sums of fractions may be off.
const NEAR: f64 = 1e-6;

/// Pixels from which on something is put out of sight, not only moved.
const FAR: f64 = 900.0;

/// The elements whose style attribute fixes a property below `least` sizes of the font, each with
/// the declaration and with how many characters of visible text take it.
pub(super) fn narrow<'d>(
    page: &Page<'d>,
    property: &str,
    least: f64,
) -> Vec<(Node<'d>, Declaration, usize)> {
    let styled = page.elements(Marks::STYLE);
    let styled = styled.filter(|node| node.is_html() && page.is_visible(*node));
    let fixed = styled.filter_map(|node| Some((node, declared(node, property)?)));
    let narrow = fixed.filter(|(node, one)| {
        one.is_important
            && width(page, *node, one).is_some_and(|width| width + NEAR < least)
            && !is_out_of_sight(*node)
    });
    let rules = LazyCell::new(|| ruled(page, property));
    let counted = narrow.map(|(node, one)| {
        let count = affected(page, node, property, &rules);
        (node, one, count)
    });
    counted.filter(|(.., count)| *count > 0).collect()
}

/// What a style attribute says of the first of some properties, in lower case.
pub(super) fn own_value(node: Node<'_>, properties: &[&str]) -> Option<String> {
    own(node, properties).map(|one| one.value.to_ascii_lowercase())
}

/// Pixels that a style attribute gives to the first of some properties.
pub(super) fn own_length(node: Node<'_>, properties: &[&str]) -> Option<f64> {
    length(&own(node, properties)?.value, font_size(node))
}

/// Whether so many characters need more than one line, where somebody looks at them in a narrow
/// window, or in the width that style attributes give.
pub(super) fn wraps(node: Node<'_>, characters: usize) -> bool {
    let keeps = |holder: Node<'_>| {
        own(holder, &["white-space"]).is_some_and(|one| {
            one.value.eq_ignore_ascii_case("nowrap")
                || one.value.eq_ignore_ascii_case("pre")
        })
    };
    // A letter is about half as wide as its font is high.
    let wide = with_holders(node).find_map(|holder| {
        let one = own(holder, &["max-width", "width"])?;
        length(&one.value, font_size(holder)).map(|pixels| pixels / font_size(node) * 2.0)
    });
    let line = wide.unwrap_or(NARROW_LINE);
    let count = u32::try_from(characters).map_or(f64::MAX, f64::from);
    count >= line && !with_holders(node).any(keeps)
}

/// Characters of a line in a narrow window.
const NARROW_LINE: f64 = 40.0;

/// An element and what holds it, as far as anybody looks.
fn with_holders(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    std::iter::once(node).chain(node.ancestors()).take(MOST_HOLDERS)
}

/// Elements around each other of which styles are read.
const MOST_HOLDERS: usize = 20;

/// Whether a style attribute puts it, or what holds it, beside the page, or lets it shine through.
pub(super) fn is_out_of_sight(node: Node<'_>) -> bool {
    with_holders(node).filter(|holder| holder.has("style")).any(|holder| {
        let is_moved = own(holder, &["position"]).is_some();
        let sides = ["bottom", "left", "right", "top"];
        let moves = ["margin-left", "margin-top", "text-indent"];
        let all = css::declarations(holder.attribute("style").unwrap_or_default());
        all.iter().any(|one| {
            let name = &*one.name;
            let is_clear = name == "opacity" && one.value.parse() == Ok(0.0);
            let is_far = || {
                let pixels = length(&one.value, FONT);
                pixels.is_some_and(|pixels| pixels < -FAR)
            };
            let moves = (is_moved && sides.contains(&name)) || moves.contains(&name);
            is_clear || (moves && is_far())
        })
    })
}

/// The rules of the sheets in a page that say a property.
fn ruled(page: &Page<'_>, property: &str) -> Vec<StyleRule> {
    let rules = page.marked(Marks::SHEET).flat_map(|sheet| {
        css::rules_that(&sheet.text_content(), |body| body.contains(property))
    });
    let says =
        |rule: &StyleRule| rule.declarations.iter().any(|one| one.name == property);
    rules.filter(says).take(MOST_RULES).collect()
}

/// Characters that fill more than one line, however wide.
const ENOUGH: usize = 1_000;

/// Whether a sheet may say more than style attributes do.
pub(super) fn has_sheets(page: &Page<'_>) -> bool {
    page.has(Marks::SHEET) || page.marked(Marks::LOAD).any(|node| node.is("link"))
}

/// Rules that are compared with what a style attribute may reach.
const MOST_RULES: usize = 100;

/// How many characters of visible text take the property from this element.
fn affected(
    page: &Page<'_>,
    node: Node<'_>,
    property: &str,
    rules: &[StyleRule],
) -> usize {
    let is_ruled = |inner: Node<'_>| {
        rules.iter().flat_map(|rule| &rule.selectors).any(|one| one.fits(inner))
    };
    let (mut count, mut at) = (0, node.place() + 1);
    while at < node.range().end && count < ENOUGH {
        let inner = node.document().at(at);
        let has_own = || declared(inner, property).is_some() || is_ruled(inner);
        if inner.is_element() && has_own() {
            at = inner.range().end;
            continue;
        }
        if let Some(text) = inner.text().filter(|_| page.is_visible(inner)) {
            count += text.trim().chars().count();
        }
        at += 1;
    }
    count
}

/// The declaration of a property that holds in a style attribute.
fn declared(node: Node<'_>, property: &str) -> Option<Declaration> {
    own(node, &[property]).filter(|one| one.name == property)
}

/// The declaration of the first of some properties that holds in a style attribute.
fn own(node: Node<'_>, properties: &[&str]) -> Option<Declaration> {
    let all = css::declarations(node.attribute("style")?);
    let of = |name: &str| {
        let fits = |one: &&Declaration| one.name == name && is_read(one);
        all.iter().filter(fits).max_by_key(|one| one.is_important).cloned()
    };
    properties.iter().find_map(|name| of(name))
}

/// Whether a browser reads a value and does not throw it away.
fn is_read(one: &Declaration) -> bool {
    let value = one.value.to_ascii_lowercase();
    let is_spacing = one.name.ends_with("-spacing");
    if !is_spacing && one.name != "line-height" {
        return true;
    }
    let is_number = |(number, unit): (f64, &str)| match unit {
        "" => !is_spacing || number == 0.0,
        _ => unit == "%" || pixels(1.0, unit, FONT).is_some(),
    };
    ["normal", "initial"].contains(&&*value)
        || INHERITED.contains(&&*value)
        || value.contains('(')
        || split(&value).is_some_and(is_number)
}

/// A value in sizes of the font; none if nobody can tell.
fn width(page: &Page<'_>, node: Node<'_>, one: &Declaration) -> Option<f64> {
    let value = one.value.to_ascii_lowercase();
    match &*value {
        "normal" | "initial" => Some(0.0),
        word if INHERITED.contains(&word) => inherited(page, node, &one.name),
        _ => match split(&value)? {
            (number, "") => Some(number),
            (number, "%") => Some(number / 100.0),
            (number, unit) => {
                let size = font_size(node);
                Some(pixels(number, unit, size)? / size)
            }
        },
    }
}

/// What an element takes from what holds it, in sizes of its own font; none if a sheet may say.
fn inherited(page: &Page<'_>, node: Node<'_>, property: &str) -> Option<f64> {
    let said = with_holders(node).skip(1).find_map(|holder| {
        let one = declared(holder, property)?;
        let value = one.value.to_ascii_lowercase();
        (!INHERITED.contains(&&*value)).then_some((holder, one, value))
    });
    let Some((holder, one, value)) = said else {
        return (!has_sheets(page)).then_some(0.0);
    };
    // A number without a unit grows with the font.
    let is_number = split(&value).is_some_and(|(_, unit)| unit.is_empty());
    let scale = if is_number { 1.0 } else { font_size(holder) / font_size(node) };
    Some(width(page, holder, &one)? * scale)
}

/// Words by which a value is that of what holds the element.
const INHERITED: &[&str] = &["inherit", "revert", "revert-layer", "unset"];

/// A number and its unit.
fn split(value: &str) -> Option<(f64, &str)> {
    let value = value.trim();
    let unit = value.trim_start_matches(|c: char| !c.is_ascii_alphabetic() && c != '%');
    // `1e-1em` begins with a number that has letters.
    let exponent = unit.strip_prefix('e').map(|rest| rest.trim_start_matches(['-', '+']));
    let exponent = exponent.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let unit = exponent
        .map_or(unit, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let number = value.strip_suffix(unit)?;
    Some((number.parse().ok()?, unit))
}

/// Pixels of a length in a font of a size.
fn pixels(number: f64, unit: &str, font: f64) -> Option<f64> {
    let scale = match unit {
        "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "q" => 96.0 / 101.6,
        "rem" => FONT,
        "em" => font,
        // Most letters are about half as wide and half as high as their font.
        "ch" | "ex" => font / 2.0,
        _ => return None,
    };
    Some(number * scale)
}

fn length(value: &str, font: f64) -> Option<f64> {
    let value = value.to_ascii_lowercase();
    let (number, unit) = split(&value)?;
    pixels(number, unit, font)
}

/// Pixels of an element's font.
pub(super) fn font_size(node: Node<'_>) -> f64 {
    let mut factor = 1.0;
    for holder in with_holders(node) {
        let Some(size) = own(holder, &["font-size"]) else {
            factor *= f64::from(native_size(holder)) / 100.0;
            continue;
        };
        let value = size.value.to_ascii_lowercase();
        match split(&value) {
            Some((number, "em")) => factor *= number,
            Some((number, "%")) => factor *= number / 100.0,
            Some((number, unit)) => {
                if let Some(size) = pixels(number, unit, FONT) {
                    return (size * factor).max(1.0);
                }
            }
            None => {}
        }
    }
    (FONT * factor).max(1.0)
}

/// How large browsers write an element, in percent of what is around it.
pub(super) fn native_size(node: Node<'_>) -> u8 {
    match node.name() {
        "h1" => 200,
        "h2" => 150,
        "h3" => 117,
        "h5" | "small" | "sub" | "sup" => 83,
        "h6" => 67,
        _ => 100,
    }
}
