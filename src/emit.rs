//! Writes the built site: a plan first, then one atomic exchange.
//!
//! Two trees take turns. The stage, out of sight, is brought up to date and then exchanged
//! with the output; what was exchanged out is the next stage. Until that one step the old
//! output stands untouched, so a full disk or a kill loses nothing. Only files that a
//! manifest of ours lists are ever overwritten or deleted; others in the output are carried
//! over. Where one file alone is another, one rename puts it in its place, and no tree is needed. A program that holds the output folder itself open keeps seeing the old tree. Both trees
//! share files that are the same in them; a file that a tree lists is never written to, only
//! deleted and made anew.

mod carry;
mod folders;
mod place;
mod seen;
mod stage;
mod stamps;
mod survey;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::digest::Digest;
use crate::error::Error;
use crate::output::{Artifact, Manifest, OutputTree, Shelf};
use crate::path::OutputPath;

use place::{Lock, Place};
use seen::Seen;
use stage::Staged;
use stamps::Stamps;
use survey::Survey;

/// The file in the output that lists what we wrote.
pub const MANIFEST_NAME: &str = ".plainleaf-manifest";
/// The folder beside `site.toml` that holds the stage and the lock.
pub const STATE_NAME: &str = ".plainleaf";

/// What distinguishes two builds; each list is in the order of paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// New, or other bytes than before.
    pub write: Vec<OutputPath>,
    /// The same bytes as before.
    pub keep: Vec<OutputPath>,
    /// There before, not any more.
    pub remove: Vec<OutputPath>,
}

/// Compares the last build with this one.
pub fn plan(old: &Manifest, new: &Manifest) -> Changes {
    let (mut write, mut keep) = (Vec::new(), Vec::new());
    for (path, digest) in &new.files {
        let same = old.files.get(path) == Some(digest);
        if same { &mut keep } else { &mut write }.push(path.clone());
    }
    let gone = |path: &&OutputPath| !new.files.contains_key(*path);
    let remove = old.files.keys().filter(gone).cloned().collect();
    Changes { write, keep, remove }
}

/// What an emit did, compared with the output before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new, changed or mended.
    pub written: usize,
    /// Files that stayed as they were.
    pub kept: usize,
    /// Files that are gone.
    pub removed: usize,
    /// Bytes of the files in `written`.
    pub bytes: u64,
}

/// Makes `output` hold exactly `tree`, besides files that somebody else put there.
///
/// A kept file is trusted when its inode, length and times are as we left them, and hashed
/// again otherwise. Nothing is written if the output already holds the tree.
///
/// # Errors
/// As [`Emitter::open`] and [`Emitter::emit`].
pub fn emit(
    tree: &OutputTree,
    output: &Path,
    site_root: &Path,
) -> Result<Written, Error> {
    Emitter::open(output, site_root)?.emit(tree)
}

/// An output that no other build may write to meanwhile, and the stage beside it.
///
/// As a [`Shelf`] it takes files into the stage while the site is still being built.
#[derive(Debug)]
pub struct Emitter {
    place: Place,
    _lock: Lock,
    /// The stage, once files are expected there.
    staged: Mutex<Option<Staged>>,
}

impl Emitter {
    /// Takes hold of an output.
    ///
    /// # Errors
    /// The output is a place that we must not replace, or is being written by another build; or
    /// the system refuses.
    pub fn open(output: &Path, site_root: &Path) -> Result<Self, Error> {
        let place = Place::check(output, site_root)?;
        let lock = place.lock()?;
        place.recover()?;
        Ok(Self { place, _lock: lock, staged: Mutex::default() })
    }

    /// As [`emit`].
    ///
    /// # Errors
    /// The output holds files and was not made by us, or holds a file of somebody else where the
    /// tree has one; or the system refuses. In each case the output is as it was.
    pub fn emit(self, tree: &OutputTree) -> Result<Written, Error> {
        if tree.get(MANIFEST_NAME).is_some() {
            return Err(Error::refused(
                format!("the site has a file named `{MANIFEST_NAME}`, which is ours"),
                "give that file another name",
            ));
        }
        let (place, new) = (&self.place, tree.manifest());
        let old = place.manifest(&new)?;
        let mut stamps = Stamps::load(place);
        let staged = locked(&self.staged).take();
        let both = (&old, &new);
        if let Some(changes) =
            self.done_in_place(tree, both, staged.is_some(), &mut stamps)?
        {
            stamps.save(place);
            return Ok(written(&changes, tree));
        }
        let mut seen = Seen::of(place, both, &mut stamps)?;
        let changes = seen.changes(both);
        let staged = match staged {
            Some(staged) => staged,
            None => stage::open(place, (&seen.survey, &new))?,
        };
        if !staged.survey.foreign.is_empty() {
            carry::bring_home(place, &staged)?;
            seen = Seen::of(place, both, &mut stamps)?;
        }
        let was_put = !staged.put.is_empty();
        stage::fill(
            (tree, &new),
            place,
            (staged, &|path| seen.sound(path)),
            &mut stamps,
        )?;
        let carried = carry::link(place, &seen.survey)?;
        stage::seal(place, &new, (changes.write.len(), was_put))?;
        place.exchange()?;
        carry::finish(place, carried)?;
        stamps.save(place);
        Ok(written(&changes, tree))
    }

