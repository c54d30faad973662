//! The style sheets that pages name, each read once. It fetches nothing.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use percent_encoding::percent_decode_str;

use super::chain::Chained;
use super::sheet::{Aim, Sheet};
use crate::audit::page::style::{Scope, Styles};

/// Style sheets by path, and what is known of those that were read.
///
/// What it remembers follows from the text of the sheets alone, so that it never shows who asked
/// first.
#[derive(Debug, Default)]
pub struct Library {
    files: HashMap<String, Arc<str>>,
    read: Mutex<foldhash::HashMap<Arc<str>, Arc<Known>>>,
    next: AtomicU64,
    /// Chains of texts whose colors are far enough apart.
    fine: Mutex<foldhash::HashSet<u64>>,
    /// What sheets together say of what is seen, by their numbers and the rules that count.
    styles: Mutex<foldhash::HashMap<Worn, Arc<Styles>>>,
}

/// Numbers of sheets, and how much of them counts.
type Worn = (Vec<u64>, Scope);

/// A style sheet and what was found in it so far.
#[derive(Debug)]
pub(in crate::audit) struct Known {
    text: Arc<str>,
    /// Stands for the text among all that one library knows.
    pub(super) number: u64,
    /// For each aim.
    sheets: [OnceLock<Arc<Sheet>>; 2],
    foreign: OnceLock<Option<usize>>,
    refused: OnceLock<Option<&'static str>>,
}

/// Most sheets that are remembered; a site has few.
const MOST_SHEETS: usize = 1_000;
/// Most chains that are remembered.
const MOST_CHAINS: usize = 500_000;

fn lock<T>(own: &Mutex<T>) -> MutexGuard<'_, T> {
    own.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Known {
    /// Its rules.
    pub(super) fn sheet(&self, aim: Aim) -> Arc<Sheet> {
        let [texts, fields] = &self.sheets;
        let own = match aim {
            Aim::Texts => texts,
            Aim::Fields => fields,
        };
        Arc::clone(own.get_or_init(|| Arc::new(Sheet::read(&self.text, aim))))
    }

    /// Where it loads from another site, as `look` finds it.
    pub(in crate::audit) fn foreign(
        &self,
        look: impl FnOnce(&str) -> Option<usize>,
    ) -> Option<usize> {
        *self.foreign.get_or_init(|| look(&self.text))
    }

    /// A word that it may not hold, as `look` finds it.
    pub(in crate::audit) fn refused(
        &self,
        look: impl FnOnce(&str) -> Option<&'static str>,
    ) -> Option<&'static str> {
        *self.refused.get_or_init(|| look(&self.text))
    }
}

impl Library {
    /// A library of these files, by their paths from the folder that pages are named from.
    pub fn of<'f>(files: impl IntoIterator<Item = (&'f str, Arc<str>)>) -> Self {
        let files = files.into_iter().map(|(path, text)| (path.to_owned(), text));
        Self { files: files.collect(), ..Self::default() }
    }

    /// What is known of a sheet.
    pub(in crate::audit) fn known(&self, text: &str) -> Arc<Known> {
        let mut read = lock(&self.read);
        if let Some(known) = read.get(text) {
            return Arc::clone(known);
        }
        let known = Arc::new(Known {
            text: text.into(),
            number: self.next.fetch_add(1, Ordering::Relaxed),
            sheets: Default::default(),
            foreign: OnceLock::new(),
            refused: OnceLock::new(),
        });
        if read.len() < MOST_SHEETS {
            read.insert(Arc::clone(&known.text), Arc::clone(&known));
        }
        known
    }

    /// Those of some chains that are not known to be fine.
    pub(super) fn not_fine(&self, chains: &Chained) -> Chained {
        let fine = lock(&self.fine);
        let new = chains.iter().filter(|(chain, _)| !fine.contains(chain));
        new.copied().collect()
    }

    /// Remembers that texts with these chains are fine.
    pub(super) fn note_fine(&self, chains: impl IntoIterator<Item = u64>) {
        let mut fine = lock(&self.fine);
        if fine.len() < MOST_CHAINS {
            fine.extend(chains);
        }
    }

    /// What sheets say together of what is seen.
    pub(in crate::audit) fn styles(
        &self,
        sheets: &[Cow<'_, str>],
        scope: Scope,
    ) -> Arc<Styles> {
        let numbers = sheets.iter().map(|text| self.known(text).number);
        let key = (numbers.collect(), scope);
        if let Some(known) = lock(&self.styles).get(&key) {
            return Arc::clone(known);
        }
        let styles = Arc::new(Styles::read(sheets, scope));
        let mut known = lock(&self.styles);
        if known.len() < MOST_SHEETS {
            known.insert(key, Arc::clone(&styles));
        }
        styles
    }

    /// The file that an address in a page leads to, seen from the page's `base` if it has one.
    pub(in crate::audit) fn linked(
        &self,
        (page, base): (&str, Option<&str>),
        address: &str,
    ) -> Option<(&str, &str)> {
        let Some(base) = base.map(str::trim) else { return self.file(page, address) };
        // Of another site, or the full address of this one, which is not told.
        if base.starts_with("//") || base.contains(':') {
            return None;
        }
        let end = base.find(['?', '#']).unwrap_or(base.len());
        let folder = base[..end].rfind('/').map_or("", |slash| &base[..=slash]);
        let address = address.trim();
        let is_whole = address.starts_with('/') || address.contains(':');
        let folder = if is_whole { "" } else { folder };
        self.file(page, &format!("{folder}{address}"))
    }

    /// The file that an address in another file leads to, with its path.
    pub(in crate::audit) fn file(
        &self,
        from: &str,
        address: &str,
    ) -> Option<(&str, &str)> {
        let end = address.find(['?', '#']).unwrap_or(address.len());
        let address =
            percent_decode_str(address.get(..end)?.trim()).decode_utf8().ok()?;
        let found = |path: String| {
            let (path, text) = self.files.get_key_value(&path)?;
            Some((&**path, &**text))
        };
        if address.is_empty() || address.starts_with("//") || address.contains(':') {
            return None;
        }
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some(rooted) = address.strip_prefix('/') else {
            return found(joined(folder, &address)?);
        };
        // Where the site begins is not told: it is the outermost folder that has the file.
        let places = folder.match_indices('/').map(|(at, _)| &folder[..at]);
        let mut places = std::iter::once("").chain(places).chain([folder]);
        places.find_map(|place| found(joined(place, rooted)?))
    }
}

