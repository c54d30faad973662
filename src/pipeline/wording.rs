//! Reads articles for their wording: what is firm on every build, all of it when asked. An
//! article that was read is not read again while it and the words to look for stay the same.

use std::sync::Arc;

use rayon::prelude::*;

use super::link::{link, sight};
use super::read::Sources;
use super::{Input, terms};
use crate::content::Page;
use crate::content::glossary::Term;
use crate::diagnostic::{Diagnostic, Severity};
use crate::digest::Digest;
use crate::memo::{Memo, Readings};
use crate::model::definitions::definitions;
use crate::model::{Entry, Site};
use crate::path::SourcePath;
use crate::prose::{self, Reading, Words};
use crate::source::SourceTree;
use crate::theme::Theme;

/// Reads every article that is published for its wording, in the order of the files; what
/// `known` or `earlier` has read is not read again. The second value is what to hand on as
/// `earlier`. A build says the same of what the site makes firm.
pub fn proofread(
    input: &Input,
    known: &Memo,
    earlier: &Readings,
) -> (Vec<Arc<Reading>>, Readings) {
    let read = Sources::read(input, known);
    let sight = sight(input, &read.theme, read.pages.iter().map(|page| &**page));
    let mut next = Memo::default();
    let mut site = link(read.parts(input), sight, (known, &mut next), &mut Vec::new());
    let theme = &read.theme;
    // Only outlines lack the text that is wanted here, and they have no wording either.
    let _ = terms::find(&mut site, theme, (known, &mut next));
    let before = [&known.readings, earlier];
    let mut readings = readings((&input.tree, theme, &site), &before, &mut next.readings);
    for (path, found) in unused(&site) {
        let own = readings.iter_mut().find(|reading| reading.path == path);
        if let Some(reading) = own.map(Arc::make_mut) {
            reading.found.push(found);
            Diagnostic::sort(&mut reading.found);
        }
    }
    (readings, next.readings)
}

