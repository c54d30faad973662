//! Finds where articles use terms, unless an earlier build has found it.

use std::sync::Arc;

use rayon::prelude::*;

use super::Wanted;
use crate::digest::Digest;
use crate::memo::Memo;
use crate::model::Site;
use crate::model::glossary::{self, Use};
use crate::path::SourcePath;
use crate::theme::Theme;

/// What was found of an article that may use terms, or the text that is needed for it.
type Looked = Result<Option<(Digest, Arc<[Use]>)>, SourcePath>;

/// Fills in the uses of every article.
///
/// # Errors
/// The texts of articles of which only outlines are known, and which no build has looked
/// through for these terms.
pub(super) fn find(
    site: &mut Site<'_>,
    theme: &Theme,
    (before, memo): (&Memo, &mut Memo),
) -> Result<(), Wanted> {
    if site.lexicons.iter().all(glossary::Lexicon::is_empty) {
        return Ok(());
    }
    let look = |index: usize| {
        let (entry, lexicon) = (&site.entries[index], site.lexicon(index));
        if !glossary::may_use(entry, lexicon) {
            return Ok(None);
        }
        let page = entry.page;
        // Where a node stands depends on how the article was read, and so on the theme.
        let how = (theme.digest, site.config.raw_html, &page.path, page.source.digest);
        let own = glossary::own_links(entry, lexicon);
        let key = Digest::of_value(&(how, lexicon.digest, &own));
        match before.uses.get(&key) {
            Some(known) => Ok(Some((key, Arc::clone(known)))),
            None if page.document.is_outline => Err(page.path.clone()),
            None => Ok(Some((key, glossary::uses(entry, lexicon).into()))),
        }
    };
    let looked: Vec<Looked> = (0..site.entries.len()).into_par_iter().map(look).collect();
    let wanted: Vec<SourcePath> =
        looked.iter().filter_map(|one| one.as_ref().err().cloned()).collect();
    if !wanted.is_empty() {
        return Err(Wanted::Texts(wanted));
    }
    for (entry, looked) in site.entries.iter_mut().zip(looked.into_iter().flatten()) {
        if let Some((key, uses)) = looked {
            entry.uses = Arc::clone(&uses);
            memo.uses.insert(key, uses);
        }
    }
    Ok(())
}
