//! The references file to records; every mistake is reported where it stands.

use std::ops::Range;

use super::Bibliography;
use super::cite::is_key;
use super::fields::{self, Fault};
use super::record::{Author, Container, Identifiers, Kind, Publisher, Record};
use crate::diagnostic::{Diagnostic, Outcome, nearest};
use crate::path::SourcePath;
use crate::value::{Node, Reader, Table, Value, parse_yaml};

/// How many bytes a references file may have: some 10,000 records.
const LARGEST: usize = 8 * 1024 * 1024;

const PARENTS: [&str; 9] = [
    "Periodical",
    "Newspaper",
    "Proceedings",
    "Conference",
    "Book",
    "Anthology",
    "Reference",
    "Blog",
    "Web",
];

/// Reads a references file, in the part of Hayagriva's YAML that this site uses.
///
/// A record with mistakes stays in the bibliography, so that its citations are not reported
/// as well.
pub fn parse(path: &SourcePath, text: &str) -> Outcome<Bibliography> {
    if let Some(found) = refuse(text) {
        let value = Bibliography { broken: true, ..Bibliography::default() };
        return Outcome { value, diagnostics: vec![found.0.at(path, found.1)] };
    }
    let tree = parse_yaml(path, text, 0);
    let mut value =
        Bibliography { broken: !tree.diagnostics.is_empty(), ..Bibliography::default() };
    let mut reading = Reading { path, text, found: tree.diagnostics };
    for (key, span, node) in &tree.value.entries {
        let record = reading.record(key, span, node);
        value.records.entry(key.clone()).or_insert(record);
    }
    Outcome { value, diagnostics: reading.found }
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

struct Reading<'a> {
    path: &'a SourcePath,
    text: &'a str,
    found: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn record(&mut self, key: &str, span: &Range<usize>, node: &Node) -> Record {
        let mut record = Record::of(key, span.clone());
        if !is_key(key) {
            let message = format!("`{key}` cannot be cited");
            let help = "use letters without accents, digits and `_ - . :` between them";
            self.report(Fault::new("bibliography/key", message, help), span);
        }
        let Value::Table(table) = &node.value else {
            self.wrong_type(key, "a record: `type`, `title` and so on", node);
            return record;
        };
        self.check_keys(
            table,
            &[
                "type",
                "title",
                "author",
                "date",
                "parent",
                "page-range",
                "serial-number",
                "publisher",
                "edition",
                "url",
                "note",
            ],
        );
        self.fill(&mut record, table);
        record
    }

    fn fill(&mut self, record: &mut Record, table: &Table) {
        let (key, span) = (record.key.clone(), record.span.clone());
        if let Some(title) = self.line(table, "title") {
            record.title = title;
        } else {
            let message = format!("`{key}` has no title");
            let help = "add `title: \"…\"`, as the work prints it";
            self.report(Fault::new("bibliography/no-title", message, help), &span);
        }
        let note = self.line(table, "note").unwrap_or_default();
        record.unverified = note.starts_with("MEMORY");
        record.authors_incomplete = note.to_lowercase().contains("authors incomplete");
        record.authors = self.authors(table);
        // A service is often its own author; its name is printed once.
        record.authors.retain(|author| author.family() != record.title);
        record.date = self.checked(table, "date", |text| fields::date(&text));
        record.pages = self.line(table, "page-range");
        record.edition = self.line(table, "edition");
        record.publisher = self.publisher(table);
        record.url = self.checked(table, "url", fields::url);
        (record.identifiers, record.number) = self.serial_number(table);
        record.container = self.parent(table);
        if let Some(kind) = self.kind(table, &key, &span) {
            record.kind = kind;
            if kind.needs_container() && record.container.is_none() {
                let message = format!("`{key}` does not say where it appeared");
                let help = "add `parent: { type: Periodical, title: \"…\", volume: 1 }`";
                self.report(Fault::new("bibliography/no-parent", message, help), &span);
            }
        }
    }

    fn kind(&mut self, table: &Table, key: &str, span: &Range<usize>) -> Option<Kind> {
        const NAMES: [(&str, Kind); 6] = [
            ("Article", Kind::Article),
            ("Book", Kind::Book),
            ("Chapter", Kind::Chapter),
            ("Report", Kind::Report),
            ("Thesis", Kind::Thesis),
            ("Web", Kind::Web),
        ];
        let names = NAMES.map(|(name, _)| name);
        let Some(word) = self.line(table, "type") else {
            let message = format!("`{key}` has no type");
            let help = format!("add `type:` with one of {}", names.join(", "));
            self.report(Fault::new("bibliography/unknown-type", message, help), span);
            return None;
        };
        let kind = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(&word));
        if kind.is_none() {
            self.unknown_type(table, &word, &names);
        }
        kind.map(|(_, kind)| *kind)
    }

    fn parent(&mut self, table: &Table) -> Option<Container> {
        let node = present(table, "parent")?;
        let Value::Table(parent) = &node.value else {
            self.wrong_type("parent", "`{ type: …, title: … }`", node);
            return None;
        };
        self.check_keys(parent, &["type", "title", "volume", "issue"]);
        if let Some(word) = self.line(parent, "type")
            && !PARENTS.iter().any(|name| name.eq_ignore_ascii_case(&word))
        {
            self.unknown_type(parent, &word, &PARENTS);
        }
        Some(Container {
            title: self.line(parent, "title")?,
            short: None,
            volume: self.line(parent, "volume"),
            issue: self.line(parent, "issue"),
        })
    }

    fn serial_number(&mut self, table: &Table) -> (Identifiers, Option<String>) {
        let Some(Value::Table(serial)) =
            present(table, "serial-number").map(|n| &n.value)
        else {
            return (Identifiers::default(), self.line(table, "serial-number"));
        };
        self.check_keys(serial, &["doi", "pmid", "pmcid", "serial"]);
        let identifiers = Identifiers {
            doi: self.checked(serial, "doi", fields::doi),
            pmid: self.checked(serial, "pmid", fields::pmid),
            pmcid: self.checked(serial, "pmcid", fields::pmcid),
            isbn: None,
        };
        (identifiers, self.line(serial, "serial"))
    }

    fn publisher(&mut self, table: &Table) -> Option<Publisher> {
        let Some(Value::Table(parts)) = present(table, "publisher").map(|n| &n.value)
        else {
            let name = self.line(table, "publisher")?;
            return Some(Publisher { name, place: None });
        };
        self.check_keys(parts, &["name", "location"]);
        let name = self.line(parts, "name")?;
        Some(Publisher { name, place: self.line(parts, "location") })
    }

    fn authors(&mut self, table: &Table) -> Vec<Author> {
        match present(table, "author") {
            None => Vec::new(),
            Some(Node { value: Value::Array(items), .. }) => {
                items.iter().filter_map(|item| self.author(item)).collect()
            }
            Some(node) => self.author(node).into_iter().collect(),
        }
    }

    fn author(&mut self, node: &Node) -> Option<Author> {
        let Value::Table(parts) = &node.value else {
            let text = self.text("author", node)?;
            return self.usable(fields::author(&text), &node.span);
        };
        self.check_keys(parts, &["name", "given-name", "prefix", "suffix"]);
        let Some(mut name) = self.line(parts, "name") else {
            let fault =
                Fault::new("bibliography/author", "an author has no name", "add `name:`");
            self.report(fault, &node.span);
            return None;
        };
        let Some(given) = self.line(parts, "given-name") else {
            return Some(Author::Organization(name));
        };
        if let Some(prefix) = self.line(parts, "prefix") {
            name = format!("{prefix} {name}");
        }
        let suffix = self.line(parts, "suffix").unwrap_or_default();
        self.usable(fields::person(&name, &given, &suffix), &node.span)
    }

    fn checked<T>(
        &mut self,
        table: &Table,
        key: &str,
        check: impl FnOnce(String) -> Result<T, Fault>,
    ) -> Option<T> {
        let span = table.get(key)?.span.clone();
        let text = self.line(table, key)?;
        self.usable(check(text), &span)
    }

    /// The text of a key on one line; `None` if there is none.
    fn line(&mut self, table: &Table, key: &str) -> Option<String> {
        self.text(key, present(table, key)?)
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
        let line = fields::line(words);
        self.usable(line, &node.span).filter(|line| !line.is_empty())
    }

    fn check_keys(&mut self, table: &Table, known: &[&'static str]) {
        let mut reader = Reader::new(self.path, table, &mut self.found);
        for key in known {
            reader.node(key);
        }
        reader.finish();
    }

    fn usable<T>(&mut self, result: Result<T, Fault>, span: &Range<usize>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(fault) => {
                self.report(fault, span);
                None
            }
        }
    }

    fn unknown_type(&mut self, table: &Table, word: &str, known: &[&'static str]) {
        let span = table.get("type").map_or(0..0, |node| node.span.clone());
        let help = nearest(word, known.iter().copied()).map_or_else(
            || format!("known types: {}", known.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("unknown type `{word}`");
        self.report(Fault::new("bibliography/unknown-type", message, help), &span);
    }

    fn wrong_type(&mut self, key: &str, expected: &str, node: &Node) {
        let message = format!("`{key}` is {}; expected {expected}", node.value.kind());
        let help = format!("change it to {expected}");
        self.report(Fault::new("bibliography/wrong-type", message, help), &node.span);
    }

    fn report(&mut self, fault: Fault, span: &Range<usize>) {
        let found = Diagnostic::error(fault.code, fault.message)
            .at(self.path, span.clone())
            .help(fault.help);
        self.found.push(found);
    }
}

fn present<'a>(table: &'a Table, key: &str) -> Option<&'a Node> {
    table.get(key).filter(|node| node.value != Value::Null)
}

#[cfg(test)]
mod tests;
