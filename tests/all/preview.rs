//! The preview as a browser and an attacker see it: a real server on the loopback.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use plainleaf::diagnostic::Severity;
use plainleaf::digest::Digest;
use plainleaf::disk::Scanner;
use plainleaf::memo::Memo;
use plainleaf::output::{Artifact, OutputTree};
use plainleaf::path::{OutputPath, SourcePath};
use plainleaf::pipeline::{Input, build};
use plainleaf::preview::{Finding, Look, Options, Rebuilt, serve};
use plainleaf::source::{Asset, AssetBytes, Source, SourceTree};
use tempfile::TempDir;

const HOME: &str = "<!DOCTYPE html><html><head>\
    <meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'none'\">\
    <title>x</title></head><body><p>home</p></body></html>";

/// A server of its own; its threads end with the process.
struct Preview {
    root: TempDir,
    addr: SocketAddr,
    next: Arc<Mutex<Result<Rebuilt, String>>>,
    builds: Arc<AtomicUsize>,
}

struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

fn tree(files: &[(&str, &str)]) -> OutputTree {
    let mut tree = OutputTree::default();
    for (path, text) in files {
        let artifact = Artifact::made(text.as_bytes(), None);
        tree.insert(OutputPath::parse(path).unwrap(), artifact);
    }
    tree
}

fn built(files: &[(&str, &str)]) -> Rebuilt {
    Rebuilt { tree: Some(Arc::new(tree(files))), ..Rebuilt::default() }
}

fn finding(severity: Severity) -> Finding {
    Finding {
        severity,
        code: "link/missing".into(),
        message: "no page at `<x>`".into(),
        file: Some("content/a.md".into()),
        line: Some(3),
        column: Some(7),
        excerpt: Some("3 | [x](<y>)\n  |     ^^^".into()),
        help: Some("make the page".into()),
        url: None,
    }
}

/// Starts to serve what `first` says.
fn preview(first: Rebuilt) -> Preview {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("content")).unwrap();
    let next = Arc::new(Mutex::new(Ok(first)));
    let builds = Arc::new(AtomicUsize::new(0));
    let (shared, counter) = (Arc::clone(&next), Arc::clone(&builds));
    let addr = start(root.path(), move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
        let next = shared.lock().unwrap().clone();
        Some(next.unwrap())
    });
    Preview { root, addr, next, builds }
}

fn start(
    root: &Path,
    rebuild: impl FnMut(&Look) -> Option<Rebuilt> + Send + 'static,
) -> SocketAddr {
    let options = Options {
        root: root.to_owned(),
        addr: "127.0.0.1:0".parse().unwrap(),
        base_path: "/".into(),
        notice: |_| {},
    };
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        serve(&options, rebuild, |url| {
            let addr = url.trim_start_matches("http://").trim_end_matches('/');
            sender.send(addr.parse().unwrap()).unwrap();
        })
    });
    receiver.recv_timeout(Duration::from_secs(20)).unwrap()
}

impl Preview {
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.addr).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Sends bytes as they are and reads everything until the server closes.
    fn raw(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        // A server that refuses early may close before it has read everything.
        let _ = stream.write_all(request.as_bytes());
        answer(&mut BufReader::new(stream), request.starts_with("HEAD"))
    }

    fn get(&self, target: &str, headers: &[&str]) -> Answer {
        let mut request = format!("GET {target} HTTP/1.1\r\nHost: {}\r\n", self.addr);
        for header in headers.iter().chain(&["Connection: close", ""]) {
            request.push_str(header);
            request.push_str("\r\n");
        }
        self.raw(&request)
    }

    #[track_caller]
    fn check(&self, target: &str, headers: &[&str], status: u16) -> Answer {
        let answer = self.get(target, headers);
        assert_eq!(answer.status, status, "{target} {headers:?}: {}", answer.body);
        answer
    }

    /// What is built next, and a change that makes it so.
    fn change(&self, next: Result<Rebuilt, String>) {
        *self.next.lock().unwrap() = next;
        let count = self.builds.load(Ordering::SeqCst);
        fs::write(self.root.path().join("content/a.md"), count.to_string()).unwrap();
    }

    fn events(&self) -> BufReader<TcpStream> {
        let mut stream = self.connect();
        let request =
            format!("GET /_plainleaf/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.addr);
        stream.write_all(request.as_bytes()).unwrap();
        BufReader::new(stream)
    }
}

