//! The evidence pack: what one build was made from, what was tested, and what was found.
//!
//! It is a function of the input and the build alone: the same input gives the same bytes, and
//! its date is the day that the build stands for. It judges nothing and leaves nothing out.

mod budgets;
mod collect;
mod page;
mod receipts;

use serde::Serialize;

pub use budgets::{BudgetEvidence, HeavyEvidence, LimitEvidence};
pub use collect::evidence;
pub use page::html;
pub use receipts::ReceiptEvidence;

/// The version of the pack's form. A field may be added without a new number; none is renamed,
/// removed or given another meaning.
pub const SCHEMA: &str = "plainleaf-evidence/1";

/// Everything that can be shown of one build.
#[derive(Clone, Debug, Serialize)]
pub struct Evidence {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The program: name and version.
    pub tool: String,
    /// The day that the build stands for.
    pub date: String,
    /// What site it is.
    pub site: SiteEvidence,
    /// Digests of what was read and of what was made: BLAKE3, its first 128 bits.
    pub digests: Digests,
    /// The settings that decide what is let pass.
    pub settings: Settings,
    /// Sums over all below.
    pub counts: Counts,
    /// Every published page, by its file.
    pub pages: Vec<PageEvidence>,
    /// Every review that counts, by its article.
    pub receipts: Vec<ReceiptEvidence>,
    /// Articles that are not published on that day.
    pub held_back: Vec<HeldBackEvidence>,
    /// Every source, by key.
    pub sources: Vec<SourceEvidence>,
    /// Every address of another site.
    pub links: Vec<LinkEvidence>,
    /// What the build said, sorted by place.
    pub findings: Vec<FindingEvidence>,
    /// The rules that every page was checked with.
    pub rules: Vec<RuleEvidence>,
    /// What these rules found.
    pub rule_findings: Vec<RuleFindingEvidence>,
    /// What no rule can tell.
    pub for_people: &'static [&'static str],
    /// What was let pass for a while.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waivers: Option<Vec<WaiverEvidence>>,
    /// Limits that pages keep to, and what the heaviest weigh.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budgets: Option<BudgetEvidence>,
}

/// What site it is.
#[derive(Clone, Debug, Serialize)]
pub struct SiteEvidence {
    /// Its name.
    pub title: String,
    /// Its address.
    pub base_url: String,
    /// Codes of its languages, the main one first.
    pub languages: Vec<String>,
}

/// Digests in hexadecimal digits.
#[derive(Clone, Debug, Serialize)]
pub struct Digests {
    /// Of every file that was read.
    pub sources: String,
    /// Of `site.toml`; empty if there is none.
    pub settings: String,
    /// Of the manifest of every file that was made.
    pub output: String,
}

/// The settings that decide what is let pass.
#[derive(Clone, Debug, Serialize)]
pub struct Settings {
    /// Whether drafts were published too.
    pub drafts: bool,
    /// The theme.
    pub theme: String,
    /// What becomes of a page that cites a retracted source.
    pub retracted: &'static str,
    /// What becomes of a page that cites a source with an expression of concern.
    pub concern: &'static str,
    /// Days after which answers about sources are old.
    pub stale_days: i32,
    /// Days on which an address must be gone before its links fail.
    pub failing_days: usize,
}

/// Sums over the pack.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Counts {
    /// Published pages.
    pub pages: usize,
    /// Articles among them.
    pub articles: usize,
    /// Articles whose text is the one that somebody signed for, and whose review counts.
    pub reviewed: usize,
    /// Files, pages among them.
    pub files: usize,
    /// Bytes of all files.
    pub bytes: u64,
    /// Sources that a page rests on.
    pub cited: usize,
    /// Of these, about how many a service was asked.
    pub asked: usize,
    /// Of these, how many were retracted, wholly or in part.
    pub retracted: usize,
    /// Errors of the build.
    pub errors: usize,
    /// Warnings of the build.
    pub warnings: usize,
    /// Places that break a rule.
    pub violations: usize,
    /// Places that a person must look at.
    pub to_look_at: usize,
    /// Most requests that one page makes, its own among them.
    pub most_requests: usize,
    /// Most bytes that one page makes the reader load.
    pub most_bytes: u64,
    /// Pages with a script.
    pub with_scripts: usize,
    /// Other sites that any page loads anything from.
    pub origins: Vec<String>,
}

