//! What is known of each source that a page rests on. How a style prints it is no part of this.

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
        key: _,
        span: _,
        kind,
        title,
        authors,
        authors_incomplete,
        unverified,
        date,
        container,
        pages,
        number,
        publisher,
        edition,
        identifiers,
        url,
        editors,
        accessed,
        event,
        volume,
        genre,
        // Which of two works of one year it is follows from the others.
        letter: _,
    } = record;
    let mut facts = Facts(Vec::new());
    facts.add("", Some(&format!("{kind:?}")));
    for author in authors {
        facts.add("by ", Some(&name(author)));
    }
    facts.add("", authors_incomplete.then_some("and others"));
    facts.add("", Some(title));
    for editor in editors {
        facts.add("edited by ", Some(&name(editor)));
    }
    facts.add("", date.map(day).as_deref());
    facts.add("read on ", accessed.map(day).as_deref());
    if let Some(Container { title, short, volume, issue }) = container {
        facts.add("in ", Some(title));
        facts.add("short ", short.as_deref());
        facts.add("volume ", volume.as_deref());
        facts.add("issue ", issue.as_deref());
    }
    facts.add("pages ", pages.as_deref());
    facts.add("number ", number.as_deref());
    facts.add("volume ", volume.as_deref());
    facts.add("kind ", genre.as_deref());
    if let Some(Event { name, place }) = event {
        facts.add("at the meeting ", Some(name));
        facts.add("in ", place.as_deref());
    }
    if let Some(Publisher { name, place }) = publisher {
        facts.add("publisher ", Some(name));
        facts.add("in ", place.as_deref());
    }
    facts.add("edition ", edition.as_deref());
    let Identifiers { doi, pmid, pmcid, isbn } = identifiers;
    facts.add("isbn ", isbn.as_deref());
    facts.add("doi ", doi.as_deref());
    facts.add("pmid ", pmid.as_deref());
    facts.add("pmcid ", pmcid.as_deref());
    facts.add("at ", url.as_deref());
    facts.add("", unverified.then_some("never checked"));
    facts.0.join(" | ")
}

/// Year, month and day as far as they are known.
fn day(date: Date) -> String {
    let Date { year, month, day } = date;
    let part =
        |part: Option<i8>| part.map_or(String::new(), |part| format!("-{part:02}"));
    format!("{year}{}{}", part(month), part(day))
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
    fn add(&mut self, what: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.0.push(format!("{what}{}", words(value).replace('|', "\\|")));
        }
    }
}
