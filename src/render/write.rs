//! Writes nodes as HTML: tables, notes and headings in forms that every reader can use.

mod glossary;
mod notes;

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::ops::Range;

use super::body::{Body, BodyContext};
use crate::content::component::Place;
use crate::content::document::{Align, Element, Kind, NONE, Node};
use crate::diagnostic::Diagnostic;
use crate::html::{escape, escape_into};
use crate::model::glossary::Use;
use crate::model::links::Resolved;
use crate::theme::mark_article;

/// A table while its rows are written.
#[derive(Clone, Copy, Default)]
struct Row {
    table: u32,
    in_head: bool,
    /// Whether the open cell is a header.
    header: bool,
    /// Whether the first cell of the head is empty: then each row has a header.
    is_corner_empty: bool,
    column: usize,
}

pub(super) struct Writer<'a> {
    context: BodyContext<'a>,
    out: String,
    found: Vec<Diagnostic>,
    row: Row,
    /// How many marks of each source or footnote were written.
    marks: HashMap<String, u32>,
    /// First nodes of the captions of tables.
    captions: HashSet<usize>,
    /// Where the first heading of the table of contents begins.
    opening: Option<usize>,
    /// The last heading, which names a table without a caption.
    heading: String,
    tables: u32,
    /// Where terms are first used, in order.
    uses: &'a [Use],
}

impl<'a> Writer<'a> {
    pub(super) fn new(context: BodyContext<'a>) -> Self {
        let out = String::with_capacity(context.source().len() * 5 / 4);
        let tables = context.document().tables.iter();
        let captions = tables.filter(|t| !t.caption.is_empty()).map(|t| t.caption.start);
        Self {
            context,
            captions: captions.collect(),
            out,
            found: Vec::new(),
            row: Row::default(),
            marks: HashMap::new(),
            opening: None,
            heading: String::new(),
            tables: 0,
            uses: if context.is_at_home() { &context.entry.uses } else { &[] },
        }
    }

    pub(super) fn finish(self) -> Body {
        Body {
            html: self.out,
            opening: self.opening.unwrap_or(0),
            diagnostics: self.found,
        }
    }

    pub(super) fn nodes(&mut self, range: Range<usize>) {
        let nodes = &self.context.document().nodes;
        let mut at = range.start;
        while at < range.end {
            let node = nodes[at];
            let written = self.out.len();
            at = match node.kind {
                Kind::Open(Element::Component) => self.component(at, node),
                Kind::Open(Element::Footnote) => self.skip(at, Element::Footnote),
                Kind::Open(Element::Paragraph) if self.is_caption(at) => {
                    self.skip(at, Element::Paragraph)
                }
                Kind::Open(Element::DefinitionList) if self.is_glossary() => {
                    self.glossary(at)
                }
                Kind::Open(element) => {
                    self.open(element, node, at);
                    at + 1
                }
                Kind::Close(element) => {
                    self.close(element, node);
                    at + 1
                }
                Kind::Text => {
                    self.words(at, self.text_of(node));
                    at + 1
                }
                Kind::Owned => {
                    self.words(at, self.string(node.data));
                    at + 1
                }
                _ => {
                    self.leaf(node);
                    at + 1
                }
            };
            if self.context.theme.is_traced() {
                mark_article(&mut self.out, written, &node.span());
            }
        }
    }

    /// Whether lists of definitions are shown from A to Z.
    fn is_glossary(&self) -> bool {
        self.context.entry.page.glossary.is_some() && self.context.is_at_home()
    }

    /// The node after the element that opens at `at`.
    fn skip(&self, at: usize, element: Element) -> usize {
        let nodes = &self.context.document().nodes;
        let mut depth = 0;
        for (offset, node) in nodes[at..].iter().enumerate() {
            match node.kind {
                Kind::Open(e) if e == element => depth += 1,
                Kind::Close(e) if e == element => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return at + offset + 1;
            }
        }
        nodes.len()
    }

    fn is_caption(&self, at: usize) -> bool {
        self.captions.contains(&(at + 1))
    }

