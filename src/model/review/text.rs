//! The text that a reviewer signs: what an article says, in a form that leaves out how it looks.
//!
//! In it are words, numbers, headings, lists, tables, links, pictures and their alternatives,
//! arguments of components, the settings of plans, and each cited source with all that is known
//! of it. Not in it are wrapping, emphasis, the order of the front matter, dates, theme, layout.

use std::ops::Range;

use super::lines::{Line, Lines};
use super::sources;
use crate::bibliography::Bibliography;
use crate::content::Page;
use crate::content::document::{Document, Element, Kind, NONE, Node};
use crate::digest::Digest;
use crate::model::taper::TaperPage;
use crate::source::SourceTree;
use crate::value::{Table, Value};

/// What an article says, one sentence a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewedText {
    /// The lines, in order.
    pub lines: Vec<Line>,
}

impl ReviewedText {
    /// The whole text; the last line ends too.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            text.push_str(&line.text);
            text.push('\n');
        }
        text
    }

    /// What a receipt holds of it.
    pub fn digest(&self) -> Digest {
        Digest::of(self.to_text().as_bytes())
    }
}

/// What beside the article belongs to its text.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The sources.
    pub bibliography: &'a Bibliography,
    /// The files, for pictures.
    pub tree: &'a SourceTree,
    /// The plans of the article.
    pub taper: Option<&'a TaperPage>,
}

/// The text of an article.
pub fn reviewed_text(page: &Page, around: Around<'_>) -> ReviewedText {
    let mut writer = Writer::new(page, around.tree);
    writer.front_matter(around.taper);
    for node in &page.document.nodes {
        writer.node(node);
    }
    let mut lines = writer.lines.finish();
    let planned = around.taper.map_or(&[][..], |taper| taper.sources.as_slice());
    lines.extend(sources::lines(page, planned, around.bibliography));
    ReviewedText { lines }
}

/// Writes the text of one article.
pub(super) struct Writer<'a> {
    pub(super) page: &'a Page,
    pub(super) tree: &'a SourceTree,
    pub(super) lines: Lines,
    /// Number of the next item of each list that is open; `None`: it is not numbered.
    lists: Vec<Option<u64>>,
    in_code: bool,
}

impl<'a> Writer<'a> {
    fn new(page: &'a Page, tree: &'a SourceTree) -> Self {
        Self { page, tree, lines: Lines::default(), lists: Vec::new(), in_code: false }
    }

