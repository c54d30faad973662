//! The steps of the proof along dates.

use super::super::record::Date;
use super::super::style::{Exactness, Style};
use super::Missing;
use super::walk::Walk;

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

impl Walk<'_> {
    /// Passes the date of the work as exactly as the style shows it.
    pub(super) fn published(&mut self) -> Result<(), Missing> {
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

    /// Passes the day on which the work was read, if the style shows it.
    pub(super) fn accessed(&mut self) -> Result<(), Missing> {
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

    /// Passes month, day and year.
    pub(super) fn american(&mut self, date: Date) -> Result<(), Missing> {
        self.month(date)?;
        self.pass("day", &date.day.map(|day| day.to_string()).unwrap_or_default())?;
        self.pass("year", &date.year.to_string())
    }

    /// Passes the name of a month, or its usual abbreviation.
    fn month(&mut self, date: Date) -> Result<(), Missing> {
        let Some(index) = date.month.and_then(|month| usize::try_from(month - 1).ok())
        else {
            return Ok(());
        };
        let name = MONTHS.get(index).copied().unwrap_or_default();
        let forms = [name.get(..3), name.get(..4).filter(|_| name == "September")];
        let forms = [Some(name)].into_iter().chain(forms).flatten();
        self.pass_one("month", &forms.collect::<Vec<_>>())
    }
}
