//! Audits what any generator published.

use rayon::prelude::*;

use crate::audit::folder::{Published, Sites};
use crate::audit::{self, Finding, Inspected, Library};
use crate::path::SourcePath;
use crate::source::Source;

/// The text of a file that is one.
fn read_as_text(source: &Source) -> &str {
    match source {
        Source::Text(text) => &text.text,
        Source::Asset(_) | Source::Unread(_) => "",
    }
}

/// Audits what was published; files and findings come in order.
pub fn inspect_published(published: &Published) -> Vec<(SourcePath, Vec<Finding>)> {
    let texts: Vec<_> = published.texts.iter().collect();
    let is_sheet = |(path, _): &&(&SourcePath, &Source)| audit::is_sheet(path);
    let sheets = texts.iter().filter(is_sheet);
    let sheets =
        Library::of(sheets.map(|(path, own)| (path.as_str(), read_as_text(own).into())));
    let read = |(path, source): &(&SourcePath, &Source)| {
        audit::folder::surface(path, read_as_text(source))
    };
    let surfaces: Vec<_> = texts.par_iter().map(read).collect();
    let surfaces = texts.iter().map(|(path, _)| *path).zip(surfaces).collect();
    let sites = Sites::of(published, &surfaces);
    let examine = |(path, source): &(&SourcePath, &Source)| {
        let is_page = audit::folder::is_page(path);
        let page = if is_page {
            audit::examine(read_as_text(source), path.as_str(), &sheets)
        } else {
            Inspected::default()
        };
        (page, sites.inspect(path, read_as_text(source)))
    };
    let (mut pages, own): (Vec<_>, Vec<_>) = texts.par_iter().map(examine).unzip();
    audit::compare(&mut pages);
    let all = texts.into_iter().zip(pages.into_iter().zip(own));
    all.map(|((path, _), (page, mut found))| {
        found.extend(page.findings);
        found.sort_by_key(|one| (one.span.start, one.rule.code));
        (path.clone(), found)
    })
    .collect()
}
