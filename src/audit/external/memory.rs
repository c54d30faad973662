//! What is known of other sites: one text file that is committed with the site.
//!
//! One line an address, sorted, so that two branches merge line by line. A line that stands
//! twice, and what a merge left undone, is read as one: the file never has to be mended by
//! hand. Nothing here touches the disk or the clock.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::civil::Date;

use super::verdict::{Answer, Reason};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::path::SourcePath;
use crate::value::parse_date;

/// The file, in the site's root.
pub const FILE: &str = "links.txt";

/// Days of failure that are kept of one address: the first and the newest.
const MOST_FAILURES: usize = 12;

/// The first lines of the file.
const HEADER: &str = "\
# What `plainleaf links` remembers of other sites. Commit this file; the program writes it.
# One line an address: ok is the day of the last success, moved where it is now for good,
# failed the days since then on which it was not to be had, each with the reason.
";

/// What a version control system puts between two versions that it could not merge.
const MERGE_MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// Everything that is remembered, by address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// One record an address.
    pub records: BTreeMap<String, Record>,
}

/// What is remembered of one address.
///
/// Failures are younger than the last success.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The day of the last success.
    pub answered: Option<Date>,
    /// Where it has moved for good, as of that day.
    pub moved: Option<String>,
    /// The days on which it failed since then, one reason a day.
    pub failures: BTreeMap<Date, Reason>,
}

impl Record {
    /// Adds what was answered on a day. A day on which it answered once is no day of failure.
    pub fn remember(&mut self, answer: &Answer, today: Date) {
        match answer {
            Answer::Here { moved } if self.answered.is_none_or(|day| day <= today) => {
                self.answered = Some(today);
                self.moved.clone_from(moved);
            }
            Answer::Here { .. } => {}
            Answer::Failed(reason) => {
                self.failures.insert(today, *reason);
            }
        }
        self.tidy();
    }

    /// Adds what another line says of the same address.
    fn merge(&mut self, other: Self) {
        if other.answered > self.answered {
            self.answered = other.answered;
            self.moved = other.moved;
        }
        for (day, reason) in other.failures {
            // The same whichever line comes first.
            let own = self.failures.entry(day).or_insert(reason);
            *own = (*own).min(reason);
        }
        self.tidy();
    }

    /// Forgets failures before the last success, and those in the middle of very many.
    fn tidy(&mut self) {
        if let Some(answered) = self.answered {
            self.failures.retain(|day, _| *day > answered);
        }
        while self.failures.len() > MOST_FAILURES {
            let Some(second) = self.failures.keys().nth(1).copied() else { break };
            self.failures.remove(&second);
        }
    }
}

impl Memory {
    /// Reads the file; a line that cannot be read is reported and left out.
    pub fn parse(text: &str) -> Outcome<Self> {
        let mut outcome = Outcome::clean(Self::default());
        let mut at = 0;
        for whole in text.split_inclusive('\n') {
            let line = whole.trim();
            let start = at;
            at += whole.len();
            let is_mark = MERGE_MARKS.iter().any(|mark| line.starts_with(mark));
            if line.is_empty() || line.starts_with('#') || is_mark {
                continue;
            }
            match parse_line(line) {
                Ok((address, record)) => {
                    let own = outcome.value.records.entry(address.to_owned());
                    own.or_default().merge(record);
                }
                Err(word) => {
                    let message = format!("`{word}` is nothing that is remembered");
                    let problem = Diagnostic::warning("link/memory", message)
                        .at(&SourcePath::new(FILE), start..start + whole.trim_end().len())
                        .help("delete this line, then run plainleaf links");
                    outcome.diagnostics.push(problem);
                }
            }
        }
        outcome
    }

    /// Adds what an address answered on a day.
    pub fn remember(&mut self, address: &str, answer: &Answer, today: Date) {
        self.records.entry(address.to_owned()).or_default().remember(answer, today);
    }

