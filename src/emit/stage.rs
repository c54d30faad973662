//! The tree being prepared: brought up to date, then sealed with its manifest.
//!
//! Its manifest lists every file that may be there before the first of them is written, so
//! that whatever a kill leaves behind is known to be ours.
#![expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rayon::prelude::*;

use super::MANIFEST_NAME;
use super::folders::Folders;
use super::place::{Place, is_empty, read_manifest};
use super::stamps::Stamps;
use super::survey::{MANIFEST_DRAFT, Survey};
use crate::digest::Digest;
use crate::disk::open_regular;
use crate::error::{During, Error};
use crate::output::{Artifact, Content, Manifest, OutputTree};
use crate::path::OutputPath;
use crate::source::AssetBytes;

/// Everybody may read the site.
const MODE: u32 = 0o644;
/// How many files one thread writes before it takes more.
const CHUNK: usize = 64;
/// Up to this many changed files are synced one by one; more, and the whole file system is.
const SYNC_ONE_BY_ONE: usize = 64;

/// The stage as the last build left it.
#[derive(Debug, Default)]
pub(super) struct Staged {
    pub(super) manifest: Manifest,
    pub(super) survey: Survey,
    /// What this build put there before it knew what else belongs there.
    pub(super) put: BTreeMap<OutputPath, (Metadata, Digest)>,
}

/// Looks at the stage, which shares most files with the output; it may not exist yet.
pub(super) fn open(
    place: &Place,
    (output, like): (&Survey, &Manifest),
) -> Result<Staged, Error> {
    let Some(manifest) = read_manifest(&place.stage, like)? else {
        // A kill before the first manifest leaves its draft, and nothing else.
        let _ = fs::remove_file(place.stage.join(MANIFEST_DRAFT));
        if is_empty(&place.stage)? {
            return Ok(Staged::default());
        }
        return Err(Error::refused(
            format!("`{}` holds files that are not ours", place.stage.display()),
            "move that folder away, then build again",
        ));
    };
    let survey = Survey::of(&place.stage, (&manifest, &Manifest::default()), output)?;
    Ok(Staged { manifest, survey, put: BTreeMap::new() })
}

impl Staged {
    /// Lists files that may come, before the first of them does.
    pub(super) fn expect(
        &mut self,
        place: &Place,
        coming: impl Iterator<Item = (OutputPath, Digest)>,
    ) -> Result<(), Error> {
        let listed = &self.manifest.files;
        let new: Vec<_> = coming.filter(|(path, _)| !listed.contains_key(path)).collect();
        if new.is_empty() {
            return Ok(());
        }
        let mut union = self.manifest.clone();
        union.files.extend(new);
        place.folders.make(&place.stage)?;
        write_manifest(&place.stage, &union)?;
        self.manifest = union;
        Ok(())
    }
}

