//! Plainleaf: a static site generator for health information that people can trust.
//!
//! A site is a value, a build is a function, and the world is at the edge. See *Architecture*
//! in README.md for the pipeline and the layers.

pub mod audit;
pub mod bibliography;
pub mod config;
pub mod content;
pub mod diagnostic;
pub mod digest;
pub mod disk;
pub mod emit;
pub mod error;
pub mod evidence;
pub mod forecast;
pub mod html;
mod kept;
pub mod last;
pub mod memo;
pub mod model;
pub mod output;
pub mod path;
pub mod pipeline;
#[cfg(feature = "preview")]
pub mod preview;
pub mod prose;
#[cfg(feature = "remote")]
pub mod remote;
pub mod render;
mod sample;
pub mod source;
pub mod taper;
pub mod theme;
pub mod value;
pub mod verify;
pub mod view;
