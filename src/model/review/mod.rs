//! Reviews: who checked which text, and whether it still is that text.
//!
//! A receipt (`reviews.txt`) holds the digest of what was read; the text itself is kept beside
//! it (`reviews/PAGE.txt`), so that what changed can be told word by word and nobody has to
//! trust a date. Nothing here knows how a page looks, and nothing of it proves that anybody
//! read anything: it proves which text they put their name to.

pub mod compare;
mod findings;
mod inline;
mod judge;
mod lines;
pub mod plain;
mod plans;
pub mod receipt;
mod sources;
mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::config::Person;
use crate::content::Page;
use crate::digest::Digest;
use crate::path::SourcePath;

use compare::{Change, Changes};
use receipt::{Places, Receipt};

pub use findings::findings;
pub use judge::{Judge, Judged, receipts, reviews, text_of, unread};
pub use lines::Line;
pub use text::{Around, ReviewedText, reviewed_text};

/// What is to be thought of every page that somebody reviewed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reviews {
    reviews: BTreeMap<SourcePath, Review>,
}

impl Reviews {
    /// The review of an article, if it has a receipt that counts.
    pub fn of(&self, page: &SourcePath) -> Option<&Review> {
        self.reviews.get(page)
    }

    /// Every review, by its article.
    pub fn iter(&self) -> impl Iterator<Item = &Review> {
        self.reviews.values()
    }

    /// Reviews of pages that are only there to check a theme: one of each standing, by title.
    pub(crate) fn sample(pages: &[Arc<Page>], today: Date) -> Self {
        let of_page = |page: &Arc<Page>| {
            let is_new = page.front_matter.title == "Bare";
            let is_same = page.front_matter.title == "Full";
            let change = Change {
                before: vec!["Words".to_owned()],
                after: vec!["Other words".to_owned()],
                span: 0..0,
            };
            let changes = (!is_same).then(|| Changes { list: vec![change] });
            let review = Review { changes, ..Review::sample(&page.path, today) };
            (!is_new).then(|| (page.path.clone(), review))
        };
        Self { reviews: pages.iter().filter_map(of_page).collect() }
    }
}

/// A receipt that counts, and what became of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The receipt.
    pub receipt: Receipt,
    /// Who signed it.
    pub person: Person,
    /// What changed since; `None` if the text is the one that was reviewed.
    pub changes: Option<Changes>,
}

impl Review {
    /// A review that fills every field.
    fn sample(page: &SourcePath, today: Date) -> Self {
        let words = || "Words".to_owned();
        let person = Person {
            id: words(),
            name: words(),
            credentials: Some(words()),
            role: Some(words()),
            url: Some("https://sample.example/".to_owned()),
            span: 0..0,
        };
        let receipt = Receipt {
            page: page.clone(),
            by: words(),
            on: today,
            until: today,
            text: Digest::default(),
            note: words(),
            places: Places::default(),
        };
        Self { receipt, person, changes: None }
    }

    /// Whether it was to be repeated before today.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.receipt.until < today
    }

    /// What is to be thought of the page today.
    pub fn standing(&self, today: Date) -> Standing {
        if self.changes.is_some() {
            Standing::Changed
        } else if self.is_overdue(today) {
            Standing::Overdue
        } else {
            Standing::Reviewed
        }
    }
}

/// Whether a page is what somebody reviewed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Nobody reviewed it.
    #[default]
    Unreviewed,
    /// Its text is not the one that was reviewed.
    Changed,
    /// Its text is, but the review was to be repeated before today.
    Overdue,
    /// Its text is the one that was reviewed, and that still counts.
    Reviewed,
}

impl Standing {
    /// Its name in reports and templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreviewed => "unreviewed",
            Self::Changed => "changed",
            Self::Overdue => "overdue",
            Self::Reviewed => "reviewed",
        }
    }
}
