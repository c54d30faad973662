//! `plainleaf links`: asks other sites, remembers their answers, and says what follows.

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use jiff::civil::Date;
use plainleaf::audit::external::{FILE, Judged, Memory, Verdict, judged};
use plainleaf::config::{self, LinkRules};
use plainleaf::diagnostic::{Diagnostic, line_column};
use plainleaf::model::external::ExternalLink;
use plainleaf::remote::{self, Asked, NotAsked};
use plainleaf::source::SourceTree;
use serde_json::{Value, json};

use super::args::{Format, Links};
use super::report::{self, Failure};
use super::world::{Place, has_errors, watch, with_progress};
use super::{CLEAN, FINDINGS};

/// Most places of one address that are named in one line; the JSON report has all.
const MOST_PLACES: usize = 5;

/// Asks what has not answered today, and reports on every link.
pub(crate) fn links(root: &Path, options: &Links) -> Result<u8, Failure> {
    let started = watch();
    let mut place = Place::open(root, &options.publication, None)?;
    let (input, read) = with_progress("reading the site", || place.input())?;
    let today = input.today;
    let (tree, built) =
        with_progress("building the site", || place.build_from(input, read))?;
    if has_errors(&built.diagnostics) {
        report::print(&tree, &built.diagnostics);
        let help = "mend the site first: its links are not known before";
        let message = "the site has errors; nobody was asked".to_owned();
        report::failure(&Failure::Typed(message, help.to_owned()));
        return Ok(FINDINGS);
    }
    let text = tree.text(config::FILE).map_or("", |text| &text.text);
    let config = config::parse(text).value;
    let memory = tree.text(FILE).map_or("", |text| &text.text);
    let before = Memory::parse(memory);
    let mut memory = before.value;
    let asked = if options.report {
        Vec::new()
    } else {
        let due =
            due(&built.external, &memory, &config.links, (today, options.asking.all));
        let how = options.asking.options(&config.base_url, "checks links");
        let asked = with_progress("asking other sites", || remote::ask(&due, &how))?;
        for one in &asked {
            if let Ok(answer) = &one.answer {
                memory.remember(&one.address, answer, today);
            }
        }
        forget(&mut memory, &built.external);
        remote::save(root, &memory)?;
        asked
    };
    let all = judged(&built.external, &memory, &config.links, today);
    let mut found = before.diagnostics;
    found.extend(all.iter().flat_map(Judged::findings));
    Diagnostic::sort(&mut found);
    let said = Said { tree: &tree, all, asked, found, rules: &config.links };
    match options.format {
        Format::Json => report::say(&format!("{:#}\n", said.json(started.elapsed()))),
        Format::Human => {
            report::print(&tree, &said.found);
            report::say(&said.human());
        }
    }
    Ok(if has_errors(&said.found) { FINDINGS } else { CLEAN })
}

/// The addresses to ask: all but those that are ignored or have answered today.
fn due(
    links: &[ExternalLink],
    memory: &Memory,
    rules: &LinkRules,
    (today, all): (Date, bool),
) -> Vec<String> {
    let mut due: Vec<String> = links.iter().map(|link| link.address.clone()).collect();
    due.dedup();
    due.retain(|address| {
        let record = memory.records.get(address);
        let has_answered = record.is_some_and(|own| own.answered == Some(today));
        !rules.ignores(address) && (all || !has_answered)
    });
    due
}

/// Forgets what the site no longer links to.
fn forget(memory: &mut Memory, links: &[ExternalLink]) {
    memory.records.retain(|address, _| {
        links.binary_search_by(|link| link.address.as_str().cmp(address)).is_ok()
    });
}

/// What is said at the end.
struct Said<'a> {
    tree: &'a SourceTree,
    all: Vec<Judged<'a>>,
    asked: Vec<Asked>,
    found: Vec<Diagnostic>,
    rules: &'a LinkRules,
}

