//! Pages that any generator wrote, from folders and files that were named. It writes nothing.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::{PAGE_BYTES, is_dropping, open_regular};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::error::{During, Error};
use crate::path::SourcePath;
use crate::source::{Source, SourceTree, decode};

/// Reads every `.html`, `.htm` and `.xhtml` file of the folders, and the files themselves.
///
/// # Errors
/// A path cannot be read at all.
#[expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]
pub fn pages(paths: &[PathBuf]) -> Result<Outcome<SourceTree>, Error> {
    let mut files = Vec::new();
    for path in paths {
        if std::fs::metadata(path).during("read", path)?.is_dir() {
            list(path, &mut files)?;
        } else {
            files.push(path.clone());
        }
    }
    let read: Vec<_> = files
        .par_iter()
        .map(|file| Ok((name(file), read(file)?)))
        .collect::<Result<_, Error>>()?;
    let mut outcome = Outcome::clean(SourceTree::default());
    for (path, bytes) in read {
        let text = decode(&path, &bytes).take(&mut outcome.diagnostics);
        outcome.value.insert(path, Source::Text(text));
    }
    Diagnostic::sort(&mut outcome.diagnostics);
    Ok(outcome)
}

/// A path as reports show it.
fn name(file: &Path) -> SourcePath {
    SourcePath::new(file.strip_prefix(".").unwrap_or(file).to_string_lossy())
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Error> {
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| !is_dropping(entry)) {
        let entry = entry.map_err(io::Error::from).during("read the folder", folder)?;
        if entry.file_type().is_file() && is_page(entry.path()) {
            files.push(entry.into_path());
        }
    }
    Ok(())
}

fn is_page(path: &Path) -> bool {
    let extension = path.extension().map(|own| own.to_string_lossy().to_lowercase());
    matches!(extension.as_deref(), Some("html" | "htm" | "xhtml"))
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let (file, _) = open_regular(path).during("read", path)?;
    let mut bytes = Vec::new();
    file.take(PAGE_BYTES + 1).read_to_end(&mut bytes).during("read", path)?;
    if bytes.len() as u64 > PAGE_BYTES {
        let message =
            format!("`{}` is larger than {} MiB", path.display(), PAGE_BYTES >> 20);
        return Err(Error::refused(message, "split the page, or leave it out"));
    }
    Ok(bytes)
}
