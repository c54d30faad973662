//! What a plan's page and the form say.

use super::*;
use crate::taper::{Settings, schedule};

/// Projects one plan with the built-in settings and hands it to `look`.
#[track_caller]
fn check(start: &str, pace: &str, look: impl Fn(&PlanView)) {
    let settings = Settings::kratom_leaf();
    let grid = Grid::new(settings.clone()).unwrap();
    let pace = settings.pace(pace).unwrap().clone();
    let made = settings.plan(start.parse().unwrap(), pace);
    let entry = Entry { schedule: schedule(&made).unwrap(), plan: made };
    look(&plan(&input(&grid), &entry, Detail::Whole));
}

fn input(grid: &Grid) -> Input<'_> {
    Input {
        grid,
        words: Words::english(),
        places: Places {
            home: "../../",
            exclusions: "../../#exclusions",
            sources: "../../#sources",
            plan: &|plan| folder(plan),
            permalink: &|plan| format!("https://example.org/taper/{}", folder(plan)),
            csv: &|plan| csv_name("kratom leaf", plan),
        },
    }
}

#[test]
fn a_plan_is_named_everywhere_alike() {
    check("20", "gentle", |plan| {
        assert_eq!((plan.id.as_str(), plan.css_id.as_str()), ("20-gentle", "20-gentle"));
        assert_eq!(plan.title, "20\u{a0}g a day, gentle pace");
        assert_eq!(plan.start_text, "20\u{a0}g a day");
        assert_eq!(plan.url, "20-g/gentle/");
        assert_eq!(plan.permalink, "https://example.org/taper/20-g/gentle/");
        assert_eq!(plan.csv_name, "kratom-leaf-20-g-gentle-example-only-not-tested.csv");
        assert_eq!((plan.weeks, plan.days, plan.cuts), (139, 975, 65));
        assert_eq!(plan.first_cut.as_deref(), Some("1.0"));
    });
    check("2.5", "faster", |plan| {
        assert_eq!(
            (plan.id.as_str(), plan.css_id.as_str()),
            ("2.5-faster", "2\\.5-faster")
        );
        assert!(plan.with_advice);
    });
}

#[test]
fn the_sentence_says_what_the_schedule_says() {
    check("20", "standard", |plan| {
        assert_eq!(
            plan.sentence.replace('\u{a0}', " "),
            "From 20.0 g to 1.0 g a day in 66 weeks, then 1.0 g every other day for 2 \
             weeks, then 1.0 g every third day for 15 days: 491 days in all (about 70 \
             weeks). If you hold, it takes longer."
        );
    });
    check("1", "standard", |plan| {
        assert!(plan.sentence.starts_with("1.0\u{a0}g a day for 1 week, then"));
        assert_eq!(plan.first_cut, None);
    });
}

#[test]
fn warnings_start_at_their_lines() {
    check("19.9", "gentle", |plan| assert_eq!(plan.warning, None));
    check("20", "gentle", |plan| {
        let warning = plan.warning.as_ref().unwrap();
        assert_eq!(warning.level, "20");
        assert_eq!(warning.title, "Speak to a doctor before you start");
    });
    check("45", "gentle", |plan| {
        let warning = plan.warning.as_ref().unwrap();
        assert_eq!(warning.level, "40");
        assert!(warning.text.starts_with("This plan starts at 40\u{a0}g a day or more."));
    });
}

#[test]
fn the_gap_phases_ask_first_and_name_the_alternative() {
    check("10", "faster", |plan| {
        let phases: Vec<_> = plan.groups.iter().map(|g| g.phase.as_str()).collect();
        let expected =
            ["baseline", "daily", "every other day", "every third day", "stop"];
        assert_eq!(phases, expected);
        let asks: Vec<_> = plan.groups.iter().map(|group| group.ask_first).collect();
        assert_eq!(asks, [false, false, true, true, false]);
        let note = plan.groups[2].note.as_ref().unwrap();
        assert!(
            note.contains("This is the biggest change. Hold here as long as you need.")
        );
        for group in &plan.groups[2..4] {
            let note = group.note.as_ref().unwrap().replace('\u{a0}', " ");
            assert!(note.contains("keep taking 1.0 g every day"), "{note}");
            assert!(note.contains("a scale that reads 0.01 g"), "{note}");
        }
        let rows: Vec<_> = plan.groups.iter().flat_map(|g| g.rows.clone()).collect();
        assert_eq!(rows, plan.rows);
    });
}

#[test]
fn rows_say_when_they_are() {
    check("10", "gentle", |plan| {
        let text = |row: usize| plan.rows[row].weeks_text.as_str();
        let last = plan.rows.len() - 1;
        assert_eq!((text(0), text(1)), ("Week 1", "Weeks 2 to 3"));
        assert_eq!(text(last - 1), "Days 736 to 765");
        assert_eq!(text(last), "From day 766");
        assert_eq!((plan.rows[1].first_day, plan.rows[1].last_day), (8, 21));
        assert_eq!(plan.rows[last].last_day, 766);
    });
}

#[test]
fn paces_say_what_they_cut() {
    let grid = Grid::new(Settings::kratom_leaf()).unwrap();
    let view = taper(&input(&grid), Detail::Outline);
    let labels: Vec<_> =
        view.paces.iter().map(|pace| pace.label.replace('\u{a0}', " ")).collect();
    assert_eq!(
        labels,
        [
            "Cut by up to 5% of your current amount, or by 0.1 g if that is \
             more, every 2 weeks",
            "Cut by up to 5% of your current amount, or by 0.1 g if that is \
             more, every week",
            "Cut by up to 10% of your current amount, or by 0.1 g if that is \
             more, every week",
        ]
    );
    assert_eq!(view.plans.len(), 30);
    assert!(view.plans.iter().all(|plan| plan.rows.is_empty()));
    let names: std::collections::BTreeSet<_> =
        view.plans.iter().map(|plan| plan.csv_name.as_str()).collect();
    assert_eq!(names.len(), 30);
}

#[test]
fn csv_is_the_table_without_its_plan() {
    let settings = Settings::kratom_leaf();
    let pace = settings.pace("faster").unwrap().clone();
    let made = schedule(&settings.plan("2.5".parse().unwrap(), pace)).unwrap();
    let text = csv(&made);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[0], "row,phase,first_day,days,amount_g,cut_g,doses_g");
    assert_eq!(lines[1], "0,baseline,1,7,2.5,0.0,0.9 0.8 0.8");
    assert_eq!(lines[lines.len() - 1], "15,stop,121,0,0.0,0.0,");
    assert!(text.ends_with(",\n"));
}
