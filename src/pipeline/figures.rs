//! Counts what the other pages are, for the pages that say how the site is checked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::make::{Sight, render_all};
use super::shelve::Shelving;
use super::weigh::measures;
use super::{Build, Wanted, Wish, gate};
use crate::audit::references::{Loads, Needs, loads, needs};
use crate::audit::{self, Finding, Kind, RULES};
use crate::config::Budget;
use crate::diagnostic::{Diagnostic, Outcome, Severity};
use crate::digest::Digest;
use crate::memo::Memo;
use crate::model::figures::{
    Figures, LinkFigures, LoadFigures, RuleFigures, SourceFigures,
};
use crate::model::review::Standing;
use crate::model::sources::SourceOverview;
use crate::model::{Site, speaks_of_articles};
use crate::output::{Artifact, Content, OutputTree};
use crate::path::OutputPath;
use crate::render::Work;
use crate::sample::Checked;
use crate::source::{SourceTree, lossy};
use crate::theme::Theme;
use crate::view::job::{self, Job};
use crate::view::projection::shows_figures;

/// Every file to make, those whose pages show figures last. Addresses that two ask for, and
/// copies that may not be published, are reported.
pub(super) fn jobs(
    site: &Site<'_>,
    (theme, tree, sight): (&Theme, &SourceTree, Sight),
    (before, memo): (&Memo, &mut Memo),
    found: &mut Vec<Diagnostic>,
) -> Arc<Outcome<Vec<Job>>> {
    let known = before.order.get(&sight.order).and_then(|own| own.jobs.clone());
    let list = known.unwrap_or_else(|| {
        let mut found = Vec::new();
        let mut list = job::jobs(site, theme, tree, &mut found);
        list.sort_by_key(|job| shows_figures(site, job));
        found.extend(job::collisions(site, &list));
        found.extend(audit::assets(tree, site));
        Arc::new(Outcome { value: list, diagnostics: found })
    });
    if before.stays && !speaks_of_articles(&list.diagnostics) {
        memo.order.entry(sight.order).or_default().jobs = Some(Arc::clone(&list));
    }
    found.extend(list.diagnostics.iter().cloned());
    list
}

/// All files to make, whether they are a sample, and what is wished.
pub(super) type All<'a> = (Work<'a>, &'a [Job], Sight, (Option<Checked<'a>>, Wish<'a>));

/// Makes all pages: first those that show no figures, then, with the figures of these, the
/// others. The figures are given back, and of each file what `render_all` gives.
///
/// # Errors
/// What must be read first.
pub(super) fn make(
    (work, jobs, sight, (checked, wish)): All<'_>,
    build: &mut Build,
    (before, memo): (&Memo, &mut Memo),
    found: &mut Vec<Diagnostic>,
) -> Result<(Option<Figures>, Vec<Option<Digest>>), Wanted> {
    let first = jobs.partition_point(|job| !shows_figures(work.site, job));
    let (early, late) = jobs.split_at(first);
    let shelving = Shelving::open(wish.shelf, work, jobs);
    let early = (early, sight, shelving.as_ref());
    let (made, mut keys) = render_all(work, early, (before, memo), found)?;
    build.output = made;
    if late.is_empty() {
        return Ok((None, keys));
    }
    let figures = if checked.is_some() {
        Figures::sample()
    } else {
        let (rules, loads) =
            counted(&build.output, &work.site.config.base_url, (before, memo))?;
        Figures { rules, loads, ..figures(work.site, build, work.tree, found) }
    };
    let outlook = Digest::of_value(&(sight.outlook, &figures));
    let sight = Sight { outlook, ..sight };
    let work = Work { figures: Some(&figures), ..work };
    let (made, late) = render_all(work, (late, sight, None), (before, memo), found)?;
    build.output.extend(made.into_files());
    keys.extend(late);
    Ok((Some(figures), keys))
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
    let is_reviewed = |entry: &&crate::model::Entry<'_>| {
        let review = site.reviews.of(&entry.page.path);
        review.is_some_and(|own| own.standing(site.today) == Standing::Reviewed)
    };
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
        pages: output.iter().filter(|(path, _)| gate::is_page(path)).count(),
        articles: site.entries.iter().filter(is_article).count(),
        reviewed: site.entries.iter().filter(is_reviewed).count(),
        plans: plans.map(|taper| taper.grid.entries().len()).sum(),
        sources: sources(&build.sources),
        links: links(build, tree),
        warnings: warnings.len(),
        ..Figures::default()
    }
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

