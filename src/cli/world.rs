//! The clock, the environment and the disk, asked once for each command.
#![expect(
    clippy::disallowed_methods,
    reason = "the binary is where the clock and the environment are read"
)]

use std::cell::OnceCell;
use std::path::Path;
use std::sync::Arc;
#[cfg(feature = "preview")]
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use plainleaf::diagnostic::{Diagnostic, Outcome, Severity};
use plainleaf::digest::Digest;
use plainleaf::disk::Scanner;
use plainleaf::last::{self, Program, Recalled};
use plainleaf::memo::Memo;
use plainleaf::output::Shelf;
use plainleaf::path::SourcePath;
use plainleaf::pipeline::{Build, Input, Wanted, Wish, build_for};
use plainleaf::source::{Source, SourceTree};
#[cfg(feature = "preview")]
use plainleaf::{memo::Readings, pipeline::proofread, preview::Look, prose::Reading};

use super::args::{Format, Publication};
use super::report::Failure;

/// Whether the environment lets us colour what we print.
pub(crate) fn wants_colour() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// A watch, for the summary at the end.
pub(crate) fn watch() -> Instant {
    Instant::now()
}

/// The site of a folder, and how it is to be built.
pub(crate) struct Place {
    scanner: Scanner,
    publication: Publication,
    base_url: Option<String>,
    memo: Arc<Memo>,
    /// What an earlier run kept for this one.
    recalled: Option<Recalled>,
    /// Whether people are told of builds.
    is_brief: bool,
    /// What articles gave that were read for their wording, when somebody last asked.
    #[cfg(feature = "preview")]
    readings: Arc<Mutex<Readings>>,
    /// This program, once it was asked for.
    program: OnceCell<Program>,
    /// Digest of all that was read when the site was last built by `build_if_new`.
    #[cfg(feature = "preview")]
    last: Option<Digest>,
}

impl Place {
    /// Prepares to read the site at `root`.
    ///
    /// # Errors
    /// There is no site there.
    pub(crate) fn open(
        root: &Path,
        publication: &Publication,
        base_url: Option<String>,
    ) -> Result<Self, Failure> {
        if !root.join("site.toml").is_file() && !root.join("content").is_dir() {
            let message = format!(
                "`{}` holds no site: there is neither site.toml nor content/",
                root.display()
            );
            let help =
                "name its folder with --root, or start one: plainleaf new site my-site";
            return Err(Failure::Typed(message, help.to_owned()));
        }
        if let Some(jobs) = publication.jobs {
            // Fails only if the threads exist already, as in a second build of a preview.
            let _ =
                rayon::ThreadPoolBuilder::new().num_threads(jobs.into()).build_global();
        }
        Ok(Self {
            scanner: Scanner::new(root),
            publication: publication.clone(),
            base_url,
            memo: Arc::default(),
            recalled: None,
            is_brief: false,
            #[cfg(feature = "preview")]
            readings: Arc::default(),
            program: OnceCell::new(),
            #[cfg(feature = "preview")]
            last: None,
        })
    }

