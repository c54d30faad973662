//! Which files still hold the bytes that we wrote, told without reading them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::place::Place;
use crate::digest::Digest;
use crate::disk::open_regular;
use crate::output::Manifest;
use crate::path::OutputPath;

/// Files of both trees by inode, which an exchange does not change.
///
/// A stamp that is wrong or missing only costs a reading: it is a hint, never the truth.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    /// In the order of inodes.
    before: Vec<(u64, Stamp)>,
    now: Vec<(u64, Stamp)>,
}

/// How many stamps must be known for each new one, so that it is not worth writing all.
const FEW: usize = 256;

/// A file as we left it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
struct Stamp {
    length: u64,
    modified: (i64, i64),
    changed: (i64, i64),
    digest: Digest,
}

impl Stamp {
    fn of(metadata: &Metadata, digest: Digest) -> Self {
        Self {
            length: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            digest,
        }
    }
}

impl Stamps {
    /// Reads what `save` wrote; anything else is no stamp.
    pub(super) fn load(place: &Place) -> Self {
        let mut bytes = Vec::new();
        let read = open_regular(&place.stamps)
            .and_then(|(mut file, _)| file.read_to_end(&mut bytes));
        let whole = read.ok().and_then(|_| Digest::unsealed(bytes));
        let before = whole.and_then(|bytes| postcard::from_bytes(&bytes).ok());
        Self { before: before.unwrap_or_default(), now: Vec::new() }
    }

    /// Writes the stamps of this run, if many differ from the last; failing costs only time, and so
    /// do few that are left out: their files are read again in the next run.
    #[expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]
    pub(super) fn save(&mut self, place: &Place) {
        // Both trees share files; what was said of one last holds.
        self.now.reverse();
        self.now.sort_by_key(|(inode, _)| *inode);
        self.now.dedup_by_key(|(inode, _)| *inode);
        let is_known = |(inode, stamp): &(u64, Stamp)| self.before(*inode) == Some(stamp);
        let new = self.now.iter().filter(|own| !is_known(own)).count();
        if new * FEW <= self.before.len() {
            return;
        }
        let bytes = postcard::to_stdvec(&self.now).unwrap_or_default();
        let _ = std::fs::write(&place.stamps, Digest::sealed(bytes));
    }

    /// Remembers a file that was just written.
    pub(super) fn insert(&mut self, metadata: &Metadata, digest: Digest) {
        self.now.push((metadata.ino(), Stamp::of(metadata, digest)));
    }

    /// The paths of `wanted` that stand in `tree` with exactly the bytes wanted.
    pub(super) fn sound(
        &mut self,
        tree: &Path,
        present: &BTreeMap<OutputPath, Metadata>,
        wanted: &Manifest,
    ) -> BTreeSet<OutputPath> {
        let checked: Vec<_> = present
            .par_iter()
            .filter_map(|(path, metadata)| {
                let digest = *wanted.files.get(path)?;
                let stamp = match self.matching(metadata) {
                    Some(stamp) => stamp,
                    None => read(&tree.join(path.as_str()))?,
                };
                Some((path.clone(), metadata.ino(), stamp, stamp.digest == digest))
            })
            .collect();
        self.now.extend(checked.iter().map(|(_, inode, stamp, _)| (*inode, *stamp)));
        let sound = checked.into_iter().filter(|(.., is_sound)| *is_sound);
        sound.map(|(path, ..)| path).collect()
    }

    fn before(&self, inode: u64) -> Option<&Stamp> {
        let at = self.before.binary_search_by_key(&inode, |(own, _)| *own).ok()?;
        self.before.get(at).map(|(_, stamp)| stamp)
    }

    fn matching(&self, metadata: &Metadata) -> Option<Stamp> {
        let stamp = self.before(metadata.ino())?;
        let same = metadata.is_file() && Stamp::of(metadata, stamp.digest) == *stamp;
        same.then_some(*stamp)
    }
}

/// Reads a file to learn what it holds; `None` if that cannot be told.
fn read(path: &Path) -> Option<Stamp> {
    let (mut file, metadata) = open_regular(path).ok()?;
    let (digest, length) = Digest::read(&mut file).ok()?;
    (length == metadata.len()).then(|| Stamp::of(&metadata, digest))
}
