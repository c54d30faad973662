//! Parts of a reference that more than one style prints.

use super::super::record::{Container, Kind, Record};
use super::line::Line;
use super::{Style, days};

/// The degree that a thesis was written for.
pub(super) enum Degree<'a> {
    /// A doctor's; also if the file says nothing.
    Doctoral,
    /// A master's.
    Master,
    /// Another one, in the file's words.
    Other(&'a str),
}

/// The degree that a thesis was written for.
pub(super) fn degree(record: &Record) -> Degree<'_> {
    let Some(genre) = &record.genre else { return Degree::Doctoral };
    let lower = genre.to_lowercase();
    let has = |word: &str| lower.contains(word);
    if has("master") {
        Degree::Master
    } else if has("doctor") || has("phd") || has("ph.d") || lower == "dissertation" {
        Degree::Doctoral
    } else {
        Degree::Other(genre)
    }
}

/// Whether the work is a part of a book.
pub(super) fn in_book(record: &Record) -> bool {
    matches!(record.kind, Kind::Chapter | Kind::Conference) && record.container.is_some()
}

/// Whether a work is named as an article of its container: in a journal, also if it is a report.
pub(super) fn in_journal(record: &Record) -> bool {
    let holds = matches!(
        record.kind,
        Kind::Article | Kind::News | Kind::Report | Kind::Guideline
    );
    holds && record.container.is_some()
}

/// The name of a journal: its abbreviation if the file gives one.
pub(super) fn short(container: &Container) -> &str {
    container.short.as_ref().unwrap_or(&container.title)
}

/// Where in a journal: `2024;18(2):144-152`.
pub(super) fn place_in(container: &Container, record: &Record, style: Style) -> String {
    let mut place = days::published(record, style);
    let issue = container.issue.as_ref().map(|issue| format!("({issue})"));
    if container.volume.is_some() || issue.is_some() {
        place.push_str(if place.is_empty() { "" } else { ";" });
        place.extend(container.volume.clone());
        place.extend(issue);
    }
    if let Some(part) = pages(record, "-").or_else(|| article_number(record)) {
        place.push_str(if place.is_empty() { "" } else { ":" });
        place.push_str(&part);
    }
    place
}

/// What a journal without pages prints in their place.
pub(super) fn article_number(record: &Record) -> Option<String> {
    let of_article = matches!(record.kind, Kind::Article | Kind::News);
    record.number.clone().filter(|_| of_article)
}

/// The number of a report, after what it is called, unless the number says so itself.
fn named_number(record: &Record, name: &str) -> Option<String> {
    let number = record.number.as_ref()?;
    let is_named =
        number.split_whitespace().count() > 1 && number.chars().any(char::is_lowercase);
    Some(if is_named { number.clone() } else { format!("{name} {number}") })
}

/// The volume of a book of several.
pub(super) fn volume(record: &Record) -> Option<&String> {
    let of_container = record.container.as_ref().and_then(|book| book.volume.as_ref());
    of_container.or(record.volume.as_ref())
}

/// The series that holds a whole work.
pub(super) fn series(record: &Record) -> Option<&str> {
    let holds = matches!(record.kind, Kind::Book | Kind::Thesis);
    record.container.as_ref().filter(|_| holds).map(|series| series.title.as_str())
}

/// The pages, every range in full, with one kind of dash: `144-52` is `144-152`.
pub(super) fn pages(record: &Record, dash: &str) -> Option<String> {
    let pages = record.pages.as_ref()?;
    let ranges = pages.split(',').map(|range| {
        let range = range.trim().replace(['–', '—', '‐', '‑', '−'], "-");
        let range = range.replace("--", "-");
        match range.split_once('-') {
            Some((first, last)) if !last.contains('-') => {
                let (first, last) = (first.trim(), last.trim());
                format!("{first}{dash}{}", full(first, last))
            }
            _ => range,
        }
    });
    Some(ranges.collect::<Vec<_>>().join(", "))
}

/// The last page in full, if it says less than the first: `144` and `52` is `152`.
fn full(first: &str, last: &str) -> String {
    let is_number =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let digits = first.trim_start_matches(|c: char| !c.is_ascii_digit());
    let is_short = is_number(digits) && is_number(last) && last.len() < first.len();
    if !is_short {
        return last.to_owned();
    }
    let kept = digits.len().saturating_sub(last.len());
    let whole = format!("{}{last}", &digits[..kept]);
    if whole.as_str() < digits {
        return last.to_owned();
    }
    format!("{}{whole}", &first[..first.len() - digits.len()])
}

/// The number of a work that is not an article of a journal.
pub(super) fn other_number(record: &Record, style: Style) -> String {
    let (kind, mark) = match (record.kind, style) {
        (Kind::Report, Style::Ama) => ("Report", ""),
        (Kind::Guideline, Style::Ama) => ("Guideline", ""),
        (Kind::Report, Style::Vancouver) => ("Report", " No.:"),
        (Kind::Report, Style::Apa) => ("Report", " No."),
        (Kind::Guideline, Style::Vancouver) => ("Guideline", " No.:"),
        (Kind::Guideline, Style::Apa) => ("Guideline", " No."),
        (_, Style::Vancouver) => ("No.:", ""),
        (_, Style::Ama | Style::Apa) => ("No.", ""),
    };
    let name = format!("{kind}{mark}");
    let of_article = matches!(record.kind, Kind::Article | Kind::News);
    let is_printed = record.kind == Kind::Legal || (of_article && in_journal(record));
    named_number(record, &name).filter(|_| !is_printed).unwrap_or_default()
}

/// Volume, reporter and page of a law, and its number: `Pub. L. No. 103-183, 107 Stat. 2226`.
pub(super) fn legal(record: &Record, line: &mut Line) {
    line.space().say(record.title.trim_end_matches('.'));
    if let Some(number) = &record.number {
        line.say(", ").say(number);
    }
    if let Some(reporter) = &record.container {
        let parts = [
            reporter.volume.clone(),
            Some(short(reporter).to_owned()),
            pages(record, "-"),
        ];
        line.say(", ").say(&parts.into_iter().flatten().collect::<Vec<_>>().join(" "));
    }
}
