//! Folders that everybody may read, whatever the umask.
#![expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]

use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::Path;
use std::sync::OnceLock;

use crate::error::{During, Error};

/// Everybody may enter.
const MODE: u32 = 0o755;

/// Makes folders of one tree.
#[derive(Debug, Default)]
pub(super) struct Folders {
    /// Whether the system makes them as it is asked to. A strict umask, which must not keep
    /// readers out, holds for all of them, so the first one tells.
    is_obeyed: OnceLock<bool>,
}

impl Folders {
    /// Makes a folder and its parents; others may do so at the same time.
    pub(super) fn make(&self, folder: &Path) -> Result<(), Error> {
        let made = DirBuilder::new().mode(MODE).create(folder);
        let is_open = |own: fs::Metadata| own.mode() & 0o777 == MODE;
        let look = || fs::symlink_metadata(folder).is_ok_and(is_open);
        match (made, folder.parent()) {
            (Ok(()), _) if *self.is_obeyed.get_or_init(look) => Ok(()),
            (Ok(()), _) => fs::set_permissions(folder, Permissions::from_mode(MODE)),
            (Err(error), Some(parent)) if error.kind() == io::ErrorKind::NotFound => {
                self.make(parent)?;
                return self.make(folder);
            }
            (Err(_), _) if folder.is_dir() => Ok(()),
            (Err(error), _) => Err(error),
        }
        .during("make the folder", folder)
    }
}
