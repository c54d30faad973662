//! The gate: what the audit finds on a page stops the build, and points at what a person must
//! mend: the article for those who write, the template for those who make themes.

use plainleaf::diagnostic::{Diagnostic, line_column};
use plainleaf::memo::Memo;
use plainleaf::pipeline::{Build, Input, Wish, build, build_for};
use plainleaf::source::SourceTree;
use plainleaf::theme::built_in_text;

use crate::incremental::{Left, check_next_run};
use crate::shelf::check_shelved;

const HOME: (&str, &str) = ("content/_index.md", "+++\ntitle = \"Home\"\n+++\nHello.\n");

fn input(files: &[(&str, &str)]) -> Input {
    let tree = SourceTree::of([HOME].into_iter().chain(files.iter().copied()));
    let today = jiff::civil::date(2026, 11, 24);
    Input { tree, today, drafts: false, base_url: None }
}

fn told(tree: &SourceTree, found: &Diagnostic) -> String {
    let label = found.primary.as_ref().unwrap();
    let own = tree.text(label.path.as_str()).map(|text| &*text.text);
    let text = own.or_else(|| built_in_text(&label.path)).unwrap_or_default();
    let (line, column) = line_column(text, label.span.start);
    let Diagnostic { severity, code, message, .. } = found;
    format!("{severity} {code} {}:{line}:{column} {message}", label.path)
}

/// Builds a site with a home page and these files; gives it if exactly this is said.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&str]) -> Build {
    let input = input(files);
    let built = build(&input, &Memo::default());
    let said: Vec<_> =
        built.diagnostics.iter().map(|one| told(&input.tree, one)).collect();
    assert_eq!(said, expected);
    let again = build(&input, &built.memo);
    assert_eq!(again.diagnostics, built.diagnostics, "warm equals cold");
    assert_eq!(again.waived, built.waived, "warm equals cold");
    if let Some(left) = Left::by(&built, &input) {
        check_next_run(&left, &input, &built);
    }
    check_shelved(&input, &built);
    assert_eq!(built.output.is_empty(), built.has_errors());
    built
}

fn article(body: &str) -> String {
    format!("+++\ntitle = \"A\"\n+++\n{body}\n")
}

#[test]
fn an_author_is_shown_the_line_of_the_article() {
    let check = |body: &str, expected: &[&str]| {
        check(&[("content/a.md", &article(body))], expected);
    };
    check(
        "## B\n\nWords, and [more](_index.md) of them.\n\n[more](_index.md)",
        &[
            "notice a11y/link-text content/a.md:6:12 `more` does not say where this link leads",
            "notice a11y/link-text content/a.md:8:1 `more` does not say where this link leads",
        ],
    );
    check(
        "> - é <span lang=\"nope!\">x</span>",
        &["error a11y/part-language content/a.md:4:7 there is no language `nope!`"],
    );
    check(
        "## B\n\n##### C",
        &[
            "warning a11y/heading-order content/a.md:6:1 this heading jumps from level 2 to 5",
        ],
    );
    check(
        "| a |\n|---|\n\nTable: b",
        &["error a11y/header-cells content/a.md:4:2 this header cell heads no cell"],
    );
    check(
        ":::good-to-know\nx\n\n[here](_index.md)\n:::",
        &[
            "notice a11y/link-text content/a.md:7:1 `here` does not say where this link leads",
        ],
    );
    check(
        "x\n\n:::details{summary=\" \"}\ny\n:::",
        &["error a11y/summary-name content/a.md:6:1 this summary has no name"],
    );
    check(
        "x[^1]\n\n[^1]: [here](_index.md)",
        &[
            "notice a11y/link-text content/a.md:6:7 `here` does not say where this link leads",
        ],
    );
}

/// The default theme's file with one thing changed.
fn changed(path: &'static str, old: &str, new: &str) -> (&'static str, String) {
    let path_of = plainleaf::path::SourcePath::new(path);
    let text = built_in_text(&path_of).unwrap();
    assert!(text.contains(old), "{path} has no `{old}`");
    (path, text.replacen(old, new, 1))
}

