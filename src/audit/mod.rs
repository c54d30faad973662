//! What may be published: copied files are checked before they are, and pages are audited.
//!
//! `inspect` reads a page once and asks every rule. Whether a page can be used by everyone is
//! not for a machine to say; `FOR_PEOPLE` lists what only a person can check.

mod address;
pub mod aria;
pub mod baseline;
mod contrast;
pub mod css;
pub mod external;
pub mod folder;
pub mod gate;
mod html;
mod language;
mod marks;
pub mod markup;
pub mod page;
pub mod references;
pub mod rule;
pub mod rules;
pub mod sources;
mod spacing;
mod svg;
mod table;

pub use contrast::Library;
pub use rule::{Finding, Kind, Rule};
pub use rules::RULES;

use std::ops::Range;

use rules::title_unique;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::model::Site;
use crate::path::SourcePath;
use crate::source::{Source, SourceTree};

/// What no rule can tell, for the end of every report.
pub const FOR_PEOPLE: &[&str] = &[
    "whether text alternatives, captions and transcripts say what images and recordings say",
    "whether headings, labels and link texts describe what they stand for",
    "whether the order of reading and of the Tab key makes sense, and focus is always seen",
    "whether everything works by keyboard alone, at 400 % zoom and with changed text spacing",
    "whether contrast suffices over images and gradients, and nothing is told by color alone",
    "whether the words are plain, the language of each part is right, and errors are explained",
    "whether people who use screen readers, magnifiers or voice control can do what they came for",
];

/// What is known of a page by itself, before it is compared with others.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Inspected {
    /// What the rules found, in the order of the text.
    pub findings: Vec<Finding>,
    /// What it weighs, to be held against a budget.
    pub weight: gate::budget::Weight,
    title: Option<title_unique::Title>,
}

/// Everything that the rules find in a page, in the order of its text.
///
/// Style sheets in other files are not read.
pub fn inspect(text: &str) -> Vec<Finding> {
    examine(text, "", &Library::default()).findings
}

/// The same for a page at a path, with the style sheets that it may link to, and with what
/// `compare` needs to know of it.
pub fn examine(text: &str, path: &str, sheets: &Library) -> Inspected {
    examine_tree(&markup::Document::parse(text), path, sheets)
}

fn examine_tree(
    document: &markup::Document<'_>,
    path: &str,
    sheets: &Library,
) -> Inspected {
    let page = page::Page::within(document, path, sheets);
    Inspected {
        findings: rule::Findings::of(RULES, &page),
        weight: gate::budget::weigh(&page),
        title: title_unique::title(&page),
    }
}

/// The same, and what the page names and offers if its tree tells that too, so that the text
/// need not be read again.
pub fn examine_with_surface(
    text: &str,
    path: &str,
    sheets: &Library,
) -> (Inspected, Option<references::Surface>) {
    let document = markup::Document::parse(text);
    (examine_tree(&document, path, sheets), references::of_tree(&document))
}

/// Whether a file is a style sheet, which is read for the pages that link to it.
pub fn is_sheet(path: &SourcePath) -> bool {
    path.extension() == "css"
}

/// What only the pages of a site together show, each with the number of its page.
pub fn together<'a>(
    pages: impl IntoIterator<Item = &'a Inspected>,
) -> Vec<(usize, Finding)> {
    title_unique::across(pages.into_iter().map(|page| page.title.as_ref()))
}

/// What is found on a page besides, once another page turns out to have its title.
pub fn if_title_is_shared(page: &Inspected) -> Option<Finding> {
    page.title.as_ref().map(title_unique::finding)
}

/// Puts one more among the findings of a page, in the order of the text.
pub fn add(findings: &mut Vec<Finding>, one: Finding) {
    let place = findings.partition_point(|own| own.span.start <= one.span.start);
    findings.insert(place, one);
}

/// Adds to each page what only all together show.
pub fn compare(pages: &mut [Inspected]) {
    for (at, finding) in together(&*pages) {
        if let Some(page) = pages.get_mut(at) {
            add(&mut page.findings, finding);
        }
    }
}

/// What is to be said of a page that could not be read, or not as text.
pub fn unread(message: &str, span: Range<usize>, help: &str) -> Finding {
    rules::unread::finding(message, span, help)
}

/// Refuses every copied file that could run a script or tell another site of the visit.
pub fn assets(tree: &SourceTree, site: &Site<'_>) -> Vec<Diagnostic> {
    let copied = site.assets.iter().map(|(path, _)| path);
    copied.filter_map(|path| copied_file(path, tree.get(path)?)).collect()
}