/// Makes the files of the stage those of `tree`. Where the output `holds` one already, it need not
/// be written: the stage shares it.
pub(super) fn fill<'a>(
    (tree, new): (&OutputTree, &Manifest),
    place: &Place,
    (mut staged, holds): (Staged, &(impl Sync + Fn(&OutputPath) -> Option<&'a Metadata>)),
    stamps: &mut Stamps,
) -> Result<(), Error> {
    let stage = &place.stage;
    place.folders.make(stage)?;
    staged.expect(place, new.files.iter().map(|(path, own)| (path.clone(), *own)))?;
    let Staged { manifest, mut survey, put } = staged;
    survey.present.retain(|path, _| !put.contains_key(path));
    let mut done = stamps.sound(stage, &survey.present, new);
    for (path, (metadata, digest)) in &put {
        if new.files.get(path) == Some(digest) {
            stamps.insert(metadata, *digest);
            done.insert(path.clone());
        }
    }
    for path in survey.present.keys().chain(put.keys()) {
        if !done.contains(path) {
            let at = stage.join(path.as_str());
            fs::remove_file(&at).during("delete", &at)?;
        }
    }
    let old = manifest.files.keys();
    remove_empty(stage, old.filter(|path| !new.files.contains_key(*path)));
    let missing: Vec<_> = tree.iter().filter(|(path, _)| !done.contains(*path)).collect();
    make_parents(place, &missing)?;
    let durable = place.has_manifest() && missing.len() <= SYNC_ONE_BY_ONE;
    let written = missing
        .par_chunks(CHUNK)
        .map(|chunk| {
            chunk
                .iter()
                .map(|(path, artifact)| {
                    let (to, before) =
                        (stage.join(path.as_str()), place.output.join(path.as_str()));
                    let shared = holds(path).and_then(|own| share((&before, own), &to));
                    let metadata = match shared {
                        Some(metadata) => metadata,
                        None => write(&to, (artifact, &before), durable)?,
                    };
                    Ok((metadata, artifact.digest))
                })
                .collect::<Result<Vec<_>, Error>>()
        })
        .collect::<Result<Vec<_>, Error>>()?;
    for (metadata, digest) in written.into_iter().flatten() {
        stamps.insert(&metadata, digest);
    }
    Ok(())
}

/// Removes the folders that held these files, if they are empty.
fn remove_empty<'a>(stage: &Path, gone: impl Iterator<Item = &'a OutputPath>) {
    let folders: BTreeSet<&Path> =
        gone.flat_map(|path| Path::new(path.as_str()).ancestors().skip(1)).collect();
    // Backwards: what is inside a folder sorts behind it. The last is the stage itself.
    for folder in folders.into_iter().rev().filter(|own| !own.as_os_str().is_empty()) {
        // It need not exist, and may hold other files.
        let _ = fs::remove_dir(stage.join(folder));
    }
}

/// Makes the folders of files that are to be written.
fn make_parents(place: &Place, files: &[(&OutputPath, &Artifact)]) -> Result<(), Error> {
    let names = files.iter().map(|(path, _)| Path::new(path.as_str()));
    let mut folders: Vec<_> = names.filter_map(Path::parent).collect();
    folders.dedup();
    folders
        .par_iter()
        .try_for_each(|folder| place.folders.make(&place.stage.join(folder)))
}

/// Puts a file that the output holds under its name in the stage as well; `None` if the system
/// is against it, or the file is another meanwhile. Both names are one file, which nobody here
/// ever changes: what is to hold other bytes is deleted and made anew.
fn share((before, seen): (&Path, &Metadata), to: &Path) -> Option<Metadata> {
    fs::hard_link(before, to).ok()?;
    let told = |own: &Metadata| {
        (own.ino(), own.len(), own.mtime(), own.mtime_nsec(), own.mode())
    };
    let metadata = fs::symlink_metadata(to).ok();
    let is_it = |own: &Metadata| told(own) == told(seen) && own.mode() & 0o777 == MODE;
    let metadata = metadata.filter(is_it);
    if metadata.is_none() {
        let _ = fs::remove_file(to);
    }
    metadata
}

/// Puts a file that was just made into the stage, whatever stands there under its name.
pub(super) fn put(
    folders: &Folders,
    path: &Path,
    artifact: &Artifact,
) -> Result<Metadata, Error> {
    if let Some(folder) = path.parent() {
        folders.make(folder)?;
    }
    write(path, (artifact, path), false).or_else(|_| {
        // What an earlier build left.
        let _ = fs::remove_file(path);
        write(path, (artifact, path), false)
    })
}

/// Puts another file in the place of one of the output, in one step, and lists it.
pub(super) fn replace(
    place: &Place,
    (path, artifact): (&OutputPath, &Artifact),
    new: &Manifest,
    stamps: &mut Stamps,
) -> Result<(), Error> {
    let (next, to) = (&place.next, place.output.join(path.as_str()));
    // What a kill left.
    let _ = fs::remove_file(next);
    write(next, (artifact, &to), true)?;
    fs::rename(next, &to).during("replace", &to)?;
    let metadata = fs::symlink_metadata(&to).during("look at", &to)?;
    stamps.insert(&metadata, artifact.digest);
    // If a kill comes first, the next build finds a file that is not what is listed.
    list((next, &place.output), new)
}