#[test]
fn a_theme_is_shown_the_tag_of_the_template() {
    let check = |(path, text): (&str, String), body: &str, expected: &[&str]| {
        let (a, b) = (article(body), article("x").replace("\"A\"", "\"B\""));
        check(&[("content/a.md", &a), ("content/b.md", &b), (path, &text)], expected);
    };
    check(
        changed(
            "themes/default/templates/parts/footer.html",
            "<footer class=\"foot\">\n",
            "<footer class=\"foot\">\n{# <p> #}<a href=\"{{ site.home_url }}\"><b></b></a>\n",
        ),
        "x",
        &["error a11y/link-name themes/default/templates/parts/footer.html:2:10 \
             this link has no name; on 4 pages, first `404.html`"],
    );
    check(
        changed("themes/default/templates/base.html", " lang=\"{{ page.lang }}\"", ""),
        "x",
        &["error a11y/page-language themes/default/templates/base.html:2:1 \
             this page does not say its language; on 4 pages, first `404.html`"],
    );
    check(
        changed(
            "themes/default/templates/page.html",
            "<div class",
            "<div role=bogus class",
        ),
        "x",
        &["error a11y/role themes/default/templates/page.html:6:1 \
             there is no role `bogus`; on 2 pages, first `a/index.html`"],
    );
    check(
        changed("themes/default/components/good_to_know.html", "<div", "<div role=bogus"),
        ":::good-to-know\nx\n:::",
        &["error a11y/role themes/default/components/good_to_know.html:2:1 \
             there is no role `bogus`; on `a/index.html`"],
    );
}

#[test]
fn what_lies_in_the_list_of_a_component_is_shown_in_the_article() {
    let rows = "{% component rows() {\"kind\": \"block\"} -%}\n<ul>{{ body }}</ul>\n\
                {%- endcomponent %}\n";
    let check = |body: &str, expected: &str| {
        let rows = ("themes/default/components/rows.html", rows);
        check(&[("content/a.md", &article(body)), rows], &[expected]);
    };
    check(
        "x\n\n:::rows\n- y\n:::",
        "error a11y/list content/a.md:7:1 `ul` lies directly in this list",
    );
    check(
        "x\n\n:::rows\nWords\n:::",
        "error a11y/list content/a.md:7:1 `p` lies directly in this list",
    );
    check(
        "x\n\n<ul>\nWords\n<li>y</li>\n</ul>",
        "error a11y/list content/a.md:6:1 words lie directly in this list",
    );
}

#[test]
fn what_front_matter_says_is_shown_there() {
    let same = article("x");
    check(
        &[("content/a.md", &same), ("content/b.md", &same)],
        &[
            "notice a11y/title-unique content/a.md:2:1 another page also has the title `A`",
            "notice a11y/title-unique content/b.md:2:1 another page also has the title `A`",
        ],
    );
}

#[test]
fn a_page_of_html_is_shown_itself() {
    let page =
        "<!doctype html>\n<title>x</title>\n<main><h1>y</h1>\n<img src=a.svg></main>";
    check(
        &[("content/b.html", page), ("content/a.svg", "<svg/>")],
        &[
            "error a11y/page-language content/b.html:2:1 \
             this page does not say its language",
            "error a11y/image-name content/b.html:4:1 `img` has no text alternative",
        ],
    );
}

#[test]
fn what_a_template_makes_of_words_is_no_way_to_other_sites() {
    let check = |new: &str, settings: &str, expected: &[&str]| {
        let (path, text) =
            changed("themes/default/templates/page.html", "<div class=\"text\">", new);
        let settings = format!("{settings}[extra]\nfar = \"https://b.org\"\n");
        let files =
            [("content/a.md", &*article("x")), (path, &text), ("site.toml", &settings)];
        check(&files, expected);
    };
    let image = "<div class=\"text\"><img alt=\"\" src=\"{{ site.extra.far }}/a.png\">";
    let off_origin = "error published/off-origin themes/default/templates/page.html:6:19 \
                      this loads `https://b.org/a.png`; on `a/index.html`";
    check(image, "", &[off_origin]);
    let settings = "[audit]\nrules.\"published/off-origin\" = \"off\"\n";
    let invariant = "error audit/invariant site.toml:2:7 \
                     `published/off-origin` holds for every page";
    check(image, settings, &[invariant]);
    let form = "<div class=\"text\"><form action=\"{{ site.extra.far }}/take?a=1&amp;b\">\
                <button>Send</button></form>";
    let leaves = "error published/form themes/default/templates/page.html:6:19 \
                  this form leads to `https://b.org/take?a=1&b`; on `a/index.html`";
    check(form, "", &[leaves]);
    check(form, "[audit]\nforms = [\"https://b.org/take?a=1&b\"]\n", &[]);
}

