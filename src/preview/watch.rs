//! Waits until the sources changed.
//!
//! An event is only a hint to look; what decides is a look at the disk, and we also look now
//! and then without a hint. So a lost event costs a delay, never a wrong page, and folders
//! that send no events (network drives, some containers) work as well.
#![expect(clippy::disallowed_methods, reason = "layer 5 touches the disk and the clock")]

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::Look;
use crate::disk::STARTS;
use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};

/// Events this close together are one change.
const QUIET: Duration = Duration::from_millis(10);
/// Longest time that we wait for quiet.
const PATIENCE: Duration = Duration::from_millis(300);
/// How often we look if there are no events.
const POLL: Duration = Duration::from_millis(500);
/// How often we look at least, events or not.
const GLANCE: Duration = Duration::from_secs(2);
/// Looking may take one part in this many of our time.
const GLANCE_SHARE: u32 = 100;
/// More paths than this are a reason to look at everything.
const MOST_PATHS: usize = 64;

/// Why to look.
#[derive(Debug)]
enum Hint {
    /// These changed.
    At(Vec<PathBuf>),
    /// Something changed, or events were lost.
    Look,
    /// A watched folder itself came, went or moved.
    Again,
    /// There will be no more events, and why.
    Lost(String),
}

/// Watches the sources of a site.
#[derive(Debug)]
pub(super) struct Watch {
    root: PathBuf,
    hints: Receiver<Hint>,
    /// `None`: there are no events, we look from time to time.
    watcher: Option<RecommendedWatcher>,
    notice: fn(&str),
    /// Whether the author knows that there are no events.
    noticed: bool,
}

impl Watch {
    /// Starts to watch; what changes from now on gives a hint.
    pub(super) fn start(root: &Path, notice: fn(&str)) -> Self {
        let root = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let (sender, hints) = channel();
        let config = Config::default().with_follow_symlinks(false);
        let handler = handler(root.clone(), sender);
        let watcher = RecommendedWatcher::new(handler, config);
        let mut watch = Self { root, hints, watcher: None, notice, noticed: false };
        match watcher {
            Ok(watcher) => {
                watch.watcher = Some(watcher);
                watch.watch_all();
            }
            Err(error) => watch.lose(&error.to_string()),
        }
        watch
    }

    /// Waits for a hint, and then for quiet, or until it is time to look anyway; says where to
    /// look. `cost` is how long it takes to look at everything.
    pub(super) fn wait(&mut self, cost: Duration) -> Look {
        let interval = match self.watcher {
            Some(_) => GLANCE.max(cost * GLANCE_SHARE),
            None => POLL.max(cost * GLANCE_SHARE / 10),
        };
        let first = match self.hints.recv_timeout(interval) {
            Ok(hint) => hint,
            Err(RecvTimeoutError::Timeout) => return Look::Everywhere,
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(interval);
                return Look::Everywhere;
            }
        };
        let start = Instant::now();
        let mut next = Some(first);
        let (mut again, mut everywhere, mut paths) = (false, false, Vec::new());
        while let Some(hint) = next {
            match hint {
                Hint::At(more) => paths.extend(more),
                Hint::Look => everywhere = true,
                Hint::Again => again = true,
                Hint::Lost(reason) => {
                    self.lose(&reason);
                    everywhere = true;
                }
            }
            let left = PATIENCE.saturating_sub(start.elapsed());
            next = self.hints.recv_timeout(left.min(QUIET)).ok();
        }
        if again {
            self.watch_all();
        }
        paths.sort_unstable();
        paths.dedup();
        if again || everywhere || paths.len() > MOST_PATHS {
            return Look::Everywhere;
        }
        Look::At(paths)
    }

    /// Watches every folder that is there, anew.
    fn watch_all(&mut self) {
        let Some(watcher) = &mut self.watcher else { return };
        let mut lost = watcher.watch(&self.root, RecursiveMode::NonRecursive).err();
        for folder in STARTS.map(|start| self.root.join(start)) {
            let _ = watcher.unwatch(&folder);
            if std::fs::symlink_metadata(&folder).is_ok_and(|m| m.is_dir()) {
                let error = watcher.watch(&folder, RecursiveMode::Recursive).err();
                // A folder may go while we watch it: the root's watch will tell.
                lost = lost.or(error.filter(|_| folder.exists()));
            }
        }
        if let Some(error) = lost {
            self.lose(&reason(&error));
        }
    }

    /// Goes on without events, and says so once.
    fn lose(&mut self, reason: &str) {
        self.watcher = None;
        if !std::mem::replace(&mut self.noticed, true) {
            (self.notice)(&format!(
                "the system sends no more file events ({reason}); looking every {} ms instead",
                POLL.as_millis()
            ));
        }
    }
}

