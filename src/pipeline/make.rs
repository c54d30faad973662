//! Makes every file that is not known.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::shelve::Shelving;
use super::{Wanted, our_fault};
use crate::config;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::digest::Digest;
use crate::memo::Memo;
use crate::output::OutputTree;
use crate::path::{OutputPath, SourcePath};
use crate::render::{self, Work};
use crate::view::job::Job;

/// Makes every file, or takes what is known of it; gives the digest of exactly what each was made
/// from, if it was worth remembering.
pub(super) fn render_all(
    work: Work<'_>,
    (jobs, outlook, shelving): (&[Job], Digest, Option<&Shelving<'_>>),
    (before, memo): (&Memo, &mut Memo),
    found: &mut Vec<Diagnostic>,
) -> Result<(OutputTree, Vec<Option<Digest>>), Wanted> {
    let known = |key: Digest| before.made.get(&key).cloned();
    let make = |job: &Job| {
        let wide = render::wide_key(work, job, outlook);
        if let Some(settled) = wide.and_then(|key| before.settled.get(&key)) {
            return Ok((wide, settled.clone(), None));
        }
        let write = || render::artifact(work, job, &known);
        let made = catch_unwind(AssertUnwindSafe(write)).unwrap_or_else(|_| {
            let site = SourcePath::new(config::FILE);
            let path = job.origin.as_ref().map_or(&site, |(path, _)| path);
            let diagnostics = vec![our_fault(path, "written")];
            Ok((None, Outcome { value: None, diagnostics }))
        });
        let (key, mut made) = made?;
        let shelved = shelving.zip(made.value.as_mut());
        let answers = shelved.and_then(|(to, artifact)| to.take((work, job), artifact));
        Ok((wide, (key, made), answers))
    };
    let made: Vec<Result<_, SourcePath>> = jobs.par_iter().map(make).collect();
    let wanted = made.iter().filter_map(|made| made.as_ref().err());
    let wanted: Vec<SourcePath> = wanted.cloned().collect();
    if !wanted.is_empty() {
        return Err(Wanted::Texts(wanted));
    }
    let mut output = Vec::with_capacity(made.len());
    let mut keys = Vec::with_capacity(made.len());
    memo.made.reserve(made.len());
    memo.settled.reserve(made.len());
    for (job, made) in jobs.iter().zip(made.into_iter().flatten()) {
        let (wide, (key, made), answers) = made;
        if let Some(answers) = answers {
            answers.tell(memo);
        }
        keys.push(key);
        if let Some(key) = key {
            memo.made.insert(key, made.clone());
        }
        if let Some(wide) = wide {
            memo.settled.insert(wide, (key, made.clone()));
        }
        if let Some(artifact) = made.take(found) {
            output.push((OutputPath::from(&job.url), artifact));
        }
    }
    Ok((output.into_iter().collect(), keys))
}
