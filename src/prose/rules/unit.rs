//! Amounts are written in one way, which cannot be misread.
//!
//! ## Why
//! `.5 g` was read as 5 g, `5.0 mg` as 50 mg, and `µg` as mg. People were harmed by each.
//!
//! ## Instead
//! A number, a space, a unit: `5 g`, not `5g`, `5gm` or `5 gms`. A zero before the point (`0.5
//! g`), none after the last digit (`5 g`, not `5.0 g`; tables may align their columns so).
//! "Micrograms" in full. Hours and minutes in full.
//!
//! ## Source
//! ISMP, list of error-prone abbreviations; NHS digital service manual, Numbers and
//! measurements.

use super::{Article, Findings, Rule, is_number};
use crate::prose::Block;
use crate::prose::text::{BlockKind, PieceKind};

pub(super) const RULE: Rule =
    Rule { code: "prose/unit", source: include_str!("unit.rs"), check };

/// Units as people write them, and as they should.
const UNITS: [(&str, &str); 30] = [
    ("g", "g"),
    ("gm", "g"),
    ("gms", "g"),
    ("gr", "g"),
    ("grm", "g"),
    ("grms", "g"),
    ("gs", "g"),
    ("mg", "mg"),
    ("mgs", "mg"),
    ("mgm", "mg"),
    ("kg", "kg"),
    ("kgs", "kg"),
    ("mcg", "micrograms"),
    ("mcgs", "micrograms"),
    ("ug", "micrograms"),
    ("µg", "micrograms"),
    ("μg", "micrograms"),
    ("ml", "mL"),
    ("mls", "mL"),
    ("cc", "mL"),
    ("ccs", "mL"),
    ("l", "L"),
    ("cm", "cm"),
    ("mm", "mm"),
    ("hr", "hours"),
    ("hrs", "hours"),
    ("min", "minutes"),
    ("mins", "minutes"),
    ("lb", "pounds"),
    ("lbs", "pounds"),
];

/// Units that may stand after a number as they are.
const GOOD: [&str; 9] = ["g", "mg", "kg", "mL", "ml", "L", "l", "cm", "mm"];

fn check(article: &Article<'_>, found: &mut Findings<'_>) {
    for block in article.blocks.iter().filter(|block| !block.is_quote) {
        for at in 0..block.words.len() {
            if block.kind_at(block.words[at].core.start) != PieceKind::Fixed {
                attached(block, at, found);
                apart(block, at, found);
                point(block, at, found);
            }
        }
    }
}

fn unit(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    UNITS.iter().find(|(written, _)| *written == word).map(|(_, good)| *good)
}

/// `5g`, `5gm`, `2.5-5mg`.
fn attached(block: &Block, at: usize, found: &mut Findings<'_>) {
    let core = block.core(at);
    let Some(letters) = core.find(char::is_alphabetic) else { return };
    let (number, word) = core.split_at(letters);
    let is_amount = number.ends_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || ".,-–".contains(c));
    let Some(good) = unit(word).filter(|_| is_amount) else { return };
    let message = format!("`{core}` has no space between number and unit");
    found.add(
        block.span(block.words[at].core.clone()),
        message,
        format!("write `{number} {good}`"),
    );
}

/// `5 gms`, `100 mcg`.
fn apart(block: &Block, at: usize, found: &mut Findings<'_>) {
    let (number, word) = (block.core(at), block.core(at + 1));
    let joined = at + 1 < block.words.len()
        && block.words[at].whole.end == block.words[at].core.end;
    if !joined || !is_number(number) || GOOD.contains(&word) {
        return;
    }
    let Some(good) = unit(word) else { return };
    let message = format!("`{word}` is not how this unit is written");
    found.add(
        block.span(block.words[at + 1].core.clone()),
        message,
        format!("write `{number} {good}`"),
    );
}

/// `.5 g` and `5.0 g`.
fn point(block: &Block, at: usize, found: &mut Findings<'_>) {
    let core = block.core(at);
    let word = &block.words[at];
    if !is_number(core) {
        return;
    }
    let before = &block.text[word.whole.start..word.core.start];
    if before.ends_with('.') {
        let span = block.span(word.core.start - 1..word.core.end);
        let message = format!("`.{core}` has no digit before the point");
        return found.add(span, message, format!("write `0.{core}`"));
    }
    let is_amount = unit(block.core(at + 1)).is_some() && block.kind != BlockKind::Cell;
    if is_amount && core.contains('.') && core.ends_with('0') {
        let short = core.trim_end_matches('0').trim_end_matches('.');
        let message = format!("`{core}` ends in a zero that may be misread");
        found.add(block.span(word.core.clone()), message, format!("write `{short}`"));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::prose::tests::check;

    #[test]
    fn amounts_that_can_be_misread_are_found() {
        check(
            RULE,
            "Take 5gm, 5 gms or (2.5mg).",
            &[
                "`5gm` `5gm` has no space between number and unit",
                "`gms` `gms` is not how this unit is written",
                "`2.5mg` `2.5mg` has no space between number and unit",
            ],
        );
        check(
            RULE,
            "Take .5 g, 5.0 g or 100 mcg every 4 hrs.",
            &[
                "`.5` `.5` has no digit before the point",
                "`5.0` `5.0` ends in a zero that may be misread",
                "`mcg` `mcg` is not how this unit is written",
                "`hrs` `hrs` is not how this unit is written",
            ],
        );
    }

    #[test]
    fn good_amounts_names_and_code_are_left_alone() {
        check(
            RULE,
            "Take 5 g, 0.5 mg, 10%, 1.0 or 20 times; 7-OH, 3D, `5gm`. It ended. 5 did.",
            &[],
        );
        check(RULE, "| g |\n|---|\n| 5.0 g |\n\nA 1st step, a 12-step group.", &[]);
    }
}
