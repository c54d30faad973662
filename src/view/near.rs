//! What the page of an article, a list or a feed shows of other articles, told without making it.
//!
//! Whoever puts more of other articles into the view of such a file adds it here; the property
//! of `tests/all/incremental.rs` and `build --verify` find out if that was forgotten.

use std::hash::Hash;

use jiff::civil::Date;

use super::feed;
use super::job::{has_feed, paginate_by};
use super::list::slice;
use crate::digest::Digest;
use crate::model::{Entry, Site};
use crate::path::UrlPath;

/// A link to another page: what the reader sees, and where it leads.
type Lead<'a> = (&'a str, &'a UrlPath);

/// A page in a list: also its description, and the days of its publication and last change.
type Item<'a> = (Lead<'a>, Option<&'a str>, [Option<Date>; 2]);

/// What page `number` of an entry shows of others, to be hashed; `None` for pages of which more
/// can be seen: lists of sources, plans, definitions, figures and reviews.
pub fn near<'a>(
    site: &'a Site<'_>,
    entry: &'a Entry<'_>,
    (number, template): (usize, &str),
) -> Option<impl Hash + use<'a>> {
    let page = entry.page;
    let shows_more = template == "references.html"
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
    let around = (above(site, entry), beside, translations, terms);
    let list = page.is_section.then(|| {
        let each = paginate_by(site, entry);
        let lists =
            (items(site, (&entry.pages, each, number)), items_of(site, &entry.sections));
        (lists, has_feed(site, entry))
    });
    Some((&entry.url, number, around, list))
}

/// The digest of what page `number` of the list of a term shows.
pub fn near_term(
    site: &Site<'_>,
    (taxonomy, term): (usize, usize),
    number: usize,
) -> Digest {
    let taxonomy = &site.taxonomies[taxonomy];
    let term = &taxonomy.terms[term];
    let own = (&taxonomy.name, &taxonomy.url, &term.title, &term.url, number);
    let each = site.config.paginate_by;
    Digest::of_value(&(own, items(site, (&term.pages, each, number))))
}

/// The digest of what a feed shows.
pub fn near_feed(site: &Site<'_>, language: usize, section: Option<usize>) -> Digest {
    let title = section.map(|section| lead(&site.entries[section]));
    let newest = feed::newest(site, language, section);
    Digest::of_value(&(title, newest.into_iter().map(item).collect::<Vec<_>>()))
}

/// The digest of what the list of all addresses shows.
pub fn near_sitemap(site: &Site<'_>) -> Digest {
    Digest::of_value(&feed::addresses(site))
}

/// The digest of what all pages of a language show; `frame` is that of all but articles.
pub fn shared(site: &Site<'_>, language: usize, frame: Digest) -> Digest {
    let menu = site.menus[language].iter();
    let menu: Vec<Lead<'_>> = menu.map(|item| (item.title.as_str(), &item.url)).collect();
    let facts = &site.languages[language];
    let facts = (&facts.references, facts.has_feed, &site.favicon);
    Digest::of_value(&(frame, language, menu, facts))
}

/// A part of a list, and how long the whole is.
fn items<'a>(
    site: &'a Site<'_>,
    (all, each, number): (&[usize], usize, usize),
) -> (usize, Vec<Item<'a>>) {
    (all.len(), items_of(site, slice(all, each, number)))
}

fn items_of<'a>(site: &'a Site<'_>, list: &[usize]) -> Vec<Item<'a>> {
    list.iter().map(|index| item(&site.entries[*index])).collect()
}

fn item<'a>(entry: &'a Entry<'_>) -> Item<'a> {
    let matter = &entry.page.front_matter;
    let days = [matter.date, matter.updated];
    (lead(entry), matter.description.as_deref(), days)
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
