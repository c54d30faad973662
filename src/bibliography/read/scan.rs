//! The outer form of a `BibTeX` file: entries, fields, braces, quotes and abbreviations.

use std::collections::BTreeMap;
use std::ops::Range;

use super::bib::Fields;

/// One entry as it is written.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// Its type in lower case, and the bytes of it.
    pub(super) kind: (String, Range<usize>),
    /// Its key.
    pub(super) key: (String, Range<usize>),
    /// Its fields by name in lower case.
    pub(super) fields: Fields,
    /// The names of its fields, in order, and their bytes.
    pub(super) names: Vec<(String, Range<usize>)>,
}

/// What a file holds, and what is wrong with it: place, words, next step.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// Entries in order.
    pub(super) entries: Vec<Entry>,
    /// Mistakes of form.
    pub(super) faults: Vec<(Range<usize>, String, &'static str)>,
}

impl Scan {
    /// Reads a file to its end, whatever it holds.
    pub(super) fn of(text: &str) -> Self {
        let mut scan = Self::default();
        let mut reading = Reading { text, at: 0, macros: BTreeMap::new() };
        while let Some(start) = text.get(reading.at..).and_then(|rest| rest.find('@')) {
            let start = reading.at + start;
            reading.at = start + 1;
            match reading.entry() {
                Ok(Some(entry)) => {
                    scan.twice(&entry);
                    scan.entries.push(entry);
                }
                Ok(None) => {}
                Err((message, help)) => {
                    let end = text.ceil_char_boundary((reading.at + 1).min(text.len()));
                    let from = text.floor_char_boundary(reading.at.min(text.len()));
                    scan.faults.push((from..end, message, help));
                    // The next entry begins a line.
                    let next = text[start + 1..].find("\n@");
                    reading.at = next.map_or(text.len(), |next| start + 2 + next);
                }
            }
        }
        scan
    }

    fn twice(&mut self, entry: &Entry) {
        for (at, (name, span)) in entry.names.iter().enumerate() {
            if entry.names[..at].iter().any(|(before, _)| before == name) {
                let message = format!("`{name}` stands twice");
                self.faults.push((span.clone(), message, "keep one of the two"));
            }
        }
    }
}

type Fault = (String, &'static str);

struct Reading<'a> {
    text: &'a str,
    at: usize,
    macros: BTreeMap<String, String>,
}

impl Reading<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// What may belong to a value: an `@` that begins a line begins an entry.
    fn value_rest(&self) -> &str {
        let rest = self.rest();
        rest.split_once("\n@").map_or(rest, |(value, _)| value)
    }

    fn space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn pass(&mut self, mark: char) -> bool {
        self.space();
        let stands = self.rest().starts_with(mark);
        self.at += if stands { mark.len_utf8() } else { 0 };
        stands
    }

    fn word(&mut self) -> (String, Range<usize>) {
        self.space();
        let start = self.at;
        let ends = |c: char| c.is_whitespace() || "{}(),=\"#%".contains(c);
        let length = self.rest().find(ends).unwrap_or(self.rest().len());
        self.at += length;
        (self.text[start..self.at].to_owned(), start..self.at)
    }

    /// What follows an `@`; `None` if it is no entry.
    fn entry(&mut self) -> Result<Option<Entry>, Fault> {
        let kind = self.word();
        let kind = (kind.0.to_lowercase(), kind.1);
        if kind.0.is_empty() || !(self.pass('{') || self.pass('(')) {
            // An `@` in a comment, such as an address.
            return Ok(None);
        }
        if matches!(kind.0.as_str(), "comment" | "preamble") {
            self.at -= 1;
            self.braced()?;
            return Ok(None);
        }
        let mut entry = Entry { kind, ..Entry::default() };
        if entry.kind.0 != "string" {
            entry.key = self.word();
            if entry.key.0.is_empty() {
                return Err((
                    "this entry has no key".to_owned(),
                    "write `@article{key,`",
                ));
            }
            self.pass(',');
        }
        loop {
            if self.pass('}') || self.pass(')') {
                break;
            }
            let name = self.word();
            let name = (name.0.to_lowercase(), name.1);
            if name.0.is_empty() || !self.pass('=') {
                let message = "expected a field, such as `title = {…}`".to_owned();
                return Err((message, "close the field before with `},`"));
            }
            let value = self.value()?;
            entry.names.push(name.clone());
            entry.fields.entry(name.0).or_insert(value);
            if !self.pass(',') {
                self.space();
                if !self.rest().starts_with(['}', ')']) {
                    let message = "expected a comma or the end of the entry".to_owned();
                    return Err((message, "end each field with a comma"));
                }
            }
        }
        if entry.kind.0 == "string" {
            let fields = entry.fields.into_iter();
            self.macros.extend(fields.map(|(name, (value, _))| (name, value)));
            return Ok(None);
        }
        Ok(Some(entry))
    }

    /// A value: parts in braces or quotes, numbers and abbreviations, joined by `#`.
    fn value(&mut self) -> Result<(String, Range<usize>), Fault> {
        self.space();
        let start = self.at;
        let mut value = String::new();
        loop {
            self.space();
            match self.rest().chars().next() {
                Some('{') => value.push_str(&self.braced()?),
                Some('"') => value.push_str(&self.quoted()?),
                _ => {
                    let (word, span) = self.word();
                    let known = self.macros.get(&word.to_lowercase());
                    if word.is_empty() {
                        let message = "this field has no value".to_owned();
                        return Err((message, "put the value in braces: `title = {…}`"));
                    }
                    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
                    match known {
                        Some(text) => value.push_str(text),
                        None if is_number || super::latex::is_month(&word) => {
                            value.push_str(&word);
                        }
                        None => {
                            self.at = span.start;
                            let message = format!("no `@string` explains `{word}`");
                            return Err((message, "put the words in braces"));
                        }
                    }
                }
            }
            let end = self.at;
            if !self.pass('#') {
                self.at = end;
                return Ok((value, start..end));
            }
        }
    }

    /// What stands in braces, which may hold others.
    fn braced(&mut self) -> Result<String, Fault> {
        let (start, mut depth) = (self.at, 0_usize);
        let mut escaped = false;
        for (at, c) in self.value_rest().char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '{' | '(' if at == 0 => depth = 1,
                '{' => depth += 1,
                '}' if depth == 1 => {
                    self.at = start + at + 1;
                    return Ok(self.text[start + 1..start + at].to_owned());
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
        let message = "this brace is not closed".to_owned();
        Err((message, "close it with `}`"))
    }

    /// What stands in quotes; braces within may hold quotes.
    fn quoted(&mut self) -> Result<String, Fault> {
        let (start, mut depth) = (self.at, 0_usize);
        for (at, c) in self.value_rest().char_indices().skip(1) {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                '"' if depth == 0 => {
                    self.at = start + at + 1;
                    return Ok(self.text[start + 1..start + at].to_owned());
                }
                _ => {}
            }
        }
        let message = "the quote that closes this text is missing".to_owned();
        Err((message, "end the text with `\"`"))
    }
}
