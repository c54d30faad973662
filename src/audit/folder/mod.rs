//! What any generator published: what one page alone cannot show. It reads values, never files.
//!
//! Each address in pages, style sheets, drawings, feeds and sitemaps is looked up in the folder;
//! drawings and style sheets are held to what pages are held to.

mod drawing;
mod missing_file;
mod missing_part;
mod style_sheet;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::references::{Place, Reference, Site, Surface, canonical, references};
use super::rule::{Finding, Kind, Rule};
use crate::diagnostic::nearest;
use crate::path::SourcePath;
use crate::source::{Source, SourceTree};

/// The rules that need more than one page, in the order of the names.
pub const RULES: &[&Rule] =
    &[&drawing::RULE, &missing_file::RULE, &missing_part::RULE, &style_sheet::RULE];

/// The address of a site that says none.
const NO_ADDRESS: &str = "http://localhost/";

/// Endings of files that are read and are no pages.
const OTHER_TEXTS: [&str; 6] = ["css", "svg", "xml", "atom", "rss", "txt"];

/// Endings of pages.
const PAGES: [&str; 3] = ["html", "htm", "xhtml"];

/// A longer file that is no page, such as a feed of everything, is not looked into.
const MOST_BYTES: u64 = 8 << 20;

/// What was published, as far as somebody named it.
#[derive(Clone, Debug, Default)]
pub struct Published {
    /// Pages, style sheets, drawings, feeds: whatever may name other files.
    pub texts: SourceTree,
    /// All other files.
    pub others: BTreeSet<SourcePath>,
    /// Folders that were named: each is a site.
    pub roots: Vec<SourcePath>,
    /// The address of the site; if it is not known, its home page may tell.
    pub base_url: Option<String>,
}

impl Published {
    /// Whether a file of this length that lies in a named folder is read.
    pub fn reads(path: &SourcePath, length: u64) -> bool {
        let extension = path.extension();
        // Of all plain texts, only this one has a meaning.
        let may_name = OTHER_TEXTS.contains(&extension.as_str())
            && (extension != "txt" || path.file_name() == "robots.txt");
        PAGES.contains(&extension.as_str()) || (may_name && length <= MOST_BYTES)
    }

    /// Every page; a file that was named by itself is one, unless it is known to be something
    /// else.
    pub fn pages(&self) -> impl Iterator<Item = (&SourcePath, &Source)> {
        self.texts.iter().filter(|(path, _)| is_page(path))
    }
}

/// Whether a file that is read is a page.
pub fn is_page(path: &SourcePath) -> bool {
    !OTHER_TEXTS.contains(&path.extension().as_str())
}

/// What one file names; empty if it names nothing.
pub fn surface(path: &SourcePath, text: &str) -> Surface {
    let extension = path.extension();
    let kind = if is_page(path) { "html" } else { &extension };
    references(kind, text.as_bytes()).unwrap_or_default()
}

/// Every site among the files, ready to look addresses up.
pub struct Sites<'a> {
    published: &'a Published,
    surfaces: &'a BTreeMap<&'a SourcePath, Surface>,
    folders: Vec<Folder<'a>>,
}

/// One named folder.
struct Folder<'a> {
    root: &'a str,
    site: Site<'a>,
    /// Every file of it, sorted.
    paths: Vec<&'a str>,
}

/// Findings of one file after which nobody looks for what was meant.
const MOST_HINTS: usize = 20;

/// Names of one folder that are looked at for what was meant.
const MOST_NAMES: usize = 500;

impl Folder<'_> {
    /// The file or folder beside a missing one whose name is nearest.
    fn nearest_file(&self, missing: &str) -> Option<String> {
        let missing = missing.trim_end_matches('/');
        let (folder, name) = missing.rsplit_once('/').unwrap_or(("", missing));
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let first = self.paths.partition_point(|path| *path < start.as_str());
        let beside =
            self.paths.get(first..)?.iter().map_while(|path| path.strip_prefix(&start));
        let mut names: Vec<&str> =
            beside.filter_map(|rest| rest.split_inclusive('/').next()).collect();
        names.dedup();
        names.truncate(MOST_NAMES);
        let plain = |name: &&str| name.trim_end_matches('/').to_owned();
        let known: Vec<String> = names.iter().map(plain).collect();
        let near = nearest(name, known.iter().map(String::as_str))?;
        let whole = names.iter().find(|name| name.trim_end_matches('/') == near)?;
        Some(format!("{start}{whole}"))
    }
}

