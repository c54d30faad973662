//! Values as they are written: references filled in, sizes, and what lies on the ground.

use std::collections::HashMap;
use std::rc::Rc;

use super::color::{Color, Read};
use super::scan;

/// Values of custom properties, each with whether it is sure.
pub(super) type Custom = Rc<HashMap<String, (String, bool)>>;

/// Longest value after its references are filled in, and most steps in doing so.
const LONGEST: usize = 2_000;
const MOST_STEPS: usize = 32;

/// What a value comes to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Filled {
    Value(String),
    /// It refers to what is not there, so that it says nothing.
    Void,
    /// It cannot be told.
    Unknown,
}

/// A value with `var()` filled in, and whether all of it is sure.
pub(super) fn filled(value: &str, custom: &Custom) -> (Filled, bool) {
    let (mut value, mut is_sure) = (value.to_owned(), true);
    for _ in 0..MOST_STEPS {
        let Some(at) = value.find("var(") else {
            return (Filled::Value(value.trim().to_owned()), is_sure);
        };
        let Some((inner, after)) = scan::bracket(&value[at + 3..]) else { break };
        let (name, fallback) = scan::cut(inner, b",");
        let found = match custom.get(name.trim()) {
            Some((held, held_is_sure)) => {
                is_sure &= held_is_sure;
                &**held
            }
            None if inner.contains(',') => fallback,
            None => return (Filled::Void, is_sure),
        };
        value = format!("{}{found}{after}", &value[..at]);
        if value.len() > LONGEST {
            break;
        }
    }
    (Filled::Unknown, false)
}

/// A value with `light-dark()` decided.
pub(super) fn decided(value: &str, is_dark: bool) -> String {
    let mut value = value.to_owned();
    for _ in 0..MOST_STEPS {
        let Some(at) = value.find("light-dark(") else { break };
        let Some((inner, after)) = scan::bracket(&value[at + 10..]) else { break };
        let (light, dark) = scan::cut(inner, b",");
        value = format!("{}{}{after}", &value[..at], if is_dark { dark } else { light });
    }
    value.trim().to_owned()
}

/// What a background does to the ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ground {
    /// It is laid over.
    Color(Color),
    /// The color of the text is.
    Current,
    Nothing,
    /// An image or something that cannot be told.
    Unknown,
}

/// What `background` or `background-color` says.
pub(super) fn ground(value: &str) -> Ground {
    let value = value.trim();
    match Color::read(value) {
        Read::Color(color) => return Ground::Color(color),
        Read::Current => return Ground::Current,
        Read::Unknown => {}
    }
    let lower = value.to_ascii_lowercase();
    if is_image(&lower) {
        return Ground::Unknown;
    }
    let mut found = Ground::Nothing;
    for word in scan::parts(&lower, b" \t\n\r/,") {
        match Color::read(word) {
            Read::Color(color) => found = Ground::Color(color),
            Read::Current => found = Ground::Current,
            // A system's color, a mix of colors, a calculation.
            Read::Unknown if word.contains('(') && !word.starts_with("calc") => {
                return Ground::Unknown;
            }
            Read::Unknown if SYSTEM.contains(&word) => return Ground::Unknown,
            Read::Unknown => {}
        }
    }
    found
}

/// Colors that systems choose.
pub(super) const SYSTEM: [&str; 19] = [
    "accentcolor",
    "accentcolortext",
    "activetext",
    "buttonborder",
    "buttonface",
    "buttontext",
    "canvas",
    "canvastext",
    "field",
    "fieldtext",
    "graytext",
    "highlight",
    "highlighttext",
    "linktext",
    "mark",
    "marktext",
    "selecteditem",
    "selecteditemtext",
    "visitedtext",
];

/// Whether a background, in lower case, holds an image.
pub(super) fn is_image(value: &str) -> bool {
    ["url(", "gradient(", "image(", "image-set(", "element(", "paint(", "cross-fade("]
        .iter()
        .any(|word| value.contains(word))
}

/// Pixels of a size, also out of the `font` shorthand; none if it cannot be told.
pub(super) fn size(value: &str, parent: f32, root: f32) -> Option<f32> {
    let value = value.trim().to_ascii_lowercase();
    scan::parts(&value, b" \t\n\r/").find_map(|word| length(word, parent, root))
}

