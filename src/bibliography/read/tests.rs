//! What the reader of references says of good, faulty and hostile files.

use super::*;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found = parse(&SourcePath::new("content/references.yaml"), text);
    let said: Vec<_> = found
        .diagnostics
        .iter()
        .map(|d| {
            let span = d.primary.as_ref().map_or(0..0, |label| label.span.clone());
            assert!(d.help.is_some(), "{d:?}");
            format!("{} at {:?}: {}", d.code, &text[span], d.message)
        })
        .collect();
    assert_eq!(said, expected);
}

#[track_caller]
fn check_field(field: &str, expected: &[&str]) {
    check(&format!("a:\n  type: Web\n  title: T\n  {field}\n"), expected);
}

#[test]
fn a_good_file_says_nothing() {
    check("", &[]);
    check("# none yet\n", &[]);
    check_field(
        "author: [\"Smith, J.\", { name: WHO }, { name: Berg, given-name: Jan, prefix: van der }]",
        &[],
    );
    check_field("serial-number: USDL-26-0599", &[]);
    check_field("publisher: { name: NIH, location: Bethesda }", &[]);
    check_field("date: 2019", &[]);
}

#[test]
fn numbers_stay_as_they_are_written() {
    let text = "a:\n  type: article\n  title: 2018.10\n  date: 2019-01\n  page-range: 007\n  \
                serial-number: { pmid: 12 }\n  parent: { title: no, volume: 0x1F, issue: 1_0 }\n";
    check(text, &[]);
    let found = parse(&SourcePath::new("r.yaml"), text).value;
    let record = found.get("a").unwrap();
    let parent = record.container.clone().unwrap();
    assert_eq!(record.title, "2018.10");
    assert_eq!(record.pages.as_deref(), Some("007"));
    assert_eq!(record.identifiers.pmid.as_deref(), Some("12"));
    assert_eq!(
        (parent.title.as_str(), parent.volume.as_deref(), parent.issue.as_deref()),
        ("no", Some("0x1F"), Some("1_0"))
    );
}

#[test]
fn a_work_that_is_its_own_author_is_named_once() {
    let text = "a: { type: Web, title: 988 Lifeline, author: { name: 988 Lifeline } }";
    check(text, &[]);
    let found = parse(&SourcePath::new("r.yaml"), text).value;
    assert_eq!(
        found.get("a").unwrap().to_text(super::super::Style::Vancouver),
        "988 Lifeline [Internet]."
    );
}

#[test]
fn notes_say_what_may_be_cited() {
    let text = "a: { type: Web, title: A, note: MEMORY. Not seen. }\n\
                bb: { type: Web, title: B, note: \"VERIFIED; Authors incomplete.\" }\n";
    check(text, &[]);
    let found = parse(&SourcePath::new("r.yaml"), text).value;
    assert!(!found.get("a").unwrap().citable());
    assert!(found.get("bb").unwrap().citable());
    assert!(found.get("bb").unwrap().authors_incomplete);
    assert_eq!(found.nearest("b"), Some("bb"));
}

#[test]
fn every_mistake_is_reported_in_its_place() {
    check(
        "smith: { type: Article }\nb c: 3\n",
        &[
            "bibliography/no-title at \"smith\": `smith` has no title",
            "bibliography/no-parent at \"smith\": `smith` does not say where it appeared",
            "bibliography/key at \"b c\": `b c` cannot be cited",
            "bibliography/wrong-type at \"3\": `b c` is a whole number; expected a record: `type`, `title` and so on",
        ],
    );
    check_field("autor: X", &["value/unknown-key at \"autor\": unknown key `autor`"]);
    check_field(
        "parent: { type: Perodical, titel: X }",
        &[
            "value/unknown-key at \"titel\": unknown key `titel`",
            "bibliography/unknown-type at \"Perodical\": unknown type `Perodical`",
        ],
    );
    check_field(
        "parent: [X]",
        &[
            "bibliography/wrong-type at \"[\": `parent` is a list; expected `{ type: …, title: … }`",
        ],
    );
    check_field(
        "url: javascript:x",
        &[
            "bibliography/url at \"javascript:x\": `javascript:x` is not an address of the web",
        ],
    );
    check_field(
        "serial-number: { doi: x, pmid: PMC1, pmcid: 7 }",
        &[
            "bibliography/doi at \"x\": `x` is not a DOI; expected `10.`, digits, `/` and a name",
            "bibliography/pmid at \"PMC1\": `PMC1` is not a PMID; expected 1 to 9 digits",
            "bibliography/pmcid at \"7\": `7` is not a PMCID; expected `PMC` and digits",
        ],
    );
    check_field(
        "date: 2018-13",
        &[
            "bibliography/date at \"2018-13\": `2018-13` is not a year, a month or a day of the calendar",
        ],
    );
    check_field(
        "author: [\"Smith, \"]",
        &[
            "bibliography/author at \"\\\"Smith, \\\"\": cannot tell the names in `Smith,` apart",
        ],
    );
    check_field(
        "edition: [2]",
        &["bibliography/wrong-type at \"[\": `edition` is a list; expected text"],
    );
    check(
        "a: { type: Artikle, title: T }\n",
        &["bibliography/unknown-type at \"Artikle\": unknown type `Artikle`"],
    );
}

#[test]
fn a_broken_file_is_not_whole() {
    let codes = |text: &str| {
        let found = parse(&SourcePath::new("r.yaml"), text);
        assert!(!found.value.is_whole(), "{text}");
        found.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>()
    };
    assert_eq!(codes("a: { type: Web\nb: 2\n"), ["yaml/syntax"]);
    assert_eq!(
        codes("a: { type: Web, title: T }\na: { type: Web, title: U }\n"),
        ["yaml/syntax"]
    );
    assert_eq!(codes("a: { type: Web, type: Web, title: U }\n"), ["yaml/syntax"]);
    assert_eq!(codes("- a\n- b\n"), ["yaml/syntax"]);
    assert_eq!(codes("a: &x { type: Web, title: T }\nb: *x\n"), ["yaml/alias"]);
    assert_eq!(
        codes(&format!("a: {}{}", "[".repeat(17), "]".repeat(17))),
        ["yaml/depth"]
    );
    assert_eq!(codes(&" ".repeat(LARGEST + 1)), ["bibliography/size"]);
}

#[test]
fn hostile_files_end_soon() {
    let path = SourcePath::new("r.yaml");
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n";
    for text in [
        bomb.to_owned(),
        format!("a: {}", "[".repeat(100_000)),
        "? ".repeat(50_000),
        "- ".repeat(50_000),
        format!("a: {}", "{a: ".repeat(50_000)),
        format!("a: \"{}", "\\".repeat(200_000)),
        "\0".to_owned(),
        "a: !!binary x\n%TAG".to_owned(),
    ] {
        assert!(!parse(&path, &text).diagnostics.is_empty());
    }
}
