//! The style sheets that pages name, each read once. It fetches nothing.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use percent_encoding::percent_decode_str;

use super::chain::Chained;
use super::sheet::Sheet;
use crate::audit::page::style::Styles;
use crate::digest::Digest;

/// Style sheets by path, and what is known of those that were read.
///
/// What it remembers follows from the text of the sheets alone, so that it never shows who asked
/// first.
#[derive(Debug, Default)]
pub struct Library {
    files: HashMap<String, Arc<str>>,
    read: Mutex<HashMap<Digest, Arc<Sheet>>>,
    /// Chains of texts whose colors are far enough apart.
    fine: Mutex<foldhash::HashSet<u64>>,
    /// Where sheets load from another site, if they do.
    foreign: Mutex<HashMap<Digest, Option<usize>>>,
    /// What sheets within pages say of what is seen.
    styles: Mutex<HashMap<Digest, Arc<Styles>>>,
}

/// Most sheets that are remembered; a site has few.
const MOST_SHEETS: usize = 1_000;
/// Most chains that are remembered.
const MOST_CHAINS: usize = 500_000;

impl Library {
    /// A library of these files, by their paths from the folder that pages are named from.
    pub fn of<'f>(files: impl IntoIterator<Item = (&'f str, Arc<str>)>) -> Self {
        let files = files.into_iter().map(|(path, text)| (path.to_owned(), text));
        Self { files: files.collect(), ..Self::default() }
    }

    /// A sheet, read now or before.
    pub(super) fn sheet(&self, text: &str) -> Arc<Sheet> {
        let digest = Digest::of(text.as_bytes());
        let known = |read: &HashMap<_, _>| read.get(&digest).map(Arc::clone);
        let lock = || self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sheet) = known(&lock()) {
            return sheet;
        }
        let sheet = Arc::new(Sheet::read(text));
        let mut read = lock();
        if read.len() < MOST_SHEETS {
            read.insert(digest, Arc::clone(&sheet));
        }
        sheet
    }

    /// Those of some chains that are not known to be fine.
    pub(super) fn not_fine(&self, chains: &Chained) -> Chained {
        let fine = self.fine.lock().unwrap_or_else(PoisonError::into_inner);
        let new = chains.iter().filter(|(chain, _)| !fine.contains(chain));
        new.copied().collect()
    }

    /// Remembers that texts with these chains are fine.
    pub(super) fn note_fine(&self, chains: impl IntoIterator<Item = u64>) {
        let mut fine = self.fine.lock().unwrap_or_else(PoisonError::into_inner);
        if fine.len() < MOST_CHAINS {
            fine.extend(chains);
        }
    }

    /// What sheets say of what is seen, read now or before.
    pub(in crate::audit) fn styles(
        &self,
        sheets: Digest,
        read: impl FnOnce() -> Styles,
    ) -> Arc<Styles> {
        let lock = || self.styles.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&sheets) {
            return Arc::clone(known);
        }
        let styles = Arc::new(read());
        let mut known = lock();
        if known.len() < MOST_SHEETS {
            known.insert(sheets, Arc::clone(&styles));
        }
        styles
    }

    /// Where a sheet loads from another site, looked for now or before.
    pub(in crate::audit) fn foreign(
        &self,
        text: &str,
        look: impl Fn(&str) -> Option<usize>,
    ) -> Option<usize> {
        let digest = Digest::of(text.as_bytes());
        let lock = || self.foreign.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(&digest).copied();
        known.unwrap_or_else(|| {
            let found = look(text);
            let mut foreign = lock();
            if foreign.len() < MOST_SHEETS {
                foreign.insert(digest, found);
            }
            found
        })
    }

    /// The file that an address in another file leads to, with its path.
    pub(super) fn file(&self, from: &str, address: &str) -> Option<(&str, &str)> {
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
    fn a_sheet_is_read_once() {
        let library = Library::default();
        let (one, other) =
            (library.sheet("a { color: red }"), library.sheet("a { color: red }"));
        assert!(Arc::ptr_eq(&one, &other));
    }
}
