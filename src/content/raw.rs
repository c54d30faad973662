//! HTML in Markdown: a script-free subset, read as a browser reads it and written anew.
//!
//! What could run, load or style is an error at its place; what is merely unknown is shown as
//! text with a warning, so that nothing is dropped unseen.
//! Source of the subset: HTML's phrasing and flow elements that carry no behaviour, no style
//! and no resource; `a` and `img` become links of the document and are resolved with them.

use std::ops::Range;

use html5gum::{Token, Tokenizer, emitters::default::DefaultEmitter};

/// A piece of raw HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// An opening tag with its attributes, decoded.
    Open { name: String, attributes: Vec<(String, String)>, span: Range<usize> },
    /// A closing tag.
    Close { name: String, span: Range<usize> },
    /// Text, decoded.
    Text(String),
    /// Something that may not stand, and what to do.
    Refused { message: String, help: String, span: Range<usize> },
    /// A tag that is no HTML; it is shown as text.
    Unknown { message: String, span: Range<usize> },
    /// Something that a browser would forgive.
    Odd { message: String, help: String, span: Range<usize> },
}

/// Elements that may stand within a line.
const PHRASING: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em",
    "i", "img", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small",
    "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// Elements that are blocks of their own.
const BLOCK: &[&str] = &[
    "blockquote",
    "caption",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Whether an element never has a closing tag.
pub(super) fn is_void(name: &str) -> bool {
    matches!(name, "br" | "col" | "hr" | "img" | "wbr")
}

/// Whether an element may stand within a line.
pub(super) fn is_phrasing(name: &str) -> bool {
    PHRASING.contains(&name)
}

fn attribute_allowed(element: &str, attribute: &str) -> bool {
    match attribute {
        "class" | "dir" | "id" | "lang" | "title" | "translate" => true,
        "href" => element == "a",
        "src" | "alt" | "width" | "height" => element == "img",
        "colspan" | "rowspan" | "headers" => matches!(element, "td" | "th"),
        "scope" | "abbr" => element == "th",
        "span" => matches!(element, "col" | "colgroup"),
        "start" | "reversed" | "type" => element == "ol",
        "value" => matches!(element, "li" | "data"),
        "datetime" => matches!(element, "time" | "del" | "ins"),
        "open" => element == "details",
        _ => false,
    }
}

/// Reads raw HTML; spans count bytes of `text`.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let emitter = DefaultEmitter::<usize>::new_with_span();
    let mut list = Vec::new();
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        let piece = match token {
            Token::StartTag(tag) => {
                let attributes = tag
                    .attributes
                    .iter()
                    .map(|(name, value)| (lossy(name), lossy(&value.value)))
                    .collect();
                let span = tag.span.start..tag.span.end;
                open(lossy(&tag.name), attributes, span, &mut list)
            }
            Token::EndTag(tag) => {
                let (name, span) = (lossy(&tag.name), tag.span.start..tag.span.end);
                if is_known(&name) || is_live(&name) {
                    Piece::Close { name, span }
                } else {
                    Piece::Unknown {
                        message: format!("`</{name}>` is no HTML element"),
                        span,
                    }
                }
            }
            Token::String(text) => Piece::Text(lossy(&text.value)),
            Token::Comment(_) => continue,
            Token::Doctype(doctype) => Piece::Refused {
                message: "a document type may not stand in an article".to_owned(),
                help: "delete it".to_owned(),
                span: doctype.span.start..doctype.span.end,
            },
            Token::Error(error) => Piece::Odd {
                message: format!("broken HTML: {}", error.value),
                help: "close the tag and its quotes, or write \\< for the sign itself"
                    .to_owned(),
                span: error.span.start..error.span.end,
            },
        };
        list.push(piece);
    }
    list
}

