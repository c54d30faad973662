//! Reviews: what a receipt is for, what becomes of it, and what authors and readers are told.

use std::fmt::Write;
use std::fs;

use jiff::civil::{Date, date};
use plainleaf::diagnostic::line_column;
use plainleaf::memo::Memo;
use plainleaf::model::review::Standing;
use plainleaf::path::SourcePath;
use plainleaf::pipeline::{Build, Input, build, text_to_review};
use plainleaf::source::SourceTree;
use proptest::prelude::*;
use serde_json::Value;

use crate::cli::{TODAY, check};
use crate::sites::Site;

const PAGE: &str = "content/guides/page.md";

/// How many words the page of the property tests holds.
const WORDS: usize = 44;

/// How a page is written, apart from what it says.
#[derive(Clone, Debug)]
struct Look {
    /// Between two words of running text: a line end instead of a space.
    wraps: Vec<bool>,
    /// Around a word: stars.
    stars: Vec<bool>,
    /// By how much the lines of the front matter are turned.
    turn: usize,
    /// Everything else, one bit each.
    other: u8,
}

impl Look {
    fn plain() -> Self {
        Self { wraps: vec![false], stars: vec![false], turn: 0, other: 0 }
    }

    fn has(&self, bit: u8) -> bool {
        self.other & (1 << bit) != 0
    }

    /// Words in a paragraph.
    fn words(&self, words: &[&str]) -> String {
        let mut text = String::new();
        for (n, word) in words.iter().enumerate() {
            if n > 0 {
                let wraps = self.wraps[n % self.wraps.len()];
                text.push(if wraps { '\n' } else { ' ' });
            }
            let star = if self.stars[n % self.stars.len()] { "**" } else { "" };
            write!(text, "{star}{word}{star}").unwrap();
        }
        text
    }
}

/// The front matter of a page that says these words.
fn front_matter(w: &[String], look: &Look) -> String {
    let mut facts = vec![
        format!("title = \"A {}\"", w[0]),
        format!("description = \"B {} {}.\"", w[1], w[2]),
    ];
    if look.has(0) {
        facts.push(
            "date = 2026-01-02\nupdated = 2026-02-03\nweight = 7\ntoc = false".into(),
        );
    }
    if look.has(1) {
        facts.push("extra = { wide = true }\ntags = [\"a\"]".into());
    }
    let turn = look.turn % facts.len();
    facts.rotate_left(turn);
    format!(
        "+++\n{}\n[taper]\nsources = [\"b\"]\nshort_disclaimer = \"Only {}.\"\n\
         [[taper.warning]]\nat = 20\ntitle = \"T {}\"\ntext = \"X {}\"\n\
         [[taper.warning]]\nat = 40\ntitle = \"T\"\ntext = \"X\"\n+++\n",
        facts.join("\n"),
        w[3],
        w[4],
        w[5],
    )
}

