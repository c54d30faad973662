//! The whole program in one function: from what is outside to what is published.
//!
//! The only module of the core that knows of threads; results come back in input order.

mod figures;
mod gate;
mod read;
mod references;
mod review_text;
mod terms;
mod weigh;
mod wording;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::audit::folder::{Published, Sites};
use crate::audit::gate::Waived;
use crate::audit::{self, Finding, Inspected, Library};
use crate::bibliography::Bibliography;
use crate::config;
use crate::content::{FOLDER, Page, is_article};
use crate::diagnostic::{Diagnostic, Outcome, Severity};
use crate::digest::Digest;
use crate::memo::Memo;
use crate::model::external::{ExternalLink, external};
use crate::model::overview::{PageOverview, overview};
use crate::model::review::{self, Reviews};
use crate::model::sources::{SourceOverview, sources};
use crate::model::{self, HeldBack, Parts, Publication, Site};
use crate::output::OutputTree;
use crate::path::{OutputPath, SourcePath};
use crate::render::{self, Work};
use crate::sample::Checked;
use crate::source::{Source, SourceTree};
use crate::theme::{self, Theme};
use crate::view::job::{Job, collisions};

pub use figures::{InspectedFile, inspect_output};
pub use review_text::text_to_review;
pub use wording::proofread;

use read::{read_bibliography, read_config, read_data, read_pages};
use references::dead_references;

/// All the outside there is.
#[derive(Clone, Debug)]
pub struct Input {
    /// Every file of the site.
    pub tree: SourceTree,
    /// Today in the site's zone, or the day that the build is to stand for.
    pub today: Date,
    /// Publish drafts as well.
    pub drafts: bool,
    /// Address of the site's root, in place of the one in `site.toml`.
    pub base_url: Option<String>,
}

impl Input {
    /// The digest of everything that a build reads.
    pub fn digest(&self) -> Digest {
        let Self { tree, today, drafts, base_url } = self;
        Digest::of_value(&(tree.digest(), today.to_string(), drafts, base_url))
    }
}

/// What a build gives.
#[derive(Clone, Debug, Default)]
pub struct Build {
    /// Every file to publish; empty if there are errors.
    pub output: OutputTree,
    /// What to tell the author, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// Pages that are not published today, and why.
    pub held_back: Vec<HeldBack>,
    /// Every page in a few words, published or not, in the order of the files.
    pub overview: Vec<PageOverview>,
    /// What is to be thought of every page that somebody reviewed.
    pub reviews: Reviews,
    /// Every place of every link to another site, by address.
    pub external: Vec<ExternalLink>,
    /// Every source of the bibliography, by key.
    pub sources: Vec<SourceOverview>,
    /// How many pages were made.
    pub pages: usize,
    /// What the audit found and `site.toml` lets pass for a while.
    pub waived: Vec<Waived>,
    /// What the next build may look up.
    pub memo: Memo,
    /// What must be read before the site can be built; all else then says nothing.
    pub wanted: Wanted,
}

/// What a build lacks, because only outlines and digests of it were kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// Nothing.
    #[default]
    Nothing,
    /// The texts of these articles.
    Texts(Vec<SourcePath>),
    /// Every text, and a build that knows nothing.
    Everything,
}

impl Build {
    /// Whether something must be mended before the site can be published.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }
}

/// Builds the site; what `before` knows is not worked out again.
pub fn build(input: &Input, before: &Memo) -> Build {
    let mut found = Vec::new();
    let mut build = match assemble(input, before, None, &mut found) {
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
    }
    build
}

/// The text of a file that is one.
fn read_as_text(source: &Source) -> &str {
    match source {
        Source::Text(text) => &text.text,
        Source::Asset(_) | Source::Unread(_) => "",
    }
}

/// Audits what was published; files and findings come in order.
pub fn inspect_published(published: &Published) -> Vec<(SourcePath, Vec<Finding>)> {
    let texts: Vec<_> = published.texts.iter().collect();
    let is_sheet = |(path, _): &&(&SourcePath, &Source)| audit::is_sheet(path);
    let sheets = texts.iter().filter(is_sheet);
    let sheets =
        Library::of(sheets.map(|(path, own)| (path.as_str(), read_as_text(own).into())));
    let read = |(path, source): &(&SourcePath, &Source)| {
        audit::folder::surface(path, read_as_text(source))
    };
    let surfaces: Vec<_> = texts.par_iter().map(read).collect();
    let surfaces = texts.iter().map(|(path, _)| *path).zip(surfaces).collect();
    let sites = Sites::of(published, &surfaces);
    let examine = |(path, source): &(&SourcePath, &Source)| {
        let is_page = audit::folder::is_page(path);
        let page = if is_page {
            audit::examine(read_as_text(source), path.as_str(), &sheets)
        } else {
            Inspected::default()
        };
        (page, sites.inspect(path, read_as_text(source)))
    };
    let (mut pages, own): (Vec<_>, Vec<_>) = texts.par_iter().map(examine).unzip();
    audit::compare(&mut pages);
    let all = texts.into_iter().zip(pages.into_iter().zip(own));
    all.map(|((path, _), (page, mut found))| {
        found.extend(page.findings);
        found.sort_by_key(|one| (one.span.start, one.rule.code));
        (path.clone(), found)
    })
    .collect()
}

