//! A generator of odd pages, drawings and style sheets: the same from the same number.
//!
//! It knows the ways in which HTML is unlike what it looks like: parts of tables that land before
//! the table, formatting that is opened again, drawings within pages and pages within drawings,
//! templates, elements without an end, elements that end others, and text that is no text.

use std::fmt::Write;

/// Numbers that look random, from a first one (`SplitMix64`).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(super) fn roll(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.roll(list.len())]
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.roll(count) == 0
    }

    /// A size, small ones far more often.
    fn size(&mut self, most_bits: usize) -> usize {
        let bits = self.roll(most_bits) + 1;
        self.roll(1 << bits)
    }
}

/// Elements that are read together, so that a page stays with one trouble for a while.
const MOODS: &[&[&str]] = &[
    &[
        "table", "tr", "td", "th", "tbody", "thead", "caption", "colgroup", "col", "b",
        "a", "form",
    ],
    &[
        "a", "b", "i", "u", "em", "strong", "nobr", "font", "code", "p", "div", "big",
        "table",
    ],
    &[
        "svg",
        "math",
        "foreignObject",
        "desc",
        "title",
        "mi",
        "mo",
        "mtext",
        "annotation-xml",
        "p",
    ],
    &[
        "template", "tr", "td", "div", "table", "col", "body", "html", "select",
        "script", "style",
    ],
    &[
        "select", "option", "optgroup", "input", "keygen", "textarea", "table", "tr",
        "hr", "div",
    ],
    &["ul", "ol", "li", "dl", "dt", "dd", "menu", "div", "p", "address", "template"],
    &[
        "form", "input", "label", "button", "fieldset", "legend", "select", "option",
        "textarea",
    ],
    &["h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "section", "header", "main", "nav"],
    &[
        "title", "style", "script", "textarea", "iframe", "xmp", "noframes", "noscript",
        "listing",
    ],
    &[
        "details", "summary", "img", "picture", "source", "video", "audio", "track",
        "object", "p",
    ],
    &[
        "html", "head", "body", "frameset", "frame", "base", "meta", "link", "br",
        "image", "wbr",
    ],
    &[
        "ruby",
        "rb",
        "rt",
        "rtc",
        "rp",
        "span",
        "q",
        "blockquote",
        "pre",
        "plaintext",
        "marquee",
    ],
];

/// Attributes that rules look at; each may stand on anything.
const ATTRIBUTES: &[&str] = &[
    "id=a",
    "id=b",
    "id=\"c d\"",
    "for=a",
    "for=b",
    "href",
    "href=#a",
    "href='../x?y#z'",
    "name=a",
    "role=list",
    "role=row",
    "role=none",
    "role='button img'",
    "role=tablist",
    "role=treeitem",
    "role=\"\"",
    "aria-labelledby='a b'",
    "aria-labelledby=a",
    "aria-describedby='b c'",
    "aria-owns='a b'",
    "aria-owns=a",
    "aria-hidden=true",
    "aria-label=' '",
    "aria-level=9",
    "aria-checked=mixed",
    "aria-expanded",
    "alt",
    "alt='x'",
    "tabindex=-1",
    "tabindex=9999999999",
    "hidden",
    "lang=x-y",
    "lang",
    "xml:lang=de",
    "headers='a b'",
    "scope=row",
    "colspan=0",
    "rowspan=0",
    "colspan=65535",
    "rowspan=65535",
    "span=1000",
    "style='display:none'",
    "style=\"letter-spacing:0!important;line-height:1 !important\"",
    "style='a:b;;:;{'",
    "open",
    "disabled",
    "type=image",
    "type=hidden",
    "type=radio",
    "autocomplete='section-a work tel'",
    "http-equiv=refresh content='3;url=x'",
    "name=viewport content='maximum-scale=1,,;='",
    "srcset='a 1x, b 2x,,c'",
    "src=data:,x",
    "usemap=#a",
    "xlink:href='#a'",
    "encoding=text/html",
    "contenteditable",
    "class='a b c'",
    "title",
    "=x",
    "/",
    "\"",
    "'",
    "a=b\0",
    "\u{e9}=\u{1f600}",
    "onclick=x()",
    "value=''",
    "list=a",
    "form=a",
    "popover",
    "inert",
    "is=x",
    "shadowrootmode=open",
];

/// What stands between tags.
const TEXTS: &[&str] = &[
    "x",
    "word word",
    " ",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{fffd}",
    "&",
    "&#",
    "&#0;",
    "&#x110000;",
    "&amp",
    "&notit;",
    "&nbsp;",
    "&lt",
    "<",
    "</",
    "</ >",
    "<!",
    "<?",
    "<?x?>",
    "<!-",
    "<!--",
    "-->",
    "--!>",
    "<!-->",
    "<!--->",
    "<!---",
    "<![CDATA[",
    "]]>",
    "<!doctype html>",
    "<!doctype x [",
    ">",
    "\"",
    "'",
    "=",
    "/>",
    "\u{1f600}",
    "e\u{301}\u{301}",
    "\u{e000}",
    "{display:none}",
    "a > b ~ c + d e[f=g]:not(h)::i{display:none}",
    "*{visibility:hidden}",
    "@media print{a{display:none}}",
    "}",
    "{",
    "url(",
    "url(x)",
    "@import 'x';",
    "/*",
    "*/",
    "\\",
];

/// Trees that are not what they look like.
const TREES: &[&str] = &[
    "<b><p>x</b>y</p>z",
    "<a>x<table><td><a>y</table>z</a>",
    "<table><b><tr><a>x</a><td>y</b>z</table>w",
    "<table>x<tr>y<td>z<caption><table></caption>",
    "<p><svg><foreignObject><p><svg><desc><b></svg>x",
    "<math><annotation-xml encoding=text/html><div><mi><p></math>",
    "<math><mtext><mglyph><p><malignmark></math>",
    "<template><tr><td><template><col></template></template>",
    "<select><table><tr><select><option><optgroup><option></select>",
    "<form><table><form><input></form></table></form>",
    "<button><p><button><b></button>x</button>",
    "<h1><h2>x</h1></h2>",
    "<ul><li><div><li><ul><li></div></ul>",
    "<dl><dd><p><dt><dd></dl>",
    "<ruby>a<rb>b<rt>c<rtc>d<rp>e</ruby>",
    "<nobr>a<nobr>b<i>c<nobr>d",
    "<frameset><frame></frameset><noframes><p>",
    "<body a=b><html c=d><body e=f><head>",
    "<svg><title><p></title><script></svg><p>",
    "<noscript><style></noscript><p></style>",
    "<label><input><label><input></label></label>",
    "<details><summary>a</summary><summary>b<details></summary></details>",
    "<table><tr><th id=a headers=a rowspan=0><td headers='a b' colspan=1000>",
    "<i><b><u><em><p></i></b></u></em><p>x",
    "<font><p><font><p><font><p><font><p></font>",
    "<textarea><p></textarea><title></textarea></title>",
    "<svg><g><svg><a xlink:href=#a><use href=#b></svg></math></svg>",
    "<applet><marquee><object><td></object></marquee>",
];

/// A page of at most about 128 kB, most of them short.
pub(super) fn page(dice: &mut Dice) -> String {
    let wanted = dice.size(17) + 16;
    let mut text = String::with_capacity(wanted + 256);
    if dice.one_in(2) {
        text.push_str("<!doctype html><html lang=en><title>x</title>");
    }
    let mut mood = MOODS[dice.roll(MOODS.len())];
    while text.len() < wanted {
        if dice.one_in(40) {
            mood = MOODS[dice.roll(MOODS.len())];
        }
        piece(dice, mood, &mut text);
    }
    if dice.one_in(4) {
        text = cut(dice, &text);
    }
    text
}

fn piece(dice: &mut Dice, mood: &[&str], text: &mut String) {
    match dice.roll(24) {
        0..=8 => start_tag(dice, mood, text),
        9..=13 => {
            let _ = write!(text, "</{}>", dice.pick(mood));
        }
        14..=17 => text.push_str(dice.pick(TEXTS)),
        18..=20 => text.push_str(dice.pick(TREES)),
        21 => {
            let (tag, count) = (format!("<{}>", dice.pick(mood)), dice.size(11));
            text.push_str(&tag.repeat(count));
        }
        22 => {
            let (tag, count) = (format!("</{}>", dice.pick(mood)), dice.size(8));
            text.push_str(&tag.repeat(count));
        }
        _ => {
            // The same few tags again and again, with their attributes.
            let mut own = String::new();
            for _ in 0..=dice.roll(3) {
                start_tag(dice, mood, &mut own);
            }
            text.push_str(&own.repeat(dice.size(6)));
        }
    }
}

fn start_tag(dice: &mut Dice, mood: &[&str], text: &mut String) {
    let name = if dice.one_in(8) {
        let other = MOODS[dice.roll(MOODS.len())];
        dice.pick(other)
    } else {
        dice.pick(mood)
    };
    let _ = write!(text, "<{name}");
    let count = if dice.one_in(300) { dice.size(11) } else { dice.roll(4) };
    for _ in 0..count {
        match dice.roll(12) {
            0 => {
                let _ = write!(text, " id=n{}", dice.roll(50));
            }
            1 => {
                let _ = write!(
                    text,
                    " aria-labelledby='n{} n{}'",
                    dice.roll(50),
                    dice.roll(50)
                );
            }
            2 if dice.one_in(60) => {
                let (word, length) =
                    (dice.pick(TEXTS).replace(['"', '>'], "n1 "), dice.size(12));
                let name = dice.pick(&[
                    "alt",
                    "aria-owns",
                    "class",
                    "style",
                    "headers",
                    "srcset",
                ]);
                let _ = write!(text, " {name}=\"{}\"", word.repeat(length));
            }
            _ => {
                let _ = write!(text, " {}", dice.pick(ATTRIBUTES));
            }
        }
    }
    text.push_str(if dice.one_in(16) { "/>" } else { ">" });
}

/// A text with pieces lost and pieces that stand twice, as after a bad edit.
fn cut(dice: &mut Dice, text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..=dice.roll(4) {
        let start = text.floor_char_boundary(dice.roll(text.len() + 1));
        let end = text.floor_char_boundary(start + dice.size(8));
        let part = text[start..end.max(start)].to_owned();
        if dice.one_in(2) {
            text.replace_range(start..start + part.len(), "");
        } else {
            text.insert_str(start, &part);
        }
    }
    text
}

/// A style sheet, more or less.
pub(super) fn sheet(dice: &mut Dice) -> String {
    let parts = [
        "a{b:url(c.png)}",
        "url(",
        "URL('",
        "\"",
        "'",
        ")",
        "@import ",
        "@import url(//a.org/b);",
        "/*",
        "*/",
        "\\",
        "\\75 rl(x)",
        "\n",
        "{",
        "}",
        ";",
        "\0",
        "\u{e9}",
        "a[href^='http:']",
        "(",
        "@media x{",
        "data:image/png,x",
        "</style",
        "src:local(x),url(y)format('z')",
        "!important",
    ];
    joined(dice, &parts)
}

/// A drawing or a feed, more or less.
pub(super) fn drawing(dice: &mut Dice) -> String {
    let parts = [
        "<svg>",
        "</svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'>",
        "<g id='a'>",
        "</g>",
        "<use ",
        "href='#a'",
        "xlink:href=\"b.png\"",
        "/>",
        ">",
        "<",
        "<style>",
        "</style>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<!DOCTYPE x [",
        "<?xml version='1.0'?>",
        "<?x",
        "&#x6a;",
        "&x;",
        "&",
        "a{fill:url(#g)}",
        "@import 'x'",
        "<loc>https://a.org/</loc>",
        "\0",
        "\u{e9}",
        " ",
        "\n",
        "<script",
        "<a ",
        "onload='x'",
        "attributeName='href'",
        "'",
        "\"",
        "xmlns:x='y'",
        "<x:y ",
    ];
    joined(dice, &parts)
}

fn joined(dice: &mut Dice, parts: &[&str]) -> String {
    let wanted = dice.size(14) + 8;
    let mut text = String::with_capacity(wanted + 64);
    while text.len() < wanted {
        let (part, count) =
            (dice.pick(parts), if dice.one_in(50) { dice.size(9) } else { 1 });
        text.push_str(&part.repeat(count));
    }
    text
}
