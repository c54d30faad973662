//! What is known of a theme: it is checked with a sample, and its mistakes are told once.

use std::sync::Arc;

use crate::config::Config;
use crate::content::Page;
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::memo::Memo;
use crate::sample::Checked;
use crate::source::SourceTree;
use crate::theme::{self, Theme};

/// Renders the sample site with a theme, unless the last build did so.
pub(super) fn check_theme(
    theme: &Theme,
    pages: &[Arc<Page>],
    (extra, data): (&serde_json::Value, &serde_json::Value),
    (before, memo): (&Memo, &mut Memo),
) -> Vec<Diagnostic> {
    let page_extra = all_extra(pages);
    let for_sections: Vec<&str> = pages
        .iter()
        .filter(|page| page.is_section)
        .filter_map(|page| Some(page.front_matter.template.as_ref()?.0.as_str()))
        .collect();
    let checked = Checked {
        theme,
        extra,
        page_extra: &page_extra,
        data,
        for_sections: &for_sections,
    };
    let key = checked.digest();
    let said = before.themes.get(&key).cloned();
    let said = said.unwrap_or_else(|| crate::sample::check(checked));
    memo.themes.insert(key, said.clone());
    said
}

/// The digest of the files of all themes, and of which one the site names.
pub(super) fn look(tree: &SourceTree, config: &Config) -> Digest {
    let files = tree.below(theme::FOLDER).map(|(path, file)| (path, file.digest()));
    Digest::of_value(&(&config.theme, files.collect::<Vec<_>>()))
}

/// Whether a component may be unknown to an article only because its template is broken.
pub(super) fn follows_from_a_theme(problem: &Diagnostic) -> bool {
    let place = problem.primary.as_ref().map_or("", |label| label.path.as_str());
    problem.code.starts_with("component/") && !place.starts_with(theme::FOLDER)
}

/// Whether a file could not be read whole, so that a template would miss what it holds.
pub(super) fn hides_values(problem: &Diagnostic) -> bool {
    let kinds = ["toml/", "yaml/", "json/", "data/", "value/", "front-matter/"];
    kinds.iter().any(|kind| problem.code.starts_with(kind))
}

/// `[extra]` of all pages together, the first value of each key.
fn all_extra(pages: &[Arc<Page>]) -> serde_json::Value {
    let mut all = serde_json::Map::new();
    for page in pages {
        let extra = page.front_matter.extra.as_object();
        for (key, value) in extra.into_iter().flatten() {
            if !all.contains_key(key) {
                all.insert(key.clone(), value.clone());
            }
        }
    }
    serde_json::Value::Object(all)
}