impl Said<'_> {
    fn count(&self, name: &str) -> usize {
        self.all.iter().filter(|one| one.verdict.name() == name).count()
    }

    fn why_not(&self, address: &str) -> Option<NotAsked> {
        self.asked
            .iter()
            .find(|one| one.address == address)?
            .answer
            .as_ref()
            .err()
            .copied()
    }

    fn line_column(&self, place: &ExternalLink) -> (usize, usize) {
        let text = self.tree.text(place.path.as_str()).map_or("", |text| &text.text);
        line_column(text, place.span.0)
    }

    fn json(&self, took: Duration) -> Value {
        let links: Vec<Value> = self.all.iter().map(|one| self.json_of(one)).collect();
        let found: Vec<Value> =
            self.found.iter().map(|one| report::json(self.tree, one)).collect();
        let errors = found.iter().filter(|one| one["severity"] == "error").count();
        let asked = self.asked.iter().filter(|one| one.answer.is_ok()).count();
        json!({
            "errors": errors,
            "warnings": found.len() - errors,
            "diagnostics": found,
            "asked": asked,
            "links": links,
            "milliseconds": u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        })
    }

    fn json_of(&self, one: &Judged<'_>) -> Value {
        let places: Vec<Value> = one
            .places
            .iter()
            .map(|place| {
                let (line, column) = self.line_column(place);
                json!({ "file": place.path.as_str(), "line": line, "column": column })
            })
            .collect();
        let moved = match &one.verdict {
            Verdict::Moved(to) => Some(to),
            _ => None,
        };
        let failing = one.verdict.failing();
        let asked = self.asked.iter().find(|asked| asked.address == one.address);
        json!({
            "address": one.address,
            "verdict": one.verdict.name(),
            "moved": moved,
            "reason": failing.map(|failing| failing.reason.to_string()),
            "failing_days": failing.map_or(0, |failing| failing.days),
            "first_failure": failing.map(|failing| failing.first.to_string()),
            "last_failure": failing.map(|failing| failing.last.to_string()),
            "last_success": one.answered.map(|day| day.to_string()),
            "asked": asked.is_some_and(|asked| asked.answer.is_ok()),
            "not_asked": self.why_not(one.address).map(NotAsked::sentence),
            "redirects": asked.map_or(&[][..], |asked| &asked.redirects),
            "places": places,
        })
    }

    fn human(&self) -> String {
        let asked = self.asked.iter().filter(|one| one.answer.is_ok()).count();
        let mut text = format!(
            "{} addresses, {asked} asked: {} gone, {} moved, {} doubtful, {} blocked\n",
            self.all.len(),
            self.count("gone"),
            self.count("moved"),
            self.count("doubtful"),
            self.count("blocked"),
        );
        let days = self.rules.failing_days;
        let doubtful = format!("these fail once they are gone on {days} days");
        let lists =
            [("doubtful", doubtful.as_str()), ("blocked", "look at these in a browser")];
        for (name, what) in lists {
            let those = self.all.iter().filter(|one| one.verdict.name() == name);
            let lines = those.filter_map(|one| {
                let failing = one.verdict.failing()?;
                let plural = if failing.days == 1 { "" } else { "s" };
                let sentence = failing.reason.sentence();
                Some((one, format!("{sentence}, on {} day{plural}", failing.days)))
            });
            self.list(&format!("{name}, {what}"), lines.collect(), &mut text);
        }
        let never = self.all.iter().filter_map(|one| {
            Some((one, self.why_not(one.address)?.sentence().to_owned()))
        });
        self.list("not asked", never.collect(), &mut text);
        text
    }

    fn list(&self, title: &str, lines: Vec<(&Judged<'_>, String)>, text: &mut String) {
        if !lines.is_empty() {
            let _ = writeln!(text, "{title}:");
        }
        for (one, sentence) in lines {
            let place = |place: &ExternalLink| {
                let (line, column) = self.line_column(place);
                format!("{}:{line}:{column}", place.path)
            };
            let mut places: Vec<String> =
                one.places.iter().take(MOST_PLACES).map(place).collect();
            if one.places.len() > MOST_PLACES {
                places.push(format!("and {} more", one.places.len() - MOST_PLACES));
            }
            let places = places.join(", ");
            let _ = writeln!(text, "  {} {sentence} ({places})", one.address);
        }
    }
}
