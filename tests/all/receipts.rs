//! `plainleaf review`: what it records, shows, lists and refuses.

use std::fs;

use serde_json::Value;

use crate::cli::{TODAY, check};
use crate::sites::Site;

const ON: [&str; 5] = ["--by", "ahill", "--until", "2027-11-24", "--as-of"];

#[test]
fn the_command_records_shows_and_lists() {
    let site = Site::copy("reviewed");
    let sign = |page: &str, code| {
        check(&site, &[&["review", page], &ON[..], &["2026-11-24"]].concat(), code)
    };
    let said = sign("guides/walking.md", 0);
    assert!(
        said.out.starts_with(
            "recorded: Ann Hill, MD reviewed guides/walking.md on 2026-11-24; \
             that counts until 2027-11-24\nthe text: "
        ),
        "{}",
        said.out
    );
    assert!(said.out.ends_with("\ncommit reviews.txt and reviews/guides/walking.txt\n"));
    let lines = fs::read_to_string(site.root().join("reviews.txt")).unwrap();
    let pages: Vec<_> =
        lines.lines().filter_map(|line| line.split_once(" by=")).collect();
    let pages: Vec<_> = pages.iter().map(|(page, _)| *page).collect();
    assert_eq!(
        pages,
        [
            "guides/changed.md",
            "guides/overdue.md",
            "guides/sleep.md",
            "guides/walking.md"
        ]
    );
    let list = check(&site, &[&["review"], &TODAY[..]].concat(), 0);
    insta::assert_snapshot!("reviews-list", list.out);
    let show = check(&site, &[&["review", "/guides/changed/"], &TODAY[..]].concat(), 0);
    insta::assert_snapshot!("reviews-show", show.out);
    let json = check(&site, &[&["review", "--format=json"], &TODAY[..]].concat(), 0);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    let changed = json["pages"].as_array().unwrap().iter();
    let changed = changed.filter(|page| page["standing"] == "changed");
    let changed: Vec<_> = changed.map(|page| page["page"].as_str().unwrap()).collect();
    assert_eq!(changed, ["content/guides/changed.md"]);
    let again = sign("guides/changed.md", 0);
    assert!(again.out.contains("it replaces the receipt of ahill on 2026-10-01\n"));
    check(&site, &[&["check"], &TODAY[..]].concat(), 0);
}

#[test]
fn the_command_refuses_what_nobody_can_sign() {
    let site = Site::copy("reviewed");
    let before = fs::read_to_string(site.root().join("reviews.txt")).unwrap();
    let refused = |arguments: &[&str], message: &str| {
        let line = [&["review", "--as-of", "2026-11-24"], arguments].concat();
        let said = check(&site, &line, 2);
        assert!(said.err.contains(message), "{}", said.err);
    };
    let sleep = "guides/sleep.md";
    refused(&[sleep, "--by", "ahil", "--until", "2027-01-01"], "did you mean `ahill`?");
    refused(
        &["guides/slep.md", "--by", "ahill", "--until", "2027-01-01"],
        "did you mean `guides/sleep.md`?",
    );
    refused(
        &[sleep, "--by", "ahill", "--until", "2026-11-24"],
        "`--until 2026-11-24` is over",
    );
    refused(
        &[sleep, "--by", "ahill", "--until", "2226-11-24"],
        "more than 5 years ahead",
    );
    refused(
        &[sleep, "--by", "ahill", "--until", "2027-01-01", "--on", "2026-11-25"],
        "`--on 2026-11-25` is in the future",
    );
    refused(&[sleep, "--by", "ahill"], "--until");
    site.edit("content/guides/sleep.md", "Rest.", "Rest [there](nowhere.md).");
    let said = check(&site, &[&["review", sleep], &ON[..], &["2026-11-24"]].concat(), 1);
    assert!(said.err.contains("no page at `guides/nowhere.md`"), "{}", said.err);
    assert!(
        said.err.ends_with("nothing was recorded: mend this first\n"),
        "{}",
        said.err
    );
    assert_eq!(fs::read_to_string(site.root().join("reviews.txt")).unwrap(), before);
}
