//! A warm build equals a cold one, byte for byte, after any sequence of edits; and it does
//! only the work that the edit asks for.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::civil::date;
use plainleaf::content::is_article;
use plainleaf::memo::Memo;
use plainleaf::output::{Artifact, Content, Manifest};
use plainleaf::path::SourcePath;
use plainleaf::pipeline::{Build, Input, Wanted, build, text_to_review};
use plainleaf::source::{Source, SourceTree};
use proptest::prelude::*;

use crate::shelf::check_shelved;

type Files = BTreeMap<String, String>;

fn start() -> Files {
    let page = |title: &str, rest: &str, body: &str| {
        format!("+++\ntitle = \"{title}\"\ndate = 2026-01-02\n{rest}+++\n{body}\n")
    };
    let files = [
        (
            "site.toml",
            "base_url = \"https://x.example/\"\ntitle = \"X\"\n[[languages]]\ncode = \"de\"\n\
             [[menu]]\npage = \"@/guides/a.md\"\n\
             [audit]\nforms = [\"https://b.example/\"]\nrules.\"a11y/link-same-text\" = \"off\"\n\
             [[audit.waiver]]\nrule = \"a11y/heading-order\"\npage = \"/guides/d/\"\n\
             reason = \"old\"\nuntil = 2026-07-01\n"
                .to_owned(),
        ),
        ("content/_index.md", page("Home", "", "See [a](guides/a.md).")),
        ("content/_index.de.md", page("Start", "", "Text")),
        ("content/references.yaml", "k: { type: Web, title: T, url: https://x.org }\n".to_owned()),
        ("content/_data/help.toml", "number = \"988\"\n".to_owned()),
        ("content/guides/_index.md", page("Guides", "paginate_by = 2\n", "")),
        ("content/guides/a.md", page("A", "taxonomies = { tags = [\"t\"] }\n", "Words [@k].\n\n## Part\n\nMore.")),
        ("content/guides/b.md", page("B", "aliases = [\"/old/\"]\n", "See [part](a.md#part).")),
        ("content/guides/c.md", page("C", "taxonomies = { tags = [\"t\", \"u\"] }\n", ":::warning{title=\"W\"}\nText\n:::")),
        ("content/guides/d.md", page("D", "", "Read [here](a.md).\n\n#### Deep\n\nRead [here](b.md).")),
        ("content/words.md", page("Words", "[glossary]\nWord = { forms = [\"more\"] }\n", "Word\n: A meaning.\n\nText\n: Words.")),
        ("content/guides/leaf.svg", "<svg width=\"1\" height=\"2\"/>".to_owned()),
    ];
    files.into_iter().map(|(path, text)| (path.to_owned(), text)).collect()
}

/// One edit of an author, as numbers that choose it.
type Edit = (u8, u8, u8);

fn apply(files: &mut Files, (what, which, how): Edit) {
    let articles: Vec<String> =
        files.keys().filter(|path| path.contains(".md")).cloned().collect();
    let one = articles[usize::from(which) % articles.len()].clone();
    let replace = |files: &mut Files, path: &str, from: &str, to: &str| {
        if let Some(text) = files.get_mut(path) {
            *text = text.replacen(from, to, 1);
        }
    };
    match what % 36 {
        0 => writeln!(files.get_mut(&one).unwrap(), "\nEdit {how}.").unwrap(),
        1 => replace(files, &one, "title = \"", &format!("title = \"T{how} ")),
        2 => replace(files, &one, "+++\n", &format!("+++\nweight = {how}\n")),
        3 => drop(files.insert(
            format!("content/guides/n{}.md", how % 4),
            format!("+++\ntitle = \"N{how}\"\n+++\n![leaf](leaf.svg) {which}\n"),
        )),
        4 => drop(files.remove(&one)),
        5 => {
            let text = files.remove(&one).unwrap();
            files.insert(format!("content/moved-{}.md", how % 3), text);
        }
        6 => replace(files, "site.toml", "title = \"X\"", &format!("title = \"X{how}\"")),
        7 => drop(files.insert(
            "themes/default/strings/en.toml".to_owned(),
            format!("skip = \"Skip {how}\"\n"),
        )),
        8 => drop(files.insert(
            "themes/default/templates/page.html".to_owned(),
            format!(
                "{{% extends \"default/page.html\" %}}{{% block layout %}}l{} {{{{ site.data.help.number }}}}\
                 {{% endblock %}}",
                how % 2
            ),
        )),
        9 => drop(files.insert(
            "content/_data/help.toml".to_owned(),
            format!("number = \"{how}\"\n"),
        )),
        10 => drop(files.insert(
            "content/references.yaml".to_owned(),
            format!("k: {{ type: Web, title: T{how}, url: https://x.org }}\n"),
        )),
        11 => drop(files.insert(
            "content/guides/leaf.svg".to_owned(),
            format!("<svg width=\"{}\" height=\"2\"/>", how % 3 + 1),
        )),
        12 => replace(files, &one, "+++\n", "+++\ndraft = true\n"),
        13 => writeln!(files.get_mut(&one).unwrap(), "\n## Part {}", how % 3).unwrap(),
        14 => writeln!(files.get_mut(&one).unwrap(), "\nSee [b](@/guides/b.md).").unwrap(),
        15 => writeln!(files.get_mut(&one).unwrap(), "\nCited [@k, p. {how}].").unwrap(),
        16 => replace(files, &one, "Words", "[Words](b.md#part-1)"),
        17 | 18 => sign(files, &one, how),
        19 => replace(files, "reviews.txt", ".md by=", &format!("{}.md by=", how % 3)),
        20 => replace(files, "site.toml", "title", REVIEW_POLICY),
        kind @ 21..24 => define(files, (kind - 21, how)),
        24 => drop(files.remove("themes/default/templates/page.html")),
        kind @ 25..33 => spoil(files, &one, (kind - 25, how)),
        kind => seat(files, &one, (kind - 33, which, how)),
    }
}

