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
        let mut spent = begun.elapsed();
        assert!(result.is_ok(), "number {seed}, {path}:\n{text}");
        let most = SLOWEST * u32::try_from(text.len() + 5_000).unwrap();
        // A busy machine holds up any reading now and then: what seems slow is read again.
        for _ in 0..3 {
            if spent >= most {
                let begun = Instant::now();
                read(path, &text);
                spent = spent.min(begun.elapsed());
            }
        }
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

/// Pieces that are repeated; `{n}` is the number of the copy.
const REPEATED: &[&str] = &[
    "<div>",
    "<b>",
    "<a href=x>",
    "<b><p>",
    "<i><b><u><p>",
    "<p><font size={n}>",
    "<nobr>",
    "<a><table>",
    "<table>",
    "<table><tr><td>",
    "x<table>",
    "<tr><td>x<th>y",
    "<td headers='h{n} h1'><th id=h{n}>x",
    "<th rowspan=3 colspan=3>x",
    "<ul><li>",
    "<li>x",
    "<dl><dt>x<dd>y",
    "<dt>x<dd>y",
    "<ruby><rb>x<rt>y",
    "<svg><g>",
    "<svg><title>x</title>",
    "<svg><foreignObject>",
    "<math><mi>",
    "<template>",
    "<template><tr>",
    "<select><option>x",
    "<option>x",
    "<optgroup><option>x",
    "<form><input>",
    "<button>x",
    "<label>x<input>",
    "<label for=f{n}>x</label><input id=f{n}>",
    "<label for=f>x</label>",
    "<input id=f aria-labelledby='f l{n}'>",
    "<i id=i{n}>x</i><p aria-labelledby='i{n}'>",
    "<fieldset disabled><legend>x",
    "<details><summary>x",
    "<h1>x",
    "<h2>x</h2>",
    "<section><h3>x",
    "<nav>x",
    "<main>x",
    "<header><footer>",
    "<blockquote lang=de>",
    "<span role=button tabindex=0>x",
    "<div role=list aria-owns=o{n}><i id=o{n} role=listitem>x</i></div>",
    "<p aria-owns=o id=o>",
    "<div role=row><div role=cell>",
    "<div aria-hidden=true><a href=x>y",
    "<a href=#a{n} id=a{n}>x{n}</a>",
    "<a href=x{n}>same text</a>",
    "<a accesskey=a href=x>y</a>",
    "<img src=x alt=y>",
    "<img srcset='a{n} 1x, b 2x'>",
    "<video src=x></video>",
    "<iframe src=x></iframe>",
    "<p style='color:#777;letter-spacing:0!important'>x",
    "<div style='line-height:1!important'>x ",
    "<p class='c{n} d'>x",
    "<style>.c{n}{color:#777}</style><b class=c{n}>x</b>",
    "<style>p > b ~ i{display:none}</style>",
    "<style>.a .b .c{color:red}</style><b class=a><i class=b>x",
    "<html a{n}=x>",
    "<body a{n}=x>",
    "<frameset>",
    "</p>",
    "</b>",
    "</table>",
    "<!--",
    "<!-- x -->",
    "<![CDATA[",
    "<",
    "</",
    "&",
    "&amp;",
    "&#x41;",
    "\0",
    "x ",
    "\n",
    "<textarea>",
    "<title>",
    "<script>",
    "<plaintext>x",
    "<base href=x>",
    "<meta http-equiv=refresh content=1>",
    "<meta name=viewport content=x>",
    "<area href=x>",
];

/// Pages with one long thing: an attribute, a list of names, a style, a tag.
const LONG: &[(&str, &str, &str)] = &[
    ("<p ", "a{n}=x ", ">"),
    ("<p ", "a=x ", ">"),
    ("<p class='", "c{n} ", "'>x"),
    ("<i id=i>x</i><p aria-labelledby='", "i ", "'>x"),
    ("<p aria-owns='", "i{n} ", "'>x"),
    ("<p role='", "r{n} ", "'>x"),
    ("<p style='", "color:red;", "'>x"),
    ("<img srcset='", "a{n} 1x, ", "'>"),
    ("<img alt='", "x ", "' src=y>"),
    ("<style>", ".c{n} > b{color:red}", "</style><b>x"),
    ("<style>", "@media print{", "</style><b>x"),
    ("<style>", "p:not(", "</style><p>x"),
    ("<style>", "a{b:url(", "</style><p>x"),
    ("<a href='", "../", "'>x"),
    ("<a href='#", "%41", "'>x"),
    ("<input autocomplete='", "work ", "'>"),
    ("<meta name=viewport content='", "width=1,", "'>"),
    ("<table><tr>", "<td headers='a b'>x", "<tr><th id=a>"),
    ("<p lang='", "en-", "'>x"),
    ("<a href=x aria-label='y'>", "word{n} ", "</a>"),
    ("<button>", "<b>x</b>", "</button>"),
    ("<label for=i>", "<b>x</b>", "</label><input id=i>"),
    ("<select id=i aria-label=x>", "<option>x", "</select>"),
];

/// The least time that a text takes in a few trials.
fn time(path: &str, text: &str) -> Duration {
    let trial = || {
        let start = Instant::now();
        read(path, text);
        start.elapsed()
    };
    std::iter::repeat_with(trial).take(3).min().unwrap()
}

fn repeated(piece: &str, count: usize) -> String {
    (0..count).map(|n| piece.replace("{n}", &n.to_string())).collect()
}

/// A page that is four times as long takes about four times as long, not sixteen times.
///
/// The shorter one is beyond the depth at which nesting is flattened.
#[test]
#[cfg_attr(debug_assertions, ignore = "takes minutes without optimization")]
fn time_grows_with_the_length_of_a_page() {
    let page = |count: usize, (start, piece, end): (&str, &str, &str)| {
        let all = repeated(piece, count);
        format!("<!doctype html><html lang=en><title>x</title>{start}{all}{end}")
    };
    let all = REPEATED.iter().map(|piece| ("", *piece, "")).chain(LONG.iter().copied());
    let few = usize::try_from(number("GROWTH_FROM", 1_000)).unwrap();
    let mut steep = Vec::new();
    for shape in all {
        let (short, long) = (page(few, shape), page(4 * few, shape));
        let (first, second) = (time("out/a.html", &short), time("out/a.html", &long));
        // Three times what is right, and what a busy machine may add.
        if second > first * 12 + Duration::from_millis(150) {
            steep.push(format!("{shape:?}: {first:?}, then {second:?}"));
        }
    }
    assert!(steep.is_empty(), "{}", steep.join("\n"));
}
