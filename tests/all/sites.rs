//! Small real sites, built through the library: the `<main>` of chosen pages, the list of
//! files, and every link followed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use plainleaf::diagnostic::Diagnostic;
use plainleaf::disk::scan;
use plainleaf::emit::{MANIFEST_NAME, emit};
use plainleaf::memo::Memo;
use plainleaf::pipeline::{Build, Input, build};
use tempfile::TempDir;

/// A copy of a fixture in a folder of its own.
pub(crate) struct Site {
    folder: TempDir,
    name: &'static str,
}

impl Site {
    /// Copies `tests/sites/<name>`.
    pub(crate) fn copy(name: &'static str) -> Self {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites").join(name);
        Self::copy_folder(&from, name)
    }

    /// A folder without anything.
    #[cfg(feature = "remote")]
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), name: "empty" }
    }

    /// Copies the folder of a site.
    pub(crate) fn copy_folder(from: &Path, name: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for entry in walkdir::WalkDir::new(from).min_depth(1) {
            let entry = entry.unwrap();
            let to = folder.path().join(entry.path().strip_prefix(from).unwrap());
            if entry.file_type().is_dir() {
                fs::create_dir(to).unwrap();
            } else {
                fs::copy(entry.path(), to).unwrap();
            }
        }
        Self { folder, name }
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Replaces the only place where `old` stands in a file.
    #[track_caller]
    pub(crate) fn edit(&self, file: &str, old: &str, new: &str) {
        let path = self.root().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(old).count(), 1, "`{old}` in {file}");
        fs::write(path, text.replace(old, new)).unwrap();
    }

    fn input(&self) -> Input {
        let scanned = scan(self.root()).unwrap();
        assert_eq!(scanned.diagnostics, []);
        let today = date(2026, 11, 24);
        Input { tree: scanned.value, today, drafts: false, base_url: None }
    }

    /// Builds, and says what is wrong in one line each.
    fn messages(&self) -> Vec<String> {
        let line = |found: Diagnostic| format!("{}: {}", found.code, found.message);
        build(&self.input(), &Memo::default()).diagnostics.into_iter().map(line).collect()
    }

    /// Builds without a finding and writes to `public/`.
    #[track_caller]
    fn publish(&self) -> Public {
        let built = build(&self.input(), &Memo::default());
        assert_eq!(built.diagnostics, [], "{}", self.name);
        let folder = self.root().join("public");
        emit(&built.output, &folder, self.root()).unwrap();
        Public { folder, name: self.name, built }
    }
}

/// What was published.
struct Public {
    folder: PathBuf,
    name: &'static str,
    built: Build,
}

impl Public {
    /// Every file but the manifest.
    fn files(&self) -> Vec<String> {
        let files = walkdir::WalkDir::new(&self.folder).into_iter().map(Result::unwrap);
        let mut files: Vec<String> = files
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                entry
                    .path()
                    .strip_prefix(&self.folder)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned()
            })
            .filter(|path| path != MANIFEST_NAME)
            .collect();
        files.sort();
        files
    }

    fn pages(&self) -> Vec<String> {
        let is_page =
            |file: &String| Path::new(file).extension().is_some_and(|e| e == "html");
        self.files().into_iter().filter(is_page).collect()
    }

    #[track_caller]
    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).unwrap()
    }

    /// Compares the list of files, and the `<main>` of each page, with its snapshot.
    #[track_caller]
    fn check(&self, pages: &[&str]) {
        insta::assert_snapshot!(format!("{}-files", self.name), self.files().join("\n"));
        for page in pages {
            let html = self.read(&format!("{page}index.html"));
            let name = format!("{}-{}", self.name, page.trim_end_matches('/'));
            let name = name.replace('/', "-");
            insta::assert_snapshot!(
                name.trim_end_matches('-'),
                between(&html, "<main", "</main>")
            );
        }
    }
}

