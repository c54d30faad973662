//! One request and its reply, over the network.

use std::io;
use std::time::Duration;

use jiff::fmt::rfc2822;
use ureq::config::Config;
use ureq::http::{HeaderMap, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

use super::address::{Address, is_private};
use super::course::{Method, Reply};
use super::{NotAsked, Options};
use crate::audit::external::Reason;

/// What a service answers in.
const JSON: &str = "application/json";

/// The longest answer of a service that is read, in bytes.
const LONGEST_BODY: u64 = 16 << 20;

/// Why there is no reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Silence {
    /// The address failed.
    Failed(Reason),
    /// It must not be asked, or cannot be.
    Never(NotAsked),
}

/// Looks names up, and refuses those that lead into a private network.
#[derive(Debug)]
struct Gate {
    inner: DefaultResolver,
    private_networks: bool,
}

impl Resolver for Gate {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        if !self.private_networks && found.iter().any(|at| is_private(at.ip())) {
            return Err(io::Error::from(io::ErrorKind::PermissionDenied).into());
        }
        Ok(found)
    }
}

/// The client of one run.
#[derive(Clone, Debug)]
pub(super) struct Client {
    agent: Agent,
}

impl Client {
    /// A client that follows no redirect by itself and keeps no cookie.
    pub(super) fn new(options: &Options) -> Self {
        let config = Agent::config_builder()
            .user_agent(options.user_agent.as_str())
            .accept("text/html, */*;q=0.5")
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections_per_host(1)
            .proxy(None)
            .build();
        let gate = Gate {
            inner: DefaultResolver::default(),
            private_networks: options.private_networks,
        };
        Self { agent: Agent::with_parts(config, DefaultConnector::default(), gate) }
    }

    /// Sends one request; the body of the reply is not read.
    pub(super) fn ask(
        &self,
        method: Method,
        address: &Address,
        timeout: Duration,
    ) -> Result<Reply, Silence> {
        let url = address.to_string();
        let request = match method {
            Method::Head => self.agent.head(&url),
            Method::Get => self.agent.get(&url),
        };
        let request = request.config().timeout_global(Some(timeout)).build();
        let response = request.call().map_err(|error| silence(&error))?;
        Ok(reply(response.status().as_u16(), response.headers(), address))
    }

    /// Asks for something that a program reads, and reads it.
    pub(super) fn read(
        &self,
        address: &Address,
        timeout: Duration,
    ) -> Result<(Reply, String), Silence> {
        let request = self.agent.get(address.to_string()).header("accept", JSON);
        let request = request.config().timeout_global(Some(timeout)).build();
        let mut response = request.call().map_err(|error| silence(&error))?;
        let reply = reply(response.status().as_u16(), response.headers(), address);
        let body = response.body_mut().with_config().limit(LONGEST_BODY);
        let bytes = body.read_to_vec().map_err(|error| silence(&error))?;
        Ok((reply, String::from_utf8_lossy(&bytes).into_owned()))
    }
}

fn reply(status: u16, headers: &HeaderMap, address: &Address) -> Reply {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let challenged = header("cf-mitigated") == Some("challenge")
        || matches!(header("x-amzn-waf-action"), Some("captcha" | "challenge"))
        || address.to_string().to_ascii_lowercase().contains("captcha");
    Reply {
        status,
        location: header("location").map(str::to_owned),
        retry_after: header("retry-after")
            .and_then(|text| retry_after(text, header("date"))),
        captcha: challenged,
    }
}

/// How long to stay away: seconds, or a day and time by the clock of who says it.
fn retry_after(text: &str, now: Option<&str>) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let then = rfc2822::parse(text).ok()?.timestamp();
    let now = rfc2822::parse(now?).ok()?.timestamp();
    let seconds = then.as_second().saturating_sub(now.as_second());
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

fn silence(error: &Error) -> Silence {
    Silence::Failed(match error {
        Error::Timeout(_) => Reason::Timeout,
        Error::HostNotFound => Reason::NoName,
        Error::Tls(_) | Error::Rustls(_) | Error::TlsRequired => Reason::Tls,
        Error::BadUri(_) | Error::Http(_) => return Silence::Never(NotAsked::Unfit),
        Error::Io(cause) => match cause.kind() {
            io::ErrorKind::PermissionDenied => {
                return Silence::Never(NotAsked::Private);
            }
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Reason::Timeout,
            // The handshake reports a certificate that does not fit as data that do not.
            io::ErrorKind::InvalidData => Reason::Tls,
            _ if is_unknown_name(&cause.to_string()) => Reason::NoName,
            _ => Reason::Connection,
        },
        _ => Reason::Connection,
    })
}

/// Whether the system says for certain that a name does not exist. It has no number for it,
/// only these words; "try again later" is another answer.
fn is_unknown_name(message: &str) -> bool {
    let words = [
        "Name or service not known",
        "No address associated with hostname",
        "Name does not resolve",
        "nodename nor servname provided",
    ];
    words.iter().any(|word| message.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, now: Option<&str>, expected: Option<u64>) {
        let seconds = retry_after(text, now).map(|wait| wait.as_secs());
        assert_eq!(seconds, expected, "{text}");
    }

    #[test]
    fn a_host_says_later_in_two_ways() {
        let now = Some("Tue, 24 Nov 2026 08:49:37 GMT");
        check("12", None, Some(12));
        check("Tue, 24 Nov 2026 08:50:07 GMT", now, Some(30));
        check("Tue, 24 Nov 2026 08:49:07 GMT", now, Some(0));
        check("Tue, 24 Nov 2026 08:50:07 GMT", None, None);
        check("soon", now, None);
    }

    #[test]
    fn a_system_that_asks_to_try_again_knows_nothing() {
        let words = "failed to lookup address information: ";
        assert!(is_unknown_name(&format!("{words}Name or service not known")));
        assert!(!is_unknown_name(&format!(
            "{words}Temporary failure in name resolution"
        )));
    }
}
