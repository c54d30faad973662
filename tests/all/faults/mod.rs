//! Faults planted into good pages, one at a time: each is found by its rule, at its line, and
//! the pages without it have no finding at all.
//!
//! The pages stand in `tests/faults/`, the faults in `table`.

mod table;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use plainleaf::audit::Kind;
use plainleaf::audit::folder::Published;
use plainleaf::diagnostic::line_column;
use plainleaf::path::SourcePath;
use plainleaf::source::Source;
use plainleaf::{disk, pipeline};

/// One small edit, and what is found of it.
struct Fault {
    file: &'static str,
    /// What stands there once; and what takes its place.
    edit: (&'static str, &'static str),
    /// Rules, each with the start of what stands where it must find something, once in the file;
    /// none means the first line that the edit changed. `a.html: x` means another file.
    found: &'static [(&'static str, &'static str)],
}

const FOLDER: &str = "tests/faults";

/// The good pages.
fn pages() -> Published {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    disk::published(&[folder]).unwrap().value
}

fn file(name: &str) -> SourcePath {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    SourcePath::new(folder.join(name).to_str().unwrap())
}

/// Everything that is found: rule, file, line, and whether it breaks the rule.
fn inspect(published: &Published) -> BTreeSet<(&'static str, SourcePath, usize, Kind)> {
    let mut all = BTreeSet::new();
    for (path, found) in pipeline::inspect_published(published) {
        let text = &published.texts.text(path.as_str()).unwrap().text;
        for one in found {
            let line = line_column(text, one.span.start).0;
            all.insert((one.rule.code, path.clone(), line, one.kind));
        }
    }
    all
}

/// The line on which words begin, which stand there once.
#[track_caller]
fn line_of(text: &str, words: &str) -> usize {
    let places: Vec<_> = text.match_indices(words).map(|(at, _)| at).collect();
    assert_eq!(places.len(), 1, "`{words}` stands once");
    line_column(text, places[0]).0
}

/// Plants a fault; what the rules that it names find must be what it names.
fn missed(good: &Published, fault: &Fault) -> Option<String> {
    let (from, to) = fault.edit;
    let path = file(fault.file);
    let text = good.texts.text(path.as_str()).unwrap().text.clone();
    let places: Vec<_> = text.match_indices(from).map(|(at, _)| at).collect();
    assert_eq!(places.len(), 1, "`{from}` stands once in {}", fault.file);
    let bad = text.replacen(from, to, 1);
    let same = from.bytes().zip(to.bytes()).take_while(|(one, other)| one == other);
    let changed = line_column(&bad, places[0] + same.count()).0;
    let mut planted = good.clone();
    planted.texts.insert(path.clone(), Source::Text(bad.as_str().into()));
    let rules: BTreeSet<_> = fault.found.iter().map(|(rule, _)| *rule).collect();
    let expected: BTreeSet<_> = fault
        .found
        .iter()
        .map(|(rule, words)| {
            if let Some((other, words)) = words.split_once(".html: ") {
                let other = file(&format!("{other}.html"));
                let text = &planted.texts.text(other.as_str()).unwrap().text;
                return (*rule, other, line_of(text, words));
            }
            let line = if words.is_empty() { changed } else { line_of(&bad, words) };
            (*rule, path.clone(), line)
        })
        .collect();
    let all = inspect(&planted);
    let own = all.iter().filter(|(rule, ..)| rules.contains(rule));
    let own: BTreeSet<_> =
        own.map(|(rule, path, line, _)| (*rule, path.clone(), *line)).collect();
    (own != expected).then(|| {
        format!(
            "{}: `{from}` to `{to}`: expected {expected:?}, found {all:?}",
            fault.file
        )
    })
}

#[test]
fn good_pages_have_no_finding() {
    assert_eq!(inspect(&pages()), BTreeSet::new());
}

#[test]
fn every_planted_fault_is_found_at_its_line() {
    let good = pages();
    let missed: Vec<_> =
        table::FAULTS.iter().filter_map(|fault| missed(&good, fault)).collect();
    assert!(
        missed.is_empty(),
        "{} of {} faults:\n{}",
        missed.len(),
        table::FAULTS.len(),
        missed.join("\n")
    );
    assert!(table::FAULTS.len() >= 60, "{} faults", table::FAULTS.len());
}

#[test]
fn no_fault_stands_twice() {
    let edits: BTreeSet<_> =
        table::FAULTS.iter().map(|one| (one.file, one.edit)).collect();
    assert_eq!(edits.len(), table::FAULTS.len());
}
