//! The growing tree: what html5ever's tree builder asks of it, node by node.
//!
//! It knows the token that is being read, and gives its place to the nodes that this makes.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use html5ever::interface::{
    Attribute as Parsed, ElementFlags, NodeOrText, QuirksMode, TreeSink,
};
use html5ever::tendril::StrTendril;
use html5ever::{ExpandedName, LocalName, QualName, local_name, ns};

use super::{Attribute, Document, Element, Entry, Kind, Namespace};

/// The place of a start tag and of its attributes.
#[derive(Debug, Default)]
pub(super) struct Tag {
    pub(super) name: LocalName,
    pub(super) span: Range<usize>,
    pub(super) attributes: Vec<(LocalName, Range<usize>)>,
}

/// A node on its way into the document.
struct Growing {
    kind: Kind<'static>,
    /// Of an element; its kind learns their places at the end.
    attributes: Vec<Attribute<'static>>,
    span: Range<usize>,
    depth: usize,
    parent: Option<usize>,
    previous: Option<usize>,
    next: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
}

/// A node as the tree builder holds it.
#[derive(Clone)]
pub(super) struct Handle {
    at: usize,
    name: Rc<QualName>,
    is_integration_point: bool,
}

/// The tree while it is built.
pub(super) struct Tree {
    nodes: RefCell<Vec<Growing>>,
    /// Bytes of the token that is being read.
    span: Cell<(usize, usize)>,
    /// The start tag that is being read.
    tag: RefCell<Option<Rc<Tag>>>,
    /// The last start tag of each name: formatting elements are opened again far from theirs.
    last: RefCell<HashMap<LocalName, Rc<Tag>>>,
    /// The element that was put in last: its depth and its name.
    deepest: RefCell<(usize, LocalName)>,
}

impl Tree {
    pub(super) fn new() -> Self {
        let tree = Self {
            nodes: RefCell::default(),
            span: Cell::new((0, 0)),
            tag: RefCell::default(),
            last: RefCell::default(),
            deepest: RefCell::new((0, local_name!("html"))),
        };
        tree.add(Kind::Document, 0..0);
        tree
    }

    /// Says which token comes next.
    pub(super) fn token(&self, span: Range<usize>, tag: Option<Tag>) {
        self.span.set((span.start, span.end));
        let tag = tag.map(Rc::new);
        if let Some(tag) = tag.as_ref().filter(|tag| is_formatting(&tag.name)) {
            self.last.borrow_mut().insert(tag.name.clone(), Rc::clone(tag));
        }
        *self.tag.borrow_mut() = tag;
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.borrow().len()
    }

    /// Depth and name of the element that was put in last.
    pub(super) fn deepest(&self) -> (usize, LocalName) {
        self.deepest.borrow().clone()
    }

    /// The finished document.
    pub(super) fn document(self, is_cut: bool) -> Document<'static> {
        let (entries, attributes) = in_order(self.nodes.into_inner());
        Document::of(entries, attributes, is_cut)
    }

    fn add(&self, kind: Kind<'static>, span: Range<usize>) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Growing {
            kind,
            attributes: Vec::new(),
            span,
            depth: 0,
            parent: None,
            previous: None,
            next: None,
            first: None,
            last: None,
        });
        nodes.len() - 1
    }

    /// The tag that an element of this name came from.
    fn tag_of(&self, name: &LocalName) -> Option<Rc<Tag>> {
        let tag = self.tag.borrow().clone();
        let fits = |tag: &Rc<Tag>| {
            tag.name.eq_ignore_ascii_case(name)
                || (*name == local_name!("img") && tag.name == local_name!("image"))
        };
        tag.filter(fits).or_else(|| {
            let last = self.last.borrow();
            last.get(name).cloned()
        })
    }

    /// Puts a node into `parent`, before `next` or at the end.
    fn put(&self, at: usize, parent: usize, next: Option<usize>) {
        self.take_out(at);
        let mut nodes = self.nodes.borrow_mut();
        let previous = match next {
            Some(next) => nodes[next].previous.replace(at),
            None => nodes[parent].last.replace(at),
        };
        match previous {
            Some(previous) => nodes[previous].next = Some(at),
            None => nodes[parent].first = Some(at),
        }
        let depth = nodes[parent].depth + 1;
        let node = &mut nodes[at];
        (node.parent, node.previous, node.next) = (Some(parent), previous, next);
        node.depth = depth;
        if let Kind::Element(element) = &node.kind {
            *self.deepest.borrow_mut() = (depth, element.name.clone());
        }
    }

    fn put_text(&self, text: StrTendril, parent: usize, next: Option<usize>) {
        let (start, end) = self.span.get();
        let before = {
            let nodes = self.nodes.borrow();
            next.map_or(nodes[parent].last, |next| nodes[next].previous)
        };
        if let Some(before) = before
            && let Growing { kind: Kind::Text(own), span, .. } =
                &mut self.nodes.borrow_mut()[before]
        {
            own.to_mut().push_str(&text);
            span.end = end.max(span.end);
            return;
        }
        let at = self.add(Kind::Text(String::from(text).into()), start..end);
        self.put(at, parent, next);
    }

    fn take_out(&self, at: usize) {
        let mut nodes = self.nodes.borrow_mut();
        let node = &mut nodes[at];
        let (previous, next) = (node.previous.take(), node.next.take());
        let Some(parent) = node.parent.take() else { return };
        match previous {
            Some(previous) => nodes[previous].next = next,
            None => nodes[parent].first = next,
        }
        match next {
            Some(next) => nodes[next].previous = previous,
            None => nodes[parent].last = previous,
        }
    }

    fn insert(&self, parent: usize, child: NodeOrText<Handle>, next: Option<usize>) {
        match child {
            NodeOrText::AppendNode(node) => self.put(node.at, parent, next),
            NodeOrText::AppendText(text) => self.put_text(text, parent, next),
        }
    }
}

