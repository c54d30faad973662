//! The plans of a taper page as templates see them: the form, and one page for each plan.
//!
//! It only words what [`crate::taper`] has worked out and proven; it calculates no amounts.

mod chart;
mod text;
mod words;

use std::fmt::Write as _;

use serde::Serialize;

pub use chart::{Chart, XTick, YTick};
pub use text::{groups, rows, sentence, title, warning};
pub use words::{ENGLISH, SHORT_DISCLAIMER, Words};

use crate::path::slugify;
use crate::taper::{Entry, Grams, Grid, Pace, Plan, Schedule};
use chart::chart;
use text::{a_day, css, grams, length, pace_label};

/// All that a projection reads.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The plans.
    pub grid: &'a Grid,
    /// The words around them.
    pub words: Words<'a>,
    /// Where things are, seen from the page being made.
    pub places: Places<'a>,
}

/// Addresses, relative to the page being made except for permalinks.
#[derive(Clone, Copy)]
pub struct Places<'a> {
    /// The taper page.
    pub home: &'a str,
    /// Who must not do this alone.
    pub exclusions: &'a str,
    /// The sources.
    pub sources: &'a str,
    /// A plan's page.
    pub plan: &'a dyn Fn(&Plan) -> String,
    /// A plan's page in full, for paper.
    pub permalink: &'a dyn Fn(&Plan) -> String,
    /// A plan's CSV file.
    pub csv: &'a dyn Fn(&Plan) -> String,
}

/// How much of each plan a page needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Everything.
    Whole,
    /// Names, addresses and lengths; no rows, groups or chart. For the list of plans on a
    /// page that shows one of them.
    Outline,
}

/// `taper` in templates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TaperView {
    /// What is cut down: `kratom leaf`.
    pub substance: String,
    /// The unit of every amount: `g`.
    pub unit: String,
    /// Stands before every table.
    pub short_disclaimer: String,
    /// Who must not do this alone.
    pub exclusions_url: String,
    /// The taper page.
    pub home_url: String,
    /// The sources.
    pub sources_url: String,
    /// Starting amounts to choose from.
    pub starts: Vec<StartView>,
    /// Paces to choose from.
    pub paces: Vec<PaceView>,
    /// A plan for each start and pace, pace by pace.
    pub plans: Vec<PlanView>,
}

/// A starting amount to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StartView {
    /// The grams: `2.5`.
    pub value: String,
    /// Part of an element's id: `2.5`.
    pub id: String,
    /// The id as a part of a CSS selector: `2\.5`.
    pub css_id: String,
    /// The amount in words: `2.5 g a day`.
    pub label: String,
}

/// A pace to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PaceView {
    /// Part of an element's id: `gentle`.
    pub id: String,
    /// Its name: `Gentle`.
    pub title: String,
    /// What it means, in a sentence.
    pub label: String,
    /// Whether it is only for use with medical advice.
    pub with_advice: bool,
}

/// `plan` in templates, and each of `taper.plans`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlanView {
    /// Part of an element's id: `2.5-gentle`.
    pub id: String,
    /// The id as a part of a CSS selector: `2\.5-gentle`.
    pub css_id: String,
    /// The grams it starts from: `20`.
    pub start: String,
    /// The same in words: `20 g a day`.
    pub start_text: String,
    /// Its pace.
    pub pace_id: String,
    /// The pace's name.
    pub pace_title: String,
    /// Whether it is only for use with medical advice.
    pub with_advice: bool,
    /// Its name: `20 g a day, gentle pace`.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Its page in full, for paper.
    pub permalink: String,
    /// Its CSV file.
    pub csv_url: String,
    /// The name of that file; says that nobody has tested the plan.
    pub csv_name: String,
    /// The whole plan in a sentence.
    pub sentence: String,
    /// Its length to the nearest week, if nobody holds.
    pub weeks: u32,
    /// Its length in days, if nobody holds.
    pub days: u32,
    /// How many cuts there are.
    pub cuts: usize,
    /// The first cut in grams, unless there is none.
    pub first_cut: Option<String>,
    /// What to read before anything else, from 20 g a day.
    pub warning: Option<WarningView>,
    /// Every row.
    pub rows: Vec<RowView>,
    /// The same rows by phase.
    pub groups: Vec<GroupView>,
    /// Columns that the doses of a row need.
    pub columns: u32,
    /// The plan as a drawing.
    pub chart: Chart,
}

/// What a plan says first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WarningView {
    /// The line that was passed, in grams: `20` or `40`.
    pub level: String,
    /// What to do.
    pub title: String,
    /// Why, and how the plan may be used.
    pub text: String,
}

