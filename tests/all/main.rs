//! Integration tests: one crate, so that it links once.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests touch the disk, start programs and fail by panicking"
)]

mod audit;
mod bibliography;
mod citations;
mod cli;
mod disk;
mod edits;
mod emit;
mod evidence;
mod faults;
mod forecast;
mod gate;
mod glossary;
mod health;
mod hostile;
mod incremental;
mod layering;
mod overview;
#[cfg(feature = "preview")]
mod preview;
mod receipts;
#[cfg(feature = "remote")]
mod remote;
mod reviews;
mod shelf;
mod sites;
mod taper;
mod wording;
