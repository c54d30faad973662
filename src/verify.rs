//! Proves on a real site that a warm build equals a cold one.
//!
//! The site is edited in memory, again and again, as an author would. After each edit it is
//! built with what the build before knew, and from nothing, and both must agree: every file,
//! byte for byte, and everything that is said. Nothing is read or written.

use std::fmt::Write;
use std::sync::Arc;

use crate::config;
use crate::content;
use crate::memo::Memo;
use crate::output::OutputTree;
use crate::path::SourcePath;
use crate::pipeline::{Build, Input, build};
use crate::source::{Source, SourceTree};

/// How a warm build differed from a cold one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The edit after which it did.
    pub after: String,
    /// What differs.
    pub what: String,
}

/// One kind of edit: its name, and how it changes the text of a file; `None` deletes it.
type Edit = (&'static str, fn(&str) -> Option<String>);

/// What authors do, from the most common to the rarest.
const EDITS: [Edit; 5] = [
    ("a new paragraph", |text| Some(format!("{text}\n\nOne more paragraph.\n"))),
    ("a new heading", |text| Some(format!("{text}\n\n## One more heading\n\nText.\n"))),
    ("a new title", |text| Some(text.replacen("title = \"", "title = \"New: ", 1))),
    ("a draft", |text| Some(text.replacen("+++\n", "+++\ndraft = true\n", 1))),
    ("a page deleted", |_| None),
];

/// Drives `rounds` edits through the site; `told` hears of each before it is tried.
///
/// `memo` is what the last build of `input` knew. The last round undoes every edit.
pub fn verify(
    input: &Input,
    memo: &Memo,
    rounds: usize,
    mut told: impl FnMut(&str),
) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut edited = input.clone();
    let mut memo = memo.clone();
    let is_article = |path: &SourcePath| path.extension() == "md";
    let articles: Vec<SourcePath> =
        input.tree.below(content::FOLDER).map(|(path, _)| path.clone()).collect();
    let articles: Vec<SourcePath> = articles.into_iter().filter(is_article).collect();
    for round in 0..=rounds {
        let after = if round == rounds || articles.is_empty() {
            edited.clone_from(input);
            "every edit undone".to_owned()
        } else {
            // Far apart, and never the same one twice while there are others.
            let index = round * 7919 % articles.len();
            edit(&mut edited.tree, &articles[index], round)
        };
        told(&after);
        let mut warm = build(&edited, &memo);
        memo = std::mem::take(&mut warm.memo);
        let cold = build(&edited, &Memo::default());
        found.extend(differ(&warm, &cold).map(|what| Difference { after, what }));
    }
    found
}

/// Changes one file, or now and then the settings; says what it did.
fn edit(tree: &mut SourceTree, article: &SourcePath, round: usize) -> String {
    let (name, change) = EDITS[round % EDITS.len()];
    let settings = SourcePath::new(config::FILE);
    let is_settings = round % 7 == 6;
    let path = if is_settings { &settings } else { article };
    let text = match tree.get(path) {
        Some(Source::Text(text)) => Arc::clone(&text.text),
        _ => return format!("nothing, as `{path}` is not there"),
    };
    if is_settings {
        let changed = text.replacen("title = \"", "title = \"New: ", 1);
        tree.insert(settings, Source::Text(changed.as_str().into()));
        return "a new title of the site".to_owned();
    }
    match change(&text) {
        Some(changed) => tree.insert(path.clone(), Source::Text(changed.as_str().into())),
        None => tree.remove(path),
    }
    format!("{name} in `{path}`")
}

/// What differs between two builds of one input, if anything does.
fn differ(warm: &Build, cold: &Build) -> Option<String> {
    let mut what = String::new();
    if warm.diagnostics != cold.diagnostics {
        let (warm, cold) = (warm.diagnostics.len(), cold.diagnostics.len());
        let _ = write!(what, "what is said ({warm} and {cold} things); ");
    }
    if warm.held_back != cold.held_back {
        what.push_str("the pages held back; ");
    }
    let digest = |tree: &OutputTree, path: &str| tree.get(path).map(|file| file.digest);
    let both = warm.output.iter().chain(cold.output.iter());
    let mut paths: Vec<&str> = both
        .map(|(path, _)| path.as_str())
        .filter(|path| digest(&warm.output, path) != digest(&cold.output, path))
        .collect();
    paths.sort_unstable();
    paths.dedup();
    if let Some(first) = paths.first() {
        let _ = write!(what, "{} files, first `{first}`; ", paths.len());
    }
    (!what.is_empty()).then(|| what.trim_end_matches("; ").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input() -> Input {
        let page = |title: &str| format!("+++\ntitle = \"{title}\"\n+++\nText\n");
        let (home, a, b) = (page("Home"), page("A"), page("B"));
        let files = [
            ("site.toml", "title = \"X\"\nbase_url = \"https://x.example/\"\n"),
            ("content/_index.md", &home),
            ("content/a.md", &a),
            ("content/b.md", &b),
        ];
        Input {
            tree: SourceTree::of(files),
            today: jiff::civil::date(2026, 6, 1),
            drafts: false,
            base_url: None,
        }
    }

    #[test]
    fn a_true_memo_passes_and_a_false_one_is_found() {
        let input = input();
        let memo = build(&input, &Memo::default()).memo;
        let mut said = Vec::new();
        assert_eq!(verify(&input, &memo, 8, |text| said.push(text.to_owned())), []);
        assert_eq!(said.len(), 9);
        assert_eq!(said[8], "every edit undone");
        // What was made of one page stands where that of another should.
        let mut memo = memo;
        let mut keys: Vec<_> = memo.settled.keys().copied().collect();
        keys.sort_unstable();
        let other = memo.settled[&keys[0]].clone();
        memo.settled.insert(keys[1], other);
        let found = verify(&input, &memo, 0, |_| {});
        assert_eq!(found.len(), 1, "{found:?}");
        // One file, or all of them if the other is no page and the gate keeps them back.
        assert!(found[0].what.contains(" files, first `"), "{found:?}");
    }
}
