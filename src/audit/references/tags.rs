//! A reader of tags and nothing else: HTML, SVG and XML, as far as their letters go.
//!
//! It follows the tokenizer of HTML for everything that can hide a tag: comments, quoted
//! attributes, and elements whose text is not markup. It builds no tree and copies no text,
//! since it reads every byte that is published.

use std::borrow::Cow;
use std::ops::ControlFlow;

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::audit) enum Syntax {
    /// A page.
    Html,
    /// A drawing, a feed, a sitemap.
    Xml,
}

/// A start tag.
#[derive(Clone, Debug, Default)]
pub(in crate::audit) struct Tag<'t> {
    /// Where it begins.
    pub(in crate::audit) at: usize,
    /// Its name, as written.
    pub(in crate::audit) name: &'t str,
    /// Its attributes: names as written, values decoded, and where these stand.
    pub(in crate::audit) attributes: Vec<(&'t str, Cow<'t, str>, usize)>,
    /// The text up to the next `<`; the whole text of an element that holds no markup.
    pub(in crate::audit) text: &'t str,
    /// Where that text begins.
    pub(in crate::audit) text_at: usize,
}

impl Tag<'_> {
    /// The value of an attribute.
    pub(in crate::audit) fn value(&self, name: &str) -> Option<&str> {
        let own = self.attributes.iter().find(|(own, ..)| own.eq_ignore_ascii_case(name));
        own.map(|(_, value, _)| value.as_ref())
    }

    /// Whether it has this name.
    pub(in crate::audit) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// Elements of HTML whose text is not markup.
const RAW: [&str; 8] =
    ["style", "title", "script", "textarea", "iframe", "xmp", "noembed", "noframes"];

/// Reads every start tag of a text.
pub(in crate::audit) fn read<'t>(
    text: &'t str,
    syntax: Syntax,
    mut each: impl FnMut(&Tag<'t>),
) {
    let _ = read_until(text, syntax, |tag| {
        each(tag);
        ControlFlow::Continue(())
    });
}

/// Reads the start tags of a text until one is enough.
pub(in crate::audit) fn read_until<'t>(
    text: &'t str,
    syntax: Syntax,
    mut each: impl FnMut(&Tag<'t>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut tag = Tag::default();
    let mut at = 0;
    while let Some(open) = find_sign(text, at, b'<') {
        let rest = text.get(open + 1..).unwrap_or_default();
        at = match rest.bytes().next() {
            Some(b'!') => after_declaration(text, open, syntax),
            Some(b'?' | b'/') => find_sign(text, open, b'>').unwrap_or(text.len()),
            Some(c) if c.is_ascii_alphabetic() => {
                let end = start_tag(text, open + 1, &mut tag);
                tag.at = open;
                let is_raw = syntax == Syntax::Html
                    && RAW.iter().any(|name| tag.name.eq_ignore_ascii_case(name));
                let close = if is_raw {
                    end_of_raw(text, end, tag.name)
                } else {
                    find_sign(text, end, b'<').unwrap_or(text.len())
                };
                (tag.text, tag.text_at) = (text.get(end..close).unwrap_or_default(), end);
                each(&tag)?;
                close
            }
            _ => open + 1,
        };
    }
    ControlFlow::Continue(())
}

fn find(text: &str, from: usize, what: &str) -> Option<usize> {
    text.get(from..)?.find(what).map(|at| from + at)
}

/// The same for one byte of ASCII, which is found many times as fast.
fn find_sign(text: &str, from: usize, sign: u8) -> Option<usize> {
    memchr::memchr(sign, text.as_bytes().get(from..)?).map(|at| from + at)
}

/// The byte after a comment, a section of data or a declaration.
fn after_declaration(text: &str, open: usize, syntax: Syntax) -> usize {
    let rest = text.get(open..).unwrap_or_default();
    let end = if rest.starts_with("<!-->") {
        Some(open + 5)
    } else if rest.starts_with("<!--") {
        let plain = find(text, open + 4, "-->").map(|at| at + 3);
        let odd = plain.is_none().then(|| find(text, open + 4, "--!>")).flatten();
        plain.or(odd.map(|at| at + 4))
    } else if rest.starts_with("<![CDATA[") && syntax == Syntax::Xml {
        find(text, open, "]]>").map(|at| at + 3)
    } else {
        find_sign(text, open, b'>').map(|at| at + 1)
    };
    end.unwrap_or(text.len())
}

/// Where the end tag of an element without markup begins.
fn end_of_raw(text: &str, mut from: usize, name: &str) -> usize {
    while let Some(at) = find_sign(text, from, b'<') {
        from = at + 1;
        let Some(rest) = text.get(from..).and_then(|rest| rest.strip_prefix('/')) else {
            continue;
        };
        let own =
            rest.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name));
        let after = rest.as_bytes().get(name.len());
        if own && after.is_none_or(|c| c.is_ascii_whitespace() || b"/>".contains(c)) {
            return at;
        }
    }
    text.len()
}

