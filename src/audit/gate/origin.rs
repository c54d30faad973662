//! Which tag of a page came from where: a page beside the same page with marks in its tags.

use std::ops::ControlFlow;

use crate::audit::references::tags::{Syntax, read_until};
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

/// The marks of the tags of a page that begin at or before a byte, in order; `None` if the traced
/// page is another one as far as that.
///
/// A tag that neither a template nor an article wrote, such as one in a printed source, has the
/// marks of the tag before it.
pub fn marks(page: &str, traced: &str, last: usize) -> Option<Vec<Mark>> {
    let mut places = Vec::new();
    let _ = read_until(page, Syntax::Html, |tag| {
        if tag.at > last {
            return ControlFlow::Break(());
        }
        places.push((tag.at, tag.name));
        ControlFlow::Continue(())
    });
    let mut marks: Vec<Mark> = Vec::with_capacity(places.len());
    let _ = read_until(traced, Syntax::Html, |tag| {
        let own = places.get(marks.len()).filter(|(_, name)| *name == tag.name);
        let Some((at, _)) = own else { return ControlFlow::Break(()) };
        let pair = |name| {
            let (first, second) = tag.value(name)?.split_once('.')?;
            Some((first.parse().ok()?, second.parse().ok()?))
        };
        let (template, article) = (pair(TEMPLATE_MARK), pair(ARTICLE_MARK));
        let mark = Mark { at: *at, template, article };
        let before = marks.last().copied().unwrap_or_default();
        marks.push(if mark.is_known() { mark } else { Mark { at: *at, ..before } });
        ControlFlow::Continue(())
    });
    (marks.len() == places.len()).then_some(marks)
}

/// The marks of the tag that a byte of the page stands in or behind.
pub(super) fn mark_of(marks: &[Mark], at: usize) -> Option<&Mark> {
    let after = marks.partition_point(|mark| mark.at <= at);
    marks.get(after.saturating_sub(1))
}
