//! What readers are told of a page's review. Words that were reviewed and are gone never stand
//! on a page: they may be gone because they were wrong.

use serde::Serialize;

use super::context::{Asker, DateView};
use crate::model::Entry;
use crate::model::review::plain::plain;
use crate::model::review::{Review, Standing};

/// Most sentences of a page that are shown as new.
const MOST_CHANGES: usize = 10;

/// A review of a page, from a receipt that counts.
#[derive(Debug, Serialize)]
pub struct ReviewView {
    /// `reviewed`, `changed` (the text is not the one that was reviewed) or `overdue`.
    pub state: &'static str,
    /// Whether the text is the one that was reviewed and the review still counts: only then may
    /// machines be told of it.
    pub is_valid: bool,
    /// Who reviewed it.
    pub by: PersonView,
    /// When.
    pub on: DateView,
    /// Until when that counts.
    pub until: DateView,
    /// Sentences that nobody has reviewed, in the order of the page; not all if there are many.
    pub changes: Vec<String>,
    /// How many more there are.
    pub more: usize,
    /// Whether what was reviewed is gone in part.
    pub is_shorter: bool,
    /// Whether anything of its sources changed.
    pub has_new_sources: bool,
}

/// Somebody who signed for a page.
#[derive(Debug, Serialize)]
pub struct PersonView {
    name: String,
    credentials: Option<String>,
    role: Option<String>,
    url: Option<String>,
}

/// The review of an entry, if it has one.
pub(super) fn review(asker: &Asker<'_>, entry: &Entry<'_>) -> Option<ReviewView> {
    let review = asker.site.reviews.of(&entry.page.path)?;
    let Review { receipt, person, changes } = review;
    let standing = review.standing(asker.site.today);
    let list = changes.as_ref().map_or(&[][..], |changes| changes.list.as_slice());
    let is_source = |line: &&String| line.starts_with('@');
    let new = || list.iter().flat_map(|change| &change.after);
    let mut sentences: Vec<String> = new().filter_map(|line| plain(line)).collect();
    sentences.dedup();
    let more = sentences.len().saturating_sub(MOST_CHANGES);
    sentences.truncate(MOST_CHANGES);
    let mut gone = list.iter().flat_map(|change| &change.before);
    Some(ReviewView {
        state: standing.name(),
        is_valid: standing == Standing::Reviewed,
        by: PersonView {
            name: person.name.clone(),
            credentials: person.credentials.clone(),
            role: person.role.clone(),
            url: person.url.clone(),
        },
        on: asker.date(receipt.on),
        until: asker.date(receipt.until),
        changes: sentences,
        more,
        is_shorter: list.iter().any(|change| change.before.len() > change.after.len()),
        has_new_sources: new().any(|line| is_source(&line))
            || gone.any(|l| is_source(&l)),
    })
}