/// One amount of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowView {
    /// Which row, from 0.
    pub number: usize,
    /// `baseline`, `daily`, `every other day`, `every third day` or `stop`.
    pub phase: String,
    /// The day it starts.
    pub first_day: u32,
    /// The day it ends; for `stop` the first day.
    pub last_day: u32,
    /// How long it lasts.
    pub days: u32,
    /// When that is, in words: `Weeks 2 to 3`.
    pub weeks_text: String,
    /// Grams on a day with doses.
    pub amount: String,
    /// Grams less than before.
    pub cut: String,
    /// Grams of each dose.
    pub doses: Vec<String>,
}

/// The rows of one phase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupView {
    /// The phase, as in its rows.
    pub phase: String,
    /// A heading.
    pub title: String,
    /// What to know about it.
    pub note: Option<String>,
    /// Whether to ask a doctor before it.
    pub ask_first: bool,
    /// Its rows.
    pub rows: Vec<RowView>,
}

/// Projects a whole taper page.
pub fn taper(input: &Input<'_>, detail: Detail) -> TaperView {
    let Input { grid, words, places } = input;
    let settings = grid.settings();
    let start = |start: &Grams| {
        let value = format!("{start:.0}");
        StartView {
            css_id: css(&value),
            id: value.clone(),
            label: a_day(*start, words),
            value,
        }
    };
    let pace = |pace: &Pace| PaceView {
        id: pace.id.clone(),
        title: words.by_id("taper_pace_title", &pace.id, &[]),
        label: pace_label(pace, settings.resolution, words),
        with_advice: pace.needs_advice(),
    };
    TaperView {
        substance: settings.substance.clone(),
        unit: words.text("taper_unit").to_owned(),
        short_disclaimer: words.text("taper_short_disclaimer").to_owned(),
        exclusions_url: places.exclusions.to_owned(),
        home_url: places.home.to_owned(),
        sources_url: places.sources.to_owned(),
        starts: settings.starts.iter().map(start).collect(),
        paces: settings.paces.iter().map(pace).collect(),
        plans: grid.entries().iter().map(|entry| plan(input, entry, detail)).collect(),
    }
}

/// Projects one plan.
pub fn plan(input: &Input<'_>, entry: &Entry, detail: Detail) -> PlanView {
    let Input { grid, words, places } = input;
    let Entry { plan, schedule } = entry;
    let (rows, groups, chart) = match detail {
        Detail::Whole => {
            (rows(schedule, words), groups(entry, words), chart(entry, words))
        }
        Detail::Outline => Default::default(),
    };
    let id = format!("{:.0}-{}", plan.start, plan.pace.id);
    PlanView {
        css_id: css(&id),
        id,
        start: format!("{:.0}", plan.start),
        start_text: a_day(plan.start, words),
        pace_id: plan.pace.id.clone(),
        pace_title: words.by_id("taper_pace_title", &plan.pace.id, &[]),
        with_advice: plan.pace.needs_advice(),
        title: title(plan, words),
        url: (places.plan)(plan),
        permalink: (places.permalink)(plan),
        csv_url: (places.csv)(plan),
        csv_name: csv_name(&grid.settings().substance, plan),
        sentence: sentence(entry, words),
        weeks: schedule.total_days().nearest_weeks(),
        days: schedule.total_days().count(),
        cuts: schedule.cuts().count(),
        first_cut: schedule.cuts().next().map(|row| row.cut.to_string()),
        warning: warning(plan.start, words),
        rows,
        groups,
        columns: plan.doses_per_day,
        chart,
    }
}

/// Where a plan's page lives below the taper page: `20-g/gentle/`.
pub fn folder(plan: &Plan) -> String {
    format!("{:.0}-g/{}/", plan.start, plan.pace.id)
}

/// The name of a plan's CSV file, which says that nobody has tested it.
pub fn csv_name(substance: &str, plan: &Plan) -> String {
    let (substance, start, pace) = (slugify(substance), plan.start, &plan.pace.id);
    format!("{substance}-{start:.0}-g-{pace}-example-only-not-tested.csv")
}

/// Every row as CSV: amounts in grams, a row's doses in one field with spaces between.
pub fn csv(schedule: &Schedule) -> String {
    let mut text = "row,phase,first_day,days,amount_g,cut_g,doses_g\n".to_owned();
    for (number, row) in schedule.rows.iter().enumerate() {
        let doses: Vec<String> = row.doses.iter().map(Grams::to_string).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{number},{},{},{},{},{},{}",
            row.phase.name(),
            row.first_day.number(),
            row.days.count(),
            row.amount,
            row.cut,
            doses.join(" ")
        );
    }
    text
}

#[cfg(test)]
mod tests;
