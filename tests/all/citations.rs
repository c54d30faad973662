//! Citations on a page, in a style with numbers and in one with authors and years.

use std::collections::BTreeMap;

use jiff::civil::date;
use plainleaf::memo::Memo;
use plainleaf::output::Content;
use plainleaf::pipeline::{Build, Input, build};
use plainleaf::source::SourceTree;

const RECORDS: &str = r#"
zed: { type: Report, title: Last things, author: ["Zed, Ann", "Ash, Bo"], date: 2024, url: https://a.org/z }
ash: { type: Report, title: First things, author: ["Ash, Bo"], date: 2020, url: https://a.org/a }
also: { type: Report, title: More things, author: ["Ash, Bo"], date: 2020, url: https://a.org/b }
"#;

const TEXT: &str =
    "+++\ntitle = \"Home\"\n+++\nOne [@zed, p. 3]. Two [@ash; @zed]. Three [@also].\n";

const SOURCES: &str = "+++\ntitle = \"Sources\"\ntemplate = \"references.html\"\n+++\n";

/// A site of one page and its list of sources, with some files changed.
fn site(changes: &[(&str, &str)]) -> Input {
    let mut files = BTreeMap::from([
        ("site.toml", ""),
        ("content/_index.md", TEXT),
        ("content/sources.md", SOURCES),
        ("content/references.yaml", RECORDS),
    ]);
    files.extend(changes.iter().copied());
    Input {
        tree: SourceTree::of(files),
        today: date(2026, 6, 1),
        drafts: false,
        base_url: None,
    }
}

const APA: (&str, &str) = ("site.toml", "citation_style = \"apa\"\n");

fn html(build: &Build, path: &str) -> String {
    match &build.output.get(path).unwrap().content {
        Content::Bytes(body) => String::from_utf8(body.whole().to_vec()).unwrap(),
        Content::Asset(_) | Content::Kept { .. } => String::new(),
    }
}

/// What a page of a site with some files changed holds.
#[track_caller]
fn check(changes: &[(&str, &str)], path: &str, holds: &[&str]) {
    let build = build(&site(changes), &Memo::default());
    assert_eq!(build.diagnostics, []);
    let html = html(&build, path);
    for part in holds {
        let main = &html[html.find("<main").unwrap()..];
        assert!(html.contains(part), "no {part} in {main}");
    }
}

/// What is said of a site with some files changed.
#[track_caller]
fn check_said(changes: &[(&str, &str)], expected: &[&str]) {
    let build = build(&site(changes), &Memo::default());
    let said = build.diagnostics.iter().map(|d| {
        let label = d.primary.as_ref().unwrap();
        let help = d.help.as_deref().unwrap_or_default();
        format!("{} {} {:?}: {}; {help}", d.code, label.path, label.span, d.message)
    });
    assert_eq!(said.collect::<Vec<_>>(), expected);
}

#[test]
fn numbers_follow_first_use_and_lead_there_and_back() {
    check(
        &[],
        "index.html",
        &[
            "One<sup class=\"cite\"><a href=\"#ref-1\" id=\"cite-1-1\" aria-label=\"Source 1: Zed and Ash, 2024\">1</a> (p. 3)</sup>",
            "<a href=\"#ref-2\" id=\"cite-2-1\" aria-label=\"Source 2: Ash, 2020\">2</a>, <a href=\"#ref-1\" id=\"cite-1-2\"",
            "<ol>\n<li id=\"ref-1\"><span itemprop=\"citation\">Zed A, Ash B. Last things. 2024.",
            "<a class=\"back\" href=\"#cite-1-2\">",
        ],
    );
}

#[test]
fn authors_and_years_stand_in_the_text_and_lists_go_by_author() {
    check(
        &[APA],
        "index.html",
        &[
            "One <span class=\"cite\">(<a href=\"#ref-3\" id=\"cite-3-1\">Zed &amp; Ash, 2024</a>, p. 3)</span>.",
            "Two <span class=\"cite\">(<a href=\"#ref-1\" id=\"cite-1-1\">Ash, 2020a</a>; <a href=\"#ref-3\" id=\"cite-3-2\">Zed &amp; Ash, 2024</a>)</span>.",
            "(<a href=\"#ref-2\" id=\"cite-2-1\">Ash, 2020b</a>)",
            "<ul class=\"by-author\">\n<li id=\"ref-1\"><span itemprop=\"citation\">Ash, B. (2020a). <i>First things</i>.",
            "<a class=\"back\" href=\"#cite-3-2\">",
        ],
    );
    check(
        &[
            APA,
            (
                "content/_index.md",
                "+++\ntitle = \"Home\"\n+++\n[@zed] *so*[@ash], x ([@also]).\n",
            ),
        ],
        "index.html",
        &[
            "<p><span class=\"cite\">(<a",
            "<em>so</em> <span class=\"cite\">(<a",
            "x (<span class=\"cite\">(<a",
        ],
    );
    check(
        &[APA],
        "sources/index.html",
        &["<ul class=\"references by-author\">\n<li id=\"source-ash\">Ash, B. (2020a)."],
    );
}

#[test]
fn a_page_that_cites_one_work_of_a_year_shows_no_letter() {
    let page = "+++\ntitle = \"One\"\n+++\nOnly this [@also].\n";
    let changes = [APA, ("content/one.md", page)];
    check(
        &changes,
        "one/index.html",
        &[
            "this <span class=\"cite\">(<a href=\"#ref-1\" id=\"cite-1-1\">Ash, 2020</a>)</span>",
            "<li id=\"ref-1\"><span itemprop=\"citation\">Ash, B. (2020). ",
        ],
    );
    check(&changes, "index.html", &[">Ash, 2020b</a>)", "Ash, B. (2020b)."]);
    check(&changes, "sources/index.html", &["Ash, B. (2020a).", "Ash, B. (2020b)."]);
    // Where the other is no longer cited, the list of all has no letter either.
    let draft = "+++\ntitle = \"D\"\ndraft = true\n+++\n[@zed; @ash]\n";
    let changes = [APA, ("content/_index.md", page), ("content/d.md", draft)];
    check(&changes, "sources/index.html", &["Ash, B. (2020). "]);
}

#[test]
fn a_book_that_only_lends_its_fields_is_not_said_to_be_uncited() {
    let records = "@incollection{zed, author={Zed, Ann}, title={Naps}, crossref={book}}\n\
        @book{book, title={Rest}, editor={Ray, Bo}, year=2024, publisher={Leaf}}\n";
    let changes = [
        ("site.toml", "bibliography = \"content/r.bib\"\n"),
        ("content/r.bib", records),
        ("content/_index.md", "+++\ntitle = \"Home\"\n+++\nSo [@zed].\n"),
    ];
    check_said(&changes, &[]);
    check(&changes, "index.html", &["Zed A. Naps. In: Ray B, editor. Rest. Leaf; 2024."]);
}

#[test]
fn a_change_of_style_or_of_a_record_reaches_every_page() {
    let changed = RECORDS.replace("\"Zed, Ann\"", "\"Zeder, Ann\"");
    let changes: [&[(&str, &str)]; 3] = [
        &[APA],
        &[APA, ("content/references.yaml", &changed)],
        &[("site.toml", "citation_style = \"ama\"")],
    ];
    let mut warm = build(&site(&[]), &Memo::default());
    for change in changes {
        warm = build(&site(change), &warm.memo);
        let cold = build(&site(change), &Memo::default());
        for path in ["index.html", "sources/index.html"] {
            assert_eq!(html(&warm, path), html(&cold, path));
        }
    }
}

#[test]
fn mistakes_are_reported_where_they_stand() {
    check_said(
        &[("content/_index.md", &TEXT.replace("@zed, p. 3", "@zedd"))],
        &[
            "citation/unknown content/_index.md 29..33: no source has the key `zedd`; did you mean `zed`?",
        ],
    );
    check_said(
        &[("content/_index.md", &TEXT.replace(" Three [@also].", ""))],
        &[
            "citation/uncited content/references.yaml 208..212: no page cites `also`; cite it where it belongs, or take it out of the bibliography",
        ],
    );
    check_said(
        &[("site.toml", "citation_style = \"vancuver\"\n")],
        &[
            "config/citation-style site.toml 17..27: no style of references is called `vancuver`; did you mean `vancouver`?",
        ],
    );
}

#[test]
fn every_format_of_the_bibliography_is_read_by_its_name() {
    let json =
        r#"[{"id":"zed","type":"report","title":"T","issued":{"date-parts":[[2024]]}}]"#;
    let text = "+++\ntitle = \"Home\"\n+++\nOne [@zed].\n";
    for (name, records) in [
        ("references.json", json),
        ("references.bib", "@report{zed, title={T}, date={2024}}"),
        ("references.yml", "zed: { type: Report, title: T, date: 2024 }"),
    ] {
        let settings = format!("bibliography = \"content/{name}\"\n");
        let file = format!("content/{name}");
        let changes = [
            ("site.toml", settings.as_str()),
            (file.as_str(), records),
            ("content/_index.md", text),
        ];
        let build = build(&site(&changes), &Memo::default());
        // The sources that no longer count are copied as any other file of the site.
        assert_eq!(build.diagnostics, []);
        assert!(html(&build, "index.html").contains("T. 2024."), "{name}");
        assert!(build.output.get(name).is_none(), "{name} is published");
    }
}