/// From `start` to `end`, both included; drawings are cut short.
#[track_caller]
fn between(html: &str, start: &str, end: &str) -> String {
    let from = html.find(start).unwrap();
    let to = from + html[from..].find(end).unwrap() + end.len();
    let mut text = String::new();
    let mut rest = &html[from..to];
    while let Some(at) = rest.find("<svg class=\"") {
        let stop = at + rest[at..].find("</svg>").unwrap();
        text.push_str(&rest[..at]);
        text.push_str("<svg>…");
        rest = &rest[stop..];
    }
    text + rest
}

#[test]
fn everything_that_a_site_can_hold() {
    let site = Site::copy("everything");
    let public = site.publish();
    public.check(&[
        "",
        "all/text/",
        "cards/",
        "contact/",
        "guides/",
        "guides/page/2/",
        "guides/sleep/",
        "guides/walking/",
        "guides/water/",
        "tags/",
        "tags/rest/",
        "tags/rest/page/2/",
        "topics/",
        "yaml-page/",
    ]);
    let held: Vec<_> = public
        .built
        .held_back
        .iter()
        .map(|page| (page.path.as_str(), &*page.reason))
        .collect();
    assert_eq!(
        held,
        [
            ("content/guides/draft.md", "draft"),
            ("content/guides/expired.md", "expired on 2026-03-01"),
            ("content/guides/future.md", "future: its date is 2027-01-01"),
        ]
    );
    let home = public.read("index.html");
    insta::assert_snapshot!("everything-header", between(&home, "<header", "</header>"));
    insta::assert_snapshot!("everything-footer", between(&home, "<footer", "</footer>"));
    let sleep = public.read("guides/sleep/index.html");
    insta::assert_snapshot!("everything-head", between(&sleep, "<meta", "<style>"));
    insta::assert_snapshot!("everything-alias", public.read("old/sleep/index.html"));
    insta::assert_snapshot!("everything-feed", public.read("feed.xml"));
    insta::assert_snapshot!("everything-sitemap", public.read("sitemap.xml"));
    assert_eq!(public.read("robots.txt"), "User-agent: *\nDisallow: /private/\n");
    assert_eq!(public.read("CNAME"), "everything.example\n");
    assert!(public.read("sleep.html").contains("url=guides/sleep/"));
    follow_every_link(&public);
}

#[test]
fn drafts_are_shown_when_asked() {
    let site = Site::copy("everything");
    let built = build(
        &Input { drafts: true, today: date(2027, 1, 1), ..site.input() },
        &Memo::default(),
    );
    assert_eq!(built.diagnostics, []);
    assert!(built.output.get("guides/draft/index.html").is_some());
    assert!(built.output.get("guides/future/index.html").is_some());
    assert_eq!(built.held_back.len(), 1);
}

#[test]
fn pages_say_who_reviewed_them_and_machines_only_what_still_holds() {
    let site = Site::copy("reviewed");
    let public = site.publish();
    let guides =
        ["guides/sleep/", "guides/walking/", "guides/overdue/", "guides/changed/"];
    public.check(&guides);
    for (page, is_told) in guides.iter().zip([true, false, false, false]) {
        let html = public.read(&format!("{page}index.html"));
        for property in ["lastReviewed", "reviewedBy", "honorificSuffix"] {
            assert_eq!(html.contains(property), is_told, "{page}: {property}");
        }
    }
    assert!(!public.read("guides/changed/index.html").contains("3 cups"));
}

#[test]
fn two_languages_are_paired() {
    let site = Site::copy("two-languages");
    let public = site.publish();
    public.check(&["", "de/", "de/sleep/", "de/gehen/", "only/"]);
    for page in ["walking/", "de/gehen/", "only/"] {
        let html = public.read(&format!("{page}index.html"));
        let name = format!(
            "two-languages-head-{}",
            page.trim_end_matches('/').replace('/', "-")
        );
        insta::assert_snapshot!(name, between(&html, "<meta", "<style>"));
    }
    let german = public.read("de/gehen/index.html");
    insta::assert_snapshot!(
        "two-languages-header-de",
        between(&german, "<header", "</header>")
    );
    insta::assert_snapshot!("two-languages-feed-de", public.read("de/feed.xml"));
    assert!(!public.read("feed.xml").contains("Schlaf"));
    follow_every_link(&public);
}

