//! What an entry of `BibTeX` takes over from the one that it names in `crossref`.
//!
//! # Source
//! `BibTeX`: a field that is missing is taken from the parent. The rules of `biber` (manual of
//! `BibLaTeX`, appendix B): the title of a book is no title of its chapter but says where that
//! stands. Beyond these: what names the parent alone, such as its DOI, is not taken over.

use std::collections::HashMap;

use super::super::fields::Fault;
use super::bib::{Fields, targets};
use super::draft::Desk;
use super::scan::Entry;
use crate::diagnostic::nearest;

/// The field that names the other entry.
const FIELD: &str = "crossref";

/// Most entries that take over from each other in a row.
const LONGEST: usize = 8;

/// Mistakes for which the key is looked for that was probably meant.
const MOST_HELPED: usize = 200;

/// Types whose works stand in another one, so that its title says where.
const WITHIN: [&str; 8] = [
    "inbook",
    "bookinbook",
    "incollection",
    "inreference",
    "inproceedings",
    "conference",
    "article",
    "review",
];

/// What names the parent itself, stands only there, or is a note to editors.
const OWN: &str = "crossref xref xdata ids key label shorthand entrysubtype type eid pages \
    pagetotal number-of-pages doi pmid pmcid pubmed eprint eprinttype archiveprefix primaryclass \
    eprintclass url urldate urlyear note addendum annotation annote abstract keywords keyword \
    file options related sortkey owner timestamp titleaddon shorttitle indextitle";

/// Entries with all that each takes over; a parent that is not there is reported.
pub(super) fn inherit(desk: &mut Desk<'_>, entries: Vec<Entry>) -> Vec<Entry> {
    if entries.iter().all(|entry| !entry.fields.contains_key(FIELD)) {
        return entries;
    }
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (place, entry) in entries.iter().enumerate() {
        places.entry(&entry.key.0).or_insert(place);
    }
    let all: Vec<Fields> = (0..entries.len())
        .map(|place| {
            let chain = chain(desk, (&entries, &places), place);
            let mut taken = Fields::new();
            // From the farthest: each adds what it has to what it takes over.
            for (at, child) in chain.iter().enumerate().rev() {
                let parent = chain.get(at + 1).map(|parent| &*parent.kind.0);
                taken = merged(child, parent, taken);
            }
            taken
        })
        .collect();
    let both = entries.into_iter().zip(all);
    both.map(|(entry, fields)| Entry { fields, ..entry }).collect()
}

/// The key of the entry that another takes over from.
pub(super) fn parent(entry: &Entry) -> Option<String> {
    entry.fields.get(FIELD).map(|(key, _)| key.trim().to_owned())
}

/// An entry, its parent, the parent of that, and so on.
fn chain<'a>(
    desk: &mut Desk<'_>,
    (entries, places): (&'a [Entry], &HashMap<&str, usize>),
    place: usize,
) -> Vec<&'a Entry> {
    let mut chain = vec![&entries[place]];
    let mut named = None;
    while let Some(last) = chain.last().copied() {
        let Some((key, span)) = last.fields.get(FIELD) else { return chain };
        let key = key.trim();
        // What is wrong with the parent is said there.
        let span = named.get_or_insert(span).clone();
        let Some(parent) = places.get(key).map(|place| &entries[*place]) else {
            if chain.len() == 1 {
                // Of very many mistakes only the first are told in full.
                let is_told = desk.found.len() < MOST_HELPED;
                let keys = places.keys().copied().filter(|_| is_told);
                let near = nearest(key, keys);
                let help = near.map_or_else(
                    || "add that entry, or delete this line".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("no entry has the key `{key}`");
                desk.report(Fault::new("bib/crossref", message, help), &span);
            }
            return chain;
        };
        if chain.iter().any(|known| std::ptr::eq(*known, parent)) {
            if std::ptr::eq(parent, chain[0]) {
                let message = "this entry takes over from itself".to_owned();
                let help = "delete one of the lines `crossref`";
                desk.report(Fault::new("bib/crossref", message, help), &span);
            }
            return chain;
        }
        if chain.len() == LONGEST {
            let message = format!("more than {LONGEST} entries take over in a row");
            let help = "write the fields into this entry";
            desk.report(Fault::new("bib/crossref", message, help), &span);
            return chain;
        }
        chain.push(parent);
    }
    chain
}

/// The fields of an entry, and those that its parent has and it lacks.
fn merged(child: &Entry, parent: Option<&str>, taken: Fields) -> Fields {
    let mut fields = child.fields.clone();
    let Some(parent) = parent else { return fields };
    let filled: Vec<_> = child.fields.keys().flat_map(|name| targets(name)).collect();
    for (name, value) in taken {
        let Some(name) = name_in(&child.kind.0, parent, &name) else { continue };
        let is_own = OWN.split_whitespace().any(|own| own == name);
        let is_filled = targets(name).any(|target| filled.contains(&target));
        if !is_own && !is_filled {
            fields.entry(name.to_owned()).or_insert(value);
        }
    }
    fields
}

/// What a field of a parent is called in the child; `None` if it is not taken over.
fn name_in<'a>(child: &str, parent: &str, field: &'a str) -> Option<&'a str> {
    let is_within = WITHIN.contains(&child) && parent != child;
    Some(match (field, parent) {
        ("title", "mvbook") if parent != child => "maintitle",
        ("subtitle", "mvbook") if parent != child => return None,
        ("title", _) if is_within => match child {
            "article" | "review" => "journaltitle",
            _ => "booktitle",
        },
        ("subtitle", _) if is_within => match child {
            "article" | "review" => return None,
            _ => "booksubtitle",
        },
        (other, _) => other,
    })
}
