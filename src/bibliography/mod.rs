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

use std::collections::{BTreeMap, BTreeSet};
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
    /// Keys of records that others take fields from.
    lenders: BTreeSet<String>,
    health: Health,
}

/// Records whose references could not be proven, by the bytes of their keys.
pub type Faulty = Vec<(Range<usize>, Missing)>;

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
    pub fn in_style(self, style: Style) -> (Self, Faulty) {
        self.formatted(style, Record::to_html)
    }

    /// As `in_style`, by any formatter: none is trusted.
    fn formatted(
        mut self,
        style: Style,
        format: fn(&Record, Style) -> String,
    ) -> (Self, Faulty) {
        let labels = style::Labels::of(self.records.values());
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

    /// What a list of these records alone prints otherwise than the list of all: works of the
    /// same authors and year are told apart within the list that stands beside the text. What
    /// cannot be proven is not printed, and is given back with its record.
    pub fn on_list<'a>(
        &self,
        keys: impl Iterator<Item = &'a str>,
    ) -> (BTreeMap<String, Printed>, Faulty) {
        self.listed(keys, Record::to_html)
    }

    /// As `on_list`, by any formatter: none is trusted.
    fn listed<'a>(
        &self,
        keys: impl Iterator<Item = &'a str>,
        format: fn(&Record, Style) -> String,
    ) -> (BTreeMap<String, Printed>, Faulty) {
        let (mut own, mut faulty) = (BTreeMap::new(), Vec::new());
        if self.style.is_numbered() {
            return (own, faulty);
        }
        let on_list: Vec<(&Record, &Printed)> =
            keys.filter_map(|key| Some((self.get(key)?, self.printed(key)?))).collect();
        let labels = style::Labels::of(on_list.iter().map(|(record, _)| *record));
        for (record, printed) in on_list {
            let (letter, name) = (labels.letter(&record.key), labels.name(&record.key));
            let mut html = printed.html.clone();
            if letter != record.letter {
                let lettered = Record { letter: letter.to_owned(), ..record.clone() };
                html = format(&lettered, self.style);
                if let Err(missing) = prove_html(&lettered, self.style, &html) {
                    faulty.push((record.span.clone(), missing));
                    continue;
                }
            }
            if name != printed.name || html != printed.html {
                let printed = Printed { html, name: name.to_owned(), ..printed.clone() };
                own.insert(record.key.clone(), printed);
            }
        }
        (own, faulty)
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

    /// Whether other records take fields from this one: it is used though no page cites it.
    pub fn lends(&self, key: &str) -> bool {
        self.lenders.contains(key)
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

    const ALIKE: &str = "a: { type: Report, title: A, author: \"Ash, B.\", date: 2024 }\n\
                         b: { type: Report, title: B, author: \"Ash, B.\", date: 2024 }\n\
                         c: { type: Report, title: C, author: \"Ash, B.\", date: 2024 }\n\
                         d: { type: Report, title: D, author: \"Ash, Z.\", date: 2024 }\n";

    /// What the works are called on a list of these alone.
    #[track_caller]
    fn check_list(keys: &[&str], expected: &[&str]) {
        let read = parse(&SourcePath::new("r.yaml"), ALIKE).value;
        let all = read.in_style(Style::Apa).0;
        let (own, faulty) = all.on_list(keys.iter().copied());
        assert_eq!(faulty, []);
        let named = keys.iter().map(|key| {
            let printed = own.get(*key).or(all.printed(key)).unwrap();
            let year = printed.html.split(['(', ')']).nth(1).unwrap();
            format!("{}: {year}", printed.name)
        });
        assert_eq!(named.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn works_are_told_apart_on_the_list_that_they_stand_on() {
        check_list(
            &["a", "b", "c", "d"],
            &[
                "B. Ash, 2024a: 2024a",
                "B. Ash, 2024b: 2024b",
                "B. Ash, 2024c: 2024c",
                "Z. Ash, 2024: 2024",
            ],
        );
        check_list(&["c"], &["Ash, 2024: 2024"]);
        check_list(&["c", "b"], &["Ash, 2024b: 2024b", "Ash, 2024a: 2024a"]);
        check_list(&["b", "d"], &["B. Ash, 2024: 2024", "Z. Ash, 2024: 2024"]);
        check_list(&[], &[]);
    }

    #[test]
    fn on_no_list_are_two_works_called_the_same() {
        let record = |key: &str, authors: &str| {
            format!(
                "{key}: {{ type: Report, title: T{key}, author: [{authors}], date: 2024 }}\n"
            )
        };
        let text: String = [
            ("a", "\"Ash, J.\""),
            ("b", "\"Ash, J. M.\""),
            ("c", "\"Ash, K.\""),
            ("d", "\"Ash, J.\", \"Elm, A.\", \"Fir, B.\""),
            ("e", "\"Ash, J.\", \"Elm, A.\", \"Oak, C.\""),
            ("f", "\"Ash, J.\", \"Elm, A.\", \"Fir, B.\", \"Oak, C.\""),
            ("g", "\"Ash, J.\", \"Yew, A.\", \"Fir, B.\""),
        ]
        .map(|(key, authors)| record(key, authors))
        .concat();
        let all = parse(&SourcePath::new("r.yaml"), &text).value.in_style(Style::Apa).0;
        let keys: Vec<&str> = all.records.keys().map(String::as_str).collect();
        for chosen in 0..1 << keys.len() {
            let is_chosen = |at: &usize| chosen >> at & 1 == 1;
            let list = (0..keys.len()).filter(is_chosen).map(|at| keys[at]);
            let (own, faulty) = all.on_list(list.clone());
            assert_eq!(faulty, []);
            let name = |key| &own.get(key).or(all.printed(key)).unwrap().name;
            let mut names: Vec<_> = list.map(name).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{names:?}");
        }
    }

    #[test]
    fn a_formatter_that_loses_a_letter_on_a_list_is_refused() {
        let read = parse(&SourcePath::new("r.yaml"), ALIKE).value;
        let all = read.in_style(Style::Apa).0;
        let without = |record: &Record, style: Style| {
            record.to_html(style).replace("2024a", "2024").replace("2024b", "2024")
        };
        let (own, faulty) = all.listed(["b", "c"].into_iter(), without);
        let said: Vec<_> = faulty
            .iter()
            .map(|(span, missing)| format!("{}: {missing}", &ALIKE[span.clone()]))
            .collect();
        let lacks = |key: &str, year: &str| {
            format!("{key}: the reference does not show the year `{year}`")
        };
        assert_eq!(said, [lacks("b", "2024a"), lacks("c", "2024b")]);
        assert_eq!(own, BTreeMap::new());
        let numbered = all.in_style(Style::Vancouver).0;
        assert_eq!(numbered.on_list(["b"].into_iter()).0, BTreeMap::new());
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
