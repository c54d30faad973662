//! What stands in a tree: files of ours, and entries of somebody else.
#![expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::MANIFEST_NAME;
use crate::error::{During, Error};
use crate::output::Manifest;
use crate::path::OutputPath;

/// The name under which a manifest is written before it takes its place.
pub(super) const MANIFEST_DRAFT: &str = ".plainleaf-manifest.new";

/// The entries of one tree, told apart.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Entries that a manifest of ours lists; never folders.
    pub(super) present: BTreeMap<OutputPath, Metadata>,
    /// Topmost entries that no manifest lists, relative to the tree.
    pub(super) foreign: Vec<Foreign>,
}

/// An entry that somebody else put there.
#[derive(Clone, Debug)]
pub(super) struct Foreign {
    /// Relative to the tree.
    pub(super) path: PathBuf,
    /// Whether it is a regular file; a folder, link or anything else is not.
    pub(super) is_file: bool,
}

impl Survey {
    /// Looks at every entry of `tree`; `listed` says which are ours, `wanted` which folders
    /// will be.
    pub(super) fn of(
        tree: &Path,
        listed: &Manifest,
        wanted: &Manifest,
    ) -> Result<Self, Error> {
        let shared = folders(listed.files.keys().chain(wanted.files.keys()));
        let mut survey = Self::default();
        let mut walk =
            WalkDir::new(tree).follow_root_links(false).min_depth(1).into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) if is_gone(&error) => continue,
                Err(error) => return Err(io::Error::from(error)).during("read", tree),
            };
            let relative = entry.path().strip_prefix(tree).unwrap_or(entry.path());
            let name = relative.to_str();
            let is_folder = entry.file_type().is_dir();
            if name.is_some_and(|name| is_folder && shared.contains(name))
                || name == Some(MANIFEST_NAME)
                || name == Some(MANIFEST_DRAFT)
            {
                continue;
            }
            let path = name.and_then(|name| OutputPath::parse(name).ok());
            match path {
                Some(path) if !is_folder && listed.files.contains_key(&path) => {
                    let metadata = std::fs::symlink_metadata(entry.path())
                        .during("look at", entry.path())?;
                    survey.present.insert(path, metadata);
                }
                _ => {
                    let is_file = entry.file_type().is_file();
                    survey.foreign.push(Foreign { path: relative.to_owned(), is_file });
                    if is_folder {
                        walk.skip_current_dir();
                    }
                }
            }
        }
        survey.foreign.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(survey)
    }

    /// Refuses to write where an entry of somebody else stands.
    pub(super) fn refuse_conflicts(
        &self,
        output: &Path,
        wanted: &Manifest,
    ) -> Result<(), Error> {
        let shared = folders(wanted.files.keys());
        let is_wanted = |path: &Path| {
            path.to_str()
                .and_then(|name| OutputPath::parse(name).ok())
                .is_some_and(|path| wanted.files.contains_key(&path))
        };
        let conflict = self.foreign.iter().find(|foreign| {
            foreign.path.to_str().is_some_and(|name| shared.contains(name))
                || foreign.path.ancestors().any(is_wanted)
        });
        match conflict {
            None => Ok(()),
            Some(foreign) => Err(Error::refused(
                format!(
                    "`{}` is in the way: we did not write it, and the site has a file there",
                    output.join(&foreign.path).display()
                ),
                "move it away, or give the page another address",
            )),
        }
    }
}

/// Every folder that some path goes through.
pub(super) fn folders<'a>(
    paths: impl Iterator<Item = &'a OutputPath>,
) -> BTreeSet<&'a str> {
    let mut folders = BTreeSet::new();
    for path in paths {
        let mut path = path.as_str();
        while let Some((folder, _)) = path.rsplit_once('/') {
            if !folders.insert(folder) {
                break;
            }
            path = folder;
        }
    }
    folders
}

fn is_gone(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
}
