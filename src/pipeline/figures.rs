//! Counts what the other pages are, for the pages that say how the site is checked.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rayon::prelude::*;

use super::{Build, render_all};
use crate::audit::references::loads;
use crate::audit::{self, Kind, RULES};
use crate::diagnostic::{Diagnostic, Severity};
use crate::digest::Digest;
use crate::memo::Memo;
use crate::model::Site;
use crate::model::figures::{
    Figures, LinkFigures, LoadFigures, RuleFigures, SourceFigures,
};
use crate::model::sources::SourceOverview;
use crate::output::{Artifact, Content, OutputTree};
use crate::path::OutputPath;
use crate::render::Work;
use crate::source::SourceTree;
use crate::theme::Theme;
use crate::view::job::{self, Job};
use crate::view::projection::shows_figures;

/// Every file to make, those whose pages show figures last.
pub(super) fn jobs(
    site: &Site<'_>,
    theme: &Theme,
    tree: &SourceTree,
    found: &mut Vec<Diagnostic>,
) -> Vec<Job> {
    let mut list = job::jobs(site, theme, tree, found);
    list.sort_by_key(|job| shows_figures(site, theme, job));
    list
}

/// Makes all pages: first those that show no figures, then, with the figures of these, the
/// others. The figures are given back.
pub(super) fn make(
    (work, jobs, outlook, is_sample): (Work<'_>, &[Job], Digest, bool),
    build: &mut Build,
    (before, memo): (&Memo, &mut Memo),
    found: &mut Vec<Diagnostic>,
) -> Option<Figures> {
    let first = jobs.partition_point(|job| !shows_figures(work.site, work.theme, job));
    let (early, late) = jobs.split_at(first);
    build.output = render_all(work, (early, outlook), (before, memo), found);
    if late.is_empty() {
        return None;
    }
    let figures = if is_sample {
        Figures::sample()
    } else {
        figures(work.site, build, work.tree, found)
    };
    let outlook = Digest::of_value(&(outlook, &figures));
    let work = Work { figures: Some(&figures), ..work };
    let made = render_all(work, (late, outlook), (before, memo), found);
    build.output.extend(made.into_files());
    Some(figures)
}

/// Warnings that come with time alone: a page that counts them would change by the day.
const BY_THE_DAY: [&str; 1] = ["source/stale"];

/// The figures of a site whose other pages are made; `found` is what was said so far.
fn figures(
    site: &Site<'_>,
    build: &Build,
    tree: &SourceTree,
    found: &[Diagnostic],
) -> Figures {
    let output = &build.output;
    let is_article = |page: &&crate::model::Entry<'_>| !page.page.is_section;
    let plans = site.entries.iter().filter_map(|entry| entry.taper.as_ref());
    // A mistake in a template is one, however many pages it stands on.
    let warnings: BTreeSet<_> = found
        .iter()
        .filter(|one| {
            one.severity == Severity::Warning && !BY_THE_DAY.contains(&one.code)
        })
        .map(|one| {
            let place = one.primary.as_ref();
            (one.code, &one.message, place.map(|label| (&label.path, label.span.start)))
        })
        .collect();
    Figures {
        pages: output.iter().filter(|(path, _)| is_page(path)).count(),
        articles: site.entries.iter().filter(is_article).count(),
        // Nobody can sign for a page yet.
        reviewed: 0,
        plans: plans.map(|taper| taper.grid.entries().len()).sum(),
        sources: sources(&build.sources),
        links: links(build, tree),
        warnings: warnings.len(),
        rules: rules(output),
        loads: loaded(output, &site.config.base_url),
    }
}

fn is_page(path: &OutputPath) -> bool {
    matches!(path.extension().as_str(), "html" | "htm" | "xhtml")
}

fn sources(all: &[SourceOverview]) -> SourceFigures {
    let cited: Vec<_> = all.iter().filter(|source| source.is_cited()).collect();
    let state = |names: &[&str]| {
        let is = |source: &&&SourceOverview| names.contains(&source.condition.name());
        cited.iter().filter(is).count()
    };
    let days = cited.iter().filter_map(|source| source.condition.asked);
    SourceFigures {
        cited: cited.len(),
        answered: days.clone().count(),
        oldest: days.min(),
        retracted: state(&["retracted", "partly-retracted"]),
        concern: state(&["concern"]),
        corrected: state(&["corrected"]),
        missing: state(&["missing"]),
    }
}

fn links(build: &Build, tree: &SourceTree) -> LinkFigures {
    let text = tree.text(audit::external::FILE).map_or("", |text| &text.text);
    let memory = audit::external::Memory::parse(text).value;
    let addresses: BTreeSet<&str> =
        build.external.iter().map(|link| link.address.as_str()).collect();
    let day = |address: &&str| memory.records.get(*address)?.answered;
    let days: Vec<Date> = addresses.iter().filter_map(day).collect();
    LinkFigures {
        addresses: addresses.len(),
        answered: days.len(),
        oldest: days.iter().min().copied(),
    }
}

fn rules(output: &OutputTree) -> RuleFigures {
    let pages: Vec<_> = output.iter().filter(|(path, _)| is_page(path)).collect();
    let inspect = |(_, artifact): &(&OutputPath, &Artifact)| {
        let Content::Bytes(bytes) = &artifact.content else { return (0, 0) };
        let found = audit::inspect(&String::from_utf8_lossy(&bytes.whole()));
        let violations = found.iter().filter(|one| one.kind == Kind::Violation).count();
        (violations, found.len() - violations)
    };
    let counts = pages.par_iter().map(inspect);
    let (violations, reviews) = counts.reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    RuleFigures { rules: RULES.len(), violations, reviews }
}

fn loaded(output: &OutputTree, base_url: &str) -> LoadFigures {
    let mut figures = LoadFigures::default();
    let mut origins = BTreeSet::new();
    for (_, own) in loads(output, base_url) {
        figures.most_requests = figures.most_requests.max(own.requests);
        figures.most_bytes = figures.most_bytes.max(own.bytes);
        figures.scripts += usize::from(own.scripts > 0);
        origins.extend(own.origins);
    }
    figures.origins = origins.len();
    figures
}
