//! All pages put together: where links lead, where terms are used, what reviews are worth.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Input, Wanted, terms};
use crate::content::{Page, is_article};
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::memo::Memo;
use crate::model::review::{self, Reviews};
use crate::model::{self, Parts, Site};
use crate::sample::Checked;
use crate::theme::Theme;

/// Links all pages. One that could not be read may hold the anchor that another asks for, or
/// have the address: then what is missing is not reported.
pub(super) fn link<'a>(
    parts: Parts<'a>,
    outlook: Digest,
    (before, memo): (&Memo, &mut Memo),
    found: &mut Vec<Diagnostic>,
) -> Site<'a> {
    let draft = model::arrange(parts);
    let leads = |index| {
        let page = draft.page(index);
        let key = Digest::of_value(&(outlook, &page.path, page.source.digest));
        (key, before.leads.get(&key).cloned().unwrap_or_else(|| draft.leads(index)))
    };
    let leads: Vec<_> = (0..draft.len()).into_par_iter().map(leads).collect();
    memo.leads = leads.iter().cloned().collect();
    let linked = draft.finish(leads.into_iter().map(|(_, leads)| leads).collect());
    let is_whole = parts.pages.iter().all(|page| page.is_whole);
    let follows =
        |problem: &Diagnostic| !is_whole && problem.code.starts_with("link/missing");
    found.extend(linked.diagnostics.into_iter().filter(|problem| !follows(problem)));
    linked.value
}

/// Links all pages, finds where they use terms, and judges what is known of their reviews; those
/// of a sample are made up.
pub(super) fn reviewed<'a>(
    (parts, theme): (Parts<'a>, &Theme),
    (outlook, checked): (Digest, Option<Checked<'_>>),
    (before, memo): (&Memo, &mut Memo),
    found: &mut Vec<Diagnostic>,
) -> Result<Site<'a>, Wanted> {
    if checked.is_none() {
        let wanted = review::unread(parts);
        if !wanted.is_empty() {
            return Err(Wanted::Texts(wanted));
        }
    }
    let mut site = link(parts, outlook, (before, memo), found);
    terms::find(&mut site, theme, (before, memo))?;
    site.reviews = if checked.is_some() {
        Reviews::sample(parts.pages, parts.publication.today)
    } else {
        review::reviews(&site, parts).take(found)
    };
    Ok(site)
}

/// The digest of all that any page may see of the site: settings, theme, data, sources, files,
/// and of each article what faces outward. Texts are left out: each page sees only its own.
pub(super) fn outlook(input: &Input, theme: &Theme, pages: &[Arc<Page>]) -> Digest {
    let Input { tree, today, drafts, base_url } = input;
    let files = tree.iter().filter(|(path, _)| !is_article(path));
    let files: Vec<_> = files.map(|(path, file)| (path, file.digest())).collect();
    let pages: Vec<_> = pages.iter().map(|page| (&page.path, page.outward)).collect();
    let today = today.to_string();
    Digest::of_value(&(theme.digest, files, pages, today, drafts, base_url))
}
