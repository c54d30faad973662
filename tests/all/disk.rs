//! Reading a real folder: what is read, what is refused, and that nothing hangs.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::time::{Duration, SystemTime};

use plainleaf::disk::{PAGE_BYTES, Scanner, bytes_of, scan};
use plainleaf::path::SourcePath;
use plainleaf::source::Source;
use tempfile::TempDir;

fn site(files: &[(&str, &[u8])]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    root
}

/// What a scan finds: paths, and `code path` of each diagnostic.
#[track_caller]
fn check(root: &Path, paths: &[&str], findings: &[&str]) {
    let outcome = scan(root).unwrap();
    let found: Vec<_> = outcome.value.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(found, paths);
    let said: Vec<_> = outcome
        .diagnostics
        .iter()
        .map(|d| format!("{} {}", d.code, d.primary.as_ref().unwrap().path))
        .collect();
    assert_eq!(said, findings);
    assert!(outcome.diagnostics.iter().all(|d| d.help.is_some()));
}

#[test]
fn reads_the_site_and_nothing_else() {
    let root = site(&[
        ("site.toml", b"title = 'x'"),
        ("content/b/_index.md", b"hi"),
        ("content/a.md", b"hi"),
        ("themes/mine/assets/x.css", b""),
        ("public/index.html", b""),
        ("README.md", b""),
    ]);
    let paths =
        ["content/a.md", "content/b/_index.md", "site.toml", "themes/mine/assets/x.css"];
    check(root.path(), &paths, &[]);
}

#[test]
fn missing_folders_are_fine_and_a_missing_root_is_not() {
    let root = site(&[]);
    check(root.path(), &[], &[]);
    let error = scan(&root.path().join("nowhere")).unwrap_err();
    assert!(error.to_string().contains("nowhere"), "{error}");
}

#[test]
fn droppings_of_editors_and_systems_are_skipped() {
    let root = site(&[
        ("content/a.md", b""),
        ("content/a.md~", b""),
        ("content/.a.md.swp", b""),
        ("content/.a.md.swx", b""),
        ("content/#a.md#", b""),
        ("content/4913", b""),
        ("content/.DS_Store", b""),
        ("content/Thumbs.db", b""),
        ("content/.git/config", b""),
        ("content/.well-known/security.txt", b""),
    ]);
    symlink("user@host.1:2", root.path().join("content/.#a.md")).unwrap();
    check(root.path(), &["content/.well-known/security.txt", "content/a.md"], &[]);
}

#[test]
fn assets_are_hashed_measured_and_not_held() {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02".to_vec();
    png.resize(100_000, 0);
    let root = site(&[("content/leaf.png", &png), ("content/data", b"\xff\0")]);
    let tree = scan(root.path()).unwrap().value;
    let Some(Source::Asset(asset)) = tree.get(&SourcePath::new("content/leaf.png"))
    else {
        panic!("not an asset")
    };
    assert_eq!(asset.dimensions, Some((3, 2)));
    assert_eq!(asset.length, png.len() as u64);
    assert_eq!(asset.digest, plainleaf::digest::Digest::of(&png));
    assert_eq!(&*bytes_of(asset).unwrap(), &*png);
}

#[test]
fn pipes_sockets_and_devices_are_reported_and_never_read() {
    let root = site(&[("content/a.md", b"")]);
    let content = root.path().join("content");
    let mode = rustix::fs::Mode::from_raw_mode(0o644);
    rustix::fs::mkfifoat(rustix::fs::CWD, content.join("pipe.md"), mode).unwrap();
    let _socket = UnixListener::bind(content.join("socket")).unwrap();
    check(
        root.path(),
        &["content/a.md"],
        &["file/not-regular content/pipe.md", "file/not-regular content/socket"],
    );
}

