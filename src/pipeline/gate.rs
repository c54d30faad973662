//! Audits every page that was made. A page is read once and never again while it stays the same.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rayon::prelude::*;

use super::references::dead_references;
use super::trace::{Audited, Seen};
use super::weigh::{text, weigh};
use super::{Build, Wanted, our_fault};
use crate::audit::gate::{Policy, Told, tell};
use crate::audit::{self, Finding, Inspected, Library};
use crate::diagnostic::{Diagnostic, Severity};
use crate::digest::Digest;
use crate::memo::Memo;
use crate::model::Parts;
use crate::output::{Artifact, Content, OutputTree};
use crate::path::{OutputPath, SourcePath};

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
    found.extend(dead_references(&build.output, parts, (before, memo))?);
    let today = parts.publication.today;
    let policy = Policy::of(&parts.config.audit, today, found);
    if found.iter().any(|one| one.severity == Severity::Error) {
        memo.audited.clone_from(&before.audited);
        memo.pieces.clone_from(&before.pieces);
        memo.origins.clone_from(&before.origins);
        return Ok(());
    }
    let told = audit_all(seen, build, &policy, (before, memo))?;
    // The reader of Markdown warns of this as well; once is enough.
    let place = |one: &Diagnostic| one.primary.clone();
    let is_told = |one: &Diagnostic| {
        told.diagnostics
            .iter()
            .any(|other| other.code == "a11y/heading-order" && place(other) == place(one))
    };
    found.retain(|one| one.code != "heading/skipped" || !is_told(one));
    found.extend(told.diagnostics);
    build.waived = told.waived;
    Ok(())
}

fn audit_all(
    seen: Seen<'_>,
    build: &Build,
    policy: &Policy<'_>,
    (before, memo): (&Memo, &mut Memo),
) -> Result<Told, Wanted> {
    let files: Vec<_> = build.output.iter().filter(|(path, _)| is_page(path)).collect();
    let (sheets, own) = sheets(&build.output);
    let look = |(path, artifact): &(&OutputPath, &Artifact)| {
        let key = key(path, artifact, own);
        // Pages that were counted are known already.
        let known = before.audited.get(&key).or_else(|| memo.audited.get(&key));
        if known.is_none() && matches!(artifact.content, Content::Kept { .. }) {
            return Err(Wanted::Everything);
        }
        Ok((key, known.cloned().or_else(|| examine(path, artifact, &sheets))))
    };
    let known = files.par_iter().map(look).collect::<Result<Vec<_>, _>>()?;
    let mut faults = Vec::new();
    memo.audited.reserve(known.len());
    let mut pages: Vec<Arc<Inspected>> = Vec::with_capacity(known.len());
    for ((path, _), (key, page)) in files.iter().zip(known) {
        if let Some(page) = &page {
            memo.audited.insert(key, Arc::clone(page));
        } else {
            faults.push(our_fault(&SourcePath::new(path.as_str()), "audited"));
        }
        pages.push(page.unwrap_or_default());
    }
    let budget = &seen.work.site.config.budget;
    let over = weigh((&build.output, budget), &files, &pages, (before, memo))?;
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
    let located = seen.locate(policy, &faulty, (before, memo))?;
    let mut told = tell(&located, policy);
    told.diagnostics.append(&mut faults);
    Ok(told)
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
    let bytes = bytes.joined();
    let text = match str::from_utf8(&bytes) {
        Ok(text) => text.into(),
        Err(_) => String::from_utf8_lossy(&bytes),
    };
    let examine = || Arc::new(audit::examine(&text, path.as_str(), sheets));
    catch_unwind(AssertUnwindSafe(examine)).ok()
}
