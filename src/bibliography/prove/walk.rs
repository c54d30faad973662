//! The walk along a printed reference: each step passes one value, and only words of the style
//! may stand between two.

use super::super::record::{Author, Date, Kind, Person, Record};
use super::super::style::{Exactness, Style};
use super::Missing;
use super::order::Part;
use super::read::{folded, in_full, one_dash, read_apart, read_together};

/// Words of the National Library of Medicine, which may stand between the parts of a record.
const VANCOUVER: &str = "In ed Vol p No Report Available from doi PMID PMCID editor editors \
    Internet dataset Preprint Version cited dissertation master s thesis Paper presented at";
/// Words of the American Medical Association.
const AMA: &str = "In ed eds Vol No Report doi Accessed Preprint posted online Version \
    Dissertation Master s thesis Paper presented at";
/// Words of the American Psychological Association.
const APA: &str = "In Ed Eds ed Vol p pp No Report Article Retrieved from Version Data set \
    Doctoral dissertation Master s thesis Paper presentation";

fn joints(style: Style) -> &'static str {
    match style {
        Style::Vancouver => VANCOUVER,
        Style::Ama => AMA,
        Style::Apa => APA,
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Which way a name runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    FamilyFirst,
    FamilyLast,
}

/// The printed text and how far it is proven.
pub(super) struct Walk<'a> {
    record: &'a Record,
    style: Style,
    exact: Vec<char>,
    at: usize,
}

impl<'a> Walk<'a> {
    /// Starts at the left.
    pub(super) fn new(record: &'a Record, style: Style, text: &str) -> Self {
        Self { record, style, exact: text.chars().collect(), at: 0 }
    }

    /// Passes one part of the record, if the style shows it.
    pub(super) fn part(&mut self, part: Part) -> Result<(), Missing> {
        let record = self.record;
        match part {
            Part::Authors => self.authors(),
            Part::Editors => self.people(&record.editors, Way::FamilyFirst),
            Part::EditorsWithin => self.people(&record.editors, Way::FamilyLast),
            Part::Date => self.published(),
            Part::LegalDate => record.date.map_or(Ok(()), |date| self.american(date)),
            Part::Title => self.title(),
            Part::Genre => self.genre(),
            Part::Container => self.container(),
            Part::Edition => self.pass("edition", text(record.edition.as_ref())),
            Part::Volume => {
                let held = record.container.as_ref().and_then(|c| c.volume.as_ref());
                self.pass("volume", text(held.or(record.volume.as_ref())))
            }
            Part::Issue => {
                let issue = record.container.as_ref().and_then(|c| c.issue.as_ref());
                self.pass("issue", text(issue))
            }
            Part::Publisher => self.publisher(),
            Part::Event => {
                self.pass("event", text(record.event.as_ref().map(|event| &event.name)))
            }
            Part::Place => {
                let place = record.event.as_ref().and_then(|event| event.place.as_ref());
                self.pass("place", text(place))
            }
            Part::Pages => self.pages(),
            Part::Number if record.shows_number() => {
                self.pass("number", text(record.number.as_ref()))
            }
            Part::Number => Ok(()),
            Part::Accessed => self.accessed(),
            Part::Identifiers => self.identifiers(),
            Part::Address => self.address(),
        }
    }

    /// Ends the walk: only words of the style may be left.
    pub(super) fn end(&self) -> Result<(), Missing> {
        let rest = &self.exact[self.at..];
        if only_joints(rest, joints(self.style)) {
            return Ok(());
        }
        Err(Missing { part: "end", value: rest.iter().collect() })
    }

