//! The whole program in one function: from what is outside to what is published.
//!
//! The only module of the core that knows of threads; results come back in input order.

mod figures;
mod gate;
mod link;
mod make;
mod published;
mod read;
mod references;
mod review_text;
mod shelve;
mod terms;
mod theming;
mod trace;
mod values;
mod weigh;
mod wording;

use std::sync::Arc;

use crate::bibliography::Bibliography;
use crate::content::FOLDER;
use crate::diagnostic::{Diagnostic, Outcome, Severity};
use crate::memo::Memo;
use crate::model::definitions::definitions;
use crate::model::external::external;
use crate::model::overview::{PageOverview, overview};
use crate::model::review;
use crate::model::sources::sources;
use crate::model::{self, Parts, Publication, Site};
use crate::output::OutputTree;
use crate::path::SourcePath;
use crate::render::Work;
use crate::sample::Checked;
use crate::theme::{self, Theme};

pub use figures::{InspectedPage, inspect_output};
pub use published::inspect_published;
pub use review_text::text_to_review;
pub use values::{Build, Input, Wanted, Wish};
pub use wording::proofread;

use link::reviewed;
use read::{
    Sources, asks_for_links, read_bibliography, read_config, read_data, read_pages,
};
use theming::{check_theme, follows_from_a_theme, hides_values};
use trace::Seen;

/// Builds the site; what `before` knows is not worked out again.
pub fn build(input: &Input, before: &Memo) -> Build {
    build_for(Wish::default(), input, before)
}

/// Builds the site as [`build`] does, and as somebody wishes.
pub fn build_for(wish: Wish<'_>, input: &Input, before: &Memo) -> Build {
    let mut found = Vec::new();
    let mut build = match assemble(input, before, (None, wish), &mut found) {
        Ok(build) => build,
        Err(wanted) => return Build { wanted, ..Build::default() },
    };
    build.diagnostics.append(&mut found);
    Diagnostic::sort(&mut build.diagnostics);
    // A mistake in a template is one, however many pages it stands on.
    build.diagnostics.dedup_by(|next, first| {
        (&next.code, &next.message, &next.primary)
            == (&first.code, &first.message, &first.primary)
    });
    Diagnostic::shorten(&mut build.diagnostics);
    if build.has_errors() {
        build.output = OutputTree::default();
        build.memo.ways = None;
    }
    build
}

/// Puts the site together, or the sample site with the theme that is being checked.
///
/// # Errors
/// What must be read first.
pub(crate) fn assemble(
    input: &Input,
    before: &Memo,
    (checked, wish): (Option<Checked<'_>>, Wish<'_>),
    found: &mut Vec<Diagnostic>,
) -> Result<Build, Wanted> {
    let mut config = read_config(input, found);
    let said_before = found.len();
    let own = match checked {
        None => Some(theme::load(&input.tree, &config).take(found)),
        Some(_) => None,
    };
    let is_loaded = found.len() == said_before;
    let Some(theme) = checked.map(|checked| checked.theme).or(own.as_ref()) else {
        return Ok(Build::default());
    };
    let bibliography = read_bibliography(&input.tree, &config, found);
    let mut data = read_data(&input.tree, found);
    let mut memo = Memo { stays: before.stays, ..Memo::default() };
    let (mut pages, sight) =
        read_pages(input, (&config, theme), (before, &mut memo), found)?;
    if !is_loaded {
        found.retain(|problem| !follows_from_a_theme(problem));
    }
    if let Some(checked) = checked {
        config.extra.clone_from(checked.extra);
        data.clone_from(checked.data);
        for page in &mut pages {
            Arc::make_mut(page).front_matter.extra.clone_from(checked.page_extra);
        }
    } else if is_loaded && found.iter().all(|problem| !hides_values(problem)) {
        let told = (&config.extra, &data);
        found.extend(check_theme(theme, &pages, told, (before, &mut memo)));
    }
    let parts = Parts {
        config: &config,
        pages: &pages,
        tree: &input.tree,
        bibliography: &bibliography,
        publication: Publication { today: input.today, drafts: input.drafts },
    };
    let site = reviewed((parts, theme), (sight, checked), (before, &mut memo), found)?;
    let known = (before, &mut memo);
    let jobs = figures::jobs(&site, (theme, &input.tree, sight), known, found);
    let list = &jobs.value;
    let mut build = Build {
        pages: list.iter().filter(|job| job.url.is_page()).count(),
        held_back: site.held_back.clone(),
        ..Build::default()
    };
    if checked.is_none() {
        tell((&site, theme, parts), &mut build, (before, &mut memo), found);
    }
    if found.iter().any(|problem| problem.severity == Severity::Error) {
        // A mistake in one page is no reason to make the others again.
        memo.keep_files(before);
        build.overview = look_over(&site, parts, checked);
        return Ok(Build { memo, ..build });
    }
    let work = Work::new(&site, theme, &input.tree, &data);
    let all = ((work, &**list, sight, (checked, wish)), parts);
    let make = || make(all, (&mut build, found), (before, &mut memo));
    // One thread looks over the pages; much of making and judging them is for one as well.
    let (made, overview) = rayon::join(make, || look_over(&site, parts, checked));
    made?;
    Ok(Build { overview, memo, ..build })
}

