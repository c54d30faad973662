//! Hostile and clumsy input: every case ends in an error at its place, a warning, or in text
//! that has been made harmless. Nothing panics, hangs, escapes or stays live.

mod disk;
mod fuzz;
mod matter;
mod oracle;
mod pages;
mod paths;
mod sizes;
mod soup;
mod templates;
mod text;

use plainleaf::memo::Memo;
use plainleaf::pipeline::{Build, Input, build};
use plainleaf::source::SourceTree;

/// Where a file is put and what it holds.
type File<'a> = (&'a str, &'a str);

const SITE: &str = "title = \"Site\"\nbase_url = \"https://example.org/\"\n";
const HOME: &str = "+++\ntitle = \"Home\"\n+++\n";

/// Builds a site of literals on a fixed day; files given here replace the defaults.
fn site(files: &[File<'_>]) -> (SourceTree, Build) {
    let (tree, built) = make(files);
    oracle::inspect(&tree, &built);
    (tree, built)
}

/// The same, and only what is said of it has been looked at.
fn make(files: &[File<'_>]) -> (SourceTree, Build) {
    let defaults = [("site.toml", SITE), ("content/_index.md", HOME)];
    let tree = SourceTree::of(defaults.into_iter().chain(files.iter().copied()));
    let today = jiff::civil::date(2026, 11, 24);
    let input = Input { tree, today, drafts: false, base_url: None };
    let built = build(&input, &Memo::default());
    oracle::inspect_said(&input.tree, &built);
    (input.tree, built)
}

/// A page with this text.
fn page(body: &str) -> String {
    format!("+++\ntitle = \"Page\"\n+++\n{body}")
}

/// What is said of a site: `code file:line:column`, or nothing.
#[track_caller]
fn check(files: &[File<'_>], expected: &[&str]) -> Build {
    let (tree, built) = site(files);
    let said: Vec<String> =
        built.diagnostics.iter().map(|found| oracle::place(&tree, found)).collect();
    assert_eq!(said, expected, "{:#?}", built.diagnostics);
    built
}

/// What is said of one page.
#[track_caller]
fn check_page(text: &str, expected: &[&str]) -> Build {
    check(&[("content/a.md", text)], expected)
}

/// The HTML of an output file.
fn html(built: &Build, path: &str) -> String {
    oracle::text(built.output.get(path).unwrap())
}
