//! Hayagriva's YAML: a table of records by key, each with the work that holds it as `parent`.

use std::ops::Range;

use super::super::fields::{self, Fault};
use super::super::record::Kind;
use super::draft::{Desk, Draft, Field, RawName, Said};
use super::hayagriva::{KEYS, PARENT_KEYS, PARENTS, TYPES};
use crate::diagnostic::nearest;
use crate::value::{Node, Reader, Table, Value};

/// How many works may hold each other.
const DEEPEST: usize = 4;

/// Reads one record.
pub(super) fn draft(
    desk: &mut Desk<'_>,
    text: &str,
    (key, span, node): (&str, &Range<usize>, &Node),
) -> Draft {
    let key = Said::new(key, span);
    let mut draft = Draft { key, ..Draft::default() };
    let mut reading = Reading { desk, text, draft: &mut draft };
    let Value::Table(table) = &node.value else {
        let key = reading.draft.key.text.clone();
        reading.wrong_type(&key, "a record: `type`, `title` and so on", node);
        // What is not a record lacks nothing of one.
        reading.draft.set(Field::Title, Said::new(key, span));
        return draft;
    };
    reading.check_keys(table, &KEYS);
    reading.record(table);
    draft
}

struct Reading<'a, 'd> {
    desk: &'a mut Desk<'d>,
    text: &'a str,
    draft: &'a mut Draft,
}

impl Reading<'_, '_> {
    fn record(&mut self, table: &Table) {
        self.title(table, Field::Title);
        self.draft.kind = self.kind(table);
        self.draft.authors = self.names(table, "author");
        self.draft.editors = self.names(table, "editor");
        for (key, field) in [
            ("note", Field::Note),
            ("date", Field::Date),
            ("page-range", Field::Pages),
            ("edition", Field::Edition),
            ("genre", Field::Genre),
        ] {
            self.take(table, key, field);
        }
        self.publisher(table);
        self.url(table);
        self.serial_number(table, true);
        self.parents(table, 0);
        // A volume of its own is that of its book.
        self.take(table, "volume", Field::Volume);
        self.take(table, "issue", Field::Issue);
    }

    fn kind(&mut self, table: &Table) -> Option<Kind> {
        let names = TYPES.map(|(name, _)| name);
        let Some(word) = self.said(table, "type") else {
            let key = self.draft.key.clone();
            let message = format!("`{}` has no type", key.text);
            let help = format!("add `type:` with one of {}", names.join(", "));
            let fault = Fault::new("bibliography/unknown-type", message, help);
            self.desk.report(fault, &key.span);
            return None;
        };
        let kind = TYPES.iter().find(|(name, _)| name.eq_ignore_ascii_case(&word.text));
        if kind.is_none() {
            self.unknown_type(&word, &names);
        }
        kind.map(|(_, kind)| *kind)
    }

    /// What holds the work, and what holds that.
    fn parents(&mut self, table: &Table, depth: usize) {
        match present(table, "parent") {
            Some(Node { value: Value::Array(parents), .. }) => {
                for parent in parents {
                    self.parent(parent, depth);
                }
            }
            Some(parent) => self.parent(parent, depth),
            None => {}
        }
    }

    fn parent(&mut self, node: &Node, depth: usize) {
        let Value::Table(parent) = &node.value else {
            self.wrong_type("parent", "`{ type: …, title: … }`", node);
            return;
        };
        if depth >= DEEPEST {
            return;
        }
        self.check_keys(parent, &PARENT_KEYS);
        let mut holds = None;
        if let Some(word) = self.said(parent, "type") {
            let known =
                PARENTS.iter().find(|(name, _)| name.eq_ignore_ascii_case(&word.text));
            match known {
                Some((_, kind)) => holds = Some((word.text.to_lowercase(), *kind)),
                None => self.unknown_type(&word, &PARENTS.map(|(name, _)| name)),
            }
        }
        let is_event = holds
            .as_ref()
            .is_some_and(|(name, _)| name.eq_ignore_ascii_case("conference"));
        if let Some((_, kind)) = holds
            && self.draft.kind == Some(Kind::Article)
        {
            self.draft.kind = Some(kind);
        }
        if is_event {
            self.title(parent, Field::Event);
            self.take(parent, "location", Field::EventPlace);
        } else {
            let first = !self.draft.fields.contains_key(&Field::Container);
            self.title(parent, Field::Container);
            if first {
                self.take(parent, "volume", Field::Volume);
                self.take(parent, "issue", Field::Issue);
                self.take(parent, "edition", Field::Edition);
            }
            self.publisher(parent);
            self.serial_number(parent, false);
        }
        if self.draft.editors.is_empty() {
            self.draft.editors = self.names(parent, "editor");
        }
        self.take(parent, "date", Field::Date);
        self.parents(parent, depth + 1);
    }

    /// A title: words, or a table with `value` and `short`.
    fn title(&mut self, table: &Table, field: Field) {
        let Some(Value::Table(parts)) = present(table, "title").map(|n| &n.value) else {
            return self.take(table, "title", field);
        };
        self.check_keys(
            parts,
            &["value", "short", "sentence-case", "title-case", "verbatim", "translate"],
        );
        let first = !self.draft.fields.contains_key(&field);
        self.take(parts, "value", field);
        if field == Field::Container && first {
            self.take(parts, "short", Field::ContainerShort);
        }
    }

