//! A page as templates see it.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use super::context::{Asker, DateView, LinkView};
use super::job::has_feed;
use super::notice::{NoticeView, notices};
use super::review::{ReviewView, review};
use crate::content::document::Heading;
use crate::html::escape;
use crate::model::Entry;
use crate::model::overview::WORDS_A_MINUTE;

/// A page, whatever its kind.
#[derive(Debug, Default, Serialize)]
pub struct PageView {
    /// What kind of page it is.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Its title with the site's, for the window.
    pub head_title: String,
    /// One plain sentence.
    pub description: Option<String>,
    /// Its absolute address.
    pub permalink: String,
    /// Its language.
    pub lang: String,
    /// The direction of its script.
    pub dir: &'static str,
    /// Whether search engines are asked to leave it out.
    pub noindex: bool,
    /// The feed that belongs to it.
    pub feed_url: Option<String>,
    /// Its schema.org type.
    pub schema_type: String,
    /// Its Open Graph type.
    pub og_type: &'static str,
    /// First day of publication.
    pub date: Option<DateView>,
    /// Last change that matters.
    pub updated: Option<DateView>,
    /// Its table of contents.
    pub toc: Vec<PartView>,
    /// The pages above it, home first.
    pub breadcrumbs: Vec<LinkView>,
    /// The sibling before it.
    pub previous: Option<LinkView>,
    /// The sibling after it.
    pub next: Option<LinkView>,
    /// Its terms.
    pub terms: Vec<TermLink>,
    /// Words of its text.
    pub words: usize,
    /// Minutes that reading takes, at 200 words a minute.
    pub minutes: usize,
    /// Its sources.
    pub citations: Vec<CitationView>,
    /// The page in other languages, and itself.
    pub translations: Vec<TranslationView>,
    /// Who reviewed it, and whether it still is what they read; nothing if nobody did.
    pub review: Option<ReviewView>,
    /// Whether it is an article.
    pub is_article: bool,
    /// Style for its head, beside the theme's.
    pub head_css: Option<Value>,
    /// What the front matter tells the theme.
    pub extra: serde_json::Value,
    /// HTML of its text.
    pub content: Option<Value>,
    /// HTML of its text above the first part of its table of contents, if there is any.
    pub opening: Option<Value>,
    /// HTML of its text below `opening`.
    pub rest: Option<Value>,
}

/// A part of a page in its table of contents.
#[derive(Debug, Serialize)]
pub struct PartView {
    id: String,
    title: String,
    children: Vec<PartView>,
}

/// A term of a page.
#[derive(Debug, Serialize)]
pub struct TermLink {
    taxonomy: String,
    taxonomy_title: String,
    title: String,
    url: String,
}

/// A source in a page's list.
#[derive(Debug, Serialize)]
pub struct CitationView {
    number: usize,
    id: String,
    html: Value,
    notices: Vec<NoticeView>,
    backlinks: Vec<BackLink>,
}

#[derive(Debug, Serialize)]
struct BackLink {
    href: String,
    text: String,
}

/// The page in one language.
#[derive(Debug, Serialize)]
pub struct TranslationView {
    lang: String,
    name: String,
    title: String,
    url: String,
    permalink: String,
}

impl PageView {
    /// What all kinds of pages share.
    pub fn new(asker: &Asker<'_>, kind: &'static str, title: &str) -> Self {
        let site = &asker.site.config.language_of(asker.language_code()).title;
        let same = kind == "home" && (title == site || title.is_empty());
        let head_title = match (same, site.is_empty()) {
            (true, _) => site.clone(),
            (_, true) => title.to_owned(),
            _ => format!("{title} – {site}"),
        };
        Self {
            kind,
            title: title.to_owned(),
            head_title,
            permalink: asker.permalink(asker.url),
            lang: asker.language_code().to_owned(),
            dir: direction(asker.language_code()),
            feed_url: asker.feed_url(),
            schema_type: "WebPage".to_owned(),
            og_type: "website",
            extra: serde_json::json!({}),
            ..Self::default()
        }
    }

    /// The page of an entry.
    pub fn of_entry(asker: &Asker<'_>, entry: &Entry<'_>, template: &str) -> Self {
        let matter = &entry.page.front_matter;
        let kind = if entry.is_home() {
            "home"
        } else if entry.page.is_section {
            "section"
        } else if template == "references.html" {
            "references"
        } else {
            "page"
        };
        let is_article = kind == "page";
        let words = entry.page.document.words;
        let link = |index: Option<usize>| {
            index.map(|index| link(asker, &asker.site.entries[index]))
        };
        let mut page = Self::new(asker, kind, &matter.title);
        page.description.clone_from(&matter.description);
        if kind == "home" && page.description.is_none() {
            let own = asker.site.config.language_of(asker.language_code());
            page.description =
                Some(own.description.clone()).filter(|text| !text.is_empty());
        }
        if is_article {
            page.schema_type.clone_from(&asker.site.config.page_schema);
            page.og_type = "article";
        }
        if has_feed(asker.site, entry) {
            let feed = entry.url.file("feed.xml").ok();
            page.feed_url = feed.map(|url| asker.linker.href(&url));
        }
        page.date = matter.date.map(|date| asker.date(date));
        page.updated = matter.updated.map(|date| asker.date(date));
        page.toc =
            if matter.toc { toc(&entry.page.document.headings) } else { Vec::new() };
        page.breadcrumbs = breadcrumbs(asker, entry);
        page.previous = link(entry.previous);
        page.next = link(entry.next);
        page.terms = terms(asker, entry);
        page.words = words;
        page.minutes = words.div_ceil(WORDS_A_MINUTE);
        page.citations = citations(asker, entry);
        page.translations = translations(asker, entry);
        page.review = review(asker, entry);
        page.is_article = is_article;
        page.extra.clone_from(&matter.extra);
        page
    }
}

