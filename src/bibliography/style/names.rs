//! Who made a work, as the styles write it.

use super::super::person::{Author, Person};
use super::super::record::Record;
use super::line::Line;
use super::{Style, parts};

/// The authors of a numbered style: `Smith KE, Rogers JM, et al`.
pub(super) fn authors(record: &Record, style: Style) -> String {
    let limits = style.limits();
    let others = match style {
        Style::Vancouver if record.authors.len() <= limits.most => ", and others",
        _ => ", et al",
    };
    let is_cut = record.authors.len() > limits.most;
    let named = if is_cut { limits.first } else { limits.most };
    let mut list = row(record.authors.iter().take(named), style);
    if is_cut || (record.authors_incomplete && !list.is_empty()) {
        list.push_str(others);
    }
    list
}

/// Begins a numbered reference with its authors, or with the editors of a whole work without
/// any; gives whether there are authors.
pub(super) fn first(record: &Record, style: Style, line: &mut Line) -> bool {
    let authors = authors(record, style);
    line.sentence(&authors);
    if authors.is_empty() && !parts::in_book(record) {
        line.sentence(&editors(record, style));
    }
    !authors.is_empty()
}

/// The editors of a numbered style, all of them: `Vogelstein B, Kinzler KW, eds`.
pub(super) fn editors(record: &Record, style: Style) -> String {
    let list = row(record.editors.iter(), style);
    let (one, more) = match style {
        Style::Vancouver => ("editor", "editors"),
        _ => ("ed", "eds"),
    };
    match record.editors.len() {
        0 => list,
        1 => format!("{list}, {one}"),
        _ => format!("{list}, {more}"),
    }
}

fn row<'a>(names: impl Iterator<Item = &'a Author>, style: Style) -> String {
    let is_body = |author: &Author| matches!(author, Author::Organization(_));
    let mut list = String::new();
    let mut before: Option<&Author> = None;
    for author in names {
        if let Some(before) = before {
            let apart = is_body(before) || is_body(author);
            list.push_str(if apart { "; " } else { ", " });
        }
        list.push_str(&initialed(author, style));
        before = Some(author);
    }
    list
}

/// One name of a numbered style: `King ML Jr`.
fn initialed(author: &Author, style: Style) -> String {
    match author {
        Author::Organization(name) => name.clone(),
        Author::Person(person) => {
            let Person { family, suffix, .. } = person;
            let suffix = match (style, suffix.as_str()) {
                (Style::Vancouver, "II") => "2nd",
                (Style::Vancouver, "III") => "3rd",
                (Style::Vancouver, "IV") => "4th",
                (_, suffix) => suffix,
            };
            let space = if suffix.is_empty() { "" } else { " " };
            format!("{family} {}{space}{suffix}", person.initials())
        }
    }
}

/// The authors of a list of references by year: `Smith, K. E., & Rogers, J. M.`
pub(super) fn authors_apart(record: &Record) -> String {
    let limits = Style::Apa.limits();
    let names: Vec<_> = record.authors.iter().map(inverted).collect();
    let mut list = match names.split_last() {
        Some((last, _)) if names.len() > limits.most => {
            format!("{}, . . . {last}", names[..limits.first].join(", "))
        }
        _ if record.authors_incomplete => names.join(", "),
        _ => joined(&names),
    };
    if record.authors_incomplete && !list.is_empty() {
        list.push_str(", et al.");
    }
    list
}

/// The editors before a work without authors: `Gilstrap, L. C., & Cunningham, F. G. (Eds.)`.
pub(super) fn editors_apart(record: &Record) -> String {
    let names: Vec<_> = record.editors.iter().map(inverted).collect();
    format!("{} {}", joined(&names), editors_mark(record))
}

/// The editors within a reference: `B. Vogelstein & K. W. Kinzler (Eds.)`.
pub(super) fn editors_within(record: &Record) -> String {
    format!("{} {}", given_first(record), editors_mark(record))
}

/// The editors of a work that has authors: `E. A. Taylor, Ed.`
pub(super) fn editors_beside(record: &Record) -> String {
    let mark = editors_mark(record).trim_matches(['(', ')']);
    format!("{}, {mark}", given_first(record))
}

fn given_first(record: &Record) -> String {
    let name = |author: &Author| match author {
        Author::Organization(name) => name.clone(),
        Author::Person(person) => {
            let comma = if person.suffix.is_empty() { "" } else { ", " };
            let initials = person.initials_apart();
            format!("{initials} {}{comma}{}", person.family, ended_suffix(person))
        }
    };
    let names: Vec<_> = record.editors.iter().map(name).collect();
    match names.as_slice() {
        [first, second] => format!("{first} & {second}"),
        _ => joined(&names),
    }
}

fn editors_mark(record: &Record) -> &'static str {
    if record.editors.len() == 1 { "(Ed.)" } else { "(Eds.)" }
}

/// Names with an ampersand before the last.
fn joined(names: &[String]) -> String {
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => {
            format!("{}, & {last}", before.join(", "))
        }
        _ => names.concat(),
    }
}

/// One name: `King, M. L., Jr.`
fn inverted(author: &Author) -> String {
    match author {
        Author::Organization(name) => name.clone(),
        Author::Person(person) => {
            let comma = if person.suffix.is_empty() { "" } else { ", " };
            let suffix = ended_suffix(person);
            format!("{}, {}{comma}{suffix}", person.family, person.initials_apart())
        }
    }
}

fn ended_suffix(person: &Person) -> String {
    let dot = if matches!(person.suffix.as_str(), "Jr" | "Sr") { "." } else { "" };
    format!("{}{dot}", person.suffix)
}
