//! The site's files as values. Only `disk` (or a test) fills one; the core only reads it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Outcome};
use crate::digest::Digest;
use crate::path::SourcePath;

/// One file: its text, or a handle to its bytes.
#[derive(Clone, Debug)]
pub enum Source {
    /// Markdown, templates, style sheets, data, SVG: whatever the core reads.
    Text(Text),
    /// Whatever is only copied.
    Asset(Asset),
    /// An article that is as it was when something was kept of it: its digest. A build that
    /// needs the text says so.
    Unread(Digest),
}

impl Source {
    /// The digest of what it holds.
    pub fn digest(&self) -> Digest {
        match self {
            Self::Text(text) => text.digest,
            Self::Asset(asset) => asset.digest,
            Self::Unread(digest) => *digest,
        }
    }
}

/// A text file, shared and hashed once.
#[derive(Clone, Debug)]
pub struct Text {
    /// The whole text, without a byte order mark; line ends as the author made them.
    pub text: Arc<str>,
    /// Its digest.
    pub digest: Digest,
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self { digest: Digest::of(text.as_bytes()), text: text.into() }
    }
}

/// A file that is copied as it is.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Where its bytes are.
    pub bytes: AssetBytes,
    /// Digest of the bytes.
    pub digest: Digest,
    /// How many bytes.
    pub length: u64,
    /// Width and height in pixels, if it is an image whose header says so.
    pub dimensions: Option<(u32, u32)>,
}

/// Where the bytes of an asset are.
#[derive(Clone, Debug)]
pub enum AssetBytes {
    /// In memory.
    Memory(Arc<[u8]>),
    /// In this file; read when it is written out.
    File(PathBuf),
}

impl From<&[u8]> for Asset {
    fn from(bytes: &[u8]) -> Self {
        Self {
            digest: Digest::of(bytes),
            length: bytes.len() as u64,
            dimensions: None,
            bytes: AssetBytes::Memory(bytes.into()),
        }
    }
}

/// All files of the site, in the order of their paths. Trees that are equal share them.
#[derive(Clone, Debug, Default)]
pub struct SourceTree {
    files: Arc<BTreeMap<SourcePath, Source>>,
}

impl FromIterator<(SourcePath, Source)> for SourceTree {
    fn from_iter<I: IntoIterator<Item = (SourcePath, Source)>>(files: I) -> Self {
        Self { files: Arc::new(files.into_iter().collect()) }
    }
}

impl SourceTree {
    /// Adds a file, or replaces it.
    pub fn insert(&mut self, path: SourcePath, source: Source) {
        Arc::make_mut(&mut self.files).insert(path, source);
    }

    /// Takes a file out.
    pub fn remove(&mut self, path: &SourcePath) {
        Arc::make_mut(&mut self.files).remove(path);
    }

    /// A tree of texts, for tests and examples: `(path, text)` each.
    pub fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut tree = Self::default();
        for (path, text) in files {
            tree.insert(SourcePath::new(path), Source::Text(text.into()));
        }
        tree
    }

    /// The file at `path`.
    pub fn get(&self, path: &SourcePath) -> Option<&Source> {
        self.files.get(path)
    }

    /// The text at `path`, if it is there and is text.
    pub fn text(&self, path: &str) -> Option<&Text> {
        match self.files.get(&SourcePath::new(path)) {
            Some(Source::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The digest of every path and every file.
    pub fn digest(&self) -> Digest {
        let files: Vec<_> =
            self.files.iter().map(|(path, s)| (path, s.digest())).collect();
        Digest::of_value(&files)
    }

    /// Every file, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&SourcePath, &Source)> {
        self.files.iter()
    }

    /// Every file below `folder`, by path.
    pub fn below<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a SourcePath, &'a Source)> {
        self.files
            .range(SourcePath::new(format!("{folder}/"))..)
            .take_while(move |(path, _)| path.below(folder).is_some())
    }
}

/// Reads bytes as UTF-8 text; a byte order mark is dropped.
///
/// What cannot be read is reported at its line and replaced, so that the rest can be checked.
pub fn decode(path: &SourcePath, bytes: &[u8]) -> Outcome<Text> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        let found = Diagnostic::error("text/not-utf8", "this file is UTF-16, not UTF-8")
            .at(path, 0..0)
            .help("save it again with the encoding UTF-8");
        return Outcome { value: "".into(), diagnostics: vec![found] };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Outcome::clean(text.into()),
        Err(error) => {
            let at = error.valid_up_to();
            let byte = bytes.get(at).copied().unwrap_or_default();
            let found = Diagnostic::error(
                "text/not-utf8",
                format!("byte 0x{byte:02x} is not UTF-8 text"),
            )
            .at(path, at..at)
            .help("save the file again with the encoding UTF-8");
            let lossy = lossy(bytes);
            Outcome { value: (&*lossy).into(), diagnostics: vec![found] }
        }
    }
}

/// A text for whoever need not know of bytes that are none. A whole one is told as such several
/// times as fast as by [`String::from_utf8_lossy`].
pub fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes)
        .map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoding_drops_a_mark_and_names_the_bad_byte() {
        let path = SourcePath::new("content/a.md");
        assert_eq!(&*decode(&path, b"\xef\xbb\xbfhi").value.text, "hi");
        let bad = decode(&path, b"ab\xffc");
        assert_eq!(bad.diagnostics[0].message, "byte 0xff is not UTF-8 text");
        assert_eq!(bad.diagnostics[0].primary.as_ref().map(|l| l.span.start), Some(2));
        assert_eq!(decode(&path, b"\xff\xfea\0").diagnostics[0].code, "text/not-utf8");
    }

    #[test]
    fn below_lists_one_folder_only() {
        let tree = SourceTree::of([
            ("content/a.md", ""),
            ("content2/b.md", ""),
            ("site.toml", ""),
        ]);
        let found: Vec<_> =
            tree.below("content").map(|(path, _)| path.as_str()).collect();
        assert_eq!(found, ["content/a.md"]);
    }
}
