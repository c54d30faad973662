//! The built site as a value: files in memory, and the manifest that names them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::{Bound, Range};
use std::sync::Arc;

use crate::digest::Digest;
use crate::path::{OutputPath, SourcePath};
use crate::source::Asset;

/// One file of the built site.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// What it holds.
    pub content: Content,
    /// Digest of what it holds.
    pub digest: Digest,
    /// The source that it was made from, if one file made it.
    pub origin: Option<SourcePath>,
}

/// What an artifact holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// These bytes.
    Bytes(Bytes),
    /// The bytes of an asset, unchanged.
    Asset(Asset),
    /// Bytes that somebody holds under the same path: the output, which the last build made, or
    /// a [`Shelf`].
    Kept {
        /// How many.
        length: u64,
    },
}

/// Bytes in one piece, or in three of which many files share the middle one.
#[derive(Clone, Debug)]
pub struct Bytes(Held);

#[derive(Clone, Debug)]
enum Held {
    /// As they were made, with more room than they take.
    Fresh(Arc<Vec<u8>>),
    One(Arc<[u8]>),
    Three(Arc<[Arc<[u8]>; 3]>),
}

impl Bytes {
    /// These bytes; if `shared` is among them, that part is not held again.
    fn around(bytes: &[u8], shared: &Arc<[u8]>) -> Self {
        let Some(at) = memchr::memmem::find(bytes, sample(shared))
            .filter(|at| !shared.is_empty() && bytes[*at..].starts_with(shared))
        else {
            return Self::from(Arc::from(bytes));
        };
        let (head, rest) = bytes.split_at(at);
        let tail = Arc::from(&rest[shared.len()..]);
        Self(Held::Three(Arc::new([head.into(), Arc::clone(shared), tail])))
    }

    /// The pieces, in order.
    pub fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        let (first, rest) = match &self.0 {
            Held::Fresh(bytes) => (&bytes[..], &[][..]),
            Held::One(bytes) => (&bytes[..], &[][..]),
            Held::Three(pieces) => (&pieces[0][..], &pieces[1..]),
        };
        std::iter::once(first).chain(rest.iter().map(|piece| &**piece))
    }

    /// All in one piece; this copies only if there are several.
    pub fn whole(&self) -> Arc<[u8]> {
        match &self.0 {
            Held::One(bytes) => Arc::clone(bytes),
            Held::Fresh(_) | Held::Three(_) => self.joined().into(),
        }
    }

    /// As [`Bytes::whole`], for a moment.
    pub fn joined(&self) -> Cow<'_, [u8]> {
        match &self.0 {
            Held::Fresh(bytes) => Cow::Borrowed(bytes),
            Held::One(bytes) => Cow::Borrowed(bytes),
            Held::Three(pieces) => Cow::Owned(pieces.concat()),
        }
    }

    /// Some of the bytes; those beyond the end are left out.
    pub fn part(&self, range: Range<usize>) -> Vec<u8> {
        let (mut part, mut start) = (Vec::new(), 0);
        for piece in self.pieces() {
            let end = start + piece.len();
            let (from, to) = (range.start.clamp(start, end), range.end.clamp(start, end));
            part.extend(piece.get(from - start..to - start).unwrap_or_default());
            start = end;
        }
        part
    }

    /// How many bytes.
    pub fn len(&self) -> usize {
        self.pieces().map(<[u8]>::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Default for Bytes {
    fn default() -> Self {
        Self::from(Arc::from(&b""[..]))
    }
}

impl From<Arc<[u8]>> for Bytes {
    fn from(bytes: Arc<[u8]>) -> Self {
        Self(Held::One(bytes))
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Held::Fresh(Arc::new(bytes)))
    }
}

/// The start of a long text, which is quick to look for.
fn sample(text: &[u8]) -> &[u8] {
    &text[..text.len().min(64)]
}

impl Artifact {
    /// A file made in memory.
    pub fn made(bytes: impl Into<Vec<u8>>, origin: Option<SourcePath>) -> Self {
        let bytes = bytes.into();
        Self { digest: Digest::of(&bytes), content: Content::Bytes(bytes.into()), origin }
    }

    /// Gets ready to be held for long: takes no more room than it must, and none for `shared`,
    /// which many others hold as well.
    pub fn settle(&mut self, shared: &Arc<[u8]>) {
        if let Content::Bytes(Bytes(Held::Fresh(bytes))) = &self.content {
            self.content = Content::Bytes(Bytes::around(bytes, shared));
        }
    }

    /// An asset, copied.
    pub fn copied(asset: &Asset, origin: SourcePath) -> Self {
        Self {
            digest: asset.digest,
            content: Content::Asset(asset.clone()),
            origin: Some(origin),
        }
    }

    /// How many bytes.
    pub fn length(&self) -> u64 {
        match &self.content {
            Content::Bytes(bytes) => bytes.len() as u64,
            Content::Asset(asset) => asset.length,
            Content::Kept { length } => *length,
        }
    }
}

/// Every file of the built site, by path.
#[derive(Clone, Debug, Default)]
pub struct OutputTree {
    files: BTreeMap<OutputPath, Artifact>,
}

impl OutputTree {
    /// Every file and its path, given away.
    pub fn into_files(self) -> impl Iterator<Item = (OutputPath, Artifact)> {
        self.files.into_iter()
    }

    /// Adds a file; gives back the one that stood there, which is a collision.
    pub fn insert(&mut self, path: OutputPath, artifact: Artifact) -> Option<Artifact> {
        self.files.insert(path, artifact)
    }

    /// Whether some files are only known to stand in the output.
    pub fn is_partial(&self) -> bool {
        self.files.values().any(|file| matches!(file.content, Content::Kept { .. }))
    }

    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&Artifact> {
        self.files.get(&OutputPath::parse(path).ok()?)
    }

    /// Every file, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&OutputPath, &Artifact)> {
        self.files.iter()
    }

    /// How many files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Names and digests of every file.
    pub fn manifest(&self) -> Manifest {
        Manifest {
            files: self.files.iter().map(|(p, a)| (p.clone(), a.digest)).collect(),
        }
    }
}

