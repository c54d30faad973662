//! From a job to exactly what its template may see. Nothing is rendered here: what belongs to
//! the article's body is only named.

use serde::Serialize;
use tera::Value;

use super::context::{Asker, LinkView, Linker, MenuView, SiteView};
use super::evidence::{EvidenceView, evidence};
use super::job::{Job, Task};
use super::list::{self, SectionView, TaxonomyView, TermView};
use super::page::{self, PageView, ReferenceView};
use super::plan;
use super::taper::{Detail, PlanView, TaperView};
use crate::model::Site;
use crate::model::figures::Figures;
use crate::path::{SourcePath, UrlPath};
use crate::theme::Theme;

/// What a template sees. A part that a kind of page does not have is not there at all.
#[derive(Debug, Serialize)]
pub struct View<'a> {
    /// The site.
    pub site: SiteView<'a>,
    /// The navigation.
    pub menu: Vec<MenuView>,
    /// The program.
    pub generator: &'static str,
    /// The page.
    pub page: PageView,
    /// What a section holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<SectionView>,
    /// The terms of a taxonomy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taxonomy: Option<TaxonomyView>,
    /// The pages of a term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<TermView>,
    /// All sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub references: Option<Vec<ReferenceView>>,
    /// Where a former address leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<TargetView>,
    /// All plans, in outline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taper: Option<TaperView>,
    /// What the program counted, for pages that show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceView>,
    /// One plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanView>,
    /// Parts of the taper page that stand on each plan's page, by name.
    #[serde(skip)]
    pub parts: Vec<(&'static str, Value)>,
}

/// Where a former address leads.
#[derive(Debug, Serialize)]
pub struct TargetView {
    url: String,
    permalink: String,
    title: String,
}

/// What of an article's text a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Text {
    /// Nothing.
    None,
    /// The whole text of this entry.
    Whole(usize),
    /// The parts of this taper page that stand on each plan's page.
    TaperParts(usize),
}

/// A view, and what is to be done with it.
#[derive(Debug)]
pub struct Projection<'a> {
    /// The template.
    pub template: &'a str,
    /// What it sees, but for the text.
    pub view: View<'a>,
    /// The text.
    pub text: Text,
    /// Index of the language.
    pub language: usize,
    /// The article that it is made from.
    pub origin: Option<SourcePath>,
}

/// The parts of a taper page that stand on each plan's page: name in the view, component.
pub const TAPER_PARTS: [(&str, &str); 4] = [
    ("disclaimer", "taper-disclaimer"),
    ("exclusions", "taper-exclusions"),
    ("red_flags", "taper-red-flags"),
    ("rules", "taper-rules"),
];

/// What projections read.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The site.
    pub site: &'a Site<'a>,
    /// The theme, for its words.
    pub theme: &'a Theme,
    /// Data files, by name.
    pub data: &'a serde_json::Value,
    /// What the program counted, once it has.
    pub figures: Option<&'a Figures>,
}

/// The view of a job; `None` for files that no template makes.
pub fn project<'a>(source: Source<'a>, job: &'a Job) -> Option<Projection<'a>> {
    Some(match &job.task {
        Task::Entry { index, number, template } => {
            entry(source, job, (*index, *number, template))
        }
        Task::Plan { index, plan } => plan_page(source, job, (*index, *plan))?,
        Task::Taxonomy(index) => taxonomy(source, job, *index),
        Task::Term { taxonomy, term, number } => {
            term_page(source, job, (*taxonomy, *term, *number))
        }
        Task::Alias { index, .. } => alias(source, job, *index),
        Task::NotFound => not_found(source, job),
        _ => return None,
    })
}

fn asker<'a>(source: Source<'a>, url: &'a UrlPath, language: usize) -> Asker<'a> {
    let Source { site, theme, data, .. } = source;
    Asker { site, theme, data, language, url, linker: Linker::Relative(url) }
}

fn simple<'a>(template: &'a str, view: View<'a>, language: usize) -> Projection<'a> {
    Projection { template, view, text: Text::None, language, origin: None }
}

