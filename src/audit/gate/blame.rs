//! From a byte of a page to the file, and the bytes there, that a person must mend.

use std::ops::Range;

use super::origin::{Mark, mark_of};
use super::{Beside, Origin};
use crate::path::SourcePath;
use crate::source::SourceTree;
use crate::theme::{self, Theme, Written};

/// What blame reads of a page.
#[derive(Clone, Copy, Debug)]
pub struct Maker<'a> {
    /// The theme whose tags have marks.
    pub theme: &'a Theme,
    /// Every file.
    pub tree: &'a SourceTree,
    /// The article whose text it may show.
    pub article: Option<&'a SourcePath>,
    /// What asked for the page.
    pub asked: Option<&'a (SourcePath, Range<usize>)>,
}

impl<'a> Maker<'a> {
    /// Who made the tag that a byte of the page stands in.
    ///
    /// The article, if it wrote the tag or words in it; else the template.
    pub fn blame(&self, marks: &[Mark], at: usize) -> Origin {
        let Some(mark) = mark_of(marks, at) else { return self.unknown() };
        let template = mark.template.and_then(|(file, at)| self.written(file, at));
        let article = mark.article.zip(self.article);
        let mut article = article.map(|((start, end), path)| (path, start..end));
        if article.is_none() && template.as_ref().is_some_and(|(_, one)| one.holds_matter)
        {
            article = self.article.map(|path| (path, self.title(path)));
        }
        let by_words = |one: &Written| one.holds_words || one.holds_matter;
        match (template, article) {
            (None, None) => self.unknown(),
            (Some((file, one)), None) => {
                let asked = self.asked.cloned();
                let page = asked.map(|(path, span)| (path, span, Beside::FirstPage));
                shared(file, one, page)
            }
            (Some((file, one)), Some((path, span))) if !by_words(&one) => {
                shared(file, one, Some((path.clone(), span, Beside::Use)))
            }
            (template, Some((path, span))) => {
                let related = template
                    .map(|(file, one)| (file.clone(), one.span, Beside::Template));
                Origin { path: path.clone(), span, related, is_shared: false }
            }
        }
    }

    fn written(&self, file: usize, at: usize) -> Option<(&'a SourcePath, Written)> {
        let path = self.theme.marked_file(file)?;
        let own = self.tree.text(path.as_str()).map(|text| &*text.text);
        let text = own.or_else(|| theme::built_in_text(path))?;
        Some((path, self.theme.tag_at(path, text, at)))
    }

    /// The line of an article that says its title.
    fn title(&self, path: &SourcePath) -> Range<usize> {
        let text = self.tree.text(path.as_str()).map_or("", |text| &*text.text);
        let at = text.find("\ntitle").map_or(0, |at| at + 1);
        let line =
            text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        at..at + line.len()
    }

    /// The file that asked for the page, the article that it shows a part of, or the settings.
    pub fn unknown(&self) -> Origin {
        let own = || self.article.map(|path| (path.clone(), 0..0));
        let settings = || (SourcePath::new(crate::config::FILE), 0..0);
        let (path, span) = self.asked.cloned().or_else(own).unwrap_or_else(settings);
        Origin { path, span, related: None, is_shared: true }
    }
}

/// What a template wrote, for every page that shows it.
fn shared(
    path: &SourcePath,
    one: Written,
    related: Option<(SourcePath, Range<usize>, Beside)>,
) -> Origin {
    Origin { path: path.clone(), span: one.span, related, is_shared: true }
}
