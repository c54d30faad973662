//! CSL-JSON, as Zotero and `PubMed` export it: a list of items.

use std::ops::Range;

use super::super::cite::is_key;
use super::super::fields::Fault;
use super::super::numbers;
use super::super::record::Kind;
use super::draft::{Desk, Draft, Field, RawName, Said};
use crate::diagnostic::nearest;
use crate::value::{Node, Table, Value};

/// Types of the Citation Style Language that pages cite.
const TYPES: [(&str, Kind); 29] = [
    ("article-journal", Kind::Article),
    ("review", Kind::Article),
    ("article", Kind::Preprint),
    ("article-magazine", Kind::News),
    ("article-newspaper", Kind::News),
    ("book", Kind::Book),
    ("classic", Kind::Book),
    ("chapter", Kind::Chapter),
    ("entry", Kind::Chapter),
    ("entry-dictionary", Kind::Chapter),
    ("entry-encyclopedia", Kind::Chapter),
    ("report", Kind::Report),
    ("standard", Kind::Guideline),
    ("thesis", Kind::Thesis),
    ("paper-conference", Kind::Conference),
    ("speech", Kind::Conference),
    ("dataset", Kind::Dataset),
    ("software", Kind::Dataset),
    ("legislation", Kind::Legal),
    ("regulation", Kind::Legal),
    ("bill", Kind::Legal),
    ("legal_case", Kind::Legal),
    ("hearing", Kind::Legal),
    ("treaty", Kind::Legal),
    ("webpage", Kind::Web),
    ("post", Kind::Web),
    ("post-weblog", Kind::Web),
    ("document", Kind::Report),
    ("pamphlet", Kind::Report),
];

/// Variables that fill a field; the first that is there counts.
const TEXTS: [(&str, Field); 24] = [
    ("title", Field::Title),
    ("container-title", Field::Container),
    ("container-title-short", Field::ContainerShort),
    ("journalAbbreviation", Field::ContainerShort),
    ("volume", Field::Volume),
    ("issue", Field::Issue),
    ("page", Field::Pages),
    ("number", Field::Number),
    ("publisher", Field::Publisher),
    ("publisher-place", Field::Place),
    ("edition", Field::Edition),
    ("version", Field::Edition),
    ("genre", Field::Genre),
    ("event-title", Field::Event),
    ("event", Field::Event),
    ("event-place", Field::EventPlace),
    ("DOI", Field::Doi),
    ("PMID", Field::Pmid),
    ("PMCID", Field::Pmcid),
    ("ISBN", Field::Isbn),
    ("ISSN", Field::Issn),
    ("URL", Field::Url),
    ("note", Field::Note),
    ("section", Field::Pages),
];

/// Variables that no style prints.
const UNPRINTED: &str = "id type citation-key citation-label author editor issued accessed \
    abstract annote archive archive-place archive_collection archive_location authority \
    available-date call-number categories chair chapter-number collection-editor \
    collection-number collection-title compiler composer container-author contributor custom \
    curator dimensions director division event-date first-reference-note-number guest host \
    illustrator interviewer jurisdiction keyword language license locator medium narrator \
    number-of-pages number-of-volumes organizer original-author original-date \
    original-publisher original-publisher-place original-title page-first part-number \
    part-title performer printing-number producer recipient references reviewed-author \
    reviewed-genre reviewed-title scale script-writer series-creator shortTitle source status \
    submitted supplement-number system_id title-short translator volume-title year-suffix";

