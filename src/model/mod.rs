//! All pages together: addresses, links, citations, terms and order, resolved and inert.

pub mod citations;
pub mod definitions;
mod draft;
pub mod external;
pub mod figures;
pub mod glossary;
pub mod links;
pub mod order;
pub mod overview;
pub mod review;
pub mod route;
mod seats;
pub mod sources;
pub mod taper;
pub mod terms;

use std::sync::Arc;

use jiff::civil::Date;

use crate::bibliography::Bibliography;
use crate::config::Config;
use crate::content::document::LinkKind;
use crate::content::{Page, is_article};
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::path::{SourcePath, UrlPath};
use crate::source::SourceTree;

use citations::Numbers;
pub use draft::{Draft, Leads, arrange};
use links::Resolved;
pub use seats::Arranged;
use taper::TaperPage;
use terms::Taxonomy;

/// The resolved site.
#[derive(Debug)]
pub struct Site<'a> {
    /// The settings.
    pub config: &'a Config,
    /// Published pages and sections, in the order of their files.
    pub entries: Vec<Entry<'a>>,
    /// Files that are copied, and their addresses.
    pub assets: Arc<[(SourcePath, UrlPath)]>,
    /// Taxonomies of each language, in the order of `site.toml`.
    pub taxonomies: Vec<Taxonomy>,
    /// Entries of the navigation of each language: words and address.
    pub menus: Vec<Vec<MenuItem>>,
    /// The bibliography.
    pub bibliography: &'a Bibliography,
    /// Pages that are not published today, and why.
    pub held_back: Vec<HeldBack>,
    /// What each language has once.
    pub languages: Vec<LanguageFacts>,
    /// The terms of each language.
    pub lexicons: Vec<glossary::Lexicon>,
    /// The site's icon.
    pub favicon: Option<UrlPath>,
    /// What is to be thought of every page that somebody reviewed.
    pub reviews: review::Reviews,
    /// The day that the site is made for.
    pub today: Date,
}

/// What a language of the site has once, looked up once.
#[derive(Clone, Debug, Default)]
pub struct LanguageFacts {
    /// The page that lists all sources.
    pub references: Option<UrlPath>,
    /// Whether any article has a day of publication, so that there is a feed.
    pub has_feed: bool,
}

/// An entry of the navigation.
#[derive(Clone, Debug)]
pub struct MenuItem {
    /// What the reader sees.
    pub title: String,
    /// Where it leads.
    pub url: UrlPath,
}

/// A published page or section.
#[derive(Debug)]
pub struct Entry<'a> {
    /// The article.
    pub page: &'a Page,
    /// Its address.
    pub url: UrlPath,
    /// The section that holds it, as an index of `entries`.
    pub section: Option<usize>,
    /// The pages that it holds, in order, if it is a section.
    pub pages: Vec<usize>,
    /// The sections that it holds, in order, if it is one.
    pub sections: Vec<usize>,
    /// The sibling before it.
    pub previous: Option<usize>,
    /// The sibling after it.
    pub next: Option<usize>,
    /// The page in all its languages, itself too; empty if there is only one.
    pub translations: Vec<usize>,
    /// Where its links lead, one for each link of the document.
    pub links: Arc<[Resolved]>,
    /// The numbers of its citations.
    pub numbers: Arc<Numbers>,
    /// The digest of both, if somebody asks for it often.
    pub leads: Option<Digest>,
    /// Its terms: indices of a taxonomy and of a term in it.
    pub terms: Vec<(usize, usize)>,
    /// Its tables for a taper.
    pub taper: Option<TaperPage>,
    /// Where it first uses terms, in order.
    pub uses: Arc<[glossary::Use]>,
}

impl Site<'_> {
    /// The terms of the language of an entry.
    pub fn lexicon(&self, index: usize) -> &glossary::Lexicon {
        &self.lexicons[self.entries[index].page.language]
    }
}

impl Entry<'_> {
    /// Whether it is the home page of its language.
    pub fn is_home(&self) -> bool {
        self.page.is_section && self.page.key == "_index"
    }

    /// Whether it belongs into feeds: an article, not a list, with a day of publication.
    pub fn is_dated_article(&self) -> bool {
        !self.page.is_section && self.page.front_matter.date.is_some()
    }
}

/// A page that is not published today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldBack {
    /// Its file.
    pub path: SourcePath,
    /// Its title.
    pub title: String,
    /// Why, in a few words.
    pub reason: String,
}

