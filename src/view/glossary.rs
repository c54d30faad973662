//! A glossary from A to Z, as its partial sees it.

use serde::Serialize;
use tera::Value;

use super::collation;
use super::context::LinkView;

/// The terms of a glossary page.
#[derive(Debug, Serialize)]
pub struct GlossaryView {
    /// The letters that have terms, in order.
    pub letters: Vec<LetterView>,
}

/// A letter and the terms that begin with it.
#[derive(Debug, Serialize)]
pub struct LetterView {
    /// The letter, or `0–9` for terms that begin with no letter.
    pub name: String,
    /// Its anchor.
    pub id: String,
    /// Its terms and other words, in order.
    pub entries: Vec<EntryView>,
}

/// A term, or another word for one.
#[derive(Debug, Serialize)]
pub struct EntryView {
    /// The anchor of a term.
    pub id: Option<String>,
    /// The words, as HTML.
    pub title: Value,
    /// The definitions, each a `dd`.
    pub content: Option<Value>,
    /// For another word: the term to look at.
    pub see: Option<LinkView>,
}

/// Puts entries into the order of a language; each comes with the words to sort by.
pub fn glossary(language: &str, entries: Vec<(String, EntryView)>) -> GlossaryView {
    let mut entries: Vec<_> = entries
        .into_iter()
        .map(|(words, entry)| (collation::key(language, &words), words, entry))
        .collect();
    entries.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    let mut letters: Vec<LetterView> = Vec::new();
    for (_, words, entry) in entries {
        let letter = collation::letter(language, &words);
        let name = letter.unwrap_or_else(|| "0–9".to_owned());
        if let Some(known) = letters.iter_mut().find(|one| one.name == name) {
            known.entries.push(entry);
        } else {
            let id = format!("letter-{}", crate::path::slugify(&name));
            letters.push(LetterView { name, id, entries: vec![entry] });
        }
    }
    GlossaryView { letters }
}
