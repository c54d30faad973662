//! Text: what is words, what is a citation, what is a component within a line.

use std::ops::Range;

use memchr::memchr2;

use super::super::component::{Component, Place, name};
use super::super::document::{Element, Kind, Node};
use super::{Builder, index};
use crate::diagnostic::Diagnostic;

impl Builder<'_> {
    /// Text that is `span` of the source.
    pub(in crate::content) fn text(&mut self, span: Range<usize>) {
        let mut start = span.start.max(self.read_to);
        if start >= span.end {
            return;
        }
        if self.html.is_some() {
            return;
        }
        if !self.images.is_empty() {
            self.alt.push_str(&self.source[start..span.end]);
            return;
        }
        if self.within(Element::CodeBlock) {
            return self.push(Kind::Text, 0, start..span.end);
        }
        let mut at = start;
        while let Some(sign) = memchr2(b':', b'[', &self.source.as_bytes()[at..span.end])
        {
            at += sign;
            if self.special(start..at) {
                start = self.read_to;
                at = start;
                if start >= span.end {
                    return;
                }
            } else {
                at += 1;
            }
        }
        self.plain(start..span.end);
    }

    fn plain(&mut self, span: Range<usize>) {
        if span.is_empty() {
            return;
        }
        let text = &self.source[span.clone()];
        self.document.words += words(text);
        if let Some(heading) = &mut self.heading_text {
            heading.push_str(text);
        }
        self.push(Kind::Text, 0, span);
    }

    /// Reads a component, a citation or a footnote mark at `before.end`; the text before it
    /// is written first. False if it is just a sign.
    fn special(&mut self, before: Range<usize>) -> bool {
        let at = before.end;
        let rest = &self.source[at..];
        if rest.starts_with("[@") {
            let Some((citation, end)) =
                crate::bibliography::parse_citation(self.source, at)
            else {
                let end = at + 2;
                self.error("citation/syntax", "this citation cannot be read", at..end)
                    .help =
                    Some("write [@key] or [@key, p. 3] within one line".to_owned());
                return false;
            };
            if self.within(Element::Link) || self.heading_text.is_some() {
                let place = if self.heading_text.is_some() { "heading" } else { "link" };
                self.error(
                    "citation/place",
                    format!("a citation stands in a {place}"),
                    at..end,
                )
                .help = Some(format!("move it after the {place}"));
            }
            self.plain(before);
            self.trim_last_text();
            let data = index(&mut self.document.citations, citation);
            self.push(Kind::Citation, data, at..end);
            self.read_to = end;
            return true;
        }
        if let Some(label) = footnote_label(rest) {
            let end = at + label.len() + 3;
            let message = format!("no footnote is called `{label}`");
            self.error("footnote/missing", message, at..end).help =
                Some(format!("add its text on a line of its own: [^{label}]: …"));
            return false;
        }
        self.inline_component(before)
    }

    /// A mark belongs to the word before it: spaces between them are left out.
    fn trim_last_text(&mut self) {
        let Some(last) = self.document.nodes.last_mut() else { return };
        if last.kind == Kind::Text {
            let span = last.span();
            let words = self.source[span.clone()].trim_end_matches(' ');
            *last = Node::new(last.kind, last.data, span.start..span.start + words.len());
        }
    }

    /// Reads `:name[text]{…}` or `:name{…}`.
    fn inline_component(&mut self, before: Range<usize>) -> bool {
        let at = before.end;
        let Some(rest) = self.source[at..].strip_prefix(':') else { return false };
        let word = name(rest);
        let next = rest[word.len()..].chars().next();
        let inside_word = self.source[..at]
            .ends_with(|c: char| c.is_alphanumeric() || ":/\\".contains(c));
        if word.is_empty() || inside_word || !matches!(next, Some('[' | '{')) {
            return false;
        }
        let (name, mut end) = (word.to_owned(), at + 1 + word.len());
        let paragraph_end = self.paragraph_end(at);
        let mut text = String::new();
        if next == Some('[') {
            let Some((words, length)) = self.label(end, paragraph_end) else {
                return false;
            };
            text = words;
            end += length;
        }
        let spot = self.spot();
        let mut found = Vec::new();
        let (given, end) = spot.arguments(end, paragraph_end, &mut found);
        if let Some(declaration) = spot.declaration(&name, at..end, &mut found) {
            if declaration.place == Place::Inline {
                let arguments =
                    spot.check((&name, declaration), &(at..end), given, &mut found);
                self.plain(before.clone());
                if let Some(heading) = &mut self.heading_text {
                    heading.push_str(&text);
                }
                let text = self.string(&text);
                let component = Component {
                    name,
                    span: at..end,
                    arguments,
                    place: Place::Inline,
                    src: None,
                    label: Some(text),
                    heading_level: 0,
                };
                let data = index(&mut self.document.components, component);
                self.push(Kind::Inline, data, at..end);
            } else {
                let message = format!("`{name}` is a block and stands within a line");
                let help = format!("write it on a line of its own: :::{name}");
                found.push(
                    Diagnostic::error("component/place", message)
                        .at(self.path, at..end)
                        .help(help),
                );
            }
        }
        self.found.extend(found);
        self.read_to = end;
        true
    }

    /// The plain text in the brackets that open at `start`, and the length of both.
    fn label(&self, start: usize, paragraph_end: usize) -> Option<(String, usize)> {
        let mut stop = paragraph_end.min(start + LONGEST_WORDS);
        while !self.source.is_char_boundary(stop) {
            stop -= 1;
        }
        let length = self.source[start..stop].find(']')?;
        let lines = self.source[start + 1..start + length].lines();
        // A quote's next line begins with its sign.
        let lines = lines.enumerate().map(|(n, line)| {
            if n == 0 { line } else { line.trim_start_matches([' ', '\t', '>']) }
        });
        Some((lines.collect::<Vec<_>>().join("\n"), length + 1))
    }

    /// The byte after the paragraph that holds `at`: an empty line, or the end of the file.
    fn paragraph_end(&mut self, at: usize) -> usize {
        if !self.paragraph.contains(&at) {
            let mut end = at;
            for line in self.source[at..].split_inclusive('\n') {
                if end > at && line.trim().is_empty() {
                    break;
                }
                end += line.len();
            }
            self.paragraph = at..end;
        }
        self.paragraph.end
    }

    /// Text that differs from its bytes in the source, such as a decoded entity.
    pub(in crate::content) fn owned_text(&mut self, text: &str, span: Range<usize>) {
        if self.is_read(&span) || self.html.is_some() {
            return;
        }
        if !self.images.is_empty() {
            return self.alt.push_str(text);
        }
        self.document.words += words(text);
        if let Some(heading) = &mut self.heading_text {
            heading.push_str(text);
        }
        let data = self.string(text);
        self.push(Kind::Owned, data, span);
    }

    /// A span of code.
    pub(in crate::content) fn code(&mut self, code: &str, span: Range<usize>) {
        if self.is_read(&span) {
            return self.not_plain(span);
        }
        if !self.images.is_empty() {
            return self.alt.push_str(code);
        }
        self.document.words += words(code);
        if let Some(heading) = &mut self.heading_text {
            heading.push_str(code);
        }
        let data = self.string(code);
        self.push(Kind::Code, data, span);
    }
}

