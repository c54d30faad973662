//! Checks a finished schedule against everything a plan promises.
//!
//! It shares no arithmetic with the code that made the rows: it only compares, adds and
//! multiplies, so that a mistake there cannot hide here.

use std::fmt;

use super::limits;
use super::quantity::{Day, Days, Grams};
use super::schedule::{Phase, Plan, Row, Schedule};

/// A promise that holds for every row of every plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Invariant {
    /// The plan itself keeps to its limits.
    WithinLimits,
    /// Baseline, daily rows, every other day, every third day, stop: in order, each once.
    PhasesInOrder,
    /// The first row is the start.
    StartsAtStart,
    /// The last daily row is the floor, and none is below it.
    EndsAtFloor,
    /// Each daily row is lower than the one before.
    AlwaysDown,
    /// The cut shown is the difference to the row before.
    CutIsDifference,
    /// A cut is at most the pace's percentage, or the smallest amount the scale can show.
    CutWithinPace,
    /// A cut is at most a tenth of the current amount.
    CutWithinTenth,
    /// Every amount and dose is a multiple of what the scale can show.
    Weighable,
    /// Doses add up to the amount, differ by at most one unit, and are as many as planned.
    DosesAddUp,
    /// No dose is larger than the same dose in the row before.
    DosesNeverRise,
    /// Each row starts the day after the last one ended; the first starts on day 1.
    DaysContiguous,
    /// Rows last as long as the plan says, and no step is shorter than a week.
    DaysAsPlanned,
    /// Where the gap grows, the amount on a dosing day stays the floor.
    GapAtFloor,
    /// The last row has no amount, no doses and no days.
    StopIsNothing,
}

/// A broken promise and the row that breaks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which row, counted from 0.
    pub row: usize,
    /// Which promise.
    pub invariant: Invariant,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {} breaks the invariant `{:?}`", self.row, self.invariant)
    }
}

impl std::error::Error for Violation {}

/// Checks every invariant of one plan's rows.
///
/// # Errors
/// The first [`Violation`], in row order.
pub fn prove(plan: &Plan, schedule: &Schedule) -> Result<(), Violation> {
    let fail = |row, invariant| Violation { row, invariant };
    plan.check().map_err(|_| fail(0, Invariant::WithinLimits))?;
    let mut before: Option<&Row> = None;
    for (number, row) in schedule.rows.iter().enumerate() {
        let faults = [
            phase_follows(before, row),
            days_hold(plan, before, row),
            amount_holds(plan, before, row),
            doses_hold(plan, before, row),
        ];
        if let Some(invariant) = faults.into_iter().flatten().next() {
            return Err(fail(number, invariant));
        }
        before = Some(row);
    }
    match before {
        Some(row) if row.phase == Phase::Stop => Ok(()),
        _ => Err(fail(schedule.rows.len(), Invariant::PhasesInOrder)),
    }
}

/// Whether a row's phase may stand after the one before it.
fn phase_follows(before: Option<&Row>, row: &Row) -> Option<Invariant> {
    use Phase::{Baseline, Daily, EveryOtherDay, EveryThirdDay, Stop};
    let follows = matches!(
        (before.map(|row| row.phase), row.phase),
        (None, Baseline)
            | (Some(Baseline | Daily), Daily | EveryOtherDay)
            | (Some(EveryOtherDay), EveryThirdDay)
            | (Some(EveryThirdDay), Stop)
    );
    (!follows).then_some(Invariant::PhasesInOrder)
}

