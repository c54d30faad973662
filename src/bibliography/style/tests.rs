//! References of the default style, field by field; every one is proven as well.

use super::super::{parse, prove};
use super::*;
use crate::diagnostic::Severity;
use crate::path::SourcePath;

#[track_caller]
fn check(fields: &str, expected: &str) {
    let text = format!("a: {{ title: T, {fields} }}\n");
    let found = parse(&SourcePath::new("r.yaml"), &text);
    assert!(found.diagnostics.iter().all(|d| d.severity == Severity::Warning));
    let record = found.value.get("a").unwrap();
    assert_eq!(record.to_text(Style::Vancouver), expected);
    assert_eq!(prove(record, Style::Vancouver, expected), Ok(()));
}

#[track_caller]
fn check_html(fields: &str, expected: &str) {
    let text = format!("a: {{ type: Web, {fields} }}\n");
    let found = parse(&SourcePath::new("r.yaml"), &text);
    assert_eq!(found.value.get("a").unwrap().to_html(Style::Vancouver), expected);
}

#[test]
fn articles_name_what_they_have() {
    let journal = "type: Article, parent: { title: J, volume: 8, issue: 2 }";
    check(
        &format!("{journal}, date: 2024-02-23, page-range: 1–9"),
        "T. J. 2024;8(2):1-9.",
    );
    check(&format!("{journal}, serial-number: {{ serial: e98 }}"), "T. J. 8(2):e98.");
    check("type: Article, parent: { title: J, issue: 3 }, date: 2024", "T. J. 2024;(3).");
    check("type: Article, parent: { title: J. }, date: 2024", "T. J. 2024.");
    check("type: Article, parent: { title: J }, page-range: 4", "T. J. 4.");
}

#[test]
fn six_authors_are_named_and_no_more() {
    let six = r#""A, J.", "B, J.", "C, J.", "D, J.", "E, J.", "F, J.""#;
    check(
        &format!("type: Web, author: [{six}]"),
        "A J, B J, C J, D J, E J, F J. T [Internet].",
    );
    check(
        &format!(r#"type: Web, author: [{six}, "G, J."], note: authors incomplete"#),
        "A J, B J, C J, D J, E J, F J, et al. T [Internet].",
    );
    check(
        r#"type: Web, author: "Tanna, R S", note: authors incomplete"#,
        "Tanna RS, and others. T [Internet].",
    );
    check(
        r#"type: Web, author: ["van der Berg, Jan", "WHO", "Le Rouzic, V., III"]"#,
        "van der Berg J; WHO; Le Rouzic V 3rd. T [Internet].",
    );
}

#[test]
fn books_chapters_and_reports_say_who_published_them() {
    let published = "publisher: { name: NIH, location: Bethesda }, date: 2019-09";
    check(
        &format!("type: Book, edition: 2nd, {published}"),
        "T. 2nd ed. Bethesda: NIH; 2019.",
    );
    check(
        &format!(
            "type: Chapter, parent: {{ type: Book, title: B, volume: 2 }}, page-range: 1-9, {published}"
        ),
        "T. In: B. Vol. 2. Bethesda: NIH; 2019. p. 1-9.",
    );
    check(
        "type: Report, date: 2019-09, serial-number: USDL-26-0599",
        "T. 2019 Sep. Report No.: USDL-26-0599.",
    );
}

#[test]
fn values_are_escaped_and_links_lead_to_the_web_only() {
    check_html(
        r#"title: "<i>a</i> & 'b' \"c?\"", url: "https://a.org/?b=1&c='2'""#,
        "&lt;i&gt;a&lt;/i&gt; &amp; &#39;b&#39; &quot;c?&quot; [Internet]. Available from: \
         <a href=\"https://a.org/?b=1&amp;c=&#39;2&#39;\">a.org/?b=1&amp;c=&#39;2&#39;</a>",
    );
    check_html("title: a, url: \"javascript:alert(1)\"", "a [Internet].");
    check_html(
        r#"title: a, serial-number: { doi: "10.1002/a<b>#c\"d" }"#,
        "a [Internet]. <a href=\"https://doi.org/10.1002/a%3Cb%3E%23c%22d\">\
         doi:10.1002/a&lt;b&gt;#c&quot;d</a>.",
    );
}

#[test]
fn dates_of_pages_are_days() {
    check("type: Web, date: 2025-09-12, author: FDA", "FDA. T [Internet]. 2025 Sep 12.");
    check(
        "type: Web, date: 2026-07, url: https://www.a.org/b/",
        "T [Internet]. 2026 Jul. Available from: www.a.org/b",
    );
}
