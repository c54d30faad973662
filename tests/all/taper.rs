//! The tables of the evidence paper, row for row, and what holds for every plan.

use plainleaf::taper::{
    Days, Entry, Grams, Grid, Phase, Plan, Schedule, Settings, limits, prove, schedule,
};
use proptest::prelude::*;

/// Every row of all thirty plans as the reference calculated them; never regenerated.
const GOLDEN: &str = include_str!("../data/taper_tables.csv");

fn tenths(count: u32) -> Grams {
    Grams::from_milligrams(count * 100).unwrap()
}

fn plan(start: Grams, pace: &str, doses: u32) -> Plan {
    let settings = Settings { doses_per_day: doses, ..Settings::kratom_leaf() };
    settings.plan(start, settings.pace(pace).unwrap().clone())
}

fn made(start: Grams, pace: &str) -> Schedule {
    schedule(&plan(start, pace, 3)).unwrap()
}

/// The daily amounts, the start first.
fn daily(schedule: &Schedule) -> Vec<Grams> {
    let rows = schedule.rows.iter();
    rows.take_while(|row| !row.phase.has_gaps()).map(|row| row.amount).collect()
}

fn golden_rows(entry: &Entry) -> impl Iterator<Item = String> {
    entry.schedule.rows.iter().enumerate().map(|(number, row)| {
        let doses: Vec<_> = row.doses.iter().map(Grams::to_string).collect();
        format!(
            "{:.0},{},{number},{},{},{},{},{},{}",
            entry.plan.start,
            entry.plan.pace.id,
            row.phase.name(),
            row.first_day.number(),
            row.days.count(),
            row.amount,
            row.cut,
            doses.join(" ")
        )
    })
}

#[test]
fn every_golden_row_is_reproduced() {
    let grid = Grid::new(Settings::kratom_leaf()).unwrap();
    let header =
        "start_g,pace,row,phase,first_day,days,amount_g,cut_g,doses_g".to_string();
    let rows = grid.entries().iter().flat_map(golden_rows);
    let ours: Vec<String> = std::iter::once(header).chain(rows).collect();
    let theirs: Vec<&str> = GOLDEN.lines().collect();
    assert_eq!(theirs.len(), 1561);
    for (number, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
        assert_eq!(ours, theirs, "line {}", number + 1);
    }
    assert_eq!(ours.len(), theirs.len());
}

proptest! {
    /// Written out a second time, apart from `prove`, which `schedule` has already run.
    #[test]
    fn every_plan_keeps_its_promises(
        start in 10u32..=500, pace in 0usize..3, doses in 1u32..=4,
    ) {
        let pace = ["gentle", "standard", "faster"][pace];
        let plan = plan(tenths(start), pace, doses);
        let schedule = schedule(&plan).unwrap();
        prop_assert_eq!(prove(&plan, &schedule), Ok(()));
        let rows = &schedule.rows;
        let amounts = daily(&schedule);
        prop_assert_eq!(amounts[0], tenths(start));
        prop_assert_eq!(amounts[amounts.len() - 1], tenths(10));
        for pair in amounts.windows(2) {
            let cut = pair[0].milligrams().checked_sub(pair[1].milligrams()).unwrap();
            let allowed = plan.pace.percent * pair[0].milligrams();
            prop_assert!(cut > 0 && 10 * cut <= pair[0].milligrams());
            prop_assert!(cut == 100 || 100 * cut <= allowed);
        }
        for row in rows {
            let sum: u32 = row.doses.iter().map(|dose| dose.milligrams()).sum();
            prop_assert_eq!(sum, row.amount.milligrams());
            prop_assert!(row.doses.iter().all(|dose| dose.milligrams() % 100 == 0));
        }
        let days: u32 = rows.iter().map(|row| row.days.count()).sum();
        prop_assert_eq!(schedule.total_days(), Days::new(days));
        let ends: Vec<_> = rows[rows.len() - 3..].iter().map(|row| row.phase).collect();
        prop_assert_eq!(
            ends, [Phase::EveryOtherDay, Phase::EveryThirdDay, Phase::Stop]
        );
    }

    /// Whatever numbers a page brings: either a plan that is safe, or no plan.
    #[test]
    fn no_settings_make_an_unsafe_plan(
        (start, floor) in (0u32..=60_000, 0u32..=5_000),
        resolution in prop_oneof![Just(0u32), Just(1), Just(10), Just(50), Just(100), 0u32..=500],
        (percent, step, baseline) in (0u32..=12, 0u32..=30, 0u32..=30),
        (doses, other, third) in (0u32..=6, 0u32..=20, 0u32..=20),
    ) {
        let grams = |milligrams| Grams::from_milligrams(milligrams).unwrap();
        let mut plan = plan(grams(start), "gentle", doses);
        (plan.floor, plan.resolution) = (grams(floor), grams(resolution));
        plan.baseline_days = Days::new(baseline);
        plan.pace.percent = percent;
        plan.pace.step_days = Days::new(step);
        plan.pace.every_other_day_doses = other;
        plan.pace.every_third_day_doses = third;
        match (plan.check(), schedule(&plan)) {
            (Ok(()), Ok(schedule)) => prop_assert_eq!(prove(&plan, &schedule), Ok(())),
            (Err(limit), Err(error)) => prop_assert_eq!(limit, error),
            (limits, result) => prop_assert!(false, "{limits:?}, but {result:?}"),
        }
    }
}

