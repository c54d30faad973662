//! Looks at every file that was made: whether what it names is there, and what the rules find on
//! a page. A file is read once and never again while it stays the same.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rayon::prelude::*;

use super::references::dead_references;
use super::trace::{Audited, Counted, Seen};
use super::weigh::{text, weigh};
use super::{Build, Wanted, our_fault};
use crate::audit::gate::{Policy, Told, tell};
use crate::audit::references::{Surface, references};
use crate::audit::{self, Finding, Inspected, Library};
use crate::diagnostic::{Diagnostic, Severity};
use crate::digest::Digest;
use crate::memo::Memo;
use crate::model::Parts;
use crate::output::{Artifact, Content, OutputTree};
use crate::path::{OutputPath, SourcePath};
use crate::source::lossy;

/// Looks at everything that was made: whether what it names is there; then, unless there are
/// errors already, what the rules find. What `before` knows is not worked out again.
///
/// # Errors
/// What must be read if there is something to say of pages of which only digests were kept.
pub(super) fn pass(
    (seen, parts): (Seen<'_>, Parts<'_>),
    build: &mut Build,
    (before, memo): (&Memo, &mut Memo),
    found: &mut Vec<Diagnostic>,
) -> Result<(), Wanted> {
    let today = parts.publication.today;
    let policy = Policy::of(&parts.config.audit, today, found);
    let has_errors =
        |found: &[Diagnostic]| found.iter().any(|one| one.severity == Severity::Error);
    let files = look(&build.output, !has_errors(found), (before, memo))?;
    let tree = &build.output;
    found.extend(dead_references((tree, &files), parts, (before, memo))?);
    if has_errors(found) {
        memo.audited.clone_from(&before.audited);
        memo.pieces.clone_from(&before.pieces);
        memo.origins.clone_from(&before.origins);
        return Ok(());
    }
    let (told, counted) = audit_all((seen, &policy), (tree, files), (before, memo))?;
    // The reader of Markdown warns of this as well; once is enough.
    let place = |one: &Diagnostic| one.primary.clone();
    let is_told = |one: &Diagnostic| {
        told.diagnostics
            .iter()
            .any(|other| other.code == "a11y/heading-order" && place(other) == place(one))
    };
    found.retain(|one| one.code != "heading/skipped" || !is_told(one));
    found.extend(told.diagnostics);
    (build.waived, build.counted) = (told.waived, counted);
    Ok(())
}

/// A file that was looked into.
pub(super) struct Looked<'a> {
    pub(super) path: &'a OutputPath,
    pub(super) artifact: &'a Artifact,
    /// What it names and offers, by its digest; `None` if it is of a kind that names nothing.
    pub(super) surface: Option<(Digest, Arc<Surface>)>,
    /// What the rules find on a page, by its digest; nothing if the auditor failed.
    page: Option<(Digest, Option<Arc<Inspected>>)>,
}

/// Looks into every file, each once; at pages with the eyes of the rules if that is of use.
fn look<'a>(
    output: &'a OutputTree,
    with_rules: bool,
    (before, memo): (&Memo, &Memo),
) -> Result<Vec<Looked<'a>>, Wanted> {
    let files: Vec<_> = output.iter().collect();
    let (sheets, own) = sheets(output);
    let into = |(path, artifact): &(&'a OutputPath, &'a Artifact)| {
        let (path, artifact, extension) = (*path, *artifact, path.extension());
        let surface_key = surface_key(&extension, artifact);
        // Pages that were put away, or counted, are known already.
        let known = |key| memo.surfaces.get(key).or_else(|| before.surfaces.get(key));
        let mut surface = known(&surface_key).cloned();
        let page_key = (with_rules && is_page(path)).then(|| key(path, artifact, own));
        let known = |key| before.audited.get(&key).or_else(|| memo.audited.get(&key));
        let mut page = page_key.and_then(known).cloned();
        let lacks_page = page_key.is_some() && page.is_none();
        match &artifact.content {
            Content::Asset(_) => (surface, page) = (None, Some(Arc::default())),
            Content::Kept { .. } if lacks_page => return Err(Wanted::Everything),
            Content::Kept { .. } => {}
            Content::Bytes(bytes) => {
                surface = surface.filter(|own| !own.is_partial());
                let bytes = (lacks_page || surface.is_none()).then(|| bytes.joined());
                if let Some(bytes) = bytes.as_ref().filter(|_| lacks_page) {
                    let read = read(path, bytes, &sheets);
                    let (inspected, own) = read.unzip();
                    page = inspected.map(Arc::new);
                    surface = surface.or_else(|| own.flatten().map(Arc::new));
                }
                if let Some(bytes) = bytes.filter(|_| surface.is_none()) {
                    surface = references(&extension, &bytes).map(Arc::new);
                }
            }
        }
        let surface = surface.map(|own| (surface_key, own));
        let page = page_key.map(|key| (key, page));
        Ok(Looked { path, artifact, surface, page })
    };
    files.par_iter().map(into).collect()
}

