//! Whether what published files name is published: one look at the whole site.

mod loads;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use foldhash::{HashMap, HashMapExt};
use percent_encoding::percent_decode_str;

use super::Surface;
use crate::diagnostic::{Diagnostic, nearest};
use crate::output::OutputTree;
use crate::path::{OutputPath, SourcePath};
use crate::source::SourceTree;
use crate::theme;

pub use loads::{Loads, Needs, loads, needs};

/// The file that a relative address in a file of the site names, whether it is there or not.
pub fn target(file: &str, address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    if let Some(rest) = path.strip_prefix('/') {
        return join("", &decoded(rest));
    }
    join(file.rsplit_once('/').map_or("", |(folder, _)| folder), &decoded(path))
}

/// Where nothing is: a file, and the part of it if only that is missing.
type Target = (String, String);

/// Which files lead to where nothing is.
struct Dead<'a> {
    files: Vec<&'a OutputPath>,
    address: &'a str,
}

/// Findings after which nobody looks for what was meant: it takes long on a large site.
const MOST_HINTS: usize = 10;

/// What is published, and what of it is known.
#[derive(Clone, Copy)]
pub struct Published<'a> {
    /// Every file.
    pub tree: &'a OutputTree,
    /// What [`super::references`] gave for files of `tree`, in the order of their paths.
    pub surfaces: &'a [(&'a OutputPath, &'a Surface)],
    /// An absolute address below it is one of the site.
    pub base_url: &'a str,
}

/// What is published, ready to be asked for one file after another.
pub(crate) struct Resolver<'a> {
    tree: &'a OutputTree,
    site: Site<'a>,
}

/// The addresses of a file that lead nowhere, and where that is.
pub(crate) type DeadEnds<'a> = Vec<(Target, &'a str)>;

impl<'a> Resolver<'a> {
    /// Knows every file.
    pub(crate) fn of(published: Published<'a>) -> Self {
        let Published { tree, surfaces, base_url } = published;
        let paths = tree.iter().map(|(path, _)| path.as_str());
        let known = surfaces.iter().map(|(path, own)| (path.as_str(), *own));
        Self { tree, site: Site::of(paths, known, base_url) }
    }

    /// What a file names that is not there.
    pub(crate) fn dead_ends<'s>(
        &self,
        path: &OutputPath,
        surface: &'s Surface,
    ) -> DeadEnds<'s> {
        let dead = |address| match self.site.resolve((path.as_str(), surface), address) {
            // A site without a home page is told so once, by its files.
            Place::Nowhere(file, part) if file == "index.html" && part.is_empty() => None,
            Place::Nowhere(file, part) => Some(((file, part), address)),
            Place::There | Place::Elsewhere => None,
        };
        surface.references().filter_map(|one| dead(one.address)).collect()
    }

    /// Reports what leads nowhere: one finding a target, however many files name it. Its place
    /// is looked for in `sources`: the article that the file was made from, then the theme.
    pub(crate) fn report<'s>(
        &self,
        dead_ends: impl Iterator<Item = (&'s OutputPath, DeadEnds<'s>)>,
        sources: &SourceTree,
    ) -> Vec<Diagnostic> {
        let mut dead: BTreeMap<Target, Dead<'_>> = BTreeMap::new();
        for (path, own) in dead_ends {
            for (target, address) in own {
                let entry = dead
                    .entry(target)
                    .or_insert_with(|| Dead { files: Vec::new(), address });
                if entry.files.last() != Some(&path) {
                    entry.files.push(path);
                }
            }
        }
        let mut found = Vec::with_capacity(dead.len());
        for (count, (target, one)) in dead.iter().enumerate() {
            let finding = self.site.finding(self.tree, target, one, count < MOST_HINTS);
            found.push(match place(self.tree, sources, one) {
                Some((path, span)) => finding.at(path, span),
                None => finding,
            });
        }
        found
    }
}

/// Where an address was written, as far as it can be known: in the one source of its files,
/// or in a theme, word for word.
fn place<'a>(
    tree: &'a OutputTree,
    sources: &'a SourceTree,
    dead: &Dead<'_>,
) -> Option<(&'a SourcePath, Range<usize>)> {
    let origin = |path: &OutputPath| tree.get(path.as_str())?.origin.as_ref();
    let own = origin(dead.files.first()?);
    let own = own.filter(|_| dead.files.iter().all(|path| origin(path) == own));
    let at = |path: &'a SourcePath| {
        let text = &sources.text(path.as_str())?.text;
        let start = written(text, dead.address)?;
        Some((path, start..start + dead.address.len()))
    };
    let mut themes = sources.below(theme::FOLDER).map(|(path, _)| path);
    let known = own.and_then(at).or_else(|| themes.find_map(at));
    known.or_else(|| Some((own?, 0..0)))
}

