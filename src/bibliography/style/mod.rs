//! The styles in which references are printed, and what each of them declares.
//!
//! A style is data (here) and one small function a file. Values are printed as the record gives
//! them: nothing is looked up, shortened, or changed in case.

mod ama;
mod apa;
mod days;
mod label;
mod line;
mod names;
mod parts;
mod vancouver;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::record::{Kind, Record, Registered};
use crate::diagnostic::nearest;

pub(super) use label::Labels;
use line::Line;

/// A style of references.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Style {
    /// The National Library of Medicine's, as the Vancouver group asks for: numbers.
    #[default]
    Vancouver,
    /// The American Medical Association's, 11th edition: numbers.
    Ama,
    /// The American Psychological Association's, 7th edition: authors and years.
    Apa,
}

/// How many authors a style names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// A work with as many names all of them.
    pub(super) most: usize,
    /// How many are named of one that has more.
    pub(super) first: usize,
    /// Whether the last is named as well.
    pub(super) last: bool,
}

/// How exactly a date is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exactness {
    /// The year.
    Year,
    /// As far as it is known.
    Day,
}

impl Style {
    /// Every style and its name in `site.toml`.
    const NAMES: [(&'static str, Self); 3] =
        [("vancouver", Self::Vancouver), ("ama", Self::Ama), ("apa", Self::Apa)];

    /// Every style.
    pub fn all() -> [Self; 3] {
        Self::NAMES.map(|(_, style)| style)
    }

    /// Its name in `site.toml`.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, style)| *style == self).map_or("", |(name, _)| name)
    }

    /// The style of a name.
    ///
    /// # Errors
    /// The next step, if no style has the name.
    pub fn named(name: &str) -> Result<Self, String> {
        if let Some((_, style)) = Self::NAMES.iter().find(|(known, _)| *known == name) {
            return Ok(*style);
        }
        let names = Self::NAMES.map(|(name, _)| name);
        Err(nearest(name, names).map_or_else(
            || format!("write one of {}", names.join(", ")),
            |near| format!("did you mean `{near}`?"),
        ))
    }

    /// Whether the text shows numbers; if not, it shows authors and years.
    pub fn is_numbered(self) -> bool {
        self != Self::Apa
    }

    /// How many authors are named.
    ///
    /// # Source
    /// ICMJE, Samples of Formatted References; AMA Manual of Style, 11th edition, 3.7; APA
    /// Publication Manual, 7th edition, 9.8.
    pub(super) fn limits(self) -> Limits {
        match self {
            Self::Vancouver => Limits { most: 6, first: 6, last: false },
            Self::Ama => Limits { most: 6, first: 3, last: false },
            Self::Apa => Limits { most: 20, first: 19, last: true },
        }
    }

    /// How exactly the date of a work is printed.
    pub(super) fn exactness(self, record: &Record) -> Exactness {
        let exact = match record.kind {
            Kind::Web | Kind::News | Kind::Legal => true,
            Kind::Conference => record.container.is_none(),
            Kind::Preprint | Kind::Dataset => self != Self::Apa,
            Kind::Report | Kind::Guideline => {
                self == Self::Vancouver && record.container.is_none()
            }
            Kind::Article | Kind::Book | Kind::Chapter | Kind::Thesis => false,
        };
        if exact { Exactness::Day } else { Exactness::Year }
    }

    /// Whether a reference shows the pages of a work.
    pub(super) fn shows_pages(self, record: &Record) -> bool {
        let online = matches!(record.kind, Kind::Web | Kind::Dataset | Kind::Preprint);
        let presented = record.kind == Kind::Conference && record.container.is_none();
        self != Self::Ama || !(online || presented)
    }

    /// Whether a reference shows the day on which the work was read.
    pub(super) fn shows_access(self, record: &Record) -> bool {
        match self {
            Self::Vancouver => {
                matches!(record.kind, Kind::Web | Kind::Dataset | Kind::Preprint)
            }
            Self::Ama => self.address(record).is_some(),
            Self::Apa => record.date.is_none() && self.address(record).is_some(),
        }
    }

    /// Whether a body is named among the authors already, so that this style does not repeat it.
    pub(super) fn is_author(self, record: &Record, body: &str) -> bool {
        self == Self::Apa && record.authors.iter().any(|author| author.family() == body)
    }

    /// The identifiers that a reference shows: all in the style of the library that gives them,
    /// else the DOI.
    pub(super) fn identifiers(
        self,
        record: &Record,
    ) -> impl Iterator<Item = Registered<'_>> {
        record
            .identifiers
            .registered()
            .filter(move |known| self == Self::Vancouver || known.part == "doi")
    }

    /// The address that a reference shows beside its identifiers: its own, or its place in a
    /// register that the style does not name.
    pub(super) fn address(self, record: &Record) -> Option<String> {
        if self == Self::Vancouver {
            let alone = record.identifiers.registered().next().is_none();
            return record.url.clone().filter(|_| record.kind == Kind::Web || alone);
        }
        if record.identifiers.doi.is_some() {
            return None;
        }
        let registers =
            || record.identifiers.registered().map(|known| href(&known)).next();
        record.url.clone().or_else(registers)
    }
}

/// What a DOI may hold and an address may not.
const IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Where a register keeps a work.
fn href(known: &Registered<'_>) -> String {
    let Registered { value, before, after, .. } = known;
    format!("{before}{}{after}", utf8_percent_encode(value, IN_PATH))
}

impl Record {
    /// The reference as safe HTML: text, italics and links, without an element around them.
    pub fn to_html(&self, style: Style) -> String {
        self.line(style).to_html()
    }

    /// The reference as plain text, not escaped.
    pub fn to_text(&self, style: Style) -> String {
        self.line(style).to_text()
    }

    /// The addresses that the reference leads to, in the order in which it shows them.
    pub fn addresses(&self, style: Style) -> Vec<String> {
        let registers = style.identifiers(self).map(|known| href(&known));
        registers.chain(style.address(self)).collect()
    }

    /// Whether a reference shows the number of a work: an article has no need of one beside its
    /// pages.
    pub(super) fn shows_number(&self) -> bool {
        let of_article = matches!(self.kind, Kind::Article | Kind::News);
        !of_article || self.container.is_none() || self.pages.is_none()
    }

    fn line(&self, style: Style) -> Line {
        match style {
            Style::Vancouver => vancouver::reference(self),
            Style::Ama => ama::reference(self),
            Style::Apa => apa::reference(self),
        }
    }
}

#[cfg(test)]
mod tests;
