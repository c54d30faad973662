//! One job, one artifact: the view that its template may see, and the template's answer.

use tera::{Context, Value};

use super::body::{Body, BodyContext, body, excerpt};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::model::Site;
use crate::output::Artifact;
use crate::path::{SourcePath, UrlPath};
use crate::source::{Source, SourceTree};
use crate::theme::Theme;
use crate::view::context::{Asker, Linker};
use crate::view::job::{Job, Task};
use crate::view::page::{self, PageView};
use crate::view::taper::{Detail, csv};
use crate::view::{feed, list, plan};

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
    /// The body of each entry.
    pub bodies: &'a [Body],
}

type Made = Result<Option<Artifact>, Box<Diagnostic>>;

/// Renders the body of an entry.
pub fn entry_body(site: &Site<'_>, theme: &Theme, index: usize) -> Body {
    let entry = &site.entries[index];
    let data = serde_json::Value::Null;
    let taper = entry.taper.as_ref().map(|taper| {
        let asker = Asker {
            site,
            theme,
            data: &data,
            language: entry.page.language,
            url: &entry.url,
            linker: Linker::Relative(&entry.url),
        };
        Value::from_serializable(&plan::all(&asker, entry, taper, Detail::Whole))
    });
    let context =
        BodyContext { site, theme, entry, base: &entry.url, taper: taper.as_ref() };
    body(context)
}

/// Makes one file; `None` if what it was to be made from is gone.
pub fn artifact(work: Work<'_>, job: &Job) -> Outcome<Option<Artifact>> {
    let mut found = Vec::new();
    let made = match &job.task {
        Task::Entry { index, number, template } => {
            entry(work, job, (*index, *number, template), &mut found)
        }
        Task::Plan { index, plan } => plan_page(work, job, (*index, *plan), &mut found),
        Task::PlanCsv { index, plan } => Ok(plan_csv(work, *index, *plan)),
        Task::Taxonomy(index) => taxonomy(work, job, *index),
        Task::Term { taxonomy, term, number } => {
            term_page(work, job, (*taxonomy, *term, *number))
        }
        Task::Alias(index) => alias(work, job, *index),
        Task::Feed { language, section } => {
            let asker = asker(work, &job.url, *language);
            Ok(Some(Artifact::made(feed::atom(&asker, *section), None)))
        }
        Task::Sitemap => Ok(Some(Artifact::made(feed::sitemap(work.site), None))),
        Task::Robots => {
            let text = feed::robots(work.site.config);
            Ok(Some(Artifact::made(text.into_bytes(), None)))
        }
        Task::NotFound => not_found(work, job),
        Task::Asset(path) => Ok(copied(work.tree.get(path), path)),
        Task::ThemeAsset(number) => {
            let (name, source) = &work.theme.assets[*number];
            Ok(copied(Some(source), &SourcePath::new(format!("themes/assets/{name}"))))
        }
    };
    let value = made.unwrap_or_else(|problem| {
        let problem = match &job.origin {
            Some((path, span)) if problem.related.is_empty() => {
                problem.related(path, span.clone(), "while rendering this page")
            }
            _ => *problem,
        };
        found.push(problem);
        None
    });
    Outcome { value, diagnostics: found }
}

fn asker<'a>(work: Work<'a>, url: &'a UrlPath, language: usize) -> Asker<'a> {
    let linker = Linker::Relative(url);
    Asker { site: work.site, theme: work.theme, data: work.data, language, url, linker }
}

fn finish(
    work: Work<'_>,
    template: &str,
    context: &Context,
    origin: Option<SourcePath>,
) -> Made {
    let bytes = work.theme.render(template, context)?;
    Ok(Some(Artifact::made(bytes, origin)))
}

