//! One record as a file gives it, in words common to all formats, and how it becomes a checked
//! one: every mistake is reported where it stands.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::cite::is_key;
use super::super::fields::{self, Fault};
use super::super::numbers;
use super::super::person::Author;
use super::super::record::{Container, Event, Identifiers, Kind, Publisher, Record};
use crate::diagnostic::{Diagnostic, Label};
use crate::path::SourcePath;

/// Words of a file and their bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// The words, as the format means them: without its quotes and escapes.
    pub(super) text: String,
    /// Bytes of the file.
    pub(super) span: Range<usize>,
}

impl Said {
    /// Words and their bytes.
    pub(super) fn new(text: impl Into<String>, span: &Range<usize>) -> Self {
        Self { text: text.into(), span: span.clone() }
    }
}

/// What a record can say, whatever the format calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Field {
    Title,
    Date,
    Accessed,
    Container,
    ContainerShort,
    Volume,
    Issue,
    Pages,
    Number,
    Publisher,
    Place,
    Edition,
    Genre,
    Event,
    EventPlace,
    Doi,
    Pmid,
    Pmcid,
    Isbn,
    Issn,
    Url,
    Note,
}

/// A name as a format gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RawName {
    /// `Family, Given`, `Family, Given, Jr`, or a body.
    Text(String),
    /// A body.
    Body(String),
    /// A person: family with particles, given, suffix.
    Parts(String, String, String),
}

/// One record, nothing checked yet.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// What pages cite it by.
    pub(super) key: Said,
    /// What kind of work it is; `None` if that was reported already.
    pub(super) kind: Option<Kind>,
    /// What it says.
    pub(super) fields: BTreeMap<Field, Said>,
    /// Its authors.
    pub(super) authors: Vec<(RawName, Range<usize>)>,
    /// Its editors.
    pub(super) editors: Vec<(RawName, Range<usize>)>,
    /// The record that it takes fields from.
    pub(super) parent: Option<String>,
}

impl Draft {
    /// Sets a field, unless it is set or empty.
    pub(super) fn set(&mut self, field: Field, said: Said) {
        if !said.text.trim().is_empty() {
            self.fields.entry(field).or_insert(said);
        }
    }
}

/// A format's own words, for the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Hayagriva's YAML.
    Yaml,
    /// CSL-JSON.
    Json,
    /// `BibTeX` or `BibLaTeX`.
    Bib,
}

impl Format {
    /// How the format writes a field that is missing.
    fn example(self, field: Field) -> &'static str {
        use Field::{Container, Date, Event, Number, Publisher, Title, Url};
        match (field, self) {
            (Title, Self::Yaml) => "`title: \"…\"`, as the work prints it",
            (Title, Self::Json) => "`\"title\": \"…\"`, as the work prints it",
            (Title, Self::Bib) => "`title = {…}`, as the work prints it",
            (Container, Self::Yaml) => {
                "`parent: { type: Periodical, title: \"…\", volume: 1 }`"
            }
            (Container, Self::Json) => "`\"container-title\": \"…\"`",
            (Container, Self::Bib) => {
                "`journaltitle = {…}`, or `booktitle = {…}` for a book"
            }
            (Date, Self::Yaml) => "`date: 2025`",
            (Date, Self::Json) => "`\"issued\": { \"date-parts\": [[2025]] }`",
            (Date, Self::Bib) => "`date = {2025}`",
            (Publisher, Self::Yaml) => "`publisher: \"…\"`",
            (Publisher, Self::Json) => "`\"publisher\": \"…\"`",
            (Publisher, Self::Bib) => {
                "`publisher = {…}`, or `institution = {…}` for a thesis"
            }
            (Event, Self::Yaml) => "`parent: { type: Conference, title: \"…\" }`",
            (Event, Self::Json) => "`\"event-title\": \"…\"`",
            (Event, Self::Bib) => "`eventtitle = {…}`",
            (Number, Self::Yaml) => "`serial-number: \"…\"`",
            (Number, Self::Json) => "`\"number\": \"…\"`",
            (Number, Self::Bib) => "`number = {…}`",
            (Url, Self::Yaml) => "`url: https://…`",
            (Url, Self::Json) => "`\"URL\": \"https://…\"`",
            (Url, Self::Bib) => "`url = {https://…}`",
            _ => "the field",
        }
    }
}

