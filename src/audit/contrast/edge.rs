//! What authors draw around a field: the colors of its four sides. It compares none.

use super::cascade::{Said, Slots};
use super::color::{Color, Read};
use super::scan;
use super::style::Style;
use super::value::SYSTEM;

/// What surrounds an element.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Edge {
    /// What browsers draw, or something of which nothing can be told.
    #[default]
    Open,
    /// The colors of its sides; a side without a line has none.
    Drawn([Option<Color>; 4]),
}

/// Color, style and width of each side, from the top clockwise.
const SIDES: [[&str; 3]; 4] = [
    ["border-top-color", "border-top-style", "border-top-width"],
    ["border-right-color", "border-right-style", "border-right-width"],
    ["border-bottom-color", "border-bottom-style", "border-bottom-width"],
    ["border-left-color", "border-left-style", "border-left-width"],
];

/// All of them, in the order of `SIDES`.
const ALL: [&str; 12] = {
    let mut all = [""; 12];
    let mut at = 0;
    while at < 12 {
        all[at] = SIDES[at / 3][at % 3];
        at += 1;
    }
    all
};

/// Each of the three for all sides.
const COLORS: [&str; 4] = [SIDES[0][0], SIDES[1][0], SIDES[2][0], SIDES[3][0]];
const STYLES: [&str; 4] = [SIDES[0][1], SIDES[1][1], SIDES[2][1], SIDES[3][1]];
const WIDTHS: [&str; 4] = [SIDES[0][2], SIDES[1][2], SIDES[2][2], SIDES[3][2]];

/// What else may show where a field is.
const OTHERS: [&str; 4] =
    ["border-image", "border-image-source", "box-shadow", "outline"];

/// Sides that are named by the direction of the text.
fn is_by_direction(name: &str) -> bool {
    name.starts_with("border-block") || name.starts_with("border-inline")
}

/// Whether a property says something of an edge.
pub(super) fn is_read(name: &str) -> bool {
    let shorthands =
        ["border", "border-color", "border-style", "border-width"].contains(&name);
    let sides = ["border-top", "border-right", "border-bottom", "border-left"];
    shorthands
        || sides.contains(&name)
        || ALL.contains(&name)
        || OTHERS.contains(&name)
        || is_by_direction(name)
}

/// The properties that a shorthand sets.
pub(super) fn parts(name: &str) -> &'static [&'static str] {
    match name {
        "border" => &ALL,
        "border-color" => &COLORS,
        "border-style" => &STYLES,
        "border-width" => &WIDTHS,
        "border-top" => &SIDES[0],
        "border-right" => &SIDES[1],
        "border-bottom" => &SIDES[2],
        "border-left" => &SIDES[3],
        _ => &[],
    }
}

/// What is drawn along a side.
enum Line {
    Nothing,
    Unknown,
    Color(Color),
}

/// The edge of an element whose other properties are known.
pub(super) fn edge(slots: &Slots<'_>, style: &Style) -> Edge {
    let is_plain = |name: &&str| match slots.said(name, style) {
        Said::Nothing => true,
        Said::Unknown => false,
        Said::Words(value) => ["0", "initial", "none"].contains(&&*value),
    };
    if !OTHERS.iter().all(is_plain) || slots.names().any(is_by_direction) {
        return Edge::Open;
    }
    let mut drawn = [None; 4];
    for (at, (names, own)) in SIDES.iter().zip(&mut drawn).enumerate() {
        *own = match line(slots, style, (names, at)) {
            Line::Nothing => None,
            Line::Unknown => return Edge::Open,
            Line::Color(color) => Some(color),
        };
    }
    Edge::Drawn(drawn)
}

/// The line of a side, from the top clockwise.
fn line(slots: &Slots<'_>, style: &Style, (names, side): (&[&str; 3], usize)) -> Line {
    let [color, line, width] = names.map(|name| slots.said(name, style));
    // Who says nothing of the style keeps that of the browser, which is a line.
    let is_drawn = match line {
        Said::Nothing => true,
        Said::Unknown => return Line::Unknown,
        Said::Words(value) => {
            let known = |word: &&str| STYLE_WORDS.contains(word);
            let word = pick(scan::parts(&value, b" \t\n\r").filter(known), side);
            !matches!(word, None | Some("none" | "hidden"))
        }
    };
    let is_wide = match width {
        Said::Nothing => true,
        Said::Unknown => return Line::Unknown,
        Said::Words(value) => {
            let is_width = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
            let word = pick(scan::parts(&value, b" \t\n\r").filter(is_width), side);
            word.is_none_or(|word| word.starts_with(|c| matches!(c, '1'..='9')))
                || word.is_some_and(|word| word.contains('.'))
        }
    };
    if !is_drawn || !is_wide {
        return Line::Nothing;
    }
    let Said::Words(value) = color else { return Line::Unknown };
    let text = style.text.color;
    let mut colors = Vec::new();
    for word in scan::parts(&value, b" \t\n\r") {
        match Color::read(word) {
            Read::Color(color) => colors.push(color),
            Read::Current => colors.extend(text),
            Read::Unknown if word.contains('(') || SYSTEM.contains(&word) => {
                return Line::Unknown;
            }
            Read::Unknown => {}
        }
    }
    // A line without a color has that of the text.
    match pick(colors.into_iter(), side).or(text) {
        None => Line::Unknown,
        Some(color) if color.alpha <= 0.0 => Line::Nothing,
        Some(color) => Line::Color(color),
    }
}

/// Styles of lines.
const STYLE_WORDS: &[&str] = &[
    "dashed", "dotted", "double", "groove", "hidden", "inset", "none", "outset", "ridge",
    "solid",
];

/// Of one to four values the one of a side, from the top clockwise.
fn pick<T>(values: impl Iterator<Item = T>, side: usize) -> Option<T> {
    let mut values: Vec<T> = values.take(4).collect();
    let at = match (values.len(), side) {
        (2, side) => side % 2,
        (3, 3) => 1,
        (3 | 4, side) => side,
        _ => 0,
    };
    (at < values.len()).then(|| values.swap_remove(at))
}
