//! Words to avoid, what to write in their place, and abbreviations that everyone knows: the
//! built-in list, and what a site says in `words.toml`.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::text::Block;
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use crate::source::SourceTree;
use crate::value::{Reader, Table, parse_toml};

/// The file in which a site adds to the list.
pub const FILE: &str = "words.toml";

/// The list that every site has.
const BUILT_IN: &str = include_str!("words.toml");

/// A word to avoid.
#[derive(Clone, Debug)]
pub(super) struct Avoided {
    /// What to write instead, as the author is told.
    pub(super) write: String,
    /// What is wrong with it, and who says so.
    pub(super) why: String,
}

/// One way to write an avoided word: what follows its first word, and its place in the list.
#[derive(Clone, Debug)]
struct Phrase {
    rest: Vec<String>,
    /// `None` for a name that holds such a word and may stand.
    avoided: Option<usize>,
}

/// Words to avoid, and abbreviations that need no explanation.
#[derive(Clone, Debug, Default)]
pub struct Words {
    avoided: Vec<Avoided>,
    phrases: HashMap<String, Vec<Phrase>>,
    known: HashSet<String>,
}

/// The built-in list with what the site's own file adds, allows and takes back.
pub fn words(tree: &SourceTree, found: &mut Vec<Diagnostic>) -> Words {
    let mut words = Words::default();
    let own = tree.text(FILE).map(|text| &*text.text);
    let path = SourcePath::new(FILE);
    for text in std::iter::once(BUILT_IN).chain(own) {
        let table = parse_toml(&path, text, 0).take(found);
        words.add(&path, &table, found);
    }
    words
}

impl Words {
    /// Whether everyone knows an abbreviation.
    pub(super) fn knows(&self, abbreviation: &str) -> bool {
        self.known.contains(abbreviation)
    }

    /// Adds abbreviations that are explained elsewhere, such as in the glossary.
    pub fn explain<'a>(&mut self, words: impl IntoIterator<Item = &'a str>) {
        self.known.extend(words.into_iter().map(str::to_owned));
    }

    fn add(&mut self, path: &SourcePath, table: &Table, found: &mut Vec<Diagnostic>) {
        let mut reader = Reader::new(path, table, found);
        let known = reader.strings("known").unwrap_or_default();
        self.known.extend(known.into_iter().map(|(word, _)| word));
        for (word, _) in reader.strings("allow").unwrap_or_default() {
            self.phrase(&word, None);
        }
        let mut said = Vec::new();
        for (table, span) in reader.tables("word").unwrap_or_default() {
            self.word(path, table, span, &mut said);
        }
        reader.finish();
        found.append(&mut said);
    }

    fn word(
        &mut self,
        path: &SourcePath,
        table: &Table,
        span: Range<usize>,
        found: &mut Vec<Diagnostic>,
    ) {
        let mut reader = Reader::new(path, table, found);
        let avoid = reader.strings("avoid").unwrap_or_default();
        let write = reader.string("write");
        let (why, source) = (reader.string("why"), reader.string("source"));
        let except = reader.strings("except").unwrap_or_default();
        reader.finish();
        let (Some(write), false) = (write, avoid.is_empty()) else {
            let message = "a word to avoid needs `avoid` and `write`";
            let help = "add avoid = [\"addict\"] and write = \"person who uses kratom\"";
            found.push(
                Diagnostic::error("prose/words", message).at(path, span).help(help),
            );
            return;
        };
        let why = why.unwrap_or_else(|| "this site avoids it".to_owned());
        let why = source.map_or(why.clone(), |source| format!("{why} ({source})"));
        let write = write.split(" | ").map(|one| format!("`{one}`")).collect::<Vec<_>>();
        self.avoided.push(Avoided { write: write.join(" or "), why });
        let last = self.avoided.len() - 1;
        for (phrase, _) in avoid {
            self.phrase(&phrase, Some(last));
        }
        for (phrase, _) in except {
            self.phrase(&phrase, None);
        }
    }

    /// What a site says later stands in place of what was said before.
    fn phrase(&mut self, phrase: &str, avoided: Option<usize>) {
        let mut parts = phrase.split_whitespace().map(str::to_lowercase);
        let Some(first) = parts.next() else { return };
        let rest: Vec<String> = parts.collect();
        let list = self.phrases.entry(first).or_default();
        list.retain(|one| one.rest != rest);
        list.push(Phrase { rest, avoided });
        // The longest phrase that fits is meant.
        list.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
    }

    /// The avoided words of a block: which of its words, and what to say.
    pub(super) fn matches(&self, block: &Block) -> Vec<(Range<usize>, &Avoided)> {
        let mut matches = Vec::new();
        let lower: Vec<String> =
            (0..block.words.len()).map(|at| plain(block.core(at))).collect();
        let mut at = 0;
        while at < lower.len() {
            let fits =
                |phrase: &&Phrase| lower[at + 1..].starts_with(phrase.rest.as_slice());
            let phrase = self.phrases.get(&lower[at]).and_then(|l| l.iter().find(fits));
            let Some(phrase) = phrase else {
                at += 1;
                continue;
            };
            let end = at + 1 + phrase.rest.len();
            if let Some(avoided) = phrase.avoided {
                matches.push((at..end, &self.avoided[avoided]));
            }
            at = end;
        }
        matches
    }
}

/// A word as it is compared: small, and without what makes it a possessive.
fn plain(core: &str) -> String {
    let word = core.strip_suffix("'s").or(core.strip_suffix("’s")).unwrap_or(core);
    word.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_list_is_whole_and_a_site_may_change_it() {
        let mut found = Vec::new();
        let built_in = words(&SourceTree::default(), &mut found);
        assert_eq!(found, []);
        assert!(built_in.avoided.len() >= 30, "{}", built_in.avoided.len());
        for avoided in &built_in.avoided {
            assert!(avoided.why.ends_with(')'), "{avoided:?} has no source");
        }
        let own = "allow = [\"clinician\"]\nknown = [\"XYZ\"]\n[[word]]\navoid = [\"junk\"]\n\
                   write = \"leaf\"\n";
        let tree = SourceTree::of([(FILE, own)]);
        let changed = words(&tree, &mut found);
        assert_eq!(found, []);
        assert!(changed.knows("XYZ") && changed.knows("US") && !changed.knows("QRS"));
        assert!(changed.phrases["clinician"][0].avoided.is_none());
        assert!(changed.phrases.contains_key("junk"));
    }

    #[test]
    fn mistakes_in_the_list_are_named() {
        let tree = SourceTree::of([(FILE, "[[word]]\navoid = [\"x\"]\nwriet = \"y\"\n")]);
        let mut found = Vec::new();
        words(&tree, &mut found);
        let said: Vec<_> = found.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(
            said,
            ["unknown key `wriet`", "a word to avoid needs `avoid` and `write`"]
        );
    }
}
