//! The preview: serves the built site from memory, watches the sources, builds again.
//!
//! It knows nothing of the pipeline: whoever starts it says how to rebuild. It never writes to
//! the disk, serves only what the table of the built site names, and shows what is wrong on
//! the page. What it adds to a page (a script that reloads, findings) is never in the tree.
#![expect(clippy::disallowed_methods, reason = "layer 5 may look at the clock")]

mod ask;
mod desk;
mod facts;
mod http;
mod overlay;
mod respond;
mod watch;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::diagnostic::Severity;
use crate::digest::Digest;
use crate::error::Error;
use crate::model::overview::PageOverview;
use crate::output::{OutputTree, media_type};
use crate::path::OutputPath;

pub use desk::ADDRESS as DESK;
pub use facts::{Facts, Readings};

/// What to serve, and where.
#[derive(Clone, Debug)]
pub struct Options {
    /// The site's root, whose `site.toml`, `content/` and `themes/` are watched.
    pub root: PathBuf,
    /// Where to listen; port 0 takes a free one.
    pub addr: SocketAddr,
    /// The path under which the site will live, such as `/` or `/health/`.
    pub base_path: String,
    /// Told in a sentence what an author should know and no page can show.
    pub notice: fn(&str),
}

/// Where the sources may have changed. It is a hint: nothing may depend on its being right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// Anywhere.
    Everywhere,
    /// In these files, and perhaps in others.
    At(Vec<PathBuf>),
}

/// What one build gave.
#[derive(Clone, Debug, Default)]
pub struct Rebuilt {
    /// The built site; `None` if the build failed and the last good one is to stay.
    pub tree: Option<Arc<OutputTree>>,
    /// What to show on the pages.
    pub findings: Vec<Arc<Finding>>,
    /// Every page, for the editor's desk; `None` if the last one is to stay.
    pub overview: Option<Arc<[PageOverview]>>,
    /// What else the desk tells; `None` if the last is to stay.
    pub facts: Option<Arc<Facts>>,
}

/// A diagnostic, drawn for a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Finding {
    /// Errors cover the top of every page; warnings are folded up.
    pub severity: Severity,
    /// Stable name of the kind.
    pub code: String,
    /// What was found and what was expected.
    pub message: String,
    /// The source, relative to the site's root.
    pub file: Option<String>,
    /// Line of the source, from 1.
    pub line: Option<usize>,
    /// Column of that line, from 1.
    pub column: Option<usize>,
    /// The lines of the source with a caret below, as text.
    pub excerpt: Option<String>,
    /// The next step.
    pub help: Option<String>,
    /// Address of the page that it belongs to, such as `/sleep/`.
    pub url: Option<String>,
}

impl Finding {
    /// An error that belongs to no file.
    fn error(code: &str, message: String, help: &str) -> Self {
        Self {
            severity: Severity::Error,
            code: code.to_owned(),
            message,
            file: None,
            line: None,
            column: None,
            excerpt: None,
            help: Some(help.to_owned()),
            url: None,
        }
    }
}

/// What is served at one moment.
#[derive(Clone, Debug, Default)]
struct Served {
    tree: Option<Arc<OutputTree>>,
    findings: Arc<[Arc<Finding>]>,
    overview: Arc<[PageOverview]>,
    facts: Arc<Facts>,
    /// Digest of all files that a page may show, such as images.
    shown: String,
    /// Names this state: a page that shows another one reloads.
    version: String,
}

impl Served {
    fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().map(|found| &**found)
    }
}

/// What is served now, shared with every connection.
#[derive(Debug, Default)]
struct Stage {
    served: Mutex<Served>,
    changed: Condvar,
}

impl Stage {
    fn now(&self) -> Served {
        self.lock().clone()
    }

    /// Waits until the version is another than `seen`, or for `patience`.
    fn after(&self, seen: &str, patience: Duration) -> String {
        let (served, _) = self
            .changed
            .wait_timeout_while(self.lock(), patience, |served| served.version == seen)
            .unwrap_or_else(PoisonError::into_inner);
        served.version.clone()
    }

