//! Where the output may be, the state beside it, and the exchange.
#![expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use rustix::fs::FlockOperation;
use rustix::io::Errno;

use super::folders::Folders;
use super::{MANIFEST_NAME, STATE_NAME};
use crate::digest::Digest;
use crate::error::{During, Error};
use crate::output::Manifest;

/// How often, and how long apart, we ask for the lock before giving up: five seconds.
const LOCK_TRIES: u32 = 100;
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// An output that we may replace, and the folders that serve to do so.
#[derive(Debug)]
pub(super) struct Place {
    /// The output, absolute; its parent exists once the lock is held.
    pub(super) output: PathBuf,
    /// The tree being prepared, on the same file system.
    pub(super) stage: PathBuf,
    /// Which file is which, so that kept files need no second reading.
    pub(super) stamps: PathBuf,
    /// A file that is there while something is moved after an exchange.
    pub(super) moving: PathBuf,
    /// One file being prepared.
    pub(super) next: PathBuf,
    /// Where the old output waits if it cannot be exchanged in one step.
    aside: PathBuf,
    /// Holds all of these and the lock.
    state: PathBuf,
    /// Makes folders in the stage and the output.
    pub(super) folders: Folders,
}

/// Held while an emit runs; the system lets go of it whatever happens.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Place {
    /// Refuses every output that could cost somebody their files.
    pub(super) fn check(output: &Path, site_root: &Path) -> Result<Self, Error> {
        let root = fs::canonicalize(site_root).during("find the folder", site_root)?;
        let shown = output.display();
        let output = resolve(output)?;
        let refuse = |why: &str| {
            Err(Error::refused(
                format!("`{shown}` cannot be the output: {why}"),
                "name a new or empty folder, such as `public`",
            ))
        };
        if output == root {
            return refuse("it is the site itself");
        }
        if root.starts_with(&output) {
            return refuse("the site stands inside it");
        }
        if std::env::home_dir()
            .and_then(|home| fs::canonicalize(home).ok())
            .is_some_and(|home| home.starts_with(&output))
        {
            return refuse("it is, or holds, your home folder");
        }
        for name in ["content", "themes", "reviews", ".git", STATE_NAME] {
            let own = root.join(name);
            let real = fs::canonicalize(&own).unwrap_or_else(|_| own.clone());
            let meets =
                |folder: &Path| output.starts_with(folder) || folder.starts_with(&output);
            if meets(&own) || meets(&real) {
                return refuse(&format!("it is, holds or is inside the site's `{name}`"));
            }
        }
        Self::beside(output, &root)
    }

    /// Chooses the state: in the site if that is the same file system, beside the output if not.
    fn beside(output: PathBuf, root: &Path) -> Result<Self, Error> {
        let (Some(parent), Some(name)) = (output.parent(), output.file_name()) else {
            return Err(Error::refused("`/` cannot be the output", "name a new folder"));
        };
        let folders = Folders::default();
        folders.make(parent)?;
        let device = fs::metadata(parent).during("look at", parent)?.dev();
        let mounted =
            fs::metadata(&output).is_ok_and(|metadata| metadata.dev() != device);
        if mounted {
            return Err(Error::refused(
                format!(
                    "`{}` is a mount point and cannot be exchanged",
                    output.display()
                ),
                "name a folder inside it as the output",
            ));
        }
        let sibling = parent.join(format!(".{}{STATE_NAME}", name.to_string_lossy()));
        let same = fs::metadata(root).is_ok_and(|metadata| metadata.dev() == device);
        let state = match same.then(|| make_state(root.join(STATE_NAME))) {
            Some(Ok(state)) => state,
            _ => make_state(sibling)?,
        };
        let key = Digest::of(output.as_os_str().as_encoded_bytes()).to_string();
        let named = |what: &str| state.join(format!("{what}-{}", &key[..8]));
        Ok(Self {
            stage: named("stage"),
            stamps: named("stamps"),
            aside: named("aside"),
            moving: named("moving"),
            next: named("next"),
            output,
            state,
            folders: Folders::default(),
        })
    }

    /// Waits a little for another build of this site, then gives up.
    pub(super) fn lock(&self) -> Result<Lock, Error> {
        let path = self.state.join("lock");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false).mode(0o644);
        let file = options.open(&path).during("open the lock", &path)?;
        for _ in 0..LOCK_TRIES {
            match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => return Ok(Lock { _file: file }),
                Err(Errno::WOULDBLOCK) => std::thread::sleep(LOCK_PAUSE),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error).during("lock", &path),
            }
        }
        Err(Error::refused(
            format!("another build is writing `{}`", self.output.display()),
            "wait until it ends, then build again",
        ))
    }

    /// Ends an exchange that was cut off between two renames.
    pub(super) fn recover(&self) -> Result<(), Error> {
        if !exists(&self.aside) {
            return Ok(());
        }
        if !exists(&self.output) {
            return fs::rename(&self.aside, &self.output)
                .during("bring back", &self.aside);
        }
        if !exists(&self.stage) {
            return fs::rename(&self.aside, &self.stage).during("reuse", &self.aside);
        }
        Err(Error::refused(
            format!(
                "`{}` holds an older output that is still there",
                self.aside.display()
            ),
            "look into it, then move it away or delete it",
        ))
    }

    /// Whether the output has a manifest of ours.
    pub(super) fn has_manifest(&self) -> bool {
        exists(&self.output.join(MANIFEST_NAME))
    }

    /// Whether a build was cut off while it moved something after an exchange.
    pub(super) fn is_moving(&self) -> bool {
        exists(&self.moving)
    }

    /// What we wrote to the output before, which is most likely `like` this; empty if it does not
    /// exist or is an empty folder.
    pub(super) fn manifest(&self, like: &Manifest) -> Result<Manifest, Error> {
        if let Some(manifest) = read_manifest(&self.output, like)? {
            return Ok(manifest);
        }
        if is_empty(&self.output)? {
            return Ok(Manifest::default());
        }
        Err(Error::refused(
            format!(
                "`{}` holds files and no readable `{MANIFEST_NAME}`: we did not make it",
                self.output.display()
            ),
            "name a new or empty folder as the output, or move that folder away yourself",
        ))
    }

    /// Exchanges the stage and the output.
    pub(super) fn exchange(&self) -> Result<(), Error> {
        if !exists(&self.output) {
            return fs::rename(&self.stage, &self.output).during("make", &self.output);
        }
        match exchange(&self.stage, &self.output) {
            Ok(()) => Ok(()),
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => self.rename_thrice(),
            Err(error) => Err(Error::io("replace", &self.output, error.into())
                .with_help("if it is a mount point, name a folder inside it")),
        }
    }

    /// For file systems that cannot exchange: `recover` ends it if it is cut off.
    fn rename_thrice(&self) -> Result<(), Error> {
        fs::rename(&self.output, &self.aside).during("move", &self.output)?;
        if let Err(error) = fs::rename(&self.stage, &self.output) {
            fs::rename(&self.aside, &self.output).during("bring back", &self.output)?;
            return Err(error).during("make", &self.output);
        }
        fs::rename(&self.aside, &self.stage).during("keep", &self.aside)
    }

    /// A new name in the state for something that has no other place.
    pub(super) fn spare(&self, name: &Path) -> PathBuf {
        let name = name.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (1..10_000_u32)
            .map(|n| self.state.join(format!("found-{n}-{name}")))
            .find(|path| !exists(path))
            .unwrap_or_else(|| self.state.join(name))
    }
}

