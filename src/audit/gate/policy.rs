//! What `site.toml` says of the rules: their levels, and what is waived until when.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::address;
use crate::audit::references::tags::decoded;
use crate::audit::rule::{Finding, Rule};
use crate::audit::rules;
use crate::config::{self, AuditSettings, Level, Waiver};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::digest::Digest;
use crate::path::SourcePath;

/// The rule whose findings stand on the attribute that names where a form leads.
const FORM: &str = "published/form";

/// What a finding is about: a part of the page, of which no more is kept than is asked for.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The digest of its bytes.
    pub digest: Digest,
    /// Its text, if the settings may allow what stands there.
    written: Option<Box<str>>,
}

impl Piece {
    /// The part of a page that a finding is about, from its bytes.
    pub fn of(finding: &Finding, bytes: &[u8]) -> Self {
        let written = || String::from_utf8_lossy(bytes).into();
        let written = (finding.rule.code == FORM).then(written);
        Self { digest: Digest::of(bytes), written }
    }
}

/// The settings, checked against the rules and the day.
#[derive(Debug)]
pub struct Policy<'a> {
    settings: &'a AuditSettings,
    today: Date,
}

impl<'a> Policy<'a> {
    /// Reads the settings as of a day; reports what they name and nobody knows, and waivers
    /// that have ended.
    pub fn of(
        settings: &'a AuditSettings,
        today: Date,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let path = SourcePath::new(config::FILE);
        for own in &settings.levels {
            let rule = rules::rule(&own.rule).filter(|rule| rule.code == own.rule);
            let problem = if rule.is_none() {
                unknown(&own.rule)
            } else if rule.is_some_and(Rule::is_invariant) && own.level != Level::Error {
                let message = format!("`{}` holds for every page", own.rule);
                Diagnostic::error("audit/invariant", message).help(
                    "delete this line; if a page needs time, write a [[audit.waiver]] \
                     with its reason and its last day",
                )
            } else {
                continue;
            };
            found.push(problem.at(&path, own.span.clone()));
        }
        for waiver in &settings.waivers {
            let (rule, span) = &waiver.rule;
            if rules::rule(rule).is_none_or(|own| own.code != rule) {
                found.push(unknown(rule).at(&path, span.clone()));
            }
            let (until, span) = &waiver.until;
            if *until < today {
                let message = format!("this waiver of `{rule}` ended on {until}");
                let problem = Diagnostic::error("audit/waiver-ended", message)
                    .help("mend what it let pass and delete it, or give it another day");
                found.push(problem.at(&path, span.clone()));
            }
        }
        Self { settings, today }
    }

    /// How much a finding matters: as the settings say of its rule, for all that it finds.
    pub fn level(&self, finding: &Finding) -> Level {
        let rule = finding.rule;
        let own = self.settings.levels.iter().rfind(|own| own.rule == rule.code);
        match (own.filter(|_| !rule.is_invariant()), finding.severity()) {
            (Some(own), _) => own.level,
            (None, Severity::Error) => Level::Error,
            (None, Severity::Warning) => Level::Warning,
            (None, Severity::Notice) => Level::Notice,
        }
    }

    /// All waivers, in the order of the file.
    pub fn waivers(&self) -> &'a [Waiver] {
        &self.settings.waivers
    }

    /// Which waiver lets a rule pass on a page, by its file.
    pub fn waiver(&self, rule: &str, page: &str) -> Option<usize> {
        self.settings.waivers.iter().position(|waiver| {
            let holds = waiver.rule.0 == rule && waiver.until.0 >= self.today;
            holds && waiver.fits(&address(page))
        })
    }

    /// Whether what was found on a page is a form that may lead to another site; `piece` is
    /// what the finding is about.
    pub fn allows(&self, finding: &Finding, piece: &Piece) -> bool {
        if finding.rule.code != FORM || self.settings.forms.is_empty() {
            return false;
        }
        let Some(written) = &piece.written else { return false };
        let value = written.split_once('=').map_or("", |(_, value)| value);
        let address = decoded(value.trim().trim_matches(['"', '\'']));
        self.settings.forms.iter().any(|start| address.starts_with(start.as_str()))
    }

    /// A warning for each waiver that still holds and lets nothing pass.
    pub(super) fn idle(&self, used: &[bool]) -> Vec<Diagnostic> {
        let path = SourcePath::new(config::FILE);
        let waivers = self.settings.waivers.iter().zip(used);
        let idle = waivers.filter(|(one, used)| !**used && one.until.0 >= self.today);
        let known = idle.filter(|(one, _)| rules::rule(&one.rule.0).is_some());
        let tell = |(one, _): (&Waiver, &bool)| {
            let message = format!("this waiver of `{}` lets nothing pass", one.rule.0);
            Diagnostic::warning("audit/waiver-idle", message)
                .at(&path, one.rule.1.clone())
                .help("delete it, or mend the address of its page")
        };
        known.map(tell).collect()
    }
}

fn unknown(rule: &str) -> Diagnostic {
    let known = rules::RULES.iter().map(|rule| rule.code);
    let help = nearest(rule, known).map_or_else(
        || "plainleaf explain lists all rules".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    Diagnostic::error("audit/unknown-rule", format!("there is no rule `{rule}`"))
        .help(help)
}
