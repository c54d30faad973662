//! Reviews: who checked which text, and whether it still is that text.

pub mod compare;
mod inline;
mod lines;
mod plans;
pub mod receipt;
mod sources;
mod text;

pub use lines::Line;
pub use text::{Around, ReviewedText, reviewed_text};
