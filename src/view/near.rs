//! What an article's page shows of other articles, told without making its view.
//!
//! Whoever puts more of other articles into the view of such a page adds it here; the property
//! of `tests/all/incremental.rs` and `build --verify` find out if that was forgotten.

use crate::digest::Digest;
use crate::model::{Entry, Site};
use crate::path::UrlPath;

/// A link to another page: what the reader sees, and where it leads.
type Lead<'a> = (&'a str, &'a UrlPath);

/// The digest of the above; `None` for pages of which more can be seen: sections, lists of
/// sources, plans, definitions, figures and reviews.
pub fn near(site: &Site<'_>, entry: &Entry<'_>, template: &str) -> Option<Digest> {
    let page = entry.page;
    let shows_more = page.is_section
        || template == "references.html"
        || entry.taper.is_some()
        || page.front_matter.taper.is_some()
        || page.glossary.is_some()
        || page.document.shows_figures()
        || site.reviews.of(&page.path).is_some();
    if shows_more {
        return None;
    }
    let lead = |index: usize| lead(&site.entries[index]);
    let beside = [entry.previous, entry.next].map(|index| index.map(lead));
    let translations = entry.translations.iter();
    let translations: Vec<_> =
        translations.map(|at| (site.entries[*at].page.language, lead(*at))).collect();
    let terms: Vec<_> = entry.terms.iter().map(|at| term(site, *at)).collect();
    let menu = site.menus[page.language].iter();
    let menu: Vec<Lead<'_>> = menu.map(|item| (item.title.as_str(), &item.url)).collect();
    let facts = &site.languages[page.language];
    let facts = (&facts.references, facts.has_feed, &site.favicon);
    let around = (above(site, entry), beside, translations, terms);
    Some(Digest::of_value(&(&entry.url, around, menu, facts)))
}

fn lead<'a>(entry: &'a Entry<'_>) -> Lead<'a> {
    (&entry.page.front_matter.title, &entry.url)
}

/// The sections above an entry, the nearest first.
fn above<'a>(site: &'a Site<'_>, entry: &Entry<'_>) -> Vec<Lead<'a>> {
    let section = |index: usize| &site.entries[index];
    let first = entry.section.map(section);
    std::iter::successors(first, |one| one.section.map(section)).map(lead).collect()
}

/// A term: its taxonomy, and a link to the list of its pages.
fn term<'a>(site: &'a Site<'_>, (taxonomy, term): (usize, usize)) -> (&'a str, Lead<'a>) {
    let taxonomy = &site.taxonomies[taxonomy];
    let term = &taxonomy.terms[term];
    (&taxonomy.name, (&term.title, &term.url))
}
