//! Faults put into printed references by hand: each is missed in its place.

use super::super::parse;
use super::*;
use crate::path::SourcePath;

const ARTICLE: &str = r#"
a:
  type: Article
  title: "Dose \u2013 effect: 'a' <b> & \"c\""
  author: ["van der Berg, Jan P.", "Smith, Kirsten E.", "O'Malley, Ann, Jr", "Li, Li"]
  date: 2024-07-01
  page-range: 18–22
  serial-number: { doi: "10.1002/(SICI)1097<1661::AID>3.0", pmid: "38788532", pmcid: "PMC940" }
  parent: { type: Periodical, title: "Drug & Alcohol", volume: 18, issue: 2 }
  note: "VERIFIED; authors incomplete."
"#;
const REPORT: &str = r#"
a:
  type: Report
  title: "Work: 2025?"
  author: { name: "Bureau of Labor" }
  date: 2025-09-12
  serial-number: "USDL-26-0599"
  url: https://a.org/b?c=d&e=f
"#;

fn record(text: &str) -> Record {
    let found = parse(&SourcePath::new("r.yaml"), text);
    assert_eq!(found.diagnostics, []);
    found.value.get("a").unwrap().clone()
}

/// Changes the reference and says which part must be missed.
#[track_caller]
fn check(source: &str, change: (&str, &str), missed: &str) {
    let record = record(source);
    let html = record.to_html(Style::Vancouver);
    assert_eq!(prove_html(&record, Style::Vancouver, &html), Ok(()), "{html}");
    assert_eq!(
        prove(&record, Style::Vancouver, &record.to_text(Style::Vancouver)),
        Ok(())
    );
    let faulty = html.replacen(change.0, change.1, 1);
    assert_ne!(faulty, html, "nothing to change in {html}");
    let found =
        prove_html(&record, Style::Vancouver, &faulty).map_err(|missing| missing.part);
    assert_eq!(found, Err(missed), "{faulty}");
}

#[test]
fn a_dropped_or_added_author_is_missed() {
    check(ARTICLE, ("van der Berg JP, ", ""), "author");
    check(ARTICLE, ("Smith KE, ", ""), "author");
    check(ARTICLE, ("van der Berg JP", "Berg JP van der"), "author");
    check(ARTICLE, ("Smith KE", "Smith"), "initials");
    check(ARTICLE, ("Smith KE", "Smith K"), "initials");
    check(ARTICLE, ("Smith KE", "Smith Kirsten"), "initials");
    check(ARTICLE, ("Smith KE", "Smith KE, Doe J"), "author");
    check(ARTICLE, (" Jr", ""), "suffix");
    check(ARTICLE, (", and others", ""), "words");
    check(ARTICLE, ("and others", "et al"), "words");
    check(REPORT, ("Bureau of Labor. ", ""), "author");
    check(REPORT, ("Bureau of Labor", "Bureau of Labor, et al"), "title");
}

#[test]
fn a_changed_number_is_missed() {
    check(ARTICLE, ("2024;", "2023;"), "year");
    check(ARTICLE, ("2024;", ""), "year");
    check(ARTICLE, (";18(", ";19("), "volume");
    check(ARTICLE, (";18(", ";("), "volume");
    check(ARTICLE, ("18(2)", "18(3)"), "issue");
    check(ARTICLE, ("18(2)", "18"), "issue");
    check(ARTICLE, ("18-22", "18-2"), "pages");
    check(ARTICLE, ("18-22", "18-221"), "pages");
    check(ARTICLE, (":18-22", ""), "pages");
    check(REPORT, ("0599", "599"), "number");
    check(REPORT, ("USDL-26-0599", "USDL-26–0599"), "number");
    check(REPORT, ("2025 Sep 12", "2025 Sep 13"), "day");
    check(REPORT, ("2025 Sep 12", "2025"), "month");
}

#[test]
fn a_lost_or_changed_identifier_is_missed() {
    check(ARTICLE, (">doi:10.1002/", ">doi:10.1003/"), "doi");
    check(ARTICLE, (">PMID: 38788532<", ">PMID: 3878853<"), "PMID");
    check(ARTICLE, (">PMCID: PMC940<", "><"), "PMCID");
    check(ARTICLE, ("/38788532/", "/38788533/"), "link");
    check(ARTICLE, ("doi.org/10.1002", "doi.org/10.1003"), "link");
    check(ARTICLE, ("href=\"https://pmc", "href=\"http://pmc"), "link");
    check(REPORT, ("c=d&amp;e=f\"", "c=d\""), "link");
    check(REPORT, (">a.org/b", ">a.org/"), "address");
    check(REPORT, ("e=f</a>", "e=f</a>. PMID: 1"), "end");
}

#[test]
fn a_changed_title_or_container_is_missed() {
    check(ARTICLE, ("Dose", "Does"), "title");
    check(ARTICLE, ("&lt;b&gt; ", ""), "title");
    check(ARTICLE, ("Drug &amp; Alcohol. ", ""), "container");
    check(REPORT, ("Work: 2025", "Work: 2024"), "title");
}

#[test]
fn case_and_dash_of_a_title_do_not_matter() {
    let record = record(ARTICLE);
    let text = record
        .to_text(Style::Vancouver)
        .replace("Dose –", "DOSE -")
        .replace("18-22", "18–22");
    assert_eq!(prove(&record, Style::Vancouver, &text), Ok(()));
}
