//! The answers as one text file that is committed with the site.
//!
//! One line an identifier, sorted, so that two branches merge line by line. A line that stands
//! twice is read as one. Nothing here touches the disk or the clock.

use std::fmt::Write;
use std::ops::Range;

use jiff::civil::Date;

use super::{Answer, Health, Identifier, Notice, NoticeKind, State};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::path::SourcePath;
use crate::value::parse_date;

/// The file, in the site's root.
pub const FILE: &str = "refs.txt";

/// The first lines of the file.
const HEADER: &str = "\
# What `plainleaf refs update` was told of the sources. Commit this file; the program writes it.
# One line an identifier: asked is the day of the answer; is says whether the register has it;
# retracted, partly-retracted, concern, corrected and replaced are notices, each day@where;
# year, volume and title are as the register has them.
";

/// What a version control system puts between two versions that it could not merge.
const MERGE_MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// The longest title that is kept, in characters.
const LONGEST_TITLE: usize = 1000;

impl Health {
    /// Reads the file; a line that cannot be read is reported and left out.
    pub fn parse(text: &str) -> Outcome<Self> {
        let mut outcome = Outcome::clean(Self::default());
        let mut at = 0;
        for whole in text.split_inclusive('\n') {
            let start = at;
            at += whole.len();
            let line = whole.trim_end();
            if line.trim_start().is_empty() || line.starts_with('#') {
                continue;
            }
            let problem = if MERGE_MARKS.iter().any(|mark| line.starts_with(mark)) {
                let message = "a merge was left undone here".to_owned();
                let help = "delete this line: of two answers the younger one counts";
                (0..line.len(), message, help)
            } else {
                match parse_line(line) {
                    Ok((identifier, answer)) => {
                        outcome.value.add(identifier, answer);
                        continue;
                    }
                    Err(span) => {
                        let word = line.get(span.clone()).unwrap_or_default();
                        let message = format!("`{word}` is nothing that is remembered");
                        (
                            span,
                            message,
                            "delete this line, then run plainleaf refs update",
                        )
                    }
                }
            };
            let (span, message, help) = problem;
            let span = start + span.start..start + span.end;
            let found = Diagnostic::warning("source/snapshot", message);
            outcome.diagnostics.push(found.at(&SourcePath::new(FILE), span).help(help));
        }
        outcome
    }

    /// Adds an answer to what is known of an identifier.
    fn add(&mut self, identifier: Identifier, answer: Answer) {
        match self.answers.get_mut(&identifier) {
            Some(own) => own.merge(answer),
            None => drop(self.answers.insert(identifier, answer)),
        }
    }

    /// The file's text.
    pub fn to_text(&self) -> String {
        let mut text = HEADER.to_owned();
        for (identifier, answer) in &self.answers {
            write_line(identifier, answer, &mut text);
        }
        text
    }

    /// The first byte of the line of an identifier in a file's text.
    pub fn place(text: &str, identifier: &Identifier) -> Range<usize> {
        let mut at = 0;
        for whole in text.split_inclusive('\n') {
            let word = whole.split_whitespace().next().unwrap_or_default();
            if Identifier::parse(word).as_ref() == Some(identifier) {
                return at..at + word.len();
            }
            at += whole.len();
        }
        0..0
    }
}

fn write_line(identifier: &Identifier, answer: &Answer, text: &mut String) {
    let state = match answer.state {
        State::Found => "found",
        State::Elsewhere => "elsewhere",
        State::Missing => "missing",
    };
    let _ = write!(text, "{identifier} asked={} is={state}", answer.asked);
    for notice in answer.notices.iter().rev() {
        let _ = write!(text, " {}=", notice.kind.name());
        if let Some(day) = notice.day {
            let _ = write!(text, "{day}");
        }
        if let Some(at) = &notice.at {
            let _ = write!(text, "@{at}");
        }
    }
    for (index, year) in answer.years.iter().enumerate() {
        let before = if index == 0 { " year=" } else { "," };
        let _ = write!(text, "{before}{year}");
    }
    if let Some(volume) = answer.volume.as_deref().and_then(some) {
        let _ = write!(text, " volume={}", volume.replace(' ', "_"));
    }
    if let Some(title) = answer.title.as_deref().and_then(some) {
        let _ = write!(text, " title={title}");
    }
    text.push('\n');
}

/// Words on one line, without what cannot be seen, and not endless.
fn line(text: &str) -> String {
    let unseen = |c: &char| {
        c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let kept: String = words.chars().filter(|c| !unseen(c)).take(LONGEST_TITLE).collect();
    kept.trim().to_owned()
}

/// One line, or the bytes in it that cannot be read.
fn parse_line(line: &str) -> Result<(Identifier, Answer), Range<usize>> {
    let mut words = words(line);
    let (first, span) = words.next().ok_or(0..line.len())?;
    let identifier = Identifier::parse(first).ok_or(span)?;
    let mut asked = None;
    let mut answer = Answer::new(Date::default(), State::Found);
    for (word, span) in words {
        let read = word.split_once('=').and_then(|(name, value)| match name {
            "asked" => parse_day(value).map(|day| asked = Some(day)),
            "is" => parse_state(value).map(|state| answer.state = state),
            "year" => value.split(',').try_for_each(|year| {
                let year =
                    year.parse().ok().filter(|year| (1000..=9999).contains(year))?;
                answer.years.insert(year);
                Some(())
            }),
            "volume" => some(value).map(|volume| answer.volume = Some(volume)),
            "title" => some(value).map(|title| answer.title = Some(title)),
            name => parse_notice(name, value).map(|notice| {
                answer.notices.insert(notice);
            }),
        });
        read.ok_or(span)?;
    }
    answer.asked = asked.ok_or(0..line.len())?;
    Ok((identifier, answer))
}

/// Words on one line, if there are any.
fn some(value: &str) -> Option<String> {
    Some(line(value)).filter(|words| !words.is_empty())
}

/// The words of a line with their bytes; `title=` takes the rest of the line.
fn words(line: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = line.get(at..)?;
        let start = at + (rest.len() - rest.trim_start().len());
        let rest = line.get(start..).filter(|rest| !rest.is_empty())?;
        let end = if rest.starts_with("title=") {
            line.len()
        } else {
            start + rest.find(char::is_whitespace).unwrap_or(rest.len())
        };
        at = end;
        Some((line.get(start..end)?, start..end))
    })
}

