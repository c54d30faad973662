//! From a plan's few numbers to every row of its table.
//!
//! Cuts are a percentage of the *current* amount, rounded down to what the scale can show and
//! never less than that. Nothing here knows a date.

use std::fmt;

use super::limits::{self, Limit};
use super::proof::{Violation, prove};
use super::quantity::{Day, Days, Grams};

/// How fast a plan goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pace {
    /// A short name for addresses: `gentle`.
    pub id: String,
    /// A cut, in percent of the current amount.
    pub percent: u32,
    /// How long each amount is kept.
    pub step_days: Days,
    /// Doses in the phase of one dosing day in two.
    pub every_other_day_doses: u32,
    /// Doses in the phase of one dosing day in three.
    pub every_third_day_doses: u32,
}

impl Pace {
    /// Whether it cuts more in a week than a page may offer without medical advice.
    pub fn needs_advice(&self) -> bool {
        let allowed = limits::ADVICE_ABOVE_PERCENT_A_WEEK;
        self.percent.saturating_mul(7) > self.step_days.count().saturating_mul(allowed)
    }
}

/// All that decides a schedule.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Plan {
    /// The amount a day at the beginning.
    pub start: Grams,
    /// How fast it goes.
    pub pace: Pace,
    /// The last daily amount; below it only the gap between doses grows.
    pub floor: Grams,
    /// What the scale can show; every amount and every dose is a multiple.
    pub resolution: Grams,
    /// Steady days at the start, before the first cut.
    pub baseline_days: Days,
    /// Into how many doses a day's amount is split.
    pub doses_per_day: u32,
}

impl Plan {
    /// Checks every number against [`limits`].
    ///
    /// # Errors
    /// [`PlanError`] names the first number outside its limit.
    pub fn check(&self) -> Result<(), PlanError> {
        let pace = &self.pace;
        let ranges = [
            (&limits::CUT_PERCENT, pace.percent),
            (&limits::STEP_DAYS, pace.step_days.count()),
            (&limits::BASELINE_DAYS, self.baseline_days.count()),
            (&limits::DOSES_PER_DAY, self.doses_per_day),
            (&limits::EVERY_OTHER_DAY_DOSES, pace.every_other_day_doses),
            (&limits::EVERY_THIRD_DAY_DOSES, pace.every_third_day_doses),
        ];
        for (limit, found) in ranges {
            if !(limit.least..=limit.most).contains(&found) {
                return Err(PlanError::Outside { limit, found });
            }
        }
        let least = self.resolution.times(limits::LEAST_FLOOR_UNITS);
        if self.resolution == Grams::ZERO || least.is_none_or(|least| self.floor < least)
        {
            return Err(PlanError::LowFloor {
                floor: self.floor,
                resolution: self.resolution,
            });
        }
        if self.start > limits::LARGEST_START || self.start < self.floor {
            return Err(PlanError::Start { start: self.start, floor: self.floor });
        }
        for (what, amount) in [("start", self.start), ("floor", self.floor)] {
            if !amount.is_multiple_of(self.resolution) {
                let resolution = self.resolution;
                return Err(PlanError::NotWeighable { what, amount, resolution });
            }
        }
        Ok(())
    }

    /// The amount after one more cut, never below the floor.
    fn next(&self, amount: Grams) -> Option<Grams> {
        let hundredths = amount.milligrams().checked_mul(self.pace.percent)?;
        let units = Grams::from_milligrams(hundredths / 100)?.whole(self.resolution)?;
        let cut = self.resolution.times(units.max(1))?;
        Some(amount.minus(cut)?.max(self.floor))
    }

    /// A day's amount in doses that differ by at most one unit, the larger ones first.
    fn split(&self, amount: Grams) -> Option<Vec<Grams>> {
        let units = amount.whole(self.resolution)?;
        let each = units.checked_div(self.doses_per_day)?;
        let larger = units.checked_rem(self.doses_per_day)?;
        (0..self.doses_per_day)
            .map(|dose| {
                let extra = u32::from(dose < larger);
                self.resolution.times(each.checked_add(extra)?)
            })
            .collect()
    }
}

/// A stretch of a plan that follows one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// The starting amount, steady.
    Baseline,
    /// An amount every day, less at each step.
    Daily,
    /// The floor on days 1, 3, 5 … of the phase.
    EveryOtherDay,
    /// The floor on days 1, 4, 7 … of the phase.
    EveryThirdDay,
    /// The first day without.
    Stop,
}

impl Phase {
    /// The phase as tables name it: `every other day`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Daily => "daily",
            Self::EveryOtherDay => "every other day",
            Self::EveryThirdDay => "every third day",
            Self::Stop => "stop",
        }
    }

    /// Whether some of its days have no dose.
    pub fn has_gaps(self) -> bool {
        matches!(self, Self::EveryOtherDay | Self::EveryThirdDay)
    }
}

