//! Pages that are written without any slip, as templates and Markdown write them: every element
//! is closed where it should be, and nothing is left to the parser's judgment.
//!
//! Such a page needs none of the rules by which browsers mend others, and reading it straight
//! takes a fourth of the time. Whatever is not plainly so is declined, and html5ever reads it.
//! Where this reader answers, html5ever would build the same tree; a property holds them
//! together.

mod characters;
mod nature;

use std::borrow::Cow;
use std::ops::Range;

use foldhash::HashMap;
use html5ever::LocalName;
use memchr::{memchr, memchr2, memmem};

use characters::decoded;
use nature::{Nature, known, name_of};

use super::{Attribute, Document, Element, Entry, Kind, Namespace};

/// Deepest nesting that is read here.
const DEEPEST: usize = 256;
/// Most attributes of an element.
const MOST_ATTRIBUTES: usize = 24;

/// Reads a page, if it is written without a slip.
pub(super) fn parse(text: &str) -> Option<Document<'_>> {
    let start = "<!doctype html>";
    if !text.get(..start.len())?.eq_ignore_ascii_case(start)
        || memchr2(0, b'\r', text.as_bytes()).is_some()
    {
        return None;
    }
    let mut reader = Reader {
        text,
        at: start.len(),
        entries: Vec::with_capacity(text.len() / 32),
        attributes: Vec::with_capacity(text.len() / 64),
        elements: HashMap::default(),
        names: HashMap::default(),
        open: Vec::new(),
        part: Part::Before,
        paragraphs: 0,
        anchors: 0,
        buttons: 0,
    };
    reader.entries.push(Entry { kind: Kind::Document, span: 0..0, parent: 0, end: 0 });
    while reader.at < text.len() {
        reader.step()?;
    }
    reader.finish()
}

/// An element that is not closed yet.
#[derive(Clone, Copy)]
struct Open<'t> {
    place: usize,
    name: &'t str,
    nature: Nature,
}

