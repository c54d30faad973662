//! `plainleaf audit` and `plainleaf explain`: the rules, over the pages of any generator.

use std::fmt::Write;

use plainleaf::audit::{FOR_PEOPLE, Finding, Kind, RULES, rules};
use plainleaf::diagnostic::{Diagnostic, nearest};
use plainleaf::path::SourcePath;
use plainleaf::prose;
use plainleaf::source::SourceTree;
use plainleaf::{disk, pipeline};

use super::args::{Audit, AuditFormat, Explain};
use super::findings::{self, Found};
use super::report::{self, Failure};
use super::world::with_progress;
use super::{CLEAN, FINDINGS};

/// Audits pages and says what was found.
pub(crate) fn audit(options: &Audit) -> Result<u8, Failure> {
    let read = with_progress("reading the pages", || disk::pages(&options.paths))?;
    let tree = read.value;
    if tree.iter().next().is_none() {
        return Err(Failure::Typed(
            "there is no page to audit: no .html, .htm or .xhtml file".to_owned(),
            "name a page, or a folder that holds some".to_owned(),
        ));
    }
    let all = with_progress("auditing the pages", || pipeline::inspect_pages(&tree));
    let found = findings::placed(&tree, &all);
    match options.format {
        AuditFormat::Human => human(&tree, &all, &read.diagnostics),
        AuditFormat::Json => report::say(&findings::json(&tree, &found)),
        AuditFormat::Jsonl => report::say(&findings::jsonl(&found)),
        AuditFormat::Sarif => report::say(&findings::sarif(&found)),
        AuditFormat::Github => report::say(&findings::github(&found)),
    }
    let violates = |one: &Found<'_>| one.finding.kind == Kind::Violation;
    Ok(if found.iter().any(violates) { FINDINGS } else { CLEAN })
}

fn human(tree: &SourceTree, all: &[(SourcePath, Vec<Finding>)], unread: &[Diagnostic]) {
    let mut told: Vec<Diagnostic> = unread.to_vec();
    let (mut violations, mut reviews) = (0_u64, 0_u64);
    for (path, found) in all {
        for finding in found {
            match finding.kind {
                Kind::Violation => violations += 1,
                Kind::Review => reviews += 1,
            }
            told.push(finding.diagnostic(path));
        }
    }
    Diagnostic::sort(&mut told);
    Diagnostic::shorten(&mut told);
    report::print(tree, &told);
    let pages = tree.iter().count();
    let mut text = format!(
        "{}, {}; {} audited\n\nonly a person can check:\n",
        report::count(violations, "violation"),
        report::count(reviews, "place to look at"),
        report::count(pages as u64, "page"),
    );
    for one in FOR_PEOPLE {
        let _ = writeln!(text, "  - {one}");
    }
    report::say(&text);
}

/// Prints the manual page of a rule, or the list of them.
pub(crate) fn explain(options: &Explain) -> Result<u8, Failure> {
    let Some(name) = &options.rule else {
        let width = RULES.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
        let line = |rule: &&plainleaf::audit::Rule| {
            format!("{:width$}  {}\n", rule.code, rule.summary())
        };
        report::say(&RULES.iter().map(line).collect::<String>());
        for code in prose::codes() {
            let manual = prose::manual(code).unwrap_or_default();
            let summary = manual.lines().next().unwrap_or_default();
            report::say(&format!("{code:width$}  {summary}\n"));
        }
        return Ok(CLEAN);
    };
    if let Some(manual) = prose::manual(name) {
        report::say(&format!("{name}\n\n{manual}\n"));
        return Ok(CLEAN);
    }
    let Some(rule) = rules::rule(name) else {
        let help =
            nearest(name, RULES.iter().map(|rule| rule.code).chain(prose::codes()))
                .map_or_else(
                    || "plainleaf explain lists all rules".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
        return Err(Failure::Typed(format!("there is no rule `{name}`"), help));
    };
    report::say(&format!("{}\n\n{}\n", rule.code, rule.manual()));
    Ok(CLEAN)
}
