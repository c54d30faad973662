//! What one run leaves for the next: a memo as bytes, without texts and without files.
//!
//! Of an article its outline is kept, of a file only its digest: the output holds the file.
//! What the audit found is kept, with its places, and told again. Of all else only that is kept
//! of which nothing was said, so whatever there is to say is found again. Outlines are decoded
//! when they are asked for.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use postcard::to_stdvec;
use serde::{Deserialize, Serialize};

use crate::audit::Inspected;
use crate::audit::gate::{Origin, Piece};
use crate::audit::references::{Needs, Sound, Surface};
use crate::content::Page;
use crate::content::document::Link;
use crate::diagnostic::Outcome;
use crate::digest::{ByDigest, Digest};
use crate::memo::{Keys, Memo};
use crate::model::glossary::Use;
use crate::output::{Artifact, Content};
use crate::path::SourcePath;
use crate::render::Made;

/// How many times as much must be known as is new, so that the news are kept by themselves.
const FEW: usize = 8;

/// Outlines of articles, by the digest of all that they were read from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outlines {
    /// All that was kept.
    bytes: Vec<u8>,
    places: ByDigest<Place>,
}

/// Where an outline stands: all but its links, then these, which few builds ask for.
#[derive(Clone, Debug)]
struct Place {
    page: Range<usize>,
    links: Range<usize>,
}

impl Outlines {
    /// The outline that was kept under a digest, without its links.
    pub(crate) fn get(&self, key: &Digest) -> Option<Page> {
        let place = self.places.get(key)?;
        let page = self.bytes.get(place.page.clone())?;
        let mut page: Page = postcard::from_bytes(page).ok()?;
        page.document.lacks_links = !place.links.is_empty();
        Some(page)
    }

    /// Its links.
    pub(crate) fn links(&self, key: &Digest) -> Option<Vec<Link>> {
        let links = self.bytes.get(self.places.get(key)?.links.clone())?;
        postcard::from_bytes(links).ok()
    }

    /// Whether an outline was kept under a digest.
    pub(crate) fn has(&self, key: &Digest) -> bool {
        self.places.contains_key(key)
    }

    /// An outline and its links, as they were kept.
    fn bytes_of(&self, key: &Digest) -> Option<(&[u8], &[u8])> {
        let Place { page, links } = self.places.get(key)?.clone();
        Some((self.bytes.get(page)?, self.bytes.get(links)?))
    }
}

/// Everything that is kept but outlines, whose bytes precede it in the order of `outlines`.
#[derive(Debug, Default, Deserialize)]
struct Kept {
    /// How long each is, and its links.
    outlines: Vec<(Digest, usize, usize)>,
    ways: Option<Digest>,
    texts: Vec<SourcePath>,
    files: Vec<File>,
    surfaces: Vec<(Digest, Surface)>,
    audited: Vec<(Digest, Arc<Inspected>)>,
    origins: Vec<(Digest, Arc<[Origin]>)>,
    pieces: Vec<(Digest, Arc<[Piece]>)>,
    uses: Vec<(Digest, Arc<[Use]>)>,
    themes: Vec<(Digest, ())>,
    sound: Option<Arc<Sound>>,
    needs: Vec<(Digest, Arc<Needs>)>,
    compressed: Vec<(Digest, u64)>,
    /// Files that earlier parts have, and the output has no more.
    gone: Vec<Digest>,
}

/// A file of the output.
#[derive(Debug, Deserialize, Serialize)]
struct File {
    /// By its article and all that could be seen; by exactly what it was made from.
    keys: (Digest, Option<Digest>),
    digest: Digest,
    length: u64,
    origin: Option<SourcePath>,
}