/// Makes every file, and lets them through the gate if they are no sample.
fn make(
    (all, parts): (figures::All<'_>, Parts<'_>),
    (build, found): (&mut Build, &mut Vec<Diagnostic>),
    (before, memo): (&Memo, &mut Memo),
) -> Result<(), Wanted> {
    let (figures, keys) = figures::make(all, build, (before, memo), found)?;
    let (work, jobs, sight, (checked, wish)) = all;
    if checked.is_some() {
        return Ok(());
    }
    let work = Work { figures: figures.as_ref(), ..work };
    let seen = Seen { work, jobs, keys: &keys, sight, is_brief: wish.is_brief };
    gate::pass((seen, parts), build, (before, memo), found)
}

/// Looks over all pages, unless they are a sample, or an earlier run kept where their links lead.
fn look_over(
    site: &Site<'_>,
    parts: Parts<'_>,
    checked: Option<Checked<'_>>,
) -> Vec<PageOverview> {
    let is_known = parts.pages.iter().all(|page| !page.document.lacks_links);
    if is_known && checked.is_none() { overview(site, parts) } else { Vec::new() }
}

/// What is said of a site, and not of the sample.
fn tell(
    (site, theme, parts): (&Site<'_>, &Theme, Parts<'_>),
    build: &mut Build,
    (before, memo): (&Memo, &mut Memo),
    found: &mut Vec<Diagnostic>,
) {
    let Parts { tree, config, publication, .. } = parts;
    found.extend(crate::audit::theme(tree, &config.theme));
    // A page with a mistake may be the one that cites.
    if found.iter().all(|problem| problem.severity != Severity::Error) {
        found.extend(crate::model::citations::uncited(site, parts.pages));
    }
    found.extend(review::findings(site, &site.reviews, parts));
    build.reviews = site.reviews.clone();
    found.extend(wording::firm((tree, theme, site), (before, memo)));
    let pages = || parts.pages.iter().map(|page| &**page);
    let is_known = pages().all(|page| !page.document.lacks_links);
    if is_known && (!before.stays || asks_for_links(tree, pages())) {
        build.external = external(site);
    }
    (build.terms, build.sources) = (definitions(site), sources(site));
    let (links, today) = (&build.external, publication.today);
    found.extend(crate::audit::external::known_gone(tree, links, &config.links, today));
    found.extend(crate::audit::sources::known(&build.sources, tree, &config.refs, today));
}

/// A site that lacks its home page, or all pages: most often a folder that was misspelt.
fn without_pages(site: &model::Site<'_>) -> Option<Diagnostic> {
    let home = SourcePath::new(format!("{FOLDER}/_index.md"));
    let help = "write content/_index.md, which begins with `+++` and a title";
    if site.entries.is_empty() {
        let message = "this site has no page to publish";
        return Some(Diagnostic::error("site/empty", message).at(&home, 0..0).help(help));
    }
    let has_home = site.entries.iter().any(|entry| entry.url.as_str() == "/");
    (!has_home).then(|| {
        let message = "this site has no home page";
        Diagnostic::warning("site/no-home", message).at(&home, 0..0).help(help)
    })
}

/// The sources of a site, with what services said of them.
pub fn bibliography(input: &Input) -> Outcome<Bibliography> {
    let mut found = Vec::new();
    let config = read_config(input, &mut found);
    let value = read_bibliography(&input.tree, &config, &mut found);
    Outcome { value, diagnostics: found }
}

/// The settings of the site's taper page: the first that has some, or what is wrong with it.
pub fn taper_settings(input: &Input) -> Outcome<Option<crate::taper::Settings>> {
    let known = Sources::read(input, &Memo::default());
    let mut problems = Vec::new();
    let mut tapers =
        known.pages.iter().filter(|page| page.front_matter.taper.is_some()).filter_map(
            |page| model::taper::read(page, &known.bibliography, &mut problems),
        );
    let settings = tapers.next().map(|taper| taper.grid.settings().clone());
    drop(tapers);
    if settings.is_some() {
        problems.clear();
    }
    Outcome { value: settings, diagnostics: problems }
}

/// A fault of this program or of a library, kept to the page that shows it.
fn our_fault(path: &SourcePath, what: &str) -> Diagnostic {
    Diagnostic::error("page/panic", format!("this page could not be {what}"))
        .at(path, 0..0)
        .help("report this as our mistake, with the file; take it out of content/ meanwhile")
}
