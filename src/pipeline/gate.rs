//! Audits every page that was made, and finds the places to mend.
//!
//! A page that nothing is wrong with is read once and never again. Only where something is found
//! are pages rendered a second time, with tags that say where they were written.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rayon::prelude::*;

use super::references::dead_references;
use super::weigh::{text, weigh};
use super::{Build, Wanted, our_fault};
use crate::audit::gate::budget::RULE as BUDGET;
use crate::audit::gate::{Located, Maker, Mark, Origin, Policy, Told, marks, tell};
use crate::audit::{self, Finding, Inspected, Library};
use crate::config::Level;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::digest::Digest;
use crate::memo::Memo;
use crate::model::Parts;
use crate::output::{Artifact, Content, OutputTree};
use crate::path::{OutputPath, SourcePath};
use crate::render::{self, Work};
use crate::theme::{self, Theme};
use crate::view::job::{Job, Task};

/// Pages that are rendered again whatever was found on them.
const FIRST_TRACED: usize = 64;

/// Most of the others that are rendered again: those on which something is found that no template
/// wrote on one of the first. Beyond these a mistake is told at the page's own file.
const MOST_TRACED: usize = 2_000;

/// What the gate looks at.
#[derive(Clone, Copy)]
struct Seen<'a> {
    work: Work<'a>,
    jobs: &'a [Job],
}

/// A page, and what was found on it.
struct Audited<'a> {
    path: &'a OutputPath,
    artifact: &'a Artifact,
    findings: Vec<Finding>,
}

/// A page, and what matters of what was found on it.
type Kept<'a> = (&'a Audited<'a>, Vec<&'a Finding>);

/// Looks at everything that was made: whether what it names is there; then, unless there are
/// errors already, what the rules find. What `before` knows is not worked out again.
///
/// # Errors
/// Everything is wanted if there is something to say of a page of which only the digest was
/// kept.
pub(super) fn pass(
    (work, jobs, parts): (Work<'_>, &[Job], Parts<'_>),
    build: &mut Build,
    (before, memo): (&Memo, &mut Memo),
    found: &mut Vec<Diagnostic>,
) -> Result<(), Wanted> {
    found.extend(dead_references(&build.output, parts, (before, memo))?);
    let today = parts.publication.today;
    let policy = Policy::of(&parts.config.audit, today, found);
    if found.iter().any(|one| one.severity == Severity::Error) {
        memo.audited.clone_from(&before.audited);
        memo.flawed.clone_from(&before.flawed);
        return Ok(());
    }
    let told = audit_all(Seen { work, jobs }, build, &policy, (before, memo))?;
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
    let mut pages: Vec<Inspected> = Vec::with_capacity(known.len());
    for ((path, _), (key, page)) in files.iter().zip(known) {
        if let Some(page) = &page {
            memo.audited.insert(key, Arc::clone(page));
        } else {
            faults.push(our_fault(&SourcePath::new(path.as_str()), "audited"));
        }
        pages.push(page.map(|page| (*page).clone()).unwrap_or_default());
    }
    audit::compare(&mut pages);
    let budget = &seen.work.site.config.budget;
    weigh((&build.output, budget), &files, &mut pages, (before, memo))?;
    let is_flawed = |page: &Inspected| !page.findings.is_empty();
    let flawed = files.iter().zip(&pages).filter(|(_, page)| is_flawed(page));
    memo.flawed = flawed.map(|((_, artifact), _)| artifact.digest).collect();
    let pages = files.iter().zip(pages).filter(|(_, page)| !page.findings.is_empty());
    let faulty: Vec<_> = pages
        .map(|((path, artifact), page)| Audited {
            path,
            artifact,
            findings: page.findings,
        })
        .collect();
    let is_told = |one: &Finding| policy.level(one.rule) != Level::Off;
    let is_only_kept = |page: &Audited<'_>| {
        matches!(page.artifact.content, Content::Kept { .. })
            && page.findings.iter().any(is_told)
    };
    if faulty.iter().any(is_only_kept) {
        return Err(Wanted::Everything);
    }
    let mut told = tell(&seen.locate(policy, &faulty), policy);
    told.diagnostics.append(&mut faults);
    Ok(told)
}

/// Whether a file is a page.
pub(super) fn is_page(path: &OutputPath) -> bool {
    matches!(path.extension().as_str(), "html" | "htm" | "xhtml")
}

/// The bytes of a page that a finding is about.
fn piece(page: &Audited<'_>, finding: &Finding) -> String {
    text(page.artifact).get(finding.span.clone()).unwrap_or_default().to_owned()
}

/// The digest of all that a page is audited with; `own` is that of the style sheets.
pub(super) fn key(path: &OutputPath, artifact: &Artifact, own: Option<Digest>) -> Digest {
    let linked = own.map(|own| (own, path.as_str()));
    Digest::of_value(&(artifact.digest, linked))
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
    let bytes = bytes.whole();
    let text = String::from_utf8_lossy(&bytes);
    let examine = || Arc::new(audit::examine(&text, path.as_str(), sheets));
    catch_unwind(AssertUnwindSafe(examine)).ok()
}

