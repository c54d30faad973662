//! Links: from what the author wrote to a page, a file or another site, or an error.

use std::borrow::Cow;
use std::ops::Range;

use percent_encoding::percent_decode_str;

use super::route::{Hit, Routes, Target};
use super::{Entry, Parts};
use crate::content::FOLDER;
use crate::content::document::{Link, LinkKind};
use crate::diagnostic::{Diagnostic, nearest};
use crate::path::{SourcePath, UrlPath};
use crate::source::Source;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Resolved {
    /// A page of the site.
    Page {
        /// Index of the entry.
        index: usize,
        /// Its address.
        url: UrlPath,
        /// What follows: a query, an anchor, or nothing.
        tail: String,
    },
    /// A file or list of the site.
    File {
        /// Its address.
        url: UrlPath,
        /// What follows.
        tail: String,
        /// Width and height, if it is an image that says so.
        dimensions: Option<(u32, u32)>,
    },
    /// A place on this page.
    Anchor(String),
    /// Another site, a telephone number or a mail address.
    External(String),
    /// It was wrong and has been reported.
    Broken,
}

/// What resolving reads.
pub struct Context<'c, 'a> {
    /// All entries.
    pub entries: &'c [Entry<'a>],
    /// All addresses.
    pub routes: &'c Routes,
    /// All parts.
    pub parts: Parts<'a>,
}

impl Context<'_, '_> {
    /// The entry itself, or its translation into `language`.
    pub fn in_language(&self, index: usize, language: usize) -> Option<usize> {
        let entry = &self.entries[index];
        if entry.page.language == language {
            return Some(index);
        }
        let own = |other: &&usize| self.entries[**other].page.language == language;
        entry.translations.iter().find(own).copied()
    }
}

/// Where a link stands.
pub struct Place<'a> {
    /// The file.
    pub path: &'a SourcePath,
    /// Bytes of the link.
    pub span: Range<usize>,
    /// Address of the page that holds it.
    pub url: UrlPath,
    /// Index of the entry that holds it.
    pub own: Option<&'a Entry<'a>>,
    /// Whether to look for what was meant; after many mistakes this takes too long.
    pub hints: bool,
}

impl Place<'_> {
    fn error(
        &self,
        code: &'static str,
        message: String,
        help: impl Into<String>,
    ) -> Problem {
        Box::new(
            Diagnostic::error(code, message).at(self.path, self.span.clone()).help(help),
        )
    }
}

type Problem = Box<Diagnostic>;

/// Mistakes after which nobody looks for what was meant.
pub const MOST_HINTS: usize = 200;

/// Resolves every link of a page; one result a link. With `hints`, says what was meant.
pub fn resolve_all(
    entry: &Entry<'_>,
    context: &Context<'_, '_>,
    hints: bool,
    found: &mut Vec<Diagnostic>,
) -> Vec<Resolved> {
    let resolve_one = |link: &Link| {
        let place = Place {
            path: &entry.page.path,
            span: link.span.clone(),
            url: entry.url.clone(),
            own: Some(entry),
            hints,
        };
        resolve(&link.target, link.kind, &place, context).unwrap_or_else(|problem| {
            if !follows_from_a_taper(&problem, &link.target, context) {
                found.push(*problem);
            }
            Resolved::Broken
        })
    };
    entry.page.document.links.iter().map(resolve_one).collect()
}

/// Whether a link fails only because a taper page was refused, so that its plans are missing:
/// the refusal is the mistake; each link to a plan is not another one.
fn follows_from_a_taper(
    problem: &Diagnostic,
    target: &str,
    context: &Context<'_, '_>,
) -> bool {
    let refused = |entry: &&Entry<'_>| {
        entry.page.front_matter.taper.is_some() && entry.taper.is_none()
    };
    let below = |entry: &Entry<'_>| {
        target.contains(entry.url.as_str().trim_start_matches('/'))
            || target.contains("#t-")
    };
    problem.code.starts_with("link/missing")
        && context.entries.iter().filter(refused).any(below)
}

