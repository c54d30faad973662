//! What the program counts of a site, on its own page and in the pack for whoever signs.

use std::collections::BTreeMap;

use plainleaf::audit;
use plainleaf::evidence::{evidence, html};
use plainleaf::memo::Memo;
use plainleaf::output::Content;
use plainleaf::pipeline::{Build, Input, build};
use plainleaf::source::SourceTree;
use serde_json::Value;

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
        let (name, rest) = row.split_once("</th><td class=\"right\">").unwrap();
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

/// The pack of a site, for programs and for people.
#[track_caller]
fn pack(more: &[(&str, &str)]) -> (Value, String) {
    let input = site(more);
    let built = build(&input, &Memo::default());
    assert!(!built.has_errors(), "{:?}", built.diagnostics);
    let pack = evidence(&input, &built);
    let again = evidence(&input, &build(&input, &Memo::default()));
    assert_eq!((pack.json(), html(&pack)), (again.json(), html(&again)));
    let digest = built.output.manifest().digest().to_string();
    assert_eq!(pack.digests.output, digest);
    (serde_json::from_str(&pack.json()).unwrap(), html(&pack))
}

#[test]
fn the_pack_holds_each_page_source_finding_and_address() {
    let (json, _) = pack(&[
        (
            "refs.txt",
            "doi:10.1000/a asked=2026-11-20 is=found retracted=2026-01-02@pmid:9\n",
        ),
        ("links.txt", "https://a.org/ ok=2026-11-21\n"),
        ("content/later.md", "+++\ntitle = \"Later\"\ndate = 2027-01-01\n+++\n"),
        ("content/deep.md", "+++\ntitle = \"Deep\"\n+++\n\n### Too deep\n"),
    ]);
    assert_eq!(json["schema"], "plainleaf-evidence/1");
    assert_eq!(json["date"], "2026-11-24");
    let files: Vec<_> =
        json["pages"].as_array().unwrap().iter().map(|p| &p["file"]).collect();
    let expected = [
        "404.html",
        "checked/index.html",
        "deep/index.html",
        "index.html",
        "page/index.html",
    ];
    assert_eq!(files, expected);
    let page = &json["pages"][4];
    assert_eq!((&page["url"], &page["title"]), (&"/page/".into(), &"Page".into()));
    assert_eq!(page["source"], "content/page.md");
    assert_eq!((&page["review"], &page["requests"]), (&"unreviewed".into(), &1.into()));
    assert_eq!(page["origins"].as_array().unwrap().len(), 0);
    let source = &json["sources"][0];
    assert_eq!((&source["key"], &source["state"]), (&"leaf".into(), &"retracted".into()));
    assert_eq!(source["notices"][0], "retracted 2026-01-02 pmid:9");
    assert_eq!(source["cited_by"][0], "/page/");
    let link = &json["links"][0];
    assert_eq!(
        (&link["address"], &link["answered"]),
        (&"https://a.org/".into(), &"2026-11-21".into())
    );
    assert_eq!(json["held_back"][0]["source"], "content/later.md");
    let finding = &json["findings"][0];
    assert_eq!(
        (&finding["file"], &finding["line"]),
        (&"content/deep.md".into(), &5.into())
    );
    let counts = &json["counts"];
    assert_eq!((&counts["articles"], &counts["reviewed"]), (&3.into(), &0.into()));
    assert_eq!((&counts["asked"], &counts["retracted"]), (&1.into(), &1.into()));
    assert_eq!(json["rules"].as_array().unwrap().len(), audit::RULES.len());
}

#[test]
fn the_page_of_the_pack_passes_our_own_audit() {
    let title = "+++\ntitle = \"<b>A & \\\"B\\\"</b>\"\n+++\n\n### Deep\n";
    let (_, page) = pack(&[("content/odd.md", title)]);
    let found = audit::inspect(&page);
    assert_eq!(
        found.len(),
        0,
        "{:?}",
        found.iter().map(|f| &f.message).collect::<Vec<_>>()
    );
    assert!(page.contains("&lt;b&gt;A &amp;"), "{page}");
    assert!(!page.contains("<script") && !page.contains("<b>A"), "{page}");
    let (_, page) = pack(&[
        ("content/page.md", "+++\ntitle = \"Page\"\n+++\n"),
        ("content/references.yaml", ""),
    ]);
    assert!(page.contains("This site has no sources."), "{page}");
    assert_eq!(audit::inspect(&page).len(), 0);
}

