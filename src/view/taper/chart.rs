//! A step chart of one plan, in whole units of its own drawing area.

use std::fmt::Write as _;

use serde::Serialize;

use super::{Words, grams, length};
use crate::taper::{Entry, Grams};

/// The plot alone; whoever draws it leaves room for the texts around.
const WIDTH: u32 = 600;
const HEIGHT: u32 = 240;

/// Distances between marks on the amount axis, in milligrams; the first that fits is used.
const AMOUNT_STEPS: [u32; 8] = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000];

/// Distances between marks on the time axis, in weeks.
const WEEK_STEPS: [u32; 8] = [1, 2, 4, 10, 20, 50, 100, 1_000];

/// A line chart: coordinates in a plot of `width` by `height`, origin at the top left. Texts
/// stand outside of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// Width of the plot.
    pub width: u32,
    /// Height of the plot.
    pub height: u32,
    /// The step line: `x,y x,y …`.
    pub points: String,
    /// The shape under the line, as path data.
    pub area: String,
    /// Marks on the time axis.
    pub x_ticks: Vec<XTick>,
    /// Marks on the amount axis.
    pub y_ticks: Vec<YTick>,
    /// What the chart shows.
    pub title: String,
    /// The same in words, for those who do not see it.
    pub description: String,
}

/// A mark on the time axis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct XTick {
    /// Where it stands.
    pub x: u32,
    /// What it says.
    pub text: String,
}

/// A mark on the amount axis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct YTick {
    /// Where it stands.
    pub y: u32,
    /// What it says.
    pub text: String,
}

/// The axes: what the right and the upper end of the plot stand for.
struct Scale {
    days: u32,
    milligrams: u32,
}

impl Scale {
    fn x(&self, day: u32) -> u32 {
        share(WIDTH, day, self.days)
    }

    fn y(&self, milligrams: u32) -> u32 {
        HEIGHT - share(HEIGHT, milligrams, self.milligrams)
    }
}

/// `part / whole` of a length, rounded down; all of it where `part` is too large.
fn share(length: u32, part: u32, whole: u32) -> u32 {
    let share = u64::from(length) * u64::from(part) / u64::from(whole.max(1));
    u32::try_from(share).unwrap_or(length).min(length)
}

/// Draws one plan.
pub(super) fn chart(entry: &Entry, words: &Words<'_>) -> Chart {
    let start = entry.plan.start.milligrams();
    let amount_step = first_fitting(&AMOUNT_STEPS, start, 5);
    let days = entry.schedule.total_days().count();
    let scale = Scale { days, milligrams: start.div_ceil(amount_step) * amount_step };
    let points = points(entry, &scale);
    let area = format!("M0,{HEIGHT} L{points} Z");

    let week_step = first_fitting(&WEEK_STEPS, days / 7, 5);
    let x_tick = |week: u32| {
        let time = crate::taper::Days::new(week * 7);
        let text = if week == 0 { "0".to_owned() } else { length(time, words) };
        XTick { x: scale.x(week * 7), text }
    };
    let y_tick = |step: u32| {
        let milligrams = step * amount_step;
        let amount = Grams::from_milligrams(milligrams).unwrap_or_default();
        let unit = words.text("taper_unit");
        YTick { y: scale.y(milligrams), text: format!("{amount:.0}\u{a0}{unit}") }
    };
    let stop = entry.schedule.rows.last().map_or(0, |row| row.first_day.number());
    let description = words.fill(
        "taper_chart_description",
        &[
            ("start", &grams(entry.plan.start, words)),
            ("floor", &grams(entry.plan.floor, words)),
            ("daily", &length(entry.schedule.daily_days(), words)),
            ("stop", &stop.to_string()),
        ],
    );
    Chart {
        width: WIDTH,
        height: HEIGHT,
        points,
        area,
        x_ticks: (0..=days / 7 / week_step)
            .map(|step| x_tick(step * week_step))
            .collect(),
        y_ticks: (0..=start.div_ceil(amount_step)).map(y_tick).collect(),
        title: words.text("taper_chart_title").to_owned(),
        description,
    }
}

/// The smallest step of which at most `most` make up the whole.
fn first_fitting(steps: &[u32], whole: u32, most: u32) -> u32 {
    let fits = |step: &&u32| whole.div_ceil(**step) <= most;
    steps.iter().find(fits).or(steps.last()).copied().unwrap_or(1)
}

/// Each row as a level line from its first day to its last, then down to the next.
fn points(entry: &Entry, scale: &Scale) -> String {
    let mut corners: Vec<(u32, u32)> = Vec::new();
    for row in &entry.schedule.rows {
        let from = row.first_day.before().count();
        let y = scale.y(row.amount.milligrams());
        for x in [scale.x(from), scale.x(from + row.days.count())] {
            // A corner on a level line adds nothing.
            if let [.., (_, y0), (x1, y1)] = corners.as_mut_slice()
                && *y0 == *y1
                && *y1 == y
            {
                *x1 = x;
            } else if corners.last() != Some(&(x, y)) {
                corners.push((x, y));
            }
        }
    }
    let mut text = String::with_capacity(corners.len() * 8);
    for (index, (x, y)) in corners.iter().enumerate() {
        let gap = if index == 0 { "" } else { " " };
        // Writing to a string cannot fail.
        let _ = write!(text, "{gap}{x},{y}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::taper::{Grid, Settings};

    #[test]
    fn every_chart_steps_down_inside_its_drawing() {
        for entry in Grid::new(Settings::kratom_leaf()).unwrap().entries() {
            let chart = chart(entry, &Words::english());
            let corners: Vec<(u32, u32)> = chart
                .points
                .split(' ')
                .map(|point| point.split_once(',').unwrap())
                .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
                .collect();
            assert_eq!(corners[0].0, 0);
            assert_eq!(corners.last(), Some(&(WIDTH, HEIGHT)));
            assert!(corners.iter().all(|(_, y)| *y <= HEIGHT));
            for pair in corners.windows(2) {
                let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
                assert!(x0 <= x1 && y0 <= y1, "{pair:?}");
                assert!(x0 == x1 || y0 == y1, "a slope: {pair:?}");
            }
            assert!((3..=6).contains(&chart.x_ticks.len()), "{:?}", chart.x_ticks);
            assert!((4..=6).contains(&chart.y_ticks.len()), "{:?}", chart.y_ticks);
        }
    }

    #[test]
    fn marks_are_round_numbers() {
        let grid = Grid::new(Settings::kratom_leaf()).unwrap();
        let chart = chart(&grid.entries()[15], &Words::english());
        let x: Vec<_> = chart.x_ticks.iter().map(|tick| tick.text.as_str()).collect();
        let y: Vec<_> = chart.y_ticks.iter().map(|tick| tick.text.as_str()).collect();
        assert_eq!(x, ["0", "20 weeks", "40 weeks", "60 weeks"]);
        assert_eq!(y, ["0\u{a0}g", "5\u{a0}g", "10\u{a0}g", "15\u{a0}g", "20\u{a0}g"]);
    }
}
