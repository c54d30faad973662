//! A page as it is seen in one situation: a style for every node, each distinct one computed once.

use std::collections::HashMap;
use std::rc::Rc;

use super::cascade::Slots;
use super::fit::{Family, REST, Touch, is_link};
use super::media::Scenario;
use super::selector::state;
use super::sheet::Rule;
use super::sheets::{At, Met, Sheets, keys};
use super::style::{Place, Style, Verdict};
use crate::audit::css::{self, Declaration};
use crate::audit::markup::{Document, Node};

/// What holds of the elements of a page in every situation.
pub(super) struct Matched<'s, 'd> {
    pub(super) document: &'d Document<'d>,
    pub(super) sheets: &'s Sheets,
    family: &'s Family<'d>,
    /// Of every node, whether it is looked at at all.
    looked_at: Vec<bool>,
    /// Of every node, the list of rules that it meets whatever is touched.
    plain: Vec<usize>,
    /// Of every node, the rules that it may meet when something is touched.
    stateful: Vec<Vec<At>>,
    /// Of every node, its style attribute; 0 is none.
    attributes: Vec<usize>,
    declarations: Vec<Vec<Declaration>>,
    /// Of every node, the list of rules that it meets when nothing is touched.
    rest: Vec<usize>,
    /// Of every node, what browsers look at before any author.
    kinds: Vec<usize>,
    kind_places: HashMap<String, usize>,
    /// Lists of the nodes of a touched element, in which some differ from those at rest.
    touched: HashMap<Touch, Option<Rc<[usize]>>>,
    /// The elements whose states may change something, in order.
    pub(super) touchable: Vec<usize>,
    /// The elements over or under which something may lie that is placed by itself.
    pub(super) generated: Vec<usize>,
    lists: Lists,
}

/// Lists of rules, each kept once.
#[derive(Default)]
struct Lists {
    all: Vec<Vec<Met>>,
    places: HashMap<Vec<Met>, usize>,
}

impl Lists {
    fn place(&mut self, list: Vec<Met>) -> usize {
        if let Some(known) = self.places.get(&list) {
            return *known;
        }
        self.all.push(list.clone());
        self.places.insert(list, self.all.len() - 1);
        self.all.len() - 1
    }
}

impl<'s, 'd> Matched<'s, 'd> {
    /// Finds the rules that each of some elements meets.
    pub(super) fn of(
        sheets: &'s Sheets,
        family: &'s Family<'d>,
        looked_at: Vec<bool>,
    ) -> Self {
        let document = family.document;
        let mut matched = Self {
            document,
            sheets,
            family,
            looked_at,
            plain: vec![0; document.len()],
            stateful: vec![Vec::new(); document.len()],
            attributes: vec![0; document.len()],
            declarations: vec![Vec::new()],
            rest: vec![0; document.len()],
            kinds: vec![0; document.len()],
            kind_places: HashMap::new(),
            touched: HashMap::new(),
            touchable: Vec::new(),
            generated: Vec::new(),
            lists: Lists::default(),
        };
        matched.lists.place(Vec::new());
        for node in document.elements() {
            if matched.is_looked_at(node) && !matched.is_spent() {
                matched.meet(node);
            }
        }
        matched
    }

    fn is_looked_at(&self, node: Node<'_>) -> bool {
        self.looked_at.get(node.place()) == Some(&true)
    }

    /// Whether the sheets ask for too much.
    pub(super) fn is_spent(&self) -> bool {
        self.family.is_spent()
    }