/// The blocks of a page that says these words, each in another role.
fn blocks(w: &[String], look: &Look) -> Vec<String> {
    let run = |words: [usize; 3]| look.words(&words.map(|n| w[n].as_str()));
    let link = if look.has(2) { "@/guides/other.md" } else { "other.md" };
    let bullet = if look.has(3) { "*" } else { "-" };
    let rule = if look.has(4) { "|:---|---:|" } else { "|-|-|" };
    let arguments = if look.has(5) { ["src", "alt"] } else { ["alt", "src"] };
    let arguments = arguments.map(|name| match name {
        "src" => "src=\"leaf.svg\"".to_owned(),
        _ => format!("alt=\"Leaf {}\"", w[6]),
    });
    vec![
        format!("See {} a{}.", run([7, 8, 9]), w[10]),
        format!("## Part {}", w[11]),
        format!(
            "{bullet} one {}\n{bullet} two {}\n\n  more {}",
            w[12],
            w[13],
            run([14, 15, 16])
        ),
        format!("3. three {}\n4. four {}", w[17], w[18]),
        format!("| a{} | b{} |\n{rule}\n| {} | c{} |", w[19], w[20], w[21], w[22]),
        format!("Table: Caption {}", w[23]),
        format!(
            "A [link {}]({link}#{}) to [out](https://x.example/{}).",
            w[24], "p", w[25]
        ),
        format!("![Alt {}](leaf.svg)", w[26]),
        format!(":::figure{{{}}}\nBelow {}\n:::", arguments.join(" "), w[27]),
        format!(":::warning{{title=\"W {}\"}}\nStop {}.\n:::", w[28], run([29, 30, 31])),
        format!("Call :phone[{}]. It is so[^1] [@a, p. {}].", w[32], w[33]),
        format!("[^1]: Note {}.", w[34]),
        format!("Term {}\n: Meaning {}", w[35], w[36]),
        format!("A `code {}` ~~{}~~ H<sub>{}</sub>.", w[37], w[38], w[39]),
        format!("```\n  code {}\n```", w[40]),
        format!("> Said {}", run([41, 42, 43])),
        ":::taper-disclaimer\nWords\n:::\n\n:::taper-exclusions\nWords\n:::".to_owned(),
        ":::taper-red-flags\nWords\n:::\n\n:::taper-form".to_owned(),
    ]
}

/// A site of one page that says these words.
fn files(w: &[String], look: &Look) -> Vec<(String, String)> {
    let gap = if look.has(6) { "\n\n\n" } else { "\n\n" };
    let text = front_matter(w, look) + &blocks(w, look).join(gap);
    let mut files = vec![
        (PAGE.to_owned(), text),
        (
            "content/guides/leaf.svg".to_owned(),
            "<svg width=\"1\" height=\"2\"/>".to_owned(),
        ),
        (
            "content/guides/other.md".to_owned(),
            "+++\ntitle = \"O\"\n+++\n## P {#p}\n".to_owned(),
        ),
        ("content/_index.md".to_owned(), "+++\ntitle = \"Home\"\n+++\n".to_owned()),
        ("content/references.yaml".to_owned(), records("Work", "2024", "10.1000/1")),
    ];
    if look.has(7) {
        files.push(("themes/default/strings/en.toml".into(), "skip = \"S\"\n".into()));
        let page = "{% extends \"default/page.html\" %}{% block layout %}x{% endblock %}";
        files.push(("themes/default/templates/page.html".into(), page.to_owned()));
    }
    files
}

fn records(title: &str, year: &str, doi: &str) -> String {
    format!(
        "a:\n  type: Article\n  title: \"{title}\"\n  author: [\"Hill, Ann\"]\n  date: {year}\n  \
         page-range: 3-9\n  serial-number: {{ doi: \"{doi}\" }}\n  \
         parent: {{ type: Periodical, title: J, volume: 5, issue: 2 }}\n\
         b: {{ type: Web, title: Site, url: https://b.example/ }}\n"
    )
}

const SITE: &str =
    "title = \"S\"\n[people.ahill]\nname = \"Ann Hill\"\ncredentials = \"MD\"\n";

fn input(files: &[(String, String)], more: &[(&str, &str)]) -> Input {
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let more = [("site.toml", SITE)].into_iter().chain(more.iter().copied());
    let tree = SourceTree::of(files.chain(more));
    Input { tree, today: date(2026, 11, 24), drafts: false, base_url: None }
}

/// What a receipt for the page would hold: the text.
fn text(files: &[(String, String)]) -> String {
    let input = input(files, &[]);
    let page = SourcePath::new(PAGE);
    text_to_review(&input, &Memo::default(), &page).unwrap().to_text()
}

fn words() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("[a-z]{1,6}|[2-9][0-9]{0,2}", WORDS)
}