    fn string(&self, data: u32) -> &'a str {
        self.context.document().strings.get(data)
    }

    fn text_of(&self, node: Node) -> &'a str {
        self.context.source().get(node.span()).unwrap_or_default()
    }

    fn leaf(&mut self, node: Node) {
        match node.kind {
            Kind::Code => {
                self.out.push_str("<code>");
                self.text(self.string(node.data));
                self.out.push_str("</code>");
            }
            Kind::Raw => self.out.push_str(self.string(node.data)),
            Kind::SoftBreak => self.out.push('\n'),
            Kind::HardBreak => self.out.push_str("<br>\n"),
            Kind::Rule => self.out.push_str("<hr>\n"),
            Kind::Task => self.task(node.data == 1),
            Kind::FootnoteReference => self.footnote_mark(node.data),
            Kind::Citation => self.citation(node.data),
            Kind::Image => self.image(node.data),
            Kind::Leaf | Kind::Inline => self.small_component(node.data),
            Kind::Text | Kind::Owned | Kind::Open(_) | Kind::Close(_) => {}
        }
    }

    fn task(&mut self, done: bool) {
        let (sign, key) = if done { ("☑", "task_done") } else { ("☐", "task_open") };
        let label = self.context.word(key);
        let label = escape(&label);
        self.write(&[
            "<span class=\"task\" role=\"img\" aria-label=\"",
            &label,
            "\">",
            sign,
            "</span> ",
        ]);
    }

    fn text(&mut self, text: &str) {
        escape_into(&mut self.out, text);
    }

    fn write(&mut self, parts: &[&str]) {
        for part in parts {
            self.out.push_str(part);
        }
    }

    fn open(&mut self, element: Element, node: Node, at: usize) {
        match element {
            Element::Heading => self.open_heading(node.data),
            Element::CodeBlock => {
                self.out.push_str("<pre tabindex=\"0\"><code");
                if node.data != NONE {
                    let language = escape(self.string(node.data));
                    self.write(&[" class=\"language-", &language, "\""]);
                }
                self.out.push('>');
            }
            Element::Alert => {
                let kind = alert(node.data);
                let title = self.context.word(&format!("alert_{kind}"));
                self.write(&["<div class=\"alert ", kind, "\" role=\"note\">\n"]);
                self.write(&[
                    "<p class=\"alert-title\"><strong>",
                    &escape(&title),
                    "</strong></p>\n",
                ]);
            }
            Element::Numbered if node.data != 1 => {
                let _ = writeln!(self.out, "<ol start=\"{}\">", node.data);
            }
            Element::Table => self.open_table(node.data),
            Element::TableHead => {
                self.row = Row { in_head: true, column: 0, ..self.row };
                self.out.push_str("<thead>\n<tr>");
            }
            Element::TableRow => {
                self.row.column = 0;
                self.out.push_str("<tr>");
            }
            Element::TableCell => self.open_cell(at),
            Element::Link => self.open_link(node.data),
            _ => self.out.push_str(tags(element).0),
        }
    }

    fn close(&mut self, element: Element, node: Node) {
        match element {
            Element::Heading => {
                let level = self.context.document().headings[node.data as usize].level;
                let _ = writeln!(self.out, "</h{level}>");
            }
            Element::TableHead => {
                self.row.in_head = false;
                self.out.push_str("</tr>\n</thead>\n<tbody>\n");
            }
            Element::TableCell => {
                self.out.push_str(if self.row.header { "</th>" } else { "</td>" });
                self.row.column += 1;
            }
            _ => self.out.push_str(tags(element).1),
        }
    }

    // ---- headings and links

    fn open_heading(&mut self, data: u32) {
        let heading = &self.context.document().headings[data as usize];
        self.heading.clone_from(&heading.text);
        if heading.level == 2 && !heading.nested {
            self.opening.get_or_insert(self.out.len());
        }
        let _ = write!(self.out, "<h{} id=\"{}\"", heading.level, escape(&heading.id));
        if !heading.classes.is_empty() {
            self.write(&[" class=\"", &escape(&heading.classes.join(" ")), "\""]);
        }
        self.out.push('>');
    }

    fn open_link(&mut self, data: u32) {
        let link = &self.context.document().links[data as usize];
        let resolved = &self.context.entry.links[data as usize];
        let href = self.context.href(resolved);
        self.write(&["<a href=\"", &escape(&href), "\""]);
        if !link.text.is_empty() {
            self.write(&[" title=\"", &escape(&link.text), "\""]);
        }
        self.write(&[&link.attributes, ">"]);
    }

    fn image(&mut self, data: u32) {
        let link = &self.context.document().links[data as usize];
        let resolved = &self.context.entry.links[data as usize];
        let href = self.context.href(resolved);
        let alt = link.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.write(&["<img src=\"", &escape(&href), "\" alt=\"", &escape(&alt), "\""]);
        let sized = link.attributes.contains(" width=");
        if let (Resolved::File { dimensions: Some((width, height)), .. }, false) =
            (resolved, sized)
        {
            let _ = write!(self.out, " width=\"{width}\" height=\"{height}\"");
        }
        self.write(&[&link.attributes, " loading=\"lazy\">"]);
    }

    // ---- tables

    fn open_table(&mut self, data: u32) {
        self.row = Row { table: data, ..Row::default() };
        self.tables += 1;
        let number = self.tables;
        let caption = self.context.document().tables[data as usize].caption.clone();
        self.out.push_str("<div class=\"table-scroll\" role=\"region\" tabindex=\"0\"");
        if caption.is_empty() {
            let word = self.context.word("table");
            let label =
                if self.heading.is_empty() { word.clone() } else { self.heading.clone() };
            // Regions are told apart by their names.
            let label = match self.mark(&format!("table {label}")) {
                1 => label,
                count => format!("{label} ({word} {count})"),
            };
            let _ = write!(self.out, " aria-label=\"{}\">\n<table>\n", escape(&label));
            return;
        }
        let _ = write!(self.out, " aria-labelledby=\"table-{number}\">\n<table>\n");
        let _ = write!(self.out, "<caption id=\"table-{number}\">");
        let first = self.context.document().nodes[caption.start];
        let text = self.text_of(first);
        self.text(text.strip_prefix("Table: ").unwrap_or(text));
        self.nodes(caption.start + 1..caption.end);
        self.out.push_str("</caption>\n");
    }

    fn open_cell(&mut self, at: usize) {
        let nodes = &self.context.document().nodes;
        let is_empty = matches!(nodes.get(at + 1), Some(n) if n.kind == Kind::Close(Element::TableCell));
        let is_strong = self.row.column == 0
            && matches!(nodes.get(at + 1), Some(n) if n.kind == Kind::Open(Element::Strong))
            && {
                let end = self.skip(at + 1, Element::Strong);
                matches!(nodes.get(end), Some(n) if n.kind == Kind::Close(Element::TableCell))
            };
        let is_first = self.row.column == 0;
        if self.row.in_head && is_first {
            self.row.is_corner_empty = is_empty;
        }
        let columns = &self.context.document().tables[self.row.table as usize].columns;
        // The only cell of a row heads nothing.
        let heads =
            columns.len() > 1 && (is_strong || is_first && self.row.is_corner_empty);
        let tag = match (self.row.in_head, is_empty) {
            (true, false) => "<th scope=\"col\"",
            (false, false) if heads => "<th scope=\"row\"",
            _ => "<td",
        };
        self.row.header = tag != "<td";
        self.out.push_str(tag);
        self.out.push_str(match columns.get(self.row.column) {
            Some(Align::Left) => " class=\"left\">",
            Some(Align::Center) => " class=\"center\">",
            Some(Align::Right) => " class=\"right\">",
            _ => ">",
        });
    }

    // ---- components

    /// Renders the component that opens at `at`; gives the node after it.
    fn component(&mut self, at: usize, node: Node) -> usize {
        let document = self.context.document();
        let end = document.nodes[at..]
            .iter()
            .position(|n| {
                n.kind == Kind::Close(Element::Component) && n.data == node.data
            })
            .map_or(document.nodes.len(), |length| at + length);
        let outer = std::mem::take(&mut self.out);
        self.nodes(at + 1..end);
        let inner = std::mem::replace(&mut self.out, outer);
        let component = &document.components[node.data as usize];
        let html = self.context.component(component, Some(inner.trim()), &mut self.found);
        self.write(&[&html, "\n"]);
        end + 1
    }

    fn small_component(&mut self, data: u32) {
        let component = &self.context.document().components[data as usize];
        if component.place == Place::Inline {
            let text = component.label.map_or("", |at| self.string(at));
            let html =
                self.context.component(component, Some(&escape(text)), &mut self.found);
            self.out.push_str(html.trim());
        } else {
            let html = self.context.component(component, None, &mut self.found);
            self.write(&[&html, "\n"]);
        }
    }
}

