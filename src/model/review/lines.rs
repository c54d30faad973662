//! Lines of reviewed text while they are put together: one sentence a line, one space between
//! words, nothing of how the author wrapped them.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// One line of what a reviewer reads, and where it stands in the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The words, with their place in the structure before them.
    pub text: String,
    /// Bytes of the article that it comes from.
    pub span: Range<usize>,
}

/// Spaces that one level of a list, quotation or component adds.
const STEP: &str = "  ";

/// What begins a line that is no running text.
const LINE_STARTS: [&str; 8] = ["#", "- ", "= ", ": ", ":::", "> ", "+ ", "@"];

/// Text that is gathered until a block ends.
#[derive(Default)]
pub(super) struct Lines {
    done: Vec<Line>,
    buffer: String,
    /// Bytes of the buffer, and of the article, at which each word begins.
    marks: Vec<(usize, usize)>,
    /// Byte of the article after the last word.
    end: usize,
    /// Whether a space is due before the next word.
    gap: bool,
    level: usize,
    /// What stands before the next line instead of the innermost indentation.
    mark: Option<String>,
}

impl Lines {
    /// All lines.
    pub(super) fn finish(mut self) -> Vec<Line> {
        self.end_sentences();
        self.done
    }

    /// Running text that is `span` of the article; `exact` if it is the same bytes.
    pub(super) fn words(&mut self, text: &str, span: &Range<usize>, exact: bool) {
        for (at, letter) in text.char_indices() {
            if letter.is_whitespace() {
                self.gap = true;
            } else if !is_invisible(letter) {
                let place = if exact { span.start + at } else { span.start };
                self.start_word(place);
                let next = text[at + letter.len_utf8()..].chars().next();
                let opens = next.is_some_and(|c| c.is_alphabetic() || c == '/');
                if "\\[]|`".contains(letter) || (letter == '<' && opens) {
                    self.buffer.push('\\');
                }
                self.buffer.push(letter);
            }
        }
        self.end = self.end.max(span.end);
    }

    /// What is no word of the author, such as the brackets of a link.
    pub(super) fn sign(&mut self, sign: &str, span: &Range<usize>) {
        self.start_word(span.start);
        self.buffer.push_str(sign);
        self.end = self.end.max(span.end);
    }

    /// A space between what came and what comes.
    pub(super) fn space(&mut self) {
        self.gap = true;
    }

    fn start_word(&mut self, place: usize) {
        if std::mem::take(&mut self.gap) && !self.buffer.is_empty() {
            self.buffer.push(' ');
        }
        let is_new = self.buffer.is_empty() || self.buffer.ends_with(' ');
        if is_new || self.marks.is_empty() {
            self.marks.push((self.buffer.len(), place));
        }
    }

    /// Ends a block of running text: one line a sentence.
    pub(super) fn end_sentences(&mut self) {
        let buffer = std::mem::take(&mut self.buffer);
        let marks = std::mem::take(&mut self.marks);
        let ends = sentence_ends(&buffer);
        let place = |at: usize| {
            let after = marks.partition_point(|(start, _)| *start <= at);
            let (start, place) = marks[..after].last().copied().unwrap_or((at, 0));
            place + (at - start)
        };
        let mut start = 0;
        for end in ends.into_iter().chain([buffer.len()]) {
            let sentence = buffer[start..end].trim();
            if !sentence.is_empty() {
                let next = buffer[end..].len() - buffer[end..].trim_start().len();
                let last = if end == buffer.len() { self.end } else { place(end + next) };
                let first = place(start);
                self.push(&escaped(sentence), first..last.max(first));
            }
            start = end + (buffer[end..].len() - buffer[end..].trim_start().len());
        }
        self.gap = false;
    }

    /// Ends a block that is one line, such as a heading; `mark` says what it is.
    pub(super) fn end_block(&mut self, mark: &str) {
        let buffer = std::mem::take(&mut self.buffer);
        let marks = std::mem::take(&mut self.marks);
        let first = marks.first().map_or(self.end, |(_, place)| *place);
        self.gap = false;
        self.push(&format!("{mark}{}", buffer.trim()), first..self.end.max(first));
    }

