//! `plainleaf links` against a server on this computer: no test leaves it.

mod server;
mod services;

use std::fs;
use std::time::Duration;

use plainleaf::audit::external::Answer;
use plainleaf::remote::{Asked, NotAsked, Options, ask};
use serde_json::Value;

use crate::cli::{Said, check};
use crate::sites::Site;
use server::Server;

fn options() -> Options {
    Options {
        user_agent: "test".to_owned(),
        pause: Duration::ZERO,
        timeout: Duration::from_secs(2),
        within: Duration::from_mins(1),
        private_networks: true,
    }
}

/// One line a result: the path and what became of it.
fn said(asked: &[Asked]) -> Vec<String> {
    let path = |address: &str| {
        address.splitn(4, '/').nth(3).map(|path| format!("/{path}")).unwrap_or_default()
    };
    let line = |one: &Asked| {
        let answer = match &one.answer {
            Ok(Answer::Here { moved: None }) => "here".to_owned(),
            Ok(Answer::Here { moved: Some(to) }) => format!("moved {}", path(to)),
            Ok(Answer::Failed(reason)) => format!("failed {reason}"),
            Err(why) => format!("{why:?}"),
        };
        format!("{} {answer}", path(&one.address))
    };
    asked.iter().map(line).collect()
}

/// Asks one path of a new server: what became of it, and what the server was asked.
#[track_caller]
fn check_path(path: &str, expected: &str, requests: &[&str]) {
    let server = Server::start();
    let asked = ask(&[server.url(path)], &options()).unwrap();
    assert_eq!(said(&asked), [format!("{path} {expected}")]);
    assert_eq!(server.asked(), requests);
}

#[test]
fn servers_answer_in_many_ways() {
    check_path("/200", "here", &["HEAD /200"]);
    check_path("/404", "failed 404", &["HEAD /404", "GET /404"]);
    check_path("/403", "failed 403", &["HEAD /403", "GET /403"]);
    check_path("/999", "failed 999", &["HEAD /999", "GET /999"]);
    check_path("/no-head", "here", &["HEAD /no-head", "GET /no-head"]);
    check_path("/head-resets", "here", &["HEAD /head-resets", "GET /head-resets"]);
    check_path("/resets", "failed connection", &["HEAD /resets", "GET /resets"]);
    check_path("/robot", "failed captcha", &["HEAD /robot"]);
}

#[test]
fn redirects_are_followed_and_told_apart() {
    check_path("/moved", "moved /new", &["HEAD /moved", "HEAD /new"]);
    check_path("/elsewhere", "here", &["HEAD /elsewhere", "HEAD /new"]);
    check_path(
        "/chain",
        "moved /elsewhere",
        &["HEAD /chain", "HEAD /elsewhere", "HEAD /new"],
    );
    check_path(
        "/moved-to-nothing",
        "failed 404",
        &["HEAD /moved-to-nothing", "HEAD /404", "GET /404"],
    );
    check_path("/circle", "failed redirects", &["HEAD /circle", "GET /circle"]);
    let server = Server::start();
    let asked = ask(&[server.url("/chain")], &options()).unwrap();
    assert_eq!(asked[0].redirects, [server.url("/elsewhere"), server.url("/new")]);
}

#[test]
fn a_host_that_asks_for_time_gets_it_and_no_more_questions() {
    let server = Server::start();
    let asked = ask(&[server.url("/later")], &options()).unwrap();
    assert_eq!(said(&asked), ["/later here"]);
    let [first, second] = &server.requests()[..] else { unreachable!() };
    assert!(second.at - first.at >= Duration::from_secs(1));

    let server = Server::start();
    let paths = ["/busy", "/busy?2", "/429", "/3"];
    let asked = ask(&paths.map(|path| server.url(path)), &options()).unwrap();
    // Two refusals are enough: the rest of that host is not asked.
    let refused =
        ["/busy", "/busy?2", "/429", "/3"].map(|path| format!("{path} failed 429"));
    assert_eq!(said(&asked), refused);
    assert_eq!(server.asked(), ["HEAD /busy", "HEAD /busy?2"]);
}

