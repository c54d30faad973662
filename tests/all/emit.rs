//! Writing the output: atomic, exact, and never at the cost of somebody's files.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use plainleaf::emit::{MANIFEST_NAME, Written, emit};
use plainleaf::output::{Artifact, OutputTree};
use plainleaf::path::{OutputPath, SourcePath};
use plainleaf::source::{Asset, AssetBytes};
use tempfile::TempDir;

fn tree(files: &[(&str, &str)]) -> OutputTree {
    let mut tree = OutputTree::default();
    for (path, text) in files {
        let artifact = Artifact::made(text.as_bytes(), None);
        tree.insert(OutputPath::parse(path).unwrap(), artifact);
    }
    tree
}

/// A site's root with an empty `content/`.
fn site() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("content")).unwrap();
    root
}

/// Every file below a folder but the manifest; folders end in `/` when they are empty.
fn files(folder: &Path) -> BTreeMap<String, String> {
    walkdir::WalkDir::new(folder)
        .min_depth(1)
        .into_iter()
        .map(Result::unwrap)
        .filter_map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap();
            let kind = entry.file_type();
            if kind.is_dir() {
                let empty = fs::read_dir(entry.path()).unwrap().next().is_none();
                return empty.then(|| (format!("{path}/"), String::new()));
            }
            let text = if kind.is_file() {
                fs::read_to_string(entry.path()).unwrap()
            } else {
                "special".to_owned()
            };
            (path != MANIFEST_NAME).then(|| (path.to_owned(), text))
        })
        .collect()
}

/// Emits `made` to `public` and checks what the folder then holds.
#[track_caller]
fn check(root: &Path, made: &[(&str, &str)], expected: &[(&str, &str)]) -> Written {
    let written = emit(&tree(made), &root.join("public"), root).unwrap();
    let expected: BTreeMap<_, _> =
        expected.iter().map(|(p, t)| ((*p).to_owned(), (*t).to_owned())).collect();
    assert_eq!(files(&root.join("public")), expected);
    written
}

/// Emits to `output` and checks that this is refused, and why.
#[track_caller]
fn check_refused(root: &Path, output: &Path, reason: &str) {
    let mine = || {
        let mut files = files(root);
        files.retain(|path, _| !path.starts_with(".plainleaf/"));
        files
    };
    let before = mine();
    let error = emit(&tree(&[("a", "1")]), output, root).unwrap_err();
    assert!(error.to_string().contains(reason), "{error}");
    assert!(error.help().is_some(), "{error}");
    assert_eq!(mine(), before);
}

#[test]
fn builds_take_turns_and_hold_exactly_the_site() {
    let root = site();
    let root = root.path();
    let one = [("index.html", "1"), ("a/index.html", "1"), ("old/x/index.html", "1")];
    let two = [("index.html", "2"), ("a/index.html", "1"), ("b", "1")];
    let three = [("index.html", "3"), ("a/index.html", "1"), ("b/index.html", "1")];
    assert_eq!(check(root, &one, &one).written, 3);
    let counts = check(root, &two, &two);
    assert_eq!(counts, Written { written: 2, kept: 1, removed: 1, bytes: 2 });
    check(root, &three, &three);
    check(root, &one, &one);
    check(root, &[], &[]);
    check(root, &two, &two);
    assert_eq!(fs::read_to_string(root.join(".plainleaf/.gitignore")).unwrap(), "*\n");
}

#[test]
fn an_unchanged_site_writes_nothing() {
    let root = site();
    let made = [("index.html", "1"), ("a/b.css", "2")];
    check(root.path(), &made, &made);
    let public = root.path().join("public");
    let stamp = || {
        let of =
            |path: &Path| fs::metadata(path).map(|m| (m.ino(), m.ctime_nsec())).unwrap();
        (of(&public), of(&public.join(MANIFEST_NAME)), of(&public.join("a/b.css")))
    };
    let before = stamp();
    let counts = check(root.path(), &made, &made);
    assert_eq!(counts, Written { written: 0, kept: 2, removed: 0, bytes: 0 });
    assert_eq!(stamp(), before);
}