/// Where a text has an address, whole.
fn written(text: &str, address: &str) -> Option<usize> {
    let is_edge = |c: char| c.is_whitespace() || r#""'()<>=[]"#.contains(c);
    let mut hits = text.match_indices(address).map(|(at, _)| at);
    hits.find(|at| {
        let before = text.get(..*at).and_then(|part| part.chars().next_back());
        let after = text.get(at + address.len()..).and_then(|part| part.chars().next());
        before.is_some_and(is_edge) && after.is_none_or(is_edge)
    })
}

/// A file that is published.
#[derive(Clone, Copy)]
enum Known<'a> {
    /// One whose parts are known.
    Open(&'a Surface),
    /// One of another kind: it may have any part.
    Closed,
}

impl Known<'_> {
    fn may_have(self, name: &str) -> bool {
        match self {
            Self::Open(surface) => surface.has_anchor(name),
            Self::Closed => true,
        }
    }
}

/// Where an address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::audit) enum Place {
    /// To what is published.
    There,
    /// To another site.
    Elsewhere,
    /// To a file that is not there, or to a part that this file lacks.
    Nowhere(String, String),
}

/// What resolving looks up.
pub(in crate::audit) struct Site<'a> {
    files: HashMap<&'a str, Known<'a>>,
    base_url: &'a str,
    /// The path of `base_url`, with slashes at both ends.
    base_path: &'a str,
    /// The origin of `base_url`, without a slash at its end.
    origin: &'a str,
    /// What a host may add to an address to find its file.
    ending: Option<&'static str>,
}

impl<'a> Site<'a> {
    /// The files at these paths, of which some are open to look into.
    pub(in crate::audit) fn of(
        paths: impl Iterator<Item = &'a str>,
        surfaces: impl Iterator<Item = (&'a str, &'a Surface)>,
        base_url: &'a str,
    ) -> Self {
        let mut files = HashMap::with_capacity(2 * paths.size_hint().0);
        let mut add = |path: &'a str, own: Known<'a>| {
            files.insert(path, own);
            // A folder is its page.
            let folder = path.strip_suffix("index.html").unwrap_or_default();
            if folder.ends_with('/') {
                files.insert(folder, own);
            }
        };
        for path in paths {
            add(path, Known::Closed);
        }
        for (path, own) in surfaces {
            add(path, Known::Open(own));
        }
        let host = base_url.find("://").map_or(0, |at| at + 3);
        let slash = base_url.get(host..).and_then(|rest| rest.find('/'));
        let (origin, base_path) =
            slash.map_or((base_url, "/"), |at| base_url.split_at(host + at));
        Self { files, base_url, base_path, origin, ending: None }
    }

    /// The same for a host that finds `a.html` at `a`, as many do.
    pub(in crate::audit) fn adds_endings(self) -> Self {
        Self { ending: Some(".html"), ..self }
    }

    /// The part of a file whose name is nearest to one that is missing.
    pub(in crate::audit) fn nearest_part(
        &self,
        file: &str,
        part: &str,
    ) -> Option<String> {
        let Some(Known::Open(surface)) = self.known(file) else { return None };
        nearest(part, surface.anchors()).map(|near| format!("#{near}"))
    }

    /// Looks an address up that stands in a file.
    pub(in crate::audit) fn resolve(
        &self,
        (path, surface): (&str, &Surface),
        address: &str,
    ) -> Place {
        let (whole, fragment) = address.split_once('#').unwrap_or((address, ""));
        let whole = whole.split('?').next().unwrap_or_default();
        let own = surface.base().map(|base| self.file(Some(folder(path)), base));
        let own = own.unwrap_or(Where::Within(Cow::Borrowed(path)));
        let found = match &own {
            _ if whole.is_empty() => own,
            Where::Elsewhere => self.file(None, whole),
            Where::Within(own) => self.file(Some(folder(own)), whole),
        };
        let target = match found {
            Where::Elsewhere => return Place::Elsewhere,
            Where::Within(target) if target.is_empty() => "index.html".into(),
            Where::Within(target) => target,
        };
        let Some(file) = self.known(&target) else {
            return Place::Nowhere(target.into_owned(), String::new());
        };
        if fragment.is_empty() {
            return Place::There;
        }
        let plain = fragment.split(":~:").next().unwrap_or_default();
        let name = percent_decode_str(plain).decode_utf8_lossy();
        let is_there = name.is_empty()
            || name.eq_ignore_ascii_case("top")
            // A view of a drawing is asked for, not a part of it.
            || name.starts_with("svgView(")
            || file.may_have(&name)
            || file.may_have(plain);
        if is_there {
            Place::There
        } else {
            Place::Nowhere(target.into_owned(), name.into_owned())
        }
    }

