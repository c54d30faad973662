//! Where all pages stand among each other, apart from the pages themselves: what a build hands on
//! to the next, in which nothing but titles and texts is another.

use std::sync::Arc;

use super::Entry;
use super::route::Routes;
use super::taper::TaperPage;
use super::terms::Taxonomy;
use crate::content::Page;
use crate::diagnostic::Diagnostic;
use crate::path::{SourcePath, UrlPath};

/// The places of all pages.
#[derive(Debug)]
pub struct Arranged {
    /// Of each published page, its number among all, and its place.
    pub(super) seats: Vec<(usize, Seat)>,
    pub(super) order: Order,
}

/// What all pages together have.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) assets: Arc<[(SourcePath, UrlPath)]>,
    pub(super) taxonomies: Vec<Taxonomy>,
    pub(super) routes: Arc<Routes>,
    pub(super) found: Vec<Diagnostic>,
}

/// The place of one entry; its fields are those of [`Entry`].
#[derive(Clone, Debug)]
pub(super) struct Seat {
    url: UrlPath,
    section: Option<usize>,
    pages: Vec<usize>,
    sections: Vec<usize>,
    previous: Option<usize>,
    next: Option<usize>,
    translations: Vec<usize>,
    terms: Vec<(usize, usize)>,
    taper: Option<TaperPage>,
}

impl Seat {
    /// The entry of a page that has this place.
    pub(super) fn of(self, page: &Page) -> Entry<'_> {
        Entry {
            page,
            url: self.url,
            section: self.section,
            pages: self.pages,
            sections: self.sections,
            previous: self.previous,
            next: self.next,
            translations: self.translations,
            links: Arc::default(),
            numbers: Arc::default(),
            leads: None,
            terms: self.terms,
            taper: self.taper,
            uses: Arc::default(),
        }
    }
}

impl From<&Entry<'_>> for Seat {
    fn from(entry: &Entry<'_>) -> Self {
        Self {
            url: entry.url.clone(),
            section: entry.section,
            pages: entry.pages.clone(),
            sections: entry.sections.clone(),
            previous: entry.previous,
            next: entry.next,
            translations: entry.translations.clone(),
            terms: entry.terms.clone(),
            taper: entry.taper.clone(),
        }
    }
}
