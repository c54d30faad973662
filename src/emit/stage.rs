//! The tree being prepared: brought up to date, then sealed with its manifest.
//!
//! Its manifest lists every file that may be there before the first of them is written, so
//! that whatever a kill leaves behind is known to be ours.
#![expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rayon::prelude::*;

use super::MANIFEST_NAME;
use super::place::{Place, is_empty, make_folders, read_manifest};
use super::stamps::Stamps;
use super::survey::{MANIFEST_DRAFT, Survey, folders};
use crate::digest::Digest;
use crate::disk::open_regular;
use crate::error::{During, Error};
use crate::output::{Artifact, Content, Manifest, OutputTree};
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
}

/// Looks at the stage; it may not exist yet.
pub(super) fn open(place: &Place) -> Result<Staged, Error> {
    let Some(manifest) = read_manifest(&place.stage)? else {
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
    let survey = Survey::of(&place.stage, &manifest, &Manifest::default())?;
    Ok(Staged { manifest, survey })
}

/// Makes the files of the stage those of `tree`.
pub(super) fn fill(
    tree: &OutputTree,
    place: &Place,
    staged: &Staged,
    stamps: &mut Stamps,
) -> Result<(), Error> {
    let stage = &place.stage;
    let new = tree.manifest();
    make_folders(stage)?;
    let mut union = staged.manifest.clone();
    union.files.extend(new.files.iter().map(|(path, digest)| (path.clone(), *digest)));
    write_manifest(stage, &union)?;
    let sound = stamps.sound(stage, &staged.survey.present, &new);
    for path in staged.survey.present.keys().filter(|path| !sound.contains(*path)) {
        let at = stage.join(path.as_str());
        fs::remove_file(&at).during("delete", &at)?;
    }
    make_only(stage, &folders(staged.manifest.files.keys()), &folders(new.files.keys()))?;
    let missing: Vec<_> =
        tree.iter().filter(|(path, _)| !sound.contains(*path)).collect();
    let durable = place.has_manifest() && missing.len() <= SYNC_ONE_BY_ONE;
    let written = missing
        .par_chunks(CHUNK)
        .map(|chunk| {
            chunk
                .iter()
                .map(|(path, artifact)| {
                    let before = place.output.join(path.as_str());
                    write(&stage.join(path.as_str()), (artifact, &before), durable)
                        .map(|metadata| (metadata, artifact.digest))
                })
                .collect::<Result<Vec<_>, Error>>()
        })
        .collect::<Result<Vec<_>, Error>>()?;
    for (metadata, digest) in written.into_iter().flatten() {
        stamps.insert(&metadata, digest);
    }
    Ok(())
}

/// Removes folders of earlier builds that are empty and not wanted, and makes those that are.
fn make_only(
    stage: &Path,
    old: &BTreeSet<&str>,
    wanted: &BTreeSet<&str>,
) -> Result<(), Error> {
    // Backwards: what is inside a folder sorts behind it.
    for folder in old.iter().rev().filter(|folder| !wanted.contains(*folder)) {
        // It need not exist, and may hold what somebody else put there meanwhile.
        let _ = fs::remove_dir(stage.join(folder));
    }
    wanted.par_iter().try_for_each(|folder| make_folders(&stage.join(folder)))
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
pub(super) fn seal(place: &Place, new: &Manifest, changed: usize) -> Result<(), Error> {
    write_manifest(&place.stage, new)?;
    // A first build replaces nothing, so there is nothing that a power cut could cost.
    if place.has_manifest() && changed > SYNC_ONE_BY_ONE {
        let folder = File::open(&place.stage).during("open", &place.stage)?;
        sync_all(&folder).during("sync", &place.stage)?;
    }
    Ok(())
}

fn write_manifest(tree: &Path, manifest: &Manifest) -> Result<(), Error> {
    let (draft, path) = (tree.join(MANIFEST_DRAFT), tree.join(MANIFEST_NAME));
    let write = || -> io::Result<()> {
        let mut file = File::create(&draft)?;
        file.write_all(manifest.to_text().as_bytes())?;
        file.set_permissions(Permissions::from_mode(MODE))?;
        fs::rename(&draft, &path)
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
