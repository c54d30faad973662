//! Reviews: what a receipt is for, what becomes of it, and what authors and readers are told.

mod text;

use jiff::civil::{Date, date};
use plainleaf::diagnostic::{Diagnostic, line_column};
use plainleaf::memo::Memo;
use plainleaf::model::review::Standing;
use plainleaf::path::SourcePath;
use plainleaf::pipeline::{Build, Input, build, text_to_review};

use text::{Look, PAGE, SITE, different, files, input, text};

/// The page of the property tests with a receipt of what it said.
fn signed(edit: impl Fn(&mut String), more: &[(&str, &str)], today: Date) -> Build {
    let mut files = files(&different(), &Look::plain());
    let before = text(&files);
    let page = SourcePath::new(PAGE);
    let digest =
        text_to_review(&input(&files, &[]), &Memo::default(), &page).unwrap().digest();
    let line = format!(
        "# Reviews\nguides/page.md by=ahill on=2026-10-01 until=2027-03-01 text={digest}\n"
    );
    edit(&mut files[0].1);
    let mut all =
        vec![("reviews.txt", line.as_str()), ("reviews/guides/page.txt", &before)];
    all.extend(more);
    build(&Input { today, ..input(&files, &all) }, &Memo::default())
}

/// What is said of reviews.
fn told(built: &Build) -> Vec<&Diagnostic> {
    built.diagnostics.iter().filter(|found| found.code.starts_with("review/")).collect()
}

/// What is said of the signed page, one line each.
#[track_caller]
fn check_said(built: &Build, standing: Standing, expected: &[&str]) {
    let page = built.overview.iter().find(|page| page.path.as_str() == PAGE).unwrap();
    assert_eq!(page.review, standing);
    let said: Vec<String> = told(built)
        .into_iter()
        .map(|found| {
            let place = found.primary.as_ref().unwrap();
            format!("{} {} {}: {}", found.severity, found.code, place.path, found.message)
        })
        .collect();
    assert_eq!(said, expected);
}

const NOW: Date = date(2026, 11, 24);

#[test]
fn each_standing_is_told_as_the_policy_asks() {
    let same = |_: &mut String| {};
    let edit = |text: &mut String| *text = text.replace("Stop word29x", "Go word29x");
    let page = "content/guides/page.md";
    check_said(&signed(same, &[], NOW), Standing::Reviewed, &[]);
    let changed = "this page has changed since Ann Hill reviewed it on 2026-10-01: \
                   1 word is new, 1 gone";
    let said = format!("warning review/changed {page}: {changed}");
    check_said(&signed(edit, &[], NOW), Standing::Changed, &[&said]);
    let strict = format!(
        "{SITE}[review]\nremind = 0\n[[review.section]]\nfolder = \"guides\"\n\
         unreviewed = \"warning\"\nchanged = \"error\"\noverdue = \"error\"\n"
    );
    let strict = [("site.toml", strict.as_str())];
    let other = "warning review/unreviewed content/guides/other.md: nobody has reviewed this page";
    let said = format!("error review/changed {page}: {changed}");
    let built = signed(edit, &strict, NOW);
    check_said(&built, Standing::Changed, &[other, &said]);
    assert!(built.output.is_empty());
    let due = format!(
        "warning review/due {page}: the review of this page is due by 2027-03-01, in 9 days"
    );
    check_said(&signed(same, &[], date(2027, 2, 20)), Standing::Reviewed, &[&due]);
    check_said(&signed(same, &strict, date(2027, 3, 1)), Standing::Reviewed, &[other]);
    let over = "the review of this page was to be repeated by 2027-03-01";
    let warning = format!("warning review/overdue {page}: {over}");
    check_said(&signed(same, &[], date(2027, 3, 2)), Standing::Overdue, &[&warning]);
    let error = format!("error review/overdue {page}: {over}");
    check_said(
        &signed(same, &strict, date(2027, 3, 2)),
        Standing::Overdue,
        &[other, &error],
    );
}

#[test]
fn the_first_changed_sentence_is_shown_with_what_it_was() {
    let built = signed(
        |text| {
            *text =
                text.replace("word41x", "other").replace("Stop word29x", "Go word29x");
        },
        &[],
        NOW,
    );
    let place = told(&built)[0].primary.as_ref().unwrap();
    assert_eq!(place.note, "it was: Stop word29x word30x word31x.");
    let change = &built.reviews.of(&SourcePath::new(PAGE)).unwrap().changes;
    assert_eq!(change.as_ref().unwrap().list.len(), 2);
    let mut files = files(&different(), &Look::plain());
    files[0].1 = files[0].1.replace("Stop word29x", "Go word29x");
    let (line, column) = line_column(&files[0].1, place.span.start);
    let found = files[0].1.lines().nth(line - 1).unwrap();
    assert_eq!((found, column), ("Go word29x word30x word31x.", 1));
}