const FAULT: (&str, &str) =
    ("content/a.md", "+++\ntitle = \"A\"\n+++\n<i lang=\"nope!\">x</i>\n");

#[test]
fn settings_say_how_much_a_rule_matters() {
    let check = |settings: &str, expected: &[&str]| {
        check(&[FAULT, ("site.toml", settings)], expected);
    };
    let said = |severity| {
        format!(
            "{severity} a11y/part-language content/a.md:4:1 there is no language `nope!`"
        )
    };
    let error = said("error");
    check("", &[&error]);
    check("[audit]\nrules.\"a11y/part-language\" = \"warning\"\n", &[&said("warning")]);
    check("[audit]\nrules.\"a11y/part-language\" = \"off\"\n", &[]);
    check("[audit]\nrules.\"a11y/part-language\" = \"notice\"\n", &[&said("notice")]);
    check(
        "[audit]\nrules.\"a11y/part-langauge\" = \"off\"\n",
        &["error audit/unknown-rule site.toml:2:7 there is no rule `a11y/part-langauge`"],
    );
}

#[test]
fn what_a_person_must_look_at_is_a_notice_unless_settings_say_more() {
    let page = article("[here](_index.md)");
    for (word, said) in
        [("", "notice"), ("warning", "warning"), ("error", "error"), ("off", "")]
    {
        let settings = match word {
            "" => String::new(),
            _ => format!("[audit]\nrules.\"a11y/link-text\" = \"{word}\"\n"),
        };
        let expected = format!(
            "{said} a11y/link-text content/a.md:4:1 `here` does not say where this link leads"
        );
        let expected = if said.is_empty() { &[][..] } else { &[&*expected] };
        check(&[("content/a.md", &page), ("site.toml", &settings)], expected);
    }
}

#[test]
fn a_waiver_is_never_silent() {
    let waiver = |page: &str, until: &str| {
        format!(
            "[[audit.waiver]]\nrule = \"a11y/part-language\"\npage = \"{page}\"\n\
             reason = \"the editor is away\"\nuntil = {until}\n"
        )
    };
    for page in ["/a/", "/*"] {
        let built = check(&[FAULT, ("site.toml", &waiver(page, "2026-11-24"))], &[]);
        let waived = &built.waived[0];
        assert_eq!(waived.reason, "the editor is away");
        assert_eq!(waived.until, jiff::civil::date(2026, 11, 24));
        assert_eq!(waived.diagnostic.primary.as_ref().unwrap().path.as_str(), FAULT.0);
    }
    check(
        &[FAULT, ("site.toml", &waiver("/a/", "2026-11-23"))],
        &["error audit/waiver-ended site.toml:5:9 \
           this waiver of `a11y/part-language` ended on 2026-11-23"],
    );
    check(
        &[("site.toml", &waiver("/a/", "2027-01-01"))],
        &["warning audit/waiver-idle site.toml:2:8 \
           this waiver of `a11y/part-language` lets nothing pass"],
    );
}

#[test]
fn a_page_over_its_budget_is_not_published() {
    let body =
        "![](leaf.svg)\n\n![](https.png)\n\n:::figure{src=\"https.png\" alt=\"x\"}\n:::";
    let body = article(body);
    let drawing = format!("<svg>{}</svg>", "<g/>".repeat(30));
    let check = |settings: &str, expected: &[&str]| {
        let files = [
            ("content/a.md", &*body),
            ("content/leaf.svg", &*drawing),
            ("content/https.png", "x"),
            ("site.toml", settings),
        ];
        check(&files, expected);
    };
    check("[budget]\nhtml = 1_000_000\nunsized_images = 3\nimage = 200\n", &[]);
    check(
        "[[budget.section]]\npage = \"/a/\"\nrequests = 2\n",
        &["error budget/page content/a.md:1:1 \
           this page has 3 requests; its budget is 2; on `a/index.html`"],
    );
    check(
        "[budget]\nimage = 100\n",
        &[
            "error budget/page content/a.md:4:1 this image has 131 bytes; its budget is 100",
        ],
    );
    check(
        "[budget]\nunsized_images = 2\n",
        &["error budget/page content/a.md:8:1 \
           this image says no width and height; its budget is 2"],
    );
    let waiver = "[budget]\nnodes = 1\n[[audit.waiver]]\nrule = \"budget/page\"\n\
                  page = \"/*\"\nreason = \"x\"\nuntil = 2027-01-01\n";
    check(waiver, &[]);
}

