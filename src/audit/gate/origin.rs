//! Which tag of a page came from where: a page beside the same page with marks in its tags.

use crate::audit::references::tags::{Syntax, read};
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

impl Mark {
    fn is_known(&self) -> bool {
        self.template.is_some() || self.article.is_some()
    }
}

/// The marks of all tags of a page, in order; `None` if the traced page is another one.
///
/// A tag that neither a template nor an article wrote, such as one in a printed source, has the
/// marks of the tag before it.
pub fn marks(page: &str, traced: &str) -> Option<Vec<Mark>> {
    let mut places = Vec::new();
    read(page, Syntax::Html, |tag| places.push((tag.at, tag.name)));
    let (mut marks, mut is_same) = (Vec::with_capacity(places.len()), true);
    let mut last = Mark::default();
    read(traced, Syntax::Html, |tag| {
        let own = places.get(marks.len());
        let Some((at, _)) = own.filter(|(_, name)| *name == tag.name) else {
            is_same = false;
            return;
        };
        let pair = |name| {
            let (first, second) = tag.value(name)?.split_once('.')?;
            Some((first.parse().ok()?, second.parse().ok()?))
        };
        let (template, article) = (pair(TEMPLATE_MARK), pair(ARTICLE_MARK));
        let mark = Mark { at: *at, template, article };
        last = if mark.is_known() { mark } else { Mark { at: *at, ..last } };
        marks.push(last);
    });
    (is_same && marks.len() == places.len()).then_some(marks)
}

/// The marks of the tag that a byte of the page stands in or behind.
pub(super) fn mark_of(marks: &[Mark], at: usize) -> Option<&Mark> {
    let after = marks.partition_point(|mark| mark.at <= at);
    marks.get(after.saturating_sub(1))
}
