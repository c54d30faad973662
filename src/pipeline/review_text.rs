//! The text of one page, for the person who signs it.

use super::Input;
use super::read::Sources;
use crate::memo::Memo;
use crate::model::review::{ReviewedText, text_of};
use crate::path::SourcePath;

/// What a page says today, as its receipt would hold it; `None` if there is no such page.
pub fn text_to_review(
    input: &Input,
    before: &Memo,
    path: &SourcePath,
) -> Option<ReviewedText> {
    let known = Sources::read(input, before);
    let page = known.pages.iter().find(|page| page.path == *path)?;
    Some(text_of(page, known.parts(input), None))
}