#[test]
fn a_site_below_a_path_links_to_itself_alone() {
    let site = Site::copy("sub-path");
    let public = site.publish();
    public.check(&[
        "",
        "deep/deeper/page/",
        "guides/",
        "tags/all/page/2/",
        "references/",
    ]);
    let page = public.read("deep/deeper/page/index.html");
    assert!(page.contains("<link rel=\"canonical\" href=\"https://host.example/sub/path/deep/deeper/page/\">"));
    let missing = public.read("404.html");
    assert!(missing.contains("href=\"https://host.example/sub/path/guides/\""));
    assert!(
        public.read("robots.txt").contains("https://host.example/sub/path/sitemap.xml")
    );
    follow_every_link(&public);
}

#[test]
fn a_theme_overrides_file_by_file() {
    let site = Site::copy("theme-override");
    let public = site.publish();
    public.check(&["", "page/"]);
    let page = public.read("page/index.html");
    assert_eq!(
        between(&page, "<footer", "</footer>"),
        "<footer class=\"foot\"><p>Plain words</p></footer>"
    );
    assert!(
        page.contains("<style>body{color:black;background:white}\n</style>"),
        "{page}"
    );
    assert!(
        page.contains("Skip to main content"),
        "strings that are not overridden stay"
    );
    follow_every_link(&public);
}

#[test]
fn one_broken_file_of_a_theme_is_one_error() {
    for (file, old, new) in [
        ("templates/page.html", "{% endblock %}", "{% endblok %}"),
        ("components/shout.html", "{% endfor %}", "{% endfro %}"),
        ("components/shout.html", "{\"kind\": \"leaf\"}", "{\"kind\": \"loaf\"}"),
        ("components/good_to_know.html", "strings.good_to_know", "strings.good_to_now"),
        ("strings/en.toml", "\"Plain words\"", "Plain words"),
    ] {
        let site = Site::copy("theme-override");
        let path = format!("themes/mine/{file}");
        site.edit(&path, old, new);
        let found = build(&site.input(), &Memo::default()).diagnostics;
        let places: Vec<_> =
            found.iter().map(|d| d.primary.as_ref().unwrap().path.as_str()).collect();
        assert_eq!(places, [path], "{found:#?}");
    }
}

#[test]
fn an_article_that_cannot_be_read_breaks_no_links_to_it() {
    let site = Site::copy("other-substance");
    site.edit("content/taper.md", "title = \"Cutting", "title = “Cutting");
    assert_eq!(site.messages().len(), 1, "{:#?}", site.messages());
}

#[test]
fn a_plain_site_needs_four_keys() {
    let site = Site::copy("plain");
    let public = site.publish();
    public.check(&["", "notes/", "notes/notes-1/", "tags/", "tags/one/"]);
    follow_every_link(&public);
}

#[test]
fn what_stands_above_the_first_heading_stands_above_the_contents() {
    let site = Site::copy("plain");
    let check = |order: [&str; 3]| {
        let html = site.publish().read("notes/notes-1/index.html");
        let places = order.map(|words| html.find(words).unwrap());
        assert!(places.is_sorted(), "{order:?}: {places:?}");
    };
    check(["Some text with", "id=\"toc-title\"", "<h2 id=\"part-one\""]);
    let lead = "Some text with a [link](https://example.org/).\n\n";
    site.edit("content/notes/notes-1.md", lead, "");
    check(["id=\"toc-title\"", "<h2 id=\"part-one\"", "<p>More.</p>"]);
    site.edit("content/notes/notes-1.md", "## Part one\n", "Alone.\n");
    let html = site.publish().read("notes/notes-1/index.html");
    assert!(!html.contains("toc-title") && html.matches("Alone.").count() == 1);
}