/// Puts the site together, or the sample site with the theme that is being checked.
///
/// # Errors
/// What must be read first.
pub(crate) fn assemble(
    input: &Input,
    before: &Memo,
    checked: Option<Checked<'_>>,
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
    let mut memo = Memo::default();
    let mut pages = read_pages(input, (&config, theme), (before, &mut memo), found)?;
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
    let publication = Publication { today: input.today, drafts: input.drafts };
    let parts = Parts {
        config: &config,
        pages: &pages,
        tree: &input.tree,
        bibliography: &bibliography,
        publication,
    };
    let outlook = outlook(input, theme, &pages);
    let site = reviewed((parts, theme), (outlook, checked), (before, &mut memo), found)?;
    found.extend(without_pages(&site));
    let list = figures::jobs(&site, theme, &input.tree, found);
    found.extend(collisions(&list));
    found.extend(crate::audit::assets(&input.tree, &site));
    let mut build = Build {
        pages: list.iter().filter(|job| job.url.is_page()).count(),
        held_back: site.held_back.clone(),
        ..Build::default()
    };
    if checked.is_none() {
        tell(&site, parts, &mut build, found);
    }
    if found.iter().any(|problem| problem.severity == Severity::Error) {
        // A mistake in one page is no reason to make the others again.
        memo.keep_files(before);
    } else {
        let work = Work::new(&site, theme, &input.tree, &data);
        figures::make((work, &list, outlook), &mut build, (before, &mut memo), found)?;
        if checked.is_none() {
            gate::pass((work, &list, parts), &mut build, (before, &mut memo), found)?;
        }
    }
    build.memo = memo;
    Ok(build)
}

/// What is said of a site, and not of the sample.
fn tell(
    site: &Site<'_>,
    parts: Parts<'_>,
    build: &mut Build,
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
    found.extend(wording::firm(tree, site));
    build.overview = overview(site, parts);
    build.external = external(site);
    let (links, today) = (&build.external, publication.today);
    found.extend(crate::audit::external::known_gone(tree, links, &config.links, today));
    build.sources = sources(site);
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

/// Renders the sample site with a theme, unless the last build did so.
fn check_theme(
    theme: &Theme,
    pages: &[Arc<Page>],
    (extra, data): (&serde_json::Value, &serde_json::Value),
    (before, memo): (&Memo, &mut Memo),
) -> Vec<Diagnostic> {
    let page_extra = all_extra(pages);
    let for_sections: Vec<&str> = pages
        .iter()
        .filter(|page| page.is_section)
        .filter_map(|page| Some(page.front_matter.template.as_ref()?.0.as_str()))
        .collect();
    let checked = Checked {
        theme,
        extra,
        page_extra: &page_extra,
        data,
        for_sections: &for_sections,
    };
    let key = checked.digest();
    let said = before.themes.get(&key).cloned();
    let said = said.unwrap_or_else(|| crate::sample::check(checked));
    memo.themes.insert(key, said.clone());
    said
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
    let mut found = Vec::new();
    let config = read_config(input, &mut found);
    let theme = theme::load(&input.tree, &config).take(&mut found);
    let bibliography = read_bibliography(&input.tree, &config, &mut found);
    let memo = (&Memo::default(), &mut Memo::default());
    let pages =
        read_pages(input, (&config, &theme), memo, &mut found).unwrap_or_default();
    let mut problems = Vec::new();
    let mut tapers = pages
        .iter()
        .filter(|page| page.front_matter.taper.is_some())
        .filter_map(|page| model::taper::read(page, &bibliography, &mut problems));
    let settings = tapers.next().map(|taper| taper.grid.settings().clone());
    drop(tapers);
    if settings.is_some() {
        problems.clear();
    }
    Outcome { value: settings, diagnostics: problems }
}

/// Links all pages. One that could not be read may hold the anchor that another asks for, or
/// have the address: then what is missing is not reported.
fn link<'a>(
    parts: Parts<'a>,
    outlook: Digest,
    (before, memo): (&Memo, &mut Memo),
    found: &mut Vec<Diagnostic>,
) -> Site<'a> {
    let draft = model::arrange(parts);
    let leads = |index| {
        let page = draft.page(index);
        let key = Digest::of_value(&(outlook, &page.path, page.source.digest));
        (key, before.leads.get(&key).cloned().unwrap_or_else(|| draft.leads(index)))
    };
    let leads: Vec<_> = (0..draft.len()).into_par_iter().map(leads).collect();
    memo.leads = leads.iter().cloned().collect();
    let linked = draft.finish(leads.into_iter().map(|(_, leads)| leads).collect());
    let is_whole = parts.pages.iter().all(|page| page.is_whole);
    let follows =
        |problem: &Diagnostic| !is_whole && problem.code.starts_with("link/missing");
    found.extend(linked.diagnostics.into_iter().filter(|problem| !follows(problem)));
    linked.value
}