fn answer(stream: &mut impl BufRead, is_head: bool) -> Answer {
    let mut line = String::new();
    stream.read_line(&mut line).unwrap();
    let status = line.split(' ').nth(1).unwrap_or("0").parse().unwrap();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim().split_once(": ") else { break };
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").map_or(0, |l| l.parse::<usize>().unwrap());
    let mut body = vec![0; if is_head { 0 } else { length }];
    stream.read_exact(&mut body).unwrap();
    Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
}

/// The next event's data.
fn event(stream: &mut impl BufRead) -> String {
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "the stream ended");
        if let Some(data) = line.strip_prefix("data: ") {
            return data.trim().to_owned();
        }
    }
}

#[test]
fn serves_the_table_with_what_a_preview_adds() {
    let first = built(&[("index.html", HOME), ("a/x.css", "p{}"), ("404.html", "gone")]);
    let made = first.tree.clone().unwrap();
    let preview = preview(first);
    let home = preview.check("/", &[], 200);
    assert!(home.body.contains("<p>home</p><script data"), "{}", home.body);
    assert!(!home.body.contains("Content-Security-Policy"));
    assert_eq!(home.headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(home.headers["x-content-type-options"], "nosniff");
    assert!(home.headers.keys().all(|name| !name.starts_with("access-control")));
    // Only what is served changes, never the built site.
    assert_eq!(made.get("index.html").unwrap().digest, Digest::of(HOME.as_bytes()));
    let css = preview.check("/a/x.css?v=1", &[], 200);
    assert_eq!(
        (css.body.as_str(), css.headers["content-type"].as_str()),
        ("p{}", "text/css; charset=utf-8")
    );
    let lost = preview.check("/nowhere", &[], 404);
    assert!(lost.body.starts_with("gone<script data"));
}

#[test]
fn nothing_outside_the_table_can_be_reached() {
    let preview = preview(built(&[("index.html", HOME), ("a/index.html", HOME)]));
    fs::write(preview.root.path().join("secret"), "secret").unwrap();
    let climbing = [
        "/../secret",
        "/a/../../secret",
        "/%2e%2e/secret",
        "/%2e%2e%2fsecret",
        "/..%5csecret",
        "/a\\..\\secret",
        "/a/%00",
        "/%0d%0aSet-Cookie:x",
        "/%ff",
        "http://localhost/",
    ];
    for target in climbing {
        preview.check(target, &[], 400);
    }
    let missing = [
        "/%252e%252e/secret",
        "/secret",
        "/site.toml",
        "/content/a.md",
        "//etc/passwd",
        "/@fs/etc/passwd",
        "/etc/passwd?raw??",
    ];
    for target in missing {
        preview.check(target, &[], 404);
    }
}

#[test]
fn redirects_stay_here() {
    let preview = preview(built(&[("a/index.html", HOME), ("é/index.html", HOME)]));
    assert_eq!(preview.check("/a?x", &[], 308).headers["location"], "/a/");
    assert_eq!(preview.check("/%C3%A9", &[], 308).headers["location"], "/%C3%A9/");
    preview.check("//a", &[], 404);
    preview.check("//evil.example/..", &[], 400);
    preview.check("/\\evil.example", &[], 400);
}

#[test]
fn only_this_machine_by_its_own_names_is_answered() {
    let preview = preview(built(&[("index.html", HOME)]));
    let port = preview.addr.port();
    let status = |host: &str| {
        preview.raw(&format!("GET / HTTP/1.1\r\n{host}Connection: close\r\n\r\n")).status
    };
    for good in ["localhost", "127.0.0.1", "[::1]"] {
        assert_eq!(status(&format!("Host: {good}\r\n")), 200, "{good}");
        assert_eq!(status(&format!("Host: {good}:{port}\r\n")), 200, "{good}");
    }
    for bad in ["evil.example", "localhost:1", "localhost.evil.example", "192.0.2.1"] {
        assert_eq!(status(&format!("Host: {bad}\r\n")), 403, "{bad}");
    }
    assert_eq!(status(""), 400);
    assert_eq!(status("Host: localhost\r\nHost: evil.example\r\n"), 400);
    let events = "/_plainleaf/events";
    preview.check(events, &["Origin: http://evil.example"], 403);
    preview.check(events, &["Origin: null"], 403);
    preview.check(events, &["Origin: http://127.0.0.1:1"], 403);
    preview.check(events, &["Sec-Fetch-Site: cross-site"], 403);
    let own = format!("Origin: http://{}", preview.addr);
    preview.check(events, &[&own], 200);
}

#[test]
fn methods_and_malformed_requests_are_refused() {
    let preview = preview(built(&[("index.html", HOME)]));
    let host = format!("Host: {}\r\n", preview.addr);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "FOO"] {
        let refused = preview.raw(&format!("{method} / HTTP/1.1\r\n{host}\r\n"));
        assert_eq!(
            (refused.status, refused.headers["allow"].as_str()),
            (405, "GET, HEAD")
        );
    }
    let head =
        preview.raw(&format!("HEAD / HTTP/1.1\r\n{host}Connection: close\r\n\r\n"));
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_ne!(head.headers["content-length"], "0");
    let body = format!("GET / HTTP/1.1\r\n{host}Content-Length: 3\r\n\r\nabc");
    assert_eq!(preview.raw(&body).status, 400);
    let chunked = format!("GET / HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\n");
    assert_eq!(preview.raw(&chunked).status, 400);
    assert_eq!(preview.raw("nonsense\r\n\r\n").status, 400);
    assert_eq!(preview.raw("\u{16}\u{3}\u{1}\r\n\r\n").status, 400);
    let long = format!("GET /{} HTTP/1.1\r\n{host}\r\n", "x".repeat(17 << 10));
    assert_eq!(preview.raw(&long).status, 431);
    let many = format!("GET / HTTP/1.1\r\n{host}{}\r\n", "X: y\r\n".repeat(100));
    assert_eq!(preview.raw(&many).status, 431);
}

