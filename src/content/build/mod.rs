//! Builds a document from events, and says what is wrong where it stands.

mod block;
mod heading;
mod html;
mod text;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::component::Spot;
use super::document::{
    Align, Document, Element, Footnote, Kind, Link, LinkKind, NONE, Node, Table,
};
use super::markdown::Dialect;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::path::SourcePath;

/// Most blocks and marks within each other: beyond this, time and stack would grow with depth.
const DEEPEST: usize = 100;

/// Bytes of Markdown for each node, at the least in most articles.
const BYTES_A_NODE: usize = 12;

/// Something that is open.
struct Frame {
    kind: FrameKind,
    /// Index of its opening node.
    node: usize,
    span: Range<usize>,
}

enum FrameKind {
    Element(Element, u32),
    Component(u32),
    /// A tag of raw HTML, by name.
    Tag(String),
}

/// An HTML block while its lines arrive: joined text, and where each line stands.
#[derive(Default)]
struct HtmlBlock {
    text: String,
    lines: Vec<(usize, usize)>,
}

pub(super) struct Builder<'a> {
    path: &'a SourcePath,
    source: &'a str,
    dialect: Dialect<'a>,
    document: Document,
    found: Vec<Diagnostic>,
    frames: Vec<Frame>,
    html: Option<HtmlBlock>,
    /// Images within each other; their text becomes the alternative text of the outermost.
    images: Vec<u32>,
    alt: String,
    /// Where `]` and the paragraph's end were last looked for: from, to.
    paragraph: Range<usize>,
    /// Everything before this byte has been read as part of a component or a citation.
    read_to: usize,
    ids: HashMap<String, u32>,
    heading_text: Option<String>,
    last_level: u8,
    footnotes: HashMap<String, u32>,
    /// Footnotes whose text has been seen.
    defined: HashSet<u32>,
    /// How many footnotes have a number.
    numbered: u32,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        path: &'a SourcePath,
        source: &'a str,
        dialect: Dialect<'a>,
    ) -> Self {
        // About one node for so many bytes: most articles then need no second look for room.
        let nodes = Vec::with_capacity(source.len() / BYTES_A_NODE);
        Self {
            path,
            source,
            dialect,
            document: Document { nodes, ..Document::default() },
            found: Vec::new(),
            frames: Vec::new(),
            html: None,
            images: Vec::new(),
            alt: String::new(),
            paragraph: 0..0,
            read_to: 0,
            ids: HashMap::new(),
            heading_text: None,
            last_level: 1,
            footnotes: HashMap::new(),
            defined: HashSet::new(),
            numbered: 0,
        }
    }

    /// The whole text of the file.
    pub(super) fn source(&self) -> &'a str {
        self.source
    }

    fn push(&mut self, kind: Kind, data: u32, span: Range<usize>) {
        self.document.nodes.push(Node::new(kind, data, span));
    }

    pub(super) fn string(&mut self, text: &str) -> u32 {
        self.document.strings.push(text)
    }

    fn error(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        span: Range<usize>,
    ) -> &mut Diagnostic {
        self.report(Diagnostic::error(code, message), span)
    }

    fn warning(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        span: Range<usize>,
    ) -> &mut Diagnostic {
        self.report(Diagnostic::warning(code, message), span)
    }

    /// Reports at bytes of the file; the caller may add to it.
    fn report(&mut self, found: Diagnostic, span: Range<usize>) -> &mut Diagnostic {
        self.found.push(found.at(self.path, span));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    fn spot(&self) -> Spot<'a> {
        Spot { path: self.path, source: self.source, declared: self.dialect.components }
    }

    /// Whether so much is open that no reader could follow; said once, then reading ends.
    pub(super) fn is_too_deep(&mut self) -> bool {
        let Some(frame) = self.frames.get(DEEPEST) else { return false };
        let span = frame.span.clone();
        self.error(
            "text/depth",
            format!("more than {DEEPEST} lists, quotes or components within each other"),
            span,
        )
        .help = Some("look for something that is never closed".to_owned());
        true
    }

    fn is_read(&self, span: &Range<usize>) -> bool {
        span.start < self.read_to
    }

    fn within(&self, element: Element) -> bool {
        self.frames
            .iter()
            .any(|f| matches!(f.kind, FrameKind::Element(e, _) if e == element))
    }

    pub(super) fn simple(&mut self, kind: Kind, data: u32, span: Range<usize>) {
        if !self.images.is_empty() {
            self.alt.push(' ');
        } else if !self.is_read(&span) {
            if let Some(text) = &mut self.heading_text {
                text.push(' ');
            }
            self.push(kind, data, span);
        }
    }

    pub(super) fn open(&mut self, element: Element, data: u32, span: Range<usize>) {
        if self.is_read(&span) {
            return self.not_plain(span);
        }
        if !self.images.is_empty() {
            return;
        }
        let node = self.document.nodes.len();
        self.frames.push(Frame {
            kind: FrameKind::Element(element, data),
            node,
            span: span.clone(),
        });
        self.push(Kind::Open(element), data, span);
    }

    pub(super) fn close(&mut self, span: Range<usize>) {
        if !self.images.is_empty() {
            return;
        }
        self.close_unclosed();
        let Some(frame) = self.frames.pop() else { return };
        let FrameKind::Element(element, data) = frame.kind else { return };
        self.push(Kind::Close(element), data, span.clone());
        match element {
            Element::Heading => self.close_heading(data),
            Element::Footnote => {
                let end = self.document.nodes.len() - 1;
                self.document.footnotes[data as usize].body = frame.node + 1..end;
            }
            _ => {}
        }
    }

    /// Closes raw tags and components that were opened inside what closes now.
    fn close_unclosed(&mut self) {
        while let Some(frame) = self.frames.last() {
            let span = frame.span.clone();
            match &frame.kind {
                FrameKind::Element(..) => return,
                FrameKind::Tag(name) => {
                    let name = name.clone();
                    self.frames.pop();
                    self.close_tag(&name, span.clone());
                    self.warning(
                        "html/unclosed",
                        format!("`<{name}>` is never closed"),
                        span,
                    )
                    .help = Some(format!("add `</{name}>` where it ends"));
                }
                FrameKind::Component(component) => {
                    let component = *component;
                    self.frames.pop();
                    let name = self.document.components[component as usize].name.clone();
                    self.push(Kind::Close(Element::Component), component, span.clone());
                    self.error(
                        "component/unclosed",
                        format!("the component `{name}` is never closed"),
                        span,
                    )
                    .help = Some(
                        "add a line that holds only `:::` after its last line".to_owned(),
                    );
                }
            }
        }
    }

    fn not_plain(&mut self, span: Range<usize>) {
        self.error("component/text", "the text in these brackets holds markup", span)
            .help = Some("write plain text between the brackets".to_owned());
    }

    fn link(&mut self, kind: LinkKind, target: &str, span: Range<usize>) -> u32 {
        let link = Link {
            kind,
            target: target.into(),
            text: Box::default(),
            attributes: Box::default(),
            span,
        };
        index(&mut self.document.links, link)
    }

    pub(super) fn open_link(&mut self, target: &str, title: &str, span: Range<usize>) {
        if !self.images.is_empty() {
            return;
        }
        let data = self.link(LinkKind::Link, target, span.clone());
        self.document.links[data as usize].text = title.into();
        self.open(Element::Link, data, span);
    }

    pub(super) fn open_image(&mut self, target: &str, span: Range<usize>) {
        let data = self.link(LinkKind::Image, target, span);
        self.images.push(data);
    }

    pub(super) fn close_image(&mut self, span: Range<usize>) {
        let Some(data) = self.images.pop() else { return };
        if !self.images.is_empty() {
            return;
        }
        self.document.links[data as usize].text = std::mem::take(&mut self.alt).into();
        self.push(Kind::Image, data, span);
    }

    pub(super) fn open_table(&mut self, columns: Vec<Align>, span: Range<usize>) {
        let data = index(&mut self.document.tables, Table { columns, caption: 0..0 });
        self.open(Element::Table, data, span);
    }

    fn footnote(&mut self, label: &str) -> u32 {
        if let Some(known) = self.footnotes.get(label) {
            return *known;
        }
        let footnote =
            Footnote { label: label.to_owned(), number: 0, references: 0, body: 0..0 };
        let data = index(&mut self.document.footnotes, footnote);
        self.footnotes.insert(label.to_owned(), data);
        data
    }

    pub(super) fn open_footnote(&mut self, label: &str, span: Range<usize>) {
        let data = self.footnote(label);
        if !self.defined.insert(data) {
            self.error(
                "footnote/repeated",
                format!("the footnote `{label}` is written twice"),
                span.clone(),
            )
            .help = Some("give one of the two another name".to_owned());
        }
        self.open(Element::Footnote, data, span);
    }

    pub(super) fn footnote_reference(&mut self, label: &str, span: Range<usize>) {
        let data = self.footnote(label);
        let footnote = &mut self.document.footnotes[data as usize];
        if footnote.number == 0 {
            self.numbered += 1;
            footnote.number = self.numbered;
        }
        footnote.references += 1;
        self.push(Kind::FootnoteReference, data, span);
    }

    pub(super) fn finish(mut self) -> Outcome<Document> {
        self.close_unclosed();
        self.find_captions();
        for footnote in &self.document.footnotes {
            if footnote.number == 0 {
                let at = self.document.nodes.get(footnote.body.start.saturating_sub(1));
                let message =
                    format!("nothing refers to the footnote `{}`", footnote.label);
                self.found.push(
                    Diagnostic::warning("footnote/unused", message)
                        .at(self.path, at.map_or(0..0, Node::span))
                        .help(format!(
                            "write [^{}] where it belongs, or delete it",
                            footnote.label
                        )),
                );
            }
        }
        // Thousands of documents are kept at once.
        self.document.nodes.shrink_to_fit();
        self.document.strings.shrink_to_fit();
        self.document.links.shrink_to_fit();
        self.document.headings.shrink_to_fit();
        Outcome { value: self.document, diagnostics: self.found }
    }

    /// A paragraph that starts with `Table: ` and follows a table is its caption.
    fn find_captions(&mut self) {
        let nodes = &self.document.nodes;
        for at in 0..nodes.len().saturating_sub(2) {
            let follows = nodes[at].kind == Kind::Close(Element::Table)
                && nodes[at + 1].kind == Kind::Open(Element::Paragraph)
                && nodes[at + 2].kind == Kind::Text
                && self.source[nodes[at + 2].span()].starts_with("Table: ");
            if !follows {
                continue;
            }
            let length = nodes[at..]
                .iter()
                .position(|n| n.kind == Kind::Close(Element::Paragraph));
            if let Some(length) = length {
                self.document.tables[nodes[at].data as usize].caption =
                    at + 2..at + length;
            }
        }
    }
}

fn index<T>(list: &mut Vec<T>, item: T) -> u32 {
    list.push(item);
    u32::try_from(list.len() - 1).unwrap_or(NONE)
}
