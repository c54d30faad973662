//! Links to other sites, judged by what is remembered of them. Nothing is asked here.

mod memory;
mod verdict;

use jiff::civil::Date;

use crate::config::LinkRules;
use crate::diagnostic::Diagnostic;
use crate::model::external::ExternalLink;
use crate::source::SourceTree;

pub use memory::{FILE, Memory, Record};
pub use verdict::{Answer, Failing, Reason, Verdict, judge};

/// One address, what is to be thought of it, and every place where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged<'a> {
    /// The address.
    pub address: &'a str,
    /// What is to be thought of it.
    pub verdict: Verdict,
    /// The day of the last success.
    pub answered: Option<Date>,
    /// Where it stands, in the order of the files.
    pub places: &'a [ExternalLink],
}

/// Judges every address; `links` are sorted by address.
pub fn judged<'a>(
    links: &'a [ExternalLink],
    memory: &Memory,
    rules: &LinkRules,
    today: Date,
) -> Vec<Judged<'a>> {
    let nothing = Record::default();
    let same = |a: &ExternalLink, b: &ExternalLink| a.address == b.address;
    links
        .chunk_by(same)
        .filter_map(|places| {
            let address = places.first()?.address.as_str();
            let record = memory.records.get(address).unwrap_or(&nothing);
            let verdict = judge(record, rules.failing_days, today);
            Some(Judged { address, verdict, answered: record.answered, places })
        })
        .filter(|judged| !rules.ignores(judged.address))
        .collect()
}

impl Judged<'_> {
    /// What an editor must mend: an error where a link is gone, a warning where it has moved;
    /// one for each place.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let finding = match &self.verdict {
            Verdict::Gone(failing) => {
                Diagnostic::error("link/gone", gone(self.address, failing)).help(
                    "link to another page, or to a copy in a web archive; \
                     or take the link out",
                )
            }
            Verdict::Moved(to) => {
                let message = format!("`{}` has moved for good", self.address);
                Diagnostic::warning("link/moved", message)
                    .help(format!("look at the new page, then write `{to}`"))
            }
            _ => return Vec::new(),
        };
        self.places.iter().map(|at| finding.clone().at(&at.path, at.bytes())).collect()
    }
}

fn gone(address: &str, failing: &Failing) -> String {
    let Failing { days, first, last, reason } = failing;
    format!("`{address}` {}, on {days} days from {first} to {last}", reason.sentence())
}

/// Whether [`known_gone`] might say something of a link.
pub fn may_be_gone(tree: &SourceTree) -> bool {
    tree.text(FILE).is_some_and(|text| text.text.contains(" failed="))
}

/// What every build says without asking anyone: a warning for each link that is known to be
/// gone, and for each line of the memory that cannot be read.
pub fn known_gone(
    tree: &SourceTree,
    links: &[ExternalLink],
    rules: &LinkRules,
    today: Date,
) -> Vec<Diagnostic> {
    let Some(text) = tree.text(FILE) else { return Vec::new() };
    let mut found = Vec::new();
    let memory = Memory::parse(&text.text).take(&mut found);
    let all = judged(links, &memory, rules, today);
    let gone = all.iter().filter(|one| matches!(one.verdict, Verdict::Gone(_)));
    found.extend(gone.flat_map(Judged::findings).map(|finding| Diagnostic {
        severity: crate::diagnostic::Severity::Warning,
        ..finding
    }));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;

    /// What a build says of `https://a.org/`, which stands in two places.
    #[track_caller]
    fn check(memory: &str, rules: &LinkRules, expected: &[&str]) {
        let tree = SourceTree::of([(FILE, memory)]);
        let link = |path: &str, start| ExternalLink {
            address: "https://a.org/".to_owned(),
            path: SourcePath::new(path),
            span: (start, start + 9),
        };
        let links = [link("content/a.md", 7), link("content/b.md", 3)];
        let said = known_gone(&tree, &links, rules, jiff::civil::date(2026, 11, 24));
        let said: Vec<_> = said
            .iter()
            .map(|d| {
                let place = d.primary.as_ref().unwrap();
                format!("{} {} {}", d.severity, place.path, place.span.start)
            })
            .collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn a_build_warns_at_every_place_of_a_link_that_is_gone() {
        let rules = LinkRules::default();
        let gone = "https://a.org/ failed=2026-11-20:404,2026-11-21:404,2026-11-24:410\n";
        let warnings = ["warning content/a.md 7", "warning content/b.md 3"];
        check(gone, &rules, &warnings);
        check("https://a.org/ failed=2026-11-20:404\n", &rules, &[]);
        check("https://a.org/ ok=2026-11-20 moved=https://b.org/\n", &rules, &[]);
        check("nonsense\n", &rules, &["warning links.txt 0"]);
        check("", &rules, &[]);
        check(gone, &LinkRules { failing_days: 4, ..rules.clone() }, &[]);
        check(gone, &LinkRules { ignore: vec!["https://a.".into()], ..rules }, &[]);
    }
}
