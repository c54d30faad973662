//! What a build is asked, and what it answers.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::audit::gate::Waived;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::digest::Digest;
use crate::memo::Memo;
use crate::model::HeldBack;
use crate::model::definitions::TermOverview;
use crate::model::external::ExternalLink;
use crate::model::overview::PageOverview;
use crate::model::review::Reviews;
use crate::model::sources::SourceOverview;
use crate::output::{OutputTree, Shelf};
use crate::path::SourcePath;
use crate::source::SourceTree;

/// All the outside there is.
#[derive(Clone, Debug)]
pub struct Input {
    /// Every file of the site.
    pub tree: SourceTree,
    /// Today in the site's zone, or the day that the build is to stand for.
    pub today: Date,
    /// Publish drafts as well.
    pub drafts: bool,
    /// Address of the site's root, in place of the one in `site.toml`.
    pub base_url: Option<String>,
}

impl Input {
    /// The digest of everything that a build reads.
    pub fn digest(&self) -> Digest {
        let Self { tree, today, drafts, base_url } = self;
        Digest::of_value(&(tree.digest(), today.to_string(), drafts, base_url))
    }
}

/// What a build gives.
#[derive(Clone, Debug, Default)]
pub struct Build {
    /// Every file to publish; empty if there are errors.
    pub output: OutputTree,
    /// What to tell the author, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// Pages that are not published today, and why.
    pub held_back: Vec<HeldBack>,
    /// Every page in a few words, published or not, in the order of the files. Empty, as is
    /// `external`, if an earlier run kept outlines and all leads where it led.
    pub overview: Vec<PageOverview>,
    /// What is to be thought of every page that somebody reviewed.
    pub reviews: Reviews,
    /// Every place of every link to another site, by address. Empty as well among builds of one
    /// process, unless the site itself says something of them.
    pub external: Vec<ExternalLink>,
    /// Every source of the bibliography, by key.
    pub sources: Vec<SourceOverview>,
    /// Every term that is defined, in the order of languages, pages and lists.
    pub terms: Vec<TermOverview>,
    /// How many pages were made.
    pub pages: usize,
    /// What else there is to look at, by rule, of which only the number was asked for.
    pub counted: BTreeMap<Code, u64>,
    /// What the audit found and `site.toml` lets pass for a while.
    pub waived: Vec<Waived>,
    /// What the next build may look up.
    pub memo: Memo,
    /// What must be read before the site can be built; all else then says nothing.
    pub wanted: Wanted,
}

/// What a build lacks, because only outlines and digests of it were kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// Nothing.
    #[default]
    Nothing,
    /// The texts of these articles.
    Texts(Vec<SourcePath>),
    /// Every text, and a build that knows nothing.
    Everything,
}

impl Build {
    /// Whether something must be mended before the site can be published.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }
}

/// What is asked of a build, beside the site.
#[derive(Clone, Copy, Default)]
pub struct Wish<'a> {
    /// Takes pages as soon as nothing more is asked of them; the build then does not hold their
    /// bytes. If there are errors, the shelf holds pages that nobody must see.
    pub shelf: Option<&'a dyn Shelf>,
    /// Whether people are told, who read the first few places to look at of each rule: the
    /// places of many more are not looked for, they are counted.
    pub is_brief: bool,
}
