//! Reads articles for their wording: what is firm on every build, all of it when asked.

use std::collections::HashSet;

use rayon::prelude::*;

use super::Input;
use super::link::{link, outlook};
use super::read::Sources;
use crate::diagnostic::{Diagnostic, Severity};
use crate::memo::Memo;
use crate::model::{Site, glossary};
use crate::prose::{self, Reading};
use crate::source::SourceTree;

/// Reads every article that is published for its wording, in the order of the files; what
/// `known` has read is not read again. A build says the same of what the site makes firm.
pub fn proofread(input: &Input, known: &Memo) -> Vec<Reading> {
    let read = Sources::read(input, known);
    let outlook = outlook(input, &read.theme, &read.pages);
    let memo = (known, &mut Memo::default());
    let site = link(read.parts(input), outlook, memo, &mut Vec::new());
    let mut readings = readings(&input.tree, &site);
    for (index, found) in unused(&site) {
        readings[index].found.push(found);
        Diagnostic::sort(&mut readings[index].found);
    }
    readings
}

/// What the site makes firm and an article breaks; and what is wrong with the site's own list.
pub(super) fn firm(tree: &SourceTree, site: &Site<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if tree.text(prose::FILE).is_some() {
        prose::words(tree, &mut found);
    }
    if site.config.prose.is_firm() {
        let all = readings(tree, site).into_iter().flat_map(|reading| reading.found);
        found.extend(all.filter(|one| one.severity < Severity::Notice));
    }
    found
}

/// A reading of each entry, in their order. What the glossary of a language defines needs no
/// explanation in it.
fn readings(tree: &SourceTree, site: &Site<'_>) -> Vec<Reading> {
    let general = prose::words(tree, &mut Vec::new());
    let words = |language: usize| {
        let mut words = general.clone();
        let own = site.entries.iter().filter(|entry| entry.page.language == language);
        let defined = own.filter_map(|entry| entry.page.glossary.as_ref());
        for term in defined.flat_map(|glossary| &glossary.terms) {
            words.explain(term.words());
        }
        words
    };
    let words: Vec<_> = (0..site.config.languages.len()).map(words).collect();
    let entries = site.entries.par_iter();
    entries
        .map(|entry| prose::read(entry.page, site.config, &words[entry.page.language]))
        .collect()
}

/// Terms that no article uses, each with the entry that defines it.
fn unused(site: &Site<'_>) -> Vec<(usize, Diagnostic)> {
    let used: HashSet<(usize, usize)> = site
        .entries
        .par_iter()
        .flat_map_iter(|entry| {
            let language = entry.page.language;
            let lexicon = &site.lexicons[language];
            let uses = glossary::uses(entry, lexicon).into_iter().map(|one| one.term);
            let all = uses.chain(glossary::own_links(entry, lexicon));
            all.map(move |term| (language, term))
        })
        .collect();
    let mut found = Vec::new();
    for (language, lexicon) in site.lexicons.iter().enumerate() {
        for (number, defined) in lexicon.terms.iter().enumerate() {
            let page = site.entries[defined.entry].page;
            let term =
                page.glossary.as_ref().and_then(|all| all.terms.get(defined.number));
            let Some(term) = term.filter(|term| term.is_linked) else { continue };
            if !used.contains(&(language, number)) {
                let message = format!("no article uses `{}`", term.base());
                let help =
                    "use it, add the words that are used to [glossary], or delete it";
                let notice = Diagnostic::notice("glossary/unused", message)
                    .at(&page.path, term.span.clone())
                    .help(help);
                found.push((defined.entry, notice));
            }
        }
    }
    found
}
