//! What the reader of references says of good, faulty and hostile files.

use super::*;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    check_file("references.yaml", text, expected);
}

#[track_caller]
fn check_file(name: &str, text: &str, expected: &[&str]) {
    let found = parse(&SourcePath::new(format!("content/{name}")), text);
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
    check(&format!("a:\n  type: Report\n  title: T\n  {field}\n"), expected);
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
    let text = "a: { type: Report, title: 988 Lifeline, author: { name: 988 Lifeline } }";
    check(text, &[]);
    let found = parse(&SourcePath::new("r.yaml"), text).value;
    assert_eq!(
        found.get("a").unwrap().to_text(super::super::Style::Vancouver),
        "988 Lifeline."
    );
}

#[test]
fn notes_say_what_may_be_cited() {
    let text = "a: { type: Report, title: A, note: MEMORY. Not seen. }\n\
                bb: { type: Report, title: B, note: \"VERIFIED; Authors incomplete.\" }\n";
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
            "bibliography/wrong-type at \"3\": `b c` is a whole number; expected a record: `type`, `title` and so on",
            "bibliography/no-title at \"smith\": `smith` has no title",
            "bibliography/no-parent at \"smith\": `smith` does not say where it appeared",
            "bibliography/key at \"b c\": `b c` cannot be cited",
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
            "bibliography/wrong-type at \"X\": `parent` is text; expected `{ type: …, title: … }`",
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

/// What a file's only record says, in the words of the default style.
#[track_caller]
fn check_printed(name: &str, text: &str, expected: &str) {
    check_file(name, text, &[]);
    let found = parse(&SourcePath::new(name), text).value;
    let record = found.iter().next().unwrap();
    let style = super::super::Style::Vancouver;
    assert_eq!(format!("{}: {}", record.key, record.to_text(style)), expected);
    assert_eq!(super::super::prove(record, style, &record.to_text(style)), Ok(()));
}

#[test]
fn csl_json_is_read_as_zotero_and_pubmed_write_it() {
    check_printed(
        "r.json",
        r#"[{ "id": "http://zotero.org/users/1/items/AB3", "type": "article-journal",
             "title": "The <i>leaf</i> of\u0020life", "container-title": "Journal of Rest",
             "container-title-short": "J Rest", "volume": 7, "issue": "1", "page": "144-52",
             "DOI": "10.1000/x", "note": "PMID: 30000001\nread twice",
             "author": [{ "family": "Berg", "given": "Jan", "non-dropping-particle": "van der" },
                        { "literal": "WHO" }],
             "issued": { "date-parts": [[2024, "2", 3]] } }]"#,
        "AB3: van der Berg J; WHO. The leaf of life. J Rest. 2024;7(1):144-152. doi:10.1000/x. PMID: 30000001.",
    );
    check_printed(
        "r.json",
        r#"{ "id": "pmid:30062086", "type": "article-journal", "title": "T", "PMID": "30062086",
            "container-title": "J", "issued": { "date-parts": [[2016], [2017]] },
            "author": [{ "family": "Hill", "given": "A B", "suffix": "Jr" }] }"#,
        "pmid:30062086: Hill AB Jr. T. J. 2016. PMID: 30062086.",
    );
    check_printed(
        "r.json",
        r#"[{ "citation-key": "web", "id": 7, "type": "webpage", "title": "T",
             "container-title": "Site", "URL": "https://a.org/b",
             "accessed": { "raw": "2024-05-03" } }]"#,
        "web: T [Internet]. Site [cited 2024 May 3]. Available from: a.org/b",
    );
}