    fn url(&mut self, table: &Table) {
        let Some(Value::Table(parts)) = present(table, "url").map(|n| &n.value) else {
            return self.take(table, "url", Field::Url);
        };
        self.check_keys(parts, &["value", "date"]);
        self.take(parts, "value", Field::Url);
        self.take(parts, "date", Field::Accessed);
    }

    /// Identifiers of the work; of its parent, those of the whole book or journal.
    fn serial_number(&mut self, table: &Table, own: bool) {
        let Some(Value::Table(serial)) =
            present(table, "serial-number").map(|n| &n.value)
        else {
            if own {
                self.take(table, "serial-number", Field::Number);
            }
            return;
        };
        self.check_keys(
            serial,
            &["doi", "pmid", "pmcid", "isbn", "issn", "arxiv", "serial"],
        );
        self.take(serial, "isbn", Field::Isbn);
        self.take(serial, "issn", Field::Issn);
        if own {
            self.take(serial, "doi", Field::Doi);
            self.take(serial, "pmid", Field::Pmid);
            self.take(serial, "pmcid", Field::Pmcid);
            self.take(serial, "serial", Field::Number);
            if let Some(mut said) = self.said(serial, "arxiv") {
                let bare = said.text.trim_start_matches("arXiv:");
                said.text = format!("https://arxiv.org/abs/{bare}");
                self.draft.set(Field::Url, said);
            }
        }
    }

    fn publisher(&mut self, table: &Table) {
        if let Some(Value::Table(parts)) = present(table, "publisher").map(|n| &n.value) {
            self.check_keys(parts, &["name", "location"]);
            self.take(parts, "name", Field::Publisher);
            self.take(parts, "location", Field::Place);
        } else {
            self.take(table, "publisher", Field::Publisher);
        }
        self.take(table, "organization", Field::Publisher);
        self.take(table, "location", Field::Place);
    }

    fn names(
        &mut self,
        table: &Table,
        key: &'static str,
    ) -> Vec<(RawName, Range<usize>)> {
        match present(table, key) {
            None => Vec::new(),
            Some(Node { value: Value::Array(items), .. }) => {
                items.iter().filter_map(|item| self.name(item)).collect()
            }
            Some(node) => self.name(node).into_iter().collect(),
        }
    }

    fn name(&mut self, node: &Node) -> Option<(RawName, Range<usize>)> {
        let Value::Table(parts) = &node.value else {
            return Some((RawName::Text(self.text("author", node)?), node.span.clone()));
        };
        self.check_keys(parts, &["name", "given-name", "prefix", "suffix", "alias"]);
        let part =
            |reading: &mut Self, key| reading.said(parts, key).map(|said| said.text);
        let Some(name) = part(self, "name") else {
            let fault =
                Fault::new("bibliography/author", "an author has no name", "add `name:`");
            self.desk.report(fault, &node.span);
            return None;
        };
        let Some(given) = part(self, "given-name") else {
            return Some((RawName::Body(name), node.span.clone()));
        };
        let prefix = part(self, "prefix").map(|prefix| format!("{prefix} "));
        let family = format!("{}{name}", prefix.unwrap_or_default());
        let suffix = part(self, "suffix").unwrap_or_default();
        Some((RawName::Parts(family, given, suffix), node.span.clone()))
    }

    fn take(&mut self, table: &Table, key: &'static str, field: Field) {
        if let Some(said) = self.said(table, key) {
            self.draft.set(field, said);
        }
    }

    fn said(&mut self, table: &Table, key: &str) -> Option<Said> {
        let node = present(table, key)?;
        let text = self.text(key, node)?;
        Some(Said::new(text, &node.span)).filter(|said| !said.text.is_empty())
    }

    /// The words of a node. Numbers and dates are taken as they are written: `0599` stays.
    fn text(&mut self, key: &str, node: &Node) -> Option<String> {
        let words = match &node.value {
            Value::String(words) => words,
            Value::Array(_) | Value::Table(_) | Value::Null => {
                self.wrong_type(key, "text", node);
                return None;
            }
            _ => self.text.get(node.span.clone()).unwrap_or_default(),
        };
        match fields::line(words) {
            Ok(line) => Some(line).filter(|line| !line.is_empty()),
            Err(fault) => {
                self.desk.report(fault, &node.span);
                None
            }
        }
    }

    fn check_keys(&mut self, table: &Table, known: &[&'static str]) {
        let mut reader = Reader::new(self.desk.path, table, &mut self.desk.found);
        for key in known {
            reader.node(key);
        }
        reader.finish();
    }

    fn unknown_type(&mut self, word: &Said, known: &[&'static str]) {
        let help = nearest(&word.text, known.iter().copied()).map_or_else(
            || format!("known types: {}", known.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("unknown type `{}`", word.text);
        let fault = Fault::new("bibliography/unknown-type", message, help);
        self.desk.report(fault, &word.span);
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
