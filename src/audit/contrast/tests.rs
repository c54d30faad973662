use super::*;
use crate::audit::markup::Document;

/// The faults of a page with this style: identifier, both colors, and a question mark if unsure.
#[track_caller]
fn check(style: &str, body: &str, expected: &[&str]) {
    let text = format!("<html><style>{style}</style><body>{body}");
    let document = Document::parse(&text);
    let told = |fault: Fault<'_>| {
        let mut colors = fault.message.split('`').skip(1).step_by(2);
        let (text, ground) = (colors.next().unwrap(), colors.next().unwrap());
        let id = fault.node.attribute("id").unwrap_or_default();
        let sign = if fault.is_sure { "" } else { "?" };
        format!("{id} {text} {ground}{sign}")
    };
    let found: Vec<_> = faults(&Page::new(&document)).into_iter().map(told).collect();
    assert_eq!(found, expected, "{style}");
}

const P: &str = "<p id=p class='a b'>Words</p>";

#[test]
fn the_heavier_the_later_and_the_important_win() {
    check("p { color: #aaa }", P, &["p #aaaaaa #ffffff"]);
    check("p.a { color: #222 } p { color: #aaa }", P, &[]);
    check(".a { color: #222 } .b { color: #aaa }", P, &["p #aaaaaa #ffffff"]);
    check("p { color: #222 !important } #p { color: #aaa }", P, &[]);
    check(
        "@layer x { #p { color: #aaa } } p { color: #222 } @layer y { #p { color: #bbb } }",
        P,
        &[],
    );
    check(
        "@layer x { p { color: #222 !important } } p { color: #aaa !important }",
        P,
        &[],
    );
    check("body { color: #aaa } p { color: initial }", P, &[]);
    check("body { color: #222 } p { color: #aaa; color: inherit }", P, &[]);
    check("p { color: var(--gone) }", P, &[]);
    check("p { color: nonsense }", P, &[]);
}

#[test]
fn grounds_lie_over_each_other() {
    let body = "<div><p id=p>Words</p></div>";
    check("div { background: #222 }", body, &["p #000000 #222222"]);
    check(
        "div { background: #222 } p { background: none }",
        body,
        &["p #000000 #222222"],
    );
    check(
        "div { background: rgb(0 0 0 / .5) } p { color: #aaa }",
        body,
        &["p #aaaaaa #808080"],
    );
    check("div { background: #222 url(a.png); color: #333 }", body, &[]);
    check(
        "div { background: url(a.png) } p { color: #aaa; background: #fff }",
        body,
        &["p #aaaaaa #ffffff"],
    );
    check("div { position: fixed } p { color: #aaa }", body, &["p #aaaaaa #ffffff?"]);
    check("div { opacity: .5 } p { color: #555 }", body, &["p #aaaaaa #ffffff?"]);
    check("p { color: #aaa; text-shadow: 0 0 2px #000 }", body, &["p #aaaaaa #ffffff?"]);
}

#[test]
fn what_browsers_lay_under_something_may_be_taken_away() {
    let body = "<div><button id=b>Words</button> <mark id=m>Words</mark></div>";
    let clear = "button, mark { background: none; color: #767676 }";
    check(clear, body, &[]);
    check(
        &format!("div {{ background: #ddd }} {clear}"),
        body,
        &["b #767676 #dddddd", "m #767676 #dddddd"],
    );
    check("button { background: revert; color: #767676 }", body, &["b #767676 #efefef?"]);
}

#[test]
fn sizes_decide_how_much_is_enough() {
    check("p { color: #888; font-size: 24px }", P, &[]);
    check("body { font-size: 87.5% } p { color: #888; font-size: 1.714em }", P, &[]);
    check("p { color: #888; font: bold 19px serif }", P, &[]);
    check("p { color: #888; font-size: 19px }", P, &["p #888888 #ffffff"]);
    check(
        "html { font-size: 62.5% } p { color: #888; font-size: 1.6rem }",
        P,
        &["p #888888 #ffffff"],
    );
    check(
        "p { color: #888; font-size: clamp(1rem, 4vw, 3rem) }",
        P,
        &["p #888888 #ffffff?"],
    );
    check("h1 { color: #888 }", "<h1 id=h>Words</h1>", &[]);
}

#[test]
fn what_is_not_seen_or_switched_off_is_left_out() {
    for hidden in ["display: none", "visibility: hidden", "font-size: 0", "opacity: 0"] {
        check(&format!("p {{ color: #aaa; {hidden} }}"), P, &[]);
    }
    let body = "<label for=f id=l>Words</label><input id=f disabled>";
    check("label { color: #aaa }", body, &[]);
    check("div { color: #aaa }", "<div aria-disabled=true>Words</div>", &[]);
    check("p { color: #aaa }", "<p id=p>–</p><p aria-hidden=true>Words</p>", &[]);
    check("p:checked { color: #aaa }", P, &[]);
    check("@media print { p { color: #aaa } }", P, &[]);
    check("p::before { color: #aaa }", P, &[]);
}

#[test]
fn dark_pages_are_looked_at_in_the_dark() {
    let dark = "@media (prefers-color-scheme: dark) { body { background: #111 } }";
    check(dark, P, &["p #000000 #111111"]);
    check(&format!("{dark} :root {{ color-scheme: light dark }}"), P, &[]);
    check(
        ":root { color-scheme: light dark } p { color: #333 }",
        P,
        &["p #333333 #121212?"],
    );
    check("p { color: light-dark(#222, #aaa) }", P, &[]);
}

#[test]
fn many_odd_rules_cost_no_more_than_their_length() {
    let pieces = [
        ("a{color:red;", "<p>x"),
        ("*>*~*+* *{color:#aaa}", "<b>x"),
        (":not(:is(a b,:not(c d))){color:#aaa}", "<i>x"),
        ("p:hover p{color:#aaa}", "<p>x<p>"),
        ("*:hover{color:#aaa}", "<div>x"),
        ("@media(x){", "<p>x"),
        ("p{--a:var(--a)var(--a);color:var(--a)}", "<p style='--b:var(--a)'>x"),
        (".a::before{position:absolute;background:red}", "<div class=a>x"),
    ];
    for (rule, piece) in pieces {
        let text = format!("<style>{}</style>{}", rule.repeat(500), piece.repeat(500));
        let document = Document::parse(&text);
        for fault in faults(&Page::new(&document)) {
            assert!(document.len() > fault.node.place());
        }
    }
}

proptest::proptest! {
    #[test]
    fn no_soup_of_signs_is_too_odd(parts in proptest::collection::vec(
        proptest::sample::select(vec![
            "a", ".b", "#c", ":hover", ":not(", ":nth-child(", "2n+", "-1", ")", "[", "]", "=",
            "{", "}", ";", ":", "color", "background", "font", "#aaa", "rgb(", "var(", "--x", ",",
            "@media", "@layer", "@import", "@supports", "(", "'", "\"", "\\", "/*", "*/", "&", ">",
            "+", "~", " ", "\n", "é", "opacity", ".5", "!important", "light-dark(", "%", "em",
            "position:absolute", "::before", "*", "url(", "calc(", "<!--",
        ]), 0..80))
    {
        let style: String = parts.concat();
        let text = format!(
            "<style>{style}</style><a href=x class=b id=c style=\"{style}\">x<b>y</b></a>",
        );
        let document = Document::parse(&text);
        let found = faults(&Page::new(&document));
        proptest::prop_assert!(found.iter().all(|one| one.node.is_element()));
    }
}