    /// What was done, if the output needs no exchange: nothing, or the rename of one file. Whatever
    /// somebody else put there is in nobody's way then, and not looked for.
    fn done_in_place(
        &self,
        tree: &OutputTree,
        (old, new): (&Manifest, &Manifest),
        was_put: bool,
        stamps: &mut Stamps,
    ) -> Result<Option<Changes>, Error> {
        let place = &self.place;
        let planned = plan(old, new);
        let is_little = planned.write.len() <= 1 && planned.remove.is_empty();
        // What a kill left in the stage comes home first.
        if !is_little || !place.has_manifest() || place.is_moving() {
            return Ok(None);
        }
        let seen = Seen::listed(place, (old, new), stamps)?;
        let changes = seen.changes((old, new));
        let is_done = match &changes.write[..] {
            [] => true,
            [path] if !was_put && seen.is_all_but(path, place, new) => {
                match tree.get(path.as_str()) {
                    Some(file) => {
                        stage::replace(place, (path, file), new, stamps).map(|()| true)?
                    }
                    None => false,
                }
            }
            _ => false,
        };
        Ok(is_done.then_some(changes))
    }
}

impl Shelf for Emitter {
    fn expect(&self, paths: &[OutputPath]) {
        let coming = paths.iter().map(|path| (path.clone(), Digest::default()));
        let nothing = (&Survey::default(), &Manifest::default());
        let staged = stage::open(&self.place, nothing).and_then(|mut staged| {
            staged.expect(&self.place, coming)?;
            Ok(staged)
        });
        // Without a list no file is taken.
        *locked(&self.staged) = staged.ok();
    }

    fn put(&self, path: &OutputPath, artifact: &Artifact) -> bool {
        let is_listed = |own: &Staged| own.manifest.files.contains_key(path);
        if !locked(&self.staged).as_ref().is_some_and(is_listed) {
            return false;
        }
        let Place { stage, folders, .. } = &self.place;
        let Ok(metadata) = stage::put(folders, &stage.join(path.as_str()), artifact)
        else {
            return false;
        };
        if let Some(staged) = locked(&self.staged).as_mut() {
            staged.put.insert(path.clone(), (metadata, artifact.digest));
        }
        true
    }
}

/// What threads share; one that panicked left it whole.
fn locked(staged: &Mutex<Option<Staged>>) -> MutexGuard<'_, Option<Staged>> {
    staged.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether `output` holds, whole and undamaged, what a build with this manifest wrote there.
///
/// # Errors
/// The output is a place that we must not replace, or the system refuses.
pub fn holds(output: &Path, site_root: &Path, manifest: Digest) -> Result<bool, Error> {
    let place = Place::check(output, site_root)?;
    let _lock = place.lock()?;
    place.recover()?;
    let old = place.manifest(&Manifest::default())?;
    if !place.has_manifest() || old.digest() != manifest {
        return Ok(false);
    }
    let mut stamps = Stamps::load(&place);
    let seen = Seen::listed(&place, (&old, &old), &mut stamps)?;
    Ok(seen.is_whole(&old))
}

fn written(changes: &Changes, tree: &OutputTree) -> Written {
    let length = |path: &OutputPath| tree.get(path.as_str()).map_or(0, Artifact::length);
    Written {
        written: changes.write.len(),
        kept: changes.keep.len(),
        removed: changes.remove.len(),
        bytes: changes.write.iter().map(length).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(files: &[(&str, &str)]) -> Manifest {
        let file = |(path, text): &(&str, &str)| {
            (OutputPath::parse(path).unwrap(), Digest::of(text.as_bytes()))
        };
        Manifest { files: files.iter().map(file).collect() }
    }

    #[test]
    fn a_plan_names_what_differs() {
        let old = manifest(&[("a", "1"), ("b", "1"), ("c", "1")]);
        let new = manifest(&[("a", "1"), ("b", "2"), ("d", "1")]);
        let names = |paths: &[OutputPath]| {
            paths.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let changes = plan(&old, &new);
        assert_eq!(names(&changes.keep), ["a"]);
        assert_eq!(names(&changes.write), ["b", "d"]);
        assert_eq!(names(&changes.remove), ["c"]);
        assert_eq!(plan(&new, &new).write, []);
    }
}
