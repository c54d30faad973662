//! Who may use whom: every path of the library that names another module is read and compared
//! with one table. Also what the taper may not know, and what no theme or article may hold.
//!
//! The table follows the architecture in README with two additions that the code needs: `value`
//! and `bibliography` are read as `config` and `content` are; and `sample` stands beside
//! `pipeline`, since it checks a theme by building a small site with it. The modules that drive
//! may use each other, and so may those of the world.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Layers from the inside out. A module may use the layers above its own, and in its own layer
/// the modules to its left.
const LAYERS: &[(&str, &[&str])] = &[
    ("words", &["path", "diagnostic", "digest", "html", "source", "output"]),
    ("read", &["value", "bibliography", "config", "content"]),
    ("know", &["prose", "model"]),
    ("show", &["theme", "view", "render", "audit"]),
    ("drive", &["kept", "memo", "sample", "pipeline", "evidence", "verify", "forecast"]),
    ("world", &["error", "disk", "emit", "last", "preview", "remote"]),
];

/// Layers whose modules may use each other, in both directions.
const MUTUAL: &[&str] = &["drive", "world"];

/// Modules from the model outwards, which may use `taper`. It uses nothing at all.
const USES_TAPER: &[&str] = &["model", "view", "render", "pipeline"];

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder with one of some extensions, in order.
fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let fits = |path: &Path| {
        path.extension().is_some_and(|own| extensions.iter().any(|e| own == *e))
    };
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    files.map(|entry| entry.unwrap().into_path()).filter(|path| fits(path)).collect()
}

/// The text of a source without its comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let kept = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    kept.fold(String::new(), |code, line| code + line + "\n")
}

/// The modules of a file's path below `src/`: `model/links.rs` is `model`, `links`.
fn module(path: &Path) -> Vec<String> {
    let path = path.strip_prefix(repository().join("src")).unwrap().with_extension("");
    let parts = path.iter().map(|part| part.to_str().unwrap().to_owned());
    parts.filter(|part| part != "mod").collect()
}

/// The top modules that a source names by `crate::` or by enough `super::`.
fn used(path: &Path) -> BTreeSet<String> {
    let code = code(path);
    let word = |text: &str| {
        let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_'));
        text[..end.unwrap_or(text.len())].to_owned()
    };
    let mut used = BTreeSet::new();
    for (at, start) in code.match_indices("crate::") {
        let rest = &code[at + start.len()..];
        // `use crate::{model, path::X}` would escape the test.
        assert!(!rest.starts_with('{'), "{}: one module a line", path.display());
        used.insert(word(rest));
    }
    let depth = module(path).len();
    for (at, _) in code.match_indices("super::") {
        if code[..at].ends_with("super::") {
            continue;
        }
        let mut rest = &code[at..];
        let mut climbs = 0;
        while let Some(inner) = rest.strip_prefix("super::") {
            (rest, climbs) = (inner, climbs + 1);
        }
        if climbs >= depth && !in_inner_module(&code[..at], climbs, depth) {
            used.insert(word(rest));
        }
    }
    used
}

/// Whether the path stands within the module of tests, which is one deeper than its file.
fn in_inner_module(before: &str, climbs: usize, depth: usize) -> bool {
    climbs == depth && before.contains("\nmod tests {")
}

fn place(name: &str) -> Option<(usize, usize)> {
    LAYERS.iter().enumerate().find_map(|(row, (_, modules))| {
        Some((row, modules.iter().position(|module| *module == name)?))
    })
}

/// Why `from` may not use `to`, if it may not.
fn refused(from: &str, to: &str) -> Option<String> {
    if from == to {
        return None;
    }
    if to == "taper" {
        let message = format!("{from} may not use taper");
        return (!USES_TAPER.contains(&from)).then_some(message);
    }
    let (Some(own), Some(other)) = (place(from), place(to)) else {
        return Some(format!("{from} or {to} stands in no layer"));
    };
    let layer = LAYERS[own.0].0;
    let may = other < own || (own.0 == other.0 && MUTUAL.contains(&layer));
    (!may).then(|| format!("{from} ({layer}) may not use {to} ({})", LAYERS[other.0].0))
}

