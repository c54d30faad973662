//! The editor's desk at `/_desk/`: every page, what state it is in and what it needs.
//!
//! A page of the preview, made anew for each request; it is never in the tree, and works
//! without a script. Whatever comes from the site is escaped by [`crate::html::escape`].

mod page;
mod query;
mod table;

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::overlay::{count, follow, list};
use super::{Finding, Served};
use crate::diagnostic::Severity;
use crate::html::escape;
use crate::model::overview::PageOverview;
use query::{Query, Show};

/// Where the desk is.
pub const ADDRESS: &str = "/_desk/";

/// Its style: independent of any theme, light and dark.
const STYLE: &str = include_str!("desk/style.css");

/// What a path stays as in a query.
const IN_QUERY: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');

/// A part of the desk: its HTML, or nothing if it has nothing to say.
type Panel = fn(&Desk<'_>) -> String;

/// The parts of the desk, in order.
const PANELS: &[Panel] = &[summary, filters, table::panel, findings];

/// What the desk is made from.
struct Desk<'a> {
    served: &'a Served,
    pages: &'a [PageOverview],
    by_file: HashMap<&'a str, Vec<&'a Finding>>,
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
    let desk = Desk::new(served, base, Query::parse(query));
    Some(match path.strip_prefix(ADDRESS.trim_end_matches('/'))? {
        "/" => Answer::Page(desk.front()),
        "/page/" => match page::page(&desk) {
            Some(html) => Answer::Page(html),
            None => Answer::Missing(desk.nothing()),
        },
        "" | "/page" if query.is_empty() => Answer::Moved(format!("{path}/")),
        "" | "/page" => Answer::Moved(format!("{path}/?{query}")),
        other if other.starts_with('/') => Answer::Missing(desk.nothing()),
        _ => return None,
    })
}

