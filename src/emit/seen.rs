//! What stands in the output, and what of it the new site has as well.
#![expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]

use std::collections::BTreeSet;
use std::fs::{Metadata, symlink_metadata};
use std::path::{Path, PathBuf};

use super::place::Place;
use super::stamps::Stamps;
use super::survey::Survey;
use super::{Changes, plan};
use crate::error::Error;
use crate::output::Manifest;
use crate::path::OutputPath;

/// What stands in the output.
pub(super) struct Seen {
    pub(super) survey: Survey,
    /// The files that hold what the new site has there.
    sound: BTreeSet<OutputPath>,
}

impl Seen {
    /// Looks at everything.
    ///
    /// # Errors
    /// Somebody else's entry is in the way of the new site; or the system refuses.
    pub(super) fn of(
        place: &Place,
        (old, new): (&Manifest, &Manifest),
        stamps: &mut Stamps,
    ) -> Result<Self, Error> {
        let survey = Survey::of(&place.output, (old, new), &Survey::default())?;
        survey.refuse_conflicts(&place.output, new)?;
        let sound = stamps.sound(&place.output, &survey.present, new);
        Ok(Self { survey, sound })
    }

    /// Looks at what is listed alone.
    ///
    /// # Errors
    /// The system refuses.
    pub(super) fn listed(
        place: &Place,
        (old, new): (&Manifest, &Manifest),
        stamps: &mut Stamps,
    ) -> Result<Self, Error> {
        let survey = Survey::listed(&place.output, old)?;
        let sound = stamps.sound(&place.output, &survey.present, new);
        Ok(Self { survey, sound })
    }

    /// A file, if it holds what the new site has there.
    pub(super) fn sound(&self, path: &OutputPath) -> Option<&Metadata> {
        self.survey.present.get(path).filter(|_| self.sound.contains(path))
    }

    /// Whether every file holds what the new site has there.
    pub(super) fn is_whole(&self, new: &Manifest) -> bool {
        self.sound.len() == new.files.len()
    }

    /// What is to be done; if nothing else is, what somebody damaged.
    pub(super) fn changes(&self, (old, new): (&Manifest, &Manifest)) -> Changes {
        let mut changes = plan(old, new);
        if changes.write.is_empty() {
            changes.keep.retain(|path| self.sound.contains(path));
            let damaged = |path: &&OutputPath| !self.sound.contains(*path);
            changes.write = new.files.keys().filter(damaged).cloned().collect();
        }
        changes
    }

    /// Whether all but one file is as it should be, and that file may be replaced: it stands where
    /// it seems to stand.
    pub(super) fn is_all_but(
        &self,
        path: &OutputPath,
        place: &Place,
        new: &Manifest,
    ) -> bool {
        let stands = self.survey.present.get(path).is_some_and(Metadata::is_file);
        let folders = Path::new(path.as_str()).ancestors().skip(1);
        let mut folders = folders.map(|folder| place.output.join(folder));
        let is_folder =
            |own: PathBuf| symlink_metadata(own).is_ok_and(|own| own.is_dir());
        stands && self.sound.len() + 1 == new.files.len() && folders.all(is_folder)
    }
}
