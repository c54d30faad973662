//! The tables `[people]` of `site.toml`: those who may sign for what a page says.

use std::ops::Range;

use super::{Node, Reader, Value};
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use crate::value::Table;

/// Somebody whose name may stand on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Person {
    /// What receipts call them: letters, digits, `-` and `_`.
    pub id: String,
    /// Their name, as readers see it.
    pub name: String,
    /// What entitles them to judge, such as `MD`; readers see it after the name.
    pub credentials: Option<String>,
    /// What they do, such as `addiction physician`.
    pub role: Option<String>,
    /// Where readers learn more about them.
    pub url: Option<String>,
    /// Bytes of the table's name in `site.toml`.
    pub span: Range<usize>,
}

/// Whether receipts can name somebody so.
pub fn is_person_id(id: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    !id.is_empty() && id.chars().all(is_part)
}

/// Reads the tables, in the order in which they stand.
pub(super) fn read(reader: &mut Reader<'_>, path: &SourcePath) -> Vec<Person> {
    let Some(table) = reader.table("people") else { return Vec::new() };
    let mut people = Vec::with_capacity(table.entries.len());
    let mut found = Vec::new();
    for (id, span, node) in &table.entries {
        let Value::Table(own) = &node.value else {
            found.push(no_table(id).at(path, span.clone()));
            continue;
        };
        if !is_person_id(id) {
            let message = format!("`{id}` cannot name a person in a receipt");
            let problem = Diagnostic::error("config/people", message)
                .help("use letters, digits, `-` and `_`: [people.ahill]");
            found.push(problem.at(path, span.clone()));
        }
        people.push(person((id, span, own), path, &mut found));
    }
    reader.extend(found);
    people
}

fn no_table(id: &str) -> Diagnostic {
    let message = format!("`{id}` in `people` is no table");
    Diagnostic::error("config/people", message)
        .help("write [people.ahill] and below it name = \"Ann Hill\"")
}

fn person(
    (id, span, table): (&str, &Range<usize>, &Table),
    path: &SourcePath,
    found: &mut Vec<Diagnostic>,
) -> Person {
    let mut reader = Reader::new(path, table, found);
    let name = reader.string("name").unwrap_or_default().trim().to_owned();
    let words = |reader: &mut Reader<'_>, key| {
        reader.string(key).filter(|text| !text.trim().is_empty())
    };
    let credentials = words(&mut reader, "credentials");
    let role = words(&mut reader, "role");
    let url = reader.spanned_string("url").and_then(|(url, at)| {
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        if !is_web {
            let message = format!("`url` is `{url}`; expected it to start with https://");
            let problem = Diagnostic::error("config/people", message)
                .help("write the whole address of a page about this person");
            reader.report(problem, &Node { span: at, value: Value::Null });
        }
        is_web.then_some(url)
    });
    if name.is_empty() {
        let message = format!("the person `{id}` has no `name`");
        let problem = Diagnostic::error("config/people", message);
        let here = Node { span: span.clone(), value: Value::Null };
        reader.report(problem.help("add name = \"Ann Hill\""), &here);
    }
    reader.finish();
    Person { id: id.to_owned(), name, credentials, role, url, span: span.clone() }
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(text: &str, expected: Result<&[(&str, &str)], &[&str]>) {
        let read = crate::config::parse(text);
        let said: Vec<_> = read.diagnostics.iter().map(|d| d.message.as_str()).collect();
        let people: Vec<_> = read
            .value
            .people
            .iter()
            .map(|one| (one.id.as_str(), one.name.as_str()))
            .collect();
        match expected {
            Ok(all) => assert_eq!((people.as_slice(), said.as_slice()), (all, &[][..])),
            Err(messages) => assert_eq!(said, messages),
        }
    }

    #[test]
    fn people_are_declared_by_name() {
        check("", Ok(&[]));
        check(
            "[people.ahill]\nname = \"Ann Hill\"\ncredentials = \"MD\"\n\
             role = \"physician\"\nurl = \"https://a.org/\"\n\
             [people.b-2]\nname = \"Bo\"\n",
            Ok(&[("ahill", "Ann Hill"), ("b-2", "Bo")]),
        );
    }

    #[test]
    fn mistakes_are_named() {
        check("[people.a]\n", Err(&["the person `a` has no `name`"]));
        check(
            "[people.\"a b\"]\nname = \"A\"\n",
            Err(&["`a b` cannot name a person in a receipt"]),
        );
        check(
            "[people.a]\nname = \"A\"\ncredential = \"MD\"\n",
            Err(&["unknown key `credential`"]),
        );
        check(
            "[people.a]\nname = \"A\"\nurl = \"a.org\"\n",
            Err(&["`url` is `a.org`; expected it to start with https://"]),
        );
        check("[people]\na = \"Ann\"\n", Err(&["`a` in `people` is no table"]));
    }
}
