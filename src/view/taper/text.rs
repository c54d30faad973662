//! A plan's numbers in words: titles, sentences, notes and rows.

use super::{GroupView, RowView, WarningView, Words};
use crate::taper::{Caution, Days, Entry, Grams, Pace, Phase, Plan, Row, Schedule};

/// An amount with its unit and a no-break space: `5.0 g`.
pub(super) fn grams(amount: Grams, words: &Words<'_>) -> String {
    format!("{amount}\u{a0}{}", words.text("taper_unit"))
}

/// An amount a day, without a needless decimal: `20 g a day`.
pub(super) fn a_day(amount: Grams, words: &Words<'_>) -> String {
    let amount = format!("{amount:.0}\u{a0}{}", words.text("taper_unit"));
    words.fill("taper_amount_a_day", &[("amount", &amount)])
}

/// A length of time, exactly: in weeks if it is a whole number of them, else in days.
pub(super) fn length(time: Days, words: &Words<'_>) -> String {
    match time.whole_weeks() {
        Some(weeks) if weeks > 0 => count("taper_count_week", weeks, words),
        _ => count("taper_count_day", time.count(), words),
    }
}

/// `1 day` or `2 days`: the key for one, and with an `s` for several.
fn count(key: &str, count: u32, words: &Words<'_>) -> String {
    match count {
        1 => words.text(key).to_owned(),
        _ => words.fill(&format!("{key}s"), &[("count", &count.to_string())]),
    }
}

/// An id as part of a CSS selector: ids hold letters, digits, hyphens and dots only.
pub(super) fn css(id: &str) -> String {
    id.replace('.', "\\.")
}

/// What a plan is called: `20 g a day, gentle pace`.
pub fn title(plan: &Plan, words: &Words<'_>) -> String {
    let amount = format!("{:.0}\u{a0}{}", plan.start, words.text("taper_unit"));
    let pace = words.by_id("taper_pace_name", &plan.pace.id, &[]);
    words.fill("taper_plan_title", &[("amount", &amount), ("pace", &pace)])
}

/// What a pace means, for its choice.
pub(super) fn pace_label(pace: &Pace, least: Grams, words: &Words<'_>) -> String {
    let days = pace.step_days;
    let every = match days.whole_weeks() {
        Some(1) => words.text("taper_every_week").to_owned(),
        Some(weeks) => words.fill("taper_every_weeks", &[("count", &weeks.to_string())]),
        None => words.fill("taper_every_days", &[("count", &days.count().to_string())]),
    };
    words.by_id(
        "taper_pace_label",
        &pace.id,
        &[
            ("percent", &pace.percent.to_string()),
            ("least", &grams(least, words)),
            ("every", &every),
        ],
    )
}

/// The whole plan in a sentence; its numbers are those of the schedule.
pub fn sentence(entry: &Entry, words: &Words<'_>) -> String {
    let Entry { plan, schedule } = entry;
    let phase = |phase: Phase| {
        let row = schedule.rows.iter().find(|row| row.phase == phase);
        length(row.map_or(Days::ZERO, |row| row.days), words)
    };
    let total = schedule.total_days();
    let near = count("taper_count_week", total.nearest_weeks(), words);
    let weeks = match total.whole_weeks() {
        Some(_) => near,
        None => words.fill("taper_about", &[("time", &near)]),
    };
    let key =
        if plan.start > plan.floor { "taper_sentence" } else { "taper_sentence_level" };
    words.fill(
        key,
        &[
            ("start", &grams(plan.start, words)),
            ("floor", &grams(plan.floor, words)),
            ("daily", &length(schedule.daily_days(), words)),
            ("two", &phase(Phase::EveryOtherDay)),
            ("three", &phase(Phase::EveryThirdDay)),
            ("days", &count("taper_count_day", total.count(), words)),
            ("weeks", &weeks),
        ],
    )
}

/// What a plan with this start says first, from 20 g a day.
pub fn warning(start: Grams, words: &Words<'_>) -> Option<WarningView> {
    let caution = Caution::of(start)?;
    let (title, text) = match caution {
        Caution::DoctorFirst => ("taper_warning_20_title", "taper_warning_20_text"),
        Caution::NotAlone => ("taper_warning_40_title", "taper_warning_40_text"),
    };
    let level = format!("{:.0}", caution.from());
    let line = format!("{level}\u{a0}{}", words.text("taper_unit"));
    Some(WarningView {
        level,
        title: words.text(title).to_owned(),
        text: words.fill(text, &[("line", &line)]),
    })
}

/// Every row as templates see it.
pub fn rows(schedule: &Schedule, words: &Words<'_>) -> Vec<RowView> {
    let row = |(number, row): (usize, &Row)| {
        let before = row.first_day.before().count();
        RowView {
            number,
            phase: row.phase.name().to_owned(),
            first_day: row.first_day.number(),
            last_day: (before + row.days.count()).max(row.first_day.number()),
            days: row.days.count(),
            weeks_text: weeks_text(row, words),
            amount: row.amount.to_string(),
            cut: row.cut.to_string(),
            doses: row.doses.iter().map(Grams::to_string).collect(),
        }
    };
    schedule.rows.iter().enumerate().map(row).collect()
}

/// When a row is, if nobody holds: in weeks where it starts and ends with one, else in days.
fn weeks_text(row: &Row, words: &Words<'_>) -> String {
    let before = row.first_day.before();
    let between = |key: &str, first: u32, last: u32| {
        words.fill(key, &[("first", &first.to_string()), ("last", &last.to_string())])
    };
    let first_day = row.first_day.number();
    match (before.whole_weeks(), row.days.whole_weeks()) {
        (_, Some(0)) => between("taper_row_from", first_day, first_day),
        (Some(week), Some(1)) => between("taper_row_week", week + 1, week + 1),
        (Some(week), Some(weeks)) => between("taper_row_weeks", week + 1, week + weeks),
        _ => between("taper_row_days", first_day, before.count() + row.days.count()),
    }
}

/// The rows of each phase, with what to know about it.
pub fn groups(entry: &Entry, words: &Words<'_>) -> Vec<GroupView> {
    let floor = grams(entry.plan.floor, words);
    // A tenth of what the scale of the plan shows: finer cuts need a finer scale.
    let finer = Grams::from_milligrams(entry.plan.resolution.milligrams() / 10);
    let finer = grams(finer.unwrap_or_default(), words);
    let mut groups: Vec<GroupView> = Vec::new();
    for (row, view) in entry.schedule.rows.iter().zip(rows(&entry.schedule, words)) {
        match groups.last_mut() {
            Some(group) if group.phase == view.phase => group.rows.push(view),
            _ => {
                let key = row.phase.name().replace(' ', "_");
                let note = words.fill(
                    &format!("taper_note_{key}"),
                    &[("floor", &floor), ("finer", &finer)],
                );
                groups.push(GroupView {
                    phase: view.phase.clone(),
                    title: words.text(&format!("taper_phase_{key}")).to_owned(),
                    note: (!note.is_empty()).then_some(note),
                    ask_first: row.phase.has_gaps(),
                    rows: vec![view],
                });
            }
        }
    }
    groups
}