impl Memo {
    /// What is worth keeping between two runs; [`Memo::from_bytes`] reads it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        // Writing to memory does not fail.
        let _ = self.write_to(&Self::default(), &mut bytes);
        bytes
    }

    /// What this memo knows beyond an earlier one; `None` if that is so much that it is as well to
    /// keep all. [`Memo::from_parts`] reads it behind the earlier one.
    pub fn news(&self, before: &Self) -> Option<Vec<u8>> {
        let new = new(&self.settled, &before.settled).count();
        if new * FEW > self.settled.len() {
            return None;
        }
        let mut bytes = Vec::new();
        // Writing to memory does not fail.
        let _ = self.write_to(before, &mut bytes);
        Some(bytes)
    }

    /// Writes what [`Memo::to_bytes`] gives, but for what `before` knows: outlines, then all else as
    /// [`Kept`] is read, then how long that is.
    pub(crate) fn write_to(
        &self,
        before: &Self,
        to: &mut dyn io::Write,
    ) -> io::Result<()> {
        let outlines = self.write_outlines(before, to)?;
        let files = new(&self.settled, &before.settled);
        let files =
            files.filter_map(|(wide, own)| file(*wide, own.keys, self.made_of(own)?));
        let mut files: Vec<File> = files.collect();
        files.sort_unstable_by_key(|file| file.keys);
        let themes =
            new(&self.themes, &before.themes).filter(|(_, said)| said.is_empty());
        let gone = new(&before.settled, &self.settled).map(|(key, _)| (key, &()));
        let mut rest = Writing { to, gathered: Vec::new(), length: 0 };
        rest.one(&outlines)?;
        rest.one(&self.ways)?;
        rest.one(&self.not_outlined())?;
        rest.each(files.iter())?;
        drop(files);
        let surfaces = in_order(new(&self.surfaces, &before.surfaces)).into_iter();
        rest.each(surfaces.map(|(key, own)| (key, own.anchors_only())))?;
        rest.each(in_order(new(&self.audited, &before.audited)).into_iter())?;
        rest.each(in_order(new(&self.origins, &before.origins)).into_iter())?;
        rest.each(in_order(new(&self.pieces, &before.pieces)).into_iter())?;
        rest.each(in_order(new(&self.uses, &before.uses)).into_iter())?;
        rest.each(in_order(themes.map(|(key, _)| (key, &()))).into_iter())?;
        rest.one(&self.sound)?;
        rest.each(in_order(new(&self.needs, &before.needs)).into_iter())?;
        rest.each(in_order(new(&self.compressed, &before.compressed)).into_iter())?;
        rest.each(in_order(gone).into_iter().map(|(key, ())| key))?;
        let length = rest.length;
        to.write_all(&length.to_le_bytes())
    }

    /// Writes the outlines of articles and gives the key and both lengths of each.
    fn write_outlines(
        &self,
        before: &Self,
        to: &mut dyn io::Write,
    ) -> io::Result<Vec<(Digest, usize, usize)>> {
        let mut pages: Vec<_> =
            self.pages.iter().filter(|(_, read)| is_outlined(read)).collect();
        pages.retain(|(key, _)| !before.outlines.has(key));
        pages.sort_unstable_by_key(|(key, _)| **key);
        let mut outlines = Vec::with_capacity(pages.len());
        for (key, read) in pages {
            let known = self.outlines.bytes_of(key);
            let new = match known {
                Some(_) => Ok(<(Vec<u8>, Vec<u8>)>::default()),
                None => encoded(&read.value).map_err(io::Error::other),
            }?;
            let (page, links) = known.unwrap_or((&new.0, &new.1));
            to.write_all(page)?;
            to.write_all(links)?;
            outlines.push((*key, page.len(), links.len()));
        }
        Ok(outlines)
    }

    /// The articles of which no outline is kept, in order.
    fn not_outlined(&self) -> Vec<&SourcePath> {
        let pages = self.pages.values().filter(|read| !is_outlined(read));
        let mut paths: Vec<_> = pages.map(|read| &read.value.path).collect();
        paths.sort_unstable();
        paths
    }

    /// Reads what [`Memo::to_bytes`] gave; `None` if it is anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Self::from_parts(bytes.to_vec(), 0, &[bytes.len()])
    }

    /// The same from bytes that are held from then on: from `start` a part that holds all, then
    /// parts with what became known since; and where each of them ends.
    pub fn from_parts(bytes: Vec<u8>, mut start: usize, ends: &[usize]) -> Option<Self> {
        let (mut memo, mut places) = (Self::default(), ByDigest::default());
        for end in ends {
            memo.add(&bytes, start..*end, &mut places)?;
            start = *end;
        }
        memo.outlines = Arc::new(Outlines { bytes, places });
        Some(memo)
    }

    fn add(
        &mut self,
        bytes: &[u8],
        part: Range<usize>,
        places: &mut ByDigest<Place>,
    ) -> Option<()> {
        let (body, length) = bytes.get(part.clone())?.split_last_chunk::<8>()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let (blobs, rest) = body.split_at_checked(body.len().checked_sub(length)?)?;
        let last = part.start + blobs.len();
        let kept: Kept = postcard::from_bytes(rest).ok()?;
        places.reserve(kept.outlines.len());
        let mut start = part.start;
        for (key, page, links) in kept.outlines {
            let middle = start.checked_add(page)?;
            let end = middle.checked_add(links)?;
            places.insert(key, Place { page: start..middle, links: middle..end });
            start = end;
        }
        if start > last {
            return None;
        }
        for key in &kept.gone {
            let fine = self.settled.remove(key).and_then(|own| own.keys.fine);
            fine.and_then(|fine| self.made.remove(&fine));
        }
        for file in kept.files {
            let content = Content::Kept { length: file.length };
            let artifact = Artifact { content, digest: file.digest, origin: file.origin };
            let made: Made = Outcome::clean(Some(artifact));
            let (wide, fine) = file.keys;
            self.settle(Some(wide), Keys { fine, near: None }, &made);
        }
        let surfaces = kept.surfaces.into_iter();
        self.surfaces.extend(surfaces.map(|(key, own)| (key, Arc::new(own))));
        self.audited.extend(kept.audited);
        self.origins.extend(kept.origins);
        self.pieces.extend(kept.pieces);
        self.uses.extend(kept.uses);
        self.themes.extend(kept.themes.into_iter().map(|(key, ())| (key, Vec::new())));
        (self.ways, self.texts, self.sound) = (kept.ways, kept.texts, kept.sound);
        self.needs.extend(kept.needs);
        self.compressed.extend(kept.compressed);
        Some(())
    }
}

