//! The table `[review]` of `site.toml`: what follows when a page is not as it was reviewed.

use std::ops::Range;

use super::{Node, Reader, Value};
use crate::diagnostic::{Diagnostic, Severity};
use crate::path::SourcePath;

/// Days before a review is due on which authors are reminded, if nothing is said.
const REMIND_DAYS: i64 = 30;

/// A reminder a year ahead reminds of nothing.
const MOST_REMIND_DAYS: i64 = 366;

/// What follows from the standing of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Consequence {
    /// Readers see it on the page; no build says anything.
    Notice,
    /// Authors are told.
    Warning,
    /// Nothing is published.
    Error,
}

impl Consequence {
    const NAMES: [(&'static str, Self); 3] =
        [("notice", Self::Notice), ("warning", Self::Warning), ("error", Self::Error)];

    /// How much a diagnostic of it matters; `None` if there is none.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Notice => None,
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// What follows from each standing, for some pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReviewPolicy {
    /// Nobody has reviewed the page.
    pub unreviewed: Consequence,
    /// Its text is not the one that was reviewed.
    pub changed: Consequence,
    /// The review was to be repeated before today.
    pub overdue: Consequence,
    /// Days before it is due on which authors are reminded; 0: they are not.
    pub remind: i64,
}

impl Default for ReviewPolicy {
    fn default() -> Self {
        Self {
            unreviewed: Consequence::Notice,
            changed: Consequence::Warning,
            overdue: Consequence::Warning,
            remind: REMIND_DAYS,
        }
    }
}

/// What follows, for all pages and for those of some folders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ReviewRules {
    /// For pages of no folder that is named.
    pub default: ReviewPolicy,
    /// Folders with a policy of their own.
    pub sections: Vec<SectionPolicy>,
}

/// The policy of a folder and of those within it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SectionPolicy {
    /// The folder below `content/`, without slashes around it.
    pub folder: String,
    /// Its bytes in `site.toml`.
    pub span: Range<usize>,
    /// What follows.
    pub policy: ReviewPolicy,
}

impl ReviewRules {
    /// The policy of an article, by its path below `content/`: that of the innermost folder
    /// that has one.
    pub fn of(&self, below: &str) -> ReviewPolicy {
        let holds = |section: &&SectionPolicy| {
            let rest = below.strip_prefix(section.folder.as_str());
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        let inner = self.sections.iter().filter(holds).max_by_key(|one| one.folder.len());
        inner.map_or(self.default, |section| section.policy)
    }
}

/// Reads the table, if there is one.
pub(super) fn read(reader: &mut Reader<'_>, path: &SourcePath) -> ReviewRules {
    let mut rules = ReviewRules::default();
    let Some(table) = reader.table("review") else { return rules };
    let mut found = Vec::new();
    let mut inner = Reader::new(path, table, &mut found);
    rules.default = policy(&mut inner, rules.default);
    for (own, span) in inner.tables("section").unwrap_or_default() {
        let mut problems = Vec::new();
        let mut one = Reader::new(path, own, &mut problems);
        let folder = one.spanned_string("folder");
        let policy = policy(&mut one, rules.default);
        one.finish();
        if let Some((folder, span)) = folder {
            let folder = folder.trim_matches('/').to_owned();
            rules.sections.push(SectionPolicy { folder, span, policy });
        } else if problems.is_empty() {
            let message = "this section names no `folder`";
            let problem = Diagnostic::error("config/review", message).at(path, span);
            problems.push(problem.help("add folder = \"guides\", a folder of content/"));
        }
        inner.extend(problems);
    }
    inner.finish();
    reader.extend(found);
    rules
}

/// What a table says; the rest is as in `otherwise`.
fn policy(reader: &mut Reader<'_>, otherwise: ReviewPolicy) -> ReviewPolicy {
    ReviewPolicy {
        unreviewed: consequence(reader, "unreviewed").unwrap_or(otherwise.unreviewed),
        changed: consequence(reader, "changed").unwrap_or(otherwise.changed),
        overdue: consequence(reader, "overdue").unwrap_or(otherwise.overdue),
        remind: remind(reader).unwrap_or(otherwise.remind),
    }
}

fn consequence(reader: &mut Reader<'_>, key: &'static str) -> Option<Consequence> {
    let (word, span) = reader.spanned_string(key)?;
    let known = Consequence::NAMES.iter().find(|(name, _)| *name == word);
    if known.is_none() {
        let message =
            format!("`{key}` is `{word}`; expected `notice`, `warning` or `error`");
        let problem = Diagnostic::error("config/review", message)
            .help(format!("write {key} = \"warning\""));
        reader.report(problem, &Node { span, value: Value::Null });
    }
    known.map(|(_, consequence)| *consequence)
}

fn remind(reader: &mut Reader<'_>) -> Option<i64> {
    let days = reader.integer("remind")?;
    if (0..=MOST_REMIND_DAYS).contains(&days) {
        return Some(days);
    }
    let message = format!("`remind` is {days}; expected 0 to {MOST_REMIND_DAYS} days");
    let problem = Diagnostic::error("value/type", message).help("write remind = 30");
    if let Some(node) = reader.node("remind") {
        reader.report(problem, node);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a page of `content/` is to expect: unreviewed, changed, overdue, reminder.
    #[track_caller]
    fn check(text: &str, page: &str, expected: (&str, &str, &str, i64)) {
        let read = crate::config::parse(text);
        assert_eq!(read.diagnostics, []);
        let own = read.value.review.of(page);
        let name = |one: Consequence| {
            Consequence::NAMES.iter().find(|(_, own)| *own == one).unwrap().0
        };
        let said = (name(own.unreviewed), name(own.changed), name(own.overdue));
        assert_eq!((said.0, said.1, said.2, own.remind), expected, "{page}");
    }

    #[track_caller]
    fn check_error(text: &str, message: &str) {
        let read = crate::config::parse(text);
        let said: Vec<_> = read.diagnostics.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(said, [message]);
    }

    #[test]
    fn the_innermost_folder_decides() {
        check("", "a.md", ("notice", "warning", "warning", 30));
        let text = "[review]\nunreviewed = \"warning\"\nremind = 0\n\
                    [[review.section]]\nfolder = \"guides\"\nchanged = \"error\"\n\
                    [[review.section]]\nfolder = \"/guides/deep/\"\noverdue = \"error\"\n";
        check(text, "a.md", ("warning", "warning", "warning", 0));
        check(text, "guides/a.md", ("warning", "error", "warning", 0));
        check(text, "guides/deep/a.md", ("warning", "warning", "error", 0));
        check(text, "guidesx/a.md", ("warning", "warning", "warning", 0));
    }

    #[test]
    fn mistakes_are_named() {
        check_error(
            "[review]\nchanged = \"refuse\"\n",
            "`changed` is `refuse`; expected `notice`, `warning` or `error`",
        );
        check_error("[review]\nremind = -1\n", "`remind` is -1; expected 0 to 366 days");
        check_error(
            "[[review.section]]\nchanged = \"error\"\n",
            "this section names no `folder`",
        );
        check_error("[review]\nchange = \"error\"\n", "unknown key `change`");
    }
}
