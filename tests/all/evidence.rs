//! What the program counts of a site, on its own page and in the pack for whoever signs.

use std::collections::BTreeMap;

use plainleaf::memo::Memo;
use plainleaf::output::Content;
use plainleaf::pipeline::{Build, Input, build};
use plainleaf::source::SourceTree;

const RECORDS: &str = "leaf:\n  type: Article\n  title: \"A leaf\"\n  \
    author: [\"Hill, Ann\"]\n  date: 2024\n  serial-number: { doi: \"10.1000/A\" }\n  \
    parent: { type: Periodical, title: \"J\" }\n";

/// A site with a page of figures; `more` goes over its files.
fn site(more: &[(&str, &str)]) -> Input {
    let checked = "+++\ntitle = \"Checked\"\n+++\n\nHello.\n\n:::evidence\n";
    let page =
        "+++\ntitle = \"Page\"\n+++\n\nSaid [@leaf], see [there](https://a.org/).\n";
    let mut files = BTreeMap::from([
        ("site.toml", "title = \"Site\"\n[refs]\nretracted = \"mark\"\n"),
        ("content/_index.md", "+++\ntitle = \"Home\"\n+++\n\nHello.\n"),
        ("content/checked.md", checked),
        ("content/page.md", page),
        ("content/references.yaml", RECORDS),
    ]);
    files.extend(more.iter().copied());
    let tree = SourceTree::of(files);
    let today = jiff::civil::date(2026, 11, 24);
    Input { tree, today, drafts: false, base_url: None }
}

/// The rows of the page of figures.
fn rows(built: &Build) -> BTreeMap<String, String> {
    let Content::Bytes(bytes) = &built.output.get("checked/index.html").unwrap().content
    else {
        unreachable!("a page is made in memory")
    };
    let html = String::from_utf8(bytes.whole().to_vec()).unwrap();
    let rows = html.split("<tr><th scope=\"row\">").skip(1).map(|row| {
        let (name, rest) = row.split_once("</th><td>").unwrap();
        (name.to_owned(), rest.split_once("</td>").unwrap().0.to_owned())
    });
    rows.collect()
}

#[track_caller]
fn check(more: &[(&str, &str)], expected: &[(&str, &str)]) {
    let built = build(&site(more), &Memo::default());
    assert!(!built.has_errors(), "{:?}", built.diagnostics);
    let rows = rows(&built);
    for (name, count) in expected {
        assert_eq!(rows.get(*name).map(String::as_str), Some(*count), "{rows:?}");
    }
}

#[test]
fn a_page_shows_what_the_other_pages_are() {
    check(
        &[],
        &[
            // Home, the page, and the page that is shown where nothing is.
            ("Pages, with plans, lists and redirects", "3"),
            ("Articles", "2"),
            (
                "Articles that a named health professional has reviewed as they are now",
                "0",
            ),
            ("Sources that pages rest on", "1"),
            ("Of these, looked up in a register of studies", "0"),
            ("Addresses of other websites in texts and sources", "2"),
            ("Of these, asked and found", "0"),
            ("Places that break one of them", "0"),
            ("Warnings about settings, text, sources and links", "0"),
            ("Most files that one page makes a browser fetch", "1"),
            ("Other websites from which a page loads anything", "0"),
            ("Pages with a script", "0"),
        ],
    );
}

#[test]
fn nothing_is_counted_that_is_not_there() {
    let retracted = "doi:10.1000/a asked=2026-11-20 is=found retracted=\n";
    let oldest = "Of these, looked up in a register of studies \
        (the longest ago on <time datetime=\"2026-11-20\">November 20, 2026</time>)";
    check(
        &[
            ("refs.txt", retracted),
            ("links.txt", "https://a.org/ ok=2026-11-21\nnonsense\n"),
            ("content/leaf.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            (
                "content/more.md",
                "+++\ntitle = \"More\"\n+++\n\n![A leaf](leaf.svg)\n\n### Deep\n",
            ),
        ],
        &[
            ("Pages, with plans, lists and redirects", "4"),
            (oldest, "1"),
            ("Of those looked up, retracted", "1"),
            ("Of those looked up, corrected after they appeared", "0"),
            ("Most files that one page makes a browser fetch", "2"),
            ("Other websites from which a page loads anything", "0"),
            ("Warnings about settings, text, sources and links", "2"),
        ],
    );
}

#[test]
fn the_figures_of_a_warm_build_are_those_of_a_cold_one() {
    let mut memo = Memo::default();
    let refs = "doi:10.1000/a asked=2026-11-20 is=found corrected=\n";
    let new = "+++\ntitle = \"New\"\n+++\n\nNew.\n";
    let changes: [&[(&str, &str)]; 5] = [
        &[],
        &[("content/new.md", new)],
        &[("refs.txt", refs)],
        &[("content/page.md", "+++\ntitle = \"Page\"\n+++\n\nNothing.\n")],
        &[],
    ];
    for more in changes {
        let input = site(more);
        let warm = build(&input, &memo);
        let cold = build(&input, &Memo::default());
        assert_eq!(rows(&warm), rows(&cold));
        assert_eq!(warm.output.manifest().to_text(), cold.output.manifest().to_text());
        memo = warm.memo;
    }
}

#[test]
fn the_figures_do_not_change_by_the_day() {
    let today = site(&[("refs.txt", "doi:10.1000/a asked=2026-11-20 is=found\n")]);
    let later = Input { today: jiff::civil::date(2029, 1, 1), ..today.clone() };
    let all = [today, later].map(|input| rows(&build(&input, &Memo::default())));
    assert_eq!(all[0], all[1]);
}
