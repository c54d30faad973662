//! Hayagriva's words: types of works, what may hold them, and keys.

use super::super::record::Kind;

/// Hayagriva's types of works that people cite, and five that it lacks.
pub(super) const TYPES: [(&str, Kind); 25] = [
    ("Article", Kind::Article),
    ("Book", Kind::Book),
    ("Chapter", Kind::Chapter),
    ("Report", Kind::Report),
    ("Thesis", Kind::Thesis),
    ("Web", Kind::Web),
    ("Preprint", Kind::Preprint),
    ("News", Kind::News),
    ("Guideline", Kind::Guideline),
    ("Conference", Kind::Conference),
    ("Dataset", Kind::Dataset),
    ("Legislation", Kind::Legal),
    ("Case", Kind::Legal),
    ("Newspaper", Kind::News),
    ("Repository", Kind::Dataset),
    ("Entry", Kind::Chapter),
    ("Anthos", Kind::Chapter),
    ("Anthology", Kind::Book),
    ("Proceedings", Kind::Book),
    ("Reference", Kind::Book),
    ("Blog", Kind::Web),
    ("Post", Kind::Web),
    ("Video", Kind::Web),
    ("Audio", Kind::Web),
    ("Misc", Kind::Web),
];

/// What may hold a work, and what that makes of an article.
pub(super) const PARENTS: [(&str, Kind); 12] = [
    ("Periodical", Kind::Article),
    ("Newspaper", Kind::News),
    ("Magazine", Kind::News),
    ("Proceedings", Kind::Conference),
    ("Conference", Kind::Conference),
    ("Book", Kind::Chapter),
    ("Anthology", Kind::Chapter),
    ("Reference", Kind::Chapter),
    ("Blog", Kind::Web),
    ("Web", Kind::Web),
    ("Repository", Kind::Preprint),
    ("Legislation", Kind::Legal),
];

/// Keys of a record. Those after `note` are Hayagriva's as well; no style prints them.
pub(super) const KEYS: [&str; 25] = [
    "type",
    "title",
    "author",
    "editor",
    "date",
    "parent",
    "page-range",
    "serial-number",
    "publisher",
    "location",
    "organization",
    "edition",
    "volume",
    "issue",
    "genre",
    "url",
    "note",
    "abstract",
    "affiliated",
    "archive",
    "archive-location",
    "call-number",
    "language",
    "page-total",
    "volume-total",
];

/// Keys of what holds a work.
pub(super) const PARENT_KEYS: [&str; 14] = [
    "type",
    "title",
    "volume",
    "issue",
    "edition",
    "editor",
    "publisher",
    "location",
    "organization",
    "serial-number",
    "parent",
    "date",
    "url",
    "note",
];
