//! Every page in a few words, for those who edit the site: state, size, links in and out.
//!
//! Made from what linking found out; nothing is resolved here, and nothing is published of it.

use std::sync::Arc;

use jiff::civil::Date;

use super::links::Resolved;
use super::review::Standing;
use super::{Entry, Parts, Publication, Site, route};
use crate::content::{FrontMatter, Page};
use crate::path::{SourcePath, UrlPath};

/// Words that are read in a minute.
pub const WORDS_A_MINUTE: usize = 200;

/// A page or section, published or not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageOverview {
    /// Its file.
    pub path: SourcePath,
    /// Its address, or the one that it will have; `None` if that is wrong.
    pub url: Option<UrlPath>,
    /// Its title.
    pub title: String,
    /// Its language.
    pub language: Arc<str>,
    /// Draft, published, or for another day.
    pub state: State,
    /// Whether this build has it: a preview may show drafts.
    pub is_built: bool,
    /// Words of its text.
    pub words: usize,
    /// Day of the last change that matters, or of publication.
    pub updated: Option<Date>,
    /// First day on which it will no longer be published.
    pub expires: Option<Date>,
    /// Whether it is what somebody reviewed.
    pub review: Standing,
    /// Until when its review counts, or when the page itself says that one is due.
    pub due: Option<Date>,
    /// The pages that its text leads to, each once: indices of the overview.
    pub links: Vec<u32>,
    /// The pages whose text leads to it, each once: indices of the overview.
    pub linked_from: Vec<u32>,
    /// How many of its links leave the site.
    pub external: usize,
    /// Whether the navigation leads to it, or every page does, as to the list of sources.
    pub in_menu: bool,
    /// Whether it is the home page of its language.
    pub is_home: bool,
    /// The section whose list leads to it: an index of the overview.
    pub listed_by: Option<u32>,
    /// The languages of the site that it has not been translated into.
    pub untranslated: Vec<Arc<str>>,
}

impl PageOverview {
    /// Minutes that reading takes.
    pub fn minutes(&self) -> usize {
        self.words.div_ceil(WORDS_A_MINUTE)
    }

    /// Whether readers have no way to it: no text, no navigation and no list leads here.
    pub fn is_orphan(&self) -> bool {
        self.is_built
            && !self.is_home
            && !self.in_menu
            && self.listed_by.is_none()
            && self.linked_from.is_empty()
    }
}

/// Whether a page is published, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Readers see it.
    Published,
    /// Its author is not done.
    Draft,
    /// It will be published on this day.
    Future(Date),
    /// It is no longer published since this day.
    Expired(Date),
}

impl State {
    fn of(matter: &FrontMatter, publication: Publication) -> Self {
        if matter.draft {
            return Self::Draft;
        }
        if let Some(date) = matter.date.filter(|date| *date > publication.today) {
            return Self::Future(date);
        }
        let expires = matter.expires.filter(|expires| *expires <= publication.today);
        expires.map_or(Self::Published, Self::Expired)
    }
}

/// Looks over all pages, in the order of their files.
pub fn overview(site: &Site<'_>, parts: Parts<'_>) -> Vec<PageOverview> {
    let codes: Vec<Arc<str>> =
        parts.config.languages.iter().map(|one| one.code.as_str().into()).collect();
    // Entries are in the order of files, as pages are, so that one walk pairs them.
    let mut entries = site.entries.iter().peekable();
    let mut places = Vec::with_capacity(site.entries.len());
    let mut pages = Vec::with_capacity(parts.pages.len());
    for page in parts.pages {
        let entry = entries.next_if(|entry| std::ptr::eq(entry.page, &raw const **page));
        if entry.is_some() {
            places.push(u32::try_from(pages.len()).unwrap_or(u32::MAX));
        }
        let mut own = one(page, entry, (parts, &codes));
        (own.review, own.due) = review(page, site);
        pages.push(own);
    }
    for (own, entry) in places.iter().zip(&site.entries) {
        connect(&mut pages, (*own, entry), &places, site);
    }
    mark_menu(&mut pages, site);
    pages
}

/// A page by itself.
fn one(
    page: &Page,
    entry: Option<&Entry<'_>>,
    (parts, codes): (Parts<'_>, &[Arc<str>]),
) -> PageOverview {
    let matter = &page.front_matter;
    let url = match entry {
        Some(entry) => Some(entry.url.clone()),
        // What is wrong with the address of a page is said when it is published.
        None => route::page_url(page, parts.config, &mut Vec::new()),
    };
    let links = entry.map_or(&[][..], |entry| &entry.links);
    let is_external = |link: &&Resolved| matches!(link, Resolved::External(_));
    PageOverview {
        path: page.path.clone(),
        url,
        title: matter.title.clone(),
        language: codes[page.language].clone(),
        state: State::of(matter, parts.publication),
        is_built: entry.is_some(),
        words: page.document.words,
        updated: matter.updated.or(matter.date),
        expires: matter.expires,
        review: Standing::default(),
        due: None,
        links: Vec::new(),
        linked_from: Vec::new(),
        external: links.iter().filter(is_external).count(),
        in_menu: false,
        is_home: page.is_section && page.key == "_index",
        listed_by: None,
        untranslated: Vec::new(),
    }
}

/// What is to be thought of a page's review, and when the next one is due.
fn review(page: &Page, site: &Site<'_>) -> (Standing, Option<Date>) {
    let claim = page.front_matter.review_claim.as_ref();
    site.reviews.of(&page.path).map_or_else(
        || (Standing::Unreviewed, claim.and_then(|claim| claim.due)),
        |review| (review.standing(site.today), Some(review.receipt.until)),
    )
}

/// Fills in where a page leads, which section lists it, and what languages it lacks.
fn connect(
    pages: &mut [PageOverview],
    (own, entry): (u32, &Entry<'_>),
    places: &[u32],
    site: &Site<'_>,
) {
    let place = |index: usize| places.get(index).copied();
    let mut links: Vec<u32> = entry
        .links
        .iter()
        .filter_map(|link| match link {
            Resolved::Page { index, .. } => place(*index).filter(|to| *to != own),
            _ => None,
        })
        .collect();
    links.sort_unstable();
    links.dedup();
    for to in &links {
        pages[*to as usize].linked_from.push(own);
    }
    let holder = entry.section.filter(|section| has_list(&site.entries[*section]));
    let speaks = |language: usize| {
        let is = |index: &usize| site.entries[*index].page.language == language;
        entry.page.language == language || entry.translations.iter().any(is)
    };
    let languages = site.config.languages.iter().enumerate();
    let page = &mut pages[own as usize];
    page.links = links;
    page.listed_by = holder.and_then(place);
    page.untranslated = languages
        .filter(|(index, _)| !speaks(*index))
        .map(|(_, language)| language.name.as_str().into())
        .collect();
}

/// Whether a section's page lists what it holds. A home page with a text of its own does not,
/// unless it asks for a list that is split.
fn has_list(section: &Entry<'_>) -> bool {
    let asks = section.page.front_matter.paginate_by.is_some_and(|most| most > 0);
    !section.is_home() || section.page.document.words == 0 || asks
}

fn mark_menu(pages: &mut [PageOverview], site: &Site<'_>) {
    let mut urls: Vec<&UrlPath> =
        site.menus.iter().flatten().map(|item| &item.url).collect();
    urls.extend(site.languages.iter().filter_map(|facts| facts.references.as_ref()));
    urls.sort_unstable();
    for page in pages {
        let is_in = |url: &UrlPath| urls.binary_search(&url).is_ok();
        page.in_menu = page.is_built && page.url.as_ref().is_some_and(is_in);
    }
}
