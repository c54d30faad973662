//! An abbreviation is explained where it is first used.
//!
//! ## Why
//! Who does not know it cannot look it up: there is nothing to guess from.
//!
//! ## Instead
//! The words first: "Food and Drug Administration (FDA)". Or `:abbr[FDA]{title="Food and Drug
//! Administration"}`. Abbreviations that everyone knows, such as US, need nothing; add yours to
//! `known` in `words.toml`.
//!
//! ## Source
//! WCAG 2.2, 3.1.4 Abbreviations; NHS digital service manual, Formatting.

use std::collections::HashSet;

use super::{Article, Findings, Rule};
use crate::prose::Block;
use crate::prose::text::PieceKind;

pub(super) const RULE: Rule =
    Rule { code: "prose/abbreviation", source: include_str!("abbreviation.rs"), check };

/// Longer words in capitals are not abbreviations.
const LONGEST: usize = 8;

fn check(article: &Article<'_>, found: &mut Findings<'_>) {
    let mut seen: HashSet<&str> = HashSet::new();
    for block in article.blocks.iter().filter(|block| block.kind.is_running()) {
        for (at, word) in block.words.iter().enumerate() {
            let core = block.core(at);
            let core =
                core.strip_suffix("'s").or(core.strip_suffix("’s")).unwrap_or(core);
            if !is_abbreviation(core) || article.words.knows(core) || !seen.insert(core) {
                continue;
            }
            let start = word.core.start;
            let is_fixed = block.kind_at(start) == PieceKind::Fixed;
            if is_fixed || block.is_quote || is_explained(block, at) {
                continue;
            }
            let message = format!("`{core}` is not explained where it is first used");
            let help = format!("write what it stands for, then ({core})");
            found.add(block.span(start..start + core.len()), message, help);
        }
    }
}

/// Two or more capitals and no small letter, digits and hyphens between them.
fn is_abbreviation(word: &str) -> bool {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    let capitals = letters().filter(|c| c.is_uppercase()).count();
    word.len() <= LONGEST
        && capitals >= 2
        && letters().count() == capitals
        && word.chars().all(|c| c.is_alphanumeric() || c == '-')
        && !word.chars().all(|c| "IVX".contains(c))
}

/// In brackets after its words, or before them.
fn is_explained(block: &Block, at: usize) -> bool {
    let opens = |at: usize| {
        let word = block.words.get(at);
        word.is_some_and(|word| block.text[word.whole.clone()].starts_with('('))
    };
    (at > 0 && opens(at)) || opens(at + 1)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::prose::tests::check;

    #[test]
    fn the_first_use_is_asked_for_its_words() {
        check(
            RULE,
            "The FDA and the FDA said so. The US did not. Schedule II.",
            &["`FDA` `FDA` is not explained where it is first used"],
        );
        check(
            RULE,
            "The Food and Drug Administration (FDA) said so. The FDA's page did.",
            &[],
        );
        check(
            RULE,
            "CDC (Centers for Disease Control) and :abbr[DEA]{title=\"Drug\"}. DEA.",
            &[],
        );
    }
}
