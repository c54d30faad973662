//! Integration tests: one crate, so that it links once.

mod bibliography;
