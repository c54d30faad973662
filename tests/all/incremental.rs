//! A warm build equals a cold one, byte for byte, after any sequence of edits; and it does
//! only the work that the edit asks for.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::civil::date;
use plainleaf::memo::Memo;
use plainleaf::pipeline::{Build, Input, build};
use plainleaf::source::SourceTree;
use proptest::prelude::*;

type Files = BTreeMap<String, String>;

fn start() -> Files {
    let page = |title: &str, rest: &str, body: &str| {
        format!("+++\ntitle = \"{title}\"\ndate = 2026-01-02\n{rest}+++\n{body}\n")
    };
    let files = [
        (
            "site.toml",
            "base_url = \"https://x.example/\"\ntitle = \"X\"\n[[languages]]\ncode = \"de\"\n\
             [[menu]]\npage = \"@/guides/a.md\"\n"
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
    match what % 21 {
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
        17 => replace(files, "content/words.md", "A meaning", &format!("A meaning {how}")),
        18 => replace(files, "content/words.md", "[glossary]\n", "[glossary]\nText = { link = false }\n"),
        19 => replace(files, "content/words.md", "Word\n:", ["Edit\n: New.\n\nWord\n:", "Words\n:"][usize::from(how % 2)]),
        _ => drop(files.remove("themes/default/templates/page.html")),
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

fn check_equal(warm: &Build, cold: &Build) {
    assert_eq!(warm.diagnostics, cold.diagnostics);
    assert_eq!(warm.held_back, cold.held_back);
    assert_eq!(warm.output.manifest(), cold.output.manifest());
    for ((path, a), (_, b)) in warm.output.iter().zip(cold.output.iter()) {
        assert_eq!(format!("{:?}", a.content), format!("{:?}", b.content), "{path}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn warm_equals_cold_after_any_edits(
        edits in proptest::collection::vec(any::<Edit>(), 1..7)
    ) {
        let mut files = start();
        let mut memo = build(&input(&files), &Memo::default()).memo;
        for edit in edits {
            apply(&mut files, edit);
            let input = input(&files);
            let mut warm = build(&input, &memo);
            memo = std::mem::take(&mut warm.memo);
            check_equal(&warm, &build(&input, &Memo::default()));
        }
    }
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
