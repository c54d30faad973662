//! Example plans for cutting down a daily amount, step by step, in exact integers.
//!
//! This module knows nothing of sites, pages or languages, and depends on nothing but `std`.
//! It never reads a clock and never rounds an amount: a plan counts days from 1, and every
//! amount is one that the scale can show. No study has tested these plans; they are arithmetic
//! to take to a health professional. [`limits`] holds what no page may widen, and
//! [`schedule()`] hands out nothing that [`prove`] has not checked.

#![deny(
    clippy::float_arithmetic,
    clippy::arithmetic_side_effects,
    clippy::as_conversions
)]

pub mod grid;
pub mod limits;
mod proof;
pub mod quantity;
pub mod schedule;

pub use grid::{Entry, Grid, GridError, Settings};
pub use limits::Caution;
pub use proof::{Invariant, Violation, prove};
pub use quantity::{Day, Days, Grams, ParseGramsError};
pub use schedule::{Pace, Phase, Plan, PlanError, Row, Schedule, schedule};
