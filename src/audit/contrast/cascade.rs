//! Which values win, and what they make of an element. It chooses no element.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::rc::Rc;

use super::color::{Color, Read};
use super::edge;
use super::media::Scenario;
use super::selector::Fit;
use super::sheet::OTHERS;
use super::sheets::{Met, Sheets};
use super::style::{Place, Shade, Style};
use super::value::{self, Custom, Filled, Ground};
use crate::audit::css::Declaration;
use crate::audit::markup::Node;

/// The winning value of each property, and whether it surely wins.
#[derive(Default)]
pub(super) struct Slots<'s> {
    values: HashMap<&'s str, (Option<&'s str>, bool)>,
}

/// What is said of a property for certain.
pub(super) enum Said {
    Nothing,
    Unknown,
    Words(String),
}

/// What a winning value comes to.
struct Won {
    /// None if it refers to what is not there, or cannot be told.
    value: Option<String>,
    is_void: bool,
    is_sure: bool,
}

impl<'s> Slots<'s> {
    /// What rules and a style attribute say of one element; the rules are in the order of the
    /// cascade.
    pub(super) fn of(
        (sheets, scenario): (&'s Sheets, Scenario),
        met: &[Met],
        own: &'s [Declaration],
    ) -> Self {
        let mut slots = Self::default();
        let held = |&(at, fit): &Met| match fit.min(sheets.holds(at, scenario)) {
            Fit::No => None,
            fit => Some((at, sheets.rule(at)?, fit == Fit::Yes)),
        };
        let mut rules: Vec<_> = met.iter().filter_map(held).collect();
        for (_, rule, is_sure) in &rules {
            slots.add(&rule.declarations, false, *is_sure);
        }
        slots.add(own, false, true);
        // What is important in an earlier layer wins.
        rules.sort_by_key(|(at, ..)| {
            sheets.standing(*at).map(|(layer, weight, at)| (Reverse(layer), weight, at))
        });
        for (_, rule, is_sure) in &rules {
            slots.add(&rule.declarations, true, *is_sure);
        }
        slots.add(own, true, true);
        slots
    }

    fn add(&mut self, all: &'s [Declaration], is_important: bool, is_sure: bool) {
        for one in all.iter().filter(|one| one.is_important == is_important) {
            self.set(&one.name, &one.value, is_sure);
            let parts: &[&str] = match &*one.name {
                "background" => &["background-color", "background-image"],
                "font" => &["font-size", "font-weight"],
                "all" => &[
                    "color",
                    "background-color",
                    "background-image",
                    "font-size",
                    "font-weight",
                    "opacity",
                    "position",
                ],
                name => edge::parts(name),
            };
            for part in parts {
                self.set(part, &one.value, is_sure);
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

    /// The winning value of a property, with its references filled in.
    fn won(&self, name: &str, style: &Style) -> Option<Won> {
        let (value, is_sure) = *self.values.get(name)?;
        let Some(value) = value else {
            return Some(Won { value: None, is_void: true, is_sure: false });
        };
        let (filled, is_filled) = value::filled(value, &style.custom);
        let is_void = filled == Filled::Void;
        let value = match filled {
            Filled::Value(value) => Some(value::decided(&value, style.is_dark)),
            Filled::Void | Filled::Unknown => None,
        };
        Some(Won { value, is_void, is_sure: is_sure && is_filled })
    }

    /// The names of all properties that win.
    pub(super) fn names(&self) -> impl Iterator<Item = &'s str> {
        self.values.keys().copied()
    }

    /// What is said of a property, in lower case.
    pub(super) fn said(&self, name: &str, style: &Style) -> Said {
        match self.won(name, style) {
            None => Said::Nothing,
            Some(Won { value: Some(value), is_sure: true, .. }) => {
                Said::Words(value.to_ascii_lowercase())
            }
            Some(_) => Said::Unknown,
        }
    }

    /// A keyword that wins, in lower case.
    fn keyword(&self, name: &str, style: &Style) -> Option<(String, bool)> {
        let won = self.won(name, style)?;
        Some((won.value.unwrap_or_default().to_ascii_lowercase(), won.is_sure))
    }

    /// Changes what an element has from its parent and its browser into what it has.
    pub(super) fn apply(
        &self,
        (parent, scenario): (&Style, Scenario),
        node: Node<'_>,
        style: &mut Style,
    ) {
        self.custom(style);
        self.scheme(scenario, node, style);
        self.size(parent, style);
        if node.is("html") {
            style.letters.root_size = style.letters.size;
        }
        self.place(style);
        self.text(parent, style);
        self.ground(parent, node, style);
        self.sight(parent, style);
        if node.is_any(&["input", "select", "textarea"]) {
            style.edge = edge::edge(self, style);
        }
    }

    fn custom(&self, style: &mut Style) {
        let own = self.values.iter().filter(|(name, _)| name.starts_with("--"));
        let mut own = own.peekable();
        if own.peek().is_none() {
            return;
        }
        let before: Custom = Rc::clone(&style.custom);
        let mut all = (*before).clone();
        for (name, (value, is_sure)) in own {
            let held = value.map(str::to_owned);
            let held = held.or_else(|| before.get(*name).map(|(value, _)| value.clone()));
            if let Some(value) = held {
                all.insert((*name).to_owned(), (value, *is_sure));
            }
        }
        style.custom = Rc::new(all);
    }

    /// Which colors browsers use where no author says any.
    fn scheme(&self, scenario: Scenario, node: Node<'_>, style: &mut Style) {
        if let Some((value, is_sure)) = self.keyword("color-scheme", style) {
            let has = |word| value.split_ascii_whitespace().any(|own| own == word);
            style.is_dark = has("dark") && (scenario.is_dark || !has("light"));
            if !is_sure {
                style.is_blurred |= scenario.is_dark;
            }
        }
        if node.is("html") && style.is_dark {
            // Each browser has a dark of its own.
            let shade = |bytes| Shade { color: Some(Color::of(bytes)), is_sure: false };
            (style.text, style.ground) = (shade([255, 255, 255]), shade([18, 18, 18]));
        }
    }

    fn size(&self, parent: &Style, style: &mut Style) {
        let (above, own) = (parent.letters, style.letters);
        if let Some(won) = self.won("font-size", style) {
            let read = |value: String| value::size(&value, above.size, above.root_size);
            let size = won.value.and_then(read);
            style.letters.is_sure = won.is_sure && size.is_some();
            style.letters.size = size.unwrap_or(own.size);
        }
        if let Some(won) = self.won("font-weight", style) {
            style.letters.is_sure &= won.is_sure;
            let read = |value: String| value::is_bold(&value, above.is_bold);
            style.letters.is_bold = won.value.map_or(own.is_bold, read);
        }
    }

    /// Out of the flow, it may lie on anything.
    fn place(&self, style: &mut Style) {
        let Some((value, is_sure)) = self.keyword("position", style) else { return };
        style.place = match &*value {
            "absolute" | "fixed" | "sticky" | "-webkit-sticky" => Place::Away,
            "relative" => Place::Relative,
            _ if is_sure => Place::Static,
            _ => Place::Away,
        };
        style.ground.is_sure &= style.place != Place::Away;
    }

    fn text(&self, parent: &Style, style: &mut Style) {
        let Some(won) = self.won("color", style) else { return };
        let value = won.value.as_deref().unwrap_or_default().to_ascii_lowercase();
        match (Color::read(&value), &*value) {
            // Nothing is certain of it, so that what was before may hold.
            (_, "") if !won.is_sure && won.is_void => style.text.is_sure = false,
            (Read::Color(color), _) => {
                style.text = Shade { color: Some(color), is_sure: won.is_sure };
            }
            (Read::Current, _) | (_, "inherit" | "unset") => style.text = parent.text,
            (_, "") if won.is_void => style.text = parent.text,
            (_, "initial") if !style.is_dark => {
                style.text = Shade { color: Some(Color::BLACK), is_sure: won.is_sure };
            }
            _ => style.text = Shade { color: None, is_sure: false },
        }
        style.text.is_sure &= won.is_sure;
    }

    fn ground(&self, parent: &Style, node: Node<'_>, style: &mut Style) {
        if let Some(won) = self.won("background-color", style) {
            let value = won.value.as_deref();
            let is_reverted = value.is_some_and(|value| value.starts_with("revert"));
            // What browsers lay under a control or a mark is gone, and its parent is seen.
            if won.is_sure && !is_reverted && !node.is("html") {
                style.ground = parent.ground;
                style.ground.is_sure &= style.place != Place::Away;
            }
            let laid = match value.map_or(Ground::Nothing, value::ground) {
                Ground::Nothing if value.is_none() && !won.is_void => Ground::Unknown,
                ground => ground,
            };
            let color = match laid {
                Ground::Color(color) => Some(color),
                Ground::Current => style.text.color,
                Ground::Nothing | Ground::Unknown => None,
            };
            match color {
                _ if laid == Ground::Nothing => style.ground.is_sure &= won.is_sure,
                Some(color) if color.alpha <= 0.0 => style.ground.is_sure &= won.is_sure,
                Some(color) if color.alpha >= 1.0 => {
                    style.ground = Shade { color: Some(color), is_sure: won.is_sure };
                    style.has_ground = true;
                }
                Some(color) => {
                    style.ground.color =
                        style.ground.color.map(|under| color.over(under));
                    style.ground.is_sure &= won.is_sure;
                    style.has_ground = true;
                }
                None => {
                    style.ground = Shade { color: None, is_sure: false };
                    style.has_ground = true;
                }
            }
        }
        if let Some((value, is_sure)) = self.keyword("background-image", style) {
            style.ground.is_sure &= is_sure;
            if value::is_image(&value) {
                style.ground = Shade { color: None, is_sure: false };
                style.has_ground = true;
            }
        }
    }

    /// Whether it is seen at all, and as what it is.
    fn sight(&self, parent: &Style, style: &mut Style) {
        let sure = |is_sure| if is_sure { Fit::Yes } else { Fit::Maybe };
        match self.keyword("display", style) {
            Some((value, true)) if value != "none" => {}
            Some((_, is_sure)) => style.is_gone = style.is_gone.max(sure(is_sure)),
            None => {}
        }
        match self.keyword("visibility", style) {
            Some((value, true)) if value == "visible" => style.is_unseen = Fit::No,
            Some((value, true)) if value == "inherit" => {}
            Some((_, is_sure)) => style.is_unseen = sure(is_sure),
            None => {}
        }
        if let Some((value, is_sure)) = self.keyword("opacity", style) {
            let share = value::share(&value).filter(|_| is_sure);
            match share {
                Some(share) if share >= 1.0 => {}
                Some(share) if share <= 0.0 => style.is_gone = Fit::Yes,
                Some(share) => {
                    let mut veils = (*style.veils).clone();
                    veils.push((share, parent.ground.color));
                    style.veils = Rc::new(veils);
                }
                None => style.is_blurred = true,
            }
        }
        let is_blur = |name: &str| {
            let plain =
                ["none", "normal", "auto", "border-box", "padding-box", "0", "0px"];
            self.keyword(name, style).is_some_and(|(value, _)| !plain.contains(&&*value))
        };
        style.is_blurred |= OTHERS.into_iter().any(is_blur);
    }
}
