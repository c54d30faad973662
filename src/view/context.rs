//! What every template sees: the site, the navigation, the words, and addresses made for the
//! page at hand.

use std::fmt::Write;

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::page::PageView;
use super::projection::View;
use crate::config::Search;
use crate::model::route::language_root;
use crate::model::{MenuItem, Site};
use crate::path::UrlPath;
use crate::theme::Theme;

/// How a page writes addresses of the site.
#[derive(Clone, Copy, Debug)]
pub enum Linker<'a> {
    /// Relative to this page, so that the site works under any prefix.
    Relative(&'a UrlPath),
    /// Absolute: for the page that a host may show at any address.
    Absolute(&'a str),
}

impl Linker<'_> {
    /// The address to print for `target`.
    pub fn href(self, target: &UrlPath) -> String {
        match self {
            Self::Relative(page) => page.relative(target),
            Self::Absolute(base) => format!("{base}{}", target.encoded()),
        }
    }
}

/// The site as templates see it.
#[derive(Debug, Serialize)]
pub struct SiteView<'a> {
    title: &'a str,
    description: &'a str,
    language: &'a str,
    publisher: Option<&'a str>,
    funder: Option<&'a str>,
    contact: Option<&'a str>,
    home_url: String,
    references_url: Option<String>,
    feed_url: Option<String>,
    favicon_url: Option<String>,
    citation_style: &'static str,
    search: Option<&'a Search>,
    emergency_band: bool,
    review_notice: bool,
    extra: &'a serde_json::Value,
    data: &'a serde_json::Value,
}

/// A link that templates print.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    /// What the reader sees.
    pub title: String,
    /// Where it leads.
    pub url: String,
}

/// An entry of the navigation.
#[derive(Debug, Serialize)]
pub struct MenuView {
    title: String,
    url: String,
    current: bool,
    within: bool,
}

/// A day, for machines and for readers.
#[derive(Clone, Debug, Serialize)]
pub struct DateView {
    iso: String,
    text: String,
}

/// A page that asks for its view.
#[derive(Clone, Copy)]
pub struct Asker<'a> {
    /// The site.
    pub site: &'a Site<'a>,
    /// The theme.
    pub theme: &'a Theme,
    /// Data files, by name.
    pub data: &'a serde_json::Value,
    /// Index of the page's language.
    pub language: usize,
    /// The page's address.
    pub url: &'a UrlPath,
    /// How it writes addresses.
    pub linker: Linker<'a>,
}

impl<'a> Asker<'a> {
    /// The code of the page's language.
    pub fn language_code(&self) -> &'a str {
        &self.site.config.languages[self.language].code
    }

    /// One of the theme's words in the page's language.
    pub fn word(&self, key: &str) -> String {
        self.theme.word(self.language_code(), key)
    }

    /// What readers call a taxonomy: the theme's word, else its own name.
    pub fn taxonomy_title(&self, name: &str) -> String {
        let word = self.word(name);
        let mut letters = word.chars();
        let first = letters.next().map(char::to_uppercase).into_iter().flatten();
        first.chain(letters).collect()
    }

    /// The absolute address of something.
    pub fn permalink(&self, url: &UrlPath) -> String {
        Linker::Absolute(&self.site.config.base_url).href(url)
    }

    /// A day in words, as the theme's language writes it.
    pub fn date(&self, date: Date) -> DateView {
        let word = |key| self.theme.word_or_key(self.language_code(), key);
        let month = usize::try_from(date.month()).unwrap_or(1);
        let name = word("months").split_whitespace().nth(month - 1).unwrap_or("");
        // Long lists hold many days, so each is written in one go.
        let (mut text, mut rest) = (String::with_capacity(24), word("date_format"));
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            rest = after;
            // Writing to memory does not fail.
            let _ = match after.split_once('}') {
                Some(("day", after)) => {
                    rest = after;
                    write!(text, "{}", date.day())
                }
                Some(("month", after)) => {
                    rest = after;
                    text.write_str(name)
                }
                Some(("year", after)) => {
                    rest = after;
                    write!(text, "{}", date.year())
                }
                _ => text.write_char('{'),
            };
        }
        text.push_str(rest);
        DateView { iso: date.to_string(), text }
    }

    /// The view of a page, with what every template sees.
    pub fn view(&self, page: PageView) -> View<'a> {
        View {
            site: self.site_view(),
            menu: self.menu(),
            generator: concat!("Plainleaf ", env!("CARGO_PKG_VERSION")),
            page,
            section: None,
            taxonomy: None,
            term: None,
            references: None,
            target: None,
            taper: None,
            evidence: None,
            plan: None,
            parts: Vec::new(),
        }
    }

    fn site_view(&self) -> SiteView<'a> {
        let config = self.site.config;
        let own = &config.languages[self.language];
        let root = language_root(self.language, config);
        let facts = &self.site.languages[self.language];
        SiteView {
            title: &own.title,
            description: &own.description,
            language: &own.code,
            publisher: config.publisher.as_deref(),
            funder: config.funder.as_deref(),
            contact: config.contact.as_deref(),
            home_url: self.linker.href(&root),
            references_url: facts.references.as_ref().map(|url| self.linker.href(url)),
            feed_url: self.feed_url(),
            favicon_url: self.site.favicon.as_ref().map(|url| self.linker.href(url)),
            citation_style: config.citation_style.name(),
            search: config.search.as_ref(),
            emergency_band: config.emergency_band,
            review_notice: config.review_notice,
            extra: &config.extra,
            data: self.data,
        }
    }

    /// The feed of the page's language, if anything is in it.
    pub fn feed_url(&self) -> Option<String> {
        if !self.site.languages[self.language].has_feed {
            return None;
        }
        let root = language_root(self.language, self.site.config);
        root.file("feed.xml").ok().map(|url| self.linker.href(&url))
    }

    fn menu(&self) -> Vec<MenuView> {
        let view = |item: &MenuItem| MenuView {
            title: item.title.clone(),
            url: self.linker.href(&item.url),
            current: item.url == *self.url,
            within: item.url != *self.url
                && item.url.as_str() != "/"
                && self.url.as_str().starts_with(item.url.as_str()),
        };
        self.site.menus[self.language].iter().map(view).collect()
    }

    /// Text that is HTML already.
    pub fn safe(html: &str) -> Value {
        Value::safe_string(html)
    }
}
