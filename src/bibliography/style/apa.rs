//! The style of the American Psychological Association, 7th edition.
//!
//! # Source
//! APA Publication Manual, 7th edition, chapters 9 to 11.

use super::super::record::{Container, Kind, Record};
use super::line::Line;
use super::parts::{self, Degree};
use super::{Style, days, href, names};

const STYLE: Style = Style::Apa;

/// One work as a reference.
pub(super) fn reference(record: &Record) -> Line {
    let mut line = Line::default();
    let in_book = parts::in_book(record);
    if record.kind == Kind::Legal {
        line.sentence(&names::authors_apart(record));
        parts::legal(record, &mut line);
        if let Some(date) = record.date {
            line.say(&format!(" ({})", days::in_words(date)));
        }
        line.stop();
        end(record, &mut line);
        return line;
    }
    let authors = names::authors_apart(record);
    if !authors.is_empty() {
        line.sentence(&authors).sentence(&date(record));
        title(record, &mut line);
    } else if !record.editors.is_empty() && !in_book {
        line.sentence(&names::editors_apart(record)).sentence(&date(record));
        title(record, &mut line);
    } else {
        title(record, &mut line);
        line.sentence(&date(record));
    }
    match &record.container {
        Some(journal) if parts::in_journal(record) => {
            place_in(record, journal, &mut line);
        }
        Some(book) if in_book => within(record, book, &mut line),
        _ => alone(record, &mut line),
    }
    end(record, &mut line);
    line
}

/// The date in parentheses, with the letter that tells works of one year apart.
fn date(record: &Record) -> String {
    let Some(date) = record.date else {
        let hyphen = if record.letter.is_empty() { "" } else { "-" };
        return format!("(n.d.{hyphen}{})", record.letter);
    };
    let year = date.year.to_string();
    let published = days::published(record, STYLE);
    let rest = published.strip_prefix(&year).unwrap_or_default();
    format!("({year}{}{rest})", record.letter)
}

/// The title: in italics if the work stands by itself, then what tells its edition, then its
/// kind.
fn title(record: &Record, line: &mut Line) {
    let is_part = parts::in_journal(record)
        || (matches!(record.kind, Kind::Chapter | Kind::Conference)
            && record.container.is_some());
    line.space();
    if is_part {
        line.say(&record.title).stop();
        return;
    }
    line.italic(&record.title);
    let mut details = details(record).join(", ");
    if !record.authors.is_empty() && !record.editors.is_empty() {
        let semicolon = if details.is_empty() { "" } else { "; " };
        details = format!("{}{semicolon}{details}", names::editors_beside(record));
    }
    if !details.is_empty() {
        line.say(&format!(" ({details})"));
    }
    let kind = match record.kind {
        Kind::Dataset => "[Data set]".to_owned(),
        Kind::Thesis => thesis(record),
        Kind::Conference => "[Paper presentation]".to_owned(),
        _ => String::new(),
    };
    if !kind.is_empty() {
        line.say(" ").say(&kind);
    }
    line.stop();
}

fn thesis(record: &Record) -> String {
    let degree = match parts::degree(record) {
        Degree::Doctoral => "Doctoral dissertation",
        Degree::Master => "Master's thesis",
        Degree::Other(genre) => genre,
    };
    match &record.publisher {
        Some(university) => format!("[{degree}, {}]", university.name),
        None => format!("[{degree}]"),
    }
}

/// Edition, volume, pages and number, as they stand in parentheses.
fn details(record: &Record) -> Vec<String> {
    let mut details = Vec::new();
    details.extend(record.edition.as_ref().map(|edition| match record.kind {
        Kind::Dataset => format!("Version {edition}"),
        _ => format!("{edition} ed."),
    }));
    details.extend(parts::volume(record).map(|volume| format!("Vol. {volume}")));
    details.extend(parts::pages(record, "–").map(|pages| {
        let is_one = !pages.contains(['–', ',']);
        format!("{} {pages}", if is_one { "p." } else { "pp." })
    }));
    details.push(parts::other_number(record, STYLE));
    details.retain(|detail| !detail.is_empty());
    details
}

/// Where in a journal: `Sleep, 18(2), 144–152.`, the name and the volume in italics.
fn place_in(record: &Record, journal: &Container, line: &mut Line) {
    line.space().italic(&journal.title);
    if journal.volume.is_some() || journal.issue.is_some() {
        line.say(", ").italic(journal.volume.as_deref().unwrap_or_default());
        if let Some(issue) = &journal.issue {
            line.say(&format!("({issue})"));
        }
    }
    let article = parts::article_number(record).map(|number| format!("Article {number}"));
    if let Some(part) = parts::pages(record, "–").or(article) {
        line.say(", ").say(&part);
    }
    line.stop();
    line.sentence(&parts::other_number(record, STYLE));
}

/// A part of a book: `In B. Vogelstein (Ed.), Cancer (2nd ed., pp. 1–9). Hill.`
fn within(record: &Record, book: &Container, line: &mut Line) {
    line.space().say("In ");
    if !record.editors.is_empty() {
        line.say(&names::editors_within(record)).say(", ");
    }
    line.italic(&book.title);
    let details = details(record);
    if !details.is_empty() {
        line.say(&format!(" ({})", details.join(", ")));
    }
    line.stop();
    publisher(record, line);
}

/// What stands after the title of a work that is no part of another.
fn alone(record: &Record, line: &mut Line) {
    if let Some(event) = &record.event {
        let place = event.place.iter().map(|place| format!(", {place}"));
        line.sentence(&format!("{}{}", event.name, place.collect::<String>()));
    }
    let keeps = matches!(record.kind, Kind::Web | Kind::Dataset | Kind::Preprint);
    if let Some(site) = record.container.as_ref().filter(|_| keeps)
        && !STYLE.is_author(record, &site.title)
    {
        line.sentence(&site.title);
    }
    if record.kind != Kind::Thesis {
        publisher(record, line);
    }
}

fn publisher(record: &Record, line: &mut Line) {
    if let Some(publisher) = &record.publisher
        && !STYLE.is_author(record, &publisher.name)
    {
        line.sentence(&publisher.name);
    }
}

/// The DOI as an address; else the address, and when it was read if nothing else says when.
fn end(record: &Record, line: &mut Line) {
    for known in STYLE.identifiers(record) {
        line.space().link(&format!("{}{}", known.before, known.value), href(&known));
    }
    let Some(url) = STYLE.address(record) else { return };
    if let Some(accessed) = record.accessed.filter(|_| STYLE.shows_access(record)) {
        line.space().say(&format!("Retrieved {}, from", days::in_words(accessed)));
    }
    line.space().link(&url, url.clone());
}
