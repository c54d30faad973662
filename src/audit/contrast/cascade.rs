//! What sheets and attributes give an element: its colours, size of text, and how sure that is.

use std::collections::HashMap;
use std::rc::Rc;

use super::colour::{Colour, Read};
use super::selector::{Fit, State, Touch};
use super::sheet::{self, Rule};
use crate::audit::css::{self, Declaration};
use crate::audit::markup::{Document, Node};

/// What the reader's system asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Light,
    Dark,
}

/// All that a page's own sheets say of colours and sizes.
#[derive(Debug)]
pub(super) struct Sheets {
    /// In the order of the cascade, importance aside.
    rules: Vec<Rule>,
    /// Whether the two schemes differ.
    pub(super) has_schemes: bool,
    /// Whether a state changes anything.
    pub(super) has_states: bool,
    /// Whether a sheet in another file may say otherwise.
    is_open: bool,
}

/// Values of custom properties, each with whether it is sure.
type Custom = Rc<HashMap<String, (String, bool)>>;

/// What is known of an element.
#[derive(Clone, Debug)]
pub(super) struct Style {
    custom: Custom,
    pub(super) text: Option<Colour>,
    pub(super) ground: Option<Colour>,
    pub(super) is_sure: bool,
    size: f32,
    pub(super) is_size_sure: bool,
    is_bold: bool,
}

/// Most rules that are compared with each element.
const MOST_RULES: usize = 2_000;

/// Longest value of a custom property after its references are filled in.
const LONGEST: usize = 1_000;

impl Sheets {
    /// Reads the sheets of a page; none if no sheet and no attribute says anything.
    pub(super) fn of(document: &Document) -> Option<Self> {
        let mut rules = Vec::new();
        for node in document.elements().filter(|node| node.is("style")) {
            let mut own = sheet::rules(&node.text_content());
            let media = sheet::media(node.attribute("media").unwrap_or_default());
            for rule in &mut own {
                rule.condition.light &= media.light;
                rule.condition.dark &= media.dark;
                rule.condition.is_open |= media.is_open;
                rule.declarations.retain(is_of_use);
            }
            rules.append(&mut own);
        }
        rules.retain(|rule| {
            !rule.declarations.is_empty() && (rule.condition.light || rule.condition.dark)
        });
        rules.truncate(MOST_RULES);
        rules.sort_by_key(|rule| rule.selector.weight);
        let is_sheet = |node: Node<'_>| {
            node.is("link")
                && node.attribute("rel").is_some_and(|rel| {
                    rel.to_ascii_lowercase().split_whitespace().any(|w| w == "stylesheet")
                })
        };
        if rules.is_empty() && !document.elements().any(|node| node.has("style")) {
            return None;
        }
        Some(Self {
            has_schemes: rules.iter().any(|r| r.condition.light != r.condition.dark),
            has_states: rules.iter().any(|rule| rule.selector.has_state),
            is_open: document.elements().any(is_sheet),
            rules,
        })
    }

    /// Whether a state of an element changes anything of it or within it.
    pub(super) fn changes(&self, node: Node<'_>, touch: Touch) -> bool {
        let own = self.rules.iter().filter(|rule| rule.selector.has_state);
        let within = |rule: &Rule| {
            let mut all = node.range().map(|at| node.document().at(at));
            all.any(|one| rule.selector.fit(one, touch) != Fit::No)
        };
        // Browsers themselves change the colour of what was followed.
        touch.0 == State::Visited || own.into_iter().any(within)
    }

    /// What is known of a node, from what is known of its parent.
    pub(super) fn style(
        &self,
        node: Node<'_>,
        parent: &Style,
        (scheme, touch): (Scheme, Touch),
    ) -> Style {
        let mut style = parent.clone();
        if !node.is_element() {
            return style;
        }
        own_sheet_of_browsers(node, &mut style, (scheme, touch.0));
        let own = css::declarations(node.attribute("style").unwrap_or_default());
        let rules: Vec<(&Rule, bool)> = self
            .rules
            .iter()
            .filter(|rule| match scheme {
                Scheme::Light => rule.condition.light,
                Scheme::Dark => rule.condition.dark,
            })
            .filter_map(|rule| match rule.selector.fit(node, touch) {
                Fit::No => None,
                fit => Some((rule, fit == Fit::Yes && !rule.condition.is_open)),
            })
            .collect();
        let mut slots = Slots::default();
        for is_important in [false, true] {
            for (rule, is_sure) in &rules {
                slots.add(&rule.declarations, is_important, *is_sure);
            }
            slots.add(&own, is_important, true);
        }
        slots.apply(parent, &mut style);
        style
    }
}

