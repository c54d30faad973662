//! Finds where what was found was written: in which line of an article, in which template.
//!
//! Pages are rendered a second time for it, with tags that say where they come from. A place
//! that is known is not looked for again, not even in the next run.

mod brief;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::make::Sight;
use super::{Wanted, gate, theming};
use crate::audit::Finding;
use crate::audit::gate::budget::RULE as BUDGET;
use crate::audit::gate::{Located, Maker, Origin, Piece, Policy, unmarked};
use crate::config::Level;
use crate::diagnostic::Code;
use crate::digest::Digest;
use crate::memo::Memo;
use crate::output::{Artifact, Bytes, Content};
use crate::path::{OutputPath, SourcePath};
use crate::render::{self, Work};
use crate::source::lossy;
use crate::theme::{self, Theme};
use crate::view::job::{Job, Task};

/// Pages that are rendered again whatever was found on them.
const FIRST_TRACED: usize = 64;

/// Most of the others that are rendered again: those on which something is found that no template
/// wrote on one of the first. Beyond these a mistake is told at the page's own file.
const MOST_TRACED: usize = 2_000;

/// How many places there are of each rule.
pub(super) type Counted = BTreeMap<Code, u64>;

/// Where templates wrote what was found, by the rule and what stands there.
type Shared = HashMap<(Code, Digest), Origin>;

/// What the gate looks at.
#[derive(Clone, Copy)]
pub(super) struct Seen<'a> {
    pub(super) work: Work<'a>,
    pub(super) jobs: &'a [Job],
    /// The digest of exactly what each job's file was made from, if it is known.
    pub(super) keys: &'a [Option<Digest>],
    /// What any page may see of the site.
    pub(super) sight: Sight,
    /// Whether most places to look at need only be counted.
    pub(super) is_brief: bool,
}

/// A page, and what was found on it.
pub(super) struct Audited<'a> {
    pub(super) path: &'a OutputPath,
    pub(super) artifact: &'a Artifact,
    pub(super) findings: Cow<'a, [Finding]>,
}

