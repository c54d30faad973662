//! Hostile files, through the command itself.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use super::{HOME, SITE, page};

/// What `plainleaf build` says of a site after `spoil`, and whether it wrote anything.
#[track_caller]
fn check(spoil: impl Fn(&Path), expected: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir(root.join("content")).unwrap();
    fs::write(root.join("site.toml"), SITE).unwrap();
    fs::write(root.join("content/_index.md"), HOME).unwrap();
    spoil(root);
    let mut command = Command::new(env!("CARGO_BIN_EXE_plainleaf"));
    let done = command.current_dir(root).args(["build"]).output().unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(!said.contains("panicked") && !said.contains("RUST_BACKTRACE"), "{said}");
    assert!(!said.contains('\u{1b}'), "{said:?}");
    assert!(!root.join("public").exists());
    for words in expected {
        assert!(said.contains(words), "{words} in {said}");
    }
}

#[test]
fn links_in_circles_and_out_of_the_site_are_named() {
    check(
        |root| {
            symlink("two", root.join("content/one")).unwrap();
            symlink("one", root.join("content/two")).unwrap();
            symlink(".", root.join("content/self")).unwrap();
            symlink("/etc/passwd", root.join("content/out.txt")).unwrap();
            symlink("../../..", root.join("content/up")).unwrap();
        },
        &["content/one", "content/two", "content/self", "content/out.txt", "content/up"],
    );
}

#[test]
fn files_that_are_no_text_or_too_much_are_named() {
    check(
        |root| fs::write(root.join("content/a.md"), b"\xff\xfea\0").unwrap(),
        &["UTF-16"],
    );
    check(
        |root| {
            fs::write(root.join("content/a.md"), b"+++\ntitle = \"\xff\"\n+++\n")
                .unwrap();
        },
        &["byte 0xff", "content/a.md:2:10"],
    );
    check(
        |root| {
            let file = fs::File::create(root.join("content/a.md")).unwrap();
            file.set_len(100_000_000).unwrap();
        },
        &["file/too-large", "content/a.md"],
    );
}

#[test]
fn what_is_said_moves_no_cursor_and_fits_a_screen() {
    let escape = page("[\u{1b}[31mred](nope%1b[31m.md)\n");
    check(|root| fs::write(root.join("content/a.md"), &escape).unwrap(), &["a.md:4:3"]);
    let long =
        page(&format!("{}[a](nope.md) {}", "é ".repeat(100_000), "b".repeat(100_000)));
    check(
        |root| fs::write(root.join("content/a.md"), &long).unwrap(),
        &["a.md:4:200001"],
    );
    check(|root| fs::remove_dir_all(root.join("content")).unwrap(), &["site/empty"]);
}
