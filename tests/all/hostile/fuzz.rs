//! Random input from nasty pieces, always the same: nothing panics, every place lies within
//! its file, and what is accepted is dead.

use plainleaf::config::{self, Config};
use plainleaf::content::{self, Dialect, front_matter};
use plainleaf::diagnostic::Diagnostic;
use plainleaf::path::{OutputPath, SourcePath, UrlPath, slugify};
use plainleaf::source::decode;
use plainleaf::theme::{self, Theme};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use super::*;

/// Runs `test` on the same `cases` inputs each time; FUZZ multiplies their number.
#[track_caller]
fn run<S: Strategy>(cases: u32, strategy: &S, test: impl Fn(S::Value)) {
    let factor = std::env::var("FUZZ").ok().and_then(|text| text.parse().ok());
    let config = proptest::test_runner::Config {
        cases: cases * factor.unwrap_or(1),
        failure_persistence: None,
        max_shrink_iters: 2000,
        ..Default::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let result = runner.run(strategy, |value| {
        test(value);
        Ok(())
    });
    assert!(result.is_ok(), "{}", result.unwrap_err());
}

/// Texts of up to `most` pieces, joined.
fn pieces(list: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => proptest::sample::select(list).prop_map(str::to_owned),
        1 => "[a-z ]{0,6}",
        1 => "\\PC{0,3}",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..most).prop_map(|list| list.concat())
}

const MARKDOWN: &[&str] = &[
    "[^",
    "[^1]",
    "[^1]: ",
    "[[[[",
    "]",
    "](",
    ")",
    "<<<",
    ">",
    "\n> ",
    "\n>> ",
    ":::",
    "\n:::warning{title=\"a\"}\n",
    "\n:::\n",
    "\n:::figure{src=\"a.png\" alt=\"b\"}\n",
    ":abbr[x]{title=\"y\"}",
    ":abbr[",
    ":x{",
    "{",
    "}",
    "{#a}",
    "{.b}",
    "[@",
    "[@k]",
    "[@k; @j, p. 3]",
    "`",
    "``",
    "```",
    "\n```rust\n",
    "~~~",
    "\n- ",
    "\n  - ",
    "\n1. ",
    "\n    ",
    "\t",
    "*",
    "**",
    "_",
    "~~",
    "\n\n",
    "\n",
    "\r\n",
    "\r",
    "  \n",
    "\\",
    "![",
    "![a](a.png)",
    "[a](https://x.org)",
    "[a](javascript:x)",
    "[a](#h)",
    "[a](../",
    "<a href=\"",
    "<b>",
    "</b>",
    "<div>",
    "</div>",
    "<script>",
    "<!--",
    "-->",
    "<?",
    "?>",
    "<![CDATA[",
    "]]>",
    "<!A",
    "&#x6a;",
    "&amp;",
    "&colon;",
    "&#0;",
    "\0",
    "\u{feff}",
    "\u{fffe}",
    "\u{202e}",
    "é",
    "\u{1f600}",
    "\n## ",
    "\n# ",
    "\n===\n",
    "\n---\n",
    "\n| a | b |\n|---|---|\n",
    "| c | d |\n",
    "|",
    "\nTable: ",
    "\n: ",
    "\n[a]: ",
    "[a]",
    "[a][b]",
    "\"",
    "'",
    "(",
    "\n> [!NOTE]\n> ",
    "[x] ",
    "<https://x.org>",
    "<img src=a.png alt=x>",
    "<td>",
    "<table>",
    "<p class=\"a\">",
];

const CONFIG: &[&str] = &[
    "title",
    "base_url",
    "language",
    "theme",
    "taxonomies",
    "menu",
    "languages",
    "extra",
    "date",
    "slug",
    "path",
    "aliases",
    "taper",
    "weight",
    "draft",
    "sort_by",
    "paginate_by",
    " = ",
    "=",
    "\n",
    "\r\n",
    "\"",
    "\"\"\"",
    "'",
    "'''",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    ",",
    ".",
    "a",
    "b",
    "\"x\"",
    "1",
    "-1",
    "0x",
    "1e999",
    "99999999999999999999",
    "nan",
    "true",
    "2026-01-01",
    "2026-13-45",
    "25:00:00",
    "#",
    "\\",
    "\\u0000",
    "\\uD800",
    "\u{feff}",
    "\u{201c}",
    "\0",
    "+++\n",
    "---\n",
    ": ",
    "- ",
    "&x ",
    "*x",
    "!!int ",
    "|\n  ",
    ">\n  ",
    "? ",
    "<<: ",
    "%YAML 1.2\n",
    "\t",
    "é",
    "https://example.org/",
    "@/_index.md",
];

