//! Reads one file: text, or a handle to an asset that is hashed and measured.

use std::fs::{File, Metadata};
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use rustix::fs::{Mode, OFlags};

use super::{Seen, Stamp, at_path, refused, unreadable};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::digest::Digest;
use crate::error::{During, Error};
use crate::path::SourcePath;
use crate::source::{self, Asset, AssetBytes, Source};

/// Most bytes of a page or template: beyond any page that a person reads.
pub const PAGE_BYTES: u64 = 8 << 20;
/// Most bytes of another text file, such as data.
pub const DATA_BYTES: u64 = 64 << 20;
/// Most bytes of a file that is only copied.
pub const ASSET_BYTES: u64 = 2 << 30;

/// A file written this recently may change again without a new time stamp.
const SETTLED_AFTER_SECONDS: u64 = 2;

/// Opens a file that is regular, by its handle; never waits for a pipe, never follows a link.
///
/// # Errors
/// As the system says; `InvalidInput` if it is not a regular file.
pub(crate) fn open_regular(path: &Path) -> io::Result<(File, Metadata)> {
    let flags = OFlags::RDONLY
        | OFlags::NOFOLLOW
        | OFlags::NONBLOCK
        | OFlags::CLOEXEC
        | OFlags::NOCTTY;
    let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
    let metadata = file.metadata()?;
    if metadata.is_file() {
        Ok((file, metadata))
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"))
    }
}

/// Reads one file; `None` if it vanished.
#[expect(clippy::disallowed_methods, reason = "layer 5 may look at the clock")]
pub(super) fn read(path: &SourcePath, target: &Path) -> Option<Seen> {
    let now = SystemTime::now();
    let (file, metadata) = match open_regular(target) {
        Ok(opened) => opened,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) if is_special(target, &error) => {
            return Some(refused(
                at_path("file/not-regular", path, "this is a pipe, socket or device")
                    .help("keep only files and folders in the site; move this elsewhere"),
            ));
        }
        Err(error) => return Some(refused(unreadable(path, &error.to_string()))),
    };
    let limit = limit(path);
    if metadata.len() > limit.unwrap_or(ASSET_BYTES) {
        return Some(refused(too_large(path, limit.unwrap_or(ASSET_BYTES))));
    }
    let settled = metadata.modified().is_ok_and(|modified| {
        now.duration_since(modified).is_ok_and(|d| d.as_secs() >= SETTLED_AFTER_SECONDS)
    });
    let stamp = settled.then(|| Stamp::of(&metadata));
    let result = match limit {
        Some(limit) => read_text(path, (file, metadata.len()), limit),
        None => read_asset(path, target, file),
    };
    Some(match result {
        Ok(outcome) => {
            Seen { stamp, source: outcome.value, diagnostics: outcome.diagnostics }
        }
        Err(error) => refused(unreadable(path, &error.to_string())),
    })
}

/// Whether a file could not be opened because of what it is.
#[expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]
fn is_special(target: &Path, error: &io::Error) -> bool {
    // A socket refuses to be opened (ENXIO), so its entry must say what it is.
    let special = |m: Metadata| !(m.is_file() || m.is_dir() || m.is_symlink());
    error.kind() == io::ErrorKind::InvalidInput
        || std::fs::symlink_metadata(target).is_ok_and(special)
}

/// Most bytes of a text file; `None` if its bytes are only copied.
fn limit(path: &SourcePath) -> Option<u64> {
    match path.extension().as_str() {
        "md" | "html" | "htm" => Some(PAGE_BYTES),
        "xml" | "svg" | "toml" | "yaml" | "yml" | "json" | "csv" | "css" | "txt"
        | "bib" | "webmanifest" => Some(DATA_BYTES),
        _ => None,
    }
}

fn too_large(path: &SourcePath, limit: u64) -> Diagnostic {
    let message = format!("this file is larger than {} MiB", limit >> 20);
    at_path("file/too-large", path, &message)
        .help("split the file, or move it out of the site")
}

fn read_text(
    path: &SourcePath,
    (file, length): (File, u64),
    limit: u64,
) -> io::Result<Outcome<Option<Source>>> {
    // One more than there are, so that the end is seen without more room.
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    // It may grow while it is read: the limit holds for what is read, not for what was seen.
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Ok(Outcome { value: None, diagnostics: vec![too_large(path, limit)] });
    }
    let Outcome { value, diagnostics } = source::decode(path, &bytes);
    Ok(Outcome { value: Some(Source::Text(value)), diagnostics })
}

fn read_asset(
    path: &SourcePath,
    target: &Path,
    mut file: File,
) -> io::Result<Outcome<Option<Source>>> {
    let (digest, length) = Digest::read(&mut (&mut file).take(ASSET_BYTES))?;
    file.rewind()?;
    let dimensions = dimensions(path, file);
    let bytes = AssetBytes::File(target.to_owned());
    Ok(Outcome::clean(Some(Source::Asset(Asset { bytes, digest, length, dimensions }))))
}

fn dimensions(path: &SourcePath, file: File) -> Option<(u32, u32)> {
    let extension = path.extension();
    let images = ["png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "bmp"];
    if !images.contains(&extension.as_str()) {
        return None;
    }
    let size = imagesize::reader_size(BufReader::new(file)).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

/// All bytes of an asset.
///
/// # Errors
/// Its file cannot be read any more.
pub fn bytes_of(asset: &Asset) -> Result<Arc<[u8]>, Error> {
    match &asset.bytes {
        AssetBytes::Memory(bytes) => Ok(Arc::clone(bytes)),
        AssetBytes::File(path) => {
            let (file, _) = open_regular(path).during("read", path)?;
            let mut bytes = Vec::new();
            file.take(ASSET_BYTES).read_to_end(&mut bytes).during("read", path)?;
            Ok(bytes.into())
        }
    }
}
