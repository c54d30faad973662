//! A paragraph holds one matter.
//!
//! ## Why
//! A wall of text is skipped, and the warning in its middle with it.
//!
//! ## Instead
//! Start a new paragraph with each new matter, or make a list. The limit is
//! `paragraph_sentences` of `[prose]`, 5 if nothing is said.
//!
//! ## Source
//! NHS digital service manual, How we write: paragraphs of up to 3 sentences.

use super::{Article, Findings, Rule};

pub(super) const RULE: Rule =
    Rule { code: "prose/paragraph", source: include_str!("paragraph.rs"), check };

fn check(article: &Article<'_>, found: &mut Findings<'_>) {
    let most = article.style.paragraph_sentences;
    for block in &article.blocks {
        let count = block.sentences.len();
        if block.kind.is_running() && !block.is_quote && count > most {
            // The first sentence that is too many is where a new paragraph may begin.
            let sentence = block.sentences[most].clone();
            let first = block.words[sentence.start].whole.start;
            let last = block.words[sentence.end - 1].whole.end;
            let message = format!("this paragraph has {count} sentences; at most {most}");
            found.add(block.span(first..last), message, "begin a new paragraph");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::prose::tests::check_with;

    #[test]
    fn the_sentence_that_is_too_many_is_shown() {
        check_with(
            RULE,
            "[prose]\nparagraph_sentences = 2\n",
            "One. Two. Three. Four.\n\nOne. Two.\n",
            &["`Three.` this paragraph has 4 sentences; at most 2"],
        );
    }
}