#[test]
fn a_damaged_or_deleted_file_is_mended() {
    let root = site();
    let public = root.path().join("public");
    let made = [("index.html", "1"), ("a/b.css", "2")];
    for _ in 0..2 {
        check(root.path(), &made, &made);
        fs::write(public.join("a/b.css"), "3").unwrap();
        assert_eq!(check(root.path(), &made, &made).written, 1);
        fs::remove_file(public.join("index.html")).unwrap();
        assert_eq!(check(root.path(), &made, &made).written, 1);
    }
    // Also in the tree that waits for its turn.
    let two = [("index.html", "2"), ("a/b.css", "2")];
    check(root.path(), &two, &two);
    let stage = stage(root.path());
    fs::write(stage.join("a/b.css"), "9").unwrap();
    check(root.path(), &made, &made);
}

/// Whether two names are of one file.
fn is_one(one: &Path, other: &Path) -> bool {
    fs::metadata(one).unwrap().ino() == fs::metadata(other).unwrap().ino()
}

#[test]
fn both_trees_share_what_is_the_same_in_them() {
    let root = site();
    let root = root.path();
    let public = root.join("public");
    let text = |n: &str| {
        [
            ("a/index.html", n.to_owned()),
            ("b.css", "same".to_owned()),
            ("c", n.to_owned()),
        ]
    };
    for n in ["1", "2", "3", "2"] {
        let made = text(n);
        let made: Vec<_> =
            made.iter().map(|(path, text)| (*path, text.as_str())).collect();
        check(root, &made, &made);
        if n != "1" {
            let stage = stage(root);
            assert!(is_one(&stage.join("b.css"), &public.join("b.css")));
            assert!(!is_one(&stage.join("a/index.html"), &public.join("a/index.html")));
        }
    }
    // Who writes to the file itself changes both; the next build mends both.
    fs::write(public.join("b.css"), "mine").unwrap();
    for n in ["4", "5"] {
        let made = [("a/index.html", n), ("b.css", "same"), ("c", n)];
        check(root, &made, &made);
    }
    // A file that not everybody may read is made anew.
    fs::set_permissions(public.join("b.css"), fs::Permissions::from_mode(0o600)).unwrap();
    check(root, &[("b.css", "same")], &[("b.css", "same")]);
    check(root, &[("b.css", "same"), ("c", "1")], &[("b.css", "same"), ("c", "1")]);
}

