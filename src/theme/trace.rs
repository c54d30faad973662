//! Templates whose tags say where they were written. They are rendered only to find the place of
//! a mistake, and what they give is never published.

use std::fmt::Write;
use std::ops::Range;

/// The attribute by which a tag names its template and its byte there: `3.120`.
pub const TEMPLATE_MARK: &str = "plainleaf-at";

/// The attribute by which a tag names the bytes of the article that it came from: `7.19`.
pub const ARTICLE_MARK: &str = "plainleaf-from";

/// A template with a mark in each of its tags.
///
/// The mark has no quotes, so that it does no harm in a text or a value that looks like a tag.
pub(super) fn marked(text: &str, number: usize) -> String {
    let mut out = String::with_capacity(text.len() * 5 / 4);
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = match rest.as_bytes() {
            [b'{', b'{' | b'%' | b'#', ..] => template_tag(rest),
            [b'<', c, ..] if c.is_ascii_alphabetic() => {
                let length = name(rest);
                out.push_str(&rest[..length]);
                // Writing to a text does not fail.
                let _ = write!(out, " {TEMPLATE_MARK}={number}.{at}");
                at += length;
                continue;
            }
            _ => rest.find(['{', '<']).filter(|next| *next > 0).unwrap_or_else(|| {
                rest.get(1..)
                    .and_then(|r| r.find(['{', '<']))
                    .map_or(rest.len(), |n| n + 1)
            }),
        };
        out.push_str(&rest[..length]);
        at += length;
    }
    out
}

/// How long the tag of the template language is that a text begins with.
pub(super) fn template_tag(rest: &str) -> usize {
    let close = match rest.as_bytes().get(1) {
        Some(b'{') => "}}",
        Some(b'%') => "%}",
        _ => "#}",
    };
    rest.get(2..).and_then(|inner| inner.find(close)).map_or(rest.len(), |at| at + 4)
}

/// How long `<` and the name are that a text begins with; a part of the name may be a value.
fn name(rest: &str) -> usize {
    let mut end = 1;
    while let Some(tail) = rest.get(end..) {
        if tail.starts_with("{{") {
            end += template_tag(tail);
            continue;
        }
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == ':';
        let Some(c) = tail.chars().next().filter(|c| is_name(*c)) else { break };
        end += c.len_utf8();
    }
    end
}

/// The tag of HTML that stands at a byte of a template, with the text that follows it directly.
pub(super) fn tag(text: &str, at: usize) -> (&str, &str) {
    let rest = text.get(at..).unwrap_or_default();
    let end = outside(rest, 1, '>').map_or(rest.len(), |at| at + 1);
    let after = outside(rest, end, '<').unwrap_or(rest.len());
    (&rest[..end], &rest[end..after])
}

/// The first sign of this kind that stands in no tag of the template language.
fn outside(text: &str, from: usize, sign: char) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = text.get(at..)?;
        let next = rest.find(['{', sign])?;
        let found = &rest[next..];
        if found.starts_with(sign) {
            return Some(at + next);
        }
        let is_tag = matches!(found.as_bytes().get(1), Some(b'{' | b'%' | b'#'));
        at += next + if is_tag { template_tag(found) } else { 1 };
    }
}

/// Gives each tag of a rendered piece, that has none yet, the bytes of the article.
pub fn mark_article(out: &mut String, from: usize, span: &Range<usize>) {
    let Some(new) = out.get(from..).filter(|new| new.contains('<')) else { return };
    let mut marked = String::with_capacity(new.len() * 2);
    let mut rest = new;
    while let Some(open) = rest.find('<') {
        let (text, tag) = rest.split_at(open);
        marked.push_str(text);
        let is_tag = tag.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic);
        let length = if is_tag { name(tag) } else { 1 };
        marked.push_str(&tag[..length]);
        rest = &tag[length..];
        let has_mark =
            rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(ARTICLE_MARK));
        if is_tag && !has_mark {
            marked.push(' ');
            marked.push_str(ARTICLE_MARK);
            marked.push('=');
            marked.push_str(itoa::Buffer::new().format(span.start));
            marked.push('.');
            marked.push_str(itoa::Buffer::new().format(span.end));
        }
    }
    marked.push_str(rest);
    out.truncate(from);
    out.push_str(&marked);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(marked(text, 7), expected);
    }

    #[test]
    fn each_tag_of_a_template_is_marked_and_nothing_else() {
        check("<a href=x>", "<a plainleaf-at=7.0 href=x>");
        check("é<h{{ a }} b></h{{ a }}>", "é<h{{ a }} plainleaf-at=7.2 b></h{{ a }}>");
        check(
            "<a{% if b %} c{% endif %}>",
            "<a plainleaf-at=7.0{% if b %} c{% endif %}>",
        );
        check(
            "{{ \"<b>\" }}{# <i> #}{%- x '<p>' %}<br/>",
            "{{ \"<b>\" }}{# <i> #}{%- x '<p>' %}<br plainleaf-at=7.34/>",
        );
        check("a { b < c <!-- d --> { <", "a { b < c <!-- d --> { <");
        for text in ["{{", "<", "<a", "{% x", "{", "<h{{"] {
            assert!(marked(text, 7).starts_with(text), "{text}");
        }
    }

    #[test]
    fn a_tag_of_a_template_ends_where_it_ends() {
        let check = |text, expected| assert_eq!(tag(text, 1), expected);
        check(
            " <a b=\"{{ c > d }}\">e {{ '<' }}</a>",
            ("<a b=\"{{ c > d }}\">", "e {{ '<' }}"),
        );
        check(" <a", ("<a", ""));
    }

    #[test]
    fn an_article_marks_only_what_is_not_marked() {
        let mut out = "<p><b plainleaf-from=1.2 plainleaf-at=0.0>x</b>".to_owned();
        mark_article(&mut out, 0, &(3..4));
        let p = "<p plainleaf-from=3.4><b plainleaf-from=1.2 plainleaf-at=0.0>x</b>";
        assert_eq!(out, p);
        mark_article(&mut out, 0, &(5..6));
        assert_eq!(out, p);
    }
}
