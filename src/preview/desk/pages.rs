//! The panel of pages: every page, what state it is in, how it is linked.

use super::panel::{Column, Filter, Key, Kind, Panel, days, order, plain};
use super::{Desk, escape, findings, grouped, link};
use crate::model::overview::{PageOverview, State};
use crate::model::review::Standing;

pub(super) const PANEL: Panel = Panel {
    slug: "",
    title: "Pages",
    about: "",
    noun: "page",
    empty: "There is no page yet.",
    rows: |desk| (0..desk.pages.len()).collect(),
    filters: FILTERS,
    columns: COLUMNS,
    usual: "title",
    below: findings,
};

/// A filter of pages by what the list knows of one.
macro_rules! of_page {
    ($name:literal, $words:literal, $takes:expr) => {
        Filter {
            name: $name,
            words: $words,
            takes: |desk, row| {
                let takes: fn(&PageOverview) -> bool = $takes;
                takes(&desk.pages[row])
            },
        }
    };
}

const FILTERS: &[Filter] = &[
    of_page!("all", "All pages", |_| true),
    of_page!("published", "Published", |page| page.state == State::Published),
    of_page!("draft", "Drafts", |page| page.state == State::Draft),
    of_page!("future", "Future", |page| matches!(page.state, State::Future(_))),
    of_page!("expired", "Expired", |page| matches!(page.state, State::Expired(_))),
    Filter {
        name: "findings",
        words: "With findings",
        takes: |desk, row| !desk.findings(&desk.pages[row]).is_empty(),
    },
    of_page!("orphans", "Orphans", PageOverview::is_orphan),
    of_page!("untranslated", "Missing translations", |page| !page
        .untranslated
        .is_empty()),
];

const COLUMNS: &[Column] = &[
    Column {
        order: Some(order(("title", "by title"), "ascending", |desk, row| {
            Key::Text(desk.pages[row].title.to_lowercase())
        })),
        ..plain("Title", |desk, row| name(&desk.pages[row]))
    },
    plain("State", |desk, row| state(&desk.pages[row])),
    plain("Address", |desk, row| desk.address(&desk.pages[row])),
    Column {
        kind: Kind::Number,
        order: Some(order(("words", "the longest first"), "descending", |desk, row| {
            Key::most(desk.pages[row].words)
        })),
        ..plain("Words", |desk, row| {
            let page = &desk.pages[row];
            let (words, minutes) = (grouped(page.words), page.minutes());
            format!("{words} <span class=\"minor\">{minutes}&nbsp;min</span>")
        })
    },
    Column {
        kind: Kind::Number,
        order: Some(order(
            ("findings", "the most findings first"),
            "descending",
            |desk, row| Key::most(desk.findings(&desk.pages[row]).len()),
        )),
        ..plain("Findings", |desk, row| match desk.findings(&desk.pages[row]).len() {
            0 => "0".to_owned(),
            found => format!("<strong class=\"bad\">{found}</strong>"),
        })
    },
    Column {
        kind: Kind::Number,
        order: Some(order(
            ("in", "the fewest links in first"),
            "ascending",
            |desk, row| Key::least(desk.pages[row].linked_from.len()),
        )),
        ..plain("Links in", |desk, row| links_in(&desk.pages[row]))
    },
    Column {
        kind: Kind::Number,
        ..plain("Links out", |desk, row| match &desk.pages[row] {
            page if page.is_built => page.links.len().to_string(),
            _ => "–".to_owned(),
        })
    },
    Column {
        order: Some(order(("updated", "the newest first"), "descending", |desk, row| {
            let updated = desk.pages[row].updated;
            updated.map_or(Key::Nothing, |day| Key::Number(-days(day)))
        })),
        ..plain("Updated", |desk, row| day(desk.pages[row].updated))
    },
    plain("Review", |desk, row| review(&desk.pages[row])),
    Column {
        is_shown: Some(has_languages),
        ..plain("Not translated into", |desk, row| {
            escape(&desk.pages[row].untranslated.join(", ")).into_owned()
        })
    },
];

/// A page as the head of a row: a link to what the desk knows of it, and its file.
pub(super) fn name(page: &PageOverview) -> String {
    format!("{}<br><code>{}</code>", link(page), escape(page.path.as_str()))
}

/// Whether the site has several languages.
fn has_languages(desk: &Desk<'_>) -> bool {
    desk.is_multilingual()
}

fn links_in(page: &PageOverview) -> String {
    let orphan =
        if page.is_orphan() { " <strong class=\"bad\">orphan</strong>" } else { "" };
    format!("{}{orphan}", page.linked_from.len())
}

/// A page's state in words.
pub(super) fn state(page: &PageOverview) -> String {
    let (class, words) = match page.state {
        State::Published if page.is_built => ("good", "published".to_owned()),
        State::Published => ("bad", "not built".to_owned()),
        State::Draft => ("held", "draft".to_owned()),
        State::Future(date) => ("held", format!("future: {}", time(date))),
        State::Expired(date) => ("held", format!("expired: {}", time(date))),
    };
    format!("<span class=\"{class}\">{words}</span>")
}

/// What became of a page's review, in words.
pub(super) fn review(page: &PageOverview) -> String {
    let (class, words) = match page.review {
        Standing::Reviewed => ("good", "reviewed"),
        Standing::Unreviewed => ("held", "not reviewed"),
        Standing::Changed => ("bad", "changed since review"),
        Standing::Overdue => ("bad", "overdue"),
    };
    format!("<span class=\"{class}\">{words}</span>")
}

/// A day, or that there is none.
pub(super) fn day(day: Option<jiff::civil::Date>) -> String {
    day.map_or_else(|| "–".to_owned(), time)
}

/// A day, for people and programs.
pub(super) fn time(date: jiff::civil::Date) -> String {
    format!("<time datetime=\"{date}\">{date}</time>")
}
