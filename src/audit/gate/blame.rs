//! From a byte of a page to the file, and the bytes there, that a person must mend.

use std::ops::Range;

use super::Origin;
use super::origin::{Mark, mark_of};
use crate::path::SourcePath;
use crate::source::SourceTree;
use crate::theme::{self, Theme};

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

/// A tag in a template.
struct Written<'a> {
    path: &'a SourcePath,
    span: Range<usize>,
    /// Whether words of the author stand in it.
    holds_words: bool,
}

impl<'a> Maker<'a> {
    /// Who made the tag that a byte of the page stands in.
    ///
    /// The article, if it wrote the tag or words in it; else the template.
    pub fn blame(&self, marks: &[Mark], at: usize) -> Origin {
        let Some(mark) = mark_of(marks, at) else { return self.unknown() };
        let template = mark.template.and_then(|(file, at)| self.written(file, at));
        let article = mark.article.zip(self.article);
        let article = article.map(|((start, end), path)| (path, start..end));
        let shared = |one: Written<'_>, related| Origin {
            path: one.path.clone(),
            span: one.span,
            related,
            is_shared: true,
        };
        match (template, article) {
            (None, None) => self.unknown(),
            (Some(one), None) => {
                let asked = self.asked.cloned();
                let page = asked.map(|(path, span)| (path, span, "the first such page"));
                shared(one, page)
            }
            (Some(one), Some((path, span))) if !one.holds_words => {
                shared(one, Some((path.clone(), span, "used here")))
            }
            (template, Some((path, span))) => Origin {
                path: path.clone(),
                span,
                related: template.map(|one| {
                    (one.path.clone(), one.span, "the template that writes it")
                }),
                is_shared: false,
            },
        }
    }

    fn written(&self, file: usize, at: usize) -> Option<Written<'a>> {
        let path = self.theme.marked_file(file)?;
        let own = self.tree.text(path.as_str()).map(|text| &*text.text);
        let text = own.or_else(|| theme::built_in_text(path))?;
        let (span, holds_words) = self.theme.tag_at(path, text, at);
        Some(Written { path, span, holds_words })
    }

    /// The file that asked for the page, or the settings.
    pub fn unknown(&self) -> Origin {
        let settings = || (SourcePath::new(crate::config::FILE), 0..0);
        let (path, span) = self.asked.cloned().unwrap_or_else(settings);
        Origin { path, span, related: None, is_shared: true }
    }
}
