//! The rules on wording, in the order in which `site.toml` names them.

mod abbreviation;
mod date;
mod grade;
mod heading;
mod number;
mod paragraph;
mod passive;
mod phone;
mod sentence;
mod unit;
mod wording;

use super::{Article, Findings};
use crate::diagnostic::Code;

/// One way in which words can be plainer.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    /// Its stable name, such as `prose/unit`.
    pub(super) code: Code,
    /// The source of its file, whose opening comment is the manual page.
    pub(super) source: &'static str,
    /// Looks at an article and says what is wrong.
    pub(super) check: fn(&Article<'_>, &mut Findings<'_>),
}

/// All rules.
pub(super) const RULES: [&Rule; 11] = [
    &wording::RULE,
    &unit::RULE,
    &number::RULE,
    &date::RULE,
    &phone::RULE,
    &sentence::RULE,
    &paragraph::RULE,
    &passive::RULE,
    &abbreviation::RULE,
    &heading::RULE,
    &grade::RULE,
];

/// Whether a word is a number: digits, with points and commas within.
fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
}