#[test]
fn mistakes_of_csl_json_are_in_their_places() {
    check_file(
        "r.json",
        r#"[{ "id": "a", "type": "article-jurnal", "titel": "T" }, 3]"#,
        &[
            "bibliography/wrong-type at \"3\": an item is a whole number; expected a table",
            "value/unknown-key at \"\\\"titel\\\"\": unknown key `titel`",
            "bibliography/unknown-type at \"\\\"article-jurnal\\\"\": unknown type `article-jurnal`",
            "bibliography/no-title at \"\\\"a\\\"\": `a` has no title",
        ],
    );
    check_file(
        "r.json",
        r#"[{ "id": "a", "id": "b", "type": "report", "title": "T", "ISSN": "0378-5956",
             "ISBN": "9780306406158", "issued": { "literal": "last year" },
             "author": [{ "given": "X" }, { "literal": "Y", "ORCID": "0000-0002-1825-0098" }] },
            { "id": "a", "type": "report", "title": "T" }]"#,
        &[
            "json/duplicate-key at \"\\\"id\\\"\": the key \"id\" stands twice",
            "bibliography/author at \"{ \\\"given\\\": \\\"X\\\" }\": an author has no name",
            "bibliography/orcid at \"{ \\\"literal\\\": \\\"Y\\\", \\\"ORCID\\\": \\\"0000-0002-1825-0098\\\" }\": `0000-0002-1825-0098` is not an ORCID: its last digit does not check it",
            "bibliography/date at \"\\\"last year\\\"\": `last year` is not a year, a month or a day of the calendar",
            "bibliography/isbn at \"\\\"9780306406158\\\"\": `9780306406158` is not an ISBN: its last digit does not check it",
            "bibliography/issn at \"\\\"0378-5956\\\"\": `0378-5956` is not an ISSN: its last digit does not check it",
            "bibliography/duplicate-key at \"\\\"a\\\"\": two records have the key `a`",
        ],
    );
}

