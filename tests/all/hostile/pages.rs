//! Odd pages, drawings and style sheets by the megabyte: the audit neither panics nor hangs,
//! and every place that it names is one of the file.
//!
//! `FUZZ_MEGABYTES=300 cargo test --release --test all -- hostile::pages --nocapture` reads 300 MB,
//! and `FUZZ_SEED=7` begins elsewhere. `fuzz/` holds the same as a target of cargo-fuzz.

use std::time::{Duration, Instant};

use plainleaf::audit::folder::{Published, Sites, surface};
use plainleaf::audit::inspect;
use plainleaf::path::SourcePath;
use plainleaf::source::Source;

use super::soup::{self, Dice};

/// Reads one text as what its path says, as `plainleaf audit` does.
fn read(path: &str, text: &str) {
    let path = SourcePath::new(path);
    let mut published = Published::default();
    published.texts.insert(path.clone(), Source::Text(text.into()));
    published.roots.push(SourcePath::new("out"));
    let surfaces = [(&path, surface(&path, text))].into_iter().collect();
    let mut found = Sites::of(&published, &surfaces).inspect(&path, text);
    if path.extension() == "html" {
        found.extend(inspect(text));
    }
    for one in found {
        assert!(text.get(one.span.clone()).is_some(), "{one:?}");
        assert!(!one.message.is_empty() && !one.help.is_empty(), "{one:?}");
    }
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Time that one byte may take: far more than it does, in a slow build on a busy machine.
const SLOWEST: Duration =
    Duration::from_micros(if cfg!(debug_assertions) { 400 } else { 40 });

#[test]
#[expect(clippy::print_stdout, reason = "a long run says how it went")]
fn odd_pages_by_the_megabyte_neither_panic_nor_hang() {
    let own = if cfg!(debug_assertions) { 1 } else { 20 };
    let wanted = number("FUZZ_MEGABYTES", own) << 20;
    let (first, mut count, mut bytes) = (number("FUZZ_SEED", 1) << 32, 0, 0_u64);
    let mut slowest = (0, 0, 0);
    let start = Instant::now();
    while bytes < wanted {
        let seed = first + count;
        let mut dice = Dice::new(seed);
        let (path, text) = match dice.roll(16) {
            0 => ("out/a.css", soup::sheet(&mut dice)),
            1 => ("out/a.svg", soup::drawing(&mut dice)),
            2 => ("out/a.xml", soup::drawing(&mut dice)),
            _ => ("out/a.html", soup::page(&mut dice)),
        };
        let begun = Instant::now();
        let result = std::panic::catch_unwind(|| read(path, &text));
        let spent = begun.elapsed();
        assert!(result.is_ok(), "number {seed}, {path}:\n{text}");
        let most = SLOWEST * u32::try_from(text.len() + 5_000).unwrap();
        assert!(
            spent < most,
            "number {seed}, {path}: {} bytes took {spent:?}",
            text.len()
        );
        let cost = spent.as_nanos() / (text.len() as u128 + 1_000);
        if cost > slowest.0 {
            slowest = (cost, seed, text.len());
        }
        (count, bytes) = (count + 1, bytes + text.len() as u64);
    }
    let (cost, seed, length) = slowest;
    println!(
        "{count} texts, {} MB in {:.1} s; slowest: {cost} ns a byte, number {seed}, {length} bytes",
        bytes >> 20,
        start.elapsed().as_secs_f64(),
    );
}
