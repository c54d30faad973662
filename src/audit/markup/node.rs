//! A place in a document, and the ways from it to others.

use std::borrow::Cow;
use std::ops::Range;

use html5ever::LocalName;

use super::{Attribute, Document, Element, Entry, Kind, Namespace};

/// A node of a document: as cheap to copy as a number.
#[derive(Clone, Copy, Debug)]
pub struct Node<'d> {
    document: &'d Document<'d>,
    place: usize,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.place == other.place
    }
}

impl Eq for Node<'_> {}

impl<'d> Node<'d> {
    /// The node at a place, which must be one of the document's.
    #[inline]
    pub(super) fn new(document: &'d Document<'d>, place: usize) -> Self {
        Self { document, place }
    }

    #[inline]
    fn entry(self) -> &'d Entry<'d> {
        &self.document.entries[self.place]
    }

    #[inline]
    fn element(self) -> Option<&'d Element> {
        match &self.entry().kind {
            Kind::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The document that it is a node of.
    pub fn document(self) -> &'d Document<'d> {
        self.document
    }

    /// Its place in document order; the document node is 0.
    #[inline]
    pub fn place(self) -> usize {
        self.place
    }

    /// Places of its subtree, itself first.
    pub fn range(self) -> Range<usize> {
        self.place..self.entry().end
    }

    /// Bytes of the start tag, the text or the comment.
    pub fn span(self) -> Range<usize> {
        self.entry().span.clone()
    }

    /// Whether it is an element of any namespace.
    #[inline]
    pub fn is_element(self) -> bool {
        self.element().is_some()
    }

    /// Whether it is an element of HTML.
    #[inline]
    pub fn is_html(self) -> bool {
        self.namespace() == Some(Namespace::Html)
    }

    /// Whether it is an element of SVG.
    pub fn is_svg(self) -> bool {
        self.namespace() == Some(Namespace::Svg)
    }

    /// What an element belongs to.
    #[inline]
    pub fn namespace(self) -> Option<Namespace> {
        self.element().map(|element| element.namespace)
    }

    /// Local name of an element; empty for anything else.
    #[inline]
    pub fn name(self) -> &'d str {
        self.element().map_or("", |element| &element.name)
    }

    /// The same, as quick to compare as a number.
    pub(in crate::audit) fn local_name(self) -> Option<&'d LocalName> {
        self.element().map(|element| &element.name)
    }

    /// Whether it is the HTML element of this name.
    #[inline]
    pub fn is(self, name: &str) -> bool {
        self.name() == name && self.is_html()
    }

    /// Whether it is an HTML element with one of these names.
    #[inline]
    pub fn is_any(self, names: &[&str]) -> bool {
        names.contains(&self.name()) && self.is_html()
    }

    /// Its attributes, in the order of the source.
    #[inline]
    pub fn attributes(self) -> &'d [Attribute<'d>] {
        let all = &self.document.attributes;
        self.element().and_then(|one| all.get(one.attributes.clone())).unwrap_or_default()
    }

    /// An attribute with its place.
    #[inline]
    pub fn written(self, name: &str) -> Option<&'d Attribute<'d>> {
        self.attributes().iter().find(|attribute| &*attribute.name == name)
    }

    /// The value of an attribute.
    #[inline]
    pub fn attribute(self, name: &str) -> Option<&'d str> {
        self.written(name).map(|attribute| &*attribute.value)
    }

    /// Whether it has the attribute, with any value.
    #[inline]
    pub fn has(self, name: &str) -> bool {
        self.written(name).is_some()
    }

    /// Whether an attribute has this value, letter case aside.
    pub fn has_value(self, name: &str, value: &str) -> bool {
        self.attribute(name).is_some_and(|own| own.trim().eq_ignore_ascii_case(value))
    }

    /// The elements that an attribute of identifiers names, in its order.
    pub fn referenced(self, name: &str) -> impl Iterator<Item = Node<'d>> {
        let words = self.attribute(name).unwrap_or_default().split_ascii_whitespace();
        words.filter_map(|id| self.document.by_id(id))
    }

    /// The text of a text node.
    #[inline]
    pub fn text(self) -> Option<&'d str> {
        match &self.entry().kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// All text within, without anything between its pieces.
    pub fn text_content(self) -> Cow<'d, str> {
        let mut texts = self.range().filter_map(|at| Node::new(self.document, at).text());
        let first = texts.next().unwrap_or_default();
        match texts.next() {
            None => first.into(),
            Some(next) => [first, next].into_iter().chain(texts).collect(),
        }
    }

    /// The node that holds it; none for the document.
    #[inline]
    pub fn parent(self) -> Option<Node<'d>> {
        (self.place > 0).then(|| Node::new(self.document, self.entry().parent))
    }

    /// Its parent, grandparent and so on, up to the document.
    pub fn ancestors(self) -> impl Iterator<Item = Node<'d>> {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    /// The nearest ancestor that fits.
    pub fn closest(self, fits: impl Fn(Node<'d>) -> bool) -> Option<Node<'d>> {
        self.ancestors().find(|node| fits(*node))
    }

    /// What it holds directly, in order.
    pub fn children(self) -> impl Iterator<Item = Node<'d>> {
        let end = self.entry().end;
        let at =
            move |place: usize| (place < end).then(|| Node::new(self.document, place));
        std::iter::successors(at(self.place + 1), move |node| at(node.entry().end))
    }

    /// The elements that it holds directly.
    pub fn child_elements(self) -> impl Iterator<Item = Node<'d>> {
        self.children().filter(|node| node.is_element())
    }

    /// Everything within, in document order, itself left out.
    pub fn descendants(self) -> impl Iterator<Item = Node<'d>> + Clone {
        (self.place + 1..self.entry().end).map(|at| Node::new(self.document, at))
    }

    /// Whether it is the one `summary` that opens its `details`.
    pub fn opens_details(self) -> bool {
        self.document.summaries.contains(&self.place)
    }

    /// Whether it lies within `other`, or is it.
    pub fn is_within(self, other: Node<'_>) -> bool {
        other.range().contains(&self.place)
    }

    /// Whether it is held by a `template`, so that nobody meets it.
    pub fn is_inert(self) -> bool {
        self.closest(|node| node.is("template")).is_some()
    }
}
