//! Text to tree. Broken text gives diagnostics and whatever could be read.

use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::granit_parser::{Event, Parser as YamlEvents};
use toml::de::{DeTable, DeValue};

use super::{Node, Table, Value};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::path::SourcePath;

/// Reads TOML that starts at byte `offset` of the file.
pub fn parse_toml(path: &SourcePath, text: &str, offset: usize) -> Outcome<Table> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let diagnostics =
        errors.iter().map(|error| toml_error(path, text, offset, error)).collect();
    Outcome { value: toml_table(table.get_ref(), offset), diagnostics }
}

fn toml_error(
    path: &SourcePath,
    text: &str,
    offset: usize,
    error: &toml::de::Error,
) -> Diagnostic {
    let span = error.span().unwrap_or(0..0);
    if let Some(curly) = curly_quote(text, &span) {
        let found: String = text[curly.clone()].chars().take(1).collect();
        return Diagnostic::error(
            "toml/curly-quote",
            format!("found the curly quote `{found}`; expected a straight quote `\"`"),
        )
        .at(path, offset + curly.start..offset + curly.end)
        .help("replace curly quotes, which word processors insert, by straight ones: \"text\"");
    }
    if error.message() == "recursion limit" {
        return too_deep(path, text, offset);
    }
    let message = error.message().lines().collect::<Vec<_>>().join(": ");
    let (message, help) =
        toml_words(&message, text.get(span.clone()).unwrap_or_default());
    Diagnostic::error("toml/syntax", message)
        .at(path, offset + span.start..offset + span.end)
        .help(help)
}

/// The reader's words for the commonest mistakes in words of ours, and the next step.
fn toml_words(message: &str, there: &str) -> (String, &'static str) {
    if message.starts_with("string values must be quoted") {
        return (
            "text must stand in quotes".to_owned(),
            "put straight quotes around it: title = \"Sleep\"",
        );
    }
    if message.starts_with("invalid basic string") && message.contains("expected `\"`") {
        return (
            "the quote that closes this text is missing".to_owned(),
            "end the text with a straight quote: title = \"Sleep\"",
        );
    }
    if message.starts_with("invalid date") {
        return (
            format!("`{there}` is not a day of the calendar"),
            "write year, month and day: 2026-11-24",
        );
    }
    let help = "write one `key = value` a line; text stands in straight quotes: title = \"Sleep\"";
    (message.to_owned(), help)
}

/// A key of very many parts, which TOML's reader refuses without saying where.
fn too_deep(path: &SourcePath, text: &str, offset: usize) -> Diagnostic {
    let parts = |line: &&str| line.matches('.').count();
    let line = text.lines().max_by_key(parts).unwrap_or_default();
    let start = offset + (line.as_ptr() as usize - text.as_ptr() as usize);
    Diagnostic::error("toml/syntax", "this key has too many parts")
        .at(path, start..start + line.len())
        .help("write a shorter key; tables need not lie so deep within each other")
}

/// A curly quote on the line of the error: TOML's commonest trap for people who paste.
fn curly_quote(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let start = text.get(..span.start)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?.lines().next()?;
    let is_curly =
        |c: char| matches!(c, '\u{201c}' | '\u{201d}' | '\u{2018}' | '\u{2019}');
    let value = line.find('=').map_or(0, |at| at + 1);
    let rest = line[value..].trim_start();
    if !rest.starts_with(is_curly) && !line.trim_start().starts_with(is_curly) {
        return None;
    }
    let at = line.find(is_curly)?;
    Some(start + at..start + at + '\u{201c}'.len_utf8())
}

fn toml_table(table: &DeTable<'_>, offset: usize) -> Table {
    let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
        let key: &toml::Spanned<std::borrow::Cow<'_, str>> = key;
        let span = key.span();
        (key.get_ref().to_string(), shift(span, offset), toml_node(value, offset))
    };
    Table { entries: table.iter().map(entry).collect() }
}

fn toml_node(node: &toml::Spanned<DeValue<'_>>, offset: usize) -> Node {
    let value = match node.get_ref() {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::Float(number.as_str().to_owned()), Value::Integer),
        DeValue::Float(number) => Value::Float(number.as_str().to_owned()),
        DeValue::Boolean(flag) => Value::Boolean(*flag),
        DeValue::Datetime(date) => Value::Datetime(date.to_string()),
        DeValue::Array(items) => {
            Value::Array(items.iter().map(|item| toml_node(item, offset)).collect())
        }
        DeValue::Table(table) => Value::Table(toml_table(table, offset)),
    };
    Node { span: shift(node.span(), offset), value }
}

