//! JSON as a tree whose values know their bytes.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Node, Table, Value};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::path::SourcePath;

/// Most lists and tables within each other.
const DEEPEST: usize = 64;

/// Reads JSON whose outermost value is a table.
pub fn parse_json(path: &SourcePath, text: &str) -> Outcome<Table> {
    let Outcome { value, mut diagnostics } = parse_json_node(path, text);
    let value = match value {
        Some(Node { value: Value::Table(table), .. }) => table,
        Some(Node { value, span }) => {
            let message = format!("expected a table, found {}", value.kind());
            let found = Diagnostic::error("json/syntax", message).at(path, span);
            diagnostics.push(found.help("put `{` and `}` around keys and values"));
            Table::default()
        }
        None => Table::default(),
    };
    Outcome { value, diagnostics }
}

/// Reads any JSON; `None` if it is broken, which is then reported.
pub fn parse_json_node(path: &SourcePath, text: &str) -> Outcome<Option<Node>> {
    let mut reading = Reading { text, at: 0, depth: 0, twice: Vec::new() };
    if let Some(node) = reading.value() {
        reading.space();
        if reading.at == text.len() {
            let twice = reading.twice.into_iter().map(|span| {
                let message = format!("the key {} stands twice", &text[span.clone()]);
                let found = Diagnostic::error("json/duplicate-key", message);
                found.at(path, span).help("keep one of the two")
            });
            return Outcome { value: Some(node), diagnostics: twice.collect() };
        }
    }
    let found = if reading.depth >= DEEPEST {
        let at = reading.at;
        let message = format!("more than {DEEPEST} lists or tables within each other");
        let found = Diagnostic::error("json/depth", message).at(path, at..at);
        found.help("look for brackets that are not closed")
    } else {
        syntax(path, text, reading.at)
    };
    Outcome { value: None, diagnostics: vec![found] }
}

/// The mistake in the words of the usual reader, which stops where ours does.
fn syntax(path: &SourcePath, text: &str, ours: usize) -> Diagnostic {
    let (mut at, mut message) = (ours, "this is not JSON".to_owned());
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let before = text.split_inclusive('\n').take(error.line().saturating_sub(1));
        at = before.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
        let words = error.to_string();
        words.split(" at line ").next().unwrap_or_default().clone_into(&mut message);
    }
    let at = text.floor_char_boundary(at.min(text.len()));
    Diagnostic::error("json/syntax", message).at(path, at..at).help(
        "mend the JSON at this place; a comma too many or too few is the usual cause",
    )
}

struct Reading<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// Keys that stand in their table already.
    twice: Vec<Range<usize>>,
}

impl Reading<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| b" \t\r\n".contains(&byte)) {
            self.at += 1;
        }
    }

    /// Passes a byte after white space, if it stands there.
    fn pass(&mut self, byte: u8) -> bool {
        self.space();
        let stands = self.peek() == Some(byte);
        self.at += usize::from(stands);
        stands
    }

    fn value(&mut self) -> Option<Node> {
        self.space();
        let start = self.at;
        let value = match self.peek()? {
            b'{' => self.nested(Self::table)?,
            b'[' => self.nested(Self::list)?,
            b'"' => Value::String(self.string()?.0),
            _ => self.word()?,
        };
        Some(Node { span: start..self.at, value })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Option<Value>) -> Option<Value> {
        self.depth += 1;
        if self.depth >= DEEPEST {
            return None;
        }
        self.at += 1;
        let value = read(self)?;
        self.depth -= 1;
        Some(value)
    }

    fn table(&mut self) -> Option<Value> {
        let (mut entries, mut keys) = (Vec::new(), BTreeSet::new());
        if self.pass(b'}') {
            return Some(Value::Table(Table { entries }));
        }
        loop {
            self.space();
            let (key, span) = self.string()?;
            if !self.pass(b':') {
                return None;
            }
            if !keys.insert(key.clone()) {
                self.twice.push(span.clone());
            }
            entries.push((key, span, self.value()?));
            if self.pass(b'}') {
                return Some(Value::Table(Table { entries }));
            }
            if !self.pass(b',') {
                return None;
            }
        }
    }

    fn list(&mut self) -> Option<Value> {
        let mut items = Vec::new();
        if self.pass(b']') {
            return Some(Value::Array(items));
        }
        loop {
            items.push(self.value()?);
            if self.pass(b']') {
                return Some(Value::Array(items));
            }
            if !self.pass(b',') {
                return None;
            }
        }
    }

    fn string(&mut self) -> Option<(String, Range<usize>)> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return None;
        }
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        let span = start..self.at;
        let decoded = serde_json::from_str(self.text.get(span.clone())?).ok();
        if decoded.is_none() {
            self.at = start;
        }
        Some((decoded?, span))
    }

    fn word(&mut self) -> Option<Value> {
        let rest = &self.text[self.at..];
        let length = rest
            .bytes()
            .take_while(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b))
            .count();
        let word = &rest[..length];
        let value = match word {
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            "null" => Value::Null,
            _ => match serde_json::from_str::<serde_json::Number>(word) {
                Ok(_) => word
                    .parse()
                    .map_or_else(|_| Value::Float(word.to_owned()), Value::Integer),
                Err(_) => return None,
            },
        };
        self.at += length;
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = parse_json_node(&SourcePath::new("a.json"), text);
        let said: Vec<_> = found
            .diagnostics
            .iter()
            .map(|d| {
                let start = d.primary.as_ref().map_or(0, |label| label.span.start);
                format!("{} at {start}", d.code)
            })
            .collect();
        let tree = found.value.map(|node| node.to_json().to_string());
        assert_eq!(tree.unwrap_or_else(|| said.join(", ")), expected, "{text}");
    }

    #[test]
    fn values_are_as_written() {
        check(
            r#" {"a": [1, -2.50, true, null, "é\ud83d\ude00\/\""], "b": {}} "#,
            r#"{"a":[1,-2.5,true,null,"é😀/\""],"b":{}}"#,
        );
        check("[]", "[]");
        let twice = parse_json_node(&SourcePath::new("a.json"), r#"{"a": 1, "a": 2}"#);
        assert_eq!(twice.diagnostics[0].message, "the key \"a\" stands twice");
        check("\"a\"", "\"a\"");
    }

    #[test]
    fn every_value_knows_its_bytes() {
        let text = "{\"a\": [ \"é\" , 12 ]}";
        let found = parse_json_node(&SourcePath::new("a.json"), text).value.unwrap();
        let Value::Table(table) = found.value else { unreachable!() };
        assert_eq!(&text[table.entries[0].1.clone()], "\"a\"");
        let Value::Array(items) = &table.entries[0].2.value else { unreachable!() };
        assert_eq!(&text[items[0].span.clone()], "\"é\"");
        assert_eq!(&text[items[1].span.clone()], "12");
    }

    #[test]
    fn what_is_no_json_is_reported_in_its_place() {
        check("", "json/syntax at 0");
        check("[1,]", "json/syntax at 3");
        check("{\"a\" 1}", "json/syntax at 5");
        check("[1] 2", "json/syntax at 4");
        check("[\"a", "json/syntax at 2");
        check("[\"\\q\"]", "json/syntax at 3");
        check("[01]", "json/syntax at 2");
        check("[é]", "json/syntax at 1");
        check("\"\\", "json/syntax at 1");
        check(&"[".repeat(100_000), "json/depth at 63");
        check(&"{\"a\":".repeat(100_000), "json/depth at 315");
    }
}
