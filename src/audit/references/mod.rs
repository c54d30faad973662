//! Every address within a published file, and whether what it names is published too.
//!
//! Links in Markdown are checked where they stand; this finds what themes, templates, feeds,
//! style sheets and generated pages do. Two steps: what one file names, which depends on its
//! bytes alone and may be remembered by their digest; and whether all of it is there.

mod css;
mod resolve;
mod sound;
pub(super) mod tags;

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::markup::Document;
use tags::{Syntax, Tag};

pub(crate) use resolve::Resolver;
pub use resolve::{Loads, Needs, Published, loads, needs, target};
pub(super) use resolve::{Place, Site};
pub(crate) use sound::{Sound, Suspects};

/// What one published file names, and what in it can be named.
///
/// All words lie in one text: a large site has very many of them.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub struct Surface {
    words: String,
    /// Addresses, in the order of the file: bytes of `words`, and the byte of the file.
    references: Vec<(u32, u32, u32)>,
    /// Names of its parts, sorted: bytes of `words`.
    anchors: Vec<(u32, u32)>,
    /// Whether addresses were left out, as in what is kept between two runs.
    is_partial: bool,
    /// What a `base` element says that addresses are relative to.
    base: Option<(u32, u32)>,
}

/// One address in a published file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference<'s> {
    /// The address, as a browser reads it.
    pub address: &'s str,
    /// The byte where it stands.
    pub at: usize,
}

impl Surface {
    /// Every address, in the order of the file.
    pub fn references(&self) -> impl Iterator<Item = Reference<'_>> {
        self.references.iter().map(|(start, end, at)| Reference {
            address: self.word(*start, *end),
            at: *at as usize,
        })
    }

    /// The same without addresses.
    pub(crate) fn anchors_only(self: &Arc<Self>) -> Arc<Self> {
        if self.is_partial {
            return Arc::clone(self);
        }
        let mut own = Self { is_partial: true, ..Self::default() };
        self.anchors().for_each(|name| own.anchor(name));
        Arc::new(own)
    }

    /// Whether addresses were left out.
    pub(crate) fn is_partial(&self) -> bool {
        self.is_partial
    }

    /// The names of its parts, sorted.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        self.anchors.iter().map(|(start, end)| self.word(*start, *end))
    }

    /// Whether a part of the file has this name.
    pub fn has_anchor(&self, name: &str) -> bool {
        self.anchors
            .binary_search_by(|(start, end)| self.word(*start, *end).cmp(name))
            .is_ok()
    }

    /// What its addresses are relative to, if it says so.
    fn base(&self) -> Option<&str> {
        self.base.map(|(start, end)| self.word(start, end))
    }

    fn word(&self, start: u32, end: u32) -> &str {
        self.words.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Keeps a word; `None` in a file of more than 4 GiB, which no text is.
    fn keep(&mut self, word: &str) -> Option<(u32, u32)> {
        let start = u32::try_from(self.words.len()).ok()?;
        self.words.push_str(word);
        Some((start, u32::try_from(self.words.len()).ok()?))
    }
}

/// Reads a published file by the ending of its name; `None` if it is of a kind that names
/// nothing, such as an image.
pub fn references(extension: &str, bytes: &[u8]) -> Option<Surface> {
    let text = |bytes| std::str::from_utf8(bytes).ok();
    let mut surface = Surface::default();
    match extension {
        "html" | "htm" | "xhtml" => {
            tags::read(text(bytes)?, Syntax::Html, |tag| surface.take(tag, Syntax::Html));
        }
        "svg" | "xml" | "atom" | "rss" => {
            tags::read(text(bytes)?, Syntax::Xml, |tag| surface.take(tag, Syntax::Xml));
        }
        "css" => surface.style(text(bytes)?, 0),
        "txt" => surface.robots(text(bytes)?),
        _ => return None,
    }
    Some(surface.finished())
}

/// The same for a page that is read already; `None` if its tags do not all stand in its tree as
/// they were written.
pub(super) fn of_tree(document: &Document<'_>) -> Option<Surface> {
    if !document.is_tidy() {
        return None;
    }
    let mut surface = Surface::default();
    let mut tag = Tag::default();
    for node in document.elements() {
        if node.attributes().is_empty() && !node.is("style") {
            continue;
        }
        tag.name = node.name();
        tag.attributes.clear();
        let written = node.attributes().iter().map(|own| {
            // Tidy values stand in quotes right behind the name.
            let start = own.span.start + own.name.len() + "=\"".len();
            (&*own.name, Cow::Borrowed(&*own.value), start)
        });
        tag.attributes.extend(written);
        let sheet = node.children().next().filter(|_| node.is("style"));
        let sheet = sheet.and_then(|own| Some((own.text()?, own.span().start)));
        (tag.text, tag.text_at) = sheet.unwrap_or_default();
        surface.take(&tag, Syntax::Html);
    }
    Some(surface.finished())
}