/// Edits of the glossary.
fn define(files: &mut Files, (what, how): (u8, u8)) {
    let Some(text) = files.get_mut("content/words.md") else { return };
    let (from, to) = match what {
        0 => ("A meaning", format!("A meaning {how}")),
        1 => ("[glossary]\n", "[glossary]\nText = { link = false }\n".to_owned()),
        _ if how % 2 == 0 => ("Word\n:", "Edit\n: New.\n\nWord\n:".to_owned()),
        _ => ("Word\n:", "Words\n:".to_owned()),
    };
    *text = text.replacen(from, &to, 1);
}

/// Edits of what addresses and lists follow from.
fn seat(files: &mut Files, article: &str, (what, which, how): Edit) {
    let tagged = ["content/guides/a.md", "content/guides/c.md"][usize::from(which % 2)];
    let how = how % 2;
    let (path, from, to) = match what {
        0 => (article, "date =", format!("slug = \"s{how}\"\ndate =")),
        1 => (article, "date =", format!("aliases = [\"/s{how}/\"]\ndate =")),
        _ => (tagged, "tags = [\"", format!("tags = [\"x{how}")),
    };
    if let Some(text) = files.get_mut(path) {
        *text = text.replacen(from, &to, 1);
    }
}

/// Edits that give the audit something to find, or settle what is said of it.
fn spoil(files: &mut Files, article: &str, (what, how): (u8, u8)) {
    let template = "themes/default/templates/page.html";
    let said = files[article].clone();
    let text = files.get_mut(article).unwrap();
    match what {
        0 => text.push_str("\nRead [here](@/guides/a.md).\n"),
        1 => text.push_str("\n###### Deep\n"),
        2 => drop(
            files.insert(template.to_owned(), FAULTY[usize::from(how % 3)].to_owned()),
        ),
        3 => drop(files.insert(format!("content/guides/s{}.md", how % 2), said)),
        4 => {
            let site = files.get_mut("site.toml").unwrap();
            let level = ["off", "warning", "error"][usize::from(how % 3)];
            *site = site.replacen("= \"off\"", &format!("= \"{level}\""), 1);
        }
        5 => {
            let site = files.get_mut("site.toml").unwrap();
            *site = site.replacen(
                "\"/guides/d/\"",
                ["\"/*\"", "\"/guides/s0/\""][usize::from(how % 2)],
                1,
            );
        }
        6 => {
            let site = files.get_mut("site.toml").unwrap();
            if !site.contains("[budget]") {
                *site += BUDGET;
            }
        }
        _ => {
            let site = files.get_mut("site.toml").unwrap();
            *site = site.replacen(
                "until = 2026-07-01",
                &format!("until = 2026-06-{:02}", how % 2 + 1),
                1,
            );
        }
    }
}

