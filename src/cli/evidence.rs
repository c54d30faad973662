//! `plainleaf evidence`: what was built, from what, and what was tested, in two files.

use std::path::Path;

use plainleaf::disk;
use plainleaf::evidence::{evidence, html};
use plainleaf::path::SourcePath;

use super::args::Evidence;
use super::report::{self, Failure};
use super::world::{Place, has_errors, with_progress};
use super::{CLEAN, FINDINGS};

/// Name of the file for programs.
const JSON: &str = "evidence.json";
/// Name of the file for people.
const HTML: &str = "evidence.html";

/// Builds in memory and writes the pack; nothing is written if the site has errors.
pub(crate) fn run(root: &Path, options: &Evidence) -> Result<u8, Failure> {
    let folder = &options.folder;
    let own = ["content", "themes"].map(|name| root.join(name));
    if own.iter().any(|own| folder.starts_with(own)) {
        let message =
            format!("`{}` is a part of the site and would change it", folder.display());
        let help = "name another folder, such as evidence".to_owned();
        return Err(Failure::Typed(message, help));
    }
    let mut place = Place::open(root, &options.publication, options.base_url.clone())?;
    let (mut input, read) = with_progress("reading the site", || place.input())?;
    let build = || place.build_from(input.clone(), read);
    let (tree, built) = with_progress("building the site", build)?;
    report::print(&tree, &built.diagnostics);
    if has_errors(&built.diagnostics) {
        report::note("the site has errors; nothing was written\n");
        return Ok(FINDINGS);
    }
    input.tree = tree;
    let pack = with_progress("auditing the pages", || evidence(&input, &built));
    for (name, text) in [(JSON, pack.json()), (HTML, html(&pack))] {
        disk::replace(folder, &SourcePath::new(name), &text)?;
    }
    report::say(&format!(
        "{} pages, {} sources, {} rules: {} violations, {} places to look at, {} warnings; \
         {JSON} and {HTML} in {}\n",
        pack.counts.pages,
        pack.sources.len(),
        pack.rules.len(),
        pack.counts.violations,
        pack.counts.to_look_at,
        pack.counts.warnings,
        folder.display(),
    ));
    Ok(CLEAN)
}
