//! Which files still hold the bytes that we wrote, told without reading them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::place::Place;
use crate::digest::Digest;
use crate::disk::open_regular;
use crate::output::Manifest;
use crate::path::OutputPath;

/// Files and folders of both trees by inode, which an exchange does not change.
///
/// A stamp that is wrong or missing only costs a reading: it is a hint, never the truth.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    before: Kept,
    now: Kept,
}

/// In the order of inodes.
#[derive(Debug, Default, Deserialize, PartialEq, Serialize)]
struct Kept {
    files: Vec<(u64, Stamp)>,
    /// When folders that hold nothing but what is ours got or lost an entry last.
    folders: Vec<(u64, (i64, i64))>,
}

impl Kept {
    /// Orders what was said; what was said last of anything holds.
    fn sort(&mut self) {
        self.files.reverse();
        self.files.sort_by_key(|(inode, _)| *inode);
        self.files.dedup_by_key(|(inode, _)| *inode);
        self.folders.reverse();
        self.folders.sort_by_key(|(inode, _)| *inode);
        self.folders.dedup_by_key(|(inode, _)| *inode);
    }
}

/// A folder that changed less than this ago may change again without another time; on systems that
/// count in seconds it takes longer.
const SETTLED: (Duration, Duration) =
    (Duration::from_millis(100), Duration::from_secs(2));

/// When a folder got or lost an entry, or was made another in any way.
fn changed(folder: &Metadata) -> (i64, i64) {
    (folder.ctime(), folder.ctime_nsec())
}

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
        Self { before: before.unwrap_or_default(), now: Kept::default() }
    }

    /// Writes the stamps of this run, if they differ from the last; failing costs only time.
    #[expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]
    pub(super) fn save(&mut self, place: &Place) {
        self.now.sort();
        let is_known = |(inode, stamp): &(u64, Stamp)| self.before(*inode) == Some(stamp);
        let is_old = |folder| self.before.folders.binary_search(folder).is_ok();
        if self.now.files.iter().all(is_known) && self.now.folders.iter().all(is_old) {
            return;
        }
        let bytes = postcard::to_stdvec(&self.now).unwrap_or_default();
        let _ = std::fs::write(&place.stamps, Digest::sealed(bytes));
    }

    /// Remembers a file that was just written.
    pub(super) fn insert(&mut self, metadata: &Metadata, digest: Digest) {
        self.now.files.push((metadata.ino(), Stamp::of(metadata, digest)));
    }

    /// Whether a folder holds what it held when all of it was ours.
    pub(super) fn is_quiet(&mut self, folder: &Metadata) -> bool {
        let stamp = (folder.ino(), changed(folder));
        let is_quiet = self.before.folders.binary_search(&stamp).is_ok();
        if is_quiet {
            self.now.folders.push(stamp);
        }
        is_quiet
    }

    /// Remembers a folder that holds nothing but what is ours, as it was before it was read.
    #[expect(clippy::disallowed_methods, reason = "layer 5 may look at the clock")]
    pub(super) fn insert_folder(&mut self, folder: &Metadata) {
        let (seconds, nanoseconds) = changed(folder);
        let long = if nanoseconds == 0 { SETTLED.1 } else { SETTLED.0 };
        let at = u64::try_from(seconds).unwrap_or(u64::MAX);
        let at = Duration::new(at, u32::try_from(nanoseconds).unwrap_or(0));
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let is_settled =
            |now: Duration| now.checked_sub(at).is_some_and(|age| age >= long);
        // Some systems keep no such times.
        if seconds > 0 && now.is_ok_and(is_settled) {
            self.now.folders.push((folder.ino(), (seconds, nanoseconds)));
        }
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
        self.now
            .files
            .extend(checked.iter().map(|(_, inode, stamp, _)| (*inode, *stamp)));
        let sound = checked.into_iter().filter(|(.., is_sound)| *is_sound);
        sound.map(|(path, ..)| path).collect()
    }

    fn before(&self, inode: u64) -> Option<&Stamp> {
        let files = &self.before.files;
        let at = files.binary_search_by_key(&inode, |(own, _)| *own).ok()?;
        files.get(at).map(|(_, stamp)| stamp)
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
