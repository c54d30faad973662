//! Writes files that belong to the site itself, such as what is remembered of links.
#![expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]

use std::fs;
use std::path::Path;

use crate::emit::STATE_NAME;
use crate::error::{During, Error};
use crate::path::SourcePath;

/// Writes a file of the site in one step: a reader sees the old text or the new one.
///
/// # Errors
/// The disk refuses.
pub fn replace(root: &Path, path: &SourcePath, text: &str) -> Result<(), Error> {
    let place = root.join(path.as_str());
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder).during("create", folder)?;
    }
    // Beside the site's files, where no scan looks.
    let beside = root.join(format!("{STATE_NAME}-new-{}", std::process::id()));
    let written = fs::write(&beside, text)
        .and_then(|()| fs::rename(&beside, &place))
        .during("write", &place);
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}
