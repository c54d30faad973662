//! The text of one page, for the person who signs it.

use super::Input;
use super::read::{read_bibliography, read_config, read_pages};
use crate::memo::Memo;
use crate::model::review::{ReviewedText, text_of};
use crate::model::{Parts, Publication};
use crate::path::SourcePath;
use crate::theme;

/// What a page says today, as its receipt would hold it; `None` if there is no such page.
pub fn text_to_review(
    input: &Input,
    before: &Memo,
    path: &SourcePath,
) -> Option<ReviewedText> {
    let mut found = Vec::new();
    let config = read_config(input, &mut found);
    let theme = theme::load(&input.tree, &config).take(&mut found);
    let bibliography = read_bibliography(&input.tree, &config, &mut found);
    let memo = (before, &mut Memo::default());
    let pages = read_pages(input, (&config, &theme), memo, &mut found).ok()?;
    let publication = Publication { today: input.today, drafts: input.drafts };
    let parts = Parts {
        config: &config,
        pages: &pages,
        tree: &input.tree,
        bibliography: &bibliography,
        publication,
    };
    let page = pages.iter().find(|page| page.path == *path)?;
    Some(text_of(page, parts, None))
}