impl Seen<'_> {
    /// Finds the place of everything that matters.
    fn locate<'f>(
        &self,
        policy: &Policy<'_>,
        faulty: &'f [Audited<'_>],
    ) -> Vec<Located<'f>> {
        let matters = |page: &Audited<'_>, finding: &Finding| {
            policy.level(finding.rule) != Level::Off
                && !policy.allows(finding, || text(page.artifact))
        };
        let kept: Vec<Kept<'_>> = faulty
            .iter()
            .map(|page| {
                let own = page.findings.iter().filter(|one| matters(page, one));
                (page, own.collect::<Vec<_>>())
            })
            .filter(|(_, own)| !own.is_empty())
            .collect();
        if kept.is_empty() {
            return Vec::new();
        }
        let places = self.places(&kept);
        let mut located = Vec::new();
        for ((page, own), places) in kept.iter().zip(places) {
            let page = page.path.as_str();
            let pairs = own.iter().zip(places);
            located.extend(pairs.map(|(finding, origin)| Located {
                finding,
                page,
                origin,
            }));
        }
        located
    }

    /// The places of what was found on each page.
    fn places(&self, kept: &[Kept<'_>]) -> Vec<Vec<Origin>> {
        let Work { site, tree, .. } = self.work;
        let theme = theme::traced(tree, site.config);
        let jobs: HashMap<OutputPath, &Job> =
            self.jobs.iter().map(|job| (OutputPath::from(&job.url), job)).collect();
        let place = |(page, own): &Kept<'_>, is_traced| {
            self.origins((&theme, is_traced), jobs.get(page.path).copied(), (page, own))
        };
        let (first, others) = kept.split_at(kept.len().min(FIRST_TRACED));
        let mut places: Vec<_> = first.par_iter().map(|one| place(one, true)).collect();
        let mut shared: HashMap<(Code, String), Origin> = HashMap::new();
        for ((page, own), places) in first.iter().zip(&places) {
            for (finding, origin) in own.iter().zip(places) {
                if origin.path.below(theme::FOLDER).is_some() {
                    let key = (finding.rule.code, piece(page, finding));
                    shared.entry(key).or_insert_with(|| origin.clone());
                }
            }
        }
        let known = |(page, own): &Kept<'_>| {
            let find = |one: &&Finding| shared.get(&(one.rule.code, piece(page, one)));
            own.iter().map(|one| find(one).cloned()).collect::<Option<Vec<_>>>()
        };
        let known: Vec<_> = others.par_iter().map(known).collect();
        let (mut left, mut traced) = (MOST_TRACED, Vec::with_capacity(known.len()));
        for one in &known {
            traced.push(one.is_none() && left > 0);
            left -= usize::from(one.is_none() && left > 0);
        }
        let rest = others.par_iter().zip(known).zip(traced);
        let rest = rest.map(|((one, known), is_traced)| {
            known.unwrap_or_else(|| place(one, is_traced))
        });
        places.extend(rest.collect::<Vec<_>>());
        places
    }

    /// The places of what was found on one page.
    fn origins(
        &self,
        (theme, is_traced): (&Theme, bool),
        job: Option<&Job>,
        (page, found): (&Audited<'_>, &[&Finding]),
    ) -> Vec<Origin> {
        let site = self.work.site;
        let article = job.and_then(|job| job.task.article());
        let maker = Maker {
            theme,
            tree: self.work.tree,
            article: article.map(|index| &site.entries[index].page.path),
            asked: job.and_then(|job| job.origin.as_ref()),
        };
        let copied = job.and_then(|job| match &job.task {
            Task::Asset(path) => Some(path),
            _ => None,
        });
        let marks = job.filter(|_| is_traced && copied.is_none());
        let marks = marks.and_then(|job| self.marks(theme, job, page));
        let place = |finding: &&Finding| match (copied, &marks) {
            (Some(path), _) => Origin {
                path: path.clone(),
                span: finding.span.clone(),
                related: None,
                is_shared: false,
            },
            // What is wrong with a page as a whole is for who asked for the page.
            (None, _) if finding.rule.code == BUDGET.code && finding.span.is_empty() => {
                maker.unknown()
            }
            (None, Some(marks)) => maker.blame(marks, finding.span.start),
            (None, None) => maker.unknown(),
        };
        found.iter().map(place).collect()
    }

    /// Renders a page again, with marks.
    fn marks(&self, theme: &Theme, job: &Job, page: &Audited<'_>) -> Option<Vec<Mark>> {
        let work = Work { theme, ..self.work };
        let (_, made) = render::artifact(work, job, &|_| None).ok()?;
        let Content::Bytes(bytes) = made.value?.content else { return None };
        marks(&text(page.artifact), &String::from_utf8_lossy(&bytes.whole()))
    }
}
