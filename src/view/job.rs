//! Every file that a build will write, before anything is rendered.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt};

use super::list::page_count;
use crate::diagnostic::Diagnostic;
use crate::model::route::language_root;
use crate::model::taper::TaperPage;
use crate::model::{Entry, Site};
use crate::path::{OutputPath, SourcePath, UrlPath, collision_key};
use crate::source::SourceTree;
use crate::theme::Theme;

/// A file to make.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its address.
    pub url: UrlPath,
    /// What it will be.
    pub task: Task,
}

impl Job {
    /// The source that asks for it, and the bytes that say so.
    pub fn asked(&self, site: &Site<'_>) -> Option<(SourcePath, Range<usize>)> {
        let matter = |index: usize| {
            let page = site.entries[index].page;
            (page.path.clone(), &page.front_matter)
        };
        match &self.task {
            Task::Entry { index, .. } => {
                let (path, matter) = matter(*index);
                let word = matter.path.as_ref().or(matter.slug.as_ref());
                Some((path, word.map_or(0..0, |(_, span)| span.clone())))
            }
            Task::Alias { index, alias } => {
                let (path, matter) = matter(*index);
                Some((path, matter.aliases[*alias].1.clone()))
            }
            Task::Asset(path) => Some((path.clone(), 0..0)),
            _ => None,
        }
    }
}

/// What a file will be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Task {
    /// The page of an entry, or a later page of its list.
    Entry {
        /// Index of the entry.
        index: usize,
        /// Number of the page of its list, from 1.
        number: usize,
        /// Its template.
        template: String,
    },
    /// The page of a plan.
    Plan {
        /// Index of the taper page.
        index: usize,
        /// Number of the plan.
        plan: usize,
    },
    /// The file of a plan.
    PlanCsv {
        /// Index of the taper page.
        index: usize,
        /// Number of the plan.
        plan: usize,
    },
    /// The terms of a taxonomy.
    Taxonomy(usize),
    /// The pages of a term.
    Term {
        /// Index of the taxonomy.
        taxonomy: usize,
        /// Index of the term.
        term: usize,
        /// Number of the page of the list, from 1.
        number: usize,
    },
    /// A former address.
    Alias {
        /// Index of the entry.
        index: usize,
        /// Number of the address among those that its article names.
        alias: usize,
    },
    /// The feed of a language, or of a section.
    Feed {
        /// Index of the language.
        language: usize,
        /// Index of the section's entry.
        section: Option<usize>,
    },
    /// The list of all addresses for search engines.
    Sitemap,
    /// What search engines may read.
    Robots,
    /// What a reader sees where nothing is.
    NotFound,
    /// A file that is copied.
    Asset(SourcePath),
    /// A file of the theme that is copied.
    ThemeAsset(usize),
}

impl Task {
    /// The article whose text it may show, as an index of the entries.
    pub fn article(&self) -> Option<usize> {
        match self {
            Self::Entry { index, .. }
            | Self::Plan { index, .. }
            | Self::PlanCsv { index, .. }
            | Self::Alias { index, .. } => Some(*index),
            _ => None,
        }
    }

    /// Whether it is a copy: asking what is known of it would cost more than making it.
    pub fn is_copy(&self) -> bool {
        matches!(self, Self::Asset(_) | Self::ThemeAsset(_))
    }
}

/// Lists every file, in the order of the site; unknown templates are reported.
pub fn jobs(
    site: &Site<'_>,
    theme: &Theme,
    tree: &SourceTree,
    found: &mut Vec<Diagnostic>,
) -> Vec<Job> {
    let mut jobs = Vec::with_capacity(site.entries.len() + site.assets.len() + 8);
    for index in 0..site.entries.len() {
        entry_jobs(site, theme, index, (&mut jobs, found));
    }
    for (taxonomy, list) in site.taxonomies.iter().enumerate() {
        jobs.push(Job { url: list.url.clone(), task: Task::Taxonomy(taxonomy) });
        for (term, words) in list.terms.iter().enumerate() {
            let pages = page_count(words.pages.len(), site.config.paginate_by);
            for number in 1..=pages {
                let url = page_number_url(&words.url, number);
                jobs.push(Job { url, task: Task::Term { taxonomy, term, number } });
            }
        }
    }
    feeds(site, &mut jobs);
    for (path, url) in &*site.assets {
        jobs.push(Job { url: url.clone(), task: Task::Asset(path.clone()) });
    }
    let own =
        |name: &str| tree.get(&SourcePath::new(format!("content/{name}"))).is_some();
    let generated = [
        ("sitemap.xml", Task::Sitemap),
        ("robots.txt", Task::Robots),
        ("404.html", Task::NotFound),
    ];
    for (name, task) in generated {
        // A site's own file takes the place of ours.
        if !own(name) {
            file(&mut jobs, &UrlPath::root(), name, task);
        }
    }
    let folder = UrlPath::root().child("assets");
    for (number, (name, _)) in theme.assets.iter().enumerate() {
        let url = folder
            .as_ref()
            .ok()
            .and_then(|folder| UrlPath::parse(&format!("{folder}{name}")).ok());
        jobs.extend(url.map(|url| Job { url, task: Task::ThemeAsset(number) }));
    }
    jobs
}

