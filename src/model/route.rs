//! Addresses: where each page and file will live.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

use super::Entry;
use super::terms::Taxonomy;
use crate::config::Config;
use crate::content::{DATA_FOLDER, FOLDER, Page};
use crate::diagnostic::Diagnostic;
use crate::path::{SegmentFault, SourcePath, UrlPath, check_segment, slugify};
use crate::source::SourceTree;

/// What stands at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// An entry.
    Entry(usize),
    /// A file that is copied, as an index of the site's assets.
    Asset(usize),
    /// Something that the generator makes: a list, a feed, a plan.
    Generated,
}

/// Something that a link may lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its address.
    pub url: UrlPath,
    /// What it is.
    pub target: Target,
    /// Its file, if it is copied.
    pub source: Option<SourcePath>,
}

/// Everything that can be linked to, by address and by source.
#[derive(Debug, Default)]
pub struct Routes {
    by_url: HashMap<UrlPath, (Target, Option<SourcePath>)>,
    by_source: HashMap<SourcePath, UrlPath>,
}

impl Routes {
    /// Collects the addresses of pages, files and lists.
    pub fn of(
        entries: &[Entry<'_>],
        assets: &[(SourcePath, UrlPath)],
        taxonomies: &[Taxonomy],
        config: &Config,
    ) -> Self {
        let most = entries.len() + assets.len();
        let mut routes = Self {
            by_url: HashMap::with_capacity(most + most / 8),
            by_source: HashMap::with_capacity(most),
        };
        for taxonomy in taxonomies {
            routes.generated(std::iter::once(taxonomy.url.clone()));
            routes.generated(taxonomy.terms.iter().map(|term| term.url.clone()));
        }
        for name in ["feed.xml", "sitemap.xml", "robots.txt", "404.html"] {
            if config.feed || name != "feed.xml" {
                routes.generated(UrlPath::root().file(name).into_iter());
            }
        }
        for (index, (path, url)) in assets.iter().enumerate() {
            routes.by_url.insert(url.clone(), (Target::Asset(index), Some(path.clone())));
            routes.by_source.insert(path.clone(), url.clone());
        }
        for (index, entry) in entries.iter().enumerate() {
            if let Some(taper) = &entry.taper {
                routes.generated(taper.urls(&entry.url));
            }
            routes.by_url.insert(entry.url.clone(), (Target::Entry(index), None));
            routes.by_source.insert(entry.page.path.clone(), entry.url.clone());
        }
        routes
    }

    fn generated(&mut self, urls: impl Iterator<Item = UrlPath>) {
        self.by_url.extend(urls.map(|url| (url, (Target::Generated, None))));
    }

    /// What stands at an address; a page is found without its last slash, too.
    pub fn at(&self, url: &UrlPath) -> Option<Hit> {
        let found = self.by_url.get_key_value(url).or_else(|| {
            self.by_url.get_key_value(&UrlPath::parse(&format!("{url}/")).ok()?)
        });
        let (url, (target, source)) = found?;
        Some(Hit { url: url.clone(), target: *target, source: source.clone() })
    }

    /// What stands at an address that is written as we write it ourselves.
    pub fn exactly(&self, url: &str) -> Option<Hit> {
        let (url, (target, source)) = self.by_url.get_key_value(url)?;
        Some(Hit { url: url.clone(), target: *target, source: source.clone() })
    }

    /// What a source becomes.
    pub fn of_source(&self, path: &str) -> Option<Hit> {
        self.at(self.by_source.get(path)?)
    }

    /// The sources of files that are copied, to find the nearest to a misspelt one.
    pub fn file_sources(&self) -> impl Iterator<Item = &str> {
        self.sources(false)
    }

    /// The sources of pages, to find the nearest to a misspelt one.
    pub fn page_sources(&self) -> impl Iterator<Item = &str> {
        self.sources(true)
    }

    fn sources(&self, of_pages: bool) -> impl Iterator<Item = &str> {
        let is_asked = |path: &&SourcePath| path.has_extension("md") == of_pages;
        let asked = self.by_source.keys().filter(is_asked);
        let mut all: Vec<&str> = asked.map(SourcePath::as_str).collect();
        all.sort_unstable();
        all.into_iter()
    }
}

/// The address of a page, or a diagnostic.
pub fn page_url(
    page: &Page,
    config: &Config,
    found: &mut Vec<Diagnostic>,
) -> Option<UrlPath> {
    let matter = &page.front_matter;
    if let Some((text, span)) = &matter.path {
        let text = if text.ends_with('/') { text.clone() } else { format!("{text}/") };
        let refuse = |(part, fault): (String, SegmentFault)| {
            Diagnostic::error(
                "path/invalid",
                format!("`path`: the part `{part}` {fault}"),
            )
            .at(&page.path, span.clone())
            .help("write an address such as path = \"/taper/\"")
        };
        return UrlPath::parse(&text).map_err(|fault| found.push(refuse(fault))).ok();
    }
    let mut url = language_root(page.language, config);
    let (folder, last) = page.key.rsplit_once('/').unwrap_or(("", &page.key));
    let stands_for_folder = matches!(last, "_index" | "index");
    let folder = if stands_for_folder && matter.slug.is_some() {
        folder.rsplit_once('/').map_or("", |(above, _)| above)
    } else {
        folder
    };
    for part in folder.split('/').filter(|_| !folder.is_empty()) {
        url = child(&url, &slugify(part), page, found)?;
    }
    match &matter.slug {
        Some((slug, span)) => match check_segment(slug) {
            Ok(()) => child(&url, slug, page, found),
            Err(fault) => {
                found.push(
                    Diagnostic::error(
                        "path/invalid",
                        format!("`slug`: `{slug}` {fault}"),
                    )
                    .at(&page.path, span.clone())
                    .help("write one part of an address, such as slug = \"sleep\""),
                );
                None
            }
        },
        None if stands_for_folder => Some(url),
        None => child(&url, &slugify(last), page, found),
    }
}

fn child(
    url: &UrlPath,
    part: &str,
    page: &Page,
    found: &mut Vec<Diagnostic>,
) -> Option<UrlPath> {
    url.child(part)
        .map_err(|fault| {
            let message = format!(
                "the name of this file gives the address `{part}`, which {fault}"
            );
            found.push(
                Diagnostic::error("path/invalid", message)
                    .at(&page.path, 0..0)
                    .help("rename the file, or add slug = \"a-short-name\""),
            );
        })
        .ok()
}

/// Where the pages of a language begin.
pub fn language_root(language: usize, config: &Config) -> UrlPath {
    if language == 0 {
        return UrlPath::root();
    }
    let code = config.languages[language].code.to_lowercase();
    UrlPath::root().child(&code).unwrap_or_else(|_| UrlPath::root())
}

/// Every file of `content/` that is neither an article nor data, and its address.
pub fn assets(
    tree: &SourceTree,
    config: &Config,
    found: &mut Vec<Diagnostic>,
) -> Arc<[(SourcePath, UrlPath)]> {
    let mut assets = Vec::new();
    for (path, _) in tree.below(FOLDER) {
        let is_data = path.below(DATA_FOLDER).is_some() || *path == config.bibliography;
        if is_data || path.has_extension("md") {
            continue;
        }
        match UrlPath::parse(path.below(FOLDER).unwrap_or_default()) {
            Ok(url) => assets.push((path.clone(), url)),
            Err((part, fault)) => found.push(
                Diagnostic::error(
                    "path/invalid",
                    format!("the part `{part}` of this path {fault}"),
                )
                .at(path, 0..0)
                .help("rename it"),
            ),
        }
    }
    assets.into()
}
