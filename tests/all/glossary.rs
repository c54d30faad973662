//! Terms: what an article's words lead to, the list from A to Z, and what an edit costs.

use std::collections::BTreeMap;

use jiff::civil::date;
use plainleaf::memo::{Memo, Readings};
use plainleaf::output::Content;
use plainleaf::pipeline::{Build, Input, build, proofread};
use plainleaf::source::SourceTree;

const GLOSSARY: &str = "+++\ntitle = \"Glossary\"\n[glossary]\nCraving = [\"urge\"]\n\
    Hold = { link = false }\nTaper = { forms = [\"cutting down\"] }\n+++\n\
    Before.\n\n## Terms\n\nOpioid receptor\n: Where an *opioid* fits.\n\nCraving\n: A wish.\n: A need.\n\n\
    Hold\n: To stay.\n\nOpioid\n: A chemical.\n\n7-hydroxymitragynine (7-OH)\n: Another.\n\n\
    Taper\n: To go down.\n\nAfter.\n";

fn input(files: &[(&str, &str)]) -> Input {
    let base = [
        (
            "site.toml",
            "base_url = \"https://x.example/\"\n[[languages]]\ncode = \"de\"\n",
        ),
        ("content/_index.md", "+++\ntitle = \"Home\"\n+++\nA craving.\n"),
        ("content/glossary.md", GLOSSARY),
    ];
    let all: BTreeMap<&str, &str> =
        base.into_iter().chain(files.iter().copied()).collect();
    Input {
        tree: SourceTree::of(all),
        today: date(2026, 11, 24),
        drafts: false,
        base_url: None,
    }
}

fn html(build: &Build, path: &str) -> String {
    let (_, file) = build.output.iter().find(|(own, _)| own.as_str() == path).unwrap();
    match &file.content {
        Content::Bytes(bytes) => String::from_utf8(bytes.whole().to_vec()).unwrap(),
        Content::Asset(_) | Content::Kept { .. } => String::new(),
    }
}

/// The text of the page `guides/a` with this Markdown.
fn text(markdown: &str) -> String {
    let page = format!("+++\ntitle = \"A\"\n+++\n{markdown}\n");
    let built = build(&input(&[("content/guides/a.md", &page)]), &Memo::default());
    assert!(!built.has_errors(), "{:?}", built.diagnostics);
    let html = html(&built, "guides/a/index.html");
    let (_, rest) = html.split_once("<div class=\"text\">\n").unwrap();
    rest.split_once("\n</div>").unwrap().0.trim().to_owned()
}

#[track_caller]
fn check(markdown: &str, expected: &str) {
    assert_eq!(text(markdown), expected, "{markdown}");
}

fn term(words: &str, id: &str) -> String {
    format!("<a class=\"defined\" href=\"../../glossary/#{id}\">{words}</a>")
}

#[test]
fn the_first_use_leads_to_the_definition() {
    let craving = term("Cravings", "craving");
    check("Cravings and a craving.", &format!("<p>{craving} and a craving.</p>"));
    let urge = term("urge", "craving");
    check("An urge, a craving.", &format!("<p>An {urge}, a craving.</p>"));
    let (receptor, opioid) =
        (term("opioid\nreceptor", "opioid-receptor"), term("opioid", "opioid"));
    check(
        "An opioid\nreceptor, opioid-like, an opioid; to hold.",
        &format!("<p>An {receptor}, opioid-like, an {opioid}; to hold.</p>"),
    );
    let down = term("Cutting down", "taper");
    check("*Cutting down*.", &format!("<p><em>{down}</em>.</p>"));
    let long = term("7-Hydroxymitragynine", "7-hydroxymitragynine");
    check("7-Hydroxymitragynine.", &format!("<p>{long}.</p>"));
}

