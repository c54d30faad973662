//! What the last build of an output was made from, so that a build of the same does nothing.
//!
//! The file lies in `.plainleaf/` of the site's root; it is safe to delete. A file that is
//! damaged, foreign or of another program means a build from the start, never an error.
#![expect(
    clippy::disallowed_methods,
    reason = "this module reads and writes its one file"
)]

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::emit::STATE_NAME;

/// The last build without errors.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Last {
    /// Digest of the program and of everything that the build read.
    pub key: String,
    /// Digest of the manifest that it wrote.
    pub manifest: String,
    /// What it said to people.
    pub human: String,
    /// What it said to programs.
    pub json: serde_json::Value,
}

impl Last {
    /// Reads what was kept for an output of the site at `root`.
    pub fn load(root: &Path, output: &Path) -> Option<Self> {
        let text = fs::read_to_string(file(root, output)).ok()?;
        let (checksum, body) = text.split_once('\n')?;
        if Digest::from_hex(checksum)? != Digest::of(body.as_bytes()) {
            return None;
        }
        serde_json::from_str(body).ok()
    }

    /// Keeps it. If that fails, the next build starts from the start.
    pub fn save(&self, root: &Path, output: &Path) {
        let Ok(body) = serde_json::to_string(self) else { return };
        let text = format!("{}\n{body}", Digest::of(body.as_bytes()));
        let file = file(root, output);
        let Some(folder) = file.parent() else { return };
        let beside = file.with_extension(format!("{}.new", std::process::id()));
        let written = fs::create_dir_all(folder)
            .and_then(|()| ignore(folder))
            .and_then(|()| fs::write(&beside, text))
            .and_then(|()| fs::rename(&beside, &file));
        if written.is_err() {
            let _ = fs::remove_file(&beside);
        }
    }
}

/// Git leaves the folder alone.
fn ignore(folder: &Path) -> std::io::Result<()> {
    let file = folder.join(".gitignore");
    if file.exists() { Ok(()) } else { fs::write(file, "*\n") }
}

fn file(root: &Path, output: &Path) -> PathBuf {
    let whole = fs::canonicalize(output).unwrap_or_else(|_| output.to_owned());
    let name = Digest::of(whole.to_string_lossy().as_bytes());
    root.join(STATE_NAME).join(format!("last-{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_kept_whole_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let (root, output) = (folder.path(), folder.path().join("public"));
        assert_eq!(Last::load(root, &output), None);
        let last = Last {
            key: "k".to_owned(),
            manifest: "m".to_owned(),
            human: String::new(),
            json: serde_json::json!({ "pages": 3 }),
        };
        last.save(root, &output);
        assert_eq!(Last::load(root, &output), Some(last));
        let kept = file(root, &output);
        let text = fs::read_to_string(&kept).unwrap();
        fs::write(&kept, text.replace("\"k\"", "\"x\"")).unwrap();
        assert_eq!(Last::load(root, &output), None);
        fs::write(&kept, "something else").unwrap();
        assert_eq!(Last::load(root, &output), None);
    }
}
