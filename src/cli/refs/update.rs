//! `plainleaf refs update`: the only part that goes online.

use plainleaf::bibliography::health::{FILE, Health, Identifier};
use plainleaf::config;
use plainleaf::pipeline;
use plainleaf::remote::{ask_services, save_health};

use super::super::args::Asking;
use super::super::report::{self, Failure};
use super::super::world::{Place, has_errors, with_progress};
use super::Asked;

/// Asks about every identifier of the bibliography, and remembers the answers.
pub(super) fn update(place: &mut Place, options: &Asking) -> Result<Asked, Failure> {
    let (input, _) = with_progress("reading the site", || place.input())?;
    let today = input.today;
    let text = input.tree.text(config::FILE).map_or("", |text| &text.text);
    let read = config::parse(text);
    if has_errors(&read.diagnostics) {
        report::print(&input.tree, &read.diagnostics);
        let message = "site.toml has errors; nobody was asked".to_owned();
        let help = "mend it first: it says whom to ask".to_owned();
        return Err(Failure::Typed(message, help));
    }
    let config = read.value;
    let bibliography = pipeline::bibliography(&input).value;
    let memory = input.tree.text(FILE).map_or("", |text| &text.text);
    let mut health = Health::parse(memory).value;
    let mut all: Vec<Identifier> = bibliography.iter().flat_map(Identifier::of).collect();
    all.sort();
    all.dedup();
    if bibliography.is_whole() {
        // What no record names any more is forgotten.
        health.answers.retain(|identifier, _| all.binary_search(identifier).is_ok());
    }
    let is_due = |identifier: &Identifier| {
        let answered = health.answers.get(identifier).map(|answer| answer.asked);
        options.all || answered != Some(today)
    };
    let due: Vec<Identifier> = all.into_iter().filter(is_due).collect();
    let mailto = config.refs.mailto.as_ref();
    let mailto = mailto.map_or_else(String::new, |own| format!("; mailto:{own}"));
    let how = options.options(&config.base_url, &format!("checks sources{mailto}"));
    let told = with_progress("asking about the sources", || {
        ask_services(&due, &config.refs, today, &how)
    });
    let mut asked = Asked::default();
    for (identifier, answer) in told {
        match answer {
            Ok(answer) => {
                asked.answered += 1;
                health.answers.insert(identifier, answer);
            }
            Err(trouble) => {
                asked.failed.push((identifier.to_string(), trouble.to_string()));
            }
        }
    }
    save_health(place.root(), &health)?;
    report::note(&format!("{} of {} answered\n", asked.answered, due.len()));
    Ok(asked)
}
