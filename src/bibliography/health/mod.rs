//! What services on the web said of the sources: retracted, corrected, or not there at all.
//!
//! Values only. The answers come from one text file that is committed with the site; who asks,
//! and when, is the business of others.

mod compare;
mod snapshot;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::record::Record;

pub use compare::{Difference, names_retraction};
pub use snapshot::FILE;

/// What may stand in the path of an address as it is.
const IN_PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The name of a work in a register that can be asked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Identifier {
    /// A DOI in lower case: registers do not tell the case apart.
    Doi(String),
    /// A number in `PubMed`.
    Pmid(String),
}

impl Identifier {
    /// A DOI, whatever its case.
    pub fn doi(text: &str) -> Self {
        Self::Doi(text.to_ascii_lowercase())
    }

    /// The identifiers of a record that a service can be asked about.
    pub fn of(record: &Record) -> impl Iterator<Item = Self> {
        let own = &record.identifiers;
        let doi = own.doi.as_deref().map(Self::doi);
        doi.into_iter().chain(own.pmid.clone().map(Self::Pmid))
    }

    /// Reads `doi:10.1000/182` or `pmid:30062086`.
    pub fn parse(text: &str) -> Option<Self> {
        let (register, name) = text.split_once(':')?;
        match register {
            "doi" => super::numbers::doi(name.to_owned()).ok().map(|doi| Self::doi(&doi)),
            "pmid" => super::numbers::pmid(name.to_owned()).ok().map(Self::Pmid),
            _ => None,
        }
    }

    /// The name alone, fit for the path of an address.
    pub fn in_path(&self) -> String {
        let (Self::Doi(name) | Self::Pmid(name)) = self;
        utf8_percent_encode(name, IN_PATH).to_string()
    }

    /// Where its register shows the work.
    pub fn href(&self) -> String {
        match self {
            Self::Doi(_) => format!("https://doi.org/{}", self.in_path()),
            Self::Pmid(_) => {
                format!("https://pubmed.ncbi.nlm.nih.gov/{}/", self.in_path())
            }
        }
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Doi(name) => write!(f, "doi:{name}"),
            Self::Pmid(name) => write!(f, "pmid:{name}"),
        }
    }
}

/// What a notice says of a work, the gravest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// A later version of it exists.
    Replaced,
    /// An error in it was corrected.
    Corrected,
    /// Its editors have doubts.
    Concern,
    /// Part of it was taken back.
    PartlyRetracted,
    /// It was taken back.
    Retracted,
}

impl NoticeKind {
    /// Every kind and its name in the file.
    const NAMES: [(&'static str, Self); 5] = [
        ("replaced", Self::Replaced),
        ("corrected", Self::Corrected),
        ("concern", Self::Concern),
        ("partly-retracted", Self::PartlyRetracted),
        ("retracted", Self::Retracted),
    ];

    /// Its name in the file and in reports for programs.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    /// Reads a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(own, _)| *own == name).map(|(_, kind)| *kind)
    }

    /// Whether the work, or a part of it, was taken back.
    pub fn is_retraction(self) -> bool {
        matches!(self, Self::Retracted | Self::PartlyRetracted)
    }
}

/// A notice about a work.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Notice {
    /// What it says.
    pub kind: NoticeKind,
    /// The day of the notice.
    pub day: Option<Date>,
    /// Where it stands.
    pub at: Option<Identifier>,
}

/// Whether a register has the work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It has.
    #[default]
    Found,
    /// Another register has it, which was not asked: nothing is known of notices.
    Elsewhere,
    /// There is no such identifier.
    Missing,
}

/// What was answered about one identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The day of the answer.
    pub asked: Date,
    /// Whether the register has the work.
    pub state: State,
    /// Its notices.
    pub notices: BTreeSet<Notice>,
    /// Every year in which the register lets it appear: in print, online.
    pub years: BTreeSet<i16>,
    /// Its volume.
    pub volume: Option<String>,
    /// Its title, on one line.
    pub title: Option<String>,
}