/// What is found while drafts become records.
pub(super) struct Desk<'a> {
    /// The file.
    pub(super) path: &'a SourcePath,
    /// Its format.
    pub(super) format: Format,
    /// What was found.
    pub(super) found: Vec<Diagnostic>,
}

impl Desk<'_> {
    /// Checks a draft that ends before byte `end`. The record is whole even if the draft is
    /// not.
    pub(super) fn record(&mut self, draft: &Draft, end: usize) -> Record {
        let mut record = Record::of(&draft.key.text, draft.key.span.clone());
        if !is_key(&draft.key.text) {
            let message = format!("`{}` cannot be cited", draft.key.text);
            let help = "use letters without accents, digits and `_ - . :` between them";
            self.report(Fault::new("bibliography/key", message, help), &draft.key.span);
        }
        if let Some(title) = self.line(draft, Field::Title) {
            record.title = title;
        } else {
            let message = format!("`{}` has no title", draft.key.text);
            let help = format!("add {}", self.format.example(Field::Title));
            let fault = Fault::new("bibliography/no-title", message, help);
            self.report(fault, &draft.key.span);
        }
        let note = self.line(draft, Field::Note).unwrap_or_default();
        record.unverified = note.starts_with("MEMORY");
        record.authors_incomplete = note.to_lowercase().contains("authors incomplete");
        record.authors = self.people(&draft.authors);
        // A service is often its own author; its name is printed once.
        record.authors.retain(|author| author.family() != record.title);
        record.editors = self.people(&draft.editors);
        self.places(draft, &mut record);
        self.identifiers(draft, &mut record);
        if let Some(kind) = draft.kind {
            record.kind = kind;
            self.needs(&record, draft.key.span.start..end);
        }
        record
    }

    /// Where and when it appeared.
    fn places(&mut self, draft: &Draft, record: &mut Record) {
        record.date = self.checked(draft, Field::Date, |text| fields::date(&text));
        record.accessed =
            self.checked(draft, Field::Accessed, |text| fields::date(&text));
        record.pages = self.line(draft, Field::Pages);
        let is_version = draft.kind == Some(Kind::Dataset);
        let edition = self.line(draft, Field::Edition);
        record.edition =
            edition.map(|text| if is_version { text } else { fields::edition(&text) });
        record.genre = self.line(draft, Field::Genre);
        record.number = self.line(draft, Field::Number);
        let volume = self.line(draft, Field::Volume);
        let issue = self.line(draft, Field::Issue);
        match self.line(draft, Field::Container) {
            Some(title) => {
                let short = self.line(draft, Field::ContainerShort);
                record.container = Some(Container { title, short, volume, issue });
            }
            None => record.volume = volume,
        }
        if let Some(name) = self.line(draft, Field::Publisher) {
            let place = self.line(draft, Field::Place);
            record.publisher = Some(Publisher { name, place });
        }
        if draft.kind == Some(Kind::Conference)
            && let Some(name) = self.line(draft, Field::Event)
        {
            let place = self.line(draft, Field::EventPlace);
            record.event = Some(Event { name, place });
        }
    }

    fn identifiers(&mut self, draft: &Draft, record: &mut Record) {
        record.url = self.checked(draft, Field::Url, fields::url);
        record.identifiers = Identifiers {
            doi: self.checked(draft, Field::Doi, numbers::doi),
            pmid: self.checked(draft, Field::Pmid, numbers::pmid),
            pmcid: self.checked(draft, Field::Pmcid, numbers::pmcid),
            isbn: self.checked(draft, Field::Isbn, |text| numbers::isbn(&text)),
        };
        self.checked(draft, Field::Issn, |text| numbers::issn(&text));
    }

    fn people(&mut self, names: &[(RawName, Range<usize>)]) -> Vec<Author> {
        let mut people = Vec::with_capacity(names.len());
        for (name, span) in names {
            let read = match name {
                RawName::Text(text) => {
                    fields::line(text).and_then(|t| fields::author(&t))
                }
                RawName::Body(name) => fields::line(name).map(Author::Organization),
                RawName::Parts(family, given, suffix) => fields::line(family)
                    .and_then(|family| Ok((family, fields::line(given)?)))
                    .and_then(|(family, given)| fields::person(&family, &given, suffix)),
            };
            people.extend(self.usable(read, span));
        }
        people
    }

    /// What a kind of work cannot do without, and what readers would miss.
    fn needs(&mut self, record: &Record, bytes: Range<usize>) {
        let held = record.container.is_some();
        if record.kind.needs_container() && !held {
            let fault = format!("`{}` does not say where it appeared", record.key);
            let help = format!("add {}", self.format.example(Field::Container));
            self.report(Fault::new("bibliography/no-parent", fault, help), &record.span);
            return;
        }
        // What is misspelt is not missing as well.
        let stands_in = |label: &Label| bytes.contains(&label.span.start);
        if self.found.iter().any(|found| found.primary.as_ref().is_some_and(stands_in)) {
            return;
        }
        let lacks = |field: Field, is_there: bool| (!is_there).then_some(field);
        let known = record.identifiers.registered().next().is_some();
        let at_hand = record.url.is_some() || known;
        let wanted = match record.kind {
            Kind::Article | Kind::News | Kind::Preprint => {
                [lacks(Field::Date, record.date.is_some()), None]
            }
            Kind::Book | Kind::Chapter | Kind::Thesis => [
                lacks(Field::Date, record.date.is_some()),
                lacks(Field::Publisher, record.publisher.is_some()),
            ],
            Kind::Conference => {
                [lacks(Field::Event, held || record.event.is_some()), None]
            }
            Kind::Legal => [lacks(Field::Number, held || record.number.is_some()), None],
            Kind::Web | Kind::Dataset => [lacks(Field::Url, at_hand), None],
            Kind::Report | Kind::Guideline => [None, None],
        };
        for field in wanted.into_iter().flatten() {
            let what = match field {
                Field::Date => "when it appeared",
                Field::Publisher => "who published it",
                Field::Event => "where it was presented",
                Field::Number => "which law it is",
                _ => "where it can be read",
            };
            let message = format!("`{}` does not say {what}", record.key);
            let help = format!("add {}", self.format.example(field));
            let found = Diagnostic::warning("bibliography/incomplete", message);
            self.found.push(found.at(self.path, record.span.clone()).help(help));
        }
    }

    fn checked<T>(
        &mut self,
        draft: &Draft,
        field: Field,
        check: impl FnOnce(String) -> Result<T, Fault>,
    ) -> Option<T> {
        let text = self.line(draft, field)?;
        self.usable(check(text), &draft.fields.get(&field)?.span)
    }

    /// The words of a field on one line; `None` if there are none.
    fn line(&mut self, draft: &Draft, field: Field) -> Option<String> {
        let said = draft.fields.get(&field)?;
        self.usable(fields::line(&said.text), &said.span).filter(|line| !line.is_empty())
    }

    fn usable<T>(&mut self, result: Result<T, Fault>, span: &Range<usize>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(fault) => {
                self.report(fault, span);
                None
            }
        }
    }

    /// Reports a fault in its place.
    pub(super) fn report(&mut self, fault: Fault, span: &Range<usize>) {
        let found = Diagnostic::error(fault.code, fault.message)
            .at(self.path, span.clone())
            .help(fault.help);
        self.found.push(found);
    }
}