/// The day of the build, and whether drafts are shown.
#[derive(Clone, Copy, Debug)]
pub struct Publication {
    /// Today in the site's zone, or the day that the build is to stand for.
    pub today: Date,
    /// Publish drafts as well.
    pub drafts: bool,
}

impl Publication {
    /// Why a page is not published, if it is not.
    pub fn holds_back(self, page: &Page) -> Option<String> {
        let matter = &page.front_matter;
        if matter.draft && !self.drafts {
            return Some("draft".to_owned());
        }
        if let Some(date) = matter.date.filter(|date| *date > self.today) {
            return Some(format!("future: its date is {date}"));
        }
        let expires = matter.expires.filter(|expires| *expires <= self.today)?;
        Some(format!("expired on {expires}"))
    }
}

/// Everything that linking reads.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// The settings.
    pub config: &'a Config,
    /// Every article.
    pub pages: &'a [Arc<Page>],
    /// Every file.
    pub tree: &'a SourceTree,
    /// The bibliography.
    pub bibliography: &'a Bibliography,
    /// What is published today.
    pub publication: Publication,
}

/// Whether something is said of a place in an article.
pub fn speaks_of_articles(found: &[Diagnostic]) -> bool {
    let labels = found.iter().flat_map(|one| one.primary.iter().chain(&one.related));
    labels.into_iter().any(|label| is_article(&label.path))
}

fn facts(entries: &[Entry<'_>], config: &Config) -> Vec<LanguageFacts> {
    let mut facts = vec![LanguageFacts::default(); config.languages.len()];
    for entry in entries {
        let own = &mut facts[entry.page.language];
        let template = entry.page.front_matter.template.as_ref();
        if own.references.is_none()
            && template.is_some_and(|(name, _)| name == "references.html")
        {
            own.references = Some(entry.url.clone());
        }
        own.has_feed |= config.feed && entry.is_dated_article();
    }
    facts
}

fn entry(page: &Page, url: UrlPath, taper: Option<TaperPage>) -> Entry<'_> {
    Entry {
        page,
        url,
        section: None,
        pages: Vec::new(),
        sections: Vec::new(),
        previous: None,
        next: None,
        translations: Vec::new(),
        links: Arc::default(),
        numbers: Arc::default(),
        leads: None,
        terms: Vec::new(),
        taper,
        uses: Arc::new([]),
    }
}

/// The navigation: the entries of `site.toml`, then the pages that ask to stand in it.
fn menus(
    context: &links::Context<'_, '_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Vec<MenuItem>> {
    let config = context.parts.config;
    let from_config = config_menu(context, found);
    let mut menus = Vec::with_capacity(config.languages.len());
    for language in 0..config.languages.len() {
        let mut menu: Vec<MenuItem> = Vec::new();
        for (title, index) in &from_config {
            let own = context.in_language(*index, language);
            let Some(entry) = own.map(|own| &context.entries[own]) else { continue };
            let named = title.clone().filter(|_| own == Some(*index));
            let title = named.unwrap_or_else(|| entry.page.front_matter.title.clone());
            menu.push(MenuItem { title, url: entry.url.clone() });
        }
        let mut asked: Vec<_> = context
            .entries
            .iter()
            .filter(|e| e.page.language == language && e.page.front_matter.menu.is_some())
            .collect();
        asked.sort_by_key(|e| (e.page.front_matter.weight, e.page.path.clone()));
        for entry in asked {
            let matter = &entry.page.front_matter;
            let words = matter.menu.clone().filter(|words| !words.is_empty());
            let title = words.unwrap_or_else(|| matter.title.clone());
            menu.push(MenuItem { title, url: entry.url.clone() });
        }
        menus.push(menu);
    }
    menus
}

fn config_menu(
    context: &links::Context<'_, '_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<(Option<String>, usize)> {
    let path = SourcePath::new(crate::config::FILE);
    let mut menu = Vec::new();
    for item in &context.parts.config.menu {
        let place = links::Place {
            path: &path,
            span: item.span.clone(),
            url: UrlPath::root(),
            own: None,
            hints: true,
        };
        match links::resolve(&item.target, LinkKind::Link, &place, context) {
            Ok(Resolved::Page { index, .. }) => menu.push((item.title.clone(), index)),
            Ok(_) => found.push(
                Diagnostic::error(
                    "config/menu",
                    "the navigation leads to pages of this site only",
                )
                .at(&path, item.span.clone())
                .help("write page = \"@/about.md\""),
            ),
            // A page that is held back joins the navigation on the day it is published.
            Err(problem) if problem.code == "link/held-back" => {}
            Err(problem) => found.push(*problem),
        }
    }
    menu
}
