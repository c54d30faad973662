//! One work as the references file gives it: values only, already checked.

use std::ops::Range;

use super::person::Author;

/// One work.
///
/// Text is trimmed, on one line, and not yet escaped.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Record {
    /// What pages cite it by.
    pub key: String,
    /// Bytes of the key in the references file.
    pub span: Range<usize>,
    /// What kind of work it is.
    pub kind: Kind,
    /// Its title; the key, if the file gives none (which is an error).
    pub title: String,
    /// Its authors, as far as they are known.
    pub authors: Vec<Author>,
    /// Whether there are authors that the file does not name.
    pub authors_incomplete: bool,
    /// Who edited the work, or the book that holds it.
    pub editors: Vec<Author>,
    /// Whether nobody has seen the work: it must not be cited.
    pub unverified: bool,
    /// When it appeared.
    pub date: Option<Date>,
    /// When the editors read it on the web.
    pub accessed: Option<Date>,
    /// The journal, book, reporter or site that holds it.
    pub container: Option<Container>,
    /// The meeting at which it was presented.
    pub event: Option<Event>,
    /// Pages of the container, such as `144-152`.
    pub pages: Option<String>,
    /// Volume of a work of more than one, that no other work holds.
    pub volume: Option<String>,
    /// Number of the article, report or law.
    pub number: Option<String>,
    /// Who published it.
    pub publisher: Option<Publisher>,
    /// Edition, such as `2nd`; the version of a data set.
    pub edition: Option<String>,
    /// What kind of thesis it is, in the file's words.
    pub genre: Option<String>,
    /// Names of the work in public registers.
    pub identifiers: Identifiers,
    /// Its address, `http` or `https`.
    pub url: Option<String>,
    /// What tells it from works of the same authors and year: `a`, `b`; mostly empty.
    pub letter: String,
}

impl Record {
    /// A record that says nothing yet but its key.
    pub(super) fn of(key: &str, span: Range<usize>) -> Self {
        Self {
            key: key.to_owned(),
            span,
            kind: Kind::Web,
            title: key.to_owned(),
            authors: Vec::new(),
            authors_incomplete: false,
            editors: Vec::new(),
            unverified: false,
            date: None,
            accessed: None,
            container: None,
            event: None,
            pages: None,
            volume: None,
            number: None,
            publisher: None,
            edition: None,
            genre: None,
            identifiers: Identifiers::default(),
            url: None,
            letter: String::new(),
        }
    }

    /// Whether pages may cite it: someone has seen the work.
    pub fn citable(&self) -> bool {
        !self.unverified
    }

    /// The work in a few words, for the name of a citation's link: `Hill and others, 2024`.
    pub fn short(&self) -> String {
        let short = match self.authors.as_slice() {
            [] => self.title.clone(),
            [only] if !self.authors_incomplete => only.family().to_owned(),
            [first, second] if !self.authors_incomplete => {
                format!("{} and {}", first.family(), second.family())
            }
            [first, ..] => format!("{} and others", first.family()),
        };
        match self.date {
            Some(date) => format!("{short}, {}", date.year),
            None => short,
        }
    }
}

/// What kind of work a record describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An article in a journal.
    Article,
    /// An article that no journal has accepted yet.
    Preprint,
    /// An article in a newspaper or magazine.
    News,
    /// A whole book.
    Book,
    /// A chapter of a book, or an entry of a work of reference.
    Chapter,
    /// A report.
    Report,
    /// A guideline for practice.
    Guideline,
    /// A thesis.
    Thesis,
    /// A paper given at a meeting.
    Conference,
    /// A set of data.
    Dataset,
    /// A law, a rule or a case.
    Legal,
    /// A page on the web.
    Web,
}

impl Kind {
    /// Whether such a work is always part of another.
    pub(super) fn needs_container(self) -> bool {
        matches!(self, Self::Article | Self::Preprint | Self::News | Self::Chapter)
    }
}

/// A date as exact as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Date {
    /// 1000 to 9999.
    pub year: i16,
    /// 1 to 12.
    pub month: Option<i8>,
    /// Day of the month; only with a month.
    pub day: Option<i8>,
}

/// What holds a work.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Container {
    /// Name of the journal, book, reporter or site.
    pub title: String,
    /// Its usual abbreviation, such as `J Addict Med`, if the file gives one.
    pub short: Option<String>,
    /// Volume.
    pub volume: Option<String>,
    /// Issue of the volume.
    pub issue: Option<String>,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Event {
    /// Its name.
    pub name: String,
    /// Where it was held.
    pub place: Option<String>,
}

/// Who published a work.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Publisher {
    /// The name.
    pub name: String,
    /// The city.
    pub place: Option<String>,
}

/// Names of a work in public registers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Identifiers {
    /// Digital object identifier: `10.` and so on.
    pub doi: Option<String>,
    /// `PubMed`: digits.
    pub pmid: Option<String>,
    /// `PubMed` Central: `PMC` and digits.
    pub pmcid: Option<String>,
    /// Number of a book, without hyphens; no style prints it.
    pub isbn: Option<String>,
}

impl Identifiers {
    /// What is known, in the order in which it is printed.
    pub(super) fn registered(&self) -> impl Iterator<Item = Registered<'_>> {
        [
            ("doi", "doi:", &self.doi, "https://doi.org/", ""),
            ("PMID", "PMID: ", &self.pmid, "https://pubmed.ncbi.nlm.nih.gov/", "/"),
            (
                "PMCID",
                "PMCID: ",
                &self.pmcid,
                "https://pmc.ncbi.nlm.nih.gov/articles/",
                "/",
            ),
        ]
        .into_iter()
        .filter_map(|(part, label, value, before, after)| {
            Some(Registered { part, label, value: value.as_deref()?, before, after })
        })
    }
}

/// One identifier and where its register keeps the work.
pub(super) struct Registered<'a> {
    /// Name of the identifier.
    pub(super) part: &'static str,
    /// What is printed before it.
    pub(super) label: &'static str,
    /// The identifier.
    pub(super) value: &'a str,
    /// Address up to the identifier.
    pub(super) before: &'static str,
    /// Address after it.
    pub(super) after: &'static str,
}
