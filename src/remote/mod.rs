//! Asks other sites whether the addresses that this site links to are still there, and
//! services what became of its sources.
//!
//! The only module that connects to anything. It is polite: one connection to a host at a
//! time, a pause between two requests, no page is read, and a host that says "later" is left
//! alone. It judges nothing: an answer goes into the memory, and `audit` judges that.

mod address;
mod client;
mod course;
mod pace;
mod queue;
mod services;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use crate::audit::external::{self, Answer, Memory, Reason};
use crate::bibliography::health::{self, Health};
use crate::error::Error;
use crate::path::SourcePath;

pub use services::{Told, Trouble, ask_services};

/// How to ask.
#[derive(Clone, Debug)]
pub struct Options {
    /// Who asks, in words that the other site can look up.
    pub user_agent: String,
    /// Time between two requests to one host.
    pub pause: Duration,
    /// How long one request may take.
    pub timeout: Duration,
    /// How long all of it may take.
    pub within: Duration,
    /// Whether addresses of this computer and of private networks are asked too.
    pub private_networks: bool,
}

/// What became of one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The address.
    pub address: String,
    /// What it answered, or why it was not asked.
    pub answer: Result<Answer, NotAsked>,
    /// The addresses to which it led, in order.
    pub redirects: Vec<String>,
}

/// Why an address was not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAsked {
    /// It is on this computer or on a private network.
    Private,
    /// The time was up before its turn came.
    NoTime,
    /// It cannot be written in a request.
    Unfit,
}

impl NotAsked {
    /// The rest of a sentence about the address.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Private => "is on a private network",
            Self::NoTime => "had to wait until the time was up",
            Self::Unfit => "cannot be asked as it is written",
        }
    }
}

/// From this many hosts on, silence of all of them is ours.
const HOSTS_THAT_CANNOT_ALL_BE_DOWN: usize = 3;

/// Asks every address once; the answers come in the order of the addresses.
///
/// # Errors
/// Several hosts were asked and none was there: then it is our network that is down, and
/// nothing may be remembered of them.
pub fn ask(addresses: &[String], options: &Options) -> Result<Vec<Asked>, Error> {
    let asked = queue::ask_all(addresses, options);
    let is_silent = |answer: &Answer| {
        use Reason::{Connection, NoName, Timeout, Tls};
        [Connection, NoName, Timeout, Tls].map(Answer::Failed).contains(answer)
    };
    let mut hosts = BTreeSet::new();
    let mut is_heard = false;
    for one in &asked {
        if let Ok(answer) = &one.answer {
            hosts.insert(one.address.split('/').nth(2));
            is_heard |= !is_silent(answer);
        }
    }
    let hosts = hosts.len();
    if hosts >= HOSTS_THAT_CANNOT_ALL_BE_DOWN && !is_heard {
        let message =
            format!("none of {hosts} hosts could be reached; nothing was remembered");
        return Err(Error::refused(message, "check the network, then run it again"));
    }
    Ok(asked)
}

/// Writes the memory into the site's root, in one step, if it has changed.
///
/// # Errors
/// The disk refuses.
pub fn save(root: &Path, memory: &Memory) -> Result<(), Error> {
    write(root, external::FILE, (&memory.to_text(), memory.records.is_empty()))
}

/// Writes what services said of the sources into the site's root, in one step, if it has
/// changed.
///
/// # Errors
/// The disk refuses.
pub fn save_health(root: &Path, health: &Health) -> Result<(), Error> {
    write(root, health::FILE, (&health.to_text(), health.answers.is_empty()))
}

#[expect(clippy::disallowed_methods, reason = "layer 5 touches the disk")]
fn write(root: &Path, name: &str, (text, is_empty): (&str, bool)) -> Result<(), Error> {
    let path = root.join(name);
    let before = std::fs::read_to_string(&path).ok();
    let is_needless = before.is_none() && is_empty;
    if is_needless || before.as_deref() == Some(text) {
        return Ok(());
    }
    crate::disk::replace(root, &SourcePath::new(name), text)
}
