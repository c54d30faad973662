//! The last build's answers, by the digest of all that they were made from.
//!
//! A build looks its questions up here and hands on what it used or made: nothing to evict,
//! nothing to invalidate. A build with an empty memo is the cold build.

use std::collections::HashMap;
use std::sync::Arc;

use crate::audit::Inspected;
use crate::audit::references::Surface;
use crate::content::Page;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::digest::Digest;
use crate::render::Made;

/// Articles that were read, files that were made, and themes that were checked.
#[derive(Clone, Debug, Default)]
pub struct Memo {
    pub(crate) pages: HashMap<Digest, Outcome<Arc<Page>>>,
    /// Files, by the template and exactly what it saw.
    pub(crate) made: HashMap<Digest, Made>,
    /// The same files, by the article and all that could be seen at all. Where this answers,
    /// nobody has to find out what a template would see.
    pub(crate) settled: HashMap<Digest, Settled>,
    /// What files name and offer to be named, by their bytes.
    pub(crate) surfaces: HashMap<Digest, Arc<Surface>>,
    /// What the rules find on pages, by their bytes.
    pub(crate) audited: HashMap<Digest, Arc<Inspected>>,
    /// Bytes of texts after compression, by quality and text.
    pub(crate) compressed: HashMap<Digest, u64>,
    pub(crate) themes: HashMap<Digest, Vec<Diagnostic>>,
}

/// A file, and the digest of exactly what it was made from, if it was worth remembering.
pub(crate) type Settled = (Option<Digest>, Made);

impl Memo {
    /// Keeps what an earlier build knew of files, when this one made none.
    pub(crate) fn keep_files(&mut self, before: &Self) {
        self.made.clone_from(&before.made);
        self.settled.clone_from(&before.settled);
        self.surfaces.clone_from(&before.surfaces);
        self.audited.clone_from(&before.audited);
        self.compressed.clone_from(&before.compressed);
    }

    /// How many answers there are: articles and files.
    pub fn len(&self) -> (usize, usize) {
        (self.pages.len(), self.made.len())
    }

    /// The digests of the files that are remembered, in no order.
    pub fn made_keys(&self) -> impl Iterator<Item = &Digest> {
        self.made.keys()
    }

    /// Whether a file is remembered.
    pub fn has_made(&self, key: &Digest) -> bool {
        self.made.contains_key(key)
    }

    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty() && self.made.is_empty()
    }
}
