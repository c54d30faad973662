//! When a host may be asked: never twice at once, and not before the pause is over.
#![expect(clippy::disallowed_methods, reason = "layer 5 may look at the clock")]

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Less time than this is not enough for a request.
const SHORTEST: Duration = Duration::from_millis(50);

/// The clock of one run, shared by all who ask.
#[derive(Debug)]
pub(super) struct Pace {
    pause: Duration,
    /// When the time is up.
    end: Instant,
    /// When each host may be asked again.
    free: Mutex<BTreeMap<String, Instant>>,
}

impl Pace {
    /// A run that begins now.
    pub(super) fn new(pause: Duration, within: Duration) -> Self {
        Self { pause, end: Instant::now() + within, free: Mutex::default() }
    }

    /// Waits until a host may be asked; the time that is left then, if it is enough.
    pub(super) fn wait(&self, host: &str) -> Option<Duration> {
        let at = self.turn(host);
        if at + SHORTEST > self.end {
            return None;
        }
        std::thread::sleep(at.saturating_duration_since(Instant::now()));
        let left = self.end.saturating_duration_since(Instant::now());
        (left >= SHORTEST).then_some(left)
    }

    /// When a host may be asked; the next turn is a pause later.
    fn turn(&self, host: &str) -> Instant {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let at = free.get(host).copied().unwrap_or(now).max(now);
        free.insert(host.to_owned(), at + self.pause);
        at
    }

    /// Leaves a host alone for a time.
    pub(super) fn hold(&self, host: &str, time: Duration) {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let until = Instant::now() + time;
        let own = free.entry(host.to_owned()).or_insert(until);
        *own = (*own).max(until);
    }
}
