//! Templates and themes.

use super::*;

/// What is said of a theme that replaces one file: `code file:line:column`, the first only.
#[track_caller]
fn check_theme(file: &str, text: &str, expected: &str) {
    let path = format!("themes/default/{file}");
    let body = page(if text.contains("rec") { ":::rec\n" } else { "x\n" });
    let (tree, built) = site(&[("content/a.md", &body), (&path, text)]);
    let said = built.diagnostics.first().map(|found| oracle::place(&tree, found));
    let said = said.unwrap_or_default().replace("themes/default/", "");
    assert_eq!(said, expected, "{:?}", built.diagnostics.first());
}

#[track_caller]
fn check_template(text: &str, expected: &str) {
    let expected = format!("{expected} ").replacen(' ', " templates/page.html:", 1);
    check_theme("templates/page.html", text, expected.trim_end());
}

/// `count` times `open`, then `x`, then as many `close`.
fn nested(open: &str, close: &str, count: usize) -> String {
    format!("{}x{}", open.repeat(count), close.repeat(count))
}

#[test]
fn expressions_without_end_are_refused() {
    let chain = |sign: &str, count: usize| format!("{{{{ 1{} }}}}", sign.repeat(count));
    let quoted = format!("{{{{ \"}}}}\" ~ 1{} }}}}", "+1".repeat(100_000));
    for text in [
        chain("+1", 1900),
        chain("~1", 1900),
        chain(" and 1", 600),
        chain("|upper", 650),
        chain(" if true else 1", 260),
        format!("{{{{ {}1 }}}}", "(".repeat(2000)),
        quoted,
    ] {
        let (_, built) = site(&[("themes/default/templates/page.html", &text)]);
        assert!(built.has_errors(), "{text:.100}");
        assert!(built.diagnostics[0].code.starts_with("template/"));
    }
    check_template(&chain("+1", 100_000), "template/too-long 1:1");
    let elif =
        format!("{{% if true %}}{}{{% endif %}}", "{% elif true %}x".repeat(20_000));
    check_template(&elif, "template/too-long 1:1614");
}

#[test]
fn blocks_without_end_are_refused() {
    for (open, close) in [
        ("{% if true %}", "{% endif %}"),
        ("{% for a in [1] %}", "{% endfor %}"),
        ("{% filter upper %}", "{% endfilter %}"),
        ("{% set a %}", "{% endset %}"),
    ] {
        let (_, built) =
            site(&[("themes/default/templates/page.html", &nested(open, close, 20_000))]);
        assert_eq!(built.diagnostics[0].message, "the template nesting is too deep");
    }
    check_template("{% include \"page.html\" %}", "template/circle 1:1");
    check_template("{% extends \"page.html\" %}", "template/circle 1:1");
    check_template("{% extends \"nope.html\" %}", "template/missing 1:1");
    check_template(
        "{% for i in range(end=100000000000) %}{% endfor %}",
        "template/error 1:13",
    );
    let output = format!(
        "{{% for i in range(end=1000) %}}{{% for j in range(end=1000) %}}{}{{% endfor %}}{{% endfor %}}",
        "x".repeat(100)
    );
    check_template(&output, "template/error 1:1");
    let recursive =
        "{% component rec() {\"kind\": \"leaf\"} %}{{ <rec /> }}{% endcomponent %}";
    check_theme("components/x.html", recursive, "template/error components/x.html:1:1");
}

#[test]
fn what_a_template_lacks_is_named() {
    check_template("{{ nope }}", "template/error 1:4");
    check_template("{{ page.titel }}", "template/error 1:9");
    check_template("x\n{% if true %}", "template/error 2:12");
    check_template("{{ __tera_context }}", "template/ambient 1:4");
    check_template("{{ 1 / 0 }}", "template/error 1:8");
}

#[test]
fn a_theme_cannot_make_a_page_live() {
    check_template("<script>x</script>", "published/html 1:1");
    check_template("<p {{ page.title }} onclick=x>", "published/html 1:1");
    check_template("<img src=\"//x.org/{{ page.title }}\">", "published/html 1:1");
    check_theme(
        "templates/page.html",
        "<{{ \"sc\" }}ript>x",
        "published/script theme.toml:1:1",
    );
    let css = "assets/style.css";
    check_theme(css, "</style><b>", "published/html assets/style.css:1:1");
    check_theme(
        css,
        "\n@import 'https://x.org';",
        "published/off-origin assets/style.css:2:10",
    );
    check_theme("assets/x.js", "x", "published/script assets/x.js:1:1");
    check_theme(
        "assets/x.svg",
        "<svg onload='x'/>",
        "published/drawing assets/x.svg:1:1",
    );
    check_theme("assets/a:b.txt", "x", "path/invalid assets/a:b.txt:1:1");
}

#[test]
fn a_themes_files_are_of_the_right_type() {
    check_theme("theme.toml", "nmae = 1\n", "value/unknown-key theme.toml:1:1");
    check_theme("strings/en.toml", "home = 3\n", "value/type strings/en.toml:1:8");
    check_theme(
        "strings/en.toml",
        "home = \"\\u0007\"\n",
        "value/control strings/en.toml:1:8",
    );
    let component = |kind: &str| {
        format!("{{% component x() {{\"kind\": {kind}}} %}}{{% endcomponent %}}")
    };
    check_theme(
        "components/y.html",
        &component("3"),
        "component/kind components/y.html:1:1",
    );
    check_theme(
        "components/y.html",
        &component("\"blok\""),
        "component/kind components/y.html:1:1",
    );
}
