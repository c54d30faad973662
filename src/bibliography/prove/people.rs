//! The steps of the proof along names.

use super::super::person::{Author, Person};
use super::super::style::Style;
use super::Missing;
use super::read::{read_apart, read_together};
use super::walk::Walk;

/// Which way a name runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// `Smith KE`.
    FamilyFirst,
    /// `K. E. Smith`.
    FamilyLast,
}

impl Walk<'_> {
    /// Passes the authors up to the limit of the style, and its words for the others.
    pub(super) fn authors(&mut self) -> Result<(), Missing> {
        let record = self.record;
        let limits = self.style.limits();
        let all = &record.authors;
        if all.len() > limits.most {
            self.people(&all[..limits.first], Way::FamilyFirst)?;
            if !limits.last {
                return self.pass("words", "et al");
            }
            self.pass("words", ". . .")?;
            return self.people(&all[all.len() - 1..], Way::FamilyFirst);
        }
        self.people(all, Way::FamilyFirst)?;
        match (record.authors_incomplete && !all.is_empty(), self.style) {
            (false, _) => Ok(()),
            (true, Style::Vancouver) => self.pass("words", "and others"),
            (true, _) => self.pass("words", "et al"),
        }
    }

    fn people(&mut self, people: &[Author], way: Way) -> Result<(), Missing> {
        for author in people {
            let person = match author {
                Author::Organization(name) => {
                    self.pass("author", name)?;
                    continue;
                }
                Author::Person(person) => person,
            };
            if way == Way::FamilyLast {
                self.skip_to_initial();
                self.initials(&person.given)?;
            }
            self.pass("author", &person.family)?;
            if way == Way::FamilyFirst {
                self.initials(&person.given)?;
            }
            self.suffix(person)?;
        }
        Ok(())
    }

    /// `III` may be printed `3rd`.
    fn suffix(&mut self, person: &Person) -> Result<(), Missing> {
        let ordinal = match person.suffix.as_str() {
            "II" => "2nd",
            "III" => "3rd",
            "IV" => "4th",
            suffix => suffix,
        };
        let printed =
            if self.style == Style::Vancouver { ordinal } else { &person.suffix };
        self.pass("suffix", printed)
    }

    /// Passes what may stand before the initials of an editor.
    fn skip_to_initial(&mut self) {
        let rest = &self.exact[self.at..];
        let word = |at: usize| {
            rest[at..].iter().take_while(|c| c.is_alphanumeric()).collect::<String>()
        };
        let mut at = 0;
        loop {
            at += rest[at..].iter().take_while(|c| !c.is_alphanumeric()).count();
            if word(at) != "In" {
                break;
            }
            at += 2;
        }
        self.at += at;
    }

    /// Passes the initials of given names: `KE`, `K. E.` or `J.-P.`
    fn initials(&mut self, given: &str) -> Result<(), Missing> {
        let rest = &self.exact[self.at..];
        let missing = || Missing { part: "initials", value: given.to_owned() };
        let (letters, end) =
            if self.style == Style::Apa { read_apart(rest) } else { read_together(rest) };
        let mut printed = letters.iter();
        let names = given.split(|c: char| c.is_whitespace() || ".-‐‑".contains(c));
        for name in names {
            let first = name.chars().find(|c| c.is_alphabetic());
            let Some(first) = first.and_then(|first| first.to_uppercase().next()) else {
                continue;
            };
            if !printed.any(|letter| *letter == first) {
                return Err(missing());
            }
        }
        let of_given = given.chars().filter(|c| c.is_alphabetic()).count();
        if letters.is_empty() || letters.len() > of_given {
            return Err(missing());
        }
        self.at += end;
        Ok(())
    }

    /// Passes all editors, and the word that says what they are.
    pub(super) fn editors(&mut self, way: Way) -> Result<(), Missing> {
        self.people(&self.record.editors, way)?;
        let (one, more) = match self.style {
            Style::Vancouver => ("editor", "editors"),
            Style::Ama => ("ed", "eds"),
            Style::Apa => ("Ed", "Eds"),
        };
        match self.record.editors.len() {
            0 => Ok(()),
            1 => self.pass("words", one),
            _ => self.pass("words", more),
        }
    }
}