fn look() -> impl Strategy<Value = Look> {
    let flags = || proptest::collection::vec(any::<bool>(), 1..4);
    (flags(), flags(), 0..8_usize, any::<u8>())
        .prop_map(|(wraps, stars, turn, other)| Look { wraps, stars, turn, other })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 40,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn how_a_page_is_written_changes_nothing(words in words(), look in look()) {
        prop_assert_eq!(text(&files(&words, &look)), text(&files(&words, &Look::plain())));
    }

    #[test]
    fn any_other_word_is_seen(words in words(), at in 0..WORDS, other in "[a-z]{1,6}|[2-9][0-9]{0,2}") {
        let mut changed = words.clone();
        changed[at] = other;
        let look = Look::plain();
        let same = text(&files(&words, &look)) == text(&files(&changed, &look));
        prop_assert_eq!(same, words == changed, "{}: {:?}", at, changed);
    }

    #[test]
    fn words_that_change_places_are_seen(words in words(), a in 0..WORDS, b in 0..WORDS) {
        let mut changed = words.clone();
        changed.swap(a, b);
        let look = Look::plain();
        let same = text(&files(&words, &look)) == text(&files(&changed, &look));
        prop_assert_eq!(same, words == changed);
    }
}

/// Words that are all different.
fn different() -> Vec<String> {
    (0..WORDS).map(|n| format!("word{n}x")).collect()
}

/// Whether an edit of one file of the page of the property tests is seen.
#[track_caller]
fn check_edit(file: &str, old: &str, new: &str, is_seen: bool) {
    let before = files(&different(), &Look::plain());
    let mut after = before.clone();
    let (_, text_after) = after.iter_mut().find(|(path, _)| path == file).unwrap();
    assert_eq!(text_after.matches(old).count(), 1, "`{old}` in {file}");
    *text_after = text_after.replace(old, new);
    assert_eq!(text(&before) != text(&after), is_seen, "{file}: `{old}` to `{new}`");
}

#[test]
fn sources_plans_pictures_and_structure_are_part_of_the_text() {
    let check_page = |old, new| check_edit(PAGE, old, new, true);
    let references = "content/references.yaml";
    for (old, new) in [
        ("title: \"Work\"", "title: \"Works\""),
        ("date: 2024", "date: 2023"),
        ("doi: \"10.1000/1\"", "doi: \"10.1000/2\""),
        ("Hill, Ann", "Hill, Anna"),
        ("volume: 5", "volume: 6"),
        ("page-range: 3-9", "page-range: 3-8"),
        ("title: Site", "title: Other site"),
        ("b.example/ }", "b.example/c }"),
    ] {
        check_edit(references, old, new, true);
    }
    check_edit(
        references,
        "a:\n  type: Article\n",
        "# a note\na:\n  type: Article\n",
        false,
    );
    check_edit("content/guides/leaf.svg", "width=\"1\"", "width=\"3\"", true);
    check_edit("content/guides/other.md", "title = \"O\"", "title = \"Oh\"", false);
    check_page("[taper]\n", "[taper]\ndoses = 2\n");
    check_page("[taper]\n", "[taper]\nstarts = [5, 10]\n");
    check_page("[taper]\n", "[taper]\nbaseline_days = 14\n");
    check_page("at = 40", "at = 35");
    check_page("## Part", "### Part");
    check_page("- two", "  - two");
    check_page("3. three", "5. three");
    check_page(":::warning{title=", ":::details{summary=");
    check_page("[^1]: Note", "[^1]: No note");
    check_page("[@a, p.", "[@b, p.");
    check_page("other.md#p", "other.md");
    // What the program takes for granted is written out: nothing is said that was not before.
    check_edit(PAGE, "[taper]\n", "[taper]\ndoses = 3\nunit = \"g\"\n", false);
}

/// The page of the property tests with a receipt of what it said.
fn signed(edit: impl Fn(&mut String), more: &[(&str, &str)], today: Date) -> Build {
    let mut files = files(&different(), &Look::plain());
    let before = text(&files);
    let page = SourcePath::new(PAGE);
    let digest =
        text_to_review(&input(&files, &[]), &Memo::default(), &page).unwrap().digest();
    let line = format!(
        "# Reviews\nguides/page.md by=ahill on=2026-10-01 until=2027-03-01 text={digest}\n"
    );
    edit(&mut files[0].1);
    let mut all =
        vec![("reviews.txt", line.as_str()), ("reviews/guides/page.txt", &before)];
    all.extend(more);
    build(&Input { today, ..input(&files, &all) }, &Memo::default())
}

