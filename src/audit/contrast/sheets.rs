//! The sheets of one page in the order of the cascade, and which of their rules an element meets.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;

use foldhash::quality::FixedState;

use super::fit::{Family, REST, Touch};
use super::library::{Known, Library};
use super::media::{Query, Scenario, WIDTHS};
use super::selector::{Fit, Selector, Weight};
use super::sheet::{Aim, Rule, Sheet};
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;

/// A sheet with what holds where the page asks for it.
#[derive(Debug)]
struct Placed {
    /// Stands for the text of the sheet.
    number: u64,
    sheet: Arc<Sheet>,
    conditions: Vec<Query>,
    layer: Option<Arc<str>>,
}

impl Placed {
    fn of(known: &Known, aim: Aim, conditions: Vec<Query>) -> Self {
        Self { number: known.number, sheet: known.sheet(aim), conditions, layer: None }
    }
}

/// All that the sheets of a page say of colors and sizes.
#[derive(Debug)]
pub(super) struct Sheets {
    /// What they are read for.
    pub(super) aim: Aim,
    placed: Vec<Placed>,
    ranks: HashMap<Arc<str>, usize>,
    /// Whether a sheet that cannot be read may say otherwise.
    pub(super) is_open: bool,
    /// Whether the scheme, or the width of the window, changes anything.
    pub(super) has_schemes: bool,
    pub(super) has_widths: bool,
    /// The states that change anything.
    pub(super) states: u8,
}

/// A rule by its places in the page and in its sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct At(u32, u32);

/// A rule that an element meets, and how surely.
pub(super) type Met = (At, Fit);

/// Where a rule stands in the cascade: layer, weight, place.
pub(super) type Standing = (usize, Weight, At);

/// Sheets that may ask for each other, and how deep.
const MOST_SHEETS: usize = 64;
const DEEPEST: usize = 8;

impl Sheets {
    /// The sheets that a page holds and links to; addresses start at its own path.
    pub(super) fn of(
        page: &Page<'_>,
        (path, library): (&str, &Library),
        aim: Aim,
    ) -> Self {
        let mut sheets = Self {
            aim,
            placed: Vec::new(),
            ranks: HashMap::new(),
            is_open: false,
            has_schemes: false,
            has_widths: false,
            states: 0,
        };
        let base = page.base();
        let is_sheet =
            |node: &Node<'_>| (node.is("style") && is_css(*node)) || is_linked(*node);
        let sources = page.marked(Marks::SHEET.or(Marks::RELATION)).filter(is_sheet);
        for node in sources.filter(|node| !node.is_inert()) {
            let media = Query::read(node.attribute("media").unwrap_or_default());
            if node.is("style") {
                let own = library.known(&node.text_content());
                let own = Placed::of(&own, aim, vec![media]);
                sheets.place(own, (path, library), 0);
            } else {
                let address = node.attribute("href").unwrap_or_default();
                match library.linked((path, base), address) {
                    Some((path, text)) => {
                        let own = Placed::of(&library.known(text), aim, vec![media]);
                        sheets.place(own, (path, library), 0);
                    }
                    None => sheets.is_open = true,
                }
            }
        }
        sheets.look_over(page);
        sheets
    }

    /// The situations in which the page may look different.
    pub(super) fn scenarios(&self) -> Vec<Scenario> {
        let [narrow, wide] = WIDTHS;
        let schemes: &[bool] = if self.has_schemes { &[false, true] } else { &[false] };
        let widths: &[f32] = if self.has_widths { &[narrow, wide] } else { &[wide] };
        let each = |is_dark: &bool| {
            let is_dark = *is_dark;
            widths.iter().map(move |width| Scenario { is_dark, width: *width })
        };
        schemes.iter().flat_map(each).collect()
    }