/// Links all pages, finds where they use terms, and judges what is known of their reviews; those
/// of a sample are made up.
fn reviewed<'a>(
    (parts, theme): (Parts<'a>, &Theme),
    (outlook, checked): (Digest, Option<Checked<'_>>),
    (before, memo): (&Memo, &mut Memo),
    found: &mut Vec<Diagnostic>,
) -> Result<Site<'a>, Wanted> {
    if checked.is_none() {
        let wanted = review::unread(parts);
        if !wanted.is_empty() {
            return Err(Wanted::Texts(wanted));
        }
    }
    let mut site = link(parts, outlook, (before, memo), found);
    terms::find(&mut site, theme, (before, memo))?;
    site.reviews = if checked.is_some() {
        Reviews::sample(parts.pages, parts.publication.today)
    } else {
        review::reviews(&site, parts).take(found)
    };
    Ok(site)
}

/// Whether a component may be unknown to an article only because its template is broken.
fn follows_from_a_theme(problem: &Diagnostic) -> bool {
    let place = problem.primary.as_ref().map_or("", |label| label.path.as_str());
    problem.code.starts_with("component/") && !place.starts_with(theme::FOLDER)
}

/// Whether a file could not be read whole, so that a template would miss what it holds.
fn hides_values(problem: &Diagnostic) -> bool {
    let kinds = ["toml/", "yaml/", "json/", "data/", "value/", "front-matter/"];
    kinds.iter().any(|kind| problem.code.starts_with(kind))
}

/// `[extra]` of all pages together, the first value of each key.
fn all_extra(pages: &[Arc<Page>]) -> serde_json::Value {
    let mut all = serde_json::Map::new();
    for page in pages {
        let extra = page.front_matter.extra.as_object();
        for (key, value) in extra.into_iter().flatten() {
            if !all.contains_key(key) {
                all.insert(key.clone(), value.clone());
            }
        }
    }
    serde_json::Value::Object(all)
}

/// A fault of this program or of a library, kept to the page that shows it.
fn our_fault(path: &SourcePath, what: &str) -> Diagnostic {
    Diagnostic::error("page/panic", format!("this page could not be {what}"))
        .at(path, 0..0)
        .help("report this as our mistake, with the file; take it out of content/ meanwhile")
}

/// The digest of all that any page may see of the site: settings, theme, data, sources, files,
/// and of each article what faces outward. Texts are left out: each page sees only its own.
fn outlook(input: &Input, theme: &Theme, pages: &[Arc<Page>]) -> Digest {
    let Input { tree, today, drafts, base_url } = input;
    let files = tree.iter().filter(|(path, _)| !is_article(path));
    let files: Vec<_> = files.map(|(path, file)| (path, file.digest())).collect();
    let pages: Vec<_> = pages.iter().map(|page| (&page.path, page.outward)).collect();
    let today = today.to_string();
    Digest::of_value(&(theme.digest, files, pages, today, drafts, base_url))
}

/// Makes every file, or takes what is known of it.
fn render_all(
    work: Work<'_>,
    (jobs, outlook): (&[Job], Digest),
    (before, memo): (&Memo, &mut Memo),
    found: &mut Vec<Diagnostic>,
) -> Result<OutputTree, Wanted> {
    let known = |key: Digest| before.made.get(&key).cloned();
    let make = |job: &Job| {
        let wide = render::wide_key(work, job, outlook);
        if let Some(settled) = wide.and_then(|key| before.settled.get(&key)) {
            return Ok((wide, settled.clone()));
        }
        let write = || render::artifact(work, job, &known);
        let made = catch_unwind(AssertUnwindSafe(write)).unwrap_or_else(|_| {
            let site = SourcePath::new(config::FILE);
            let path = job.origin.as_ref().map_or(&site, |(path, _)| path);
            let diagnostics = vec![our_fault(path, "written")];
            Ok((None, Outcome { value: None, diagnostics }))
        });
        Ok((wide, made?))
    };
    let made: Vec<Result<_, SourcePath>> = jobs.par_iter().map(make).collect();
    let wanted = made.iter().filter_map(|made| made.as_ref().err());
    let wanted: Vec<SourcePath> = wanted.cloned().collect();
    if !wanted.is_empty() {
        return Err(Wanted::Texts(wanted));
    }
    let mut output = Vec::with_capacity(made.len());
    memo.made.reserve(made.len());
    memo.settled.reserve(made.len());
    for (job, (wide, (key, made))) in jobs.iter().zip(made.into_iter().flatten()) {
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
    Ok(output.into_iter().collect())
}
