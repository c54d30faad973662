//! Makes every file that is not known.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::shelve::Shelving;
use super::{Wanted, our_fault};
use crate::config;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::digest::Digest;
use crate::memo::{Keys, Memo};
use crate::output::OutputTree;
use crate::path::{OutputPath, SourcePath};
use crate::render::{self, Made, Work};
use crate::view::job::Job;
use crate::view::near;

/// What any page may see of the site.
#[derive(Clone, Copy)]
pub(super) struct Sight {
    /// The digest of all of it.
    pub(super) outlook: Digest,
    /// The digest of all that tells where pages stand, but for what lists are sorted by.
    pub(super) order: Digest,
    /// The digest of it, and of the parts of articles: of all that links may lead to.
    pub(super) ways: Digest,
    /// The digest of all that links may lead to and pages may see: who shows another title is
    /// made again, and needs its links for that.
    pub(super) all: Digest,
    /// The digest of all but articles.
    pub(super) frame: Digest,
}

/// Makes every file, or takes what is known of it; gives the digest of exactly what each was made
/// from, if it was worth remembering.
pub(super) fn render_all(
    work: Work<'_>,
    (jobs, sight, shelving): (&[Job], Sight, Option<&Shelving<'_>>),
    (before, memo): (&Memo, &mut Memo),
    found: &mut Vec<Diagnostic>,
) -> Result<(OutputTree, Vec<Option<Digest>>), Wanted> {
    let languages = 0..if before.stays { work.site.languages.len() } else { 0 };
    let shared = languages.map(|language| near::shared(work.site, language, sight.frame));
    let shared: Vec<Digest> = shared.collect();
    let make = |job: &Job| {
        let wide = render::wide_key(work, job, sight.outlook);
        let settled = wide.and_then(|key| before.settled(key));
        let settled = settled.map(|(keys, made)| Ok((keys, made.clone())));
        let settled = settled.unwrap_or_else(|| make(work, (job, &shared), before));
        let (keys, mut made) = settled?;
        let shelved = shelving.zip(made.value.as_mut());
        let answers = shelved.and_then(|(to, artifact)| to.take((work, job), artifact));
        if let Some(artifact) = &mut made.value {
            artifact.settle(&work.theme.sheet);
        }
        Ok((wide, (keys, made), answers))
    };
    let made: Vec<Result<(_, (Keys, Made), _), SourcePath>> =
        jobs.par_iter().map(make).collect();
    let wanted = made.iter().filter_map(|made| made.as_ref().err());
    let wanted: Vec<SourcePath> = wanted.cloned().collect();
    if !wanted.is_empty() {
        return Err(Wanted::Texts(wanted));
    }
    let mut output = Vec::with_capacity(made.len());
    let mut fine = Vec::with_capacity(made.len());
    memo.made.reserve(made.len());
    memo.settled.reserve(made.len());
    for (job, made) in jobs.iter().zip(made.into_iter().flatten()) {
        let (wide, (keys, made), answers) = made;
        if let Some(answers) = answers {
            answers.tell(memo);
        }
        fine.push(keys.fine);
        memo.near.extend(keys.near.zip(keys.fine));
        memo.settle(wide, keys, &made);
        if let Some(artifact) = made.take(found) {
            output.push((OutputPath::from(&job.url), artifact));
        }
    }
    Ok((output.into_iter().collect(), fine))
}

/// Makes one file, or takes it if the same was made for another sight of the site.
///
/// # Errors
/// The article whose text must be read first.
fn make(
    work: Work<'_>,
    (job, shared): (&Job, &[Digest]),
    before: &Memo,
) -> Result<(Keys, Made), SourcePath> {
    let known = |key: Digest| before.made.get(&key).cloned();
    // None is shared where the next build is of another process.
    let near = render::near_key(work, job, shared);
    let fine = near.and_then(|key| before.near.get(&key)).copied();
    if let Some(made) = fine.and_then(known) {
        return Ok((Keys { fine, near }, made));
    }
    let write = || render::artifact(work, job, &known);
    let Ok(made) = catch_unwind(AssertUnwindSafe(write)) else {
        let asked = job.asked(work.site).map(|(path, _)| path);
        let path = asked.unwrap_or_else(|| SourcePath::new(config::FILE));
        let diagnostics = vec![our_fault(&path, "written")];
        return Ok((Keys::default(), Outcome { value: None, diagnostics }));
    };
    let (fine, made) = made?;
    // What has no view is made from nothing but what it shows of others.
    Ok((Keys { fine: fine.or(near), near }, made))
}
