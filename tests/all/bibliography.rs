//! The site's own references: read without a mistake, printed as they should be, proven.

use plainleaf::bibliography::{
    Author, Bibliography, Container, Date, Record, Style, parse, prove, prove_html,
};
use plainleaf::path::SourcePath;
use proptest::{prop_assert, proptest};

fn references() -> Bibliography {
    let text = include_str!("../../content/references.yaml");
    let found = parse(&SourcePath::new("content/references.yaml"), text);
    assert_eq!(found.diagnostics, []);
    found.value
}

#[test]
fn every_reference_shows_all_of_its_record() {
    for style in Style::all() {
        let (references, faulty) = references().in_style(style);
        assert_eq!(faulty, [], "{style:?}");
        for record in references.iter() {
            assert!(record.citable(), "{}", record.key);
            assert!(references.printed(&record.key).is_some());
            assert_eq!(prove(record, style, &record.to_text(style)), Ok(()));
        }
    }
}

#[test]
fn references_print_in_the_style_of_the_national_library_of_medicine() {
    let references = references();
    let lines = references.iter().map(|record| {
        let text = record.to_text(Style::Vancouver);
        format!("{} | {}\n{text}\n", record.key, record.short())
    });
    insta::assert_snapshot!(lines.collect::<String>());
}

/// The site's references as a list by author, with what running text calls each.
fn list(style: Style) -> String {
    let (references, _) = references().in_style(style);
    let mut keys: Vec<_> = references.iter().map(|record| record.key.clone()).collect();
    references.by_author(&mut keys);
    let lines = keys.iter().map(|key| {
        let printed = references.printed(key).unwrap();
        format!("{key} | {}\n{}\n", printed.name, plain(&printed.html))
    });
    lines.collect()
}

#[test]
fn references_print_in_the_style_of_the_medical_association() {
    insta::assert_snapshot!(list(Style::Ama));
}

#[test]
fn references_print_in_the_style_of_the_psychological_association() {
    insta::assert_snapshot!(list(Style::Apa));
}

#[test]
fn references_link_to_registers_and_pages() {
    let references = references();
    let html = |key| references.get(key).unwrap().to_html(Style::Vancouver);
    insta::assert_snapshot!(html("smith2024direct"));
    insta::assert_snapshot!(html("tatum2018"));
    insta::assert_snapshot!(html("hhs2026"));
}

proptest! {
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
        for style in Style::all().into_iter().filter(|_| found.diagnostics.is_empty()) {
            let (printed, faulty) = found.value.clone().in_style(style);
            prop_assert!(faulty.is_empty(), "{:?} {:?}", style, faulty);
            let html = &printed.printed("a").unwrap().html;
            let bare = html.replace("<i>", "").replace("</i>", "");
            prop_assert!(!bare.contains('<'), "{}", html);
        }
    }

    #[test]
    fn no_text_makes_reading_or_proving_fail(text in "\\PC{0,60}", yaml in "[a:\\-{}\\[\\],&*!|>'\"% \n]{0,40}", bib in "(@(book|misc)\\{a,|title ?= ?\\{|author=\"|[a-z@{}\"',#\\\\~$ é\n=-]){0,30}") {
        let path = SourcePath::new("r.yaml");
        parse(&path, &text);
        let known = "a: { type: Web, title: A b, author: { name: C } }";
        let record = parse(&path, known).value.get("a").cloned().unwrap();
        prop_assert!(prove_html(&record, Style::Vancouver, &text).is_err());
        for name in ["r.yaml", "r.bib", "r.json"] {
            for text in [&text, &yaml, &bib] {
                let found = parse(&SourcePath::new(name), text);
                for style in Style::all() {
                    for record in found.value.iter() {
                        record.to_html(style);
                    }
                }
            }
        }
    }
}

/// Every work of the test set in a style, with the text that was written by hand.
fn test_set() -> Bibliography {
    let text = include_str!("../data/references/works.yaml");
    let found = parse(&SourcePath::new("works.yaml"), text);
    assert_eq!(found.diagnostics, []);
    found.value
}

/// The printed HTML with `_` around italics and without the tags of links.
fn plain(html: &str) -> String {
    let mut plain = html.replace("<i>", "_").replace("</i>", "_").replace("</a>", "");
    while let Some(start) = plain.find("<a ") {
        let end = start + plain[start..].find('>').unwrap();
        plain.replace_range(start..=end, "");
    }
    plain.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

#[test]
fn references_are_printed_as_the_rules_of_each_style_say() {
    let expected = include_str!("../data/references/expected.txt");
    let mut seen = 0;
    let mut wrong = Vec::new();
    for style in Style::all() {
        let (references, faulty) = test_set().in_style(style);
        for (span, missing) in faulty {
            let text = include_str!("../data/references/works.yaml");
            let record = references.get(&text[span.clone()]).unwrap();
            wrong.push(format!(
                "{}: {missing} in {}",
                &text[span],
                record.to_text(style)
            ));
        }
        let mut key = "";
        for line in expected.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, wanted)) = line.split_once("  ") else {
                key = if line.is_empty() { key } else { line };
                continue;
            };
            if name != style.name() {
                continue;
            }
            seen += 1;
            let printed = references.printed(key).map(|printed| plain(&printed.html));
            if printed.as_deref() != Some(wanted.trim_start()) {
                wrong.push(format!(
                    "{key}\n wanted {}\n found  {printed:?}",
                    wanted.trim()
                ));
            }
        }
    }
    assert_eq!(wrong, [""; 0], "{}", wrong.join("\n"));
    assert_eq!(seen, test_set().iter().count() * 3);
    let kinds: std::collections::HashSet<_> = test_set().iter().map(|r| r.kind).collect();
    assert!(seen >= 120 && kinds.len() == 12, "{seen} {kinds:?}");
}