fn audit_all(
    (seen, policy): (Seen<'_>, &Policy<'_>),
    (output, looked): (&OutputTree, Vec<Looked<'_>>),
    (before, memo): (&Memo, &mut Memo),
) -> Result<(Told, Counted), Wanted> {
    let (mut files, mut pages) = (Vec::new(), Vec::<Arc<Inspected>>::new());
    let mut faults = Vec::new();
    memo.audited.reserve(looked.len());
    for Looked { path, artifact, page, .. } in looked {
        let Some((key, page)) = page else { continue };
        if let Some(page) = &page {
            memo.audited.insert(key, Arc::clone(page));
        } else {
            faults.push(our_fault(&SourcePath::new(path.as_str()), "audited"));
        }
        files.push((path, artifact));
        pages.push(page.unwrap_or_default());
    }
    let budget = &seen.work.site.config.budget;
    let over = weigh((output, budget), &files, &pages, (before, memo))?;
    let own = pages.iter().map(|page| Cow::Borrowed(&*page.findings));
    let mut findings: Vec<Cow<'_, [Finding]>> = own.collect();
    let all_told = audit::together(pages.iter().map(|page| &**page));
    for (at, finding) in all_told.into_iter().chain(over) {
        if let Some(own) = findings.get_mut(at) {
            audit::add(own.to_mut(), finding);
        }
    }
    let pages = files.iter().zip(findings).filter(|(_, findings)| !findings.is_empty());
    let faulty: Vec<_> = pages
        .map(|((path, artifact), findings)| Audited { path, artifact, findings })
        .collect();
    let (located, counted) = seen.locate(policy, &faulty, (before, memo))?;
    let mut told = tell(&located, policy);
    told.diagnostics.append(&mut faults);
    Ok((told, counted))
}

/// Whether a file is a page.
pub(super) fn is_page(path: &OutputPath) -> bool {
    matches!(path.extension().as_str(), "html" | "htm" | "xhtml")
}

/// The digest of all that a page is audited with; `own` is that of the style sheets.
pub(super) fn key(path: &OutputPath, artifact: &Artifact, own: Option<Digest>) -> Digest {
    let linked = own.map(|own| (own, path.as_str()));
    Digest::of_value(&(artifact.digest, linked))
}

/// The digest of all that follows which addresses a file names.
pub(super) fn surface_key(extension: &str, artifact: &Artifact) -> Digest {
    Digest::of_value(&(extension, artifact.digest))
}

/// The digest of all that follows what a page shows at the places of what was found.
pub(super) fn pieces_key(artifact: &Artifact, findings: &[Finding]) -> Digest {
    let places: Vec<_> = findings.iter().map(|one| &one.span).collect();
    Digest::of_value(&(artifact.digest, places))
}

/// The style sheets that pages may link to, and the digest of all if there are any.
pub(super) fn sheets(output: &OutputTree) -> (Library, Option<Digest>) {
    let is_sheet = |path: &OutputPath| path.extension() == "css";
    let sheets: Vec<_> = output.iter().filter(|(path, _)| is_sheet(path)).collect();
    let digests: Vec<_> =
        sheets.iter().map(|(path, own)| (path.as_str(), own.digest)).collect();
    let own = (!digests.is_empty()).then(|| Digest::of_value(&digests));
    let texts = sheets.iter().map(|(path, own)| (path.as_str(), text(own).into()));
    (Library::of(texts), own)
}

/// What is known of a page by itself; `None` if the auditor fails.
pub(super) fn examine(
    path: &OutputPath,
    artifact: &Artifact,
    sheets: &Library,
) -> Option<Arc<Inspected>> {
    let Content::Bytes(bytes) = &artifact.content else { return Some(Arc::default()) };
    read(path, &bytes.joined(), sheets).map(|(page, _)| Arc::new(page))
}

/// The same, and what the page names and offers if that is known with it.
pub(super) fn read(
    path: &OutputPath,
    bytes: &[u8],
    sheets: &Library,
) -> Option<(Inspected, Option<Surface>)> {
    let text = lossy(bytes);
    let is_whole = matches!(text, Cow::Borrowed(_));
    let examine = || audit::examine_with_surface(&text, path.as_str(), sheets);
    let (page, surface) = catch_unwind(AssertUnwindSafe(examine)).ok()?;
    Some((page, surface.filter(|_| is_whole)))
}
