//! The site's references: records cited by key, printed in one of three styles.
//!
//! Nothing is looked up: what is printed stands in the file, and [`prove`] shows that all of it
//! was printed. Notes are for editors and never leave this module.

mod cite;
mod fields;
pub mod health;
mod numbers;
mod person;
mod prove;
mod read;
mod record;
mod style;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic;

use health::Health;

pub use cite::{Citation, Cite, is_key, parse_citation};
pub use person::{Author, Person};
pub use prove::{Missing, prove, prove_html};
pub use read::parse;
pub use record::{Container, Date, Event, Identifiers, Kind, Publisher, Record};
pub use style::Style;

/// All records, by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bibliography {
    records: BTreeMap<String, Record>,
    style: Style,
    printed: BTreeMap<String, Printed>,
    broken: bool,
    health: Health,
}

/// A record as pages show it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Printed {
    /// The reference, as safe HTML without an element around it; proven.
    pub html: String,
    /// What running text calls the work, such as `Smith & Jones, 2024`; not escaped.
    pub name: String,
    /// Its place in a list by authors.
    pub place: usize,
}

impl Bibliography {
    /// The bibliography as it is printed in a style. What cannot be proven is not printed, and
    /// is given back with its record.
    pub fn in_style(self, style: Style) -> (Self, Vec<(Range<usize>, Missing)>) {
        self.formatted(style, Record::to_html)
    }

    /// As `in_style`, by any formatter: none is trusted.
    fn formatted(
        mut self,
        style: Style,
        format: fn(&Record, Style) -> String,
    ) -> (Self, Vec<(Range<usize>, Missing)>) {
        let labels = style::Labels::of(&self.records);
        let mut faulty = Vec::new();
        self.style = style;
        self.printed.clear();
        for (key, record) in &mut self.records {
            labels.letter(key).clone_into(&mut record.letter);
            let html = format(record, style);
            match prove_html(record, style, &html) {
                Ok(()) => {
                    let name = labels.name(key).to_owned();
                    let printed = Printed { html, name, place: labels.place(key) };
                    self.printed.insert(key.clone(), printed);
                }
                Err(missing) => faulty.push((record.span.clone(), missing)),
            }
        }
        (self, faulty)
    }

    /// The style of what is printed.
    pub fn style(&self) -> Style {
        self.style
    }

    /// What pages show of the record with this key.
    pub fn printed(&self, key: &str) -> Option<&Printed> {
        self.printed.get(key)
    }

    /// Puts keys in the order of a list by authors.
    pub fn by_author(&self, keys: &mut [String]) {
        keys.sort_by_key(|key| self.printed(key).map_or(usize::MAX, |one| one.place));
    }

    /// The record with this key.
    pub fn get(&self, key: &str) -> Option<&Record> {
        self.records.get(key)
    }

    /// Every record, by key.
    pub fn iter(&self) -> impl Iterator<Item = &Record> {
        self.records.values()
    }

    /// The key that was probably meant; never one that must not be cited.
    pub fn nearest(&self, key: &str) -> Option<&str> {
        let citable = self.iter().filter(|record| record.citable());
        diagnostic::nearest(key, citable.map(|record| record.key.as_str()))
    }

    /// Whether the file could be read to its end. If not, a key that is missing here may well
    /// stand in the file, and its citations are no mistakes.
    pub fn is_whole(&self) -> bool {
        !self.broken
    }

    /// What services on the web said of the records.
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// The same records, with what services said of them.
    #[must_use]
    pub fn with_health(self, health: Health) -> Self {
        Self { health, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;

    const RECORDS: &str = "a: { type: Report, title: T, author: [\"Ash, B.\", \"Zed, A.\"], \
                           serial-number: { doi: 10.1000/x.12, serial: R-0599 } }\n\
                           b: { type: Report, title: T, author: \"Ash, B.\", date: 2024 }\n";

    /// What a faulty formatter is refused for, in each style, and at which record.
    #[track_caller]
    fn check(format: fn(&Record, Style) -> String, expected: &str) {
        for style in Style::all() {
            let read = parse(&SourcePath::new("r.yaml"), RECORDS).value;
            let (printed, faulty) = read.formatted(style, format);
            let said = faulty.iter().map(|(span, missing)| {
                let key = &RECORDS[span.clone()];
                assert_eq!(printed.printed(key), None);
                format!("{key}: {missing}")
            });
            assert_eq!(said.collect::<Vec<_>>().join("; "), expected, "{style:?}");
        }
    }

    #[test]
    fn a_faulty_formatter_is_refused_at_the_record() {
        check(Record::to_html, "");
        check(
            |record, style| {
                let mut record = record.clone();
                record.authors.truncate(1);
                record.to_html(style)
            },
            "a: the reference does not show the author `Zed`",
        );
        check(
            |record, style| record.to_html(style).replace("R-0599", "R–599"),
            "a: the reference does not show the number `R-0599`",
        );
        check(
            |record, style| record.to_html(style).replace("2024", "2023"),
            "b: the reference does not show the year `2024`",
        );
        check(
            |record, style| {
                record.to_html(style).replace(
                    "href=\"https://doi.org/10.1000/x.12",
                    "href=\"https://doi.org/",
                )
            },
            "a: the reference does not show the link `https://doi.org/10.1000/x.12`",
        );
    }
}
