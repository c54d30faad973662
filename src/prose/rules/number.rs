//! Numbers are written as digits, and so that their size is seen.
//!
//! ## Why
//! Digits are found at a glance and read by more people than number words. `2-3` is read as "2
//! minus 3" by some, and aloud by none.
//!
//! ## Instead
//! `2`, not "two". "One" may stand, since it is often no number, and so may a word that begins
//! or ends a sentence, or has no noun after it ("the two"). `27,338`, not `27338`. `2 to 3`, or
//! an en dash without spaces, not `2-3` or `2 – 3`.
//!
//! ## Source
//! NHS digital service manual, Numbers and measurements.

use super::{Article, Findings, Rule, is_number};
use crate::prose::Block;
use crate::prose::text::{BlockKind, PieceKind};

pub(super) const RULE: Rule =
    Rule { code: "prose/number", source: include_str!("number.rs"), check };

const WORDS: [&str; 11] = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// Digits from which on a number needs commas; four may be a year.
const LONG: usize = 5;

fn check(article: &Article<'_>, found: &mut Findings<'_>) {
    let own = |block: &&Block| !block.is_quote && block.kind != BlockKind::Code;
    for block in article.blocks.iter().filter(own) {
        for at in 0..block.words.len() {
            if block.kind_at(block.words[at].core.start) == PieceKind::Text {
                one(block, at, found);
                spaced_range(block, at, found);
            }
        }
    }
}

fn one(block: &Block, at: usize, found: &mut Findings<'_>) {
    let core = block.core(at);
    let span = || block.span(block.words[at].core.clone());
    let lower = core.to_lowercase();
    if let Some(number) = WORDS.iter().position(|word| *word == lower) {
        let is_at_an_end =
            |one: &std::ops::Range<usize>| one.start == at || one.end == at + 1;
        let is_paused = block.words[at].whole.end > block.words[at].core.end;
        if is_paused || block.sentences.iter().any(is_at_an_end) {
            return;
        }
        let message = format!("`{core}` is a number in letters");
        return found.add(span(), message, format!("write `{}`", number + 2));
    }
    if core.len() >= LONG && core.bytes().all(|b| b.is_ascii_digit()) {
        let message = format!("`{core}` has no commas");
        return found.add(span(), message, format!("write `{}`", with_commas(core)));
    }
    if let Some((from, to)) = core.split_once('-')
        && is_number(from)
        && is_number(to)
    {
        let message = format!("`{core}` is a range with a hyphen");
        found.add(span(), message, format!("write `{from} to {to}`"));
    }
}

/// `2 - 3` and `2 – 3`.
fn spaced_range(block: &Block, at: usize, found: &mut Findings<'_>) {
    let (Some(word), Some(next)) = (block.words.get(at), block.words.get(at + 1)) else {
        return;
    };
    let between = block.text[word.whole.end..next.whole.start].trim();
    let (from, to) = (block.core(at), block.core(at + 1));
    if ["-", "–", "—"].contains(&between) && is_number(from) && is_number(to) {
        let message = "this range has spaces around its dash".to_owned();
        let span = block.span(word.core.start..next.core.end);
        found.add(span, message, format!("write `{from} to {to}`"));
    }
}

fn with_commas(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::prose::tests::check;

    #[test]
    fn number_words_ranges_and_missing_commas_are_found() {
        check(
            RULE,
            "Of three cups 27338 took 2-3 or 4 – 5 cups.",
            &[
                "`three` `three` is a number in letters",
                "`27338` `27338` has no commas",
                "`2-3` `2-3` is a range with a hyphen",
                "`4 – 5` this range has spaces around its dash",
            ],
        );
        check(
            RULE,
            "One of 2 to 3, in 2026, or 2–3; two-thirds; 27,338; a 12-step group. Two, or the two.",
            &[],
        );
    }
}