#[test]
fn gentle_is_standard_at_half_the_speed() {
    for start in 10..=500 {
        let (gentle, standard) =
            (made(tenths(start), "gentle"), made(tenths(start), "standard"));
        assert_eq!(daily(&gentle), daily(&standard));
        for (slow, quick) in gentle.cuts().zip(standard.cuts()) {
            assert_eq!(slow.days.count(), 2 * quick.days.count());
        }
    }
}

#[test]
fn more_to_start_from_is_never_a_shorter_plan() {
    for pace in ["gentle", "standard", "faster"] {
        let lengths: Vec<_> =
            (10..=500).map(|start| made(tenths(start), pace).total_days()).collect();
        assert!(lengths.is_sorted(), "{pace}");
    }
}

/// "Open the next table up, find the first row that is the same as, or just below, what you
/// take now": the drop is within the pace, or the least the scale can show.
#[test]
fn an_amount_between_tables_joins_within_the_pace() {
    let grid = Grid::new(Settings::kratom_leaf()).unwrap();
    for now in (10..=500).map(tenths) {
        for pace in &grid.settings().paces {
            let table = grid
                .entries()
                .iter()
                .find(|entry| entry.plan.pace == *pace && entry.plan.start >= now)
                .unwrap();
            let amounts = daily(&table.schedule);
            let join = amounts.into_iter().find(|amount| *amount <= now).unwrap();
            let drop = now.minus(join).unwrap().milligrams();
            let allowed = pace.percent * now.milligrams();
            assert!(drop <= 100 || 100 * drop <= allowed, "{now} g, {}", pace.id);
        }
    }
}

#[test]
fn the_example_of_the_joining_rule_is_true() {
    let amounts = daily(&made(tenths(150), "standard"));
    let shown: Vec<_> = amounts[..6].iter().map(Grams::to_string).collect();
    assert_eq!(shown, ["15.0", "14.3", "13.6", "13.0", "12.4", "11.8"]);
}

#[test]
fn every_limit_names_a_source_in_the_bibliography() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/content/references.yaml");
    let bibliography = std::fs::read_to_string(path).unwrap();
    for key in limits::sources() {
        let heading = format!("{key}:");
        assert!(bibliography.lines().any(|line| line.trim_end() == heading), "{key}");
    }
    let editorial: Vec<_> =
        limits::LIMITS.iter().filter(|limit| limit.sources.is_empty()).collect();
    assert_eq!(editorial, [&&limits::BASELINE_DAYS]);
}
