//! What any generator wrote, from folders and files that were named. It writes nothing.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::{PAGE_BYTES, is_dropping, open_regular};
use crate::audit::folder::Published;
use crate::audit::is_sheet;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::error::{During, Error};
use crate::path::SourcePath;
use crate::source::{Source, decode};

/// Reads every page, style sheet, drawing and feed of the folders, and the files themselves with
/// the style sheets beside them; of all other files it notes that they are there.
///
/// # Errors
/// A path cannot be read at all.
#[expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]
pub fn published(paths: &[PathBuf]) -> Result<Outcome<Published>, Error> {
    let mut outcome = Outcome::clean(Published::default());
    let mut files = Vec::new();
    for path in paths {
        if std::fs::metadata(path).during("read", path)?.is_dir() {
            outcome.value.roots.push(name(path));
            list(path, &mut files, &mut outcome.value)?;
        } else {
            files.push(path.clone());
            beside(path, &mut files);
        }
    }
    files.sort();
    files.dedup();
    let read: Vec<_> = files.par_iter().map(|file| (name(file), read(file))).collect();
    for (path, bytes) in read {
        match bytes {
            Ok(bytes) if is_sheet(&path) => {
                // What a browser makes of a sheet is no matter of its pages.
                let text = String::from_utf8_lossy(&bytes);
                outcome.value.texts.insert(path, Source::Text((&*text).into()));
            }
            Err(_) if is_sheet(&path) => {}
            Ok(bytes) => {
                let text = decode(&path, &bytes).take(&mut outcome.diagnostics);
                outcome.value.texts.insert(path, Source::Text(text));
            }
            Err(problem) => outcome.diagnostics.push(*problem),
        }
    }
    Diagnostic::sort(&mut outcome.diagnostics);
    Ok(outcome)
}

/// A path as reports show it.
fn name(file: &Path) -> SourcePath {
    // Collecting the parts drops a slash at the end.
    let plain: PathBuf = file.strip_prefix(".").unwrap_or(file).components().collect();
    SourcePath::new(plain.to_string_lossy())
}

fn list(
    folder: &Path,
    files: &mut Vec<PathBuf>,
    published: &mut Published,
) -> Result<(), Error> {
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| !is_dropping(entry)) {
        let entry = entry.map_err(io::Error::from).during("read the folder", folder)?;
        let path = name(entry.path());
        let is_file = entry.file_type().is_file();
        let length = entry.metadata().map_or(u64::MAX, |own| own.len());
        if is_file && Published::reads(&path, length) {
            files.push(entry.into_path());
        } else if !entry.file_type().is_dir() {
            published.others.insert(path);
        }
    }
    Ok(())
}

/// Adds the style sheets beside a file; there may be none.
#[expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]
fn beside(file: &Path, files: &mut Vec<PathBuf>) {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let Ok(entries) = std::fs::read_dir(folder.unwrap_or(Path::new("."))) else { return };
    let found = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    files.extend(found.filter(|path| is_sheet(&name(path))));
}

/// The bytes of one page; another page is not kept from being read.
fn read(file: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let fault = |code, message: String, help| {
        let problem = Diagnostic::error(code, message).at(&name(file), 0..0);
        Box::new(problem.help(help))
    };
    let unreadable = |error: io::Error| {
        fault(
            "file/unreadable",
            format!("this page could not be read: {error}"),
            "let it be read, or leave it out",
        )
    };
    let (file, _) = open_regular(file).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(PAGE_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > PAGE_BYTES {
        let message = format!("this page is larger than {} MiB", PAGE_BYTES >> 20);
        return Err(fault("file/too-large", message, "split the page, or leave it out"));
    }
    Ok(bytes)
}
