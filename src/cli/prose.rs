//! What `plainleaf check` says of the wording of articles: in a line, in full, or as JSON.

use std::fmt::Write;
use std::sync::Arc;

use plainleaf::diagnostic::{Diagnostic, Severity};
use plainleaf::prose::{Measures, Reading};
use plainleaf::source::SourceTree;
use serde_json::{Value, json};

use super::report;

/// The advice in all readings; what is firm was said by the build.
fn notices(readings: &[Arc<Reading>]) -> impl Iterator<Item = &Diagnostic> {
    let all = readings.iter().flat_map(|reading| &reading.found);
    all.filter(|one| one.severity == Severity::Notice)
}

/// The articles that were measured: those in English that hold text.
fn measured(readings: &[Arc<Reading>]) -> impl Iterator<Item = (&Reading, Measures)> {
    let measures =
        |one: &Arc<Reading>| one.measures.filter(|measures| measures.words > 0);
    readings.iter().filter_map(move |one| Some((&**one, measures(one)?)))
}

/// Adds advice and measures to the answer for programs.
pub(crate) fn add(json: &mut Value, tree: &SourceTree, readings: &[Arc<Reading>]) {
    json["notices"] = notices(readings).map(|one| report::json(tree, one)).collect();
    let reading = |(one, measures): (&Reading, Measures)| {
        json!({
            "file": one.path.as_str(),
            "words": measures.words,
            "sentences": measures.sentences,
            "syllables": measures.syllables,
            "grade": hundredths(measures.grade()),
            "ease": hundredths(measures.ease()),
        })
    };
    json["reading"] = measured(readings).map(reading).collect();
}

fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// All advice, and a line for each article that was measured.
pub(crate) fn in_full(tree: &SourceTree, readings: &[Arc<Reading>]) -> String {
    for one in notices(readings) {
        report::note(&report::human(tree, one, report::colour()));
    }
    let mut text = "grade   ease  words  sentences  page\n".to_owned();
    for (one, measures) in measured(readings) {
        let Measures { words, sentences, .. } = measures;
        let (grade, ease) = (measures.grade(), measures.ease());
        let _ = writeln!(
            text,
            "{grade:5.1}  {ease:5.1}  {words:5}  {sentences:9}  {}",
            one.path
        );
    }
    text
}

/// How hard the articles are, and how much advice there is, in a line.
pub(crate) fn in_short(readings: &[Arc<Reading>]) -> String {
    let grades: Vec<f64> = measured(readings).map(|(_, one)| one.grade()).collect();
    let (least, most) = grades.iter().fold((f64::MAX, f64::MIN), |(least, most), one| {
        (least.min(*one), most.max(*one))
    });
    let count = notices(readings).count();
    let mut text = String::new();
    if !grades.is_empty() {
        let _ = write!(text, "reading grade {least:.1} to {most:.1}");
    }
    if count > 0 {
        let files: std::collections::BTreeSet<_> = notices(readings)
            .filter_map(|one| one.primary.as_ref().map(|label| &label.path))
            .collect();
        let between = if text.is_empty() { "" } else { "; " };
        let _ = write!(
            text,
            "{between}{} on wording in {}, shown by check --notices",
            report::count(count as u64, "notice"),
            report::count(files.len() as u64, "file"),
        );
    }
    if text.is_empty() { text } else { text + "\n" }
}
