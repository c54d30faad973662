//! What a page may narrow and never widen, each limit named once with where it comes from.
//!
//! Sources are keys of the site's bibliography; a test looks each of them up. A limit without
//! one is arithmetic or an editorial caution, and its text says so.

use super::quantity::Grams;

/// A range that a plan's numbers must keep to; error texts are made from it.
#[derive(Debug, PartialEq, Eq)]
pub struct Limit {
    /// What is counted, as it stands in a message.
    pub what: &'static str,
    /// What one is called when there are several.
    pub unit: &'static str,
    /// The smallest number allowed.
    pub least: u32,
    /// The largest number allowed.
    pub most: u32,
    /// Bibliography keys; empty for arithmetic and editorial caution.
    pub sources: &'static [&'static str],
}

/// A cut is at most a tenth of the current amount: the faster end of what guidance for
/// prescribed opioids describes for one week. There is no guidance for doing this alone.
///
/// # Source
/// hhs2019, vadod2017
pub const CUT_PERCENT: Limit = Limit {
    what: "the cut of a pace",
    unit: "percent of the current amount",
    least: 1,
    most: 10,
    sources: &["hhs2019", "vadod2017"],
};

/// A step lasts at least a week. The upper end only keeps sums small.
///
/// # Source
/// vadod2017, hhs2019
pub const STEP_DAYS: Limit = Limit {
    what: "a step",
    unit: "days",
    least: 7,
    most: 365,
    sources: &["vadod2017", "hhs2019"],
};

/// A plan opens with at least one steady week, so that the first cut starts from a known
/// amount. Editorial; the upper end only keeps sums small.
pub const BASELINE_DAYS: Limit =
    Limit { what: "the steady start", unit: "days", least: 7, most: 365, sources: &[] };

/// People who use regularly usually take two to three doses a day.
///
/// # Source
/// smith2024direct
pub const DOSES_PER_DAY: Limit = Limit {
    what: "a day's amount",
    unit: "doses",
    least: 1,
    most: 4,
    sources: &["smith2024direct"],
};

/// Dosing every other day lasts at least two weeks: seven doses. That guidance lengthens the
/// gap at the smallest dose is the source; the length is editorial.
///
/// # Source
/// hhs2019
pub const EVERY_OTHER_DAY_DOSES: Limit = Limit {
    what: "dosing every other day",
    unit: "doses",
    least: 7,
    most: 180,
    sources: &["hhs2019"],
};

/// Dosing every third day lasts at least fifteen days: five doses. Source and length as for
/// [`EVERY_OTHER_DAY_DOSES`].
///
/// # Source
/// hhs2019
pub const EVERY_THIRD_DAY_DOSES: Limit = Limit {
    what: "dosing every third day",
    unit: "doses",
    least: 5,
    most: 120,
    sources: &["hhs2019"],
};

/// The last daily amount is at least this many times what the scale can show. Arithmetic: the
/// smallest cut that can be weighed is then at most a tenth, as [`CUT_PERCENT`] demands; with
/// a floor of one unit the last cut would be a half.
pub const LEAST_FLOOR_UNITS: u32 = 10;

/// No plan starts above 50 g a day. An editorial caution: the people in treatment who are
/// described with more did not cut down alone.
///
/// # Source
/// weiss2021, [`LARGEST_START_SOURCE`]
pub const LARGEST_START: Grams = Grams::constant(50_000);

/// The bibliography key of [`LARGEST_START`].
pub const LARGEST_START_SOURCE: &str = "weiss2021";

/// From 20 g a day a plan says to speak to a doctor first. Eight patients in treatment were
/// grouped here: a caution, not a known threshold.
///
/// # Source
/// weiss2021, [`CAUTION_SOURCE`]
pub const DOCTOR_FIRST_FROM: Grams = Grams::constant(20_000);

/// From 40 g a day a plan says not to do this alone. As uncertain as [`DOCTOR_FIRST_FROM`].
///
/// # Source
/// weiss2021, [`CAUTION_SOURCE`]
pub const NOT_ALONE_FROM: Grams = Grams::constant(40_000);

/// The bibliography key of [`DOCTOR_FIRST_FROM`] and [`NOT_ALONE_FROM`].
pub const CAUTION_SOURCE: &str = "weiss2021";

/// A pace that cuts more than this percentage in a week is only for use with medical advice.
///
/// # Source
/// hhs2019, [`ADVICE_SOURCE`]
pub const ADVICE_ABOVE_PERCENT_A_WEEK: u32 = 5;

/// The bibliography key of [`ADVICE_ABOVE_PERCENT_A_WEEK`].
pub const ADVICE_SOURCE: &str = "hhs2019";

/// A grid holds at most this many plans, each of which is a page. Editorial.
pub const MOST_PLANS: usize = 200;

/// Every named range.
pub const LIMITS: [&Limit; 6] = [
    &CUT_PERCENT,
    &STEP_DAYS,
    &BASELINE_DAYS,
    &DOSES_PER_DAY,
    &EVERY_OTHER_DAY_DOSES,
    &EVERY_THIRD_DAY_DOSES,
];

/// Every bibliography key that a number of this module leans on; may repeat.
pub fn sources() -> impl Iterator<Item = &'static str> {
    let single = [LARGEST_START_SOURCE, CAUTION_SOURCE, ADVICE_SOURCE];
    LIMITS.into_iter().flat_map(|limit| limit.sources.iter().copied()).chain(single)
}

/// What a plan says before anything else, by its starting amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caution {
    /// Speak to a doctor before starting.
    DoctorFirst,
    /// Do not do this alone.
    NotAlone,
}

impl Caution {
    /// The caution for a starting amount, the stronger one where both lines are passed.
    pub fn of(start: Grams) -> Option<Self> {
        if start >= NOT_ALONE_FROM {
            Some(Self::NotAlone)
        } else if start >= DOCTOR_FIRST_FROM {
            Some(Self::DoctorFirst)
        } else {
            None
        }
    }

    /// The amount from which it holds.
    pub fn from(self) -> Grams {
        match self {
            Self::DoctorFirst => DOCTOR_FIRST_FROM,
            Self::NotAlone => NOT_ALONE_FROM,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cautions_count_the_line_itself() {
        let at = |text: &str| Caution::of(text.parse().unwrap());
        assert_eq!(at("19.9"), None);
        assert_eq!(at("20"), Some(Caution::DoctorFirst));
        assert_eq!(at("39.9"), Some(Caution::DoctorFirst));
        assert_eq!(at("40"), Some(Caution::NotAlone));
        assert_eq!(at("50"), Some(Caution::NotAlone));
    }

    #[test]
    fn the_floor_keeps_the_smallest_cut_within_the_largest() {
        assert!(LEAST_FLOOR_UNITS.checked_mul(CUT_PERCENT.most).unwrap() >= 100);
    }
}
