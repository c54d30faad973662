//! The walk along a printed reference: each step passes one value, and only words of the style
//! may stand between two.

use super::super::record::{Kind, Record};
use super::super::style::Style;
use super::Missing;
use super::order::Part;
use super::people::Way;
use super::read::{folded, in_full, one_dash};

/// Words of the National Library of Medicine, which may stand between the parts of a record.
const VANCOUVER: &str = "In ed Vol p No Report Guideline Available from \
    Internet dataset Preprint Version cited Paper presented at";
/// Words of the American Medical Association.
const AMA: &str = "In ed Vol No Report Guideline Accessed Preprint posted online Version \
    Paper presented at";
/// Words of the American Psychological Association.
const APA: &str = "In ed Vol p pp No Report Guideline Article Retrieved from Version Data set \
    Paper presentation";

fn joints(style: Style) -> &'static str {
    match style {
        Style::Vancouver => VANCOUVER,
        Style::Ama => AMA,
        Style::Apa => APA,
    }
}

/// The printed text and how far it is proven.
pub(super) struct Walk<'a> {
    /// What it should show.
    pub(super) record: &'a Record,
    /// In which style.
    pub(super) style: Style,
    /// The printed characters.
    pub(super) exact: Vec<char>,
    /// How many of them are proven.
    pub(super) at: usize,
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
            Part::Editors => self.editors(Way::FamilyFirst),
            Part::EditorsWithin => self.editors(Way::FamilyLast),
            Part::Date => self.published(),
            Part::LegalDate => record.date.map_or(Ok(()), |date| self.american(date)),
            Part::Title => self.title(),
            Part::Genre => self.genre(),
            Part::Container => self.container(),
            Part::Edition => self.pass("edition", text(record.edition.as_ref())),
            Part::Volume => {
                let held = record.container.as_ref().and_then(|c| c.volume.as_ref());
                self.pass("volume", text(held.or(record.volume.as_ref())))?;
                self.is_bracketed("volume", held, false)
            }
            Part::Issue => {
                let issue = record.container.as_ref().and_then(|c| c.issue.as_ref());
                self.pass("issue", text(issue))?;
                self.is_bracketed("issue", issue, true)
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

    fn title(&mut self) -> Result<(), Missing> {
        let title = &self.record.title;
        let law = self.record.kind == Kind::Legal;
        self.pass("title", if law { title.trim_end_matches('.') } else { title })
    }

    /// The kind of a thesis: the style has words of its own for the usual degrees.
    fn genre(&mut self) -> Result<(), Missing> {
        if self.record.kind != Kind::Thesis {
            return Ok(());
        }
        let genre = text(self.record.genre.as_ref());
        let lower = genre.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        let doctoral = genre.is_empty() || has(&["doctor", "phd", "ph.d"]);
        let words = match self.style {
            _ if has(&["master"]) && self.style == Style::Vancouver => "master's thesis",
            _ if has(&["master"]) => "Master's thesis",
            _ if !doctoral && lower != "dissertation" => genre,
            Style::Vancouver => "dissertation",
            Style::Ama => "Dissertation",
            Style::Apa => "Doctoral dissertation",
        };
        self.pass("genre", words)
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

    /// An issue stands in brackets, and a volume does not: neither is mistaken for the other.
    fn is_bracketed(
        &self,
        part: &'static str,
        value: Option<&String>,
        expected: bool,
    ) -> Result<(), Missing> {
        let Some(value) = value else { return Ok(()) };
        let before = self.at.checked_sub(value.chars().count() + 1);
        let open = before.and_then(|before| self.exact.get(before)) == Some(&'(');
        let is_bracketed = open && self.exact.get(self.at) == Some(&')');
        if is_bracketed == expected {
            return Ok(());
        }
        Err(Missing { part, value: value.clone() })
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

    fn pages(&mut self) -> Result<(), Missing> {
        if !self.style.shows_pages(self.record) {
            return Ok(());
        }
        let pages = text(self.record.pages.as_ref());
        self.pass("pages", &in_full(pages))
    }

    fn identifiers(&mut self) -> Result<(), Missing> {
        for known in self.style.identifiers(self.record) {
            let value = known.value;
            let printed = match (self.style, known.part) {
                (Style::Apa, _) => format!("{}{value}", known.before),
                (_, "doi") => format!("doi:{value}"),
                (_, part) => format!("{part}: {value}"),
            };
            self.pass(known.part, &printed)?;
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
    pub(super) fn pass(
        &mut self,
        part: &'static str,
        value: &str,
    ) -> Result<(), Missing> {
        self.pass_one(part, &[value])
    }

    /// As `pass`, for the first of some forms of a value that stands there.
    pub(super) fn pass_one(
        &mut self,
        part: &'static str,
        forms: &[&str],
    ) -> Result<(), Missing> {
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