/// What the rules find on all pages, and what these load.
///
/// # Errors
/// Everything is wanted if a page must be counted that was not kept.
fn counted(
    output: &OutputTree,
    base_url: &str,
    (before, memo): (&Memo, &mut Memo),
) -> Result<(RuleFigures, LoadFigures), Wanted> {
    let pages: Vec<_> = output.iter().filter(|(path, _)| gate::is_page(path)).collect();
    let (sheets, seen_with) = gate::sheets(output);
    let look = |(path, artifact): &(&OutputPath, &Artifact)| {
        let key = gate::key(path, artifact, seen_with);
        let is_kept = matches!(artifact.content, Content::Kept { .. });
        let examine = || gate::examine(path, artifact, &sheets).filter(|_| !is_kept);
        let page = before.audited.get(&key).cloned().or_else(examine)?;
        let read = || needs_of(artifact).map(Arc::new);
        let needs = before.needs.get(&artifact.digest).cloned().or_else(read)?;
        Some((key, page, artifact.digest, needs))
    };
    let looked: Option<Vec<_>> = pages.par_iter().map(look).collect();
    let looked = looked.ok_or(Wanted::Everything)?;
    for (key, page, digest, needs) in &looked {
        memo.audited.insert(*key, Arc::clone(page));
        memo.needs.insert(*digest, Arc::clone(needs));
    }
    let all_told = audit::together(looked.iter().map(|(_, page, ..)| &**page));
    let own = looked.iter().flat_map(|(_, page, ..)| &page.findings);
    let all: Vec<_> = own.chain(all_told.iter().map(|(_, one)| one)).collect();
    let violations = all.iter().filter(|one| one.kind == Kind::Violation).count();
    let reviews = all.len() - violations;
    let needs = looked.iter().map(|(.., needs)| &**needs);
    let needs: Vec<_> = pages.iter().map(|(path, _)| *path).zip(needs).collect();
    let rules = RuleFigures { rules: RULES.len(), violations, reviews };
    Ok((rules, loaded(&loads(output, base_url, &needs))))
}

/// What a page names to be loaded; `None` if its bytes are not there.
fn needs_of(artifact: &Artifact) -> Option<Needs> {
    match &artifact.content {
        Content::Bytes(bytes) => Some(needs(&lossy(&bytes.joined()))),
        // A page that the site brings is text; anything else is no page.
        Content::Asset(_) => Some(Needs::default()),
        Content::Kept { .. } => None,
    }
}

/// A page of a built site, as the rules see it.
#[derive(Clone, Debug)]
pub struct InspectedPage {
    /// Its file.
    pub path: OutputPath,
    /// What the rules found.
    pub findings: Vec<Finding>,
    /// What it names to be loaded.
    pub needs: Needs,
    /// What a budget can limit, by its name.
    pub measures: BTreeMap<&'static str, u64>,
}

/// Looks at every page of a built site, in the order of their paths; those whose bytes are not
/// there are left out.
pub fn inspect_output(output: &OutputTree, budget: &Budget) -> Vec<InspectedPage> {
    let pages: Vec<_> = output.iter().filter(|(path, _)| gate::is_page(path)).collect();
    let (sheets, _) = gate::sheets(output);
    let inspect = |(path, artifact): &(&OutputPath, &Artifact)| {
        let needs = needs_of(artifact)?;
        let page = gate::examine(path, artifact, &sheets)?;
        let measures = measures((output, budget), (path, artifact), &page.weight);
        Some((((*path).clone(), needs, measures), (*page).clone()))
    };
    let looked: Vec<_> = pages.par_iter().filter_map(inspect).collect();
    let (mut all, mut found) = (Vec::new(), Vec::new());
    for (own, page) in looked {
        all.push(own);
        found.push(page);
    }
    audit::compare(&mut found);
    let both = all.into_iter().zip(found);
    both.map(|((path, needs, measures), page)| InspectedPage {
        path,
        findings: page.findings,
        needs,
        measures,
    })
    .collect()
}

fn loaded(all: &[Loads]) -> LoadFigures {
    let mut figures = LoadFigures::default();
    let mut origins = BTreeSet::new();
    for own in all {
        figures.most_requests = figures.most_requests.max(own.requests);
        figures.most_bytes = figures.most_bytes.max(own.bytes);
        figures.scripts += usize::from(own.scripts > 0);
        origins.extend(&own.origins);
    }
    figures.origins = origins.len();
    figures
}
