//! What one run leaves on the disk for the next: what the last build of an output was made
//! from, so that a build of the same does nothing; its memo; which articles were read; and which
//! program it was.
//!
//! The files lie in `.plainleaf/` of the site's root; they are safe to delete. One that is
//! damaged, foreign or of another program means a build from the start, never an error.
#![expect(clippy::disallowed_methods, reason = "this module reads and writes its files")]

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::disk::stamp_digest;
use crate::emit::{MANIFEST_NAME, STATE_NAME};
use crate::memo::Memo;

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
        let text =
            fs::read_to_string(root.join(STATE_NAME).join(name("last", output))).ok()?;
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
        write(root, &name("last", output), |file| file.write_all(text.as_bytes()));
    }
}

/// This program: another may build another site from the same files.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// Digest of its bytes.
    pub digest: Digest,
    /// Digest of its file's stamp, if the site at hand has not kept both yet.
    news: Option<Digest>,
}

impl Program {
    /// Takes the digest that a site kept, if the file has the same stamp still; else reads it.
    pub fn of(root: &Path) -> Self {
        let file = std::env::current_exe().ok();
        let stamp = file.as_deref().and_then(stamp_digest);
        let kept = read(root, PROGRAM);
        let kept = kept.and_then(|kept| postcard::from_bytes(&kept).ok());
        if let Some((old, digest)) = kept
            && stamp == Some(old)
        {
            return Self { digest, news: None };
        }
        let read = |file| Digest::read(&mut fs::File::open(file).ok()?).ok();
        let version = || Digest::of(env!("CARGO_PKG_VERSION").as_bytes());
        let digest = file.and_then(read).map_or_else(version, |(digest, _)| digest);
        Self { digest, news: stamp }
    }

    /// Keeps the digest for the next run.
    pub fn save(&self, root: &Path) {
        if let Some(stamp) = self.news {
            let both = postcard::to_stdvec(&(stamp, self.digest));
            keep(root, PROGRAM, both.unwrap_or_default());
        }
    }
}

/// The file of which program it was.
const PROGRAM: &str = "program";

/// Reads what the last run kept for an output of the site at `root`: only if `program` kept it,
/// and if the output is still the one that it was kept for.
pub fn load_memo(root: &Path, output: &Path, program: Digest) -> Option<Recalled> {
    let mut bytes = read(root, &name("memo", output))?;
    let (head, _) = bytes.split_first_chunk::<HEAD>()?;
    let (head, whole) = (*head, bytes.len());
    let manifest = Digest::of(&fs::read(output.join(MANIFEST_NAME)).ok()?);
    let (of, written) = head.split_at(16);
    // News of another memo, or of another output, are none.
    let news = read(root, &name("news", output)).unwrap_or_default();
    let news =
        news.strip_prefix(&head).and_then(|news| news.strip_prefix(manifest.as_bytes()));
    if of != program.as_bytes() || (news.is_none() && written != manifest.as_bytes()) {
        return None;
    }
    let news = news.unwrap_or_default().to_vec();
    let mut ends = vec![whole];
    let mut rest = &news[..];
    while let Some((length, after)) = rest.split_first_chunk::<8>() {
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let (part, after) = after.split_at_checked(length)?;
        bytes.extend_from_slice(part);
        ends.push(bytes.len());
        rest = after;
    }
    let memo = Arc::new(Memo::from_parts(bytes, HEAD, &ends)?);
    Some(Recalled { memo, head, whole, news })
}

/// Bytes that a kept memo begins with: of which program and of which output it is.
const HEAD: usize = 32;

/// A memo that an earlier run kept.
#[derive(Clone, Debug)]
pub struct Recalled {
    /// The memo.
    pub memo: Arc<Memo>,
    head: [u8; HEAD],
    /// Bytes of the file that holds most of it.
    whole: usize,
    /// What became known since that was written: how long each piece is, and the piece.
    news: Vec<u8>,
}

impl Recalled {
    /// The news with those of `memo`, unless they grow so large that all is better written anew.
    fn with_news_of(&self, memo: &Memo) -> Option<Vec<u8>> {
        let own = memo.news(&self.memo)?;
        let length = (own.len() as u64).to_le_bytes();
        let all = [&self.news, &length[..], &own].concat();
        (all.len() <= self.whole / 8).then_some(all)
    }
}

