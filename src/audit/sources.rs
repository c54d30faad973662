//! Sources, judged by what is remembered of them. Nobody is asked here.

use jiff::civil::Date;

use crate::bibliography::health::{
    Difference, FILE, Health, Identifier, Notice, NoticeKind,
};
use crate::config::{Policy, RefRules};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::sources::SourceOverview;
use crate::path::SourcePath;
use crate::source::SourceTree;

/// What every build says of its sources: at each place that cites one which was taken back,
/// at each record that does not agree with its register, and of answers that are old.
pub fn known(
    sources: &[SourceOverview],
    tree: &SourceTree,
    rules: &RefRules,
    today: Date,
) -> Vec<Diagnostic> {
    let citable = sources.iter().filter(|source| source.is_citable);
    let mut found: Vec<Diagnostic> =
        citable.flat_map(|one| findings(one, rules)).collect();
    found.extend(stale(sources, tree, rules, today));
    found
}

/// What an editor must mend of one source.
pub fn findings(source: &SourceOverview, rules: &RefRules) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let at = |problem: Diagnostic| problem.at(&source.path, source.bytes());
    if let Some(notice) = source.condition.notices.first() {
        found.extend(warned_of(source, notice, rules));
    }
    for identifier in &source.condition.missing {
        let day = source
            .condition
            .asked
            .map_or_else(String::new, |day| format!(", as of {day}"));
        let message = format!("there is no `{identifier}`{day}");
        let problem = Diagnostic::warning("source/missing", message)
            .help("copy the identifier once more from the work itself");
        found.push(at(problem));
    }
    for Difference { field, ours, theirs, of } in &source.condition.differences {
        let message = format!("the {field} is `{ours}` here and `{theirs}` at `{of}`");
        let problem = Diagnostic::warning("source/differs", message)
            .help("look at the work itself, then correct the record if it is wrong");
        found.push(at(problem));
    }
    found
}

/// A finding at each place that cites a source of which a notice warns.
fn warned_of(
    source: &SourceOverview,
    notice: &Notice,
    rules: &RefRules,
) -> Vec<Diagnostic> {
    let (policy, code, what) = match notice.kind {
        NoticeKind::Retracted => (rules.retracted, "source/retracted", "was retracted"),
        NoticeKind::PartlyRetracted => {
            (rules.retracted, "source/retracted", "was partly retracted")
        }
        NoticeKind::Concern => {
            (rules.concern, "source/concern", "has an expression of concern")
        }
        NoticeKind::Corrected | NoticeKind::Replaced => return Vec::new(),
    };
    let severity = match policy {
        Policy::Error => Severity::Error,
        Policy::Warning => Severity::Warning,
        Policy::Mark => return Vec::new(),
    };
    let day = notice.day.map_or_else(String::new, |day| format!(" on {day}"));
    let at =
        notice.at.as_ref().map_or_else(String::new, |at| format!(": see {}", at.href()));
    let key = code.rsplit('/').next().unwrap_or_default();
    let help = format!(
        "read the notice and cite another source; \
         or write {key} = \"mark\" in [refs] of site.toml to cite it with a mark"
    );
    let message = format!("the source `{}` {what}{day}{at}", source.key);
    let problem = Diagnostic { severity, ..Diagnostic::error(code, message) }.help(help);
    let place = |problem: Diagnostic, cited: &crate::model::sources::Cited| {
        let problem = problem.at(&cited.path, cited.bytes());
        problem.related(&source.path, source.bytes(), "the source")
    };
    source.cited.iter().map(|cited| place(problem.clone(), cited)).collect()
}

/// The oldest answer about a source that is cited: its day, and the source.
pub fn oldest(sources: &[SourceOverview]) -> Option<(Date, &SourceOverview)> {
    let cited = sources.iter().filter(|source| source.is_cited());
    let asked = cited.filter_map(|source| Some((source.condition.asked?, source)));
    asked.min_by_key(|(day, _)| *day)
}

/// The oldest answer about a source that is cited, if it is too old.
fn stale(
    sources: &[SourceOverview],
    tree: &SourceTree,
    rules: &RefRules,
    today: Date,
) -> Option<Diagnostic> {
    let text = tree.text(FILE)?;
    let (oldest, source) = oldest(sources)?;
    let days = today.since(oldest).ok()?.get_days();
    if rules.stale_days == 0 || days <= rules.stale_days {
        return None;
    }
    let identifiers = source.condition.identifiers.first();
    let place = |identifier: &Identifier| Health::place(&text.text, identifier);
    let span = identifiers.map_or(0..0, place);
    let message = format!(
        "the source `{}` was last asked about on {oldest}, {days} days ago",
        source.key
    );
    let problem = Diagnostic::warning("source/stale", message)
        .help("run plainleaf refs update, look at what changed, and commit refs.txt");
    Some(problem.at(&SourcePath::new(FILE), span))
}
