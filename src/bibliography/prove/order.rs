//! The order in which a style shows the parts of a record: what the proof expects to read.

use super::super::record::{Kind, Record};
use super::super::style::Style;

/// A part of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The authors, up to the limit of the style.
    Authors,
    /// All editors, family name first.
    Editors,
    /// All editors, family name last.
    EditorsWithin,
    /// The day or year.
    Date,
    /// The day or year of a law.
    LegalDate,
    /// The title.
    Title,
    /// The kind of thesis.
    Genre,
    /// The journal, book, reporter, site or series.
    Container,
    /// The edition or version.
    Edition,
    /// The volume.
    Volume,
    /// The issue.
    Issue,
    /// Who published it.
    Publisher,
    /// The meeting.
    Event,
    /// Where the meeting was.
    Place,
    /// The pages.
    Pages,
    /// The number.
    Number,
    /// When it was read.
    Accessed,
    /// DOI, PMID and PMCID, as far as the style shows them.
    Identifiers,
    /// The address, if the style shows it.
    Address,
}

use Part::{
    Accessed, Address, Authors, Container, Date, Edition, Editors, EditorsWithin, Event,
    Genre, Identifiers, Issue, LegalDate, Number, Pages, Place, Publisher, Title, Volume,
};

/// How a work stands to what holds it.
enum Shape {
    /// An article in a periodical.
    InJournal,
    /// A part of a book.
    InBook,
    /// A paper read aloud.
    Presented,
    /// A page, a preprint or data.
    Online,
    /// A book, a report, a thesis.
    Alone,
    /// A law.
    Law,
}

fn shape(record: &Record) -> Shape {
    let held = record.container.is_some();
    match record.kind {
        Kind::Legal => Shape::Law,
        Kind::Web | Kind::Preprint | Kind::Dataset => Shape::Online,
        Kind::Article | Kind::News | Kind::Report | Kind::Guideline if held => {
            Shape::InJournal
        }
        Kind::Chapter | Kind::Conference if held => Shape::InBook,
        Kind::Conference => Shape::Presented,
        _ => Shape::Alone,
    }
}

/// The parts of a record in the order of a style; those that it lacks are read over.
pub(super) fn parts(record: &Record, style: Style) -> Vec<Part> {
    let mut parts = match style {
        Style::Vancouver => vancouver(record),
        Style::Ama => ama(record),
        Style::Apa => apa(record),
    };
    // Editors stand where the authors of a whole work would.
    let in_place = !matches!(shape(record), Shape::InBook | Shape::Law);
    if record.authors.is_empty() && in_place {
        parts.retain(|part| !matches!(part, Editors | EditorsWithin));
        for part in &mut parts {
            if *part == Authors {
                *part = Editors;
            }
        }
    }
    let no_names = record.authors.is_empty()
        && (record.editors.is_empty() || !in_place)
        && style == Style::Apa;
    if no_names && !matches!(shape(record), Shape::Law) {
        title_first(record, &mut parts);
    }
    parts.extend(match style {
        Style::Vancouver => [Identifiers, Address, Accessed],
        _ => [Identifiers, Accessed, Address],
    });
    if style == Style::Vancouver {
        parts.pop();
    }
    parts
}

/// Without names, the title and what tells its edition stand before the date.
fn title_first(record: &Record, parts: &mut Vec<Part>) {
    parts.retain(|part| *part != Date);
    let head: &[Part] = match shape(record) {
        Shape::InJournal | Shape::InBook => &[Title],
        _ => &[Title, Edition, Volume, Pages, Number],
    };
    let names = |part: &&Part| matches!(part, Authors | Editors);
    let mut at = parts.iter().take_while(names).count();
    at += parts[at..].iter().take_while(|part| head.contains(part)).count();
    if record.kind == Kind::Thesis {
        at += parts[at..].iter().take_while(|p| [Genre, Publisher].contains(p)).count();
    }
    parts.insert(at, Date);
}

const LAW: [Part; 7] = [Authors, Title, Number, Volume, Container, Pages, LegalDate];

fn vancouver(record: &Record) -> Vec<Part> {
    let mut parts = match shape(record) {
        Shape::Law => LAW.to_vec(),
        Shape::InJournal => {
            vec![Authors, Title, Container, Date, Volume, Issue, Pages]
        }
        Shape::InBook => {
            let mut parts = vec![Authors, Title, Editors, Container, Edition, Volume];
            parts.extend([Publisher, Date, Pages]);
            parts
        }
        Shape::Presented => {
            let mut parts = vec![Authors, Title, Edition, Volume, Editors];
            parts.extend([Event, Date, Place, Pages]);
            parts
        }
        Shape::Online if record.kind == Kind::Preprint => {
            let mut parts = vec![Authors, Title, Container, Edition, Volume, Editors];
            parts.extend([Publisher, Date, Accessed, Pages]);
            parts
        }
        Shape::Online => {
            let mut parts = vec![Authors, Title, Edition, Volume, Editors, Container];
            parts.extend([Publisher, Date, Accessed, Pages]);
            parts
        }
        Shape::Alone => {
            let mut parts = vec![Authors, Title, Genre, Edition, Volume, Editors];
            parts.extend([Publisher, Date, Pages, Container]);
            parts
        }
    };
    if record.kind != Kind::Legal {
        parts.push(Number);
    }
    parts
}

fn ama(record: &Record) -> Vec<Part> {
    let mut parts = match shape(record) {
        Shape::Law => LAW.to_vec(),
        Shape::InJournal => {
            vec![Authors, Title, Container, Date, Volume, Issue, Pages]
        }
        Shape::InBook => {
            let mut parts = vec![Authors, Title, Editors, Container, Volume, Edition];
            parts.extend([Publisher, Date, Pages]);
            parts
        }
        Shape::Presented => vec![Authors, Title, Event, Date, Place],
        Shape::Online if record.kind == Kind::Preprint => {
            vec![Authors, Title, Container, Volume, Edition, Date]
        }
        Shape::Online => {
            vec![Authors, Title, Volume, Edition, Container, Publisher, Date]
        }
        Shape::Alone => {
            let mut parts = vec![Authors, Title, Genre, Volume, Edition, Editors];
            parts.extend([Container, Publisher, Date, Pages]);
            parts
        }
    };
    if record.kind != Kind::Legal {
        parts.push(Number);
    }
    parts
}

fn apa(record: &Record) -> Vec<Part> {
    let whole = [Authors, Date, Title, EditorsWithin, Edition, Volume, Pages, Number];
    let mut parts = whole.to_vec();
    match shape(record) {
        Shape::Law => return LAW.to_vec(),
        Shape::InJournal => {
            parts.truncate(3);
            parts.extend([Container, Volume, Issue, Pages, Number]);
        }
        Shape::InBook => {
            parts.truncate(3);
            parts.extend([EditorsWithin, Container, Edition, Volume, Pages, Number]);
            parts.push(Publisher);
        }
        Shape::Presented => parts.extend([Event, Place, Publisher]),
        Shape::Online => parts.extend([Container, Publisher]),
        Shape::Alone if record.kind == Kind::Thesis => parts.extend([Genre, Publisher]),
        Shape::Alone => parts.push(Publisher),
    }
    parts
}