/// An outline, and its links if it has some.
fn encoded(page: &Page) -> postcard::Result<(Vec<u8>, Vec<u8>)> {
    let links = &page.document.links;
    let links = if links.is_empty() { Ok(Vec::new()) } else { to_stdvec(links) };
    Ok((to_stdvec(page)?, links?))
}

/// Whether the outline of an article is kept.
fn is_outlined(read: &Outcome<Arc<Page>>) -> bool {
    read.diagnostics.is_empty() && read.value.can_be_outlined()
}

/// A file that nothing was said of.
fn file(wide: Digest, keys: Keys, made: &Made) -> Option<File> {
    let artifact = made.value.as_ref().filter(|_| made.diagnostics.is_empty())?;
    let length = match &artifact.content {
        Content::Asset(_) => return None,
        Content::Bytes(_) | Content::Kept { .. } => artifact.length(),
    };
    let (digest, origin) = (artifact.digest, artifact.origin.clone());
    Some(File { keys: (wide, keys.fine), digest, length, origin })
}

/// The answers that others have no key of.
fn new<'a, V>(
    all: &'a ByDigest<V>,
    before: &'a ByDigest<V>,
) -> impl Iterator<Item = (&'a Digest, &'a V)> {
    all.iter().filter(|(key, _)| !before.contains_key(*key))
}

/// Answers in the order of their keys, so that the same memo gives the same bytes.
fn in_order<'a, V: 'a>(
    answers: impl IntoIterator<Item = (&'a Digest, &'a V)>,
) -> Vec<(&'a Digest, &'a V)> {
    let mut answers: Vec<_> = answers.into_iter().collect();
    answers.sort_unstable_by_key(|(key, _)| **key);
    answers
}

/// Writes values one after the other: all bytes together would take much room.
struct Writing<'w> {
    to: &'w mut dyn io::Write,
    /// Those of one value.
    gathered: Vec<u8>,
    /// How many bytes were written.
    length: u64,
}

impl Writing<'_> {
    fn one(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.gathered.clear();
        let gathered = std::mem::take(&mut self.gathered);
        self.gathered = postcard::to_extend(value, gathered).map_err(io::Error::other)?;
        self.length += self.gathered.len() as u64;
        self.to.write_all(&self.gathered)
    }

    /// Writes a list.
    fn each<V: Serialize>(
        &mut self,
        mut list: impl ExactSizeIterator<Item = V>,
    ) -> io::Result<()> {
        self.one(&list.len())?;
        list.try_for_each(|one| self.one(&one))
    }
}
