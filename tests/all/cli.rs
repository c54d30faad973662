//! The command itself: what may be typed, and what comes back.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::sites::Site;

/// The day on which every test builds.
pub(crate) const TODAY: [&str; 2] = ["--as-of", "2026-11-24"];

pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plainleaf"));
    command.current_dir(root).args(arguments).env("TERM", "xterm-256color");
    command.stdin(Stdio::null());
    command
}

fn run(root: &Path, arguments: &[&str]) -> Said {
    let done = command(root, arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: done.status.code(), out: text(done.stdout), err: text(done.stderr) }
}

/// Every file of a folder and its bytes.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let read = |entry: walkdir::DirEntry| {
        let path =
            entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        (path, fs::read(entry.path()).unwrap())
    };
    files.filter(|entry| entry.file_type().is_file()).map(read).collect()
}

/// Runs in a copy of a fixture and checks the exit code.
#[track_caller]
pub(crate) fn check(site: &Site, arguments: &[&str], code: i32) -> Said {
    let said = run(site.root(), arguments);
    assert_eq!(said.code, Some(code), "{arguments:?}\n{}\n{}", said.out, said.err);
    said
}

#[test]
fn a_clean_build_says_what_was_made_and_what_was_not() {
    let site = Site::copy("everything");
    let said = check(&site, &["build", TODAY[0], TODAY[1]], 0);
    assert_eq!(said.err, "");
    assert!(said.out.starts_with("18 pages, 30 files, "), "{}", said.out);
    assert!(said.out.contains(
        " in ./public (30 written, 0 kept, 0 removed); 0 errors and 0 warnings; "
    ));
    let held = "held back, 3:\n  content/guides/draft.md: draft\n  \
                content/guides/expired.md: expired on 2026-03-01\n  \
                content/guides/future.md: future: its date is 2027-01-01\n";
    assert!(said.out.ends_with(held), "{}", said.out);
    let again = check(&site, &["build", TODAY[0], TODAY[1]], 0);
    assert!(again.out.contains("(0 written, 30 kept, 0 removed)"), "{}", again.out);
}

#[test]
fn one_thread_or_eight_give_the_same_bytes() {
    let site = Site::copy("everything");
    for jobs in ["1", "8"] {
        check(&site, &["build", "--jobs", jobs, "--output", jobs, TODAY[0], TODAY[1]], 0);
    }
    let (one, eight) = (tree(&site.root().join("1")), tree(&site.root().join("8")));
    assert!(one.len() > 20);
    assert_eq!(one, eight);
}

#[test]
fn every_option_stands_before_or_after_the_verb() {
    let site = Site::copy("everything");
    let root = site.root().to_str().unwrap();
    let options = [
        "--root",
        root,
        "--output",
        "out",
        "--base-url",
        "https://x.example/y",
        "--drafts",
        "--as-of",
        "2027-01-01",
        "--jobs",
        "2",
        "--format",
        "json",
    ];
    let mut said = Vec::new();
    for verb_at in 0..=1 {
        let mut arguments = options.to_vec();
        arguments.insert(if verb_at == 0 { 0 } else { arguments.len() }, "build");
        let done = check(&site, &arguments, 0);
        let json: Value = serde_json::from_str(&done.out).unwrap();
        assert_eq!(json["held_back"].as_array().unwrap().len(), 1);
        let page = fs::read_to_string(site.root().join("out/about/index.html")).unwrap();
        assert!(page.contains("\"https://x.example/y/about/\""));
        assert!(site.root().join("out/guides/draft/index.html").exists());
        said.push(json["files"].clone());
    }
    assert_eq!(said[0], said[1]);
    let mixed = ["--format=json", "check", "--drafts", "--root", root];
    check(&site, &[&mixed[..], &TODAY].concat(), 0);
    check(&site, &["--start", "12.3", "taper", "--pace", "gentle"], 0);
    check(
        &site,
        &["--pace=gentle", "--doses", "2", "--format", "csv", "--start=5", "taper"],
        0,
    );
}

/// Builds and gives how many files were written and kept, and whether anything was said.
#[track_caller]
fn again(site: &Site, extra: &[&str]) -> (u64, u64) {
    let arguments = [&["build", "--format", "json"], extra].concat();
    let said: Value = serde_json::from_str(&check(site, &arguments, 0).out).unwrap();
    (said["written"].as_u64().unwrap(), said["kept"].as_u64().unwrap())
}