/// Templates that write mistakes on every page of an article: without and with a form that the
/// settings allow, and with words of each page.
const FAULTY: [&str; 3] = [
    "{% extends \"default/page.html\" %}{% block layout %}<p><a href=\"/\">here</a></p>\
     {% endblock %}",
    "{% extends \"default/page.html\" %}{% block layout %}<form action=\"{{ `https:` }}//b.example/take\">\
     <button>Go</button></form>{% endblock %}",
    "{% extends \"default/page.html\" %}{% block layout %}<h5>x {{ page.title }}</h5>\
     {% endblock %}",
];

/// A budget that every page exceeds, and who lets that pass.
const BUDGET: &str = "[budget]\nnodes = 5\n[[audit.waiver]]\nrule = \"budget/page\"\n\
    page = \"/*\"\nreason = \"r\"\nuntil = 2027-01-01\n";

/// Who is told of pages that nobody reviewed, before the first key of the settings.
const REVIEW_POLICY: &str = "review = { unreviewed = \"warning\", remind = 0 }\npeople.p = { name = \"P\" }\ntitle";

/// Records that somebody reviewed an article as it is.
fn sign(files: &mut Files, article: &str, how: u8) {
    let input = input(files);
    let path = SourcePath::new(article);
    let text = text_to_review(&input, &Memo::default(), &path).unwrap();
    let name = article.trim_start_matches("content/");
    let (day, digest) = (how % 27 + 1, text.digest());
    let line =
        format!("{name} by=p on=2026-05-01 until=2026-06-{day:02} text={digest}\n");
    files.entry("reviews.txt".to_owned()).or_default().push_str(&line);
    let kept = format!("reviews/{}.txt", name.trim_end_matches(".md"));
    files.insert(kept, text.to_text());
    let site = files.get_mut("site.toml").unwrap();
    if !site.contains("people") {
        site.push_str("[people.p]\nname = \"P\"\n");
    }
}

fn input(files: &Files) -> Input {
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    Input {
        tree: SourceTree::of(files),
        today: date(2026, 6, 1),
        drafts: false,
        base_url: None,
    }
}

/// What a run leaves for the next: bytes in parts, the files that it read, and what it wrote.
pub(crate) struct Left {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    read: SourceTree,
    wrote: Manifest,
}

impl Left {
    /// What a build without errors leaves.
    pub(crate) fn by(build: &Build, input: &Input) -> Option<Self> {
        let (bytes, wrote) = (build.memo.to_bytes(), build.output.manifest());
        let (ends, read) = (vec![bytes.len()], input.tree.clone());
        (!build.has_errors()).then_some(Self { bytes, ends, read, wrote })
    }

    /// What the next run leaves behind what there is: only the news, if they are few.
    fn and_by(&self, build: &Build, input: &Input) -> Option<Self> {
        let Self { mut bytes, mut ends, read, wrote } = Self::by(build, input)?;
        if let Some(news) = build.memo.news(&self.memo()) {
            bytes = [&self.bytes[..], &news].concat();
            ends = [&self.ends[..], &[bytes.len()]].concat();
        }
        Some(Self { bytes, ends, read, wrote })
    }

    fn memo(&self) -> Memo {
        Memo::from_parts(self.bytes.clone(), 0, &self.ends).unwrap()
    }

    /// The next run: an article that did not change is not read unless the build wants it.
    pub(crate) fn build(&self, input: &Input) -> Build {
        let mut memo = self.memo();
        let mut seen = input.clone();
        for (path, source) in input.tree.iter().filter(|(path, _)| is_article(path)) {
            if self.read.get(path).map(Source::digest) == Some(source.digest()) {
                seen.tree.insert(path.clone(), Source::Unread(source.digest()));
            }
        }
        loop {
            let build = build(&seen, &memo);
            match &build.wanted {
                Wanted::Nothing => return build,
                Wanted::Texts(paths) => {
                    for path in paths {
                        let source = input.tree.get(path).unwrap().clone();
                        seen.tree.insert(path.clone(), source);
                    }
                }
                Wanted::Everything => {
                    memo = Memo::default();
                    seen.tree = input.tree.clone();
                }
            }
        }
    }
}

/// What is said and written is the same; what is only kept stands in the output.
pub(crate) fn check_next_run(left: &Left, input: &Input, cold: &Build) -> Build {
    let next = left.build(input);
    assert_eq!(next.diagnostics, cold.diagnostics);
    assert_eq!(next.waived, cold.waived);
    assert_eq!(next.held_back, cold.held_back);
    assert_eq!(next.reviews, cold.reviews);
    assert_eq!(next.output.manifest(), cold.output.manifest());
    for (path, artifact) in next.output.iter() {
        if matches!(artifact.content, Content::Kept { .. }) {
            assert_eq!(left.wrote.files.get(path), Some(&artifact.digest), "{path}");
        }
    }
    next
}