fn entry<'a>(
    source: Source<'a>,
    job: &'a Job,
    (index, number, template): (usize, usize, &'a str),
) -> Projection<'a> {
    let entry = &source.site.entries[index];
    let language = entry.page.language;
    let asker = asker(source, &job.url, language);
    let mut page = PageView::of_entry(&asker, entry, template);
    if number > 1 {
        page.citations.clear();
        page.translations.clear();
        page.head_title = numbered(&asker, &page.head_title, number);
    }
    let is_references = page.kind == "references";
    let mut view = asker.view(page);
    view.section = entry.page.is_section.then(|| list::section(&asker, entry, number));
    view.references = is_references.then(|| page::references(&asker));
    let figures =
        source.figures.filter(|_| number == 1 && entry.page.document.shows_figures());
    view.evidence = figures.map(|figures| evidence(&asker, figures));
    let text = if number == 1 { Text::Whole(index) } else { Text::None };
    let origin = Some(entry.page.path.clone());
    Projection { template, view, text, language, origin }
}

/// Whether the page of a job shows what the program counted.
pub fn shows_figures(site: &Site<'_>, job: &Job) -> bool {
    match &job.task {
        Task::Entry { index, number: 1, .. } => {
            site.entries[*index].page.document.shows_figures()
        }
        _ => false,
    }
}

fn numbered(asker: &Asker<'_>, title: &str, number: usize) -> String {
    format!("{title} ({} {number})", asker.word("page_number"))
}

fn plan_page<'a>(
    source: Source<'a>,
    job: &'a Job,
    (index, number): (usize, usize),
) -> Option<Projection<'a>> {
    let entry = &source.site.entries[index];
    let taper = entry.taper.as_ref()?;
    let language = entry.page.language;
    let asker = asker(source, &job.url, language);
    let one = plan::one(&asker, entry, taper, number);
    let mut view = asker.view(plan::page_view(&asker, entry, &one));
    view.taper = Some(plan::all(&asker, entry, taper, Detail::Outline));
    view.plan = Some(one);
    let (text, origin) = (Text::TaperParts(index), Some(entry.page.path.clone()));
    Some(Projection { template: "taper_plan.html", view, text, language, origin })
}

fn taxonomy<'a>(source: Source<'a>, job: &'a Job, index: usize) -> Projection<'a> {
    let taxonomy = &source.site.taxonomies[index];
    let asker = asker(source, &job.url, taxonomy.language);
    let mut page =
        PageView::new(&asker, "taxonomy", &asker.taxonomy_title(&taxonomy.name));
    page.breadcrumbs = home_crumb(&asker);
    let mut view = asker.view(page);
    view.taxonomy = Some(list::taxonomy(&asker, taxonomy));
    simple("taxonomy.html", view, taxonomy.language)
}

fn term_page<'a>(
    source: Source<'a>,
    job: &'a Job,
    (index, term, number): (usize, usize, usize),
) -> Projection<'a> {
    let taxonomy = &source.site.taxonomies[index];
    let term = &taxonomy.terms[term];
    let asker = asker(source, &job.url, taxonomy.language);
    let mut page = PageView::new(&asker, "term", &term.title);
    if number > 1 {
        page.head_title = numbered(&asker, &page.head_title, number);
    }
    page.breadcrumbs = home_crumb(&asker);
    page.breadcrumbs.push(LinkView {
        title: asker.taxonomy_title(&taxonomy.name),
        url: asker.linker.href(&taxonomy.url),
    });
    let mut view = asker.view(page);
    view.term = Some(list::term(&asker, taxonomy, term, number));
    simple("term.html", view, taxonomy.language)
}

fn home_crumb(asker: &Asker<'_>) -> Vec<LinkView> {
    let root = crate::model::route::language_root(asker.language, asker.site.config);
    vec![LinkView { title: asker.word("home"), url: asker.linker.href(&root) }]
}

fn alias<'a>(source: Source<'a>, job: &'a Job, index: usize) -> Projection<'a> {
    let entry = &source.site.entries[index];
    let language = entry.page.language;
    let asker = asker(source, &job.url, language);
    let title = &entry.page.front_matter.title;
    let mut view = asker.view(PageView::new(&asker, "alias", title));
    view.target = Some(TargetView {
        url: asker.linker.href(&entry.url),
        permalink: asker.permalink(&entry.url),
        title: title.clone(),
    });
    simple("alias.html", view, language)
}

fn not_found<'a>(source: Source<'a>, job: &'a Job) -> Projection<'a> {
    let base = &source.site.config.base_url;
    let asker = Asker { linker: Linker::Absolute(base), ..asker(source, &job.url, 0) };
    let mut page = PageView::new(&asker, "not-found", &asker.word("not_found_title"));
    page.noindex = true;
    simple("404.html", asker.view(page), 0)
}
