//! Front matter, configuration and data.

use super::*;

/// Front matter of these lines, with the title first.
fn keys(lines: &str) -> String {
    format!("+++\ntitle = \"A\"\n{lines}\n+++\n")
}

#[track_caller]
fn check_keys(lines: &str, expected: &[&str]) {
    check_page(&keys(lines), expected);
}

#[track_caller]
fn check_config(text: &str, expected: &[&str]) {
    check(&[("site.toml", text)], expected);
}

#[test]
fn front_matter_that_is_broken_is_named_where_it_breaks() {
    check_page("", &["front-matter/missing content/a.md:1:1"]);
    check_page("+++", &["front-matter/unclosed content/a.md:1:1"]);
    check_page("+++\n+++", &["front-matter/title content/a.md:1:1"]);
    check_page("+++\ntitle = \"\"\n+++\n", &["front-matter/title content/a.md:2:9"]);
    check_page("+++\ntitle = \" \"\n+++\n", &["front-matter/title content/a.md:2:9"]);
    check_page("---\ntitle: ~\n---\n", &["front-matter/title content/a.md:2:8"]);
    check_page("+++\rtitle = \"A\"\r+++\r", &["front-matter/missing content/a.md:1:1"]);
    let long = format!("+++\ntitle = \"A\"\n{}+++\n", "# x\n".repeat(100_000));
    check_page(&long, &["front-matter/too-long content/a.md:1:1"]);
    let huge = keys(&format!("[extra]\nx = \"{}\"", "y".repeat(5_000_000)));
    check_page(&huge, &["text/too-long content/a.md:1:1"]);
}

#[test]
fn values_that_cannot_be_are_refused_at_their_place() {
    for (line, code) in [
        ("date = 0000-00-00", "toml/syntax content/a.md:3:8"),
        ("date = 9999-12-31T25:00:00", "toml/syntax content/a.md:3:8"),
        ("date = \"2026-01-0é\"", "value/date content/a.md:3:8"),
        ("weight = 99999999999999999999", "value/type content/a.md:3:10"),
        ("weight = 0xffffffffffffffff", "value/type content/a.md:3:10"),
        ("title = \"B\"", "toml/syntax content/a.md:3:1"),
        ("taper = 3", "value/type content/a.md:3:9"),
        ("tags = [\"???\"]", "front-matter/term content/a.md:3:9"),
        ("taxonomies = {tags = [1]}", "front-matter/term content/a.md:3:23"),
        ("template = \"../x.html\"", "template/missing content/a.md:3:12"),
        ("template = \"components/figure.html\"", "template/missing content/a.md:3:12"),
    ] {
        check_keys(line, &[code]);
    }
    for line in
        ["updated = 9999-12-31", "date = 0000-01-01", "extra = {x = nan, y = -inf}"]
    {
        check_keys(line, &[]);
    }
}

#[test]
fn characters_that_no_document_holds_are_refused_everywhere() {
    for (line, at) in [
        ("description = \"a\\u0000b\"", "3:15"),
        ("description = \"a\u{fffe}b\"", "3:15"),
        ("taxonomies = {tags = [\"a\\u0007b\"]}", "3:23"),
        ("extra = {x = [\"\\u0085\"]}", "3:15"),
        ("extra = {\"\\u0001\" = 1}", "3:10"),
    ] {
        check_keys(line, &[&format!("value/control content/a.md:{at}")]);
    }
    check_config("title = \"a\\u001b\"\n", &["value/control site.toml:1:9"]);
    let data = [("content/_data/a.json", "{\"a\": \"\\u0008\"}")];
    check(&data, &["value/control content/_data/a.json:1:7"]);
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = format!("[extra]\nx = {}", "[".repeat(100_000));
    let (_, built) = site(&[("content/a.md", &keys(&deep))]);
    assert!(built.has_errors());
    let dotted = format!("[extra]\n{}x = 1", "a.".repeat(60_000));
    check_keys(&dotted, &["toml/syntax content/a.md:4:1"]);
    let header = format!("[extra{}]", ".a".repeat(60_000));
    check_keys(&header, &["toml/syntax content/a.md:3:1"]);
    let yaml = format!("---\ntitle: A\nextra: {}\n---\n", "[".repeat(50_000));
    let (_, built) = site(&[("content/a.md", &yaml)]);
    assert!(built.has_errors());
    check(
        &[("content/_data/a.json", &"[".repeat(100_000))],
        &["json/depth content/_data/a.json:1:64"],
    );
}

#[test]
fn yaml_that_does_more_than_hold_values_is_refused() {
    let merge = "---\ntitle: A\nextra: &x\n  a: 1\nmenu:\n  <<: *x\n---\n";
    check_page(merge, &["yaml/alias content/a.md:6:7"]);
    check_page("---\ntitle: A\ntitle: B\n---\n", &["yaml/syntax content/a.md:3:1"]);
    check_page("---\ntitle: A\n? [a]\n: 2\n---\n", &["yaml/syntax content/a.md:3:3"]);
    check_page("---\ntitle:\tA\n\tb: c\n---\n", &["yaml/syntax content/a.md:2:8"]);
    check_page("---\ntitle: &x A\n---\n", &[]);
    check_page(
        "---\ntitel: \"äöü\"\n---\n",
        &["front-matter/title content/a.md:1:1", "value/unknown-key content/a.md:2:1"],
    );
}

