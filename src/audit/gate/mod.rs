//! The gate: what the rules find on published pages, told where it can be mended.
//!
//! Levels and waivers of `site.toml` decide what stops publication; a mistake that stands on many
//! pages is told once. It renders nothing: the pipeline gives it the pages, and places to blame.

mod blame;
pub mod budget;
mod origin;
mod policy;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use blame::Maker;
pub use origin::{Mark, unmarked};
pub use policy::{Piece, Policy};

use super::Finding;
use super::rule::Kind;
use crate::config::{Level, Waiver};
use crate::diagnostic::{Diagnostic, Severity};
use crate::path::SourcePath;

/// Where a finding can be mended, and what else helps to find it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The file.
    pub path: SourcePath,
    /// Bytes of it.
    pub span: Range<usize>,
    /// Another place, and what it is.
    pub related: Option<(SourcePath, Range<usize>, Beside)>,
    /// Whether a template wrote it, which any number of pages may show.
    pub is_shared: bool,
}

/// What another place is to the one that must be mended.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub enum Beside {
    /// It asked for the page on which this was found first.
    FirstPage,
    /// The article that uses the template.
    Use,
    /// The template that wrote what the article filled in.
    Template,
}

impl Beside {
    /// As the author is told.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FirstPage => "the first such page",
            Self::Use => "used here",
            Self::Template => "the template that writes it",
        }
    }
}

/// A finding on a page that is about to be published.
#[derive(Clone, Debug)]
pub struct Located<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// The page's file, such as `guides/index.html`.
    pub page: &'a str,
    /// Where it can be mended.
    pub origin: Origin,
}

/// What is let pass for a while. It is told in every report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    /// What was found.
    pub diagnostic: Diagnostic,
    /// Why it may stand.
    pub reason: String,
    /// The last day.
    pub until: jiff::civil::Date,
}

/// What is to be told of all pages.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// What is not waived.
    pub diagnostics: Vec<Diagnostic>,
    /// What is.
    pub waived: Vec<Waived>,
}

/// The address of a page's file, as waivers and budgets name it: `/guides/` for
/// `guides/index.html`.
pub fn address(file: &str) -> String {
    let is_index = file == "index.html" || file.ends_with("/index.html");
    format!("/{}", if is_index { &file[..file.len() - "index.html".len()] } else { file })
}

/// One mistake, and every page that shows it.
struct Group<'a> {
    first: &'a Located<'a>,
    pages: Vec<&'a str>,
}

/// One group: who waives it, its rule, how sure it is, where it is to be mended; and what is said,
/// unless a template says it on many pages, with words of each.
type Key<'a> = (Option<usize>, &'static str, Kind, &'a SourcePath, usize, &'a str);

/// Tells each mistake once; `all` has the order of the pages.
pub fn tell(all: &[Located<'_>], policy: &Policy<'_>) -> Told {
    let mut used = vec![false; policy.waivers().len()];
    let mut keyed: Vec<(Key<'_>, &Located<'_>)> = Vec::with_capacity(all.len());
    for one in all {
        let code = one.finding.rule.code;
        let waiver = policy.waiver(code, one.page);
        if let Some(flag) = waiver.and_then(|at| used.get_mut(at)) {
            *flag = true;
        }
        let Origin { path, span, .. } = &one.origin;
        let is_one = one.origin.is_shared && code != budget::RULE.code;
        let message = if is_one { "" } else { one.finding.message.as_str() };
        let key = (waiver, code, one.finding.kind, path, span.start, message);
        keyed.push((key, one));
    }
    // Pages come nearly in this order, and each group keeps theirs.
    keyed.sort_by_key(|(key, _)| *key);
    let mut told = Told::default();
    for group in keyed.chunk_by(|(a, _), (b, _)| a == b) {
        let Some(((waiver, ..), first)) = group.first() else { continue };
        let mut pages: Vec<&str> = group.iter().map(|(_, one)| one.page).collect();
        pages.dedup();
        let diagnostic = Group { first, pages }.diagnostic(policy);
        match waiver.and_then(|at| policy.waivers().get(at)) {
            Some(Waiver { reason, until, .. }) => {
                let (reason, until) = (reason.clone(), until.0);
                told.waived.push(Waived { diagnostic, reason, until });
            }
            None => told.diagnostics.push(diagnostic),
        }
    }
    told.waived.sort_by_key(|one| {
        let label = one.diagnostic.primary.as_ref();
        label.map(|label| (label.path.clone(), label.span.start))
    });
    told.diagnostics.extend(policy.idle(&used));
    told
}

impl Group<'_> {
    fn diagnostic(&self, policy: &Policy<'_>) -> Diagnostic {
        let Located { finding, origin, .. } = self.first;
        let first = self.pages.first().copied().unwrap_or_default();
        let message = match self.pages.len() {
            0 | 1 if origin.is_shared => format!("{}; on `{first}`", finding.message),
            0 | 1 => finding.message.clone(),
            count => {
                format!("{}; on {count} pages, first `{first}`", finding.message)
            }
        };
        let severity = match policy.level(finding) {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Notice | Level::Off => Severity::Notice,
        };
        let told =
            Diagnostic { severity, ..Diagnostic::error(finding.rule.code, message) }
                .at(&origin.path, origin.span.clone())
                .help(&finding.help);
        match &origin.related {
            Some((path, span, note)) => told.related(path, span.clone(), note.as_str()),
            None => told,
        }
    }
}
