//! Lets go of pages while the site is still being made: what will be asked of the bytes of a page
//! is found out at once, then a shelf takes them.

use std::collections::HashSet;
use std::sync::Arc;

use super::gate;
use crate::audit::gate::Piece;
use crate::audit::references::{Surface, references};
use crate::audit::{self, Finding, Inspected, Library};
use crate::digest::Digest;
use crate::memo::Memo;
use crate::output::{Artifact, Bytes, Content, Shelf};
use crate::path::OutputPath;
use crate::render::{self, Work};
use crate::view::job::Job;
use crate::view::projection::shows_figures;

/// A shelf, and what pages are looked at with.
pub(super) struct Shelving<'a> {
    shelf: &'a dyn Shelf,
    sheets: (Library, Option<Digest>),
    /// Titles that several pages have.
    shared: HashSet<&'a str>,
}

/// What was asked of the bytes of a page, by the key of each question.
pub(super) struct Answers {
    surface: (Digest, Arc<Surface>),
    /// Nothing of a file that is no page.
    page: Option<(Digest, Arc<Inspected>)>,
    pieces: Vec<(Digest, Arc<[Piece]>)>,
}

impl<'a> Shelving<'a> {
    /// Tells the shelf what may come. `None` if bytes will be asked for that nobody can foresee:
    /// those of pages that are weighed, or counted by another.
    pub(super) fn open(
        shelf: Option<&'a dyn Shelf>,
        work: Work<'a>,
        jobs: &[Job],
    ) -> Option<Self> {
        let shelf = shelf.filter(|_| work.site.config.budget.is_empty())?;
        if jobs.iter().any(|job| shows_figures(work.site, job)) {
            return None;
        }
        let paths: Vec<_> = jobs.iter().map(|job| OutputPath::from(&job.url)).collect();
        shelf.expect(&paths);
        let is_sheet = |(job, path): &(&Job, OutputPath)| {
            job.task.is_copy() && path.extension() == "css"
        };
        let sheets = jobs.iter().zip(paths).filter(is_sheet).filter_map(|(job, path)| {
            let (_, made) = render::artifact(work, job, &|_| None).ok()?;
            Some((path, made.value?))
        });
        let sheets = gate::sheets(&sheets.collect());
        let (mut seen, mut shared) = (HashSet::new(), HashSet::new());
        for entry in &work.site.entries {
            let title = entry.page.front_matter.title.as_str();
            if !seen.insert(title) {
                shared.insert(title);
            }
        }
        Some(Self { shelf, sheets, shared })
    }

    /// Asks a page all that will be asked of it, and puts it on the shelf.
    pub(super) fn take(
        &self,
        (work, job): (Work<'_>, &Job),
        artifact: &mut Artifact,
    ) -> Option<Answers> {
        let path = OutputPath::from(&job.url);
        let Content::Bytes(bytes) = &artifact.content else { return None };
        // Sheets are read once more, for the pages.
        if job.task.is_copy() {
            return None;
        }
        let (sheets, own) = &self.sheets;
        let (key, extension) = (gate::key(&path, artifact, *own), path.extension());
        let whole = bytes.joined();
        let (page, surface) = if gate::is_page(&path) {
            let (page, surface) = gate::read(&path, &whole, sheets)?;
            (Some(page), surface)
        } else {
            (None, None)
        };
        let surface = surface.or_else(|| references(&extension, &whole))?;
        let pieces = |page| self.pieces((work, job), (artifact, bytes), page);
        let answers = Answers {
            surface: (gate::surface_key(&extension, artifact), Arc::new(surface)),
            pieces: page.as_ref().map(pieces).unwrap_or_default(),
            page: page.map(|page| (key, Arc::new(page))),
        };
        let length = artifact.length();
        if self.shelf.put(&path, artifact) {
            artifact.content = Content::Kept { length };
        }
        Some(answers)
    }

    /// What stands where something was found, or will be once another page has its title.
    fn pieces(
        &self,
        (work, job): (Work<'_>, &Job),
        (artifact, bytes): (&Artifact, &Bytes),
        page: &Inspected,
    ) -> Vec<(Digest, Arc<[Piece]>)> {
        let pieces = |findings: &[Finding]| {
            let piece = |one| Piece::of(one, &bytes.part(one.span.clone()));
            let key = gate::pieces_key(artifact, findings);
            (key, findings.iter().map(piece).collect())
        };
        let findings = &page.findings;
        let own = (!findings.is_empty()).then(|| pieces(findings));
        let article = job.task.article().map(|at| work.site.entries[at].page);
        let is_shared =
            article.is_some_and(|own| self.shared.contains(&*own.front_matter.title));
        let title = audit::if_title_is_shared(page).filter(|_| is_shared);
        let with_title = title.map(|title| {
            let mut all = findings.clone();
            audit::add(&mut all, title);
            pieces(&all)
        });
        own.into_iter().chain(with_title).collect()
    }
}

impl Answers {
    /// Remembers them, for whoever asks.
    pub(super) fn tell(self, memo: &mut Memo) {
        let Self { surface, page, pieces } = self;
        memo.surfaces.insert(surface.0, surface.1);
        memo.audited.extend(page);
        memo.pieces.extend(pieces);
    }
}
