//! Plainleaf: a static site generator for health information that people can trust.
//!
//! A site is a value, a build is a function, and the world is at the edge. See *Architecture*
//! in README.md for the pipeline and the layers.

pub mod diagnostic;
pub mod digest;
pub mod disk;
pub mod emit;
pub mod error;
pub mod output;
pub mod path;
#[cfg(feature = "preview")]
pub mod preview;
pub mod source;