impl Surface {
    /// What may be asked for its parts.
    fn finished(mut self) -> Self {
        let Self { words, anchors, .. } = &mut self;
        let word = |(start, end): &(u32, u32)| words.get(*start as usize..*end as usize);
        anchors.sort_unstable_by(|one, other| word(one).cmp(&word(other)));
        // As many as there are files of these are held at once.
        self.words.shrink_to_fit();
        self.anchors.shrink_to_fit();
        self.references.shrink_to_fit();
        self
    }

    fn add(&mut self, address: &str, at: usize) {
        let at = at + (address.len() - address.trim_start().len());
        let address = address.trim();
        if !address.is_empty() && !leaves_the_site(address) {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let kept = self.keep(address);
            self.references.extend(kept.map(|(start, end)| (start, end, at)));
        }
    }

    fn anchor(&mut self, name: &str) {
        let kept = self.keep(name);
        self.anchors.extend(kept);
    }

    fn style(&mut self, text: &str, start: usize) {
        for (address, at) in css::addresses(text) {
            self.add(address, start + at);
        }
    }

    fn take(&mut self, tag: &Tag<'_>, syntax: Syntax) {
        for (name, value, at) in &tag.attributes {
            self.attribute(tag, name, value, *at);
        }
        if tag.is("base") && syntax == Syntax::Html && self.base.is_none() {
            let plain =
                |address: &str| address.split(['?', '#']).next().map(str::to_owned);
            let address = tag.value("href").and_then(plain);
            self.base = address.and_then(|address| self.keep(address.trim()));
        }
        if tag.is("style") {
            self.style(tag.text, tag.text_at);
        }
        if syntax == Syntax::Xml && tag.is("loc") {
            self.add(&tags::decoded(tag.text), tag.text_at);
        }
    }

    fn attribute(&mut self, tag: &Tag<'_>, name: &str, value: &str, at: usize) {
        // By far the most attributes are of other names.
        let lower: &str = match name {
            "class" | "lang" | "type" | "role" => return,
            name if name.bytes().any(|c| c.is_ascii_uppercase()) => {
                return self.attribute(tag, &name.to_ascii_lowercase(), value, at);
            }
            name => name,
        };
        match lower {
            "href" | "src" | "xlink:href" | "poster" | "action" | "formaction"
            | "cite" | "background" => self.add(value, at),
            "data" if tag.is("object") => self.add(value, at),
            "srcset" | "imagesrcset" => {
                for (one, start) in candidates(value) {
                    self.add(one, at + start);
                }
            }
            "style" => self.style(value, at),
            "id" => self.anchor(value),
            "name" if tag.is("a") => self.anchor(value),
            "content" if tag.is("meta") => self.meta(tag, value, at),
            _ => {}
        }
    }

    /// What a `meta` element names: where it sends the reader, and what it says of the page.
    fn meta(&mut self, tag: &Tag<'_>, value: &str, at: usize) {
        let is_refresh =
            tag.value("http-equiv").is_some_and(|of| of.eq_ignore_ascii_case("refresh"));
        if is_refresh {
            self.add(refresh(value), at);
        }
        let of = tag.value("property").or(tag.value("name")).unwrap_or_default();
        let names_one = ["og:url", "og:image", "og:video", "og:audio", "twitter:image"];
        if names_one.contains(&of) {
            self.add(value, at);
        }
    }

    /// The sitemaps that `robots.txt` names.
    fn robots(&mut self, text: &str) {
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let name = line.get(..8).filter(|name| name.eq_ignore_ascii_case("sitemap:"));
            if let (Some(name), Some(address)) = (name, line.get(8..)) {
                self.add(address, at + name.len());
            }
            at += line.len();
        }
    }
}

/// The addresses of a list of candidates, each with its size; and where they begin.
fn candidates(value: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let is_between = |c: char| c.is_whitespace() || c == ',';
        let rest = value.get(at..)?;
        let start = at + (rest.len() - rest.trim_start_matches(is_between).len());
        let rest = value.get(start..).filter(|rest| !rest.is_empty())?;
        let whole = rest.split(char::is_whitespace).next().unwrap_or_default();
        let address = whole.trim_end_matches(',');
        let after = rest.get(whole.len()..).unwrap_or_default();
        let sizes = after.find(',').map_or(after.len(), |comma| comma + 1);
        at = start + whole.len() + if address == whole { sizes } else { 0 };
        Some((address, start))
    })
}

