//! The table `[links]` of `site.toml`: when a link to another site counts as gone.

use super::{Node, Reader, Value};
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;

/// On how many different days an address must answer that it is gone, if nothing is said.
pub const FAILING_DAYS: usize = 3;

/// One day proves nothing: a site may be down, and so may the network of who asks.
const FEWEST_FAILING_DAYS: i64 = 2;
/// More days than the memory keeps would never be reached.
const MOST_FAILING_DAYS: i64 = 10;

/// How links to other sites are judged.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LinkRules {
    /// On how many different days an address must be gone before its links fail.
    pub failing_days: usize,
    /// Beginnings of addresses that are never asked.
    pub ignore: Vec<String>,
}

impl Default for LinkRules {
    fn default() -> Self {
        Self { failing_days: FAILING_DAYS, ignore: Vec::new() }
    }
}

impl LinkRules {
    /// Whether an address is never asked.
    pub fn ignores(&self, address: &str) -> bool {
        self.ignore.iter().any(|start| address.starts_with(start.as_str()))
    }
}

/// Reads the table, if there is one.
pub(super) fn read(reader: &mut Reader<'_>, path: &SourcePath) -> LinkRules {
    let mut rules = LinkRules::default();
    let Some(table) = reader.table("links") else { return rules };
    let mut found = Vec::new();
    let mut inner = Reader::new(path, table, &mut found);
    if let Some(days) = inner.integer("failing_days") {
        if (FEWEST_FAILING_DAYS..=MOST_FAILING_DAYS).contains(&days) {
            rules.failing_days = usize::try_from(days).unwrap_or(FAILING_DAYS);
        } else if let Some(node) = inner.node("failing_days") {
            let message = format!(
                "`failing_days` is {days}; expected \
                 {FEWEST_FAILING_DAYS} to {MOST_FAILING_DAYS}"
            );
            let help = "write failing_days = 3";
            inner.report(Diagnostic::error("value/type", message).help(help), node);
        }
    }
    for (start, span) in inner.strings("ignore").unwrap_or_default() {
        if start.starts_with("https://") || start.starts_with("http://") {
            rules.ignore.push(start);
            continue;
        }
        let message = format!("`{start}` is not the beginning of an address");
        let problem = Diagnostic::error("config/links", message)
            .help("write it from its start: ignore = [\"https://example.org/\"]");
        inner.report(problem, &Node { span, value: Value::Null });
    }
    inner.finish();
    reader.extend(found);
    rules
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(text: &str, expected: Result<(usize, &[&str]), &str>) {
        let read = crate::config::parse(text);
        let said: Vec<_> = read.diagnostics.iter().map(|d| d.message.as_str()).collect();
        match expected {
            Ok((days, ignore)) => {
                assert_eq!(said, Vec::<&str>::new());
                assert_eq!(read.value.links.failing_days, days);
                assert_eq!(read.value.links.ignore, ignore);
            }
            Err(message) => assert_eq!(said, [message]),
        }
    }

    #[test]
    fn several_days_are_asked_for_and_mistakes_are_named() {
        check("", Ok((3, &[])));
        check(
            "[links]\nfailing_days = 5\nignore = [\"https://a.org/\"]\n",
            Ok((5, &["https://a.org/"])),
        );
        check(
            "[links]\nfailing_days = 1\n",
            Err("`failing_days` is 1; expected 2 to 10"),
        );
        check(
            "[links]\nignore = [\"a.org\"]\n",
            Err("`a.org` is not the beginning of an address"),
        );
        check("[links]\nignored = []\n", Err("unknown key `ignored`"));
    }
}
