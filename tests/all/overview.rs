//! Every page in a few words: state, size, and what leads to it.

use jiff::civil::date;
use plainleaf::model::overview::PageOverview;
use plainleaf::path::SourcePath;

use plainleaf::memo::Memo;
use plainleaf::pipeline::{Input, build};
use plainleaf::source::{Source, SourceTree};

const SITE: &str = "title = \"S\"\nlanguage = \"en\"\nbase_url = \"https://s.example/\"\n\
    [[languages]]\ncode = \"de\"\nname = \"Deutsch\"\n";

/// The overview of a site of these files, one page a line.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&str]) {
    let mut tree = SourceTree::of(files.iter().copied());
    tree.insert(SourcePath::new("site.toml"), Source::Text(SITE.into()));
    let today = date(2026, 11, 24);
    let input = Input { tree, today, drafts: false, base_url: None };
    let built = build(&input, &Memo::default());
    let lines: Vec<String> = built.overview.iter().map(line).collect();
    assert_eq!(lines, expected, "{:?}", built.diagnostics);
}

fn line(page: &PageOverview) -> String {
    let url = page.url.as_ref().map_or("-", |url| url.as_str());
    let mut line = format!(
        "{url} {:?} {}w out{:?}+{} in{:?}",
        page.state, page.words, page.links, page.external, page.linked_from
    );
    for (holds, word) in [
        (page.is_built, "built"),
        (page.in_menu, "menu"),
        (page.is_home, "home"),
        (page.listed_by.is_some(), "listed"),
        (page.is_orphan(), "orphan"),
    ] {
        if holds {
            line.push(' ');
            line.push_str(word);
        }
    }
    page.untranslated.iter().for_each(|name| line = format!("{line} no {name}"));
    line
}

#[test]
fn links_lists_and_the_navigation_lead_to_a_page() {
    let a = "+++\ntitle = \"A\"\nmenu = \"\"\n+++\n[b](b.md) [b](b.md#b) [x](https://x.example/)\n";
    check(
        &[
            ("content/_index.md", "+++\ntitle = \"Home\"\n+++\nWelcome. See [b](b.md)\n"),
            ("content/a.md", &format!("{a}[me](a.md)\n")),
            ("content/b.md", "+++\ntitle = \"B\"\n+++\n## b {#b}\n"),
            ("content/c.md", "+++\ntitle = \"C\"\n+++\n"),
            ("content/s/_index.md", "+++\ntitle = \"S\"\n+++\n"),
            ("content/s/d.md", "+++\ntitle = \"D\"\n+++\n"),
        ],
        &[
            "/ Published 3w out[2]+0 in[] built home no Deutsch",
            "/a/ Published 4w out[2]+1 in[] built menu no Deutsch",
            "/b/ Published 1w out[]+0 in[0, 1] built no Deutsch",
            "/c/ Published 0w out[]+0 in[] built orphan no Deutsch",
            "/s/ Published 0w out[]+0 in[] built orphan no Deutsch",
            "/s/d/ Published 0w out[]+0 in[] built listed no Deutsch",
        ],
    );
}

#[test]
fn pages_that_are_held_back_are_there_and_lead_nowhere() {
    let page = |more: &str| format!("+++\ntitle = \"T\"\n{more}\n+++\nSee [a](a.md)\n");
    check(
        &[
            ("content/_index.md", "+++\ntitle = \"Home\"\n+++\n"),
            ("content/a.de.md", &page("")),
            ("content/a.md", &page("date = 2026-11-24")),
            ("content/draft.md", &page("draft = true")),
            ("content/expired.md", &page("expires = 2026-11-24")),
            ("content/future.md", &page("date = 2026-11-25")),
            ("content/wrong.md", &page("draft = true\nslug = \"a/b\"")),
        ],
        &[
            "/ Published 0w out[]+0 in[] built home no Deutsch",
            "/de/a/ Published 2w out[2]+0 in[] built orphan",
            "/a/ Published 2w out[]+0 in[1] built listed",
            "/draft/ Draft 2w out[]+0 in[]",
            "/expired/ Expired(2026-11-24) 2w out[]+0 in[]",
            "/future/ Future(2026-11-25) 2w out[]+0 in[]",
            "- Draft 2w out[]+0 in[]",
        ],
    );
}
