//! Markdown to a document: pulldown-cmark's events, with components, citations and the
//! policy for raw HTML as nodes of the same stream.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd,
};

use super::build::Builder;
use super::component::Declarations;
use super::document::{Align, Document, Element, Kind, NONE};
use crate::config::RawHtml;
use crate::diagnostic::Outcome;
use crate::path::SourcePath;

/// What reading an article depends on beside its text.
#[derive(Clone, Copy)]
pub struct Dialect<'a> {
    /// The components that the theme declares.
    pub components: &'a Declarations,
    /// What becomes of raw HTML.
    pub raw_html: RawHtml,
}

/// Reads the article whose body starts at byte `body` of `source`.
pub fn parse(
    path: &SourcePath,
    source: &str,
    body: usize,
    dialect: Dialect<'_>,
) -> Outcome<Document> {
    let text = mark_components(&source[body..]);
    let builder = Builder::new(path, source, dialect);
    let is_marked = matches!(text, Cow::Owned(_));
    let mut walk = Walk { builder, text: &text, offset: body, is_marked };
    for (event, range) in Parser::new_ext(&text, options()).into_offset_iter() {
        walk.event(event, range.start + body..range.end + body);
        if walk.builder.is_too_deep() {
            break;
        }
    }
    walk.builder.finish()
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// What stands in place of `:::` while pulldown-cmark reads.
const MARK: &str = "<?>";

/// Turns `:::` at the start of a line into `<?>`, byte for byte.
///
/// `CommonMark` reads a line that begins with `<?` and holds `?>` as an HTML block of its own,
/// which may interrupt a paragraph and stand in a list: just what a component's line needs.
/// Nodes point into the source, so nobody ever sees the marks.
fn mark_components(body: &str) -> Cow<'_, str> {
    if memchr::memmem::find(body.as_bytes(), b":::").is_none() {
        return Cow::Borrowed(body);
    }
    let mut marked = String::with_capacity(body.len());
    for line in body.split_inclusive('\n') {
        let inner = line.trim_start_matches([' ', '\t', '>']);
        match inner.strip_prefix(":::") {
            Some(rest) if !rest.starts_with(':') => {
                marked.push_str(&line[..line.len() - inner.len()]);
                marked.push_str(MARK);
                marked.push_str(rest);
            }
            _ => marked.push_str(line),
        }
    }
    Cow::Owned(marked)
}

/// Feeds the events of one article to the builder.
struct Walk<'a> {
    builder: Builder<'a>,
    /// What pulldown-cmark reads: the body, with components marked.
    text: &'a str,
    /// Where the body begins in the source.
    offset: usize,
    /// Whether marks stand in it.
    is_marked: bool,
}

