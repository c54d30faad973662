//! The file of a baseline: read whole, written in one step.
#![expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]

use std::path::Path;

use crate::error::{During, Error};

/// The text of a baseline; none if there is no such file.
///
/// # Errors
/// It is there and cannot be read.
pub fn read_baseline(path: &Path) -> Result<Option<String>, Error> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("read", path, error)),
    }
}

/// Writes a baseline beside the old one, then puts it in its place.
///
/// # Errors
/// The disk refuses.
pub fn write_baseline(path: &Path, text: &str) -> Result<(), Error> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}", std::process::id()));
    let written =
        std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written.during("write", path)
}
