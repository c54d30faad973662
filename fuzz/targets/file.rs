//! Any text as a page, a drawing, a style sheet or a feed of a folder, by its first byte: all
//! addresses are read and looked up.
//!
//! `cargo +nightly fuzz run file -- -timeout=10 -max_len=65536`
#![no_main]

use libfuzzer_sys::fuzz_target;
use plainleaf::audit::folder::{Published, Sites, surface};
use plainleaf::path::SourcePath;
use plainleaf::source::Source;

fuzz_target!(|whole: &str| {
    let kinds = ["html", "svg", "css", "xml", "xhtml", "rss"];
    let Some(first) = whole.chars().next() else { return };
    let kind = kinds[first as usize % kinds.len()];
    let text = &whole[first.len_utf8()..];
    let path = SourcePath::new(format!("out/index.{kind}"));
    let mut published = Published::default();
    published.texts.insert(path.clone(), Source::Text(text.into()));
    published.roots.push(SourcePath::new("out"));
    let surfaces = [(&path, surface(&path, text))].into_iter().collect();
    for found in Sites::of(&published, &surfaces).inspect(&path, text) {
        assert!(text.get(found.span.clone()).is_some(), "{found:?}");
    }
});
