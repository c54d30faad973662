//! What templates may see: projections of the site, written out field by field.

pub mod taper;