    pub(super) fn document(&self) -> &'a Document {
        &self.page.document
    }

    pub(super) fn string(&self, index: u32) -> &'a str {
        self.document().strings.get(index)
    }

    /// What the front matter tells readers.
    fn front_matter(&mut self, taper: Option<&TaperPage>) {
        let matter = &self.page.front_matter;
        self.fact("title", &matter.title);
        if let Some(description) = &matter.description {
            self.fact("description", description);
        }
        if let Some(table) = &matter.glossary {
            let span = key_line(&self.page.source.text, "[glossary]");
            let mut facts = Vec::new();
            table_facts("glossary", table, &mut facts);
            facts.sort();
            for fact in facts {
                self.lines.push(&format!("+ {fact}"), span.clone());
            }
        }
        if let Some((_, span)) = &matter.taper {
            let facts = taper
                .map_or_else(|| vec!["cannot be read".to_owned()], super::plans::facts);
            for fact in facts {
                self.lines.push(&format!("+ taper {fact}"), span.clone());
            }
        }
    }

    fn fact(&mut self, key: &str, text: &str) {
        let span = key_line(&self.page.source.text, key);
        self.lines.push(&format!("+ {key}: {}", words(text)), span);
    }

    fn node(&mut self, node: &Node) {
        let span = node.span();
        match node.kind {
            Kind::Open(element) => self.open(element, node),
            Kind::Close(element) => self.close(element, node),
            Kind::Text => {
                let text = self.page.source.text.get(span.clone()).unwrap_or_default();
                if self.in_code {
                    return self.code(text, &span);
                }
                self.lines.words(text, &span, true);
            }
            Kind::Owned if self.in_code => self.code(self.string(node.data), &span),
            Kind::Owned => self.lines.words(self.string(node.data), &span, false),
            Kind::Code => {
                self.lines.sign("`", &span);
                self.lines.words(self.string(node.data), &span, false);
                self.lines.sign("`", &span);
            }
            Kind::Raw => self.lines.sign(self.string(node.data), &span),
            Kind::SoftBreak | Kind::HardBreak => self.lines.space(),
            Kind::Rule => self.lines.end_sentences(),
            Kind::Task => {
                let sign = if node.data == 1 { "[x] " } else { "[ ] " };
                self.lines.sign(sign, &span);
            }
            Kind::FootnoteReference => self.footnote(node),
            Kind::Citation => self.citation(node),
            Kind::Image => self.image(node),
            Kind::Leaf | Kind::Inline => self.component(node),
        }
    }

    /// Lines of code, in which every space counts.
    fn code(&mut self, code: &str, span: &Range<usize>) {
        for line in code.lines() {
            self.lines.push(&format!("`{line}"), span.clone());
        }
    }

    fn open(&mut self, element: Element, node: &Node) {
        let span = node.span();
        let mark = match element {
            Element::Item => self.item(),
            Element::DefinitionTerm => "= ".to_owned(),
            Element::Definition => ": ".to_owned(),
            Element::BlockQuote => "> ".to_owned(),
            Element::Alert => format!("> !{} ", node.data),
            Element::Footnote => format!("[^{}]: ", self.footnote_number(node)),
            Element::Component => return self.open_component(node),
            Element::List => {
                self.lines.end_sentences();
                return self.lists.push(None);
            }
            Element::Numbered => {
                self.lines.end_sentences();
                return self.lists.push(Some(node.data.into()));
            }
            Element::TableHead | Element::TableRow => {
                self.lines.end_sentences();
                return self.lines.sign("|", &span);
            }
            Element::TableCell => return self.lines.space(),
            Element::CodeBlock => {
                self.lines.end_sentences();
                let language =
                    if node.data == NONE { "" } else { self.string(node.data) };
                self.lines.push(&format!("```{language}"), span);
                self.in_code = true;
                return;
            }
            Element::Strikethrough => return self.lines.sign("<del>", &span),
            Element::Superscript => return self.lines.sign("<sup>", &span),
            Element::Subscript => return self.lines.sign("<sub>", &span),
            Element::Link => return self.lines.sign("[", &span),
            Element::Emphasis | Element::Strong => return,
            Element::Paragraph
            | Element::Heading
            | Element::Table
            | Element::DefinitionList => return self.lines.end_sentences(),
        };
        self.lines.open(Some(mark), &span);
    }

    /// What stands before an item of the innermost list.
    fn item(&mut self) -> String {
        let Some(Some(number)) = self.lists.last_mut() else { return "- ".to_owned() };
        let mark = format!("#{number}. ");
        *number += 1;
        mark
    }

    fn close(&mut self, element: Element, node: &Node) {
        let span = node.span();
        match element {
            Element::Item
            | Element::DefinitionTerm
            | Element::Definition
            | Element::BlockQuote
            | Element::Alert
            | Element::Footnote
            | Element::Component => self.lines.close(&span),
            Element::List | Element::Numbered => {
                self.lines.end_sentences();
                self.lists.pop();
            }
            Element::Heading => {
                let heading = self.document().headings.get(node.data as usize);
                let level = heading.map_or(2, |heading| heading.level);
                self.lines.end_block(&format!("{} ", "#".repeat(level.into())));
            }
            Element::TableCell => {
                self.lines.space();
                self.lines.sign("|", &span);
            }
            Element::TableHead => self.lines.end_block("|"),
            Element::TableRow => self.lines.end_block(""),
            Element::CodeBlock => self.in_code = false,
            Element::Strikethrough => self.lines.sign("</del>", &span),
            Element::Superscript => self.lines.sign("</sup>", &span),
            Element::Subscript => self.lines.sign("</sub>", &span),
            Element::Link => self.close_link(node),
            Element::Emphasis | Element::Strong => {}
            Element::Paragraph | Element::Table | Element::DefinitionList => {
                self.lines.end_sentences();
            }
        }
    }
}

/// One line a value of a table, and of the tables within it.
fn table_facts(path: &str, table: &Table, facts: &mut Vec<String>) {
    for (key, _, node) in &table.entries {
        let path = format!("{path} {key}");
        match &node.value {
            Value::Table(inner) => table_facts(&path, inner, facts),
            _ => facts.push(format!("{path}: {}", words(&node.to_json().to_string()))),
        }
    }
}

/// Text on one line, with one space between words.
pub(super) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The bytes of a line of front matter; those of the first line of the file if there is none.
pub(super) fn key_line(source: &str, key: &str) -> Range<usize> {
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let rest = line.trim_start().strip_prefix(key);
        if rest.is_some_and(|rest| rest.trim_start().starts_with(['=', ':'])) {
            return at..at + line.trim_end().len();
        }
        at += line.len();
    }
    0..source.lines().next().map_or(0, str::len)
}