fn alert(kind: u32) -> &'static str {
    ["note", "tip", "important", "warning", "caution"]
        .get(kind as usize)
        .unwrap_or(&"note")
}

fn tags(element: Element) -> (&'static str, &'static str) {
    match element {
        Element::Paragraph => ("<p>", "</p>\n"),
        Element::BlockQuote => ("<blockquote>\n", "</blockquote>\n"),
        Element::Alert => ("<div>", "</div>\n"),
        Element::CodeBlock => ("<pre><code>", "</code></pre>\n"),
        Element::List => ("<ul>\n", "</ul>\n"),
        Element::Numbered => ("<ol>\n", "</ol>\n"),
        Element::Item => ("<li>", "</li>\n"),
        Element::DefinitionList => ("<dl>\n", "</dl>\n"),
        Element::DefinitionTerm => ("<dt>", "</dt>\n"),
        Element::Definition => ("<dd>", "</dd>\n"),
        Element::Table => ("<table>", "</tbody>\n</table>\n</div>\n"),
        Element::TableRow => ("<tr>", "</tr>\n"),
        Element::Emphasis => ("<em>", "</em>"),
        Element::Strong => ("<strong>", "</strong>"),
        Element::Strikethrough => ("<del>", "</del>"),
        Element::Superscript => ("<sup>", "</sup>"),
        Element::Subscript => ("<sub>", "</sub>"),
        Element::Link => ("<a>", "</a>"),
        Element::Heading
        | Element::Footnote
        | Element::TableHead
        | Element::TableCell
        | Element::Component => ("", ""),
    }
}
