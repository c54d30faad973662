//! `last_reviewed_on` and `review_in`, as the sites of GOV.UK write them: what an article says
//! of its own review. Nobody signed for it, so readers are told nothing of it; it only says
//! when a review is due.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::value::{Node, Reader, Value};

/// What an article says of its own review.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct ReviewClaim {
    /// The day on which it is said to have been reviewed.
    pub on: Date,
    /// The day on which that is to be done again.
    pub due: Option<Date>,
    /// Bytes of the day.
    pub span: Range<usize>,
}

/// More than this is no promise.
const MOST: i64 = 1000;

/// Reads both keys.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<ReviewClaim> {
    let span = reader.node("last_reviewed_on").map(|node| node.span.clone());
    let on = reader.date("last_reviewed_on");
    let after = reader.spanned_string("review_in");
    let (Some(on), Some(span)) = (on, span.clone()) else {
        if let Some((_, at)) = after.filter(|_| span.is_none()) {
            let message = "`review_in` says how long, and nothing says from when";
            let problem = Diagnostic::error("review/claim", message)
                .help("add last_reviewed_on = 2026-11-24, or delete this line");
            reader.report(problem, &Node { span: at, value: Value::Null });
        }
        return None;
    };
    let due = after.and_then(|(text, at)| {
        let due = due(&text, on);
        if due.is_none() {
            let message = format!("`review_in` is `{text}`; expected such as `6 months`");
            let problem = Diagnostic::error("review/claim", message)
                .help("write a number and days, weeks, months or years");
            reader.report(problem, &Node { span: at, value: Value::Null });
        }
        due
    });
    Some(ReviewClaim { on, due, span })
}

/// The day that is `6 months` or the like after another.
fn due(text: &str, on: Date) -> Option<Date> {
    let (number, unit) = text.trim().split_once(' ')?;
    let number = number.parse().ok().filter(|number| (1..=MOST).contains(number))?;
    let span = match unit.trim().trim_end_matches('s') {
        "day" => number.days(),
        "week" => number.weeks(),
        "month" => number.months(),
        "year" => number.years(),
        _ => return None,
    };
    on.checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::path::SourcePath;

    /// What the lines say: the day, and the day on which it is due again.
    #[track_caller]
    fn check(lines: &str, expected: Option<(&str, Option<&str>)>, said: &[&str]) {
        let path = SourcePath::new("content/a.md");
        let text = format!("---\ntitle: A\n{lines}---\n");
        let read = crate::content::front_matter::parse(&path, &text, &Config::default());
        let found: Vec<_> = read.diagnostics.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(found, said);
        let claim = read.value.front_matter.review_claim;
        let claim = claim.map(|own| (own.on.to_string(), own.due.map(|d| d.to_string())));
        let claim = claim.as_ref().map(|(on, due)| (on.as_str(), due.as_deref()));
        assert_eq!(claim, expected);
    }

    #[test]
    fn months_are_those_of_the_calendar() {
        check("", None, &[]);
        check("last_reviewed_on: 2026-08-31\n", Some(("2026-08-31", None)), &[]);
        for (span, due) in [
            ("6 months", "2027-02-28"),
            ("1 year", "2027-08-31"),
            ("90 days", "2026-11-29"),
            ("2 weeks", "2026-09-14"),
        ] {
            let lines = format!("last_reviewed_on: 2026-08-31\nreview_in: {span}\n");
            check(&lines, Some(("2026-08-31", Some(due))), &[]);
        }
    }

    #[test]
    fn mistakes_are_named() {
        check(
            "review_in: 6 months\n",
            None,
            &["`review_in` says how long, and nothing says from when"],
        );
        check(
            "last_reviewed_on: 2026-08-31\nreview_in: soon\n",
            Some(("2026-08-31", None)),
            &["`review_in` is `soon`; expected such as `6 months`"],
        );
        check(
            "last_reviewed_on: 2026-08-32\nreview_in: 1 year\n",
            None,
            &["`last_reviewed_on` is `2026-08-32`, which is not a day of the calendar"],
        );
    }
}