#[test]
fn each_module_uses_only_the_layers_within() {
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for path in files(&repository().join("src"), &["rs"]) {
        let module = module(&path);
        let top = module[0].as_str();
        if matches!(top, "lib" | "main" | "cli" | "taper") {
            continue;
        }
        seen.insert(top.to_owned());
        let used = used(&path);
        faults.extend(
            used.iter()
                .filter_map(|to| refused(top, to))
                .map(|fault| format!("{}: {fault}", path.display())),
        );
    }
    assert_eq!(faults, Vec::<String>::new());
    let listed: BTreeSet<String> =
        LAYERS.iter().flat_map(|(_, all)| all.iter().map(ToString::to_string)).collect();
    assert_eq!(seen, listed, "every module stands in one layer");
}

#[test]
fn the_taper_knows_nothing_but_std() {
    for path in files(&repository().join("src/taper"), &["rs"]) {
        let code = code(&path);
        for word in ["crate::", "serde", "jiff", "std::fs", "std::time", "f32", "f64"] {
            assert!(!code.contains(word), "{}: {word}", path.display());
        }
        let depth = module(&path).len();
        assert!(depth <= 2);
        for line in code.lines().filter(|line| line.trim_start().starts_with("use ")) {
            let from = line.trim_start().trim_start_matches("use ");
            let own = ["std::", "core::", "super::", "self::"];
            let modules =
                ["Phase::", "grid::", "limits::", "proof::", "quantity::", "schedule::"];
            let known = own.iter().chain(&modules).any(|start| from.starts_with(start));
            assert!(known, "{}: {line}", path.display());
        }
    }
}

#[test]
fn the_binary_uses_the_public_names_of_the_library() {
    let cli = files(&repository().join("src/cli"), &["rs"]);
    for path in cli.iter().chain(&[repository().join("src/main.rs")]) {
        let code = code(path);
        assert!(!code.contains("crate::"), "{}", path.display());
    }
}

#[test]
fn no_theme_and_no_article_holds_a_script() {
    let kinds = ["html", "md", "svg", "css", "toml", "yaml", "yml", "json", "xml", "txt"];
    let mut read = 0;
    for folder in ["themes", "content", "tests/sites"] {
        for path in files(&repository().join(folder), &kinds) {
            let text = fs::read_to_string(&path).unwrap().to_lowercase();
            for word in ["<script", "javascript:", "vbscript:"] {
                assert!(!text.contains(word), "{}: {word}", path.display());
            }
            let handler = handler(&text);
            assert_eq!(handler, None, "{}", path.display());
            read += 1;
        }
    }
    assert!(read > 50, "{read}");
    for path in files(&repository().join("content"), &["js", "mjs", "cjs", "wasm"]) {
        assert_eq!(path, PathBuf::new(), "a script may not be published");
    }
}

/// An attribute such as `onclick=` within a tag.
fn handler(text: &str) -> Option<&str> {
    for (at, _) in text.match_indices(" on") {
        let rest = &text[at + 3..];
        let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(0);
        let after = rest[letters..].trim_start();
        let in_tag = text[..at].rfind('<') > text[..at].rfind('>');
        if letters > 2 && in_tag && after.starts_with('=') {
            return text.get(at..at + 3 + letters);
        }
    }
    None
}

#[test]
fn the_checks_themselves_find_what_they_look_for() {
    assert_eq!(handler("<b class=x onclick = y>"), Some(" onclick"));
    assert_eq!(handler("<b>it depends on x = y</b> and on one = two"), None);
    assert!(refused("model", "view").is_some());
    assert!(refused("config", "taper").is_some());
    assert!(refused("view", "model").is_none());
    assert!(refused("view", "render").is_some());
    let links = repository().join("src/model/links.rs");
    assert!(used(&links).contains("content"), "{:?}", used(&links));
}
