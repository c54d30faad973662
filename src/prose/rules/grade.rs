//! A page can be read after eight years of school.
//!
//! ## Why
//! The average adult in the US reads at about that level, so harder text loses half of them.
//!
//! ## Instead
//! Shorter sentences first, then shorter words. The grade is that of Flesch and Kincaid; the
//! limit is `grade` of `[prose]`, 8 if nothing is said. Pages of fewer than 100 words are not
//! judged. The number helps to find hard pages; it does not prove that a page is easy.
//!
//! ## Source
//! AHRQ Health Literacy Universal Precautions Toolkit, Tool 11.

use super::{Article, Findings, Rule};

pub(super) const RULE: Rule =
    Rule { code: "prose/grade", source: include_str!("grade.rs"), check };

/// Fewer words prove nothing.
const FEWEST_WORDS: usize = 100;

#[expect(clippy::cast_precision_loss, reason = "a limit is at most 1000")]
fn check(article: &Article<'_>, found: &mut Findings<'_>) {
    let (grade, most) = (article.measures.grade(), article.style.grade);
    if article.measures.words < FEWEST_WORDS || grade <= most as f64 {
        return;
    }
    let running = article.blocks.iter().filter(|block| block.kind.is_running());
    let sentences =
        running.flat_map(|block| block.sentences.iter().map(move |one| (block, one)));
    let Some((block, longest)) = sentences.max_by_key(|(_, one)| one.len()) else {
        return;
    };
    let first = block.words[longest.start].whole.start;
    let last = block.words[longest.end - 1].whole.end;
    let message = format!("this page reads at grade {grade:.1}; at most {most}");
    let help = "begin with this sentence, its longest; then look for shorter words";
    found.add(block.span(first..last), message, help);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::prose::tests::check_with;

    #[test]
    fn hard_pages_are_found_and_short_ones_are_not_judged() {
        let off = "[prose]\nsentence_words = 1000\nparagraph_sentences = 1000\n";
        let hard =
            "Considerable pharmacological heterogeneity complicates interpretation. ";
        let long =
            "Considerable pharmacological heterogeneity complicates all interpretation.";
        let page = format!("{}{long}", hard.repeat(20));
        let said = format!("`{long}` this page reads at grade 44.9; at most 8");
        check_with(RULE, off, &page, &[&said]);
        check_with(RULE, off, hard, &[]);
        check_with(RULE, off, &"We saw the cat sit on a mat. ".repeat(30), &[]);
    }
}
