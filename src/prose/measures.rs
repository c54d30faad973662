//! How much there is to read, how hard it is, and which sentences make it so. Nothing is judged
//! here.

use std::ops::Range;

use super::syllables;
use super::text::Block;

/// Most sentences of an article that are told.
const MOST_SENTENCES: usize = 10;

/// How much there is to read, and how hard it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// Words of paragraphs, items of lists, and definitions.
    pub words: usize,
    /// Their sentences.
    pub sentences: usize,
    /// Their syllables.
    pub syllables: usize,
}

impl Measures {
    /// The reading grade of Flesch and Kincaid: years of school in the US.
    ///
    /// # Source
    /// Kincaid and others 1975: 0.39 words a sentence + 11.8 syllables a word − 15.59.
    pub fn grade(&self) -> f64 {
        self.of(|sentence, word| 0.39 * sentence + 11.8 * word - 15.59)
    }

    /// The reading ease of Flesch: 100 is very easy, 0 very hard.
    ///
    /// # Source
    /// Flesch 1948: 206.835 − 1.015 words a sentence − 84.6 syllables a word.
    pub fn ease(&self) -> f64 {
        self.of(|sentence, word| 206.835 - 1.015 * sentence - 84.6 * word)
    }

    #[expect(clippy::cast_precision_loss, reason = "a page has fewer than 2^52 words")]
    fn of(&self, formula: impl Fn(f64, f64) -> f64) -> f64 {
        let (words, sentences) = (self.words as f64, self.sentences as f64);
        if self.words == 0 {
            return 0.0;
        }
        formula(words / sentences, self.syllables as f64 / words)
    }

    /// What is left without one sentence.
    fn without(&self, sentence: &Self) -> Self {
        Self {
            words: self.words.saturating_sub(sentence.words),
            sentences: self.sentences.saturating_sub(sentence.sentences),
            syllables: self.syllables.saturating_sub(sentence.syllables),
        }
    }
}

/// A sentence that makes an article harder.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Bytes of the article.
    pub span: Range<usize>,
    /// Its words.
    pub words: usize,
    /// By how much the grade of the article would fall without it; above 0.
    pub raises: f64,
}

/// Measures blocks, and finds the sentences without which they would be easiest.
pub(super) fn measure(blocks: &[Block]) -> (Measures, Vec<Sentence>) {
    let mut all = Measures::default();
    let mut own = Vec::new();
    for block in blocks.iter().filter(|block| block.kind.is_running()) {
        for words in &block.sentences {
            let spoken = words.clone().map(|word| syllables::syllables(block.core(word)));
            let one =
                Measures { words: words.len(), sentences: 1, syllables: spoken.sum() };
            all.words += one.words;
            all.sentences += 1;
            all.syllables += one.syllables;
            own.push((block, words, one));
        }
    }
    let grade = all.grade();
    let raises = own
        .into_iter()
        .map(|(block, words, one)| (block, words, grade - all.without(&one).grade()));
    let mut raises: Vec<_> = raises.filter(|(.., by)| *by > 0.0).collect();
    // Without its only sentence an article has no grade that could be compared.
    if all.sentences < 2 {
        raises.clear();
    }
    raises.sort_by(|(.., a), (.., b)| b.total_cmp(a));
    raises.truncate(MOST_SENTENCES);
    let sentence = |(block, words, raises): (&Block, &Range<usize>, f64)| {
        let (first, last) =
            (block.words.get(words.start)?, block.words.get(words.end.checked_sub(1)?)?);
        let span = block.span(first.whole.start..last.whole.end);
        Some(Sentence { span, words: words.len(), raises })
    };
    (all, raises.into_iter().filter_map(sentence).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::tests::page;
    use crate::prose::text::blocks;

    /// The sentences that make Markdown hardest.
    #[track_caller]
    fn check(markdown: &str, expected: &[&str]) {
        let page = page(markdown);
        let (measures, hardest) = measure(&blocks(&page));
        let said = hardest.iter().map(|one| &page.source.text[one.span.clone()]);
        assert_eq!(said.collect::<Vec<_>>(), expected);
        assert!(hardest.iter().all(|one| one.raises > 0.0 && one.words > 0));
        assert!(measures.sentences > 0);
    }

    #[test]
    fn the_grade_is_computed_as_published() {
        let measures = Measures { words: 100, sentences: 10, syllables: 150 };
        assert!((measures.grade() - 6.01).abs() < 1e-9);
        assert!((measures.ease() - 69.785).abs() < 1e-9);
        assert!(Measures::default().grade().abs() < 1e-9);
    }

    #[test]
    fn the_sentences_without_which_the_text_is_easier_are_told_the_worst_first() {
        let long =
            "Pharmacological considerations necessitate individualized reevaluation.";
        let less = "Nobody considered *additional* difficulties.";
        check(
            &format!("# {long}\n\nGo to bed. {less}\n\n- {long}\n- Eat well.\n"),
            &[long, less],
        );
        check("Nothing else.", &[]);
    }
}