/// What the site makes firm and an article breaks; and what is wrong with the site's own list.
pub(super) fn firm(
    (tree, theme, site): (&SourceTree, &Theme, &Site<'_>),
    (before, memo): (&Memo, &mut Memo),
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if tree.text(prose::FILE).is_some() {
        prose::words(tree, &mut found);
    }
    if site.config.prose.is_firm() {
        let seen = (tree, theme, site);
        let all = readings(seen, &[&before.readings], &mut memo.readings);
        let is_firm = |one: &&Diagnostic| one.severity < Severity::Notice;
        for reading in &all {
            found.extend(reading.found.iter().filter(is_firm).cloned());
        }
    }
    found
}

/// The words that an article of one language is read for, and the digest of all that they were
/// made from. What the glossary of a language defines needs no explanation in it.
fn vocabulary(site: &Site<'_>, general: &Words, language: usize) -> (Words, Digest) {
    let own = site.entries.iter().filter(|entry| entry.page.language == language);
    let defined = own.filter_map(|entry| entry.page.glossary.as_ref());
    let terms: Vec<&str> =
        defined.flat_map(|own| &own.terms).flat_map(Term::words).collect();
    let code = site.config.languages.get(language).map(|own| &own.code);
    let digest = Digest::of_value(&(&terms, code));
    let mut words = general.clone();
    words.explain(terms);
    (words, digest)
}

/// A reading of each entry, in their order.
fn readings(
    (tree, theme, site): (&SourceTree, &Theme, &Site<'_>),
    before: &[&Readings],
    next: &mut Readings,
) -> Vec<Arc<Reading>> {
    let general = prose::words(tree, &mut Vec::new());
    let own = tree.text(prose::FILE).map(|text| text.digest);
    let languages = 0..site.config.languages.len();
    let words: Vec<_> =
        languages.map(|language| vocabulary(site, &general, language)).collect();
    // How an article was read depends on the components of the theme.
    let how = (theme.digest, site.config.raw_html, own);
    let read = |page: &Page| {
        let (words, digest) = &words[page.language];
        let style = site.config.prose.style(&page.path);
        let own = (&page.path, page.source.digest, style);
        let key = Digest::of_value(&(how, digest, own));
        let known = before.iter().find_map(|before| before.known.get(&key).cloned());
        let read = || Arc::new(prose::read(page, site.config, words));
        (key, known.unwrap_or_else(read))
    };
    let entries = site.entries.par_iter();
    let read: Vec<_> = entries.map(|entry: &Entry<'_>| read(entry.page)).collect();
    next.known.extend(read.iter().cloned());
    read.into_iter().map(|(_, reading)| reading).collect()
}

/// Terms that no article uses, each with the article that defines it.
fn unused(site: &Site<'_>) -> Vec<(SourcePath, Diagnostic)> {
    let terms = definitions(site);
    let unused = terms.into_iter().filter(|term| term.is_linked && term.used.is_empty());
    unused
        .map(|term| {
            let message = format!("no article uses `{}`", term.base);
            let help = "use it, add the words that are used to [glossary], or delete it";
            let notice = Diagnostic::notice("glossary/unused", message)
                .at(&term.path, term.span.0..term.span.1)
                .help(help);
            (term.path, notice)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::pipeline::build;

    const SITE: &str = "[prose.rules]\nwording = \"error\"\nsentence = \"off\"\n";
    const HOME: &str = "+++\ntitle = \"Home\"\n+++\nSome words.\n";
    const WORDS: &str = "known = [\"ABC\"]\n";

    fn input(files: &[(&str, &str)]) -> Input {
        let all = [
            ("site.toml", SITE),
            ("content/_index.md", HOME),
            ("content/a.md", "+++\ntitle = \"A\"\n+++\nThe ABC is here.\n"),
        ];
        let tree = SourceTree::of(all.into_iter().chain(files.iter().copied()));
        Input { tree, today: date(2026, 11, 24), drafts: false, base_url: None }
    }

    /// Fails unless exactly these articles are read again once the files are changed so, by a
    /// build and by a reading of all.
    #[track_caller]
    fn check(files: &[(&str, &str)], again: &[&str]) {
        let first = build(&input(&[]), &Memo::default());
        assert!(!first.has_errors(), "{:?}", first.diagnostics);
        let second = build(&input(files), &first.memo);
        let known: Vec<_> = first.memo.readings.known.values().collect();
        let read = |readings: &[&Arc<Reading>]| {
            let is_new =
                |own: &&&Arc<Reading>| known.iter().all(|one| !Arc::ptr_eq(one, own));
            let new = readings.iter().filter(is_new).map(|own| own.path.to_string());
            let mut new: Vec<String> = new.collect();
            new.sort();
            new
        };
        let by_build: Vec<_> = second.memo.readings.known.values().collect();
        assert_eq!(read(&by_build), again);
        let nothing = Memo::default();
        let (all, next) = proofread(&input(files), &nothing, &first.memo.readings);
        assert_eq!(read(&all.iter().collect::<Vec<_>>()), again);
        assert_eq!(next.known.len(), all.len());
        let (cold, _) = proofread(&input(files), &nothing, &Readings::default());
        let said = |all: &[Arc<Reading>]| -> Vec<_> {
            all.iter().map(|one| (one.measures, one.found.clone())).collect()
        };
        assert_eq!(said(&all), said(&cold));
    }

    #[test]
    fn an_article_is_read_again_if_it_or_the_words_changed() {
        let both = ["content/_index.md", "content/a.md"];
        check(&[], &[]);
        check(&[("content/a.md", "+++\ntitle = \"A\"\n+++\nAn addict.\n")], &both[1..]);
        check(&[("words.toml", WORDS)], &both);
        let softer = SITE.replace("error", "warning");
        check(&[("site.toml", &softer)], &both);
        let glossary = "+++\ntitle = \"G\"\n[glossary]\n+++\nABC\n: Letters.\n";
        check(&[("content/g.md", glossary)], &[both[0], both[1], "content/g.md"]);
    }
}