/// The winning value of each property, and whether it surely wins.
#[derive(Default)]
struct Slots<'s> {
    values: HashMap<&'s str, (Option<&'s str>, bool)>,
}

impl<'s> Slots<'s> {
    fn add(&mut self, all: &'s [Declaration], is_important: bool, is_sure: bool) {
        for one in all.iter().filter(|one| one.is_important == is_important) {
            self.set(&one.name, &one.value, is_sure);
            match &*one.name {
                "background" => {
                    self.set("background-color", &one.value, is_sure);
                    self.set("background-image", &one.value, is_sure);
                }
                "font" => {
                    self.set("font-size", &one.value, is_sure);
                    self.set("font-weight", &one.value, is_sure);
                }
                _ => {}
            }
        }
    }

    fn set(&mut self, name: &'s str, value: &'s str, is_sure: bool) {
        if is_sure {
            self.values.insert(name, (Some(value), true));
        } else {
            self.values.entry(name).or_insert((None, false)).1 = false;
        }
    }

    /// A value with its references filled in, and whether it is sure.
    fn value(&self, name: &str, custom: &Custom) -> Option<(Option<String>, bool)> {
        let (value, mut is_sure) = *self.values.get(name)?;
        let value = value.and_then(|value| filled(value, custom, 0, &mut is_sure));
        Some((value, is_sure))
    }

    fn apply(&self, parent: &Style, style: &mut Style) {
        let own = self.values.iter().filter(|(name, _)| name.starts_with("--"));
        let mut own = own.peekable();
        if own.peek().is_some() {
            let mut all = (*style.custom).clone();
            for (name, (value, is_sure)) in own {
                let held = value.map(str::to_owned);
                let before = all.get(*name).map(|(value, _)| value.clone());
                if let Some(value) = held.or(before) {
                    all.insert((*name).to_owned(), (value, *is_sure));
                }
            }
            style.custom = Rc::new(all);
        }
        let custom = Rc::clone(&style.custom);
        if let Some((value, is_sure)) = self.value("font-size", &custom) {
            let size = value.as_deref().and_then(|value| size(value, parent.size));
            style.is_size_sure = is_sure && size.is_some();
            style.size = size.unwrap_or(style.size);
        }
        if let Some((value, is_sure)) = self.value("font-weight", &custom) {
            style.is_size_sure &= is_sure;
            style.is_bold = value.map_or(style.is_bold, |value| {
                let mut words = value.split_ascii_whitespace();
                words.any(|w| matches!(w, "bold" | "bolder" | "700" | "800" | "900"))
            });
        }
        self.apply_colours(parent, style, &custom);
    }

    fn apply_colours(&self, parent: &Style, style: &mut Style, custom: &Custom) {
        if let Some((value, is_sure)) = self.value("color", custom) {
            style.is_sure &= is_sure;
            if let Some(value) = value {
                style.text = match Colour::read(&value) {
                    Read::Colour(colour) => Some(colour),
                    Read::Current => parent.text,
                    Read::Unknown if is_inherit(&value) => parent.text,
                    Read::Unknown => None,
                };
            }
        }
        if let Some((value, is_sure)) = self.value("background-color", custom) {
            style.is_sure &= is_sure;
            style.ground = value.map_or(style.ground, |v| ground(&v, style));
        }
        if let Some((Some(value), _)) = self.value("background-image", custom) {
            let value = value.to_ascii_lowercase();
            let is_image = |word: &str| value.contains(word);
            if ["url(", "gradient(", "image", "element("]
                .iter()
                .any(|word| is_image(word))
            {
                style.ground = None;
            }
        }
        let is_blur = |name: &&str| {
            let plain = ["static", "relative", "none", "1"];
            self.values
                .get(*name)
                .is_some_and(|(value, _)| value.is_none_or(|v| !plain.contains(&v)))
        };
        if BLURS.iter().any(is_blur) {
            style.is_sure = false;
        }
    }
}

/// Properties that change how colours are seen, or where.
const BLURS: [&str; 11] = [
    "opacity",
    "filter",
    "mix-blend-mode",
    "text-shadow",
    "position",
    "transform",
    "clip",
    "clip-path",
    "-webkit-text-fill-color",
    "background-clip",
    "text-indent",
];

fn is_of_use(one: &Declaration) -> bool {
    one.name.starts_with("--")
        || BLURS.contains(&&*one.name)
        || matches!(
            &*one.name,
            "color"
                | "background"
                | "background-color"
                | "background-image"
                | "font"
                | "font-size"
                | "font-weight"
        )
}