#[test]
fn links_are_followed_only_to_files_of_the_site() {
    let root = site(&[
        ("content/a.md", b"hi"),
        ("shared/b.md", b"hi"),
        ("public/.plainleaf-manifest", b""),
        ("public/index.html", b""),
        (".git/config", b""),
    ]);
    let link = |to: &str, name: &str| {
        symlink(to, root.path().join("content").join(name)).unwrap();
    };
    link("../shared/b.md", "good.md");
    link("/etc/passwd", "out.md");
    link("../shared", "folder");
    link("loop.md", "loop.md");
    link("nowhere.md", "nowhere.md");
    link("/dev/zero", "zero.md");
    link("../public/index.html", "built.html");
    link("../.git/config", "config.md");
    link("..", "up");
    let said = [
        "built.html",
        "config.md",
        "folder",
        "loop.md",
        "nowhere.md",
        "out.md",
        "up",
        "zero.md",
    ]
    .map(|name| format!("file/link content/{name}"));
    let said: Vec<_> = said.iter().map(String::as_str).collect();
    check(root.path(), &["content/a.md", "content/good.md"], &said);
}

#[test]
fn a_content_folder_that_is_a_link_is_refused() {
    let root = site(&[("elsewhere/a.md", b"")]);
    symlink("elsewhere", root.path().join("content")).unwrap();
    check(root.path(), &[], &["file/link content"]);
}

#[test]
fn names_that_cannot_be_told_apart_are_reported() {
    let root = site(&[("content/a.md", b""), ("content/b\\c.md", b"")]);
    let name = std::ffi::OsStr::from_bytes(b"bad\xff.md");
    fs::write(root.path().join("content").join(name), "").unwrap();
    check(
        root.path(),
        &["content/a.md"],
        &["file/name content/b/c.md", "file/name content/bad\u{fffd}.md"],
    );
}

#[test]
fn text_that_is_not_utf8_or_too_large_is_reported() {
    let root = site(&[("content/a.md", b"ab\xff")]);
    let huge = fs::File::create(root.path().join("content/huge.md")).unwrap();
    huge.set_len(PAGE_BYTES + 1).unwrap();
    check(
        root.path(),
        &["content/a.md"],
        &["text/not-utf8 content/a.md", "file/too-large content/huge.md"],
    );
}

// Tests may run as root, whom no permission stops: a folder that cannot be listed is not
// tested here.

#[test]
fn a_scanner_rereads_only_what_changed() {
    let root = site(&[("content/a.md", b"one"), ("content/b.md", b"one")]);
    let path = root.path().join("content/a.md");
    let old = SystemTime::now() - Duration::from_mins(1);
    for name in ["a.md", "b.md"] {
        let file =
            fs::File::options().append(true).open(path.with_file_name(name)).unwrap();
        file.set_modified(old).unwrap();
    }
    let mut scanner = Scanner::new(root.path());
    let text = |scanner: &mut Scanner, name: &str| {
        scanner.scan().unwrap().value.text(name).map(|text| text.text.clone())
    };
    let first = text(&mut scanner, "content/b.md").unwrap();
    let again = text(&mut scanner, "content/b.md").unwrap();
    assert!(std::sync::Arc::ptr_eq(&first, &again), "read again without need");
    // The same length and the same time of writing: the time of the change tells.
    fs::write(&path, "two").unwrap();
    fs::File::options().append(true).open(&path).unwrap().set_modified(old).unwrap();
    assert_eq!(&*text(&mut scanner, "content/a.md").unwrap(), "two");
    fs::remove_file(&path).unwrap();
    assert_eq!(text(&mut scanner, "content/a.md"), None);
}

#[test]
fn a_file_written_a_moment_ago_is_read_again() {
    let root = site(&[("content/a.md", b"one")]);
    let mut scanner = Scanner::new(root.path());
    for text in ["two", "six", "ten"] {
        scanner.scan().unwrap();
        fs::write(root.path().join("content/a.md"), text).unwrap();
        let tree = scanner.scan().unwrap().value;
        assert_eq!(&*tree.text("content/a.md").unwrap().text, text);
    }
}
