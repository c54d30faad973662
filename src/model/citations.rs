//! Citations: each source of a page gets the number of its first mention.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::Site;
use crate::bibliography::{Bibliography, Printed, Record};
use crate::content::Page;
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;

/// The numbers of a page's sources: places in the list of a style that shows no numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Numbers {
    /// Keys in the order of first mention; the first has the number 1.
    pub keys: Vec<String>,
    /// The number of each key.
    by_key: BTreeMap<String, usize>,
    /// What this page prints otherwise than the list of all sources.
    own: BTreeMap<String, Printed>,
}

impl Numbers {
    /// The number of a key on this page.
    pub fn of(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// What the page shows of a source.
    pub fn printed<'a>(
        &'a self,
        key: &str,
        bibliography: &'a Bibliography,
    ) -> Option<&'a Printed> {
        self.own.get(key).or_else(|| bibliography.printed(key))
    }

    /// Puts the keys in the order of a list by authors; a number is then a place in it.
    fn sort(&mut self, bibliography: &Bibliography) {
        bibliography.by_author(&mut self.keys);
        let places = self.keys.iter().cloned().zip(1..);
        self.by_key = places.collect();
    }

    /// Gives a key the next number, unless it has one.
    fn add(&mut self, key: &str) {
        if !self.by_key.contains_key(key) {
            self.keys.push(key.to_owned());
            self.by_key.insert(key.to_owned(), self.keys.len());
        }
    }
}

/// Numbers the sources of a page and reports those that are not in the bibliography.
pub fn number(
    page: &Page,
    (bibliography, path): (&Bibliography, &SourcePath),
    found: &mut Vec<Diagnostic>,
) -> Numbers {
    let mut numbers = Numbers::default();
    for citation in &page.document.citations {
        for cite in &citation.cites {
            if let Some(problem) =
                check_key(bibliography, &cite.key, page, &cite.key_span)
            {
                found.push(problem);
            } else {
                numbers.add(&cite.key);
            }
        }
    }
    if !bibliography.style().is_numbered() {
        numbers.sort(bibliography);
        let (own, faulty) = bibliography.on_list(numbers.keys.iter().map(String::as_str));
        numbers.own = own;
        found
            .extend(faulty.into_iter().map(|(span, missing)| missing.report(path, span)));
    }
    numbers
}

/// How many keys a message names.
const MOST_KEYS: usize = 8;

/// Reports the records that nobody cites, neither a page, published or not, nor a plan.
pub fn uncited(site: &Site<'_>, pages: &[Arc<Page>]) -> Option<Diagnostic> {
    if !site.bibliography.is_whole() {
        return None;
    }
    let citations = pages.iter().flat_map(|page| &page.document.citations);
    let cites = citations.flat_map(|citation| &citation.cites);
    let mut cited: HashSet<&str> = cites.map(|cite| cite.key.as_str()).collect();
    let tapers = site.entries.iter().filter_map(|entry| entry.taper.as_ref());
    cited.extend(tapers.flat_map(|taper| &taper.sources).map(String::as_str));
    let is_free = |record: &&Record| {
        !cited.contains(record.key.as_str()) && !site.bibliography.lends(&record.key)
    };
    let mut free: Vec<&Record> = site.bibliography.iter().filter(is_free).collect();
    free.sort_by_key(|record| record.span.start);
    let first = free.first()?;
    let named: Vec<_> =
        free.iter().take(MOST_KEYS).map(|record| format!("`{}`", record.key)).collect();
    let more = match free.len().saturating_sub(MOST_KEYS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!("no page cites {}{more}", named.join(", "));
    let help = "cite it where it belongs, or take it out of the bibliography";
    let found = Diagnostic::warning("citation/uncited", message);
    Some(found.at(&site.config.bibliography, first.span.clone()).help(help))
}

/// Why a key cannot be cited, if it cannot.
pub fn check_key(
    bibliography: &Bibliography,
    key: &str,
    page: &Page,
    span: &Range<usize>,
) -> Option<Diagnostic> {
    let Some(record) = bibliography.get(key) else {
        if !bibliography.is_whole() {
            // The broken file is the mistake; each key in it is not another one.
            return None;
        }
        let help = bibliography.nearest(key).map_or_else(
            || "add the source to the bibliography, or correct the key".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return Some(
            Diagnostic::error(
                "citation/unknown",
                format!("no source has the key `{key}`"),
            )
            .at(&page.path, span.clone())
            .help(help),
        );
    };
    if record.citable() {
        return None;
    }
    Some(
        Diagnostic::error(
            "citation/unverified",
            format!("the source `{key}` was never checked"),
        )
        .at(&page.path, span.clone())
        .help("check the record and change its note, or cite another source"),
    )
}
