//! Passives do not pile up.
//!
//! ## Why
//! "It was found", "is given", "should be taken": who does it? One passive is fine. Many in one
//! paragraph hide who acts, and that is often the reader.
//!
//! ## Instead
//! Say who does what: "a pharmacist checks", "take it with food". The limit is `passives` of
//! `[prose]`, 3 in a paragraph if nothing is said. A passive is a form of "to be" before a word
//! in "-ed" or a known irregular form, with at most one adverb between them.
//!
//! ## Source
//! NHS digital service manual, How we write: active voice.

use super::{Article, Findings, Rule};
use crate::prose::Block;

pub(super) const RULE: Rule =
    Rule { code: "prose/passive", source: include_str!("passive.rs"), check };

const TO_BE: [&str; 8] = ["is", "are", "was", "were", "be", "been", "being", "am"];

const IRREGULAR: [&str; 42] = [
    "born",
    "bought",
    "broken",
    "brought",
    "built",
    "caught",
    "chosen",
    "cut",
    "done",
    "drawn",
    "driven",
    "felt",
    "found",
    "given",
    "grown",
    "held",
    "hidden",
    "hurt",
    "kept",
    "known",
    "led",
    "left",
    "lost",
    "made",
    "meant",
    "paid",
    "put",
    "read",
    "said",
    "seen",
    "sent",
    "set",
    "shown",
    "sold",
    "spent",
    "taken",
    "taught",
    "told",
    "thought",
    "understood",
    "woken",
    "written",
];

/// Words in "-ed" that are no participle.
const OTHERS: [&str; 8] =
    ["red", "bed", "need", "seed", "feed", "speed", "indeed", "hundred"];

const ADVERBS: [&str; 10] =
    ["not", "also", "often", "never", "always", "still", "only", "first", "now", "then"];

fn check(article: &Article<'_>, found: &mut Findings<'_>) {
    let most = article.style.passives;
    for block in &article.blocks {
        if !block.kind.is_running() || block.is_quote {
            continue;
        }
        let passives: Vec<_> =
            (0..block.words.len()).filter_map(|at| passive(block, at)).collect();
        if let Some(first) = passives.get(most) {
            let message =
                format!("this paragraph has {} passives; at most {most}", passives.len());
            let help = "say who does it, where that matters";
            found.add(block.span(first.clone()), message, help);
        }
    }
}

/// The bytes of a passive that begins at a word.
fn passive(block: &Block, at: usize) -> Option<std::ops::Range<usize>> {
    let word = |at: usize| block.core(at).to_lowercase();
    if !TO_BE.contains(&word(at).as_str()) {
        return None;
    }
    let next = word(at + 1);
    let is_adverb = ADVERBS.contains(&next.as_str()) || next.ends_with("ly");
    let last = if is_adverb { at + 2 } else { at + 1 };
    let participle = word(last);
    let is_passive = IRREGULAR.contains(&participle.as_str())
        || participle.ends_with("ed") && !OTHERS.contains(&participle.as_str());
    is_passive.then(|| block.words[at].core.start..block.words[last].core.end)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::prose::tests::check_with;

    #[test]
    fn the_first_passive_that_is_too_many_is_shown() {
        check_with(
            RULE,
            "[prose]\npassives = 1\n",
            "It was often found. It is red and is not given. We give it.\n\nIt is sold.\n",
            &["`is not given` this paragraph has 2 passives; at most 1"],
        );
    }
}
