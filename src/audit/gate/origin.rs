//! Which tag of a page came from where: a page with marks in its tags, and the page without them.

use crate::theme::{ARTICLE_MARK, TEMPLATE_MARK};

/// What the marks of a tag say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Where it begins in the page.
    pub at: usize,
    /// Number of the theme's file, and the byte there.
    pub template: Option<(usize, usize)>,
    /// First and last byte in the article.
    pub article: Option<(usize, usize)>,
}

/// How each mark begins, behind the name of its tag.
const SIGN: &str = " plainleaf-";

/// A page without its marks, and the marks in the order of the tags that have some.
///
/// A tag that neither a template nor an article wrote, such as one in a printed source, has the
/// marks of the tag before it. Words that only look like a mark are taken for one: whoever asks
/// must see whether the page without them is the one that was meant.
pub fn unmarked(traced: &str) -> (String, Vec<Mark>) {
    let (mut page, mut marks) = (String::with_capacity(traced.len()), Vec::new());
    let mut rest = traced;
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), SIGN.as_bytes()) {
        let (before, sign) = rest.split_at(at);
        page.push_str(before);
        if let Some((is_template, pair, length)) = read(sign) {
            let at = page.rfind('<').unwrap_or(0);
            if marks.last().is_none_or(|last: &Mark| last.at != at) {
                marks.push(Mark { at, ..Mark::default() });
            }
            if let Some(own) = marks.last_mut() {
                let own = if is_template { &mut own.template } else { &mut own.article };
                *own = own.or(Some(pair));
            }
            rest = &sign[length..];
        } else {
            page.push_str(SIGN);
            rest = &sign[SIGN.len()..];
        }
    }
    page.push_str(rest);
    (page, marks)
}

/// Whether the mark that a text begins with is that of a template, what it says, its length.
fn read(text: &str) -> Option<(bool, (usize, usize), usize)> {
    let word = &text[1..];
    let (is_template, value) = match word.strip_prefix(TEMPLATE_MARK) {
        Some(value) => (true, value),
        None => (false, word.strip_prefix(ARTICLE_MARK)?),
    };
    let value = value.strip_prefix('=')?;
    let is_end = |c: char| !c.is_ascii_digit() && c != '.';
    let digits = &value[..value.find(is_end).unwrap_or(value.len())];
    let (first, second) = digits.split_once('.')?;
    let pair = (first.parse().ok()?, second.parse().ok()?);
    Some((is_template, pair, text.len() - value.len() + digits.len()))
}

/// The marks of the tag that a byte of the page stands in or behind.
pub(super) fn mark_of(marks: &[Mark], at: usize) -> Option<&Mark> {
    let after = marks.partition_point(|mark| mark.at <= at);
    marks.get(after.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_what_is_left_when_its_marks_are_taken_away() {
        let (page, marks) = unmarked(
            "é<p plainleaf-at=7.10 plainleaf-from=3.5 class=a>b <em plainleaf-from=4.9>c</em><i>",
        );
        assert_eq!(page, "é<p class=a>b <em>c</em><i>");
        let first = Mark { at: 2, template: Some((7, 10)), article: Some((3, 5)) };
        let second = Mark { at: 15, template: None, article: Some((4, 9)) };
        assert_eq!(marks, [first, second]);
        assert_eq!(mark_of(&marks, 25), Some(&second), "as the tag before");
        for text in ["a plainleaf-b=1.2 c", "a plainleaf-at=1 b", "a plainleaf-at", ""] {
            assert_eq!(unmarked(text), (text.to_owned(), Vec::new()));
        }
    }
}
