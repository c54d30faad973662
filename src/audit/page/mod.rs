//! A document and what follows from it: roles, names, what is exposed, what takes the focus.
//!
//! One computation of each, shared by all rules. It judges nothing.
//!
//! # Source
//! HTML-AAM 1.0 for roles and native names, accname 1.2 for names, WAI-ARIA 1.2 for conflicts.

mod exposure;
mod family;
mod focus;
mod name;
mod native;
mod role;
pub(in crate::audit) mod style;

pub(super) use native::{input_type, labels};

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::address;
use super::aria::Role;
use super::contrast::Library;
use super::marks::Marks;
use super::markup::{Document, Node};
use exposure::{Exposure, Sight, Template};
use style::Styles;

/// A document with what is known of its nodes, computed when first asked for.
#[derive(Debug)]
pub struct Page<'d> {
    document: &'d Document<'d>,
    /// Its path, and the style sheets that may lie around it.
    surroundings: Option<(&'d str, &'d Library)>,
    marked: OnceCell<Marked>,
    links: OnceCell<Vec<usize>>,
    origin: OnceCell<Option<&'d str>>,
    styles: OnceCell<Arc<Styles>>,
    exposure: OnceCell<Vec<Exposure>>,
    /// The elements before or after whose content sheets may put words, by their places.
    worded: OnceCell<Vec<usize>>,
    owners: OnceCell<HashMap<usize, usize>>,
    /// What was asked of each node so far, by its place.
    asked: OnceCell<Vec<Asked>>,
}

/// What is known of a node once somebody asks.
#[derive(Clone, Debug, Default)]
struct Asked {
    role: OnceCell<Option<&'static Role>>,
    name: OnceCell<String>,
}

/// The elements that bear any mark.
#[derive(Debug, Default)]
struct Marked {
    /// Every mark that any of them bears.
    all: Marks,
    /// Their places, in document order, with the marks of each.
    places: Vec<(usize, Marks)>,
}

impl<'d> Page<'d> {
    /// A page of which nothing is known yet.
    pub fn new(document: &'d Document<'d>) -> Self {
        Self {
            document,
            surroundings: None,
            marked: OnceCell::new(),
            links: OnceCell::new(),
            origin: OnceCell::new(),
            styles: OnceCell::new(),
            exposure: OnceCell::new(),
            worded: OnceCell::new(),
            owners: OnceCell::new(),
            asked: OnceCell::new(),
        }
    }

    /// A page at a path, with the style sheets that it may link to.
    pub fn within(
        document: &'d Document<'d>,
        path: &'d str,
        library: &'d Library,
    ) -> Self {
        Self { surroundings: Some((path, library)), ..Self::new(document) }
    }

    /// Its path and the style sheets that it may link to.
    pub(super) fn surroundings(&self) -> Option<(&'d str, &'d Library)> {
        self.surroundings
    }

