//! What changed between two texts: sentence by sentence, and word by word within those.

use std::ops::Range;

use super::lines::Line;

/// Beyond this many comparisons nobody waits: all is then said to be new.
const MOST_COMPARISONS: usize = 4_000_000;

/// Everything that is not as it was reviewed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Each place, in the order of the text; empty if the text that was reviewed is not kept.
    pub list: Vec<Change>,
}

/// One place where the text differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The lines that were reviewed and are gone.
    pub before: Vec<String>,
    /// The lines that nobody has reviewed.
    pub after: Vec<String>,
    /// Bytes of the article where it stands, or would.
    pub span: Range<usize>,
}

/// A part of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words that stayed.
    Same(String),
    /// Words that are gone.
    Gone(String),
    /// Words that are new.
    New(String),
}

impl Changes {
    /// How many words are new, and how many are gone.
    pub fn words(&self) -> (usize, usize) {
        let count = |text: &str| text.split(' ').count();
        self.list.iter().flat_map(Change::pieces).fold((0, 0), |(new, gone), piece| {
            match piece {
                Piece::Same(_) => (new, gone),
                Piece::New(words) => (new + count(&words), gone),
                Piece::Gone(words) => (new, gone + count(&words)),
            }
        })
    }
}

impl Change {
    /// The change word by word.
    pub fn pieces(&self) -> Vec<Piece> {
        let words = |lines: &[String]| -> Vec<String> {
            lines
                .iter()
                .flat_map(|line| line.split_whitespace())
                .map(str::to_owned)
                .collect()
        };
        let (before, after) = (words(&self.before), words(&self.after));
        let mut pieces = Vec::new();
        let mut add = |words: &[String], kind: fn(String) -> Piece| {
            if !words.is_empty() {
                pieces.push(kind(words.join(" ")));
            }
        };
        let mut j = 0;
        for run in runs(&before, &after) {
            add(&after[j..run.1.start], Piece::Same);
            add(&before[run.0.clone()], Piece::Gone);
            add(&after[run.1.clone()], Piece::New);
            j = run.1.end;
        }
        add(&after[j..], Piece::Same);
        pieces
    }
}

/// Compares the text that was reviewed with the one that there is.
pub fn compare(before: &str, after: &[Line]) -> Changes {
    let before: Vec<&str> = before.lines().collect();
    let now: Vec<&str> = after.iter().map(|line| line.text.as_str()).collect();
    let change = |(gone, new): (Range<usize>, Range<usize>)| {
        let place = after.get(new.start).or(after.last());
        let span = place.map_or(0..0, |line| {
            let (start, end) = (line.span.start, line.span.end);
            start..if new.is_empty() { start } else { end }
        });
        let texts =
            |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
        Change { before: texts(&before[gone]), after: texts(&now[new]), span }
    };
    let runs = runs(&before, &now).into_iter().flat_map(line_by_line);
    Changes { list: runs.map(change).collect() }
}

/// A run of as many lines as there were is that many sentences, each of which changed.
fn line_by_line(run: (Range<usize>, Range<usize>)) -> Vec<(Range<usize>, Range<usize>)> {
    let (gone, new) = run;
    if gone.len() != new.len() {
        return vec![(gone, new)];
    }
    gone.zip(new).map(|(i, j)| (i..i + 1, j..j + 1)).collect()
}

/// Where two lists differ: what is only in the first, and what stands there in the second.
fn runs<T: PartialEq>(a: &[T], b: &[T]) -> Vec<(Range<usize>, Range<usize>)> {
    let head = a.iter().zip(b).take_while(|(one, other)| one == other).count();
    let (rest_a, rest_b) = (&a[head..], &b[head..]);
    let same = |(one, other): &(&T, &T)| one == other;
    let tail = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(same).count();
    let (rest_a, rest_b) =
        (&rest_a[..rest_a.len() - tail], &rest_b[..rest_b.len() - tail]);
    let mut runs = Vec::new();
    let (mut i, mut j) = (0, 0);
    let pairs = common(rest_a, rest_b);
    for (x, y) in pairs.into_iter().chain([(rest_a.len(), rest_b.len())]) {
        if i < x || j < y {
            runs.push((head + i..head + x, head + j..head + y));
        }
        (i, j) = (x + 1, y + 1);
    }
    runs
}

/// The longest list of pairs that are equal, in the order of both.
fn common<T: PartialEq>(a: &[T], b: &[T]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    if a.len().saturating_mul(b.len()) > MOST_COMPARISONS {
        return Vec::new();
    }
    // lengths[i * width + j]: how many pairs there are from `a[i]` and `b[j]` on.
    let mut lengths = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            lengths[i * width + j] = if a[i] == b[j] {
                lengths[(i + 1) * width + j + 1] + 1
            } else {
                lengths[(i + 1) * width + j].max(lengths[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The changes from lines to lines: `-` gone, `+` new.
    #[track_caller]
    fn check(before: &str, after: &str, expected: &[&str]) {
        let lines: Vec<Line> = after
            .lines()
            .enumerate()
            .map(|(n, text)| Line { text: text.to_owned(), span: n..n + 1 })
            .collect();
        let said: Vec<String> = compare(before, &lines)
            .list
            .iter()
            .map(|change| {
                let pieces: Vec<String> = change
                    .pieces()
                    .into_iter()
                    .map(|piece| match piece {
                        Piece::Same(words) => words,
                        Piece::Gone(words) => format!("-{words}-"),
                        Piece::New(words) => format!("+{words}+"),
                    })
                    .collect();
                format!("{} {}", change.span.start, pieces.join(" "))
            })
            .collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn words_are_compared_within_sentences() {
        check("Take 5 g.\nRest.\n", "Take 5 g.\nRest.\n", &[]);
        check("A.\nTake 5 g.\nRest.\n", "A.\nTake 6 g.\nRest.\n", &["1 Take -5- +6+ g."]);
        check("A.\nB.\nC.\n", "A.\nC.\n", &["1 -B.-"]);
        check("A.\nC.\n", "A.\nB.\nC.\nD.\n", &["1 +B.+", "3 +D.+"]);
        check("A.\nB.\n", "A.\n", &["0 -B.-"]);
        check("", "A.\n", &["0 +A.+"]);
        check("a b c d\n", "a x c\n", &["0 a -b- +x+ c -d-"]);
        check("A 1.\nB 1.\n", "A 2.\nB 2.\n", &["0 A -1.- +2.+", "1 B -1.- +2.+"]);
    }
}