#[test]
fn a_build_of_the_same_does_nothing_and_any_difference_is_seen() {
    let site = Site::copy("everything");
    let today = &TODAY[..];
    let (files, _) = again(&site, today);
    assert_eq!(again(&site, today), (0, files));
    // What the first build said is said again.
    let plain = [&["build"], today].concat();
    let said = check(&site, &plain, 0);
    assert!(said.out.contains("held back, "), "{}", said.out);
    let public = site.root().join("public");
    let whole = tree(&public);
    // A damaged output is mended, a lost one is written again.
    fs::write(public.join("index.html"), "damaged").unwrap();
    again(&site, today);
    assert_eq!(tree(&public), whole);
    fs::remove_dir_all(&public).unwrap();
    assert_eq!(again(&site, today), (files, 0));
    // Another day, another address, another text: another build.
    assert_ne!(again(&site, &["--as-of", "2031-01-01"]), (0, files));
    again(&site, today);
    let other = [today, &["--base-url", "https://other.example/"]].concat();
    assert_ne!(again(&site, &other), (0, files));
    again(&site, today);
    let home = site.root().join("content/_index.md");
    let text = fs::read_to_string(&home).unwrap() + "\nOne more line.\n";
    fs::write(&home, text).unwrap();
    assert_eq!(again(&site, today).0, 1);
    // What was remembered is damaged: a build from the start, not an error.
    for entry in fs::read_dir(site.root().join(".plainleaf")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::write(path, "damaged").unwrap();
        }
    }
    again(&site, today);
    assert_eq!(again(&site, today).0, 0);
}

#[test]
fn json_reports_what_happened() {
    let site = Site::copy("everything");
    let said = check(&site, &["build", "--format", "json", TODAY[0], TODAY[1]], 0);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&json["errors"], &json["warnings"]), (&0.into(), &0.into()));
    assert_eq!(
        (&json["pages"], &json["files"], &json["written"]),
        (&18.into(), &30.into(), &30.into())
    );
    assert_eq!(json["held_back"][0]["file"], "content/guides/draft.md");
    assert_eq!(json["held_back"][0]["reason"], "draft");
    assert!(json["bytes"].as_u64().unwrap() > 10_000);
    site.edit("content/about.md", "Made by", "[Made](gone.md) by");
    let said = check(&site, &["check", "--format", "json", TODAY[0], TODAY[1]], 1);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    let found = &json["diagnostics"][0];
    assert_eq!(json["errors"], 1);
    assert_eq!(found["code"], "link/missing-page");
    assert_eq!(found["severity"], "error");
    assert_eq!(found["file"], "content/about.md");
    assert_eq!((&found["line"], &found["column"]), (&7.into(), &1.into()));
    assert_eq!((&found["end_line"], &found["end_column"]), (&7.into(), &16.into()));
    assert!(found["help"].is_string());
    assert_eq!(said.err, "");
}

#[test]
fn check_writes_nothing() {
    let site = Site::copy("everything");
    let before = tree(site.root());
    let said = check(&site, &["check", TODAY[0], TODAY[1]], 0);
    assert!(
        said.out.starts_with("0 errors and 0 warnings; 18 pages checked\n"),
        "{}",
        said.out
    );
    assert_eq!(tree(site.root()), before);
}

#[test]
fn places_to_look_at_are_no_reason_to_fail_and_do_not_flood() {
    let site = Site::copy("everything");
    let before = check(&site, &["check", TODAY[0], TODAY[1], "--format", "json"], 0);
    assert!(before.out.contains("\"to_look_at\": 0"), "{}", before.out);
    let links = "[here](_index.md)\n\n".repeat(183);
    let page = format!("+++\ntitle = \"Many\"\n+++\n{links}");
    fs::write(site.root().join("content/many.md"), page).unwrap();
    let said = check(&site, &["check", TODAY[0], TODAY[1]], 0);
    assert!(said.out.starts_with("0 errors and 0 warnings, 183 places to look at; "));
    assert_eq!(said.err.matches("notice[a11y/link-text]").count(), 3, "{}", said.err);
    let more = "and 180 more of `a11y/link-text` (`--format json` lists all)\n";
    assert!(said.err.contains(more), "{}", said.err);
    let all = check(&site, &["check", TODAY[0], TODAY[1], "--format", "json"], 0);
    assert_eq!(all.out.matches("\"code\": \"a11y/link-text\"").count(), 183);
}

