//! Articles: whatever stands in them, the page stays dead and the words stay whole.

use super::*;

/// What is said of a body, each place as `code line:column` of the body.
#[track_caller]
fn check_body(body: &str, expected: &[&str]) -> Build {
    let text = page(body);
    let files = [
        ("content/a.md", &*text),
        ("content/a.png", "x"),
        ("content/references.yaml", "k: {type: Report, title: T}\n"),
    ];
    let (tree, built) = site(&files);
    let said: Vec<_> = built
        .diagnostics
        .iter()
        .filter(|found| found.code != "citation/uncited")
        .map(|found| oracle::place(&tree, found).replace("content/a.md:", ""))
        .collect();
    assert_eq!(said, expected, "{body:.200} {:#?}", built.diagnostics.first());
    built
}

/// The HTML of a body that is accepted.
#[track_caller]
fn check_html(body: &str, expected: &str) {
    let built = check_body(body, &[]);
    let html = html(&built, "a/index.html");
    let (_, rest) = html.split_once("<div class=\"text\">\n").unwrap();
    let (text, _) = rest.split_once("\n</div>\n</main>").unwrap();
    assert_eq!(text.trim(), expected);
}

#[test]
fn links_that_run_or_climb_are_refused_in_every_spelling() {
    for body in [
        "[a](javascript:alert(1))",
        "[a](java&#x73;cript&colon;alert(1))",
        "[a](<java\tscript:x>)",
        "[a][x]\n\n[x]: JaVaScRiPt:alert(1)",
        "<javascript:alert(1)>",
        "![a](data:image/png;base64,xx)",
        "[a](vbscript:x)",
        "[a](//evil.org)",
        "[a](/\\evil.org)",
        "[a](http:evil.org)",
        "[a](https:)",
        "<a href=\"&#106;avascript:x\">x</a>",
        ":::figure{src=\"javascript:x\" alt=\"a\"}\n:::",
        ":::figure{src=\"data:image/svg+xml,x\" alt=\"a\"}\n:::",
        ":::figure{src=\"//evil.org/x.png\" alt=\"a\"}\n:::",
    ] {
        check_body(body, &["link/scheme 4:1"]);
    }
    check_body("![a](https://x.org/a.png)", &["image/off-origin 4:1"]);
    for (target, code) in [
        ("%2e%2e/site.toml", "link/missing-file"),
        ("%252e%252e/x", "link/missing-file"),
        ("@/..%2fsite.toml", "link/missing-file"),
        ("@/../site.toml", "link/missing-file"),
        ("../../etc/passwd", "link/missing-page"),
        ("/../x", "link/missing-page"),
        ("/%2e%2e/x", "link/missing-page"),
        ("%00", "link/missing-file"),
        ("%1b[31m", "link/missing-file"),
    ] {
        check_body(&format!("[a]({target})"), &[&format!("{code} 4:1")]);
    }
}

#[test]
fn live_html_is_refused_where_it_stands() {
    for (body, at) in [
        ("<script>alert(1)", "4:1"),
        ("x <ScRiPt>", "4:3"),
        ("<img src=a.png onerror=y>", "4:1"),
        ("<p style=\"x\">", "4:1"),
        ("<svg>", "4:1"),
        ("<math>", "4:1"),
        ("<iframe>", "4:1"),
        ("<details ontoggle=x>", "4:1"),
        ("<!DOCTYPE html>", "4:1"),
        ("> [!NOTE]\n> <script>", "5:3"),
        ("- [x] <script>", "4:7"),
        ("## A {#<script>}", "4:8"),
    ] {
        let expected = format!("html/refused {at}");
        let (tree, built) =
            site(&[("content/a.md", &page(body)), ("content/a.png", "x")]);
        assert_eq!(
            oracle::place(&tree, &built.diagnostics[0]).replace("content/a.md:", ""),
            expected
        );
    }
    check_body(
        "[a <a href=\"https://x.org\">b</a>](https://y.org)",
        &["html/nesting 4:4"],
    );
}

