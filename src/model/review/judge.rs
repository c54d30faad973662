//! From receipts to what is to be thought of each page. A receipt that cannot be trusted counts
//! for nothing: it is reported, and the page has none.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::compare::compare;
use super::receipt::{FILE, FOLDER, Receipt, kept_text, name, parse};
use super::text::{Around, ReviewedText, reviewed_text};
use super::{Review, Reviews};
use crate::bibliography::Bibliography;
use crate::config;
use crate::content::Page;
use crate::diagnostic::{Diagnostic, Outcome, nearest};
use crate::digest::Digest;
use crate::model::taper::{self, TaperPage};
use crate::model::{Parts, Site};
use crate::path::SourcePath;

/// Most pages whose texts are compared with that of a receipt whose page is gone.
const MOST_CANDIDATES: usize = 2000;

/// Puts together what was judged of each receipt, in the order of the file.
pub fn reviews(
    parts: Parts<'_>,
    receipts: &[Receipt],
    judged: impl IntoIterator<Item = Arc<Judged>>,
) -> Outcome<Reviews> {
    let mut found = Vec::new();
    let mut reviews = BTreeMap::new();
    let mut first: BTreeMap<&SourcePath, &Receipt> = BTreeMap::new();
    for (receipt, judged) in receipts.iter().zip(judged) {
        if let Some(first) = first.get(&receipt.page) {
            found.push(twice(receipt, first));
            continue;
        }
        first.insert(&receipt.page, receipt);
        found.extend(judged.problem.clone());
        let review = judged.review.clone();
        reviews.extend(review.map(|review| (receipt.page.clone(), review)));
    }
    found.extend(without_receipt(parts, receipts));
    Outcome { value: Reviews { reviews }, diagnostics: found }
}

/// The receipts of a site.
pub fn receipts(parts: Parts<'_>) -> Outcome<Vec<Receipt>> {
    parse(parts.tree.text(FILE).map_or("", |text| &*text.text))
}

/// The articles whose texts must be known before receipts can be judged: those that have one,
/// and if one of these is gone, all, since its text may stand in any of them.
pub fn unread(parts: Parts<'_>) -> Vec<SourcePath> {
    let Some(text) = parts.tree.text(FILE) else { return Vec::new() };
    let mut pages: Vec<SourcePath> =
        parse(&text.text).value.into_iter().map(|receipt| receipt.page).collect();
    pages.sort_unstable();
    let is_there = |path: &SourcePath| {
        parts.pages.binary_search_by(|page| page.path.cmp(path)).is_ok()
    };
    let is_gone = !pages.iter().all(is_there);
    let outlines = parts.pages.iter().filter(|page| page.document.is_outline);
    let wanted = outlines
        .filter(|page| is_gone || pages.binary_search(&page.path).is_ok())
        .map(|page| page.path.clone());
    wanted.collect()
}

/// The text of a page as it is now; `taper` holds its plans if they are known already.
pub fn text_of(page: &Page, parts: Parts<'_>, taper: Option<&TaperPage>) -> ReviewedText {
    let Parts { bibliography, tree, .. } = parts;
    let read = if taper.is_none() {
        // What is wrong with them is said when they are published.
        taper::read(page, bibliography, &mut Vec::new())
    } else {
        None
    };
    let taper = taper.or(read.as_ref());
    reviewed_text(page, Around { bibliography, tree, taper })
}

/// What one receipt is worth.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// What is to be thought of its page, if the receipt counts.
    review: Option<Review>,
    /// What is wrong with it.
    problem: Option<Diagnostic>,
}

/// Compares receipts with what is there.
#[derive(Clone, Copy)]
pub struct Judge<'a> {
    /// The linked site.
    pub site: &'a Site<'a>,
    /// What it was linked from.
    pub parts: Parts<'a>,
}