#[test]
fn thousands_of_mistakes_are_cut_short() {
    let keys: Vec<_> = (0..5000).map(|n| format!("k{n} = 1")).collect();
    let keys = keys.join("\n");
    let (tree, built) = site(&[("site.toml", &keys)]);
    assert_eq!(built.diagnostics.len(), 201);
    let last = built.diagnostics.last().unwrap();
    assert_eq!(oracle::place(&tree, last), "report/more site.toml:5000:1");
    assert_eq!(last.message, "and 4800 more in this file");
    let long = format!("{} = 1\n", "k".repeat(200_000));
    check_config(&long, &["value/unknown-key site.toml:1:1"]);
}

#[test]
fn settings_that_cannot_be_are_refused_at_their_place() {
    for (line, expected) in [
        ("taxonomies = [\"???\"]", "config/taxonomy site.toml:1:15"),
        ("taxonomies = [\"tags\", \"Tags\"]", "config/taxonomy site.toml:1:23"),
        ("languages = [{code = \"EN\"}]", "config/language site.toml:1:14"),
        ("languages = [{code = \"con\"}]", "config/language site.toml:1:14"),
        ("paginate_by = -1", "value/type site.toml:1:15"),
        ("bibliography = \"../x.yaml\"", "config/bibliography site.toml:1:1"),
        ("menu = [{page = \"@/../site.toml\"}]", "link/missing-file site.toml:1:17"),
        ("menu = [{page = \"javascript:x\"}]", "link/scheme site.toml:1:17"),
        ("menu = [{page = \"\"}]", "link/empty site.toml:1:17"),
        ("base_url = \"https://exa<mple/\"", "config/base-url site.toml:1:12"),
        ("base_url = \"https://a@b/\"", "config/base-url site.toml:1:12"),
        ("theme = \"nope\"", "theme/missing site.toml:1:1"),
        ("theme = \"..\"", "config/theme site.toml:1:9"),
        ("theme = \"..\\\\x\"", "config/theme site.toml:1:9"),
    ] {
        check_config(line, &[expected]);
    }
    let live = "title = \"</title><script>x</script>\"\ncontact = \"javascript:x\"\n\
                page_schema = \"\\\" onclick=\\\"x\"\npublisher = \"<b>\"\n";
    let built = check_config_build(live);
    assert!(html(&built, "index.html").contains("&lt;/title&gt;&lt;script&gt;x"));
}

fn check_config_build(text: &str) -> Build {
    check(&[("site.toml", text)], &[])
}

#[test]
fn a_site_without_pages_is_an_error_and_without_a_home_a_warning() {
    for files in [vec![], vec![("site.toml", "")], vec![("content/a.png", "x")]] {
        let tree = SourceTree::of(files.iter().copied());
        let today = jiff::civil::date(2026, 11, 24);
        let built = build(
            &Input { tree, today, drafts: false, base_url: None },
            &Memo::default(),
        );
        assert_eq!(built.diagnostics[0].code, "site/empty");
        assert!(built.output.is_empty());
    }
    let tree = SourceTree::of([("content/s/_index.md", HOME)]);
    let today = jiff::civil::date(2026, 11, 24);
    let built =
        build(&Input { tree, today, drafts: false, base_url: None }, &Memo::default());
    assert_eq!(built.diagnostics[0].code, "site/no-home");
}

#[test]
fn data_and_references_are_read_or_refused() {
    for (path, text, expected) in [
        ("content/_data/a.json", "[1]", "json/syntax content/_data/a.json:1:1"),
        (
            "content/_data/a.json",
            "{\"a\":1,\"a\":2}",
            "json/duplicate-key content/_data/a.json:1:8",
        ),
        (
            "content/_data/a.json",
            "{\n \"a\": 1,\n}",
            "json/syntax content/_data/a.json:3:1",
        ),
        ("content/_data/a.txt", "x", "data/format content/_data/a.txt:1:1"),
        ("content/references.yaml", "- a\n", "yaml/syntax content/references.yaml:1:1"),
        (
            "content/references.yaml",
            "a: &a {title: x}\nb: *a\n",
            "yaml/alias content/references.yaml:2:4",
        ),
        (
            "content/references.yaml",
            "a:\n  type: Web\n  title: T\n  url: \"javascript:x\"\n",
            "bibliography/url content/references.yaml:4:8",
        ),
    ] {
        check(&[(path, text)], &[expected]);
    }
    check(
        &[("content/_data/a.json", "{}"), ("content/_data/a.toml", "")],
        &["data/name content/_data/a.toml:1:1"],
    );
    let record =
        "a:\n  type: Report\n  title: \"<script>x</script>\"\n  author: [\"<b>\"]\n";
    let built = check(
        &[
            ("content/references.yaml", record),
            ("content/a.md", &page("x [@a, p. <3]\n")),
        ],
        &[],
    );
    assert!(html(&built, "a/index.html").contains("&lt;script&gt;x&lt;/script&gt;"));
}
