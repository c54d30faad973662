//! Random input: nothing panics.
