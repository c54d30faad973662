//! Reads the site from the disk: `site.toml`, `links.txt`, `refs.txt`, `words.toml`,
//! `reviews.txt`, `reviews/`, `content/` and `themes/`, and nothing else.
//!
//! Only regular files are read, and the open handle decides what is regular, so that a pipe
//! or a device can neither hang nor flood a build. A symbolic link is read only when it leads
//! to a regular file of the same site. What cannot be read becomes a diagnostic at its path.
#![expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]

mod baseline;
mod kept;
mod pages;
mod read;
mod write;

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use walkdir::{DirEntry, WalkDir};

use crate::content::is_article;
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::digest::Digest;
use crate::emit::{MANIFEST_NAME, STATE_NAME};
use crate::error::{During, Error};
use crate::model::review::receipt;
use crate::path::SourcePath;
use crate::source::{Source, SourceTree};

pub use baseline::{read_baseline, write_baseline};
pub use pages::published;
pub(crate) use read::open_regular;
use read::read;
pub use read::{ASSET_BYTES, DATA_BYTES, PAGE_BYTES, bytes_of};
pub use write::replace;

/// What is read; a site may lack any of them.
pub(crate) const STARTS: [&str; 8] = [
    "site.toml",
    crate::audit::external::FILE,
    crate::bibliography::health::FILE,
    crate::prose::FILE,
    receipt::FILE,
    receipt::FOLDER,
    "content",
    "themes",
];

/// Reads a site once.
///
/// # Errors
/// The root is not a folder that can be read.
pub fn scan(root: &Path) -> Result<Outcome<SourceTree>, Error> {
    Scanner::new(root).scan()
}

/// Reads a site again and again, and re-reads only what changed.
#[derive(Debug)]
pub struct Scanner {
    root: PathBuf,
    seen: BTreeMap<SourcePath, Seen>,
    /// What was wrong with entries that could not be looked at.
    unseen: Vec<Diagnostic>,
    /// How many articles were not as they were known to be.
    new: usize,
}

/// What one file was when it was last read.
#[derive(Clone, Debug)]
struct Seen {
    /// `None`: read it again next time, whatever its stamp says.
    stamp: Option<Stamp>,
    source: Option<Source>,
    diagnostics: Vec<Diagnostic>,
}

/// Changes whenever the bytes of a file do, unless it was written a moment ago.
#[derive(Clone, Copy, Debug, Deserialize, Hash, PartialEq, Eq, Serialize)]
struct Stamp {
    inode: (u64, u64),
    length: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self {
            inode: (metadata.dev(), metadata.ino()),
            length: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }
}

