//! One job, one artifact: the template's answer to its view, or a file that needs no template.

use std::hash::Hash;
use std::sync::Arc;

use tera::{Context, Value};

use super::body::{Body, BodyContext, body, excerpt};
use crate::content::document::Document;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::digest::{Digest, Hashing};
use crate::model::Site;
use crate::model::figures::Figures;
use crate::model::glossary::Use;
use crate::output::{Artifact, Content};
use crate::path::{SourcePath, UrlPath};
use crate::source::{Source, SourceTree};
use crate::theme::Theme;
use crate::view::context::{Asker, Linker};
use crate::view::job::{Job, Task};
use crate::view::near::{near, near_feed, near_sitemap, near_term};
use crate::view::projection::{self, Projection, TAPER_PARTS, Text, project};
use crate::view::taper::{Detail, csv};
use crate::view::{feed, plan};

/// All that jobs read.
#[derive(Clone, Copy)]
pub struct Work<'a> {
    /// The site.
    pub site: &'a Site<'a>,
    /// The theme.
    pub theme: &'a Theme,
    /// Every file.
    pub tree: &'a SourceTree,
    /// Data files, by name.
    pub data: &'a serde_json::Value,
    /// What the program counted, once it has.
    pub figures: Option<&'a Figures>,
}

impl<'a> Work<'a> {
    /// All but the figures, which nobody has counted yet.
    pub fn new(
        site: &'a Site<'a>,
        theme: &'a Theme,
        tree: &'a SourceTree,
        data: &'a serde_json::Value,
    ) -> Self {
        Self { site, theme, tree, data, figures: None }
    }
}

/// One file, and what went wrong in its making.
pub type Made = Outcome<Option<Artifact>>;

/// The digest of everything that a file could be made from: its article, and `outlook`, the
/// digest of all that any page may see of the site. `None` for files that are only copied.
pub fn wide_key(work: Work<'_>, job: &Job, outlook: Digest) -> Option<Digest> {
    let article = job.task.article().map(|index| work.site.entries[index].page);
    let own = article.map(|page| (&page.path, page.source.digest));
    let is_copy = job.task.is_copy();
    (!is_copy).then(|| Digest::of_value(&(outlook, &job.url, &job.task, own)))
}

/// The digest of everything that the page of an article, a list or a feed is made from, without
/// its view; `shared` are those of what all pages of each language show. `None` for other files.
pub fn near_key(work: Work<'_>, job: &Job, shared: &[Digest]) -> Option<Digest> {
    let site = work.site;
    match &job.task {
        Task::Entry { index, number, template } => {
            let entry = &site.entries[*index];
            let page = entry.page;
            let shared = shared.get(page.language)?;
            let near = near(site, entry, (*number, template))?;
            let own = (&job.url, template, &page.path, page.source.digest);
            let leads = entry.leads.ok_or((&entry.links, &entry.numbers));
            let leads = (leads, terms(work, *index));
            Some(Digest::of_value(&(shared, near, own, leads)))
        }
        Task::Term { taxonomy, term, number } => {
            let shared = shared.get(site.taxonomies[*taxonomy].language)?;
            let near = near_term(site, (*taxonomy, *term), *number);
            Some(Digest::of_value(&(shared, near, &job.url)))
        }
        Task::Feed { language, section } => {
            let near = near_feed(site, *language, *section);
            Some(Digest::of_value(&(shared.get(*language)?, near, &job.url)))
        }
        Task::Sitemap => {
            Some(Digest::of_value(&(shared.first()?, near_sitemap(site), &job.url)))
        }
        _ => None,
    }
}

/// Makes one file, or takes it from `known`, which answers by the digest of all that it is
/// made from. The digest is given back for files that are worth remembering.
///
/// # Errors
/// The article whose text must be read first.
pub fn artifact(
    work: Work<'_>,
    job: &Job,
    known: &dyn Fn(Digest) -> Option<Made>,
) -> Result<(Option<Digest>, Made), SourcePath> {
    let Work { site, theme, data, figures, .. } = work;
    let source = projection::Source { site, theme, data, figures };
    let Some(projection) = project(source, job) else {
        return Ok((None, Outcome::clean(file(work, job))));
    };
    // Who does not know where its links lead cannot say what it is made from.
    must_have(site, projection.text, |document| !document.lacks_links)?;
    let key = key(work, job, &projection);
    if let Some(known) = known(key) {
        return Ok((Some(key), known));
    }
    must_have(site, projection.text, |document| !document.is_outline)?;
    let origin = projection.origin.clone();
    let Outcome { value, diagnostics } = page(work, job, projection);
    let value = value.map(|bytes| Artifact::made(bytes, origin));
    Ok((Some(key), Outcome { value, diagnostics }))
}

