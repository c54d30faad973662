//! A finite set of plans, one for each starting amount and pace, all worked out and proven.

use std::fmt;

use super::limits;
use super::quantity::{Days, Grams};
use super::schedule::{Pace, Plan, PlanError, Schedule, schedule};

/// What a page may choose; [`limits`] bounds every number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// What is cut down, in words: `kratom leaf`.
    pub substance: String,
    /// Starting amounts a day, each larger than the one before.
    pub starts: Vec<Grams>,
    /// Paces in the order shown, each with its own id.
    pub paces: Vec<Pace>,
    /// The last daily amount.
    pub floor: Grams,
    /// What the scale can show.
    pub resolution: Grams,
    /// Steady days before the first cut.
    pub baseline_days: Days,
    /// Into how many doses a day's amount is split.
    pub doses_per_day: u32,
}

impl Settings {
    /// The only substance that has settings, sources and warnings of its own.
    pub const KRATOM_LEAF: &str = "kratom leaf";

    /// Plain kratom leaf or leaf powder: ten starting amounts at three paces.
    ///
    /// Starting amounts are editorial, around the little that is known of usual amounts
    /// (smith2024direct, garciaromeu2020, grundmann2017). Gentle is the slower advice after
    /// long use (cdc2022, hhs2019); standard the common range (hhs2019, vadod2017); faster
    /// stays inside the weekly range for high risk (vadod2017). All of it is guidance for
    /// prescribed opioids; none is for kratom.
    pub fn kratom_leaf() -> Self {
        let starts =
            [2_500, 5_000, 7_500, 10_000, 15_000, 20_000, 25_000, 30_000, 40_000, 50_000];
        let pace = |id: &str, percent, step_days, every_other_day_doses, third| Pace {
            id: id.into(),
            percent,
            step_days: Days::new(step_days),
            every_other_day_doses,
            every_third_day_doses: third,
        };
        Self {
            substance: Self::KRATOM_LEAF.into(),
            starts: starts.into_iter().map(Grams::constant).collect(),
            paces: vec![
                pace("gentle", 5, 14, 14, 10),
                pace("standard", 5, 7, 7, 5),
                pace("faster", 10, 7, 7, 5),
            ],
            floor: Grams::constant(1_000),
            resolution: Grams::constant(100),
            baseline_days: Days::new(7),
            doses_per_day: 3,
        }
    }

    /// The pace of that id.
    pub fn pace(&self, id: &str) -> Option<&Pace> {
        self.paces.iter().find(|pace| pace.id == id)
    }

    /// A plan with these settings; unchecked until it is scheduled.
    pub fn plan(&self, start: Grams, pace: Pace) -> Plan {
        Plan {
            start,
            pace,
            floor: self.floor,
            resolution: self.resolution,
            baseline_days: self.baseline_days,
            doses_per_day: self.doses_per_day,
        }
    }
}

/// A plan and its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What decided the rows.
    pub plan: Plan,
    /// The rows.
    pub schedule: Schedule,
}

/// Every plan of one page, proven; pace by pace, each from the smallest start to the largest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    settings: Settings,
    entries: Vec<Entry>,
}

impl Grid {
    /// Works out every plan and compares them with each other.
    ///
    /// # Errors
    /// [`GridError`]: no starts or paces, too many plans, names or amounts out of order, a plan
    /// that has no schedule, or two plans that contradict each other.
    pub fn new(settings: Settings) -> Result<Self, GridError> {
        check_lists(&settings)?;
        let mut entries: Vec<Entry> = Vec::new();
        for pace in &settings.paces {
            for &start in &settings.starts {
                let plan = settings.plan(start, pace.clone());
                let schedule = schedule(&plan).map_err(|error| GridError::Plan {
                    start,
                    pace: pace.id.clone(),
                    error,
                })?;
                entries.push(Entry { plan, schedule });
            }
        }
        check_together(&entries)?;
        Ok(Self { settings, entries })
    }

    /// What the plans were made from.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Every plan with its rows.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

/// Why a page's plans cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GridError {
    /// There is no starting amount or no pace.
    Empty,
    /// More than [`limits::MOST_PLANS`] plans.
    TooMany(usize),
    /// A starting amount is not larger than the one before.
    StartOrder(Grams),
    /// A pace's id is not lower-case letters, digits and hyphens, or is there twice.
    PaceId(String),
    /// One plan has no schedule.
    Plan {
        /// Its starting amount.
        start: Grams,
        /// Its pace.
        pace: String,
        /// Why.
        error: PlanError,
    },
    /// A larger start made a shorter plan, or two paces with the same cuts differ in amounts;
    /// a bug of ours, reported and not shown.
    Contradiction {
        /// The starting amount of the plan that contradicts another.
        start: Grams,
        /// Its pace.
        pace: String,
    },
}

impl fmt::Display for GridError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("expected at least one start and one pace"),
            Self::TooMany(found) => {
                write!(f, "{found} plans, expected at most {}", limits::MOST_PLANS)
            }
            Self::StartOrder(start) => write!(
                f,
                "the start of {start} g is not larger than the one before, expected \
                 rising amounts"
            ),
            Self::PaceId(id) => write!(
                f,
                "the pace `{id}` is there twice or is not lower-case letters, digits and \
                 hyphens"
            ),
            Self::Plan { start, pace, error } => {
                write!(f, "no plan for {start} g a day, pace `{pace}`: {error}")
            }
            Self::Contradiction { start, pace } => write!(
                f,
                "the plan for {start} g a day, pace `{pace}`, contradicts another plan"
            ),
        }
    }
}

impl std::error::Error for GridError {}

