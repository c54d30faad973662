//! `BibTeX` and `BibLaTeX`: entries to drafts. A broken entry does not hide the others.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::fields::Fault;
use super::super::record::Kind;
use super::crossref;
use super::draft::{Desk, Draft, Field, RawName, Said};
use super::latex;
use super::scan::{Entry, Scan};
use crate::diagnostic::nearest;

/// Types of both dialects that pages cite.
const TYPES: [(&str, Kind); 33] = [
    ("article", Kind::Article),
    ("review", Kind::Article),
    ("book", Kind::Book),
    ("mvbook", Kind::Book),
    ("booklet", Kind::Book),
    ("collection", Kind::Book),
    ("proceedings", Kind::Book),
    ("reference", Kind::Book),
    ("inbook", Kind::Chapter),
    ("incollection", Kind::Chapter),
    ("inreference", Kind::Chapter),
    ("bookinbook", Kind::Chapter),
    ("inproceedings", Kind::Conference),
    ("conference", Kind::Conference),
    ("report", Kind::Report),
    ("techreport", Kind::Report),
    ("manual", Kind::Report),
    ("standard", Kind::Guideline),
    ("thesis", Kind::Thesis),
    ("phdthesis", Kind::Thesis),
    ("mastersthesis", Kind::Thesis),
    ("dataset", Kind::Dataset),
    ("software", Kind::Dataset),
    ("unpublished", Kind::Preprint),
    ("preprint", Kind::Preprint),
    ("legislation", Kind::Legal),
    ("legal", Kind::Legal),
    ("jurisdiction", Kind::Legal),
    ("online", Kind::Web),
    ("electronic", Kind::Web),
    ("www", Kind::Web),
    ("misc", Kind::Web),
    ("newspaper", Kind::News),
];

/// Fields and what they fill; the first that is there counts.
const TEXTS: [(&str, Field); 27] = [
    ("title", Field::Title),
    ("journaltitle", Field::Container),
    ("journal", Field::Container),
    ("booktitle", Field::Container),
    ("maintitle", Field::Container),
    ("shortjournal", Field::ContainerShort),
    ("volume", Field::Volume),
    ("issue", Field::Issue),
    ("pages", Field::Pages),
    ("eid", Field::Number),
    ("publisher", Field::Publisher),
    ("institution", Field::Publisher),
    ("school", Field::Publisher),
    ("organization", Field::Publisher),
    ("location", Field::Place),
    ("address", Field::Place),
    ("edition", Field::Edition),
    ("version", Field::Edition),
    ("type", Field::Genre),
    ("eventtitle", Field::Event),
    ("venue", Field::EventPlace),
    ("doi", Field::Doi),
    ("pmid", Field::Pmid),
    ("pmcid", Field::Pmcid),
    ("isbn", Field::Isbn),
    ("issn", Field::Issn),
    ("note", Field::Note),
];

/// Fields that are read elsewhere here, and those that no style prints.
const OTHERS: &str = "crossref author editor date year month day url urldate number subtitle \
    booksubtitle titleaddon eprint eprinttype archiveprefix entrysubtype primaryclass abstract \
    addendum annotation annote afterword bookpagination chapter editortype eprintclass \
    eventdate file foreword gender groups holder howpublished indextitle introduction isrn \
    issuetitle keywords keyword label langid language library mendeley-tags number-of-pages \
    options origdate origlanguage orcid-numbers pagetotal pagination part pubstate \
    publicationstatus related series shortauthor shorttitle sortkey timestamp translator \
    urlyear owner volumes copyright date-added date-modified bdsk-url-1 source";

/// Reads every entry of a file.
pub(super) fn drafts(desk: &mut Desk<'_>, text: &str) -> Vec<Draft> {
    let scan = Scan::of(text);
    for (span, message, help) in &scan.faults {
        desk.report(Fault::new("bib/syntax", message.clone(), *help), span);
    }
    let entries = crossref::inherit(desk, scan.entries);
    entries.iter().map(|entry| draft(desk, entry)).collect()
}

