//! The site's references: records read from YAML, cited by key, printed in the style of the
//! National Library of Medicine.
//!
//! Nothing is looked up: what is printed stands in the file, and [`prove`] shows that all of it
//! was printed. Notes are for editors and never leave this module.

mod cite;
mod fields;
mod format;
pub mod health;
mod prove;
mod read;
mod record;

use std::collections::BTreeMap;

use crate::diagnostic;

use health::Health;

pub use cite::{Citation, Cite, is_key, parse_citation};
pub use prove::{Missing, prove, prove_html};
pub use read::parse;
pub use record::{Author, Container, Date, Identifiers, Kind, Person, Record};

/// All records, by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bibliography {
    records: BTreeMap<String, Record>,
    broken: bool,
    health: Health,
}

impl Bibliography {
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
