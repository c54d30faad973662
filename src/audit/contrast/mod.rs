//! Which colors the texts of a page have, and on what ground.
//!
//! It reads the sheets within a page, those that it links to if they are given, and style
//! attributes; in the light and in the dark scheme, in a narrow and in a wide window, and for what
//! is pointed at, focused, pressed or followed. Of what it cannot be sure it says so, and of what it
//! cannot tell at all it is silent. It reports nothing.

mod cascade;
mod chain;
mod color;
mod edge;
mod fields;
mod fit;
mod library;
mod look;
mod media;
mod read;
mod scan;
mod selector;
mod sheet;
mod sheets;
mod style;
mod value;

use std::collections::HashSet;

pub(super) use fields::faults as field_faults;
pub use library::Library;
pub(super) use sheets::is_linked_at_once;

use super::marks::Marks;
use super::markup::{Document, Node};
use super::page::Page;
use chain::{Chained, Chains};
use fit::Family;
use look::{Look, Matched};
use media::Scenario;
use selector::state;
use sheet::Aim;
use sheets::Sheets;
use style::Verdict;

/// Colors that are too close.
#[derive(Debug)]
pub(super) struct Fault<'d> {
    /// The element that holds the text.
    pub(super) node: Node<'d>,
    /// Both colors, their ratio, the least one, and when they are seen.
    pub(super) message: String,
    /// Whether nothing else can decide.
    pub(super) is_sure: bool,
}

/// States that are looked at, each with what a reader does.
const STATES: [(u8, &str); 6] = [
    (state::HOVER, "pointed at"),
    (state::FOCUS | state::WITHIN, "focused"),
    (state::VISITED, "visited"),
    (state::VISITED | state::HOVER, "visited and pointed at"),
    (state::HOVER | state::ACTIVE, "pressed"),
    (state::TARGET, "led to"),
];

/// Most nodes that are looked at once more because something is touched.
const MOST_TOUCHED: usize = 100_000;

/// Larger pages are not looked up by their chains: their sheets may ask for too much.
const MOST_SHARED: usize = 5_000;

/// Every text of a page whose colors are too close, in the order of the page.
pub(super) fn faults<'d>(page: &Page<'d>) -> Vec<Fault<'d>> {
    let document = page.document();
    let none = Library::default();
    let (path, library) = page.surroundings().unwrap_or(("", &none));
    let sheets = Sheets::of(page, (path, library), Aim::Texts);
    if sheets.is_empty() && !page.has(Marks::STYLE) {
        return Vec::new();
    }
    let off = switched_off(page);
    let is_text =
        |node: Node<'d>| off.get(node.place()) == Some(&false) && has_text(page, node);
    let nodes = || std::iter::once(document.root()).chain(document.root().descendants());
    let texts: Vec<bool> = nodes().map(is_text).collect();
    let family = Family::of(document);
    let chains = Chains::of(&sheets).filter(|_| document.len() <= MOST_SHARED);
    let chains = chains.map(|chains| chains.texts(document, &family, &texts));
    if let Some(chains) = &chains {
        // Texts that are known to be fine need no second look, nor a second text of one chain.
        let new = library.not_fine(chains);
        if new.is_empty() {
            return Vec::new();
        }
        let scope = Scope::around(document, &new);
        let study = Study::of(page, scope, (&sheets, &family));
        if study.found.is_empty() {
            library.note_fine(new.into_iter().map(|(chain, _)| chain));
            return Vec::new();
        }
    }
    let scope = Scope { looked_at: vec![true; document.len()], texts };
    Study::of(page, scope, (&sheets, &family)).found
}

/// The nodes of a page that are looked at, by their places.
struct Scope {
    looked_at: Vec<bool>,
    /// Whether each holds words that count.
    texts: Vec<bool>,
}

impl Scope {
    /// Some texts, each by its chain, and what they lie in.
    fn around(document: &Document, texts: &Chained) -> Self {
        let none = || vec![false; document.len()];
        let mut scope = Self { looked_at: none(), texts: none() };
        for (_, place) in texts {
            scope.texts[*place] = true;
            scope.looked_at[*place] = true;
            for node in document.at(*place).ancestors() {
                if std::mem::replace(&mut scope.looked_at[node.place()], true) {
                    break;
                }
            }
        }
        scope
    }
}

/// The search for faults in one page.
struct Study<'s, 'd> {
    matched: Matched<'s, 'd>,
    /// Of every node, whether it holds words that count.
    texts: Vec<bool>,
    /// Elements that were told of, in the light and in the dark scheme.
    seen: HashSet<(usize, bool)>,
    left: usize,
    found: Vec<Fault<'d>>,
}

