//! Whether a record and what a register says of the same work agree. Kinds of dash, marks,
//! case and markup do not count: they are not what an editor would mend.

use unicode_normalization::UnicodeNormalization;

use super::{Answer, Identifier};
use crate::bibliography::record::Record;

/// A field on which the file and a register do not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field: `title`, `year` or `volume`.
    pub field: &'static str,
    /// What the file says.
    pub ours: String,
    /// What the register says.
    pub theirs: String,
    /// Who says so.
    pub of: Identifier,
}

/// Where a record and an answer do not agree; what either lacks is no difference.
pub(super) fn differences(
    record: &Record,
    of: &Identifier,
    answer: &Answer,
) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut differ = |field, ours: &str, theirs: &str| {
        let (ours, theirs, of) = (ours.to_owned(), theirs.to_owned(), of.clone());
        found.push(Difference { field, ours, theirs, of });
    };
    if let Some(title) = &answer.title
        && !is_same_title(&record.title, title)
    {
        differ("title", &record.title, title);
    }
    if let Some(date) = record.date
        && !answer.years.is_empty()
        && !answer.years.contains(&date.year)
    {
        let years: Vec<_> = answer.years.iter().map(ToString::to_string).collect();
        differ("year", &date.year.to_string(), &years.join(" or "));
    }
    let own = record.container.as_ref().and_then(|container| container.volume.as_ref());
    if let (Some(own), Some(theirs)) = (own, &answer.volume)
        && plain(own) != plain(theirs)
    {
        differ("volume", own, theirs);
    }
    found
}

/// Whether two titles name one work: one may lack the other's subtitle.
fn is_same_title(ours: &str, theirs: &str) -> bool {
    let (ours, theirs) = (plain(ours), plain(without_mark(theirs)));
    let (short, long) =
        if ours.len() < theirs.len() { (&ours, &theirs) } else { (&theirs, &ours) };
    ours == theirs
        || (!short.is_empty()
            && long.starts_with(short.as_str())
            && short.len() * 3 >= long.len())
}

/// What registers put before the title of a work that was taken back.
const MARKS: [&str; 6] = [
    "RETRACTED ARTICLE:",
    "RETRACTED CHAPTER:",
    "RETRACTED:",
    "WITHDRAWN:",
    "REMOVED:",
    "RETRACTION:",
];

/// Whether a register's title says that the work was taken back.
pub fn names_retraction(title: &str) -> bool {
    without_mark(title).len() < title.trim_start().len()
}

fn without_mark(title: &str) -> &str {
    let title = title.trim_start();
    let start = |mark: &&&str| {
        title.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark))
    };
    MARKS.iter().find(start).and_then(|mark| title.get(mark.len()..)).unwrap_or(title)
}

/// Greek letters that registers also write out, beginning with alpha.
const GREEK: [&str; 25] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota",
    "kappa", "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau",
    "upsilon", "phi", "chi", "psi", "omega",
];

/// Letters and digits alone, in lower case, without accents, tags and entities.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in without_tags(text).nfkd().flat_map(char::to_lowercase) {
        let greek = u32::from(c).checked_sub(u32::from('α'));
        let name = greek.and_then(|at| GREEK.get(usize::try_from(at).ok()?));
        match name {
            Some(name) => plain.push_str(name),
            None if c.is_alphanumeric() => plain.push(c),
            None => {}
        }
    }
    plain
}

/// Text without tags such as `<i>` and without the commonest entities.
fn without_tags(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        kept.push_str(before);
        let name = tag.trim_start_matches(['<', '/']);
        let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic());
        let end = tag.find('>').filter(|_| is_tag);
        if end.is_none() {
            kept.push('<');
        }
        rest = tag.get(end.unwrap_or(0) + 1..).unwrap_or_default();
    }
    kept.push_str(rest);
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(kept, |text, (entity, c)| text.replace(entity, c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(ours: &str, theirs: &str, is_same: bool) {
        assert_eq!(is_same_title(ours, theirs), is_same, "{ours} / {theirs}");
    }

    #[test]
    fn titles_differ_by_their_words_alone() {
        check("Kratom: a review", "KRATOM—A REVIEW.", true);
        check("The α2 agonist, <i>in vivo</i>", "The alpha2 agonist, in vivo", true);
        check("Cutting down", "[Cutting down].", true);
        check("Élan & dose", "Elan &amp; dose", true);
        check("A leaf: its work in man", "A leaf", false);
        check("A leaf from afar: its work", "A leaf from afar", true);
        check("Leaf", "RETRACTED: Leaf", true);
        check("Leaf", "RETRACTED ARTICLE: Leaf", true);
        check("Dose of 5 g", "Dose of 6 g", false);
        check("p < 0.05 in leaf", "p < 0.05 in leaf", true);
        check("a <b", "ab", true);
        check("", "Leaf", false);
    }

    #[test]
    fn a_title_may_say_that_the_work_was_taken_back() {
        for title in ["Retracted: leaf", "RETRACTED ARTICLE: leaf", "WITHDRAWN: leaf"] {
            assert!(names_retraction(title), "{title}");
        }
        for title in ["Retracted papers", "leaf: retracted", "", "é"] {
            assert!(!names_retraction(title), "{title}");
        }
    }
}
