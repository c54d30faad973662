//! What an editor asks the desk: which pages, in which order, which part of a long list.

use std::cmp::Reverse;

use percent_encoding::percent_decode_str;

use super::{ADDRESS, Desk};
use crate::model::overview::{PageOverview, State};
use crate::model::review::Standing;

/// Pages that one table shows.
pub(super) const ROWS: usize = 200;

/// What the query of an address says; what it says wrong is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    pub(super) show: Show,
    pub(super) sort: Sort,
    /// Number of the part of the list, from 1.
    pub(super) number: usize,
    /// The file that is asked about.
    pub(super) file: Option<String>,
}

impl Query {
    /// Reads what follows the question mark.
    pub(super) fn parse(text: &str) -> Self {
        let mut query = Self { number: 1, ..Self::default() };
        for pair in text.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = percent_decode_str(value).decode_utf8_lossy();
            match key {
                "state" | "show" => {
                    let of = |show: &&Show| show.name() == Some((key, &*value));
                    query.show = Show::ALL.iter().find(of).copied().unwrap_or(query.show);
                }
                "sort" => {
                    let of = |sort: &&Sort| sort.name() == value;
                    query.sort = Sort::ALL.iter().find(of).copied().unwrap_or(query.sort);
                }
                "part" => query.number = value.parse().unwrap_or(1).max(1),
                "file" => query.file = Some(value.into_owned()),
                _ => {}
            }
        }
        query
    }

    /// The address that says this, ready for an attribute.
    pub(super) fn address(&self) -> String {
        let mut parts = Vec::new();
        if let Some((key, value)) = self.show.name() {
            parts.push(format!("{key}={value}"));
        }
        if self.sort != Sort::default() {
            parts.push(format!("sort={}", self.sort.name()));
        }
        if self.number > 1 {
            parts.push(format!("part={}", self.number));
        }
        if parts.is_empty() {
            return ADDRESS.to_owned();
        }
        format!("{ADDRESS}?{}", parts.join("&amp;"))
    }

    /// The pages that are asked for, in order.
    pub(super) fn pick<'a>(&self, desk: &Desk<'a>) -> Vec<&'a PageOverview> {
        let mut pages: Vec<_> =
            desk.pages.iter().filter(|page| self.show.takes(page, desk)).collect();
        // Pages come in the order of files, which is kept among equals.
        match self.sort {
            Sort::Title => pages.sort_by_cached_key(|page| page.title.to_lowercase()),
            Sort::Words => pages.sort_by_key(|page| Reverse(page.words)),
            Sort::Findings => {
                pages.sort_by_key(|page| Reverse(desk.findings(page).len()));
            }
            Sort::Updated => pages.sort_by_key(|page| Reverse(page.updated)),
            Sort::LinksIn => pages.sort_by_key(|page| page.linked_from.len()),
            Sort::Due => pages.sort_by_key(|page| (page.due.is_none(), page.due)),
        }
        pages
    }
}

/// Which pages to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Show {
    #[default]
    All,
    Published,
    Draft,
    Future,
    Expired,
    Findings,
    Orphans,
    Unreviewed,
    Changed,
    Overdue,
    Untranslated,
}

impl Show {
    /// In the order in which they are offered.
    pub(super) const ALL: &[Self] = &[
        Self::All,
        Self::Published,
        Self::Draft,
        Self::Future,
        Self::Expired,
        Self::Findings,
        Self::Orphans,
        Self::Unreviewed,
        Self::Changed,
        Self::Overdue,
        Self::Untranslated,
    ];

    /// Key and value in an address; all pages need none.
    pub(super) fn name(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::All => None,
            Self::Published => Some(("state", "published")),
            Self::Draft => Some(("state", "draft")),
            Self::Future => Some(("state", "future")),
            Self::Expired => Some(("state", "expired")),
            Self::Findings => Some(("show", "findings")),
            Self::Orphans => Some(("show", "orphans")),
            Self::Unreviewed => Some(("show", "unreviewed")),
            Self::Changed => Some(("show", "changed")),
            Self::Overdue => Some(("show", "overdue")),
            Self::Untranslated => Some(("show", "untranslated")),
        }
    }

    /// What an editor reads.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::All => "All pages",
            Self::Published => "Published",
            Self::Draft => "Drafts",
            Self::Future => "Future",
            Self::Expired => "Expired",
            Self::Findings => "With findings",
            Self::Orphans => "Orphans",
            Self::Unreviewed => "Not reviewed",
            Self::Changed => "Changed since review",
            Self::Overdue => "Review overdue",
            Self::Untranslated => "Missing translations",
        }
    }

    /// Whether a page is one of these.
    pub(super) fn takes(self, page: &PageOverview, desk: &Desk<'_>) -> bool {
        match self {
            Self::All => true,
            Self::Published => page.state == State::Published,
            Self::Draft => page.state == State::Draft,
            Self::Future => matches!(page.state, State::Future(_)),
            Self::Expired => matches!(page.state, State::Expired(_)),
            Self::Findings => !desk.findings(page).is_empty(),
            Self::Orphans => page.is_orphan(),
            Self::Unreviewed => page.review == Standing::Unreviewed,
            Self::Changed => page.review == Standing::Changed,
            Self::Overdue => page.review == Standing::Overdue,
            Self::Untranslated => !page.untranslated.is_empty(),
        }
    }
}

/// In which order to show them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sort {
    /// As a dictionary does, without regard to case.
    #[default]
    Title,
    /// Longest first.
    Words,
    /// Most first.
    Findings,
    /// Newest first.
    Updated,
    /// Fewest first.
    LinksIn,
    /// Soonest first; those without a day last.
    Due,
}

impl Sort {
    /// All of them.
    pub(super) const ALL: &[Self] = &[
        Self::Title,
        Self::Words,
        Self::Findings,
        Self::Updated,
        Self::LinksIn,
        Self::Due,
    ];

    /// Its name in an address.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Words => "words",
            Self::Findings => "findings",
            Self::Updated => "updated",
            Self::LinksIn => "in",
            Self::Due => "due",
        }
    }

    /// What an editor reads.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Title => "by title",
            Self::Words => "the longest first",
            Self::Findings => "the most findings first",
            Self::Updated => "the newest first",
            Self::LinksIn => "the fewest links in first",
            Self::Due => "the soonest due first",
        }
    }

    /// The direction, as `aria-sort` says it.
    pub(super) fn direction(self) -> &'static str {
        match self {
            Self::Title | Self::LinksIn | Self::Due => "ascending",
            _ => "descending",
        }
    }
}
