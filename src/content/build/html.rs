//! Raw HTML: pieces of the safe subset become nodes; tags balance within their block.

use std::fmt::Write;
use std::ops::Range;

use super::super::document::{Element, Kind, LinkKind};
use super::super::raw::{Piece, is_phrasing, is_void, pieces};
use super::text::words;
use super::{Builder, Frame, FrameKind, HtmlBlock};
use crate::config::RawHtml;

impl Builder<'_> {
    pub(in crate::content) fn open_html(&mut self) {
        self.html = Some(HtmlBlock::default());
    }

    /// A line of an HTML block, or a component's line in disguise.
    pub(in crate::content) fn html_line(&mut self, html: &str, span: Range<usize>) {
        let line = &self.source[span.clone()];
        let Some(block) = &mut self.html else { return };
        if block.text.is_empty() && line.trim_start().starts_with(":::") {
            self.html = None;
            return self.component_line(span);
        }
        block.lines.push((block.text.len(), span.start));
        block.text.push_str(if html.len() == line.len() { line } else { html });
    }

    pub(in crate::content) fn close_html(&mut self, span: Range<usize>) {
        let Some(block) = self.html.take() else { return };
        if self.dialect.raw_html == RawHtml::Escape {
            self.open(Element::Paragraph, 0, span.clone());
            let data = self.string(block.text.trim_end());
            self.push(Kind::Owned, data, span.clone());
            return self.close(span);
        }
        let place = |at: usize| {
            let after = block.lines.partition_point(|(start, _)| *start <= at);
            let line = block.lines[..after].last();
            line.map_or(span.start, |(start, source)| source + at - start)
        };
        for piece in pieces(&block.text) {
            self.piece(piece, &place, false);
        }
    }

    pub(in crate::content) fn inline_html(&mut self, span: Range<usize>) {
        if self.is_read(&span) {
            return self.not_plain(span);
        }
        let text = &self.source[span.clone()];
        if text.starts_with(":::") {
            self.error(
                "component/place",
                "a component's line stands within a paragraph",
                span,
            )
            .help = Some("put an empty line before it and do not indent it".to_owned());
            return;
        }
        if !self.images.is_empty() {
            return;
        }
        if self.dialect.raw_html == RawHtml::Escape {
            let data = self.string(text);
            return self.push(Kind::Owned, data, span);
        }
        let start = span.start;
        for piece in pieces(text) {
            self.piece(piece, &|at| start + at, true);
        }
    }

    fn piece(&mut self, piece: Piece, place: &dyn Fn(usize) -> usize, inline: bool) {
        let source = self.source;
        let at = |span: &Range<usize>| {
            // The reader of HTML counts bytes and may stop within a letter.
            let start = source.floor_char_boundary(place(span.start));
            start..source.ceil_char_boundary(start + span.len())
        };
        match piece {
            Piece::Refused { message, help, span } => {
                self.error("html/refused", message, at(&span)).help = Some(help);
            }
            Piece::Odd { message, help, span } => {
                self.warning("html/odd", message, at(&span)).help = Some(help);
            }
            Piece::Unknown { message, span } => {
                let help = "it is shown as text; write \\< for the sign, or use backticks for code";
                self.show(("html/unknown", message, help), at(&span));
            }
            Piece::Text(text) => {
                let data = self.string(&text);
                self.document.words += words(&text);
                let here = place(0);
                self.push(Kind::Owned, data, here..here);
            }
            Piece::Open { name, span, .. } if inline && !is_phrasing(&name) => {
                let message = format!("`<{name}>` is a block and stands within a line");
                let help = "it is shown as text; start it on a line of its own to use it";
                self.show(("html/place", message, help), at(&span));
            }
            Piece::Open { name, attributes, span } => {
                let span = at(&span);
                self.open_tag(name, &attributes, span);
            }
            Piece::Close { name, span } => {
                let span = at(&span);
                self.end_tag(&name, span);
            }
        }
    }

    /// Shows a tag as text, with a warning.
    fn show(&mut self, said: (&'static str, String, &str), span: Range<usize>) {
        let (code, message, help) = said;
        self.warning(code, message, span.clone()).help = Some(help.to_owned());
        let text = self.source.get(span.clone()).unwrap_or_default();
        let data = self.string(text);
        self.push(Kind::Owned, data, span);
    }

    fn open_tag(
        &mut self,
        name: String,
        attributes: &[(String, String)],
        span: Range<usize>,
    ) {
        let value = |key: &str| {
            attributes.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
        };
        if let Some(id) = value("id") {
            self.claim_id(id, span.clone());
            self.document.marked.push(id.into());
        }
        let mut written = String::new();
        for (key, value) in attributes {
            if !matches!(
                (name.as_str(), key.as_str()),
                ("a", "href") | ("img", "src" | "alt")
            ) {
                let _ = write!(written, " {key}=\"{}\"", crate::html::escape(value));
            }
        }
        match name.as_str() {
            "a" if self.within(Element::Link) => {
                let message = "`<a>` stands within another link";
                self.error("html/nesting", message, span.clone()).help =
                    Some("end the first link before it".to_owned());
                self.push(Kind::SoftBreak, 0, span.clone());
            }
            "a" => {
                let data = self.link(
                    LinkKind::Link,
                    value("href").unwrap_or_default(),
                    span.clone(),
                );
                self.document.links[data as usize].attributes = written.into();
                self.push(Kind::Open(Element::Link), data, span.clone());
            }
            "img" => {
                let data = self.link(
                    LinkKind::Image,
                    value("src").unwrap_or_default(),
                    span.clone(),
                );
                let link = &mut self.document.links[data as usize];
                link.text = value("alt").unwrap_or_default().into();
                link.attributes = written.into();
                return self.push(Kind::Image, data, span);
            }
            _ => {
                let data = self.string(&format!("<{name}{written}>"));
                self.push(Kind::Raw, data, span.clone());
            }
        }
        if !is_void(&name) {
            let node = self.document.nodes.len() - 1;
            self.frames.push(Frame { kind: FrameKind::Tag(name), node, span });
        }
    }

    pub(super) fn close_tag(&mut self, name: &str, span: Range<usize>) {
        if name == "a" {
            self.push(Kind::Close(Element::Link), 0, span);
        } else {
            let data = self.string(&format!("</{name}>"));
            self.push(Kind::Raw, data, span);
        }
    }

    fn end_tag(&mut self, name: &str, span: Range<usize>) {
        if is_void(name) {
            return;
        }
        match self.frames.last().map(|frame| &frame.kind) {
            Some(FrameKind::Tag(open)) if open == name => {
                self.frames.pop();
                self.close_tag(name, span);
            }
            // The tag that it closes was refused: that is the mistake.
            _ if self.found.iter().any(|problem| problem.code == "html/refused") => {}
            Some(FrameKind::Tag(open)) => {
                let message = format!("`</{name}>` stands where `</{open}>` is expected");
                self.warning("html/nesting", message, span).help = Some(
                    "it is left out; close tags in the reverse order of opening"
                        .to_owned(),
                );
            }
            _ => {
                let message =
                    format!("`</{name}>` closes nothing that was opened in this block");
                self.warning("html/nesting", message, span).help =
                    Some(format!("it is left out; open `<{name}>` in the same block"));
            }
        }
    }
}