fn check_equal(warm: &Build, cold: &Build) {
    assert_eq!(warm.diagnostics, cold.diagnostics);
    assert_eq!(warm.waived, cold.waived);
    assert_eq!(warm.held_back, cold.held_back);
    assert_eq!(warm.reviews, cold.reviews);
    assert_eq!(warm.overview, cold.overview);
    assert_eq!(warm.output.manifest(), cold.output.manifest());
    for ((path, a), (_, b)) in warm.output.iter().zip(cold.output.iter()) {
        assert_eq!(format!("{:?}", a.content), format!("{:?}", b.content), "{path}");
    }
}

/// How many authors edit: as many as `PROPTEST_CASES` says, else what seconds allow.
fn cases() -> u32 {
    let told = std::env::var("PROPTEST_CASES").ok();
    told.map_or(64, |count| count.parse().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn warm_equals_cold_after_any_edits(
        edits in proptest::collection::vec(any::<Edit>(), 1..7)
    ) {
        let mut files = start();
        let first = build(&input(&files), &Memo::lasting());
        let mut left = Left::by(&first, &input(&files)).unwrap();
        let mut memo = first.memo;
        let mut earlier = files.clone();
        for edit in edits {
            // Some authors take back what they did last.
            if edit.2 % 4 == 3 {
                std::mem::swap(&mut files, &mut earlier);
            } else {
                earlier.clone_from(&files);
                apply(&mut files, edit);
            }
            let input = input(&files);
            let mut warm = build(&input, &memo);
            memo = std::mem::take(&mut warm.memo);
            let cold = build(&input, &Memo::default());
            check_equal(&warm, &cold);
            check_shelved(&input, &cold);
            let next = check_next_run(&left, &input, &cold);
            left = left.and_by(&next, &input).unwrap_or(left);
        }
    }
}

#[test]
fn what_is_said_of_an_address_is_where_it_stands_now() {
    let mut files = start();
    for name in ["a", "b"] {
        let text = files.get_mut(&format!("content/guides/{name}.md")).unwrap();
        *text = text.replacen("date =", "slug = \"s\"\ndate =", 1);
    }
    let first = build(&input(&files), &Memo::lasting());
    assert!(first.has_errors());
    let text = files.get_mut("content/guides/b.md").unwrap();
    *text = text.replacen("title = \"", "title = \"Longer ", 1);
    let second = build(&input(&files), &first.memo);
    check_equal(&second, &build(&input(&files), &Memo::default()));
}

#[test]
fn the_next_run_wants_the_texts_that_were_reviewed() {
    let mut files = start();
    sign(&mut files, "content/guides/a.md", 20);
    let first = build(&input(&files), &Memo::default());
    assert_eq!(
        first.reviews.of(&SourcePath::new("content/guides/a.md")).unwrap().changes,
        None
    );
    let left = Left::by(&first, &input(&files)).unwrap();
    let cold = build(&input(&files), &Memo::default());
    check_next_run(&left, &input(&files), &cold);
    apply(&mut files, (10, 0, 5));
    let cold = build(&input(&files), &Memo::default());
    let next = check_next_run(&left, &input(&files), &cold);
    let review = next.reviews.of(&SourcePath::new("content/guides/a.md")).unwrap();
    assert_eq!(review.changes.as_ref().unwrap().words(), (1, 1));
}

#[test]
fn the_next_run_finds_links_that_lead_nowhere_now() {
    let text = |words: &str| format!("+++\ntitle = \"T\"\n+++\n{words}\n");
    let site = |target: &str| {
        let files = [
            ("content/_index.md", text("Home.")),
            ("content/a.md", text("[There](@/b.md#there)")),
            ("content/b.md", text(target)),
        ];
        let files = files.iter().map(|(path, text)| (*path, text.as_str()));
        let (tree, today) = (SourceTree::of(files), date(2026, 11, 24));
        Input { tree, today, drafts: false, base_url: None }
    };
    let (before, same) = (site("## There"), site("## There\n\nMore."));
    let left = Left::by(&build(&before, &Memo::default()), &before).unwrap();
    let next = check_next_run(&left, &same, &build(&same, &Memo::default()));
    assert!(next.overview.is_empty(), "links were read that nobody asked for");
    let left = Left::by(&next, &same).unwrap();
    let gone = site("## Gone");
    let cold = build(&gone, &Memo::default());
    assert!(cold.has_errors());
    check_next_run(&left, &gone, &cold);
}

#[test]
fn the_next_run_wants_only_what_was_edited() {
    let mut files = start();
    let first = build(&input(&files), &Memo::default());
    let left = Left::by(&first, &input(&files)).unwrap();
    let counts = |build: &Build| {
        let held = build
            .output
            .iter()
            .filter(|(_, file)| !matches!(file.content, Content::Kept { .. }));
        held.map(|(path, _)| path.as_str().to_owned()).collect::<Vec<_>>()
    };
    let copied = ["guides/leaf.svg"];
    let made = |build: &Build| {
        let mut made = counts(build);
        made.retain(|path| !copied.contains(&&**path) && !path.starts_with("assets/"));
        made
    };
    assert_eq!(made(&left.build(&input(&files))), Vec::<String>::new());
    apply(&mut files, (0, 3, 1));
    let edited = left.build(&input(&files));
    assert_eq!(made(&edited), ["guides/a/index.html"]);
    let anew = Left::by(&edited, &input(&files)).unwrap();
    assert_eq!(made(&anew.build(&input(&files))), Vec::<String>::new());
    // Of what was known, little is left again.
    let news = left.and_by(&edited, &input(&files)).unwrap();
    assert_eq!(news.ends.len(), 2);
    assert!(news.bytes.len() - left.bytes.len() < left.bytes.len() / 4);
    assert_eq!(made(&news.build(&input(&files))), Vec::<String>::new());
    // The output holds the page of before no more.
    let undone = input(&start());
    assert_eq!(made(&news.build(&undone)), ["guides/a/index.html"]);
    assert!(Memo::from_bytes(&left.bytes[..left.bytes.len() / 2]).is_none());
    assert!(Memo::from_bytes(b"").is_none());
}

/// How many files a build made that the one before had not.
fn made_anew(before: &Memo, after: &Memo) -> usize {
    after.made_keys().filter(|key| !before.has_made(key)).count()
}

#[test]
fn an_edited_paragraph_is_rendered_once_and_read_once() {
    let mut files = start();
    let before = build(&input(&files), &Memo::default()).memo;
    apply(&mut files, (0, 3, 1));
    let after = build(&input(&files), &before).memo;
    assert_eq!(made_anew(&before, &after), 1);
    let again = build(&input(&files), &after).memo;
    assert_eq!(made_anew(&after, &again), 0);
}

#[test]
fn a_new_title_reaches_every_page_that_shows_it_and_no_other() {
    let mut files = start();
    let before = build(&input(&files), &Memo::default()).memo;
    let text = files.get_mut("content/guides/b.md").unwrap();
    *text = text.replace("title = \"B\"", "title = \"Bee\"");
    let after = build(&input(&files), &before).memo;
    // Itself, its alias, both neighbours, and the page of its section that lists it.
    assert_eq!(made_anew(&before, &after), 5);
}

/// A site of which so many pages have mistakes that not each can be rendered again to find its
/// place: in their articles and, with a template, in that.
fn many(template: Option<&str>) -> Files {
    let mut files = start();
    for number in 0..90 {
        let (path, body) =
            (format!("content/many/p{number}.md"), "Read [here](@/guides/a.md).");
        files.insert(
            path,
            format!("+++\ntitle = \"P{number}\"\n+++\n{body}\n\n##### D\n"),
        );
    }
    if let Some(text) = template {
        files.insert("themes/default/templates/page.html".to_owned(), text.to_owned());
    }
    files
}

#[test]
fn the_next_run_tells_again_what_was_found_on_pages_that_it_does_not_make() {
    for template in [None, Some(FAULTY[0]), Some(FAULTY[1]), Some(FAULTY[2])] {
        let mut files = many(template);
        let first = build(&input(&files), &Memo::default());
        assert!(first.diagnostics.len() > 90, "{:#?}", first.diagnostics);
        let mut left = Left::by(&first, &input(&files)).unwrap();
        for edit in [(8, 0, 0), (0, 9, 1), (25, 4, 0), (1, 60, 1)] {
            apply(&mut files, edit);
            let input = input(&files);
            let cold = build(&input, &Memo::default());
            let next = check_next_run(&left, &input, &cold);
            let is_made =
                |(_, file): &(_, &Artifact)| matches!(file.content, Content::Bytes(_));
            let made = next.output.iter().filter(is_made).count();
            assert!(edit.0 != 0 || made < 12, "{made} files were made");
            left = Left::by(&next, &input).unwrap();
        }
    }
}