#[test]
fn requests_to_one_host_are_apart_and_say_who_asks() {
    let server = Server::start();
    let paths = ["/a", "/b", "/moved", "/d"];
    let pause = Duration::from_millis(150);
    let how = Options { pause, user_agent: "leaf/1 (x)".to_owned(), ..options() };
    let asked = ask(&paths.map(|path| server.url(path)), &how).unwrap();
    assert_eq!(said(&asked), ["/a here", "/b here", "/moved moved /new", "/d here"]);
    let requests = server.requests();
    assert_eq!(requests.len(), 5);
    for pair in requests.windows(2) {
        let apart = pair[1].at - pair[0].at;
        // Connecting takes its time, once more, once less.
        assert!(apart >= pause / 2, "{apart:?}");
    }
    for request in requests {
        assert!(request.headers.to_lowercase().contains("user-agent: leaf/1 (x)"));
        assert!(!request.headers.to_lowercase().contains("cookie"));
    }
}

#[test]
fn a_connection_that_is_not_safe_is_no_answer() {
    let server = Server::start();
    let address = server.url("/a").replace("http:", "https:");
    let asked = ask(&[address], &options()).unwrap();
    assert_eq!(said(&asked), ["/a failed tls"]);
    assert_eq!(server.asked(), Vec::<String>::new());
}

#[test]
fn nobody_waits_for_ever() {
    let server = Server::start();
    let short = Options { timeout: Duration::from_millis(200), ..options() };
    let paths = ["/slow", "/slow?2", "/slow?3", "/slow?4"];
    let began = std::time::Instant::now();
    let asked = ask(&paths.map(|path| server.url(path)), &short).unwrap();
    assert!(said(&asked)[0].ends_with("failed timeout"), "{:?}", said(&asked));
    assert!(began.elapsed() < Duration::from_secs(5));

    let within = Duration::from_millis(300);
    let pause = Duration::from_millis(200);
    let how = Options { within, pause, ..options() };
    let paths = ["/a", "/b", "/c", "/d"];
    let asked = ask(&paths.map(|path| server.url(path)), &how).unwrap();
    assert_eq!(said(&asked), ["/a here", "/b here", "/c NoTime", "/d NoTime"]);
}

#[test]
fn private_networks_are_asked_only_when_told_to() {
    let server = Server::start();
    let how = Options { private_networks: false, ..options() };
    let port = server.url("").rsplit_once(':').unwrap().1.to_owned();
    let addresses = [
        server.url("/"),
        format!("http://localhost:{port}/"),
        "http://10.255.255.1/".to_owned(),
        "http://[::1]/".to_owned(),
    ];
    let asked = ask(&addresses, &how).unwrap();
    for one in asked {
        assert_eq!(one.answer, Err(NotAsked::Private), "{}", one.address);
    }
    assert_eq!(server.asked(), Vec::<String>::new());
}

#[test]
fn silence_of_all_hosts_is_ours() {
    // Ports that were free a moment ago: nobody listens there.
    let closed = [(); 3].map(|()| {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/", listener.local_addr().unwrap())
    });
    let error = ask(&closed, &options()).unwrap_err().to_string();
    assert_eq!(error, "none of 3 hosts could be reached; nothing was remembered");
    assert!(ask(&closed[..2], &options()).is_ok());
}

/// A site with one page that holds this text after its title, and no other link.
fn site(text: &str) -> Site {
    let site = Site::empty();
    let page = format!("+++\ntitle = \"Links\"\n+++\n\n{text}\n");
    fs::create_dir(site.root().join("content")).unwrap();
    let home = "+++\ntitle = \"Home\"\n+++\n\nHello.\n";
    fs::write(site.root().join("content/_index.md"), home).unwrap();
    fs::write(site.root().join("content/links.md"), page).unwrap();
    site
}

/// Runs `links` on a day of November 2026.
#[track_caller]
fn links(site: &Site, day: u8, more: &[&str], code: i32) -> Said {
    let day = format!("2026-11-{day:02}");
    let mut arguments = vec!["links", "--as-of", &day, "--pause", "0", "--timeout", "2"];
    arguments.extend(["--private-networks"].iter().chain(more));
    check(site, &arguments, code)
}

