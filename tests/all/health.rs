//! What a build makes of the answers that `plainleaf refs update` remembers.

use plainleaf::diagnostic::Diagnostic;
use plainleaf::memo::Memo;
use plainleaf::output::Content;
use plainleaf::pipeline::{Build, Input, build};
use plainleaf::source::SourceTree;

const RECORDS: &str = "leaf:\n  type: Article\n  title: \"A leaf\"\n  \
    author: [\"Hill, Ann\"]\n  date: 2024\n  serial-number: { doi: \"10.1000/A\" }\n  \
    parent: { type: Periodical, title: \"J\", volume: 5 }\n\
    other:\n  type: Article\n  title: \"Other\"\n  author: [\"Hill, Ann\"]\n  date: 2024\n  \
    serial-number: { pmid: \"7\" }\n  parent: { type: Periodical, title: \"J\" }\n";

/// A site with a page that cites `leaf` twice and `other` never.
fn site(refs: &str, settings: &str) -> Input {
    let page = "+++\ntitle = \"Page\"\n+++\n\nOne [@leaf] and two [@leaf, p. 2].\n";
    let sources = "+++\ntitle = \"Sources\"\ntemplate = \"references.html\"\n+++\n";
    let tree = SourceTree::of([
        ("site.toml", format!("[refs]\n{settings}\n").as_str()),
        ("refs.txt", refs),
        ("content/_index.md", "+++\ntitle = \"Home\"\n+++\nHello.\n"),
        ("content/page.md", page),
        ("content/sources.md", sources),
        ("content/references.yaml", RECORDS),
    ]);
    let today = jiff::civil::date(2026, 11, 24);
    Input { tree, today, drafts: false, base_url: None }
}

/// What a build says of the sources.
#[track_caller]
fn check(refs: &str, settings: &str, expected: &[&str]) {
    let built = build(&site(refs, settings), &Memo::default());
    let said = |d: &Diagnostic| {
        let label = d.primary.as_ref().unwrap();
        assert!(d.help.is_some());
        format!("{} {} {}:{}", d.severity, d.code, label.path, label.span.start)
    };
    let own = built.diagnostics.iter().filter(|d| d.code.starts_with("source/"));
    assert_eq!(own.map(said).collect::<Vec<_>>(), expected);
    let is_refused = expected.iter().any(|one| one.starts_with("error"));
    assert_eq!(built.has_errors(), is_refused);
}

/// A built page.
fn html(built: &Build, path: &str) -> String {
    let Content::Bytes(bytes) = &built.output.get(path).unwrap().content else {
        unreachable!("a page is made in memory")
    };
    String::from_utf8(bytes.whole().to_vec()).unwrap()
}

const RETRACTED: &str =
    "doi:10.1000/a asked=2026-11-20 is=found retracted=2026-01-02@doi:10.1000/n\n";
const CONCERN: &str = "doi:10.1000/a asked=2026-11-20 is=found concern=\n";

#[test]
fn a_retracted_source_is_an_error_at_each_place_unless_the_site_says_otherwise() {
    let errors = [
        "error source/retracted content/page.md:30",
        "error source/retracted content/page.md:46",
    ];
    check(RETRACTED, "", &errors);
    let warnings = errors.map(|one| one.replace("error", "warning"));
    check(RETRACTED, "retracted = \"warning\"", &warnings.each_ref().map(String::as_str));
    check(RETRACTED, "retracted = \"mark\"", &[]);
    // Nobody cites it.
    check(&RETRACTED.replace("doi:10.1000/a", "pmid:7"), "", &[]);
}

#[test]
fn doubts_of_editors_are_a_warning_and_corrections_are_shown_alone() {
    let warnings = [
        "warning source/concern content/page.md:30",
        "warning source/concern content/page.md:46",
    ];
    check(CONCERN, "", &warnings);
    check(CONCERN, "concern = \"mark\"", &[]);
    check("doi:10.1000/a asked=2026-11-20 is=found corrected= replaced=\n", "", &[]);
}

#[test]
fn a_record_that_does_not_fit_its_register_is_named_at_its_line() {
    check(
        "doi:10.1000/a asked=2026-11-20 is=missing\n",
        "",
        &["warning source/missing content/references.yaml:0"],
    );
    check(
        "doi:10.1000/a asked=2026-11-20 is=found year=2019 volume=6 title=A tree\n",
        "",
        &["warning source/differs content/references.yaml:0"; 3],
    );
}

#[test]
fn old_answers_are_named_once() {
    let old =
        "doi:10.1000/a asked=2026-08-01 is=found\npmid:7 asked=2020-01-01 is=found\n";
    check(old, "", &["warning source/stale refs.txt:0"]);
    check(old, "stale_days = 365", &[]);
    check(old, "stale_days = 0", &[]);
    check("", "", &[]);
    check("nonsense\n", "", &["warning source/snapshot refs.txt:0"]);
}

#[test]
fn a_page_says_in_words_what_became_of_its_sources() {
    let refs = RETRACTED.replace("retracted=", "corrected=2025-03-04@pmid:9 retracted=");
    let built = build(&site(&refs, "retracted = \"mark\""), &Memo::default());
    let notice = "<p class=\"notice\"><strong>Retracted</strong> \
        (<time datetime=\"2026-01-02\">January 2, 2026</time>). \
        Notice: <a href=\"https://doi.org/10.1000/n\">doi:10.1000/n</a></p>\n\
        <p class=\"notice\"><strong>Corrected</strong> \
        (<time datetime=\"2025-03-04\">March 4, 2025</time>). \
        Notice: <a href=\"https://pubmed.ncbi.nlm.nih.gov/9/\">pmid:9</a></p></li>";
    let page = html(&built, "page/index.html");
    assert!(page.contains(notice), "{page}");
    assert_eq!(page.matches("(retracted)</sup>").count(), 2, "{page}");
    let list = html(&built, "sources/index.html");
    assert!(list.contains(notice.trim_end_matches("</li>")), "{list}");
    let clean = build(&site("", ""), &Memo::default());
    assert!(!html(&clean, "page/index.html").contains("retracted"));
}

#[test]
fn new_answers_reach_the_pages_of_a_warm_build() {
    let mark = "retracted = \"mark\"\nconcern = \"mark\"";
    let mut memo = Memo::default();
    for refs in ["", CONCERN, RETRACTED, "", RETRACTED] {
        let input = site(refs, mark);
        let warm = build(&input, &memo);
        let cold = build(&input, &Memo::default());
        assert_eq!(warm.output.manifest().to_text(), cold.output.manifest().to_text());
        assert_eq!(warm.sources, cold.sources);
        memo = warm.memo;
    }
}
