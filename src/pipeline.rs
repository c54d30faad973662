//! The whole program in one function: from what is outside to what is published.
//!
//! The only module of the core that knows of threads; results come back in input order.

mod read;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::audit::references::{references, unresolved};
use crate::audit::{self, Finding};
use crate::config;
use crate::content::{FOLDER, Page};
use crate::diagnostic::{Diagnostic, Outcome, Severity};
use crate::digest::Digest;
use crate::memo::Memo;
use crate::model::external::{ExternalLink, external};
use crate::model::overview::{PageOverview, overview};
use crate::model::{self, HeldBack, Parts, Publication, Site};
use crate::output::{Content, OutputTree};
use crate::path::{OutputPath, SourcePath};
use crate::render::{self, Work};
use crate::sample::Checked;
use crate::source::{Source, SourceTree};
use crate::theme::{self, Theme};
use crate::view::job::{Job, collisions, jobs};

use read::{is_article, read_bibliography, read_config, read_data, read_pages};

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
    /// Every place of every link to another site, by address.
    pub external: Vec<ExternalLink>,
    /// How many pages were made.
    pub pages: usize,
    /// What the next build may look up.
    pub memo: Memo,
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
    let mut build = assemble(input, before, None, &mut found);
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

/// Audits every page of a tree; pages and findings come in order.
pub fn inspect_pages(tree: &SourceTree) -> Vec<(SourcePath, Vec<Finding>)> {
    let pages: Vec<_> = tree.iter().collect();
    let inspect = |(path, source): (&SourcePath, &Source)| match source {
        Source::Text(text) => (path.clone(), audit::inspect(&text.text)),
        Source::Asset(_) => (path.clone(), Vec::new()),
    };
    pages.into_par_iter().map(inspect).collect()
}

/// Puts the site together, or the sample site with the theme that is being checked.
pub(crate) fn assemble(
    input: &Input,
    before: &Memo,
    checked: Option<Checked<'_>>,
    found: &mut Vec<Diagnostic>,
) -> Build {
    let mut config = read_config(input, found);
    let said_before = found.len();
    let own = match checked {
        None => Some(theme::load(&input.tree, &config).take(found)),
        Some(_) => None,
    };
    let is_loaded = found.len() == said_before;
    let Some(theme) = checked.map(|checked| checked.theme).or(own.as_ref()) else {
        return Build::default();
    };
    let bibliography = read_bibliography(&input.tree, &config, found);
    let mut data = read_data(&input.tree, found);
    let mut memo = Memo::default();
    let mut pages = read_pages(input, (&config, theme), (before, &mut memo), found);
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
    let site = link(parts, found);
    found.extend(without_pages(&site));
    let list = jobs(&site, theme, &input.tree, found);
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
        let work = Work { site: &site, theme, tree: &input.tree, data: &data };
        let outlook = outlook(input, theme, &pages);
        build.output = render_all(work, (&list, outlook), (before, &mut memo), found);
        if checked.is_none() {
            found.extend(dead_references(&build.output, parts, (before, &mut memo)));
        }
    }
    build.memo = memo;
    build
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
    build.overview = overview(site, parts);
    build.external = external(site);
    let (links, today) = (&build.external, publication.today);
    found.extend(crate::audit::external::known_gone(tree, links, &config.links, today));
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

/// The settings of the site's taper page: the first that has some, or what is wrong with it.
pub fn taper_settings(input: &Input) -> Outcome<Option<crate::taper::Settings>> {
    let mut found = Vec::new();
    let config = read_config(input, &mut found);
    let theme = theme::load(&input.tree, &config).take(&mut found);
    let bibliography = read_bibliography(&input.tree, &config, &mut found);
    let memo = (&Memo::default(), &mut Memo::default());
    let pages = read_pages(input, (&config, &theme), memo, &mut found);
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
fn link<'a>(parts: Parts<'a>, found: &mut Vec<Diagnostic>) -> Site<'a> {
    let draft = model::arrange(parts);
    let leads = (0..draft.len()).into_par_iter().map(|index| draft.leads(index));
    let leads = leads.collect();
    let linked = draft.finish(leads);
    let is_whole = parts.pages.iter().all(|page| page.is_whole);
    let follows =
        |problem: &Diagnostic| !is_whole && problem.code.starts_with("link/missing");
    found.extend(linked.diagnostics.into_iter().filter(|problem| !follows(problem)));
    linked.value
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

/// What the files name and the site lacks: mistakes of themes, feeds and generated pages.
fn dead_references(
    output: &OutputTree,
    parts: Parts<'_>,
    (before, memo): (&Memo, &mut Memo),
) -> Vec<Diagnostic> {
    let files: Vec<_> = output.iter().collect();
    let surfaces: Vec<_> = files
        .par_iter()
        .map(|(path, artifact)| {
            let Content::Bytes(bytes) = &artifact.content else { return None };
            let extension = path.extension();
            let key = Digest::of_value(&(&extension, artifact.digest));
            let known = before.surfaces.get(&key).cloned();
            let read = || references(&extension, &bytes.whole()).map(Arc::new);
            Some((key, known.or_else(read)?))
        })
        .collect();
    let known = files.iter().zip(&surfaces);
    let known: Vec<_> =
        known.filter_map(|((path, _), own)| Some((*path, &*own.as_ref()?.1))).collect();
    let found = unresolved(output, &known, &parts.config.base_url, parts.tree);
    memo.surfaces.extend(surfaces.into_iter().flatten());
    found
}

fn render_all(
    work: Work<'_>,
    (jobs, outlook): (&[Job], Digest),
    (before, memo): (&Memo, &mut Memo),
    found: &mut Vec<Diagnostic>,
) -> OutputTree {
    let known = |key: Digest| before.made.get(&key).cloned();
    let made: Vec<_> = jobs
        .par_iter()
        .map(|job| {
            let wide = render::wide_key(work, job, outlook);
            if let Some(settled) = wide.and_then(|key| before.settled.get(&key)) {
                return (wide, settled.clone());
            }
            let write = || render::artifact(work, job, &known);
            let made = catch_unwind(AssertUnwindSafe(write)).unwrap_or_else(|_| {
                let site = SourcePath::new(config::FILE);
                let path = job.origin.as_ref().map_or(&site, |(path, _)| path);
                let diagnostics = vec![our_fault(path, "written")];
                (None, Outcome { value: None, diagnostics })
            });
            (wide, made)
        })
        .collect();
    let mut output = Vec::with_capacity(made.len());
    memo.made.reserve(made.len());
    memo.settled.reserve(made.len());
    for (job, (wide, (key, made))) in jobs.iter().zip(made) {
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
    output.into_iter().collect()
}