#[test]
fn a_connection_answers_one_request_after_the_other() {
    let preview = preview(built(&[("a.css", "a{}"), ("b.css", "b{}")]));
    let mut stream = preview.connect();
    let ask = |name: &str| format!("GET /{name} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    stream.write_all((ask("a.css") + &ask("b.css")).as_bytes()).unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    assert_eq!(answer(&mut reader, false).body, "a{}");
    assert_eq!(answer(&mut reader, false).body, "b{}");
    stream.write_all(ask("a.css").as_bytes()).unwrap();
    assert_eq!(answer(&mut reader, false).body, "a{}");
}

#[test]
fn ranges_and_conditions_are_kept() {
    let mut made = tree(&[("a.txt", "0123456789"), ("index.html", HOME)]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("b.mp4");
    fs::write(&file, "0123456789").unwrap();
    let handle =
        Asset { bytes: AssetBytes::File(file), ..Asset::from(&b"0123456789"[..]) };
    let artifact = Artifact::copied(&handle, SourcePath::new("content/b.mp4"));
    made.insert(OutputPath::parse("b.mp4").unwrap(), artifact);
    let preview = preview(Rebuilt { tree: Some(Arc::new(made)), ..Rebuilt::default() });
    for target in ["/a.txt", "/b.mp4"] {
        let part = preview.check(target, &["Range: bytes=2-4"], 206);
        assert_eq!(part.body, "234");
        assert_eq!(part.headers["content-range"], "bytes 2-4/10");
        assert_eq!(preview.check(target, &["Range: bytes=-2"], 206).body, "89");
        let none = preview.check(target, &["Range: bytes=10-"], 416);
        assert_eq!(none.headers["content-range"], "bytes */10");
        preview.check(target, &["Range: bytes=0-1,3-4"], 200);
        preview.check(target, &["Range: bytes=0-1", "If-Range: \"other\""], 200);
        let tag = part.headers["etag"].clone();
        let known =
            preview.check(target, &[&format!("If-None-Match: \"x\", W/{tag}")], 304);
        assert_eq!((known.body.as_str(), &known.headers["etag"]), ("", &tag));
        preview.check(target, &["If-None-Match: \"x\""], 200);
    }
    let tag = preview.check("/", &[], 200).headers["etag"].clone();
    preview.check("/", &[&format!("If-None-Match: {tag}")], 304);
}

#[test]
fn idle_connections_stall_nobody() {
    let preview = preview(built(&[("index.html", HOME)]));
    let mut idle: Vec<_> = (0..300).map(|_| preview.connect()).collect();
    for stream in &mut idle {
        stream.write_all(b"GET / HT").unwrap();
    }
    let start = Instant::now();
    preview.check("/", &[], 200);
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_change_reaches_the_page_at_once() {
    let preview = preview(built(&[("index.html", HOME)]));
    let mut events = preview.events();
    let first = event(&mut events);
    assert!(
        preview.check("/", &[], 200).body.contains(&first),
        "the page knows its version"
    );
    preview.change(Ok(built(&[("index.html", "<body>second</body>")])));
    let second = event(&mut events);
    assert_ne!(first, second);
    let page = preview.check("/", &[], 200).body;
    assert!(page.contains("second") && page.contains(&second));
}

#[test]
fn errors_lie_over_the_last_good_build() {
    let preview = preview(built(&[("index.html", HOME)]));
    let mut events = preview.events();
    event(&mut events);
    let bad = Rebuilt {
        tree: None,
        findings: vec![Arc::new(finding(Severity::Error))],
        ..Rebuilt::default()
    };
    preview.change(Ok(bad));
    event(&mut events);
    let page = preview.check("/", &[], 200).body;
    for part in [
        "<p>home</p>",
        "role=\"alert\"",
        "no page at `&lt;x&gt;`",
        "content/a.md:3:7",
        "3 | [x](&lt;y&gt;)\n  |     ^^^",
        "Help: make the page",
    ] {
        assert!(page.contains(part), "no {part:?} in {page}");
    }
    preview.change(Err("oh <no>".to_owned()));
    event(&mut events);
    assert!(preview.check("/", &[], 200).body.contains("oh &lt;no&gt;"));
    preview.change(Ok(built(&[("index.html", HOME)])));
    event(&mut events);
    assert!(!preview.check("/", &[], 200).body.contains("role=\"alert\""));
}

#[test]
fn without_any_good_build_every_address_says_why() {
    let bad = Rebuilt {
        tree: None,
        findings: vec![Arc::new(finding(Severity::Error))],
        ..Rebuilt::default()
    };
    let preview = preview(bad);
    let page = preview.check("/any/where", &[], 500).body;
    assert!(page.contains("content/a.md:3:7") && page.contains("<script data"));
    preview.check("/../x", &[], 400);
}

#[test]
fn errors_of_other_pages_are_folded() {
    let mut first = built(&[("index.html", HOME), ("a/index.html", HOME)]);
    let own = Finding { url: Some("/a/".into()), ..finding(Severity::Error) };
    let everywhere = Finding { message: "no title".into(), ..finding(Severity::Error) };
    first.findings = [own, everywhere].map(Arc::new).into();
    let preview = preview(first);
    let home = preview.check("/", &[], 200).body;
    let folded = home.find("<details><summary>1 error on other pages").unwrap();
    assert!(home.find("no title").unwrap() < folded);
    assert!(home.find("no page at").unwrap() > folded);
    assert!(home.contains("<a href=\"/_desk/\">"), "{home}");
    let page = preview.check("/a/", &[], 200).body;
    assert!(page.contains("no page at") && !page.contains("<details>"), "{page}");
}

/// What names the contents of a page, so that only a change of style is not a reload.
fn content_of(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("data-content=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[test]
fn only_a_change_of_style_leaves_the_contents_as_they_are() {
    let page = |style: &str, text: &str| format!("<style>{style}</style><body>{text}");
    let preview = preview(built(&[("index.html", &page("a{}", "one"))]));
    let mut events = preview.events();
    event(&mut events);
    let mut next = |files: &[(&str, &str)]| {
        preview.change(Ok(built(files)));
        event(&mut events);
        content_of(&preview.check("/", &[], 200))
    };
    let first = content_of(&preview.check("/", &[], 200));
    assert_eq!(next(&[("index.html", &page("b{}", "one"))]), first);
    assert_ne!(next(&[("index.html", &page("b{}", "two"))]), first);
    let image = next(&[("index.html", &page("a{}", "one")), ("a.svg", "<svg/>")]);
    assert_ne!(image, first, "a page may show the image");
}

#[test]
fn the_desk_shows_every_page_and_is_in_no_build() {
    let files = [
        ("content/_index.md", "+++\ntitle = \"Home\"\n+++\nGo to [a](a.md)\n"),
        ("content/a.md", "+++\ntitle = \"A\"\n+++\nOne two three four\n"),
        ("content/b.md", "+++\ntitle = \"<b>&\\\"</script>\"\ndraft = true\n+++\nText\n"),
        ("content/z.md", "+++\ntitle = \"Z\"\n+++\nText\n"),
        ("site.toml", "title = \"S\"\nbase_url = \"https://s.example/\"\n"),
    ];
    let input = Input {
        tree: SourceTree::of(files),
        today: jiff::civil::date(2026, 11, 24),
        drafts: false,
        base_url: None,
    };
    let made = build(&input, &Memo::default());
    assert_eq!(made.diagnostics, []);
    assert!(made.output.iter().all(|(path, _)| !path.as_str().contains("_desk")));
    let preview = preview(Rebuilt {
        tree: Some(Arc::new(made.output)),
        overview: Some(made.overview.into()),
        ..Rebuilt::default()
    });
    let all = preview.check("/_desk/", &[], 200);
    assert_eq!(all.headers["content-type"], "text/html; charset=utf-8");
    assert!(all.body.contains("&lt;b&gt;&amp;&quot;&lt;/script&gt;"));
    assert!(!all.body.contains("<b>"));
    let rows = |target: &str| {
        let page = preview.check(target, &[], 200).body;
        let names = page.split("<th scope=\"row\">").skip(1);
        let name = |row: &str| {
            let (_, rest) = row.split_once("?file=content/").unwrap();
            rest.split(".md").next().unwrap().to_owned()
        };
        names.map(name).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(rows("/_desk/"), "b a _index z");
    assert_eq!(rows("/_desk/?show=draft"), "b");
    assert_eq!(rows("/_desk/?show=orphans"), "z");
    assert_eq!(rows("/_desk/?sort=words&show=published"), "a _index z");
    let tag = all.headers["etag"].clone();
    preview.check("/_desk/", &[&format!("If-None-Match: {tag}")], 304);
    assert_eq!(preview.check("/_desk", &[], 308).headers["location"], "/_desk/");
    let one = preview.check("/_desk/page/?file=content/a.md", &[], 200).body;
    assert!(one.contains("Links in: 1") && one.contains(">Home</a>"), "{one}");
    preview.check("/_desk/page/?file=content/none.md", &[], 404);
    preview.check("/_desk/../x", &[], 404);
}

#[test]
fn warnings_are_folded() {
    let mut first = built(&[("index.html", HOME)]);
    first.findings = [(); 2].map(|()| Arc::new(finding(Severity::Warning))).into();
    let page = preview(first).check("/", &[], 200).body;
    assert!(page.contains("<details><summary>2 warnings</summary>"), "{page}");
    let mut first = built(&[("index.html", HOME)]);
    first.findings = vec![Arc::new(finding(Severity::Notice))];
    let page = preview(first).check("/", &[], 200).body;
    assert!(page.contains("<details><summary>1 notice</summary>"), "{page}");
}

/// A site whose pages are its sources, so that what is served can be compared.
fn mirror(root: &Path) -> impl FnMut(&Look) -> Option<Rebuilt> + Send + use<> {
    let mut scanner = Scanner::new(root);
    move |look| {
        let read = match look {
            Look::Everywhere => scanner.scan(),
            Look::At(paths) => scanner.scan_at(paths),
        };
        let sources = read.map(|outcome| outcome.value).unwrap_or_default();
        let mut made = OutputTree::default();
        for (path, source) in sources.iter() {
            if let Source::Text(text) = source {
                let name = OutputPath::parse(&format!("{path}.txt")).unwrap();
                made.insert(name, Artifact::made(text.text.as_bytes(), None));
            }
        }
        Some(Rebuilt { tree: Some(Arc::new(made)), ..Rebuilt::default() })
    }
}

/// Waits until an address answers with a text, or with 404 for `None`.
#[track_caller]
fn check_shown(preview: &Preview, path: &str, expected: Option<&str>) {
    let start = Instant::now();
    loop {
        let answer = preview.get(&format!("/{path}.txt"), &[]);
        let shown = (answer.status == 200).then_some(answer.body);
        if shown.as_deref() == expected {
            return;
        }
        let waited = start.elapsed();
        assert!(waited < Duration::from_secs(20), "{path}: {shown:?}, not {expected:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn thousands_of_files_may_change_at_once() {
    let root = tempfile::tempdir().unwrap();
    let content = root.path().join("content");
    let name = |n: usize| format!("part{}/page{n}.md", n % 40);
    let put = |n: usize, text: &str| {
        let file = content.join(name(n));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        // As version control does: what stood there goes first.
        let _ = fs::remove_file(&file);
        fs::write(file, text).unwrap();
    };
    (0..3_000).for_each(|n| put(n, "main"));
    let addr = start(root.path(), mirror(root.path()));
    let idle = Arc::new(Mutex::new(Err(String::new())));
    let preview = Preview { root, addr, next: idle, builds: Arc::default() };
    let check = |n: usize, expected: Option<&str>| {
        check_shown(&preview, &format!("content/{}", name(n)), expected);
    };
    check(2_999, Some("main"));
    // Another branch: a third is another, a third is gone, and there are new ones.
    (0..1_000).for_each(|n| put(n, "branch"));
    (1_000..2_000).for_each(|n| fs::remove_file(content.join(name(n))).unwrap());
    (3_000..5_000).for_each(|n| put(n, "branch"));
    let expected = |n: usize| match n {
        1_000..2_000 => None,
        2_000..3_000 => Some("main"),
        _ => Some("branch"),
    };
    (0..5_000).for_each(|n| check(n, expected(n)));
    // And back.
    (0..2_000).for_each(|n| put(n, "main"));
    (3_000..5_000).for_each(|n| fs::remove_file(content.join(name(n))).unwrap());
    (0..5_000).for_each(|n| check(n, (n < 3_000).then_some("main")));
}

#[test]
fn every_way_of_saving_is_seen() {
    let root = tempfile::tempdir().unwrap();
    let content = root.path().join("content");
    fs::create_dir(&content).unwrap();
    let at = |name: &str| content.join(name);
    fs::write(at("a.md"), "0").unwrap();
    let addr = start(root.path(), mirror(root.path()));
    let idle = Arc::new(Mutex::new(Err(String::new())));
    let preview = Preview { root, addr, next: idle, builds: Arc::default() };
    check_shown(&preview, "content/a.md", Some("0"));
    fs::write(at("a.md"), "1").unwrap();
    check_shown(&preview, "content/a.md", Some("1"));
    // Save beside and rename over, as many editors do.
    fs::write(at(".a.md.swp"), "2").unwrap();
    fs::rename(at(".a.md.swp"), at("a.md")).unwrap();
    check_shown(&preview, "content/a.md", Some("2"));
    // Move away and write anew, as vim does.
    fs::rename(at("a.md"), at("a.md~")).unwrap();
    fs::write(at("a.md"), "3").unwrap();
    fs::remove_file(at("a.md~")).unwrap();
    check_shown(&preview, "content/a.md", Some("3"));
    fs::rename(at("a.md"), at("b.md")).unwrap();
    check_shown(&preview, "content/a.md", None);
    check_shown(&preview, "content/b.md", Some("3"));
    fs::create_dir_all(at("x/y/z")).unwrap();
    fs::write(at("x/y/z/c.md"), "4").unwrap();
    check_shown(&preview, "content/x/y/z/c.md", Some("4"));
    fs::rename(at("x"), at("w")).unwrap();
    check_shown(&preview, "content/x/y/z/c.md", None);
    fs::write(at("w/y/z/c.md"), "5").unwrap();
    check_shown(&preview, "content/w/y/z/c.md", Some("5"));
    // The whole folder goes and comes back.
    let away = preview.root.path().join("away");
    fs::rename(&content, &away).unwrap();
    check_shown(&preview, "content/b.md", None);
    fs::rename(&away, &content).unwrap();
    check_shown(&preview, "content/b.md", Some("3"));
    fs::write(at("b.md"), "6").unwrap();
    check_shown(&preview, "content/b.md", Some("6"));
    fs::remove_dir_all(&content).unwrap();
    fs::create_dir(&content).unwrap();
    fs::write(at("d.md"), "7").unwrap();
    check_shown(&preview, "content/d.md", Some("7"));
    fs::create_dir(preview.root.path().join("themes")).unwrap();
    fs::write(preview.root.path().join("themes/t.html"), "8").unwrap();
    check_shown(&preview, "themes/t.html", Some("8"));
    fs::write(preview.root.path().join("site.toml"), "9").unwrap();
    check_shown(&preview, "site.toml", Some("9"));
}
