//! Who signed for which text, and what became of it.

use std::fmt::Write;

use serde::Serialize;

use super::Evidence;
use super::page::table;
use crate::html::escape;
use crate::pipeline::{Build, Input};

/// A receipt that counts.
#[derive(Clone, Debug, Serialize)]
pub struct ReceiptEvidence {
    /// The article.
    pub page: String,
    /// Who signed: the name in `site.toml`.
    pub by: String,
    /// Their name.
    pub name: String,
    /// What makes them fit to.
    pub credentials: Option<String>,
    /// The day on which they read it.
    pub on: String,
    /// Until when that counts.
    pub until: String,
    /// Digest of the text that they signed for.
    pub text: String,
    /// What they noted.
    pub note: String,
    /// `changed`, `overdue` or `reviewed`.
    pub standing: &'static str,
    /// Words that are new since.
    pub new_words: usize,
    /// Words that are gone since.
    pub gone_words: usize,
}

/// Every receipt that counts, by its article.
pub(super) fn receipts(input: &Input, build: &Build) -> Vec<ReceiptEvidence> {
    let all = build.reviews.iter().map(|review| {
        let receipt = &review.receipt;
        let words =
            review.changes.as_ref().map(crate::model::review::compare::Changes::words);
        let (new_words, gone_words) = words.unwrap_or_default();
        ReceiptEvidence {
            page: receipt.page.to_string(),
            by: receipt.by.clone(),
            name: review.person.name.clone(),
            credentials: review.person.credentials.clone(),
            on: receipt.on.to_string(),
            until: receipt.until.to_string(),
            text: receipt.text.to_string(),
            note: receipt.note.clone(),
            standing: review.standing(input.today).name(),
            new_words,
            gone_words,
        }
    });
    all.collect()
}

/// The receipts for people.
pub(super) fn html(evidence: &Evidence) -> String {
    let mut rows = String::new();
    for receipt in &evidence.receipts {
        let credentials = receipt.credentials.as_ref();
        let credentials = credentials.map_or(String::new(), |own| format!(", {own}"));
        let changed = match (receipt.new_words, receipt.gone_words) {
            (0, 0) => String::new(),
            (new, gone) => format!("; words new {new}, gone {gone}"),
        };
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td><td>{}</td>\
             <td>{}{changed}</td><td><code>{}</code></td></tr>",
            escape(&receipt.page),
            escape(&format!("{}{credentials}", receipt.name)),
            receipt.on,
            receipt.until,
            receipt.standing,
            receipt.text,
        );
    }
    if rows.is_empty() {
        return "<p>Nobody has signed for any page. No page says that it was reviewed.</p>\n"
            .to_owned();
    }
    let columns =
        ["Page", "Reviewed by", "On", "Due again", "Today", "Digest of the text"];
    let what = "<p>A receipt says which text somebody put their name to. That they read it \
                well, no program can tell.</p>\n";
    what.to_owned() + &table("Receipts", &columns, &rows)
}
