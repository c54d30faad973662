//! What templates may see: projections of the site, written out field by field.

pub mod collation;
pub mod context;
mod evidence;
pub mod feed;
pub mod glossary;
pub mod job;
pub mod list;
pub mod near;
mod notice;
pub mod page;
pub mod plan;
pub mod projection;
pub mod review;
pub mod taper;