#[test]
fn what_cannot_run_exits_with_two_and_the_next_step() {
    let empty = tempfile::tempdir().unwrap();
    for verb in ["build", "check"] {
        let said = run(empty.path(), &[verb]);
        assert_eq!(said.code, Some(2));
        assert_eq!(
            said.err,
            "error: `.` holds no site: there is neither site.toml nor content/\n  \
             = help: name its folder with --root, or start one: plainleaf new site my-site\n"
        );
    }
    assert_eq!(tree(empty.path()).len(), 0);
    let site = Site::copy("plain");
    for (arguments, words) in [
        (&["build", "--outptu", "x"][..], "'--output'"),
        (&["bulid"], "'build'"),
        (&[], "Usage:"),
        (&["build", "--as-of", "2026-02-30"], "expected a day such as 2026-11-24"),
        (&["build", "--jobs", "0"], "0 is not in 1..=1024"),
        (&["build", "--base-url", "example.org"], "expected it to start with https://"),
        (&["build", "--format", "xml"], "possible values: human, json"),
    ] {
        let said = check(&site, arguments, 2);
        assert!(said.err.contains(words), "{arguments:?}: {}", said.err);
        assert_eq!(said.out, "");
    }
    fs::create_dir(site.root().join("mine")).unwrap();
    fs::write(site.root().join("mine/letter.txt"), "dear").unwrap();
    let said = check(&site, &["build", "--output", "mine"], 2);
    assert!(said.err.contains("help:"), "{}", said.err);
    assert_eq!(tree(&site.root().join("mine")).len(), 1);
    let help = check(&site, &["--help"], 0);
    assert!(help.out.contains("Exit codes:") && help.err.is_empty());
    check(&site, &["--version"], 0);
    assert!(check(&site, &["completions", "bash"], 0).out.contains("plainleaf"));
}

#[test]
fn a_reader_that_leaves_early_is_no_crash() {
    let site = Site::copy("plain");
    let arguments = ["taper", "--start", "50", "--pace", "gentle", "--format", "csv"];
    let mut child = command(site.root(), &arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::with_capacity(8, child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let done = child.wait_with_output().unwrap();
    let err = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(0), "{err}");
    assert!(!err.contains("panicked"), "{err}");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    for arguments in [&["build"][..], &["check"], &["--help"], &["completions", "zsh"]] {
        let done = command(site.root(), arguments)
            .stdout(writer.try_clone().unwrap())
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let err = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(0), "{arguments:?}: {err}");
    }
}

#[test]
fn no_colour_reaches_a_file() {
    let site = Site::copy("plain");
    site.edit("content/_index.md", "Hello.", "[x](y.md)");
    let plain = check(&site, &["build"], 1).err;
    assert!(!plain.contains('\u{1b}'), "{plain}");
    let done = command(site.root(), &["build"]).env("NO_COLOR", "1").output().unwrap();
    assert_eq!(String::from_utf8(done.stderr).unwrap(), plain);
}

#[test]
fn each_plan_prints_its_golden_rows() {
    let site = Site::copy("plain");
    let golden = include_str!("../data/taper_tables.csv");
    let mut lines = golden.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let mut plans: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for line in lines {
        let parts: Vec<&str> = line.splitn(head.len(), ',').collect();
        let key = (parts[0].to_owned(), parts[1].to_owned());
        plans.entry(key).or_default().push(parts[2..].join(","));
    }
    assert_eq!(plans.len(), 30);
    for ((start, pace), rows) in plans {
        let arguments = ["taper", "--start", &start, "--pace", &pace, "--format", "csv"];
        let said = check(&site, &arguments, 0);
        let printed: Vec<&str> = said.out.lines().collect();
        assert_eq!(printed[0], head[2..].join(","));
        assert_eq!(printed[1..], rows, "{start} {pace}");
        assert!(said.err.starts_with("Example only"), "{}", said.err);
    }
}