/// One amount, from its first day for as many days as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The rule it follows.
    pub phase: Phase,
    /// The day it starts if nobody holds.
    pub first_day: Day,
    /// How long it is kept; zero for [`Phase::Stop`].
    pub days: Days,
    /// Grams on a day with doses.
    pub amount: Grams,
    /// How much less than the row before; zero where only the gap grows.
    pub cut: Grams,
    /// The amount split into doses, the larger first; empty for [`Phase::Stop`].
    pub doses: Vec<Grams>,
}

/// Every row of a plan: `rows[0]` starts on day 1, the last is [`Phase::Stop`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// One row a step, in order.
    pub rows: Vec<Row>,
}

impl Schedule {
    /// Days until the first one without, if nobody holds.
    pub fn total_days(&self) -> Days {
        self.rows.last().map_or(Days::ZERO, |row| row.first_day.before())
    }

    /// Days until the gap between doses first grows, if nobody holds.
    pub fn daily_days(&self) -> Days {
        self.rows
            .iter()
            .find(|row| row.phase.has_gaps())
            .map_or(Days::ZERO, |row| row.first_day.before())
    }

    /// The rows that are lower than the one before, without the last.
    pub fn cuts(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.phase == Phase::Daily)
    }
}

/// Why there is no schedule for a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanError {
    /// A number is outside its named range.
    Outside {
        /// The range.
        limit: &'static Limit,
        /// The number.
        found: u32,
    },
    /// The floor is less than [`limits::LEAST_FLOOR_UNITS`] times the resolution.
    LowFloor {
        /// The floor found.
        floor: Grams,
        /// What the scale can show.
        resolution: Grams,
    },
    /// The start is below the floor or above [`limits::LARGEST_START`].
    Start {
        /// The start found.
        start: Grams,
        /// The least it may be.
        floor: Grams,
    },
    /// An amount is not a multiple of what the scale can show.
    NotWeighable {
        /// Which amount: `start` or `floor`.
        what: &'static str,
        /// The amount found.
        amount: Grams,
        /// What the scale can show.
        resolution: Grams,
    },
    /// The rows do not fit into numbers; the limits rule it out.
    Overflow,
    /// A finished schedule broke an invariant; a bug of ours, reported and not shown.
    Broken(Violation),
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outside { limit, found } => {
                let Limit { what, unit, least, most, .. } = limit;
                write!(f, "{what} is {found} {unit}, expected {least} to {most}")
            }
            Self::LowFloor { floor, resolution } => write!(
                f,
                "the floor is {floor} g, expected at least {} times the resolution of \
                 {resolution} g",
                limits::LEAST_FLOOR_UNITS
            ),
            Self::Start { start, floor } => write!(
                f,
                "the start is {start} g a day, expected {floor} to {}",
                limits::LARGEST_START
            ),
            Self::NotWeighable { what, amount, resolution } => write!(
                f,
                "the {what} is {amount} g, which is not a multiple of {resolution} g"
            ),
            Self::Overflow => f.write_str("the plan is longer than can be counted"),
            Self::Broken(violation) => write!(f, "the plan is not safe: {violation}"),
        }
    }
}

impl std::error::Error for PlanError {}

/// Works out every row of a plan and proves them before handing them out.
///
/// # Errors
/// [`PlanError`]: a number outside its limit, or, as a guard against our own mistakes, a row
/// that breaks an invariant.
pub fn schedule(plan: &Plan) -> Result<Schedule, PlanError> {
    plan.check()?;
    let schedule = rows(plan).ok_or(PlanError::Overflow)?;
    prove(plan, &schedule).map_err(PlanError::Broken)?;
    Ok(schedule)
}

/// The rows of a checked plan; `None` if a sum does not fit.
fn rows(plan: &Plan) -> Option<Schedule> {
    let pace = &plan.pace;
    let mut amounts =
        vec![(Phase::Baseline, plan.baseline_days, plan.start, Grams::ZERO)];
    let mut amount = plan.start;
    while amount > plan.floor {
        let next = plan.next(amount)?;
        amounts.push((Phase::Daily, pace.step_days, next, amount.minus(next)?));
        amount = next;
    }
    let two = Days::new(pace.every_other_day_doses.checked_mul(2)?);
    let three = Days::new(pace.every_third_day_doses.checked_mul(3)?);
    amounts.push((Phase::EveryOtherDay, two, amount, Grams::ZERO));
    amounts.push((Phase::EveryThirdDay, three, amount, Grams::ZERO));
    amounts.push((Phase::Stop, Days::ZERO, Grams::ZERO, Grams::ZERO));

    let mut first_day = Day::FIRST;
    let mut rows = Vec::with_capacity(amounts.len());
    for (phase, days, amount, cut) in amounts {
        let doses = if phase == Phase::Stop { Vec::new() } else { plan.split(amount)? };
        rows.push(Row { phase, first_day, days, amount, cut, doses });
        first_day = first_day.after(days)?;
    }
    Some(Schedule { rows })
}
