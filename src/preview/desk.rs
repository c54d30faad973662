//! The editor's desk at `/_desk/`: every page, what state it is in and what it needs.
//!
//! A page of the preview, made anew for each request; it is never in the tree, and works
//! without a script. Whatever comes from the site is escaped by [`crate::html::escape`].

mod changed;
mod due;
mod glossary;
mod page;
mod pages;
mod panel;
#[cfg(test)]
mod panel_tests;
mod query;
mod reading;
mod references;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::overlay::{count, follow, list};
use super::{Finding, Served};
use crate::diagnostic::Severity;
use crate::html::escape;
use crate::model::overview::PageOverview;
use panel::Panel;
use query::Query;

/// Where the desk is.
pub const ADDRESS: &str = "/_desk/";

/// Its style: independent of any theme, light and dark.
const STYLE: &str = include_str!("desk/style.css");

/// What a path stays as in a query.
const IN_QUERY: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');

/// The panels of the desk, in order; the first is the desk itself.
static PANELS: [Panel; 6] = [
    pages::PANEL,
    due::PANEL,
    changed::PANEL,
    references::PANEL,
    reading::PANEL,
    glossary::PANEL,
];

/// What the desk is made from.
struct Desk<'a> {
    served: &'a Served,
    pages: &'a [PageOverview],
    by_file: HashMap<&'a str, Vec<&'a Finding>>,
    by_path: HashMap<&'a str, &'a PageOverview>,
    /// The path under which the site lives, such as `/`.
    base: &'a str,
    query: Query,
}

/// What the desk answers.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// A page.
    Page(String),
    /// There is a slash at the end of this address.
    Moved(String),
    /// The desk has no such page.
    Missing(String),
}

/// Answers a request for the desk; `None` if it is for the site.
pub(super) fn answer(target: &str, served: &Served, base: &str) -> Option<Answer> {
    let target = target.split('#').next().unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let rest = path.strip_prefix(ADDRESS.trim_end_matches('/'))?;
    if !(rest.is_empty() || rest.starts_with('/')) {
        return None;
    }
    let desk = Desk::new(served, base, Query::parse(query));
    let name = rest.trim_matches('/');
    let panel = PANELS.iter().find(|panel| panel.slug == name);
    let is_canonical = rest == "/" || rest == format!("/{name}/");
    if !is_canonical && (panel.is_some() || name == "page") {
        let query = if query.is_empty() { String::new() } else { format!("?{query}") };
        let slash = if name.is_empty() { "" } else { "/" };
        return Some(Answer::Moved(format!("{ADDRESS}{name}{slash}{query}")));
    }
    let html = match panel {
        Some(panel) => Some(desk.panel(panel)),
        None if name == "page" => page::page(&desk),
        None => None,
    };
    Some(html.map_or_else(|| Answer::Missing(desk.nothing()), Answer::Page))
}

impl<'a> Desk<'a> {
    fn new(served: &'a Served, base: &'a str, query: Query) -> Self {
        let mut by_file: HashMap<_, Vec<_>> = HashMap::new();
        for finding in served.findings() {
            by_file
                .entry(finding.file.as_deref().unwrap_or_default())
                .or_default()
                .push(finding);
        }
        let pages = &*served.overview;
        let by_path = pages.iter().map(|page| (page.path.as_str(), page)).collect();
        Self { served, pages, by_file, by_path, base, query }
    }

