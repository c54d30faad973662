//! Footnotes and sources: marks in the text that lead to a list, and back.

use std::fmt::Write;

use super::Writer;
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
        self.out.push_str("<sup class=\"cite\">");
        let mut first = true;
        for cite in &citation.cites {
            let Some(number) = self.context.entry.numbers.of(&cite.key) else { continue };
            let bibliography = self.context.site.bibliography;
            let record = bibliography.get(&cite.key);
            let short = record.map(crate::bibliography::Record::short);
            let health = bibliography.health();
            let is_retracted = record.is_some_and(|record| health.is_retracted(record));
            let label = format!(
                "{} {number}: {}",
                self.context.word("reference"),
                short.unwrap_or_default()
            );
            let count = self.mark(&cite.key);
            if !first {
                self.out.push_str(", ");
            }
            first = false;
            let href = self.context.anchor(&format!("ref-{number}"));
            self.write(&["<a href=\"", &escape(&href), "\""]);
            if self.context.is_at_home() {
                let _ = write!(self.out, " id=\"cite-{number}-{count}\"");
            }
            let _ = write!(self.out, " aria-label=\"{}\">{number}</a>", escape(&label));
            if is_retracted {
                let word = self.context.word("source_retracted_short");
                self.write(&[" (", &escape(&word), ")"]);
            }
            if let Some(locator) = &cite.locator {
                self.write(&[" (", &escape(locator), ")"]);
            }
        }
        self.out.push_str("</sup>");
    }
}