    /// Reads all articles of an input that was just built, when it is asked to. What was read
    /// when somebody last asked is not read again.
    #[cfg(feature = "preview")]
    pub(crate) fn reader(
        &self,
        tree: Arc<SourceTree>,
        today: Date,
    ) -> impl FnOnce() -> Vec<Arc<Reading>> + Send + 'static {
        let (memo, readings) = (Arc::clone(&self.memo), Arc::clone(&self.readings));
        let (drafts, base_url) = (self.publication.drafts, self.base_url.clone());
        move || {
            let tree = SourceTree::clone(&tree);
            let input = Input { tree, today, drafts, base_url };
            let mut earlier = readings.lock().unwrap_or_else(PoisonError::into_inner);
            let (all, next) = proofread(&input, &memo, &earlier);
            *earlier = next;
            all
        }
    }

    /// The folder of the site.
    pub(crate) fn root(&self) -> &Path {
        self.scanner.root()
    }

    /// Gets ready for many builds in one process; what earlier ones knew is forgotten.
    pub(crate) fn stay(&mut self) {
        self.memo = Arc::new(Memo::lasting());
    }

    /// Says who is told of builds: people read the first few of many places to look at.
    pub(crate) fn tell(&mut self, format: Format) {
        self.is_brief = format == Format::Human;
    }

    /// What the last build knew.
    pub(crate) fn memo(&self) -> &Memo {
        &self.memo
    }

    /// The digest of all that was read when something had changed last.
    #[cfg(feature = "preview")]
    pub(crate) fn seen(&self) -> Digest {
        self.last.unwrap_or_default()
    }

    /// Reads what has changed and builds.
    ///
    /// # Errors
    /// The disk could not be read.
    pub(crate) fn build(&mut self) -> Result<(SourceTree, Build), Failure> {
        let (input, read) = self.input()?;
        self.build_from(input, read)
    }

    /// Whether nothing is known of earlier builds, so that all of it will be made.
    pub(crate) fn knows_nothing(&self) -> bool {
        self.memo.is_empty()
    }

    /// Looks where a hint says; reads what has changed, and builds if anything has.
    ///
    /// # Errors
    /// The disk could not be read.
    #[cfg(feature = "preview")]
    pub(crate) fn build_if_new(
        &mut self,
        look: &Look,
    ) -> Result<Option<(SourceTree, Build)>, Failure> {
        // A failure is shown, and what follows it is new.
        let last = self.last.take();
        let scanned = match look {
            Look::Everywhere => self.scanner.scan()?,
            Look::At(paths) => self.scanner.scan_at(paths)?,
        };
        let (input, read) = self.input_of(scanned);
        let seen = Digest::of_value(&(input.digest(), format!("{read:?}")));
        self.last = Some(seen);
        if last == self.last {
            return Ok(None);
        }
        self.build_from(input, read).map(Some)
    }

    /// Builds what was read; `read` says what could not be. Texts that the build turns out to
    /// want are read, and it is asked again.
    ///
    /// # Errors
    /// The disk could not be read.
    pub(crate) fn build_from(
        &mut self,
        input: Input,
        read: Vec<Diagnostic>,
    ) -> Result<(SourceTree, Build), Failure> {
        self.build_onto(input, read, None)
    }

    /// As `build_from`, with a shelf for pages that are made.
    ///
    /// # Errors
    /// The disk could not be read.
    pub(crate) fn build_onto(
        &mut self,
        mut input: Input,
        mut read: Vec<Diagnostic>,
        shelf: Option<&dyn Shelf>,
    ) -> Result<(SourceTree, Build), Failure> {
        let wish = Wish { shelf, is_brief: self.is_brief };
        // What will be wanted for sure is read at once.
        let is_unread =
            |path: &&SourcePath| matches!(input.tree.get(path), Some(Source::Unread(_)));
        let texts: Vec<SourcePath> =
            self.memo.texts().iter().filter(is_unread).cloned().collect();
        if !texts.is_empty() {
            let scanned = self.scanner.read(&texts)?;
            (input.tree, read) = (scanned.value, scanned.diagnostics);
        }
        let mut made = loop {
            let made = build_for(wish, &input, &self.memo);
            let scanned = match &made.wanted {
                Wanted::Nothing => break made,
                Wanted::Texts(paths) => self.scanner.read(paths)?,
                Wanted::Everything => {
                    self.memo = Arc::default();
                    self.scanner.read_unread()?
                }
            };
            (input.tree, read) = (scanned.value, scanned.diagnostics);
        };
        self.memo = Arc::new(std::mem::take(&mut made.memo));
        if !read.is_empty() {
            made.diagnostics.extend(read);
            Diagnostic::sort(&mut made.diagnostics);
        }
        Ok((input.tree, made))
    }

    /// Reads the articles of which something is told: who is told of a place is shown its line.
    ///
    /// # Errors
    /// The disk could not be read.
    pub(crate) fn read_told<'d>(
        &mut self,
        tree: SourceTree,
        told: impl Iterator<Item = &'d Diagnostic>,
    ) -> Result<SourceTree, Failure> {
        let labels = told.flat_map(|one| one.primary.iter().chain(&one.related));
        let is_unread =
            |path: &SourcePath| matches!(tree.get(path), Some(Source::Unread(_)));
        let mut paths: Vec<SourcePath> =
            labels.map(|label| label.path.clone()).filter(is_unread).collect();
        paths.sort_unstable();
        paths.dedup();
        if paths.is_empty() {
            return Ok(tree);
        }
        Ok(self.scanner.read(&paths)?.value)
    }

    /// Takes up which articles the last run read: those that are as they were are not read.
    pub(crate) fn recall_seen(&mut self) {
        if let Some(seen) = last::load_seen(self.root()) {
            self.scanner.recall(&seen);
        }
    }

    /// Takes up what the last build of an output knew.
    pub(crate) fn recall_memo(&mut self, output: &Path) {
        self.recalled = last::load_memo(self.root(), output, self.program());
        let memo = self.recalled.as_ref().map(|own| Arc::clone(&own.memo));
        self.memo = memo.unwrap_or_default();
    }

    /// The digest of this program: another may build another site from the same files.
    pub(crate) fn program(&self) -> Digest {
        self.program.get_or_init(|| Program::of(self.root())).digest
    }

    /// Forgets all that earlier builds knew.
    pub(crate) fn forget(&mut self) {
        self.memo = Arc::default();
        self.recalled = None;
    }

    /// Leaves for the next run what this one knows; `manifest` is the digest of what it wrote.
    pub(crate) fn keep(&self, output: &Path, manifest: Digest) {
        let memo = (&*self.memo, self.recalled.as_ref());
        last::save_memo(self.root(), output, (self.program(), manifest), memo);
        if let Some(seen) = self.scanner.to_bytes() {
            last::save_seen(self.root(), seen);
        }
        if let Some(program) = self.program.get() {
            program.save(self.root());
        }
    }

    /// Reads the site, and says what could not be read.
    ///
    /// # Errors
    /// The disk could not be read.
    pub(crate) fn input(&mut self) -> Result<(Input, Vec<Diagnostic>), Failure> {
        let scanned = self.scanner.scan()?;
        Ok(self.input_of(scanned))
    }

    /// The day that a build of these files stands for.
    pub(crate) fn today(&self, tree: &SourceTree) -> Date {
        self.publication.as_of.unwrap_or_else(|| today(tree))
    }

    fn input_of(&self, scanned: Outcome<SourceTree>) -> (Input, Vec<Diagnostic>) {
        let tree = scanned.value;
        let today = self.today(&tree);
        let input = Input {
            tree,
            today,
            drafts: self.publication.drafts,
            base_url: self.base_url.clone(),
        };
        (input, scanned.diagnostics)
    }
}

/// Whether anything stands that must be mended first.
pub(crate) fn has_errors(found: &[Diagnostic]) -> bool {
    found.iter().any(|one| one.severity == Severity::Error)
}

/// Today in the zone that the site declares.
fn today(tree: &SourceTree) -> Date {
    let text = tree.text(plainleaf::config::FILE).map_or("", |text| &text.text);
    let zone = plainleaf::config::parse(text).value.time_zone;
    let zone = TimeZone::get(&zone).unwrap_or(TimeZone::UTC);
    Timestamp::now().to_zoned_datetime(zone).date()
}

/// Runs `work` with a sign of life on a terminal, if it takes long.
pub(crate) fn with_progress<T>(message: &'static str, work: impl FnOnce() -> T) -> T {
    let bar = ProgressBar::new_spinner();
    bar.set_message(message);
    bar.enable_steady_tick(Duration::from_millis(200));
    let done = work();
    bar.finish_and_clear();
    done
}