    /// Words for the scheme of a situation, if there is more than one.
    pub(super) fn scheme(&self, scenario: Scenario) -> &'static str {
        match (self.has_schemes, scenario.is_dark) {
            (false, _) => "",
            (true, false) => " in the light scheme",
            (true, true) => " in the dark scheme",
        }
    }

    /// Adds a sheet after those that it asks for.
    fn place(&mut self, own: Placed, (path, library): (&str, &Library), depth: usize) {
        for import in &own.sheet.imports {
            let found = library.file(path, &import.address);
            let Some((path, text)) = found.filter(|_| depth < DEEPEST) else {
                self.is_open = true;
                continue;
            };
            let mut conditions = own.conditions.clone();
            conditions.push(import.condition.clone());
            let mut imported = Placed::of(&library.known(text), self.aim, conditions);
            imported.layer = within(own.layer.as_ref(), import.layer.as_ref());
            self.place(imported, (path, library), depth + 1);
        }
        // Of two that are the same the later one says it all.
        self.placed.retain(|one| {
            one.number != own.number
                || (&one.conditions, &one.layer) != (&own.conditions, &own.layer)
        });
        if self.placed.len() >= MOST_SHEETS {
            self.is_open = true;
            return;
        }
        for name in &own.sheet.layers {
            if let Some(layer) = within(own.layer.as_ref(), Some(name)) {
                let next = self.ranks.len();
                self.ranks.entry(layer).or_insert(next);
            }
        }
        self.placed.push(own);
    }

    /// Notes what decides at all.
    fn look_over(&mut self, page: &Page<'_>) {
        let is_schemed = |node: Node<'_>| {
            (node.is("meta") && node.has_value("name", "color-scheme"))
                || node.attribute("style").is_some_and(says_scheme)
        };
        let mut schemed = page.marked(Marks::META.or(Marks::STYLE));
        self.has_schemes = schemed.any(is_schemed);
        for placed in &self.placed {
            self.has_schemes |= placed.sheet.has_schemes
                || placed.conditions.iter().any(Query::asks_scheme);
            self.has_widths |= placed.sheet.has_widths
                || placed.conditions.iter().any(Query::asks_width);
            self.states |= placed.sheet.states;
        }
    }

    /// Stands for everything that the sheets of the page say.
    pub(super) fn seed(&self) -> u64 {
        let mut hasher = FixedState::default().build_hasher();
        let Self { placed, ranks, is_open, has_schemes, .. } = self;
        for Placed { number, conditions, layer, .. } in placed {
            (number, format!("{conditions:?}"), layer).hash(&mut hasher);
        }
        (ranks.len(), is_open, has_schemes).hash(&mut hasher);
        hasher.finish()
    }

    /// Every selector, in the order of the cascade.
    pub(super) fn selectors(&self) -> impl Iterator<Item = &Selector> {
        let rules = self.placed.iter().flat_map(|placed| &placed.sheet.rules);
        rules.map(|rule| &rule.selector)
    }

    /// Whether nothing is said at all.
    pub(super) fn is_empty(&self) -> bool {
        self.placed.iter().all(|placed| placed.sheet.rules.is_empty())
    }

    /// The rule at a place, with the conditions and the layer around it.
    fn get(&self, at: At) -> Option<(&Placed, &Rule)> {
        let placed = self.placed.get(at.0 as usize)?;
        Some((placed, placed.sheet.rules.get(at.1 as usize)?))
    }

    /// What a rule says.
    pub(super) fn rule(&self, at: At) -> Option<&Rule> {
        self.get(at).map(|(_, rule)| rule)
    }

    /// Whether a rule holds in a situation.
    pub(super) fn holds(&self, at: At, scenario: Scenario) -> Fit {
        let Some((placed, rule)) = self.get(at) else { return Fit::No };
        let all = rule.conditions.iter().chain(&placed.conditions);
        all.map(|query| query.fit(scenario)).min().unwrap_or(Fit::Yes)
    }

    /// Where a rule stands in the cascade.
    pub(super) fn standing(&self, at: At) -> Option<Standing> {
        let (placed, rule) = self.get(at)?;
        let layer = within(placed.layer.as_ref(), rule.layer.as_ref());
        let rank = layer.and_then(|layer| self.ranks.get(&layer).copied());
        Some((rank.unwrap_or(usize::MAX), rule.selector.weight, at))
    }

    /// The rules whose last part may fit an element with these keys.
    pub(super) fn candidates(&self, keys: &[String]) -> Vec<At> {
        let mut found = Vec::new();
        for (sheet, placed) in (0_u32..).zip(&self.placed) {
            let own = placed.sheet.met_by(keys).into_iter();
            found.extend(own.filter_map(|at| Some(At(sheet, u32::try_from(at).ok()?))));
        }
        found
    }

    /// Those of some rules that an element meets while something is touched, in no order.
    pub(super) fn met<'d>(
        &self,
        some: &[At],
        (family, node, touch): (&Family<'d>, Node<'d>, Touch),
    ) -> Vec<Met> {
        let fit = |at: &At| {
            let fit = family.fit(&self.rule(*at)?.selector, node, touch);
            (fit != Fit::No).then_some((*at, fit))
        };
        let mut some = some.iter().take_while(|_| !family.is_spent());
        some.by_ref().filter_map(fit).collect()
    }

    /// Whether a state of an element may change anything of it or of others.
    pub(super) fn may_touch<'d>(
        &self,
        keys: &[String],
        family: &Family<'d>,
        node: Node<'d>,
    ) -> bool {
        let mut parts = self.placed.iter().flat_map(|one| one.sheet.states_met_by(keys));
        parts.any(|own| {
            let mut rest = own.iter().filter(|simple| simple.states() == 0);
            rest.all(|simple| family.one(simple, node, REST) != Fit::No)
        })
    }
}

/// What rules are found by: name, identifier and classes, as selectors write them.
pub(super) fn keys(node: Node<'_>) -> Vec<String> {
    let mut keys = vec![node.name().to_ascii_lowercase()];
    keys.extend(node.attribute("id").map(|id| format!("#{id}")));
    let classes = node.attribute("class").unwrap_or_default();
    keys.extend(classes.split_ascii_whitespace().map(|class| format!(".{class}")));
    keys
}

/// Whether a style asks for one of the schemes.
pub(super) fn says_scheme(value: &str) -> bool {
    value.contains("light-dark(") || value.contains("color-scheme")
}

/// The name of a layer within another.
fn within(outer: Option<&Arc<str>>, inner: Option<&Arc<str>>) -> Option<Arc<str>> {
    match (outer, inner) {
        (Some(outer), Some(inner)) => Some(format!("{outer}.{inner}").into()),
        (outer, inner) => outer.or(inner).cloned(),
    }
}

fn is_css(node: Node<'_>) -> bool {
    let kind = node.attribute("type").unwrap_or_default().trim();
    kind.is_empty() || kind.eq_ignore_ascii_case("text/css")
}

/// Whether an element links to a sheet that is used at once, or by a script later.
fn is_linked(node: Node<'_>) -> bool {
    is_linked_at_once(node)
        || (node.is("link") && has_rel(node, "preload") && node.has_value("as", "style"))
}

/// Whether an element links to a sheet that is used at once.
pub(in crate::audit) fn is_linked_at_once(node: Node<'_>) -> bool {
    node.is("link")
        && has_rel(node, "stylesheet")
        && !has_rel(node, "alternate")
        && !node.has("disabled")
}

fn has_rel(node: Node<'_>, word: &str) -> bool {
    let rel = node.attribute("rel").unwrap_or_default();
    rel.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(word))
}
