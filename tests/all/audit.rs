//! The auditor: every rule has fixtures that fail and pass, and reports are what they claim.
//!
//! A fixture marks each line on which its rule finds a violation with `<!-- expect -->`, and one
//! that a person must look at with `<!-- review -->`. Other rules may say what they like of a page that
//! fails; in one that passes they find no violation. The pages of one rule are compared as a site.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use plainleaf::audit::{
    Finding, Inspected, Kind, Library, RULES, compare, examine, folder, inspect,
};
use plainleaf::diagnostic::line_column;
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/audit")
}

/// The fixtures of a rule whose names begin with `start`.
fn fixtures(code: &str, start: &str) -> Vec<PathBuf> {
    let Ok(files) = fs::read_dir(folder().join(code)) else { return Vec::new() };
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.file_name().unwrap().to_str().unwrap().starts_with(start));
    files.sort();
    files
}

/// Pages with what is found in them, each by itself and all together.
fn examined(files: Vec<PathBuf>) -> Vec<(PathBuf, String, Inspected)> {
    let texts: Vec<_> =
        files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let name = |file: &Path| file.file_name().unwrap().to_str().unwrap().to_owned();
    let beside = files.first().and_then(|file| file.parent()).unwrap();
    let beside = fs::read_dir(beside).unwrap().map(|file| file.unwrap().path());
    let sheets: Vec<(String, Arc<str>)> = beside
        .filter(|file| file.extension().is_some_and(|own| own == "css"))
        .map(|file| (name(&file), fs::read_to_string(file).unwrap().into()))
        .collect();
    let sheets =
        Library::of(sheets.iter().map(|(path, text)| (&**path, Arc::clone(text))));
    let examine = |(file, text): (&PathBuf, &String)| examine(text, &name(file), &sheets);
    let mut pages: Vec<_> = files.iter().zip(&texts).map(examine).collect();
    compare(&mut pages);
    let pages = files.into_iter().zip(texts).zip(pages);
    pages.map(|((file, text), page)| (file, text, page)).collect()
}

fn marked(text: &str, mark: &str) -> BTreeSet<usize> {
    let lines = text.lines().enumerate();
    lines.filter(|(_, line)| line.contains(mark)).map(|(at, _)| at + 1).collect()
}

#[test]
fn every_rule_finds_its_faults_at_their_lines() {
    for rule in RULES {
        let files = fixtures(rule.code, "fail");
        assert!(!files.is_empty(), "{} has no fail fixture", rule.code);
        for (file, text, page) in examined(files) {
            let lines = |kind| -> BTreeSet<usize> {
                let own = page.findings.iter().filter(|one| one.rule.code == rule.code);
                let own = own.filter(|one| one.kind == kind);
                own.map(|one| line_column(&text, one.span.start).0).collect()
            };
            let name = file.display();
            let (expected, reviewed) =
                (marked(&text, "<!-- expect -->"), marked(&text, "<!-- review -->"));
            assert!(
                !expected.is_empty() || !reviewed.is_empty(),
                "{name} expects nothing"
            );
            assert_eq!(lines(Kind::Violation), expected, "violations of {name}");
            assert_eq!(lines(Kind::Review), reviewed, "reviews of {name}");
        }
    }
}

#[test]
fn no_rule_finds_anything_in_what_passes() {
    for rule in RULES {
        let files = fixtures(rule.code, "pass");
        assert!(!files.is_empty(), "{} has no pass fixture", rule.code);
        for (file, text, page) in examined(files) {
            let is_barrier = |one: &Finding| {
                one.kind == Kind::Violation && one.rule.code.starts_with("a11y/")
            };
            let is_of_interest =
                |one: &Finding| one.rule.code == rule.code || is_barrier(one);
            let found: Vec<_> = page
                .findings
                .into_iter()
                .filter(is_of_interest)
                .map(|one| {
                    let line = line_column(&text, one.span.start).0;
                    format!("{line}: {}: {}", one.rule.code, one.message)
                })
                .collect();
            assert_eq!(found, Vec::<String>::new(), "{}", file.display());
        }
    }
}

#[test]
fn every_folder_of_fixtures_is_of_a_rule() {
    for area in fs::read_dir(folder()).unwrap() {
        let area = area.unwrap();
        for own in fs::read_dir(area.path()).unwrap() {
            let code = format!(
                "{}/{}",
                area.file_name().to_str().unwrap(),
                own.unwrap().file_name().to_str().unwrap()
            );
            assert!(RULES.iter().any(|rule| rule.code == code), "no rule {code}");
        }
    }
}

/// Runs the command and checks its exit code.
#[track_caller]
fn run(arguments: &[&str], code: i32) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plainleaf"));
    let done = command.current_dir(folder()).args(arguments).output().unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    let err = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(code), "{arguments:?}\n{said}\n{err}");
    said
}

