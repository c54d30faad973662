//! Integration tests: one crate, so that it links once.
#![expect(missing_docs, reason = "tests are not an interface")]
