//! Templates and themes.