fn parse_state(name: &str) -> Option<State> {
    match name {
        "found" => Some(State::Found),
        "elsewhere" => Some(State::Elsewhere),
        "missing" => Some(State::Missing),
        _ => None,
    }
}

/// A notice: `day@where`, of which each part may be missing.
fn parse_notice(name: &str, value: &str) -> Option<Notice> {
    let kind = NoticeKind::parse(name)?;
    let (day, at) = match value.split_once('@') {
        Some((day, at)) => (day, Some(Identifier::parse(at)?)),
        None => (value, None),
    };
    let day = if day.is_empty() { None } else { Some(parse_day(day)?) };
    Some(Notice { kind, day, at })
}

fn parse_day(text: &str) -> Option<Date> {
    parse_date(text).filter(|_| text.len() == 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Lines as they are written again, and what is said of them: column and message.
    #[track_caller]
    fn check(lines: &str, expected: &str, said: &[(usize, &str)]) {
        let read = Health::parse(lines);
        let found: Vec<_> = read
            .diagnostics
            .iter()
            .map(|d| (d.primary.as_ref().unwrap().span.start, d.message.as_str()))
            .collect();
        assert_eq!(found, said);
        assert_eq!(read.value.to_text().strip_prefix(HEADER), Some(expected));
        assert_eq!(Health::parse(&read.value.to_text()).value, read.value);
    }

    #[test]
    fn lines_are_sorted_and_read_what_they_wrote() {
        check(
            "pmid:7 asked=2026-11-01 is=found concern= corrected=2020-01-02@pmid:8\n\
             doi:10.1000/B asked=2026-11-02 is=found retracted=@doi:10.1000/R year=2019,2018 \
             volume=5 title=The leaf  of=2 \n",
            "doi:10.1000/b asked=2026-11-02 is=found retracted=@doi:10.1000/r year=2018,2019 \
             volume=5 title=The leaf of=2\n\
             pmid:7 asked=2026-11-01 is=found concern= corrected=2020-01-02@pmid:8\n",
            &[],
        );
        check("", "", &[]);
    }

    #[test]
    fn of_two_lines_the_younger_counts_whichever_comes_first() {
        let old = "pmid:7 asked=2026-11-01 is=missing";
        let new = "pmid:7 asked=2026-11-02 is=found retracted=";
        let also = "pmid:7 asked=2026-11-02 is=found corrected=";
        check(&format!("{old}\n{new}\n"), &format!("{new}\n"), &[]);
        check(&format!("{new}\n{old}\n"), &format!("{new}\n"), &[]);
        let both = "pmid:7 asked=2026-11-02 is=found retracted= corrected=\n";
        check(&format!("{new}\n{also}\n"), both, &[]);
        check(&format!("{also}\n{new}\n"), both, &[]);
    }

    #[test]
    fn what_cannot_be_read_is_shown_at_its_place() {
        let nothing = |word: &str| format!("`{word}` is nothing that is remembered");
        check("what is this\n", "", &[(0, &nothing("what"))]);
        check("pmid:7 is=found\n", "", &[(0, &nothing("pmid:7 is=found"))]);
        check(
            "pmid:7 asked=2026-11-31 is=found\n",
            "",
            &[(7, &nothing("asked=2026-11-31"))],
        );
        check("\npmid:7 asked=2026-11-30 gone=\n", "", &[(25, &nothing("gone="))]);
        check("pmid:7 asked=2026-11-30 year=12\n", "", &[(24, &nothing("year=12"))]);
        check(
            "pmid:7 asked=2026-11-30 retracted=@x\n",
            "",
            &[(24, &nothing("retracted=@x"))],
        );
        let undone = "a merge was left undone here";
        check(
            "<<<<<<< HEAD\npmid:7 asked=2026-11-30 is=found\n=======\n>>>>>>> other\n",
            "pmid:7 asked=2026-11-30 is=found\n",
            &[(0, undone), (46, undone), (54, undone)],
        );
    }

    #[test]
    fn a_title_cannot_break_its_line() {
        let mut answer = Answer::new(jiff::civil::date(2026, 11, 1), State::Found);
        answer.title = Some("a\nb\u{202e}c\u{7}".to_owned());
        answer.volume = Some(" 5 B".to_owned());
        let mut health = Health::default();
        health.answers.insert(Identifier::Pmid("7".to_owned()), answer);
        let text = health.to_text();
        assert!(text.ends_with("is=found volume=5_B title=a bc\n"), "{text}");
        assert_eq!(Health::parse(&text).diagnostics, []);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "(pmid:7|asked=2026-11-01|[ =@\\n]|\\PC|<<<<<<<){0,40}") {
            let read = Health::parse(&text);
            let again = Health::parse(&read.value.to_text());
            prop_assert_eq!(again.diagnostics, vec![]);
            for found in &read.diagnostics {
                let span = found.primary.as_ref().unwrap().span.clone();
                prop_assert!(text.get(span).is_some());
            }
        }
    }
}