impl Extend<(OutputPath, Artifact)> for OutputTree {
    fn extend<I: IntoIterator<Item = (OutputPath, Artifact)>>(&mut self, files: I) {
        self.files.extend(files);
    }
}

impl FromIterator<(OutputPath, Artifact)> for OutputTree {
    fn from_iter<I: IntoIterator<Item = (OutputPath, Artifact)>>(files: I) -> Self {
        Self { files: files.into_iter().collect() }
    }
}

/// Where files are put as soon as they are made, so that nobody has to hold their bytes.
pub trait Shelf: Sync {
    /// Says which files may come, before the first of them does.
    fn expect(&self, paths: &[OutputPath]);

    /// Takes a file; false if it did not, and somebody must hold it.
    fn put(&self, path: &OutputPath, artifact: &Artifact) -> bool;
}

/// Which files a build wrote. Only files that stand in a manifest are ever deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Digest of each file, by path.
    pub files: BTreeMap<OutputPath, Digest>,
}

/// First line of a manifest file.
const HEADER: &str = "plainleaf manifest 1";

impl Manifest {
    /// Reads what [`Manifest::to_text`] wrote; `None` if it is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_like(text, &Self::default())
    }

    /// The same; paths that stand in `like` as well are shared with it, and not checked again.
    pub(crate) fn parse_like(text: &str, like: &Self) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next() != Some(HEADER) {
            return None;
        }
        let mut known = like.files.keys().peekable();
        let files = lines
            .map(|line| {
                let (digest, path) = line.split_once(' ')?;
                while known.next_if(|own| own.as_str() < path).is_some() {}
                let known = known.next_if(|own| own.as_str() == path).cloned();
                let path = known.or_else(|| OutputPath::parse(path).ok())?;
                Some((path, Digest::from_hex(digest)?))
            })
            .collect::<Option<_>>()?;
        Some(Self { files })
    }

    /// Whether a file of it stands within `folder`, which ends in a slash.
    pub(crate) fn has_below(&self, folder: &str) -> bool {
        let from = (Bound::Included(folder), Bound::Unbounded);
        let next = self.files.range::<str, _>(from).next();
        next.is_some_and(|(path, _)| path.as_str().starts_with(folder))
    }

    /// The digest of its text.
    pub fn digest(&self) -> Digest {
        Digest::of(self.to_text().as_bytes())
    }

    /// One line a file, in the order of paths: digest, space, path.
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(self.files.len() * 96);
        let _ = writeln!(text, "{HEADER}");
        for (path, digest) in &self.files {
            let _ = writeln!(text, "{digest} {path}");
        }
        text
    }
}

/// The media type of a file, by its extension; bytes that nobody knows are binary.
pub fn media_type(path: &OutputPath) -> &'static str {
    match path.extension().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "svg" => "image/svg+xml",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "vtt" => "text/vtt; charset=utf-8",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_files_hold_is_held_once() {
        let css: Arc<[u8]> = b"p { color: #123 }".repeat(9).into();
        let check = |text: &[u8], pieces: usize| {
            let mut file = Artifact::made(text, None);
            file.settle(&css);
            assert_eq!(file.digest, Digest::of(text));
            assert_eq!(file.length(), text.len() as u64);
            let Content::Bytes(bytes) = &file.content else { panic!("no asset") };
            assert_eq!((&*bytes.whole(), bytes.pieces().count()), (text, pieces));
            let middle = text.len() / 3..text.len() * 2 / 3;
            assert_eq!(bytes.part(middle.clone()), text[middle]);
            assert_eq!(bytes.part(0..text.len() + 1), text);
        };
        check(&[b"<style>", &*css, b"</style>"].concat(), 3);
        check(&css, 3);
        check(&css[1..], 1);
        check(b"", 1);
        let none: Arc<[u8]> = Arc::from(&b""[..]);
        let mut file = Artifact::made(b"a", None);
        assert_eq!(file.length(), 1);
        file.settle(&none);
        assert_eq!(file.length(), 1);
    }

    #[test]
    fn a_manifest_reads_what_it_wrote_and_nothing_else() {
        let mut tree = OutputTree::default();
        let path = OutputPath::parse("a b/index.html").unwrap();
        tree.insert(path, Artifact::made(&b"leaf"[..], None));
        let manifest = tree.manifest();
        assert_eq!(Manifest::parse(&manifest.to_text()), Some(manifest.clone()));
        assert_eq!(Manifest::parse("something else"), None);
        assert_eq!(Manifest::parse(&manifest.to_text().replace("a b", "../b")), None);
    }
}