/// Formatters that lose or change one thing: each gets a record with a fault and prints that.
fn faulty_copies(record: &Record) -> Vec<Record> {
    let mut copies = Vec::new();
    let mut fault = |change: &dyn Fn(&mut Record)| {
        let mut copy = record.clone();
        change(&mut copy);
        copies.push(copy);
    };
    for at in 0..record.authors.len() {
        fault(&|copy| drop(copy.authors.remove(at)));
        fault(&|copy| copy.authors.swap(0, at));
    }
    for at in 0..record.editors.len() {
        fault(&|copy| drop(copy.editors.remove(at)));
    }
    fault(&|copy| copy.authors_incomplete = !copy.authors_incomplete);
    fault(&|copy| copy.authors.push(Author::Organization("Somebody".into())));
    fault(&|copy| copy.title = copy.title.replacen(' ', "", 1));
    fault(&|copy| copy.date = None);
    fault(&|copy| copy.date = copy.date.map(|date| Date { year: date.year + 1, ..date }));
    fault(&|copy| copy.date = copy.date.map(|date| Date { day: None, ..date }));
    fault(&|copy| copy.date = copy.date.map(|date| Date { month: Some(2), ..date }));
    fault(&|copy| copy.accessed = None);
    fault(&|copy| copy.container = None);
    fault(&|copy| copy.event = None);
    fault(&|copy| copy.publisher = None);
    fault(&|copy| copy.edition = None);
    fault(&|copy| copy.genre = None);
    fault(&|copy| copy.volume = None);
    fault(&|copy| copy.number = None);
    fault(&|copy| copy.number = Some("599".into()));
    fault(&|copy| copy.pages = None);
    fault(&|copy| copy.pages = copy.pages.as_ref().map(|pages| format!("{pages}1")));
    fault(&|copy| copy.pages = copy.pages.as_ref().map(|pages| pages[1..].to_owned()));
    fault(&|copy| copy.identifiers.doi = None);
    fault(&|copy| copy.identifiers.pmid = None);
    fault(&|copy| copy.identifiers.pmcid = None);
    fault(&|copy| copy.url = None);
    fault(&|copy| copy.letter.clear());
    if record.container.is_some() {
        let change = |copy: &mut Record, change: &dyn Fn(&mut Container)| {
            copy.container.iter_mut().for_each(change);
        };
        fault(&|copy| change(copy, &|journal| journal.volume = None));
        fault(&|copy| change(copy, &|journal| journal.issue = None));
        fault(&|copy| {
            change(copy, &|journal| {
                std::mem::swap(&mut journal.volume, &mut journal.issue);
            });
        });
    }
    copies
}

#[test]
fn a_formatter_that_loses_or_changes_anything_is_caught() {
    let mut caught = 0;
    for style in Style::all() {
        let (references, _) = test_set().in_style(style);
        for record in references.iter() {
            let sound = record.to_text(style);
            for copy in faulty_copies(record) {
                let text = copy.to_text(style);
                if text != sound {
                    caught += 1;
                    assert!(
                        prove(record, style, &text).is_err(),
                        "{style:?}\n{sound}\n{text}"
                    );
                    let html = copy.to_html(style);
                    assert!(
                        prove_html(record, style, &html).is_err(),
                        "{style:?} {html}"
                    );
                }
            }
        }
    }
    assert!(caught > 1500, "only {caught} faults were planted");
}

#[test]
fn no_digit_and_no_letter_can_be_lost() {
    let months = "January February March April May June July August September October \
                  November December Sept pp";
    for style in Style::all() {
        let (references, _) = test_set().in_style(style);
        for record in references.iter() {
            let sound = record.to_text(style);
            for (at, c) in sound.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                let word = |c: char| c.is_alphanumeric();
                let start = sound[..at].rfind(|c| !word(c)).map_or(0, |at| at + 1);
                let start = sound.ceil_char_boundary(start);
                let end =
                    sound[at..].find(|c| !word(c)).map_or(sound.len(), |end| at + end);
                if months
                    .split_whitespace()
                    .any(|month| month.starts_with(&sound[start..end]))
                {
                    continue;
                }
                let mut faulty = sound.clone();
                let other = if c == '7' { "8" } else { "7" };
                let put = if c.is_ascii_digit() { other } else { "" };
                faulty.replace_range(at..at + c.len_utf8(), put);
                let lost = prove(record, style, &faulty);
                assert!(lost.is_err(), "{style:?}\n{sound}\n{faulty}");
            }
        }
    }
}
