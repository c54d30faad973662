//! A page as a tree whose nodes know their bytes. It reads, and never judges.
//!
//! The nodes lie in one list in document order, so that a subtree is a range of it and no walk
//! needs recursion. Contents of a `template` are its children.

mod build;
mod node;
mod parse;
mod tidy;

use std::borrow::Cow;
use std::ops::Range;

use foldhash::{HashMap, HashSet};
use html5ever::{LocalName, local_name};
pub use node::Node;

/// What an element belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namespace {
    /// HTML.
    Html,
    /// SVG.
    Svg,
    /// `MathML`, or anything else.
    Other,
}

/// An attribute of a page of text `'t`.
#[derive(Clone, Debug)]
pub struct Attribute<'t> {
    /// Its name, in lower case within HTML.
    pub name: LocalName,
    /// Its value, character references decoded; empty if it has none.
    pub value: Cow<'t, str>,
    /// Its bytes, from the name to the end of the value.
    pub span: Range<usize>,
}

/// An element's own data.
#[derive(Debug)]
struct Element {
    namespace: Namespace,
    name: LocalName,
    /// Places of its attributes among those of the page.
    attributes: Range<usize>,
}

#[derive(Debug)]
enum Kind<'t> {
    Document,
    Element(Element),
    Text(Cow<'t, str>),
    Comment,
}

/// One node of the list.
#[derive(Debug)]
struct Entry<'t> {
    kind: Kind<'t>,
    /// Bytes of the start tag, the text or the comment; empty if the parser implied the node.
    span: Range<usize>,
    /// Place of the parent; the document's is its own.
    parent: usize,
    /// First place after the subtree.
    end: usize,
}

/// A parsed page; it borrows what it need not decode. `entries[0]` is the document itself.
#[derive(Debug)]
pub struct Document<'t> {
    entries: Vec<Entry<'t>>,
    /// The attributes of all elements; those of one follow each other.
    attributes: Vec<Attribute<'t>>,
    /// Places of the elements, in order: most rules ask for these alone.
    elements: Vec<usize>,
    ids: HashMap<String, usize>,
    labels: HashMap<String, Vec<usize>>,
    /// The first `summary` of each `details`.
    summaries: HashSet<usize>,
    is_cut: bool,
    is_tidy: bool,
}

impl<'t> Document<'t> {
    /// Reads a page as a browser without scripts does. Any text is a page.
    pub fn parse(text: &'t str) -> Self {
        tidy::parse(text).unwrap_or_else(|| parse::parse(text))
    }

    /// The document node.
    pub fn root(&self) -> Node<'_> {
        Node::new(self, 0)
    }

    /// The node at a place that a node of this document has told.
    pub fn at(&self, place: usize) -> Node<'_> {
        Node::new(self, place.min(self.entries.len() - 1))
    }

    /// Every element, in document order.
    pub fn elements(&self) -> impl Iterator<Item = Node<'_>> {
        self.elements.iter().map(|at| Node::new(self, *at))
    }

    /// The first element with this identifier, as links and references find it.
    pub fn by_id(&self, id: &str) -> Option<Node<'_>> {
        self.ids.get(id).map(|at| Node::new(self, *at))
    }

    /// The `label` elements that name this identifier in `for`, in document order.
    pub fn labels_for(&self, id: &str) -> impl Iterator<Item = Node<'_>> {
        let found = self.labels.get(id).map_or(&[][..], Vec::as_slice);
        found.iter().map(|at| Node::new(self, *at))
    }

    /// The root element, `html`.
    pub fn html(&self) -> Option<Node<'_>> {
        self.root().children().find(|node| node.is("html"))
    }

    /// How many nodes there are; `Node::place` counts up to it.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing was read at all, which no parsed page is.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether the page grew beyond all measure and its rest was not read.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Whether each tag stands in the tree as it was written, with every attribute, each value in
    /// quotes right behind its name.
    pub fn is_tidy(&self) -> bool {
        self.is_tidy
    }

    /// A document of these nodes; an element holds the places of its attributes.
    fn of(entries: Vec<Entry<'t>>, attributes: Vec<Attribute<'t>>, is_cut: bool) -> Self {
        let mut document = Self {
            entries,
            attributes,
            elements: Vec::new(),
            ids: HashMap::default(),
            labels: HashMap::default(),
            summaries: HashSet::default(),
            is_cut,
            is_tidy: false,
        };
        document.index();
        document
    }

    /// Notes elements, identifiers and labels; the first holder of an identifier wins.
    fn index(&mut self) {
        let (mut ids, mut labels) = (HashMap::default(), HashMap::<_, Vec<_>>::default());
        let (mut summaries, mut with_summary) = (HashSet::default(), HashSet::default());
        let mut elements = Vec::with_capacity(self.entries.len() / 2);
        for at in 0..self.entries.len() {
            let node = Node::new(self, at);
            let Some(name) = node.local_name() else { continue };
            elements.push(at);
            if let Some(id) = node.attribute("id").filter(|id| !id.is_empty()) {
                ids.entry(id.to_owned()).or_insert(at);
            }
            if *name == local_name!("label")
                && node.is_html()
                && let Some(id) = node.attribute("for")
            {
                labels.entry(id.to_owned()).or_default().push(at);
            }
            let opens = *name == local_name!("summary") && node.is_html();
            if opens
                && let Some(parent) = node.parent().filter(|parent| parent.is("details"))
                && with_summary.insert(parent.place())
            {
                summaries.insert(at);
            }
        }
        (self.ids, self.labels, self.summaries) = (ids, labels, summaries);
        self.elements = elements;
    }
}

#[cfg(test)]
mod tests;