    /// Shows a new build, or new findings over the last good one.
    fn show(&self, rebuilt: Rebuilt) {
        let mut served = self.lock();
        let before = served.clone();
        // What was found and what the desk shows follow from what was read, if that is known.
        let read =
            rebuilt.facts.as_ref().map(|facts| facts.digest).ok_or(&rebuilt.findings);
        let read = Digest::of_value(&read);
        if rebuilt.tree.is_some() {
            served.tree = rebuilt.tree;
        }
        if let Some(overview) = rebuilt.overview {
            served.overview = overview;
        }
        if let Some(facts) = rebuilt.facts {
            served.facts = facts;
        }
        served.findings = rebuilt.findings.into();
        let files = served.tree.iter().flat_map(|tree| tree.iter());
        let files: Vec<_> = files.map(|(path, file)| (path, file.digest)).collect();
        let shown: Vec<_> = files.iter().filter(|(path, _)| is_shown(path)).collect();
        let shown = Digest::of_value(&shown);
        let version = Digest::of_value(&(files, read));
        (served.shown, served.version) = (shown.to_string(), version.to_string());
        drop(served);
        self.changed.notify_all();
        // Nobody waits while what was served before is put away, which takes its time.
        drop(before);
    }

    fn lock(&self) -> MutexGuard<'_, Served> {
        self.served.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a page may show a file: it is neither another page nor a list or a table.
fn is_shown(path: &OutputPath) -> bool {
    let kind = media_type(path);
    !["text/html", "text/plain", "text/csv", "application/xml"]
        .iter()
        .any(|other| kind.starts_with(other))
}

/// Builds, serves, and builds again after every change, for ever.
///
/// `rebuild` looks where it is told and gives `None` if nothing changed. What a hint names is
/// shown first; then everything is looked at, so that a wrong hint costs a moment only.
/// `ready` gets the address to visit once the first build is there. A panic of `rebuild` is
/// shown as a finding.
///
/// # Errors
/// The address cannot be listened to, or no thread can be started.
pub fn serve(
    options: &Options,
    mut rebuild: impl FnMut(&Look) -> Option<Rebuilt> + Send + 'static,
    ready: impl FnOnce(&str),
) -> Result<Infallible, Error> {
    let base = format!("/{}/", options.base_path.trim_matches('/')).replace("//", "/");
    let listener = http::bind(options.addr)?;
    let stage = Arc::new(Stage::default());
    let mut watch = watch::Watch::start(&options.root, options.notice);
    let mut look = |look: &Look| {
        let start = Instant::now();
        let shown = guarded(&mut || rebuild(look));
        let cost = start.elapsed();
        let is_new = shown.is_some();
        if let Some(rebuilt) = shown {
            stage.show(rebuilt);
        }
        (!is_new).then_some(cost)
    };
    look(&Look::Everywhere);
    let url = http::start(listener, Arc::clone(&stage), &base)?;
    ready(&url);
    let mut cost = Duration::ZERO;
    loop {
        let hint = watch.wait(cost);
        let is_everywhere = hint == Look::Everywhere;
        let mut idle = look(&hint);
        if !is_everywhere {
            idle = look(&Look::Everywhere);
        }
        cost = idle.unwrap_or(cost);
    }
}

/// Rebuilds; a panic costs one build, not the preview.
fn guarded(rebuild: &mut impl FnMut() -> Option<Rebuilt>) -> Option<Rebuilt> {
    catch_unwind(AssertUnwindSafe(rebuild)).unwrap_or_else(|panic| {
        let said = panic
            .downcast_ref::<&str>()
            .map(ToString::to_string)
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no reason given".to_owned());
        let message = format!("the build stopped by a fault of the program: {said}");
        let help = "undo the last change to get on, and report this fault";
        Some(Rebuilt {
            tree: None,
            findings: vec![Arc::new(Finding::error("internal/panic", message, help))],
            ..Rebuilt::default()
        })
    })
}