/// Whether an element of this name may be opened again far from its tag.
fn is_formatting(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("a")
            | local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}

/// Nodes in document order, and their attributes.
type Ordered = (Vec<Entry<'static>>, Vec<Attribute<'static>>);

/// The nodes in document order, each with the end of its subtree, and their attributes. No
/// recursion: pages may be of any depth.
fn in_order(mut nodes: Vec<Growing>) -> Ordered {
    let mut entries: Vec<Entry> = Vec::with_capacity(nodes.len());
    let mut attributes = Vec::new();
    // (node, place of its parent); the place of a node that was entered, to be left again.
    let mut todo = vec![(0, 0, false)];
    while let Some((at, place, is_left)) = todo.pop() {
        if is_left {
            entries[place].end = entries.len();
            continue;
        }
        let own = entries.len();
        let mut kind = std::mem::replace(&mut nodes[at].kind, Kind::Comment);
        if let Kind::Element(element) = &mut kind {
            let start = attributes.len();
            attributes.append(&mut nodes[at].attributes);
            element.attributes = start..attributes.len();
        }
        let span = nodes[at].span.clone();
        entries.push(Entry { kind, span, parent: place, end: own });
        todo.push((at, own, true));
        let mut child = nodes[at].last;
        while let Some(at) = child {
            todo.push((at, own, false));
            child = nodes[at].previous;
        }
    }
    (entries, attributes)
}

/// The attributes of an element with their places.
fn attributes(
    parsed: Vec<Parsed>,
    tag: Option<&Tag>,
    own: &Range<usize>,
) -> Vec<Attribute<'static>> {
    let mut known = tag.map_or(&[][..], |tag| &tag.attributes).iter();
    let place = |attribute: Parsed| {
        let name = match attribute.name.prefix {
            None => attribute.name.local,
            Some(prefix) => format!("{prefix}:{}", attribute.name.local).into(),
        };
        // Both lists have the order of the source, and the parser may drop some.
        let is_same = |(written, _): &&(LocalName, _)| {
            *written == name || written.eq_ignore_ascii_case(&name)
        };
        let found = known.find(is_same);
        let span = found.map_or_else(|| own.clone(), |(_, span)| span.clone());
        Attribute { name, value: String::from(attribute.value).into(), span }
    };
    parsed.into_iter().map(place).collect()
}

impl TreeSink for Tree {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        let name = QualName::new(None, ns!(), LocalName::default());
        Handle { at: 0, name: Rc::new(name), is_integration_point: false }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(
        &self,
        name: QualName,
        attrs: Vec<Parsed>,
        flags: ElementFlags,
    ) -> Handle {
        let tag = self.tag_of(&name.local);
        let (start, _) = self.span.get();
        let span = tag.as_ref().map_or(start..start, |tag| tag.span.clone());
        let namespace = match name.ns {
            ns!(html) => Namespace::Html,
            ns!(svg) => Namespace::Svg,
            _ => Namespace::Other,
        };
        let attributes = attributes(attrs, tag.as_deref(), &span);
        let element = Element { namespace, name: name.local.clone(), attributes: 0..0 };
        let at = self.add(Kind::Element(element), span);
        self.nodes.borrow_mut()[at].attributes = attributes;
        let is_integration_point = flags.mathml_annotation_xml_integration_point;
        Handle { at, name: Rc::new(name), is_integration_point }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        let (start, end) = self.span.get();
        let at = self.add(Kind::Comment, start..end);
        Handle { at, ..self.get_document() }
    }

    fn create_pi(&self, _: StrTendril, data: StrTendril) -> Handle {
        self.create_comment(data)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(parent.at, child, None);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        if self.nodes.borrow()[element.at].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.at == other.at
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let parent = self.nodes.borrow()[sibling.at].parent;
        if let Some(parent) = parent {
            self.insert(parent, child, Some(sibling.at));
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Parsed>) {
        let (start, end) = self.span.get();
        let tag = self.tag.borrow().clone();
        let added = attributes(attrs, tag.as_deref(), &(start..end));
        let own = &mut self.nodes.borrow_mut()[target.at].attributes;
        for attribute in added {
            if !own.iter().any(|own| own.name == attribute.name) {
                own.push(attribute);
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.take_out(target.at);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        loop {
            let first = self.nodes.borrow()[node.at].first;
            let Some(child) = first else { break };
            self.put(child, new_parent.at, None);
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, target: &Handle) -> bool {
        target.is_integration_point
    }

    fn allow_declarative_shadow_roots(&self, _: &Handle) -> bool {
        false
    }
}
