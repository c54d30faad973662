//! Integration tests: one crate, so that it links once.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests are not an interface, and may fail loudly and touch the disk"
)]

mod bibliography;
mod taper;
