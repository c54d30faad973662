//! Who is asked when: hosts beside each other, the addresses of one host in turn.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use super::address::Address;
use super::client::{Client, Silence};
use super::course::{Course, Method, Next};
use super::pace::Pace;
use super::{Asked, NotAsked, Options};
use crate::audit::external::{Answer, Reason};

/// How many hosts are asked at the same time.
const WORKERS: usize = 8;

/// After so many failures in a row that are the host's, its other addresses are not asked:
/// they fail for the same reason.
const FAILURES_OF_A_HOST: usize = 2;

/// Asks every address; the answers come in their order.
pub(super) fn ask_all(addresses: &[String], options: &Options) -> Vec<Asked> {
    let mut hosts: BTreeMap<String, Vec<(usize, Address)>> = BTreeMap::new();
    let mut asked: Vec<(usize, Asked)> = Vec::new();
    for (index, text) in addresses.iter().enumerate() {
        match Address::parse(text) {
            Some(address) => {
                hosts
                    .entry(address.host().to_owned())
                    .or_default()
                    .push((index, address));
            }
            None => asked.push((index, not_asked(text, NotAsked::Unfit))),
        }
    }
    let count = hosts.len();
    let mut longest_first: Vec<_> = hosts.into_values().collect();
    longest_first.sort_by_key(|of_host| std::cmp::Reverse(of_host.len()));
    let run = Run {
        client: Client::new(options),
        options,
        pace: Pace::new(options.pause, options.within),
    };
    let queue = Mutex::new(VecDeque::from(longest_first));
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    let work = || {
        let mut own = Vec::new();
        while let Some(of_host) = next() {
            own.extend(run.host(of_host));
        }
        own
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> =
            (0..WORKERS.min(count)).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            asked.extend(worker.join().unwrap_or_default());
        }
    });
    asked.sort_by_key(|(index, _)| *index);
    asked.into_iter().map(|(_, one)| one).collect()
}

fn not_asked(address: &str, why: NotAsked) -> Asked {
    Asked { address: address.to_owned(), answer: Err(why), redirects: Vec::new() }
}

/// What all workers share.
struct Run<'a> {
    client: Client,
    options: &'a Options,
    pace: Pace,
}

impl Run<'_> {
    /// Asks the addresses of one host, one after the other.
    fn host(&self, addresses: Vec<(usize, Address)>) -> Vec<(usize, Asked)> {
        let mut asked = Vec::with_capacity(addresses.len());
        let mut in_a_row: Vec<Reason> = Vec::new();
        for (index, address) in addresses {
            if in_a_row.len() >= FAILURES_OF_A_HOST
                && let Some(reason) = in_a_row.last()
            {
                let answer = Ok(Answer::Failed(*reason));
                let address = address.to_string();
                asked.push((index, Asked { address, answer, redirects: Vec::new() }));
                continue;
            }
            let one = self.one(address);
            match one.answer {
                Ok(Answer::Failed(reason))
                    if one.redirects.is_empty() && is_host(reason) =>
                {
                    in_a_row.push(reason);
                }
                _ => in_a_row.clear(),
            }
            asked.push((index, one));
        }
        asked
    }

    /// Asks one address until it has answered.
    fn one(&self, address: Address) -> Asked {
        let text = address.to_string();
        let mut course = Course::of(address);
        let mut method = Method::Head;
        loop {
            let reply = match self.request(method, &course.here) {
                Ok(reply) => Ok(reply),
                Err(Silence::Failed(reason)) => Err(reason),
                Err(Silence::Never(why)) => return not_asked(&text, why),
            };
            match course.next(reply.as_ref().map_err(|reason| *reason)) {
                Next::Ask(next) => method = next,
                Next::Wait(time) => self.pace.hold(course.here.host(), time),
                Next::Done(answer) => {
                    let redirects =
                        course.redirects.iter().map(ToString::to_string).collect();
                    return Asked { address: text, answer: Ok(answer), redirects };
                }
            }
        }
    }

    /// One request, when its host is free and if there is time.
    fn request(
        &self,
        method: Method,
        address: &Address,
    ) -> Result<super::course::Reply, Silence> {
        let no_time = Silence::Never(NotAsked::NoTime);
        let left = self.pace.wait(address.host()).ok_or(no_time)?;
        let reply = self.client.ask(method, address, self.options.timeout.min(left));
        let is_late = reply == Err(Silence::Failed(Reason::Timeout));
        if is_late && left < self.options.timeout {
            return Err(no_time);
        }
        reply
    }
}

/// Whether a failure is the host's, not the page's.
fn is_host(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Timeout
            | Reason::Connection
            | Reason::NoName
            | Reason::Tls
            | Reason::Status(429)
    )
}
