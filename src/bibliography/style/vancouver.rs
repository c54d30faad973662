//! The style of the National Library of Medicine, as the Vancouver group asks for it.
//!
//! # Source
//! Citing Medicine, 2nd edition (NLM); ICMJE, Samples of Formatted References.

use super::super::record::{Container, Kind, Record, Registered};
use super::line::{Line, readable};
use super::parts::{self, Degree};
use super::{Style, days, href, names};

const STYLE: Style = Style::Vancouver;

/// One work as a reference.
pub(super) fn reference(record: &Record) -> Line {
    let mut line = Line::default();
    let has_authors = names::first(record, STYLE, &mut line);
    let in_book = parts::in_book(record);
    if record.kind == Kind::Legal {
        parts::legal(record, &mut line);
        if let Some(date) = record.date {
            line.say(&format!(" ({})", days::legal(date)));
        }
        line.stop();
    } else {
        title(record, &mut line);
        match &record.container {
            Some(journal) if parts::in_journal(record) => {
                line.sentence(parts::short(journal));
                line.sentence(&parts::place_in(journal, record, STYLE));
            }
            Some(book) if in_book => within(record, book, &mut line),
            _ => alone(record, has_authors, &mut line),
        }
        line.sentence(&parts::other_number(record, STYLE));
    }
    links(record, &mut line);
    line
}

/// The title, with the kind of work in brackets if that is not a text on paper.
fn title(record: &Record, line: &mut Line) {
    line.space().say(&record.title);
    let kind = match record.kind {
        Kind::Web => "Internet",
        Kind::Dataset => "dataset",
        Kind::Thesis => match parts::degree(record) {
            Degree::Doctoral => "dissertation",
            Degree::Master => "master's thesis",
            Degree::Other(genre) => genre,
        },
        _ => "",
    };
    if !kind.is_empty() {
        line.say(&format!(" [{kind}]"));
    }
    line.stop();
}

/// A part of a book: `In: Vogelstein B, editor. Cancer. 2nd ed. New York: Hill; 2002. p. 9.`
fn within(record: &Record, book: &Container, line: &mut Line) {
    line.space().say("In: ");
    let editors = names::editors(record, STYLE);
    if !editors.is_empty() {
        line.say(&editors).stop().say(" ");
    }
    line.say(&book.title).stop();
    edition(record, line);
    line.sentence(&imprint(record));
    if let Some(pages) = parts::pages(record, "-") {
        line.sentence(&format!("p. {pages}"));
    }
}

/// A work that stands by itself.
fn alone(record: &Record, has_authors: bool, line: &mut Line) {
    if let (Kind::Preprint, Some(server)) = (record.kind, &record.container) {
        line.sentence(&format!("{} [Preprint]", parts::short(server)));
    }
    edition(record, line);
    if has_authors {
        line.sentence(&names::editors(record, STYLE));
    }
    if let Some(event) = &record.event {
        let parts = [
            Some(event.name.clone()),
            Some(days::published(record, STYLE)),
            event.place.clone(),
        ];
        let parts: Vec<_> =
            parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        line.sentence(&format!("Paper presented at: {}", parts.join("; ")));
    } else {
        line.sentence(&imprint(record));
    }
    if let Some(pages) = parts::pages(record, "-") {
        line.sentence(&format!("p. {pages}"));
    }
    if let Some(series) = parts::series(record) {
        line.sentence(&format!("({series})"));
    }
}

fn edition(record: &Record, line: &mut Line) {
    match (&record.edition, record.kind) {
        (Some(edition), Kind::Dataset) => line.sentence(&format!("Version {edition}")),
        (Some(edition), _) => line.sentence(&format!("{edition} ed.")),
        (None, _) => line,
    };
    if let Some(volume) = parts::volume(record) {
        line.sentence(&format!("Vol. {volume}"));
    }
}

/// Who published it, and when: `Bethesda: NIH; 2019 Sep [cited 2024 May 3]`.
fn imprint(record: &Record) -> String {
    let site = record.container.as_ref().map(|site| site.title.clone());
    let keeps = matches!(record.kind, Kind::Web | Kind::Dataset);
    let publisher = record.publisher.as_ref().map(|publisher| match &publisher.place {
        Some(place) => format!("{place}: {}", publisher.name),
        None => publisher.name.clone(),
    });
    let date = Some(days::published(record, STYLE)).filter(|date| !date.is_empty());
    let parts = [site.filter(|_| keeps), publisher, date];
    let mut imprint = parts.into_iter().flatten().collect::<Vec<_>>().join("; ");
    if let Some(accessed) = record.accessed.filter(|_| STYLE.shows_access(record)) {
        let space = if imprint.is_empty() { "" } else { " " };
        let accessed = days::written(accessed, STYLE);
        imprint = format!("{imprint}{space}[cited {accessed}]");
    }
    imprint
}

fn links(record: &Record, line: &mut Line) {
    for known in STYLE.identifiers(record) {
        let Registered { label, value, .. } = known;
        line.space().link(&format!("{label}{value}"), href(&known)).say(".");
    }
    if let Some(url) = STYLE.address(record) {
        line.space().say("Available from: ").link(readable(&url), url.clone());
    }
}
