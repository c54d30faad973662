//! One work as the references file gives it: values only, already checked.

use std::fmt;
use std::ops::Range;

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
    /// Whether nobody has seen the work: it must not be cited.
    pub unverified: bool,
    /// When it appeared.
    pub date: Option<Date>,
    /// The journal, book or site that holds it.
    pub container: Option<Container>,
    /// Pages of the container, such as `144-152`.
    pub pages: Option<String>,
    /// Number of the article or report.
    pub number: Option<String>,
    /// Who published it, with the place if it is known.
    pub publisher: Option<String>,
    /// Edition, such as `2nd`.
    pub edition: Option<String>,
    /// Names of the work in public registers.
    pub identifiers: Identifiers,
    /// Its address, `http` or `https`.
    pub url: Option<String>,
}

impl Record {
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
    /// A whole book.
    Book,
    /// A chapter of a book.
    Chapter,
    /// A report or guideline.
    Report,
    /// A thesis.
    Thesis,
    /// A page on the web.
    Web,
}

impl Kind {
    /// Every kind and its name in the file.
    pub(super) const NAMES: [(&'static str, Self); 6] = [
        ("Article", Self::Article),
        ("Book", Self::Book),
        ("Chapter", Self::Chapter),
        ("Report", Self::Report),
        ("Thesis", Self::Thesis),
        ("Web", Self::Web),
    ];

    /// Whether such a work is always part of another.
    pub(super) fn needs_container(self) -> bool {
        matches!(self, Self::Article | Self::Chapter)
    }
}

/// Who made a work.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Author {
    /// Somebody.
    Person(Person),
    /// A body, printed as it is written.
    Organization(String),
}

impl Author {
    /// The family name, or the name of the body.
    pub fn family(&self) -> &str {
        match self {
            Self::Person(person) => &person.family,
            Self::Organization(name) => name,
        }
    }
}

/// Somebody.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Person {
    /// Family name with its particles: `van der Berg`.
    pub family: String,
    /// Given names or initials, as written.
    pub given: String,
    /// What follows the names, such as `Jr`; may be empty.
    pub suffix: String,
}

impl Person {
    /// First letters of the given names: `Andrew C.` is `AC`, `Jean-Paul` is `JP`.
    pub fn initials(&self) -> String {
        let mut initials = String::new();
        let words = self.given.split(|c: char| c.is_whitespace() || ".-‐‑".contains(c));
        for word in words {
            let letters = || word.chars().filter(|c| c.is_alphabetic());
            let already = letters().count() <= 3 && letters().all(char::is_uppercase);
            let taken = if already { 3 } else { 1 };
            initials
                .extend(letters().take(taken).filter_map(|c| c.to_uppercase().next()));
        }
        initials
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

impl Date {
    /// A year without more.
    pub(super) fn of(year: i16) -> Self {
        Self { year, month: None, day: None }
    }
}

impl fmt::Display for Date {
    /// `2025 Sep 12`, `2025 Sep` or `2025`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MONTHS: [&str; 12] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
            "Dec",
        ];
        write!(f, "{}", self.year)?;
        let index = self.month.and_then(|month| usize::try_from(month - 1).ok());
        if let Some(name) = index.and_then(|index| MONTHS.get(index)) {
            write!(f, " {name}")?;
        }
        self.day.map_or(Ok(()), |day| write!(f, " {day}"))
    }
}

/// What holds a work.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Container {
    /// Name of the journal, book or site.
    pub title: String,
    /// Volume.
    pub volume: Option<String>,
    /// Issue of the volume.
    pub issue: Option<String>,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(given: &str, initials: &str) {
        let person =
            Person { family: "Smith".into(), given: given.into(), suffix: String::new() };
        assert_eq!(person.initials(), initials);
    }

    #[test]
    fn initials_are_first_letters_of_given_names() {
        check("Andrew C.", "AC");
        check("Emily O'Malley", "EO");
        check("Jean-Paul", "JP");
        check("W. B.", "WB");
        check("W.B.", "WB");
        check("WB", "WB");
        check("Kanumuri Siva Rama", "KSR");
        check("élodie", "É");
        check("", "");
    }

    #[test]
    fn dates_are_as_exact_as_they_are_known() {
        let date = |month, day| Date { year: 2025, month, day }.to_string();
        assert_eq!(date(Some(9), Some(2)), "2025 Sep 2");
        assert_eq!(date(Some(12), None), "2025 Dec");
        assert_eq!(date(None, None), "2025");
    }
}
