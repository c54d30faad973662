//! The style of the American Medical Association, 11th edition.
//!
//! # Source
//! AMA Manual of Style, 11th edition, chapter 3.

use super::super::record::{Container, Kind, Record};
use super::line::Line;
use super::parts::{self, Degree};
use super::{Style, days, href, names};

const STYLE: Style = Style::Ama;

/// One work as a reference.
pub(super) fn reference(record: &Record) -> Line {
    let mut line = Line::default();
    let has_authors = names::first(record, STYLE, &mut line);
    let in_book = parts::in_book(record);
    match (&record.container, record.kind) {
        (_, Kind::Legal) => {
            parts::legal(record, &mut line);
            if let Some(date) = record.date {
                line.say(&format!(" ({})", days::in_words(date)));
            }
            line.stop();
        }
        (Some(journal), _) if parts::in_journal(record) => {
            line.sentence(&record.title).italic_sentence(parts::short(journal));
            line.sentence(&parts::place_in(journal, record, STYLE));
        }
        (Some(book), _) if in_book => within(record, book, &mut line),
        (server, Kind::Preprint) => {
            line.sentence(&record.title);
            line.italic_sentence(
                server.as_ref().map_or("", |server| parts::short(server)),
            );
            edition(record, &mut line);
            let date = days::published(record, STYLE);
            let space = if date.is_empty() { "" } else { " " };
            line.sentence(&format!("Preprint posted online{space}{date}"));
        }
        (site, Kind::Web | Kind::Dataset) => online(record, site.as_ref(), &mut line),
        (_, Kind::Conference) => {
            line.sentence(&record.title);
            presented(record, &mut line);
        }
        _ => alone(record, has_authors, &mut line),
    }
    line.sentence(&parts::other_number(record, STYLE));
    end(record, &mut line);
    line
}

/// A part of a book: `In: Vogelstein B, ed. Cancer. Vol 2. 2nd ed. Hill; 2002:1-9.`
fn within(record: &Record, book: &Container, line: &mut Line) {
    line.sentence(&record.title).space().say("In: ");
    let editors = names::editors(record, STYLE);
    if !editors.is_empty() {
        line.say(&editors).stop().say(" ");
    }
    line.italic(&book.title).stop();
    edition(record, line);
    line.sentence(&imprint(record));
}

/// A page or a set of data: title, site, day.
fn online(record: &Record, site: Option<&Container>, line: &mut Line) {
    line.sentence(&record.title);
    edition(record, line);
    line.sentence(site.map_or("", |site| &site.title));
    line.sentence(record.publisher.as_ref().map_or("", |publisher| &publisher.name));
    line.sentence(&days::published(record, STYLE));
}

/// `Paper presented at: Meeting on Sleep; May 3, 2004; Bern.`
fn presented(record: &Record, line: &mut Line) {
    let event = record.event.as_ref();
    let parts = [
        event.map(|event| event.name.clone()),
        Some(days::published(record, STYLE)),
        event.and_then(|event| event.place.clone()),
    ];
    let parts: Vec<_> =
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let paper = if event.is_some() { "Paper presented at: " } else { "" };
    line.sentence(&format!("{paper}{}", parts.join("; ")));
}

/// A book, report or thesis.
fn alone(record: &Record, has_authors: bool, line: &mut Line) {
    line.italic_sentence(&record.title);
    if record.kind == Kind::Thesis {
        line.sentence(match parts::degree(record) {
            Degree::Doctoral => "Dissertation",
            Degree::Master => "Master's thesis",
            Degree::Other(genre) => genre,
        });
    }
    edition(record, line);
    if has_authors {
        line.sentence(&names::editors(record, STYLE));
    }
    line.sentence(parts::series(record).unwrap_or_default());
    line.sentence(&imprint(record));
}

fn edition(record: &Record, line: &mut Line) {
    if let Some(volume) = parts::volume(record) {
        line.sentence(&format!("Vol {volume}"));
    }
    match (&record.edition, record.kind) {
        (Some(edition), Kind::Dataset) => line.sentence(&format!("Version {edition}")),
        (Some(edition), _) => line.sentence(&format!("{edition} ed")),
        (None, _) => line,
    };
}

/// Who published it, when, and which pages: `Hill; 2002:1-9`.
fn imprint(record: &Record) -> String {
    let publisher = record.publisher.as_ref().map(|publisher| publisher.name.clone());
    let date = Some(days::published(record, STYLE)).filter(|date| !date.is_empty());
    let mut imprint =
        [publisher, date].into_iter().flatten().collect::<Vec<_>>().join("; ");
    if let Some(pages) = parts::pages(record, "-") {
        imprint.push_str(if imprint.is_empty() { "" } else { ":" });
        imprint.push_str(&pages);
    }
    imprint
}

/// The DOI; else the day on which the address was read, and the address.
fn end(record: &Record, line: &mut Line) {
    for known in STYLE.identifiers(record) {
        line.space().link(&format!("{}{}", known.label, known.value), href(&known));
    }
    if let Some(accessed) = record.accessed.filter(|_| STYLE.shows_access(record)) {
        line.sentence(&format!("Accessed {}", days::written(accessed, STYLE)));
    }
    if let Some(url) = STYLE.address(record) {
        line.space().link(&url, url.clone());
    }
}
