//! What decides the plans of a taper page, as a reviewer checks it: all settings, also those
//! that the program gives, so that no number can change unseen.

use crate::model::taper::TaperPage;
use crate::taper::{Days, Grams, Settings};

use super::text::words;

/// One line a setting.
pub(super) fn facts(taper: &TaperPage) -> Vec<String> {
    let settings = taper.grid.settings();
    let Settings {
        substance,
        starts,
        paces,
        floor,
        resolution,
        baseline_days,
        doses_per_day,
    } = settings;
    let starts: Vec<String> = starts.iter().map(Grams::to_string).collect();
    let mut facts = vec![
        format!("substance: {}", words(substance)),
        format!("starts: {} g a day", starts.join(", ")),
        format!("floor: {floor} g a day"),
        format!("resolution: {resolution} g"),
        format!("baseline: {} days", days(*baseline_days)),
        format!("doses: {doses_per_day} a day"),
    ];
    for (pace, said) in paces.iter().zip(&taper.paces) {
        facts.push(format!(
            "pace {}: {} % each {} days, then {} doses every other day and {} every third \
             day; {}; {}",
            pace.id,
            pace.percent,
            days(pace.step_days),
            pace.every_other_day_doses,
            pace.every_third_day_doses,
            words(&said.title),
            words(&said.label),
        ));
    }
    facts.push(format!("disclaimer: {}", words(&taper.short_disclaimer)));
    for warning in &taper.warnings {
        let (title, text) = (words(&warning.title), words(&warning.text));
        facts.push(format!("warning from {} g: {title}: {text}", warning.at));
    }
    facts.push(format!("sources: {}", taper.sources.join(", ")));
    facts
}

fn days(days: Days) -> u32 {
    days.count()
}
