//! `plainleaf audit` and `plainleaf explain`: the rules, over the pages of any generator.

use std::fmt::Write;
use std::path::Path;

use plainleaf::audit::baseline::Baseline;
use plainleaf::audit::{self, FOR_PEOPLE, Finding, Kind, RULES, folder, rules};
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
    let read = with_progress("reading the pages", || disk::published(&options.paths))?;
    let mut published = read.value;
    // Addresses are compared as beginnings.
    let base_url = options.base_url.as_deref();
    published.base_url = base_url.map(|url| format!("{}/", url.trim_end_matches('/')));
    let pages = published.pages().count() as u64;
    if pages == 0 && read.diagnostics.is_empty() {
        return Err(Failure::Typed(
            "there is no page to audit: no .html, .htm or .xhtml file".to_owned(),
            "name a page, or a folder that holds some".to_owned(),
        ));
    }
    let mut all =
        with_progress("auditing the pages", || pipeline::inspect_published(&published));
    add_unread(&mut all, &read.diagnostics);
    let tree = &published.texts;
    let known = match &options.baseline {
        Some(path) if options.write_baseline => return write(path, tree, &all),
        Some(path) => subtract(path, tree, &mut all)?,
        None => String::new(),
    };
    let found = findings::placed(tree, &all);
    match options.format {
        AuditFormat::Human => human((tree, pages), &all, &known),
        AuditFormat::Json => report::say(&findings::json(pages, &found)),
        AuditFormat::Jsonl => report::say(&findings::jsonl(&found)),
        AuditFormat::Sarif => report::say(&findings::sarif(&found)),
        AuditFormat::Github => report::say(&findings::github(&found)),
    }
    let violates = |one: &Found<'_>| one.finding.kind == Kind::Violation;
    Ok(if found.iter().any(violates) { FINDINGS } else { CLEAN })
}

/// Adds what kept pages from being read: a page of which nothing is known is not a good one.
fn add_unread(all: &mut Vec<(SourcePath, Vec<Finding>)>, unread: &[Diagnostic]) {
    for problem in unread {
        let Some(place) = &problem.primary else { continue };
        let help = problem.help.as_deref().unwrap_or_default();
        let finding = audit::unread(&problem.message, place.span.clone(), help);
        match all.iter_mut().find(|(path, _)| *path == place.path) {
            Some((_, found)) => {
                found.push(finding);
                found.sort_by_key(|one| one.span.start);
            }
            None => all.push((place.path.clone(), vec![finding])),
        }
    }
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
}

fn human(
    (tree, pages): (&SourceTree, u64),
    all: &[(SourcePath, Vec<Finding>)],
    known: &str,
) {
    let mut told = Vec::new();
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
    let mut text = format!(
        "{}, {}; {} audited\n{known}\nonly a person can check:\n",
        report::count(violations, "violation"),
        report::count(reviews, "place to look at"),
        report::count(pages, "page"),
    );
    for one in FOR_PEOPLE {
        let _ = writeln!(text, "  - {one}");
    }
    report::say(&text);
}

/// Writes the baseline.
fn write(
    path: &Path,
    tree: &SourceTree,
    all: &[(SourcePath, Vec<Finding>)],
) -> Result<u8, Failure> {
    disk::write_baseline(path, &Baseline::of(tree, all).to_text())?;
    let count = all.iter().map(|(_, found)| found.len() as u64).sum();
    let count = report::count(count, "finding");
    report::say(&format!("{count} written to {}\n", path.display()));
    Ok(CLEAN)
}

/// Takes out what the baseline knows; gives what is to be said of that.
fn subtract(
    path: &Path,
    tree: &SourceTree,
    all: &mut [(SourcePath, Vec<Finding>)],
) -> Result<String, Failure> {
    let Some(text) = disk::read_baseline(path)? else {
        let message = format!("there is no file `{}`", path.display());
        let help = "write it once with --write-baseline, and commit it".to_owned();
        return Err(Failure::Typed(message, help));
    };
    let name = SourcePath::new(path.to_string_lossy());
    let read = Baseline::parse(&name, &text);
    if !read.diagnostics.is_empty() {
        let quoted = SourceTree::of([(name.as_str(), &*text)]);
        report::print(&quoted, &read.diagnostics);
        let message = format!("`{}` cannot be read", path.display());
        return Err(Failure::Typed(message, "mend the lines above".to_owned()));
    }
    let (known, mended) = read.value.subtract(tree, all);
    let mut said = format!("{} known to the baseline\n", report::count(known, "finding"));
    if mended > 0 {
        let mended = report::count(mended, "finding");
        let _ = writeln!(
            said,
            "{mended} of the baseline mended: let it shrink with --write-baseline"
        );
    }
    Ok(said)
}

/// Prints the manual page of a rule, or the list of them.
pub(crate) fn explain(options: &Explain) -> Result<u8, Failure> {
    let Some(name) = &options.rule else {
        let rules: Vec<_> = RULES.iter().chain(folder::RULES).collect();
        let width = rules.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
        let line = |rule: &&plainleaf::audit::Rule| {
            format!("{:width$}  {}\n", rule.code, rule.summary())
        };
        report::say(&rules.into_iter().map(line).collect::<String>());
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
        let codes = RULES.iter().chain(folder::RULES).map(|rule| rule.code);
        let help = nearest(name, codes.chain(prose::codes())).map_or_else(
            || "plainleaf explain lists all rules".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(Failure::Typed(format!("there is no rule `{name}`"), help));
    };
    report::say(&format!("{}\n\n{}\n", rule.code, rule.manual()));
    Ok(CLEAN)
}
