//! Any text as a page: every rule reads it, and every place that is named is one of the text.
//!
//! `cargo +nightly fuzz run page -- -timeout=10 -max_len=65536`
#![no_main]

use libfuzzer_sys::fuzz_target;
use plainleaf::audit::inspect;

fuzz_target!(|text: &str| {
    for found in inspect(text) {
        assert!(text.get(found.span.clone()).is_some(), "{found:?}");
    }
});
