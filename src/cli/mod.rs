//! The commands: each turns checked arguments into text, and `main` prints it.

pub(crate) mod taper;
