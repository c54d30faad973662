//! Records that are one work twice.

use std::collections::BTreeMap;

use super::super::record::{Kind, Record};
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;

/// Reports records with an identifier in common, and those with the same title and year.
pub(super) fn report(
    path: &SourcePath,
    records: &BTreeMap<String, Record>,
    found: &mut Vec<Diagnostic>,
) {
    let mut in_order: Vec<&Record> = records.values().collect();
    in_order.sort_by_key(|record| record.span.start);
    let mut seen: BTreeMap<(&str, String), &Record> = BTreeMap::new();
    for record in in_order {
        for (what, value) in names(record) {
            let Some(first) = seen.get(&(what, value.clone())) else {
                seen.insert((what, value), record);
                continue;
            };
            let message = format!(
                "`{}` is the same work as `{}`: their {what} is `{value}`",
                record.key, first.key
            );
            let alike = if what == "title and year" {
                Diagnostic::warning("bibliography/duplicate", message)
            } else {
                Diagnostic::error("bibliography/duplicate", message)
            };
            let alike = alike
                .at(path, record.span.clone())
                .related(path, first.span.clone(), "the first stands here")
                .help("delete one of them and cite the other");
            found.push(alike);
            break;
        }
    }
}

/// What only one work can be called.
fn names(record: &Record) -> Vec<(&'static str, String)> {
    let ids = &record.identifiers;
    let mut names = Vec::new();
    names.extend(ids.doi.as_ref().map(|doi| ("DOI", doi.to_lowercase())));
    names.extend(ids.pmid.as_ref().map(|pmid| ("PMID", pmid.clone())));
    names.extend(ids.pmcid.as_ref().map(|pmcid| ("PMCID", pmcid.clone())));
    // Chapters have the number of their book.
    let isbn = ids.isbn.as_ref().filter(|_| record.kind == Kind::Book);
    names.extend(isbn.map(|isbn| ("ISBN", isbn.clone())));
    let letters = record.title.chars().filter(|c| c.is_alphanumeric());
    let title: String = letters.flat_map(char::to_lowercase).collect();
    // Agencies give many pages the name of their subject.
    if let Some(date) = record.date
        && title.len() > 15
    {
        names.push((
            "title and year",
            format!("{}, {}", record.title.to_lowercase(), date.year),
        ));
    }
    names
}
