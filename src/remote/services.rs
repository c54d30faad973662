//! Asks services what became of the sources: Crossref's kind about DOIs, `PubMed`'s about
//! PMIDs. Both are asked beside each other, each one question at a time.

mod crossref;
mod pubmed;

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

use super::address::Address;
use super::client::{Client, Silence};
use super::pace::Pace;
use super::{NotAsked, Options};
use crate::audit::external::Reason;
use crate::bibliography::health::{Answer, Identifier};
use crate::config::RefRules;

/// What became of each identifier.
pub type Told = BTreeMap<Identifier, Result<Answer, Trouble>>;

/// Why a service told nothing of an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It did not answer, or answered that it will not.
    Failed(Reason),
    /// It was not asked.
    NotAsked(NotAsked),
    /// It failed before, so that it was left alone.
    LeftAlone,
    /// Its answer is not what such a service says.
    Unreadable,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Failed(reason) => return f.write_str(&reason.sentence()),
            Self::NotAsked(why) => why.sentence(),
            Self::LeftAlone => "was left alone after it had failed",
            Self::Unreadable => "answered something that cannot be read",
        })
    }
}

/// After so many failures in a row a service is left alone.
const FAILURES_OF_A_SERVICE: usize = 3;

/// Most redirects of a service that are followed.
const MOST_REDIRECTS: usize = 5;

/// The longest that we wait because a service asks for it.
const LONGEST_WAIT: std::time::Duration = std::time::Duration::from_mins(1);

/// Asks the services about every identifier.
pub fn ask_services(
    identifiers: &[Identifier],
    services: &RefRules,
    today: Date,
    options: &Options,
) -> Told {
    let run = Run {
        client: Client::new(options),
        pace: Pace::new(options.pause, options.within),
        options,
        services,
        today,
    };
    let is_doi = |one: &&Identifier| matches!(one, Identifier::Doi(_));
    let (dois, pmids): (Vec<_>, Vec<_>) = identifiers.iter().partition(is_doi);
    std::thread::scope(|scope| {
        let others = scope.spawn(|| pubmed::ask(&run, &pmids));
        let mut told = crossref::ask(&run, &dois);
        // A fault of ours in one service leaves what the other said.
        told.extend(others.join().unwrap_or_default());
        told
    })
}

/// What both services share.
struct Run<'a> {
    client: Client,
    pace: Pace,
    options: &'a Options,
    services: &'a RefRules,
    today: Date,
}

impl Run<'_> {
    /// Asks a service once, and once more if it says when: status and body.
    fn fetch(&self, url: &str) -> Result<(u16, String), Trouble> {
        let mut address =
            Address::parse(url).ok_or(Trouble::NotAsked(NotAsked::Unfit))?;
        let (mut redirects, mut has_waited) = (0, false);
        loop {
            let no_time = Trouble::NotAsked(NotAsked::NoTime);
            let left = self.pace.wait(address.host()).ok_or(no_time)?;
            let read = self.client.read(&address, self.options.timeout.min(left));
            let (reply, body) = read.map_err(|silence| match silence {
                Silence::Failed(reason) => Trouble::Failed(reason),
                Silence::Never(why) => Trouble::NotAsked(why),
            })?;
            let failed = Trouble::Failed(Reason::Status(reply.status));
            match reply.status {
                301 | 302 | 303 | 307 | 308 if redirects < MOST_REDIRECTS => {
                    let target = reply.location.as_deref();
                    address = target.and_then(|to| address.join(to)).ok_or(failed)?;
                    redirects += 1;
                }
                429 | 503 if !has_waited => {
                    has_waited = true;
                    let wait = reply.retry_after.filter(|wait| *wait <= LONGEST_WAIT);
                    self.pace.hold(address.host(), wait.ok_or(failed)?);
                }
                200..=299 | 404 | 410 => return Ok((reply.status, body)),
                _ => return Err(failed),
            }
        }
    }

    /// Who asks, as the services want to be told.
    fn mailto(&self, before: &str) -> String {
        let mailto = self.services.mailto.as_deref();
        mailto.map_or_else(String::new, |mailto| {
            let encoded = mailto.replace('+', "%2B").replace('@', "%40");
            format!("{before}{encoded}")
        })
    }
}
