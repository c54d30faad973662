//! Holds every page against its budget. What was compressed once is not compressed again.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::Wanted;
use crate::audit::gate::address;
use crate::audit::gate::budget::{Scales, Weight};
use crate::audit::references::target;
use crate::audit::{Finding, Inspected};
use crate::config::Budget;
use crate::digest::Digest;
use crate::memo::Memo;
use crate::output::{Artifact, Content, OutputTree};
use crate::path::OutputPath;
use crate::source::lossy;

/// What goes over the budget of its page, each with the number of the page.
///
/// # Errors
/// Everything is wanted if a page must be compressed of which only the digest was kept.
pub(super) fn weigh(
    (output, budget): (&OutputTree, &Budget),
    files: &[(&OutputPath, &Artifact)],
    pages: &[Arc<Inspected>],
    (before, memo): (&Memo, &mut Memo),
) -> Result<Vec<(usize, Finding)>, Wanted> {
    if budget.is_empty() {
        return Ok(Vec::new());
    }
    let weighed: Vec<_> = files
        .par_iter()
        .zip(pages)
        .map(|((path, artifact), page)| {
            let packed = RefCell::new(Vec::new());
            let lacks_text = Cell::new(false);
            let is_kept = matches!(artifact.content, Content::Kept { .. });
            let brotli = |part: &str, text: &dyn Fn() -> String| {
                let key = Digest::of_value(&(budget.quality, part, artifact.digest));
                let known = before.compressed.get(&key).copied();
                lacks_text.set(lacks_text.get() || (is_kept && known.is_none()));
                let bytes = known.unwrap_or_else(|| compressed(&text(), budget.quality));
                packed.borrow_mut().push((key, bytes));
                bytes
            };
            let over = on_scales(output, (path, artifact), &brotli, |scales| {
                page.weight.over(scales, budget)
            });
            if lacks_text.get() {
                Err(Wanted::Everything)
            } else {
                Ok((over, packed.into_inner()))
            }
        })
        .collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    for (at, (over, packed)) in weighed.into_iter().enumerate() {
        found.extend(over.into_iter().map(|one| (at, one)));
        memo.compressed.extend(packed);
    }
    Ok(found)
}

/// What a page measures, by the names of measures.
pub(super) fn measures(
    (output, budget): (&OutputTree, &Budget),
    (path, artifact): (&OutputPath, &Artifact),
    weight: &Weight,
) -> BTreeMap<&'static str, u64> {
    let brotli = |_: &str, text: &dyn Fn() -> String| compressed(&text(), budget.quality);
    on_scales(output, (path, artifact), &brotli, |scales| weight.measures(scales, budget))
}

/// What `weigh` makes of a page with everything that it needs to weigh it.
fn on_scales<T>(
    output: &OutputTree,
    (path, artifact): (&OutputPath, &Artifact),
    brotli: &dyn Fn(&str, &dyn Fn() -> String) -> u64,
    weigh: impl FnOnce(&Scales<'_>) -> T,
) -> T {
    let named = |address: &str| {
        let file = output.get(&target(path.as_str(), address))?;
        Some(file.length())
    };
    weigh(&Scales {
        address: &address(path.as_str()),
        length: artifact.length(),
        text: &|| text(artifact),
        brotli,
        bytes: &named,
    })
}

/// The text of a file that was made.
pub(super) fn text(artifact: &Artifact) -> String {
    let Content::Bytes(bytes) = &artifact.content else { return String::new() };
    lossy(&bytes.joined()).into_owned()
}

/// Bytes of a text after Brotli.
fn compressed(text: &str, quality: u32) -> u64 {
    let quality = i32::try_from(quality).unwrap_or_default();
    let size_hint = text.len();
    let settings =
        brotli::enc::BrotliEncoderParams { quality, size_hint, ..Default::default() };
    let mut packed = Vec::new();
    // Writing to memory does not fail.
    let _ = brotli::BrotliCompress(&mut text.as_bytes(), &mut packed, &settings);
    packed.len() as u64
}
