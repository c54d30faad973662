use super::*;

/// The element with the identifier `t`, or the first of the body.
fn target<'d>(document: &'d Document<'d>) -> Node<'d> {
    let body = document.elements().find(|node| node.is("body")).unwrap();
    let first = || body.child_elements().next().unwrap();
    document.by_id("t").unwrap_or_else(first)
}

#[track_caller]
fn check_name(text: &str, expected: &str) {
    let document = Document::parse(text);
    let page = Page::new(&document);
    assert_eq!(page.name(target(&document)), expected, "{text}");
}

#[track_caller]
fn check_role(text: &str, expected: &str) {
    let document = Document::parse(text);
    let page = Page::new(&document);
    let role = page.role(target(&document)).map_or("-", |role| role.name);
    assert_eq!(role, expected, "{text}");
}

#[track_caller]
fn check_exposed(text: &str, expected: bool) {
    let document = Document::parse(text);
    let page = Page::new(&document);
    assert_eq!(page.is_exposed(target(&document)), expected, "{text}");
}

#[track_caller]
fn check_focus(text: &str, expected: bool) {
    let document = Document::parse(text);
    let page = Page::new(&document);
    assert_eq!(page.is_in_tab_order(target(&document)), expected, "{text}");
}

#[test]
fn names_come_from_aria_then_html_then_content() {
    check_name("<a href=x>a <b>b</b><i>c</i></a>", "a bc");
    check_name("<a href=x><div>a</div><div>b</div></a>", "a b");
    check_name("<a href=x><img alt=one> two<br>three</a>", "one two three");
    check_name("<button aria-label=' a  b '>c</button>", "a b");
    check_name("<button aria-label=' '>c</button>", "c");
    check_name(
        "<button id=t aria-labelledby='x y'>c</button><p id=x>X<p id=y hidden>Y",
        "X Y",
    );
    check_name(
        "<button id=t aria-labelledby='t x' aria-label=L></button><p id=x>X",
        "L X",
    );
    check_name("<button id=t aria-labelledby=gone>c</button>", "c");
    check_name("<button title=t></button>", "t");
    check_name(
        "<button><span hidden>a</span><span aria-hidden=true>b</span></button>",
        "",
    );
    check_name("<button><span title=a></span></button>", "a");
    check_name("<div role=none>a</div>", "");
    check_name("<p>a</p>", "");
}

#[test]
fn fields_are_named_by_labels() {
    check_name("<label>A <input id=t value=v> b</label>", "A b");
    check_name("<label for=t>A</label><input id=t>", "A");
    check_name("<label for=t hidden>A</label><input id=t>", "A");
    check_name("<label for=x>A <input id=t></label>", "");
    check_name(
        "<label for=t>in <input value=5> days</label><input id=t type=checkbox>",
        "in 5 days",
    );
    check_name(
        "<label for=t>by <select><option>mail<option selected>phone</select></label><input id=t>",
        "by phone",
    );
    check_name("<input placeholder=p>", "p");
    check_name("<input type=submit>", "Submit");
    check_name("<input type=image>", "");
    check_name("<fieldset><legend>L</legend></fieldset>", "L");
    check_name("<table><caption>C</caption><tr><td>x</table>", "C");
    check_name("<figure><figcaption>F</figcaption></figure>", "F");
    check_name("<svg id=t role=img><title>T</title></svg>", "T");
    check_name("<a id=t href=x><svg><g><title>T</title></g></svg></a>", "T");
    check_name("<details><summary id=t>S</summary></details>", "S");
}

#[test]
fn roles_are_those_of_html_unless_the_author_says_otherwise() {
    check_role("<a>x</a>", "generic");
    check_role("<a href>x</a>", "link");
    check_role("<header>x</header>", "banner");
    check_role("<main><header id=t>x</header></main>", "generic");
    check_role("<section>x</section>", "generic");
    check_role("<section aria-label=x>x</section>", "region");
    check_role("<img alt=''>", "none");
    check_role("<img alt='' title=x>", "none");
    check_role("<img alt='' tabindex=0>", "img");
    check_role("<input type=bogus>", "textbox");
    check_role("<select size=3></select>", "listbox");
    check_role("<table role=grid><tr><td id=t>x</table>", "gridcell");
    check_role("<table><tr><th id=t>x</th></tr></table>", "columnheader");
    check_role("<div role='bogus LINK'>x</div>", "link");
    check_role("<div role='widget'>x</div>", "generic");
    check_role("<button role=none>x</button>", "button");
    check_role("<ul role=none><li id=t>x</ul>", "none");
    check_role("<h1 role=presentation aria-label=x>x</h1>", "heading");
}

#[test]
fn what_is_hidden_is_not_exposed() {
    check_exposed("<p>x", true);
    check_exposed("<p hidden>x", false);
    check_exposed("<p style='display: none'>x", false);
    check_exposed("<style>.h { display: none }</style><p id=t class=h>x", false);
    check_exposed(
        "<style>.h { display: none } #t { display: block }</style><p id=t class=h>x",
        true,
    );
    check_exposed("<div style='visibility:hidden'><p id=t>x</div>", false);
    check_exposed(
        "<div style='visibility:hidden'><p id=t style='visibility:visible'>x</div>",
        true,
    );
    check_exposed("<div aria-hidden=true><p id=t>x</div>", false);
    check_exposed("<div inert><p id=t>x</div>", false);
    check_exposed("<video controls><p id=t>x</video>", false);
    check_exposed("<details><p id=t>x</details>", true);
    check_exposed("<dialog id=t>x</dialog>", false);
    check_exposed("<input type=hidden style='display:block'>", false);
}

#[test]
fn the_tab_key_reaches_what_html_says() {
    check_focus("<a href>x</a>", true);
    check_focus("<a>x</a>", false);
    check_focus("<p tabindex=0>x", true);
    check_focus("<p tabindex=-1>x", false);
    check_focus("<p tabindex=x>x", false);
    check_focus("<button disabled>x</button>", false);
    check_focus("<fieldset disabled><input id=t></fieldset>", false);
    check_focus("<fieldset disabled><legend><input id=t></legend></fieldset>", true);
    check_focus("<div inert><a id=t href>x</a></div>", false);
    check_focus("<details><summary id=t>x</summary></details>", true);
    check_focus("<button style='visibility:hidden'>x</button>", false);
}
