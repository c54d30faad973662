//! The panel of terms: what is defined, where it is first used, and what is used and explained
//! nowhere.

use std::fmt::Write as _;

use super::panel::{Column, Filter, Key, Kind, Panel, ROWS, order, plain, table_of};
use super::{Desk, count, escape, page_address};
use crate::diagnostic::Diagnostic;
use crate::model::definitions::{TermOverview, Used};

pub(super) const PANEL: Panel = Panel {
    slug: "glossary",
    title: "Glossary",
    about: "The terms that glossaries define, and where articles first use them. A term that no \
            article uses helps nobody; a word that is used and explained nowhere stands below.",
    noun: "term",
    empty: "No page defines a term: a page with a table <code>[glossary]</code> does.",
    rows: |desk| (0..desk.served.facts.terms.len()).collect(),
    filters: FILTERS,
    columns: COLUMNS,
    usual: "term",
    below: undefined,
};

const FILTERS: &[Filter] = &[
    Filter { name: "all", words: "All terms", takes: |_, _| true },
    Filter {
        name: "used",
        words: "Used",
        takes: |desk, row| !term(desk, row).used.is_empty(),
    },
    Filter {
        name: "unused",
        words: "Unused",
        takes: |desk, row| is_unused(term(desk, row)),
    },
    Filter {
        name: "unlinked",
        words: "Never linked to",
        takes: |desk, row| !term(desk, row).is_linked,
    },
];

const COLUMNS: &[Column] = &[
    Column {
        order: Some(order(("term", "by term"), "ascending", |desk, row| {
            Key::Text(term(desk, row).name.to_lowercase())
        })),
        ..plain("Term", |desk, row| name(desk, term(desk, row)))
    },
    plain("Other words", |desk, row| match term(desk, row).others.as_slice() {
        [] => "none".to_owned(),
        some => escape(&some.join(", ")).into_owned(),
    }),
    plain("Defined at", |desk, row| {
        let own = term(desk, row);
        place(desk, &Used { path: own.path.clone(), start: own.span.0 })
    }),
    Column {
        kind: Kind::Number,
        order: Some(order(("used", "the most used first"), "descending", |desk, row| {
            Key::most(term(desk, row).used.len())
        })),
        ..plain("Articles", |desk, row| term(desk, row).used.len().to_string())
    },
    plain("First used", |desk, row| first(desk, term(desk, row))),
];

fn term<'a>(desk: &Desk<'a>, row: usize) -> &'a TermOverview {
    &desk.served.facts.terms[row]
}

fn is_unused(term: &TermOverview) -> bool {
    term.is_linked && term.used.is_empty()
}

fn name(desk: &Desk<'_>, term: &TermOverview) -> String {
    let (language, name) = (escape(&term.language), escape(&term.name));
    if desk.served.tree.is_none() {
        return format!("<strong lang=\"{language}\">{name}</strong>");
    }
    let href = format!("{}{}#{}", desk.base, term.url.encoded(), term.id);
    format!("<a href=\"{}\" lang=\"{language}\">{name}</a>", escape(&href))
}

fn place(desk: &Desk<'_>, used: &Used) -> String {
    let place = desk.served.facts.place(&used.path, used.start);
    let href = page_address(used.path.as_str());
    format!("<a href=\"{href}\">{}</a>", escape(&place))
}

fn first(desk: &Desk<'_>, term: &TermOverview) -> String {
    match term.used.first() {
        Some(used) => place(desk, used),
        None if !term.is_linked => "not looked for".to_owned(),
        None => "<strong class=\"bad\">unused</strong>".to_owned(),
    }
}

/// A word that is used and explained nowhere, and what to do about it.
struct Undefined {
    what: String,
    place: String,
    help: String,
}

/// What is used or named and defined nowhere.
fn undefined(desk: &Desk<'_>, _: &[usize]) -> String {
    let rows = rows(desk);
    let heading = "<h2 id=\"undefined\">Undefined</h2>";
    let html = if rows.is_empty() {
        "<p>No article uses an abbreviation that is explained nowhere, and nothing names a term \
         that is not defined.</p>"
            .to_owned()
    } else {
        let shown = rows.iter().take(ROWS);
        let mut body = String::new();
        for Undefined { what, place, help } in shown {
            let _ = writeln!(
                body,
                "<tr><th scope=\"row\">{what}</th><td>{place}</td><td class=\"prose\">{help}\
                 </td></tr>"
            );
        }
        let heads = ["What was found", "Where", "What to do"]
            .map(|name| format!("<th scope=\"col\">{name}</th>"))
            .concat();
        let more =
            if rows.len() > ROWS { format!(", the first {ROWS}") } else { String::new() };
        let caption = format!("Undefined: {}{more}", count(rows.len(), "place"));
        table_of((&caption, "Undefined"), &heads, &body)
    };
    format!("<section aria-labelledby=\"undefined\">{heading}{html}</section>")
}

fn rows(desk: &Desk<'_>) -> Vec<Undefined> {
    let is_ours =
        |code: &str| code == "glossary/undefined" || code == "link/missing-anchor";
    let said = desk.served.findings().filter(|found| is_ours(&found.code));
    let said = said.map(|found| {
        let file = found.file.as_deref().unwrap_or_default();
        let line = found.line.map_or(String::new(), |line| format!(":{line}"));
        Undefined {
            what: escape(&found.message).into_owned(),
            place: format!(
                "<a href=\"{}\">{}</a>",
                page_address(file),
                escape(&format!("{file}{line}"))
            ),
            help: escape(found.help.as_deref().unwrap_or_default()).into_owned(),
        }
    });
    let readings = desk.served.facts.readings.all().iter();
    let found = readings.flat_map(|own| &own.found);
    let unexplained = found.filter(|found| found.code == "prose/abbreviation");
    said.chain(unexplained.map(|found| row(desk, found))).collect()
}

fn row(desk: &Desk<'_>, found: &Diagnostic) -> Undefined {
    let place = found.primary.as_ref().map_or(String::new(), |label| {
        place(desk, &Used { path: label.path.clone(), start: label.span.start })
    });
    Undefined {
        what: escape(&found.message).into_owned(),
        place,
        help: escape(found.help.as_deref().unwrap_or_default()).into_owned(),
    }
}