/// What is said of the signed page, one line each.
#[track_caller]
fn check_said(built: &Build, standing: Standing, expected: &[&str]) {
    let page = built.overview.iter().find(|page| page.path.as_str() == PAGE).unwrap();
    assert_eq!(page.review, standing);
    let said: Vec<String> = built
        .diagnostics
        .iter()
        .map(|found| {
            let place = found.primary.as_ref().unwrap();
            format!("{} {} {}: {}", found.severity, found.code, place.path, found.message)
        })
        .collect();
    assert_eq!(said, expected);
}

const NOW: Date = date(2026, 11, 24);

#[test]
fn each_standing_is_told_as_the_policy_asks() {
    let same = |_: &mut String| {};
    let edit = |text: &mut String| *text = text.replace("Stop word29x", "Go word29x");
    let page = "content/guides/page.md";
    check_said(&signed(same, &[], NOW), Standing::Reviewed, &[]);
    let changed = "this page has changed since Ann Hill reviewed it on 2026-10-01: \
                   1 word is new, 1 gone";
    let said = format!("warning review/changed {page}: {changed}");
    check_said(&signed(edit, &[], NOW), Standing::Changed, &[&said]);
    let strict = format!(
        "{SITE}[review]\nremind = 0\n[[review.section]]\nfolder = \"guides\"\n\
         unreviewed = \"warning\"\nchanged = \"error\"\noverdue = \"error\"\n"
    );
    let strict = [("site.toml", strict.as_str())];
    let other = "warning review/unreviewed content/guides/other.md: nobody has reviewed this page";
    let said = format!("error review/changed {page}: {changed}");
    let built = signed(edit, &strict, NOW);
    check_said(&built, Standing::Changed, &[other, &said]);
    assert!(built.output.is_empty());
    let due = format!(
        "warning review/due {page}: the review of this page is due by 2027-03-01, in 9 days"
    );
    check_said(&signed(same, &[], date(2027, 2, 20)), Standing::Reviewed, &[&due]);
    check_said(&signed(same, &strict, date(2027, 3, 1)), Standing::Reviewed, &[other]);
    let over = "the review of this page was to be repeated by 2027-03-01";
    let warning = format!("warning review/overdue {page}: {over}");
    check_said(&signed(same, &[], date(2027, 3, 2)), Standing::Overdue, &[&warning]);
    let error = format!("error review/overdue {page}: {over}");
    check_said(
        &signed(same, &strict, date(2027, 3, 2)),
        Standing::Overdue,
        &[other, &error],
    );
}

#[test]
fn the_first_changed_sentence_is_shown_with_what_it_was() {
    let built = signed(
        |text| {
            *text =
                text.replace("word41x", "other").replace("Stop word29x", "Go word29x");
        },
        &[],
        NOW,
    );
    let place = built.diagnostics[0].primary.as_ref().unwrap();
    assert_eq!(place.note, "it was: Stop word29x word30x word31x.");
    let change = &built.reviews.of(&SourcePath::new(PAGE)).unwrap().changes;
    assert_eq!(change.as_ref().unwrap().list.len(), 2);
    let mut files = files(&different(), &Look::plain());
    files[0].1 = files[0].1.replace("Stop word29x", "Go word29x");
    let (line, column) = line_column(&files[0].1, place.span.start);
    let found = files[0].1.lines().nth(line - 1).unwrap();
    assert_eq!((found, column), ("Go word29x word30x word31x.", 1));
}