impl Scanner {
    /// A scanner of the site at `root` that has seen nothing yet.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), seen: BTreeMap::new(), unseen: Vec::new(), new: 0 }
    }

    /// The folder of the site.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Reads the site as it is now; files that did not change since the last call are shared.
    ///
    /// # Errors
    /// The root is not a folder that can be read.
    pub fn scan(&mut self) -> Result<Outcome<SourceTree>, Error> {
        let root = std::fs::canonicalize(&self.root).during("read", &self.root)?;
        std::fs::read_dir(&root).during("read the folder", &self.root)?;
        let mut found = Vec::new();
        self.unseen.clear();
        for start in STARTS {
            list(&root, start, &mut found, &mut self.unseen);
        }
        let before = &self.seen;
        let read: Vec<_> = found
            .into_par_iter()
            .filter_map(|(path, entry)| {
                let place = (entry.path(), entry.path_is_symlink());
                let seen = look(&root, &path, place, before.get(&path))?;
                Some((path, seen))
            })
            .collect();
        let is_new = |(path, seen): &&(SourcePath, Seen)| {
            let known = before.get(path).and_then(|own| own.stamp);
            is_article(path) && (known.is_none() || known != seen.stamp)
        };
        self.new += read.iter().filter(is_new).count();
        self.seen = read.into_iter().collect();
        Ok(self.outcome())
    }

    /// Reads these files, whatever was kept of them; all others are as they were last seen.
    ///
    /// # Errors
    /// As [`Scanner::scan`].
    pub fn read(&mut self, paths: &[SourcePath]) -> Result<Outcome<SourceTree>, Error> {
        let root = std::fs::canonicalize(&self.root).during("read", &self.root)?;
        let read: Vec<_> = paths
            .par_iter()
            .map(|path| {
                let at = root.join(path.as_str());
                let is_link =
                    std::fs::symlink_metadata(&at).is_ok_and(|m| m.is_symlink());
                (path.clone(), look(&root, path, (&at, is_link), None))
            })
            .collect();
        for (path, seen) in read {
            match seen {
                Some(seen) => self.seen.insert(path, seen),
                None => self.seen.remove(&path),
            };
        }
        Ok(self.outcome())
    }

    /// Reads every file of which only the digest was kept.
    ///
    /// # Errors
    /// As [`Scanner::scan`].
    pub fn read_unread(&mut self) -> Result<Outcome<SourceTree>, Error> {
        let is_unread = |seen: &Seen| matches!(seen.source, Some(Source::Unread(_)));
        let unread = self.seen.iter().filter(|(_, seen)| is_unread(seen));
        let unread: Vec<SourcePath> = unread.map(|(path, _)| path.clone()).collect();
        self.read(&unread)
    }

    /// Reads only these files, if that can be enough: each is one that was there before and
    /// still is, or a dropping of some program. Otherwise reads the site.
    ///
    /// # Errors
    /// As [`Scanner::scan`].
    pub fn scan_at(&mut self, paths: &[PathBuf]) -> Result<Outcome<SourceTree>, Error> {
        let root = std::fs::canonicalize(&self.root).during("read", &self.root)?;
        for at in paths {
            let known = name(&root, at).ok().filter(|path| self.seen.contains_key(path));
            let Ok(metadata) = std::fs::symlink_metadata(at) else {
                if known.is_some() {
                    return self.scan();
                }
                continue;
            };
            let Some(path) = known.filter(|_| !metadata.is_dir()) else {
                let name = at.file_name().unwrap_or_default().to_string_lossy();
                if metadata.is_dir() || !is_dropping_file(&name) {
                    return self.scan();
                }
                continue;
            };
            let place = (at.as_path(), metadata.is_symlink());
            match look(&root, &path, place, self.seen.get(&path)) {
                Some(seen) => self.seen.insert(path, seen),
                None => return self.scan(),
            };
        }
        Ok(self.outcome())
    }

    /// What was seen, as a tree.
    fn outcome(&self) -> Outcome<SourceTree> {
        let seen = self.seen.values().flat_map(|seen| &seen.diagnostics);
        let diagnostics = self.unseen.iter().chain(seen).cloned().collect();
        let file = |(path, seen): (&SourcePath, &Seen)| {
            Some((path.clone(), seen.source.clone()?))
        };
        Outcome { value: self.seen.iter().filter_map(file).collect(), diagnostics }
    }
}

/// Lists every file below one start; folders that cannot be read are reported.
fn list(
    root: &Path,
    start: &str,
    found: &mut Vec<(SourcePath, DirEntry)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let walk = WalkDir::new(root.join(start))
        .follow_links(false)
        .follow_root_links(false)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| !is_dropping(entry));
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => match name(root, entry.path()) {
                Ok(path) => found.push((path, entry)),
                Err(diagnostic) => diagnostics.push(*diagnostic),
            },
            Err(error) => {
                let gone =
                    error.io_error().is_some_and(|e| e.kind() == io::ErrorKind::NotFound);
                if !gone {
                    let at = error.path().unwrap_or(root);
                    let path = lossy(root, at);
                    let reason =
                        error.io_error().map_or(String::new(), ToString::to_string);
                    diagnostics.push(unreadable(&path, &reason));
                }
            }
        }
    }
}

/// What editors and systems leave behind, and what version control keeps.
pub(crate) fn is_dropping(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    if entry.file_type().is_dir() {
        return matches!(&*name, ".git" | ".hg" | ".svn" | ".jj");
    }
    is_dropping_file(&name)
}

