//! The last build's answers, by the digest of all that they were made from.
//!
//! A build looks its questions up here and hands on what it used or made: nothing to evict,
//! nothing to invalidate. A build with an empty memo is the cold build.

use std::sync::Arc;

use crate::audit::Inspected;
use crate::audit::gate::{Origin, Piece};
use crate::audit::references::{Needs, Sound, Surface};
use crate::content::Page;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::digest::{ByDigest, Digest};
use crate::kept::Outlines;
use crate::model::glossary::Use;
use crate::model::review::Judged;
use crate::model::{Arranged, Leads};
use crate::path::SourcePath;
use crate::prose::Reading;
use crate::render::Made;
use crate::view::job::Job;

/// Articles that were read, files that were made, and themes that were checked.
#[derive(Clone, Debug, Default)]
pub struct Memo {
    pub(crate) pages: ByDigest<Outcome<Arc<Page>>>,
    /// What an earlier run kept of articles.
    pub(crate) outlines: Arc<Outlines>,
    /// The digest of all that links may lead to, if no link was wrong.
    pub(crate) ways: Option<Digest>,
    /// The articles of which an earlier run kept none: a build will want their texts.
    pub(crate) texts: Vec<SourcePath>,
    /// Where links lead, by the article and all that links may lead to.
    pub(crate) leads: ByDigest<Leads>,
    /// Where articles use terms, by the article and the terms.
    pub(crate) uses: ByDigest<Arc<[Use]>>,
    /// Files, by the template and exactly what it saw.
    pub(crate) made: ByDigest<Made>,
    /// What the same files were made from, by the article and all that could be seen at all.
    /// Where this answers, nobody has to find out what a template would see.
    pub(crate) settled: ByDigest<Settled>,
    /// What the pages of articles were made from exactly, by the article and what it shows of
    /// others: the view need not be made for it.
    pub(crate) near: ByDigest<Digest>,
    /// Where all pages stand, and every file to make, by all that could be seen at all.
    pub(crate) order: ByDigest<Ordered>,
    /// Whether the next build is of the same process: then what is quick to find out, but not
    /// for every page, is kept as well.
    pub(crate) stays: bool,
    /// What files name and offer to be named, by their bytes.
    pub(crate) surfaces: ByDigest<Arc<Surface>>,
    /// The last files that were found to name nothing that is not there.
    pub(crate) sound: Option<Arc<Sound>>,
    /// What the rules find on pages, by their bytes and style sheets.
    pub(crate) audited: ByDigest<Arc<Inspected>>,
    /// Where what they found was written, by the page and all that it could be made from.
    pub(crate) origins: ByDigest<Arc<[Origin]>>,
    /// What they are about, by the page's bytes and the places there.
    pub(crate) pieces: ByDigest<Arc<[Piece]>>,
    /// Bytes of texts after compression, by quality and text.
    pub(crate) compressed: ByDigest<u64>,
    /// What pages name to be loaded, by their bytes; only if a page shows what was counted.
    pub(crate) needs: ByDigest<Arc<Needs>>,
    pub(crate) themes: ByDigest<Vec<Diagnostic>>,
    /// What articles gave that were read for their wording.
    pub(crate) readings: Readings,
    /// What receipts are worth, by the receipt, its article and all that could be seen at all.
    pub(crate) judged: ByDigest<Arc<Judged>>,
}

/// What articles gave that were read for their wording, by all that this depends on.
#[derive(Clone, Debug, Default)]
pub struct Readings {
    pub(crate) known: ByDigest<Arc<Reading>>,
}

/// What a file was made from, and the file itself if nobody can find it by that.
#[derive(Clone, Debug)]
pub(crate) struct Settled {
    pub(crate) keys: Keys,
    own: Option<Box<Made>>,
}

/// Where all pages stand, and every file to make with what is to be said of that.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ordered {
    pub(crate) pages: Option<Arc<Arranged>>,
    pub(crate) jobs: Option<Arc<Outcome<Vec<Job>>>>,
}

/// What a file was made from, if that was worth remembering.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Keys {
    /// The digest of exactly that.
    pub(crate) fine: Option<Digest>,
    /// The digest of its article and of what it shows of others.
    pub(crate) near: Option<Digest>,
}

impl Memo {
    /// A memo of nothing, for builds that follow each other in one process.
    pub fn lasting() -> Self {
        Self { stays: true, ..Self::default() }
    }

    /// A file that was made where the same could be seen, and what it was made from.
    pub(crate) fn settled(&self, wide: Digest) -> Option<(Keys, &Made)> {
        let settled = self.settled.get(&wide)?;
        Some((settled.keys, self.made_of(settled)?))
    }

    /// The file that is meant.
    pub(crate) fn made_of<'m>(&'m self, settled: &'m Settled) -> Option<&'m Made> {
        settled.own.as_deref().or_else(|| self.made.get(&settled.keys.fine?))
    }

    /// Remembers a file, by all that it could be made from and by what it was.
    pub(crate) fn settle(&mut self, wide: Option<Digest>, keys: Keys, made: &Made) {
        if let Some(fine) = keys.fine {
            self.made.insert(fine, made.clone());
        }
        if let Some(wide) = wide {
            let own = keys.fine.is_none().then(|| Box::new(made.clone()));
            self.settled.insert(wide, Settled { keys, own });
        }
    }

    /// Keeps what an earlier build knew of files, when this one made none.
    pub(crate) fn keep_files(&mut self, before: &Self) {
        self.made.clone_from(&before.made);
        self.settled.clone_from(&before.settled);
        self.near.clone_from(&before.near);
        self.surfaces.clone_from(&before.surfaces);
        self.sound.clone_from(&before.sound);
        self.audited.clone_from(&before.audited);
        self.pieces.clone_from(&before.pieces);
        self.origins.clone_from(&before.origins);
        self.compressed.clone_from(&before.compressed);
        self.needs.clone_from(&before.needs);
    }

    /// The articles whose texts the next build will want, most likely.
    pub fn texts(&self) -> &[SourcePath] {
        &self.texts
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