#[test]
fn another_substance_needs_no_code() {
    let site = Site::copy("other-substance");
    let public = site.publish();
    public.check(&["", "taper/10-g/slow/", "taper/40-g/slow/"]);
    let form = public.read("taper/index.html");
    for words in
        ["Example only. Not tested.", "Not medical advice.", "This is very much tea."]
    {
        assert!(form.contains(words), "{words}");
    }
    for file in &public.pages() {
        assert!(!public.read(file).to_lowercase().contains("kratom"), "{file}");
    }
    assert!(
        public
            .read("taper/5-g/slow/tea-leaf-5-g-slow-example-only-not-tested.csv")
            .starts_with(
                "row,phase,first_day,days,amount_g,cut_g,doses_g\n0,baseline,1,7,5.0,0.0,"
            )
    );
    follow_every_link(&public);
}

/// Takes a piece out of the taper page, or puts another in its place, and checks the refusal.
#[track_caller]
fn check_refused((old, new): (&str, &str), expected: &[&str]) {
    let site = Site::copy("other-substance");
    site.edit("content/taper.md", old, new);
    assert_eq!(site.messages(), expected);
    assert!(build(&site.input(), &Memo::default()).output.is_empty());
}

#[test]
fn a_taper_page_is_refused_without_each_of_its_safeguards() {
    check_refused(
        (":::taper-disclaimer\nNot medical advice.\n:::\n", ""),
        &[
            "taper/incomplete: a taper page is not built without the disclaimer: `:::taper-disclaimer` is missing",
        ],
    );
    check_refused(
        ("Not medical advice.\n", ""),
        &[
            "taper/incomplete: a taper page is not built without the disclaimer: `:::taper-disclaimer` is empty",
        ],
    );
    check_refused(
        (":::taper-exclusions\n- people who drink coffee as well [@moor2021]\n:::\n", ""),
        &[
            "taper/incomplete: a taper page is not built without the list of people who must not do this alone: `:::taper-exclusions` is missing",
        ],
    );
    check_refused(
        (":::taper-red-flags\n:::call-911\n- someone cannot be woken\n:::\n:::\n", ""),
        &[
            "taper/incomplete: a taper page is not built without the signs to stop and get help: `:::taper-red-flags` is missing",
        ],
    );
    check_refused(
        (":::taper-form\n", ""),
        &[
            "taper/incomplete: a taper page is not built without the form: `:::taper-form` is missing",
        ],
    );
    check_refused(
        ("sources = [\"hill2024\", \"moor2021\"]\n", ""),
        &["taper/incomplete: a taper page is not built without `sources`"],
    );
    check_refused(
        ("[\"hill2024\", \"moor2021\"]", "[\"hill2042\"]"),
        &["citation/unknown: no source has the key `hill2042`"],
    );
    check_refused(
        ("short_disclaimer = \"Example only. Not tested.\"\n", ""),
        &["taper/incomplete: a taper page is not built without `short_disclaimer`"],
    );
    check_refused(
        (
            "[[taper.warning]]\nat = 20\ntitle = \"Ask first\"\ntext = \"This is a lot of tea.\"\n",
            "",
        ),
        &["taper/incomplete: the plans from 20 g a day on lack their warning"],
    );
    check_refused(
        ("at = 20\n", "at = 25\n"),
        &["taper/incomplete: the plans from 20 g a day on lack their warning"],
    );
    check_refused(
        ("at = 40\n", "at = 41\n"),
        &["taper/incomplete: the plans from 40 g a day on lack their warning"],
    );
}

#[test]
fn no_page_widens_a_limit() {
    for (old, new) in [
        ("starts = [5, 10, 20, 40]", "starts = [5, 10, 20, 60]"),
        ("floor = 1.0", "floor = 0.5"),
        ("percent = 5", "percent = 15"),
        ("step_days = 14", "step_days = 3"),
        ("doses = 2", "doses = 9"),
        ("baseline_days = 7", "baseline_days = 1"),
        ("every_other_day_doses = 14", "every_other_day_doses = 1"),
    ] {
        let site = Site::copy("other-substance");
        site.edit("content/taper.md", old, new);
        let said = site.messages();
        assert!(
            said.len() == 1 && said[0].starts_with("taper/plan: "),
            "{new}: {said:?}"
        );
    }
}