    fn meet(&mut self, node: Node<'d>) {
        let keys = keys(node);
        let (mut plain, mut stateful, mut generated) =
            (Vec::new(), Vec::new(), Vec::new());
        for at in self.sheets.candidates(&keys) {
            let Some(rule) = self.sheets.rule(at) else { continue };
            if rule.selector.is_generated {
                generated.push(at);
            } else if rule.selector.states == 0 {
                plain.push(at);
            } else {
                stateful.push(at);
            }
        }
        let place = node.place();
        let met = self.sheets.met(&plain, (self.family, node, REST));
        self.plain[place] = self.lists.place(sorted(self.sheets, met));
        self.stateful[place] = stateful;
        self.rest[place] = self.list(node, REST);
        let next = self.kind_places.len();
        self.kinds[place] = *self.kind_places.entry(kind(node)).or_insert(next);
        let made = self.sheets.met(&generated, (self.family, node, REST));
        if made.iter().any(|(at, _)| self.sheets.rule(*at).is_some_and(Rule::covers)) {
            self.generated.push(place);
        }
        if is_link(node) || self.sheets.may_touch(&keys, self.family, node) {
            self.touchable.push(place);
        }
        if let Some(own) = node.attribute("style") {
            let own = css::declarations(own).into_iter();
            let own = own.filter(|one| self.sheets.aim.needs(one));
            self.declarations.push(own.collect());
            self.attributes[place] = self.declarations.len() - 1;
        }
    }

    /// The lists of an element and of all within it while it is touched, by place from its own;
    /// none if nothing changes.
    fn touched(&mut self, node: Node<'d>, touch: Touch) -> Option<Rc<[usize]>> {
        if let Some(known) = self.touched.get(&touch) {
            return known.clone();
        }
        let document = self.document;
        let lists: Rc<[usize]> = node
            .range()
            .map(|at| match document.at(at) {
                inner if self.is_looked_at(inner) && inner.is_element() => {
                    self.list(inner, touch)
                }
                _ => 0,
            })
            .collect();
        let is_same = *lists == self.rest[node.range()];
        // Browsers themselves change the color of what was followed.
        let is_visited = touch.states & state::VISITED != 0 && is_link(node);
        let found = (!is_same || is_visited).then_some(lists);
        self.touched.insert(touch, found.clone());
        found
    }

    /// The list of rules that an element meets while something is touched.
    fn list(&mut self, node: Node<'d>, touch: Touch) -> usize {
        let place = node.place();
        let plain = self.plain[place];
        let met = self.sheets.met(&self.stateful[place], (self.family, node, touch));
        if met.is_empty() {
            return plain;
        }
        self.family.spend(self.lists.all[plain].len());
        let all = self.lists.all[plain].iter().copied().chain(met).collect();
        self.lists.place(sorted(self.sheets, all))
    }
}

/// Rules in the order of the cascade.
fn sorted(sheets: &Sheets, mut met: Vec<Met>) -> Vec<Met> {
    met.sort_by_cached_key(|(at, _)| sheets.standing(*at));
    met
}

/// Styles of one situation.
pub(super) struct Look {
    pub(super) scenario: Scenario,
    styles: Vec<Style>,
    verdicts: Vec<Option<Verdict>>,
    /// By the style of the parent, the rules, the attribute and what browsers look at.
    known: HashMap<(usize, usize, usize, usize, bool), usize>,
    /// Of every node, its style when nothing is touched.
    pub(super) rest: Vec<usize>,
}

impl Look {
    /// Looks at a whole page that nobody touches.
    pub(super) fn at_rest(matched: &mut Matched<'_, '_>, scenario: Scenario) -> Self {
        let root = Style::root(matched.sheets.is_open);
        let mut look = Self {
            scenario,
            styles: vec![root],
            verdicts: vec![None],
            known: HashMap::new(),
            rest: vec![0; matched.document.len()],
        };
        let document = matched.document;
        for node in document.root().descendants() {
            let parent = node.parent().map_or(0, |parent| look.rest[parent.place()]);
            look.rest[node.place()] = if matched.is_looked_at(node) && node.is_element() {
                look.style(matched, node, (parent, matched.rest[node.place()], 0))
            } else {
                parent
            };
        }
        look
    }