const TARGETS: &[&str] = &[
    "javascript:",
    "JAVA",
    "script:",
    "&#x6a;",
    "&colon;",
    "&Tab;",
    "data:",
    "vbscript:",
    "http:",
    "https://",
    "//",
    "/",
    "\\",
    "..",
    "../",
    "%2e",
    "%252e",
    "%2f",
    "%5c",
    "%00",
    "%",
    "@/",
    "a.md",
    "_index.md",
    "a",
    "#",
    "#h",
    "?",
    "site.toml",
    "a.png",
    " ",
    "\t",
    "\u{1}",
    ":",
    "x.org",
    "mailto:",
    "tel:",
    "file:///",
    "feed.xml",
    "é",
    "e\u{301}",
    "\u{202e}",
    "'",
    "&quot;",
    "C:",
];

const TEMPLATE: &[&str] = &[
    "{{ ",
    " }}",
    "{% ",
    " %}",
    "{# ",
    " #}",
    "{%- ",
    " -%}",
    "if ",
    "else",
    "elif ",
    "endif",
    "for x in ",
    "endfor",
    "set a = ",
    "block b",
    "endblock",
    "include \"page.html\"",
    "extends \"base.html\"",
    "raw",
    "endraw",
    "page",
    ".title",
    "site",
    "[0]",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "'",
    "`",
    "+",
    "~",
    "|",
    "upper",
    "safe",
    "not ",
    "-",
    "and ",
    "range(end=3)",
    "1",
    "0",
    "component c()",
    "endcomponent",
    "<c />",
    "}",
    "{",
    "<",
    ">",
    "é",
    "\n",
    "super()",
    "filter upper",
    "endfilter",
    "loop.index",
    "strings",
    "9223372036854775807",
    "/",
    "%",
    "**",
    "in ",
    "is defined",
];

#[track_caller]
fn within(text: &str, found: &[Diagnostic]) {
    for one in found {
        let label = one.primary.as_ref().unwrap();
        assert!(text.get(label.span.clone()).is_some(), "{one:?} {}", text.len());
        assert!(one.help.is_some(), "{one:?}");
    }
}

fn bytes(list: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        3 => pieces(list, 40).prop_map(String::into_bytes),
        1 => proptest::collection::vec(any::<u8>(), 0..80),
    ]
}

#[test]
fn front_matter_of_any_bytes_is_read_or_refused() {
    let (path, config) = (SourcePath::new("content/a.md"), Config::default());
    run(400, &(bytes(CONFIG), 0..4_usize), |(matter, fence)| {
        let fence = ["+++\n", "---\n", "+++\r\n", ""][fence];
        let whole = [fence.as_bytes(), &matter, b"\n", fence.as_bytes()].concat();
        let text = decode(&path, &whole).value.text;
        let split = front_matter::parse(&path, &text, &config);
        within(&text, &split.diagnostics);
        assert!(text.get(split.value.body..).is_some());
    });
}

#[test]
fn settings_of_any_bytes_are_read_or_refused() {
    let path = SourcePath::new(config::FILE);
    run(400, &bytes(CONFIG), |bytes| {
        let text = decode(&path, &bytes).value.text;
        within(&text, &config::parse(&text).diagnostics);
    });
    run(200, &(bytes(CONFIG), 0..3_usize), |(bytes, kind)| {
        let name =
            ["content/_data/a.yaml", "content/_data/a.json", "content/references.yaml"]
                [kind];
        let path = SourcePath::new(name);
        let text = decode(&path, &bytes).value.text;
        within(&text, &plainleaf::value::parse_yaml(&path, &text, 0).diagnostics);
        within(&text, &plainleaf::value::parse_json(&path, &text).diagnostics);
        within(&text, &plainleaf::bibliography::parse(&path, &text).diagnostics);
    });
}

fn default_theme() -> Theme {
    theme::load(&SourceTree::default(), &Config::default()).value
}

/// What is said of an article, read by itself.
fn read(theme: &Theme, text: &str) -> Vec<Diagnostic> {
    let config = Config::default();
    let dialect = Dialect { components: &theme.components, raw_html: config.raw_html };
    let path = SourcePath::new("content/a.md");
    content::parse(&path, &text.into(), &config, dialect).diagnostics
}

