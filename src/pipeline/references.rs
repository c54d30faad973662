//! Whether the files of the site name only what is published with them.

use std::sync::Arc;

use rayon::prelude::*;

use super::Wanted;
use super::gate::Looked;
use crate::audit::references::{Published, Resolver, Sound, Surface, Suspects};
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::memo::Memo;
use crate::model::Parts;
use crate::output::OutputTree;

/// What the files name and the site lacks: mistakes of themes, feeds and generated pages.
///
/// # Errors
/// Everything is wanted if addresses must be looked up that were not kept.
pub(super) fn dead_references(
    (output, files): (&OutputTree, &[Looked<'_>]),
    parts: Parts<'_>,
    (before, memo): (&Memo, &mut Memo),
) -> Result<Vec<Diagnostic>, Wanted> {
    let both = || files.iter().map(|one| (one.path, &one.surface));
    let keys = both().map(|(path, own)| (path.clone(), own.as_ref().map(|own| own.0)));
    let base_url = &parts.config.base_url;
    let now = Sound { base_url: base_url.clone(), files: keys.collect() };
    memo.surfaces.extend(surfaces(files).cloned());
    let suspects = before.sound.as_ref().map_or(Suspects::All, |sound| {
        sound.suspects(&now, &memo.surfaces, &before.surfaces)
    });
    let known: Vec<_> =
        both().filter_map(|(path, own)| Some((path, &*own.as_ref()?.1))).collect();
    let suspected = known.iter().copied().filter(|(path, _)| suspects.holds(path));
    let suspected: Vec<_> = suspected.collect();
    if suspected.iter().any(|(_, surface)| surface.is_partial()) {
        return Err(Wanted::Everything);
    }
    let resolver = Resolver::of(Published { tree: output, surfaces: &known, base_url });
    let dead_ends = suspected.par_iter();
    let dead_ends = dead_ends.map(|(path, own)| (*path, resolver.dead_ends(path, own)));
    let dead_ends: Vec<_> = dead_ends.collect();
    let found = resolver.report(dead_ends.into_iter(), parts.tree);
    memo.sound = found.is_empty().then(|| Arc::new(now));
    if !memo.stays {
        // Addresses that lead somewhere are not asked for again.
        let parts = surfaces(files).map(|own| (own.0, own.1.anchors_only()));
        memo.surfaces.extend(parts);
    }
    Ok(found)
}

fn surfaces<'a>(
    files: &'a [Looked<'_>],
) -> impl Iterator<Item = &'a (Digest, Arc<Surface>)> {
    files.iter().filter_map(|one| one.surface.as_ref())
}