/// Elements that run, load, style, take input, or belong to the page around the article.
const LIVE: &[&str] = &[
    "applet",
    "area",
    "audio",
    "base",
    "basefont",
    "body",
    "button",
    "canvas",
    "datalist",
    "dialog",
    "embed",
    "fieldset",
    "font",
    "form",
    "frame",
    "frameset",
    "h1",
    "head",
    "html",
    "iframe",
    "input",
    "label",
    "legend",
    "link",
    "main",
    "map",
    "marquee",
    "math",
    "menu",
    "meta",
    "meter",
    "nav",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "optgroup",
    "option",
    "output",
    "param",
    "picture",
    "plaintext",
    "portal",
    "progress",
    "script",
    "select",
    "slot",
    "source",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "track",
    "video",
    "xmp",
];

fn is_live(name: &str) -> bool {
    LIVE.contains(&name)
}

fn is_known(name: &str) -> bool {
    is_phrasing(name) || BLOCK.contains(&name)
}

fn open(
    name: String,
    mut attributes: Vec<(String, String)>,
    span: Range<usize>,
    list: &mut Vec<Piece>,
) -> Piece {
    if is_live(&name) {
        let message = format!("the HTML element `<{name}>` may not stand in an article");
        return Piece::Refused { message, help: help_for(&name).to_owned(), span };
    }
    let live = |(key, _): &&(String, String)| key.starts_with("on") || key == "style";
    if let Some((bad, _)) = attributes.iter().find(live) {
        let help = if bad == "style" {
            "delete it and use a class of the theme"
        } else {
            "delete it: a Plainleaf page never runs scripts"
        };
        let message = format!("the attribute `{bad}` may not stand on `<{name}>`");
        return Piece::Refused { message, help: help.to_owned(), span };
    }
    if !is_known(&name) {
        return Piece::Unknown {
            message: format!("`<{name}>` is no HTML element"),
            span,
        };
    }
    attributes.retain(|(key, _)| {
        let allowed = attribute_allowed(&name, key);
        if !allowed {
            let message = format!("the attribute `{key}` does not belong on `<{name}>`");
            let help = "delete it: it is left out".to_owned();
            list.push(Piece::Odd { message, help, span: span.clone() });
        }
        allowed
    });
    Piece::Open { name, attributes, span }
}

fn help_for(name: &str) -> &'static str {
    match name {
        "script" => "delete it: a Plainleaf page never runs scripts",
        "style" => "put styles into the theme's style sheet",
        "iframe" | "embed" | "object" | "video" | "audio" => {
            "link to it instead: a page loads nothing from elsewhere"
        }
        "h1" => "the title in the front matter is the page's h1; write ## here",
        "form" | "input" | "button" | "select" | "textarea" => {
            "forms come from components of the theme"
        }
        "svg" | "math" => "save the drawing as a file and use the component `figure`",
        _ => "delete it, or write \\< to show the sign itself",
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_refused(text: &str, message: &str) {
        let refused = pieces(text).into_iter().find_map(|piece| match piece {
            Piece::Refused { message, .. } => Some(message),
            _ => None,
        });
        assert_eq!(refused.as_deref(), Some(message), "{text}");
    }

    #[test]
    fn live_markup_is_refused_in_every_spelling() {
        for text in [
            "<script>x</script>",
            "<SCRIPT >",
            "<svg/onload=x>",
            "<math>",
            "<x onclick=y>",
        ] {
            assert!(
                pieces(text).iter().any(|p| matches!(p, Piece::Refused { .. })),
                "{text}"
            );
        }
        let odd = pieces("<scr\0ipt>");
        assert!(odd.iter().all(|piece| !matches!(piece, Piece::Open { .. })), "{odd:?}");
        check_refused("<b onclick=x>", "the attribute `onclick` may not stand on `<b>`");
        check_refused("<p style='a:b'>", "the attribute `style` may not stand on `<p>`");
    }

    #[test]
    fn the_subset_is_read_with_decoded_values() {
        let expected = vec![
            Piece::Open {
                name: "abbr".to_owned(),
                attributes: vec![("title".to_owned(), "a\"b".to_owned())],
                span: 0..24,
            },
            Piece::Text("x".to_owned()),
            Piece::Close { name: "abbr".to_owned(), span: 25..32 },
        ];
        assert_eq!(pieces("<abbr title='a&quot;b' >x</abbr>"), expected);
    }
}