    /// Adds a whole line that is already in its form.
    pub(super) fn push(&mut self, text: &str, span: Range<usize>) {
        let mut line = String::with_capacity(text.len() + STEP.len() * self.level);
        let mark = self.mark.take();
        let levels = self.level - usize::from(mark.is_some() && self.level > 0);
        (0..levels).for_each(|_| line.push_str(STEP));
        line.push_str(mark.as_deref().unwrap_or_default());
        line.push_str(text);
        let text = line.trim_end().nfc().collect();
        self.done.push(Line { text, span });
    }

    /// Begins something whose lines stand further in; `mark` stands before the first of them.
    pub(super) fn open(&mut self, mark: Option<String>, span: &Range<usize>) {
        self.end_sentences();
        if self.mark.is_some() {
            self.push("", span.clone());
        }
        self.level += 1;
        self.mark = mark;
    }

    /// Ends it.
    pub(super) fn close(&mut self, span: &Range<usize>) {
        self.end_sentences();
        if self.mark.is_some() {
            self.push("", span.clone());
        }
        self.level = self.level.saturating_sub(1);
    }
}

/// A letter that changes nothing of what is read: it only says where a line may break.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// A line of running text that cannot be taken for another kind of line.
fn escaped(sentence: &str) -> String {
    let looks_else = LINE_STARTS.iter().any(|start| sentence.starts_with(start));
    if looks_else { format!("\\{sentence}") } else { sentence.to_owned() }
}

/// The bytes after each sentence but the last. No sentence ends within brackets: what stands
/// there is a link, or where in a source something is.
fn sentence_ends(text: &str) -> Vec<usize> {
    const CLOSING: &str = ")\"'\u{201d}\u{2019}\u{bb}";
    let (mut ends, mut depth, mut is_escaped) = (Vec::new(), 0_usize, false);
    for (at, letter) in text.char_indices() {
        match letter {
            _ if is_escaped => {}
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            ' ' if depth == 0 => {
                let before = text[..at].trim_end_matches(|c: char| CLOSING.contains(c));
                let next = text[at + 1..].chars().next();
                let starts = next.is_some_and(|c| !c.is_lowercase());
                if before.ends_with(['.', '!', '?', '\u{2026}']) && starts {
                    ends.push(at);
                }
            }
            _ => {}
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of a text, and the part of the text that each comes from.
    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let mut lines = Lines::default();
        lines.words(text, &(0..text.len()), true);
        let done = lines.finish();
        let said: Vec<_> = done
            .iter()
            .map(|line| (line.text.as_str(), text[line.span.clone()].trim()))
            .collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn one_sentence_a_line_whatever_the_wrapping() {
        let one = [("Take 5 g.", "Take 5 g."), ("Then rest!", "Then rest!")];
        check("Take 5 g. Then rest!", &one);
        check(
            "Take\u{a0}5\u{ad} g.\tThen  rest!",
            &[("Take 5 g.", "Take\u{a0}5\u{ad} g."), ("Then rest!", "Then  rest!")],
        );
        check(
            "(So it is.) \u{201c}No?\u{201d} Yes",
            &[
                ("(So it is.)", "(So it is.)"),
                ("\u{201c}No?\u{201d}", "\u{201c}No?\u{201d}"),
                ("Yes", "Yes"),
            ],
        );
        check(
            "about 2.5 g, e.g. leaf",
            &[("about 2.5 g, e.g. leaf", "about 2.5 g, e.g. leaf")],
        );
        check("", &[]);
    }

    #[test]
    fn text_is_never_taken_for_structure() {
        check("- no item", &[("\\- no item", "- no item")]);
        check("@key", &[("\\@key", "@key")]);
        check("a | b [c] <d> < 5", &[("a \\| b \\[c\\] \\<d> < 5", "a | b [c] <d> < 5")]);
    }
}