/// The bytes of a file that is made again; whatever was said of it was said before. Nothing if
/// it cannot be made, or is only copied.
///
/// # Errors
/// The article whose text must be read first.
pub fn bytes_again(work: Work<'_>, job: &Job) -> Result<Vec<u8>, SourcePath> {
    let Work { site, theme, data, figures, .. } = work;
    let source = projection::Source { site, theme, data, figures };
    let Some(projection) = project(source, job) else {
        return Ok(match file(work, job).map(|made| made.content) {
            Some(Content::Bytes(bytes)) => bytes.joined().into_owned(),
            Some(Content::Asset(_) | Content::Kept { .. }) | None => Vec::new(),
        });
    };
    must_have(site, projection.text, |document| !document.is_outline)?;
    Ok(page(work, job, projection).value.unwrap_or_default())
}

/// Of an article that was kept, less may be there than it takes.
///
/// # Errors
/// The article, if what it takes is not there.
fn must_have(
    site: &Site<'_>,
    text: Text,
    has: fn(&Document) -> bool,
) -> Result<(), SourcePath> {
    match text {
        Text::Whole(index) | Text::TaperParts(index) => {
            let page = site.entries[index].page;
            if has(&page.document) { Ok(()) } else { Err(page.path.clone()) }
        }
        Text::None => Ok(()),
    }
}

/// Files that no template makes.
fn file(work: Work<'_>, job: &Job) -> Option<Artifact> {
    match &job.task {
        Task::PlanCsv { index, plan } => plan_csv(work, *index, *plan),
        Task::Feed { language, section } => {
            let asker = asker(work, &job.url, *language);
            Some(Artifact::made(feed::atom(&asker, *section), None))
        }
        Task::Sitemap => Some(Artifact::made(feed::sitemap(work.site), None)),
        Task::Robots => {
            Some(Artifact::made(feed::robots(work.site.config).into_bytes(), None))
        }
        Task::Asset(path) => copied(work.tree.get(path)?, path),
        Task::ThemeAsset(number) => {
            let (name, source) = &work.theme.assets[*number];
            copied(source, &SourcePath::new(format!("themes/assets/{name}")))
        }
        _ => None,
    }
}

/// The digest of everything that a page is made from.
fn key(work: Work<'_>, job: &Job, projection: &Projection<'_>) -> Digest {
    let mut hashing = Hashing::default();
    work.theme.digest.hash(&mut hashing);
    projection.template.hash(&mut hashing);
    projection.language.hash(&mut hashing);
    // Views have nothing that refuses to be told.
    let _ = hashing.tell(&projection.view);
    if let Text::Whole(index) | Text::TaperParts(index) = projection.text {
        let entry = &work.site.entries[index];
        (&entry.page.path, entry.page.source.digest, &job.url, &entry.url)
            .hash(&mut hashing);
        (&entry.links, &entry.numbers, &entry.taper).hash(&mut hashing);
        for key in &entry.numbers.keys {
            let record = work.site.bibliography.get(key);
            record.map(crate::bibliography::Record::short).hash(&mut hashing);
            let health = work.site.bibliography.health();
            record.map(|record| health.is_retracted(record)).hash(&mut hashing);
            let printed = entry.numbers.printed(key, work.site.bibliography);
            printed.map(|printed| &printed.name).hash(&mut hashing);
        }
        work.site.config.raw_html.hash(&mut hashing);
        work.site.bibliography.style().hash(&mut hashing);
        terms(work, index).hash(&mut hashing);
    }
    hashing.digest()
}