fn file(jobs: &mut Vec<Job>, folder: &UrlPath, name: &str, task: Task) {
    jobs.extend(folder.file(name).ok().map(|url| Job { url, task }));
}

fn entry_jobs(
    site: &Site<'_>,
    theme: &Theme,
    index: usize,
    (jobs, found): (&mut Vec<Job>, &mut Vec<Diagnostic>),
) {
    let entry = &site.entries[index];
    let path = &entry.page.path;
    let matter = &entry.page.front_matter;
    let template = template(site, theme, entry, found);
    let pages = if entry.page.is_section {
        page_count(entry.pages.len(), paginate_by(site, entry))
    } else {
        1
    };
    for number in 1..=pages {
        let url = page_number_url(&entry.url, number);
        let task = Task::Entry { index, number, template: template.clone() };
        jobs.push(Job { url, task });
    }
    for (number, (alias, span)) in matter.aliases.iter().enumerate() {
        let is_file = SourcePath::new(alias).extension() == "html";
        let alias = if alias.ends_with('/') || is_file {
            alias.clone()
        } else {
            format!("{alias}/")
        };
        match UrlPath::parse(&alias) {
            Ok(url) => {
                jobs.push(Job { url, task: Task::Alias { index, alias: number } });
            }
            Err((part, fault)) => found.push(
                Diagnostic::error(
                    "path/invalid",
                    format!("`aliases`: the part `{part}` {fault}"),
                )
                .at(path, span.clone())
                .help("write a former address such as \"/old/page/\""),
            ),
        }
    }
    let Some(taper) = &entry.taper else { return };
    for (plan, item) in taper.grid.entries().iter().enumerate() {
        let (start, pace) = (item.plan.start, item.plan.pace.id.as_str());
        let url = TaperPage::plan_url(&entry.url, start, pace);
        file(jobs, &url, &taper.csv_name(start, pace), Task::PlanCsv { index, plan });
        jobs.push(Job { url, task: Task::Plan { index, plan } });
    }
}

/// How many pages a section's list shows at once; a home page is split only if it asks.
pub(super) fn paginate_by(site: &Site<'_>, entry: &Entry<'_>) -> usize {
    let default = if entry.is_home() { 0 } else { site.config.paginate_by };
    entry.page.front_matter.paginate_by.unwrap_or(default)
}

/// The address of a later page of a list: `/guides/page/2/`.
pub(super) fn page_number_url(url: &UrlPath, number: usize) -> UrlPath {
    if number == 1 {
        return url.clone();
    }
    let folder = url.child("page").and_then(|folder| folder.child(&number.to_string()));
    folder.unwrap_or_else(|_| url.clone())
}