/// Reads a tag whose name begins at `at`; gives the byte after its `>`.
fn start_tag<'t>(text: &'t str, at: usize, tag: &mut Tag<'t>) -> usize {
    let bytes = text.as_bytes();
    let until = |from: usize, stops: &[u8]| {
        let is_stop = |c: &u8| c.is_ascii_whitespace() || stops.contains(c);
        bytes
            .get(from..)
            .and_then(|rest| rest.iter().position(is_stop))
            .map_or(bytes.len(), |length| from + length)
    };
    let past = |from: usize, skipped: &[u8]| {
        let stays = |c: &u8| !c.is_ascii_whitespace() && !skipped.contains(c);
        bytes
            .get(from..)
            .and_then(|rest| rest.iter().position(stays))
            .map_or(bytes.len(), |length| from + length)
    };
    let mut here = until(at, b"/>");
    tag.name = text.get(at..here).unwrap_or_default();
    tag.attributes.clear();
    loop {
        here = past(here, b"/");
        match bytes.get(here) {
            None => return bytes.len(),
            Some(b'>') => return here + 1,
            Some(_) => {}
        }
        // A first `=` belongs to the name.
        let end = until(here + 1, b"/>=");
        let name = text.get(here..end).unwrap_or_default();
        let sign = past(end, b"");
        if bytes.get(sign) != Some(&b'=') {
            tag.attributes.push((name, Cow::Borrowed(""), here));
            here = end;
            continue;
        }
        let start = past(sign + 1, b"");
        let quote = bytes.get(start).copied().filter(|c| matches!(c, b'"' | b'\''));
        let (start, end) = match quote {
            Some(quote) => {
                let end = find_sign(text, start + 1, quote);
                (start + 1, end.unwrap_or(bytes.len()))
            }
            None => (start, until(start, b">")),
        };
        let value = text.get(start..end).unwrap_or_default();
        tag.attributes.push((name, decoded(value), start));
        here = end + usize::from(quote.is_some());
    }
}

/// A value with its references to characters decoded, as far as addresses hold any.
pub(in crate::audit) fn decoded(value: &str) -> Cow<'_, str> {
    let Some(first) = find_sign(value, 0, b'&') else { return Cow::Borrowed(value) };
    let (plain, mut rest) = value.split_at(first);
    let mut text = plain.to_owned();
    while let Some(c) = rest.chars().next() {
        let known = if c == '&' { reference(rest) } else { None };
        let (sign, length) = known.unwrap_or((c, c.len_utf8()));
        text.push(sign);
        rest = rest.get(length..).unwrap_or_default();
    }
    Cow::Owned(text)
}

/// The character that a reference at the start of a text names, and how long this is.
fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|c| c == b';')?;
    let name = text.get(1..end)?;
    let sign = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => digits.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((sign, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, syntax: Syntax, expected: &str) {
        let mut said = Vec::new();
        read(text, syntax, |tag| {
            let mut words = vec![tag.name.to_owned()];
            for (name, value, at) in &tag.attributes {
                let stands =
                    text.get(*at..).is_some_and(|rest| rest.starts_with(&**value));
                assert!(stands || text.contains('&'), "{value} at {at}");
                words.push(format!("{name}={value}"));
            }
            said.push(words.join(" "));
        });
        assert_eq!(said.join("; "), expected, "{text}");
    }

    #[test]
    fn tags_are_read_as_a_browser_reads_them() {
        check("<a href=x>y</a><B  ID = 'z'>", Syntax::Html, "a href=x; B ID=z");
        check("<a href=\"a>b\" c/d=e>", Syntax::Html, "a href=a>b c= d=e");
        check("<!-- <a> --><b><!--><i><!doctype x><u>", Syntax::Html, "b; i; u");
        check("<style>a>b{}<i></STYLE ><b>", Syntax::Html, "style; b");
        check("<title><i></titles></title><b>", Syntax::Html, "title; b");
        check("<title><i/></title>", Syntax::Xml, "title; i");
        check("<![CDATA[<a>]]><b/>", Syntax::Xml, "b");
        check("1 < 2 <3 <a/b=c>", Syntax::Html, "a b=c");
        check("<a href='?a&amp;b&#x26;&#47;&x'>", Syntax::Html, "a href=?a&b&/&x");
    }

    #[test]
    fn what_breaks_off_is_read_to_its_end() {
        let whole = "<a href=\"é&#233;\" b='c' =d e><!-- x --><style>y</style><i>é";
        for end in (0..=whole.len()).filter(|end| whole.is_char_boundary(*end)) {
            for syntax in [Syntax::Html, Syntax::Xml] {
                let part = &whole[..end];
                read(part, syntax, |tag| assert!(!tag.name.is_empty(), "{part}"));
            }
        }
    }
}
