//! The table `[audit]` of `site.toml`: how much each rule matters, what is waived, and where
//! forms may lead. Whether a rule of that name exists is not known here.

use std::ops::Range;

use jiff::civil::Date;

use super::{Node, Reader, Table, Value};
use crate::diagnostic::{Diagnostic, nearest};
use crate::path::SourcePath;

/// How much what a rule finds matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It stops publication.
    Error,
    /// It is told, and the site is published.
    Warning,
    /// It is told, and is no reason to mend anything.
    Notice,
    /// It is not looked for.
    Off,
}

/// What the table says.
#[derive(Clone, Debug, Default)]
pub struct AuditSettings {
    /// Levels of single rules.
    pub levels: Vec<RuleLevel>,
    /// What is let pass for a while, in the order of the file.
    pub waivers: Vec<Waiver>,
    /// Beginnings of addresses of other sites that forms may lead to.
    pub forms: Vec<String>,
}

/// The level of one rule.
#[derive(Clone, Debug)]
pub struct RuleLevel {
    /// The rule, as it was written.
    pub rule: String,
    /// Its level.
    pub level: Level,
    /// Bytes of the rule's name.
    pub span: Range<usize>,
}

/// One thing that is let pass on some pages until a day.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The rule, as it was written, and its bytes.
    pub rule: (String, Range<usize>),
    /// The page's address, or the beginning of several with a `*` at the end.
    pub page: String,
    /// Why.
    pub reason: String,
    /// The last day on which it holds, and its bytes.
    pub until: (Date, Range<usize>),
    /// Bytes of the whole.
    pub span: Range<usize>,
}

impl Waiver {
    /// Whether it holds for the page at this address, such as `/guides/sleep/`.
    pub fn fits(&self, page: &str) -> bool {
        match self.page.strip_suffix('*') {
            Some(start) => page.starts_with(start),
            None => page == self.page,
        }
    }
}

/// Reads the table, if there is one.
pub(super) fn read(reader: &mut Reader<'_>, path: &SourcePath) -> AuditSettings {
    let Some(table) = reader.table("audit") else { return AuditSettings::default() };
    let (mut found, mut within) = (Vec::new(), Vec::new());
    let mut inner = Reader::new(path, table, &mut found);
    let rules = inner.table("rules");
    let levels = rules.map(|table| levels(path, table, &mut within)).unwrap_or_default();
    let waivers = inner.tables("waiver").unwrap_or_default().into_iter();
    let waivers =
        waivers.filter_map(|(table, span)| waiver(path, (table, span), &mut within));
    let waivers = waivers.collect();
    let forms = forms(&mut inner);
    inner.finish();
    reader.extend(found);
    reader.extend(within);
    AuditSettings { levels, waivers, forms }
}

fn forms(reader: &mut Reader<'_>) -> Vec<String> {
    let mut forms = Vec::new();
    for (start, span) in reader.strings("forms").unwrap_or_default() {
        if start.starts_with("https://") && start.matches('/').count() > 2 {
            forms.push(start);
            continue;
        }
        let message = format!("`{start}` is not the beginning of a safe address");
        let problem = Diagnostic::error("config/audit", message)
            .help("write it with its host: forms = [\"https://example.org/subscribe\"]");
        reader.report(problem, &Node { span, value: Value::Null });
    }
    forms
}

fn levels(
    path: &SourcePath,
    table: &Table,
    found: &mut Vec<Diagnostic>,
) -> Vec<RuleLevel> {
    let mut levels = Vec::with_capacity(table.entries.len());
    for (rule, span, node) in &table.entries {
        let word = if let Value::String(word) = &node.value { word.as_str() } else { "" };
        let level = match word {
            "error" => Level::Error,
            "warning" => Level::Warning,
            "notice" => Level::Notice,
            "off" => Level::Off,
            _ => {
                let near = nearest(word, ["error", "warning", "notice", "off"]);
                let help = near.map_or_else(
                    || format!("write \"{rule}\" = \"warning\""),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!(
                    "`{rule}` has no level; expected error, warning, notice or off"
                );
                let problem = Diagnostic::error("config/audit", message).help(help);
                found.push(problem.at(path, node.span.clone()));
                continue;
            }
        };
        levels.push(RuleLevel { rule: rule.clone(), level, span: span.clone() });
    }
    levels
}

fn waiver(
    path: &SourcePath,
    (table, span): (&Table, Range<usize>),
    found: &mut Vec<Diagnostic>,
) -> Option<Waiver> {
    let before = found.len();
    let mut reader = Reader::new(path, table, found);
    let rule = reader.spanned_string("rule");
    let page = reader.string("page");
    let reason = reader.string("reason").filter(|reason| !reason.trim().is_empty());
    let until = reader.date("until");
    let until_span = reader.node("until").map(|node| node.span.clone());
    reader.finish();
    let missing = [
        ("rule", rule.is_none(), "rule = \"a11y/link-text\""),
        ("page", page.is_none(), "page = \"/guides/sleep/\""),
        ("reason", reason.is_none(), "reason = \"why this may stand, and who mends it\""),
        ("until", until.is_none(), "until = 2027-06-30"),
    ];
    if found.len() == before
        && let Some((key, _, example)) = missing.iter().find(|(_, lacks, _)| *lacks)
    {
        let problem =
            Diagnostic::error("config/audit", format!("this waiver has no `{key}`"));
        found.push(problem.at(path, span.clone()).help(format!("add {example}")));
    }
    Some(Waiver {
        rule: rule?,
        page: page?,
        reason: reason?,
        until: (until?, until_span?),
        span,
    })
}

#[cfg(test)]
mod tests {
    use super::Waiver;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let read = crate::config::parse(text);
        let said: Vec<_> = read.diagnostics.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(said, expected, "{text}");
    }

    const WAIVER: &str = "[[audit.waiver]]\nrule = \"a11y/x\"\npage = \"/a/*\"\n\
                          reason = \"b\"\nuntil = 2027-01-01\n";

    #[test]
    fn levels_waivers_and_forms_are_read() {
        check("[audit]\nrules.\"a11y/x\" = \"off\"\nforms = [\"https://a.org/\"]\n", &[]);
        check(WAIVER, &[]);
        let waivers = crate::config::parse(WAIVER).value.audit.waivers;
        let fits = |page| waivers.iter().any(|one: &Waiver| one.fits(page));
        assert!(fits("/a/") && fits("/a/b/") && !fits("/b/"));
    }

    #[test]
    fn mistakes_are_named() {
        check(
            "[audit]\nrules.\"a11y/x\" = \"eror\"\n",
            &["`a11y/x` has no level; expected error, warning, notice or off"],
        );
        check(&WAIVER.replace("reason = \"b\"\n", ""), &["this waiver has no `reason`"]);
        check(&WAIVER.replace("until = 2027-01-01", ""), &["this waiver has no `until`"]);
        check(
            "[audit]\nforms = [\"https://a.org\"]\n",
            &["`https://a.org` is not the beginning of a safe address"],
        );
        check("[audit]\nrule = 1\n", &["unknown key `rule`"]);
    }
}
