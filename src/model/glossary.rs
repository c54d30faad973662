//! Terms in articles: which words of an article lead to which definition.
//!
//! Only the first use of a term leads there, and only in running text: not in headings, links,
//! code, quotations, captions, heads of tables, footnotes or raw HTML, and not in the cards for
//! emergencies, which hold no reading matter. An author's own link to a definition is its use.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::Entry;
use super::links::Resolved;
use crate::content::Page;
use crate::content::document::{Element, Kind, Node};
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::path::UrlPath;

/// All terms of a language.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// The terms, in the order of their pages and lists.
    pub terms: Vec<Defined>,
    /// The digest of all that articles see of it.
    pub digest: Digest,
    /// Ways to write them, by the first word; the longest first.
    phrases: HashMap<String, Vec<Phrase>>,
}

/// A term and where readers find what it means.
#[derive(Debug)]
pub struct Defined {
    /// The entry of its page.
    pub entry: usize,
    /// Which of the terms of its page it is.
    pub number: usize,
    /// The page.
    pub url: UrlPath,
    /// The anchor on it.
    pub id: String,
}

#[derive(Debug, Hash)]
struct Phrase {
    rest: Vec<String>,
    term: usize,
}

/// A place in a document: a node, and a byte of its text.
pub type Spot = (usize, usize);

/// The first use of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub struct Use {
    /// Where its words begin.
    pub start: Spot,
    /// Where they end; nothing but text stands between.
    pub end: Spot,
    /// The term, as an index of the lexicon.
    pub term: usize,
}

/// Components whose text holds no link to a definition.
const UNLINKED: [&str; 7] = [
    "call-911",
    "get-help-today",
    "figure",
    "taper-disclaimer",
    "taper-exclusions",
    "taper-red-flags",
    "taper-rules",
];

