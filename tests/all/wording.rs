//! Plain language: what `check` says of it, and how our own articles do.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::date;
use plainleaf::memo::{Memo, Readings};
use plainleaf::pipeline::{Input, proofread};
use plainleaf::prose::Reading;
use serde_json::Value;

use crate::cli::{TODAY, check};
use crate::sites::Site;

const PAGE: &str = "+++\ntitle = \"Page\"\n+++\nTake 5gm of leaf. The addict did.\n";

/// A site with a page that could be plainer, and these settings.
fn site(settings: &str) -> Site {
    let site = Site::copy("plain");
    fs::write(site.root().join("content/wording.md"), PAGE).unwrap();
    let path = site.root().join("site.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(path, text + settings).unwrap();
    site
}

#[test]
fn advice_is_counted_shown_when_asked_for_and_fails_nothing() {
    let site = site("");
    let said = check(&site, &["check", TODAY[0], TODAY[1]], 0);
    assert_eq!(said.err, "");
    assert!(
        said.out.contains("2 notices on wording in 1 file, shown by check --notices")
    );
    let said = check(&site, &["check", "--notices", TODAY[0], TODAY[1]], 0);
    assert!(said.err.contains("notice[prose/unit]: `5gm` has no space"), "{}", said.err);
    assert!(said.err.contains("--> content/wording.md:4:6\n"), "{}", said.err);
    assert!(said.err.contains("= help: write `5 g`\n"), "{}", said.err);
    assert!(said.out.contains("7          2  content/wording.md\n"), "{}", said.out);
}

#[test]
fn programs_are_told_of_advice_and_measures() {
    let said = check(&site(""), &["check", "--format", "json", TODAY[0], TODAY[1]], 0);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    let notice = &json["notices"][1];
    assert_eq!(notice["code"], "prose/wording");
    assert_eq!((&notice["line"], &notice["column"]), (&4.into(), &23.into()));
    assert_eq!(notice["severity"], "notice");
    let all = json["reading"].as_array().unwrap();
    let own = all.iter().find(|one| one["file"] == "content/wording.md").unwrap();
    let number = |key: &str| own[key].as_u64();
    assert_eq!(
        (number("words"), number("sentences"), number("syllables")),
        (Some(7), Some(2), Some(8))
    );
}

#[test]
fn a_site_makes_a_rule_firm_for_a_part_of_it() {
    let part = "[[prose.section]]\npath = \"content/wording.md\"\nrules = { unit = \"error\" }\n";
    let said = check(&site(part), &["build", TODAY[0], TODAY[1]], 1);
    assert!(said.err.contains("error[prose/unit]: `5gm`"), "{}", said.err);
    assert!(!said.err.contains("addict`:"), "{}", said.err);
    let elsewhere =
        "[[prose.section]]\npath = \"content/guides/\"\nrules = { unit = \"error\" }\n";
    check(&site(elsewhere), &["build", TODAY[0], TODAY[1]], 0);
}

#[test]
fn a_site_has_words_of_its_own() {
    let site = site("");
    let own = "allow = [\"addict\"]\n[[word]]\navoid = [\"leaf\"]\nwrite = \"kratom\"\n";
    fs::write(site.root().join("words.toml"), own).unwrap();
    let said = check(&site, &["check", "--notices", TODAY[0], TODAY[1]], 0);
    assert!(said.err.contains("`leaf`: this site avoids it"), "{}", said.err);
    assert!(!said.err.contains("`addict`"), "{}", said.err);
    fs::write(site.root().join("words.toml"), "alow = []\n").unwrap();
    let said = check(&site, &["build", TODAY[0], TODAY[1]], 1);
    assert!(said.err.contains("words.toml:1:1"), "{}", said.err);
}

#[test]
fn a_search_by_another_site_says_whose_it_is() {
    let settings =
        "[search]\nurl = \"https://search.example/?q=a&b\"\nname = \"Search Example\"\n";
    let pages = [settings, ""].map(|settings| {
        let site = site(settings);
        check(&site, &["build", TODAY[0], TODAY[1]], 0);
        fs::read_to_string(site.root().join("public/wording/index.html")).unwrap()
    });
    let link = "<a href=\"https://search.example/?q=a&amp;b\" rel=\"external\">\
                Search this site with Search Example</a>";
    assert!(pages[0].contains(link), "{}", pages[0]);
    assert!(!pages[1].contains("search.example"));
}

/// Our own articles, read.
fn own() -> Vec<Arc<Reading>> {
    let tree =
        plainleaf::disk::scan(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap().value;
    let input = Input { tree, today: date(2026, 11, 24), drafts: false, base_url: None };
    proofread(&input, &Memo::default(), &Readings::default()).0
}

#[test]
fn our_articles_can_be_read_after_eight_years_of_school_and_break_no_rule() {
    let readings = own();
    assert!(readings.len() >= 18);
    for one in &readings {
        let measures = one.measures.unwrap();
        assert!(measures.grade() <= 8.0, "{}: {:.1}", one.path, measures.grade());
        assert!(measures.words > 0, "{}", one.path);
        assert_eq!(one.found, [], "{}", one.path);
    }
}

/// What stands in a card of this name, in each file of ours that has one.
fn cards(name: &str) -> Vec<(String, String)> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let files = walkdir::WalkDir::new(content).sort_by_file_name().into_iter();
    let mut found = Vec::new();
    for path in files.map(|entry| entry.unwrap().into_path()) {
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for (_, rest) in text.match_indices(name).map(|(at, _)| text.split_at(at)) {
            let (card, _) = rest.split_once("\n:::\n").unwrap();
            found.push((path.display().to_string(), card.to_owned()));
        }
    }
    found
}

#[test]
fn our_cards_name_the_same_danger_signs_on_each_page() {
    let call = [
        "- someone cannot be woken",
        "- breathing is slow or shallow, or has stopped",
        "- lips are blue or gray",
        "- someone has a seizure or collapses",
        "- there is chest pain",
        "- someone is severely confused",
        "Give naloxone",
        "Stay with the person.",
    ];
    let today = [
        "cannot keep fluids down",
        "- your eyes or skin look yellow, your urine is dark, or you have severe stomach pain",
        "- you are pregnant and have withdrawal symptoms",
    ];
    let all: [(&str, usize, &[&str]); 2] =
        [(":::call-911\n", 5, &call), (":::get-help-today\n", 4, &today)];
    for (name, pages, signs) in all {
        let found = cards(name);
        assert_eq!(found.len(), pages, "{name}");
        for (path, card) in &found {
            let missing = signs.iter().filter(|sign| !card.contains(**sign));
            assert_eq!(missing.collect::<Vec<_>>(), [] as [&&str; 0], "{path}");
        }
    }
}
