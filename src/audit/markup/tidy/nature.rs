//! The elements and attributes that tidy pages are made of. Tables alone; it reads nothing.

use html5ever::{LocalName, local_name};

/// What an element may stand in and hold, as far as parsers care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    Html,
    Head,
    Body,
    /// `meta` and its like, which hold nothing.
    Meta,
    /// `title`, whose text may hold character references.
    Title,
    /// `style`, whose text may not.
    Style,
    /// Words, and what stands among them.
    Inline,
    /// What stands among words and holds nothing.
    Void,
    Anchor,
    Button,
    /// What ends a paragraph.
    Block,
    Rule,
    Paragraph,
    Heading,
    Pre,
    List,
    Item,
    Terms,
    Term,
    Table,
    Caption,
    Columns,
    Column,
    Rows,
    Row,
    Cell,
    Drawing,
    Shape,
}

/// The names that are read here.
pub(super) fn known(name: &str) -> Option<(LocalName, Nature)> {
    macro_rules! table {
        ($($nature:ident [$($name:tt)*])*) => {
            match name {
                $($($name => (local_name!($name), Nature::$nature),)*)*
                _ => return None,
            }
        };
    }
    Some(table! {
        Html ["html"]
        Head ["head"]
        Body ["body"]
        Meta ["base" "link" "meta"]
        Title ["title"]
        Style ["style"]
        Inline ["abbr" "b" "bdi" "bdo" "cite" "code" "data" "del" "dfn" "em" "i" "ins" "kbd"
            "label" "mark" "q" "s" "samp" "small" "span" "strong" "sub" "sup" "time" "u" "var"]
        Void ["br" "img" "input" "wbr"]
        Anchor ["a"]
        Button ["button"]
        Block ["address" "article" "aside" "blockquote" "details" "div" "fieldset"
            "figcaption" "figure" "footer" "header" "main" "nav" "section" "summary"]
        Rule ["hr"]
        Paragraph ["p"]
        Heading ["h1" "h2" "h3" "h4" "h5" "h6"]
        Pre ["pre"]
        List ["ol" "ul"]
        Item ["li"]
        Terms ["dl"]
        Term ["dd" "dt"]
        Table ["table"]
        Caption ["caption"]
        Columns ["colgroup"]
        Column ["col"]
        Rows ["tbody" "tfoot" "thead"]
        Row ["tr"]
        Cell ["td" "th"]
        Drawing ["svg"]
        Shape ["circle" "ellipse" "g" "line" "path" "polygon" "polyline" "rect" "use"]
    })
}

/// Attributes of drawings that parsers leave as they are.
const OF_DRAWINGS: &[&str] = &[
    "aria-hidden",
    "aria-label",
    "class",
    "cx",
    "cy",
    "d",
    "fill",
    "focusable",
    "height",
    "href",
    "id",
    "points",
    "r",
    "role",
    "rx",
    "ry",
    "stroke",
    "stroke-width",
    "transform",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];

/// The name of an attribute as parsers give it.
pub(super) fn name_of(written: &str, is_drawn: bool) -> Option<LocalName> {
    if is_drawn {
        return match written {
            "viewBox" => Some(written.into()),
            _ => OF_DRAWINGS.contains(&written).then(|| written.into()),
        };
    }
    let is_lower = !written.bytes().any(|byte| byte.is_ascii_uppercase());
    is_lower.then(|| written.into())
}
