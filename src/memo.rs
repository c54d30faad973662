//! The last build's answers, by the digest of all that they were made from.
//!
//! A build looks its questions up here and hands on what it used or made: nothing to evict,
//! nothing to invalidate. A build with an empty memo is the cold build.

use std::collections::HashMap;
use std::sync::Arc;

use crate::content::Page;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::digest::Digest;
use crate::render::Made;

/// Articles that were read, files that were made, and themes that were checked.
#[derive(Clone, Debug, Default)]
pub struct Memo {
    pub(crate) pages: HashMap<Digest, Outcome<Arc<Page>>>,
    pub(crate) made: HashMap<Digest, Made>,
    pub(crate) themes: HashMap<Digest, Vec<Diagnostic>>,
}

impl Memo {
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
