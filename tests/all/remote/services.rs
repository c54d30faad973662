//! `plainleaf refs update` against a server on this computer that answers as Crossref and
//! `PubMed` do: no test leaves it.

use std::fs;

use serde_json::{Value, json};

use super::server::Server;
use crate::cli::{Said, check};
use crate::sites::Site;

/// A work as Crossref describes it; `more` goes over it.
fn work(doi: &str, more: &Value) -> (u16, String, String) {
    let mut message = json!({
        "DOI": doi, "type": "journal-article", "title": ["A leaf"], "volume": "5",
        "issued": { "date-parts": [[2024, 5]] },
        "container-title": ["A Journal"], "relation": {},
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        message[key] = value.clone();
    }
    let whole = json!({ "status": "ok", "message-type": "work", "message": message });
    (200, "Content-Type: application/json\r\n".to_owned(), whole.to_string())
}

fn notice(kind: &str, doi: &str) -> Value {
    let updated = json!({ "date-parts": [[2026, 1, 2]] });
    json!({ "updated-by": [{ "DOI": doi, "type": kind, "source": "publisher", "updated": updated }] })
}

fn not_found() -> (u16, String, String) {
    (404, "Content-Type: text/plain\r\n".to_owned(), "Resource not found.".to_owned())
}

/// Summaries as `PubMed` gives them, of the numbers that are asked for.
fn summaries(path: &str) -> (u16, String, String) {
    let numbers = path.rsplit("id=").next().unwrap_or_default();
    let mut result = json!({ "uids": numbers.split(',').collect::<Vec<_>>() });
    for number in numbers.split(',') {
        result[number] = match number {
            "404" => json!({ "uid": number, "error": "cannot get document summary" }),
            "666" => json!({
                "uid": number, "title": "A leaf.", "volume": "5", "pubdate": "2024 May",
                "pubtype": ["Journal Article", "Retracted Publication"],
                "references": [
                    { "refsource": "J. 2026", "reftype": "Retraction in", "pmid": 667 },
                    { "refsource": "J. 2025", "reftype": "Comment in", "pmid": 668 },
                ],
            }),
            _ => json!({
                "uid": number, "title": "A leaf.", "volume": "5", "pubdate": "2024 May",
                "pubtype": ["Journal Article"], "references": [],
            }),
        };
    }
    let whole =
        json!({ "header": { "type": "esummary", "version": "0.3" }, "result": result });
    (200, "Content-Type: application/json\r\n".to_owned(), whole.to_string())
}

/// A server that is both services.
fn server() -> Server {
    Server::with(|path, _, is_first| {
        let plain = path.split('?').next().unwrap_or_default();
        Some(match plain {
            "/pubmed/esummary.fcgi" => summaries(path),
            "/works/10.1000/gone"
            | "/works/10.1000/gone/agency"
            | "/works/10.5281/data" => not_found(),
            "/works/10.5281/data/agency" => {
                let agency = json!({ "message": { "agency": { "id": "datacite" } } });
                (200, String::new(), agency.to_string())
            }
            "/works/10.1000/later" if is_first => {
                (429, "Retry-After: 1\r\n".to_owned(), String::new())
            }
            "/works/10.1000/down" => (500, String::new(), String::new()),
            "/works/10.1000/odd" => (200, String::new(), "<html>hello".to_owned()),
            "/works/10.1000/moved" => {
                (301, "Location: /works/10.1000/new\r\n".to_owned(), String::new())
            }
            "/works/10.1000/back" => {
                work("10.1000/back", &notice("retraction", "10.1000/R"))
            }
            "/works/10.1000/doubt" => {
                work("10.1000/doubt", &notice("expression_of_concern", "10.1000/D"))
            }
            "/works/10.1000/mended" => {
                work("10.1000/mended", &notice("correction", "10.1000/C"))
            }
            "/works/10.1000/other" => {
                work("10.1000/other", &json!({ "title": ["A tree"], "volume": "6" }))
            }
            path => work(path.trim_start_matches("/works/"), &json!({})),
        })
    })
}

/// A site whose page cites every record; a record is `key` and its identifiers.
fn site(server: &Server, records: &[(&str, &str)], settings: &str) -> Site {
    let site = Site::empty();
    fs::create_dir(site.root().join("content")).unwrap();
    let write =
        |path: &str, text: String| fs::write(site.root().join(path), text).unwrap();
    write(
        "site.toml",
        format!(
            "[refs]\ncrossref = \"{}\"\npubmed = \"{}\"\nmailto = \"me@b.org\"\n{settings}\n",
            server.url(""),
            server.url("/pubmed/")
        ),
    );
    write("content/_index.md", "+++\ntitle = \"Home\"\n+++\n\nHello.\n".to_owned());
    let cites: Vec<_> = records.iter().map(|(key, _)| format!("@{key}")).collect();
    let page = format!("+++\ntitle = \"Page\"\n+++\n\nSaid [{}].\n", cites.join("; "));
    write("content/page.md", page);
    let record = |(key, identifiers): &(&str, &str)| {
        format!(
            "{key}:\n  type: Article\n  title: \"A leaf\"\n  author: [\"Hill, Ann\"]\n  \
             date: 2024\n  serial-number: {{ {identifiers} }}\n  \
             parent: {{ type: Periodical, title: \"A Journal\", volume: 5 }}\n"
        )
    };
    write("content/references.yaml", records.iter().map(record).collect());
    site
}

/// Runs `refs` on a day of November 2026.
#[track_caller]
fn refs(site: &Site, day: u8, more: &[&str], code: i32) -> Said {
    let day = format!("2026-11-{day:02}");
    let mut arguments = vec!["refs", "--as-of", &day, "--pause", "0", "--timeout", "2"];
    arguments.extend(["--private-networks"].iter().chain(more));
    check(site, &arguments, code)
}

/// The lines of the snapshot.
fn kept(site: &Site) -> Vec<String> {
    let text = fs::read_to_string(site.root().join("refs.txt")).unwrap_or_default();
    text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

const DATA: &str = "is=found year=2024 volume=5 title=A leaf";

#[test]
fn every_identifier_is_asked_about_and_its_answer_written_down() {
    let server = server();
    let records = [
        ("clean", "doi: \"10.1000/Clean\", pmid: \"12\""),
        ("data", "doi: \"10.5281/data\""),
        ("gone", "doi: \"10.1000/gone\""),
        ("mended", "doi: \"10.1000/mended\""),
        ("moved", "doi: \"10.1000/moved\""),
        ("nothere", "pmid: \"404\""),
        ("other", "doi: \"10.1000/other\""),
        ("plain", "serial: \"1\""),
    ];
    let site = site(&server, &records, "");
    let said = refs(&site, 24, &["update", "--format", "json"], 1);
    let day = "asked=2026-11-24";
    let mended = DATA.replace("found", "found corrected=2026-01-02@doi:10.1000/c");
    let expected = [
        format!("doi:10.1000/clean {day} {DATA}"),
        format!("doi:10.1000/gone {day} is=missing"),
        format!("doi:10.1000/mended {day} {mended}"),
        format!("doi:10.1000/moved {day} {DATA}"),
        format!("doi:10.1000/other {day} is=found year=2024 volume=6 title=A tree"),
        format!("doi:10.5281/data {day} is=elsewhere"),
        format!("pmid:12 {day} {DATA}."),
        format!("pmid:404 {day} is=missing"),
    ];
    assert_eq!(kept(&site), expected);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    let sources = json["sources"].as_array().unwrap();
    let states: Vec<_> =
        sources.iter().map(|one| one["state"].as_str().unwrap()).collect();
    let expected = [
        "clean",
        "elsewhere",
        "missing",
        "corrected",
        "clean",
        "missing",
        "differs",
        "no-identifier",
    ];
    assert_eq!(states, expected);
    assert_eq!(sources[3]["notices"][0]["url"], "https://doi.org/10.1000/c");
    assert_eq!(sources[0]["cited"][0]["file"], "content/page.md");
    assert_eq!((&json["answered"], &json["errors"]), (&8.into(), &0.into()));
    let asked = server.asked();
    let of_pubmed: Vec<_> = asked.iter().filter(|one| one.contains("esummary")).collect();
    let numbers = "GET /pubmed/esummary.fcgi?db=pubmed&retmode=json&tool=plainleaf\
        &email=me%40b.org&id=12,404";
    assert_eq!(of_pubmed, [numbers]);
    assert!(asked.contains(&"GET /works/10.1000/clean?mailto=me%40b.org".to_owned()));
    for request in server.requests() {
        assert!(request.headers.contains("mailto:me@b.org"), "{}", request.headers);
    }
}

#[test]
fn what_was_answered_today_is_not_asked_again_and_the_list_asks_nobody() {
    let server = server();
    let records = [("back", "pmid: \"404\""), ("other", "doi: \"10.1000/other\"")];
    let site = site(&server, &records, "");
    refs(&site, 24, &["update"], 1);
    assert_eq!(server.asked().len(), 2);
    refs(&site, 24, &["update"], 1);
    let said = refs(&site, 24, &[], 1).out;
    assert_eq!(server.asked().len(), 2);
    let line = "\nother  differs           2026-11-24  content/page.md:5:";
    assert!(said.contains(line), "{said}");
    let end = "2 sources, 1 missing, 1 that differ; oldest answer 2026-11-24\n";
    assert!(said.ends_with(end), "{said}");
    refs(&site, 24, &["update", "--all"], 1);
    assert_eq!(server.asked().len(), 4);
    refs(&site, 25, &["update"], 1);
    assert_eq!(server.asked().len(), 6);
}

#[test]
fn a_retracted_source_stops_the_build_or_is_marked() {
    let server = server();
    let records = [("back", "doi: \"10.1000/back\""), ("paper", "pmid: \"666\"")];
    let site = site(&server, &records, "");
    let today = ["--as-of", "2026-11-24"];
    check(&site, &["build", today[0], today[1]], 0);
    let said = refs(&site, 24, &["update"], 1);
    let errors = said.err.matches("error[source/retracted]").count();
    assert_eq!(errors, 2, "{}", said.err);
    assert!(said.err.contains("content/page.md:5:8"), "{}", said.err);
    assert!(said.err.contains("see https://doi.org/10.1000/r"), "{}", said.err);
    assert!(
        said.err.contains("see https://pubmed.ncbi.nlm.nih.gov/667/"),
        "{}",
        said.err
    );
    let asked = server.asked().len();
    check(&site, &["build", today[0], today[1]], 1);

    let settings = fs::read_to_string(site.root().join("site.toml")).unwrap();
    let marked = format!("{settings}retracted = \"mark\"\n");
    fs::write(site.root().join("site.toml"), marked).unwrap();
    check(&site, &["build", today[0], today[1]], 0);
    let page = fs::read_to_string(site.root().join("public/page/index.html")).unwrap();
    assert_eq!(page.matches("<strong>Retracted</strong>").count(), 2, "{page}");
    assert!(page.contains("href=\"https://pubmed.ncbi.nlm.nih.gov/667/\""), "{page}");
    // Building asked nobody.
    assert_eq!(server.asked().len(), asked);
}

#[test]
fn a_service_that_fails_leaves_what_was_known() {
    let server = server();
    let records = [
        ("a", "doi: \"10.1000/down\""),
        ("b", "doi: \"10.1000/later\""),
        ("c", "doi: \"10.1000/odd\""),
        ("d", "pmid: \"12\""),
    ];
    let site = site(&server, &records, "");
    let old = "doi:10.1000/down asked=2026-11-01 is=found corrected=";
    let gone = "doi:10.1000/nobody asked=2026-11-01 is=found";
    fs::write(site.root().join("refs.txt"), format!("{old}\n{gone}\n")).unwrap();
    let said = refs(&site, 24, &["update"], 2);
    let expected = [
        old.to_owned(),
        format!("doi:10.1000/later asked=2026-11-24 {DATA}"),
        format!("pmid:12 asked=2026-11-24 {DATA}."),
    ];
    assert_eq!(kept(&site), expected);
    assert!(
        said.out.contains("not answered, 2; what was known of them stays:"),
        "{}",
        said.out
    );
    assert!(
        said.out.contains("doi:10.1000/odd answered something that cannot be read"),
        "{}",
        said.out
    );
    let later = server.requests();
    let later: Vec<_> = later.iter().filter(|one| one.line.contains("later")).collect();
    assert_eq!(later.len(), 2);
    assert!(later[1].at - later[0].at >= std::time::Duration::from_secs(1));
}

#[test]
fn a_service_that_is_down_is_left_alone_and_the_other_is_asked() {
    let server =
        Server::with(|path, _, _| path.contains("esummary").then(|| summaries(path)));
    let records =
        ["a", "b", "c", "d", "e"].map(|key| (key, format!("doi: \"10.1000/{key}\"")));
    let mut records: Vec<_> = records.iter().map(|(k, i)| (*k, i.as_str())).collect();
    records.push(("f", "pmid: \"12\""));
    let site = site(&server, &records, "");
    let said = refs(&site, 24, &["update", "--format", "json"], 2);
    assert_eq!(kept(&site), [format!("pmid:12 asked=2026-11-24 {DATA}.")]);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["failed"].as_array().unwrap().len(), 5);
    let works = server.asked().into_iter().filter(|one| one.contains("/works/"));
    assert_eq!(works.count(), 3);
}

#[test]
fn broken_settings_ask_nobody() {
    let server = server();
    let site = site(&server, &[("a", "pmid: \"12\"")], "retracted = \"perhaps\"");
    let said = refs(&site, 24, &["update"], 2);
    assert!(said.err.contains("nobody was asked"), "{}", said.err);
    assert_eq!(server.asked(), Vec::<String>::new());
}
