//! The panel of reading levels: how hard each article is, and which sentences make it so.

use std::fmt::Write as _;

use super::panel::{Column, Filter, Key, Kind, Panel, nothing, order, plain};
use super::{Desk, count, escape, grouped, page_address, pages};
use crate::prose::{Measures, Reading};

/// Sentences that one row of the table tells.
const MOST_SENTENCES: usize = 3;
/// Characters of a sentence that are told.
const MOST_CHARACTERS: usize = 160;

pub(super) const PANEL: Panel = Panel {
    slug: "reading",
    title: "Reading level",
    about: "How hard each article in English is to read, as a school grade of Flesch and \
            Kincaid, and the sentences without which it would fall the most. The number helps \
            to find hard pages; it does not prove that a page is easy.",
    noun: "article",
    empty: "No published article in English has text yet.",
    rows: |desk| {
        let readings = desk.served.facts.readings.all().iter().enumerate();
        let is_measured =
            |own: &Reading| own.measures.is_some_and(|measures| measures.words > 0);
        readings.filter(|(_, own)| is_measured(own)).map(|(row, _)| row).collect()
    },
    filters: FILTERS,
    columns: COLUMNS,
    usual: "grade",
    below: nothing,
};

const FILTERS: &[Filter] = &[
    Filter { name: "all", words: "All articles", takes: |_, _| true },
    Filter {
        name: "hard",
        words: "Above the limit",
        takes: |desk, row| is_hard(reading(desk, row)),
    },
    Filter {
        name: "advice",
        words: "With advice on wording",
        takes: |desk, row| !reading(desk, row).found.is_empty(),
    },
];

const COLUMNS: &[Column] = &[
    Column {
        order: Some(order(("title", "by title"), "ascending", |desk, row| {
            let page = desk.page(reading(desk, row).path.as_str());
            page.map_or(Key::Nothing, |page| Key::Text(page.title.to_lowercase()))
        })),
        ..plain("Article", |desk, row| {
            let path = reading(desk, row).path.as_str();
            desk.page(path).map_or_else(|| escape(path).into_owned(), pages::name)
        })
    },
    Column {
        kind: Kind::Number,
        order: Some(order(("grade", "the hardest first"), "descending", |desk, row| {
            Key::Number(-hundredths(measures(desk, row).grade()))
        })),
        ..plain("Grade", |desk, row| grade(reading(desk, row)))
    },
    Column {
        kind: Kind::Number,
        order: Some(order(("words", "the longest first"), "descending", |desk, row| {
            Key::most(measures(desk, row).words)
        })),
        ..plain("Words", |desk, row| grouped(measures(desk, row).words))
    },
    Column {
        kind: Kind::Number,
        order: Some(order(
            ("sentences", "the most sentences first"),
            "descending",
            |desk, row| Key::most(measures(desk, row).sentences),
        )),
        ..plain("Sentences", |desk, row| grouped(measures(desk, row).sentences))
    },
    Column {
        kind: Kind::Number,
        order: Some(order(
            ("advice", "the most advice first"),
            "descending",
            |desk, row| Key::most(reading(desk, row).found.len()),
        )),
        ..plain("Advice", |desk, row| reading(desk, row).found.len().to_string())
    },
    Column {
        kind: Kind::Prose,
        ..plain("Hardest sentences", |desk, row| {
            hardest(desk, reading(desk, row), MOST_SENTENCES)
        })
    },
];

fn reading<'a>(desk: &Desk<'a>, row: usize) -> &'a Reading {
    &desk.served.facts.readings.all()[row]
}

fn measures(desk: &Desk<'_>, row: usize) -> Measures {
    reading(desk, row).measures.unwrap_or_default()
}

/// Whether a rule says that an article is too hard.
fn is_hard(reading: &Reading) -> bool {
    reading.found.iter().any(|found| found.code == "prose/grade")
}

#[expect(clippy::cast_possible_truncation, reason = "a grade is far below 2^53")]
fn hundredths(grade: f64) -> i64 {
    (grade * 100.0).round() as i64
}

/// The grade of an article, as a mark if it is above the limit.
pub(super) fn grade(reading: &Reading) -> String {
    let grade = reading.measures.unwrap_or_default().grade();
    if is_hard(reading) {
        format!("<strong class=\"bad\">{grade:.1}</strong>")
    } else {
        format!("{grade:.1}")
    }
}

/// The hardest sentences of an article, at most so many, each at its line.
pub(super) fn hardest(desk: &Desk<'_>, reading: &Reading, most: usize) -> String {
    if reading.hardest.is_empty() {
        return "no sentence is harder than the others".to_owned();
    }
    let facts = &desk.served.facts;
    let href = page_address(reading.path.as_str());
    let mut html = "<ul>".to_owned();
    for one in reading.hardest.iter().take(most) {
        let place = facts.place(&reading.path, one.span.start);
        let text = facts.excerpt(&reading.path, &one.span, MOST_CHARACTERS);
        let _ = write!(
            html,
            "<li><a href=\"{href}\">{}</a> <q>{}</q> <span class=\"minor\">{}, raises the grade \
             by {:.2}</span></li>",
            escape(&place),
            escape(&text),
            count(one.words, "word"),
            one.raises,
        );
    }
    html + "</ul>"
}