fn is_inherit(value: &str) -> bool {
    matches!(&*value.trim().to_ascii_lowercase(), "inherit" | "unset")
}

/// The ground after a background was laid over it; none if it cannot be told.
fn ground(value: &str, style: &Style) -> Option<Colour> {
    let under = style.ground;
    let lay = |read| match read {
        Read::Colour(own) if own.alpha >= 1.0 => Some(own),
        Read::Colour(own) if own.alpha <= 0.0 => under,
        Read::Colour(own) => under.map(|under| own.over(under)),
        _ => None,
    };
    let clear = ["none", "unset", "initial", "0"];
    match Colour::read(value) {
        Read::Unknown if clear.contains(&value.trim()) => under,
        Read::Unknown => None,
        Read::Current => style.text.and_then(|text| lay(Read::Colour(text))),
        read @ Read::Colour(_) => lay(read),
    }
}

/// A size in pixels, also out of the `font` shorthand.
fn size(value: &str, parent: f32) -> Option<f32> {
    if is_inherit(value) {
        return Some(parent);
    }
    if value.contains('(') {
        return None;
    }
    let units = [("rem", 16.0), ("em", parent), ("px", 1.0), ("pt", 4.0 / 3.0)];
    let units = units.into_iter().chain([("%", parent / 100.0)]);
    let words: Vec<_> = value.split([' ', '/']).collect();
    units
        .flat_map(|(unit, one)| words.iter().map(move |word| (word, unit, one)))
        .find_map(|(word, unit, one)| {
            Some(word.strip_suffix(unit)?.parse::<f32>().ok()? * one)
        })
}

/// A value with `var()` filled in; none if a property is not there and nothing stands in.
fn filled(
    value: &str,
    custom: &Custom,
    depth: usize,
    is_sure: &mut bool,
) -> Option<String> {
    let Some(at) = value.find("var(") else { return Some(value.trim().to_owned()) };
    if depth > 16 || value.len() > LONGEST {
        *is_sure = false;
        return None;
    }
    let inner = &value[at + 4..];
    let mut open = 1_usize;
    let end = inner.bytes().position(|byte| {
        match byte {
            b'(' => open += 1,
            b')' => open -= 1,
            _ => {}
        }
        open == 0
    })?;
    let (name, fallback) = match inner[..end].split_once(',') {
        Some((name, fallback)) => (name, Some(fallback)),
        None => (&inner[..end], None),
    };
    let found = match custom.get(name.trim()) {
        Some((held, held_is_sure)) => {
            *is_sure &= held_is_sure;
            held
        }
        None => fallback?,
    };
    let whole = format!("{}{found}{}", &value[..at], &inner[end + 1..]);
    filled(&whole, custom, depth + 1, is_sure)
}

/// What browsers say of some elements before any author does.
fn own_sheet_of_browsers(
    node: Node<'_>,
    style: &mut Style,
    (scheme, state): (Scheme, State),
) {
    if node.is("a") && node.has("href") {
        let channels = match (scheme, state) {
            (_, State::Visited) => [85.0, 26.0, 139.0],
            _ => [0.0, 0.0, 238.0],
        };
        let is_known = scheme == Scheme::Light;
        style.text = is_known.then_some(Colour { channels, alpha: 1.0 });
    } else if node.is_any(&["button", "input", "select", "textarea", "mark", "dialog"]) {
        (style.text, style.ground) = (None, None);
        style.size = 13.333;
        style.is_bold = false;
    }
    let factor = match node.name() {
        "h1" => 2.0,
        "h2" => 1.5,
        "h3" => 1.17,
        "h5" | "small" | "sub" | "sup" => 0.83,
        "h6" => 0.67,
        _ => 1.0,
    };
    style.size *= factor;
    style.is_bold |=
        node.is_any(&["h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "th"]);
}

impl Style {
    /// What stands around the page: black on white, unless the page follows the dark scheme.
    pub(super) fn root(scheme: Scheme, sheets: &Sheets) -> Self {
        let is_plain = scheme == Scheme::Light;
        Self {
            custom: Custom::default(),
            text: is_plain.then_some(Colour::BLACK),
            ground: is_plain.then_some(Colour::WHITE),
            is_sure: !sheets.is_open,
            size: 16.0,
            is_size_sure: true,
            is_bold: false,
        }
    }

    /// Whether it has the same colours.
    pub(super) fn looks_like(&self, other: &Self) -> bool {
        (self.text, self.ground) == (other.text, other.ground)
    }

    /// Whether WCAG calls the text large.
    pub(super) fn is_large(&self) -> bool {
        self.size >= 24.0 || (self.size >= 18.66 && self.is_bold)
    }
}
