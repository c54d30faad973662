//! `plainleaf refs`: what became of the sources; with `update`, asks the services first.

use std::fmt::Write;
use std::path::Path;

use plainleaf::audit::sources::findings;
use plainleaf::bibliography::health::{Condition, Notice};
use plainleaf::config::{self, RefRules};
use plainleaf::diagnostic::{Diagnostic, Severity, line_column};
use plainleaf::model::sources::{Cited, SourceOverview};
use plainleaf::source::SourceTree;
use serde_json::{Value, json};

use super::args::{Format, Refs};
use super::report::{self, Failure};
use super::world::{Place, with_progress};
use super::{CLEAN, COULD_NOT_RUN, FINDINGS};

#[cfg(feature = "remote")]
mod update;

/// What asking the services came to; empty if nobody was asked.
#[derive(Debug, Default)]
struct Asked {
    /// How many identifiers were answered.
    answered: usize,
    /// Identifiers that were not, and why.
    failed: Vec<(String, String)>,
}

/// Lists every source; with `update`, asks the services first.
pub(crate) fn refs(root: &Path, options: &Refs) -> Result<u8, Failure> {
    let mut place = Place::open(root, &options.publication, None)?;
    #[cfg(feature = "remote")]
    let asked = match options.what {
        Some(super::args::RefsAction::Update) => {
            update::update(&mut place, &options.asking)?
        }
        None => Asked::default(),
    };
    #[cfg(not(feature = "remote"))]
    let asked = Asked::default();
    let (tree, built) = with_progress("reading the site", || place.build())?;
    let text = tree.text(config::FILE).map_or("", |text| &text.text);
    let rules = config::parse(text).value.refs;
    let is_ours = |found: &&Diagnostic| found.code.starts_with("source/");
    let found = built.diagnostics.iter().filter(is_ours).cloned().collect();
    let said = Said { tree: &tree, sources: &built.sources, rules: &rules, found, asked };
    match options.format {
        Format::Json => report::say(&format!("{:#}\n", said.json())),
        Format::Human => {
            report::print(&tree, &said.found);
            report::say(&said.human());
        }
    }
    let is_failed = !said.asked.failed.is_empty();
    let is_clean = said.found.is_empty();
    Ok(if is_failed {
        COULD_NOT_RUN
    } else if is_clean {
        CLEAN
    } else {
        FINDINGS
    })
}

/// What is said at the end.
struct Said<'a> {
    tree: &'a SourceTree,
    sources: &'a [SourceOverview],
    rules: &'a RefRules,
    found: Vec<Diagnostic>,
    asked: Asked,
}

impl Said<'_> {
    fn place(&self, cited: &Cited) -> (usize, usize) {
        let text = self.tree.text(cited.path.as_str()).map_or("", |text| &text.text);
        line_column(text, cited.span.0)
    }

    fn json(&self) -> Value {
        let found: Vec<Value> =
            self.found.iter().map(|one| report::json(self.tree, one)).collect();
        let is_error = |one: &&Diagnostic| one.severity == Severity::Error;
        let errors = self.found.iter().filter(is_error).count();
        let failed = |(identifier, why): &(String, String)| json!({ "identifier": identifier, "why": why });
        json!({
            "errors": errors,
            "warnings": found.len() - errors,
            "diagnostics": found,
            "answered": self.asked.answered,
            "failed": self.asked.failed.iter().map(failed).collect::<Vec<_>>(),
            "sources": self.sources.iter().map(|one| self.json_of(one)).collect::<Vec<_>>(),
        })
    }

    fn json_of(&self, source: &SourceOverview) -> Value {
        let Condition { identifiers, asked, notices, differences, .. } =
            &source.condition;
        let names = identifiers.iter().map(ToString::to_string);
        let notice = |notice: &Notice| {
            json!({
                "kind": notice.kind.name(),
                "date": notice.day.map(|day| day.to_string()),
                "at": notice.at.as_ref().map(ToString::to_string),
                "url": notice.at.as_ref().map(plainleaf::bibliography::health::Identifier::href),
            })
        };
        let difference = |one: &plainleaf::bibliography::health::Difference| json!({ "field": one.field, "ours": one.ours, "theirs": one.theirs, "of": one.of.to_string() });
        let place = |cited: &Cited| {
            let (line, column) = self.place(cited);
            json!({ "file": cited.path.as_str(), "url": cited.url.as_str(), "line": line, "column": column })
        };
        json!({
            "key": source.key,
            "title": source.title,
            "state": source.condition.name(),
            "asked": asked.map(|day| day.to_string()),
            "identifiers": names.collect::<Vec<_>>(),
            "notices": notices.iter().map(notice).collect::<Vec<_>>(),
            "differences": differences.iter().map(difference).collect::<Vec<_>>(),
            "findings": findings(source, self.rules).len(),
            "cited": source.cited.iter().map(place).collect::<Vec<_>>(),
        })
    }

    fn human(&self) -> String {
        let mut text = String::new();
        let width = self.sources.iter().map(|one| one.key.chars().count()).max();
        for source in self.sources {
            let state = source.condition.name();
            let day = source
                .condition
                .asked
                .map_or_else(|| "never".to_owned(), |day| day.to_string());
            let key = &source.key;
            let cited = self.cited(source);
            let _ = writeln!(
                text,
                "{key:0$}  {state:16}  {day:10}  {cited}",
                width.unwrap_or(0)
            );
        }
        let failed = &self.asked.failed;
        if !failed.is_empty() {
            let _ = writeln!(
                text,
                "not answered, {}; what was known of them stays:",
                failed.len()
            );
        }
        for (identifier, why) in failed {
            let _ = writeln!(text, "  {identifier} {why}");
        }
        text + &self.summary()
    }

    /// Where a source is cited, each page once.
    fn cited(&self, source: &SourceOverview) -> String {
        let mut places: Vec<String> = Vec::new();
        let mut last = None;
        for cited in &source.cited {
            if last != Some(&cited.path) {
                let (line, column) = self.place(cited);
                places.push(format!("{}:{line}:{column}", cited.path));
            }
            last = Some(&cited.path);
        }
        if places.is_empty() { "not cited".to_owned() } else { places.join(", ") }
    }

    fn summary(&self) -> String {
        let count = |name: &str| {
            self.sources.iter().filter(|one| one.condition.name() == name).count()
        };
        let asked = self.sources.iter().filter_map(|one| one.condition.asked);
        let oldest =
            asked.min().map_or_else(String::new, |day| format!("; oldest answer {day}"));
        let states = [
            ("retracted", "retracted"),
            ("partly-retracted", "partly retracted"),
            ("concern", "with an expression of concern"),
            ("missing", "missing"),
            ("differs", "that differ"),
            ("corrected", "corrected"),
            ("not-asked", "never asked about"),
            ("no-identifier", "without an identifier"),
        ];
        let number = u64::try_from(self.sources.len()).unwrap_or(u64::MAX);
        let mut text = report::count(number, "source");
        for (name, words) in states {
            let number = count(name);
            if number > 0 {
                let _ = write!(text, ", {number} {words}");
            }
        }
        text + &oldest + "\n"
    }
}