#[test]
fn exit_codes_tell_clean_from_faulty_from_missing() {
    let said = run(&["audit", "a11y/image-name/pass.html"], 0);
    assert!(said.contains("only a person can check"), "{said}");
    run(&["audit", "a11y/image-name"], 1);
    let said = run(&["audit", "a11y/table-name/fail.html"], 0);
    assert!(said.contains("0 violations, "), "{said}");
    run(&["audit", "no/such/folder"], 2);
    run(&["explain", "image-names"], 2);
}

#[test]
fn jsonl_has_one_object_a_finding() {
    let said = run(&["audit", "--format", "jsonl", "a11y/image-name/fail.html"], 1);
    let lines: Vec<Value> =
        said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(!lines.is_empty());
    for line in lines {
        let keys: BTreeSet<_> = line.as_object().unwrap().keys().cloned().collect();
        let expected =
            ["rule", "act", "wcag", "kind", "file", "line", "column", "message", "help"];
        assert_eq!(keys, expected.iter().map(ToString::to_string).collect());
        assert_eq!(line["rule"], "a11y/image-name");
        assert_eq!(line["kind"], "violation");
        assert_eq!(line["file"], "a11y/image-name/fail.html");
    }
}

#[test]
fn a_page_that_cannot_be_read_is_a_finding_and_the_others_are_audited() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        fs::write(folder.path().join(name), bytes).unwrap();
    };
    write("a.html", &vec![b'x'; (8 << 20) + 1]);
    write("b.html", b"<title>x</title><p>\xff");
    write("c.html", b"\xff\xfe<\0");
    write("d.html", b"<html lang=en><title>y</title><img src=z>");
    let said = run(&["audit", "--format", "jsonl", folder.path().to_str().unwrap()], 1);
    let told: BTreeSet<(String, String)> = said
        .lines()
        .map(|line| {
            let one: Value = serde_json::from_str(line).unwrap();
            let word = |key: &str| one[key].as_str().unwrap().to_owned();
            let file = word("file").rsplit('/').next().unwrap().to_owned();
            (file, word("rule"))
        })
        .collect();
    for (file, rule) in [
        ("a.html", "a11y/unread"),
        ("b.html", "a11y/unread"),
        ("b.html", "a11y/page-language"),
        ("c.html", "a11y/unread"),
        ("d.html", "a11y/image-name"),
    ] {
        assert!(told.contains(&(file.to_owned(), rule.to_owned())), "{file} {told:?}");
    }
    run(&["audit", folder.path().join("a.html").to_str().unwrap()], 1);
}

#[test]
fn reports_for_programs_are_what_they_claim() {
    let json: Value =
        serde_json::from_str(&run(&["audit", "--format", "json", "a11y"], 1)).unwrap();
    let count = json["findings"].as_array().unwrap().len();
    assert!(count > 0);
    let sarif: Value =
        serde_json::from_str(&run(&["audit", "--format", "sarif", "a11y"], 1)).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), count);
    for result in results {
        let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]));
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert!(region["startLine"].as_u64().unwrap() > 0);
    }
    let github = run(&["audit", "--format", "github", "a11y"], 1);
    assert_eq!(github.lines().filter(|line| line.starts_with("::")).count(), count);
}

#[test]
fn every_rule_can_be_explained() {
    let list = run(&["explain"], 0);
    for rule in RULES.iter().chain(folder::RULES) {
        assert!(list.contains(rule.code), "{}", rule.code);
        let page = run(&["explain", rule.code], 0);
        assert!(page.contains("# Instead"), "{page}");
    }
}

/// Pages that repeat one piece very often, or nest it.
#[test]
fn odd_pages_cost_no_more_than_their_length() {
    let pieces = [
        "<div role=list aria-owns='a b'><div id=a>",
        "<input disabled list=a aria-labelledby='a b c'>",
        "<fieldset disabled><legend>x</legend><input>",
        "<details><summary>x</summary><summary>y</summary>",
        "<label>x<input></label>",
        "<label for=a>x</label><input id=a>",
        "<table><tr><th rowspan=65534 colspan=1000>x",
        "<th scope=col>x",
        "<a href=# aria-label=x>y<b title=z>",
        "<button aria-labelledby=a><span role=img id=a>",
        "<svg role=img><title>x</title><g role=button tabindex=0>",
        "<p lang=nope style='letter-spacing:0 !important'>x ",
        "<div style='height:1px;width:9px;overflow:auto;line-height:inherit!important'>x ",
        "<div role=menu><div role=group>",
        "<iframe tabindex=-1 srcdoc='<div><p>x'></iframe><object data=a.png>",
        "<style>@media (orientation:portrait){p{rotate:90deg}}</style><i>",
        "<style>a > b c.d[e=f] { display: none }</style><b><c class=d e=f>",
        "<select><optgroup label=x><option selected>y",
        "<template><div aria-hidden=true><a href>x</a></template>",
    ];
    for piece in pieces {
        let page = "<html lang=en><title>x</title>".to_owned() + &piece.repeat(3_000);
        for found in inspect(&page) {
            assert!(page.get(found.span).is_some(), "{piece}");
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(256))]

    #[test]
    fn no_soup_of_tags_is_too_odd(parts in proptest::collection::vec(part(), 0..60)) {
        let page: String = parts.concat();
        for found in inspect(&page) {
            assert!(page.get(found.span.clone()).is_some(), "{found:?}");
        }
    }
}

