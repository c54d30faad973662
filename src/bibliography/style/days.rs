//! Dates as the styles write them.

use super::super::record::{Date, Record};
use super::{Exactness, Style};

/// Months of the National Library of Medicine.
const SHORT: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Months in full.
const LONG: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Months of legal citations.
const LEGAL: [&str; 12] = [
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.",
    "Nov.", "Dec.",
];

/// When a work appeared, as exactly as its style wants; empty if that is not known.
pub(super) fn published(record: &Record, style: Style) -> String {
    let year = |date: Date| Date { month: None, day: None, ..date };
    match (record.date, style.exactness(record)) {
        (Some(date), Exactness::Day) => written(date, style),
        (Some(date), Exactness::Year) => written(year(date), style),
        (None, _) => String::new(),
    }
}

/// A date: `2025 Sep 12`, `September 12, 2025` or `2025, September 12`.
pub(super) fn written(date: Date, style: Style) -> String {
    let months = if style == Style::Vancouver { SHORT } else { LONG };
    let year = date.year;
    match (style, month(date, &months), date.day) {
        (_, None, _) => year.to_string(),
        (Style::Vancouver, Some(month), None) => format!("{year} {month}"),
        (Style::Vancouver, Some(month), Some(day)) => format!("{year} {month} {day}"),
        (Style::Ama, Some(month), _) => american(month, date),
        (Style::Apa, Some(month), None) => format!("{year}, {month}"),
        (Style::Apa, Some(month), Some(day)) => format!("{year}, {month} {day}"),
    }
}

/// A date within a sentence: `September 12, 2025`.
pub(super) fn in_words(date: Date) -> String {
    month(date, &LONG)
        .map_or_else(|| date.year.to_string(), |month| american(month, date))
}

/// A date in a legal citation: `Dec. 14, 1993`.
pub(super) fn legal(date: Date) -> String {
    month(date, &LEGAL)
        .map_or_else(|| date.year.to_string(), |month| american(month, date))
}

fn american(month: &str, date: Date) -> String {
    match date.day {
        Some(day) => format!("{month} {day}, {}", date.year),
        None => format!("{month} {}", date.year),
    }
}

fn month<'a>(date: Date, names: &[&'a str; 12]) -> Option<&'a str> {
    let index = usize::try_from(date.month?.checked_sub(1)?).ok()?;
    names.get(index).copied()
}
