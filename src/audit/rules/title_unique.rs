//! No two pages of a site have the same title.
//!
//! # Why
//! Tabs, bookmarks, histories and search engines show the title alone. Two pages with one title cannot
//! be told apart.
//!
//! WCAG asks for titles that describe, not for different ones, so that a person has to look. A page
//! that names another one as its canonical address may share its title, and so may translations.
//!
//! # Instead
//! Begin the title with what this page is about.
//!
//! # Source
//! WCAG 2.2, criterion 2.4.2.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use foldhash::HashMap;
use serde::{Deserialize, Serialize};

use super::refresh::is_passage;
use crate::audit::page::{Page, one_spaced};
use crate::audit::rule::{Finding, Kind, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/title-unique",
    act: &[],
    wcag: &["2.4.2"],
    severity: Severity::Warning,
    source: include_str!("title_unique.rs"),
    looks: Looks::Beyond,
};

/// One page tells nothing; `across` looks at all.
/// The title of a page, and what may excuse that another page has it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(in crate::audit) struct Title {
    text: String,
    span: Range<usize>,
    language: String,
    canonical: Option<String>,
}

/// The title of a page that people stay on.
pub(in crate::audit) fn title(page: &Page<'_>) -> Option<Title> {
    let node = page.document().elements().find(|node| node.is("title"))?;
    let text = one_spaced(node.text_content());
    if text.is_empty() || is_passage(page) {
        return None;
    }
    let language = page.document().html()?.attribute("lang").unwrap_or_default();
    let mut links = page.document().elements().filter(|node| node.is("link"));
    let canonical = links.find(|link| link.has_value("rel", "canonical"));
    let canonical = canonical.and_then(|link| link.attribute("href"));
    Some(Title {
        text,
        span: node.span(),
        language: language.to_ascii_lowercase(),
        canonical: canonical.map(|address| address.trim().to_owned()),
    })
}

/// The titles that several pages have, each with the place of its page.
pub(in crate::audit) fn across<'a>(
    titles: impl Iterator<Item = Option<&'a Title>>,
) -> Vec<(usize, Finding)> {
    // Hardly any has its like.
    let mut first: HashMap<(&str, &str), (usize, &Title)> = HashMap::default();
    let mut shared: BTreeMap<usize, Vec<(usize, &Title)>> = BTreeMap::new();
    for (at, title) in titles.enumerate() {
        let Some(title) = title else { continue };
        match first.entry((&title.text, &title.language)) {
            Entry::Vacant(free) => drop(free.insert((at, title))),
            Entry::Occupied(taken) => {
                let first = *taken.get();
                shared.entry(first.0).or_insert_with(|| vec![first]).push((at, title));
            }
        }
    }
    let mut found = Vec::new();
    for same in shared.into_values() {
        let first = same.first().and_then(|(_, title)| title.canonical.as_deref());
        let is_one_page =
            first.is_some() && same.iter().all(|(_, t)| t.canonical.as_deref() == first);
        if !is_one_page {
            found.extend(same.into_iter().map(|(at, title)| (at, finding(title))));
        }
    }
    found
}

/// What there is to be said of it.
pub(in crate::audit) fn finding(title: &Title) -> Finding {
    Finding {
        rule: &RULE,
        kind: Kind::Review,
        span: title.span.clone(),
        message: format!("another page also has the title `{}`", title.text),
        help: "begin the title with what this page is about".to_owned(),
    }
}