impl Answer {
    /// An answer of a day that says nothing yet.
    pub fn new(asked: Date, state: State) -> Self {
        let (notices, years) = (BTreeSet::new(), BTreeSet::new());
        Self { asked, state, notices, years, volume: None, title: None }
    }

    /// Adds what another line says of the same identifier, whichever line comes first.
    fn merge(&mut self, other: Self) {
        if other.asked > self.asked {
            *self = other;
        } else if other.asked == self.asked {
            self.state = self.state.max(other.state);
            self.notices.extend(other.notices);
            self.years.extend(other.years);
            self.volume = self.volume.take().max(other.volume);
            self.title = self.title.take().max(other.title);
        }
    }
}

/// Every answer, by identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// One answer an identifier.
    pub answers: BTreeMap<Identifier, Answer>,
}

/// What is known of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// Its identifiers that a service can be asked about.
    pub identifiers: Vec<Identifier>,
    /// The day of its oldest answer; `None` if nobody was asked.
    pub asked: Option<Date>,
    /// Identifiers that no service was asked about.
    pub unasked: Vec<Identifier>,
    /// Identifiers that do not exist.
    pub missing: Vec<Identifier>,
    /// Identifiers of a register that was not asked.
    pub elsewhere: Vec<Identifier>,
    /// Its notices, the gravest first.
    pub notices: Vec<Notice>,
    /// Where the file and the register do not agree.
    pub differences: Vec<Difference>,
}

impl Condition {
    /// The state in one word: what an editor should look at first.
    pub fn name(&self) -> &'static str {
        let gravest = self.notices.first().map(|notice| notice.kind);
        match gravest {
            Some(kind) if kind >= NoticeKind::Concern => kind.name(),
            _ if !self.missing.is_empty() => "missing",
            _ if !self.differences.is_empty() => "differs",
            Some(kind) => kind.name(),
            None if self.identifiers.is_empty() => "no-identifier",
            None if !self.unasked.is_empty() => "not-asked",
            None if self.elsewhere.len() == self.identifiers.len() => "elsewhere",
            None => "clean",
        }
    }
}

impl Health {
    /// What is known of a record.
    pub fn condition(&self, record: &Record) -> Condition {
        let mut condition = Condition { notices: self.notices(record), ..<_>::default() };
        for identifier in Identifier::of(record) {
            match self.answers.get(&identifier) {
                None => condition.unasked.push(identifier.clone()),
                Some(answer) => {
                    let oldest = condition.asked.unwrap_or(answer.asked);
                    condition.asked = Some(oldest.min(answer.asked));
                    match answer.state {
                        State::Found => {
                            let found = compare::differences(record, &identifier, answer);
                            condition.differences.extend(found);
                        }
                        State::Elsewhere => condition.elsewhere.push(identifier.clone()),
                        State::Missing => condition.missing.push(identifier.clone()),
                    }
                }
            }
            condition.identifiers.push(identifier);
        }
        condition
    }

    /// The notices about a record, the gravest first; of one kind and day, only those whose
    /// place is known, if any is.
    pub fn notices(&self, record: &Record) -> Vec<Notice> {
        let answers = Identifier::of(record);
        let answers = answers.filter_map(|identifier| self.answers.get(&identifier));
        let all: BTreeSet<&Notice> = answers.flat_map(|answer| &answer.notices).collect();
        let rank = |notice: &Notice| match notice.at {
            Some(Identifier::Doi(_)) => 0,
            Some(Identifier::Pmid(_)) => 1,
            None => 2,
        };
        // Two registers name one notice by two names: a DOI leads everyone to it.
        let best = |kind| all.iter().filter(|n| n.kind == kind).map(|n| rank(n)).min();
        let kept = |notice: &&&Notice| best(notice.kind) == Some(rank(notice));
        let mut kept: Vec<Notice> =
            all.iter().filter(kept).map(|n| (*n).clone()).collect();
        kept.sort_by(|a, b| b.kind.cmp(&a.kind).then_with(|| a.cmp(b)));
        kept
    }

