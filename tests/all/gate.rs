//! The gate: what the audit finds on a page stops the build, and points at what a person must
//! mend: the article for those who write, the template for those who make themes.

use plainleaf::diagnostic::{Diagnostic, line_column};
use plainleaf::memo::Memo;
use plainleaf::pipeline::{Build, Input, build};
use plainleaf::source::SourceTree;
use plainleaf::theme::built_in_text;

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
            "warning a11y/link-text content/a.md:6:12 `more` does not say where this link leads",
            "error a11y/link-text content/a.md:8:1 `more` does not say where this link leads",
        ],
    );
    check(
        "> - é <span lang=\"nope!\">x</span>",
        &["error a11y/part-language content/a.md:4:7 there is no language `nope!`"],
    );
    check(
        "## B\n\n##### C",
        &[
            "error a11y/heading-order content/a.md:6:1 this heading jumps from level 2 to 5",
        ],
    );
    check(
        "| a |\n|---|",
        &["error a11y/header-cells content/a.md:4:2 this header cell heads no cell"],
    );
    check(
        ":::good-to-know\nx\n\n[here](_index.md)\n:::",
        &[
            "error a11y/link-text content/a.md:7:1 `here` does not say where this link leads",
        ],
    );
    check(
        "x\n\n:::details{summary=\" \"}\ny\n:::",
        &["error a11y/summary-name content/a.md:6:1 this summary has no name"],
    );
    check(
        "x[^1]\n\n[^1]: [here](_index.md)",
        &[
            "error a11y/link-text content/a.md:6:7 `here` does not say where this link leads",
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
        let (a, b) = (article(body), article("x"));
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
fn a_page_of_html_is_shown_itself() {
    check(
        &[("content/b.html", "<!doctype html>\n<title>x</title><p>y")],
        &[
            "error a11y/page-language content/b.html:2:1 this page does not say its language",
        ],
    );
}

const FAULT: (&str, &str) =
    ("content/a.md", "+++\ntitle = \"A\"\n+++\n[more](_index.md)\n");

#[test]
fn settings_say_how_much_a_rule_matters() {
    let check = |settings: &str, expected: &[&str]| {
        check(&[FAULT, ("site.toml", settings)], expected);
    };
    let said = |severity| {
        format!(
            "{severity} a11y/link-text content/a.md:4:1 \
             `more` does not say where this link leads"
        )
    };
    let error = said("error");
    check("", &[&error]);
    check("[audit]\nrules.\"a11y/link-text\" = \"warning\"\n", &[&said("warning")]);
    check("[audit]\nrules.\"a11y/link-text\" = \"off\"\n", &[]);
    check(
        "[audit]\nrules.\"a11y/link-txt\" = \"off\"\n",
        &["error audit/unknown-rule site.toml:2:7 there is no rule `a11y/link-txt`"],
    );
}

#[test]
fn a_waiver_is_never_silent() {
    let waiver = |page: &str, until: &str| {
        format!(
            "[[audit.waiver]]\nrule = \"a11y/link-text\"\npage = \"{page}\"\n\
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
           this waiver of `a11y/link-text` ended on 2026-11-23"],
    );
    check(
        &[("site.toml", &waiver("/a/", "2027-01-01"))],
        &["warning audit/waiver-idle site.toml:2:8 \
           this waiver of `a11y/link-text` lets nothing pass"],
    );
}