/// The lexicon of each language; a word that two terms claim is reported.
pub(super) fn lexicons(
    entries: &[Entry<'_>],
    languages: &[&str],
    found: &mut Vec<Diagnostic>,
) -> Vec<Lexicon> {
    let mut lexicons: Vec<Lexicon> =
        languages.iter().map(|_| Lexicon::default()).collect();
    for (index, entry) in entries.iter().enumerate() {
        let Some(glossary) = &entry.page.glossary else { continue };
        let language = entry.page.language;
        let Some(lexicon) = lexicons.get_mut(language) else { continue };
        let is_english = languages[language].starts_with("en");
        for (number, term) in glossary.terms.iter().enumerate() {
            let own = lexicon.terms.len();
            let (url, id) = (entry.url.clone(), term.id.clone());
            lexicon.terms.push(Defined { entry: index, number, url, id });
            for word in term.words().filter(|_| term.is_linked) {
                let forms = is_english.then(|| plural(word)).flatten();
                let first = lexicon.add(word, own);
                if let Some(form) = forms {
                    lexicon.add(&form, own);
                }
                if let Some(first) = first.filter(|first| *first != own) {
                    let first = &lexicon.terms[first];
                    found.push(twice(entries, (entry.page, number), first, word));
                }
            }
        }
    }
    for lexicon in &mut lexicons {
        lexicon.seal();
    }
    lexicons
}

fn twice(
    entries: &[Entry<'_>],
    (page, number): (&Page, usize),
    first: &Defined,
    word: &str,
) -> Diagnostic {
    let span = |page: &Page, number: usize| {
        page.glossary.as_ref().map_or(0..0, |all| all.terms[number].span.clone())
    };
    let other = entries[first.entry].page;
    Diagnostic::error("glossary/twice", format!("`{word}` is defined twice"))
        .at(&page.path, span(page, number))
        .related(&other.path, span(other, first.number), "the other one")
        .help("keep one of the definitions, or tell the words apart")
}

/// The regular plural of an English word.
fn plural(word: &str) -> Option<String> {
    let last = word.chars().last().filter(char::is_ascii_lowercase)?;
    let before = word.chars().rev().nth(1).unwrap_or(' ');
    Some(match last {
        'y' if !"aeiou".contains(before) => format!("{}ies", &word[..word.len() - 1]),
        's' | 'x' | 'z' => format!("{word}es"),
        'h' if "cs".contains(before) => format!("{word}es"),
        _ => format!("{word}s"),
    })
}

impl Lexicon {
    /// Whether nothing is defined in this language.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Computes the digest of what was added.
    fn seal(&mut self) {
        let mut phrases: Vec<_> = self.phrases.iter().collect();
        phrases.sort_unstable_by_key(|(first, _)| first.as_str());
        let places: Vec<_> = self.terms.iter().map(|one| (&one.url, &one.id)).collect();
        self.digest = Digest::of_value(&(phrases, places));
    }

    /// Adds a way to write a term, unless another has it: that one is given back.
    fn add(&mut self, word: &str, term: usize) -> Option<usize> {
        let mut parts = tokens(word).map(|(_, token)| small(token));
        let first = parts.next()?;
        let rest: Vec<String> = parts.collect();
        let list = self.phrases.entry(first).or_default();
        if let Some(known) = list.iter().find(|phrase| phrase.rest == rest) {
            return Some(known.term);
        }
        list.push(Phrase { rest, term });
        list.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        None
    }

    /// The longest term that begins with a token of a text, and its last token.
    fn longest(&self, text: &str, tokens: &[(usize, &str)]) -> Option<(usize, usize)> {
        let (_, first) = tokens.first()?;
        let fits = |phrase: &&Phrase| {
            let count = phrase.rest.len();
            let follows = |at: usize| {
                let (start, token) = tokens[at];
                let (before, word) = tokens[at - 1];
                let between = &text[before + word.len()..start];
                small(token) == phrase.rest[at - 1]
                    && between.chars().all(char::is_whitespace)
            };
            tokens.len() > count && (1..=count).all(follows)
        };
        let phrase = self.phrases.get(&small(first))?.iter().find(fits)?;
        Some((phrase.term, phrase.rest.len()))
    }
}

/// Words as terms are made of: letters, digits, and hyphens and apostrophes within.
fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_sign = |c: char| !(c.is_alphanumeric() || "-'’".contains(c));
    text.split(is_sign).filter_map(move |piece| {
        let word = piece.trim_matches(['-', '\'', '’']);
        let word = word.strip_suffix("'s").or(word.strip_suffix("’s")).unwrap_or(word);
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        (!word.is_empty()).then_some((start, word))
    })
}

fn small(word: &str) -> String {
    word.to_lowercase()
}

/// Whether an entry is an article that terms are looked for in: no section and no glossary.
pub fn may_use(entry: &Entry<'_>, lexicon: &Lexicon) -> bool {
    !(lexicon.is_empty() || entry.page.is_section || entry.page.glossary.is_some())
}

/// The first uses of terms in an article, in order; none in sections and glossaries.
pub fn uses(entry: &Entry<'_>, lexicon: &Lexicon) -> Vec<Use> {
    let page = entry.page;
    if !may_use(entry, lexicon) {
        return Vec::new();
    }
    let mut walk = Walk {
        page,
        lexicon,
        uses: Vec::new(),
        used: own_links(entry, lexicon).into_iter().collect(),
        shut: Vec::new(),
        tags: Vec::new(),
        text: String::new(),
        pieces: Vec::new(),
    };
    let captions = page.document.tables.iter().map(|table| table.caption.clone());
    let captions: Vec<_> = captions.filter(|caption| !caption.is_empty()).collect();
    for (at, node) in page.document.nodes.iter().enumerate() {
        if !captions.iter().any(|caption| caption.contains(&at)) {
            walk.node(at, *node);
        }
    }
    walk.end();
    walk.uses
}

/// Terms to whose definitions the author has linked, in their order.
pub fn own_links(entry: &Entry<'_>, lexicon: &Lexicon) -> Vec<usize> {
    let term = |link: &Resolved| {
        let Resolved::Page { index, tail, .. } = link else { return None };
        let id = tail.strip_prefix('#')?;
        lexicon.terms.iter().position(|term| term.entry == *index && term.id == id)
    };
    let mut terms: Vec<usize> = entry.links.iter().filter_map(term).collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// Goes through a document and gathers text between marks.
struct Walk<'a> {
    page: &'a Page,
    lexicon: &'a Lexicon,
    uses: Vec<Use>,
    used: HashSet<usize>,
    /// What is open and holds no links.
    shut: Vec<Element>,
    /// Raw tags that are open.
    tags: Vec<&'a str>,
    text: String,
    /// Where the text of each node begins.
    pieces: Vec<(usize, usize)>,
}

impl<'a> Walk<'a> {
    fn node(&mut self, at: usize, node: Node) {
        let page = self.page;
        let string = |data: u32| page.document.strings.get(data);
        match node.kind {
            Kind::Text => {
                self.push(at, page.source.text.get(node.span()).unwrap_or_default());
            }
            Kind::Owned => self.push(at, string(node.data)),
            Kind::SoftBreak => self.push(at, "\n"),
            Kind::Open(element) => {
                self.end();
                if self.is_shut(element, node.data) {
                    self.shut.push(element);
                }
            }
            Kind::Close(element) => {
                // A link that is all of a cell would be too small a target: no sentence
                // stands around it.
                if element == Element::TableCell && self.is_term_alone() {
                    self.text.clear();
                    self.pieces.clear();
                }
                self.end();
                // Components without links lie only within their like.
                if self.shut.last() == Some(&element)
                    && (element != Element::Component || self.is_shut(element, node.data))
                {
                    self.shut.pop();
                }
            }
            Kind::Raw => {
                self.end();
                self.raw(string(node.data));
            }
            _ => self.end(),
        }
    }

    fn is_shut(&self, element: Element, data: u32) -> bool {
        match element {
            Element::Heading
            | Element::Link
            | Element::CodeBlock
            | Element::BlockQuote
            | Element::Footnote
            | Element::DefinitionTerm
            | Element::TableHead => true,
            Element::Component => {
                let component = self.page.document.components.get(data as usize);
                component.is_some_and(|one| UNLINKED.contains(&one.name.as_str()))
            }
            _ => false,
        }
    }

    fn raw(&mut self, tag: &'a str) {
        let name = tag.trim_start_matches(['<', '/']);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = &name[..end];
        if tag.starts_with("</") {
            if let Some(open) = self.tags.iter().rposition(|open| *open == name) {
                self.tags.truncate(open);
            }
        } else if !matches!(name, "br" | "hr" | "wbr" | "img" | "col") {
            self.tags.push(name);
        }
    }

    fn push(&mut self, at: usize, text: &str) {
        if self.shut.is_empty() && self.tags.is_empty() {
            self.pieces.push((self.text.len(), at));
            self.text.push_str(text);
        }
    }

    /// Whether the text that was gathered is one term and nothing else.
    fn is_term_alone(&self) -> bool {
        let tokens: Vec<_> = tokens(&self.text).collect();
        let longest = self.lexicon.longest(&self.text, &tokens);
        longest.is_some_and(|(_, more)| more + 1 == tokens.len())
    }

    /// Looks for terms in the text that was gathered.
    fn end(&mut self) {
        let text = std::mem::take(&mut self.text);
        let pieces = std::mem::take(&mut self.pieces);
        let tokens: Vec<_> = tokens(&text).collect();
        let mut at = 0;
        while at < tokens.len() {
            let Some((term, more)) = self.lexicon.longest(&text, &tokens[at..]) else {
                at += 1;
                continue;
            };
            let last = tokens[at + more];
            let (start, end) = (tokens[at].0, last.0 + last.1.len());
            at += more + 1;
            if self.used.insert(term) {
                let spot = |byte: usize, after: usize| {
                    let piece = pieces.partition_point(|(from, _)| *from <= after) - 1;
                    (pieces[piece].1, byte - pieces[piece].0)
                };
                let (start, end) = (spot(start, start), spot(end, end - 1));
                self.uses.push(Use { start, end, term });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_follow_the_rule() {
        let plurals = ["study", "day", "box", "dose", "crutch", "7-OH"].map(plural);
        let expected = ["studies", "days", "boxes", "doses", "crutches"].map(Some);
        let said = plurals.iter().map(|one| one.as_deref());
        assert_eq!(said.collect::<Vec<_>>()[..5], expected);
        assert_eq!(plurals[5], None);
    }

    #[test]
    fn the_longest_term_at_word_borders_is_meant() {
        let mut lexicon = Lexicon::default();
        lexicon.add("opioid", 0);
        lexicon.add("opioid receptor", 1);
        let longest = |text: &str| {
            let tokens: Vec<_> = tokens(text).collect();
            lexicon.longest(text, &tokens)
        };
        assert_eq!(longest("Opioid receptor"), Some((1, 1)));
        assert_eq!(longest("opioid. Receptor"), Some((0, 0)));
        assert_eq!(longest("opioid's receptor"), Some((0, 0)));
        assert_eq!(longest("opioid-like"), None);
        assert_eq!(longest("opioids"), None);
        assert_eq!(lexicon.add("Opioid", 2), Some(0));
    }
}
