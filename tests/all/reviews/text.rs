//! What belongs to the text that a receipt is for: a page that says some words, each in another
//! role, is written in any way, and any of its words is changed.

use std::fmt::Write;

use jiff::civil::date;
use plainleaf::memo::Memo;
use plainleaf::path::SourcePath;
use plainleaf::pipeline::{Input, text_to_review};
use plainleaf::source::SourceTree;
use proptest::prelude::*;

pub(super) const PAGE: &str = "content/guides/page.md";

/// How many words the page of the property tests holds.
const WORDS: usize = 44;

/// How a page is written, apart from what it says.
#[derive(Clone, Debug)]
pub(super) struct Look {
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
    pub(super) fn plain() -> Self {
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
        "+++\n{}\n[taper]\nstarts = [20]\nsources = [\"b\"]\nshort_disclaimer = \"Only {}.\"\n\
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
pub(super) fn files(w: &[String], look: &Look) -> Vec<(String, String)> {
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

pub(super) const SITE: &str =
    "title = \"S\"\n[people.ahill]\nname = \"Ann Hill\"\ncredentials = \"MD\"\n";

pub(super) fn input(files: &[(String, String)], more: &[(&str, &str)]) -> Input {
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let more = [("site.toml", SITE)].into_iter().chain(more.iter().copied());
    let tree = SourceTree::of(files.chain(more));
    Input { tree, today: date(2026, 11, 24), drafts: false, base_url: None }
}

/// What a receipt for the page would hold: the text.
pub(super) fn text(files: &[(String, String)]) -> String {
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
pub(super) fn different() -> Vec<String> {
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
    check_page("starts = [20]", "starts = [20, 30]");
    check_page("[taper]\n", "[taper]\nbaseline_days = 14\n");
    check_page("at = 40", "at = 35");
    check_page("## Part", "### Part");
    check_page("- two", "  - two");
    check_page("3. three", "5. three");
    check_page(":::warning{title=", ":::details{summary=");
    check_page("[^1]: Note", "[^1]: No note");
    check_page("[@a, p.", "[@b, p.");
    check_page("other.md#p", "other.md");
    let glossary = "short_disclaimer = \"Only word3x.\"\n[glossary.terms.leaf]\nalso = [\"leaves\"]\n";
    check_page("short_disclaimer = \"Only word3x.\"\n", glossary);
    // What the program takes for granted is written out: nothing is said that was not before.
    check_edit(PAGE, "[taper]\n", "[taper]\ndoses = 3\nunit = \"g\"\n", false);
}
