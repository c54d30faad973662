//! Small sites, and the addresses in them that lead nowhere.

use super::*;
use crate::audit::references::references;
use crate::output::Artifact;

const BASE: &str = "https://a.org/sub/";

fn of<'a>(
    tree: &'a OutputTree,
    surfaces: &'a [(&'a OutputPath, &'a Surface)],
) -> Published<'a> {
    Published { tree, surfaces, base_url: BASE }
}

/// What is said of a site, one file after another.
fn unresolved(published: Published<'_>, sources: &SourceTree) -> Vec<Diagnostic> {
    let resolver = Resolver::of(published);
    let files = published.surfaces.iter();
    resolver
        .report(files.map(|(path, own)| (*path, resolver.dead_ends(path, own))), sources)
}

/// A site of a few files, one of which holds the text; what is said of it.
#[track_caller]
fn check(path: &str, text: &str, expected: &[&str]) {
    let article = Some(SourcePath::new("content/b.md"));
    let mut files = vec![
        ("index.html", "<h2 id=x>".to_owned(), None),
        ("b/index.html", "<h2 id='ü y'>".to_owned(), article.clone()),
        ("c.svg", "<svg><g id='g'/></svg>".to_owned(), None),
        ("d e.pdf", String::new(), None),
    ];
    files.retain(|(own, ..)| *own != path);
    files.push((path, text.to_owned(), article));
    let mut tree = OutputTree::default();
    for (path, text, origin) in files {
        let artifact = Artifact::made(text.into_bytes(), origin);
        tree.insert(OutputPath::parse(path).unwrap(), artifact);
    }
    let surfaces: Vec<_> = tree
        .iter()
        .filter_map(|(path, artifact)| {
            let crate::output::Content::Bytes(bytes) = &artifact.content else {
                return None;
            };
            Some((path, references(&path.extension(), &bytes.whole())?))
        })
        .collect();
    let surfaces: Vec<_> = surfaces.iter().map(|(path, own)| (*path, own)).collect();
    let said = unresolved(of(&tree, &surfaces), &SourceTree::default());
    let said: Vec<_> = said.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(said, expected, "{text}");
}

/// The same for one address of a page below the root.
#[track_caller]
fn check_address(address: &str, missing: Option<&str>) {
    let text = format!("<a id=own href=\"{address}\">");
    let expected = missing
        .map(|what| format!("{what}; `b/p/index.html` leads there by `{address}`"));
    let expected: Vec<_> = expected.iter().map(String::as_str).collect();
    check("b/p/index.html", &text, &expected);
}

#[test]
fn addresses_are_looked_up_as_a_host_does() {
    for fine in [
        "../",
        "../../",
        "./",
        "../../b",
        "../../b/index.html",
        "../../c.svg#g",
        "#own",
        "#top",
        "#",
        "../../d%20e.pdf?f#page=2",
        "../../#x",
        "../#%C3%BC%20y",
        "/sub/",
        "/sub/b/",
        "https://a.org/sub/",
        "https://a.org/sub/b/#ü y",
        "//a.org/sub/b/",
        "https://a.org/sub",
        "https://b.org/nothing",
        "//b.org/x",
        "/elsewhere/",
        "https://a.org/other/",
        "../../../../b/",
        "../../#:~:text=leaf",
    ] {
        check_address(fine, None);
    }
    check_address("../q/", Some("`b/q/` is not published"));
    check_address("q", Some("`b/p/q` is not published"));
    check_address("/sub/q.png", Some("`q.png` is not published"));
    check_address("https://a.org/sub/q/", Some("`q/` is not published"));
    check_address("#gone", Some("`b/p/index.html` has no part `#gone`"));
    check_address("../../#y", Some("`index.html` has no part `#y`"));
}

#[test]
fn every_kind_of_file_is_looked_at() {
    check(
        "f.css",
        "a{b:url(q.png)}",
        &["`q.png` is not published; `f.css` leads there by `q.png`"],
    );
    check(
        "sitemap.xml",
        "<loc>https://a.org/sub/q/</loc><loc>https://a.org/sub/b/</loc>",
        &["`q/` is not published; `sitemap.xml` leads there by `https://a.org/sub/q/`"],
    );
    check(
        "old/index.html",
        "<meta http-equiv=refresh content='0; url=../q/'>",
        &["`q/` is not published; `old/index.html` leads there by `../q/`"],
    );
    check(
        "404.html",
        "<a href=/sub/b/><img src=/sub/q.png>",
        &["`q.png` is not published; `404.html` leads there by `/sub/q.png`"],
    );
}

#[test]
fn many_files_with_one_mistake_are_one_finding() {
    let mut tree = OutputTree::default();
    for page in ["a/index.html", "b/index.html", "c/index.html"] {
        let text = "<link rel=icon href=../icon.svg>".as_bytes();
        tree.insert(OutputPath::parse(page).unwrap(), Artifact::made(text, None));
    }
    let surface = references("html", b"<link rel=icon href=../icon.svg>").unwrap();
    let surfaces: Vec<_> = tree.iter().map(|(path, _)| (path, &surface)).collect();
    let said = unresolved(of(&tree, &surfaces), &SourceTree::default());
    let said: Vec<_> = said.iter().map(|found| found.message.as_str()).collect();
    let expected = "`icon.svg` is not published; `a/index.html` leads there by \
                    `../icon.svg`, and so do 2 other files";
    assert_eq!(said, [expected]);
}

/// Where a finding is shown, for a page with this address that was made from an article.
#[track_caller]
fn check_place(address: &str, sources: &[(&str, &str)], expected: Option<(&str, usize)>) {
    let text = format!("<a href='{address}'>");
    let article = Some(SourcePath::new("content/a.md"));
    let mut tree = OutputTree::default();
    let path = OutputPath::parse("a/index.html").unwrap();
    tree.insert(path, Artifact::made(text.clone().into_bytes(), article));
    let surface = references("html", text.as_bytes()).unwrap();
    let surfaces: Vec<_> = tree.iter().map(|(path, _)| (path, &surface)).collect();
    let sources = SourceTree::of(sources.iter().copied());
    let found = unresolved(of(&tree, &surfaces), &sources);
    let place = found[0].primary.as_ref();
    let place = place.map(|label| (label.path.as_str(), label.span.start));
    assert_eq!(place, expected);
}

#[test]
fn a_finding_stands_where_the_address_was_written() {
    let template = ("themes/t/templates/page.html", "<link href=\"../no.svg\">");
    check_place(
        "https://a.org/sub/no",
        &[("content/a.md", "See [x](https://a.org/sub/no)."), template],
        Some(("content/a.md", 8)),
    );
    check_place(
        "../no.svg",
        &[("content/a.md", "The word ../no.svgs."), template],
        Some(("themes/t/templates/page.html", 12)),
    );
    check_place("../q", &[template], Some(("content/a.md", 0)));
}