fn length(word: &str, parent: f32, root: f32) -> Option<f32> {
    let named = match word {
        "0" => Some(0.0),
        "inherit" | "unset" => Some(parent),
        "xx-small" => Some(9.0),
        "x-small" => Some(10.0),
        "small" => Some(13.0),
        "medium" | "initial" => Some(16.0),
        "large" => Some(18.0),
        "x-large" => Some(24.0),
        "xx-large" => Some(32.0),
        "smaller" => Some(parent / 1.2),
        "larger" => Some(parent * 1.2),
        _ => None,
    };
    let units = [("rem", root), ("em", parent), ("px", 1.0), ("pt", 4.0 / 3.0)];
    let mut units = units.into_iter().chain([("%", parent / 100.0)]);
    let size = named.or_else(|| {
        units.find_map(|(unit, one)| {
            Some(word.strip_suffix(unit)?.parse::<f32>().ok()? * one)
        })
    });
    size.filter(|size| size.is_finite() && *size >= 0.0)
}

/// Whether a weight, also out of the `font` shorthand, is that of bold type.
pub(super) fn is_bold(value: &str, parent: bool) -> bool {
    let value = value.to_ascii_lowercase();
    if matches!(&*value, "inherit" | "unset") {
        return parent;
    }
    let is_heavy =
        |word: &str| word.parse::<f32>().is_ok_and(|w| (700.0..=1000.0).contains(&w));
    scan::parts(&value, b" \t\n\r/")
        .any(|w| matches!(w, "bold" | "bolder") || is_heavy(w))
}

/// A number, or a share of 1 in percent.
pub(super) fn share(value: &str) -> Option<f32> {
    let number = match value.trim().strip_suffix('%') {
        Some(percent) => percent.parse::<f32>().ok()? / 100.0,
        None => value.trim().parse().ok()?,
    };
    number.is_finite().then(|| number.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_filled_in() {
        let held = [("--a", "red"), ("--b", "var(--a)"), ("--loop", "x var(--loop)")];
        let held = held.map(|(name, value)| (name.to_owned(), (value.to_owned(), true)));
        let custom: Custom = Rc::new(HashMap::from(held));
        let value = |text| filled(text, &custom).0;
        assert_eq!(value("var(--b) url(x)"), Filled::Value("red url(x)".to_owned()));
        assert_eq!(value("var( --c , tan)"), Filled::Value("tan".to_owned()));
        assert_eq!(value("var(--c, var(--a))"), Filled::Value("red".to_owned()));
        assert_eq!(value("var(--c)"), Filled::Void);
        assert_eq!(value("var(--loop)"), Filled::Unknown);
        assert_eq!(value("var("), Filled::Void);
        assert_eq!(decided("light-dark(red, tan)", true), "tan");
        assert_eq!(decided("light-dark(", true), "");
    }

    #[test]
    fn backgrounds_are_read_from_shorthands() {
        assert_eq!(ground("#fff"), Ground::Color(Color::WHITE));
        assert_eq!(ground("none no-repeat #000 0 / cover"), Ground::Color(Color::BLACK));
        assert_eq!(ground("white url(a.png)"), Ground::Unknown);
        assert_eq!(ground("linear-gradient(red, tan)"), Ground::Unknown);
        assert_eq!(ground("none"), Ground::Nothing);
        assert_eq!(ground("Canvas"), Ground::Unknown);
        assert_eq!(ground("color-mix(in srgb, red, tan)"), Ground::Unknown);
        assert_eq!(ground("currentcolor"), Ground::Current);
    }

    #[test]
    fn sizes_are_in_pixels() {
        let size = |value| size(value, 20.0, 10.0);
        assert_eq!(size("1.5em"), Some(30.0));
        assert_eq!(size("2rem"), Some(20.0));
        assert_eq!(size("italic 600 12pt/1.5 serif"), Some(16.0));
        assert_eq!(size("150%"), Some(30.0));
        assert_eq!(size("calc(1px + 2vw)"), None);
        assert_eq!(size("3vw"), None);
        assert_eq!(size("-3px"), None);
        assert!(is_bold("700 1em serif", false) && is_bold("bold", false));
        assert!(!is_bold("400 1em serif", true) && is_bold("inherit", true));
    }
}