fn shift(span: Range<usize>, offset: usize) -> Range<usize> {
    span.start + offset..span.end + offset
}

/// Most lists and tables within each other that YAML may hold.
const DEEPEST: u32 = 16;

/// Reads YAML that starts at byte `offset` of the file.
pub fn parse_yaml(path: &SourcePath, text: &str, offset: usize) -> Outcome<Table> {
    if text.trim().is_empty() {
        return Outcome::clean(Table::default());
    }
    if let Some((found, span)) = refuse(text) {
        let found = found.at(path, offset + span.start..offset + span.end);
        return Outcome { value: Table::default(), diagnostics: vec![found] };
    }
    match serde_saphyr::from_str::<YamlNode>(text) {
        Ok(node) => {
            let node = node.located(offset);
            match node.value {
                Value::Table(table) => Outcome::clean(table),
                Value::Null => Outcome::clean(Table::default()),
                other => {
                    let found = Diagnostic::error(
                        "yaml/syntax",
                        format!("expected `key: value` lines, found {}", other.kind()),
                    );
                    let found = found
                        .at(path, node.span)
                        .help("write one `key: value` a line, such as `title: Sleep`");
                    Outcome { value: Table::default(), diagnostics: vec![found] }
                }
            }
        }
        Err(error) => {
            let error = error.without_snippet();
            let at = error.location().map_or(0, |location| byte_at(text, location));
            let message = error.to_string();
            // Its place counts from the front matter; ours stands beside the message.
            let message = message.lines().next().unwrap_or_default();
            let message = message.rsplit_once(" at line ").map_or(message, |(m, _)| m);
            let message = message.split(", set ").next().unwrap_or_default();
            let (message, help) = yaml_words(message);
            let found = Diagnostic::error("yaml/syntax", message)
                .at(path, offset + at..offset + at)
                .help(help);
            Outcome { value: Table::default(), diagnostics: vec![found] }
        }
    }
}

/// As `toml_words`, for YAML.
fn yaml_words(message: &str) -> (&str, &'static str) {
    if message.starts_with("mapping values are not allowed") {
        return (
            "this colon would begin a second value on one line",
            "put text that holds a colon in double quotes: title: \"Sleep: a guide\"",
        );
    }
    if message.starts_with("unclosed quote") {
        return (
            "the quote that closes this text is missing",
            "end the text with the quote that it begins with",
        );
    }
    (message, "put text that holds a colon or a quote in double quotes")
}

/// Refuses what could only exhaust the reader: lists within lists without end, or aliases that
/// multiply.
fn refuse(text: &str) -> Option<(Diagnostic, Range<usize>)> {
    let mut depth = 0;
    for (event, span) in YamlEvents::new_from_str(text).map_while(Result::ok) {
        let bytes = || span.byte_range().unwrap_or_default();
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => depth -= 1,
            Event::Alias(_) => {
                let found = Diagnostic::error(
                    "yaml/alias",
                    "an alias stands where a value is expected",
                );
                return Some((
                    found.help("write the value out instead of `*name`"),
                    bytes(),
                ));
            }
            _ => {}
        }
        if depth > DEEPEST {
            let message =
                format!("more than {DEEPEST} lists or tables within each other");
            let found = Diagnostic::error("yaml/depth", message);
            return Some((found.help("look for brackets that are not closed"), bytes()));
        }
    }
    None
}

/// The byte at a line and column, both from 1; the end of the text if it is past it.
fn byte_at(text: &str, location: serde_saphyr::Location) -> usize {
    let number = |n: u64| usize::try_from(n.saturating_sub(1)).unwrap_or(usize::MAX);
    let Some(line) = text.split_inclusive('\n').nth(number(location.line())) else {
        return text.len();
    };
    let column =
        line.chars().take(number(location.column())).map(char::len_utf8).sum::<usize>();
    (line.as_ptr() as usize - text.as_ptr() as usize) + column
}

/// A YAML value with its place, as the deserializer reports it.
struct YamlNode(serde_saphyr::Spanned<YamlValue>);

enum YamlValue {
    Scalar(Value),
    List(Vec<YamlNode>),
    Map(Vec<(serde_saphyr::Spanned<String>, YamlNode)>),
}

