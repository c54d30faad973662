//! What authors are told of reviews, as the policy of `site.toml` asks.

use std::ops::Range;

use jiff::civil::Date;

use super::compare::{Change, Changes};
use super::receipt::{FILE, name};
use super::text::key_line;
use super::{Review, Reviews};
use crate::config::{self, Consequence, ReviewPolicy, ReviewRules};
use crate::content::{self, Page};
use crate::diagnostic::Diagnostic;
use crate::model::{Parts, Site};
use crate::path::SourcePath;

/// Most letters of a sentence that stand beside a place.
const LONGEST_NOTE: usize = 120;

/// Everything that is to be said of the pages that are published today.
pub fn findings(site: &Site<'_>, reviews: &Reviews, parts: Parts<'_>) -> Vec<Diagnostic> {
    let Parts { config, publication, .. } = parts;
    let mut found = empty_sections(&config.review, parts);
    for entry in &site.entries {
        let page = Reviewed {
            page: entry.page,
            policy: config.review.of(name(&entry.page.path)),
            today: publication.today,
        };
        match reviews.of(&entry.page.path) {
            Some(review) => page.reviewed(review, &mut found),
            None => page.unreviewed(&mut found),
        }
    }
    found
}

/// Policies for folders that hold no page.
fn empty_sections(rules: &ReviewRules, parts: Parts<'_>) -> Vec<Diagnostic> {
    let site = SourcePath::new(config::FILE);
    let is_empty = |folder: &str| {
        let folder = format!("{}/{folder}", content::FOLDER);
        parts.pages.iter().all(|page| page.path.below(&folder).is_none())
    };
    let empty = rules.sections.iter().filter(|section| is_empty(&section.folder));
    empty
        .map(|section| {
            let message = format!("no page is below `{}`", section.folder);
            Diagnostic::error("config/review", message)
                .at(&site, section.span.clone())
                .help("name a folder of content/, such as folder = \"guides\"")
        })
        .collect()
}

struct Reviewed<'a> {
    page: &'a Page,
    policy: ReviewPolicy,
    today: Date,
}

impl Reviewed<'_> {
    /// The line of the title; the text of a page with a receipt is always there.
    fn title(&self) -> Range<usize> {
        key_line(&self.page.source.text, "title")
    }

    /// A finding at the page's title, if the policy asks for one.
    fn at_title(
        &self,
        consequence: Consequence,
        code: &'static str,
        message: String,
    ) -> Option<Diagnostic> {
        let problem = Diagnostic::error(code, message);
        let severity = consequence.severity()?;
        Some(Diagnostic { severity, ..problem }.at(&self.page.path, self.title()))
    }

    fn next_step(&self) -> String {
        format!("plainleaf review {} --by ID --until DATE", name(&self.page.path))
    }

    fn unreviewed(&self, found: &mut Vec<Diagnostic>) {
        if let Some(claim) = &self.page.front_matter.review_claim {
            let overdue = claim.due.filter(|due| *due < self.today);
            let message = overdue.map_or_else(
                || "a date of review is no review: readers are not told of it".to_owned(),
                |due| format!("the review that this page promises was due on {due}"),
            );
            let mut problem = Diagnostic::warning("review/claim", message);
            if overdue.is_some() && self.policy.overdue == Consequence::Error {
                problem.severity = crate::diagnostic::Severity::Error;
            }
            let help = format!("let a reviewer read it, then run {}", self.next_step());
            found.push(problem.at(&self.page.path, claim.span.clone()).help(help));
        }
        let is_list = self.page.is_section;
        let template = self.page.front_matter.template.as_ref();
        let is_references = template.is_some_and(|(name, _)| name == "references.html");
        if is_list || is_references {
            return;
        }
        let Some(severity) = self.policy.unreviewed.severity() else { return };
        let message = "nobody has reviewed this page";
        let problem = Diagnostic::error("review/unreviewed", message)
            .at(&self.page.path, 0..0)
            .help(format!("let a reviewer read it, then run {}", self.next_step()));
        found.push(Diagnostic { severity, ..problem });
    }

    fn reviewed(&self, review: &Review, found: &mut Vec<Diagnostic>) {
        if let Some(changes) = &review.changes {
            found.extend(self.changed(review, changes));
        }
        let until = review.receipt.until;
        let file = SourcePath::new(FILE);
        let place = review.receipt.places.until.clone();
        let help = format!("let a reviewer read it, then run {}", self.next_step());
        let days = (until - self.today).get_days();
        let problem = if review.is_overdue(self.today) {
            let message =
                format!("the review of this page was to be repeated by {until}");
            self.at_title(self.policy.overdue, "review/overdue", message)
        } else if i64::from(days) < self.policy.remind {
            let (day, s) = (days, if days == 1 { "" } else { "s" });
            let message =
                format!("the review of this page is due by {until}, in {day} day{s}");
            self.at_title(Consequence::Warning, "review/due", message)
        } else {
            None
        };
        let problem =
            problem.map(|one| one.related(&file, place, "its receipt").help(help));
        found.extend(problem);
        if let Some(claim) = &self.page.front_matter.review_claim {
            let message = "this page has a receipt, which says when it was reviewed";
            found.push(
                Diagnostic::warning("review/claim", message)
                    .at(&self.page.path, claim.span.clone())
                    .help("delete `last_reviewed_on` and `review_in`"),
            );
        }
    }

    fn changed(&self, review: &Review, changes: &Changes) -> Option<Diagnostic> {
        let severity = self.policy.changed.severity()?;
        let (name, on) = (&review.person.name, review.receipt.on);
        let start = format!("this page has changed since {name} reviewed it on {on}");
        let (new, gone) = changes.words();
        let message = match changes.list.as_slice() {
            [] => start,
            _ => format!("{start}: {new} {} new, {gone} gone", words(new)),
        };
        let first = changes.list.first();
        let span = first.map_or_else(|| self.title(), |change| change.span.clone());
        let problem =
            Diagnostic { severity, ..Diagnostic::error("review/changed", message) };
        let file = SourcePath::new(FILE);
        let problem = problem
            .at(&self.page.path, span)
            .note(first.map(note).unwrap_or_default())
            .related(&file, review.receipt.places.by.clone(), "its receipt");
        Some(
            problem.help(format!(
                "let a reviewer read it again, then run {}",
                self.next_step()
            )),
        )
    }
}

fn words(count: usize) -> &'static str {
    if count == 1 { "word is" } else { "words are" }
}

/// What stood at a place.
fn note(change: &Change) -> String {
    let before = change.before.join(" ");
    if before.is_empty() {
        return "this is new".to_owned();
    }
    let verb = if change.after.is_empty() { "gone" } else { "it was" };
    let mut letters = before.trim_start().chars();
    let short: String = letters.by_ref().take(LONGEST_NOTE).collect();
    let rest = if letters.next().is_some() { "…" } else { "" };
    format!("{verb}: {short}{rest}")
}