/// Writes one file that is not there; `before` is the file of that name in the output.
fn write(
    path: &Path,
    (artifact, before): (&Artifact, &Path),
    durable: bool,
) -> Result<Metadata, Error> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(MODE);
    let mut file = match options.open(path) {
        // A kill may have left an empty folder where there is a file now.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_dir(path).during("replace", path)?;
            options.open(path)
        }
        opened => opened,
    }
    .during("make", path)?;
    match &artifact.content {
        Content::Bytes(bytes) => file.write_all(&bytes.joined()).during("write", path)?,
        Content::Asset(asset) => match &asset.bytes {
            AssetBytes::Memory(bytes) => file.write_all(bytes).during("write", path)?,
            AssetBytes::File(source) => copy(source, &mut file, artifact.digest)?,
        },
        Content::Kept { .. } => copy(before, &mut file, artifact.digest)?,
    }
    if durable {
        file.sync_data().during("write", path)?;
    }
    let metadata = file.metadata().during("look at", path)?;
    if metadata.mode() & 0o777 == MODE {
        return Ok(metadata);
    }
    // A strict umask must not keep readers out.
    file.set_permissions(Permissions::from_mode(MODE)).during("write", path)?;
    file.metadata().during("look at", path)
}

/// Copies a file and makes sure that it still is what the build saw.
fn copy(source: &Path, to: &mut File, expected: Digest) -> Result<(), Error> {
    let (from, _) = open_regular(source).during("read", source)?;
    let (digest, _) = Digest::read(&mut Copying { from, to }).during("copy", source)?;
    if digest == expected {
        return Ok(());
    }
    Err(Error::refused(
        format!("`{}` changed while the site was being built", source.display()),
        "build again",
    ))
}

/// Gives bytes on and keeps a copy.
struct Copying<'a> {
    from: File,
    to: &'a mut File,
}

impl Read for Copying<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(buffer)?;
        self.to.write_all(buffer.get(..length).unwrap_or_default())?;
        Ok(length)
    }
}

/// Writes the manifest and makes the stage last, so that it can be exchanged.
///
/// How many files changed, and whether some were put there early, says how it is synced.
pub(super) fn seal(
    place: &Place,
    new: &Manifest,
    (changed, was_put): (usize, bool),
) -> Result<(), Error> {
    write_manifest(&place.stage, new)?;
    // A first build replaces nothing, so there is nothing that a power cut could cost.
    if place.has_manifest() && (changed > SYNC_ONE_BY_ONE || was_put) {
        let folder = File::open(&place.stage).during("open", &place.stage)?;
        sync_all(&folder).during("sync", &place.stage)?;
    }
    Ok(())
}

fn write_manifest(tree: &Path, manifest: &Manifest) -> Result<(), Error> {
    list((&tree.join(MANIFEST_DRAFT), tree), manifest)
}

/// Writes the manifest of a tree, first under another name.
fn list((draft, tree): (&Path, &Path), manifest: &Manifest) -> Result<(), Error> {
    let path = tree.join(MANIFEST_NAME);
    let write = || -> io::Result<()> {
        let mut file = File::create(draft)?;
        file.write_all(manifest.to_text().as_bytes())?;
        file.set_permissions(Permissions::from_mode(MODE))?;
        fs::rename(draft, &path)
    };
    write().during("write", &path)
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn sync_all(folder: &File) -> io::Result<()> {
    Ok(rustix::fs::syncfs(folder)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn sync_all(_: &File) -> io::Result<()> {
    rustix::fs::sync();
    Ok(())
}