/// What a field fills; those that fill the same stand in for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Text(Field),
    Date,
}

/// What the field of a name fills, if its words are printed.
pub(super) fn targets(name: &str) -> impl Iterator<Item = Target> {
    let date = ["date", "year", "month", "day"].contains(&name).then_some(Target::Date);
    // A subtitle goes with the title that it follows.
    let name = if name == "booksubtitle" { "booktitle" } else { name };
    let text = TEXTS.iter().find(|(own, _)| *own == name);
    date.into_iter().chain(text.map(|(_, field)| Target::Text(*field)))
}

fn draft(desk: &mut Desk<'_>, entry: &Entry) -> Draft {
    let key = Said::new(&entry.key.0, &entry.key.1);
    let mut reading = Reading { desk, entry, draft: Draft { key, ..Draft::default() } };
    reading.check_fields();
    reading.draft.kind = reading.kind();
    for (name, field) in TEXTS {
        if let Some(said) = reading.said(name) {
            reading.draft.set(field, said);
        }
    }
    reading.subtitle();
    reading.number();
    reading.dates();
    reading.eprint();
    reading.draft.parent = crossref::parent(entry);
    reading.draft.authors = reading.names("author");
    reading.draft.editors = reading.names("editor");
    // An address is taken as it is written: `_` and `%` are letters there.
    if let Some((raw, span)) = entry.fields.get("url") {
        reading.draft.set(Field::Url, Said::new(latex::address(raw), span));
    }
    reading.draft
}

struct Reading<'a, 'd> {
    desk: &'a mut Desk<'d>,
    entry: &'a Entry,
    draft: Draft,
}

