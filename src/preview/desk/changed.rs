//! The panel of pages that are not what was reviewed: word by word, what changed.

use std::fmt::Write as _;

use super::panel::{Column, Filter, Key, Kind, Panel, nothing, order, plain};
use super::{Desk, due, escape, pages};
use crate::model::review::compare::{Change, Changes, Piece};
use crate::model::review::{Review, Standing};
use crate::path::SourcePath;

/// Most places that one row of the table tells; the page of the desk tells all.
const MOST_PLACES: usize = 5;
/// Words of what stayed that are told on either side of a change.
const CONTEXT: usize = 6;

pub(super) const PANEL: Panel = Panel {
    slug: "changed",
    title: "Changed since review",
    about: "Pages whose words, numbers, sources or plans are no longer those that somebody \
            signed for. Machines are not told that they were reviewed.",
    noun: "page",
    empty: "No page has changed since it was reviewed.",
    rows: |desk| {
        let is_changed = |row: &usize| {
            desk.pages[*row].review == Standing::Changed && review(desk, *row).is_some()
        };
        (0..desk.pages.len()).filter(is_changed).collect()
    },
    filters: FILTERS,
    columns: COLUMNS,
    usual: "title",
    below: nothing,
};

const FILTERS: &[Filter] = &[
    Filter { name: "all", words: "All changed pages", takes: |_, _| true },
    Filter {
        name: "overdue",
        words: "Also overdue",
        takes: |desk, row| {
            let today = desk.served.facts.today;
            review(desk, row).is_some_and(|own| own.is_overdue(today))
        },
    },
    Filter {
        name: "lost",
        words: "Reviewed text not kept",
        takes: |desk, row| changes(desk, row).is_some_and(|own| own.list.is_empty()),
    },
];

const COLUMNS: &[Column] = &[
    Column {
        order: Some(order(("title", "by title"), "ascending", |desk, row| {
            Key::Text(desk.pages[row].title.to_lowercase())
        })),
        ..plain("Page", |desk, row| pages::name(&desk.pages[row]))
    },
    plain("Reviewed by", |desk, row| {
        let review = review(desk, row);
        let on = pages::day(review.map(|own| own.receipt.on));
        format!("{}<br>{on}", due::reviewer(review))
    }),
    Column {
        kind: Kind::Number,
        order: Some(order(
            ("new", "the most new words first"),
            "descending",
            |desk, row| Key::most(words(desk, row).0),
        )),
        ..plain("New words", |desk, row| words(desk, row).0.to_string())
    },
    Column {
        kind: Kind::Number,
        order: Some(order(
            ("gone", "the most words gone first"),
            "descending",
            |desk, row| Key::most(words(desk, row).1),
        )),
        ..plain("Words gone", |desk, row| words(desk, row).1.to_string())
    },
    Column {
        kind: Kind::Prose,
        ..plain("What changed", |desk, row| {
            let own = changes(desk, row);
            own.map_or(String::new(), |own| {
                list(desk, (&desk.pages[row].path, own), MOST_PLACES)
            })
        })
    },
];

fn review<'a>(desk: &Desk<'a>, row: usize) -> Option<&'a Review> {
    desk.served.facts.reviews.of(&desk.pages[row].path)
}

fn changes<'a>(desk: &Desk<'a>, row: usize) -> Option<&'a Changes> {
    review(desk, row)?.changes.as_ref()
}

fn words(desk: &Desk<'_>, row: usize) -> (usize, usize) {
    changes(desk, row).map_or((0, 0), Changes::words)
}

/// The places that changed, at most so many, each with its line and its words.
pub(super) fn list(
    desk: &Desk<'_>,
    (path, changes): (&SourcePath, &Changes),
    most: usize,
) -> String {
    if changes.list.is_empty() {
        return "<p>The text that was reviewed is not kept, so nobody can say what changed.</p>"
            .to_owned();
    }
    let mut html = "<ul>".to_owned();
    for change in changes.list.iter().take(most) {
        let place = desk.served.facts.place(path, change.span.start);
        let _ = write!(html, "<li><code>{}</code> {}</li>", escape(&place), told(change));
    }
    let more = changes.list.len().saturating_sub(most);
    if more > 0 {
        let _ = write!(html, "<li>and at {more} more</li>");
    }
    html + "</ul>"
}

/// A change word by word. What is gone and what is new is said in words too, for those who do
/// not see how it is struck out or underlined.
fn told(change: &Change) -> String {
    let pieces = change.pieces();
    let last = pieces.len().saturating_sub(1);
    let pieces = pieces.iter().enumerate().map(|(at, piece)| match piece {
        Piece::Same(words) => escape(&near(words, at == 0, at == last)).into_owned(),
        Piece::Gone(words) => {
            format!("<del><span class=\"said\">gone: </span>{}</del>", escape(words))
        }
        Piece::New(words) => {
            format!("<ins><span class=\"said\">new: </span>{}</ins>", escape(words))
        }
    });
    pieces.collect::<Vec<_>>().join(" ")
}

/// Of words that stayed, those next to a change.
fn near(words: &str, is_first: bool, is_last: bool) -> String {
    let words: Vec<&str> = words.split(' ').collect();
    let before = if is_first { 0 } else { CONTEXT };
    let after = if is_last { 0 } else { CONTEXT };
    if words.len() <= before + after + 1 {
        return words.join(" ");
    }
    let (start, end) = (&words[..before], &words[words.len() - after..]);
    let parts = [start.join(" "), "…".to_owned(), end.join(" ")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
