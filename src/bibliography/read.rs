//! A references file to records; every mistake is reported where it stands.
//!
//! Each format has a reader of its own, which gives drafts; what a record must be is checked
//! once for all of them.

mod alike;
mod bib;
mod crossref;
mod csl;
mod draft;
mod hayagriva;
mod latex;
mod scan;
mod yaml;

use std::collections::BTreeMap;
use std::ops::Range;

use super::Bibliography;
use super::fields::Fault;
use super::record::Record;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::path::SourcePath;
use crate::value::{parse_json_node, parse_yaml};
use draft::{Desk, Draft, Format};

/// How many bytes a references file may have: some 10,000 records.
const LARGEST: usize = 8 * 1024 * 1024;

/// Reads a references file: CSL-JSON (`.json`), `BibTeX` or `BibLaTeX` (`.bib`), else
/// Hayagriva's YAML.
///
/// A record with mistakes stays in the bibliography, so that its citations are not reported
/// as well.
pub fn parse(path: &SourcePath, text: &str) -> Outcome<Bibliography> {
    if let Some(found) = refuse(text) {
        let value = Bibliography { broken: true, ..Bibliography::default() };
        return Outcome { value, diagnostics: vec![found.0.at(path, found.1)] };
    }
    let format = match path.extension().as_str() {
        "json" => Format::Json,
        "bib" => Format::Bib,
        _ => Format::Yaml,
    };
    let mut desk = Desk { path, format, found: Vec::new() };
    let drafts = drafts(&mut desk, text);
    let is_broken = |found: &Diagnostic| {
        ["yaml/", "json/syntax", "json/depth", "bib/syntax"]
            .iter()
            .any(|code| found.code.starts_with(code))
    };
    let broken = desk.found.iter().any(is_broken);
    let mut records: BTreeMap<String, Record> = BTreeMap::new();
    for (at, draft) in drafts.iter().enumerate() {
        let end = drafts.get(at + 1).map_or(text.len(), |next| next.key.span.start);
        let record = desk.record(draft, end);
        if let Some(first) = records.get(&record.key) {
            desk.found.push(twice(path, &record, first));
        } else {
            records.insert(record.key.clone(), record);
        }
    }
    alike::report(path, &records, &mut desk.found);
    let lenders = drafts.into_iter().filter_map(|draft| draft.parent).collect();
    let value = Bibliography { records, broken, lenders, ..Bibliography::default() };
    Outcome { value, diagnostics: desk.found }
}

fn drafts(desk: &mut Desk<'_>, text: &str) -> Vec<Draft> {
    match desk.format {
        Format::Bib => bib::drafts(desk, text),
        Format::Json => {
            let node = parse_json_node(desk.path, text).take(&mut desk.found);
            let Some(node) = node else { return Vec::new() };
            let items = csl::items(desk, &node);
            items.into_iter().map(|item| csl::draft(desk, text, item)).collect()
        }
        Format::Yaml => {
            let table = parse_yaml(desk.path, text, 0).take(&mut desk.found);
            let entries = table.entries.iter();
            entries
                .map(|(key, span, node)| yaml::draft(desk, text, (key, span, node)))
                .collect()
        }
    }
}

/// Refuses a file that could only exhaust the reader.
fn refuse(text: &str) -> Option<(Diagnostic, Range<usize>)> {
    if text.len() > LARGEST {
        let message =
            format!("the file has {} bytes; at most {LARGEST} are read", text.len());
        let found = Diagnostic::error("bibliography/size", message)
            .help("move the records that no page cites out of this file");
        return Some((found, 0..0));
    }
    None
}

/// Two records of one key.
fn twice(path: &SourcePath, record: &Record, first: &Record) -> Diagnostic {
    let Fault { code, message, help } = Fault::new(
        "bibliography/duplicate-key",
        format!("two records have the key `{}`", record.key),
        "delete one of them, or give it another key",
    );
    Diagnostic::error(code, message)
        .at(path, record.span.clone())
        .related(path, first.span.clone(), "the first stands here")
        .help(help)
}

#[cfg(test)]
mod tests;