fn entry(
    work: Work<'_>,
    job: &Job,
    (index, number, template): (usize, usize, &str),
    found: &mut Vec<Diagnostic>,
) -> Made {
    let entry = &work.site.entries[index];
    let asker = asker(work, &job.url, entry.page.language);
    let body = &work.bodies[index];
    let later;
    let html = if number == 1 {
        &body.html
    } else {
        later = String::new();
        &later
    };
    let mut view = PageView::of_entry(&asker, entry, template, html);
    if number > 1 {
        view.citations.clear();
        view.translations.clear();
        view.head_title =
            format!("{} ({} {number})", view.head_title, asker.word("page_number"));
    }
    if let Some(taper) = &entry.taper {
        let all = plan::all(&asker, entry, taper, Detail::Outline);
        let mut implicit = Context::new();
        implicit.insert("taper", &all);
        view.head_css = Some(head_css(work.theme, &implicit, found));
    }
    let mut context = asker.context();
    context.insert("page", &view);
    if entry.page.is_section {
        context.insert("section", &list::section(&asker, entry, number));
    }
    if view.kind == "references" {
        context.insert("references", &page::references(&asker));
    }
    finish(work, template, &context, Some(entry.page.path.clone()))
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

fn plan_page(
    work: Work<'_>,
    job: &Job,
    (index, number): (usize, usize),
    found: &mut Vec<Diagnostic>,
) -> Made {
    let entry = &work.site.entries[index];
    let Some(taper) = &entry.taper else { return Ok(None) };
    let asker = asker(work, &job.url, entry.page.language);
    let view = plan::one(&asker, entry, taper, number);
    let mut context = asker.context();
    context.insert("taper", &plan::all(&asker, entry, taper, Detail::Outline));
    context.insert("plan", &view);
    let mut page = plan::page_view(&asker, entry, &view);
    page.head_css = Some(head_css(work.theme, &context, found));
    context.insert("page", &page);
    let body_context = BodyContext {
        site: work.site,
        theme: work.theme,
        entry,
        base: &job.url,
        taper: None,
    };
    let parts = [
        ("disclaimer", "taper-disclaimer"),
        ("exclusions", "taper-exclusions"),
        ("red_flags", "taper-red-flags"),
        ("rules", "taper-rules"),
    ];
    for (name, component) in parts {
        let whole = entry.page.document.component(component);
        let part = whole.map(|nodes| excerpt(body_context, nodes)).unwrap_or_default();
        found.extend(part.diagnostics);
        context.insert_value(name, Asker::safe(&part.html));
    }
    finish(work, "taper_plan.html", &context, Some(entry.page.path.clone()))
}

fn plan_csv(work: Work<'_>, index: usize, number: usize) -> Option<Artifact> {
    let entry = &work.site.entries[index];
    let item = entry.taper.as_ref()?.grid.entries().get(number)?;
    Some(Artifact::made(csv(&item.schedule).into_bytes(), Some(entry.page.path.clone())))
}

fn taxonomy(work: Work<'_>, job: &Job, index: usize) -> Made {
    let taxonomy = &work.site.taxonomies[index];
    let asker = asker(work, &job.url, taxonomy.language);
    let title = asker.taxonomy_title(&taxonomy.name);
    let mut context = asker.context();
    let mut view = PageView::new(&asker, "taxonomy", &title);
    view.breadcrumbs = home_crumb(&asker);
    context.insert("page", &view);
    context.insert("taxonomy", &list::taxonomy(&asker, taxonomy));
    finish(work, "taxonomy.html", &context, None)
}

fn term_page(
    work: Work<'_>,
    job: &Job,
    (index, term, number): (usize, usize, usize),
) -> Made {
    let taxonomy = &work.site.taxonomies[index];
    let term = &taxonomy.terms[term];
    let asker = asker(work, &job.url, taxonomy.language);
    let mut view = PageView::new(&asker, "term", &term.title);
    if number > 1 {
        view.head_title =
            format!("{} ({} {number})", view.head_title, asker.word("page_number"));
    }
    view.breadcrumbs = home_crumb(&asker);
    view.breadcrumbs.push(crate::view::context::LinkView {
        title: asker.taxonomy_title(&taxonomy.name),
        url: asker.linker.href(&taxonomy.url),
    });
    let mut context = asker.context();
    context.insert("page", &view);
    context.insert("term", &list::term(&asker, taxonomy, term, number));
    finish(work, "term.html", &context, None)
}

fn home_crumb(asker: &Asker<'_>) -> Vec<crate::view::context::LinkView> {
    let root = crate::model::route::language_root(asker.language, asker.site.config);
    let (title, url) = (asker.word("home"), asker.linker.href(&root));
    vec![crate::view::context::LinkView { title, url }]
}

fn alias(work: Work<'_>, job: &Job, index: usize) -> Made {
    let entry = &work.site.entries[index];
    let asker = asker(work, &job.url, entry.page.language);
    let mut context = asker.context();
    let title = &entry.page.front_matter.title;
    context.insert("page", &PageView::new(&asker, "alias", title));
    let target = serde_json::json!({
        "url": asker.linker.href(&entry.url),
        "permalink": asker.permalink(&entry.url),
        "title": title,
    });
    context.insert("target", &target);
    finish(work, "alias.html", &context, Some(entry.page.path.clone()))
}

fn not_found(work: Work<'_>, job: &Job) -> Made {
    let base = &work.site.config.base_url;
    let asker = Asker { linker: Linker::Absolute(base), ..asker(work, &job.url, 0) };
    let mut context = asker.context();
    let mut view = PageView::new(&asker, "not-found", &asker.word("not_found_title"));
    view.noindex = true;
    context.insert("page", &view);
    finish(work, "404.html", &context, None)
}

fn copied(source: Option<&Source>, path: &SourcePath) -> Option<Artifact> {
    Some(match source? {
        Source::Text(text) => Artifact::made(text.text.as_bytes(), Some(path.clone())),
        Source::Asset(asset) => Artifact::copied(asset, path.clone()),
    })
}