/// Checks how many plans there will be, and that no two get the same name.
fn check_lists(settings: &Settings) -> Result<(), GridError> {
    let Settings { starts, paces, .. } = settings;
    if starts.is_empty() || paces.is_empty() {
        return Err(GridError::Empty);
    }
    let count = starts.len().saturating_mul(paces.len());
    if count > limits::MOST_PLANS {
        return Err(GridError::TooMany(count));
    }
    for pair in starts.windows(2) {
        if let [before, start] = pair
            && start <= before
        {
            return Err(GridError::StartOrder(*start));
        }
    }
    for (index, pace) in paces.iter().enumerate() {
        let is_plain = !pace.id.is_empty()
            && pace.id.split('-').all(|part| {
                !part.is_empty()
                    && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            });
        if !is_plain || paces.iter().take(index).any(|other| other.id == pace.id) {
            return Err(GridError::PaceId(pace.id.clone()));
        }
    }
    Ok(())
}

/// Checks what only shows between plans: with a pace, more to start from never means a
/// shorter plan; and paces with the same cuts pass through the same amounts.
fn check_together(entries: &[Entry]) -> Result<(), GridError> {
    let contradicts = |entry: &Entry| GridError::Contradiction {
        start: entry.plan.start,
        pace: entry.plan.pace.id.clone(),
    };
    for pair in entries.windows(2) {
        if let [before, entry] = pair
            && before.plan.pace == entry.plan.pace
            && before.schedule.total_days() > entry.schedule.total_days()
        {
            return Err(contradicts(entry));
        }
    }
    for (index, entry) in entries.iter().enumerate() {
        let is_twin = |other: &&Entry| {
            other.plan.start == entry.plan.start
                && other.plan.pace.percent == entry.plan.pace.percent
        };
        let amounts = |entry: &Entry| -> Vec<Grams> {
            entry.schedule.rows.iter().map(|row| row.amount).collect()
        };
        if let Some(twin) = entries.iter().take(index).find(is_twin)
            && amounts(twin) != amounts(entry)
        {
            return Err(contradicts(entry));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(change: impl Fn(&mut Settings), expected: &str) {
        let mut settings = Settings::kratom_leaf();
        change(&mut settings);
        assert_eq!(Grid::new(settings).unwrap_err().to_string(), expected);
    }

    fn grams(text: &str) -> Grams {
        text.parse().unwrap()
    }

    #[test]
    fn the_built_in_grid_has_thirty_plans() {
        let grid = Grid::new(Settings::kratom_leaf()).unwrap();
        assert_eq!(grid.entries().len(), 30);
        assert_eq!(grid.entries()[0].plan.start, grams("2.5"));
        assert_eq!(grid.entries()[29].plan.pace.id, "faster");
        let advice: Vec<_> =
            grid.settings().paces.iter().filter(|pace| pace.needs_advice()).collect();
        assert_eq!(advice, [grid.settings().pace("faster").unwrap()]);
    }

    #[test]
    fn lists_are_bounded_and_named_once() {
        check(|s| s.starts.clear(), "expected at least one start and one pace");
        check(|s| s.paces.clear(), "expected at least one start and one pace");
        let many = |s: &mut Settings| {
            s.starts = (10..77).map(|tenth| Grams::constant(tenth * 100)).collect();
        };
        check(many, "201 plans, expected at most 200");
        check(
            |s| s.starts.push(grams("50")),
            "the start of 50.0 g is not larger than the one before, expected rising amounts",
        );
        for id in ["gentle", "Fast", "a b", "-", ""] {
            let text = format!(
                "the pace `{id}` is there twice or is not lower-case letters, digits and \
                 hyphens"
            );
            check(|s| s.paces[1].id = id.into(), &text);
        }
    }

    #[test]
    fn no_page_widens_a_limit() {
        let plan = |rest: &str| format!("no plan for 2.5 g a day, pace `gentle`: {rest}");
        check(
            |s| s.paces[0].percent = 11,
            &plan(
                "the cut of a pace is 11 percent of the current amount, expected 1 to 10",
            ),
        );
        check(
            |s| s.paces[0].step_days = Days::new(6),
            &plan("a step is 6 days, expected 7 to 365"),
        );
        check(
            |s| s.baseline_days = Days::new(6),
            &plan("the steady start is 6 days, expected 7 to 365"),
        );
        check(
            |s| s.doses_per_day = 5,
            &plan("a day's amount is 5 doses, expected 1 to 4"),
        );
        check(
            |s| s.paces[0].every_other_day_doses = 6,
            &plan("dosing every other day is 6 doses, expected 7 to 180"),
        );
        check(
            |s| s.paces[0].every_third_day_doses = 4,
            &plan("dosing every third day is 4 doses, expected 5 to 120"),
        );
        check(
            |s| s.floor = grams("0.9"),
            &plan(
                "the floor is 0.9 g, expected at least 10 times the resolution of 0.1 g",
            ),
        );
        check(
            |s| s.resolution = Grams::ZERO,
            &plan(
                "the floor is 1.0 g, expected at least 10 times the resolution of 0.0 g",
            ),
        );
        check(
            |s| s.floor = grams("2.6"),
            &plan("the start is 2.5 g a day, expected 2.6 to 50.0"),
        );
        check(
            |s| s.starts[0] = grams("2.55"),
            "no plan for 2.55 g a day, pace `gentle`: the start is 2.55 g, which is not a \
             multiple of 0.1 g",
        );
        check(
            |s| s.starts = vec![grams("50.1")],
            "no plan for 50.1 g a day, pace `gentle`: the start is 50.1 g a day, expected \
             1.0 to 50.0",
        );
    }
}
