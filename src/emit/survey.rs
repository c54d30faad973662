//! What stands in a tree: files of ours, and entries of somebody else.
#![expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]

use std::collections::BTreeMap;
use std::fs::{DirEntry, Metadata};
use std::io;
use std::path::{Path, PathBuf};

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
        let mut walk = Walk { tree, listed, wanted, survey: Self::default() };
        if std::fs::symlink_metadata(tree).is_ok_and(|own| own.is_dir()) {
            walk.folder("")?;
        }
        let mut survey = walk.survey;
        survey.foreign.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(survey)
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

/// A walk through the folders that are ours.
struct Walk<'a> {
    tree: &'a Path,
    listed: &'a Manifest,
    wanted: &'a Manifest,
    survey: Survey,
}

impl Walk<'_> {
    /// Looks at a folder, whose name is empty or ends in a slash.
    fn folder(&mut self, folder: &str) -> Result<(), Error> {
        let at = self.tree.join(folder);
        let entries = match std::fs::read_dir(&at) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries.during("read the folder", &at)?,
        };
        for entry in entries {
            let entry = entry.during("read the folder", &at)?;
            match self.entry(folder, &entry) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                looked => {
                    if let Some(inner) = looked.during("look at", &entry.path())? {
                        self.folder(&inner)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Looks at one entry; a folder that is ours is given back.
    fn entry(&mut self, folder: &str, entry: &DirEntry) -> io::Result<Option<String>> {
        let (kind, name) = (entry.file_type()?, entry.file_name());
        let path = name.to_str().map(|name| format!("{folder}{name}"));
        if let Some(mut path) = path {
            if kind.is_dir() {
                path.push('/');
                if self.listed.has_below(&path) || self.wanted.has_below(&path) {
                    return Ok(Some(path));
                }
            } else if let Some((path, _)) = self.listed.files.get_key_value(&*path) {
                self.survey.present.insert(path.clone(), entry.metadata()?);
                return Ok(None);
            }
            if path == MANIFEST_NAME || path == MANIFEST_DRAFT {
                return Ok(None);
            }
        }
        let path = Path::new(folder).join(name);
        self.survey.foreign.push(Foreign { path, is_file: kind.is_file() });
        Ok(None)
    }
}