/// The output, absolute, with every link of its parents resolved.
fn resolve(output: &Path) -> Result<PathBuf, Error> {
    let absolute = std::path::absolute(output).during("find", output)?;
    let absolute: PathBuf = absolute.components().collect();
    match fs::symlink_metadata(&absolute) {
        Ok(metadata) if metadata.is_dir() => {
            return fs::canonicalize(&absolute).during("find", output);
        }
        Ok(metadata) => {
            let what = if metadata.is_symlink() { "a symbolic link" } else { "a file" };
            return Err(Error::refused(
                format!("`{}` cannot be the output: it is {what}", output.display()),
                "name a new or empty folder",
            ));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error).during("look at", output),
    }
    let Some(existing) = absolute.ancestors().find(|path| path.exists()) else {
        return Ok(absolute);
    };
    let rest = absolute.strip_prefix(existing).unwrap_or(&absolute);
    if rest.components().any(|part| !matches!(part, Component::Normal(_))) {
        return Err(Error::refused(
            format!("`{}` climbs out of a folder that does not exist", output.display()),
            "name the output without `..`",
        ));
    }
    Ok(fs::canonicalize(existing).during("find", existing)?.join(rest))
}

/// Makes the state folder, which version control is told to ignore.
fn make_state(state: PathBuf) -> Result<PathBuf, Error> {
    match fs::symlink_metadata(&state) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => {
            return Err(Error::refused(
                format!("`{}` is not a folder", state.display()),
                "move it away: we keep the last build there",
            ));
        }
        Err(_) => fs::create_dir(&state).during("make", &state)?,
    }
    let ignore = state.join(".gitignore");
    if !exists(&ignore) {
        fs::write(&ignore, "*\n").during("write", &ignore)?;
    }
    Ok(state)
}

/// The manifest of a tree, most likely `like` this one; `None` if there is none or it is not ours.
pub(super) fn read_manifest(
    tree: &Path,
    like: &Manifest,
) -> Result<Option<Manifest>, Error> {
    let path = tree.join(MANIFEST_NAME);
    match crate::disk::open_regular(&path) {
        Ok((file, _)) => {
            let text = io::read_to_string(file).during("read", &path)?;
            Ok(Manifest::parse_like(&text, like))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).during("read", &path),
    }
}

/// Whether a folder does not exist or is empty.
pub(super) fn is_empty(folder: &Path) -> Result<bool, Error> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).during("read the folder", folder),
    }
}

/// Whether anything stands there, be it a link that leads nowhere.
pub(super) fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> Result<(), Errno> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> Result<(), Errno> {
    Err(Errno::NOSYS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(root: &Path) -> Place {
        fs::create_dir(root.join("public")).unwrap();
        fs::write(root.join("public/old"), "").unwrap();
        let place = Place::check(&root.join("public"), root).unwrap();
        fs::create_dir(&place.stage).unwrap();
        fs::write(place.stage.join("new"), "").unwrap();
        place
    }

    #[test]
    fn three_renames_do_what_an_exchange_does() {
        let root = tempfile::tempdir().unwrap();
        let place = place(root.path());
        place.rename_thrice().unwrap();
        assert!(exists(&place.output.join("new")) && exists(&place.stage.join("old")));
    }

    #[test]
    fn an_exchange_cut_off_after_any_rename_is_ended() {
        let root = tempfile::tempdir().unwrap();
        let place = place(root.path());
        fs::rename(&place.output, &place.aside).unwrap();
        place.recover().unwrap();
        assert!(exists(&place.output.join("old")));
        fs::rename(&place.output, &place.aside).unwrap();
        fs::rename(&place.stage, &place.output).unwrap();
        place.recover().unwrap();
        assert!(exists(&place.output.join("new")) && exists(&place.stage.join("old")));
    }
}
