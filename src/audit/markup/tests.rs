use std::fmt::Write;

use super::*;

/// The tree as nested names, texts quoted, each with the bytes that it says it has.
fn drawn(text: &str) -> String {
    let document = Document::parse(text);
    let mut out = String::new();
    for node in document.root().descendants() {
        let depth = node.ancestors().count() - 1;
        let span = node.span();
        let own =
            node.text().map_or_else(|| node.name().to_owned(), |t| format!("{t:?}"));
        writeln!(out, "{}{own} {:?}", "  ".repeat(depth), &text[span]).unwrap();
    }
    out
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found = drawn(text);
    assert_eq!(found.lines().collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn nodes_know_their_bytes() {
    check(
        "<!DOCTYPE html><title>a &amp; b</title>\n<p class=x>Hi<br>\u{e9}<!-- c --></p>",
        &[
            r#"html """#,
            r#"  head """#,
            r#"    title "<title>""#,
            r#"      "a & b" "a &amp; b""#,
            r#"    "\n" "\n""#,
            r#"  body """#,
            r#"    p "<p class=x>""#,
            r#"      "Hi" "Hi""#,
            r#"      br "<br>""#,
            "      \"\u{e9}\" \"\u{e9}\"",
            r#"       "<!-- c -->""#,
        ],
    );
}

#[test]
fn an_element_that_is_opened_again_keeps_its_tag() {
    check(
        "<body><p><b id=x>one<p>two",
        &[
            r#"html """#,
            r#"  head """#,
            r#"  body "<body>""#,
            r#"    p "<p>""#,
            r#"      b "<b id=x>""#,
            r#"        "one" "one""#,
            r#"    p "<p>""#,
            r#"      b "<b id=x>""#,
            r#"        "two" "two""#,
        ],
    );
}

#[test]
fn raw_text_and_foreign_content_are_read_as_such() {
    check(
        "<body><textarea><b></textarea><style><i></style><svg><![CDATA[<q>]]></svg><plaintext></p>",
        &[
            r#"html """#,
            r#"  head """#,
            r#"  body "<body>""#,
            r#"    textarea "<textarea>""#,
            r#"      "<b>" "<b>""#,
            r#"    style "<style>""#,
            r#"      "<i>" "<i>""#,
            r#"    svg "<svg>""#,
            r#"      "<q>" "<![CDATA[<q>""#,
            r#"    plaintext "<plaintext>""#,
            r#"      "</p>" "</p>""#,
        ],
    );
}

#[test]
fn attributes_know_their_bytes_and_the_first_of_two_counts() {
    let text = "<p a='1' A=2 b c=\"\" d=\u{e9}>";
    let document = Document::parse(text);
    let p = document.elements().find(|node| node.is("p")).unwrap();
    let found: Vec<_> = p
        .attributes()
        .iter()
        .map(|a| (&*a.name, &*a.value, &text[a.span.clone()]))
        .collect();
    let e = "\u{e9}";
    let expected =
        [("a", "1", "a='1'"), ("b", "", "b"), ("c", "", "c"), ("d", e, "d=\u{e9}")];
    assert_eq!(found, expected);
}

#[test]
fn the_first_holder_of_an_identifier_is_found() {
    let document = Document::parse("<p id=a><b id=a></b><label for=a>");
    assert!(document.by_id("a").unwrap().is("p"));
    assert_eq!(document.labels_for("a").count(), 1);
    assert!(document.by_id("b").is_none());
}

#[test]
fn contents_of_a_template_are_inert() {
    let document = Document::parse("<template><p></template><b>");
    let find = |name| document.elements().find(|node| node.is(name)).unwrap();
    assert!(find("p").is_inert());
    assert!(!find("b").is_inert());
}

#[test]
fn no_depth_and_no_oddity_is_too_much() {
    let tags = [
        "div",
        "p",
        "b",
        "a",
        "li",
        "table",
        "td",
        "svg",
        "math",
        "button",
        "template",
        "form",
        "select",
        "option",
        "ul",
        "dd",
        "h1",
        "ruby",
        "frameset",
        "body",
        "font",
        "nobr",
        "foreignObject",
        "caption",
        "object",
    ];
    for tag in tags {
        let document = Document::parse(&format!("<{tag}>").repeat(5_000));
        let deepest = document.elements().map(|node| node.ancestors().count()).max();
        assert!(deepest.unwrap_or(0) < 2000, "{tag}: {deepest:?}");
    }
    let text: String =
        (0..400).fold(String::new(), |text, n| text + &format!("<b id=i{n}>"));
    let document = Document::parse(&("<p>".to_owned() + &text + &"<p>x".repeat(3_000)));
    assert!(document.is_cut() && document.len() < 40_000, "{}", document.len());
}
