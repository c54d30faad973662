//! Sizes: very many of everything ends soon, and output grows no faster than input.

use plainleaf::output::Artifact;

use super::*;

/// Builds one page and gives what is said first.
#[track_caller]
fn check_size(body: &str, expected: Option<&str>) {
    let text = page(body);
    let files = [
        ("content/a.md", &*text),
        ("content/a.png", "x"),
        ("content/references.yaml", "k: {type: Report, title: T}\n"),
    ];
    let (_, built) = site(&files);
    let codes = built.diagnostics.iter().map(|found| found.code);
    let codes: Vec<_> = codes.filter(|code| *code != "citation/uncited").collect();
    assert!(codes.len() <= 201, "{}", codes.len());
    assert_eq!(codes.first().copied(), expected);
    let made: u64 = built.output.get("a/index.html").map_or(0, Artifact::length);
    assert!(made <= 40_000 + 50 * text.len() as u64, "{made} from {}", text.len());
}

#[test]
fn thousands_of_everything_are_one_page() {
    let headings: Vec<_> =
        (0..3000).map(|n| format!("## H {n}\n\n[a](#h-{n})\n")).collect();
    check_size(&headings.join("\n"), None);
    let notes: Vec<_> = (0..2000).map(|n| format!("x[^{n}]\n\n[^{n}]: y\n")).collect();
    check_size(&notes.join("\n"), None);
    let table = "| a |\n|-|\n| b |\n\nTable: c";
    let tables: Vec<_> = (0..2000).map(|n| format!("{table}{n}\n\n")).collect();
    check_size(&tables.join(""), None);
    check_size(&format!("{table}\n\n").repeat(2000), Some("a11y/landmark-name"));
    for piece in [
        "x [@k] ",
        ":::warning{title=\"a\"}\nx\n:::\n\n",
        ":abbr[x]{title=\"y\"} ",
        "[a](https://x.org) ",
        "- [x] a\n",
        "> [!NOTE]\n> x\n\n",
        "a\n: b\n\n",
    ] {
        check_size(&piece.repeat(2000), None);
    }
    let rows = "| **b** |\n".repeat(10_000);
    check_size(&format!("| a |\n|-|\n{rows}\nTable: c\n"), None);
}

#[test]
fn shapes_that_slow_readers_down_end() {
    for piece in [
        "[^\n",
        "[",
        "![",
        "[a](",
        "[a](<b",
        "a <!-- ",
        "a <? ",
        "a <![CDATA[ ",
        "<a ",
        "<a b=\"",
        "*a **b ",
        "a**b",
        "~~a ~b ",
        "&",
        ":",
        ":abbr[x ",
        "a|b\n",
        ">\n",
        "a\r",
        "\0",
        "[a]: x \"\n",
    ] {
        check_size(&piece.repeat(3000), None);
    }
    for (piece, code) in [
        ("[^a]\n", "footnote/missing"),
        ("[^a]:\n", "footnote/repeated"),
        ("[@k ", "citation/syntax"),
        ("::: \n", "component/nesting"),
        ("[a](nope.md) ", "link/missing-page"),
        ("> ", "text/depth"),
        ("- ", "text/depth"),
    ] {
        check_size(&format!("{}x", piece.repeat(3000)), Some(code));
    }
}

#[test]
fn a_long_list_names_only_the_pages_around() {
    let section = "+++\ntitle = \"S\"\npaginate_by = 1\n+++\n";
    let pages: Vec<_> = (0..60).map(|n| format!("content/s/p{n}.md")).collect();
    let text = page("x\n");
    let mut files: Vec<File<'_>> = pages.iter().map(|path| (&**path, &*text)).collect();
    files.push(("content/s/_index.md", section));
    let (_, built) = site(&files);
    let middle = html(&built, "s/page/30/index.html");
    let numbers = middle.matches("<span class=\"hidden\">Page </span>").count();
    assert_eq!(numbers, 23);
}