/// Whether a file of this name is no source, but what an editor or a system leaves behind.
fn is_dropping_file(name: &str) -> bool {
    let extension = Path::new(name).extension().unwrap_or_default().to_string_lossy();
    let swap =
        name.starts_with('.') && extension.len() == 3 && extension.starts_with("sw");
    swap || name.ends_with('~')
        || matches!(&*extension, "swp" | "swx")
        || name.starts_with(".#")
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(name, ".DS_Store" | "4913" | "Thumbs.db" | ".git")
}

/// The path below the root, if it can be told apart and shown.
fn name(root: &Path, at: &Path) -> Result<SourcePath, Box<Diagnostic>> {
    let relative = at.strip_prefix(root).unwrap_or(at);
    let fault = match relative.to_str() {
        None => "this file name is not UTF-8 text",
        Some(name) if name.contains('\\') => "this file name holds a backslash",
        Some(name) if name.contains(char::is_control) => {
            "this file name holds a control character"
        }
        Some(name) => return Ok(SourcePath::new(name)),
    };
    let found = at_path("file/name", &lossy(root, at), fault)
        .help("rename the file: letters, digits, `-`, `_` and `.` are safe everywhere");
    Err(Box::new(found))
}

fn lossy(root: &Path, at: &Path) -> SourcePath {
    let relative = at.strip_prefix(root).unwrap_or(at).to_string_lossy();
    SourcePath::new(relative.replace(char::is_control, "\u{fffd}"))
}

fn at_path(code: Code, path: &SourcePath, message: &str) -> Diagnostic {
    Diagnostic::error(code, message).at(path, 0..0)
}

fn unreadable(path: &SourcePath, reason: &str) -> Diagnostic {
    at_path("file/unreadable", path, &format!("this could not be read: {reason}"))
        .help("mend its permissions, or move it out of the site")
}

/// Looks at one entry; `None` if it vanished meanwhile.
fn look(
    root: &Path,
    path: &SourcePath,
    (at, is_link): (&Path, bool),
    before: Option<&Seen>,
) -> Option<Seen> {
    let target = if is_link {
        match follow(root, at) {
            Ok(target) => target,
            Err(reason) => {
                let message = format!("this symbolic link {reason}");
                return Some(refused(
                    at_path("file/link", path, &message)
                        .help("put the file itself here, or link to a file of this site"),
                ));
            }
        }
    } else {
        at.to_owned()
    };
    let same =
        |seen: &&Seen| seen.stamp.is_some() && seen.stamp == current_stamp(&target);
    match before.filter(same) {
        Some(seen) => Some(seen.clone()),
        None => read(path, &target),
    }
}

/// The digest of a file's stamp: another one, another file. It says nothing of the bytes.
pub(crate) fn stamp_digest(file: &Path) -> Option<Digest> {
    let stamp = Stamp::of(&std::fs::metadata(file).ok()?);
    Some(Digest::of_value(&stamp))
}

fn current_stamp(target: &Path) -> Option<Stamp> {
    std::fs::symlink_metadata(target).ok().map(|metadata| Stamp::of(&metadata))
}

fn refused(diagnostic: Diagnostic) -> Seen {
    Seen { stamp: None, source: None, diagnostics: vec![diagnostic] }
}

/// Where a link leads, if that is a file of this site; otherwise the rest of a sentence.
fn follow(root: &Path, link: &Path) -> Result<PathBuf, String> {
    let target = std::fs::canonicalize(link).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "leads nowhere".to_owned(),
        _ => format!("cannot be followed: {error}"),
    })?;
    let inside = target.strip_prefix(root).map_err(|_| "leads out of the site")?;
    let hidden = [STATE_NAME, ".git", ".hg", ".svn", ".jj"];
    if inside.iter().any(|part| hidden.iter().any(|name| part == *name)) {
        return Err("leads into a folder that is not part of the site".to_owned());
    }
    let is_output = |folder: &Path| root.join(folder).join(MANIFEST_NAME).exists();
    if inside.ancestors().skip(1).any(is_output) {
        return Err("leads into the built site".to_owned());
    }
    if !target.is_file() {
        return Err("does not lead to a regular file".to_owned());
    }
    Ok(target)
}
