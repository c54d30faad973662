//! Taxonomies: the terms that pages share, and the pages of each term.

use std::collections::{BTreeMap, HashMap};

use super::Entry;
use super::order::sort;
use super::route::language_root;
use crate::config::Config;
use crate::content::front_matter::SortBy;
use crate::diagnostic::Diagnostic;
use crate::path::{UrlPath, slugify};

/// A taxonomy of one language.
#[derive(Clone, Debug)]
pub struct Taxonomy {
    /// Its name in `site.toml`.
    pub name: String,
    /// Index of the language.
    pub language: usize,
    /// Address of the list of its terms.
    pub url: UrlPath,
    /// Its terms, by slug.
    pub terms: Vec<Term>,
}

/// A term.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its words, as the first page wrote them.
    pub title: String,
    /// Address of the list of its pages.
    pub url: UrlPath,
    /// Its pages, newest first.
    pub pages: Vec<usize>,
}

/// Collects the terms of all pages; taxonomies that nobody uses are left out.
pub fn collect(
    entries: &mut [Entry<'_>],
    config: &Config,
    found: &mut Vec<Diagnostic>,
) -> Vec<Taxonomy> {
    let mut taxonomies = Vec::new();
    for language in 0..config.languages.len() {
        for name in &config.taxonomies {
            let Ok(url) = language_root(language, config).child(&slugify(name)) else {
                continue;
            };
            let terms = terms_of(entries, (name, language), &url, found);
            if terms.is_empty() {
                continue;
            }
            for (number, term) in terms.iter().enumerate() {
                for page in &term.pages {
                    entries[*page].terms.push((taxonomies.len(), number));
                }
            }
            taxonomies.push(Taxonomy { name: name.clone(), language, url, terms });
        }
    }
    sort_terms(&mut taxonomies, entries);
    taxonomies
}

/// Sorts the pages of each term, in whatever order they are.
pub fn sort_terms(taxonomies: &mut [Taxonomy], entries: &[Entry<'_>]) {
    for term in taxonomies.iter_mut().flat_map(|taxonomy| &mut taxonomy.terms) {
        sort(&mut term.pages, entries, SortBy::Date);
    }
}

fn terms_of(
    entries: &[Entry<'_>],
    (name, language): (&str, usize),
    url: &UrlPath,
    found: &mut Vec<Diagnostic>,
) -> Vec<Term> {
    let mut all: Vec<(String, Vec<usize>)> = Vec::new();
    let mut by_slug: BTreeMap<String, usize> = BTreeMap::new();
    // Many pages share few terms.
    let mut by_words: HashMap<&str, usize> = HashMap::new();
    for (index, entry) in entries.iter().enumerate() {
        if entry.page.language != language {
            continue;
        }
        for (taxonomy, terms) in &entry.page.front_matter.taxonomies {
            if taxonomy.0 != name {
                continue;
            }
            for (term, span) in terms {
                let place = *by_words.entry(term).or_insert_with(|| {
                    *by_slug.entry(slugify(term)).or_insert_with(|| {
                        all.push((term.clone(), Vec::new()));
                        all.len() - 1
                    })
                });
                let slot = &mut all[place];
                if slot.0 != *term {
                    let message = format!(
                        "the terms `{term}` and `{}` have one address; only one can have it",
                        slot.0
                    );
                    found.push(
                        Diagnostic::error("taxonomy/same-address", message)
                            .at(&entry.page.path, span.clone())
                            .help(format!("spell it `{}` everywhere", slot.0)),
                    );
                }
                if slot.1.last() != Some(&index) {
                    slot.1.push(index);
                }
            }
        }
    }
    by_slug
        .into_iter()
        .filter_map(|(slug, place)| {
            let (title, pages) = std::mem::take(&mut all[place]);
            Some(Term { title, url: url.child(&slug).ok()?, pages })
        })
        .collect()
}