impl<'s, 'd> Study<'s, 'd> {
    /// Looks at some nodes in every situation.
    fn of(
        page: &Page<'d>,
        scope: Scope,
        (sheets, family): (&'s Sheets, &'s Family<'d>),
    ) -> Self {
        let Scope { looked_at, texts } = scope;
        family.start();
        let mut study = Self {
            texts,
            matched: Matched::of(sheets, family, looked_at),
            seen: HashSet::new(),
            left: MOST_TOUCHED,
            found: Vec::new(),
        };
        for scenario in sheets.scenarios() {
            if !family.is_spent() {
                study.look(page, scenario);
            }
        }
        study.found.sort_by_key(|one| one.node.place());
        if family.is_spent() {
            let message =
                "the style sheets of this page ask for more than is computed".to_owned();
            let node = page.document().html().unwrap_or_else(|| page.document().root());
            study.found = vec![Fault { node, message, is_sure: false }];
        }
        study
    }

    fn has_text(&self, node: Node<'_>) -> bool {
        self.texts.get(node.place()) == Some(&true)
    }

    fn look(&mut self, page: &Page<'d>, scenario: Scenario) {
        let mut look = Look::at_rest(&mut self.matched, scenario);
        let overlaid = look.overlaid(&self.matched);
        for node in page.document().root().descendants() {
            if self.has_text(node)
                && let Some(mut verdict) = look.verdict(look.rest[node.place()])
            {
                verdict.is_sure &= !overlaid[node.place()];
                self.tell(node, &verdict, (scenario, ""));
            }
        }
        for place in self.matched.touchable.clone() {
            let node = page.document().at(place);
            for (states, done) in STATES {
                if self.matched.is_spent() {
                    return;
                }
                if self.matters(node, states) && self.left >= node.range().len() {
                    let Some(touched) = look.touched(&mut self.matched, node, states)
                    else {
                        continue;
                    };
                    self.left -= touched.len();
                    self.compare(&look, (node, &touched, &overlaid), done);
                }
            }
        }
    }

    /// Whether a state can be, and change anything.
    fn matters(&self, node: Node<'_>, states: u8) -> bool {
        let used = self.matched.sheets.states;
        if states & state::VISITED != 0 {
            // Browsers themselves change the color of what was followed.
            return fit::is_link(node) && (states & !state::VISITED & !used) == 0;
        }
        if states & state::TARGET != 0 && !node.has("id") {
            return false;
        }
        used & states != 0 && (states & state::ACTIVE == 0 || used & state::ACTIVE != 0)
    }

    /// Tells of what is wrong only while an element is touched.
    fn compare(
        &mut self,
        look: &Look,
        (node, touched, overlaid): (Node<'d>, &[usize], &[bool]),
        done: &str,
    ) {
        for (at, style) in node.range().zip(touched) {
            let inner = self.matched.document.at(at);
            if !self.has_text(inner) || look.look_alike(*style, look.rest[at]) {
                continue;
            }
            if let Some(mut verdict) = look.verdict(*style) {
                verdict.is_sure &= !overlaid[at];
                self.tell(inner, &verdict, (look.scenario, done));
            }
        }
    }

    fn tell(
        &mut self,
        node: Node<'d>,
        own: &Verdict,
        (scenario, done): (Scenario, &str),
    ) {
        if !self.seen.insert((node.place(), scenario.is_dark)) {
            return;
        }
        let scheme = self.matched.sheets.scheme(scenario);
        let done = if done.is_empty() { String::new() } else { format!(" while {done}") };
        // Rounded down, so that a ratio below the least one never reads as that.
        let ratio = (own.ratio * 100.0).floor() / 100.0;
        let message = format!(
            "text in `{}` on `{}` has a contrast of {ratio}:1{scheme}{done}; the least is {}:1",
            own.text, own.ground, own.least
        );
        self.found.push(Fault { node, message, is_sure: own.is_sure });
    }
}

/// Whether an element directly holds words that are seen.
fn has_text(page: &Page<'_>, node: Node<'_>) -> bool {
    let is_word = |text: &str| text.chars().any(char::is_alphanumeric);
    let is_button = || {
        let kinds = ["button", "submit", "reset"];
        node.is("input") && kinds.iter().any(|own| node.has_value("type", own))
    };
    node.is_html()
        && page.is_exposed(node)
        && (node.children().any(|child| child.text().is_some_and(is_word))
            || (is_button() && node.attribute("value").is_some_and(is_word)))
}

/// Of every node but the document, whether it is, names, or lies within something that is
/// switched off.
fn switched_off(page: &Page<'_>) -> Vec<bool> {
    let document = page.document();
    let mut off = vec![false; document.len()];
    if !page.has(Marks::OFF) {
        return off;
    }
    let fields = ["input", "select", "textarea", "button"];
    let is_off = |node: Node<'_>| {
        (page.is_disabled(node) && node.is_html())
            || node.has_value("aria-disabled", "true")
    };
    // What lies within something marked is marked already.
    let mut mark = |node: Node<'_>| {
        if off.get(node.place()) == Some(&false) {
            off[node.range()].fill(true);
        }
    };
    for node in document.elements() {
        if is_off(node) {
            mark(node);
            node.referenced("aria-labelledby").for_each(&mut mark);
        }
        if node.is("label") {
            let own = node.attribute("for").and_then(|id| document.by_id(id));
            let within = || node.descendants().take(200).find(|one| one.is_any(&fields));
            if own.or_else(within).is_some_and(is_off) {
                mark(node);
            }
        }
    }
    off
}

#[cfg(test)]
mod tests;
