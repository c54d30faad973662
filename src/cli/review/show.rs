//! One page: its standing, and word by word what changed since its review.

use std::fmt::Write;

use plainleaf::diagnostic::line_column;
use plainleaf::model::overview::PageOverview;
use plainleaf::model::review::ReviewedText;
use plainleaf::model::review::compare::{Change, Piece};
use plainleaf::model::review::receipt::name;
use serde_json::{Value, json};

use super::super::CLEAN;
use super::super::args::Format;
use super::super::report;
use super::Seen;

/// Says what is known of a page and its review.
pub(super) fn show(
    site: &Seen<'_>,
    page: &PageOverview,
    (text, format): (&ReviewedText, Format),
) -> u8 {
    report::say(&match format {
        Format::Json => {
            let mut json = site.page_json(page);
            json["now"] = text.digest().to_string().into();
            json["changes"] = site
                .changes(page)
                .iter()
                .map(|one| site.change_json(page, one))
                .collect();
            format!("{json:#}\n")
        }
        Format::Human => site.human(page, text),
    });
    CLEAN
}

impl Seen<'_> {
    fn changes(&self, page: &PageOverview) -> &[Change] {
        let review = self.built.reviews.of(&page.path);
        let changes = review.and_then(|review| review.changes.as_ref());
        changes.map_or(&[], |changes| changes.list.as_slice())
    }

    fn line(&self, page: &PageOverview, change: &Change) -> usize {
        let text = self.tree().text(page.path.as_str()).map_or("", |text| &text.text);
        line_column(text, change.span.start).0
    }

    fn change_json(&self, page: &PageOverview, change: &Change) -> Value {
        let pieces: Vec<Value> = change
            .pieces()
            .into_iter()
            .map(|piece| match piece {
                Piece::Same(words) => json!({ "same": words }),
                Piece::Gone(words) => json!({ "gone": words }),
                Piece::New(words) => json!({ "new": words }),
            })
            .collect();
        json!({
            "line": self.line(page, change),
            "before": change.before,
            "after": change.after,
            "words": pieces,
        })
    }

    fn human(&self, page: &PageOverview, text: &ReviewedText) -> String {
        let name = name(&page.path);
        let command = format!("plainleaf review {name} --by ID --until DATE");
        let Some(review) = self.built.reviews.of(&page.path) else {
            return format!(
                "{name}: not reviewed\nonce somebody has read it, run {command}\n"
            );
        };
        let (by, receipt) = (&review.person.name, &review.receipt);
        let mut said = format!(
            "{name}: {}\n  reviewed by {by} on {}, due {}\n",
            page.review.name(),
            receipt.on,
            receipt.until
        );
        if !receipt.note.is_empty() {
            let _ = writeln!(said, "  note: {}", receipt.note);
        }
        if review.changes.is_none() {
            return said;
        }
        let _ = writeln!(
            said,
            "  text: {} was reviewed, {} is there",
            receipt.text,
            text.digest()
        );
        said.push_str("what changed, [-gone-] and {+new+}:\n");
        for change in self.changes(page) {
            let line = self.line(page, change);
            let _ = writeln!(said, "  {}:{line}: {}", page.path, words(change));
        }
        let _ = writeln!(said, "once somebody has read it again, run {command}");
        said
    }
}

fn words(change: &Change) -> String {
    let pieces = change.pieces().into_iter().map(|piece| match piece {
        Piece::Same(words) => words,
        Piece::Gone(words) => format!("[-{words}-]"),
        Piece::New(words) => format!("{{+{words}+}}"),
    });
    pieces.collect::<Vec<_>>().join(" ")
}