/// Names of elements, each with a way of its own to be read.
const NAMES: &str = "a b p div table tr td th caption ul li svg math title style script textarea \
    select option button input img template details summary label form h1 html head body meta \
    iframe frameset plaintext foreignObject annotation-xml mi noscript";

const ATTRIBUTES: &str = "|id=a|id=b|for=a|href=#a|role=list|role=row|role=none|role='button img'|\
    aria-labelledby='a b'|aria-owns='a b'|aria-hidden=true|alt=''|tabindex=0|hidden|lang=x|\
    headers='a b'|colspan=0|rowspan=0|style='display:none'|open|disabled|type=image|\u{e9}='\u{e9}'|\
    autocomplete='work tel'|content='3;x' http-equiv=refresh|aria-level=x|/";

/// A piece of a page, well-formed or not.
fn part() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    let names = prop::sample::select(NAMES.split_whitespace().collect::<Vec<_>>());
    let attributes = prop::sample::select(ATTRIBUTES.split('|').collect::<Vec<_>>());
    let odd = vec!["<!--", "-->", "<![CDATA[", "]]>", "<!doctype html>", "<", "&#0;"];
    prop_oneof![
        4 => (names.clone(), prop::collection::vec(attributes, 0..4))
            .prop_map(|(name, attributes)| format!("<{name} {}>", attributes.join(" "))),
        2 => names.prop_map(|name| format!("</{name}>")),
        2 => "[a-z \u{e9}\u{0}&;#<>]{0,8}",
        1 => prop::sample::select(odd).prop_map(str::to_owned),
    ]
}

#[test]
fn with_a_baseline_a_site_can_only_get_better() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let page = |body: &str| {
        let text = format!("<html lang=en><title>x</title><main><h1>y</h1>{body}</main>");
        fs::write(folder.path().join("a.html"), text).unwrap();
    };
    let (pages, file) = (at("."), at("known.txt"));
    for image in ["a", "b", "c"] {
        fs::write(folder.path().join(image), "x").unwrap();
    }
    page("<img src=a><img src=b>");
    run(&["audit", &pages, "--baseline", &file], 2);
    let said = run(&["audit", &pages, "--baseline", &file, "--write-baseline"], 0);
    assert!(said.starts_with("2 findings written to "), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap().lines().count(), 3);
    run(&["audit", &pages], 1);
    let said = run(&["audit", &pages, "--baseline", &file], 0);
    assert!(said.contains("2 findings known to the baseline"), "{said}");
    page("<p>Words.</p><img src=b>");
    let said = run(&["audit", &pages, "--baseline", &file], 0);
    assert!(said.contains("1 finding of the baseline mended"), "{said}");
    page("<img src=a><img src=c>");
    let jsonl = ["audit", &pages, "--baseline", &file, "--format", "jsonl"];
    let said = run(&jsonl, 1);
    assert_eq!(said.lines().count(), 1, "{said}");
    fs::write(&file, "nonsense\n").unwrap();
    run(&jsonl, 2);
}

#[test]
fn drawings_and_style_sheets_load_and_run_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).unwrap();
    };
    write(
        "a.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\">\n<g onload='x()'/>\n</svg>",
    );
    write("b.css", "p { color: #333 }\nq { background: url(//b.org/x.png) }\n");
    write("c.css", "p { background: url('data:image/png,x') }");
    write("d.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>");
    run(&["audit", folder.path().to_str().unwrap()], 2);
    write("e.html", "<html lang=en><title>x</title><main><h1>y</h1><p>z</main>");
    let said = run(&["audit", "--format", "jsonl", folder.path().to_str().unwrap()], 1);
    let told: Vec<(String, String, u64)> = said
        .lines()
        .map(|line| {
            let one: Value = serde_json::from_str(line).unwrap();
            let word = |key: &str| one[key].as_str().unwrap().to_owned();
            let file = word("file").rsplit('/').next().unwrap().to_owned();
            (file, word("rule"), one["line"].as_u64().unwrap())
        })
        .collect();
    let expected =
        [("a.svg", "published/drawing", 2), ("b.css", "published/style-sheet", 2)];
    let expected = expected.map(|(file, rule, line)| (file.into(), rule.into(), line));
    assert_eq!(told, expected);
}
