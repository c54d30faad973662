//! All pages put together: where links lead, where terms are used, what reviews are worth.

use std::sync::Arc;

use rayon::prelude::*;

use super::make::Sight;
use super::{Input, Wanted, terms, without_pages};
use crate::content::{Page, is_article};
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::memo::Memo;
use crate::model::review::receipt::Receipt;
use crate::model::review::{self, Judge, Judged, Reviews};
use crate::model::{self, Draft, Parts, Site};
use crate::sample::Checked;
use crate::theme::Theme;

/// Links all pages. One that could not be read may hold the anchor that another asks for, or
/// have the address: then what is missing is not reported.
pub(super) fn link<'a>(
    parts: Parts<'a>,
    Sight { order, ways, .. }: Sight,
    (before, memo): (&Memo, &mut Memo),
    found: &mut Vec<Diagnostic>,
) -> Site<'a> {
    let known = before.order.get(&order).and_then(|own| own.pages.clone());
    let draft = match &known {
        Some(known) => Draft::like(parts, known),
        None => model::arrange(parts),
    };
    if before.stays {
        let arranged = known.or_else(|| draft.arranged().map(Arc::new));
        memo.order.entry(order).or_default().pages = arranged;
    }
    let linked = if before.stays {
        let leads = |index| {
            let page = draft.page(index);
            let key = Digest::of_value(&(ways, &page.path, page.source.digest));
            let known = before.leads.get(&key).cloned();
            (key, known.unwrap_or_else(|| draft.leads(index).digested()))
        };
        let leads: Vec<_> = (0..draft.len()).into_par_iter().map(leads).collect();
        memo.leads = leads.iter().cloned().collect();
        draft.finish(leads.into_iter().map(|(_, leads)| leads).collect())
    } else {
        // The next run would have to read again what is as quickly found out again.
        let leads = (0..draft.len()).into_par_iter().map(|index| draft.leads(index));
        let leads = leads.collect();
        draft.finish(leads)
    };
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
    (sight, checked): (Sight, Option<Checked<'_>>),
    (before, memo): (&Memo, &mut Memo),
    found: &mut Vec<Diagnostic>,
) -> Result<Site<'a>, Wanted> {
    if checked.is_none() {
        let wanted = review::unread(parts);
        if !wanted.is_empty() {
            return Err(Wanted::Texts(wanted));
        }
    }
    let mut site = link(parts, sight, (before, memo), found);
    found.extend(without_pages(&site));
    terms::find(&mut site, theme, (before, memo))?;
    site.reviews = if checked.is_some() {
        Reviews::sample(parts.pages, parts.publication.today)
    } else {
        judge(Judge { site: &site, parts }, sight.outlook, (before, memo), found)
    };
    Ok(site)
}

/// Judges every receipt that was not judged before. Of the articles, only its own matters to a
/// receipt, unless that is gone.
fn judge(
    judge: Judge<'_>,
    outlook: Digest,
    (before, memo): (&Memo, &mut Memo),
    found: &mut Vec<Diagnostic>,
) -> Reviews {
    let receipts = review::receipts(judge.parts).take(found);
    let one = |receipt: &Receipt| {
        let page = judge.page(&receipt.page).map(|page| page.source.digest);
        let place = receipt.places.line.start;
        let key = page.map(|own| Digest::of_value(&(outlook, place, own)));
        let known = key.and_then(|key| before.judged.get(&key).cloned());
        (key, known.unwrap_or_else(|| Arc::new(judge.one(receipt, &receipts))))
    };
    let judged: Vec<(Option<Digest>, Arc<Judged>)> =
        receipts.par_iter().map(one).collect();
    for (key, judged) in &judged {
        memo.judged.extend(key.map(|key| (key, Arc::clone(judged))));
    }
    let judged = judged.into_iter().map(|(_, judged)| judged);
    review::reviews(judge.parts, &receipts, judged).take(found)
}