impl<'a> Sites<'a> {
    /// Puts the sites together; `surfaces` holds what [`surface`] said of each text.
    pub fn of(
        published: &'a Published,
        surfaces: &'a BTreeMap<&'a SourcePath, Surface>,
    ) -> Self {
        let folder = |root: &'a SourcePath| {
            let root = root.as_str();
            let texts = published.texts.iter().map(|(path, _)| path);
            let all = texts.chain(&published.others);
            let mut paths: Vec<_> = all.filter_map(|path| within(path, root)).collect();
            paths.sort_unstable();
            let known = surfaces
                .iter()
                .filter_map(|(path, own)| Some((within(path, root)?, own)));
            let base_url = published.base_url.as_deref();
            let base_url =
                base_url.or_else(|| told(published, root)).unwrap_or(NO_ADDRESS);
            let site = Site::of(paths.iter().copied(), known, base_url).adds_endings();
            Folder { root, site, paths }
        };
        Self {
            published,
            surfaces,
            folders: published.roots.iter().map(folder).collect(),
        }
    }

    /// Everything wrong with one file that no look at a page alone shows.
    pub fn inspect(&self, path: &SourcePath, text: &str) -> Vec<Finding> {
        let mut found = Vec::new();
        if path.extension() == "svg" {
            found.extend(drawing::check(path, text));
        }
        let Some(surface) = self.surfaces.get(path) else { return found };
        let own =
            self.folders.iter().find_map(|own| Some((within(path, own.root)?, own)));
        // What nobody named is read for the pages beside it.
        if own.is_none() && !is_page(path) {
            return found;
        }
        let mut hints = 0;
        for one in surface.references() {
            let (at, address) = (span(text, one), one.address);
            let place = match own {
                Some((path, own)) => own.site.resolve((path, surface), address),
                None => alone(path, surface, address),
            };
            let folder = own.map(|(_, own)| own).filter(|_| hints < MOST_HINTS);
            match place {
                Place::Elsewhere if path.extension() == "css" => {
                    found.push(style_sheet::finding(at, address));
                    continue;
                }
                Place::There | Place::Elsewhere => continue,
                Place::Nowhere(file, part) if part.is_empty() => {
                    let near = folder.and_then(|own| own.nearest_file(&file));
                    found.push(missing_file::finding(at, (address, &file), near));
                }
                Place::Nowhere(file, part) => {
                    let near = folder.and_then(|own| own.site.nearest_part(&file, &part));
                    found.push(missing_part::finding(at, (&file, &part), near));
                }
            }
            hints += 1;
        }
        found
    }

    /// The files, to be looked at one by one.
    pub fn texts(&self) -> impl Iterator<Item = (&'a SourcePath, &'a Source)> {
        self.published.texts.iter()
    }
}

/// What the home page of a folder says the address of the site is.
fn told<'a>(published: &'a Published, root: &str) -> Option<&'a str> {
    let is_home = |path: &SourcePath| within(path, root) == Some("index.html");
    let home = published.texts.iter().find(|(path, _)| is_home(path));
    let Source::Text(text) = home?.1 else { return None };
    let address = canonical(&text.text)?;
    let address = address.strip_suffix("index.html").unwrap_or(address);
    let is_root = address.contains("://") && address.ends_with('/');
    is_root.then_some(address)
}

/// The path of a file within a named folder; the current folder has no name.
fn within<'a>(path: &'a SourcePath, root: &str) -> Option<&'a str> {
    if root.is_empty() {
        return (!path.as_str().starts_with('/')).then(|| path.as_str());
    }
    path.below(root)
}

/// Where an address leads in a file that was named by itself: only its own parts are known.
fn alone(path: &SourcePath, surface: &Surface, address: &str) -> Place {
    if !address.starts_with('#') {
        return if address.contains("//") { Place::Elsewhere } else { Place::There };
    }
    let name = path.file_name();
    let site = Site::of(std::iter::empty(), [(name, surface)].into_iter(), NO_ADDRESS);
    site.resolve((name, surface), address)
}

/// The bytes of an address as it was written.
fn span(text: &str, one: Reference<'_>) -> Range<usize> {
    let rest = text.get(one.at..).unwrap_or_default();
    let length = if rest.starts_with(one.address) { one.address.len() } else { 0 };
    one.at..one.at + length
}

/// A violation of a rule of this module.
fn violation(
    rule: &'static Rule,
    span: Range<usize>,
    message: String,
    help: String,
) -> Finding {
    Finding { rule, kind: Kind::Violation, span, message, help }
}

#[cfg(test)]
mod tests;
