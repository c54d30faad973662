//! `plainleaf taper`: works out one example plan and writes it as text.
//!
//! Nothing here prints. The caller sends [`preface`] to standard error before the plan goes to
//! standard output, in every format, so that no plan leaves without its warnings.

use std::fmt::Write as _;
use std::str::FromStr;

use plainleaf::taper::{Entry, Grams, PlanError, Row, Settings, schedule};
use plainleaf::view::taper::{
    GroupView, RowView, SHORT_DISCLAIMER, Words, csv, groups, sentence, title, warning,
};

/// How wide text is, in characters.
const WIDTH: usize = 78;

/// What a plan is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Aligned text for people.
    Table,
    /// The columns of a plan page's file.
    Csv,
    /// One object.
    Json,
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "table" => Ok(Self::Table),
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            _ => Err(format!("no format `{text}`, expected `table`, `csv` or `json`")),
        }
    }
}

/// Works out a plan from what was typed, with the settings of a site's taper page or those
/// that are built in.
///
/// # Errors
/// A sentence that names the option, what was found and what was expected.
pub(crate) fn entry(
    settings: &Settings,
    start: &str,
    pace: &str,
    doses: Option<u32>,
) -> Result<Entry, String> {
    let doses = doses.unwrap_or(settings.doses_per_day);
    let settings = Settings { doses_per_day: doses, ..settings.clone() };
    let grams = start.parse::<Grams>().map_err(|e| format!("`--start {start}`: {e}"))?;
    let chosen = settings.pace(pace).ok_or_else(|| {
        let ids: Vec<_> =
            settings.paces.iter().map(|pace| format!("`{}`", pace.id)).collect();
        format!("`--pace {pace}`: no such pace, expected one of {}", ids.join(", "))
    })?;
    let plan = settings.plan(grams, chosen.clone());
    match schedule(&plan) {
        Ok(schedule) => Ok(Entry { plan, schedule }),
        Err(error @ PlanError::Outside { .. }) => {
            Err(format!("`--doses {doses}`: {error}"))
        }
        Err(error) => Err(format!("`--start {start}`: {error}")),
    }
}

/// What to print to standard error before the plan: the disclaimer, the warning for its
/// amount, and whether the pace needs medical advice.
pub(crate) fn preface(entry: &Entry) -> String {
    let mut text = format!("{SHORT_DISCLAIMER}\n");
    if let Some(warning) = warning(entry.plan.start, &Words::english()) {
        text.push_str(&wrap(&format!("{}. {}", warning.title, warning.text), ""));
    }
    if entry.plan.pace.needs_advice() {
        let _ = writeln!(text, "This pace is only for use with medical advice.");
    }
    plain(&text)
}

/// Writes the plan.
pub(crate) fn render(entry: &Entry, format: Format) -> String {
    match format {
        Format::Table => table(entry),
        Format::Csv => csv(&entry.schedule),
        Format::Json => json(entry),
    }
}

/// The plan under a heading for each phase, in columns.
fn table(entry: &Entry) -> String {
    let words = Words::english();
    let mut text = format!("{}\n\n", title(&entry.plan, &words));
    text.push_str(&wrap(&sentence(entry, &words), ""));
    text.push_str(&wrap(
        "Days count from the first. If you hold, everything below moves later.",
        "",
    ));
    for group in groups(entry, &words) {
        phase(&group, &mut text);
    }
    plain(&text)
}