/// Where the terms of an article lead.
fn terms(work: Work<'_>, index: usize) -> Vec<impl Hash + '_> {
    let lead = move |one: &Use| {
        let term = &work.site.lexicon(index).terms[one.term];
        (one.start, one.end, &term.url, &term.id)
    };
    work.site.entries[index].uses.iter().map(lead).collect()
}

/// A page that would run something: only a theme can do this.
fn live(work: Work<'_>, job: &Job) -> Diagnostic {
    let message = format!("the theme puts a script, or its like, into `{}`", job.url);
    let manifest = format!("{}/{}", crate::theme::FOLDER, work.site.config.theme);
    let help = "take <script>, <iframe>, <object>, <embed> and <base> out of the theme";
    Diagnostic::error("published/script", message)
        .at(&SourcePath::new(format!("{manifest}/theme.toml")), 0..0)
        .help(help)
}

/// Renders a page.
fn page(
    work: Work<'_>,
    job: &Job,
    mut projection: Projection<'_>,
) -> Outcome<Option<Vec<u8>>> {
    let mut found = Vec::new();
    add_text(work, job, &mut projection, &mut found);
    let theme = work.theme;
    let language = &work.site.config.languages[projection.language].code;
    let made = Context::from_serialize(&projection.view)
        .map_err(|error| Box::new(Diagnostic::error("template/view", error.to_string())))
        .and_then(|mut context| {
            for (name, part) in &projection.view.parts {
                context.insert_value(*name, part.clone());
            }
            context.insert_value("strings", theme.strings(language));
            context.insert_value("css", theme.css.clone());
            theme.render(projection.template, &context)
        });
    let value = match made {
        Ok(bytes) if crate::html::is_live(&bytes) => {
            found.push(live(work, job));
            None
        }
        Ok(bytes) => Some(bytes),
        Err(problem) => {
            found.push(match job.asked(work.site) {
                Some((path, span)) if problem.related.is_empty() => {
                    problem.related(&path, span, "while rendering this page")
                }
                _ => *problem,
            });
            None
        }
    };
    Outcome { value, diagnostics: found }
}

/// Puts the article's text, or the parts of it that the page shows, into the view.
fn add_text(
    work: Work<'_>,
    job: &Job,
    projection: &mut Projection<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let view = &mut projection.view;
    match projection.text {
        Text::None => {}
        Text::Whole(index) => {
            let entry = &work.site.entries[index];
            let evidence = view.evidence.as_ref().map(Value::from_serializable);
            let body = entry_body(work, index, evidence.as_ref());
            found.extend(body.diagnostics);
            let html = Some(body.html).filter(|html| !html.is_empty());
            view.page.content = html.as_deref().map(Asker::safe);
            let has_toc = !view.page.toc.is_empty();
            let parts =
                html.as_deref().and_then(|html| html.split_at_checked(body.opening));
            let parts = parts.filter(|(opening, _)| has_toc && !opening.is_empty());
            if let Some((opening, rest)) = parts {
                view.page.opening = Some(Asker::safe(opening));
                view.page.rest = Some(Asker::safe(rest));
            }
            if let Some(taper) = &entry.taper {
                let asker = asker(work, &entry.url, entry.page.language);
                let mut implicit = Context::new();
                implicit
                    .insert("taper", &plan::all(&asker, entry, taper, Detail::Outline));
                view.page.head_css = Some(head_css(work.theme, &implicit, found));
            }
        }
        Text::TaperParts(index) => {
            let entry = &work.site.entries[index];
            let (site, theme) = (work.site, work.theme);
            let (taper, evidence) = (None, None);
            let context =
                BodyContext { site, theme, entry, base: &job.url, taper, evidence };
            for (name, component) in TAPER_PARTS {
                let whole = entry.page.document.component(component);
                let part = whole.map(|nodes| excerpt(context, nodes)).unwrap_or_default();
                found.extend(part.diagnostics);
                view.parts.push((name, Asker::safe(&part.html)));
            }
            let mut implicit = Context::new();
            implicit.insert("taper", &view.taper);
            implicit.insert("plan", &view.plan);
            view.page.head_css = Some(head_css(theme, &implicit, found));
        }
    }
}

/// Renders the body of an entry.
fn entry_body(work: Work<'_>, index: usize, evidence: Option<&Value>) -> Body {
    let entry = &work.site.entries[index];
    let taper = entry.taper.as_ref().map(|taper| {
        let asker = asker(work, &entry.url, entry.page.language);
        Value::from_serializable(&plan::all(&asker, entry, taper, Detail::Whole))
    });
    let (site, theme) = (work.site, work.theme);
    let (base, taper) = (&entry.url, taper.as_ref());
    body(BodyContext { site, theme, entry, base, taper, evidence })
}

fn asker<'a>(work: Work<'a>, url: &'a UrlPath, language: usize) -> Asker<'a> {
    let linker = Linker::Relative(url);
    Asker { site: work.site, theme: work.theme, data: work.data, language, url, linker }
}

/// Style that the theme's components put into the head of a page with plans.
fn head_css(theme: &Theme, implicit: &Context, found: &mut Vec<Diagnostic>) -> Value {
    let mut css = String::new();
    for name in theme.head_components() {
        match theme.render_component(name, &Context::new(), implicit, None) {
            Ok(text) => css.push_str(&text),
            Err(problem) => found.push(*problem),
        }
    }
    Value::safe_string(&css)
}

fn plan_csv(work: Work<'_>, index: usize, number: usize) -> Option<Artifact> {
    let entry = &work.site.entries[index];
    let item = entry.taper.as_ref()?.grid.entries().get(number)?;
    Some(Artifact::made(csv(&item.schedule).into_bytes(), Some(entry.page.path.clone())))
}

/// A file as it is; an article is never copied, so its text is not asked for.
fn copied(source: &Source, path: &SourcePath) -> Option<Artifact> {
    match source {
        Source::Text(text) => Some(Artifact {
            content: Content::Bytes(Arc::<[u8]>::from(Arc::clone(&text.text)).into()),
            digest: text.digest,
            origin: Some(path.clone()),
        }),
        Source::Asset(asset) => Some(Artifact::copied(asset, path.clone())),
        Source::Unread(_) => None,
    }
}