    /// Whether a record, or a part of it, was taken back.
    pub fn is_retracted(&self, record: &Record) -> bool {
        let mut answers =
            Identifier::of(record).filter_map(|identifier| self.answers.get(&identifier));
        answers.any(|answer| answer.notices.iter().any(|n| n.kind.is_retraction()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;

    const RECORD: &str = "key:\n  type: Article\n  title: \"A leaf: its work\"\n  \
        author: [\"Hill, Ann\"]\n  date: 2024\n  serial-number: { doi: \"10.1000/A\", pmid: \"7\" }\n  \
        parent: { type: Periodical, title: \"J\", volume: 5 }\n";

    /// The state of one record, and its notices as `kind at`.
    #[track_caller]
    fn check(lines: &str, state: &str, notices: &[&str]) {
        let path = SourcePath::new("content/references.yaml");
        let bibliography = super::super::parse(&path, RECORD).value;
        let health = Health::parse(lines).value;
        let condition = health.condition(bibliography.get("key").unwrap());
        let line = |notice: &Notice| {
            let at = notice.at.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{} {at}", notice.kind.name())
        };
        let found: Vec<_> = condition.notices.iter().map(line).collect();
        assert_eq!(condition.name(), state);
        assert_eq!(found, notices);
    }

    #[test]
    fn the_gravest_answer_of_all_registers_counts() {
        let clean = "doi:10.1000/a asked=2026-11-01 is=found year=2024 volume=5\n";
        check("", "not-asked", &[]);
        check(clean, "not-asked", &[]);
        check(&format!("{clean}pmid:7 asked=2026-11-01 is=found\n"), "clean", &[]);
        check(
            &format!("{clean}pmid:7 asked=2026-11-01 is=found retracted=@pmid:9\n"),
            "retracted",
            &["retracted pmid:9"],
        );
        check(
            "doi:10.1000/a asked=2026-11-01 is=found retracted=2026-01-02@doi:10.1000/r corrected=\n\
             pmid:7 asked=2026-11-01 is=found retracted=@pmid:9 concern=2025-01-01\n",
            "retracted",
            &["retracted doi:10.1000/r", "concern ", "corrected "],
        );
        check(
            "doi:10.1000/a asked=2026-11-01 is=missing\npmid:7 asked=2026-11-01 is=found\n",
            "missing",
            &[],
        );
        check(
            "doi:10.1000/a asked=2026-11-01 is=elsewhere\npmid:7 asked=2026-11-01 is=elsewhere\n",
            "elsewhere",
            &[],
        );
    }

    #[test]
    fn what_differs_is_named_unless_a_notice_is_graver() {
        let differs = "doi:10.1000/a asked=2026-11-01 is=found year=2019\n";
        check(differs, "differs", &[]);
        check(
            "doi:10.1000/a asked=2026-11-01 is=found corrected= year=2019\n",
            "differs",
            &["corrected "],
        );
        check(
            "doi:10.1000/a asked=2026-11-01 is=found concern= year=2019\n",
            "concern",
            &["concern "],
        );
    }

    #[test]
    fn identifiers_lead_to_their_registers() {
        let doi = Identifier::parse("doi:10.1000/A<b>(c)").unwrap();
        assert_eq!(doi.to_string(), "doi:10.1000/a<b>(c)");
        assert_eq!(doi.href(), "https://doi.org/10.1000/a%3Cb%3E%28c%29");
        let pmid = Identifier::parse("pmid:12").unwrap();
        assert_eq!(pmid.href(), "https://pubmed.ncbi.nlm.nih.gov/12/");
        for bad in ["", "doi", "doi:", "pmid:x", "isbn:1", "doi:https://a"] {
            assert_eq!(Identifier::parse(bad), None, "{bad}");
        }
    }
}