impl YamlNode {
    fn located(self, offset: usize) -> Node {
        let span = yaml_span(&self.0.defined, offset);
        let value = match self.0.value {
            YamlValue::Scalar(value) => value,
            YamlValue::List(items) => {
                Value::Array(items.into_iter().map(|item| item.located(offset)).collect())
            }
            YamlValue::Map(entries) => {
                let entry = |(key, node): (serde_saphyr::Spanned<String>, Self)| {
                    (key.value, yaml_span(&key.defined, offset), node.located(offset))
                };
                Value::Table(Table { entries: entries.into_iter().map(entry).collect() })
            }
        };
        Node { span, value }
    }
}

fn yaml_span(location: &serde_saphyr::Location, offset: usize) -> Range<usize> {
    let span = location.span();
    let number = |n: Option<u64>| n.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let start = offset + number(span.byte_offset());
    start..start + number(span.byte_len())
}

impl<'de> Deserialize<'de> for YamlNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_saphyr::Spanned::deserialize(deserializer).map(Self)
    }
}

impl<'de> Deserialize<'de> for YamlValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(YamlVisitor)
    }
}

struct YamlVisitor;

impl<'de> Visitor<'de> for YamlVisitor {
    type Value = YamlValue;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<YamlValue, E> {
        Ok(YamlValue::Scalar(Value::Boolean(flag)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<YamlValue, E> {
        Ok(YamlValue::Scalar(Value::Integer(number)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<YamlValue, E> {
        Ok(YamlValue::Scalar(
            i64::try_from(number)
                .map_or_else(|_| Value::Float(number.to_string()), Value::Integer),
        ))
    }

    fn visit_f64<E>(self, number: f64) -> Result<YamlValue, E> {
        Ok(YamlValue::Scalar(Value::Float(number.to_string())))
    }

    fn visit_str<E>(self, text: &str) -> Result<YamlValue, E> {
        Ok(YamlValue::Scalar(Value::String(text.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<YamlValue, E> {
        Ok(YamlValue::Scalar(Value::Null))
    }

    fn visit_none<E>(self) -> Result<YamlValue, E> {
        Ok(YamlValue::Scalar(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<YamlValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(YamlValue::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<YamlValue, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(YamlValue::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse_json;
    use super::*;

    #[track_caller]
    fn check_error(found: &Outcome<Table>, code: &str, start: usize) {
        assert_eq!(found.diagnostics.len(), 1, "{:?}", found.diagnostics);
        assert_eq!(found.diagnostics[0].code, code, "{:?}", found.diagnostics);
        assert_eq!(
            found.diagnostics[0].primary.as_ref().map(|l| l.span.start),
            Some(start)
        );
    }

    #[test]
    fn toml_and_yaml_give_the_same_tree_with_bytes() {
        let path = SourcePath::new("content/a.md");
        let toml = parse_toml(&path, "title = \"Leaf\"\nweight = 3\n", 4).value;
        assert_eq!(toml.get("title").map(|n| n.span.clone()), Some(12..18));
        let yaml = parse_yaml(&path, "title: Leaf\nweight: 3\ntags: [a, b]\n", 4).value;
        assert_eq!(yaml.get("title").map(|n| n.span.start), Some(11));
        assert_eq!(yaml.entries[1].1.start, 16);
        assert_eq!(yaml.get("weight").map(|n| &n.value), Some(&Value::Integer(3)));
    }

    #[test]
    fn curly_quotes_have_their_own_message() {
        let path = SourcePath::new("content/a.md");
        let text = "date = 2026-01-01\ntitle = \u{201c}Leaf\u{201d}\n";
        check_error(&parse_toml(&path, text, 4), "toml/curly-quote", 30);
    }

    #[test]
    fn broken_text_is_an_error_at_its_place() {
        let path = SourcePath::new("content/a.md");
        check_error(&parse_toml(&path, "a = 1\na = 2\n", 0), "toml/syntax", 6);
        check_error(&parse_yaml(&path, "a: [1\nb: 2\n", 0), "yaml/syntax", 7);
        check_error(&parse_json(&path, "{\"a\": 1,\n \"b\" 2}"), "json/syntax", 14);
    }

    #[test]
    fn deep_nesting_is_an_error_not_a_crash() {
        let path = SourcePath::new("content/a.md");
        let deep = format!("a = {}{}", "[".repeat(20_000), "]".repeat(20_000));
        assert!(!parse_toml(&path, &deep, 0).diagnostics.is_empty());
        for (open, close) in [("[", "]"), ("{a: ", "}")] {
            let deep = format!("a: {}{}", open.repeat(20_000), close.repeat(20_000));
            let found = parse_yaml(&path, &deep, 0).diagnostics;
            assert!(found.iter().any(|d| d.code.starts_with("yaml/")), "{open}");
        }
    }
}