    fn authors(&mut self) -> Result<(), Missing> {
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

    fn title(&mut self) -> Result<(), Missing> {
        let title = &self.record.title;
        let law = self.record.kind == Kind::Legal;
        self.pass("title", if law { title.trim_end_matches('.') } else { title })
    }

    fn genre(&mut self) -> Result<(), Missing> {
        let genre = text(self.record.genre.as_ref());
        let lower = genre.to_lowercase();
        let has = |word: &str| lower.contains(word);
        // The style has words of its own for the usual degrees.
        let usual = has("master") || has("doctor") || has("phd") || has("ph.d");
        let usual = usual || lower == "dissertation" || self.record.kind != Kind::Thesis;
        if usual { Ok(()) } else { self.pass("genre", genre) }
    }

    fn container(&mut self) -> Result<(), Missing> {
        let Some(container) = &self.record.container else { return Ok(()) };
        if self.style.is_author(self.record, &container.title) {
            return Ok(());
        }
        let book = matches!(self.record.kind, Kind::Chapter | Kind::Conference);
        match &container.short {
            Some(short) if !book => {
                self.pass_one("container", &[&container.title, short])
            }
            _ => self.pass("container", &container.title),
        }
    }

    fn publisher(&mut self) -> Result<(), Missing> {
        let Some(publisher) = &self.record.publisher else { return Ok(()) };
        if self.style.is_author(self.record, &publisher.name)
            && self.record.kind != Kind::Thesis
        {
            return Ok(());
        }
        if self.style == Style::Vancouver {
            self.pass("place", text(publisher.place.as_ref()))?;
        }
        self.pass("publisher", &publisher.name)
    }

    fn published(&mut self) -> Result<(), Missing> {
        let letter = &self.record.letter;
        let apa = self.style == Style::Apa;
        let Some(date) = self.record.date else {
            let hyphen = if letter.is_empty() { "" } else { "-" };
            let unknown = format!("n.d.{hyphen}{letter}");
            return self.pass("date", if apa { &unknown } else { "" });
        };
        let by_day = self.style.exactness(self.record) == Exactness::Day;
        let date = if by_day { date } else { Date { month: None, day: None, ..date } };
        match self.style {
            Style::Ama => self.american(date),
            Style::Vancouver => self.descending(date, ""),
            Style::Apa => self.descending(date, letter),
        }
    }

    fn accessed(&mut self) -> Result<(), Missing> {
        match self.record.accessed.filter(|_| self.style.shows_access(self.record)) {
            None => Ok(()),
            Some(date) if self.style == Style::Vancouver => self.descending(date, ""),
            Some(date) => self.american(date),
        }
    }

    /// Year, month, day.
    fn descending(&mut self, date: Date, letter: &str) -> Result<(), Missing> {
        self.pass("year", &format!("{}{letter}", date.year))?;
        self.month(date)?;
        self.pass("day", &date.day.map(|day| day.to_string()).unwrap_or_default())
    }

    /// Month, day, year.
    fn american(&mut self, date: Date) -> Result<(), Missing> {
        self.month(date)?;
        self.pass("day", &date.day.map(|day| day.to_string()).unwrap_or_default())?;
        self.pass("year", &date.year.to_string())
    }

    /// Passes the name of a month, or its beginning.
    fn month(&mut self, date: Date) -> Result<(), Missing> {
        let Some(index) = date.month.and_then(|month| usize::try_from(month - 1).ok())
        else {
            return Ok(());
        };
        let name = MONTHS.get(index).copied().unwrap_or_default();
        let shortened = (3..=name.len()).rev().filter_map(|length| name.get(..length));
        self.pass_one("month", &shortened.collect::<Vec<_>>())
    }

    fn pages(&mut self) -> Result<(), Missing> {
        if !self.style.shows_pages(self.record) {
            return Ok(());
        }
        let pages = text(self.record.pages.as_ref());
        self.pass("pages", &in_full(pages))
    }

    fn identifiers(&mut self) -> Result<(), Missing> {
        for known in self.style.identifiers(self.record) {
            let apart = format!("{}{}", known.before, known.value);
            let apa = self.style == Style::Apa;
            self.pass(known.part, if apa { &apart } else { known.value })?;
        }
        Ok(())
    }

    fn address(&mut self) -> Result<(), Missing> {
        let Some(url) = self.style.address(self.record) else { return Ok(()) };
        if self.style != Style::Vancouver {
            return self.pass("address", &url);
        }
        let bare = url
            .split("://")
            .nth(1)
            .map_or(url.as_str(), |_| &url[url.find("://").map_or(0, |at| at + 3)..]);
        self.pass("address", bare.strip_suffix('/').unwrap_or(bare))
    }

    /// Passes the next place where `value` stands as whole words; an empty value is nowhere.
    fn pass(&mut self, part: &'static str, value: &str) -> Result<(), Missing> {
        self.pass_one(part, &[value])
    }

    /// As `pass`, for the first of some forms of a value that stands there.
    fn pass_one(&mut self, part: &'static str, forms: &[&str]) -> Result<(), Missing> {
        let missing = || {
            let value = forms.first().copied().unwrap_or_default().to_owned();
            Missing { part, value }
        };
        let end =
            forms.iter().find_map(|form| self.find(part, form)).ok_or_else(missing)?;
        self.at = end;
        Ok(())
    }

    /// Where the next place of a value ends, if only words of the style stand before it.
    fn find(&self, part: &'static str, value: &str) -> Option<usize> {
        let fold = match part {
            "title" | "container" => folded,
            "pages" => one_dash,
            _ => |c| c,
        };
        let wanted: Vec<char> = value.chars().map(fold).collect();
        if wanted.is_empty() {
            return Some(self.at);
        }
        let rest = &self.exact[self.at..];
        let stands = |at: &usize| {
            let end = at + wanted.len();
            let same =
                rest[*at..end].iter().copied().map(fold).eq(wanted.iter().copied());
            let split = |at: usize| {
                let before = at.checked_sub(1).and_then(|at| rest.get(at));
                let alphanumeric =
                    |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric());
                !(alphanumeric(before) && alphanumeric(rest.get(at)))
            };
            same && split(*at) && split(end)
        };
        let places = (rest.len() + 1).saturating_sub(wanted.len());
        let at = (0..places).find(stands)?;
        only_joints(&rest[..at], joints(self.style)).then(|| self.at + at + wanted.len())
    }
}

fn text(value: Option<&String>) -> &str {
    value.map_or("", String::as_str)
}

fn only_joints(between: &[char], joints: &str) -> bool {
    between.split(|c| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
        joints.split_whitespace().any(|joint| joint.chars().eq(word.iter().copied()))
    })
}
