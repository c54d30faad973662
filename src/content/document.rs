//! An article as a flat list of nodes that point into its source.
//!
//! A node is 12 bytes: a kind, an index into a side table, and a span. Text is not copied.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::component::Component;
use crate::bibliography::Citation;

/// One event of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// What happens.
    pub kind: Kind,
    /// Index into the side table that the kind names, or a small number.
    pub data: u32,
    start: Place,
    end: Place,
}

/// A place in the source, where the lowest byte of its number comes first. An article has fewer
/// bytes than three can count; what lies beyond is taken to be the end.
type Place = [u8; 3];

fn place(at: usize) -> Place {
    let at = u32::try_from(at).unwrap_or(u32::MAX).min(0xff_ffff);
    let [low, middle, high, _] = at.to_le_bytes();
    [low, middle, high]
}

fn byte([low, middle, high]: Place) -> usize {
    u32::from_le_bytes([low, middle, high, 0]) as usize
}

impl Node {
    /// A node for some bytes of the source.
    pub fn new(kind: Kind, data: u32, span: Range<usize>) -> Self {
        Self { kind, data, start: place(span.start), end: place(span.end) }
    }

    /// The bytes of the source.
    pub fn span(&self) -> Range<usize> {
        byte(self.start)..byte(self.end)
    }
}

/// What a node is. A comment names what `data` holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something opens.
    Open(Element),
    /// It closes.
    Close(Element),
    /// The text of the span.
    Text,
    /// Text that differs from the span, such as a decoded entity. `strings`.
    Owned,
    /// Code within a line. `strings`.
    Code,
    /// A tag of the safe subset, ready to print. `strings`.
    Raw,
    /// A line end within a paragraph.
    SoftBreak,
    /// A line break that the author wants.
    HardBreak,
    /// A rule across the page.
    Rule,
    /// The box of a task; 1 if done.
    Task,
    /// A mark that leads to a footnote. `footnotes`.
    FootnoteReference,
    /// A mark that leads to sources. `citations`.
    Citation,
    /// An image. `links`.
    Image,
    /// A component without a body. `components`.
    Leaf,
    /// A component within a line. `components`; the text is the `strings` entry that it names.
    Inline,
}

/// What opens and closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// A paragraph.
    Paragraph,
    /// A heading. `headings`.
    Heading,
    /// A quotation.
    BlockQuote,
    /// A GitHub alert; 0 note, 1 tip, 2 important, 3 warning, 4 caution.
    Alert,
    /// A block of code; `strings` of its language, or `NONE`.
    CodeBlock,
    /// A bulleted list.
    List,
    /// A numbered list; its first number.
    Numbered,
    /// An item of a list.
    Item,
    /// A footnote. `footnotes`.
    Footnote,
    /// A list of definitions.
    DefinitionList,
    /// A term in it.
    DefinitionTerm,
    /// A definition in it.
    Definition,
    /// A table. `tables`.
    Table,
    /// The head of a table.
    TableHead,
    /// A row of a table.
    TableRow,
    /// A cell; its column.
    TableCell,
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Struck out.
    Strikethrough,
    /// Superscript.
    Superscript,
    /// Subscript.
    Subscript,
    /// A link. `links`.
    Link,
    /// A component with a body. `components`.
    Component,
}

/// No entry in a side table.
pub const NONE: u32 = u32::MAX;

/// A heading.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Its anchor, unique on the page.
    pub id: String,
    /// Its words, without markup.
    pub text: String,
    /// Its classes.
    pub classes: Vec<String>,
    /// Bytes of the heading.
    pub span: Range<usize>,
    /// Whether it stands inside a component, a quotation or a list.
    pub nested: bool,
}

/// What a link is for.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub enum LinkKind {
    /// A link to follow.
    Link,
    /// An image.
    Image,
    /// The argument `src` of a component.
    Source,
}

