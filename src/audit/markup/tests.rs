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
        let text = format!("<{tag}>").repeat(5_000);
        let document = Document::parse(&text);
        let deepest = document.elements().map(|node| node.ancestors().count()).max();
        assert!(deepest.unwrap_or(0) < 2000, "{tag}: {deepest:?}");
    }
    let text: String =
        (0..400).fold(String::new(), |text, n| text + &format!("<b id=i{n}>"));
    let text = "<p>".to_owned() + &text + &"<p>x".repeat(3_000);
    let document = Document::parse(&text);
    assert!(document.is_cut() && document.len() < 40_000, "{}", document.len());
}

/// Whether a page is read straight; then html5ever must build the same tree.
#[track_caller]
fn is_tidy(text: &str) -> bool {
    let Some(tidy) = tidy::parse(text) else { return false };
    let told = |document: &Document| -> Vec<_> {
        let one = |entry: &Entry| {
            let is_space = |text: &str| text.chars().all(char::is_whitespace);
            // html5ever keeps spaces within tables until it meets the next tag.
            let is_spaced = matches!(&entry.kind, Kind::Text(text) if is_space(text));
            let span = if is_spaced { 0..0 } else { entry.span.clone() };
            // A text is the same whether others hold it too or not.
            let kind = format!("{:?}", entry.kind).replace("(shared:", "(owned:");
            format!("{kind} {span:?} {} {}", entry.parent, entry.end)
        };
        document.entries.iter().map(one).collect()
    };
    let whole = parse::parse(text);
    for (tidy, whole) in told(&tidy).iter().zip(&told(&whole)) {
        assert_eq!(tidy, whole, "{text}");
    }
    assert_eq!(tidy.len(), whole.len(), "{text}");
    true
}

fn framed(body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset='utf-8'>\n<title>A &amp; \
         b</title><!-- c --><style>a{{b:c}} /* <b> & */</style>\n</head>\n<body class=\"x\">\
         \n{body}</body>\n</html>\n"
    )
}

#[test]
fn pages_without_a_slip_are_read_straight() {
    for body in [
        "",
        "<p>A <b>b</b> <a href=\"?a=1&amp;b=2\" hidden>c&#8217;</a><br/>d</p>\n",
        "<ul>\n<li>a<ul><li><p>b</p></li></ul></li>\n</ul><!-- c -->d",
        "<table>\n<caption>a</caption><thead>\n<tr>\n<th scope=col>a</th></tr></thead></table>",
        "<table>\n<caption>a</caption><thead>\n<tr>\n<th id=\"a\">a</th></tr> </thead></table>",
        "<pre tabindex=\"0\">\n\na</pre><pre>\n</pre><details><summary>a</summary></details>",
        "<svg viewBox=\"0 0 1 1\"><path d='M0'/><g><path d=\"\"></path></g></svg>",
        "<dl><div><dt>a</dt><dd>b</dd></div></dl><h2 id=\"a\">a</h2><hr>",
        "<p>a <span itemprop=\"b\">c</span><meta itemprop=\"d\" content=\"1\"></p>",
        "<label for=\"a\">a</label><input id=\"a\"><button><b><b><b><b>x</b></b></b></b></button>",
    ] {
        let is_quoted = !body.contains("=col");
        assert_eq!(is_tidy(&framed(body)), is_quoted, "{body}");
    }
}

#[test]
fn every_slip_is_left_to_html5ever() {
    for body in [
        "<p>a",
        "<p><div></div></p>",
        "<a href=\"\"><span><a href=\"\">a</a></span></a>",
        "<b><p>a</b></p>",
        "<table><tr><td>a</td></tr></table>",
        "<table>a<tbody></tbody></table>",
        "<li>a</li>",
        "<ul><li><div><li>a</li></div></li></ul>",
        "<h1><h2>a</h2></h1>",
        "<p>a &copy b</p>",
        "<p>&#128;</p>",
        "<br a=\"1\"a=\"2\">",
        "<p a=\"1\" a=\"2\">a</p>",
        "<div/>a</div>",
        "<svg viewbox=\"1\"></svg>",
        "<title>a</title>",
        "<select><option>a</option></select>",
        "<P>a</P>",
        "<p a =\"b\">c</p>",
        "</p>",
        "a\rb",
        "a\0b",
    ] {
        assert!(!is_tidy(&framed(body)), "{body}");
    }
    assert!(!is_tidy("<p>a</p>") && !is_tidy("<!doctype html><p>a</p>"));
}

/// Pieces of pages, most of which fit together.
const PIECES: [&str; 65] = [
    "<meta itemprop=\"a\">",
    "<p>",
    "</p>",
    "<div class=\"a\">",
    "</div>",
    "<ul>",
    "</ul>",
    "<li>",
    "</li>",
    "<b>",
    "</b>",
    "<a href=\"b\">",
    "</a>",
    "<em>",
    "</em>",
    "<table>",
    "</table>",
    "<tbody>",
    "</tbody>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<h2>",
    "</h2>",
    "<pre>",
    "</pre>",
    "<dl>",
    "</dl>",
    "<dt>",
    "</dt>",
    "<svg class=\"a\">",
    "</svg>",
    "<path d=\"m\"/>",
    "<path>",
    "</path>",
    "<br>",
    "<hr>",
    "\n",
    " ",
    "word",
    "&amp;",
    "&lt;b&gt;",
    "&#65;",
    "<!-- a -->",
    "<!---->",
    "<span id='a'>",
    "</span>",
    "<button>",
    "</button>",
    "<details>",
    "</details>",
    "<summary>",
    "</summary>",
    "<caption>",
    "</caption>",
    "<thead>",
    "</thead>",
    "<th>",
    "</th>",
    "<input>",
    "<code>",
    "</code>",
    "<section>",
    "</section>",
];

proptest::proptest! {
    #[test]
    fn what_is_read_straight_is_read_as_html5ever_does(
        pieces in proptest::collection::vec(0..PIECES.len(), 0..14),
        close in proptest::bool::weighted(0.9),
    ) {
        let mut body = String::new();
        let mut open: Vec<String> = Vec::new();
        for at in pieces {
            let piece = PIECES[at];
            // An end tag ends what is open, mostly.
            if piece.starts_with("</") && close {
                body.extend(open.pop());
                continue;
            }
            let name: String = piece.chars().skip(1).take_while(|c| c.is_alphanumeric()).collect();
            let is_void = ["br", "hr", "input", "meta"].contains(&&*name) || piece.ends_with("/>");
            if piece.starts_with('<') && !piece.starts_with("<!") && !is_void {
                open.push(format!("</{name}>"));
            }
            body.push_str(piece);
        }
        while let Some(end) = open.pop().filter(|_| close) {
            body.push_str(&end);
        }
        is_tidy(&framed(&body));
    }
}
