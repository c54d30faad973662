//! The table `[refs]` of `site.toml`: who is asked about the sources, and what follows.

use super::{Reader, check_base_url};
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;

/// Who is asked about DOIs, if nothing is said.
const CROSSREF: &str = "https://api.crossref.org";
/// Who is asked about PMIDs, if nothing is said.
const PUBMED: &str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils";
/// Days after which answers are old, if nothing is said.
pub const STALE_DAYS: i32 = 90;
/// Ten years: more is no limit.
const MOST_STALE_DAYS: i64 = 3650;

/// What becomes of a page that cites a source of which a notice warns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Policy {
    /// The site is not built.
    Error,
    /// The editor is told, and the page says so.
    Warning,
    /// The page says so.
    Mark,
}

impl Policy {
    const NAMES: [(&'static str, Self); 3] =
        [("error", Self::Error), ("warning", Self::Warning), ("mark", Self::Mark)];

    /// Its name in the settings.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, own)| *own == self).map_or("", |(name, _)| name)
    }
}

/// Who is asked about the sources, and how the answers are judged.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RefRules {
    /// Address of a service that answers as Crossref does, without a slash at the end.
    pub crossref: String,
    /// Address of a service that answers as the E-utilities of `PubMed` do.
    pub pubmed: String,
    /// Where these services can write to who asks.
    pub mailto: Option<String>,
    /// What becomes of a page that cites a retracted source.
    pub retracted: Policy,
    /// What becomes of a page that cites a source whose editors have doubts.
    pub concern: Policy,
    /// Days after which answers are old; 0 never says so.
    pub stale_days: i32,
}

impl Default for RefRules {
    fn default() -> Self {
        Self {
            crossref: CROSSREF.to_owned(),
            pubmed: PUBMED.to_owned(),
            mailto: None,
            retracted: Policy::Error,
            concern: Policy::Warning,
            stale_days: STALE_DAYS,
        }
    }
}

/// Reads the table, if there is one.
pub(super) fn read(reader: &mut Reader<'_>, path: &SourcePath) -> RefRules {
    let mut rules = RefRules::default();
    let Some(table) = reader.table("refs") else { return rules };
    let mut found = Vec::new();
    let mut inner = Reader::new(path, table, &mut found);
    for (key, own) in [("crossref", &mut rules.crossref), ("pubmed", &mut rules.pubmed)] {
        service(&mut inner, key, own);
    }
    if let Some(mailto) = inner.string("mailto") {
        let is_address = mailto.split_once('@').is_some_and(|(name, host)| {
            let fits = |c: char| c.is_ascii_alphanumeric() || ".-_+".contains(c);
            !name.is_empty()
                && host.contains('.')
                && mailto.chars().all(|c| c == '@' || fits(c))
        });
        if is_address {
            rules.mailto = Some(mailto);
        } else if let Some(node) = inner.node("mailto") {
            let message = format!("`{mailto}` is not an email address");
            let help = "write mailto = \"editors@example.org\"";
            inner.report(Diagnostic::error("config/refs", message).help(help), node);
        }
    }
    for (key, own) in
        [("retracted", &mut rules.retracted), ("concern", &mut rules.concern)]
    {
        policy(&mut inner, key, own);
    }
    if let Some(days) = inner.integer("stale_days") {
        match i32::try_from(days) {
            Ok(fits) if (0..=MOST_STALE_DAYS).contains(&days) => rules.stale_days = fits,
            _ => {
                let message =
                    format!("`stale_days` is {days}; expected 0 to {MOST_STALE_DAYS}");
                let problem = Diagnostic::error("value/type", message)
                    .help(format!("write stale_days = {STALE_DAYS}"));
                if let Some(node) = inner.node("stale_days") {
                    inner.report(problem, node);
                }
            }
        }
    }
    inner.finish();
    reader.extend(found);
    rules
}

fn service(reader: &mut Reader<'_>, key: &'static str, own: &mut String) {
    let Some(text) = reader.string(key) else { return };
    match check_base_url(&text) {
        Ok(url) => url.trim_end_matches('/').clone_into(own),
        Err(why) => {
            let found = Diagnostic::error("config/refs", format!("`{key}` {why}"))
                .help(format!("write the address of the service: {key} = \"{own}\""));
            if let Some(node) = reader.node(key) {
                reader.report(found, node);
            }
        }
    }
}

fn policy(reader: &mut Reader<'_>, key: &'static str, own: &mut Policy) {
    let Some(text) = reader.string(key) else { return };
    if let Some((_, policy)) = Policy::NAMES.iter().find(|(name, _)| *name == text) {
        *own = *policy;
        return;
    }
    let message = format!("`{key}` is `{text}`; expected `error`, `warning` or `mark`");
    let found = Diagnostic::error("config/refs", message)
        .help(format!("write {key} = \"{}\"", own.name()));
    if let Some(node) = reader.node(key) {
        reader.report(found, node);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<RefRules, &str>) {
        let read = crate::config::parse(&format!("[refs]\n{text}\n"));
        let said: Vec<_> = read.diagnostics.iter().map(|d| d.message.as_str()).collect();
        match expected {
            Ok(rules) => {
                assert_eq!(said, Vec::<&str>::new());
                assert_eq!(read.value.refs, rules);
            }
            Err(message) => assert_eq!(said, [message]),
        }
    }

    #[test]
    fn every_setting_has_a_default_and_mistakes_are_named() {
        check("", Ok(RefRules::default()));
        check(
            "crossref = \"http://127.0.0.1:1/\"\nmailto = \"a@b.org\"\nretracted = \"mark\"\n\
             concern = \"error\"\nstale_days = 0",
            Ok(RefRules {
                crossref: "http://127.0.0.1:1".to_owned(),
                mailto: Some("a@b.org".to_owned()),
                retracted: Policy::Mark,
                concern: Policy::Error,
                stale_days: 0,
                ..RefRules::default()
            }),
        );
        check(
            "retracted = \"maybe\"",
            Err("`retracted` is `maybe`; expected `error`, `warning` or `mark`"),
        );
        check(
            "pubmed = \"x.org\"",
            Err("`pubmed` is `x.org`; expected it to start with https://"),
        );
        check("mailto = \"me\"", Err("`me` is not an email address"));
        check(
            "mailto = \"a@b.org, c@d.org\"",
            Err("`a@b.org, c@d.org` is not an email address"),
        );
        check("stale_days = -1", Err("`stale_days` is -1; expected 0 to 3650"));
        check("retraced = \"mark\"", Err("unknown key `retraced`"));
    }
}
