//! TOML, YAML and JSON as one tree whose every key and value knows its bytes, and a reader that
//! turns a table into typed fields, reporting all mistakes and not only the first.

mod json;
mod parse;
mod reader;

use std::ops::Range;

pub use json::{parse_json, parse_json_node};
pub use parse::{parse_toml, parse_yaml};
pub use reader::{Reader, check_characters, parse_date};

/// A value and the bytes of the file that it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Bytes of the file.
    pub span: Range<usize>,
    /// What stands there.
    pub value: Value,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A string.
    String(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction, kept as written so that amounts stay exact.
    Float(String),
    /// True or false.
    Boolean(bool),
    /// A date or time, as written.
    Datetime(String),
    /// Nothing (YAML and JSON).
    Null,
    /// A list.
    Array(Vec<Node>),
    /// Keys and values.
    Table(Table),
}

impl Value {
    /// What an author would call it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::String(_) => "text",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number",
            Self::Boolean(_) => "true or false",
            Self::Datetime(_) => "a date",
            Self::Null => "nothing",
            Self::Array(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// Keys and values in the order in which they were written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Key, bytes of the key, value.
    pub entries: Vec<(String, Range<usize>, Node)>,
}

impl Table {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|(name, ..)| name == key).map(|(.., node)| node)
    }
}

impl Node {
    /// The node as a JSON value, for templates: dates become strings.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::String(text) | Value::Datetime(text) => text.as_str().into(),
            Value::Integer(number) => (*number).into(),
            Value::Float(text) => {
                text.parse::<f64>().map_or(text.as_str().into(), Into::into)
            }
            Value::Boolean(flag) => (*flag).into(),
            Value::Null => serde_json::Value::Null,
            Value::Array(items) => items.iter().map(Self::to_json).collect(),
            Value::Table(table) => table_json(table),
        }
    }
}

/// A table as a JSON object, for templates.
pub fn table_json(table: &Table) -> serde_json::Value {
    let entries =
        table.entries.iter().map(|(key, _, node)| (key.clone(), node.to_json()));
    serde_json::Value::Object(entries.collect())
}
