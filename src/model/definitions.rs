//! Every term of the site: where it is defined, and every article that uses it.

use std::collections::HashMap;
use std::sync::Arc;

use super::glossary::{Spot, own_links};
use super::links::Resolved;
use super::{Entry, Site};
use crate::content::document::Kind;
use crate::path::{SourcePath, UrlPath};

/// A term of a glossary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermOverview {
    /// Its words, as the glossary writes them.
    pub name: String,
    /// The same without what stands in brackets.
    pub base: String,
    /// Other words for it, then other forms.
    pub others: Vec<String>,
    /// Its language.
    pub language: Arc<str>,
    /// The glossary.
    pub path: SourcePath,
    /// First and last byte of the term in it.
    pub span: (usize, usize),
    /// Address of the glossary.
    pub url: UrlPath,
    /// Its anchor there.
    pub id: String,
    /// Whether articles link to it where they first use it.
    pub is_linked: bool,
    /// The articles that use it, in their order.
    pub used: Vec<Used>,
}

/// An article that uses a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// The article.
    pub path: SourcePath,
    /// The byte at which its first use begins, or its first link to the definition.
    pub start: usize,
}

/// Every term, in the order of languages, pages and lists.
pub fn definitions(site: &Site<'_>) -> Vec<TermOverview> {
    let mut used: HashMap<(usize, usize), Vec<Used>> = HashMap::new();
    for entry in &site.entries {
        for (term, start) in uses(site, entry) {
            let own = Used { path: entry.page.path.clone(), start };
            used.entry((entry.page.language, term)).or_default().push(own);
        }
    }
    let mut terms = Vec::new();
    for (language, lexicon) in site.lexicons.iter().enumerate() {
        let code = site.config.languages.get(language);
        let code: Arc<str> = code.map_or("en", |own| own.code.as_str()).into();
        for (number, defined) in lexicon.terms.iter().enumerate() {
            let page = site.entries[defined.entry].page;
            let all = page.glossary.as_ref();
            let Some(term) = all.and_then(|all| all.terms.get(defined.number)) else {
                continue;
            };
            terms.push(TermOverview {
                name: term.name.clone(),
                base: term.base().to_owned(),
                others: term.also.iter().chain(&term.forms).cloned().collect(),
                language: Arc::clone(&code),
                path: page.path.clone(),
                span: (term.span.start, term.span.end),
                url: defined.url.clone(),
                id: defined.id.clone(),
                is_linked: term.is_linked,
                used: used.remove(&(language, number)).unwrap_or_default(),
            });
        }
    }
    terms
}

/// The terms that an entry uses, each once, and where it first does.
fn uses(site: &Site<'_>, entry: &Entry<'_>) -> Vec<(usize, usize)> {
    let lexicon = &site.lexicons[entry.page.language];
    if lexicon.is_empty() {
        return Vec::new();
    }
    let found = entry.uses.iter().map(|one| (one.term, place(entry, one.start)));
    let linked = own_links(entry, lexicon).into_iter().map(|term| {
        let of_term = &lexicon.terms[term];
        let leads = |link: &Resolved| {
            matches!(link, Resolved::Page { index, tail, .. }
                if *index == of_term.entry && tail.strip_prefix('#') == Some(&of_term.id))
        };
        let at = entry.links.iter().position(leads);
        let link = at.and_then(|at| entry.page.document.links.get(at));
        (term, link.map_or(0, |link| link.span.start))
    });
    let mut all: Vec<(usize, usize)> = found.chain(linked).collect();
    all.sort_unstable();
    all.dedup_by_key(|(term, _)| *term);
    all
}

/// The byte of a spot; that of the whole article if only its outline is known.
fn place(entry: &Entry<'_>, (node, byte): Spot) -> usize {
    let node = entry.page.document.nodes.get(node);
    node.map_or(0, |node| {
        let span = node.span();
        let within = if node.kind == Kind::Text { byte } else { 0 };
        span.start + within
    })
}
