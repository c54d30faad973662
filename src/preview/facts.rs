//! What the desk tells beyond the list of pages, as a build gave it. Nothing is worked out here
//! but where a byte stands; how hard articles are is found out when somebody asks.

use std::fmt;
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;

use crate::diagnostic::line_column;
use crate::digest::Digest;
use crate::model::definitions::TermOverview;
use crate::model::review::Reviews;
use crate::model::sources::SourceOverview;
use crate::path::SourcePath;
use crate::prose::Reading;
use crate::source::SourceTree;

/// What a build knows of reviews, sources, terms and wording.
#[derive(Debug, Default)]
pub struct Facts {
    /// The files that it read, for the lines in them.
    pub tree: Arc<SourceTree>,
    /// Digest of all that it read.
    pub digest: Digest,
    /// The day that it stands for.
    pub today: Date,
    /// Days after which answers about sources are old; 0 is never.
    pub stale_days: i32,
    /// What is to be thought of every page that somebody reviewed.
    pub reviews: Reviews,
    /// Every source, by key.
    pub sources: Vec<SourceOverview>,
    /// Every term that is defined.
    pub terms: Vec<TermOverview>,
    /// How hard each article is to read.
    pub readings: Readings,
}

impl Facts {
    /// A place as people write it, such as `content/a.md:3`.
    pub(super) fn place(&self, path: &SourcePath, byte: usize) -> String {
        let text = self.tree.text(path.as_str());
        text.map_or_else(
            || path.to_string(),
            |text| format!("{path}:{}", line_column(&text.text, byte).0),
        )
    }

    /// Some bytes of a text on one line, at most so many characters of it.
    pub(super) fn excerpt(
        &self,
        path: &SourcePath,
        span: &std::ops::Range<usize>,
        most: usize,
    ) -> String {
        let text = self.tree.text(path.as_str());
        let text = text.and_then(|text| text.text.get(span.clone())).unwrap_or_default();
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(most) {
            Some((end, _)) => format!("{}…", line[..end].trim_end()),
            None => line,
        }
    }
}

/// How hard articles are to read: found out once, when somebody asks.
pub struct Readings(Lazy);

type Lazy = LazyLock<Vec<Arc<Reading>>, Box<dyn FnOnce() -> Vec<Arc<Reading>> + Send>>;

impl Readings {
    /// Readings that `read` makes when they are asked for.
    pub fn new(read: impl FnOnce() -> Vec<Arc<Reading>> + Send + 'static) -> Self {
        Self(LazyLock::new(Box::new(read)))
    }

    /// A reading of each article, in the order of the files.
    pub(super) fn all(&self) -> &[Arc<Reading>] {
        &self.0
    }
}

impl Default for Readings {
    fn default() -> Self {
        Self::new(Vec::new)
    }
}

impl fmt::Debug for Readings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Readings(..)")
    }
}