#[test]
fn the_pack_holds_budgets_and_what_pages_measure() {
    let settings = "title = \"Site\"\n[refs]\nretracted = \"mark\"\n\
        [budget]\nhtml = 40000\nhtml_brotli = 9000\nrequests = 3\n\
        [[budget.section]]\npage = \"/page/\"\nrequests = 2\nimage = 500\n";
    let page = "+++\ntitle = \"Page\"\n+++\n\n![A leaf](leaf.svg) [@leaf]\n";
    let leaf = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
    let (json, html) = pack(&[
        ("site.toml", settings),
        ("content/page.md", page),
        ("content/leaf.svg", leaf),
    ]);
    let budgets = &json["budgets"];
    assert_eq!(budgets["quality"], 5);
    let limits = budgets["limits"].as_array().unwrap();
    let of = |pages: &str, measure: &str| {
        let is_it = |one: &&Value| one["pages"] == pages && one["measure"] == measure;
        limits.iter().find(is_it).unwrap()
    };
    assert_eq!(limits.len(), 5);
    let own = of("/page/", "requests");
    assert_eq!((&own["most"], &own["measured"]), (&2.into(), &2.into()));
    assert_eq!((&own["held"], &own["heaviest"]), (&1.into(), &"page/index.html".into()));
    assert_eq!(of("/page/", "image")["measured"], leaf.len());
    let others = of("*", "requests");
    assert_eq!((&others["held"], &others["measured"]), (&3.into(), &1.into()));
    let packed = of("*", "html_brotli")["measured"].as_u64().unwrap();
    let whole = of("*", "html")["measured"].as_u64().unwrap();
    assert!((1000..whole).contains(&packed), "{packed} of {whole}");
    let heaviest = budgets["heaviest"].as_array().unwrap();
    assert_eq!(heaviest.len(), 4);
    let bytes: Vec<u64> =
        heaviest.iter().map(|one| one["bytes"].as_u64().unwrap()).collect();
    assert!(bytes.is_sorted_by(|a, b| a >= b), "{bytes:?}");
    assert_eq!(bytes[0], json["counts"]["most_bytes"].as_u64().unwrap());
    assert!(heaviest.iter().all(|one| one["measures"]["html_brotli"].is_u64()));
    for part in [
        "None of the 4 pages loads anything from another site. None of the 4 pages holds a \
         script.",
        "<code>/page/</code>: <code>requests</code></th><td class=\"n\">2</td>\
         <td class=\"n\">2</td><td><code>page/index.html</code></td>",
        "all others: <code>html_brotli</code>",
    ] {
        assert!(html.contains(part), "no {part:?} in {html}");
    }
    assert_eq!(audit::inspect(&html).len(), 0);
    let (json, html) = pack(&[]);
    assert_eq!(json["budgets"]["limits"].as_array().unwrap().len(), 0);
    assert!(html.contains("This site sets no budget.") && html.contains("not measured"));
}

#[test]
fn the_pack_holds_each_receipt_and_what_became_of_it() {
    let (json, html) = pack(&[]);
    assert_eq!(json["receipts"].as_array().unwrap().len(), 0);
    assert!(html.contains("Nobody has signed for any page."));
    let people = "[people.ann]\nname = \"Ann <Hill>\"\ncredentials = \"MD\"\n";
    let path = plainleaf::path::SourcePath::new("content/page.md");
    let text = plainleaf::pipeline::text_to_review(&site(&[]), &Memo::default(), &path);
    let text = text.unwrap();
    let digest = text.digest().to_string();
    let receipts =
        format!("page.md by=ann on=2026-10-01 until=2027-01-31 text={digest}\n");
    let text = text.to_text();
    let page =
        "+++\ntitle = \"Page\"\n+++\n\nSays [@leaf], see [there](https://a.org/).\n";
    let (json, html) = pack(&[
        ("site.toml", people),
        ("reviews.txt", &receipts),
        ("reviews/page.txt", &text),
        ("content/page.md", page),
    ]);
    let receipt = &json["receipts"][0];
    for (name, value) in [
        ("page", "content/page.md"),
        ("by", "ann"),
        ("credentials", "MD"),
        ("on", "2026-10-01"),
        ("until", "2027-01-31"),
        ("text", &*digest),
        ("standing", "changed"),
    ] {
        assert_eq!(receipt[name], value, "{name}");
    }
    assert_eq!((&receipt["new_words"], &receipt["gone_words"]), (&1.into(), &1.into()));
    assert_eq!(json["pages"][3]["due"], "2027-01-31");
    assert!(html.contains("Ann &lt;Hill&gt;, MD</td>"), "{html}");
    assert!(html.contains("changed; words new 1, gone 1"), "{html}");
    assert_eq!(audit::inspect(&html).len(), 0);
}