/// Keeps a memo for the next run, of what it recalled only the news; `of` are the digests of the
/// program and of what was written.
pub fn save_memo(
    root: &Path,
    output: &Path,
    of: (Digest, Digest),
    (memo, recalled): (&Memo, Option<&Recalled>),
) {
    let (program, manifest) = of;
    let news = recalled.and_then(|own| Some((own.head, own.with_news_of(memo)?)));
    if let Some((head, news)) = news {
        let all = [&head[..], manifest.as_bytes(), &news].concat();
        return keep(root, &name("news", output), all);
    }
    // All of it in memory would be more than anything else in the whole build.
    let make = |to: &mut dyn Write| {
        to.write_all(program.as_bytes())?;
        to.write_all(manifest.as_bytes())?;
        memo.write_to(&Memo::default(), to)
    };
    write(root, &name("memo", output), |file| Digest::seal(file, make));
    let _ = fs::remove_file(root.join(STATE_NAME).join(name("news", output)));
}

/// Which articles the last run read, as [`crate::disk::Scanner::recall`] takes it.
pub fn load_seen(root: &Path) -> Option<Vec<u8>> {
    read(root, SEEN)
}

/// Keeps which articles were read, as [`crate::disk::Scanner::to_bytes`] gives it.
pub fn save_seen(root: &Path, bytes: Vec<u8>) {
    keep(root, SEEN, bytes);
}

/// The file of what a scanner saw.
const SEEN: &str = "seen";

/// Reads a file of the folder, if its checksum is right.
fn read(root: &Path, name: &str) -> Option<Vec<u8>> {
    Digest::unsealed(fs::read(root.join(STATE_NAME).join(name)).ok()?)
}

/// Keeps bytes with their checksum.
fn keep(root: &Path, name: &str, bytes: Vec<u8>) {
    write(root, name, |file| file.write_all(&Digest::sealed(bytes)));
}

/// Puts a file into the folder, in one step.
fn write(root: &Path, name: &str, make: impl FnOnce(&mut File) -> io::Result<()>) {
    let file = root.join(STATE_NAME).join(name);
    let Some(folder) = file.parent() else { return };
    let beside = file.with_extension(format!("{}.new", std::process::id()));
    let written = fs::create_dir_all(folder)
        .and_then(|()| ignore(folder))
        .and_then(|()| File::create(&beside))
        .and_then(|mut file| make(&mut file))
        .and_then(|()| fs::rename(&beside, &file));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
}

/// Git leaves the folder alone.
fn ignore(folder: &Path) -> std::io::Result<()> {
    let file = folder.join(".gitignore");
    if file.exists() { Ok(()) } else { fs::write(file, "*\n") }
}

/// The name of a file that is kept for one output.
fn name(what: &str, output: &Path) -> String {
    let whole = fs::canonicalize(output).unwrap_or_else(|_| output.to_owned());
    format!("{what}-{}", Digest::of(whole.to_string_lossy().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_read_once() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let first = Program::of(root);
        assert!(first.news.is_some());
        first.save(root);
        let second = Program::of(root);
        assert_eq!((second.digest, second.news), (first.digest, None));
        let kept = root.join(STATE_NAME).join(PROGRAM);
        let other = postcard::to_stdvec(&(Digest::of(b"stamp"), Digest::of(b"other")));
        keep(root, PROGRAM, other.unwrap());
        assert_eq!(Program::of(root).digest, first.digest);
        fs::write(&kept, "damaged").unwrap();
        assert_eq!(Program::of(root).digest, first.digest);
    }

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
        let kept = root.join(STATE_NAME).join(name("last", &output));
        let text = fs::read_to_string(&kept).unwrap();
        fs::write(&kept, text.replace("\"k\"", "\"x\"")).unwrap();
        assert_eq!(Last::load(root, &output), None);
        fs::write(&kept, "something else").unwrap();
        assert_eq!(Last::load(root, &output), None);
    }
}