/// A path from a folder, with its steps taken.
fn joined(folder: &str, address: &str) -> Option<String> {
    let mut steps: Vec<&str> = folder.split('/').collect();
    if folder.is_empty() {
        steps.clear();
    }
    for step in address.split('/') {
        match step {
            "" | "." => {}
            ".." => _ = steps.pop().filter(|step| *step != "..")?,
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: &str, address: &str, expected: Option<&str>) {
        let files = ["a.css", "/out/site/b.css", "/out/site/css/c d.css", "out/d.css"];
        let library = Library::of(files.map(|path| (path, "".into())));
        assert_eq!(
            library.file(from, address).map(|(path, _)| path),
            expected,
            "{address}"
        );
    }

    #[test]
    fn addresses_lead_to_files_of_the_tree() {
        check("index.html", "a.css", Some("a.css"));
        check("index.html", "./a.css?v=1#x", Some("a.css"));
        check("index.html", "../a.css", None);
        check("/out/site/x/y.html", "../b.css", Some("/out/site/b.css"));
        check("/out/site/x/y.html", "/b.css", Some("/out/site/b.css"));
        check("/out/site/x/y.html", "/css/c%20d.css", Some("/out/site/css/c d.css"));
        check("out/y.html", "/d.css", Some("out/d.css"));
        check("index.html", "https://example.org/a.css", None);
        check("index.html", "//example.org/a.css", None);
        check("index.html", "", None);
    }

    #[test]
    fn addresses_of_a_page_start_at_its_base() {
        let library = Library::of(["a.css", "x/a.css"].map(|path| (path, "".into())));
        let check = |base, address, expected: Option<&str>| {
            let found = library.linked(("x/y.html", Some(base)), address);
            assert_eq!(found.map(|(path, _)| path), expected, "{base} {address}");
        };
        check("/", "a.css", Some("a.css"));
        check("../", "a.css?v=1", Some("a.css"));
        check("z.html?a=/b/", "a.css", Some("x/a.css"));
        check("/x/z.html", "a.css", Some("x/a.css"));
        check("/x/", "/a.css", Some("a.css"));
        check("", "a.css", Some("x/a.css"));
        check("https://b.org/", "/a.css", None);
        check("//b.org/", "a.css", None);
        check("/", "https://b.org/a.css", None);
    }

    #[test]
    fn a_sheet_is_read_once() {
        let library = Library::default();
        let text = "a { color: red }";
        let (one, other) = (library.known(text), library.known(text));
        assert!(Arc::ptr_eq(&one.sheet(Aim::Texts), &other.sheet(Aim::Texts)));
        assert!(one.number != library.known("b { color: red }").number);
    }
}
