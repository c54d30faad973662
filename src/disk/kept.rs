//! What a scanner leaves for the next run: which articles need not be read again.

use serde::{Deserialize, Serialize};

use super::{Scanner, Seen, Stamp};
use crate::content::is_article;
use crate::digest::Digest;
use crate::path::SourcePath;
use crate::source::Source;

/// How many files must be known for each new one, so that it is not worth writing all.
const FEW: usize = 256;

/// An article that was read whole, and when.
#[derive(Debug, Deserialize, Serialize)]
struct Read {
    path: SourcePath,
    stamp: Stamp,
    digest: Digest,
}

impl Scanner {
    /// What is worth keeping between two runs, which [`Scanner::recall`] reads; `None` if so little
    /// is new that the next run had better read that again.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        if self.new * FEW <= self.seen.len() {
            return None;
        }
        let read = |(path, seen): (&SourcePath, &Seen)| {
            let is_sound = seen.diagnostics.is_empty() && is_article(path);
            let digest = match seen.source.as_ref().filter(|_| is_sound)? {
                Source::Asset(_) => return None,
                source => source.digest(),
            };
            Some(Read { path: path.clone(), stamp: seen.stamp?, digest })
        };
        let kept: Vec<Read> = self.seen.iter().filter_map(read).collect();
        postcard::to_stdvec(&kept).ok()
    }

    /// Takes what [`Scanner::to_bytes`] gave: an article whose stamp still stands is not read.
    /// Anything else is not taken.
    pub fn recall(&mut self, bytes: &[u8]) {
        let kept: Vec<Read> = postcard::from_bytes(bytes).unwrap_or_default();
        for Read { path, stamp, digest } in kept {
            let source = Some(Source::Unread(digest));
            let seen = Seen { stamp: Some(stamp), source, diagnostics: Vec::new() };
            self.seen.insert(path, seen);
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "the files are real")]
    use super::*;

    #[test]
    fn an_article_is_read_again_only_if_its_stamp_is_another() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir(root.join("content")).unwrap();
        let write = |name: &str, text: &str, age: u64| {
            let path = root.join(name);
            std::fs::write(&path, text).unwrap();
            let old = std::time::SystemTime::now() - std::time::Duration::from_secs(age);
            std::fs::File::options()
                .write(true)
                .open(path)
                .and_then(|file| file.set_modified(old))
                .unwrap();
        };
        for name in ["content/a.md", "content/b.md", "content/c.svg"] {
            write(name, "one", 10);
        }
        write("content/new.md", "one", 0);
        let mut first = Scanner::new(root);
        first.scan().unwrap();
        let mut second = Scanner::new(root);
        second.recall(&first.to_bytes().unwrap());
        write("content/b.md", "two", 9);
        let tree = second.scan().unwrap().value;
        let what = |tree: &crate::source::SourceTree, path: &str| match tree
            .get(&SourcePath::new(path))
        {
            Some(Source::Text(text)) => text.text.to_string(),
            Some(Source::Unread(digest)) => format!("unread {digest}"),
            other => panic!("{path}: {other:?}"),
        };
        let unread = format!("unread {}", Digest::of(b"one"));
        assert_eq!(what(&tree, "content/a.md"), unread);
        assert_eq!(what(&tree, "content/b.md"), "two");
        assert_eq!(what(&tree, "content/c.svg"), "one");
        assert_eq!(what(&tree, "content/new.md"), "one");
        let tree = second.read_unread().unwrap().value;
        assert_eq!(what(&tree, "content/a.md"), "one");
        let mut third = Scanner::new(root);
        third.recall(b"damaged");
        assert_eq!(what(&third.scan().unwrap().value, "content/a.md"), "one");
    }
}
