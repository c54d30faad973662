//! From documents and views to bytes.

mod body;
mod job;
mod write;

pub use body::{Body, BodyContext, body, excerpt};
pub use job::{Made, Work, artifact, bytes_again, near_key, wide_key};