/// Whether a row starts when the last one ended and lasts as long as the plan says.
fn days_hold(plan: &Plan, before: Option<&Row>, row: &Row) -> Option<Invariant> {
    let starts = match before {
        None => Some(Day::FIRST),
        Some(before) => before.first_day.after(before.days),
    };
    if starts != Some(row.first_day) {
        return Some(Invariant::DaysContiguous);
    }
    let gap = |doses: u32, every: u32| doses.checked_mul(every).map(Days::new);
    let planned = match row.phase {
        Phase::Baseline => Some(plan.baseline_days),
        Phase::Daily => Some(plan.pace.step_days),
        Phase::EveryOtherDay => gap(plan.pace.every_other_day_doses, 2),
        Phase::EveryThirdDay => gap(plan.pace.every_third_day_doses, 3),
        Phase::Stop => Some(Days::ZERO),
    };
    let is_short = row.phase != Phase::Stop && row.days.count() < limits::STEP_DAYS.least;
    (planned != Some(row.days) || is_short).then_some(Invariant::DaysAsPlanned)
}

/// Whether a row's amount and cut follow from the row before.
fn amount_holds(plan: &Plan, before: Option<&Row>, row: &Row) -> Option<Invariant> {
    if !row.amount.is_multiple_of(plan.resolution) {
        return Some(Invariant::Weighable);
    }
    match (row.phase, before) {
        (Phase::Baseline, _) => (row.amount != plan.start || row.cut != Grams::ZERO)
            .then_some(Invariant::StartsAtStart),
        (Phase::Daily, Some(before)) => cut_holds(plan, before, row),
        (Phase::EveryOtherDay, Some(before)) if before.amount != plan.floor => {
            Some(Invariant::EndsAtFloor)
        }
        (Phase::EveryOtherDay | Phase::EveryThirdDay, _) => (row.amount != plan.floor
            || row.cut != Grams::ZERO)
            .then_some(Invariant::GapAtFloor),
        (Phase::Stop, _) => (row.amount != Grams::ZERO || row.cut != Grams::ZERO)
            .then_some(Invariant::StopIsNothing),
        (Phase::Daily, None) => Some(Invariant::PhasesInOrder),
    }
}

/// Whether a daily row is a step down that the pace and the limits allow.
fn cut_holds(plan: &Plan, before: &Row, row: &Row) -> Option<Invariant> {
    if row.amount >= before.amount {
        return Some(Invariant::AlwaysDown);
    }
    if row.amount < plan.floor {
        return Some(Invariant::EndsAtFloor);
    }
    if row.amount.plus(row.cut) != Some(before.amount) {
        return Some(Invariant::CutIsDifference);
    }
    let is_within = |percent: u32| {
        let cut = u64::from(row.cut.milligrams()).saturating_mul(100);
        cut <= u64::from(before.amount.milligrams()).saturating_mul(percent.into())
    };
    if row.cut != plan.resolution && !is_within(plan.pace.percent) {
        return Some(Invariant::CutWithinPace);
    }
    (!is_within(limits::CUT_PERCENT.most)).then_some(Invariant::CutWithinTenth)
}

/// Whether a row's doses make up its amount and none is larger than before.
fn doses_hold(plan: &Plan, before: Option<&Row>, row: &Row) -> Option<Invariant> {
    if row.phase == Phase::Stop {
        return (!row.doses.is_empty()).then_some(Invariant::StopIsNothing);
    }
    let sum = row.doses.iter().try_fold(Grams::ZERO, |sum, dose| sum.plus(*dose));
    if u32::try_from(row.doses.len()) != Ok(plan.doses_per_day) || sum != Some(row.amount)
    {
        return Some(Invariant::DosesAddUp);
    }
    let least = row.doses.iter().min().copied().unwrap_or_default();
    let allowed = least.plus(plan.resolution);
    if row.doses.iter().any(|dose| Some(*dose) > allowed) {
        return Some(Invariant::DosesAddUp);
    }
    if !row.doses.iter().all(|dose| dose.is_multiple_of(plan.resolution)) {
        return Some(Invariant::Weighable);
    }
    let rises = before
        .is_some_and(|before| row.doses.iter().zip(&before.doses).any(|(a, b)| a > b));
    rises.then_some(Invariant::DosesNeverRise)
}

#[cfg(test)]
mod tests {
    use super::super::{Settings, schedule};
    use super::*;

