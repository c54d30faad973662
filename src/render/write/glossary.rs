//! Terms: links to them in articles, and the list of them from A to Z.

use std::ops::Range;

use tera::Context;

use super::Writer;
use crate::content::document::{Element, Kind};
use crate::html::escape;
use crate::source::lossy;
use crate::view::context::{Asker, LinkView};
use crate::view::glossary::{EntryView, glossary};

/// The partial of the theme that shows a glossary.
const PARTIAL: &str = "parts/glossary.html";

impl Writer<'_> {
    /// Writes the text of a node; the first use of a term leads to what it means.
    pub(super) fn words(&mut self, at: usize, text: &str) {
        let mut number = self.uses.partition_point(|one| one.end.0 < at);
        let mut from = 0;
        let piece = |range: Range<usize>| text.get(range).unwrap_or_default();
        while let Some(one) = self.uses.get(number).copied() {
            if one.start.0 > at {
                break;
            }
            if one.start.0 == at {
                self.text(piece(from..one.start.1));
                from = one.start.1;
                self.open_term(one.term);
            }
            if one.end.0 > at {
                break;
            }
            self.text(piece(from..one.end.1));
            from = one.end.1;
            self.out.push_str("</a>");
            number += 1;
        }
        self.text(piece(from..text.len()));
    }

    fn open_term(&mut self, term: usize) {
        let lexicon = &self.context.site.lexicons[self.context.entry.page.language];
        let term = &lexicon.terms[term];
        let href = format!("{}#{}", self.context.base.relative(&term.url), term.id);
        self.write(&["<a class=\"defined\" href=\"", &escape(&href), "\">"]);
    }

    /// Writes all terms from A to Z in place of the first list of them; gives the node after
    /// the list that opens at `at`.
    pub(super) fn glossary(&mut self, at: usize) -> usize {
        let end = self.skip(at, Element::DefinitionList);
        let Some(own) = &self.context.entry.page.glossary else { return end };
        if own.terms.first().is_none_or(|first| first.node > end || first.node < at) {
            return end;
        }
        let mut entries = Vec::new();
        for term in &own.terms {
            let close = self.skip(term.node, Element::DefinitionTerm);
            let title = self.apart(term.node + 1..close - 1);
            let content = self.apart(close..self.definitions_end(close));
            let entry = EntryView {
                id: Some(term.id.clone()),
                title: Asker::safe(&title),
                content: Some(Asker::safe(content.trim_end())),
                see: None,
            };
            entries.push((term.base().to_owned(), entry));
            for word in &term.also {
                let (title, url) = (term.base().to_owned(), format!("#{}", term.id));
                let entry = EntryView {
                    id: None,
                    title: Asker::safe(&escape(word)),
                    content: None,
                    see: Some(LinkView { title, url }),
                };
                entries.push((word.clone(), entry));
            }
        }
        let language = self.context.language();
        let mut view = Context::new();
        view.insert("glossary", &glossary(language, entries));
        view.insert("heading_level", &self.next_level(at));
        view.insert_value("strings", self.context.theme.strings(language));
        match self.context.theme.render(PARTIAL, &view) {
            Ok(bytes) => self.out.push_str(&lossy(&bytes)),
            Err(problem) => self.found.push(*problem),
        }
        end
    }

    /// Writes nodes, and takes what was written out again.
    fn apart(&mut self, nodes: Range<usize>) -> String {
        let outer = std::mem::take(&mut self.out);
        self.nodes(nodes);
        std::mem::replace(&mut self.out, outer)
    }

    /// The node at which the definitions of a term end: the next term, or the end of the list.
    fn definitions_end(&self, start: usize) -> usize {
        let nodes = &self.context.document().nodes;
        let mut at = start;
        while let Some(Kind::Open(Element::Definition)) = nodes.get(at).map(|n| n.kind) {
            at = self.skip(at, Element::Definition);
        }
        at
    }

    /// The level of a heading that belongs under the last one before a node.
    fn next_level(&self, at: usize) -> u8 {
        let document = self.context.document();
        let start = document.nodes[at].span().start;
        let before = document.headings.iter().rev().find(|one| one.span.start < start);
        before.map_or(2, |heading| (heading.level + 1).min(6))
    }
}
