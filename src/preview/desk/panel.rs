//! A panel of the desk: a table of rows, with links that choose, sort and turn over.
//!
//! What a panel tells is a value of [`Panel`], one file each; how it is told stands here once.
//! A row is a number that only its panel understands.

use std::fmt::Write as _;

use super::query::Asked;
use super::{ADDRESS, Desk, count};

/// Rows that one table shows.
pub(super) const ROWS: usize = 200;

/// A table of the desk, with an address of its own.
pub(super) struct Panel {
    /// The last part of its address; empty is the desk itself.
    pub(super) slug: &'static str,
    /// Its name.
    pub(super) title: &'static str,
    /// What it is for, in a sentence or two.
    pub(super) about: &'static str,
    /// What one row is.
    pub(super) noun: &'static str,
    /// What is said if there is no row at all.
    pub(super) empty: &'static str,
    /// All rows.
    pub(super) rows: fn(&Desk<'_>) -> Vec<usize>,
    /// Which rows can be asked for; the first takes all.
    pub(super) filters: &'static [Filter],
    /// Its columns; the first heads the row.
    pub(super) columns: &'static [Column],
    /// The order that nobody has to ask for.
    pub(super) usual: &'static str,
    /// What stands below the table.
    pub(super) below: fn(&Desk<'_>, &[usize]) -> String,
}

/// Some of the rows.
pub(super) struct Filter {
    /// Its name in an address.
    pub(super) name: &'static str,
    /// What an editor reads.
    pub(super) words: &'static str,
    /// Whether a row is one of these.
    pub(super) takes: fn(&Desk<'_>, usize) -> bool,
}

/// A column.
pub(super) struct Column {
    /// Its head.
    pub(super) name: &'static str,
    /// What it holds, as HTML.
    pub(super) cell: fn(&Desk<'_>, usize) -> String,
    /// Whether it holds numbers, or prose that needs room.
    pub(super) kind: Kind,
    /// The order that its head asks for.
    pub(super) order: Option<Order>,
    /// Whether it is there for this site; `None` is always.
    pub(super) is_shown: Option<fn(&Desk<'_>) -> bool>,
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Prose,
}

/// An order of rows.
pub(super) struct Order {
    /// Its name in an address.
    pub(super) name: &'static str,
    /// What an editor reads.
    pub(super) words: &'static str,
    /// The direction, as `aria-sort` says it.
    pub(super) direction: &'static str,
    /// What to sort by; rows that are equal stay as they are.
    pub(super) key: fn(&Desk<'_>, usize) -> Key,
}

/// What rows are sorted by: numbers first, then words, then nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Number(i64),
    Text(String),
    Nothing,
}

impl Key {
    /// More comes first.
    pub(super) fn most(number: usize) -> Self {
        Self::Number(i64::try_from(number).map_or(i64::MIN, |number| -number))
    }

    /// Less comes first.
    pub(super) fn least(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// Earlier comes first, no day last.
    pub(super) fn day(date: Option<jiff::civil::Date>) -> Self {
        date.map_or(Self::Nothing, |date| Self::Number(days(date)))
    }
}

/// Days from one that is long past.
pub(super) fn days(date: jiff::civil::Date) -> i64 {
    let since = date.since(jiff::civil::Date::ZERO);
    since.map_or(0, |span| span.get_days().into())
}

/// A column of text without an order.
pub(super) const fn plain(
    name: &'static str,
    cell: fn(&Desk<'_>, usize) -> String,
) -> Column {
    Column { name, cell, kind: Kind::Text, order: None, is_shown: None }
}

/// An order: its name, its words, its direction and its key.
pub(super) const fn order(
    (name, words): (&'static str, &'static str),
    direction: &'static str,
    key: fn(&Desk<'_>, usize) -> Key,
) -> Order {
    Order { name, words, direction, key }
}

/// Nothing stands below the table.
pub(super) fn nothing(_: &Desk<'_>, _: &[usize]) -> String {
    String::new()
}

impl Panel {
    /// Where it is.
    pub(super) fn address(&self) -> String {
        match self.slug {
            "" => ADDRESS.to_owned(),
            slug => format!("{ADDRESS}{slug}/"),
        }
    }

    /// Its filters, its table, and what stands below.
    pub(super) fn html(&'static self, desk: &Desk<'_>) -> String {
        let asked = desk.query.of(self);
        let all = (self.rows)(desk);
        if all.is_empty() {
            let below = (self.below)(desk, &[]);
            return self.section(&format!("<p>{}</p>", self.empty)) + &below;
        }
        let takes = |row: &usize| asked.filter.is_none_or(|own| (own.takes)(desk, *row));
        let mut rows: Vec<usize> = all.iter().copied().filter(takes).collect();
        if let Some(order) = asked.order {
            rows.sort_by_cached_key(|row| (order.key)(desk, *row));
        }
        let filters = filters(desk, asked, &all);
        let below = (self.below)(desk, &rows);
        let table = if rows.is_empty() {
            format!("<p>There is no such {}.</p>", self.noun)
        } else {
            table(desk, asked, &rows)
        };
        filters + &self.section(&table) + &below
    }

    /// The table under its heading; that of a panel is the heading of the page.
    fn section(&self, html: &str) -> String {
        let title = self.title;
        match self.slug {
            "" => format!(
                "<section aria-labelledby=\"rows\"><h2 id=\"rows\">{title}</h2>{html}\
                 </section>"
            ),
            _ => html.to_owned(),
        }
    }
}

/// Links that choose what the table shows, and how many rows each has.
fn filters(desk: &Desk<'_>, asked: Asked, all: &[usize]) -> String {
    let mut items = String::new();
    for filter in asked.panel.filters {
        let number = all.iter().filter(|row| (filter.takes)(desk, **row)).count();
        let is_current = asked.filter.is_some_and(|own| own.name == filter.name);
        let href = Asked { filter: Some(filter), number: 1, ..asked }.address();
        let current = if is_current { " aria-current=\"true\"" } else { "" };
        let words = filter.words;
        let _ = write!(
            items,
            "<li><a href=\"{href}\"{current}>{words} \
             <span class=\"count\">{number}</span></a></li>"
        );
    }
    format!("<nav aria-label=\"Filter\" class=\"filters\"><ul>{items}</ul></nav>")
}

fn table(desk: &Desk<'_>, asked: Asked, rows: &[usize]) -> String {
    let last = rows.len().div_ceil(ROWS);
    let number = asked.number.min(last);
    let shown = &rows[(number - 1) * ROWS..rows.len().min(number * ROWS)];
    let is_shown =
        |column: &&'static Column| column.is_shown.is_none_or(|is_shown| is_shown(desk));
    let columns: Vec<_> = asked.panel.columns.iter().filter(is_shown).collect();
    let heads: String = columns.iter().map(|column| head(asked, column)).collect();
    let body: String = shown.iter().map(|one| row(desk, &columns, *one)).collect();
    let caption = caption(asked, rows.len(), (number, last));
    let (name, parts) = (asked.panel.title, parts(asked, number, last));
    table_of((&caption, name), &heads, &body) + &parts
}

/// A table that can be moved to and fro where it is wider than the window.
pub(super) fn table_of((caption, name): (&str, &str), heads: &str, body: &str) -> String {
    format!(
        "<div class=\"wide\" role=\"region\" aria-label=\"Table: {name}\" tabindex=\"0\">\
         <table><caption>{caption}</caption><thead><tr>{heads}</tr></thead>\n\
         <tbody>{body}</tbody></table></div>"
    )
}

fn caption(asked: Asked, rows: usize, (number, last): (usize, usize)) -> String {
    let shown = asked.filter.map_or("", |filter| filter.words);
    let order = asked.order.map_or(String::new(), |order| format!(", {}", order.words));
    let part =
        if last > 1 { format!(", part {number} of {last}") } else { String::new() };
    format!("{shown}: {}{order}{part}", count(rows, asked.panel.noun))
}

/// The head of a column; one that sorts is a link.
fn head(asked: Asked, column: &'static Column) -> String {
    let name = column.name;
    let Some(order) = &column.order else {
        return format!("<th scope=\"col\">{name}</th>");
    };
    let href = Asked { order: Some(order), number: 1, ..asked }.address();
    let is_current = asked.order.is_some_and(|own| own.name == order.name);
    let current = if is_current {
        format!(" aria-sort=\"{}\"", order.direction)
    } else {
        String::new()
    };
    format!("<th scope=\"col\"{current}><a href=\"{href}\">{name}</a></th>")
}

fn row(desk: &Desk<'_>, columns: &[&Column], row: usize) -> String {
    let mut html = "<tr>".to_owned();
    for (number, column) in columns.iter().enumerate() {
        let cell = (column.cell)(desk, row);
        let _ = match (number, column.kind) {
            (0, _) => write!(html, "<th scope=\"row\">{cell}</th>"),
            (_, Kind::Text) => write!(html, "<td>{cell}</td>"),
            (_, Kind::Number) => write!(html, "<td class=\"number\">{cell}</td>"),
            (_, Kind::Prose) => write!(html, "<td class=\"prose\">{cell}</td>"),
        };
    }
    html + "</tr>\n"
}

/// Links to the parts of a long list.
fn parts(asked: Asked, number: usize, last: usize) -> String {
    if last < 2 {
        return String::new();
    }
    let link = |to: usize, words: &str| {
        let href = Asked { number: to, ..asked }.address();
        format!("<li><a href=\"{href}\">{words}</a></li>")
    };
    let back = if number > 1 { link(number - 1, "Previous part") } else { String::new() };
    let on = if number < last { link(number + 1, "Next part") } else { String::new() };
    format!("<nav aria-label=\"Parts\"><ul>{back}{on}</ul></nav>")
}