/// The address that a page says is its own.
pub(super) fn canonical(text: &str) -> Option<&str> {
    let mut found = None;
    let _ = tags::read_until(text, Syntax::Html, |tag| {
        let is_own = tag.is("link") && tag.value("rel") == Some("canonical");
        if is_own {
            let href = tag.attributes.iter().find(|(name, ..)| *name == "href");
            found = href.and_then(|(_, value, at)| text.get(*at..at + value.len()));
        }
        if found.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    found
}

/// Where a page sends its reader: `0; url=../new/`.
fn refresh(value: &str) -> &str {
    let Some((_, rest)) = value.split_once([';', ',']) else { return "" };
    let rest = rest.trim_start();
    let named = rest.get(..3).filter(|name| name.eq_ignore_ascii_case("url"));
    let after = named.and_then(|_| rest.get(3..)?.trim_start().strip_prefix('='));
    after.unwrap_or(rest).trim().trim_matches(['"', '\''])
}

/// Whether an address has a scheme that no page of the site can have.
fn leaves_the_site(address: &str) -> bool {
    let Some((scheme, _)) = address.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|c| c.is_ascii_alphanumeric() || b"+-.".contains(&c));
    is_scheme
        && !scheme.eq_ignore_ascii_case("https")
        && !scheme.eq_ignore_ascii_case("http")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(extension: &str, text: &str, expected: &[&str], anchors: &[&str]) {
        let surface = references(extension, text.as_bytes()).unwrap();
        let found: Vec<_> = surface.references().map(|one| one.address).collect();
        assert_eq!(found, expected, "{text}");
        let own: Vec<_> = surface.anchors().collect();
        assert_eq!(own, anchors, "{text}");
        for one in surface.references() {
            let line = text.get(one.at..).unwrap();
            assert!(line.contains(one.address) || text.contains('&'), "{one:?}");
        }
    }

    #[test]
    fn a_page_names_what_it_links_to_and_what_it_loads() {
        check(
            "html",
            "<a HREF='a/?b&amp;c#d'><img src=e srcset='f 1x, g.png 2x'><video poster=h>\
             <object data=i><form action=j><button formaction=k><q cite=l><p data=no>",
            &["a/?b&c#d", "e", "f", "g.png", "h", "i", "j", "k", "l"],
            &[],
        );
        check(
            "html",
            "<link rel=canonical href=https://a.org/><a href=mailto:b><a href=tel:c>\
             <a href=''><img src=data:image/png,x><a href=a:b/c><a href=./d:e>",
            &["https://a.org/", "./d:e"],
            &[],
        );
        check(
            "html",
            "<h2 id=b><a name=a><i name=c><style>p{background:url(x.png)}</style>\
             <p style=\"background:url('y.png')\"><title><a href=no></title>",
            &["x.png", "y.png"],
            &["a", "b"],
        );
        check(
            "html",
            "<meta http-equiv=Refresh content='0; URL=../a/'><meta name=author content=b>\
             <meta property=og:image content=https://a.org/c.png>",
            &["../a/", "https://a.org/c.png"],
            &[],
        );
    }

    #[test]
    fn the_tree_of_a_tidy_page_tells_what_its_text_tells() {
        let page = "<!doctype html><html lang=\"de\"><head><title>&lt;a href=x&gt;</title>\
                    <base href=\"/b/?c\"><link rel=\"icon\" href=' d.png '>\
                    <meta http-equiv=\"refresh\" content=\"0; url=../a/\">\
                    <style>p{background:url(x.png)}</style></head><body>\
                    <!-- <a href=\"no\"> --><h1 id=\"é\">A</h1><p id class=\"i\">\
                    <a href=\"?a&amp;b#c\" id='z'>b</a><a name=\"n\" href=\"\">c</a>\
                    <img src=\"e\" srcset=\"f 1x, g 2x\" alt=\"\"></p>\
                    <p style=\"background:url('y.png')\"><q cite=\"q\">q</q></p>\
                    <svg viewBox=\"0 0 1 1\"><use href=\"s.svg#t\"/></svg></body></html>";
        let told = of_tree(&Document::parse(page));
        assert_eq!(told, references("html", page.as_bytes()));
        assert_eq!(told.map(|own| own.references().count()), Some(11));
        assert_eq!(of_tree(&Document::parse("<p><a href=x>")), None);
    }

    #[test]
    fn drawings_feeds_sitemaps_and_sheets_name_files_too() {
        check(
            "svg",
            "<use xlink:href='#a'/><image href=\"b.png\"/>",
            &["#a", "b.png"],
            &[],
        );
        check("svg", "<style><![CDATA[a{fill:url(b.svg#c)}]]></style>", &[], &[]);
        check(
            "xml",
            "<url><loc>https://a.org/?b&amp;c</loc></url>",
            &["https://a.org/?b&c"],
            &[],
        );
        check(
            "xml",
            "<link rel='self' href='https://a.org/f.xml'/>",
            &["https://a.org/f.xml"],
            &[],
        );
        check("css", "@import 'a.css';b{c:url(d.png)}", &["a.css", "d.png"], &[]);
        check("txt", "User-agent: *\nSitemap: /s.xml\n", &["/s.xml"], &[]);
        assert_eq!(references("png", b"<a href=x>"), None);
        assert_eq!(references("html", b"\xff<a href=x>"), None);
    }
}
