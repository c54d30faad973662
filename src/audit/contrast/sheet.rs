//! A style sheet as rules with conditions, in the order of its text. It applies none of them.

use std::collections::HashMap;
use std::sync::Arc;

use super::edge;
use super::media::Query;
use super::read;
use super::selector::{Selector, Simple};
use super::sheets::says_scheme;
use crate::audit::css::Declaration;

/// What a sheet is read for; fewer properties are fewer rules to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Aim {
    /// The colors of texts.
    #[default]
    Texts,
    /// Those, and what is drawn around fields.
    Fields,
}

impl Aim {
    /// Whether a property is read.
    pub(super) fn needs(self, one: &Declaration) -> bool {
        is_of_use(one) || (self == Self::Fields && edge::is_read(&one.name))
    }
}

/// A sheet, read once for all pages that use it.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) aim: Aim,
    pub(super) rules: Vec<Rule>,
    pub(super) imports: Vec<Import>,
    /// Names of layers, in the order in which they first stand.
    pub(super) layers: Vec<Arc<str>>,
    /// Whether the scheme, or the width of the window, changes anything.
    pub(super) has_schemes: bool,
    pub(super) has_widths: bool,
    /// The states that change anything.
    pub(super) states: u8,
    /// Parts of selectors that ask for a state.
    stateful: Vec<Vec<Simple>>,
    rules_by_key: Index,
    stateful_by_key: Index,
}

/// Places by what an element must have, as selectors write it.
#[derive(Debug, Default)]
struct Index {
    by_key: HashMap<String, Vec<usize>>,
    /// What any element may meet.
    anywhere: Vec<usize>,
}

impl Index {
    fn add(&mut self, own: &[Simple], at: usize) {
        match key(own) {
            Some(key) => self.by_key.entry(key).or_default().push(at),
            None => self.anywhere.push(at),
        }
    }

    /// What an element with these keys may meet, each once and in order.
    fn met_by(&self, keys: &[String]) -> Vec<usize> {
        let known = keys.iter().filter_map(|key| self.by_key.get(key)).flatten();
        let mut all: Vec<usize> = self.anywhere.iter().chain(known).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Another sheet that one asks for.
#[derive(Debug)]
pub(super) struct Import {
    pub(super) address: String,
    pub(super) condition: Query,
    pub(super) layer: Option<Arc<str>>,
}

/// One selector and what it says.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) selector: Selector,
    /// All must hold.
    pub(super) conditions: Arc<[Query]>,
    pub(super) declarations: Arc<[Declaration]>,
    pub(super) layer: Option<Arc<str>>,
}

impl Rule {
    /// Whether what it makes before or after an element may lie over or under its text.
    pub(super) fn covers(&self) -> bool {
        let says = |names: &[&str], values: &[&str]| {
            let mut own =
                self.declarations.iter().filter(|one| names.contains(&&*one.name));
            own.any(|one| values.is_empty() || values.contains(&&*one.value))
        };
        says(&["position"], &["absolute", "fixed"])
            && says(&["background", "background-color", "background-image"], &[])
    }
}

impl Sheet {
    /// Reads a sheet. What is not understood becomes open or is left out, and nothing fails.
    pub(super) fn read(text: &str, aim: Aim) -> Self {
        let mut sheet = read::sheet(text, aim);
        for (at, rule) in sheet.rules.iter().enumerate() {
            let asks_scheme =
                |one: &Declaration| one.name == "color-scheme" || says_scheme(&one.value);
            sheet.states |= rule.selector.states;
            sheet.has_schemes |= rule.declarations.iter().any(asks_scheme)
                || rule.conditions.iter().any(Query::asks_scheme);
            sheet.has_widths |= rule.conditions.iter().any(Query::asks_width);
            let own = rule.selector.parts.first().map_or(&[][..], |(own, _)| own);
            sheet.rules_by_key.add(own, at);
            let parts = rule.selector.parts.iter().map(|(own, _)| own);
            let asks = |own: &&Vec<Simple>| own.iter().any(|simple| simple.states() != 0);
            sheet.stateful.extend(parts.filter(asks).cloned());
        }
        for (at, own) in sheet.stateful.iter().enumerate() {
            sheet.stateful_by_key.add(own, at);
        }
        sheet
    }

    /// The rules that an element with these keys may meet.
    pub(super) fn met_by(&self, keys: &[String]) -> Vec<usize> {
        self.rules_by_key.met_by(keys)
    }

    /// The parts that ask for a state of such an element.
    pub(super) fn states_met_by(
        &self,
        keys: &[String],
    ) -> impl Iterator<Item = &[Simple]> {
        let met = self.stateful_by_key.met_by(keys).into_iter();
        met.filter_map(|at| self.stateful.get(at).map(Vec::as_slice))
    }
}

/// A name that an element must have for the conditions to fit.
fn key(own: &[Simple]) -> Option<String> {
    let rank = |simple: &Simple| match simple {
        Simple::Id(id) => Some((0, format!("#{id}"))),
        Simple::Class(class) => Some((1, format!(".{class}"))),
        Simple::Type(name) => Some((2, name.clone())),
        Simple::Root => Some((2, "html".to_owned())),
        Simple::OneOf(all) => {
            let [one] = all.as_slice() else { return None };
            Some((1, key(&one.parts.first()?.0)?))
        }
        _ => None,
    };
    own.iter().filter_map(rank).min().map(|(_, key)| key)
}

/// Properties that change how colors are seen, or where; see `cascade`.
pub(super) const OTHERS: [&str; 14] = [
    "-webkit-background-clip",
    "-webkit-text-fill-color",
    "backdrop-filter",
    "background-clip",
    "clip",
    "clip-path",
    "filter",
    "mask",
    "mask-image",
    "mix-blend-mode",
    "text-indent",
    "text-shadow",
    "transform",
    "translate",
];

/// Properties that are read.
const OF_USE: [&str; 13] = [
    "all",
    "background",
    "background-color",
    "background-image",
    "color",
    "color-scheme",
    "display",
    "font",
    "font-size",
    "font-weight",
    "opacity",
    "position",
    "visibility",
];

fn is_of_use(one: &Declaration) -> bool {
    let name = &*one.name;
    name.starts_with("--") || OF_USE.contains(&name) || OTHERS.contains(&name)
}