#[test]
fn a_budget_of_compressed_bytes_is_met_by_compressing() {
    let body = article(&"All the same words. ".repeat(2_000));
    let budget = |most: usize| {
        format!("[[budget.section]]\npage = \"/a/\"\nhtml_brotli = {most}\nquality = 9\n")
    };
    let settings = budget(20_000).replace("quality = 9\n", "");
    let built = check(&[("content/a.md", &body), ("site.toml", &settings)], &[]);
    assert!(built.output.get("a/index.html").unwrap().length() > 40_000);
    let settings =
        format!("[budget]\nquality = 9\n{}", budget(20).replace("quality = 9\n", ""));
    let input = input(&[("content/a.md", &body), ("site.toml", &settings)]);
    let built = build(&input, &Memo::default());
    let [found] = &built.diagnostics[..] else { panic!("{:?}", built.diagnostics) };
    let message = &found.message;
    assert!(message.contains("bytes of HTML after Brotli of quality 9"), "{message}");
    assert_eq!(build(&input, &built.memo).diagnostics, built.diagnostics);
}

#[test]
fn people_are_told_the_first_places_to_look_at_and_how_many_more_there_are() {
    let names: Vec<_> = (0..120).map(|n| format!("content/p{n:03}.md")).collect();
    let body = |n: usize| match n {
        100 => "[here](_index.md)\n\n## B\n\n#### C\n",
        _ => "[here](_index.md)",
    };
    let pages: Vec<_> = (0..120).map(|n| article(body(n))).collect();
    let mut files: Vec<(&str, &str)> =
        names.iter().zip(&pages).map(|(name, page)| (&**name, &**page)).collect();
    let settings = "[audit]\nrules.\"a11y/title-unique\" = \"off\"\n[[audit.waiver]]\n\
        rule = \"a11y/link-text\"\npage = \"/p110/\"\nreason = \"soon\"\nuntil = 2026-12-01\n";
    files.push(("site.toml", settings));
    let input = input(&files);
    let full = build(&input, &Memo::default());
    let brief = Wish { is_brief: true, ..Wish::default() };
    let told = build_for(brief, &input, &Memo::default());
    let of = |build: &Build, code: &str| {
        let all = build.diagnostics.iter().filter(|one| one.code == code);
        all.cloned().collect::<Vec<_>>()
    };
    // The first 64 pages and 8 more; that of the heading, on which all is told.
    let few = of(&told, "a11y/link-text");
    let mut expected = of(&full, "a11y/link-text");
    assert_eq!(expected.len(), 119);
    expected.retain(|one| {
        let name = one.primary.as_ref().unwrap().path.as_str();
        name < "content/p072.md" || name == "content/p100.md"
    });
    assert_eq!(few, expected);
    assert_eq!(told.counted.iter().collect::<Vec<_>>(), [(&"a11y/link-text", &46)]);
    assert_eq!(of(&told, "a11y/heading-order"), of(&full, "a11y/heading-order"));
    assert_eq!(of(&told, "a11y/heading-order").len(), 1);
    assert_eq!(told.waived, full.waived);
    assert_eq!(told.waived.len(), 1);
    assert_eq!(told.output.manifest(), full.output.manifest());
    assert!(full.counted.is_empty());
    for before in [&full.memo, &told.memo] {
        let again = build_for(brief, &input, before);
        assert_eq!(again.diagnostics, told.diagnostics, "warm equals cold");
        assert_eq!(again.counted, told.counted, "warm equals cold");
        let again = build(&input, before);
        assert_eq!(again.diagnostics, full.diagnostics, "warm equals cold");
    }
}
