//! Small folders, and what is found in them.

use super::*;

/// What is found in the files, as `file:line:column rule message`.
#[track_caller]
fn check(base_url: Option<&str>, files: &[(&str, &str)], expected: &[&str]) {
    let mut published = Published {
        texts: SourceTree::of(files.iter().copied()),
        roots: vec![SourcePath::new("out")],
        base_url: base_url.map(str::to_owned),
        ..Published::default()
    };
    published.others.insert(SourcePath::new("out/leaf.png"));
    let read = |(path, source): (&'_ _, &Source)| match source {
        Source::Text(text) => surface(path, &text.text),
        Source::Asset(_) | Source::Unread(_) => Surface::default(),
    };
    let texts = published.texts.iter();
    let surfaces = texts.map(|(path, source)| (path, read((path, source)))).collect();
    let sites = Sites::of(&published, &surfaces);
    let mut said = Vec::new();
    for (path, source) in sites.texts() {
        let Source::Text(text) = source else { continue };
        for one in sites.inspect(path, &text.text) {
            let (line, column) =
                crate::diagnostic::line_column(&text.text, one.span.start);
            let rule = one.rule.code.rsplit('/').next().unwrap();
            said.push(format!("{path}:{line}:{column} {rule}: {}", one.message));
        }
    }
    assert_eq!(said, expected);
}

/// The same for one page below the root.
#[track_caller]
fn check_page(text: &str, expected: &[&str]) {
    let home = ("out/index.html", "<link rel=canonical href=https://a.org/x/><p id=top>");
    check(None, &[home, ("out/b.html", "<p id=c>"), ("out/d/e.html", text)], expected);
}

#[test]
fn each_rule_has_a_manual() {
    assert!(RULES.is_sorted_by_key(|rule| rule.code), "in the order of the names");
    for rule in RULES {
        for part in ["# Why", "# Instead", "# Source"] {
            assert!(rule.manual().contains(part), "{}: {part}", rule.code);
        }
        assert_eq!(crate::audit::rules::rule(rule.code).unwrap().code, rule.code);
    }
}

#[test]
fn each_dead_address_is_found_at_its_place() {
    check_page(
        "<a href='../leaf.png'>\n<img srcset='../leaf.png 1x,\n ../leave.png 2x'>",
        &[
            "out/d/e.html:3:2 missing-file: `../leave.png` leads to `leave.png`, which is not \
           published",
        ],
    );
    check_page(
        "<a href=../b.html#c></a><a href=../b.html#d>",
        &["out/d/e.html:1:33 missing-part: `b.html` has no part `#d`"],
    );
    check_page("<a href=../b#c></a><a href=../></a><a href=e.html>", &[]);
    check_page(
        "<a href=https://a.org/x/b></a><a href=https://b.org/>\n<a href=https://a.org/x/q>",
        &[
            "out/d/e.html:2:9 missing-file: `https://a.org/x/q` leads to `q`, which is not \
           published",
        ],
    );
    check_page("<a href=/x/b.html></a><a href=/elsewhere/>", &[]);
    check_page(
        "<base href='../'><a href=b.html></a><a href=e.html></a><a href='#c'>",
        &[
            "out/d/e.html:1:45 missing-file: `e.html` leads to `e.html`, which is not \
             published",
            "out/d/e.html:1:65 missing-part: `index.html` has no part `#c`",
        ],
    );
    check_page("<base href='https://b.org/y/'><a href=b.html></a><a href=/e></a>", &[]);
}

#[test]
fn sheets_and_drawings_are_held_to_what_pages_are() {
    check(
        None,
        &[
            ("out/a.css", "a[href^='http:']{}\nb{c:url(leaf.png)url(d.png)}"),
            ("out/b.css", "@import 'https://b.org/b.css';\nb{c:url(data:image/png,x)}"),
            ("out/c.svg", "<svg>\n  <script/>\n</svg>"),
        ],
        &[
            "out/a.css:2:22 missing-file: `d.png` leads to `d.png`, which is not published",
            "out/b.css:1:10 style-sheet: this style sheet loads `https://b.org/b.css` from \
             another site",
            "out/c.svg:2:3 drawing: this drawing holds the element `<script>`",
        ],
    );
}

#[test]
fn the_address_of_a_site_may_be_named() {
    let page = "<link rel=canonical href=https://a.org/gone/>";
    let files = [("out/a/index.html", page)];
    check(None, &files, &[]);
    check(
        Some("https://a.org/"),
        &files,
        &[
            "out/a/index.html:1:26 missing-file: `https://a.org/gone/` leads to `gone/`, which \
           is not published",
        ],
    );
}

#[test]
fn a_file_that_was_named_by_itself_knows_its_own_parts() {
    check(
        None,
        &[("alone.html", "<a href=gone.html></a><a href='#x' id=y></a><a href='#y'>")],
        &["alone.html:1:32 missing-part: `alone.html` has no part `#x`"],
    );
}

/// What is offered in place of a missing file.
#[track_caller]
fn check_near(missing: &str, expected: Option<&str>) {
    let paths = vec!["a/leaf.png", "b/index.html", "sleep.html", "sleep/how/index.html"];
    let site = Site::of(paths.iter().copied(), std::iter::empty(), NO_ADDRESS);
    let folder = Folder { root: "", site, paths };
    assert_eq!(folder.nearest_file(missing).as_deref(), expected, "{missing}");
}

#[test]
fn a_file_of_nearly_the_same_name_is_offered() {
    check_near("a/leav.png", Some("a/leaf.png"));
    check_near("sleep/hov/", Some("sleep/how/"));
    check_near("slep.html", Some("sleep.html"));
    check_near("a/zebra", None);
    check_near("c/leaf.png", None);
}