/// The digests of all that any page may see of the site: settings, theme, data, sources, files,
/// and of each article what faces outward. Texts are left out: each page sees only its own.
pub(super) fn sight<'p>(
    input: &Input,
    theme: &Theme,
    pages: impl Iterator<Item = &'p Page> + Clone,
) -> Sight {
    let Input { tree, today, drafts, base_url } = input;
    let files = tree.iter().filter(|(path, _)| !is_article(path));
    let files: Vec<_> = files.map(|(path, file)| (path, file.digest())).collect();
    let seen: Vec<_> = pages.clone().map(|page| (&page.path, page.outward)).collect();
    let today = today.to_string();
    let frame = Digest::of_value(&(theme.digest, files, today, drafts, base_url));
    let outlook = Digest::of_value(&(frame, seen));
    let own: Vec<[Digest; 2]> =
        pages.clone().map(|page| [page.placed, page.anchored]).collect();
    let placed: Vec<Digest> = own.iter().map(|[placed, _]| *placed).collect();
    let parts: Vec<Digest> = own.into_iter().map(|[_, parts]| parts).collect();
    // The settings of a taper are read from the text as well, and pages with figures come last.
    let by_text = pages.filter(|page| !page.can_be_outlined());
    let by_text: Vec<_> = by_text.map(|page| (&page.path, page.source.digest)).collect();
    let order = Digest::of_value(&(frame, placed, by_text));
    let ways = Digest::of_value(&(order, parts));
    Sight { outlook, order, ways, all: Digest::of_value(&(outlook, ways)), frame }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::fmt::Write;

    use jiff::civil::date;

    use super::*;
    use crate::model::review::receipt::kept_text;
    use crate::path::SourcePath;
    use crate::pipeline::{build, text_to_review};
    use crate::source::SourceTree;

    const SITE: &str = "[people.ann]\nname = \"Ann\"\n";

    fn page(text: &str) -> String {
        format!("+++\ntitle = \"T\"\n+++\n{text}\n")
    }

    /// A site whose pages `a` and `b` were both reviewed when they said `Yes.`
    fn input(now: &[(&str, &str)]) -> Input {
        let input = |files: &HashMap<String, String>| {
            let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
            let tree = SourceTree::of(files);
            Input { tree, today: date(2026, 11, 24), drafts: false, base_url: None }
        };
        let mut files: HashMap<String, String> = ["_index", "a", "b"]
            .map(|name| (format!("content/{name}.md"), page("Yes.")))
            .into();
        files.insert("site.toml".to_owned(), SITE.to_owned());
        let mut receipts = String::new();
        for name in ["a", "b"] {
            let path = SourcePath::new(format!("content/{name}.md"));
            let text = text_to_review(&input(&files), &Memo::default(), &path).unwrap();
            let _ = writeln!(
                receipts,
                "{name}.md by=ann on=2026-11-01 until=2027-11-01 text={}",
                text.digest()
            );
            files.insert(kept_text(&path).to_string(), text.to_text());
        }
        files.insert("reviews.txt".to_owned(), receipts);
        let now = now.iter().map(|(path, text)| ((*path).to_owned(), page(text)));
        files.extend(now);
        input(&files)
    }

    #[test]
    fn a_receipt_is_judged_again_if_its_article_changed() {
        let first = build(&input(&[]), &Memo::default());
        assert!(!first.has_errors(), "{:?}", first.diagnostics);
        let changed = input(&[("content/a.md", "No.")]);
        let second = build(&changed, &first.memo);
        let known: Vec<_> = first.memo.judged.values().collect();
        assert_eq!((known.len(), second.memo.judged.len()), (2, 2));
        let again = second.memo.judged.values();
        let again = again.filter(|own| known.iter().all(|one| !Arc::ptr_eq(one, own)));
        assert_eq!(again.count(), 1);
        let cold = build(&changed, &Memo::default());
        assert_eq!(second.reviews, cold.reviews);
        assert_eq!(second.diagnostics, cold.diagnostics);
        let standing = |name: &str| {
            let review = second.reviews.of(&SourcePath::new(name)).unwrap();
            review.changes.is_some()
        };
        assert_eq!((standing("content/a.md"), standing("content/b.md")), (true, false));
    }
}
