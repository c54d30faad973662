//! `plainleaf forecast`: what will change by itself, and whether the site can still be built.

use std::fmt::Write;
use std::path::Path;

use plainleaf::diagnostic::{Diagnostic, line_column};
use plainleaf::forecast::{self, Day, EventKind, Forecast};
use plainleaf::source::SourceTree;
use serde_json::{Value, json};

use super::args::{self, Format, Publication};
use super::report::{self, Failure};
use super::world::{Place, has_errors, with_progress};
use super::{CLEAN, FINDINGS};

/// Looks ahead and says what comes; 1 if a build of one of these days would fail.
pub(crate) fn forecast(root: &Path, options: &args::Forecast) -> Result<u8, Failure> {
    let publication = Publication { drafts: false, as_of: options.as_of, jobs: None };
    let mut place = Place::open(root, &publication, None)?;
    let (input, read) = with_progress("reading the site", || place.input())?;
    if has_errors(&read) {
        report::print(&input.tree, &read);
        return Ok(FINDINGS);
    }
    let ahead = with_progress("looking ahead", || {
        forecast::forecast(&input, place.memo(), options.days)
    });
    report::say(&match options.format {
        Format::Json => format!("{:#}\n", json(&input.tree, &ahead)),
        Format::Human => human(&input.tree, &ahead),
    });
    let fails = |day: &Day| day.errors.as_ref().is_some_and(|errors| !errors.is_empty());
    Ok(if ahead.days.iter().any(fails) { FINDINGS } else { CLEAN })
}

fn json(tree: &SourceTree, ahead: &Forecast) -> Value {
    let days: Vec<Value> = ahead
        .days
        .iter()
        .map(|day| {
            let events: Vec<Value> = day
                .events
                .iter()
                .map(|one| {
                    json!({ "kind": one.kind.name(), "what": one.what, "words": one.words })
                })
                .collect();
            let errors = day.errors.as_ref().map(|errors| -> Vec<Value> {
                errors.iter().map(|one| report::json(tree, one)).collect()
            });
            json!({ "date": day.date.to_string(), "events": events, "new_errors": errors })
        })
        .collect();
    json!({
        "from": ahead.from.map(|day| day.to_string()),
        "until": ahead.until.map(|day| day.to_string()),
        "days": days,
    })
}

fn human(tree: &SourceTree, ahead: &Forecast) -> String {
    let (Some(from), Some(until)) = (ahead.from, ahead.until) else {
        return String::new();
    };
    if ahead.days.is_empty() {
        return format!("nothing changes by itself from {from} to {until}\n");
    }
    let mut text = format!("what changes by itself after {from}, until {until}:\n");
    for day in &ahead.days {
        let _ = writeln!(text, "{}", day.date);
        for event in &day.events {
            let kind = sentence(event.kind);
            let _ = writeln!(text, "  {kind} {}: {}", event.what, event.words);
        }
        for error in day.errors.iter().flatten() {
            let place = place(tree, error);
            let _ = writeln!(text, "  the build will fail: {place}{}", error.message);
        }
    }
    text
}

fn sentence(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Publishes => "is published:  ",
        EventKind::Expires => "expires:       ",
        EventKind::Reminder => "reminder:      ",
        EventKind::Due => "review is due: ",
        EventKind::Overdue => "overdue:       ",
        EventKind::WaiverEnds => "waiver ends:   ",
        EventKind::SourcesAge => "sources age:   ",
        EventKind::LinkGone => "link is gone:  ",
    }
}

fn place(tree: &SourceTree, found: &Diagnostic) -> String {
    let Some(label) = &found.primary else { return String::new() };
    let text = tree.text(label.path.as_str()).map_or("", |text| &text.text);
    let (line, column) = line_column(text, label.span.start);
    format!("{}:{line}:{column}: ", label.path)
}