impl Walk<'_> {
    fn event(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) => {
                if let Some(exact) = self.in_source(&text) {
                    return self.builder.text(exact);
                }
                let text = self.unmarked(&text, &span);
                self.builder.owned_text(&text, span);
            }
            Event::Code(code) => {
                let code = self.unmarked(&code, &span);
                self.builder.code(&code, span);
            }
            Event::Html(html) => self.builder.html_line(&html, span),
            Event::InlineHtml(_) => self.builder.inline_html(span),
            Event::SoftBreak => self.builder.simple(Kind::SoftBreak, 0, span),
            Event::HardBreak => self.builder.simple(Kind::HardBreak, 0, span),
            Event::Rule => self.builder.simple(Kind::Rule, 0, span),
            Event::TaskListMarker(done) => {
                self.builder.simple(Kind::Task, u32::from(done), span);
            }
            Event::FootnoteReference(label) => {
                self.builder.footnote_reference(&label, span);
            }
            // Mathematics is not enabled.
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    /// The bytes of the source that `text` is, if it is a piece of it.
    fn in_source(&self, text: &CowStr<'_>) -> Option<Range<usize>> {
        let CowStr::Borrowed(piece) = text else { return None };
        let start = (piece.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        let end = start + piece.len();
        (end <= self.text.len()).then(|| start + self.offset..end + self.offset)
    }

    /// The author's colons in place of the marks, in text that is no piece of the source.
    fn unmarked<'t>(&self, text: &'t str, span: &Range<usize>) -> Cow<'t, str> {
        if !self.is_marked {
            return Cow::Borrowed(text);
        }
        let source = self.builder.source().get(span.clone()).unwrap_or_default();
        if text.contains(MARK) && !source.contains(MARK) {
            return Cow::Owned(text.replace(MARK, ":::"));
        }
        Cow::Borrowed(text)
    }

    fn start(&mut self, tag: Tag<'_>, span: Range<usize>) {
        if let Tag::Link { dest_url, title, .. } = &tag {
            let (target, title) =
                (self.unmarked(dest_url, &span), self.unmarked(title, &span));
            return self.builder.open_link(&target, &title, span);
        }
        let builder = &mut self.builder;
        let (element, data) = match tag {
            Tag::Heading { level, id, classes, .. } => {
                let classes = classes.iter().map(ToString::to_string).collect();
                return builder.open_heading(level as u8, id.as_deref(), classes, span);
            }
            Tag::Image { dest_url, .. } => return builder.open_image(&dest_url, span),
            Tag::FootnoteDefinition(label) => return builder.open_footnote(&label, span),
            Tag::Table(columns) => {
                let columns = columns.into_iter().map(align).collect();
                return builder.open_table(columns, span);
            }
            Tag::CodeBlock(kind) => (Element::CodeBlock, code_language(builder, &kind)),
            Tag::BlockQuote(None) => (Element::BlockQuote, 0),
            Tag::BlockQuote(Some(kind)) => (Element::Alert, alert(kind)),
            Tag::List(None) => (Element::List, 0),
            Tag::List(Some(first)) => {
                (Element::Numbered, u32::try_from(first).unwrap_or(1))
            }
            Tag::Paragraph => (Element::Paragraph, 0),
            Tag::Item => (Element::Item, 0),
            Tag::DefinitionList => (Element::DefinitionList, 0),
            Tag::DefinitionListTitle => (Element::DefinitionTerm, 0),
            Tag::DefinitionListDefinition => (Element::Definition, 0),
            Tag::TableHead => (Element::TableHead, 0),
            Tag::TableRow => (Element::TableRow, 0),
            Tag::TableCell => (Element::TableCell, 0),
            Tag::Emphasis => (Element::Emphasis, 0),
            Tag::Strong => (Element::Strong, 0),
            Tag::Strikethrough => (Element::Strikethrough, 0),
            Tag::Superscript => (Element::Superscript, 0),
            Tag::Subscript => (Element::Subscript, 0),
            Tag::HtmlBlock => return builder.open_html(),
            // Links were opened above.
            Tag::MetadataBlock(_) | Tag::Link { .. } => return,
        };
        builder.open(element, data, span);
    }

    fn end(&mut self, tag: TagEnd, span: Range<usize>) {
        let builder = &mut self.builder;
        match tag {
            TagEnd::HtmlBlock => builder.close_html(span),
            TagEnd::Image => builder.close_image(span),
            TagEnd::MetadataBlock(_) => {}
            _ => builder.close(span),
        }
    }
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None => Align::None,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

fn alert(kind: BlockQuoteKind) -> u32 {
    match kind {
        BlockQuoteKind::Note => 0,
        BlockQuoteKind::Tip => 1,
        BlockQuoteKind::Important => 2,
        BlockQuoteKind::Warning => 3,
        BlockQuoteKind::Caution => 4,
    }
}

/// The language of a block of code: only letters, digits and a few signs may reach a class.
fn code_language(builder: &mut Builder<'_>, kind: &CodeBlockKind<'_>) -> u32 {
    let CodeBlockKind::Fenced(info) = kind else { return NONE };
    let word = info.split([' ', ',', '{']).next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || "+-_#.".contains(c);
    if word.is_empty() || !word.chars().all(plain) { NONE } else { builder.string(word) }
}
