//! The course of asking one address, step by step: what to ask next after each reply.
//!
//! Values only; the client asks and the queue waits.

use std::time::Duration;

use super::address::Address;
use crate::audit::external::{Answer, Reason};

/// How to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// For the head of the answer alone.
    Head,
    /// For the page; its body is not read.
    Get,
}

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reply {
    /// The status of HTTP.
    pub(super) status: u16,
    /// Where it leads.
    pub(super) location: Option<String>,
    /// How long to stay away.
    pub(super) retry_after: Option<Duration>,
    /// Whether it is a question to a person.
    pub(super) captcha: bool,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Ask this.
    Ask(Method),
    /// Stay away from the host for this long, then ask again.
    Wait(Duration),
    /// Nothing more.
    Done(Answer),
}

/// Most redirects that are followed; browsers follow 20.
const MOST_REDIRECTS: usize = 10;

/// The longest that we wait because a host asks for it.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// An address on its way.
#[derive(Clone, Debug)]
pub(super) struct Course {
    /// What is asked now.
    pub(super) here: Address,
    /// Every address to which it led, in order.
    pub(super) redirects: Vec<Address>,
    start: Address,
    method: Method,
    /// How many of the first redirects are for good.
    for_good: usize,
    has_waited: bool,
}

impl Course {
    /// Starts at an address, with a question for its head.
    pub(super) fn of(start: Address) -> Self {
        Self {
            here: start.clone(),
            redirects: Vec::new(),
            start,
            method: Method::Head,
            for_good: 0,
            has_waited: false,
        }
    }

    /// What to do after a reply, or after there was none.
    pub(super) fn next(&mut self, reply: Result<&Reply, Reason>) -> Next {
        match reply {
            Ok(reply) => self.after(reply),
            // Some servers drop what they do not know.
            Err(Reason::Timeout | Reason::Connection) if self.method == Method::Head => {
                self.with_get()
            }
            Err(reason) => Next::Done(Answer::Failed(reason)),
        }
    }

    fn after(&mut self, reply: &Reply) -> Next {
        let status = reply.status;
        let failed = |reason| Next::Done(Answer::Failed(reason));
        match status {
            _ if reply.captcha => failed(Reason::Captcha),
            200..=299 => Next::Done(Answer::Here { moved: self.moved() }),
            301 | 302 | 303 | 307 | 308 => {
                let target = reply.location.as_deref();
                match target.and_then(|location| self.here.join(location)) {
                    Some(target) => self.follow(target, matches!(status, 301 | 308)),
                    None => failed(Reason::Status(status)),
                }
            }
            429 | 503 if !self.has_waited && reply.retry_after.is_some() => {
                self.has_waited = true;
                match reply.retry_after.filter(|wait| *wait <= LONGEST_WAIT) {
                    Some(wait) => Next::Wait(wait),
                    None => failed(Reason::Status(status)),
                }
            }
            // Whoever asks us to slow down is not asked once more.
            429 => failed(Reason::Status(status)),
            _ if self.method == Method::Head => self.with_get(),
            _ => failed(Reason::Status(status)),
        }
    }

    fn with_get(&mut self) -> Next {
        self.method = Method::Get;
        Next::Ask(Method::Get)
    }

    fn follow(&mut self, target: Address, for_good: bool) -> Next {
        let is_circle = target == self.start || self.redirects.contains(&target);
        if is_circle && self.method == Method::Head {
            // With the page itself it may go on.
            self.redirects.clear();
            (self.here, self.for_good) = (self.start.clone(), 0);
            return self.with_get();
        }
        if is_circle || self.redirects.len() >= MOST_REDIRECTS {
            return Next::Done(Answer::Failed(Reason::Redirects));
        }
        if for_good && self.for_good == self.redirects.len() {
            self.for_good += 1;
        }
        self.redirects.push(target.clone());
        self.here = target;
        Next::Ask(self.method)
    }

    /// The last address that was reached by moves for good alone.
    fn moved(&self) -> Option<String> {
        let last = self.for_good.checked_sub(1)?;
        self.redirects.get(last).map(ToString::to_string)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Replies in order, and what was asked and answered.
    #[track_caller]
    fn check(replies: &[&str], expected: &str) {
        let mut course = Course::of(Address::parse("https://a.org/x").unwrap());
        let mut said = Vec::new();
        for reply in replies {
            let mut words = reply.split(' ');
            let first = words.next().unwrap();
            let next = match first.parse() {
                Err(_) => course.next(Err(Reason::parse(first).unwrap())),
                Ok(status) => {
                    let rest = words.next();
                    let retry_after =
                        rest.and_then(|w| w.parse().ok()).map(Duration::from_secs);
                    course.next(Ok(&Reply {
                        status,
                        location: rest.map(str::to_owned),
                        retry_after,
                        captcha: rest == Some("captcha"),
                    }))
                }
            };
            said.push(match next {
                Next::Ask(method) => format!("{method:?} {}", course.here),
                Next::Wait(time) => format!("wait {}", time.as_secs()),
                Next::Done(Answer::Failed(reason)) => format!("failed {reason}"),
                Next::Done(Answer::Here { moved: None }) => "here".to_owned(),
                Next::Done(Answer::Here { moved: Some(to) }) => format!("moved {to}"),
            });
        }
        assert_eq!(said.join(", "), expected, "{replies:?}");
    }

    #[test]
    fn a_head_that_fails_is_confirmed_with_the_page() {
        check(&["200"], "here");
        check(&["405", "200"], "Get https://a.org/x, here");
        check(&["404", "404"], "Get https://a.org/x, failed 404");
        check(&["connection", "200"], "Get https://a.org/x, here");
        check(&["timeout", "timeout"], "Get https://a.org/x, failed timeout");
        check(&["no-name"], "failed no-name");
        check(&["tls"], "failed tls");
        check(&["403 captcha"], "failed captcha");
    }

    #[test]
    fn moves_for_good_are_told_apart() {
        check(&["301 /y", "200"], "Head https://a.org/y, moved https://a.org/y");
        check(&["302 /y", "200"], "Head https://a.org/y, here");
        check(
            &["308 /y", "302 /z", "200"],
            "Head https://a.org/y, Head https://a.org/z, moved https://a.org/y",
        );
        check(
            &["302 /y", "301 /z", "200"],
            "Head https://a.org/y, Head https://a.org/z, here",
        );
        check(
            &["301 /y", "404", "410"],
            "Head https://a.org/y, Get https://a.org/y, failed 410",
        );
        check(&["301"], "failed 301");
    }

    #[test]
    fn circles_and_long_ways_end() {
        check(&["301 /x", "301 /x"], "Get https://a.org/x, failed redirects");
        let ways: Vec<String> =
            (0..=MOST_REDIRECTS).map(|n| format!("302 /{n}")).collect();
        let mut course = Course::of(Address::parse("https://a.org/x").unwrap());
        let last = ways.iter().map(|way| {
            let location = way.strip_prefix("302 ").map(str::to_owned);
            course.next(Ok(&Reply { status: 302, location, ..Reply::default() }))
        });
        assert_eq!(last.last(), Some(Next::Done(Answer::Failed(Reason::Redirects))));
    }

    #[test]
    fn a_host_that_says_later_is_asked_later_once() {
        check(&["429 5", "200"], "wait 5, here");
        check(&["429 5", "429 5"], "wait 5, failed 429");
        check(&["429"], "failed 429");
        check(&["429 3600"], "failed 429");
        check(&["503 1", "503 1", "503 1"], "wait 1, Get https://a.org/x, failed 503");
    }
}