    /// The file's text.
    pub fn to_text(&self) -> String {
        let mut text = HEADER.to_owned();
        for (address, record) in &self.records {
            text.push_str(address);
            if let Some(day) = record.answered {
                let _ = write!(text, " ok={day}");
            }
            if let Some(to) = &record.moved {
                let _ = write!(text, " moved={to}");
            }
            for (index, (day, reason)) in record.failures.iter().enumerate() {
                let before = if index == 0 { " failed=" } else { "," };
                let _ = write!(text, "{before}{day}:{reason}");
            }
            text.push('\n');
        }
        text
    }
}

/// One line, or the word in it that cannot be read.
fn parse_line(line: &str) -> Result<(&str, Record), &str> {
    let mut words = line.split_whitespace();
    let address = words.next().filter(|word| word.contains("://")).ok_or(line)?;
    let mut record = Record::default();
    for word in words {
        match word.split_once('=') {
            Some(("ok", day)) => record.answered = Some(parse_day(day).ok_or(word)?),
            Some(("moved", to)) => record.moved = Some(to.to_owned()),
            Some(("failed", list)) => {
                for item in list.split(',') {
                    let (day, reason) = item.split_once(':').ok_or(item)?;
                    let reason = Reason::parse(reason).ok_or(item)?;
                    record.failures.insert(parse_day(day).ok_or(item)?, reason);
                }
            }
            _ => return Err(word),
        }
    }
    Ok((address, record))
}

fn parse_day(text: &str) -> Option<Date> {
    parse_date(text).filter(|_| text.len() == 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines as they are read, and as they are written again.
    #[track_caller]
    fn check(lines: &str, expected: &str, said: &[&str]) {
        let read = Memory::parse(lines);
        let found: Vec<_> = read.diagnostics.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(found, said);
        assert_eq!(read.value.to_text().strip_prefix(HEADER), Some(expected));
        assert_eq!(Memory::parse(&read.value.to_text()).value, read.value);
    }

    #[test]
    fn lines_are_sorted_and_read_what_they_wrote() {
        check(
            "https://b.org/ ok=2026-11-01 moved=https://c.org/\n\
             https://a.org/ failed=2026-11-03:no-name,2026-11-02:404\n",
            "https://a.org/ failed=2026-11-02:404,2026-11-03:no-name\n\
             https://b.org/ ok=2026-11-01 moved=https://c.org/\n",
            &[],
        );
        check("", "", &[]);
    }

    #[test]
    fn two_versions_of_a_line_are_merged() {
        let lines = [
            "https://a.org/ ok=2026-11-02 failed=2026-11-05:404",
            "https://a.org/ ok=2026-11-01 failed=2026-11-02:404,2026-11-04:403",
        ];
        let merged =
            "https://a.org/ ok=2026-11-02 failed=2026-11-04:403,2026-11-05:404\n";
        let [ours, theirs] = lines;
        for (first, second) in [(ours, theirs), (theirs, ours)] {
            let text =
                format!("<<<<<<< HEAD\n{first}\n=======\n{second}\n>>>>>>> other\n");
            check(&text, merged, &[]);
        }
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        check("what is this\n", "", &["`what is this` is nothing that is remembered"]);
        check(
            "https://a.org/ ok=2026-11-31\nhttps://b.org/ ok=2026-11-30\n",
            "https://b.org/ ok=2026-11-30\n",
            &["`ok=2026-11-31` is nothing that is remembered"],
        );
        check(
            "https://a.org/ failed=2026-11-01:late\n",
            "",
            &["`2026-11-01:late` is nothing that is remembered"],
        );
    }

    #[test]
    fn the_first_and_the_newest_failures_are_kept() {
        let mut record = Record::default();
        let first = jiff::civil::date(2026, 1, 1);
        let mut day = first;
        for _ in 0..400 {
            record.remember(&Answer::Failed(Reason::Timeout), day);
            day = day.tomorrow().unwrap();
        }
        assert_eq!(record.failures.len(), MOST_FAILURES);
        let kept: Vec<_> = record.failures.keys().copied().collect();
        assert_eq!(kept.first(), Some(&first));
        assert_eq!(kept.last(), Some(&day.yesterday().unwrap()));
    }
}
