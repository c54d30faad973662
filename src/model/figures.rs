//! What a build counted: the figures of the page that says how the site is checked.
//!
//! They are counted on all pages but those that show them, so that no page depends on itself.
//! No figure depends on the day.

use jiff::civil::Date;

/// The figures of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Figures {
    /// Pages that were counted: all but those that show these figures.
    pub pages: usize,
    /// Articles among all published pages.
    pub articles: usize,
    /// Articles whose text is the one that a declared person signed for.
    pub reviewed: usize,
    /// Example plans; each was proved row by row.
    pub plans: usize,
    /// Sources that pages rest on.
    pub sources: SourceFigures,
    /// Addresses of other sites that pages lead to.
    pub links: LinkFigures,
    /// Warnings about settings, text, sources and links.
    pub warnings: usize,
    /// What the rules found.
    pub rules: RuleFigures,
    /// What pages load.
    pub loads: LoadFigures,
}

impl Figures {
    /// Figures of a site that is only there to check a theme: a day for each that may lack it.
    pub(crate) fn sample() -> Self {
        let oldest = Some(Date::constant(2024, 1, 2));
        Self {
            pages: 2,
            articles: 2,
            plans: 1,
            sources: SourceFigures { cited: 2, answered: 1, oldest, ..<_>::default() },
            links: LinkFigures { addresses: 2, answered: 1, oldest },
            ..Self::default()
        }
    }
}

/// Sources that pages rest on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SourceFigures {
    /// How many.
    pub cited: usize,
    /// Of these, about how many a service was asked and answered.
    pub answered: usize,
    /// The day of the oldest answer.
    pub oldest: Option<Date>,
    /// Of those answered, how many were retracted, wholly or in part.
    pub retracted: usize,
    /// Of those answered, how many have an expression of concern and are not retracted.
    pub concern: usize,
    /// Of those answered, how many have a correction and nothing graver.
    pub corrected: usize,
    /// Of those answered, how many have an identifier that does not exist.
    pub missing: usize,
}

/// Addresses of other sites.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LinkFigures {
    /// How many.
    pub addresses: usize,
    /// Of these, how many have ever answered.
    pub answered: usize,
    /// The day of the oldest last answer.
    pub oldest: Option<Date>,
}

/// What the rules of the audit found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RuleFigures {
    /// How many rules each page was checked with.
    pub rules: usize,
    /// Places that break a rule.
    pub violations: usize,
    /// Places that a person must look at.
    pub reviews: usize,
}

/// What pages load.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LoadFigures {
    /// Most requests that one page makes, its own among them.
    pub most_requests: usize,
    /// Most bytes that one page makes the reader load, its own among them.
    pub most_bytes: u64,
    /// Other sites that any page loads anything from.
    pub origins: usize,
    /// Pages with a script.
    pub scripts: usize,
}