    /// The file at a path, as a host looks it up; a folder is its page.
    fn known(&self, path: &str) -> Option<Known<'a>> {
        if let Some(own) = self.files.get(path) {
            return Some(*own);
        }
        let folder = self.files.get(format!("{path}/").as_str());
        let page = || self.files.get(format!("{path}{}", self.ending?).as_str());
        folder.or_else(page).copied()
    }

    /// Which file an address without query and fragment names, seen from a folder of the site
    /// or from another site.
    fn file<'t>(&self, folder: Option<&str>, address: &'t str) -> Where<'t> {
        if let Some(path) = address.strip_prefix("//") {
            let host = self.origin.split_once("://").map_or("", |(_, host)| host);
            let own = path.strip_prefix(host).filter(|rest| rest.starts_with('/'));
            return own.map_or(Where::Elsewhere, |rest| self.of_root(rest));
        }
        // A scheme: whatever is before the first colon.
        if address.split_once(':').is_some_and(|(_, rest)| rest.starts_with("//")) {
            if self.base_url.strip_suffix('/') == Some(address) {
                return Where::Within(Cow::Borrowed(""));
            }
            let own = address.strip_prefix(self.base_url);
            return own.map_or(Where::Elsewhere, |rest| Where::Within(decoded(rest)));
        }
        if address.starts_with('/') {
            return self.of_root(address);
        }
        let join = |folder| Where::Within(Cow::Owned(join(folder, &decoded(address))));
        folder.map_or(Where::Elsewhere, join)
    }

    /// An address from the root of the host.
    fn of_root<'t>(&self, address: &'t str) -> Where<'t> {
        let own = address.strip_prefix(self.base_path);
        own.map_or(Where::Elsewhere, |rest| {
            Where::Within(Cow::Owned(join("", &decoded(rest))))
        })
    }

    fn finding(
        &self,
        tree: &OutputTree,
        (target, part): &Target,
        dead: &Dead<'_>,
        hints: bool,
    ) -> Diagnostic {
        let first = dead.files.first().copied();
        let more = match dead.files.len() {
            0 | 1 => String::new(),
            2 => ", and so does another file".to_owned(),
            count => format!(", and so do {} other files", count - 1),
        };
        let from = first.map_or("", OutputPath::as_str);
        let what = if part.is_empty() {
            format!("`{target}` is not published")
        } else {
            format!("`{target}` has no part `#{part}`")
        };
        let address = dead.address;
        let message = format!("{what}; `{from}` leads there by `{address}`{more}");
        let (code, near) = if part.is_empty() {
            let known =
                hints.then(|| nearest(target, tree.iter().map(|(p, _)| p.as_str())));
            ("published/missing-file", known.flatten().map(str::to_owned))
        } else {
            ("published/missing-part", self.nearest_part(target, part))
        };
        let help = near.map_or_else(
            || "mend the template or the file that writes this address".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Diagnostic::error(code, message).help(help)
    }
}

/// Whose address it is.
enum Where<'t> {
    /// Another site's.
    Elsewhere,
    /// A file of this one, from its root.
    Within(Cow<'t, str>),
}

/// The folder of a file, as a host shows it.
fn folder(path: &str) -> &str {
    // A host shows this page at any address: it has no folder of its own.
    let own = (path != "404.html").then(|| path.rsplit_once('/')).flatten();
    own.map_or("", |(folder, _)| folder)
}

fn decoded(path: &str) -> Cow<'_, str> {
    if path.contains('%') {
        Cow::Owned(percent_decode_str(path).decode_utf8_lossy().into_owned())
    } else {
        Cow::Borrowed(path)
    }
}

/// `folder` and `path` in one, with `.` and `..` resolved as browsers do.
fn join(mut folder: &str, mut path: &str) -> String {
    while let Some(rest) = path.strip_prefix("../") {
        folder = folder.rsplit_once('/').map_or("", |(holder, _)| holder);
        path = rest;
    }
    let mut whole = String::with_capacity(folder.len() + path.len() + 12);
    whole.push_str(folder);
    // Most addresses climb at first and then go straight down.
    let next = |slash: usize| path.as_bytes().get(slash + 1);
    let mut steps = memchr::memchr_iter(b'/', path.as_bytes());
    let turns = steps.any(|slash| matches!(next(slash), Some(b'/' | b'.')));
    if !turns && !path.starts_with(['/', '.']) {
        if !whole.is_empty() {
            whole.push('/');
        }
        whole.push_str(path);
        return whole;
    }
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        match part {
            ".." => {
                let end = whole.rfind('/').unwrap_or(0);
                whole.truncate(end);
            }
            "." | "" => {}
            part => {
                if !whole.is_empty() {
                    whole.push('/');
                }
                whole.push_str(part);
                continue;
            }
        }
        if is_last && !whole.is_empty() {
            whole.push('/');
        }
    }
    whole
}

#[cfg(test)]
mod tests;
