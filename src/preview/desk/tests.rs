//! The desk of a few pages: filters, order, escaping, addresses.

use std::sync::Arc;

use jiff::civil::date;

use super::*;
use crate::model::overview::State;
use crate::model::review::Standing;
use crate::path::SourcePath;
use crate::path::UrlPath;
use crate::preview::Facts;

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
        expires: None,
        review: Standing::Unreviewed,
        due: None,
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
    (pages[0].review, pages[0].due) = (Standing::Overdue, Some(day));
    (pages[1].review, pages[1].due) = (Standing::Changed, day.tomorrow().ok());
    pages[1].untranslated = vec!["Deutsch".into()];
    pages[2].title = "<script>\"'&".to_owned();
    let mut found = Finding::error("link/missing", "no <page>".into(), "make \"it\"");
    (found.file, found.line, found.column) =
        (Some("content/c.md".into()), Some(3), Some(7));
    let other = Finding::error("disk", "no disk".into(), "look");
    Served {
        findings: [found, other].map(Arc::new).into(),
        overview: Arc::new(pages),
        tree: Some(Arc::default()),
        facts: Arc::new(Facts { today: date(2030, 1, 3), ..Facts::default() }),
        ..Served::default()
    }
}

#[track_caller]
fn check(target: &str, expected: &[&str]) -> String {
    check_answer(answer(target, &served(), "/base/"), expected)
}

/// Fails unless the desk answers with a page that holds each part, one after the other.
#[track_caller]
pub(super) fn check_answer(answer: Option<Answer>, expected: &[&str]) -> String {
    let Some(Answer::Page(html)) = answer else { panic!("no page") };
    let mut rest = html.as_str();
    for part in expected {
        let Some(at) = rest.find(part) else { panic!("no {part:?} in {rest}") };
        rest = &rest[at + part.len()..];
    }
    html
}

#[test]
fn filters_choose_and_are_counted() {
    let rows = |target: &str| check(target, &[]).matches("<th scope=\"row\">").count();
    for (query, number) in [
        ("", 5),
        ("?show=published", 2),
        ("?show=draft", 1),
        ("?show=future", 1),
        ("?show=expired", 1),
        ("?show=findings", 1),
        ("?show=orphans", 1),
        ("?show=untranslated", 1),
        ("due/?show=unreviewed", 3),
        ("due/?show=overdue", 1),
        ("due/?show=nonsense", 5),
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
            "<a href=\"/_desk/?show=draft\">Drafts <span class=\"count\">1<",
            "Findings of the whole site",
            "no disk",
            "Findings of these pages",
            "content/c.md:3:7",
        ],
    );
    let drafts = check(
        "/_desk/?show=published&sort=words",
        &[
            "href=\"/_desk/?show=draft&amp;sort=words\"",
            "Published: 2 pages, the longest first",
            "href=\"/_desk/?show=published&amp;sort=findings\"",
        ],
    );
    assert!(!drafts.contains("content/c.md:3:7"));
}

#[test]
fn sorting_orders_and_says_so() {
    let row = |name: &str| format!("file=content/{name}.md\"");
    for (sort, order) in [
        ("?sort=title", ["c", "a", "b", "d", "e"]),
        ("?sort=words", ["a", "c", "b", "e", "d"]),
        ("?sort=findings", ["c", "a", "b", "d", "e"]),
        ("?sort=updated", ["a", "b", "c", "d", "e"]),
        ("?sort=in", ["b", "c", "d", "e", "a"]),
        ("due/", ["a", "b", "c", "d", "e"]),
    ] {
        let order = order.map(row);
        check(&format!("/_desk/{sort}"), &order.each_ref().map(String::as_str));
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
    let draft = check("/_desk/page/?file=content/c.md", &["draft", "<code>/c/</code>"]);
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
    for part in ["part 2 of 3", "file=content/p200.md", "/_desk/?part=3\">Next part"] {
        assert!(html.contains(part), "no {part:?}");
    }
}