/// Most bytes between the brackets of a component within a line.
const LONGEST_WORDS: usize = 2000;

/// How many bytes are looked at together.
const STEP: usize = 128;

/// How many words a text holds.
pub(in crate::content) fn words(text: &str) -> usize {
    if !text.is_ascii() {
        return text.split_whitespace().count();
    }
    // What `char::is_whitespace` is of these.
    let is_space = |byte: u8| (byte == b' ') | (b'\t'..=b'\r').contains(&byte);
    let (bytes, next) = (text.as_bytes(), text.as_bytes().get(1..).unwrap_or_default());
    let first = bytes.first().is_some_and(|byte| !is_space(*byte));
    // Few enough at a time that a byte holds their number: many are compared at once.
    let pairs = bytes.chunks(STEP).zip(next.chunks(STEP));
    let starts =
        |(before, own): (&u8, &u8)| u8::from(is_space(*before) & !is_space(*own));
    let count = |(before, own): (&[u8], &[u8])| {
        usize::from(before.iter().zip(own).map(starts).sum::<u8>())
    };
    usize::from(first) + pairs.map(count).sum::<usize>()
}

/// The label of `[^label]` at the start of `text`: no spaces, fewer than 100 bytes.
fn footnote_label(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("[^")?;
    let end = inner.bytes().take(100).position(|b| b == b']')?;
    let label = &inner[..end];
    (!label.is_empty() && !label.contains(char::is_whitespace)).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_stands_between_white_space() {
        let long = " some words\tand\nmore ".repeat(40);
        for text in ["", " ", "a", " a", "a ", "a b", "größer  als", "\x0b\x0c", &long]
        {
            for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
                let text = &text[..end];
                assert_eq!(words(text), text.split_whitespace().count(), "{text:?}");
            }
        }
    }
}
