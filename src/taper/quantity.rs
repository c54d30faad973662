//! Amounts and days as types, so that neither is taken for the other and none is rounded.

use std::fmt;
use std::str::FromStr;

/// An amount of substance; counts whole milligrams and is at most [`Grams::MOST`].
///
/// Shown in grams, exactly: `{}` gives at least one decimal (`5.0`, `2.25`), `{:.0}` only the
/// decimals it needs (`5`, `2.5`), `{:.2}` at least two. It never rounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Grams(u32);

impl Grams {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// One kilogram: far above any dose, and small enough that a hundredfold still fits.
    pub const MOST: Self = Self(1_000_000);

    /// Counts milligrams; `None` above [`Grams::MOST`].
    pub const fn from_milligrams(milligrams: u32) -> Option<Self> {
        if milligrams > Self::MOST.0 { None } else { Some(Self(milligrams)) }
    }

    /// An amount known when the program is compiled.
    ///
    /// # Panics
    /// Above [`Grams::MOST`]; used in constants only, so it fails to compile instead.
    pub(super) const fn constant(milligrams: u32) -> Self {
        assert!(milligrams <= Self::MOST.0, "a constant amount is at most 1 kg");
        Self(milligrams)
    }

    /// The amount in milligrams.
    pub const fn milligrams(self) -> u32 {
        self.0
    }

    /// The sum; `None` above [`Grams::MOST`].
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).and_then(Self::from_milligrams)
    }

    /// The difference; `None` below zero.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The amount `count` times; `None` above [`Grams::MOST`].
    pub fn times(self, count: u32) -> Option<Self> {
        self.0.checked_mul(count).and_then(Self::from_milligrams)
    }

    /// How many whole `unit`s fit; `None` if `unit` is zero.
    pub fn whole(self, unit: Self) -> Option<u32> {
        self.0.checked_div(unit.0)
    }

    /// Whether the amount is a whole number of `unit`s; never if `unit` is zero.
    pub fn is_multiple_of(self, unit: Self) -> bool {
        self.0.checked_rem(unit.0) == Some(0)
    }
}

impl fmt::Display for Grams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let thousandths = format!("{:03}", self.0 % 1_000);
        let needed = thousandths.trim_end_matches('0').len();
        let shown = f.precision().unwrap_or(1).clamp(needed, thousandths.len());
        write!(f, "{}", self.0 / 1_000)?;
        match thousandths.get(..shown) {
            None | Some("") => Ok(()),
            Some(decimals) => write!(f, ".{decimals}"),
        }
    }
}

/// Why a text is not an amount in grams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseGramsError {
    /// Something other than digits with at most one decimal point between them.
    Form(String),
    /// More than three decimals.
    Fine(String),
    /// Above [`Grams::MOST`].
    Large(String),
}

impl fmt::Display for ParseGramsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form(found) => write!(
                f,
                "`{found}` is not an amount, expected grams as digits such as `2.5`"
            ),
            Self::Fine(found) => {
                write!(f, "`{found}` g has more than the three decimals of a milligram")
            }
            Self::Large(found) => {
                write!(f, "`{found}` g is too much, expected at most {} g", Grams::MOST)
            }
        }
    }
}

impl std::error::Error for ParseGramsError {}

impl FromStr for Grams {
    type Err = ParseGramsError;

    /// Reads decimal text exactly: `2.5`, `20`, `0.125`. No sign, no exponent, no unit.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (whole, decimals) = match text.split_once('.') {
            Some((_, "")) => return Err(ParseGramsError::Form(text.into())),
            Some(parts) => parts,
            None => (text, ""),
        };
        let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !is_digits(whole) || !is_digits(decimals) {
            return Err(ParseGramsError::Form(text.into()));
        }
        if decimals.len() > 3 {
            return Err(ParseGramsError::Fine(text.into()));
        }
        // All digits by now, so the only way to fail is to be too large.
        format!("{whole}{decimals:0<3}")
            .parse()
            .ok()
            .and_then(Self::from_milligrams)
            .ok_or_else(|| ParseGramsError::Large(text.into()))
    }
}

/// A length of time in whole days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Days(u32);

impl Days {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// Counts days.
    pub const fn new(count: u32) -> Self {
        Self(count)
    }

    /// How many days.
    pub const fn count(self) -> u32 {
        self.0
    }

    /// How many whole weeks, if it is a whole number of them.
    pub fn whole_weeks(self) -> Option<u32> {
        self.0.is_multiple_of(7).then_some(self.0 / 7)
    }

    /// The nearest whole number of weeks.
    pub fn nearest_weeks(self) -> u32 {
        self.0.saturating_add(3) / 7
    }
}

/// A day of a plan; the first is 1, and none is a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(u32);

impl Day {
    /// The day a plan starts.
    pub const FIRST: Self = Self(1);

    /// Which day it is, counted from 1.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// The day that many days later; `None` past what a number holds.
    pub fn after(self, days: Days) -> Option<Self> {
        self.0.checked_add(days.0).map(Self)
    }

    /// How many days of the plan have passed before this one.
    pub fn before(self) -> Days {
        Days(self.0.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &Result<u32, ParseGramsError>) {
        assert_eq!(&text.parse::<Grams>().map(Grams::milligrams), expected, "{text:?}");
    }

    #[test]
    fn decimal_text_is_read_exactly() {
        check("2.5", &Ok(2_500));
        check("20", &Ok(20_000));
        check("0.1", &Ok(100));
        check("0.001", &Ok(1));
        check("007.50", &Ok(7_500));
        check("1000", &Ok(1_000_000));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in
            ["", ".", "5.", ".5", "-1", "+1", "1e3", "1,5", " 1", "1 g", "٣", "1.2.3"]
        {
            check(text, &Err(ParseGramsError::Form(text.into())));
        }
        check("1.2345", &Err(ParseGramsError::Fine("1.2345".into())));
        for text in ["1000.001", "4294968", "99999999999999999999"] {
            check(text, &Err(ParseGramsError::Large(text.into())));
        }
    }

    #[test]
    fn amounts_are_shown_without_rounding() {
        let show = |milligrams| {
            let grams = Grams::from_milligrams(milligrams).unwrap();
            (format!("{grams}"), format!("{grams:.0}"), format!("{grams:.2}"))
        };
        assert_eq!(show(5_000), ("5.0".into(), "5".into(), "5.00".into()));
        assert_eq!(show(2_500), ("2.5".into(), "2.5".into(), "2.50".into()));
        assert_eq!(show(12_345), ("12.345".into(), "12.345".into(), "12.345".into()));
        assert_eq!(show(50), ("0.05".into(), "0.05".into(), "0.05".into()));
        assert_eq!(show(0), ("0.0".into(), "0".into(), "0.00".into()));
        assert_eq!(format!("{:.9}", Grams::ZERO), "0.000");
    }

    #[test]
    fn weeks_are_exact_or_named_as_near() {
        assert_eq!(Days::new(462).whole_weeks(), Some(66));
        assert_eq!(Days::new(491).whole_weeks(), None);
        assert_eq!(Days::new(491).nearest_weeks(), 70);
        assert_eq!((Days::new(3).nearest_weeks(), Days::new(4).nearest_weeks()), (0, 1));
    }
}