/// Follows each `href` and `src` of each page as a browser would, from the page's own address.
fn follow_every_link(public: &Public) {
    let files: BTreeSet<String> = public.files().into_iter().collect();
    let mut followed = 0;
    for file in public.pages().iter().filter(|file| *file != "404.html") {
        let html = public.read(file);
        for (target, is_canonical) in targets(&html) {
            let scheme = ["https:", "mailto:", "tel:"];
            if is_canonical || scheme.iter().any(|scheme| target.starts_with(scheme)) {
                continue;
            }
            assert!(!target.starts_with('/'), "{file} holds {target}");
            let (path, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let to = resolve(file, path).unwrap_or_default();
            assert!(files.contains(&to), "{file} leads to {target}: no {to}");
            if !anchor.is_empty() {
                let id = format!(" id=\"{anchor}\"");
                assert!(public.read(&to).contains(&id), "{file}: no {anchor} in {to}");
            }
            followed += 1;
        }
    }
    assert!(followed > 5);
}

/// The value of each `href` and `src`, and whether it is meant to be absolute.
fn targets(html: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for tag in html.split('<').skip(1) {
        let tag = tag.split_once('>').map_or(tag, |(tag, _)| tag);
        for name in [" href=\"", " src=\"", " formaction=\""] {
            let Some((before, rest)) = tag.split_once(name) else { continue };
            let value = rest.split('"').next().unwrap().replace("&amp;", "&");
            let absolute = ["canonical", "itemprop=\"url\"", "hreflang"];
            let is_link = before.starts_with("link");
            let is_absolute = is_link && absolute.iter().any(|word| tag.contains(word));
            assert!(!is_absolute || value.starts_with("https://"), "{tag}");
            found.push((value, is_absolute));
        }
    }
    found
}

/// The file that a host shows for `target`, seen from `file`.
fn resolve(file: &str, target: &str) -> Option<String> {
    if target.is_empty() {
        return Some(file.to_owned());
    }
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    let path = target.split('?').next()?;
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    if path.ends_with('/') || path.ends_with("..") || path == "." {
        parts.push("index.html");
    }
    Some(parts.join("/").replace("%20", " "))
}

#[test]
fn no_snapshot_is_left_over() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all");
    let folder = fs::read_dir(tests.join("snapshots")).unwrap();
    for file in folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()) {
        let parts: Vec<&str> = file.trim_end_matches(".snap").split("__").collect();
        let [_, module, name] = parts[..] else { continue };
        let source = fs::read_to_string(tests.join(format!("{module}.rs"))).unwrap();
        // Most names are made of a fixture's and a page's.
        let words: Vec<String> = source
            .split('"')
            .map(|word| word.trim_end_matches('/').replace('/', "-"))
            .collect();
        let is_known = words.iter().any(|word| {
            let rest = name.strip_suffix(word.as_str());
            !word.is_empty()
                && rest.is_some_and(|rest| {
                    let rest = rest.trim_end_matches('-');
                    rest.is_empty()
                        || rest == "two-languages-head"
                        || words.iter().any(|word| word == rest)
                })
        });
        // Insta numbers the snapshots of one test.
        let function = name.trim_end_matches(|c: char| c == '-' || c.is_ascii_digit());
        let is_function = source.contains(&format!("fn {function}("));
        let is_list = name.ends_with("-files");
        assert!(is_known || is_function || is_list, "no test makes {file}");
    }
}

/// The site of this repository, as its readers get it.
#[test]
fn our_own_site_has_nothing_to_mend() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scanned = plainleaf::disk::scan(root).unwrap();
    assert_eq!(scanned.diagnostics, []);
    let input = Input {
        tree: scanned.value,
        today: date(2026, 11, 24),
        drafts: false,
        base_url: None,
    };
    let built = build(&input, &Memo::default());
    assert_eq!(built.diagnostics, []);
    assert_eq!(built.held_back, []);
    for page in
        ["index.html", "taper/index.html", "taper/20-g/gentle/index.html", "404.html"]
    {
        assert!(built.output.get(page).is_some(), "{page}");
    }
}
