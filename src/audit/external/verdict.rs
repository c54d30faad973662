//! What an address answered, and what follows from all of its answers.
//!
//! Values only: who asks, and when, is the business of others.

use std::fmt;

use jiff::civil::Date;

use super::memory::Record;

/// What one asking of an address gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is there.
    Here {
        /// The address to which it has moved for good, if it has.
        moved: Option<String>,
    },
    /// It was not to be had.
    Failed(Reason),
}

/// Why an address was not to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The server answered with this status.
    Status(u16),
    /// No such name is registered.
    NoName,
    /// Nothing came in time.
    Timeout,
    /// No safe connection could be made.
    Tls,
    /// The connection was refused, or broke off.
    Connection,
    /// It leads on and on, or in a circle.
    Redirects,
    /// It asks whether the reader is a person.
    Captcha,
}

impl Reason {
    const WORDS: [(&'static str, Self); 6] = [
        ("no-name", Self::NoName),
        ("timeout", Self::Timeout),
        ("tls", Self::Tls),
        ("connection", Self::Connection),
        ("redirects", Self::Redirects),
        ("captcha", Self::Captcha),
    ];

    /// Reads what `Display` writes.
    pub fn parse(word: &str) -> Option<Self> {
        if let Some((_, reason)) = Self::WORDS.iter().find(|(own, _)| *own == word) {
            return Some(*reason);
        }
        word.parse().ok().filter(|status| (100..1000).contains(status)).map(Self::Status)
    }

    /// Whether this says that the address itself is no more. Anything else may only mean that
    /// a program is not let in, or that it came at a bad time.
    pub fn is_gone(self) -> bool {
        matches!(self, Self::Status(404 | 410) | Self::NoName)
    }

    /// The rest of a sentence about the address.
    pub fn sentence(self) -> String {
        match self {
            Self::Status(status @ (404 | 410)) => {
                format!("answers that there is nothing (status {status})")
            }
            Self::Status(status @ (401 | 403 | 405 | 407 | 429 | 451 | 999)) => {
                format!("does not let a program in (status {status})")
            }
            Self::Status(status @ 500..=599) => {
                format!("is in trouble (status {status})")
            }
            Self::Status(status) => format!("answers with status {status}"),
            Self::NoName => "has a host that no longer exists".to_owned(),
            Self::Timeout => "does not answer in time".to_owned(),
            Self::Tls => "makes no safe connection".to_owned(),
            Self::Connection => "refuses or breaks the connection".to_owned(),
            Self::Redirects => "leads on without end".to_owned(),
            Self::Captcha => "asks whether the reader is a person".to_owned(),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Status(status) = self {
            return write!(f, "{status}");
        }
        let own = Self::WORDS.iter().find(|(_, reason)| reason == self);
        f.write_str(own.map_or("", |(word, _)| word))
    }
}

/// What is to be thought of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was never asked.
    Unknown,
    /// It is there.
    Works,
    /// It is there, and has another address for good.
    Moved(String),
    /// It seems to be gone, on too few days to be sure.
    Doubtful(Failing),
    /// It is gone: its links fail.
    Gone(Failing),
    /// A program learns nothing of it: look at it in a browser.
    Blocked(Failing),
}

impl Verdict {
    /// Its name in reports.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Works => "works",
            Self::Moved(_) => "moved",
            Self::Doubtful(_) => "doubtful",
            Self::Gone(_) => "gone",
            Self::Blocked(_) => "blocked",
        }
    }

    /// Since when it fails, and why, if it does.
    pub fn failing(&self) -> Option<Failing> {
        match self {
            Self::Doubtful(failing) | Self::Gone(failing) | Self::Blocked(failing) => {
                Some(*failing)
            }
            Self::Unknown | Self::Works | Self::Moved(_) => None,
        }
    }
}

/// The days on which an address failed since it last answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failing {
    /// How many days.
    pub days: usize,
    /// The first of them.
    pub first: Date,
    /// The last of them.
    pub last: Date,
    /// Why, on the last of them.
    pub reason: Reason,
}