#[test]
fn a_plan_in_every_format_has_its_disclaimer() {
    let site = Site::copy("plain");
    for format in ["table", "csv", "json"] {
        let arguments =
            ["taper", "--start", "40", "--pace", "faster", "--format", format];
        let said = check(&site, &arguments, 0);
        for words in ["Not tested in any study", "Do not do this alone", "medical advice"]
        {
            assert!(said.err.contains(words), "{words}: {}", said.err);
        }
        assert!(!said.out.contains('\r'));
        if format == "json" {
            let json: Value = serde_json::from_str(&said.out).unwrap();
            assert!(json["disclaimer"].is_string() && json["warning"].is_string());
        }
    }
    for start in ["1", "1.0", "12.3", "49.9", "50.0"] {
        check(&site, &["taper", "--start", start], 0);
    }
    for (arguments, words) in [
        (["--start", "0.9"], "expected 1.0 to 50.0"),
        (["--start", "50.1"], "expected 1.0 to 50.0"),
        (["--start", "1.23"], "0.1 g"),
        (["--start", "ten"], "`ten` is not an amount"),
        (["--start", "1e1"], "not an amount"),
        (["--start=10", "--pace=slow"], "`gentle`, `standard`, `faster`"),
        (["--start=10", "--doses=5"], "expected 1 to 4"),
    ] {
        let said = check(&site, &[&["taper"][..], &arguments].concat(), 2);
        assert!(said.err.contains(words), "{arguments:?}: {}", said.err);
        assert_eq!(said.out, "");
    }
}

#[test]
fn the_taper_follows_the_settings_of_the_site() {
    let site = Site::copy("other-substance");
    let said =
        check(&site, &["taper", "--start", "10", "--pace", "slow", "--format", "csv"], 0);
    let page = "taper/10-g/slow/tea-leaf-10-g-slow-example-only-not-tested.csv";
    check(&site, &["build"], 0);
    let published = fs::read_to_string(site.root().join("public").join(page)).unwrap();
    assert_eq!(said.out, published);
    check(&site, &["taper", "--start", "10", "--pace", "gentle"], 2);
}

#[test]
fn new_starts_a_site_that_builds_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let new = |arguments: &[&str], code| {
        let said = run(folder.path(), arguments);
        assert_eq!(said.code, Some(code), "{arguments:?}: {}", said.err);
        said
    };
    new(&["new", "site", "mine"], 0);
    new(&["--root", "mine", "build"], 0);
    new(
        &["--root", "mine", "new", "page", "guides/sleep", "--title", "Sleep & \"rest\""],
        0,
    );
    new(&["--root", "mine", "new", "section", "guides"], 0);
    let said = new(&["--root", "mine", "check"], 0);
    assert!(said.out.contains("content/guides/sleep.md: draft"), "{}", said.out);
    let said = new(&["--root", "mine", "check", "--drafts"], 0);
    assert!(said.out.starts_with("0 errors and 0 warnings; "), "{}", said.out);
    let before = tree(folder.path());
    for arguments in [
        &["new", "site", "mine"][..],
        &["--root", "mine", "new", "page", "guides/sleep"],
        &["--root", "mine", "new", "section", "guides"],
        &["--root", "mine", "new", "page", "../escape"],
        &["--root", "mine", "new", "page", "a/../../b"],
        &["--root", "mine", "new", "page", ""],
    ] {
        let said = new(arguments, 2);
        assert!(said.err.contains("help:"), "{arguments:?}: {}", said.err);
        assert_eq!(tree(folder.path()), before, "{arguments:?}");
    }
}

#[test]
fn the_next_run_shows_the_lines_of_what_it_did_not_read() {
    let site = Site::copy("everything");
    let settings = site.root().join("site.toml");
    let waiver = "\n[[audit.waiver]]\nrule = \"a11y/link-text\"\npage = \"/old/\"\n\
                  reason = \"r\"\nuntil = 2030-01-01\n";
    let text = fs::read_to_string(&settings).unwrap() + waiver;
    fs::write(&settings, text).unwrap();
    for name in ["old", "new"] {
        let path = site.root().join(format!("content/{name}.md"));
        let text = "+++\ntitle = \"X\"\n+++\nText.\n\nRead [here](_index.md).\n";
        fs::write(&path, text.replace('X', name)).unwrap();
        let old = std::time::SystemTime::now() - std::time::Duration::from_mins(1);
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(old).unwrap();
    }
    let build = |edit: &str| {
        let home = site.root().join("content/_index.md");
        let text = fs::read_to_string(&home).unwrap() + edit;
        fs::write(&home, text).unwrap();
        let said =
            check(&site, &[&["build", "--format", "json"], &TODAY[..]].concat(), 0);
        let json: Value = serde_json::from_str(&said.out).unwrap();
        (json["diagnostics"].clone(), json["waived"].clone(), json["written"].clone())
    };
    let (found, waived, _) = build("\nOne more line.\n");
    assert!(found.as_array().unwrap().iter().any(|one| one["line"] == 6), "{found:#}");
    assert_eq!(waived[0]["line"], 6, "{waived:#}");
    assert_eq!(build("\nAnother line.\n"), (found, waived, 1.into()));
}