/// The template of an entry: its own, its section's, or the default for its kind.
fn template(
    site: &Site<'_>,
    theme: &Theme,
    entry: &Entry<'_>,
    found: &mut Vec<Diagnostic>,
) -> String {
    let section = entry.section.map(|section| site.entries[section].page);
    let from_section = section.filter(|_| !entry.page.is_section).and_then(|section| {
        section.front_matter.page_template.as_ref().map(|word| (word, &section.path))
    });
    let own =
        entry.page.front_matter.template.as_ref().map(|word| (word, &entry.page.path));
    let default = if entry.is_home() {
        "home.html"
    } else if entry.page.is_section {
        "section.html"
    } else {
        "page.html"
    };
    let Some(((name, span), path)) = own.or(from_section) else {
        return default.to_owned();
    };
    if theme.has_template(name) && !name.contains("components/") {
        return name.clone();
    }
    let help = theme.nearest_template(name).map_or_else(
        || "add it to the folder templates/ of the theme".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    found.push(
        Diagnostic::error("template/missing", format!("there is no template `{name}`"))
            .at(path, span.clone())
            .help(help),
    );
    default.to_owned()
}

fn feeds(site: &Site<'_>, jobs: &mut Vec<Job>) {
    if !site.config.feed {
        return;
    }
    for language in 0..site.config.languages.len() {
        if site.languages[language].has_feed {
            let root = language_root(language, site.config);
            file(jobs, &root, "feed.xml", Task::Feed { language, section: None });
        }
    }
    for (index, entry) in site.entries.iter().enumerate() {
        if has_feed(site, entry) {
            let task = Task::Feed { language: entry.page.language, section: Some(index) };
            file(jobs, &entry.url, "feed.xml", task);
        }
    }
}

/// Whether a section has a feed of its own.
pub(super) fn has_feed(site: &Site<'_>, entry: &Entry<'_>) -> bool {
    let dated = |page: &usize| site.entries[*page].is_dated_article();
    site.config.feed
        && entry.page.is_section
        && !entry.is_home()
        && entry.pages.iter().any(dated)
}

/// Longest path of a file, in bytes: systems stop at 1024 or 4096, with the folder before it.
const LONGEST_PATH: usize = 900;

/// Two files with one address, or addresses that some host takes for one: errors that name both.
pub fn collisions(site: &Site<'_>, jobs: &[Job]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut files: HashMap<String, usize> = HashMap::with_capacity(jobs.len());
    let mut folders: HashMap<String, usize> = HashMap::new();
    for (number, job) in jobs.iter().enumerate() {
        let path = OutputPath::from(&job.url);
        if path.as_str().len() > LONGEST_PATH {
            found.push(place(too_long(&path), job.asked(site)));
        }
        let key = collision_key(path.as_str());
        for (at, _) in key.match_indices('/') {
            if !folders.contains_key(&key[..at]) {
                folders.insert(key[..at].to_owned(), number);
            }
        }
        if let Some(first) = files.insert(key, number) {
            found.push(collision(site, (&jobs[first], job)));
        }
    }
    let mut clashes: Vec<(usize, usize)> = files
        .iter()
        .filter_map(|(key, file)| Some((*folders.get(key)?, *file)))
        .collect();
    clashes.sort_unstable();
    for (inner, file) in clashes {
        let (inner, file) = (&jobs[inner], &jobs[file]);
        let message =
            format!("`{}` needs a folder where the file `{}` is", inner.url, file.url);
        let help = "give one of them another name, slug or path";
        let problem = Diagnostic::error("path/collision", message).help(help);
        found.push(both(problem, site, (inner, file)));
    }
    found
}

fn too_long(path: &OutputPath) -> Diagnostic {
    let message = format!(
        "this gives a path of {} bytes; at most {LONGEST_PATH} are safe everywhere",
        path.as_str().len()
    );
    Diagnostic::error("path/invalid", message).help("shorten its path, or its folders")
}

fn collision(site: &Site<'_>, (first, second): (&Job, &Job)) -> Diagnostic {
    let message = if first.url == second.url {
        format!("two sources ask for the address `{}`", second.url)
    } else {
        format!(
            "the addresses `{}` and `{}` are one on some hosts",
            first.url, second.url
        )
    };
    let problem = Diagnostic::error("path/collision", message)
        .help("give one of them another name, slug or path");
    both(problem, site, (second, first))
}

/// Shows a problem at both jobs; the one that an author can change comes first.
fn both(
    problem: Diagnostic,
    site: &Site<'_>,
    (second, first): (&Job, &Job),
) -> Diagnostic {
    let (shown, other, asked) = match second.asked(site) {
        Some(asked) => (Some(asked), first, first.asked(site)),
        None => (first.asked(site), second, None),
    };
    let problem = place(problem, shown);
    match asked {
        Some((path, span)) => problem.related(&path, span, "the other one"),
        None => problem.note(format!("the generator writes `{}` itself", other.url)),
    }
}

/// Puts a problem where the file is asked for; what nobody asks for comes from the settings.
fn place(problem: Diagnostic, asked: Option<(SourcePath, Range<usize>)>) -> Diagnostic {
    match asked {
        Some((path, span)) => problem.at(&path, span),
        None => problem.at(&SourcePath::new(crate::config::FILE), 0..0),
    }
}
