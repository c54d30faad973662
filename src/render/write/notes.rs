//! Footnotes and sources: marks in the text that lead to a list, and back.

use std::fmt::Write;

use super::Writer;
use crate::bibliography::Cite;
use crate::html::escape;

impl Writer<'_> {
    /// How often something was marked before, counted from 1 with this mark.
    pub(super) fn mark(&mut self, id: &str) -> u32 {
        let count = self.marks.entry(id.to_owned()).or_insert(0);
        *count += 1;
        *count
    }

    pub(super) fn footnote_mark(&mut self, data: u32) {
        let footnote = &self.context.document().footnotes[data as usize];
        let number = footnote.number;
        let count = self.mark(&format!("fn-{number}"));
        let label = format!("{} {number}", self.context.word("footnote"));
        let href = self.context.anchor(&format!("fn-{number}"));
        let _ = write!(
            self.out,
            "<sup class=\"note\"><a href=\"{href}\" id=\"fnref-{number}-{count}\" \
             role=\"doc-noteref\" aria-label=\"{}\">{number}</a></sup>",
            escape(&label)
        );
    }

    pub(in crate::render) fn footnotes(&mut self) {
        let mut notes: Vec<_> = self
            .context
            .document()
            .footnotes
            .iter()
            .filter(|note| note.number > 0)
            .collect();
        if notes.is_empty() {
            return;
        }
        notes.sort_by_key(|note| note.number);
        let title = self.context.word("footnotes");
        self.out.push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-labelledby=\"footnotes\">\n");
        self.write(&["<h2 id=\"footnotes\">", &escape(&title), "</h2>\n<ol>\n"]);
        for note in notes {
            let number = note.number;
            let _ = writeln!(self.out, "<li id=\"fn-{number}\">");
            self.nodes(note.body.clone());
            let back = self.context.word("back_to_text");
            for count in 1..=note.references {
                let _ = writeln!(
                    self.out,
                    "<a class=\"back\" role=\"doc-backlink\" href=\"#fnref-{number}-{count}\">\
                     <span aria-hidden=\"true\">↩</span><span class=\"hidden\">{} {number}.{count}</span></a>",
                    escape(&back)
                );
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</section>\n");
    }

    pub(super) fn citation(&mut self, data: u32) {
        let citation = &self.context.document().citations[data as usize];
        let is_numbered = self.context.site.bibliography.style().is_numbered();
        if !is_numbered && self.is_within_words() {
            self.out.push(' ');
        }
        self.out.push_str(if is_numbered {
            "<sup class=\"cite\">"
        } else {
            "<span class=\"cite\">("
        });
        let mut first = true;
        for cite in &citation.cites {
            let Some(number) = self.context.entry.numbers.of(&cite.key) else { continue };
            if !first {
                self.out.push_str(if is_numbered { ", " } else { "; " });
            }
            first = false;
            let count = self.mark(&cite.key);
            let href = self.context.anchor(&format!("ref-{number}"));
            self.write(&["<a href=\"", &escape(&href), "\""]);
            if self.context.is_at_home() {
                let _ = write!(self.out, " id=\"cite-{number}-{count}\"");
            }
            if is_numbered {
                self.numbered(cite, number);
            } else {
                self.named(cite);
            }
            let bibliography = self.context.site.bibliography;
            let is_retracted = bibliography
                .get(&cite.key)
                .is_some_and(|record| bibliography.health().is_retracted(record));
            if is_retracted {
                let word = self.context.word("source_retracted_short");
                self.write(&[" (", &escape(&word), ")"]);
            }
        }
        self.out.push_str(if is_numbered { "</sup>" } else { ")</span>" });
    }

    /// Whether words stand right before: the space before a mark was taken away with it.
    fn is_within_words(&self) -> bool {
        let is_tag = self.out.ends_with('>');
        let opens =
            || self.out.rfind('<').is_some_and(|at| !self.out[at..].starts_with("</"));
        !(self.out.is_empty()
            || self.out.ends_with(char::is_whitespace)
            || self.out.ends_with('(')
            || (is_tag && opens()))
    }

    /// The number of a source; its name is for those who do not see the list.
    fn numbered(&mut self, cite: &Cite, number: usize) {
        let record = self.context.site.bibliography.get(&cite.key);
        let short = record.map(crate::bibliography::Record::short).unwrap_or_default();
        let label = format!("{} {number}: {short}", self.context.word("reference"));
        let _ = write!(self.out, " aria-label=\"{}\">{number}</a>", escape(&label));
        if let Some(locator) = &cite.locator {
            self.write(&[" (", &escape(locator), ")"]);
        }
    }

    /// The authors and year of a source.
    fn named(&mut self, cite: &Cite) {
        let bibliography = self.context.site.bibliography;
        let printed = self.context.entry.numbers.printed(&cite.key, bibliography);
        let name = printed.map_or(cite.key.as_str(), |printed| &printed.name);
        self.write(&[">", &escape(name), "</a>"]);
        if let Some(locator) = &cite.locator {
            self.write(&[", ", &escape(locator)]);
        }
    }
}
