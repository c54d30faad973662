//! Pages that are put away while the site is still being made: the same site, held by nobody.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

use plainleaf::digest::Digest;
use plainleaf::emit::{Emitter, emit};
use plainleaf::memo::Memo;
use plainleaf::output::{Artifact, Content, OutputTree, Shelf};
use plainleaf::path::OutputPath;
use plainleaf::pipeline::{Build, Input, Wish, build, build_for};
use plainleaf::source::SourceTree;

/// A shelf that remembers what it took.
#[derive(Default)]
struct Remembering {
    expected: Mutex<Vec<OutputPath>>,
    taken: Mutex<HashMap<OutputPath, Digest>>,
}

impl Shelf for Remembering {
    fn expect(&self, paths: &[OutputPath]) {
        self.expected.lock().unwrap().extend(paths.iter().cloned());
    }

    fn put(&self, path: &OutputPath, artifact: &Artifact) -> bool {
        assert!(self.expected.lock().unwrap().contains(path), "{path} was not announced");
        let Content::Bytes(bytes) = &artifact.content else { return false };
        let digest = Digest::of(&bytes.whole());
        assert_eq!(digest, artifact.digest);
        self.taken.lock().unwrap().insert(path.clone(), digest);
        true
    }
}

/// Wishes for nothing but a shelf.
fn onto(shelf: &dyn Shelf) -> Wish<'_> {
    Wish { shelf: Some(shelf), ..Wish::default() }
}

/// Builds a site onto a shelf: what is said and what is made is as in `cold`. Gives how many
/// pages were put away.
#[track_caller]
pub(crate) fn check_shelved(input: &Input, cold: &Build) -> usize {
    let shelf = Remembering::default();
    let shelved = build_for(onto(&shelf), input, &Memo::default());
    assert_eq!(shelved.diagnostics, cold.diagnostics);
    assert_eq!(shelved.waived, cold.waived);
    assert_eq!(shelved.output.manifest(), cold.output.manifest());
    let taken = shelf.taken.into_inner().unwrap();
    for (path, file) in shelved.output.iter() {
        if matches!(file.content, Content::Kept { .. }) {
            assert_eq!(taken[path], file.digest, "{path}");
            assert_eq!(file.length(), cold.output.get(path.as_str()).unwrap().length());
        }
    }
    taken.len()
}

fn input(articles: &[(&str, &str)]) -> Input {
    let article = |(path, body): &(&str, &str)| {
        (format!("content/{path}"), format!("+++\ntitle = \"{path}\"\n+++\n{body}\n"))
    };
    let files: Vec<_> = articles.iter().map(article).collect();
    let tree = SourceTree::of(files.iter().map(|(path, text)| (&**path, &**text)));
    let today = jiff::civil::date(2026, 11, 24);
    Input { tree, today, drafts: false, base_url: None }
}

const HOME: (&str, &str) = ("_index.md", "Hello.");

fn text(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap()
}

#[test]
fn a_site_is_written_as_if_it_had_been_held() {
    let root = tempfile::tempdir().unwrap();
    let (root, public) = (root.path(), root.path().join("public"));
    let input = input(&[HOME, ("a.md", "## A\n\n[more](b.md)"), ("b.md", "Words.")]);
    let cold = build(&input, &Memo::default());
    assert!(check_shelved(&input, &cold) > 3);
    let emitter = Emitter::open(&public, root).unwrap();
    let shelved = build_for(onto(&emitter), &input, &Memo::default());
    assert!(shelved.output.is_partial(), "pages were put away");
    assert!(!public.exists(), "nobody sees the stage");
    let written = emitter.emit(&shelved.output).unwrap();
    assert_eq!(written.written, cold.output.len());
    for (path, file) in cold.output.iter() {
        let Content::Bytes(bytes) = &file.content else { continue };
        assert_eq!(
            fs::read(public.join(path.as_str())).unwrap(),
            *bytes.whole(),
            "{path}"
        );
    }
    assert_eq!(emit(&cold.output, &public, root).unwrap().written, 0);
}

#[test]
fn a_site_with_an_error_leaves_what_stands_and_the_next_one_is_whole() {
    let root = tempfile::tempdir().unwrap();
    let (root, public) = (root.path(), root.path().join("public"));
    let good = input(&[HOME, ("a.md", "Words.")]);
    emit(&build(&good, &Memo::default()).output, &public, root).unwrap();
    let before = text(&public, "a/index.html");
    let bad = input(&[HOME, ("a.md", "Other <span lang=\"xx-nope\">words</span>.")]);
    let emitter = Emitter::open(&public, root).unwrap();
    let shelved = build_for(onto(&emitter), &bad, &Memo::default());
    assert!(shelved.has_errors());
    assert!(shelved.output.is_empty());
    drop(emitter);
    assert_eq!(text(&public, "a/index.html"), before);
    let next = input(&[HOME, ("a.md", "Better words.")]);
    let emitter = Emitter::open(&public, root).unwrap();
    let shelved = build_for(onto(&emitter), &next, &Memo::default());
    emitter.emit(&shelved.output).unwrap();
    assert!(text(&public, "a/index.html").contains("Better words."));
}

#[test]
fn the_last_file_put_under_a_name_counts_and_what_the_site_lacks_goes() {
    let root = tempfile::tempdir().unwrap();
    let (root, public) = (root.path(), root.path().join("public"));
    let path = |name: &str| OutputPath::parse(name).unwrap();
    let file = |text: &str| Artifact::made(text.as_bytes(), None);
    let kept = |text: &str| {
        let content = Content::Kept { length: text.len() as u64 };
        Artifact { content, ..file(text) }
    };
    for round in 0..3 {
        let emitter = Emitter::open(&public, root).unwrap();
        assert!(!emitter.put(&path("d/e"), &file("nobody said that it comes")));
        emitter.expect(&[path("a/b"), path("c"), path("d")]);
        let now = format!("now {round}");
        for text in ["once", &now] {
            assert!(emitter.put(&path("a/b"), &file(text)));
        }
        assert!(emitter.put(&path("c"), &file("is not in the tree")));
        assert!(emitter.put(&path("d"), &file("other bytes than the tree says")));
        let files = [(path("a/b"), kept(&now)), (path("d"), file("d"))];
        emitter.emit(&files.into_iter().collect::<OutputTree>()).unwrap();
        assert_eq!(text(&public, "a/b"), now);
        assert_eq!(text(&public, "d"), "d");
        assert!(!public.join("c").exists());
    }
}

#[test]
fn a_page_that_nobody_holds_any_more_is_not_published_as_another() {
    let root = tempfile::tempdir().unwrap();
    let (root, public) = (root.path(), root.path().join("public"));
    let content = Content::Kept { length: 1 };
    let artifact = Artifact { content, ..Artifact::made(&b"x"[..], None) };
    let tree: OutputTree =
        [(OutputPath::parse("a").unwrap(), artifact)].into_iter().collect();
    Emitter::open(&public, root).unwrap().emit(&tree).unwrap_err();
    assert!(!public.exists());
}
