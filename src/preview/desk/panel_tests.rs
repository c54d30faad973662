//! The panels of a site that was built: reviews, references, reading level, glossary.

use std::sync::Arc;

use jiff::civil::date;

use super::tests::check_answer;
use super::*;
use crate::config;
use crate::memo::{Memo, Readings as Read};
use crate::model::review::receipt::kept_text;
use crate::path::SourcePath;
use crate::pipeline::{Input, build, proofread, text_to_review};
use crate::preview::facts::{Facts, Readings};
use crate::source::SourceTree;

const SITE: &str = "[people.ann]\nname = \"Ann <Hill>\"\ncredentials = \"MD\"\n\
    [refs]\nretracted = \"mark\"\nstale_days = 90\n";
const REFERENCES: &str = "\
ann2020: { type: Article, title: Rest, author: \"Hill, Ann\", date: 2020, \
parent: { type: Periodical, title: J, volume: 1 }, serial-number: { doi: 10.1000/1 } }
bob2021: { type: Article, title: \"Sleep <b>\", author: \"Ray, Bob\", date: 2021, \
parent: { type: Periodical, title: J, volume: 1 }, serial-number: { doi: 10.1000/2 } }
cid2022: { type: Article, title: Dreams, author: \"Low, Cid\", date: 2022, \
parent: { type: Periodical, title: J, volume: 1 }, serial-number: { doi: 10.1000/3 } }
";
const ANSWERS: &str = "\
doi:10.1000/1 asked=2026-11-20 is=found retracted=2026-02-06@doi:10.1000/9 year=2020 volume=1 title=Rest
doi:10.1000/2 asked=2026-01-02 is=missing
";
const GLOSSARY: &str = "+++\ntitle = \"Words\"\n[glossary]\nCraving = [\"urge\"]\n\
    Hold = { link = false }\n+++\nCraving\n: A wish.\n\nHold\n: A pause.\n\nTaper\n: Less.\n";

fn page(title: &str, text: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n+++\n{text}\n")
}

fn input(files: &[(&str, &str)]) -> Input {
    let today = date(2026, 11, 24);
    let tree = SourceTree::of(files.iter().copied());
    Input { tree, today, drafts: false, base_url: None }
}

/// What is served of a site with these files over some that are always there. The page `a` was
/// reviewed when it said `Drink 3 cups.`, until 24 October.
fn served(more: &[(&str, &str)]) -> Served {
    let (home, was) = (page("Home", "Text."), page("Tea", "Drink 3 cups of tea."));
    let path = SourcePath::new("content/a.md");
    let mut files =
        vec![("site.toml", SITE), ("content/_index.md", &*home), ("content/a.md", &*was)];
    let text = text_to_review(&input(&files), &Memo::default(), &path).unwrap();
    let receipt =
        format!("a.md by=ann on=2026-10-01 until=2026-10-24 text={}\n", text.digest());
    let (kept, text) = (kept_text(&path), text.to_text());
    files.extend([("reviews.txt", &*receipt), (kept.as_str(), &*text)]);
    files.extend(more);
    let input = input(&files);
    let built = build(&input, &Memo::default());
    let errors: Vec<_> = built.diagnostics.iter().map(|found| &found.message).collect();
    assert!(!built.has_errors(), "{errors:?}");
    let readings = proofread(&input, &Memo::default(), &Read::default()).0;
    let facts = Facts {
        digest: input.digest(),
        today: input.today,
        stale_days: config::parse(SITE).value.refs.stale_days,
        reviews: built.reviews,
        sources: built.sources,
        terms: built.terms,
        readings: Readings::new(|| readings),
        tree: Arc::new(input.tree),
    };
    let (overview, tree) = (built.overview.into(), Some(Arc::new(built.output)));
    Served { overview, facts: Arc::new(facts), tree, ..Served::default() }
}

#[track_caller]
fn check(more: &[(&str, &str)], target: &str, expected: &[&str]) -> String {
    check_answer(answer(target, &served(more), "/"), expected)
}

/// Fails unless the rows of a panel are these, in this order.
#[track_caller]
fn check_rows(more: &[(&str, &str)], target: &str, expected: &[&str]) {
    let html = check(more, target, &[]);
    let rows = html.split("<th scope=\"row\">").skip(1);
    let rows: Vec<&str> = rows.collect();
    assert_eq!(rows.len(), expected.len(), "{target}: {rows:#?}");
    for (row, part) in rows.iter().zip(expected) {
        assert!(row.contains(part), "{target}: no {part:?} in {row}");
    }
}

#[test]
fn reviews_due_say_who_signed_and_how_long_is_left() {
    check(
        &[],
        "/_desk/due/",
        &[
            "aria-current=\"page\">Reviews due<",
            "<h1>Reviews due</h1>",
            "/_desk/due/?show=overdue\">Overdue <span class=\"count\">1<",
            "All pages: 2 pages, the soonest due first",
            "content/a.md",
            "overdue",
            "2026-10-24",
            "31 days over",
            "Ann &lt;Hill&gt;, MD",
            "2026-10-01",
            "content/_index.md",
            "not reviewed",
        ],
    );
    check_rows(&[], "/_desk/due/?show=overdue", &["content/a.md"]);
    check(&[], "/_desk/due/?show=month", &["<p>There is no such page.</p>"]);
}

#[test]
fn what_changed_since_a_review_is_told_word_by_word() {
    let now = page("Tea", "Drink 2 cups of <sup>tea</sup>.");
    let changed = [("content/a.md", &*now)];
    let words = [
        "<code>content/a.md:4</code> Drink ",
        "<del><span class=\"said\">gone: </span>3</del> ",
        "<ins><span class=\"said\">new: </span>2</ins> cups of ",
        "&lt;sup&gt;tea&lt;/sup&gt;.</ins>",
    ];
    let mut expected = vec!["All changed pages: 1 page", "Ann &lt;Hill&gt;, MD"];
    expected.extend(words);
    check(&changed, "/_desk/changed/", &expected);
    check(&changed, "/_desk/page/?file=content/a.md", &words);
    check_rows(&changed, "/_desk/changed/?show=overdue", &["content/a.md"]);
    check_rows(&changed, "/_desk/changed/?show=lost", &[]);
    let none = "<p>No page has changed since it was reviewed.</p>";
    let html = check(&[], "/_desk/changed/", &[none]);
    assert!(!html.contains("<table"));
}

#[test]
fn references_say_where_they_are_cited_and_what_became_of_them() {
    let text = page("B", "Rest [@ann2020].\n\nRest and sleep [@ann2020; @bob2021].");
    let files = [
        ("content/references.yaml", REFERENCES),
        ("refs.txt", ANSWERS),
        ("content/b.md", &*text),
    ];
    check(
        &files,
        "/_desk/references/",
        &[
            "All sources: 3 sources, by key",
            "<code>ann2020</code> <code>content/references.yaml:1</code>",
            "<span class=\"bad\">retracted</span>",
            "retracted <time datetime=\"2026-02-06\">",
            "href=\"https://doi.org/10.1000/9\"",
            "2026-11-20",
            "content/b.md:4</a></li>",
            "content/b.md:6</a></li>",
            "Sleep &lt;b&gt;",
            "<span class=\"bad\">dead identifier</span><br><code>doi:10.1000/2</code>",
            "too old",
            "content/b.md:6</a></li>",
            "cid2022",
            "not asked about yet",
            "never",
            "no page cites it",
        ],
    );
    for (query, rows) in [
        ("?show=retracted", &["ann2020"][..]),
        ("?show=dead", &["bob2021"]),
        ("?show=stale", &["bob2021"]),
        ("?show=uncited", &["cid2022"]),
        ("?show=unasked", &["cid2022"]),
        ("?show=corrected", &[]),
        ("?sort=cited", &["ann2020", "bob2021", "cid2022"]),
        ("?sort=asked", &["cid2022", "bob2021", "ann2020"]),
    ] {
        check_rows(&files, &format!("/_desk/references/{query}"), rows);
    }
    check(&[], "/_desk/references/", &["<p>This site has no sources.</p>"]);
}

#[test]
fn reading_levels_name_the_hardest_sentences() {
    let hard = "Pharmacological considerations necessitate individualized reevaluation.";
    let text = page("Hard", &format!("Go to bed.\n\n{hard}\n\nEat & rest."));
    let files = [("content/b.md", &*text)];
    check(
        &files,
        "/_desk/reading/",
        &[
            "All articles: 3 articles, the hardest first",
            "content/b.md",
            "content/b.md:6</a> <q>Pharmacological considerations",
            "5 words, raises the grade by ",
        ],
    );
    check_rows(&files, "/_desk/reading/?sort=words", &["b.md", "a.md", "_index.md"]);
    check_rows(&files, "/_desk/reading/?show=hard", &[]);
    let long = page("Hard", &format!("{hard} ").repeat(30));
    check_rows(&[("content/b.md", &long)], "/_desk/reading/?show=hard", &["b.md"]);
    check(&files, "/_desk/page/?file=content/b.md", &["Reading level: ", "<q>Pharma"]);
    let german = format!("language = \"de\"\n{SITE}");
    check(
        &[("site.toml", &german)],
        "/_desk/reading/",
        &["No published article in English has text yet."],
    );
}

#[test]
fn the_glossary_says_what_is_used_where_and_what_is_explained_nowhere() {
    let text = page("B", "Rest. An urge comes.\n\nThe XYZ said [taper](words.md#taper).");
    let files = [("content/words.md", GLOSSARY), ("content/b.md", &*text)];
    check(
        &files,
        "/_desk/glossary/",
        &[
            "All terms: 3 terms, by term",
            "href=\"/words/#craving\" lang=\"en\">Craving</a>",
            "urge",
            "content/words.md:7",
            "content/b.md:4",
            "Hold",
            "not looked for",
            "Taper",
            "content/b.md:6",
            "Undefined: 1 place",
            "`XYZ` is not explained",
            "content/b.md:6",
        ],
    );
    check_rows(&files[..1], "/_desk/glossary/?show=unused", &["Craving", "Taper"]);
    check_rows(&files, "/_desk/glossary/?show=unlinked", &["Hold", "`XYZ`"]);
    check(
        &[],
        "/_desk/glossary/",
        &["No page defines a term", "No article uses an abbreviation"],
    );
}

#[test]
fn the_audit_of_ours_finds_nothing_on_any_panel() {
    let now = page("Tea", "Drink 2 cups of tea. The XYZ said so [@ann2020; @bob2021].");
    let files = [
        ("content/references.yaml", REFERENCES),
        ("refs.txt", ANSWERS),
        ("content/words.md", GLOSSARY),
        ("content/a.md", &*now),
    ];
    let full = served(&files);
    for served in [&full, &served(&[])] {
        for target in PANELS.iter().map(Panel::address).chain(["/_desk/none/".into()]) {
            let Some(Answer::Page(html) | Answer::Missing(html)) =
                answer(&target, served, "/")
            else {
                panic!("no page at {target}");
            };
            let page = crate::audit::examine(&html, "d/i.html", &<_>::default());
            // The preview adds the script that follows a build.
            let found =
                page.findings.iter().filter(|one| one.rule.code != "published/script");
            let found: Vec<_> = found.map(|one| (one.rule.code, &one.message)).collect();
            assert_eq!(found, [], "{target}");
        }
    }
}
