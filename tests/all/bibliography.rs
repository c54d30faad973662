//! The site's own references: read without a mistake, printed as they should be, proven.

use plainleaf::bibliography::{Bibliography, parse, prove, prove_html};
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
        assert_eq!(prove_html(record, &record.to_html()), Ok(()), "{}", record.key);
        assert_eq!(prove(record, &record.to_text()), Ok(()), "{}", record.key);
    }
}

#[test]
fn references_print_in_the_style_of_the_national_library_of_medicine() {
    let references = references();
    let lines = references.iter().map(|record| {
        format!("{} | {}\n{}\n", record.key, record.short(), record.to_text())
    });
    insta::assert_snapshot!(lines.collect::<String>());
}

#[test]
fn references_link_to_registers_and_pages() {
    let references = references();
    let html = |key| references.get(key).unwrap().to_html();
    insta::assert_snapshot!(html("smith2024direct"));
    insta::assert_snapshot!(html("tatum2018"));
    insta::assert_snapshot!(html("hhs2026"));
}
