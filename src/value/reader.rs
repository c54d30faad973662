//! A table read field by field: what is asked for is known, what is left is unknown.

use std::ops::Range;

use jiff::civil::Date;

use super::{Node, Table, Value};
use crate::diagnostic::{Diagnostic, nearest};
use crate::path::SourcePath;

/// Reads typed fields out of a table and reports everything that does not fit.
pub struct Reader<'a> {
    path: &'a SourcePath,
    table: &'a Table,
    known: Vec<&'static str>,
    found: &'a mut Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Starts to read `table`, which stands in `path`.
    pub fn new(
        path: &'a SourcePath,
        table: &'a Table,
        found: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self { path, table, known: Vec::new(), found }
    }

    /// The value of a key, whatever it is.
    pub fn node(&mut self, key: &'static str) -> Option<&'a Node> {
        self.known.push(key);
        self.table.get(key).filter(|node| node.value != Value::Null)
    }

    /// The value and bytes of a key that holds text.
    pub fn spanned_string(
        &mut self,
        key: &'static str,
    ) -> Option<(String, Range<usize>)> {
        let node = self.node(key)?;
        match &node.value {
            Value::String(text) => Some((text.clone(), node.span.clone())),
            _ => self.wrong(key, "text in quotes", node),
        }
    }

    /// The text of a key.
    pub fn string(&mut self, key: &'static str) -> Option<String> {
        self.spanned_string(key).map(|(text, _)| text)
    }

    /// True or false.
    pub fn boolean(&mut self, key: &'static str) -> Option<bool> {
        let node = self.node(key)?;
        match &node.value {
            Value::Boolean(flag) => Some(*flag),
            _ => self.wrong(key, "true or false", node),
        }
    }

    /// A whole number.
    pub fn integer(&mut self, key: &'static str) -> Option<i64> {
        let node = self.node(key)?;
        match &node.value {
            Value::Integer(number) => Some(*number),
            _ => self.wrong(key, "a whole number", node),
        }
    }

    /// A civil date, as TOML writes it or as text in the same form; a time after it is ignored.
    pub fn date(&mut self, key: &'static str) -> Option<Date> {
        let node = self.node(key)?;
        match &node.value {
            Value::Datetime(text) | Value::String(text) => {
                let date = parse_date(text);
                if date.is_none() {
                    let message = format!(
                        "`{key}` is `{text}`, which is not a day of the calendar"
                    );
                    let found = Diagnostic::error("value/date", message);
                    self.report(
                        found.help("write year, month and day: 2026-11-24"),
                        node,
                    );
                }
                date
            }
            _ => self.wrong(key, "a date such as 2026-11-24", node),
        }
    }

    /// A list of texts, each with its bytes; a single text is a list of one.
    pub fn strings(&mut self, key: &'static str) -> Option<Vec<(String, Range<usize>)>> {
        let node = self.node(key)?;
        match &node.value {
            Value::String(text) => Some(vec![(text.clone(), node.span.clone())]),
            Value::Array(items) => {
                let mut list = Vec::with_capacity(items.len());
                for item in items {
                    match &item.value {
                        Value::String(text) => {
                            list.push((text.clone(), item.span.clone()));
                        }
                        _ => {
                            self.wrong::<()>(key, "a list of texts", item);
                        }
                    }
                }
                Some(list)
            }
            _ => self.wrong(key, "a list of texts", node),
        }
    }

    /// A table.
    pub fn table(&mut self, key: &'static str) -> Option<&'a Table> {
        let node = self.node(key)?;
        match &node.value {
            Value::Table(table) => Some(table),
            _ => self.wrong(key, "a table", node),
        }
    }

    /// A list of tables, such as `[[menu]]`.
    pub fn tables(
        &mut self,
        key: &'static str,
    ) -> Option<Vec<(&'a Table, Range<usize>)>> {
        let node = self.node(key)?;
        let Value::Array(items) = &node.value else {
            return self.wrong(key, "a list of tables", node);
        };
        let mut list = Vec::with_capacity(items.len());
        for item in items {
            match &item.value {
                Value::Table(table) => list.push((table, item.span.clone())),
                _ => {
                    self.wrong::<()>(key, "a list of tables", item);
                }
            }
        }
        Some(list)
    }

    /// Reports `found` at `node`.
    pub fn report(&mut self, found: Diagnostic, node: &Node) {
        self.found.push(found.at(self.path, node.span.clone()));
    }

    /// Adds what another reader found, such as the one of a table inside this one.
    pub fn extend(&mut self, found: Vec<Diagnostic>) {
        self.found.extend(found);
    }

    /// Reports every key that nobody asked for, with the nearest that is known.
    pub fn finish(self) {
        check_characters(self.path, self.table, self.found);
        for (key, span, _) in &self.table.entries {
            if self.known.iter().any(|known| known == key) {
                continue;
            }
            let help = nearest(key, self.known.iter().copied()).map_or_else(
                || format!("known keys: {}", self.known.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            self.found.push(
                Diagnostic::error("value/unknown-key", format!("unknown key `{key}`"))
                    .at(self.path, span.clone())
                    .help(help),
            );
        }
    }

    fn wrong<T>(&mut self, key: &str, expected: &str, node: &Node) -> Option<T> {
        let message = format!("`{key}` is {}; expected {expected}", node.value.kind());
        let found = Diagnostic::error("value/type", message);
        self.report(found.help(format!("change it to {expected}")), node);
        None
    }
}

/// Reads `2026-11-24`, alone or before a time.
pub fn parse_date(text: &str) -> Option<Date> {
    let day = text.get(..10)?;
    let rest = &text[10..];
    let plain = rest.is_empty() || rest.starts_with(['T', 't', ' ']);
    if plain { day.parse().ok() } else { None }
}

/// Reports characters that neither HTML nor XML can hold, at the value that holds them.
pub fn check_characters(path: &SourcePath, table: &Table, found: &mut Vec<Diagnostic>) {
    for (key, span, node) in &table.entries {
        check_words(path, key, (key, span), found);
        check_node(path, key, node, found);
    }
}

fn check_node(path: &SourcePath, key: &str, node: &Node, found: &mut Vec<Diagnostic>) {
    match &node.value {
        Value::String(text) => check_words(path, key, (text, &node.span), found),
        Value::Array(items) => {
            for item in items {
                check_node(path, key, item, found);
            }
        }
        Value::Table(table) => check_characters(path, table, found),
        _ => {}
    }
}

fn check_words(
    path: &SourcePath,
    key: &str,
    (text, span): (&str, &Range<usize>),
    found: &mut Vec<Diagnostic>,
) {
    let is_bad = |c: &char| {
        (c.is_control() && !matches!(c, '\n' | '\t')) || u32::from(*c) & 0xfffe == 0xfffe
    };
    if let Some(bad) = text.chars().find(is_bad) {
        let message = format!("`{key}` holds the character U+{:04X}", u32::from(bad));
        found.push(
            Diagnostic::error("value/control", message)
                .at(path, span.clone())
                .help("delete the character that cannot be seen"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse_toml;
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let path = SourcePath::new("site.toml");
        let table = parse_toml(&path, text, 0).value;
        let mut found = Vec::new();
        let mut reader = Reader::new(&path, &table, &mut found);
        reader.string("title");
        reader.date("date");
        reader.boolean("draft");
        reader.strings("aliases");
        reader.finish();
        let said: Vec<_> = found
            .iter()
            .map(|d| format!("{} | {}", d.message, d.help.as_deref().unwrap_or("")))
            .collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn every_mistake_is_reported_with_its_mend() {
        check("title = \"a\"\ndate = 2026-02-03\naliases = [\"x\"]\n", &[]);
        check("titel = \"a\"\n", &["unknown key `titel` | did you mean `title`?"]);
        check(
            "title = 3\ndraft = \"yes\"\n",
            &[
                "`title` is a whole number; expected text in quotes | change it to text in quotes",
                "`draft` is text; expected true or false | change it to true or false",
            ],
        );
        check(
            "date = \"2026-02-30\"\n",
            &[
                "`date` is `2026-02-30`, which is not a day of the calendar | write year, month and day: 2026-11-24",
            ],
        );
    }
}