/// Right to left for the languages whose scripts run so.
fn direction(language: &str) -> &'static str {
    let short = language.split('-').next().unwrap_or_default();
    let rtl = ["ar", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"];
    if rtl.contains(&short) { "rtl" } else { "ltr" }
}

/// A link to an entry.
pub fn link(asker: &Asker<'_>, entry: &Entry<'_>) -> LinkView {
    LinkView {
        title: entry.page.front_matter.title.clone(),
        url: asker.linker.href(&entry.url),
    }
}

/// The sections above an entry, home first.
pub fn breadcrumbs(asker: &Asker<'_>, entry: &Entry<'_>) -> Vec<LinkView> {
    let mut above = Vec::new();
    let mut at = entry.section;
    while let Some(index) = at {
        let section = &asker.site.entries[index];
        let mut link = link(asker, section);
        if section.is_home() {
            link.title = asker.word("home");
        }
        above.push(link);
        at = section.section;
    }
    above.reverse();
    above
}

/// Headings of the second level with those of the third below them.
fn toc(headings: &[Heading]) -> Vec<PartView> {
    let mut parts: Vec<PartView> = Vec::new();
    for heading in headings.iter().filter(|heading| !heading.nested) {
        let part = PartView {
            id: heading.id.clone(),
            title: heading.text.clone(),
            children: Vec::new(),
        };
        match (heading.level, parts.last_mut()) {
            (2, _) => parts.push(part),
            (3, Some(parent)) => parent.children.push(part),
            _ => {}
        }
    }
    if parts.len() < 2 { Vec::new() } else { parts }
}

fn terms(asker: &Asker<'_>, entry: &Entry<'_>) -> Vec<TermLink> {
    let view = |(taxonomy, term): &(usize, usize)| {
        let taxonomy = &asker.site.taxonomies[*taxonomy];
        let term = &taxonomy.terms[*term];
        TermLink {
            taxonomy: taxonomy.name.clone(),
            taxonomy_title: asker.taxonomy_title(&taxonomy.name),
            title: term.title.clone(),
            url: asker.linker.href(&term.url),
        }
    };
    entry.terms.iter().map(view).collect()
}

fn citations(asker: &Asker<'_>, entry: &Entry<'_>) -> Vec<CitationView> {
    let mut marks = std::collections::HashMap::<&str, usize>::new();
    for citation in &entry.page.document.citations {
        for cite in &citation.cites {
            *marks.entry(&cite.key).or_insert(0) += 1;
        }
    }
    let mut list = Vec::with_capacity(entry.numbers.keys.len());
    for (at, key) in entry.numbers.keys.iter().enumerate() {
        let number = at + 1;
        let record = asker.site.bibliography.get(key);
        let bibliography = asker.site.bibliography;
        let Some(printed) = entry.numbers.printed(key, bibliography) else { continue };
        let count = marks.get(key.as_str()).copied().unwrap_or(0);
        let back = |n: usize| BackLink {
            href: format!("#cite-{number}-{n}"),
            text: n.to_string(),
        };
        list.push(CitationView {
            number,
            id: format!("ref-{number}"),
            html: Asker::safe(&printed.html),
            notices: record.map(|record| notices(asker, record)).unwrap_or_default(),
            backlinks: (1..=count).map(back).collect(),
        });
    }
    list
}

fn translations(asker: &Asker<'_>, entry: &Entry<'_>) -> Vec<TranslationView> {
    let view = |index: &usize| {
        let other = &asker.site.entries[*index];
        let language = &asker.site.config.languages[other.page.language];
        TranslationView {
            lang: language.code.clone(),
            name: language.name.clone(),
            title: other.page.front_matter.title.clone(),
            url: asker.linker.href(&other.url),
            permalink: asker.permalink(&other.url),
        }
    };
    entry.translations.iter().map(view).collect()
}

/// A source in the list of the whole site.
#[derive(Debug, Serialize)]
pub struct ReferenceView {
    id: String,
    html: Value,
    notices: Vec<NoticeView>,
    cited_by: Vec<LinkView>,
}

/// Every source that a page of this language cites, and who cites it: in the order of keys, or
/// of authors if the style has no numbers.
pub fn references(asker: &Asker<'_>) -> Vec<ReferenceView> {
    let bibliography = asker.site.bibliography;
    let mut citing: BTreeMap<&str, Vec<LinkView>> = BTreeMap::new();
    let entries = asker.site.entries.iter();
    for entry in entries.filter(|entry| entry.page.language == asker.language) {
        for key in &entry.numbers.keys {
            citing.entry(key).or_default().push(link(asker, entry));
        }
    }
    let mut keys: Vec<String> = citing.keys().map(|key| (*key).to_owned()).collect();
    if !bibliography.style().is_numbered() {
        bibliography.by_author(&mut keys);
    }
    // Works are told apart among those that are listed. What cannot be proven is printed as in
    // the list of all, which is.
    let own = bibliography.on_list(keys.iter().map(String::as_str)).0;
    let view = |key: String| {
        let printed = own.get(&key).or_else(|| bibliography.printed(&key))?;
        Some(ReferenceView {
            id: format!("source-{}", escape(&key)),
            html: Asker::safe(&printed.html),
            notices: notices(asker, bibliography.get(&key)?),
            cited_by: citing.remove(key.as_str())?,
        })
    };
    keys.into_iter().filter_map(view).collect()
}
