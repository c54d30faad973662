//! What the desk knows of one file.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

use super::pages::{review, state, time};
use super::{Desk, changed, escape, grouped, link, list, reading};
use crate::model::overview::PageOverview;
use crate::prose::Reading;

/// What is said of a page: a part without HTML is left out.
#[derive(Debug, Default)]
struct Part {
    heading: String,
    html: String,
}

/// Makes a part.
type MakePart = fn(&Desk<'_>, &PageOverview) -> Part;

/// The parts, in order.
const PARTS: &[MakePart] =
    &[facts, findings, changes, sentences, links_in, links_out, untranslated];

/// The page for the file that is asked about; `None` if nothing is known of it.
pub(super) fn page(desk: &Desk<'_>) -> Option<String> {
    let file = desk.query.file.as_deref()?;
    let Some(page) = desk.page(file) else {
        let found = desk.by_file.get(file).filter(|_| !file.is_empty())?;
        let main = format!("<h1>{}</h1><h2>Findings</h2>{}", escape(file), list(found));
        return Some(desk.shell((file, None), &main));
    };
    let title = if page.title.is_empty() { file } else { &page.title };
    let mut main =
        format!("<h1 lang=\"{}\">{}</h1>", escape(&page.language), escape(title));
    for (number, part) in PARTS.iter().enumerate() {
        let Part { heading, html } = part(desk, page);
        if !html.is_empty() {
            let _ = write!(
                main,
                "<section aria-labelledby=\"part-{number}\">\
                 <h2 id=\"part-{number}\">{heading}</h2>{html}</section>"
            );
        }
    }
    Some(desk.shell((title, None), &main))
}

fn facts(desk: &Desk<'_>, page: &PageOverview) -> Part {
    let yes = |holds| if holds { "yes" } else { "no" }.to_owned();
    let mut rows = vec![
        ("State", state(page)),
        ("Address", desk.address(page)),
        ("File", format!("<code>{}</code>", escape(page.path.as_str()))),
        ("Text", format!("{} words, {}&nbsp;min", grouped(page.words), page.minutes())),
    ];
    rows.extend(page.updated.map(|date| ("Updated", time(date))));
    rows.push(("Review", review(page)));
    rows.extend(page.due.map(|date| ("Review due", time(date))));
    if page.is_built {
        rows.push(("In the navigation", yes(page.in_menu)));
        let holder = page.listed_by.and_then(|index| desk.pages.get(index as usize));
        rows.extend(holder.map(|holder| ("In the list of", link(holder))));
        rows.push(("Links to other sites", page.external.to_string()));
    }
    if desk.is_multilingual() {
        rows.push(("Language", escape(&page.language).into_owned()));
    }
    let mut html = "<dl>".to_owned();
    for (name, value) in rows {
        let _ = write!(html, "<div><dt>{name}</dt><dd>{value}</dd></div>");
    }
    Part { heading: "Facts".to_owned(), html: html + "</dl>" }
}

fn findings(desk: &Desk<'_>, page: &PageOverview) -> Part {
    let found = desk.findings(page);
    let html = if found.is_empty() { "<p>None.</p>".to_owned() } else { list(found) };
    Part { heading: format!("Findings: {}", found.len()), html }
}

/// What changed since somebody reviewed it.
fn changes(desk: &Desk<'_>, page: &PageOverview) -> Part {
    let review = desk.served.facts.reviews.of(&page.path);
    let Some(changes) = review.and_then(|review| review.changes.as_ref()) else {
        return Part::default();
    };
    let html = changed::list(desk, (&page.path, changes), usize::MAX);
    Part { heading: "Changed since review".to_owned(), html }
}

/// How hard it is to read.
fn sentences(desk: &Desk<'_>, page: &PageOverview) -> Part {
    let mut readings = desk.served.facts.readings.all().iter();
    let own = readings.find(|reading| reading.path == page.path);
    let is_measured = |own: &&Arc<Reading>| own.measures.is_some_and(|one| one.words > 0);
    let Some(own) = own.filter(is_measured) else { return Part::default() };
    let html = reading::hardest(desk, own, usize::MAX);
    Part { heading: format!("Reading level: {}", reading::grade(own)), html }
}

fn links_in(desk: &Desk<'_>, page: &PageOverview) -> Part {
    if !page.is_built {
        return Part::default();
    }
    let html = if page.is_orphan() {
        "<p class=\"bad\">Orphan: readers have no way to this page. \
         No text, no navigation and no list leads here.</p>"
            .to_owned()
    } else if page.linked_from.is_empty() {
        "<p>No text leads here.</p>".to_owned()
    } else {
        links(desk, &page.linked_from)
    };
    Part { heading: format!("Links in: {}", page.linked_from.len()), html }
}

fn links_out(desk: &Desk<'_>, page: &PageOverview) -> Part {
    if !page.is_built {
        return Part::default();
    }
    let html = if page.links.is_empty() {
        "<p>Its text leads to no other page.</p>".to_owned()
    } else {
        links(desk, &page.links)
    };
    Part { heading: format!("Links out: {}", page.links.len()), html }
}

fn untranslated(_: &Desk<'_>, page: &PageOverview) -> Part {
    if page.untranslated.is_empty() {
        return Part::default();
    }
    let html = items("missing", page.untranslated.iter().map(|name| escape(name)));
    Part { heading: "Missing translations".to_owned(), html }
}

fn links(desk: &Desk<'_>, pages: &[u32]) -> String {
    let pages = pages.iter().filter_map(|index| desk.pages.get(*index as usize));
    items("links", pages.map(|page| link(page).into()))
}

fn items<'a>(class: &str, items: impl Iterator<Item = Cow<'a, str>>) -> String {
    let mut html = format!("<ul class=\"{class}\">");
    for item in items {
        let _ = write!(html, "<li>{item}</li>");
    }
    html + "</ul>"
}