#[test]
fn bibtex_and_biblatex_are_read() {
    check_printed(
        "r.bib",
        r#"A note by hand, me@example.org.
@string{rest = "Journal of Rest"}
@Comment{ jabref-meta: {x} }
@article{vanderberg2024,
  author = {van der Berg, Jan and {World Health Organization} and Ann M{\"u}ller},
  title = {The {CDC} and 5~\% of leaves},
  journal = rest, year = 2024, month = feb, volume = "7", number = {1},
  pages = {144--52}, doi = {10.1000/x_y}, keywords = {a, b},
}
"#,
        "vanderberg2024: van der Berg J; World Health Organization; Müller A. The CDC and 5 % of leaves. Journal of Rest. 2024;7(1):144-152. doi:10.1000/x_y.",
    );
    check_printed(
        "r.bib",
        "@mastersthesis(cole, author={Nat Cole}, title={Naps}, subtitle={At noon}, \
         school={Plain University}, date={2015-06-01/2015-07-01}, url={https://a.org/b\\_c})",
        "cole: Cole N. Naps: At noon [master's thesis]. Plain University; 2015. Available from: a.org/b_c",
    );
    check_printed(
        "r.bib",
        "@misc{reed, author={Reed, Ann and others}, title={Leaves}, year={2021}, \
         eprint={2101.00001}, archiveprefix={arXiv}}",
        "reed: Reed A, and others. Leaves. arXiv [Preprint]. 2021. Available from: arxiv.org/abs/2101.00001",
    );
}

const BOOK: &str = "@book{rest, title={Rest}, subtitle={A guide}, editor={Ray, Bo}, \
    year=2020, publisher={Leaf}, address={Ulm}, doi={10.1000/b}, url={https://b.org/}, \
    note={read twice}, isbn={978-3-16-148410-0}, pages={1--300}}\n";

#[test]
fn a_chapter_takes_over_what_its_book_says() {
    let own = "author={Hill, Ann}, title={Naps}, pages={3--9}";
    check_printed(
        "r.bib",
        &format!("@incollection{{naps, {own}, crossref={{rest}}}}\n{BOOK}"),
        "naps: Hill A. Naps. In: Ray B, editor. Rest: A guide. Ulm: Leaf; 2020. p. 3-9.",
    );
    // What the chapter says itself stands, by whatever field.
    check_printed(
        "r.bib",
        &format!(
            "{BOOK}@inbook{{naps, {own}, date={{2021-05}}, booktitle={{Sleep}}, \
             crossref={{rest}}}}"
        )
        .replace("rest", "zrest"),
        "naps: Hill A. Naps. In: Ray B, editor. Sleep. Ulm: Leaf; 2021. p. 3-9.",
    );
    // A talk, through its volume, from the series of meetings.
    check_printed(
        "r.bib",
        "@inproceedings{a, author={Hill, Ann}, title={Naps}, pages={3--9}, crossref={b}}\n\
         @proceedings{b, title={Sleep 2020}, crossref={c}}\n\
         @proceedings{c, title={Sleep}, editor={Ray, Bo}, year=2020, publisher={Leaf}}",
        "a: Hill A. Naps. In: Ray B, editor. Sleep 2020. Leaf; 2020. p. 3-9.",
    );
}

#[test]
fn a_parent_that_cannot_be_found_is_named() {
    check_file(
        "r.bib",
        &format!(
            "@incollection{{a, author={{Hill, Ann}}, title={{Naps}}, booktitle={{B}}, \
             publisher={{P}}, year=2020, crossref={{rset}}}}\n{BOOK}"
        ),
        &["bib/crossref at \"{rset}\": no entry has the key `rset`"],
    );
    let entry = |key: usize, of: usize| {
        format!(
            "@report{{k{key}, title={{Of {key}}}, author={{Hill, Ann}}, year=2020, \
             publisher={{P}}, crossref={{k{of}}}}}\n"
        )
    };
    let itself = "this entry takes over from itself";
    check_file(
        "r.bib",
        &[entry(1, 2), entry(2, 1), entry(3, 1), entry(4, 4)].concat(),
        &[
            &format!("bib/crossref at \"{{k2}}\": {itself}"),
            &format!("bib/crossref at \"{{k1}}\": {itself}"),
            &format!("bib/crossref at \"{{k4}}\": {itself}"),
        ],
    );
    let row: String = (1..=9).map(|key| entry(key, key + 1)).collect();
    let last = "@report{k10, title={T}, author={Hill, Ann}, year=2020, publisher={P}}\n";
    check_file(
        "r.bib",
        &(row + last),
        &[
            "bib/crossref at \"{k2}\": more than 8 entries take over in a row",
            "bib/crossref at \"{k3}\": more than 8 entries take over in a row",
        ],
    );
}

#[test]
fn mistakes_of_bibtex_are_in_their_places() {
    check_file(
        "r.bib",
        "@artcle{a, title={T}, autor={X}}\n@book{b, title={\\alpha T}, year=soon}\n\
         @report{c, title={T}, title={U}}\n@report{d, title={T",
        &[
            "bib/syntax at \"s\": no `@string` explains `soon`",
            "bib/syntax at \"title\": `title` stands twice",
            "bib/syntax at \"{\": this brace is not closed",
            "value/unknown-key at \"autor\": unknown key `autor`",
            "bibliography/unknown-type at \"artcle\": unknown type `artcle`",
        ],
    );
    check_file(
        "r.bib",
        "@report{a, title={\\alpha T}, xref={b}}",
        &[
            "value/unknown-key at \"xref\": unknown key `xref`",
            "bib/command at \"{\\\\alpha T}\": the command `\\alpha` is not known here",
        ],
    );
}

#[test]
fn a_record_lacks_nothing_that_its_type_needs() {
    check(
        "a: { type: Book, title: A }\nb: { type: Conference, title: B }\n\
         c: { type: Web, title: C }\nd: { type: Legislation, title: D }\n",
        &[
            "bibliography/incomplete at \"a\": `a` does not say when it appeared",
            "bibliography/incomplete at \"a\": `a` does not say who published it",
            "bibliography/incomplete at \"b\": `b` does not say where it was presented",
            "bibliography/incomplete at \"c\": `c` does not say where it can be read",
            "bibliography/incomplete at \"d\": `d` does not say which law it is",
        ],
    );
}

#[test]
fn one_work_twice_is_reported() {
    check(
        "a: { type: Report, title: A long title of a work, date: 2020, serial-number: { doi: 10.1000/x } }\n\
         b: { type: Report, title: B, serial-number: { doi: 10.1000/X } }\n\
         c: { type: Report, title: A long Title of a work, date: 2020-03 }\n",
        &[
            "bibliography/duplicate at \"b\": `b` is the same work as `a`: their DOI is `10.1000/x`",
            "bibliography/duplicate at \"c\": `c` is the same work as `a`: their title and year is `a long title of a work, 2020`",
        ],
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
    let bib = SourcePath::new("r.bib");
    for text in [
        "@",
        "@a{",
        "@a{b,c",
        "@a{b,c={",
        "@a{b,c=\"",
        "@string{",
        "@a{b,c=d#",
        "@é{é,é=é}",
    ] {
        parse(&bib, text);
        parse(&bib, &text.repeat(20_000));
        parse(&bib, &format!("{text}\n").repeat(20_000));
        parse(&SourcePath::new("r.json"), text);
    }
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