/// Judges an address by what is remembered of it until `today`.
///
/// It is gone once it said so on `failing_days` different days with no success since the
/// first: a refusal in between changes nothing, a success takes all of it back.
pub fn judge(record: &Record, failing_days: usize, today: Date) -> Verdict {
    let until_today = || record.failures.range(..=today);
    let of = |gone: bool| {
        let mut those =
            until_today().filter(move |(_, reason)| !gone || reason.is_gone());
        let (first, reason) = those.next()?;
        let start = Failing { days: 1, first: *first, last: *first, reason: *reason };
        Some(those.fold(start, |sum, (day, reason)| Failing {
            days: sum.days + 1,
            last: *day,
            reason: *reason,
            ..sum
        }))
    };
    if let Some(gone) = of(true).filter(|gone| gone.days >= failing_days) {
        return Verdict::Gone(gone);
    }
    match of(false) {
        Some(failing) if failing.reason.is_gone() => Verdict::Doubtful(failing),
        Some(failing) => Verdict::Blocked(failing),
        None => match (&record.moved, record.answered) {
            (Some(to), _) => Verdict::Moved(to.clone()),
            (None, Some(_)) => Verdict::Works,
            (None, None) => Verdict::Unknown,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// Answers of November 2026, `day:word` each, and the verdict on the 24th.
    #[track_caller]
    fn check(answers: &str, expected: &str) {
        let mut record = Record::default();
        for answer in answers.split_whitespace() {
            let (day, word) = answer.split_once(':').unwrap();
            let answer = match word {
                "ok" => Answer::Here { moved: None },
                "moved" => Answer::Here { moved: Some("https://b.org/".to_owned()) },
                word => Answer::Failed(Reason::parse(word).unwrap()),
            };
            record.remember(&answer, date(2026, 11, day.parse().unwrap()));
        }
        let verdict = judge(&record, 3, date(2026, 11, 24));
        let days = verdict.failing().map_or(0, |failing| failing.days);
        assert_eq!(format!("{} {days}", verdict.name()), expected, "{answers}");
    }

    #[test]
    fn a_link_fails_only_after_several_days() {
        check("", "unknown 0");
        check("1:ok", "works 0");
        check("1:ok 2:404", "doubtful 1");
        check("1:404 1:404 1:404 1:404", "doubtful 1");
        check("1:404 2:410", "doubtful 2");
        check("1:404 2:410 9:no-name", "gone 3");
        check("1:404 2:404 3:404 4:404", "gone 4");
    }

    #[test]
    fn a_success_takes_all_of_it_back() {
        check("1:404 2:404 3:404 4:ok", "works 0");
        check("1:404 2:404 3:ok 4:404", "doubtful 1");
        check("1:404 2:404 3:404 3:ok", "works 0");
        check("3:ok 3:404", "works 0");
        check("1:moved", "moved 0");
        check("1:moved 2:ok", "works 0");
        check("1:moved 2:404", "doubtful 1");
    }

    #[test]
    fn a_program_that_is_kept_out_does_not_mean_gone() {
        for word in ["401", "403", "405", "429", "451", "500", "503", "999"] {
            check(&format!("1:{word} 2:{word} 3:{word} 4:{word}"), "blocked 4");
        }
        for word in ["timeout", "tls", "connection", "redirects", "captcha"] {
            check(&format!("1:{word} 2:{word} 3:{word} 4:{word}"), "blocked 4");
        }
        check("1:404 2:403 3:404", "doubtful 3");
        check("1:404 2:403 3:404 4:404", "gone 3");
        check("1:404 2:404 3:404 4:403", "gone 3");
    }

    #[test]
    fn days_to_come_do_not_count() {
        check("22:404 23:404 25:404", "doubtful 2");
        check("25:404", "unknown 0");
    }

    #[test]
    fn every_reason_reads_what_it_writes() {
        let words = Reason::WORDS.iter().map(|(_, reason)| *reason);
        for reason in words.chain([Reason::Status(404), Reason::Status(999)]) {
            assert_eq!(Reason::parse(&reason.to_string()), Some(reason));
            assert!(!reason.sentence().is_empty());
        }
        assert_eq!(Reason::parse("99"), None);
        assert_eq!(Reason::parse("late"), None);
    }
}
