//! Reads articles for their wording: what is firm on every build, all of it when asked.

use std::sync::Arc;

use rayon::prelude::*;

use super::Input;
use super::read::{read_config, read_pages};
use crate::config::Config;
use crate::content::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::memo::Memo;
use crate::model::Publication;
use crate::prose::{self, Reading};
use crate::source::SourceTree;
use crate::theme;

/// Reads every article that is published for its wording, in the order of the files; what
/// `known` has read is not read again. A build says the same of what the site makes firm.
pub fn proofread(input: &Input, known: &Memo) -> Vec<Reading> {
    let mut found = Vec::new();
    let config = read_config(input, &mut found);
    let theme = theme::load(&input.tree, &config).take(&mut found);
    let memo = (known, &mut Memo::default());
    let pages =
        read_pages(input, (&config, &theme), memo, &mut found).unwrap_or_default();
    let publication = Publication { today: input.today, drafts: input.drafts };
    readings(&input.tree, &config, &pages, publication)
}

/// What the site makes firm and an article breaks; and what is wrong with the site's own list.
pub(super) fn firm(
    tree: &SourceTree,
    config: &Config,
    pages: &[Arc<Page>],
    publication: Publication,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    prose::words(tree, &mut found);
    if config.prose.is_firm() {
        let readings = readings(tree, config, pages, publication);
        let all = readings.into_iter().flat_map(|reading| reading.found);
        found.extend(all.filter(|one| one.severity < Severity::Notice));
    }
    found
}

fn readings(
    tree: &SourceTree,
    config: &Config,
    pages: &[Arc<Page>],
    publication: Publication,
) -> Vec<Reading> {
    let words = prose::words(tree, &mut Vec::new());
    let published =
        pages.par_iter().filter(|page| publication.holds_back(page).is_none());
    published.map(|page| prose::read(page, config, &words)).collect()
}
