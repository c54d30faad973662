//! Which files still hold the bytes that we wrote, told without reading them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rayon::prelude::*;

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
    before: BTreeMap<u64, Stamp>,
    now: BTreeMap<u64, Stamp>,
}

/// A file as we left it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

    fn parse(line: &str) -> Option<(u64, Self)> {
        let mut words = line.split(' ');
        let mut number = || words.next()?.parse::<i64>().ok();
        let inode = u64::try_from(number()?).ok()?;
        let length = u64::try_from(number()?).ok()?;
        let modified = (number()?, number()?);
        let changed = (number()?, number()?);
        let digest = Digest::from_hex(words.next()?)?;
        Some((inode, Self { length, modified, changed, digest }))
    }
}

impl Stamps {
    /// Reads what `save` wrote; anything else is no stamp.
    pub(super) fn load(place: &Place) -> Self {
        let text = open_regular(&place.stamps)
            .and_then(|(file, _)| std::io::read_to_string(file))
            .unwrap_or_default();
        Self {
            before: text.lines().filter_map(Stamp::parse).collect(),
            now: BTreeMap::new(),
        }
    }

    /// Writes the stamps of this run, if they differ from the last; failing costs only time.
    #[expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]
    pub(super) fn save(&self, place: &Place) {
        if self.now.iter().all(|(inode, stamp)| self.before.get(inode) == Some(stamp)) {
            return;
        }
        let mut text = String::with_capacity(self.now.len() * 110);
        for (inode, stamp) in &self.now {
            let Stamp { length, modified, changed, digest } = stamp;
            let _ = writeln!(
                text,
                "{inode} {length} {} {} {} {} {digest}",
                modified.0, modified.1, changed.0, changed.1
            );
        }
        let _ = std::fs::write(&place.stamps, text);
    }

    /// Remembers a file that was just written.
    pub(super) fn insert(&mut self, metadata: &Metadata, digest: Digest) {
        self.now.insert(metadata.ino(), Stamp::of(metadata, digest));
    }

    /// Keeps the stamps of files that are as they were.
    pub(super) fn retain(&mut self, present: &BTreeMap<OutputPath, Metadata>) {
        for metadata in present.values() {
            if let Some(stamp) = self.matching(metadata) {
                self.now.insert(metadata.ino(), stamp);
            }
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
        let mut sound = BTreeSet::new();
        for (path, inode, stamp, is_sound) in checked {
            self.now.insert(inode, stamp);
            if is_sound {
                sound.insert(path);
            }
        }
        sound
    }

    fn matching(&self, metadata: &Metadata) -> Option<Stamp> {
        let stamp = self.before.get(&metadata.ino())?;
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
