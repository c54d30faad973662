//! Headings and the anchors of a page: each anchor stands once.

use std::ops::Range;

use super::super::document::{Element, Heading};
use super::{Builder, FrameKind, index};
use crate::diagnostic::Diagnostic;
use crate::path::slugify;

impl Builder<'_> {
    pub(in crate::content) fn open_heading(
        &mut self,
        level: u8,
        id: Option<&str>,
        classes: Vec<String>,
        span: Range<usize>,
    ) {
        let nested = self.frames.iter().any(|f| !matches!(f.kind, FrameKind::Tag(_)));
        if level == 1 {
            self.found.push(
                Diagnostic::warning(
                    "heading/level",
                    "the title in the front matter is the page's h1; this is a second one",
                )
                .at(self.path, span.clone())
                .help("write ## for the first level of headings in the text"),
            );
        } else if !nested && level > self.last_level + 1 && self.last_level > 0 {
            let message = format!(
                "a heading of level {level} follows one of level {}",
                self.last_level
            );
            self.found.push(
                Diagnostic::warning("heading/skipped", message)
                    .at(self.path, span.clone())
                    .help(format!(
                        "write {} here",
                        "#".repeat(usize::from(self.last_level) + 1)
                    )),
            );
        }
        if !nested {
            self.last_level = level.max(2);
        }
        let heading = Heading {
            level: level.max(2),
            id: id.unwrap_or_default().to_owned(),
            text: String::new(),
            classes,
            span: span.clone(),
            nested,
        };
        let data = index(&mut self.document.headings, heading);
        self.heading_text = Some(String::new());
        self.open(Element::Heading, data, span);
    }

    pub(super) fn close_heading(&mut self, data: u32) {
        let text = self.heading_text.take().unwrap_or_default();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let heading = &self.document.headings[data as usize];
        let (given, span) = (heading.id.clone(), heading.span.clone());
        if text.is_empty() {
            self.error("heading/empty", "this heading has no words", span.clone()).help =
                Some("write the heading's words, or delete it".to_owned());
        }
        let id = if given.is_empty() {
            let slug = slugify(&text);
            let slug = if slug.is_empty() { "part".to_owned() } else { slug };
            self.free_id(&slug)
        } else {
            self.claim_id(&given, span);
            given
        };
        let heading = &mut self.document.headings[data as usize];
        heading.id = id;
        heading.text = text;
    }

    /// An id that no other element has: `id`, `id-2`, `id-3` …
    fn free_id(&mut self, id: &str) -> String {
        let part = if is_generated(id) { "-part" } else { "" };
        let mut candidate = format!("{id}{part}");
        while self.ids.contains_key(&candidate) {
            let count = self.ids.entry(id.to_owned()).or_insert(1);
            *count += 1;
            candidate = format!("{id}{part}-{count}");
            if is_generated(&candidate) {
                candidate = format!("{id}-part-{count}");
            }
        }
        self.ids.insert(candidate.clone(), 1);
        candidate
    }

    /// Takes an id that the author wrote; a second use of it is an error.
    pub(super) fn claim_id(&mut self, id: &str, span: Range<usize>) {
        if id.is_empty() || id.contains(|c: char| c.is_whitespace() || c.is_control()) {
            self.error("anchor/name", format!("`{id}` cannot be an anchor"), span).help =
                Some("write letters, digits and hyphens".to_owned());
        } else if is_generated(id) {
            self.error(
                "anchor/reserved",
                format!("the anchor `{id}` is one that the generator gives"),
                span,
            )
            .help = Some("give it another name".to_owned());
        } else if self.ids.insert(id.to_owned(), 1).is_some() {
            self.error(
                "anchor/repeated",
                format!("the anchor `{id}` is used twice"),
                span,
            )
            .help = Some("give one of the two another name".to_owned());
        }
    }
}

/// Whether the generator or the default theme writes an element with this id.
fn is_generated(id: &str) -> bool {
    let numbers = |text: &str, count: usize| {
        text.split('-').count() == count
            && text
                .split('-')
                .all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    let numbered = [("fn-", 1), ("ref-", 1), ("table-", 1), ("fnref-", 2), ("cite-", 2)];
    matches!(
        id,
        "main"
            | "footnotes"
            | "toc-title"
            | "sources-title"
            | "taper-disclaimer"
            | "taper-exclusions"
            | "taper-red-flags"
            | "taper-rules"
    ) || numbered.iter().any(|(start, count)| {
        id.strip_prefix(start).is_some_and(|rest| numbers(rest, *count))
    })
}