/// A page, and what matters of what was found on it.
struct Suspect<'a> {
    page: &'a Audited<'a>,
    /// What made it, and the digest of exactly what it was made from.
    job: Option<(&'a Job, Option<Digest>)>,
    own: Vec<(&'a Finding, Piece)>,
}

/// The digest of what a page shows at some places, and what it shows.
type Pieces = (Digest, Arc<[Piece]>);

/// Where each of what was found on a page was written.
type Places = Arc<[Origin]>;

impl<'a> Seen<'a> {
    /// Finds the place of everything that matters, but for what need only be counted.
    ///
    /// # Errors
    /// The articles whose texts it takes.
    pub(super) fn locate<'f>(
        &self,
        policy: &Policy<'_>,
        faulty: &'f [Audited<'_>],
        (before, memo): (&Memo, &mut Memo),
    ) -> Result<(Vec<Located<'f>>, Counted), Wanted>
    where
        'a: 'f,
    {
        let matters = |one: &Finding| policy.level(one) != Level::Off;
        let is_told = |page: &&Audited<'_>| page.findings.iter().any(matters);
        let told: Vec<&Audited<'_>> = faulty.iter().filter(is_told).collect();
        if told.is_empty() {
            return Ok(Default::default());
        }
        let jobs = self.jobs();
        let of = |page: &Audited<'_>| jobs.get(page.path).copied();
        let all = (before, &*memo);
        let read = |page: &&Audited<'_>| self.pieces(page, of(page), all);
        let read = wanted(told.par_iter().map(read).collect())?;
        let mut suspects = Vec::with_capacity(told.len());
        for (page, (key, pieces)) in told.into_iter().zip(read) {
            let both = page.findings.iter().zip(pieces.iter());
            let both =
                both.filter(|(one, piece)| matters(one) && !policy.allows(one, piece));
            let own: Vec<_> = both.map(|(one, piece)| (one, piece.clone())).collect();
            memo.pieces.insert(key, pieces);
            if !own.is_empty() {
                suspects.push(Suspect { page, job: of(page), own });
            }
        }
        let (places, counted) = self.places(policy, &mut suspects, (before, memo))?;
        let mut located = Vec::new();
        for (suspect, places) in suspects.iter().zip(&places) {
            let page = suspect.page.path.as_str();
            let pairs = suspect.own.iter().zip(places.iter());
            located.extend(pairs.map(|((finding, _), origin)| {
                let origin = origin.clone();
                Located { finding, page, origin }
            }));
        }
        Ok((located, counted))
    }

    /// What made each file, by its path.
    fn jobs(&self) -> HashMap<OutputPath, (&'a Job, Option<Digest>)> {
        let both = self.jobs.iter().zip(self.keys);
        both.map(|(job, key)| (OutputPath::from(&job.url), (job, *key))).collect()
    }

    /// What stands where something was found on a page.
    fn pieces(
        &self,
        page: &Audited<'_>,
        job: Option<(&Job, Option<Digest>)>,
        (before, memo): (&Memo, &Memo),
    ) -> Result<Pieces, SourcePath> {
        let key = gate::pieces_key(page.artifact, &page.findings);
        // Pages that were put away are known already.
        let known = before.pieces.get(&key).or_else(|| memo.pieces.get(&key));
        if let Some(known) = known {
            return Ok((key, Arc::clone(known)));
        }
        let bytes = self.bytes(page, job)?;
        let piece = |one: &Finding| Piece::of(one, &bytes.part(one.span.clone()));
        Ok((key, page.findings.iter().map(piece).collect()))
    }

    /// What a page holds; one of which only the digest was kept is made again.
    fn bytes(
        &self,
        page: &Audited<'_>,
        job: Option<(&Job, Option<Digest>)>,
    ) -> Result<Bytes, SourcePath> {
        match (&page.artifact.content, job) {
            (Content::Bytes(bytes), _) => Ok(bytes.clone()),
            (Content::Kept { .. }, Some((job, _))) => {
                let bytes = render::bytes_again(self.work, job)?;
                Ok(Arc::<[u8]>::from(bytes).into())
            }
            (Content::Kept { .. }, None) | (Content::Asset(_), _) => Ok(Bytes::default()),
        }
    }

    /// The places of what was found on each page; what is only counted is taken from it.
    fn places(
        &self,
        policy: &Policy<'_>,
        suspects: &mut [Suspect<'_>],
        (before, memo): (&Memo, &mut Memo),
    ) -> Result<(Vec<Places>, Counted), Wanted> {
        let Work { site, tree, .. } = self.work;
        let (theme, look) = (OnceLock::new(), theming::look(tree, site.config));
        let place = |suspect: &Suspect<'_>, is_traced| {
            let key = self.key(suspect, (look, is_traced));
            if let Some(known) = before.origins.get(&key) {
                return Ok((Some(key), Arc::clone(known)));
            }
            let theme = theme.get_or_init(|| theme::traced(tree, site.config));
            let found = self.origins((theme, is_traced), suspect)?;
            Ok((Some(key), found.into()))
        };
        let (first, others) = suspects.split_at_mut(suspects.len().min(FIRST_TRACED));
        let places = first.par_iter().map(|one| place(one, true)).collect();
        let mut places: Vec<(Option<Digest>, Places)> = wanted(places)?;
        let mut shared = Shared::new();
        for (suspect, (_, places)) in first.iter().zip(&places) {
            for ((finding, piece), origin) in suspect.own.iter().zip(places.iter()) {
                if origin.path.below(theme::FOLDER).is_some() {
                    let key = (finding.rule.code, piece.digest);
                    shared.entry(key).or_insert_with(|| origin.clone());
                }
            }
        }
        let counted = if self.is_brief {
            brief::count(others, &shared, policy)
        } else {
            Counted::new()
        };
        let known = |suspect: &Suspect<'_>| {
            let find = |(one, piece): &(&Finding, Piece)| {
                shared.get(&(one.rule.code, piece.digest)).cloned()
            };
            suspect.own.iter().map(find).collect::<Option<Arc<[_]>>>()
        };
        let known: Vec<_> = others.par_iter().map(known).collect();
        let (mut left, mut traced) = (MOST_TRACED, Vec::with_capacity(known.len()));
        for one in &known {
            traced.push(one.is_none() && left > 0);
            left -= usize::from(one.is_none() && left > 0);
        }
        let rest = others.par_iter().zip(known).zip(traced);
        let rest = rest.map(|((one, known), is_traced)| {
            known.map_or_else(|| place(one, is_traced), |known| Ok((None, known)))
        });
        places.extend(wanted(rest.collect())?);
        let kept =
            places.iter().filter_map(|(key, own)| Some(((*key)?, Arc::clone(own))));
        memo.origins.extend(kept);
        Ok((places.into_iter().map(|(_, own)| own).collect(), counted))
    }

    /// The digest of all that the places of what was found on a page follow from; `look` is that
    /// of the theme's files.
    fn key(&self, suspect: &Suspect<'_>, (look, is_traced): (Digest, bool)) -> Digest {
        let Suspect { page, job, own } = suspect;
        // Without a digest of exactly what was seen, it is that of all that could be.
        let seen = job.and_then(|(_, key)| key).unwrap_or(self.sight.outlook);
        let asked = job.and_then(|(job, _)| job.asked(self.work.site));
        let article = job.and_then(|(job, _)| job.task.article());
        let article = article.map(|at| self.work.site.entries[at].page);
        let article = article.map(|page| (&page.path, page.source.digest));
        let found: Vec<_> =
            own.iter().map(|(one, _)| (one.rule.code, &one.span)).collect();
        let page = (page.path, page.artifact.digest, asked, article);
        Digest::of_value(&(look, seen, page, found, is_traced))
    }

    /// The places of what was found on one page.
    fn origins(
        &self,
        (theme, is_traced): (&Theme, bool),
        suspect: &Suspect<'_>,
    ) -> Result<Vec<Origin>, SourcePath> {
        let (site, page) = (self.work.site, suspect.page);
        let job = suspect.job.map(|(job, _)| job);
        let asked = job.and_then(|job| job.asked(site));
        let article = job.and_then(|job| job.task.article());
        let maker = Maker {
            theme,
            tree: self.work.tree,
            article: article.map(|index| &site.entries[index].page.path),
            asked: asked.as_ref(),
        };
        let copied = job.and_then(|job| match &job.task {
            Task::Asset(path) => Some(path),
            _ => None,
        });
        let marks = match job.filter(|_| is_traced && copied.is_none()) {
            Some(job) => {
                let work = Work { theme, ..self.work };
                let traced = render::bytes_again(work, job)?;
                let (plain, marks) = unmarked(&lossy(&traced));
                // Marks that changed the page say nothing of it.
                let is_it = Digest::of(plain.as_bytes()) == page.artifact.digest;
                is_it.then_some(marks)
            }
            None => None,
        };
        let place = |finding: &Finding| match (copied, &marks) {
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
        Ok(suspect.own.iter().map(|(finding, _)| place(finding)).collect())
    }
}

/// All of them, or the articles whose texts they lack.
fn wanted<T>(all: Vec<Result<T, SourcePath>>) -> Result<Vec<T>, Wanted> {
    let lacking = all.iter().filter_map(|one| one.as_ref().err().cloned());
    let lacking: Vec<SourcePath> = lacking.collect();
    if lacking.is_empty() {
        Ok(all.into_iter().flatten().collect())
    } else {
        Err(Wanted::Texts(lacking))
    }
}