/// The same for a theme: its templates, its style sheet and the files that it brings.
pub fn theme(tree: &SourceTree, name: &str) -> Vec<Diagnostic> {
    let folder = format!("{}/{name}", crate::theme::FOLDER);
    let mut found = Vec::new();
    for (path, source) in tree.below(&folder) {
        let inner = path.below(&folder).unwrap_or_default();
        if let Some(asset) = inner.strip_prefix("assets/") {
            found.extend(copied_file(path, source));
            if let Err((part, fault)) = crate::path::OutputPath::parse(asset) {
                let message = format!("the part `{part}` of this path {fault}");
                let problem = Diagnostic::error("path/invalid", message);
                found.push(problem.at(path, 0..0).help("rename it"));
            }
        } else if inner.starts_with("templates/") || inner.starts_with("components/") {
            let Source::Text(text) = source else { continue };
            found.extend(html::check(path, &without_tags(&text.text)));
        }
    }
    found
}

fn copied_file(path: &SourcePath, source: &Source) -> Option<Diagnostic> {
    let text = match source {
        Source::Text(text) => &*text.text,
        Source::Asset(_) | Source::Unread(_) => "",
    };
    match path.extension().as_str() {
        "js" | "mjs" | "cjs" | "jsm" | "wasm" | "swf" | "shtml" | "mht" | "mhtml"
        | "svgz" | "xht" | "hta" => {
            let message = "this kind of file can run a script; a site has none";
            let problem = Diagnostic::error("published/script", message).at(path, 0..0);
            Some(
                problem.help("delete it, or move it out of the folder that is published"),
            )
        }
        "svg" | "xml" | "xsl" | "xslt" | "rss" | "atom" => svg::check(path, text),
        "html" | "htm" | "xhtml" => html::check(path, text).or_else(|| page(path, text)),
        "css" => css(path, text),
        _ => None,
    }
}

/// The first thing in a copied page that no page may hold.
fn page(path: &SourcePath, text: &str) -> Option<Diagnostic> {
    let document = markup::Document::parse(text);
    let invariants = RULES.iter().copied().filter(|rule| rule.is_invariant());
    let invariants: Vec<_> = invariants.collect();
    let found = rule::Findings::of(&invariants, &page::Page::new(&document));
    let broken = found.iter().find(|one| one.kind == Kind::Violation)?;
    Some(broken.diagnostic(path))
}

/// A template with its tags blanked out, byte for byte.
fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let close = match rest.as_bytes().get(open + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                plain.push_str(&rest[..=open]);
                rest = &rest[open + 1..];
                continue;
            }
        };
        plain.push_str(&rest[..open]);
        let end = rest[open..].find(close).map_or(rest.len(), |at| open + at + 2);
        plain.extend(std::iter::repeat_n('x', end - open));
        rest = &rest[end..];
    }
    plain.push_str(rest);
    plain
}

/// Refuses a style sheet that loads something from another site.
fn css(path: &SourcePath, text: &str) -> Option<Diagnostic> {
    if text.to_ascii_lowercase().contains("</style") {
        let problem = Diagnostic::error("published/html", "this style sheet ends itself");
        return Some(problem.at(path, 0..0).help("delete `</style` from it"));
    }
    let at = css_off_origin(text)?;
    Some(
        Diagnostic::error(
            "published/off-origin",
            "this style sheet loads from another site",
        )
        .at(path, at..at)
        .help("save what it loads beside it"),
    )
}

/// The first address of another site in a style sheet, escapes decoded and comments left out.
///
/// The names of XML, which stand in drawings within the sheet, are no addresses.
fn css_off_origin(text: &str) -> Option<usize> {
    let (mut plain, mut places) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let at = text.len() - rest.len();
        if rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
            continue;
        }
        rest = &rest[c.len_utf8()..];
        let mut sign = c;
        if c == '\\' {
            let is_hex = |c: char| !c.is_ascii_hexdigit();
            let digits = &rest[..rest.find(is_hex).unwrap_or(rest.len()).min(6)];
            let code = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
            sign = code.or_else(|| rest.chars().next()).unwrap_or(' ');
            let length = if digits.is_empty() { sign.len_utf8() } else { digits.len() };
            rest = rest.get(length..).unwrap_or_default();
            if !digits.is_empty() {
                rest = rest.strip_prefix(char::is_whitespace).unwrap_or(rest);
            }
        }
        if !sign.is_whitespace() {
            let start = plain.len();
            plain.extend(sign.to_lowercase());
            places.resize(plain.len().max(start), at);
        }
    }
    let starts = ["http:", "https:", "ftp:", "javascript:", "url(//", "\"//", "'//"];
    let mut hits: Vec<usize> = Vec::new();
    for start in starts {
        let mut found = plain.match_indices(start).map(|(at, _)| at);
        hits.extend(found.find(|at| !plain[*at..].starts_with("http://www.w3.org/")));
    }
    let first = hits.into_iter().min()?;
    places.get(first).copied()
}

/// Whether an attribute's value runs a script when it is followed, as a browser reads it.
fn runs_script(value: &str) -> bool {
    let plain = address::plain(value);
    plain.starts_with("javascript:")
        || plain.starts_with("vbscript:")
        || (plain.starts_with("data:") && !plain.starts_with("data:image/"))
        || plain.starts_with("data:image/svg")
}
