//! `plainleaf taper`: one plan, with its warnings on standard error.

use std::path::Path;

use plainleaf::pipeline::taper_settings;
use plainleaf::taper::Settings;

use super::args::{PlanFormat, Publication, Taper};
use super::plan::{Format, entry, preface, render};
use super::report::{self, Failure};
use super::world::Place;
use super::{CLEAN, FINDINGS};

/// Prints a plan with the settings of the site's taper page, else with those built in.
pub(crate) fn run(root: &Path, options: &Taper) -> Result<u8, Failure> {
    let publication = Publication { drafts: true, as_of: None, jobs: None };
    let mut settings = Settings::kratom_leaf();
    if let Ok(mut place) = Place::open(root, &publication, None) {
        let (input, _) = place.input()?;
        let read = taper_settings(&input);
        if !read.diagnostics.is_empty() {
            report::print(&input.tree, &read.diagnostics);
            return Ok(FINDINGS);
        }
        settings = read.value.unwrap_or(settings);
    }
    let entry = entry(&settings, &options.start, &options.pace, options.doses).map_err(
        |message| Failure::Typed(message, "see plainleaf taper --help".to_owned()),
    )?;
    report::note(&preface(&entry));
    let format = match options.format {
        PlanFormat::Table => Format::Table,
        PlanFormat::Csv => Format::Csv,
        PlanFormat::Json => Format::Json,
    };
    report::say(&render(&entry, format));
    Ok(CLEAN)
}
