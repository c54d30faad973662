//! Dates name the month.
//!
//! ## Why
//! `03/04/2026` is April to some readers and March to others. A date that is misread is a missed
//! appointment.
//!
//! ## Instead
//! `November 24, 2026` where the page's language is that of the US, `24 November 2026` in other
//! English. No `24th`, no `Nov.`, no `2026-11-24` in text.
//!
//! ## Source
//! NHS digital service manual, Dates and time.

use super::{Article, Findings, Rule};
use crate::prose::Block;
use crate::prose::text::{BlockKind, PieceKind};

pub(super) const RULE: Rule =
    Rule { code: "prose/date", source: include_str!("date.rs"), check };

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

fn check(article: &Article<'_>, found: &mut Findings<'_>) {
    let own = |block: &&Block| !block.is_quote && block.kind != BlockKind::Code;
    for block in article.blocks.iter().filter(own) {
        for at in 0..block.words.len() {
            if block.kind_at(block.words[at].core.start) != PieceKind::Fixed {
                digits(block, at, article.is_day_first, found);
                names(block, at, article.is_day_first, found);
            }
        }
    }
}

fn written(day: u32, month: &str, year: &str, is_day_first: bool) -> String {
    if is_day_first {
        format!("write `{day} {month} {year}`")
    } else {
        format!("write `{month} {day}, {year}`")
    }
}

/// `11/24/2026` and `2026-11-24`.
fn digits(block: &Block, at: usize, is_day_first: bool, found: &mut Findings<'_>) {
    let core = block.core(at);
    let span = || block.span(block.words[at].core.clone());
    let parts: Vec<&str> = core.split(['/', '-']).collect();
    let [first, second, third] = parts[..] else { return };
    let number = |part: &str| part.parse::<u32>().ok();
    let (Some(a), Some(b), Some(c)) = (number(first), number(second), number(third))
    else {
        return;
    };
    if core.contains('/') && a <= 31 && b <= 31 && matches!(third.len(), 2 | 4) {
        let message = format!("`{core}` may be read as another day");
        found.add(span(), message, "name the month");
    } else if core.contains('-') && first.len() == 4 && c <= 31 {
        let Some(month) = b.checked_sub(1).and_then(|b| MONTHS.get(b as usize)) else {
            return;
        };
        let message = format!("`{core}` is a date for machines");
        found.add(span(), message, written(c, month, first, is_day_first));
    }
}

/// `24 November 2026` or `November 24, 2026` where the other is the custom; `Nov.`; `24th`.
fn names(block: &Block, at: usize, is_day_first: bool, found: &mut Findings<'_>) {
    let Some(month) = month(block.core(at)) else { return };
    let day = |at: Option<usize>| {
        let word = block.core(at?);
        let digits = word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
        let day = digits.parse::<u32>().ok().filter(|day| (1..=31).contains(day))?;
        Some((at?, day, digits.len() < word.len()))
    };
    let year = |at: usize| {
        let word = block.core(at);
        (word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())).then_some(word)
    };
    let (before, after) = (day(at.checked_sub(1)), day(Some(at + 1)));
    let short = block.core(at) != month;
    let (first, last, number, is_wrong, years) = match (before, after) {
        (_, Some((next, number, ordinal))) => {
            let comma = block.text[block.words[next].whole.clone()].contains(',');
            let no_comma = year(next + 1).is_some() && !comma;
            let wrong = short || ordinal || is_day_first || no_comma;
            (at, next, number, wrong, year(next + 1))
        }
        (Some((previous, number, ordinal)), None) => {
            let years = year(at + 1);
            let wrong = short || ordinal || !is_day_first && years.is_some();
            (previous, at, number, wrong, years)
        }
        (None, None) => return,
    };
    if !is_wrong {
        return;
    }
    let last = if years.is_some() { last + 1 } else { last };
    let range = block.words[first].core.start..block.words[last].core.end;
    let message =
        format!("`{}` is not how this site writes a day", &block.text[range.clone()]);
    let help = match years {
        Some(year) => written(number, month, year, is_day_first),
        None if is_day_first => format!("write `{number} {month}`"),
        None => format!("write `{month} {number}`"),
    };
    found.add(block.span(range), message, help);
}

/// The whole name of a month, from it or from its first three or four letters.
fn month(word: &str) -> Option<&'static str> {
    let is = |name: &&&str| {
        **name == word || (3..=4).contains(&word.len()) && name.starts_with(word)
    };
    MONTHS.iter().find(is).copied()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::prose::tests::{check, check_with};

    #[test]
    fn dates_that_may_be_misread_are_found() {
        check(
            RULE,
            "On 03/04/2026, 2026-11-24, 24 November 2026 or Nov. 24, 2026.",
            &[
                "`03/04/2026` `03/04/2026` may be read as another day",
                "`2026-11-24` `2026-11-24` is a date for machines",
                "`24 November 2026` `24 November 2026` is not how this site writes a day",
                "`Nov. 24, 2026` `Nov. 24, 2026` is not how this site writes a day",
            ],
        );
        check(
            RULE,
            "On November 24th and July 1 2026.",
            &[
                "`November 24th` `November 24th` is not how this site writes a day",
                "`July 1 2026` `July 1 2026` is not how this site writes a day",
            ],
        );
        check(
            RULE,
            "On November 24, 2026, in July 2026, by August. You may 5 times. 9/11.",
            &[],
        );
    }

    #[test]
    fn other_english_puts_the_day_first() {
        let british = "language = \"en-GB\"";
        check_with(RULE, british, "On 24 November 2026.", &[]);
        check_with(
            RULE,
            british,
            "On November 24, 2026.",
            &[
                "`November 24, 2026` `November 24, 2026` is not how this site writes a day",
            ],
        );
    }
}