impl Judge<'_> {
    /// The article that a receipt is for, if it is there.
    pub fn page(&self, path: &SourcePath) -> Option<&Arc<Page>> {
        let pages = self.parts.pages;
        let at = pages.binary_search_by(|page| page.path.cmp(path)).ok()?;
        pages.get(at)
    }

    fn text(&self, page: &Page) -> ReviewedText {
        let entries = self.site.entries.iter();
        let mut entries = entries.filter(|_| page.front_matter.taper.is_some());
        let entry = entries.find(|entry| entry.page.path == page.path);
        text_of(page, self.parts, entry.and_then(|entry| entry.taper.as_ref()))
    }

    /// The review of one receipt, or why it counts for nothing; `all` are the receipts of the
    /// site. If its article is there, nothing else that an article says matters.
    pub fn one(&self, receipt: &Receipt, all: &[Receipt]) -> Judged {
        let wrong = |problem| Judged { problem: Some(problem), review: None };
        let Some(person) = self.parts.config.person(&receipt.by) else {
            return wrong(self.unknown_person(receipt));
        };
        let Some(page) = self.page(&receipt.page) else {
            return wrong(self.unknown_page(receipt, all));
        };
        let kept = kept_text(&receipt.page);
        let before = self.parts.tree.text(kept.as_str()).map(|text| &*text.text);
        // Version control may have changed how lines end.
        let before = before.map(|text| text.replace("\r\n", "\n"));
        let is_kept =
            before.as_ref().map(|text| Digest::of(text.as_bytes()) == receipt.text);
        if is_kept == Some(false) {
            return wrong(forged(receipt, &kept));
        }
        let changes = if is_readable(page, self.parts.bibliography) {
            let now = self.text(page);
            let compare = |before: &String| compare(before, &now.lines);
            (now.digest() != receipt.text)
                .then(|| before.as_ref().map(compare).unwrap_or_default())
        } else {
            // What cannot be read is the mistake; that it is not what was reviewed is none.
            None
        };
        let (receipt, person) = (receipt.clone(), person.clone());
        let problem = is_kept.is_none().then(|| lost(&receipt, &kept));
        Judged { review: Some(Review { receipt, person, changes }), problem }
    }

    fn unknown_person(&self, receipt: &Receipt) -> Diagnostic {
        let people = self.parts.config.people.iter().map(|one| one.id.as_str());
        let message = format!("`{}` is no person of {}", receipt.by, config::FILE);
        let help = nearest(&receipt.by, people).map_or_else(
            || {
                format!(
                    "declare who this is in {}: [people.{}]",
                    config::FILE,
                    receipt.by
                )
            },
            |near| format!("did you mean `{near}`?"),
        );
        Diagnostic::error("review/person", message)
            .at(&SourcePath::new(FILE), receipt.places.by.clone())
            .help(help)
    }

    fn unknown_page(&self, receipt: &Receipt, all: &[Receipt]) -> Diagnostic {
        let message =
            format!("this receipt is for `{}`, which is not there", receipt.name());
        let taken: BTreeSet<&SourcePath> = all.iter().map(|one| &one.page).collect();
        let free = || self.parts.pages.iter().filter(|page| !taken.contains(&page.path));
        let is_same = |page: &&Arc<Page>| self.text(page).digest() == receipt.text;
        let moved = free().take(MOST_CANDIDATES).find(is_same);
        let help = moved.map_or_else(
            || {
                let near = nearest(receipt.name(), free().map(|page| name(&page.path)));
                near.map_or_else(
                    || "delete this line, or correct the path".to_owned(),
                    |near| format!("did you mean `{near}`? if the page is gone, delete this line"),
                )
            },
            |page| {
                let (old, new) = (kept_text(&receipt.page), kept_text(&page.path));
                let name = name(&page.path);
                format!("its text now stands in `{name}`: write that here, and rename {old} to {new}")
            },
        );
        Diagnostic::warning("review/page", message)
            .at(&SourcePath::new(FILE), receipt.places.page.clone())
            .help(help)
    }
}

/// Texts that are kept and belong to no receipt.
fn without_receipt(parts: Parts<'_>, receipts: &[Receipt]) -> Vec<Diagnostic> {
    let kept: BTreeSet<SourcePath> =
        receipts.iter().map(|receipt| kept_text(&receipt.page)).collect();
    let files = parts.tree.below(FOLDER).map(|(path, _)| path);
    let orphans = files.filter(|path| !kept.contains(*path));
    orphans
        .map(|path| {
            Diagnostic::warning("review/text", "no receipt is for this text")
                .at(path, 0..0)
                .help(format!("delete the file, or restore its line in {FILE}"))
        })
        .collect()
}

/// Whether a page and its sources could be read, so that its text can be told.
fn is_readable(page: &Page, bibliography: &Bibliography) -> bool {
    page.is_whole && (bibliography.is_whole() || page.document.citations.is_empty())
}

fn twice(receipt: &Receipt, first: &Receipt) -> Diagnostic {
    let file = SourcePath::new(FILE);
    let message = format!("`{}` has two receipts", receipt.name());
    Diagnostic::error("review/twice", message)
        .at(&file, receipt.places.page.clone())
        .related(&file, first.places.page.clone(), "the other one")
        .help("keep the one whose text its reviewer read, and delete the other")
}

/// The text beside a receipt is not the one that was signed.
fn forged(receipt: &Receipt, kept: &SourcePath) -> Diagnostic {
    let message = format!("`{kept}` is not the text that this receipt is for");
    Diagnostic::error("review/text", message)
        .at(&SourcePath::new(FILE), receipt.places.line.clone())
        .help(format!(
            "restore {kept} from version control, or let a reviewer read the page again"
        ))
}

/// The text of a receipt is gone.
fn lost(receipt: &Receipt, kept: &SourcePath) -> Diagnostic {
    let message = format!("the text of this receipt is not kept: there is no `{kept}`");
    Diagnostic::warning("review/text", message)
        .at(&SourcePath::new(FILE), receipt.places.line.clone())
        .help("restore it from version control: without it nobody can say what changed")
}
