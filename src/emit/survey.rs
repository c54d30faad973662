//! What stands in a tree: files of ours, and entries of somebody else.
#![expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]

use std::collections::BTreeMap;
use std::fs::{DirEntry, Metadata};
use std::io;
use std::os::unix::fs::{DirEntryExt, MetadataExt};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

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
    /// will be. A file that `beside`, of the other tree, has under the same path and number is
    /// the same one, and not looked at again.
    pub(super) fn of(
        tree: &Path,
        (listed, wanted): (&Manifest, &Manifest),
        beside: &Self,
    ) -> Result<Self, Error> {
        let (present, foreign) = (Vec::new(), Vec::new());
        let mut walk = Walk { wanted, beside, present, foreign };
        if std::fs::symlink_metadata(tree).is_ok_and(|own| own.is_dir()) {
            let listed: Vec<&OutputPath> = listed.files.keys().collect();
            walk.folder(tree, &mut String::new(), &listed)?;
        }
        walk.foreign.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { present: walk.present.into_iter().collect(), foreign: walk.foreign })
    }

    /// Looks at every file of `tree` that is listed, and at nothing else.
    pub(super) fn listed(tree: &Path, listed: &Manifest) -> Result<Self, Error> {
        let look = |path: &OutputPath| {
            let at = tree.join(path.as_str());
            match std::fs::symlink_metadata(&at) {
                Ok(own) => Ok((!own.is_dir()).then(|| (path.clone(), own))),
                Err(error) if is_gone(&error) => Ok(None),
                Err(error) => Err(error).during("look at", &at),
            }
        };
        let present: Vec<_> = listed
            .files
            .par_iter()
            .map(|(path, _)| look(path))
            .collect::<Result<_, _>>()?;
        Ok(Self { present: present.into_iter().flatten().collect(), foreign: Vec::new() })
    }

    /// Refuses to write where an entry of somebody else stands.
    pub(super) fn refuse_conflicts(
        &self,
        output: &Path,
        wanted: &Manifest,
    ) -> Result<(), Error> {
        let is_wanted = |path: &Path| {
            path.to_str().is_some_and(|name| wanted.files.contains_key(name))
        };
        let is_folder = |name: &str| wanted.has_below(&format!("{name}/"));
        let conflict = self.foreign.iter().find(|foreign| {
            foreign.path.to_str().is_some_and(is_folder)
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

/// Whether nothing stands there, not even a folder above it.
fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// A walk through the folders that are ours.
struct Walk<'a> {
    wanted: &'a Manifest,
    beside: &'a Survey,
    present: Vec<(OutputPath, Metadata)>,
    foreign: Vec<Foreign>,
}

impl Walk<'_> {
    /// Looks at a folder, whose name is empty or ends in a slash; `listed` are the files of ours
    /// in it and below it, in order.
    fn folder(
        &mut self,
        at: &Path,
        folder: &mut String,
        listed: &[&OutputPath],
    ) -> Result<(), Error> {
        let entries = match std::fs::read_dir(at) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries.during("read the folder", at)?,
        };
        let length = folder.len();
        for entry in entries {
            let entry = entry.during("read the folder", at)?;
            let looked = self.entry(folder, &entry, listed);
            let is_inner = match looked {
                Err(error) if error.kind() == io::ErrorKind::NotFound => false,
                Err(error) => return Err(error).during("look at", &entry.path()),
                Ok(is_inner) => is_inner,
            };
            if is_inner {
                let inner = below(listed, folder);
                self.folder(&entry.path(), folder, inner)?;
            }
            folder.truncate(length);
        }
        Ok(())
    }

    /// Looks at one entry and adds its name to that of the folder; says whether it is a folder
    /// that is ours.
    fn entry(
        &mut self,
        folder: &mut String,
        entry: &DirEntry,
        listed: &[&OutputPath],
    ) -> io::Result<bool> {
        let (kind, name) = (entry.file_type()?, entry.file_name());
        let length = folder.len();
        if let Some(name) = name.to_str() {
            folder.push_str(name);
            if kind.is_dir() {
                folder.push('/');
                if !below(listed, folder).is_empty() || self.wanted.has_below(folder) {
                    return Ok(true);
                }
            } else if let Ok(at) =
                listed.binary_search_by(|own| own.as_str().cmp(folder.as_str()))
            {
                let path = listed[at].clone();
                let same = self.beside.present.get(&path);
                let same = same.filter(|own| own.ino() == entry.ino()).cloned();
                let metadata = same.map_or_else(|| entry.metadata(), Ok)?;
                self.present.push((path, metadata));
                return Ok(false);
            } else if folder == MANIFEST_NAME || folder == MANIFEST_DRAFT {
                return Ok(false);
            }
        }
        let path = Path::new(&folder[..length]).join(name);
        self.foreign.push(Foreign { path, is_file: kind.is_file() });
        Ok(false)
    }
}

/// Those of some files, which are in order, that are below a folder.
fn below<'l, 'p>(listed: &'l [&'p OutputPath], folder: &str) -> &'l [&'p OutputPath] {
    let start = listed.partition_point(|own| own.as_str() < folder);
    let rest = listed.get(start..).unwrap_or_default();
    let count = rest.partition_point(|own| own.as_str().starts_with(folder));
    rest.get(..count).unwrap_or_default()
}
