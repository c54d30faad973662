//! Every source of the site: what is known of it, and every place where a page rests on it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Entry, Site};
use crate::bibliography::Record;
use crate::bibliography::health::Condition;
use crate::path::{SourcePath, UrlPath};

/// A source of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceOverview {
    /// What pages cite it by.
    pub key: String,
    /// The work in a few words.
    pub short: String,
    /// Its title.
    pub title: String,
    /// The references file.
    pub path: SourcePath,
    /// First and last byte of the key in that file.
    pub span: (usize, usize),
    /// Whether pages may cite it.
    pub is_citable: bool,
    /// What services said of it.
    pub condition: Condition,
    /// Every place that cites it, in the order of the pages.
    pub cited: Vec<Cited>,
}

/// A place that cites a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// The article.
    pub path: SourcePath,
    /// The page's address.
    pub url: UrlPath,
    /// First and last byte of the key.
    pub span: (usize, usize),
}

impl SourceOverview {
    /// Bytes of the key in the references file.
    pub fn bytes(&self) -> Range<usize> {
        self.span.0..self.span.1
    }

    /// Whether a published page rests on it.
    pub fn is_cited(&self) -> bool {
        !self.cited.is_empty()
    }
}

impl Cited {
    /// Bytes of the key in the article.
    pub fn bytes(&self) -> Range<usize> {
        self.span.0..self.span.1
    }
}

/// Every source of the bibliography, by key.
pub fn sources(site: &Site<'_>) -> Vec<SourceOverview> {
    let mut cited: BTreeMap<&str, Vec<Cited>> = BTreeMap::new();
    for entry in &site.entries {
        for (key, span) in cites(entry) {
            let (path, url) = (entry.page.path.clone(), entry.url.clone());
            let cite = Cited { path, url, span: (span.start, span.end) };
            cited.entry(key).or_default().push(cite);
        }
    }
    let health = site.bibliography.health();
    let one = |record: &Record| SourceOverview {
        key: record.key.clone(),
        short: record.short(),
        title: record.title.clone(),
        path: site.config.bibliography.clone(),
        span: (record.span.start, record.span.end),
        is_citable: record.citable(),
        condition: health.condition(record),
        cited: cited.remove(record.key.as_str()).unwrap_or_default(),
    };
    site.bibliography.iter().map(one).collect()
}

/// The keys that a page cites, in its text and for its plans.
fn cites<'a>(entry: &'a Entry<'_>) -> impl Iterator<Item = (&'a str, Range<usize>)> {
    let cites = entry.page.document.citations.iter().flat_map(|one| &one.cites);
    let of_text = cites.map(|cite| (cite.key.as_str(), cite.key_span.clone()));
    let table = entry.page.front_matter.taper.as_ref();
    let place = table.map_or(0..0, |(_, span)| span.clone());
    let of_taper = entry.taper.iter().flat_map(|taper| &taper.sources);
    of_text.chain(of_taper.map(move |key| (key.as_str(), place.clone())))
}
