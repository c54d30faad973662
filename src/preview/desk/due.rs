//! The panel of reviews: which page is due when, and who read it last.

use super::panel::{Column, Filter, Key, Kind, Panel, days, nothing, order, plain};
use super::{Desk, count, escape, pages};
use crate::model::overview::PageOverview;
use crate::model::review::{Review, Standing};

pub(super) const PANEL: Panel = Panel {
    slug: "due",
    title: "Reviews due",
    about: "Until when each review counts. A page without a day has no receipt that counts, \
            and does not say itself when it is to be read again.",
    noun: "page",
    empty: "There is no page yet.",
    rows: |desk| (0..desk.pages.len()).collect(),
    filters: FILTERS,
    columns: COLUMNS,
    usual: "due",
    below: nothing,
};

const FILTERS: &[Filter] = &[
    Filter { name: "all", words: "All pages", takes: |_, _| true },
    Filter {
        name: "overdue",
        words: "Overdue",
        takes: |desk, row| left(desk, row).is_some_and(|days| days < 0),
    },
    Filter {
        name: "month",
        words: "Due within 30 days",
        takes: |desk, row| left(desk, row).is_some_and(|days| (0..=30).contains(&days)),
    },
    Filter {
        name: "quarter",
        words: "Due within 90 days",
        takes: |desk, row| left(desk, row).is_some_and(|days| (0..=90).contains(&days)),
    },
    Filter {
        name: "reviewed",
        words: "Reviewed",
        takes: |desk, row| desk.pages[row].review == Standing::Reviewed,
    },
    Filter {
        name: "unreviewed",
        words: "Not reviewed",
        takes: |desk, row| desk.pages[row].review == Standing::Unreviewed,
    },
];

const COLUMNS: &[Column] = &[
    Column {
        order: Some(order(("title", "by title"), "ascending", |desk, row| {
            Key::Text(desk.pages[row].title.to_lowercase())
        })),
        ..plain("Page", |desk, row| pages::name(&desk.pages[row]))
    },
    plain("Standing", |desk, row| pages::review(&desk.pages[row])),
    Column {
        order: Some(order(("due", "the soonest due first"), "ascending", |desk, row| {
            Key::day(desk.pages[row].due)
        })),
        ..plain("Due", |desk, row| pages::day(desk.pages[row].due))
    },
    Column {
        kind: Kind::Number,
        ..plain("Time left", |desk, row| words(left(desk, row)))
    },
    Column {
        order: Some(order(("by", "by reviewer"), "ascending", |desk, row| {
            review(desk, row)
                .map_or(Key::Nothing, |own| Key::Text(own.person.name.to_lowercase()))
        })),
        ..plain("Reviewed by", |desk, row| reviewer(review(desk, row)))
    },
    Column {
        order: Some(order(("on", "the longest ago first"), "ascending", |desk, row| {
            Key::day(review(desk, row).map(|own| own.receipt.on))
        })),
        ..plain("Reviewed on", |desk, row| {
            pages::day(review(desk, row).map(|own| own.receipt.on))
        })
    },
    plain("State", |desk, row| pages::state(&desk.pages[row])),
];

fn review<'a>(desk: &Desk<'a>, row: usize) -> Option<&'a Review> {
    let page: &PageOverview = &desk.pages[row];
    desk.served.facts.reviews.of(&page.path)
}

/// Who signed, with what they are.
pub(super) fn reviewer(review: Option<&Review>) -> String {
    let Some(Review { person, .. }) = review else { return "–".to_owned() };
    let credentials = person.credentials.as_ref();
    let credentials = credentials.map_or(String::new(), |own| format!(", {own}"));
    escape(&format!("{}{credentials}", person.name)).into_owned()
}

/// Days until a page is due.
fn left(desk: &Desk<'_>, row: usize) -> Option<i64> {
    let due = desk.pages[row].due?;
    Some(days(due) - days(desk.served.facts.today))
}

fn words(left: Option<i64>) -> String {
    let days = |days: i64| count(usize::try_from(days).unwrap_or_default(), "day");
    match left {
        None => "–".to_owned(),
        Some(0) => "today".to_owned(),
        Some(left) if left < 0 => {
            format!("<strong class=\"bad\">{} over</strong>", days(-left))
        }
        Some(left) => days(left),
    }
}
