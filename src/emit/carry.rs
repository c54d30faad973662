//! Entries that somebody else put into the output: they outlive every exchange.
//!
//! Files are linked into the stage before the exchange, so they are never missing. Folders
//! and links cannot be in two places; they follow by one rename each directly after it. A
//! kill in between leaves them in the stage, and the next build brings them home first.
#![expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::place::{Place, exists};
use super::stage::Staged;
use super::survey::Survey;
use crate::digest::Digest;
use crate::disk::open_regular;
use crate::error::{During, Error};

/// What still has to be done for foreign entries after the exchange.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// Already in both trees.
    linked: Vec<PathBuf>,
    /// Only in the tree exchanged out.
    waiting: Vec<PathBuf>,
}

/// Moves what a build that was cut off left in the stage back to the output.
pub(super) fn bring_home(place: &Place, staged: &Staged) -> Result<(), Error> {
    for foreign in &staged.survey.foreign {
        let from = place.stage.join(&foreign.path);
        move_home(place, &from, &place.output.join(&foreign.path))?;
        remove_empty_parents(&place.stage, &from);
    }
    Ok(())
}

/// Moves one entry home; folders that exist there are merged, and nothing is overwritten.
fn move_home(place: &Place, from: &Path, to: &Path) -> Result<(), Error> {
    let Ok(there) = fs::symlink_metadata(to) else {
        place.folders.make(to.parent().unwrap_or(to))?;
        return fs::rename(from, to).during("bring back", to);
    };
    let here = fs::symlink_metadata(from).during("look at", from)?;
    if here.is_dir() && there.is_dir() {
        for entry in fs::read_dir(from).during("read the folder", from)? {
            let entry = entry.during("read the folder", from)?;
            move_home(place, &entry.path(), &to.join(entry.file_name()))?;
        }
        return fs::remove_dir(from).during("delete", from);
    }
    let linked = (here.dev(), here.ino()) == (there.dev(), there.ino());
    if linked || same_bytes(from, to) {
        return fs::remove_file(from).during("delete", from);
    }
    fs::rename(from, place.spare(from)).during("set aside", from)
}

fn same_bytes(a: &Path, b: &Path) -> bool {
    let digest = |path: &Path| -> io::Result<Digest> {
        Ok(Digest::read(&mut open_regular(path)?.0)?.0)
    };
    digest(a).is_ok_and(|a| digest(b).is_ok_and(|b| a == b))
}

/// Links foreign files of the output into the stage.
pub(super) fn link(place: &Place, survey: &Survey) -> Result<Carried, Error> {
    let mut carried = Carried::default();
    for foreign in &survey.foreign {
        let to = place.stage.join(&foreign.path);
        place.folders.make(to.parent().unwrap_or(&to))?;
        // A file of another owner may refuse to be linked; it can still be moved.
        let from = place.output.join(&foreign.path);
        if foreign.is_file && fs::hard_link(from, to).is_ok() {
            carried.linked.push(foreign.path.clone());
        } else {
            carried.waiting.push(foreign.path.clone());
        }
    }
    if !carried.waiting.is_empty() {
        fs::write(&place.moving, "").during("write", &place.moving)?;
    }
    Ok(carried)
}

/// After the exchange: what is linked leaves the old tree, what waits follows to the new one.
pub(super) fn finish(place: &Place, carried: Carried) -> Result<(), Error> {
    for path in carried.waiting {
        let to = place.output.join(&path);
        if !exists(&to) {
            fs::rename(place.stage.join(&path), &to).during("move", &to)?;
        }
    }
    for path in carried.linked {
        let old = place.stage.join(path);
        fs::remove_file(&old).during("delete", &old)?;
        remove_empty_parents(&place.stage, &old);
    }
    match fs::remove_file(&place.moving) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).during("delete", &place.moving)
        }
        _ => Ok(()),
    }
}

/// Removes the folders above `path` that are empty, up to `tree`.
fn remove_empty_parents(tree: &Path, path: &Path) {
    for folder in path.ancestors().skip(1).take_while(|folder| *folder != tree) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
}