#[test]
fn a_receipt_that_cannot_be_trusted_counts_for_nothing() {
    let same = |_: &mut String| {};
    let file = |rest: &str| {
        let text = "text=000102030405060708090a0b0c0d0e0f";
        format!("guides/page.md by=ahill on=2026-10-01 until=2027-03-01 {text}\n{rest}")
    };
    let check_file = |text: &str, expected: &[&str]| {
        let built = signed(same, &[("reviews.txt", text)], NOW);
        check_said(&built, Standing::Unreviewed, expected);
    };
    check_file(
        &file(""),
        &[
            "error review/text reviews.txt: `reviews/guides/page.txt` is not the text that this receipt is for",
        ],
    );
    check_file(
        &file("").replace("ahill", "ahil"),
        &["error review/person reviews.txt: `ahil` is no person of site.toml"],
    );
    check_file(
        "guides/page.md by=ahill\n",
        &[
            "error review/receipt reviews.txt: this receipt lacks one of `by=`, `on=`, `until=` and `text=`",
            "warning review/text reviews/guides/page.txt: no receipt is for this text",
        ],
    );
    let text = "text=000102030405060708090a0b0c0d0e0f";
    check_file(
        &format!("guides/gone.md by=ahill on=2026-10-01 until=2027-03-01 {text}\n"),
        &[
            "warning review/page reviews.txt: this receipt is for `guides/gone.md`, which is not there",
            "warning review/text reviews/guides/page.txt: no receipt is for this text",
        ],
    );
}

#[test]
fn two_receipts_and_unmerged_ones_are_errors() {
    let built = signed(|_| {}, &[], NOW);
    let receipt = &built.reviews.of(&SourcePath::new(PAGE)).unwrap().receipt;
    let digest = receipt.text;
    let line =
        format!("guides/page.md by=ahill on=2026-10-01 until=2027-03-01 text={digest}\n");
    let said = |text: &str| -> Vec<String> {
        let built = signed(|_| {}, &[("reviews.txt", text)], NOW);
        built.diagnostics.into_iter().map(|found| found.message).collect()
    };
    assert_eq!(said(&line), Vec::<String>::new());
    assert_eq!(said(&(line.clone() + &line)), ["`guides/page.md` has two receipts"]);
    let merge = format!("<<<<<<< ours\n{line}=======\n{line}>>>>>>> theirs\n");
    assert_eq!(
        said(&merge)[0],
        "two versions of receipts were merged, and this was left undone"
    );
}

#[test]
fn a_moved_page_is_found_by_its_text() {
    let built = signed(|_| {}, &[], NOW);
    let receipt = &built.reviews.of(&SourcePath::new(PAGE)).unwrap().receipt;
    let line = format!(
        "guides/old.md by=ahill on=2026-10-01 until=2027-03-01 text={}\n",
        receipt.text
    );
    let built = signed(|_| {}, &[("reviews.txt", &line)], NOW);
    let help = built.diagnostics[0].help.as_deref().unwrap();
    assert!(help.starts_with("its text now stands in `guides/page.md`"), "{help}");
}

#[test]
fn a_date_in_front_matter_is_no_receipt() {
    let claim = |text: &mut String| {
        *text = text.replacen(
            "+++\n",
            "+++\nlast_reviewed_on = 2026-01-05\nreview_in = \"1 year\"\n",
            1,
        );
    };
    let page = "warning review/claim content/guides/page.md";
    let has = "this page has a receipt, which says when it was reviewed";
    check_said(
        &signed(claim, &[], NOW),
        Standing::Reviewed,
        &[&format!("{page}: {has}")],
    );
    let without = |today| {
        let mut files = files(&different(), &Look::plain());
        claim(&mut files[0].1);
        build(&Input { today, ..input(&files, &[]) }, &Memo::default())
    };
    let no = "a date of review is no review: readers are not told of it";
    check_said(&without(NOW), Standing::Unreviewed, &[&format!("{page}: {no}")]);
    let due = without(NOW).overview.iter().find_map(|page| page.due);
    assert_eq!(due, Some(date(2027, 1, 5)));
    let over = "the review that this page promises was due on 2027-01-05";
    check_said(
        &without(date(2027, 1, 6)),
        Standing::Unreviewed,
        &[&format!("{page}: {over}")],
    );
}

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
