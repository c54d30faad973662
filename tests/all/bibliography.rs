//! The site's own references: read without a mistake, printed as they should be, proven.

use plainleaf::bibliography::{Bibliography, Style, parse, prove, prove_html};
use plainleaf::path::SourcePath;

fn references() -> Bibliography {
    let text = include_str!("../../content/references.yaml");
    let found = parse(&SourcePath::new("content/references.yaml"), text);
    assert_eq!(found.diagnostics, []);
    found.value
}

#[test]
fn every_reference_shows_all_of_its_record() {
    let references = references();
    assert_eq!(references.iter().count(), 53);
    for record in references.iter() {
        assert!(record.citable(), "{}", record.key);
        assert_eq!(
            prove_html(record, Style::Vancouver, &record.to_html(Style::Vancouver)),
            Ok(()),
            "{}",
            record.key
        );
        assert_eq!(
            prove(record, Style::Vancouver, &record.to_text(Style::Vancouver)),
            Ok(()),
            "{}",
            record.key
        );
    }
}

#[test]
fn references_print_in_the_style_of_the_national_library_of_medicine() {
    let references = references();
    let lines = references.iter().map(|record| {
        format!(
            "{} | {}\n{}\n",
            record.key,
            record.short(),
            record.to_text(Style::Vancouver)
        )
    });
    insta::assert_snapshot!(lines.collect::<String>());
}

#[test]
fn references_link_to_registers_and_pages() {
    let references = references();
    let html = |key| references.get(key).unwrap().to_html(Style::Vancouver);
    insta::assert_snapshot!(html("smith2024direct"));
    insta::assert_snapshot!(html("tatum2018"));
    insta::assert_snapshot!(html("hhs2026"));
}

proptest::proptest! {
    #[test]
    fn whatever_is_read_without_a_mistake_is_printed_whole_and_safe(
        title in "\\PC{1,20}",
        family in "\\PC{1,12}",
        given in "\\PC{1,12}",
        journal in "\\PC{1,12}",
        volume in "[0-9A-Z]{0,3}",
    ) {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let text = format!(
            "a: {{ type: Article, title: {}, author: [{{ name: {}, given-name: {} }}], \
             date: 2024, page-range: 1-9, parent: {{ title: {}, volume: {} }} }}\n",
            quoted(&title), quoted(&family), quoted(&given), quoted(&journal), quoted(&volume),
        );
        let found = parse(&SourcePath::new("r.yaml"), &text);
        for record in found.value.iter().filter(|_| found.diagnostics.is_empty()) {
            let html = record.to_html(Style::Vancouver);
            proptest::prop_assert_eq!(prove_html(record, Style::Vancouver, &html), Ok(()), "{}", html);
            proptest::prop_assert!(!html.contains('<'), "{}", html);
        }
    }

    #[test]
    fn no_text_makes_reading_or_proving_fail(text in "\\PC{0,60}", yaml in "[a:\\-{}\\[\\],&*!|>'\"% \n]{0,40}") {
        let path = SourcePath::new("r.yaml");
        parse(&path, &text);
        let known = "a: { type: Web, title: A b, author: { name: C } }";
        let record = parse(&path, known).value.get("a").cloned().unwrap();
        proptest::prop_assert!(prove_html(&record, Style::Vancouver, &text).is_err());
        for record in parse(&path, &yaml).value.iter() {
            record.to_html(Style::Vancouver);
        }
    }
}