    /// Where the addresses of the page start, if it says so.
    pub(super) fn base(&self) -> Option<&'d str> {
        let mut bases = self.marked(Marks::BASE).filter(|node| node.is("base"));
        bases.find_map(|node| node.attribute("href"))
    }

    /// The document itself.
    pub fn document(&self) -> &'d Document<'d> {
        self.document
    }

    fn known_marks(&self) -> &Marked {
        self.marked.get_or_init(|| {
            let mut marked = Marked::default();
            for node in self.document.elements() {
                let own = Marks::of(node);
                if own != Marks::NONE {
                    marked.all = marked.all.or(own);
                    marked.places.push((node.place(), own));
                }
            }
            marked
        })
    }

    /// Whether any element bears one of these marks.
    pub(super) fn has(&self, marks: Marks) -> bool {
        self.known_marks().all.has(marks)
    }

    /// Every element with one of these marks, in document order.
    pub(super) fn marked(&self, marks: Marks) -> impl Iterator<Item = Node<'d>> {
        let known = self.known_marks();
        let places = if known.all.has(marks) { &*known.places } else { &[] };
        let fits = places.iter().filter(move |(_, own)| own.has(marks));
        fits.map(|(place, _)| self.document.at(*place))
    }

    /// The same without what a `template` holds.
    pub(super) fn elements(&self, marks: Marks) -> impl Iterator<Item = Node<'d>> {
        self.marked(marks).filter(|node| !self.is_inert(*node))
    }

    /// Those of them that assistive technology meets.
    pub(super) fn exposed(&self, marks: Marks) -> impl Iterator<Item = Node<'d>> {
        self.marked(marks).filter(|node| self.is_exposed(*node))
    }

    /// The exposed links, in document order.
    pub(super) fn links(&self) -> impl Iterator<Item = Node<'d>> {
        let all = self.links.get_or_init(|| {
            let all = self.exposed(Marks::LINK.or(Marks::ROLE));
            all.filter(|node| self.has_role(*node, "link")).map(Node::place).collect()
        });
        all.iter().map(|place| self.document.at(*place))
    }

    /// The exposed headings, in document order.
    pub(super) fn headings(&self) -> impl Iterator<Item = Node<'d>> {
        let all = self.exposed(Marks::HEADING.or(Marks::ROLE));
        all.filter(|node| self.has_role(*node, "heading"))
    }

    /// The exposed main parts, in document order; a good page has one.
    pub(super) fn mains(&self) -> impl Iterator<Item = Node<'d>> {
        let all = self.exposed(Marks::LANDMARK.or(Marks::ROLE));
        all.filter(|node| self.has_role(*node, "main"))
    }

    /// The scheme and host of the site, if the page names its own address.
    pub(super) fn origin(&self) -> Option<&'d str> {
        *self.origin.get_or_init(|| address::own_origin(self))
    }

    /// Whether a `template` holds it.
    pub(super) fn is_inert(&self, node: Node<'_>) -> bool {
        self.of(node).template == Template::Within
    }

    fn styles(&self) -> &Styles {
        self.styles.get_or_init(|| Styles::of(self))
    }

    fn of(&self, node: Node<'_>) -> Exposure {
        let compute = || exposure::all(self);
        let all = self.exposure.get_or_init(compute);
        all.get(node.place()).copied().unwrap_or_default()
    }

    /// Whether it takes part in the page's layout: neither it nor what holds it is hidden.
    pub fn is_rendered(&self, node: Node<'_>) -> bool {
        self.of(node).sight != Sight::Gone
    }

    /// Whether it is rendered and not made invisible by `visibility`.
    pub fn is_visible(&self, node: Node<'_>) -> bool {
        self.of(node).sight == Sight::Seen
    }

    /// Whether assistive technology meets it: it is visible, and neither `aria-hidden` nor `inert`.
    ///
    /// Elements without meaning of their own, such as `role=none`, count as exposed.
    pub fn is_exposed(&self, node: Node<'_>) -> bool {
        let own = self.of(node);
        own.sight == Sight::Seen && !own.is_aria_hidden
    }

    /// Whether `aria-hidden` or `inert` hides it, on itself or on what holds it.
    pub fn is_aria_hidden(&self, node: Node<'_>) -> bool {
        self.of(node).is_aria_hidden
    }

    /// Whether the focus can reach it, by key, by pointer or by script.
    pub fn is_focusable(&self, node: Node<'_>) -> bool {
        let is_inert = || self.has(Marks::INERT) && focus::is_inert(node);
        node.is_element()
            && self.is_visible(node)
            && focus::takes_focus(node)
            && !is_inert()
    }

    /// Whether the focus reaches it by the Tab key.
    pub fn is_in_tab_order(&self, node: Node<'_>) -> bool {
        self.is_focusable(node) && focus::tab_index(node).is_none_or(|index| index >= 0)
    }

    /// Whether it is a form control that is switched off.
    pub fn is_disabled(&self, node: Node<'_>) -> bool {
        focus::is_disabled(node)
    }

    /// The role that holds: a valid one of its own unless that conflicts, else that of HTML.
    pub fn role(&self, node: Node<'_>) -> Option<&'static Role> {
        *self.asked(node).role.get_or_init(|| role::semantic(node))
    }

    fn asked(&self, node: Node<'_>) -> &Asked {
        let all = self.asked.get_or_init(|| {
            std::iter::repeat_with(Asked::default).take(self.document.len()).collect()
        });
        &all[node.place()]
    }

    /// The first valid role of its `role` attribute, conflicts aside.
    pub fn explicit_role(&self, node: Node<'_>) -> Option<&'static Role> {
        role::explicit(node)
    }

    /// The role that HTML gives it.
    pub fn implicit_role(&self, node: Node<'_>) -> Option<&'static Role> {
        role::implicit(node)
    }

    /// Whether its role is this one.
    pub fn has_role(&self, node: Node<'_>, name: &str) -> bool {
        self.role(node).is_some_and(|role| role.name == name)
    }

    /// The nearest element with meaning that holds it, or that claims it by `aria-owns`.
    pub fn owner(&self, node: Node<'d>) -> Option<Node<'d>> {
        family::owner(node, self.owners())
    }

    fn owners(&self) -> &HashMap<usize, usize> {
        self.owners.get_or_init(|| family::owners(self.document))
    }

    /// The nearest elements with meaning that it holds or claims.
    pub fn owned(&self, node: Node<'d>) -> Vec<Node<'d>> {
        family::owned(self, node)
    }

    /// Its accessible name, spaces made single; empty if it has none.
    pub fn name(&self, node: Node<'_>) -> &str {
        self.asked(node).name.get_or_init(|| name::name(self, node))
    }

    /// Whether it surely has no name: sheets may put words into an element too.
    pub fn is_nameless(&self, node: Node<'_>) -> bool {
        let is_worded = || {
            let worded = self.worded.get_or_init(|| exposure::worded(self));
            let first = worded.partition_point(|place| *place < node.place());
            worded.get(first).is_some_and(|place| node.range().contains(place))
        };
        self.name(node).is_empty() && !is_worded()
    }

    /// Its accessible description, spaces made single; empty if it has none.
    pub fn description(&self, node: Node<'_>) -> String {
        name::description(self, node)
    }

    /// The words within that are seen, spaces made single; signs of a font of icons are none.
    pub fn visible_text(&self, node: Node<'_>) -> String {
        let mut text = String::new();
        let mut ends: Vec<usize> = Vec::new();
        for inner in node.descendants() {
            while ends.pop_if(|end| *end <= inner.place()).is_some() {
                text.push(' ');
            }
            if inner.is_element() && (!name::is_inline(inner) || inner.is("br")) {
                text.push(' ');
                ends.push(inner.range().end);
            }
            if self.is_visible(inner) && !self.of(inner).draws_signs {
                text.push_str(inner.text().unwrap_or_default());
            }
        }
        one_spaced(text)
    }
}

/// Words with one space between them.
pub(in crate::audit) fn one_spaced<'t>(text: impl Into<Cow<'t, str>>) -> String {
    let text = text.into();
    // Most are written so, in plain letters.
    let mut before = b' ';
    let is_plain = text.bytes().all(|byte| {
        let fits = (b' '..=b'~').contains(&byte) && (byte, before) != (b' ', b' ');
        before = byte;
        fits
    });
    if is_plain && before != b' ' {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests;