#[test]
fn a_link_fails_after_three_days_at_every_place_and_then_in_the_build() {
    let server = Server::start();
    let (gone, here) = (server.url("/404"), server.url("/a"));
    let text = format!("[Words]({here}#part) and [gone]({gone}).\n\n- [Gone]({gone})");
    let site = site(&text);
    let memory = site.root().join("links.txt");
    for day in [20, 21] {
        let said = links(&site, day, &[], 0);
        assert!(said.out.contains("2 addresses, 2 asked: 0 gone"), "{}", said.out);
        assert!(said.out.contains("(content/links.md:5:"), "{}", said.out);
        check(&site, &["check", "--as-of", "2026-11-24"], 0);
    }
    let said = links(&site, 24, &[], 1);
    let places = said.err.matches("error[link/gone]").count();
    assert_eq!(places, 2, "{}", said.err);
    assert!(said.err.contains("content/links.md:7:3"), "{}", said.err);
    let kept = fs::read_to_string(&memory).unwrap();
    let lines: Vec<_> = kept.lines().filter(|line| !line.starts_with('#')).collect();
    let days = "failed=2026-11-20:404,2026-11-21:404,2026-11-24:404";
    assert_eq!(lines, [format!("{gone} {days}"), format!("{here} ok=2026-11-24")]);

    // Offline: a warning at each place, and the same report without asking.
    let asked = server.asked().len();
    let warned = check(&site, &["check", "--as-of", "2026-11-24"], 1);
    assert_eq!(warned.err.matches("warning[link/gone]").count(), 2, "{}", warned.err);
    check(&site, &["build", "--as-of", "2026-11-24"], 0);
    links(&site, 24, &["--report"], 1);
    assert_eq!(server.asked().len(), asked);
    assert_eq!(fs::read_to_string(&memory).unwrap(), kept);

    // What has answered today is not asked again, unless it is told to.
    links(&site, 24, &[], 1);
    assert_eq!(server.asked().len(), asked + 2);
    links(&site, 24, &["--all"], 1);
    assert_eq!(server.asked().len(), asked + 5);
}

#[test]
fn the_report_tells_moved_blocked_and_not_asked_apart() {
    let server = Server::start();
    let text =
        ["/moved", "/403", "/elsewhere"].map(|p| format!("[a]({})", server.url(p)));
    let rest = "[mail](mailto:a@b.org) [call](tel:911)";
    let site = site(&format!("{} {rest}", text.join("\n")));
    fs::write(
        site.root().join("links.txt"),
        "https://left.org/ ok=2026-11-01\nnonsense\n",
    )
    .unwrap();
    let said = links(&site, 24, &["--format", "json"], 0);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&json["errors"], &json["warnings"]), (&0.into(), &2.into()));
    assert_eq!(json["asked"], 3);
    let of = |path: &str| {
        let address = server.url(path);
        let all = json["links"].as_array().unwrap();
        all.iter().find(|one| one["address"] == address.as_str()).unwrap().clone()
    };
    let moved = of("/moved");
    assert_eq!(moved["verdict"], "moved");
    assert_eq!(moved["moved"], server.url("/new").as_str());
    assert_eq!(moved["places"][0]["line"], 5);
    let blocked = of("/403");
    assert_eq!(
        (&blocked["verdict"], &blocked["reason"]),
        (&"blocked".into(), &"403".into())
    );
    assert_eq!(blocked["places"][0]["line"], 6);
    let elsewhere = of("/elsewhere");
    assert_eq!(elsewhere["verdict"], "works");
    assert_eq!(elsewhere["redirects"][0], server.url("/new").as_str());
    let codes: Vec<_> = json["diagnostics"].as_array().unwrap().iter().collect();
    let moved = codes.iter().find(|one| one["code"] == "link/moved").unwrap();
    assert_eq!(moved["file"], "content/links.md");
    let help = format!("look at the new page, then write `{}`", server.url("/new"));
    assert_eq!(moved["help"], help.as_str());
    assert!(codes.iter().any(|one| one["code"] == "link/memory" && one["line"] == 2));
    // What the site no longer links to is forgotten.
    let kept = fs::read_to_string(site.root().join("links.txt")).unwrap();
    assert!(!kept.contains("left.org"), "{kept}");
}

#[test]
fn a_source_is_mended_in_the_bibliography() {
    let server = Server::start();
    let site = site("Said [@leaf].");
    let url = server.url("/moved");
    let record = format!(
        "leaf:\n  type: Web\n  title: Leaf\n  author: [\"Hill, Ann\"]\n  date: 2024\n  url: {url}\n"
    );
    fs::write(site.root().join("content/references.yaml"), record).unwrap();
    let said = links(&site, 24, &["--format", "json"], 0);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    let place = &json["links"][0]["places"][0];
    assert_eq!(place["file"], "content/references.yaml");
    assert_eq!((&place["line"], &place["column"]), (&1.into(), &1.into()));
    assert_eq!(json["links"][0]["verdict"], "moved");
}

#[test]
fn a_site_with_errors_asks_nobody() {
    let server = Server::start();
    let site = site(&format!("[a]({}) [b](nowhere.md)", server.url("/a")));
    let said = links(&site, 24, &[], 1);
    assert!(said.err.contains("nobody was asked"), "{}", said.err);
    assert_eq!(server.asked(), Vec::<String>::new());
    assert!(!site.root().join("links.txt").exists());
}