    /// The styles of an element and of all within it while it is touched, by place from its own;
    /// none if nothing changes.
    pub(super) fn touched<'d>(
        &mut self,
        matched: &mut Matched<'_, 'd>,
        node: Node<'d>,
        states: u8,
    ) -> Option<Vec<usize>> {
        let lists = matched.touched(node, Touch { place: node.place(), states })?;
        let mut own: Vec<usize> = Vec::with_capacity(lists.len());
        for (at, list) in node.range().zip(lists.iter()) {
            let inner = matched.document.at(at);
            let above = inner.parent().map_or(0, Node::place);
            let parent = match above.checked_sub(node.place()) {
                Some(within) => own[within],
                None => self.rest[above],
            };
            let states = if at == node.place() { states } else { 0 };
            own.push(if matched.is_looked_at(inner) && inner.is_element() {
                self.style(matched, inner, (parent, *list, states))
            } else {
                parent
            });
        }
        Some(own)
    }

    fn style<'d>(
        &mut self,
        matched: &Matched<'_, 'd>,
        node: Node<'d>,
        (parent, list, states): (usize, usize, u8),
    ) -> usize {
        let place = node.place();
        let attribute = matched.attributes[place];
        let is_visited = states & state::VISITED != 0 && is_link(node);
        let key = (parent, list, attribute, matched.kinds[place], is_visited);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let above = &self.styles[parent];
        let mut style = Style::inherited(above, node, states);
        let met = &matched.lists.all[list];
        let declarations = &matched.declarations[attribute];
        if !met.is_empty() || !declarations.is_empty() {
            matched.family.spend(met.len());
            let slots = Slots::of((matched.sheets, self.scenario), met, declarations);
            slots.apply((above, self.scenario), node, &mut style);
        }
        self.verdicts.push(style.verdict());
        self.styles.push(style);
        self.known.insert(key, self.styles.len() - 1);
        self.styles.len() - 1
    }

    /// The style of an element that nobody touches.
    pub(super) fn style_of(&self, node: Node<'_>) -> Option<&Style> {
        self.styles.get(*self.rest.get(node.place())?)
    }

    /// What is wrong with a style's colors.
    pub(super) fn verdict(&self, style: usize) -> Option<Verdict> {
        self.verdicts.get(style).copied().flatten()
    }

    /// Whether two styles are seen as the same.
    pub(super) fn look_alike(&self, one: usize, other: usize) -> bool {
        one == other || self.styles[one].looks_like(&self.styles[other])
    }

    /// Of every node, whether something placed by itself may lie over or under it.
    pub(super) fn overlaid(&self, matched: &Matched<'_, '_>) -> Vec<bool> {
        let mut overlaid = vec![false; matched.document.len()];
        let mut mark = |node: Node<'_>| {
            // What lies within something marked is marked already.
            let is_new = overlaid.get(node.place()) == Some(&false);
            if is_new && !node.is_any(&["html", "body"]) && node.is_element() {
                overlaid[node.range()].fill(true);
            }
        };
        for place in &matched.generated {
            mark(matched.document.at(*place));
        }
        let replaced = ["canvas", "iframe", "img", "object", "picture", "svg", "video"];
        for node in matched.document.elements() {
            let style = &self.styles[self.rest[node.place()]];
            if style.place != Place::Away
                || !(style.has_ground || replaced.contains(&node.name()))
            {
                continue;
            }
            let is_placed = |holder: &Node<'_>| {
                self.styles[self.rest[holder.place()]].place != Place::Static
            };
            let holder = node.ancestors().find(|holder| is_placed(holder));
            match holder.filter(|holder| !holder.is_any(&["html", "body"])) {
                Some(holder) => mark(holder),
                None => node.parent().into_iter().for_each(&mut mark),
            }
        }
        overlaid
    }
}

/// What browsers look at before any author.
fn kind(node: Node<'_>) -> String {
    let mut kind = node.name().to_owned();
    if is_link(node) {
        kind.push_str(" link");
    }
    if node.is("input") {
        kind.push(' ');
        kind.push_str(crate::audit::page::input_type(node));
    }
    kind
}
