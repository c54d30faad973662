//! A sentence is short enough to be read once.
//!
//! ## Why
//! Long sentences hold several thoughts. Readers who are ill, worried or new to the language
//! lose the first before they reach the last.
//!
//! ## Instead
//! One thought a sentence. Split at "and", "which" or "because", or make a list. The limit is
//! `sentence_words` of `[prose]`, 25 if nothing is said.
//!
//! ## Source
//! NHS digital service manual, How we write: sentences of up to 20 words.

use super::{Article, Findings, Rule};

pub(super) const RULE: Rule =
    Rule { code: "prose/sentence", source: include_str!("sentence.rs"), check };

fn check(article: &Article<'_>, found: &mut Findings<'_>) {
    let most = article.style.sentence_words;
    let own = |block: &&crate::prose::Block| block.kind.is_running() && !block.is_quote;
    for block in article.blocks.iter().filter(own) {
        for sentence in block.sentences.iter().filter(|one| one.len() > most) {
            let first = block.words[sentence.start].whole.start;
            let last = block.words[sentence.end - 1].whole.end;
            let message =
                format!("this sentence has {} words; at most {most}", sentence.len());
            found.add(block.span(first..last), message, "split it, or make it a list");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::prose::tests::check_with;

    #[test]
    fn only_long_sentences_of_the_author_are_found() {
        check_with(
            RULE,
            "[prose]\nsentence_words = 4\n",
            "One two three four. One *two* three four five.\n\n> One two three four five.\n",
            &["`One *two* three four five.` this sentence has 5 words; at most 4"],
        );
    }
}