impl<'a> Desk<'a> {
    fn new(served: &'a Served, base: &'a str, query: Query) -> Self {
        let mut by_file: HashMap<_, Vec<_>> = HashMap::new();
        for finding in served.findings.iter() {
            by_file
                .entry(finding.file.as_deref().unwrap_or_default())
                .or_default()
                .push(finding);
        }
        Self { served, pages: &served.overview, by_file, base, query }
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

    /// How many pages one filter shows.
    fn count(&self, show: Show) -> usize {
        self.pages.iter().filter(|page| show.takes(page, self)).count()
    }

    fn front(&self) -> String {
        let panels: String = PANELS.iter().map(|panel| panel(self)).collect();
        self.shell("Editor’s desk", &format!("<h1>Editor’s desk</h1>{panels}"))
    }

    fn nothing(&self) -> String {
        let body = format!(
            "<h1>There is nothing here</h1><p>The desk knows no page or finding by this name; \
             the file may have been renamed.</p><p><a href=\"{ADDRESS}\">Go to the desk</a></p>"
        );
        self.shell("Nothing here", &body)
    }

    /// A whole page of the desk; `title` is text.
    fn shell(&self, title: &str, main: &str) -> String {
        let html = format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta name=\"color-scheme\" content=\"light dark\">\
             <meta name=\"robots\" content=\"noindex\"><title>{} – Plainleaf preview</title>\
             <link rel=\"icon\" href=\"data:,\"><style>{STYLE}</style></head>\n<body>\
             <a class=\"skip\" href=\"#main\">Skip to content</a>\
             <header><nav aria-label=\"Preview\"><ul><li><a href=\"{}\">The site</a></li>\
             <li><a href=\"{ADDRESS}\">Editor’s desk</a></li></ul></nav></header>\n\
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
        desk.served.findings.iter().filter(|found| found.severity == severity).count()
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

/// Links that choose what the table shows.
fn filters(desk: &Desk<'_>) -> String {
    let mut items = String::new();
    for show in Show::ALL {
        if *show == Show::Untranslated && !desk.is_multilingual() {
            continue;
        }
        let href = Query { show: *show, number: 1, ..desk.query.clone() }.address();
        let current =
            if desk.query.show == *show { " aria-current=\"true\"" } else { "" };
        let (words, number) = (show.words(), desk.count(*show));
        let _ = write!(
            items,
            "<li><a href=\"{href}\"{current}>{words} \
             <span class=\"count\">{number}</span></a></li>"
        );
    }
    format!("<nav aria-label=\"Filter\" class=\"filters\"><ul>{items}</ul></nav>")
}

/// What was found: first of the whole site, then of the pages that are shown.
fn findings(desk: &Desk<'_>) -> String {
    let files: HashSet<&str> = desk.pages.iter().map(|page| page.path.as_str()).collect();
    let is_other =
        |found: &&Finding| found.file.as_deref().is_none_or(|file| !files.contains(file));
    let others: Vec<_> = desk.served.findings.iter().filter(is_other).collect();
    let shown = desk.pages.iter().filter(|page| desk.query.show.takes(page, desk));
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;

    use super::*;
    use crate::model::overview::State;
    use crate::path::{SourcePath, UrlPath};

    /// A page that nothing leads to.
    fn page(name: &str, state: State, words: usize) -> PageOverview {
        PageOverview {
            path: SourcePath::new(format!("content/{name}.md")),
            url: UrlPath::parse(&format!("/{name}/")).ok(),
            title: name.to_owned(),
            language: "en".into(),
            state,
            is_built: state == State::Published,
            words,
            updated: None,
            links: Vec::new(),
            linked_from: Vec::new(),
            external: 0,
            in_menu: false,
            is_home: false,
            listed_by: None,
            untranslated: Vec::new(),
        }
    }

    /// Two published pages, of which `b` leads to `a`; a draft, a future and an expired one.
    fn served() -> Served {
        let day = date(2030, 1, 2);
        let mut pages = [
            page("a", State::Published, 1000),
            page("b", State::Published, 3),
            page("c", State::Draft, 50),
            page("d", State::Future(day), 0),
            page("e", State::Expired(day), 1),
        ];
        (pages[0].linked_from, pages[1].links) = (vec![1], vec![0]);
        pages[0].updated = Some(day);
        pages[1].untranslated = vec!["Deutsch".into()];
        pages[2].title = "<script>\"'&".to_owned();
        let mut found = Finding::error("link/missing", "no <page>".into(), "make \"it\"");
        (found.file, found.line, found.column) =
            (Some("content/c.md".into()), Some(3), Some(7));
        let other = Finding::error("disk", "no disk".into(), "look");
        Served {
            findings: vec![found, other].into(),
            overview: Arc::new(pages),
            tree: Some(Arc::default()),
            ..Served::default()
        }
    }

    /// Fails unless the page at an address holds each part, one after the other.
    #[track_caller]
    fn check(target: &str, expected: &[&str]) -> String {
        let Some(Answer::Page(html)) = answer(target, &served(), "/base/") else {
            panic!("no page at {target}");
        };
        let mut rest = html.as_str();
        for part in expected {
            let Some(at) = rest.find(part) else { panic!("no {part:?} in {rest}") };
            rest = &rest[at + part.len()..];
        }
        html
    }

    #[test]
    fn filters_choose_and_are_counted() {
        let rows =
            |target: &str| check(target, &[]).matches("<th scope=\"row\">").count();
        for (query, number) in [
            ("", 5),
            ("?state=published", 2),
            ("?state=draft", 1),
            ("?state=future", 1),
            ("?state=expired", 1),
            ("?show=findings", 1),
            ("?show=orphans", 1),
            ("?show=untranslated", 1),
            ("?show=nonsense&part=99", 5),
        ] {
            assert_eq!(rows(&format!("/_desk/{query}")), number, "{query}");
        }
        check(
            "/_desk/",
            &[
                "5 pages with 1,054 words; 2 errors and 0 warnings.",
                "the last good build",
                "<a href=\"/_desk/\" aria-current=\"true\">All pages <span class=\"count\">5<",
                "<a href=\"/_desk/?state=draft\">Drafts <span class=\"count\">1<",
                "Findings of the whole site",
                "no disk",
                "Findings of these pages",
                "content/c.md:3:7",
            ],
        );
        let drafts = check(
            "/_desk/?state=published&sort=words",
            &[
                "href=\"/_desk/?state=draft&amp;sort=words\"",
                "Published: 2 pages, the longest first",
                "href=\"/_desk/?state=published&amp;sort=findings\"",
            ],
        );
        assert!(!drafts.contains("content/c.md:3:7"));
    }

    #[test]
    fn sorting_orders_and_says_so() {
        let row = |name: &str| format!("file=content/{name}.md\"");
        for (sort, order) in [
            ("title", ["c", "a", "b", "d", "e"]),
            ("words", ["a", "c", "b", "e", "d"]),
            ("findings", ["c", "a", "b", "d", "e"]),
            ("updated", ["a", "b", "c", "d", "e"]),
            ("in", ["b", "c", "d", "e", "a"]),
        ] {
            let order = order.map(row);
            check(&format!("/_desk/?sort={sort}"), &order.each_ref().map(String::as_str));
        }
        check(
            "/_desk/?sort=words",
            &["aria-sort=\"descending\"><a href=\"/_desk/?sort=words\""],
        );
    }

    #[test]
    fn whatever_the_site_says_is_escaped() {
        let html =
            check("/_desk/", &["&lt;script&gt;&quot;&#39;&amp;</a>", "no &lt;page&gt;"]);
        assert_eq!(html.matches("<script").count(), 1);
        let one = check(
            "/_desk/page/?file=content%2Fc.md",
            &[
                "<title>&lt;script&gt;",
                "<h1 lang=\"en\">&lt;script&gt;",
                "Help: make &quot;it&quot;",
            ],
        );
        assert_eq!(one.matches("<script").count(), 1);
        let bad = answer("/_desk/page/?file=<script>", &served(), "/");
        assert!(
            matches!(bad, Some(Answer::Missing(html)) if html.matches("<script").count() == 1)
        );
    }

    #[test]
    fn a_page_lists_what_leads_to_it_and_where_it_leads() {
        check(
            "/_desk/page/?file=content/a.md",
            &[
                "<a href=\"/base/a/\">",
                "1,000 words, 5&nbsp;min",
                "Findings: 0",
                "Links in: 1",
                "file=content/b.md",
                "Links out: 0",
            ],
        );
        check("/_desk/page/?file=content/b.md", &["Orphan", "Links out: 1", "Deutsch"]);
        let draft =
            check("/_desk/page/?file=content/c.md", &["draft", "<code>/c/</code>"]);
        assert!(!draft.contains("Links in"));
    }

    #[test]
    fn only_its_own_addresses_are_answered() {
        let served = served();
        let at = |target: &str| answer(target, &served, "/");
        assert_eq!(at("/_desk"), Some(Answer::Moved("/_desk/".into())));
        let moved = Answer::Moved("/_desk/page/?file=x".into());
        assert_eq!(at("/_desk/page?file=x"), Some(moved));
        assert!(matches!(at("/_desk/other"), Some(Answer::Missing(_))));
        assert!(matches!(at("/_desk/page/"), Some(Answer::Missing(_))));
        assert_eq!(at("/_desks/"), None);
        assert_eq!(at("/"), None);
        assert_eq!(at("//_desk/"), None);
    }

    #[test]
    fn a_long_list_comes_in_parts() {
        let pages = (0..450).map(|n| page(&format!("p{n:03}"), State::Published, n));
        let served = Served { overview: pages.collect(), ..Served::default() };
        let Some(Answer::Page(html)) = answer("/_desk/?part=2", &served, "/") else {
            panic!("no page");
        };
        assert_eq!(html.matches("<th scope=\"row\">").count(), 200);
        for part in ["part 2 of 3", "file=content/p200.md", "/_desk/?part=3\">Next part"]
        {
            assert!(html.contains(part), "no {part:?}");
        }
    }
}
