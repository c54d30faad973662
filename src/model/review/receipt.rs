//! Receipts of reviews: one text file that is committed with the site, one line a receipt.
//!
//! The lines are sorted by page, so that receipts of different pages merge by themselves. Two
//! receipts of one page do not: which text was signed is for people to say.

use std::fmt::Write;
use std::ops::Range;

use jiff::civil::Date;

use crate::config::is_person_id;
use crate::content;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::digest::Digest;
use crate::path::SourcePath;
use crate::value::parse_date;

/// The file, in the site's root.
pub const FILE: &str = "reviews.txt";
/// The folder beside it that keeps the texts that were signed.
pub const FOLDER: &str = "reviews";

/// The first lines of the file.
const HEADER: &str = "\
# Who reviewed which text, and until when that counts. `plainleaf review` writes this file; commit it.
# One line a page: by is a person of site.toml, text the digest of what was read (reviews/PAGE.txt).
";

/// What a version control system puts between two versions that it could not merge.
const MERGE_MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// What a line looks like.
const EXAMPLE: &str = "run plainleaf review to write such lines: guides/sleep.md by=ahill on=2026-11-24 \
     until=2027-11-24 text=DIGEST";

/// That somebody reviewed a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The article.
    pub page: SourcePath,
    /// Who, as `site.toml` calls them.
    pub by: String,
    /// When.
    pub on: Date,
    /// The last day on which it counts.
    pub until: Date,
    /// The digest of the text.
    pub text: Digest,
    /// What they want to add; may be empty.
    pub note: String,
    /// Where it stands in the file.
    pub places: Places,
}

/// Bytes of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// The whole line.
    pub line: Range<usize>,
    /// The page's name.
    pub page: Range<usize>,
    /// The word that says who.
    pub by: Range<usize>,
    /// The word that says until when.
    pub until: Range<usize>,
}

impl Receipt {
    /// The article as people write it: its path below `content/`.
    pub fn name(&self) -> &str {
        name(&self.page)
    }
}

/// An article as people write it: its path below `content/`.
pub fn name(page: &SourcePath) -> &str {
    page.below(content::FOLDER).unwrap_or(page.as_str())
}

/// Where the text is kept that was signed for an article.
pub fn kept_text(page: &SourcePath) -> SourcePath {
    let name = name(page);
    SourcePath::new(format!("{FOLDER}/{}.txt", name.strip_suffix(".md").unwrap_or(name)))
}

/// Reads the file; what cannot be read is reported and left out, and so is what a merge left
/// undone. All that can be read is in the order of the file.
pub fn parse(text: &str) -> Outcome<Vec<Receipt>> {
    let mut outcome = Outcome::clean(Vec::new());
    let (mut at, mut merging) = (0, false);
    for whole in text.split_inclusive('\n') {
        let start = at + whole.len() - whole.trim_start().len();
        let line = whole.trim();
        let span = start..start + line.len();
        at += whole.len();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mark = MERGE_MARKS.iter().find(|mark| line.starts_with(**mark));
        let problem = match mark {
            Some(_) if merging => {
                merging = !line.starts_with(MERGE_MARKS[3]);
                continue;
            }
            Some(_) => {
                merging = !line.starts_with(MERGE_MARKS[3]);
                Some(unmerged().at(&SourcePath::new(FILE), span))
            }
            None => match parse_line(line, start) {
                Ok(receipt) => {
                    outcome.value.push(receipt);
                    None
                }
                Err((message, span)) => Some(
                    Diagnostic::error("review/receipt", message)
                        .at(&SourcePath::new(FILE), span)
                        .help(EXAMPLE),
                ),
            },
        };
        outcome.diagnostics.extend(problem);
    }
    outcome
}

fn unmerged() -> Diagnostic {
    let message = "two versions of receipts were merged, and this was left undone";
    Diagnostic::error("review/merge", message).help(
        "for each page keep the line whose text its reviewer read, delete the other lines and \
         the marks, then run plainleaf review to see which pages still are what was reviewed",
    )
}

type Fault = (String, Range<usize>);