impl Reading<'_, '_> {
    fn kind(&mut self) -> Option<Kind> {
        let (name, span) = &self.entry.kind;
        let subtype = self.said("entrysubtype").map(|said| said.text.to_lowercase());
        let names = TYPES.map(|(name, _)| name);
        match TYPES.iter().find(|(known, _)| known == name) {
            Some((_, Kind::Article))
                if subtype.is_some_and(|s| s == "newspaper" || s == "magazine") =>
            {
                Some(Kind::News)
            }
            Some((known, kind)) => {
                if *known == "mastersthesis" {
                    self.draft.set(Field::Genre, Said::new("Master's thesis", span));
                }
                Some(*kind)
            }
            None => {
                let help = nearest(name, names).map_or_else(
                    || format!("known types: {}", names.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("unknown type `{name}`");
                let fault = Fault::new("bibliography/unknown-type", message, help);
                self.desk.report(fault, span);
                None
            }
        }
    }

    fn check_fields(&mut self) {
        let known = || {
            let texts = TEXTS.iter().map(|(name, _)| *name);
            texts.chain(OTHERS.split_whitespace())
        };
        for (name, span) in &self.entry.names {
            if known().any(|known| known == name) {
                continue;
            }
            let help = match name.as_str() {
                "xdata" => "write the fields of the other entry into this one".to_owned(),
                "xref" => {
                    "write `crossref` to take over its fields, or delete it".to_owned()
                }
                _ => nearest(name, known()).map_or_else(
                    || "delete it; no style prints it".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                ),
            };
            let fault =
                Fault::new("value/unknown-key", format!("unknown key `{name}`"), help);
            self.desk.report(fault, span);
        }
    }

    /// The words of a field, without `LaTeX`.
    fn said(&mut self, name: &str) -> Option<Said> {
        let (raw, span) = self.entry.fields.get(name)?;
        let text = self.words(raw, span);
        Some(Said::new(text, span)).filter(|said| !said.text.is_empty())
    }

    fn words(&mut self, raw: &str, span: &Range<usize>) -> String {
        let decoded = latex::decode(raw);
        for command in decoded.unknown {
            let message = format!("the command `\\{command}` is not known here");
            let help = "write the character itself";
            self.desk.report(Fault::new("bib/command", message, help), span);
        }
        decoded.text
    }

    fn subtitle(&mut self) {
        for (name, field) in
            [("subtitle", Field::Title), ("booksubtitle", Field::Container)]
        {
            let subtitle = self.said(name);
            if let (Some(subtitle), Some(title)) =
                (subtitle, self.draft.fields.get_mut(&field))
            {
                let colon = if title.text.ends_with(['?', '!', ':']) { "" } else { ":" };
                title.text = format!("{}{colon} {}", title.text, subtitle.text);
            }
        }
    }

    /// `number` is the issue of a journal, else the number of a report or law.
    fn number(&mut self) {
        let Some(number) = self.said("number") else { return };
        let in_journal = self.entry.fields.contains_key("journal")
            || self.entry.fields.contains_key("journaltitle");
        self.draft.set(if in_journal { Field::Issue } else { Field::Number }, number);
    }

    /// `date`, else `year` with `month`.
    fn dates(&mut self) {
        let date = self.said("date").or_else(|| self.said("year"));
        if let Some(mut date) = date {
            let first = date.text.find('/').unwrap_or(date.text.len());
            date.text.truncate(first);
            if let Some(month) = self.said("month").filter(|_| date.text.len() == 4) {
                date.text = format!("{}-{}", date.text, latex::month(&month.text));
            }
            self.draft.set(Field::Date, date);
        }
        if let Some(read) = self.said("urldate") {
            self.draft.set(Field::Accessed, read);
        }
    }

    /// A preprint by its number in an archive.
    fn eprint(&mut self) {
        let Some(number) = self.said("eprint") else { return };
        let archive = self.said("eprinttype").or_else(|| self.said("archiveprefix"));
        let name = archive.map(|said| said.text.to_lowercase()).unwrap_or_default();
        match name.as_str() {
            "pubmed" | "pmid" => self.draft.set(Field::Pmid, number),
            "pmcid" => self.draft.set(Field::Pmcid, number),
            "arxiv" => {
                if self.draft.fields.contains_key(&Field::Container) {
                    return;
                }
                self.draft.set(Field::Container, Said::new("arXiv", &number.span));
                let bare = number.text.trim_start_matches("arXiv:");
                let url = format!("https://arxiv.org/abs/{bare}");
                self.draft.set(Field::Url, Said::new(url, &number.span));
                if matches!(self.draft.kind, Some(Kind::Web | Kind::Article)) {
                    self.draft.kind = Some(Kind::Preprint);
                }
            }
            _ => {}
        }
    }

    fn names(&mut self, field: &str) -> Vec<(RawName, Range<usize>)> {
        let Some((raw, span)) = self.entry.fields.get(field) else { return Vec::new() };
        let mut names = Vec::new();
        for name in latex::split_names(raw) {
            if name.trim() == "others" {
                self.others(span);
                continue;
            }
            names.push((self.name(name.trim(), span), span.clone()));
        }
        names
    }

    /// `and others`: the file does not name all.
    fn others(&mut self, span: &Range<usize>) {
        let note = self.draft.fields.entry(Field::Note);
        let note = note.or_insert_with(|| Said::new("", span));
        note.text.push_str(" authors incomplete");
    }

    fn name(&mut self, name: &str, span: &Range<usize>) -> RawName {
        if latex::is_braced(name) {
            return RawName::Body(self.words(name, span));
        }
        let parts = latex::split_commas(name);
        let mut words = |part: &str| self.words(part.trim(), span);
        match parts.as_slice() {
            [one] => {
                let (given, family) = latex::family_of(one);
                let (given, family) = (words(&given), words(&family));
                if given.is_empty() {
                    RawName::Body(family)
                } else {
                    RawName::Parts(family, given, String::new())
                }
            }
            [family, given] => RawName::Parts(words(family), words(given), String::new()),
            [family, suffix, given] => {
                let suffix = words(suffix);
                let suffix = suffix.trim_end_matches('.').to_owned();
                RawName::Parts(words(family), words(given), suffix)
            }
            _ => RawName::Text(words(name)),
        }
    }
}

/// Fields of an entry: what stands in each, and its bytes.
pub(super) type Fields = BTreeMap<String, (String, Range<usize>)>;