/// Resolves one target.
///
/// # Errors
/// A diagnostic: nothing there, an anchor that the page lacks, a scheme that may not stand, or
/// an image from elsewhere.
pub fn resolve(
    target: &str,
    kind: LinkKind,
    place: &Place<'_>,
    context: &Context<'_, '_>,
) -> Result<Resolved, Problem> {
    // As a browser reads an address: no space or control character around or within it.
    let clean = clean(target);
    if clean.is_empty() {
        return Err(place.error(
            "link/empty",
            "this link leads nowhere".into(),
            "write its target",
        ));
    }
    if let Some(scheme) = scheme(&clean) {
        return external(&clean, &scheme, kind, place);
    }
    if clean.starts_with("//") || clean.contains('\\') {
        let message = format!("`{clean}` names a host without saying how to reach it");
        return Err(place.error("link/scheme", message, "write https:// in full"));
    }
    let (path, tail) = split_tail(&clean);
    let path = decoded(path);
    let internal = if path.is_empty() {
        None
    } else if let Some(source) = path.strip_prefix("@/") {
        Some(of_source(&format!("{FOLDER}/{source}"), place, context)?)
    } else if path.starts_with('/') {
        Some(of_url(&path, place, context)?)
    } else {
        Some(of_relative(&path, place, context)?)
    };
    let resolved = finish(internal, tail, place, context)?;
    let is_page = matches!(resolved, Resolved::Page { .. } | Resolved::Anchor(_));
    if kind != LinkKind::Link && is_page {
        let message = format!("`{clean}` is a page, not an image");
        return Err(place.error(
            "image/not-a-file",
            message,
            "name a file beside the article",
        ));
    }
    Ok(resolved)
}

/// An address without the spaces around it and the control characters in it.
fn clean(target: &str) -> Cow<'_, str> {
    let trimmed = target.trim();
    if trimmed.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(trimmed);
    }
    if trimmed.contains(char::is_control) {
        return trimmed.chars().filter(|c| !c.is_control()).collect();
    }
    Cow::Borrowed(trimmed)
}

/// The scheme of an address, in lower case.
fn scheme(target: &str) -> Option<String> {
    let (scheme, _) = target.split_once(':')?;
    let fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'-' | b'.'));
    fits.then(|| scheme.to_ascii_lowercase())
}

fn external(
    target: &str,
    scheme: &str,
    kind: LinkKind,
    place: &Place<'_>,
) -> Result<Resolved, Problem> {
    match scheme {
        "http" | "https" if kind != LinkKind::Link => {
            let message =
                "this image is loaded from another site, which learns of the visit";
            let help = "save the image beside the article and name the file";
            Err(place.error("image/off-origin", message.into(), help))
        }
        "http" | "https"
            if target.len() <= scheme.len() + 3
                || !target[scheme.len()..].starts_with("://") =>
        {
            let message = format!("`{target}` names no host");
            Err(place.error("link/scheme", message, "write the whole address"))
        }
        "http" | "https" | "mailto" | "tel" | "sms" if kind == LinkKind::Link => {
            Ok(Resolved::External(target.to_owned()))
        }
        _ => {
            let message = format!("a link may not start with `{scheme}:`");
            let help = "links lead to https:, mailto: and tel: addresses, or to pages of the site";
            Err(place.error("link/scheme", message, help))
        }
    }
}

/// What is written, without percent signs.
fn decoded(text: &str) -> Cow<'_, str> {
    if text.contains('%') {
        return percent_decode_str(text).decode_utf8_lossy();
    }
    Cow::Borrowed(text)
}

fn split_tail(target: &str) -> (&str, &str) {
    target.find(['?', '#']).map_or((target, ""), |at| target.split_at(at))
}