/// How far a page has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Before,
    BeforeHead,
    Head,
    AfterHead,
    Body,
    AfterBody,
    After,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    entries: Vec<Entry<'t>>,
    attributes: Vec<Attribute<'t>>,
    /// What elements and attributes are called, each looked up once.
    elements: HashMap<&'t str, (LocalName, Nature)>,
    names: HashMap<(&'t str, bool), LocalName>,
    open: Vec<Open<'t>>,
    part: Part,
    /// How many of each are open.
    paragraphs: usize,
    anchors: usize,
    buttons: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn top(&self) -> Option<Open<'t>> {
        self.open.last().copied()
    }

    /// The nature of the element at this distance from the innermost.
    fn nature(&self, distance: usize) -> Option<Nature> {
        self.open.iter().rev().nth(distance).map(|open| open.nature)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn step(&mut self) -> Option<()> {
        match (self.byte(self.at)?, self.byte(self.at + 1)) {
            (b'<', Some(b'/')) => {
                let after = self.text.get(self.at + 2..)?;
                let end = after.bytes().position(|byte| byte == b'>')?;
                self.at += 2 + end + 1;
                self.end_tag(after.get(..end)?)
            }
            (b'<', Some(b'!')) => self.comment(self.rest().strip_prefix("<!--")?),
            (b'<', _) => self.start_tag(),
            _ => self.words(),
        }
    }

    fn add(&mut self, kind: Kind<'t>, span: Range<usize>) -> usize {
        let parent = self.top().map_or(0, |open| open.place);
        let place = self.entries.len();
        self.entries.push(Entry { kind, span, parent, end: place + 1 });
        place
    }

    fn comment(&mut self, after: &str) -> Option<()> {
        let end = memmem::find(after.as_bytes(), b"--")?;
        let inner = after.get(..end)?;
        let is_plain =
            after.get(end..)?.starts_with("-->") && !inner.starts_with(['>', '-']);
        if !is_plain || !matches!(self.part, Part::Head | Part::Body) {
            return None;
        }
        let span = self.at..self.at + 4 + end + 3;
        self.at = span.end;
        self.add(Kind::Comment, span);
        Some(())
    }

    /// Text between two tags.
    fn words(&mut self) -> Option<()> {
        let rest = self.rest();
        // Most texts hold no reference, and are searched once.
        let first = memchr2(b'<', b'&', rest.as_bytes()).unwrap_or(rest.len());
        let is_plain = rest.as_bytes().get(first) != Some(&b'&');
        let length = if is_plain {
            first
        } else {
            memchr(b'<', rest.as_bytes()).unwrap_or(rest.len())
        };
        let (written, span) = (rest.get(..length)?, self.at..self.at + length);
        self.at = span.end;
        let is_space = written.bytes().all(is_space);
        match self.part {
            Part::Before | Part::BeforeHead => return is_space.then_some(()),
            Part::Head | Part::AfterHead | Part::AfterBody | Part::After if !is_space => {
                return None;
            }
            _ => {}
        }
        let top = self.top()?;
        let needs_space = matches!(
            top.nature,
            Nature::Table
                | Nature::Columns
                | Nature::Rows
                | Nature::Row
                | Nature::Drawing
                | Nature::Shape
        );
        if needs_space && !is_space {
            return None;
        }
        let is_first = self.entries.len() == top.place + 1;
        let mut text = written;
        if top.nature == Nature::Pre && is_first {
            text = text.strip_prefix('\n').unwrap_or(text);
        }
        let text = if is_plain { text.into() } else { decoded(text)? };
        self.put(text, span);
        Some(())
    }

    /// Puts in text, as part of the text before if there is any.
    fn put(&mut self, text: Cow<'t, str>, span: Range<usize>) {
        if text.is_empty() {
            return;
        }
        let parent = self.top().map_or(0, |open| open.place);
        if let Some(Entry { kind: Kind::Text(own), span: before, parent: of, .. }) =
            self.entries.last_mut()
            && *of == parent
        {
            own.to_mut().push_str(&text);
            before.end = span.end;
            return;
        }
        self.add(Kind::Text(text), span);
    }

    fn end_tag(&mut self, name: &str) -> Option<()> {
        match (self.part, name) {
            (Part::Body, "body") if self.nature(0) == Some(Nature::Body) => {
                self.part = Part::AfterBody;
                return Some(());
            }
            (Part::AfterBody, "html") => {
                self.part = Part::After;
                return Some(());
            }
            (Part::Head, "head") if self.nature(0) == Some(Nature::Head) => {
                self.part = Part::AfterHead;
            }
            (Part::Body, _) => {}
            _ => return None,
        }
        let open =
            self.top().filter(|open| open.name == name && open.nature != Nature::Body)?;
        self.close(open);
        Some(())
    }

    fn close(&mut self, open: Open<'_>) {
        self.open.pop();
        let end = self.entries.len();
        if let Some(entry) = self.entries.get_mut(open.place) {
            entry.end = end;
        }
        match open.nature {
            Nature::Paragraph => self.paragraphs -= 1,
            Nature::Anchor => self.anchors -= 1,
            Nature::Button => self.buttons -= 1,
            _ => {}
        }
    }

    fn start_tag(&mut self) -> Option<()> {
        let start = self.at;
        let after = self.text.get(start + 1..)?;
        let end = after.bytes().position(|byte| !byte.is_ascii_alphanumeric())?;
        let name = after.get(..end)?;
        let (local, nature) = self.element(name)?;
        self.may_begin(nature)?;
        self.at = start + 1 + end;
        let is_drawn = matches!(nature, Nature::Drawing | Nature::Shape);
        let attributes = self.attributes(is_drawn)?;
        let is_closed = self.byte(self.at) == Some(b'/');
        self.at += if is_closed { 2 } else { 1 };
        let namespace = if is_drawn { Namespace::Svg } else { Namespace::Html };
        let element = Element { namespace, name: local, attributes };
        let place = self.add(Kind::Element(element), start..self.at);
        let is_void =
            matches!(nature, Nature::Meta | Nature::Void | Nature::Rule | Nature::Column);
        if is_void || (is_drawn && is_closed) {
            return Some(());
        }
        if is_closed || self.open.len() >= DEEPEST {
            return None;
        }
        self.open.push(Open { place, name, nature });
        match nature {
            Nature::Html => self.part = Part::BeforeHead,
            Nature::Head => self.part = Part::Head,
            Nature::Body => self.part = Part::Body,
            Nature::Paragraph => self.paragraphs += 1,
            Nature::Anchor => self.anchors += 1,
            Nature::Button => self.buttons += 1,
            Nature::Title | Nature::Style => return self.raw(name, nature),
            _ => {}
        }
        Some(())
    }

    /// Whether parsers put such an element where it is written.
    fn may_begin(&self, nature: Nature) -> Option<()> {
        let (inner, outer) = (self.nature(0), self.nature(1));
        let is_in = |own: Nature| inner == Some(own);
        let in_drawing = is_in(Nature::Drawing) || is_in(Nature::Shape);
        let in_table = matches!(
            inner,
            Some(Nature::Table | Nature::Columns | Nature::Rows | Nature::Row)
        );
        let in_head = self.part == Part::Head;
        let is_raw = matches!(nature, Nature::Title | Nature::Style);
        let fits_part = match nature {
            Nature::Html => self.part == Part::Before,
            Nature::Head => self.part == Part::BeforeHead,
            Nature::Body => self.part == Part::AfterHead,
            Nature::Meta if in_head => true,
            _ if is_raw => in_head,
            _ => self.part == Part::Body,
        };
        let fits_holder = match nature {
            Nature::Html | Nature::Head | Nature::Body => true,
            _ if in_head => is_in(Nature::Head),
            Nature::Caption | Nature::Columns | Nature::Rows => is_in(Nature::Table),
            Nature::Column => is_in(Nature::Columns),
            Nature::Row => is_in(Nature::Rows),
            Nature::Cell => is_in(Nature::Row),
            Nature::Shape => in_drawing,
            _ if in_table || in_drawing => false,
            Nature::Item => is_in(Nature::List),
            Nature::Term => {
                is_in(Nature::Terms)
                    || (self.top().is_some_and(|open| open.name == "div")
                        && outer == Some(Nature::Terms))
            }
            Nature::Heading => !is_in(Nature::Heading),
            Nature::Anchor => self.anchors == 0,
            Nature::Button => self.buttons == 0,
            _ => true,
        };
        let is_among_words = matches!(
            nature,
            Nature::Inline
                | Nature::Meta
                | Nature::Void
                | Nature::Anchor
                | Nature::Button
                | Nature::Drawing
                | Nature::Shape
        );
        let fits_words = is_among_words || self.paragraphs == 0;
        (fits_part && fits_holder && fits_words).then_some(())
    }

    /// The text of an element that holds no other.
    fn raw(&mut self, name: &str, nature: Nature) -> Option<()> {
        let rest = self.rest();
        let end = memmem::find(rest.as_bytes(), b"</")?;
        let after = rest.get(end + 2..)?.strip_prefix(name)?;
        let span = self.at..self.at + end;
        let inner = self.text.get(span.clone())?;
        let is_title = nature == Nature::Title;
        let text = if is_title { decoded(inner)? } else { inner.into() };
        self.put(text, span);
        self.at += end + 2 + name.len() + 1;
        let open = self.top()?;
        self.close(open);
        after.starts_with('>').then_some(())
    }

    /// The attributes of a start tag, up to its end.
    fn attributes(&mut self, is_drawn: bool) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        let first = self.attributes.len();
        loop {
            let before = self.at;
            while bytes.get(self.at).copied().is_some_and(is_space) {
                self.at += 1;
            }
            match bytes.get(self.at)? {
                b'>' => return Some(first..self.attributes.len()),
                b'/' => {
                    let is_end = bytes.get(self.at + 1) == Some(&b'>');
                    return is_end.then_some(first..self.attributes.len());
                }
                _ if before == self.at => return None,
                _ => {}
            }
            let start = self.at;
            let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
            while bytes.get(self.at).is_some_and(is_name) {
                self.at += 1;
            }
            let name = self.text.get(start..self.at).filter(|name| !name.is_empty())?;
            let local = self.name(name, is_drawn)?;
            let named = self.at;
            let value = self.value()?;
            // As for html5gum, an empty value has no place of its own.
            let end = if value.is_empty() { named } else { self.at };
            let found = self.attributes.get(first..)?;
            let is_new = found.iter().all(|own| own.name != local);
            if !is_new || found.len() >= MOST_ATTRIBUTES {
                return None;
            }
            self.attributes.push(Attribute { name: local, value, span: start..end });
        }
    }

    /// The name of an element, and its nature.
    fn element(&mut self, name: &'t str) -> Option<(LocalName, Nature)> {
        if let Some(known) = self.elements.get(name) {
            return Some(known.clone());
        }
        let new = known(name)?;
        self.elements.insert(name, new.clone());
        Some(new)
    }

    /// The name of an attribute, as parsers give it.
    fn name(&mut self, written: &'t str, is_drawn: bool) -> Option<LocalName> {
        if let Some(known) = self.names.get(&(written, is_drawn)) {
            return Some(known.clone());
        }
        let new = name_of(written, is_drawn)?;
        self.names.insert((written, is_drawn), new.clone());
        Some(new)
    }

    /// What follows the name of an attribute.
    fn value(&mut self) -> Option<Cow<'t, str>> {
        if self.byte(self.at) != Some(b'=') {
            // A sign of equality may follow after spaces.
            let next = self.rest().trim_start_matches([' ', '\t', '\n', '\x0C']);
            return (!next.starts_with('=')).then(Cow::default);
        }
        let quote = self.byte(self.at + 1).filter(|byte| matches!(byte, b'"' | b'\''))?;
        let inner = self.text.get(self.at + 2..)?;
        let first = memchr2(quote, b'&', inner.as_bytes())?;
        let is_plain = inner.as_bytes().get(first) == Some(&quote);
        let end = if is_plain { first } else { memchr(quote, inner.as_bytes())? };
        self.at += 2 + end + 1;
        let value = inner.get(..end)?;
        if is_plain { Some(value.into()) } else { decoded(value) }
    }

    fn finish(mut self) -> Option<Document<'t>> {
        if self.part != Part::After {
            return None;
        }
        let end = self.entries.len();
        for open in self.open {
            self.entries.get_mut(open.place)?.end = end;
        }
        self.entries.first_mut()?.end = end;
        let document = Document::of(self.entries, self.attributes, false);
        Some(Document { is_tidy: true, ..document })
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | 0x0C)
}