#[test]
fn no_link_stands_in_a_heading_a_link_code_or_a_card() {
    for markdown in [
        "## Craving",
        "[a craving](../glossary.md)",
        "`craving`",
        "```\ncraving\n```",
        "> a craving",
        "| craving |\n|---|\n| x |",
        "| x |\n|---|\n| craving |",
        "| x |\n|---|\n| y |\n\nTable: A craving.",
        "x[^1]\n\n[^1]: A craving.",
        "craving\n: x",
        "<details><summary>craving</summary>x</details>",
        "<b>craving</b>",
        ":::call-911\na craving\n:::",
        "Undercravings, craving-like, cravingly",
        ":abbr[craving]{title=\"craving\"}",
    ] {
        let html = text(markdown);
        assert!(!html.contains("class=\"defined\""), "{markdown}\n{html}");
    }
    assert!(text("| x |\n|---|\n| a craving |").contains("class=\"defined\""));
    let after = term("craving", "craving");
    check(
        "## Craving\n\n`craving`, then craving.",
        &format!(
            "<h2 id=\"craving\">Craving</h2>\n<p><code>craving</code>, then {after}.</p>"
        ),
    );
}

#[test]
fn an_authors_own_link_to_a_definition_is_its_use() {
    check(
        "[Urges](../glossary.md#craving) and a craving.",
        "<p><a href=\"../../glossary/#craving\">Urges</a> and a craving.</p>",
    );
}

#[test]
fn sections_glossaries_and_other_languages_have_no_links() {
    let german = "+++\ntitle = \"A\"\n+++\nEin opioid.\n";
    let section = "+++\ntitle = \"S\"\n+++\nA craving.\n";
    let files = [("content/a.de.md", german), ("content/guides/_index.md", section)];
    let built = build(&input(&files), &Memo::default());
    for (path, _) in
        built.output.iter().filter(|(path, _)| path.as_str().ends_with("html"))
    {
        assert!(!html(&built, path.as_str()).contains("class=\"defined\""), "{path}");
    }
}

#[test]
fn the_list_goes_from_a_to_z_with_other_words_in_their_places() {
    let built = build(&input(&[]), &Memo::default());
    let html = html(&built, "glossary/index.html");
    let (_, rest) = html.split_once("<div class=\"text\">\n").unwrap();
    let text = rest.split_once("\n</div>").unwrap().0;
    insta::assert_snapshot!(text);
}

#[test]
fn mistakes_are_named_at_their_place() {
    let twice = "+++\ntitle = \"More\"\n[glossary]\n+++\nUrge\n: x\n";
    let built = build(&input(&[("content/more.md", twice)]), &Memo::default());
    let found = &built.diagnostics[0];
    assert_eq!(
        (found.code, &*found.message),
        ("glossary/twice", "`Urge` is defined twice")
    );
    assert_eq!(found.related[0].path.as_str(), "content/glossary.md");
    let link = "+++\ntitle = \"A\"\n+++\n[x](glossary.md#cravin)\n";
    let built = build(&input(&[("content/a.md", link)]), &Memo::default());
    assert_eq!(built.diagnostics[0].code, "link/missing-anchor");
    let (readings, _) = proofread(&input(&[]), &Memo::default(), &Readings::default());
    let unused: Vec<_> = readings
        .iter()
        .flat_map(|reading| reading.found.clone())
        .filter(|one| one.code == "glossary/unused")
        .map(|one| one.message)
        .collect();
    assert_eq!(unused.len(), 5, "{unused:?}");
    assert_eq!(unused[0], "no article uses `Opioid receptor`");
}

/// How many files were made after an edit of the glossary.
fn made(from: &str, to: &str) -> usize {
    let files = [
        ("content/a.md", "+++\ntitle = \"A\"\n+++\nAn opioid.\n"),
        ("content/b.md", "+++\ntitle = \"B\"\n+++\nA wish.\n"),
    ];
    let before = build(&input(&files), &Memo::default());
    let edited = GLOSSARY.replace(from, to);
    assert_ne!(edited, GLOSSARY);
    let files = [files[0], files[1], ("content/glossary.md", &edited)];
    let after = build(&input(&files), &before.memo);
    assert_eq!(after.diagnostics, []);
    let cold = build(&input(&files), &Memo::default());
    assert_eq!(after.output.manifest(), cold.output.manifest());
    after.memo.made_keys().filter(|key| !before.memo.has_made(key)).count()
}

#[test]
fn an_edit_of_the_glossary_makes_only_pages_that_change() {
    assert_eq!(made("A chemical.", "Another chemical."), 1);
    assert_eq!(made("Craving = [\"urge\"]", "Craving = [\"urge\", \"yearning\"]"), 1);
    assert_eq!(made("Craving = [\"urge\"]", "Craving = [\"wish\"]"), 2);
    assert_eq!(made("Hold = ", "Opioid = { link = false }\nHold = "), 2);
}