fn of_source(
    source: &str,
    place: &Place<'_>,
    context: &Context<'_, '_>,
) -> Result<Hit, Problem> {
    if let Some(target) = context.routes.of_source(source) {
        return Ok(target);
    }
    let shown = source.strip_prefix("content/").unwrap_or(source);
    let held = context
        .parts
        .pages
        .iter()
        .filter(|_| place.hints)
        .find(|page| page.path.as_str() == source);
    if let Some(page) = held {
        let reason = context.parts.publication.holds_back(page);
        let reason = reason.unwrap_or_else(|| "not published".to_owned());
        let message = format!("the page `{shown}` is held back ({reason})");
        let help = "publish that page, or take the link out";
        return Err(place.error("link/held-back", message, help));
    }
    let is_page = std::path::Path::new(source).extension().is_some_and(|e| e == "md");
    let sources =
        context.routes.page_sources().filter_map(|path| path.strip_prefix("content/"));
    let near = place.hints.then(|| nearest(shown, sources));
    let help = near.flatten().map_or_else(
        || "name a file of the folder content/".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    if is_page {
        return Err(place.error(
            "link/missing-page",
            format!("no page at `{shown}`"),
            help,
        ));
    }
    let help = nearest(source, context.routes.file_sources()).map_or_else(
        || "put the file beside the article, or correct its name".to_owned(),
        |near| {
            format!("did you mean `{}`?", near.strip_prefix("content/").unwrap_or(near))
        },
    );
    Err(place.error("link/missing-file", format!("no file at `{shown}`"), help))
}

fn of_url(
    path: &str,
    place: &Place<'_>,
    context: &Context<'_, '_>,
) -> Result<Hit, Problem> {
    let parsed = || context.routes.at(&UrlPath::parse(path).ok()?);
    let known = context.routes.exactly(path).or_else(parsed);
    known.ok_or_else(|| {
        let urls = context.entries.iter().map(|e| e.url.as_str());
        let help = place.hints.then(|| nearest(path, urls)).flatten().map_or_else(
            || {
                "write the address of a page as it stands in the browser, or @/file.md"
                    .to_owned()
            },
            |near| format!("did you mean `{near}`?"),
        );
        place.error("link/missing-page", format!("no page or file at `{path}`"), help)
    })
}

/// A relative link names a file near the article; else an address near the page's.
fn of_relative(
    path: &str,
    place: &Place<'_>,
    context: &Context<'_, '_>,
) -> Result<Hit, Problem> {
    let source = join(place.path.parent(), path);
    if let Some(target) = source.as_deref().and_then(|s| context.routes.of_source(s)) {
        return Ok(target);
    }
    let is_page = std::path::Path::new(path).extension().is_some_and(|e| e == "md");
    if !is_page {
        let folder = place.url.as_str();
        let folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
        let url = join(folder.trim_start_matches('/'), path);
        let url = url.and_then(|url| UrlPath::parse(&url).ok());
        if let Some(target) = url.and_then(|url| context.routes.at(&url)) {
            return Ok(target);
        }
    }
    if let Some(source) = source {
        of_source(&source, place, context)
    } else {
        let message = format!("`{path}` leads out of the site");
        Err(place.error(
            "link/missing-page",
            message,
            "name a file of the folder content/",
        ))
    }
}

/// `folder` and `path` in one, with `.` and `..` resolved; `None` if it climbs out.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> =
        folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn finish(
    internal: Option<Hit>,
    tail: &str,
    place: &Place<'_>,
    context: &Context<'_, '_>,
) -> Result<Resolved, Problem> {
    let anchor = tail.split_once('#').map_or("", |(_, anchor)| anchor);
    let anchor = decoded(anchor);
    let entry = match &internal {
        None => place.own,
        Some(Hit { target: Target::Entry(index), .. }) => Some(&context.entries[*index]),
        Some(_) => None,
    };
    if let (Some(entry), false) = (entry, anchor.is_empty())
        && !has_anchor(entry, &anchor)
    {
        let headings = entry.page.document.headings.iter().map(|h| h.id.as_str());
        let shown = entry.page.path.as_str();
        let message = format!(
            "`{}` has no part `#{anchor}`",
            shown.strip_prefix("content/").unwrap_or(shown)
        );
        let help = place.hints.then(|| nearest(&anchor, headings)).flatten().map_or_else(
            || "link to one of its headings, or give the heading the name: ## Words {#name}".into(),
            |near| format!("did you mean `#{near}`?"),
        );
        return Err(place.error("link/missing-anchor", message, help));
    }
    let tail = tail.to_owned();
    Ok(match internal {
        None if place.own.is_none() => Resolved::External(tail),
        None => Resolved::Anchor(anchor.into_owned()),
        Some(Hit { url, target: Target::Entry(index), .. }) => {
            Resolved::Page { index, url, tail }
        }
        Some(Hit { url, source, .. }) => {
            let dimensions =
                source.and_then(|path| dimensions(context.parts.tree.get(&path)?));
            Resolved::File { url, tail, dimensions }
        }
    })
}

/// Width and height of an image, if its header says so.
fn dimensions(source: &Source) -> Option<(u32, u32)> {
    match source {
        Source::Asset(asset) => asset.dimensions,
        Source::Text(text) => svg_dimensions(&text.text),
        Source::Unread(_) => None,
    }
}

/// Width and height of a drawing, from its root element.
fn svg_dimensions(text: &str) -> Option<(u32, u32)> {
    let start = text.find("<svg")?;
    let tag = &text[start..start + text[start..].find('>')?];
    let attribute = |name: &str| {
        let at = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        tag[at..].split('"').next()
    };
    let pixels = |text: &str| text.trim_end_matches("px").trim().parse::<f32>().ok();
    let size = if let (Some(width), Some(height)) =
        (attribute("width").and_then(pixels), attribute("height").and_then(pixels))
    {
        (width, height)
    } else {
        let mut numbers =
            attribute("viewBox")?.split([' ', ',']).filter_map(pixels).skip(2);
        (numbers.next()?, numbers.next()?)
    };
    let whole = |n: f32| format!("{n:.0}").parse().ok();
    Some((whole(size.0)?, whole(size.1)?))
}

/// Whether a page has an anchor: its headings, its marks, and the plans of a taper.
fn has_anchor(entry: &Entry<'_>, anchor: &str) -> bool {
    entry.page.document.has_anchor(anchor)
        || entry.taper.as_ref().is_some_and(|taper| taper.has_anchor(anchor))
}
