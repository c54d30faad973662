//! What will change by itself, and whether the site can then be built.

use std::fs;

use serde_json::Value;

use crate::cli::check;
use crate::sites::Site;

/// The site of reviews with a page that comes, one that goes, and a link that is doubtful.
fn site() -> Site {
    let site = Site::copy("reviewed");
    let write = |file: &str, text: &str| {
        fs::write(site.root().join(file), text).unwrap();
    };
    let page = |title: &str, rest: &str| {
        format!("+++\ntitle = \"{title}\"\n{rest}+++\n\nText\n")
    };
    write(
        "content/later.md",
        &page("Later", "date = 2026-12-01\nexpires = 2026-12-20\n"),
    );
    write("content/gone.md", &page("Gone", "expires = 2026-12-10\n"));
    write("content/draft.md", &page("Draft", "draft = true\nexpires = 2026-12-10\n"));
    let leads =
        format!("{}[gone](gone.md), [x](https://x.example/).\n", page("Leads", ""));
    write("content/leads.md", &leads);
    write("links.txt", "https://x.example/ failed=2026-11-20:404,2026-11-23:404\n");
    site
}

fn ahead<'a>(days: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["forecast", "--days", days, "--as-of", "2026-11-24"], more].concat()
}

#[test]
fn everything_that_comes_is_listed_by_day() {
    let site = site();
    let said = check(&site, &ahead("365", &[]), 1);
    insta::assert_snapshot!("forecast", said.out);
    let json = check(&site, &ahead("16", &["--format", "json"]), 1);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["until"], "2026-12-10");
    let days = json["days"].as_array().unwrap();
    let dates: Vec<_> = days.iter().map(|day| day["date"].as_str().unwrap()).collect();
    assert_eq!(dates, ["2026-11-25", "2026-12-01", "2026-12-10"]);
    assert_eq!(days[2]["events"][0]["kind"], "expires");
    assert_eq!(days[2]["new_errors"][0]["code"], "link/held-back");
    assert_eq!(days[1]["new_errors"].as_array().unwrap().len(), 0);
}

#[test]
fn a_waiver_that_ends_stops_the_build_on_the_day_after() {
    let site = site();
    let path = site.root().join("site.toml");
    let waiver = "[[audit.waiver]]\nrule = \"a11y/link-text\"\npage = \"/guides/sleep/\"\n\
                  reason = \"new words are being found\"\nuntil = 2026-11-30\n";
    fs::write(&path, fs::read_to_string(&path).unwrap() + waiver).unwrap();
    let said = check(&site, &ahead("8", &[]), 1);
    let day = "2026-12-01\n  is published:   later.md: “Later”\n  waiver ends:    a11y/link-text: \
               on /guides/sleep/, new words are being found\n  the build will fail: site.toml:";
    assert!(said.out.contains(day), "{}", said.out);
}

#[test]
fn the_day_on_which_answers_about_sources_are_old_is_known() {
    let site = site();
    let write = |file: &str, text: &str| {
        fs::write(site.root().join(file), text).unwrap();
    };
    let record = |key: &str, doi: &str| {
        format!(
            "{key}: {{ type: Article, title: Of {key}, author: \"Hill, Ann\", date: 2024, \
             parent: {{ type: Periodical, title: J, volume: 1 }}, \
             serial-number: {{ doi: {doi} }} }}\n"
        )
    };
    let bibliography = fs::read_to_string(site.root().join("content/references.yaml"));
    let both = record("leaf", "10.1000/1") + &record("other", "10.1000/2");
    write("content/references.yaml", &(bibliography.unwrap_or_default() + &both));
    write("content/said.md", "+++\ntitle = \"Said\"\n+++\n\nSo [@leaf].\n");
    // Of the older answer nobody is warned: no page rests on that source.
    let asked = "doi:10.1000/1 asked=2026-09-01 is=found\n\
                 doi:10.1000/2 asked=2026-08-28 is=found\n";
    write("refs.txt", asked);
    let said = check(&site, &ahead("8", &[]), 0);
    let day = "2026-12-01\n  is published:   later.md: “Later”\n  sources age:    refs.txt: the \
               source `leaf` was last asked about on 2026-09-01; run plainleaf refs update by \
               then\n";
    assert!(said.out.contains(day), "{}", said.out);
    let warns = |day: &str| {
        let said = check(&site, &["check", "--as-of", day], 1).err;
        said.contains("source/stale")
    };
    assert_eq!((warns("2026-11-30"), warns("2026-12-01")), (false, true));
    let json = check(&site, &ahead("8", &["--format", "json"]), 0);
    assert!(json.out.contains("\"kind\": \"sources-age\""), "{}", json.out);
    let settings = fs::read_to_string(site.root().join("site.toml")).unwrap();
    write("site.toml", &(settings + "\n[refs]\nstale_days = 0\n"));
    assert!(!check(&site, &ahead("8", &[]), 0).out.contains("sources age"));
}

#[test]
fn what_is_foretold_comes_true() {
    let site = site();
    let build = |day: &str, code| check(&site, &["check", "--as-of", day], code).err;
    assert!(!build("2026-12-09", 0).contains("gone"));
    assert!(build("2026-12-10", 1).contains("the page `gone.md` is held back"));
}

#[test]
fn a_site_without_dates_does_not_change() {
    let site = Site::copy("reviewed");
    fs::remove_file(site.root().join("reviews.txt")).unwrap();
    fs::remove_dir_all(site.root().join("reviews")).unwrap();
    let said = check(&site, &ahead("30", &[]), 0);
    assert_eq!(said.out, "nothing changes by itself from 2026-11-24 to 2026-12-24\n");
}