#[test]
fn a_receipt_that_cannot_be_trusted_counts_for_nothing() {
    let same = |_: &mut String| {};
    let file = |rest: &str| {
        let text = "text=000102030405060708090a0b0c0d0e0f";
        format!("guides/page.md by=ahill on=2026-10-01 until=2027-03-01 {text}\n{rest}")
    };
    let check_file = |text: &str, expected: &[&str]| {
        let built = signed(same, &[("reviews.txt", text)], NOW);
        check_said(&built, Standing::Unreviewed, expected);
    };
    check_file(
        &file(""),
        &[
            "error review/text reviews.txt: `reviews/guides/page.txt` is not the text that this receipt is for",
        ],
    );
    check_file(
        &file("").replace("ahill", "ahil"),
        &["error review/person reviews.txt: `ahil` is no person of site.toml"],
    );
    check_file(
        "guides/page.md by=ahill\n",
        &[
            "error review/receipt reviews.txt: this receipt lacks one of `by=`, `on=`, `until=` and `text=`",
            "warning review/text reviews/guides/page.txt: no receipt is for this text",
        ],
    );
    let text = "text=000102030405060708090a0b0c0d0e0f";
    check_file(
        &format!("guides/gone.md by=ahill on=2026-10-01 until=2027-03-01 {text}\n"),
        &[
            "warning review/page reviews.txt: this receipt is for `guides/gone.md`, which is not there",
            "warning review/text reviews/guides/page.txt: no receipt is for this text",
        ],
    );
}

#[test]
fn two_receipts_and_unmerged_ones_are_errors() {
    let built = signed(|_| {}, &[], NOW);
    let receipt = &built.reviews.of(&SourcePath::new(PAGE)).unwrap().receipt;
    let digest = receipt.text;
    let line =
        format!("guides/page.md by=ahill on=2026-10-01 until=2027-03-01 text={digest}\n");
    let said = |text: &str| -> Vec<String> {
        let built = signed(|_| {}, &[("reviews.txt", text)], NOW);
        told(&built).into_iter().map(|found| found.message.clone()).collect()
    };
    assert_eq!(said(&line), Vec::<String>::new());
    assert_eq!(said(&(line.clone() + &line)), ["`guides/page.md` has two receipts"]);
    let merge = format!("<<<<<<< ours\n{line}=======\n{line}>>>>>>> theirs\n");
    assert_eq!(
        said(&merge)[0],
        "two versions of receipts were merged, and this was left undone"
    );
}

#[test]
fn a_moved_page_is_found_by_its_text() {
    let built = signed(|_| {}, &[], NOW);
    let receipt = &built.reviews.of(&SourcePath::new(PAGE)).unwrap().receipt;
    let line = format!(
        "guides/old.md by=ahill on=2026-10-01 until=2027-03-01 text={}\n",
        receipt.text
    );
    let built = signed(|_| {}, &[("reviews.txt", &line)], NOW);
    let help = told(&built)[0].help.as_deref().unwrap();
    assert!(help.starts_with("its text now stands in `guides/page.md`"), "{help}");
}

#[test]
fn a_date_in_front_matter_is_no_receipt() {
    let claim = |text: &mut String| {
        *text = text.replacen(
            "+++\n",
            "+++\nlast_reviewed_on = 2026-01-05\nreview_in = \"1 year\"\n",
            1,
        );
    };
    let page = "warning review/claim content/guides/page.md";
    let has = "this page has a receipt, which says when it was reviewed";
    check_said(
        &signed(claim, &[], NOW),
        Standing::Reviewed,
        &[&format!("{page}: {has}")],
    );
    let without = |today| {
        let mut files = files(&different(), &Look::plain());
        claim(&mut files[0].1);
        build(&Input { today, ..input(&files, &[]) }, &Memo::default())
    };
    let no = "a date of review is no review: readers are not told of it";
    check_said(&without(NOW), Standing::Unreviewed, &[&format!("{page}: {no}")]);
    let due = without(NOW).overview.iter().find_map(|page| page.due);
    assert_eq!(due, Some(date(2027, 1, 5)));
    let over = "the review that this page promises was due on 2027-01-05";
    check_said(
        &without(date(2027, 1, 6)),
        Standing::Unreviewed,
        &[&format!("{page}: {over}")],
    );
}