#[test]
fn nothing_breaks_out_of_an_attribute_or_a_tag() {
    check_html(
        "[a](https://x.org \"t\\\" onclick=\\\"x\")",
        "<p><a href=\"https://x.org\" title=\"t&quot; onclick=&quot;x\">a</a></p>",
    );
    check_html(
        "![a\" onerror=\"x](a.png)",
        "<p><img src=\"../a.png\" alt=\"a&quot; onerror=&quot;x\" loading=\"lazy\"></p>",
    );
    check_html(
        "```x\" onclick=\"y\n</code><script>\n```",
        "<pre tabindex=\"0\"><code>&lt;/code&gt;&lt;script&gt;\n</code></pre>",
    );
    check_html(
        ":abbr[a\"b]{title=\"\\\"'x\"}",
        "<p><abbr title=\"&quot;&#39;x\">a&quot;b</abbr></p>",
    );
    check_html(
        "&lt;script&gt; &#0; &#xd800; &amp;lt;",
        "<p>&lt;script&gt; \u{fffd} \u{fffd} &amp;lt;</p>",
    );
    check_html("a\0b\u{fffe}c\u{85}\u{1}", "<p>a\u{fffd}b\u{fffd}c\u{fffd}\u{fffd}</p>");
    let quoted = "## A {#x\"onclick=\"y}\n\n[l](#x\"onclick=\"y)";
    let built = check_body(quoted, &[]);
    assert!(html(&built, "a/index.html").contains("<h2 id=\"x&quot;onclick=&quot;y\">"));
    check_body("x [@k, <script>]", &["component/text 4:8"]);
}

#[test]
fn anchors_of_the_generator_stay_its_own() {
    let body = "## Footnotes\n\n## Main\n\n## Table 1\n\n## Table\n\n## Table\n\n| a |\n|-|\n| b |\n\nTable: c\n\nx[^1] [@k]\n\n[^1]: y[^1]\n";
    check_body(body, &[]);
    check_body("## A {#main}", &["anchor/reserved 4:1"]);
    check_body("## A {#fnref-1-2}", &["anchor/reserved 4:1"]);
    check_body("## A {#x}\n\n## B {#x}", &["anchor/repeated 6:1"]);
    check_body("x[^1]\n\n[^1]: a\n\n[^1]: b", &["footnote/repeated 8:1"]);
    check_body("x[^nope]", &["footnote/missing 4:2"]);
}

#[test]
fn components_take_what_is_theirs_and_no_more() {
    check_html("a :abbr[x\r\n\r\nb] c", "<p>a :abbr[x</p>\n<p>b] c</p>");
    check_html(
        "> :abbr[x\n> b]{title=\"y\"}",
        "<blockquote>\n<p><abbr title=\"y\">x\nb</abbr></p>\n</blockquote>",
    );
    check_body("- :abbr[x\n- b]{title=\"y\"}", &["component/text 5:1"]);
    check_body(":abbr[*x*]{title=\"y\"}", &["component/text 4:7"]);
    check_body(
        ":abbr[x]{title=\"a\\\u{7}b\"}",
        &["component/missing-argument 4:1", "component/syntax 4:10"],
    );
    check_body(":::nope\n:::", &["component/unknown 4:1"]);
    check_body(":::warning{title=\"a\"}\nx", &["component/unclosed 4:1"]);
    check_body(":::", &["component/nesting 4:1"]);
    check_html("`a\n      :::b`", "<p><code>a       :::b</code></p>");
    check_html(
        "[a](https://x.org \"t\n      :::b\")",
        "<p><a href=\"https://x.org\" title=\"t\n:::b\">a</a></p>",
    );
    check_html(
        "a `<?>` <?>\n\n    :::x",
        "<p>a <code>&lt;?&gt;</code> &lt;?&gt;</p>\n<pre tabindex=\"0\"><code>:::x</code></pre>",
    );
}

#[test]
fn depth_ends_in_one_error() {
    let (quotes, emphasis) = ("> ".repeat(5000), "*a ".repeat(3000));
    check_body(&format!("{quotes}x"), &["text/depth 4:201"]);
    check_body(&format!("{emphasis}x{}", "*".repeat(3000)), &["text/depth 4:298"]);
    let warnings = ":::warning{title=\"a\"}\n".repeat(60);
    check_body(&format!("{warnings}x\n{}", ":::\n".repeat(60)), &[]);
    let (_, built) =
        site(&[("content/a.md", &page(&":::warning{title=\"a\"}\n".repeat(20_000)))]);
    assert!(built.has_errors());
    check_html(
        &format!("{}x{}", "![".repeat(3000), "](a.png)".repeat(3000)),
        "<p><img src=\"../a.png\" alt=\"x\" loading=\"lazy\"></p>",
    );
}