fn reason(error: &notify::Error) -> String {
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "too many watched folders: raise fs.inotify.max_user_watches".to_owned()
        }
        _ => error.to_string(),
    }
}

/// Turns events into hints; reading a file is no hint.
fn handler(
    root: PathBuf,
    hints: Sender<Hint>,
) -> impl FnMut(notify::Result<Event>) + Send + 'static {
    move |event| {
        let hint = match event {
            Err(error) => Hint::Lost(reason(&error)),
            Ok(event) if event.need_rescan() => Hint::Look,
            Ok(event) if event.kind.is_access() => return,
            Ok(event) => {
                let below = |path: &PathBuf| {
                    let relative = path.strip_prefix(&root).unwrap_or(path);
                    let first = relative.iter().next().map(Path::new);
                    let ours = first
                        .is_none_or(|first| STARTS.iter().any(|s| first == Path::new(s)));
                    (ours, relative.components().nth(1).is_none())
                };
                let places: Vec<_> = event.paths.iter().map(below).collect();
                if !places.is_empty() && places.iter().all(|(ours, _)| !ours) {
                    return;
                }
                let again = places.iter().any(|(ours, top)| *ours && *top);
                match (again, event.paths.is_empty()) {
                    (true, _) => Hint::Again,
                    (false, true) => Hint::Look,
                    (false, false) => Hint::At(event.paths),
                }
            }
        };
        // Nobody listens any more only when the program ends.
        let _ = hints.send(hint);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn without_events_changes_are_seen_and_the_author_is_told_once() {
        static TOLD: AtomicUsize = AtomicUsize::new(0);
        let root = tempfile::tempdir().unwrap();
        let mut watch = Watch::start(root.path(), |notice| {
            assert!(notice.contains("max_user_watches"), "{notice}");
            TOLD.fetch_add(1, Ordering::SeqCst);
        });
        for _ in 0..2 {
            watch.lose(&reason(&notify::Error::new(notify::ErrorKind::MaxFilesWatch)));
        }
        assert_eq!(TOLD.load(Ordering::SeqCst), 1);
        for text in ["1", "2"] {
            std::fs::write(root.path().join("site.toml"), text).unwrap();
            assert!(matches!(watch.wait(Duration::ZERO), Look::Everywhere));
        }
    }

    #[test]
    fn reading_and_what_is_not_a_source_are_no_hints() {
        use notify::event::{AccessKind, CreateKind, EventKind, Flag, ModifyKind};
        let (sender, hints) = channel();
        let mut handle = handler(PathBuf::from("/site"), sender);
        let event = |kind, path: &str| Ok(Event::new(kind).add_path(path.into()));
        let modify = EventKind::Modify(ModifyKind::Any);
        handle(event(EventKind::Access(AccessKind::Any), "/site/content/a.md"));
        handle(event(modify, "/site/public"));
        assert!(hints.try_recv().is_err());
        handle(event(modify, "/site/content/a.md"));
        let Ok(Hint::At(paths)) = hints.try_recv() else { panic!("no hint") };
        assert_eq!(paths, [PathBuf::from("/site/content/a.md")]);
        handle(event(EventKind::Create(CreateKind::Any), "/site/content"));
        assert!(matches!(hints.try_recv(), Ok(Hint::Again)));
        handle(Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)));
        assert!(matches!(hints.try_recv(), Ok(Hint::Look)));
    }
}
