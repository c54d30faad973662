//! The proof that a reference says what its record says, and no more.
//!
//! It reads the printed text from left to right and knows nothing of how it was made, so that
//! a fault of the formatter cannot hide: an author left out, a digit changed, a number lost.
//! It shares with the formatter only what a style declares: how many authors it names, and
//! which dates, numbers and addresses it shows.

mod dates;
mod order;
mod people;
mod read;
mod walk;

use std::fmt;
use std::ops::Range;

use percent_encoding::percent_decode_str;

use super::record::{Record, Registered};
use super::style::Style;
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use walk::Walk;

/// The first part of a record that its printed reference does not show in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Which part, such as `author` or `volume`.
    pub part: &'static str,
    /// What should have been printed.
    pub value: String,
}

impl Missing {
    /// The error at the record, whose bytes in its file are `span`.
    pub fn report(&self, path: &SourcePath, span: Range<usize>) -> Diagnostic {
        Diagnostic::error("bibliography/proof", self.to_string())
            .at(path, span)
            .help("compare the record with its source; then report this as our mistake")
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the reference does not show the {} `{}`", self.part, self.value)
    }
}

/// Proves that `text` shows all of the record that its style declares: each part in order, and
/// nothing else between.
///
/// Names, years and numbers stand verbatim, as whole words; titles are compared without case
/// and kind of dash, pages without kind of dash and with every range in full.
///
/// # Errors
/// The first part that is missing or comes after words that are not of the record: an author
/// up to the limit of the style, the words for authors not named, editors, title, container,
/// edition, volume, publisher, date, issue, pages, number, identifier, address; `end` if words
/// are left over.
pub fn prove(record: &Record, style: Style, text: &str) -> Result<(), Missing> {
    let mut walk = Walk::new(record, style, text);
    for part in order::parts(record, style) {
        walk.part(part)?;
    }
    walk.end()
}

/// Proves that safe HTML shows the whole record, and that its links lead where they say.
///
/// # Errors
/// As [`prove`]; and `link`, for an identifier or address without a link to it.
pub fn prove_html(record: &Record, style: Style, html: &str) -> Result<(), Missing> {
    let mut text = String::new();
    let mut links = Vec::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        text.push_str(&unescape(before));
        let href = tag.strip_prefix("a href=\"").and_then(|tag| tag.split('"').next());
        links.extend(href.map(unescape));
        rest = after;
    }
    text.push_str(&unescape(rest));
    prove(record, style, &text)?;
    let decoded =
        |link: &String| percent_decode_str(link).decode_utf8_lossy().into_owned();
    for Registered { value, before, after, .. } in style.identifiers(record) {
        let wanted = format!("{before}{value}{after}");
        if !links.iter().any(|link| decoded(link) == wanted) {
            return Err(Missing { part: "link", value: wanted });
        }
    }
    match style.address(record) {
        Some(url) if !links.contains(&url) => Err(Missing { part: "link", value: url }),
        _ => Ok(()),
    }
}

fn unescape(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests;