/// One line; `start` is its first byte.
fn parse_line(line: &str, start: usize) -> Result<Receipt, Fault> {
    let whole = start..start + line.len();
    let Some((page, rest)) = line.split_once(" by=") else {
        let message =
            format!("this is no receipt: it lacks `by=` after the page, in `{line}`");
        return Err((message, whole));
    };
    let page = page.trim_end();
    if SourcePath::new(page).extension() != "md" {
        let message =
            format!("`{page}` is no article; expected a path such as `guides/sleep.md`");
        return Err((message, start..start + page.len()));
    }
    let (facts, note) = rest.split_once(" note=").unwrap_or((rest, ""));
    let mut places = Places {
        line: whole.clone(),
        page: start..start + page.len(),
        ..Places::default()
    };
    let (mut by, mut on, mut until, mut text) = (None, None, None, None);
    let facts = &line[line.len() - rest.len() - 3..line.len() - rest.len() + facts.len()];
    for word in facts.split_whitespace() {
        let at = start + (word.as_ptr().addr() - line.as_ptr().addr());
        let span = at..at + word.len();
        let (key, value) = word.split_once('=').unwrap_or((word, ""));
        let is_read = match key {
            "by" => {
                places.by = span.clone();
                set(&mut by, Some(value).filter(|id| is_person_id(id)))
            }
            "on" => set(&mut on, parse_day(value)),
            "until" => {
                places.until = span.clone();
                set(&mut until, parse_day(value))
            }
            "text" => set(&mut text, Digest::from_hex(value)),
            _ => false,
        };
        if !is_read {
            return Err((format!("`{word}` is nothing that a receipt says"), span));
        }
    }
    let (Some(by), Some(on), Some(until), Some(text)) = (by, on, until, text) else {
        let message = "this receipt lacks one of `by=`, `on=`, `until=` and `text=`";
        return Err((message.to_owned(), whole));
    };
    if until <= on {
        let message = format!("this receipt ends on {until}, and was made on {on}");
        return Err((message, places.until));
    }
    let page = SourcePath::new(format!("{}/{page}", content::FOLDER));
    let (by, note) = (by.to_owned(), note.trim().to_owned());
    Ok(Receipt { page, by, on, until, text, note, places })
}

/// Sets what was not set before.
fn set<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    if place.is_some() || value.is_none() {
        return false;
    }
    *place = value;
    true
}

fn parse_day(text: &str) -> Option<Date> {
    parse_date(text).filter(|_| text.len() == 10)
}

/// The text of the file: one line a receipt, by page.
pub fn to_text(receipts: &[Receipt]) -> String {
    let mut lines: Vec<String> = receipts
        .iter()
        .map(|receipt| {
            let Receipt { by, on, until, text, note, .. } = receipt;
            let page = receipt.name();
            let mut line = format!("{page} by={by} on={on} until={until} text={text}");
            let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
            if !note.is_empty() {
                let _ = write!(line, " note={note}");
            }
            line + "\n"
        })
        .collect();
    lines.sort();
    HEADER.to_owned() + &lines.concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::line_column;

    const TEXT: &str = "text=000102030405060708090a0b0c0d0e0f";

    /// What a file of these lines says, and what it is when it is written again.
    #[track_caller]
    fn check(lines: &str, expected: &str, said: &[&str]) {
        let read = parse(lines);
        let found: Vec<String> = read
            .diagnostics
            .iter()
            .map(|d| {
                let at = d.primary.as_ref().unwrap().span.start;
                let (line, column) = line_column(lines, at);
                format!("{line}:{column} {}", d.message)
            })
            .collect();
        assert_eq!(found, said);
        assert_eq!(to_text(&read.value).strip_prefix(HEADER), Some(expected));
    }

    #[test]
    fn lines_are_sorted_and_read_what_they_wrote() {
        let a = format!(
            "a/my page.md by=ahill on=2026-01-02 until=2027-01-02 {TEXT} note=two words"
        );
        let b = format!("b.md by=b_2 on=2026-01-02 until=2026-01-03 {TEXT}");
        check(&format!("# c\n\n  {b}\n{a}\r\n"), &format!("{a}\n{b}\n"), &[]);
        let read = parse(&format!("{b}\n"));
        let places = &read.value[0].places;
        let text = format!("{b}\n");
        assert_eq!(&text[places.by.clone()], "by=b_2");
        assert_eq!(&text[places.until.clone()], "until=2026-01-03");
    }

    #[test]
    fn what_cannot_be_read_is_named_at_its_place() {
        let rest = format!("on=2026-01-02 until=2027-01-02 {TEXT}");
        check(
            "a.md\n",
            "",
            &["1:1 this is no receipt: it lacks `by=` after the page, in `a.md`"],
        );
        check(
            &format!("a by=x {rest}\n"),
            "",
            &["1:1 `a` is no article; expected a path such as `guides/sleep.md`"],
        );
        check(
            &format!("a.md by=x {rest} until=2028-01-01\n"),
            "",
            &["1:80 `until=2028-01-01` is nothing that a receipt says"],
        );
        check(
            &format!("a.md by=x on=2026-02-30 until=2027-01-02 {TEXT}\n"),
            "",
            &["1:11 `on=2026-02-30` is nothing that a receipt says"],
        );
        check(
            "a.md by=x on=2026-01-02 until=2027-01-02\n",
            "",
            &["1:1 this receipt lacks one of `by=`, `on=`, `until=` and `text=`"],
        );
        check(
            &format!("a.md by=x on=2026-01-02 until=2026-01-02 {TEXT}\n"),
            "",
            &["1:25 this receipt ends on 2026-01-02, and was made on 2026-01-02"],
        );
    }

    #[test]
    fn what_a_merge_left_undone_is_one_mistake() {
        let a = format!("a.md by=x on=2026-01-02 until=2027-01-02 {TEXT}");
        let text = format!("<<<<<<< HEAD\n{a}\n=======\n>>>>>>> other\n");
        check(
            &text,
            &format!("{a}\n"),
            &["1:1 two versions of receipts were merged, and this was left undone"],
        );
    }
}
