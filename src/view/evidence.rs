//! What the program counted when it built the site, as the theme's component shows it.

use serde::Serialize;

use super::context::{Asker, DateView};
use crate::model::figures::Figures;

/// The figures of the page that says how the site is checked. They are counted on all pages but
/// those that show them.
#[derive(Debug, Serialize)]
pub struct EvidenceView {
    /// Pages that were counted.
    pages: usize,
    /// Articles.
    articles: usize,
    /// Articles that a declared person signed for as they are.
    reviewed: usize,
    /// Example plans, each proved row by row.
    plans: usize,
    /// Sources that pages rest on.
    sources: SourcesView,
    /// Addresses of other sites.
    links: LinksView,
    /// Warnings about settings, text, sources and links.
    warnings: usize,
    /// Rules that each page was checked with.
    rules: usize,
    /// Places that break a rule.
    violations: usize,
    /// Places that a person must look at.
    reviews: usize,
    /// Most requests that one page makes, its own among them.
    most_requests: usize,
    /// The most that one page makes the reader load, in kilobytes, rounded up.
    most_kilobytes: u64,
    /// Other sites that any page loads anything from.
    origins: usize,
    /// Pages with a script.
    scripts: usize,
}

/// Sources that pages rest on.
#[derive(Debug, Serialize)]
struct SourcesView {
    cited: usize,
    answered: usize,
    oldest: Option<DateView>,
    retracted: usize,
    concern: usize,
    corrected: usize,
    missing: usize,
}

/// Addresses of other sites.
#[derive(Debug, Serialize)]
struct LinksView {
    addresses: usize,
    answered: usize,
    oldest: Option<DateView>,
}

/// Bytes of a kilobyte.
const KILOBYTE: u64 = 1000;

/// The figures in the page's language.
pub(super) fn evidence(asker: &Asker<'_>, figures: &Figures) -> EvidenceView {
    let Figures { sources, links, rules, loads, .. } = figures;
    EvidenceView {
        pages: figures.pages,
        articles: figures.articles,
        reviewed: figures.reviewed,
        plans: figures.plans,
        sources: SourcesView {
            cited: sources.cited,
            answered: sources.answered,
            oldest: sources.oldest.map(|day| asker.date(day)),
            retracted: sources.retracted,
            concern: sources.concern,
            corrected: sources.corrected,
            missing: sources.missing,
        },
        links: LinksView {
            addresses: links.addresses,
            answered: links.answered,
            oldest: links.oldest.map(|day| asker.date(day)),
        },
        warnings: figures.warnings,
        rules: rules.rules,
        violations: rules.violations,
        reviews: rules.reviews,
        most_requests: loads.most_requests,
        most_kilobytes: loads.most_bytes.div_ceil(KILOBYTE),
        origins: loads.origins,
        scripts: loads.scripts,
    }
}