/// The items of a file; what is none is reported.
pub(super) fn items<'a>(desk: &mut Desk<'_>, node: &'a Node) -> Vec<&'a Table> {
    let list = match &node.value {
        Value::Array(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let mut tables = Vec::with_capacity(list.len());
    for item in list {
        if let Value::Table(table) = &item.value {
            tables.push(table);
        } else {
            let message = format!("an item is {}; expected a table", item.value.kind());
            let help = "export the list as CSL JSON again";
            let fault = Fault::new("bibliography/wrong-type", message, help);
            desk.report(fault, &item.span);
        }
    }
    tables
}

/// Reads one item.
pub(super) fn draft(desk: &mut Desk<'_>, text: &str, item: &Table) -> Draft {
    let mut reading = Reading { desk, text, draft: Draft::default() };
    reading.key(item);
    reading.check_keys(item);
    for (name, field) in TEXTS {
        if let Some(node) = present(item, name) {
            reading.set(name, field, node);
        }
    }
    reading.draft.kind = reading.kind(item);
    for (name, field) in [("issued", Field::Date), ("accessed", Field::Accessed)] {
        if let Some(said) = present(item, name).and_then(|node| reading.date(name, node))
        {
            reading.draft.set(field, said);
        }
    }
    reading.draft.authors = reading.names(item, "author");
    reading.draft.editors = reading.names(item, "editor");
    reading.numbers_in_note();
    reading.draft
}

struct Reading<'a, 'd> {
    desk: &'a mut Desk<'d>,
    text: &'a str,
    draft: Draft,
}

impl Reading<'_, '_> {
    /// The key: `citation-key`, else `id`.
    fn key(&mut self, item: &Table) {
        let keys = ["citation-key", "id"].map(|name| present(item, name));
        let said = keys.into_iter().flatten().find_map(|node| {
            let text = self.words("id", node)?;
            Some(Said::new(text, &node.span))
        });
        let Some(mut said) = said else {
            let span = item.entries.first().map_or(0..0, |(_, span, _)| span.clone());
            let help = "add `\"citation-key\": \"smith2024\"`";
            let fault = Fault::new("bibliography/key", "an item has no `id`", help);
            self.desk.report(fault, &span);
            self.draft.key = Said::new("item", &span);
            return;
        };
        // Zotero's own ids are addresses; what follows the last slash can be cited.
        if !is_key(&said.text)
            && let Some((_, last)) = said.text.rsplit_once('/')
            && is_key(last)
        {
            said = Said::new(last, &said.span);
        }
        self.draft.key = said;
    }

    fn kind(&mut self, item: &Table) -> Option<Kind> {
        let names = TYPES.map(|(name, _)| name);
        let key = self.draft.key.clone();
        let Some(node) = present(item, "type") else {
            let message = format!("`{}` has no type", key.text);
            let help = format!("add `\"type\":` with one of {}", names.join(", "));
            let fault = Fault::new("bibliography/unknown-type", message, help);
            self.desk.report(fault, &key.span);
            return None;
        };
        let word = self.words("type", node)?;
        let genre = self.draft.fields.get(&Field::Genre);
        let genre = genre.map(|said| said.text.to_lowercase()).unwrap_or_default();
        match TYPES.iter().find(|(name, _)| *name == word) {
            Some((_, Kind::Report)) if genre.contains("guideline") => {
                Some(Kind::Guideline)
            }
            Some((_, kind)) => Some(*kind),
            None => {
                let help = nearest(&word, names).map_or_else(
                    || format!("known types: {}", names.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("unknown type `{word}`");
                let fault = Fault::new("bibliography/unknown-type", message, help);
                self.desk.report(fault, &node.span);
                None
            }
        }
    }

    fn check_keys(&mut self, item: &Table) {
        let known = || {
            let texts = TEXTS.iter().map(|(name, _)| *name);
            texts.chain(UNPRINTED.split_whitespace())
        };
        for (key, span, _) in &item.entries {
            if known().any(|name| name == key) {
                continue;
            }
            let help = nearest(key, known()).map_or_else(
                || "delete it; it is no variable of CSL-JSON".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("unknown key `{key}`");
            let fault = Fault::new("value/unknown-key", message, help);
            self.desk.report(fault, span);
        }
    }

    fn set(&mut self, name: &str, field: Field, node: &Node) {
        // Crossref gives lists of one.
        let node = match &node.value {
            Value::Array(items) if items.is_empty() => return,
            Value::Array(items) => &items[0],
            _ => node,
        };
        let Some(words) = self.words(name, node) else { return };
        let words = if matches!(field, Field::Title | Field::Container) {
            without_tags(&words)
        } else {
            words
        };
        self.draft.set(field, Said::new(words, &node.span));
    }

    /// A date as `2024-02-23`; of a range, its first day.
    fn date(&mut self, name: &str, node: &Node) -> Option<Said> {
        let Value::Table(table) = &node.value else {
            return Some(Said::new(self.words(name, node)?, &node.span));
        };
        for name in ["raw", "literal"] {
            if let Some(node) = present(table, name) {
                return Some(Said::new(self.words(name, node)?, &node.span));
            }
        }
        let parts = present(table, "date-parts")?;
        let first = match &parts.value {
            Value::Array(dates) => match dates.first().map(|date| &date.value) {
                Some(Value::Array(first)) => first.as_slice(),
                _ => &[],
            },
            _ => &[],
        };
        let mut words = String::new();
        for (at, part) in first.iter().take(3).enumerate() {
            let number = self.words(name, part)?;
            let width = if at == 0 { 4 } else { 2 };
            let dash = if at == 0 { "" } else { "-" };
            words = format!("{words}{dash}{number:0>width$}");
        }
        Some(Said::new(words, &parts.span))
    }

    fn names(&mut self, item: &Table, key: &str) -> Vec<(RawName, Range<usize>)> {
        let Some(node) = present(item, key) else { return Vec::new() };
        let Value::Array(people) = &node.value else {
            self.wrong_type(key, "a list of names", node);
            return Vec::new();
        };
        people.iter().filter_map(|person| self.name(person)).collect()
    }

    fn name(&mut self, node: &Node) -> Option<(RawName, Range<usize>)> {
        let Value::Table(parts) = &node.value else {
            self.wrong_type("author", "`{ \"family\": …, \"given\": … }`", node);
            return None;
        };
        let mut part = |name: &str| {
            let node = present(parts, name)?;
            self.words(name, node).filter(|words| !words.is_empty())
        };
        let orcid = part("ORCID");
        let literal = part("literal").or_else(|| part("name"));
        let particles = [part("dropping-particle"), part("non-dropping-particle")];
        let (family, given) = (part("family"), part("given"));
        let suffix = part("suffix").unwrap_or_default();
        if let Some(Err(fault)) = orcid.map(|orcid| numbers::orcid(&orcid)) {
            self.desk.report(fault, &node.span);
        }
        let name = match (literal, family, given) {
            (Some(body), ..) | (None, Some(body), None) => RawName::Body(body),
            (None, Some(family), Some(given)) => {
                let words = particles.into_iter().flatten().chain([family]);
                RawName::Parts(words.collect::<Vec<_>>().join(" "), given, suffix)
            }
            (None, None, _) => {
                let help = "add `\"family\":` and `\"given\":`, or `\"literal\":`";
                let fault =
                    Fault::new("bibliography/author", "an author has no name", help);
                self.desk.report(fault, &node.span);
                return None;
            }
        };
        Some((name, node.span.clone()))
    }

    /// Zotero keeps identifiers without a field of their own as lines of the note.
    fn numbers_in_note(&mut self) {
        let Some(note) = self.draft.fields.get(&Field::Note).cloned() else { return };
        for line in note.text.lines() {
            let Some((name, value)) = line.split_once(':') else { continue };
            let field = match name.trim() {
                "PMID" => Field::Pmid,
                "PMCID" => Field::Pmcid,
                "DOI" => Field::Doi,
                _ => continue,
            };
            self.draft.set(field, Said::new(value.trim(), &note.span));
        }
    }

    /// The words of a value; numbers as they are written.
    fn words(&mut self, name: &str, node: &Node) -> Option<String> {
        match &node.value {
            Value::String(words) => Some(words.clone()),
            Value::Array(_) | Value::Table(_) => {
                self.wrong_type(name, "text", node);
                None
            }
            _ => self.text.get(node.span.clone()).map(str::to_owned),
        }
    }

    fn wrong_type(&mut self, key: &str, expected: &str, node: &Node) {
        let message = format!("`{key}` is {}; expected {expected}", node.value.kind());
        let help = format!("change it to {expected}");
        let fault = Fault::new("bibliography/wrong-type", message, help);
        self.desk.report(fault, &node.span);
    }
}

fn present<'a>(table: &'a Table, key: &str) -> Option<&'a Node> {
    table.get(key).filter(|node| node.value != Value::Null)
}

/// A title without Zotero's marks for italics, bold, small capitals, and high or low letters.
fn without_tags(title: &str) -> String {
    let mut bare = title.to_owned();
    for tag in ["i", "b", "sup", "sub", "span", "sc"] {
        bare = bare.replace(&format!("<{tag}>"), "").replace(&format!("</{tag}>"), "");
    }
    while let Some(start) = bare.find("<span ") {
        let Some(length) = bare[start..].find('>') else { break };
        bare.replace_range(start..=start + length, "");
    }
    bare
}