/// A link, an image or the source of a component, not yet resolved.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What it is for.
    pub kind: LinkKind,
    /// Where it leads, as written and decoded.
    pub target: Box<str>,
    /// Its title, or the alternative text of an image.
    pub text: Box<str>,
    /// Other attributes of a link in raw HTML, ready to print.
    pub attributes: Box<str>,
    /// Bytes of the link.
    pub span: Range<usize>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Alignment of each column.
    pub columns: Vec<Align>,
    /// Nodes of its caption, without the paragraph around them; empty if there is none.
    pub caption: Range<usize>,
}

/// Alignment of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// As text runs.
    None,
    /// To the left.
    Left,
    /// Centred.
    Center,
    /// To the right, as numbers stand.
    Right,
}

/// A footnote, numbered in the order of first reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footnote {
    /// Its label in the source.
    pub label: String,
    /// Its number, from 1; 0 while nothing refers to it.
    pub number: u32,
    /// How many marks lead to it.
    pub references: u32,
    /// Nodes of its text; empty if it is missing.
    pub body: Range<usize>,
}

/// Texts, one behind the other in one piece of memory: an article has dozens of short ones.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Strings {
    /// Adds a text and gives its number.
    pub(super) fn push(&mut self, text: &str) -> u32 {
        let number = u32::try_from(self.ends.len()).unwrap_or(NONE);
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        number
    }

    /// The text with this number; empty if there is none.
    pub fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|last| self.ends.get(last));
        let start = start.map_or(0, |end| *end as usize);
        let end = self.ends.get(number).map_or(start, |end| *end as usize);
        self.text.get(start..end).unwrap_or_default()
    }

    /// Gives back the room that is not used.
    pub(super) fn shrink_to_fit(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// An article, read.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Document {
    /// The events, in order.
    #[serde(skip)]
    pub nodes: Vec<Node>,
    /// Texts that are not bytes of the source.
    #[serde(skip)]
    pub strings: Strings,
    /// Headings, in order.
    pub headings: Vec<Heading>,
    /// Links, images and sources of components, in order.
    #[serde(skip)]
    pub links: Vec<Link>,
    /// Whether an outline has links that nobody asked for.
    #[serde(skip)]
    pub lacks_links: bool,
    /// Marks that lead to sources, in order.
    pub citations: Vec<Citation>,
    /// Components, in order of opening.
    #[serde(skip)]
    pub components: Vec<Component>,
    /// Tables, in order.
    #[serde(skip)]
    pub tables: Vec<Table>,
    /// Footnotes, in order of appearance.
    #[serde(skip)]
    pub footnotes: Vec<Footnote>,
    /// Words of running text.
    pub words: usize,
    /// The anchors of raw HTML and of terms; those of headings stand there.
    pub marked: Vec<Box<str>>,
    /// Whether the text is left out: what was kept of an article between two runs has no
    /// nodes, strings, components, tables and footnotes. It can be linked, not rendered.
    #[serde(skip, default = "yes")]
    pub is_outline: bool,
}

fn yes() -> bool {
    true
}

impl Document {
    /// Whether a component of it shows what the program counted on the other pages.
    pub fn shows_figures(&self) -> bool {
        self.components.iter().any(|component| component.name == "evidence")
    }

    /// The anchors that an author may link to.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        let headings = self.headings.iter().map(|heading| &*heading.id);
        headings.chain(self.marked.iter().map(|own| &**own))
    }

    /// Whether `id` is an anchor that an author may link to.
    pub fn has_anchor(&self, id: &str) -> bool {
        self.anchors().any(|own| own == id)
    }

    /// The nodes of the first component called `name`, its opening and closing too.
    pub fn component(&self, name: &str) -> Option<Range<usize>> {
        let is_it = |node: &Node| {
            self.components.get(node.data as usize).is_some_and(|c| c.name == name)
        };
        let open = self
            .nodes
            .iter()
            .position(|n| n.kind == Kind::Open(Element::Component) && is_it(n))?;
        let data = self.nodes[open].data;
        let length = self.nodes[open..]
            .iter()
            .position(|n| n.kind == Kind::Close(Element::Component) && n.data == data)?;
        Some(open..open + length + 1)
    }

    /// The nodes of the first component called `name`, its body only.
    pub fn component_body(&self, name: &str) -> Option<Range<usize>> {
        let whole = self.component(name)?;
        Some(whole.start + 1..whole.end - 1)
    }
}
