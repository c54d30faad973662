//! What became of every review.

use std::fmt::Write;

use plainleaf::diagnostic::Diagnostic;
use plainleaf::model::overview::PageOverview;
use plainleaf::model::review::Standing;
use plainleaf::model::review::compare::Changes;
use plainleaf::model::review::receipt::name;
use serde_json::{Value, json};

use super::super::args::Format;
use super::super::report;
use super::super::world::has_errors;
use super::super::{CLEAN, FINDINGS};
use super::Seen;

/// The standings, what is most urgent first, and what is said of each.
const GROUPS: [(Standing, &str); 4] = [
    (Standing::Changed, "changed since review"),
    (Standing::Overdue, "overdue"),
    (Standing::Reviewed, "reviewed"),
    (Standing::Unreviewed, "not reviewed"),
];

/// Lists the standing of all pages; what is wrong with receipts is reported.
pub(super) fn list(site: &Seen<'_>, format: Format) -> u8 {
    let all = site.built.diagnostics.iter();
    let found: Vec<Diagnostic> =
        all.filter(|one| one.code.starts_with("review/")).cloned().collect();
    let shown = |found: &&Diagnostic| {
        ["review/changed", "review/overdue", "review/due", "review/unreviewed"]
            .iter()
            .all(|code| *code != found.code)
    };
    match format {
        Format::Json => {
            let pages: Vec<Value> =
                site.built.overview.iter().map(|page| site.page_json(page)).collect();
            let found: Vec<Value> =
                found.iter().map(|one| report::json(site.tree(), one)).collect();
            let json = json!({ "pages": pages, "diagnostics": found });
            report::say(&format!("{json:#}\n"));
        }
        Format::Human => {
            let of_receipts: Vec<Diagnostic> =
                found.iter().filter(shown).cloned().collect();
            report::print(site.tree(), &of_receipts);
            report::say(&site.groups());
        }
    }
    if has_errors(&found) { FINDINGS } else { CLEAN }
}

impl Seen<'_> {
    /// A page, for programs.
    pub(super) fn page_json(&self, page: &PageOverview) -> Value {
        let review = self.built.reviews.of(&page.path);
        let receipt = review.map(|review| &review.receipt);
        let changes = review.and_then(|review| review.changes.as_ref());
        let words = changes.map(Changes::words);
        json!({
            "page": page.path.as_str(),
            "title": page.title,
            "published": page.is_built,
            "standing": page.review.name(),
            "by": receipt.map(|receipt| &receipt.by),
            "name": review.map(|review| &review.person.name),
            "on": receipt.map(|receipt| receipt.on.to_string()),
            "due": page.due.map(|due| due.to_string()),
            "text": receipt.map(|receipt| receipt.text.to_string()),
            "note": receipt.map(|receipt| &receipt.note),
            "new_words": words.map(|(new, _)| new),
            "gone_words": words.map(|(_, gone)| gone),
        })
    }

    fn groups(&self) -> String {
        let mut text = String::new();
        for (standing, title) in GROUPS {
            let pages = self.built.overview.iter();
            let mut pages: Vec<_> =
                pages.filter(|page| page.review == standing).collect();
            if pages.is_empty() {
                continue;
            }
            pages.sort_by_key(|page| (page.due.is_none(), page.due));
            let _ = writeln!(text, "{title}, {}:", pages.len());
            for page in pages {
                let _ = writeln!(text, "  {}{}", name(&page.path), self.facts(page));
            }
        }
        text
    }

    /// The rest of a line about a page.
    fn facts(&self, page: &PageOverview) -> String {
        let held = if page.is_built { "" } else { " (not published)" };
        let Some(review) = self.built.reviews.of(&page.path) else {
            let due = page.due.map_or(String::new(), |due| {
                format!(": the page itself says that one is due on {due}")
            });
            return format!("{due}{held}");
        };
        let (by, on) = (&review.person.name, review.receipt.on);
        let changes = review.changes.as_ref().map_or(String::new(), |changes| {
            let (new, gone) = changes.words();
            let is_known = !changes.list.is_empty();
            let new = report::count(new as u64, "word");
            if is_known {
                format!("; since then {new} new, {gone} gone")
            } else {
                String::new()
            }
        });
        let until = review.receipt.until;
        format!(": by {by} on {on}, due {until}{changes}{held}")
    }
}
