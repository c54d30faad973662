//! What is known of each source that a page rests on. How a style prints it is no part of this.

use std::fmt::Write;
use std::ops::Range;

use crate::bibliography::{
    Author, Bibliography, Container, Date, Event, Identifiers, Publisher, Record,
};
use crate::content::Page;

use super::lines::Line;
use super::text::{key_line, words};

/// One line a source: those that the text cites in the order of first mention, then `planned`,
/// the sources of its plans.
pub(super) fn lines(
    page: &Page,
    planned: &[String],
    bibliography: &Bibliography,
) -> Vec<Line> {
    let cites = page.document.citations.iter().flat_map(|citation| &citation.cites);
    let mut keys: Vec<(&str, Range<usize>)> = Vec::new();
    for cite in cites {
        if keys.iter().all(|(key, _)| *key != cite.key) {
            keys.push((&cite.key, cite.key_span.clone()));
        }
    }
    for key in planned {
        if keys.iter().all(|(known, _)| known != key) {
            keys.push((key, key_line(&page.source.text, "sources")));
        }
    }
    let line = |(key, span): (&str, Range<usize>)| {
        let known = bibliography.get(key).map(known);
        let known = known.unwrap_or_else(|| "missing".to_owned());
        Line { text: format!("@{key}: {known}"), span }
    };
    keys.into_iter().map(line).collect()
}

/// Everything that a record says. A field that is added to records must be added here.
fn known(record: &Record) -> String {
    let Record {
        // Names and places of the record itself, and what tells it from others on one list.
        key: _,
        span: _,
        letter: _,
        kind,
        title,
        authors,
        authors_incomplete,
        editors,
        unverified,
        date,
        accessed,
        container,
        event,
        pages,
        volume,
        number,
        publisher,
        edition,
        genre,
        identifiers,
        url,
    } = record;
    let mut facts = Facts(Vec::new());
    facts.add("", Some(&format!("{kind:?}")));
    for author in authors {
        facts.add("by ", Some(&name(author)));
    }
    facts.add("", authors_incomplete.then_some("and others"));
    for editor in editors {
        facts.add("edited by ", Some(&name(editor)));
    }
    facts.add("", Some(title));
    facts.add("", date.map(day).as_deref());
    facts.container(container.as_ref());
    if let Some(Event { name, place }) = event {
        facts.add("at the meeting ", Some(name));
        facts.add("in ", place.as_deref());
    }
    facts.add("volume ", volume.as_deref());
    facts.add("pages ", pages.as_deref());
    facts.add("number ", number.as_deref());
    if let Some(Publisher { name, place }) = publisher {
        facts.add("publisher ", Some(name));
        facts.add("in ", place.as_deref());
    }
    facts.add("edition ", edition.as_deref());
    facts.add("", genre.as_deref());
    let Identifiers { doi, pmid, pmcid, isbn } = identifiers;
    let registers = [("doi ", doi), ("pmid ", pmid), ("pmcid ", pmcid), ("isbn ", isbn)];
    for (register, number) in registers {
        facts.add(register, number.as_deref());
    }
    facts.add("at ", url.as_deref());
    facts.add("read on ", accessed.map(day).as_deref());
    facts.add("", unverified.then_some("never checked"));
    facts.0.join(" | ")
}

/// A date as exact as it is known: `2024-05`.
fn day(date: Date) -> String {
    let Date { year, month, day } = date;
    let mut text = year.to_string();
    for part in [month, day].into_iter().flatten() {
        let _ = write!(text, "-{part:02}");
    }
    text
}

fn name(author: &Author) -> String {
    match author {
        Author::Person(person) => {
            let parts = [&person.family, &person.given, &person.suffix];
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            parts.map(String::as_str).collect::<Vec<_>>().join(", ")
        }
        Author::Organization(name) => format!("the organization {name}"),
    }
}

/// Facts of a record, ready to be joined.
struct Facts(Vec<String>);

impl Facts {
    fn container(&mut self, container: Option<&Container>) {
        let Some(Container { title, short, volume, issue }) = container else { return };
        self.add("in ", Some(title));
        self.add("for short ", short.as_deref());
        self.add("volume ", volume.as_deref());
        self.add("issue ", issue.as_deref());
    }

    fn add(&mut self, what: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.0.push(format!("{what}{}", words(value).replace('|', "\\|")));
        }
    }
}
