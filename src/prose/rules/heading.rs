//! A heading is a plain statement.
//!
//! ## Why
//! Title Case Is Slow to Read and hides names. A full stop says that nothing follows.
//!
//! ## Instead
//! A capital at the start and on names, no full stop and no colon at the end. A question may
//! stand.
//!
//! ## Source
//! NHS digital service manual, Formatting: headings in sentence case.

use super::{Article, Findings, Rule};
use crate::prose::Block;
use crate::prose::text::BlockKind;

pub(super) const RULE: Rule =
    Rule { code: "prose/heading", source: include_str!("heading.rs"), check };

/// Shorter words stay small in title case too.
const LONG: usize = 4;
/// Capitals from which on it is more than names.
const CAPITALS: usize = 3;

fn check(article: &Article<'_>, found: &mut Findings<'_>) {
    for block in article.blocks.iter().filter(|one| one.kind == BlockKind::Heading) {
        let Some(last) = block.words.last() else { continue };
        let whole = &block.text[last.whole.clone()];
        if whole.ends_with([':', ';', ','])
            || whole.ends_with('.') && !whole.ends_with("..")
        {
            let sign = whole.len() - 1 + last.whole.start..last.whole.end;
            let message = "this heading ends in a sign that belongs to text".to_owned();
            found.add(block.span(sign), message, "take the sign out");
        }
        if is_title_case(block) {
            let all = block.words[0].whole.start..last.whole.end;
            let message = "this heading has capitals as a title has".to_owned();
            let help = "write a capital at its start and on names only";
            found.add(block.span(all), message, help);
        }
    }
}

fn is_title_case(block: &Block) -> bool {
    let words = 1..block.words.len();
    let long: Vec<&str> = words
        .map(|at| block.core(at))
        .filter(|word| word.chars().all(char::is_alphabetic) && word.len() >= LONG)
        .collect();
    let is_name = |word: &&&str| {
        word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase)
    };
    let capitals = long.iter().filter(is_name).count();
    capitals >= CAPITALS && capitals == long.len()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::prose::tests::check;

    #[test]
    fn title_case_and_signs_at_the_end_are_found() {
        check(
            RULE,
            "## How to Read and Write Plain Health Pages\n",
            &[
                "`How to Read and Write Plain Health Pages` this heading has capitals as a title has",
            ],
        );
        check(
            RULE,
            "## Call a doctor:\n\n## Stop.\n",
            &[
                "`:` this heading ends in a sign that belongs to text",
                "`.` this heading ends in a sign that belongs to text",
            ],
        );
        check(
            RULE,
            "## Kratom and the law in the United States\n\n## What is it?\n\nEnd.",
            &[],
        );
    }
}