    /// Breaks one thing in a good plan of 10 g and expects it to be noticed, and where.
    #[track_caller]
    fn check(spoil: impl Fn(&mut Vec<Row>), row: usize, invariant: Invariant) {
        let settings = Settings::kratom_leaf();
        let pace = settings.pace("faster").unwrap().clone();
        let plan = settings.plan(grams("10"), pace);
        let mut schedule = schedule(&plan).unwrap();
        assert_eq!(prove(&plan, &schedule), Ok(()));
        spoil(&mut schedule.rows);
        assert_eq!(prove(&plan, &schedule), Err(Violation { row, invariant }));
    }

    fn grams(text: &str) -> Grams {
        text.parse().unwrap()
    }

    #[test]
    fn the_order_of_phases_is_watched() {
        check(Vec::clear, 0, Invariant::PhasesInOrder);
        check(|rows| drop(rows.remove(0)), 0, Invariant::PhasesInOrder);
        check(|rows| drop(rows.pop()), 29, Invariant::PhasesInOrder);
        check(|rows| rows.swap(27, 28), 27, Invariant::PhasesInOrder);
        check(|rows| rows.push(rows[29].clone()), 30, Invariant::PhasesInOrder);
    }

    #[test]
    fn days_are_watched() {
        check(|rows| rows[1].days = Days::new(6), 1, Invariant::DaysAsPlanned);
        check(|rows| rows[27].days = Days::new(15), 27, Invariant::DaysAsPlanned);
        check(|rows| rows[29].days = Days::new(1), 29, Invariant::DaysAsPlanned);
        check(|rows| rows[2].first_day = Day::FIRST, 2, Invariant::DaysContiguous);
        check(|rows| drop(rows.remove(5)), 5, Invariant::DaysContiguous);
    }

    #[test]
    fn amounts_are_watched() {
        check(|rows| rows[0].amount = grams("9.9"), 0, Invariant::StartsAtStart);
        check(|rows| rows[1].amount = grams("10"), 1, Invariant::AlwaysDown);
        check(|rows| rows[1].amount = grams("10.1"), 1, Invariant::AlwaysDown);
        check(|rows| rows[1].cut = grams("0.9"), 1, Invariant::CutIsDifference);
        check(|rows| rows[1].amount = grams("9.05"), 1, Invariant::Weighable);
        check(|rows| rows[26].amount = grams("0.9"), 26, Invariant::EndsAtFloor);
        check(|rows| rows[27].amount = grams("0.9"), 27, Invariant::GapAtFloor);
        check(|rows| rows[29].amount = grams("0.1"), 29, Invariant::StopIsNothing);
        let deeper = |rows: &mut Vec<Row>| {
            rows[1].amount = grams("8.9");
            rows[1].cut = grams("1.1");
        };
        check(deeper, 1, Invariant::CutWithinPace);
    }

    #[test]
    fn doses_are_watched() {
        check(|rows| rows[3].doses.truncate(2), 3, Invariant::DosesAddUp);
        check(|rows| rows[3].doses.clear(), 3, Invariant::DosesAddUp);
        check(|rows| rows[29].doses.push(grams("0.1")), 29, Invariant::StopIsNothing);
        let uneven = |rows: &mut Vec<Row>| {
            rows[1].doses = ["3.1", "3.1", "2.8"].map(grams).to_vec();
        };
        check(uneven, 1, Invariant::DosesAddUp);
        let rising = |rows: &mut Vec<Row>| {
            rows[19].doses = ["0.5", "0.6", "0.6"].map(grams).to_vec();
        };
        check(rising, 20, Invariant::DosesNeverRise);
    }

    #[test]
    fn a_plan_outside_its_limits_proves_nothing() {
        let settings = Settings::kratom_leaf();
        let pace = settings.pace("faster").unwrap().clone();
        let mut plan = settings.plan(grams("10"), pace);
        let schedule = schedule(&plan).unwrap();
        plan.pace.percent = 11;
        let found = prove(&plan, &schedule).map_err(|broken| broken.invariant);
        assert_eq!(found, Err(Invariant::WithinLimits));
    }
}
