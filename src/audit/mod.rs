//! What may be published: files that are copied are checked before they are.

mod html;
mod svg;

use crate::diagnostic::Diagnostic;
use crate::model::Site;
use crate::path::SourcePath;
use crate::source::{Source, SourceTree};

/// Refuses every copied file that could run a script or tell another site of the visit.
pub fn assets(tree: &SourceTree, site: &Site<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, _) in &site.assets {
        let text = match tree.get(path) {
            Some(Source::Text(text)) => &*text.text,
            _ => "",
        };
        match path.extension().as_str() {
            "js" | "mjs" | "cjs" | "wasm" => {
                let message = "this file is a script; a Plainleaf site has none";
                let help = "delete it, or move it out of content/";
                let problem = Diagnostic::error("published/script", message);
                found.push(problem.at(path, 0..0).help(help));
            }
            "svg" => found.extend(svg::check(path, text)),
            "html" | "htm" | "xhtml" => found.extend(html::check(path, text)),
            "css" => found.extend(css(path, text)),
            _ => {}
        }
    }
    found
}

/// Refuses a style sheet that loads something from another site.
fn css(path: &SourcePath, text: &str) -> Option<Diagnostic> {
    let lower = text.to_ascii_lowercase();
    let off_origin = |at: usize| {
        let target = lower[at..].trim_start_matches([' ', '"', '\'']);
        ["http:", "https:", "//", "javascript:"]
            .iter()
            .any(|start| target.starts_with(start))
    };
    let urls = lower.match_indices("url(").map(|(at, word)| (at, at + word.len()));
    let imports = lower.match_indices("@import").map(|(at, word)| (at, at + word.len()));
    let (at, _) = urls.chain(imports).find(|(_, end)| off_origin(*end))?;
    Some(
        Diagnostic::error(
            "published/off-origin",
            "this style sheet loads from another site",
        )
        .at(path, at..at + 4)
        .help("save what it loads beside it"),
    )
}

/// Whether an attribute's value runs a script when it is followed, as a browser reads it.
fn runs_script(value: &str) -> bool {
    let plain: String = value
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .take(64)
        .collect();
    plain.starts_with("javascript:")
        || plain.starts_with("vbscript:")
        || (plain.starts_with("data:") && !plain.starts_with("data:image/"))
        || plain.starts_with("data:image/svg")
}

/// Whether a resource's address leaves the site.
fn leaves_site(value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    value.starts_with("//")
        || value.split_once(':').is_some_and(|(scheme, _)| {
            !scheme.is_empty()
                && scheme
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
                && scheme != "data"
        })
}