#[test]
fn articles_of_any_pieces_are_read_and_dead() {
    let theme = default_theme();
    let accepted = std::cell::RefCell::new(Vec::<String>::new());
    run(600, &pieces(MARKDOWN, 30), |body| {
        let text = page(&body);
        let found = read(&theme, &text);
        within(&text, &found);
        if !found.iter().any(|one| one.severity == plainleaf::diagnostic::Severity::Error)
        {
            accepted.borrow_mut().push(text);
        }
    });
    // Those with mistakes in their links are left out, one build at a time.
    let pages = accepted.into_inner();
    assert!(pages.len() > 50, "{}", pages.len());
    for some in pages.chunks(64) {
        let names: Vec<_> = (0..some.len()).map(|n| format!("content/p{n}.md")).collect();
        let mut files: Vec<File<'_>> = names
            .iter()
            .map(String::as_str)
            .zip(some.iter().map(String::as_str))
            .collect();
        files.push(("content/a.png", "x"));
        files.push((
            "content/references.yaml",
            "k: {type: Report, title: T}\nj: {type: Report, title: U}\n",
        ));
        // First those with dead links, then those that the audit refuses.
        for _ in 0..2 {
            let (_, built) = site(&files);
            let bad: std::collections::BTreeSet<_> = built
                .diagnostics
                .iter()
                .filter_map(|one| Some(one.primary.as_ref()?.path.to_string()))
                .collect();
            if built.has_errors() {
                files.retain(|(path, _)| !bad.contains(*path));
            }
        }
        let (_, built) = site(&files);
        assert!(!built.has_errors(), "{:?}", built.diagnostics.first());
    }
}

#[test]
fn addresses_of_any_text_stay_within_the_output() {
    run(2000, &pieces(TARGETS, 8), |text| {
        let slug = slugify(&text);
        assert_eq!(slugify(&slug), slug);
        if let Ok(url) = UrlPath::parse(&text) {
            let path = OutputPath::from(&url);
            assert!(OutputPath::parse(path.as_str()).is_ok(), "{path:?}");
            let decoded = percent_encoding::percent_decode_str(path.as_str())
                .decode_utf8_lossy()
                .into_owned();
            assert!(decoded.split('/').all(|part| part != ".." && !part.is_empty()));
        }
    });
}

#[test]
fn links_of_any_text_lead_nowhere_bad() {
    let targets = proptest::collection::vec(pieces(TARGETS, 6), 24);
    run(8, &targets, |targets| {
        let bodies: Vec<_> = targets
            .iter()
            .map(|target| page(&format!("## H\n\n[a](<{target}>)\n\n![b](<{target}>)\n\n<a href=\"{target}\">c</a>")))
            .collect();
        let names: Vec<_> =
            (0..bodies.len()).map(|n| format!("content/p{n}.md")).collect();
        let all: Vec<File<'_>> = names
            .iter()
            .map(String::as_str)
            .zip(bodies.iter().map(String::as_str))
            .collect();
        let (_, built) = site(&all);
        let bad: std::collections::BTreeSet<_> = built
            .diagnostics
            .iter()
            .filter(|one| one.severity == plainleaf::diagnostic::Severity::Error)
            .filter_map(|one| Some(one.primary.as_ref()?.path.to_string()))
            .collect();
        let good: Vec<_> =
            all.into_iter().filter(|(path, _)| !bad.contains(*path)).collect();
        let (_, built) = site(&good);
        assert!(!built.has_errors(), "{:?}", built.diagnostics.first());
    });
}

#[test]
fn templates_of_any_pieces_end() {
    run(60, &pieces(TEMPLATE, 25), |text| {
        make(&[
            ("content/a.md", &page("x\n")),
            ("themes/default/templates/page.html", &text),
        ]);
    });
}

#[test]
fn words_come_back_whole_from_feeds_and_pages() {
    run(24, &("\\PC{1,20}", pieces(MARKDOWN, 6)), |(title, more)| {
        let title = format!("T{title}{more}");
        let text = format!(
            "+++\ntitle = {}\ndescription = {0}\ndate = 2026-01-01\n+++\n",
            quoted(&title)
        );
        let (_, built) = site(&[("content/a.md", &text)]);
        if built.has_errors() {
            assert!(
                built.diagnostics.iter().all(|one| one.code == "value/control"),
                "{:?}",
                built.diagnostics
            );
            return;
        }
        let squeeze =
            |text: &str| text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
        let feed = html(&built, "feed.xml");
        let entry = feed.split_once("<entry>").unwrap().1;
        let shown =
            entry.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0;
        let shown = quick_xml::escape::unescape(shown).unwrap().into_owned();
        assert_eq!(squeeze(&shown), squeeze(&title));
        let page = html(&built, "a/index.html");
        let shown = page
            .split_once("<title>")
            .unwrap()
            .1
            .split_once(" – Site</title>")
            .unwrap()
            .0;
        let shown = quick_xml::escape::unescape(shown).unwrap().into_owned();
        assert_eq!(squeeze(&shown), squeeze(&title));
    });
}

/// A TOML string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                quoted.extend(format!("\\u{:04x}", u32::from(c)).chars());
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