/// One phase of the table.
fn phase(group: &GroupView, text: &mut String) {
    let ask = if group.ask_first { " (ask a doctor first)" } else { "" };
    let _ = writeln!(text, "\n{}{ask}", group.title);
    if let Some(note) = &group.note {
        text.push_str(&wrap(note, "  "));
    }
    let is_stop = group.rows.iter().all(|row| row.doses.is_empty());
    if !is_stop {
        let heads = ["row", "first day", "days", "grams", "cut"];
        let [row, first, days, grams, cut] = heads;
        let _ = writeln!(text, "  {row:>4}{first:>11}{days:>6}{grams:>8}{cut:>6}  doses");
    }
    for RowView { number, first_day, days, amount, cut, doses, .. } in &group.rows {
        let line = format!(
            "  {number:>4}{first_day:>11}{days:>6}{amount:>8}{cut:>6}  {}",
            doses.join("  ")
        );
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

/// The plan as one object; amounts are numbers of grams, exact to the tenth.
fn json(entry: &Entry) -> String {
    let Entry { plan, schedule } = entry;
    let warning = warning(plan.start, &Words::english());
    let warning = warning.map_or("null".to_owned(), |warning| {
        quote(&plain(&format!("{}. {}", warning.title, warning.text)))
    });
    let rows: Vec<String> = schedule.rows.iter().enumerate().map(json_row).collect();
    format!(
        "{{\n  \"disclaimer\": {},\n  \"warning\": {warning},\n  \"substance\": {},\n  \
         \"start_g\": {},\n  \"pace\": {},\n  \"only_with_medical_advice\": {},\n  \
         \"doses_per_day\": {},\n  \"total_days\": {},\n  \"rows\": [\n{}\n  ]\n}}\n",
        quote(SHORT_DISCLAIMER),
        quote(Settings::KRATOM_LEAF),
        plan.start,
        quote(&plan.pace.id),
        plan.pace.needs_advice(),
        plan.doses_per_day,
        schedule.total_days().count(),
        rows.join(",\n")
    )
}

/// One row, on a line of its own.
fn json_row((number, row): (usize, &Row)) -> String {
    let doses: Vec<String> = row.doses.iter().map(Grams::to_string).collect();
    format!(
        "    {{\"row\": {number}, \"phase\": {}, \"first_day\": {}, \"days\": {}, \
         \"amount_g\": {}, \"cut_g\": {}, \"doses_g\": [{}]}}",
        quote(row.phase.name()),
        row.first_day.number(),
        row.days.count(),
        row.amount,
        row.cut,
        doses.join(", ")
    )
}

/// A text as JSON.
fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Ordinary spaces, since a terminal has no use for the others.
fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// Breaks a text into lines of at most [`WIDTH`] characters, each with an indent.
fn wrap(text: &str, indent: &str) -> String {
    let mut wrapped = String::with_capacity(text.len() + 16);
    let mut width = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + 1 + length <= WIDTH {
            wrapped.push(' ');
            width += 1;
        } else {
            if width > 0 {
                wrapped.push('\n');
            }
            wrapped.push_str(indent);
            width = indent.chars().count();
        }
        wrapped.push_str(word);
        width += length;
    }
    wrapped.push('\n');
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_error(start: &str, pace: &str, doses: u32, expected: &str) {
        assert_eq!(entry(start, pace, doses).unwrap_err(), expected);
    }

    #[test]
    fn errors_name_the_option_what_was_found_and_what_is_expected() {
        check_error(
            "12.34",
            "standard",
            3,
            "`--start 12.34`: the start is 12.34 g, which is not a multiple of 0.1 g",
        );
        check_error(
            "50.1",
            "standard",
            3,
            "`--start 50.1`: the start is 50.1 g a day, expected 1.0 to 50.0",
        );
        check_error(
            "0.9",
            "standard",
            3,
            "`--start 0.9`: the start is 0.9 g a day, expected 1.0 to 50.0",
        );
        check_error(
            "ten",
            "standard",
            3,
            "`--start ten`: `ten` is not an amount, expected grams as digits such as `2.5`",
        );
        check_error(
            "10",
            "slow",
            3,
            "`--pace slow`: no such pace, expected one of `gentle`, `standard`, `faster`",
        );
        check_error(
            "10",
            "gentle",
            5,
            "`--doses 5`: a day's amount is 5 doses, expected 1 to 4",
        );
    }

    #[test]
    fn every_amount_and_format_is_written() {
        for tenth in 10..=500 {
            let start = format!("{}.{}", tenth / 10, tenth % 10);
            let entry = entry(&start, "faster", 3).unwrap();
            let json: serde_json::Value =
                serde_json::from_str(&render(&entry, Format::Json)).unwrap();
            assert_eq!(json["disclaimer"], SHORT_DISCLAIMER);
            assert_eq!(json["start_g"].to_string(), start);
            assert_eq!(json["warning"].is_null(), tenth < 200);
            assert_eq!(json["rows"].as_array().unwrap().len(), entry.schedule.rows.len());
            let table = render(&entry, Format::Table);
            assert!(table.lines().all(|line| line.chars().count() <= WIDTH), "{table}");
            assert!(table.contains("Every other day (ask a doctor first)"));
        }
    }

    #[test]
    fn the_table_is_aligned_and_explains_its_phases() {
        let table = render(&entry("1.1", "standard", 2).unwrap(), Format::Table);
        let expected = "\
1.1 g a day, standard pace

From 1.1 g to 1.0 g a day in 2 weeks, then 1.0 g every other day for 2 weeks,
then 1.0 g every third day for 15 days: 43 days in all (about 6 weeks). If you
hold, it takes longer.
Days count from the first. If you hold, everything below moves later.

Steady start
  Weigh what you take and take it at set times. No cuts yet.
   row  first day  days   grams   cut  doses
     0          1     7     1.1   0.0  0.6  0.5

Every day, less at each step
";
        assert!(table.starts_with(expected), "{table}");
        assert!(table.ends_with("\n     4         44     0     0.0   0.0\n"), "{table}");
    }

    #[test]
    fn no_plan_leaves_without_its_warnings() {
        let preface_of = |start, pace| preface(&entry(start, pace, 3).unwrap());
        assert_eq!(preface_of("19.9", "gentle"), format!("{SHORT_DISCLAIMER}\n"));
        assert_eq!(
            preface_of("40", "faster"),
            "Example only, to discuss with a health professional. Not tested in any study. \
             Leaf only.\nDo not do this alone. Ask about medicines that can help. This plan \
             starts at\n40 g a day or more. Do not start it by yourself: take this table to \
             your\nappointment and talk about it there.\nThis pace is only for use with \
             medical advice.\n"
        );
    }
}