#[test]
fn one_file_takes_the_place_of_another_in_one_step() {
    let root = site();
    let (root, public) = (root.path(), root.path().join("public"));
    let made = |n: &'static str| [("a/index.html", n), ("b.css", "same")];
    check(root, &made("1"), &made("1"));
    fs::write(public.join("CNAME"), "name").unwrap();
    let expected = |n: &'static str| [made(n)[0], made(n)[1], ("CNAME", "name")];
    // What a kill left of another.
    let state = root.join(".plainleaf");
    let stamps = fs::read_dir(&state).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names = stamps.map(|name| name.into_string().unwrap());
    let key = names.find_map(|name| Some(name.strip_prefix("stamps-")?.to_owned()));
    let named = |what: &str| state.join(format!("{what}-{}", key.as_deref().unwrap()));
    fs::write(named("next"), "half").unwrap();
    let folder = fs::metadata(&public).unwrap().ino();
    let mut open = fs::File::open(public.join("a/index.html")).unwrap();
    let counts = check(root, &made("2"), &expected("2"));
    assert_eq!(counts, Written { written: 1, kept: 1, removed: 0, bytes: 1 });
    assert_eq!(fs::metadata(&public).unwrap().ino(), folder);
    assert!(!named("stage").exists() && !named("next").exists());
    assert_eq!(std::io::read_to_string(&mut open).unwrap(), "1");
    assert_eq!(check(root, &made("2"), &expected("2")).written, 0);
    // Killed before the list was written, or with something else damaged.
    fs::write(public.join("a/index.html"), "3").unwrap();
    assert_eq!(check(root, &made("3"), &expected("3")).written, 1);
    fs::write(public.join("b.css"), "mine").unwrap();
    check(root, &made("4"), &expected("4"));
    // What stands behind a link of somebody else is not ours to change.
    fs::rename(public.join("a"), root.join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(root.join("elsewhere"), public.join("a")).unwrap();
    let before = fs::read_to_string(root.join("elsewhere/index.html")).unwrap();
    let error = emit(&tree(&made("5")), &public, root).unwrap_err();
    assert!(error.to_string().contains("in the way"), "{error}");
    assert_eq!(fs::read_to_string(root.join("elsewhere/index.html")).unwrap(), before);
    fs::remove_file(public.join("a")).unwrap();
    fs::rename(root.join("elsewhere"), public.join("a")).unwrap();
    // Killed while a folder of somebody else was on its way.
    fs::create_dir(named("stage").join(".git")).unwrap();
    fs::write(named("stage").join(".git/x"), "git").unwrap();
    fs::write(named("moving"), "").unwrap();
    let [a, b, c] = expected("5");
    check(root, &made("5"), &[a, b, c, (".git/x", "git")]);
    assert!(!named("moving").exists());
    let folder = fs::metadata(&public).unwrap().ino();
    let [a, b, c] = expected("6");
    check(root, &made("6"), &[a, b, c, (".git/x", "git")]);
    assert_eq!(fs::metadata(&public).unwrap().ino(), folder);
}

fn stage(root: &Path) -> std::path::PathBuf {
    fs::read_dir(root.join(".plainleaf"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.file_name().unwrap().to_str().unwrap().starts_with("stage-"))
        .unwrap()
}

#[test]
fn an_empty_folder_is_fine_and_everybody_may_read_the_result() {
    let root = site();
    fs::create_dir(root.path().join("public")).unwrap();
    let made = [("a/index.html", "1")];
    check(root.path(), &made, &made);
    let permissions = |path: &str| {
        fs::metadata(root.path().join(path)).unwrap().permissions().mode() & 0o777
    };
    assert_eq!(permissions("public"), 0o755);
    assert_eq!(permissions("public/a"), 0o755);
    assert_eq!(permissions("public/a/index.html"), 0o644);
}

#[test]
fn places_that_could_cost_files_are_refused() {
    let root = site();
    let root = root.path();
    fs::create_dir(root.join("themes")).unwrap();
    fs::write(root.join("content/a.md"), "mine").unwrap();
    fs::create_dir(root.join("docs")).unwrap();
    fs::write(root.join("docs/mine"), "mine").unwrap();
    fs::write(root.join("file"), "mine").unwrap();
    fs::create_dir(root.join("empty")).unwrap();
    symlink("empty", root.join("link")).unwrap();
    symlink("content", root.join("way")).unwrap();
    check_refused(root, root, "the site itself");
    check_refused(root, root.parent().unwrap(), "stands inside");
    check_refused(root, Path::new("/"), "stands inside");
    check_refused(root, &root.join("docs/.."), "the site itself");
    check_refused(root, &root.join("content"), "`content`");
    check_refused(root, &root.join("content/public"), "`content`");
    check_refused(root, &root.join("way/public"), "`content`");
    check_refused(root, &root.join("themes/x"), "`themes`");
    check_refused(root, &root.join(".git"), "`.git`");
    check_refused(root, &root.join("docs"), "did not make it");
    check_refused(root, &root.join("file"), "a file");
    check_refused(root, &root.join("link"), "a symbolic link");
    check_refused(root, &root.join("link/"), "a symbolic link");
    check_refused(root, &root.join("none/../../x"), "climbs out");
    if let Some(home) = std::env::home_dir() {
        check_refused(root, &home, "cannot be the output");
    }
}

#[test]
fn files_of_somebody_else_survive_every_exchange() {
    let root = site();
    let root = root.path();
    let public = root.join("public");
    let (one, two) = ([("a/index.html", "1")], [("b/index.html", "2")]);
    check(root, &one, &one);
    fs::create_dir_all(public.join(".git/objects")).unwrap();
    fs::write(public.join(".git/objects/x"), "git").unwrap();
    fs::write(public.join("CNAME"), "name").unwrap();
    fs::write(public.join("a/note.txt"), "note").unwrap();
    symlink("a", public.join("latest")).unwrap();
    let foreign = [
        (".git/objects/x", "git"),
        ("CNAME", "name"),
        ("a/note.txt", "note"),
        ("latest", "special"),
    ];
    for made in [&two, &one, &two, &[("c", "3")], &[("c", "3")]] {
        let expected: Vec<_> = foreign.iter().chain(made).copied().collect();
        check(root, made, &expected);
        let stage = files(&stage(root));
        assert!(foreign.iter().all(|(path, _)| !stage.contains_key(*path)), "{stage:?}");
    }
    // What its owner deletes does not come back.
    fs::remove_file(public.join("CNAME")).unwrap();
    for made in [&one, &two] {
        let expected: Vec<_> = foreign.iter().chain(made).copied().collect();
        let expected: Vec<_> =
            expected.into_iter().filter(|(path, _)| *path != "CNAME").collect();
        check(root, made, &expected);
    }
}

#[test]
fn a_file_of_somebody_else_in_the_way_is_named() {
    let root = site();
    let root = root.path();
    let public = root.join("public");
    check(root, &[("a", "1")], &[("a", "1")]);
    fs::write(public.join("b"), "mine").unwrap();
    symlink("/tmp", public.join("out")).unwrap();
    fs::create_dir(public.join("d")).unwrap();
    fs::write(public.join("d/x"), "mine").unwrap();
    for (wanted, named) in
        [("b", "b"), ("b/index.html", "b"), ("out/index.html", "out"), ("d", "d")]
    {
        let before = files(&public);
        let error = emit(&tree(&[(wanted, "2")]), &public, root).unwrap_err().to_string();
        assert!(error.contains(&format!("public/{named}` is in the way")), "{error}");
        assert_eq!(files(&public), before);
    }
}

#[test]
fn an_emit_that_fails_leaves_the_old_output() {
    let root = site();
    let root = root.path();
    let made = [("index.html", "1"), ("leaf.png", "1")];
    check(root, &made, &made);
    let asset = root.join("content/leaf.png");
    fs::write(&asset, "changed meanwhile").unwrap();
    let mut next = tree(&[("index.html", "2"), ("new.html", "2")]);
    let handle =
        Asset { bytes: AssetBytes::File(asset.clone()), ..Asset::from(&b"2"[..]) };
    let artifact = Artifact::copied(&handle, SourcePath::new("content/leaf.png"));
    next.insert(OutputPath::parse("leaf.png").unwrap(), artifact);
    let error = emit(&next, &root.join("public"), root).unwrap_err();
    assert!(error.to_string().contains("changed while"), "{error}");
    fs::remove_file(&asset).unwrap();
    emit(&next, &root.join("public"), root).unwrap_err();
    // A path that no system can make.
    let endless = vec!["x".repeat(250); 17].join("/");
    let error = emit(&tree(&[("a", "2"), (&endless, "2")]), &root.join("public"), root);
    assert!(error.unwrap_err().to_string().contains("could not make"));
    assert_eq!(files(&root.join("public")).len(), 2);
    // What the failed build left in the stage is not taken for somebody's file.
    check(root, &[("index.html", "3")], &[("index.html", "3")]);
    fs::write(&asset, "2").unwrap();
    emit(&next, &root.join("public"), root).unwrap();
    assert_eq!(files(&root.join("public"))["leaf.png"], "2");
}

#[test]
fn a_build_waits_for_another_and_then_says_so() {
    let root = site();
    let root = root.path();
    std::thread::scope(|scope| {
        for n in 0..8 {
            scope.spawn(move || {
                let text = n.to_string();
                let made = tree(&[("a", &text), (&format!("b{n}"), &text)]);
                emit(&made, &root.join("public"), root).unwrap();
            });
        }
    });
    let found = files(&root.join("public"));
    assert_eq!(found.len(), 2);
    assert_eq!(found["a"], found[&format!("b{}", found["a"])]);
    let lock = fs::File::open(root.join(".plainleaf/lock")).unwrap();
    lock.lock().unwrap();
    let error = emit(&tree(&[]), &root.join("public"), root).unwrap_err();
    assert!(error.to_string().contains("another build"), "{error}");
}

#[test]
fn an_output_elsewhere_works() {
    let (root, other) = (site(), tempfile::tempdir().unwrap());
    let output = other.path().join("deep/er/public");
    for text in ["1", "2", "1"] {
        emit(&tree(&[("a", text)]), &output, root.path()).unwrap();
        assert_eq!(files(&output)["a"], text);
    }
}

#[test]
fn what_a_kill_left_in_the_stage_comes_home() {
    let root = site();
    let root = root.path();
    let public = root.join("public");
    let (one, two) = ([("a/index.html", "1")], [("b/index.html", "2")]);
    check(root, &one, &one);
    check(root, &two, &two);
    let stage = stage(root);
    // Killed after the exchange, before a folder of somebody else followed.
    fs::create_dir(stage.join(".git")).unwrap();
    fs::write(stage.join(".git/x"), "git").unwrap();
    // Killed before it, when a file of somebody else was already linked.
    fs::write(public.join("CNAME"), "name").unwrap();
    fs::hard_link(public.join("CNAME"), stage.join("CNAME")).unwrap();
    // A folder that was made for a page, and a page that was half written.
    fs::create_dir(stage.join("c")).unwrap();
    fs::write(stage.join("a/index.html"), "").unwrap();
    let made = [("a/index.html", "1"), ("c/index.html", "3")];
    let foreign = [(".git/x", "git"), ("CNAME", "name")];
    let expected: Vec<_> = made.iter().chain(&foreign).copied().collect();
    check(root, &made, &expected);
    // Two different files of one name: neither is lost.
    fs::write(stage.join("CNAME"), "other").unwrap();
    let expected: Vec<_> = one.iter().chain(&foreign).copied().collect();
    check(root, &one, &expected);
    let aside = fs::read_to_string(root.join(".plainleaf/found-1-CNAME")).unwrap();
    assert_eq!(aside, "other");
}

/// The site that version `n` of the victim writes; in each step one file is another.
fn version(n: u64, step: u64) -> OutputTree {
    let mut tree = OutputTree::default();
    for file in 0..60 {
        let path = format!("part{}/{n}-{file}/index.html", file % (n % 5 + 1));
        let path = if file % 2 == 0 { path } else { format!("same/{file}.html") };
        let text = if file % 4 == 1 { file.to_string() } else { format!("{n}\n{file}") };
        tree.insert(
            OutputPath::parse(&path).unwrap(),
            Artifact::made(text.as_bytes(), None),
        );
    }
    for (path, text) in [("version", n), ("step", step)] {
        let file = Artifact::made(text.to_string(), None);
        tree.insert(OutputPath::parse(path).unwrap(), file);
    }
    tree
}

/// Emits one version after another until it is killed.
fn victim(root: &Path) {
    for n in 0.. {
        for step in 0..3 {
            emit(&version(n, step), &root.join("public"), root).unwrap();
        }
    }
}

#[test]
fn a_kill_at_any_moment_leaves_a_complete_output() {
    // The test starts itself again as the process that it kills.
    if let Some(root) = std::env::var_os("PLAINLEAF_TEST_VICTIM") {
        return victim(Path::new(&root));
    }
    let root = site();
    let root = root.path();
    let public = root.join("public");
    emit(&version(3, 0), &public, root).unwrap();
    fs::write(public.join("CNAME"), "name").unwrap();
    fs::create_dir(public.join(".git")).unwrap();
    fs::write(public.join(".git/x"), "git").unwrap();
    for round in 0..25_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "emit::a_kill_at_any_moment_leaves_a_complete_output"])
            .env("PLAINLEAF_TEST_VICTIM", root)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(15 + round * 7 % 60) {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let mut found = files(&public);
        assert_eq!(found.remove("CNAME").as_deref(), Some("name"));
        let git = found.remove(".git/x");
        let n = found["version"].parse().unwrap();
        let expected: Vec<_> =
            version(n, 0).iter().map(|(path, _)| path.to_string()).collect();
        assert_eq!(found.keys().cloned().collect::<Vec<_>>(), expected, "round {round}");
        assert_eq!(found[&format!("part0/{n}-0/index.html")], format!("{n}\n0"));
        assert!(["0", "1", "2"].contains(&&*found["step"]), "round {round}");
        if git.is_none() {
            emit(&version(n, 0), &public, root).unwrap();
        }
        assert_eq!(fs::read_to_string(public.join(".git/x")).unwrap(), "git");
    }
    emit(&version(7, 0), &public, root).unwrap();
    let found = files(&public);
    assert_eq!(found.len(), version(7, 0).len() + 2);
}