/// A published page.
#[derive(Clone, Debug, Serialize)]
pub struct PageEvidence {
    /// Its file below the output.
    pub file: String,
    /// Its address below the site's root; none for pages that are reached by no address.
    pub url: Option<String>,
    /// Its title; none for pages that no article made.
    pub title: Option<String>,
    /// Its language; none for pages that no article made.
    pub language: Option<String>,
    /// The file that it was made from.
    pub source: Option<String>,
    /// Digest of that file.
    pub source_digest: Option<String>,
    /// Digest of the page.
    pub digest: String,
    /// Words of its text.
    pub words: Option<usize>,
    /// Day of the last change that matters, or of publication.
    pub updated: Option<String>,
    /// First day on which it is no longer published.
    pub expires: Option<String>,
    /// `unreviewed`, `changed`, `overdue` or `reviewed`; none for pages that no article made.
    pub review: Option<&'static str>,
    /// Day on which it is to be reviewed again.
    pub due: Option<String>,
    /// Requests that it makes, its own among them.
    pub requests: usize,
    /// Bytes of all of these.
    pub bytes: u64,
    /// Scripts.
    pub scripts: usize,
    /// Other sites that it loads anything from.
    pub origins: Vec<String>,
}

/// An article that is not published.
#[derive(Clone, Debug, Serialize)]
pub struct HeldBackEvidence {
    /// Its file.
    pub source: String,
    /// Why.
    pub reason: String,
}

/// A source.
#[derive(Clone, Debug, Serialize)]
pub struct SourceEvidence {
    /// What pages cite it by.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Identifiers that a service can be asked about.
    pub identifiers: Vec<String>,
    /// `clean`, `retracted`, `not-asked` and so on.
    pub state: &'static str,
    /// Day of the oldest answer.
    pub asked: Option<String>,
    /// Its notices: kind, day and place.
    pub notices: Vec<String>,
    /// Addresses of the pages that rest on it.
    pub cited_by: Vec<String>,
}

/// An address of another site.
#[derive(Clone, Debug, Serialize)]
pub struct LinkEvidence {
    /// The address.
    pub address: String,
    /// What is to be thought of it.
    pub verdict: &'static str,
    /// Day of the last success.
    pub answered: Option<String>,
}

/// Something that the build said.
#[derive(Clone, Debug, Serialize)]
pub struct FindingEvidence {
    /// `error` or `warning`.
    pub severity: String,
    /// Its code.
    pub code: &'static str,
    /// What was found.
    pub message: String,
    /// The file.
    pub file: Option<String>,
    /// Line in it, from 1.
    pub line: Option<usize>,
}

/// A rule of the audit.
#[derive(Clone, Debug, Serialize)]
pub struct RuleEvidence {
    /// Its code.
    pub code: &'static str,
    /// Criteria of WCAG that it stands for.
    pub wcag: &'static [&'static str],
}

/// What a rule found on a page.
#[derive(Clone, Debug, Serialize)]
pub struct RuleFindingEvidence {
    /// The rule.
    pub rule: &'static str,
    /// `violation` or `review`.
    pub kind: &'static str,
    /// The page's file.
    pub page: String,
    /// What was found.
    pub message: String,
}

/// Something that was let pass for a while.
#[derive(Clone, Debug, Serialize)]
pub struct WaiverEvidence {
    /// The rule.
    pub rule: String,
    /// What was found.
    pub message: String,
    /// Why it may stand.
    pub reason: String,
    /// The last day.
    pub until: String,
}

impl Evidence {
    /// The pack for programs.
    pub fn json(&self) -> String {
        // Nothing in it can fail to be written.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}
