//! Which files need a look after an edit, when everything was there before it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Surface;
use crate::digest::{ByDigest, Digest};
use crate::path::OutputPath;

/// Files of which none names anything that is not there.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Sound {
    /// The address of the site that they were looked at for.
    pub(crate) base_url: String,
    /// The key of what each names and offers; `None` for a file that names nothing.
    pub(crate) files: BTreeMap<OutputPath, Option<Digest>>,
}

/// The files whose addresses must be looked up.
#[derive(Debug, PartialEq)]
pub(crate) enum Suspects {
    /// All of them.
    All,
    /// These, in order; what the others name was there and still is.
    Some(Vec<OutputPath>),
}

impl Suspects {
    /// Whether a file is one of them.
    pub(crate) fn holds(&self, path: &OutputPath) -> bool {
        match self {
            Self::All => true,
            Self::Some(paths) => paths.binary_search(path).is_ok(),
        }
    }
}

impl Sound {
    /// Compares the files before an edit, `self`, with those after it. What was there before is
    /// still there unless a file is gone, or lost the name of a part.
    pub(crate) fn suspects(
        &self,
        now: &Self,
        surfaces: &ByDigest<Arc<Surface>>,
        before: &ByDigest<Arc<Surface>>,
    ) -> Suspects {
        if self.base_url != now.base_url {
            return Suspects::All;
        }
        let mut changed = Vec::new();
        let mut met = 0;
        for (path, key) in &now.files {
            let old = self.files.get(path);
            met += usize::from(old.is_some());
            if old == Some(key) {
                continue;
            }
            // A new file takes nothing away, and one of a kind that we do not read has any part.
            if let Some(Some(old)) = old {
                let (old, new) =
                    (before.get(old), key.and_then(|key| surfaces.get(&key)));
                let loses_none = old.zip(new).is_some_and(|(old, new)| {
                    old.anchors().all(|name| new.has_anchor(name))
                });
                if !loses_none {
                    return Suspects::All;
                }
            }
            changed.push(path.clone());
        }
        if met < self.files.len() { Suspects::All } else { Suspects::Some(changed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::references::references;

    /// A site of `(path, text)`; its surfaces stand in a map.
    fn site(files: &[(&str, &str)]) -> (Sound, ByDigest<Arc<Surface>>) {
        let (mut sound, mut known) = (Sound::default(), ByDigest::default());
        for (path, text) in files {
            let path = OutputPath::parse(path).unwrap();
            let read = references(&path.extension(), text.as_bytes());
            let key = read.map(|surface| {
                let key = Digest::of(text.as_bytes());
                known.insert(key, Arc::new(surface).anchors_only());
                key
            });
            sound.files.insert(path, key);
        }
        (sound, known)
    }

    fn check(before: &[(&str, &str)], now: &[(&str, &str)], expected: Option<&[&str]>) {
        let ((before, old), (now, new)) = (site(before), site(now));
        let found = match before.suspects(&now, &new, &old) {
            Suspects::All => None,
            Suspects::Some(paths) => Some(paths),
        };
        let found = found.map(|f| f.iter().map(ToString::to_string).collect::<Vec<_>>());
        let expected = expected.map(|e| e.iter().map(ToString::to_string).collect());
        assert_eq!(found, expected);
    }

    #[test]
    fn only_what_changed_is_suspect_while_nothing_is_lost() {
        let a = ("a.html", "<p id=x>");
        check(&[a], &[a], Some(&[]));
        check(&[a], &[("a.html", "<p id=x><p id=y>")], Some(&["a.html"]));
        check(&[a], &[a, ("b.html", "")], Some(&["b.html"]));
        check(&[a, ("c.png", "1")], &[a, ("c.png", "2")], Some(&[]));
        check(&[a], &[("a.html", "<p id=y>")], None);
        check(&[a, ("b.html", "")], &[a], None);
        check(&[a, ("b.html", "")], &[a, ("c.html", "")], None);
    }
}