    /// The page of a file.
    fn page(&self, path: &str) -> Option<&'a PageOverview> {
        self.by_path.get(path).copied()
    }

    /// What was found in a page's file.
    fn findings(&self, page: &PageOverview) -> &[&'a Finding] {
        self.by_file.get(page.path.as_str()).map_or(&[], Vec::as_slice)
    }

    /// Whether the site has several languages.
    fn is_multilingual(&self) -> bool {
        self.pages.iter().any(|page| page.language != self.pages[0].language)
            || self.pages.iter().any(|page| !page.untranslated.is_empty())
    }

    /// A panel, on a page of its own.
    fn panel(&self, panel: &'static Panel) -> String {
        let html = panel.html(self);
        let (title, head) = match panel.slug {
            "" => ("Editor’s desk", summary(self)),
            _ => (panel.title, format!("<p>{}</p>", panel.about)),
        };
        let main = format!("<h1>{title}</h1>{head}{html}");
        self.shell((title, Some(panel)), &main)
    }

    fn nothing(&self) -> String {
        let body = format!(
            "<h1>There is nothing here</h1><p>The desk knows no page or finding by this name; \
             the file may have been renamed.</p><p><a href=\"{ADDRESS}\">Go to the desk</a></p>"
        );
        self.shell(("Nothing here", None), &body)
    }

    /// A whole page of the desk; the title is text.
    fn shell(&self, (title, panel): (&str, Option<&Panel>), main: &str) -> String {
        let panels: String = PANELS.iter().map(|own| tab(own, panel)).collect();
        let html = format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta name=\"color-scheme\" content=\"light dark\">\
             <meta name=\"robots\" content=\"noindex\"><title>{} – Plainleaf preview</title>\
             <link rel=\"icon\" href=\"data:,\"><style>{STYLE}</style></head>\n<body>\
             <a class=\"skip\" href=\"#main\">Skip to content</a>\
             <header><nav aria-label=\"Editor’s desk\"><ul><li><a href=\"{}\">The site</a></li>\
             {panels}</ul></nav></header>\n\
             <main id=\"main\" tabindex=\"-1\">{main}</main>\n</body></html>\n",
            escape(title),
            escape(self.base),
        );
        follow(&html, self.served)
    }

    /// A page's address, as a link if it is there.
    fn address(&self, page: &PageOverview) -> String {
        let Some(url) = &page.url else { return "none yet".to_owned() };
        let shown = format!("<code>{}</code>", escape(url.as_str()));
        if !page.is_built || self.served.tree.is_none() {
            return shown;
        }
        let href = format!("{}{}", self.base, url.encoded());
        format!("<a href=\"{}\">{shown}</a>", escape(&href))
    }
}

/// A link to a panel.
fn tab(panel: &Panel, current: Option<&Panel>) -> String {
    let is_current = current.is_some_and(|own| own.slug == panel.slug);
    let current = if is_current { " aria-current=\"page\"" } else { "" };
    format!("<li><a href=\"{}\"{current}>{}</a></li>", panel.address(), panel.title)
}

/// A link to what the desk knows of a page.
fn link(page: &PageOverview) -> String {
    let title = if page.title.is_empty() { page.path.as_str() } else { &page.title };
    let (language, title) = (escape(&page.language), escape(title));
    let href = page_address(page.path.as_str());
    format!("<a href=\"{href}\" lang=\"{language}\">{title}</a>")
}

/// Where the desk tells of a file.
fn page_address(file: &str) -> String {
    format!("{ADDRESS}page/?file={}", utf8_percent_encode(file, IN_QUERY))
}

/// How big the site is, and whether what is served is what was written.
fn summary(desk: &Desk<'_>) -> String {
    let words = desk.pages.iter().map(|page| page.words).sum();
    let of = |severity| {
        desk.served.findings().filter(|found| found.severity == severity).count()
    };
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    let size = format!(
        "{} with {} words; {} and {}.",
        count(desk.pages.len(), "page"),
        grouped(words),
        count(errors, "error"),
        count(warnings, "warning"),
    );
    let state = match (errors, desk.served.tree.is_some()) {
        (0, _) => "The preview shows the site as it is written.",
        (_, true) => {
            "The preview shows the last good build. Mend the errors to see the site as it is written."
        }
        (_, false) => "The site could not be built yet. Mend the errors to see it.",
    };
    let class = if errors > 0 { "bad" } else { "good" };
    format!(
        "<section aria-labelledby=\"summary\"><h2 id=\"summary\">Summary</h2>\
         <p>{size}</p><p class=\"{class}\">{state}</p></section>"
    )
}

/// What was found: first of the whole site, then of the pages that are shown.
fn findings(desk: &Desk<'_>, shown: &[usize]) -> String {
    let files: HashSet<&str> = desk.pages.iter().map(|page| page.path.as_str()).collect();
    let is_other =
        |found: &&Finding| found.file.as_deref().is_none_or(|file| !files.contains(file));
    let others: Vec<_> = desk.served.findings().filter(is_other).collect();
    let shown = shown.iter().filter_map(|row| desk.pages.get(*row));
    let of_pages: Vec<_> = shown.flat_map(|page| desk.findings(page)).copied().collect();
    section("others", "Findings of the whole site", &others)
        + &section("found", "Findings of these pages", &of_pages)
}

fn section(id: &str, title: &str, found: &[&Finding]) -> String {
    if found.is_empty() {
        return String::new();
    }
    let list = list(found);
    format!(
        "<section aria-labelledby=\"{id}\"><h2 id=\"{id}\">{title}</h2>{list}</section>"
    )
}

/// `12,345`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
