//! Addresses and files: what leaves the site or meets another file is refused.

use super::*;

fn keys(line: &str) -> String {
    format!("+++\ntitle = \"Page\"\n{line}\n+++\n")
}

#[test]
fn addresses_that_climb_or_hide_are_refused() {
    for (line, at) in [
        ("path = \"/../x\"", 8),
        ("path = \"//x\"", 8),
        ("path = \"/a//b\"", 8),
        ("path = \"/a\\\\b\"", 8),
        ("path = \"/%2e%2e/x\"", 8),
        ("path = \"/a%2fb/\"", 8),
        ("path = \"/%252e%252e/x\"", 8),
        ("path = \"/con/\"", 8),
        ("path = \"/x./\"", 8),
        ("path = \"C:/x\"", 8),
        ("slug = \"a/b\"", 8),
        ("slug = \"..\"", 8),
        ("slug = \"\"", 8),
        ("slug = \"nul\"", 8),
        ("slug = \"javascript:x\"", 8),
        ("aliases = [\"https://evil.org/\"]", 12),
        ("aliases = [\"//evil\"]", 12),
        ("aliases = [\"../x\"]", 12),
        ("aliases = [\"/x?y\"]", 12),
        ("aliases = [\"/%2e%2e/\"]", 12),
        ("aliases = [\"/a\\\\b\"]", 12),
    ] {
        let expected = format!("path/invalid content/a.md:3:{at}");
        check_page(&keys(line), &[&expected]);
    }
    let long = keys(&format!("slug = \"{}\"", "x".repeat(300)));
    check_page(&long, &["path/invalid content/a.md:3:8"]);
    let deep = keys(&format!("path = \"{}\"", "/abcdefghij".repeat(500)));
    check_page(&deep, &["path/invalid content/a.md:3:8"]);
    for line in ["slug = \"'\"", "slug = \"&<\"", "aliases = [\"/'; url=x/\"]"] {
        let (_, built) = site(&[("content/a.md", &keys(line))]);
        assert_eq!(built.has_errors(), line.contains('<'), "{line}");
    }
}

/// Two sources that ask for one place: both are named.
#[track_caller]
fn check_clash(files: &[File<'_>], first: &str, second: &str) {
    let (tree, built) = site(files);
    let found = &built.diagnostics[0];
    assert_eq!(found.code, "path/collision", "{found:?}");
    assert!(oracle::place(&tree, found).contains(first), "{found:?}");
    let other = found.related.first().map_or_else(
        || found.primary.as_ref().unwrap().note.clone(),
        |label| label.path.to_string(),
    );
    assert_eq!(other, second);
}

#[test]
fn two_sources_of_one_address_are_both_named() {
    let plain = page("x\n");
    let tagged = keys("tags = [\"a\"]");
    let dated = keys("date = 2026-01-01");
    let (a, b) = (("content/a.md", &*plain), ("content/b.md", &*plain));
    let us = |name: &str| format!("the generator writes `{name}` itself");
    check_clash(&[a, ("content/a/index.md", &plain)], "a/index.md", "content/a.md");
    check_clash(&[a, ("content/a/_index.md", &plain)], "a/_index.md", "content/a.md");
    check_clash(&[a, ("content/a/index.html", "x")], "a/index.html", "content/a.md");
    check_clash(
        &[a, ("content/b.md", &keys("slug = \"A\""))],
        "b.md:3:8",
        "content/a.md",
    );
    check_clash(&[a, ("content/b.md", &keys("aliases = [\"/a\"]"))], "b.md:3:12", a.0);
    check_clash(
        &[("content/\u{e9}.md", &plain), ("content/e\u{301}.md", &plain)],
        "content/\u{e9}.md",
        "content/e\u{301}.md",
    );
    check_clash(
        &[("content/A.png", "x"), ("content/a.png", "y")],
        "a.png",
        "content/A.png",
    );
    check_clash(&[a, ("content/a", "x")], "content/a.md", "content/a");
    check_clash(
        &[("content/b.txt", "x"), ("content/b.txt/c.txt", "y")],
        "content/b.txt/c.txt",
        "content/b.txt",
    );
    check_clash(
        &[("content/tags/_index.md", &plain), ("content/b.md", &tagged)],
        "tags/_index.md",
        &us("/tags/"),
    );
    check_clash(
        &[("content/tags/a.md", &plain), ("content/b.md", &tagged)],
        "tags/a.md",
        &us("/tags/a/"),
    );
    check_clash(
        &[("content/feed.xml", "<x/>"), ("content/b.md", &dated)],
        "content/feed.xml",
        &us("/feed.xml"),
    );
    check_clash(
        &[("content/b.md", &keys("path = \"/sitemap.xml/\""))],
        "b.md:3:8",
        &us("/sitemap.xml"),
    );
    check_clash(
        &[
            ("content/_index.md", &keys("paginate_by = 1")),
            a,
            b,
            ("content/page/2.md", &plain),
        ],
        "content/page/2.md",
        "content/_index.md",
    );
}

#[test]
fn files_that_could_run_or_call_home_are_refused() {
    for (path, text, code) in [
        ("x.svg", "<svg onload='x'/>", "published/drawing"),
        ("y.SVG", "<svg><script/></svg>", "published/drawing"),
        (
            "x.xml",
            "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
            "published/drawing",
        ),
        ("x.js", "x", "published/script"),
        ("x.svgz", "x", "published/script"),
        ("x.shtml", "x", "published/script"),
        ("x.html", "<script>x</script>", "published/html"),
        ("x.xhtml", "<script>x</script>", "published/html"),
        ("u.HTM", "<a href=' java\nscript:x'>", "published/html"),
        ("x.html", "<img src='\\\\x.org/a'>", "published/html"),
        (
            "x.html",
            "<img srcset='a.png 1x, https://x.org/b.png 2x'>",
            "published/off-origin",
        ),
        ("x.html", "<p style='background:url(//x.org/a)'>", "published/off-origin"),
        ("x.html", "<style>@import 'https://x.org/a'</style>", "published/style"),
        ("x.html", "<svg><image href='//x.org/a'/></svg>", "published/off-origin"),
        ("x.html", "<body background='//x.org/a'>", "published/off-origin"),
        ("x.html", "<a href=x ping=y>z</a>", "published/tracking"),
        ("x.css", "@import 'https://x.org/x.css';", "published/off-origin"),
        ("x.css", "a{background:u\\72l(\\68ttps://x.org)}", "published/off-origin"),
        ("x.css", "a{background:url( /**/ '//x.org')}", "published/off-origin"),
        ("x.css", "a{background:image-set('https://x.org' 1x)}", "published/off-origin"),
    ] {
        let path = format!("content/{path}");
        let (_, built) = site(&[(&path, text)]);
        let codes: Vec<_> = built.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, [code], "{path}: {text}");
    }
    let drawing = "a{background:url(\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>\")}";
    check(&[("content/x.css", drawing), ("content/x.xml", "<a/>")], &[]);
}

#[test]
fn names_that_some_host_cannot_store_are_refused() {
    for name in ["con.txt", "a:b.png", "end.", "a%2fb.png", "%2e%2e"] {
        let path = format!("content/{name}");
        check(&[(&path, "x")], &[&format!("path/invalid {path}:1:1")]);
    }
    for name in [".md", "???.md"] {
        let path = format!("content/{name}");
        check(&[(&path, &page("x"))], &[&format!("path/invalid {path}:1:1")]);
    }
}
