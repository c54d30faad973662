//! What a browser fetches to show a page, before its reader does anything.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::super::css;
use super::super::tags::{self, Syntax, Tag};
use super::{Site, Where};
use crate::output::{Artifact, OutputTree};
use crate::path::OutputPath;

/// What a page loads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loads {
    /// Requests: the page itself, and every file that it names to be shown with it.
    pub requests: usize,
    /// Bytes of all of these.
    pub bytes: u64,
    /// Scripts in it, or loaded by it.
    pub scripts: usize,
    /// Other sites that it loads something from.
    pub origins: BTreeSet<String>,
}

/// What a page names to be loaded, which depends on its bytes alone.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub struct Needs {
    addresses: Vec<String>,
    scripts: usize,
}

/// Reads what a page names to be loaded.
pub fn needs(text: &str) -> Needs {
    let mut needs = Needs::default();
    tags::read(text, Syntax::Html, |tag| needs.tag(tag));
    needs
}

/// What pages of a site load, in their order.
pub fn loads(
    tree: &OutputTree,
    base_url: &str,
    pages: &[(&OutputPath, &Needs)],
) -> Vec<Loads> {
    let paths = tree.iter().map(|(path, _)| path.as_str());
    let site = Site::of(paths, std::iter::empty(), base_url);
    pages.iter().map(|(path, needs)| one(&site, tree, (path, needs))).collect()
}

fn one(
    site: &Site<'_>,
    tree: &OutputTree,
    (path, needs): (&OutputPath, &Needs),
) -> Loads {
    let length = |file: &str| tree.get(file).map_or(0, Artifact::length);
    let folder = path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
    // A host shows this page at any address.
    let folder = if path.as_str() == "404.html" { "" } else { folder };
    let mut files = BTreeSet::from([path.as_str().to_owned()]);
    let mut origins = BTreeSet::new();
    for address in &needs.addresses {
        let plain = address.split(['#', '?']).next().unwrap_or_default();
        let is_data = address.get(..5).is_some_and(|s| s.eq_ignore_ascii_case("data:"));
        if plain.is_empty() || is_data {
            continue;
        }
        match site.file(Some(folder), plain) {
            Where::Within(file) => drop(files.insert(file.into_owned())),
            Where::Elsewhere => drop(origins.insert(origin(address))),
        }
    }
    Loads {
        requests: files.len(),
        bytes: files.iter().map(|file| length(file)).sum(),
        scripts: needs.scripts,
        origins,
    }
}

/// Scheme and host of an address.
fn origin(address: &str) -> String {
    let start = address.find("//").map_or(0, |at| at + 2);
    let end = address.get(start..).and_then(|rest| rest.find(['/', '?', '#']));
    let end = end.map_or(address.len(), |at| start + at);
    address.get(..end).unwrap_or(address).to_ascii_lowercase()
}

/// Relations of a `link` that are fetched with the page.
const FETCHED: [&str; 8] = [
    "stylesheet",
    "icon",
    "apple-touch-icon",
    "mask-icon",
    "manifest",
    "preload",
    "modulepreload",
    "prefetch",
];

impl Needs {
    fn tag(&mut self, tag: &Tag<'_>) {
        let name = tag.name.to_ascii_lowercase();
        let keys: &[&str] = match name.as_str() {
            "script" => {
                self.scripts += 1;
                &["src", "href", "xlink:href"]
            }
            "link" => {
                let rel = tag.value("rel").unwrap_or_default().to_ascii_lowercase();
                let is_fetched = rel.split_whitespace().any(|one| FETCHED.contains(&one));
                if is_fetched { &["href", "imagesrcset"] } else { &[] }
            }
            "img" | "source" | "input" | "track" | "audio" | "iframe" | "embed" => {
                &["src", "srcset"]
            }
            "video" => &["src", "poster"],
            "object" => &["data"],
            "image" | "use" | "feimage" => &["href", "xlink:href"],
            "body" | "table" | "td" | "th" => &["background"],
            _ => &[],
        };
        for key in keys {
            let Some(value) = tag.value(key) else { continue };
            if key.ends_with("srcset") {
                let all = super::super::candidates(value).map(|(one, _)| one.to_owned());
                self.addresses.extend(all);
            } else {
                self.addresses.push(value.trim().to_owned());
            }
        }
        let style = tag.value("style").unwrap_or_default();
        let sheet = if name == "style" { tag.text } else { "" };
        let named = css::addresses(style).into_iter().chain(css::addresses(sheet));
        self.addresses.extend(named.map(|(address, _)| address.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Requests, bytes beyond the page's, scripts and origins of a page in a folder.
    #[track_caller]
    fn check(text: &str, expected: (usize, u64, usize), origins: &[&str]) {
        let file = |path: &str, text: &str| {
            (
                OutputPath::parse(path).unwrap(),
                Artifact::made(text.as_bytes().to_vec(), None),
            )
        };
        let files = [
            file("a/index.html", text),
            file("a/b.png", "12345"),
            file("c.svg", "1234567"),
        ];
        let tree: OutputTree = files.into_iter().collect();
        let (path, needs) = (OutputPath::parse("a/index.html").unwrap(), needs(text));
        let all = loads(&tree, "https://own.org/x/", &[(&path, &needs)]);
        let [loads] = &all[..] else { unreachable!("one page") };
        let bytes = loads.bytes - text.len() as u64;
        assert_eq!((loads.requests, bytes, loads.scripts), expected, "{text}");
        let found: Vec<_> = loads.origins.iter().map(String::as_str).collect();
        assert_eq!(found, origins);
    }

    #[test]
    fn what_is_shown_with_a_page_is_counted_once() {
        check("<p>Hello <a href=https://x.org/>x</a>", (1, 0, 0), &[]);
        check(
            "<img src=b.png><img src='b.png?2'><link rel=icon href=../c.svg>",
            (3, 12, 0),
            &[],
        );
        check(
            "<link rel=canonical href=https://own.org/x/a/><form action=/y>",
            (1, 0, 0),
            &[],
        );
        check("<img src=data:image/png;base64,x><use href='#part'>", (1, 0, 0), &[]);
        check("<style>p{background:url(b.png)}</style>", (2, 5, 0), &[]);
        check("<img srcset='b.png 1x, https://own.org/x/c.svg 2x'>", (3, 12, 0), &[]);
    }

    #[test]
    fn other_sites_and_scripts_are_named() {
        check("<script>1</script><script src=b.png></script>", (2, 5, 2), &[]);
        check(
            "<img src=//Cdn.org/a.png><link rel='preload stylesheet' href=https://f.org/a?b>\
             <p style='background:url(http://i.org)'><iframe src=https://f.org/c></iframe>",
            (1, 0, 0),
            &["//cdn.org", "http://i.org", "https://f.org"],
        );
    }
}
