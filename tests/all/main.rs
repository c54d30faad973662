//! Integration tests: one crate, so that it links once.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests touch the disk, start programs and fail by panicking"
)]

mod disk;
mod emit;
#[cfg(feature = "preview")]
mod preview;
