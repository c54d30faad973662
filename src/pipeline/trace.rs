//! Finds where what was found was written: in which line of an article, in which template.
//!
//! Pages are rendered a second time for it, with tags that say where they come from. A place
//! that is known is not looked for again.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::weigh::text;
use crate::audit::Finding;
use crate::audit::gate::budget::RULE as BUDGET;
use crate::audit::gate::{Located, Maker, Mark, Origin, Policy, marks};
use crate::config::Level;
use crate::diagnostic::Code;
use crate::digest::Digest;
use crate::memo::Memo;
use crate::output::{Artifact, Content};
use crate::path::OutputPath;
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
pub(super) struct Seen<'a> {
    pub(super) work: Work<'a>,
    pub(super) jobs: &'a [Job],
    /// The digest of all that any page may see of the site.
    pub(super) outlook: Digest,
}

/// A page, and what was found on it.
pub(super) struct Audited<'a> {
    pub(super) path: &'a OutputPath,
    pub(super) artifact: &'a Artifact,
    pub(super) findings: Vec<Finding>,
}

/// A page, and what matters of what was found on it.
type Kept<'a> = (&'a Audited<'a>, Vec<&'a Finding>);

/// The bytes of a page that a finding is about.
fn piece(page: &Audited<'_>, finding: &Finding) -> Vec<u8> {
    match &page.artifact.content {
        Content::Bytes(bytes) => bytes.part(finding.span.clone()),
        Content::Asset(_) | Content::Kept { .. } => Vec::new(),
    }
}

impl Seen<'_> {
    /// Finds the place of everything that matters.
    pub(super) fn locate<'f>(
        &self,
        policy: &Policy<'_>,
        faulty: &'f [Audited<'_>],
        memos: (&Memo, &mut Memo),
    ) -> Vec<Located<'f>> {
        let matters = |page: &Audited<'_>, finding: &Finding| {
            policy.level(finding) != Level::Off
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
        let places = self.places(&kept, memos);
        let mut located = Vec::new();
        for ((page, own), places) in kept.iter().zip(&places) {
            let page = page.path.as_str();
            let pairs = own.iter().zip(places.iter());
            located.extend(pairs.map(|(finding, origin)| {
                let origin = origin.clone();
                Located { finding, page, origin }
            }));
        }
        located
    }

    /// The places of what was found on each page.
    fn places(
        &self,
        kept: &[Kept<'_>],
        (before, memo): (&Memo, &mut Memo),
    ) -> Vec<Arc<[Origin]>> {
        let Work { site, tree, .. } = self.work;
        let theme = OnceLock::new();
        let jobs: HashMap<OutputPath, &Job> =
            self.jobs.iter().map(|job| (OutputPath::from(&job.url), job)).collect();
        let place = |(page, own): &Kept<'_>, is_traced| {
            let job = jobs.get(page.path).copied();
            let key = self.key(job, (page, own), is_traced);
            let known = before.origins.get(&key).cloned();
            let find = || {
                let theme = theme.get_or_init(|| theme::traced(tree, site.config));
                self.origins((theme, is_traced), job, (page, own)).into()
            };
            (Some(key), known.unwrap_or_else(find))
        };
        let (first, others) = kept.split_at(kept.len().min(FIRST_TRACED));
        let mut places: Vec<_> = first.par_iter().map(|one| place(one, true)).collect();
        let mut shared: HashMap<(Code, Vec<u8>), Origin> = HashMap::new();
        for ((page, own), (_, places)) in first.iter().zip(&places) {
            for (finding, origin) in own.iter().zip(places.iter()) {
                if origin.path.below(theme::FOLDER).is_some() {
                    let key = (finding.rule.code, piece(page, finding));
                    shared.entry(key).or_insert_with(|| origin.clone());
                }
            }
        }
        let known = |(page, own): &Kept<'_>| {
            let find = |one: &&Finding| shared.get(&(one.rule.code, piece(page, one)));
            own.iter().map(|one| find(one).cloned()).collect::<Option<Arc<[_]>>>()
        };
        let known: Vec<_> = others.par_iter().map(known).collect();
        let (mut left, mut traced) = (MOST_TRACED, Vec::with_capacity(known.len()));
        for one in &known {
            traced.push(one.is_none() && left > 0);
            left -= usize::from(one.is_none() && left > 0);
        }
        let rest = others.par_iter().zip(known).zip(traced);
        let rest = rest.map(|((one, known), is_traced)| {
            known.map_or_else(|| place(one, is_traced), |known| (None, known))
        });
        places.extend(rest.collect::<Vec<_>>());
        let kept =
            places.iter().filter_map(|(key, own)| Some(((*key)?, Arc::clone(own))));
        memo.origins.extend(kept);
        places.into_iter().map(|(_, own)| own).collect()
    }

    /// The digest of all that the places of what was found on a page follow from.
    fn key(
        &self,
        job: Option<&Job>,
        (page, found): (&Audited<'_>, &[&Finding]),
        is_traced: bool,
    ) -> Digest {
        let article = job.and_then(|job| job.task.article());
        let article = article.map(|at| self.work.site.entries[at].page.source.digest);
        let found: Vec<_> = found.iter().map(|one| (one.rule.code, &one.span)).collect();
        let page = (page.path, page.artifact.digest);
        Digest::of_value(&(self.outlook, page, article, found, is_traced))
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
