//! What must hold for every build, whatever went in.

use html5gum::{StartTag, Token, Tokenizer};
use plainleaf::diagnostic::{Diagnostic, line_column};
use plainleaf::output::{Artifact, Content};
use plainleaf::path::OutputPath;
use plainleaf::pipeline::Build;
use plainleaf::source::SourceTree;

/// Panics if the build holds anything live, unsafe, broken or without a place.
#[track_caller]
pub(super) fn inspect(tree: &SourceTree, built: &Build) {
    inspect_said(tree, built);
    for (path, file) in built.output.iter() {
        let name = path.as_str();
        assert!(OutputPath::parse(name).is_ok(), "{name}");
        assert!(!name.starts_with('/') && !name.contains('\\'), "{name}");
        if file_is_made(file) {
            match path.extension().as_str() {
                "html" => page(name, &text(file)),
                "xml" => xml(name, &text(file)),
                _ => {}
            }
        }
    }
}

/// Panics if something is said without a place or a next step, or comes with an output.
#[track_caller]
pub(super) fn inspect_said(tree: &SourceTree, built: &Build) {
    for found in &built.diagnostics {
        diagnostic(tree, found);
    }
    if built.has_errors() {
        assert!(built.output.is_empty(), "an error stops the output");
    }
}

fn file_is_made(file: &Artifact) -> bool {
    matches!(file.content, Content::Bytes(_))
}

/// The text of a file that was made.
pub(super) fn text(file: &Artifact) -> String {
    match &file.content {
        Content::Bytes(bytes) => String::from_utf8(bytes.whole().to_vec()).unwrap(),
        Content::Asset(_) | Content::Kept { .. } => String::new(),
    }
}

/// `code file:line:column` of a diagnostic.
pub(super) fn place(tree: &SourceTree, found: &Diagnostic) -> String {
    let Some(label) = &found.primary else { return format!("{} nowhere", found.code) };
    let text = tree.text(label.path.as_str()).map_or("", |text| &text.text);
    let (line, column) = line_column(text, label.span.start);
    format!("{} {}:{line}:{column}", found.code, label.path)
}

#[track_caller]
fn diagnostic(tree: &SourceTree, found: &Diagnostic) {
    assert!(found.help.as_ref().is_some_and(|help| !help.is_empty()), "{found:?}");
    let words = [Some(&found.message), found.help.as_ref()];
    for words in words.into_iter().flatten() {
        assert!(!words.contains(char::is_control), "{words:?}");
        assert!(words.len() < 4000, "{} bytes: {words:.200}", words.len());
    }
    assert!(found.primary.is_some(), "no place: {found:?}");
    for label in found.primary.iter().chain(&found.related) {
        let text = tree.text(label.path.as_str()).map(|text| &*text.text);
        let text = text.or_else(|| plainleaf::theme::built_in_text(&label.path));
        let end = text.map_or(0, str::len);
        assert!(label.span.start <= label.span.end, "{found:?}");
        assert!(label.span.end <= end || label.span == (0..0), "{end} {found:?}");
        if let Some(text) = text {
            assert!(text.get(label.span.clone()).is_some(), "within a letter: {found:?}");
        }
    }
}

/// Checks that a page is dead: no script, no handler, nothing loaded from elsewhere.
#[track_caller]
pub(super) fn page(name: &str, html: &str) {
    let mut ids = std::collections::BTreeSet::new();
    for token in Tokenizer::new(html) {
        match token {
            Ok(Token::StartTag(tag)) => element(name, &tag, &mut ids),
            Ok(Token::Error(error)) => {
                let said = error.value.to_string();
                assert!(said.is_empty(), "{name}: {said}: {html:.2000}");
            }
            _ => {}
        }
    }
}

#[track_caller]
fn element(page: &str, tag: &StartTag<()>, ids: &mut std::collections::BTreeSet<String>) {
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let name = lossy(&tag.name);
    for dead in ["script", "iframe", "object", "embed", "base", "applet", "frame"] {
        assert_ne!(name, dead, "{page}");
    }
    for (key, value) in &tag.attributes {
        let (key, value) = (lossy(key), lossy(&value.value));
        assert!(!key.starts_with("on"), "{page}: {name} {key}={value}");
        let plain: String =
            value.chars().filter(|c| *c > ' ').collect::<String>().to_lowercase();
        if matches!(&*key, "href" | "src" | "action" | "formaction") {
            for live in ["javascript:", "vbscript:", "data:"] {
                assert!(!plain.starts_with(live), "{page}: {name} {key}={value}");
            }
        }
        let loads =
            matches!(&*key, "src" | "srcset" | "poster" | "action" | "formaction")
                || (name == "link" && key == "href" && loading_link(tag));
        if loads {
            let elsewhere = plain.starts_with("//") || plain.contains("://");
            assert!(!elsewhere, "{page}: {name} loads {value}");
        }
        if key == "http-equiv" {
            assert_eq!(value, "refresh");
        }
        if key == "content" && value.starts_with("0; url=") {
            assert!(!value.contains("://") && !value.contains("=//"), "{page}: {value}");
        }
        if key == "id" {
            assert!(ids.insert(value.clone()), "{page}: the id `{value}` stands twice");
        }
    }
}

fn loading_link(tag: &StartTag<()>) -> bool {
    let rel = tag.attributes.iter().find(|(key, _)| ***key == *b"rel");
    rel.is_some_and(|(_, value)| {
        let value = String::from_utf8_lossy(&value.value);
        !matches!(&*value, "canonical" | "alternate" | "prev" | "next")
    })
}

/// Checks that a file is well-formed XML.
#[track_caller]
pub(super) fn xml(name: &str, text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        let event = reader.read_event();
        assert!(event.is_ok(), "{name}: {event:?}");
        if matches!(event, Ok(quick_xml::events::Event::Eof)) {
            return;
        }
    }
}
