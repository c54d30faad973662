//! From a request to a reply, by looking up a table: no path is ever joined to a folder.

use std::fs::File;
use std::ops::Range;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::{Served, desk, overlay};
use crate::digest::Digest;
use crate::disk::open_regular;
use crate::output::{Artifact, Content, media_type};
use crate::path::{OutputPath, UrlPath};
use crate::source::AssetBytes;

/// What a reply depends on.
#[derive(Clone, Debug, Default)]
pub(super) struct Request {
    /// As sent, with the query.
    pub(super) target: String,
    /// Only the head is wanted.
    pub(super) is_head: bool,
    pub(super) if_none_match: Option<String>,
    pub(super) range: Option<String>,
    pub(super) if_range: Option<String>,
}

/// Status, headers of its own and body.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Body,
}

/// What follows the headers.
#[derive(Debug)]
pub(super) enum Body {
    Bytes(Arc<[u8]>, Range<u64>),
    File(File, Range<u64>),
}

impl Body {
    fn text(text: &str) -> Self {
        Self::Bytes(text.as_bytes().into(), 0..text.len() as u64)
    }

    fn range(&mut self) -> &mut Range<u64> {
        match self {
            Self::Bytes(_, range) | Self::File(_, range) => range,
        }
    }

    /// How many bytes follow.
    pub(super) fn length(&self) -> u64 {
        match self {
            Self::Bytes(_, range) | Self::File(_, range) => range.end - range.start,
        }
    }
}

impl Reply {
    /// A reply in one sentence.
    pub(super) fn plain(status: u16, text: &str) -> Self {
        let kind = "text/plain; charset=utf-8".to_owned();
        let body = Body::text(&format!("{text}\n"));
        Self { status, headers: vec![("Content-Type", kind)], body }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// Where an address leads.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// A key of the table, which may not be there.
    Key(String),
    /// A page, asked for without its last slash.
    Page(String),
    Refused,
    Nowhere,
}

/// Answers a request for the site, or for the editor's desk.
pub(super) fn respond(request: &Request, served: &Served, base: &str) -> Reply {
    match desk::answer(&request.target, served, base) {
        Some(desk::Answer::Page(html)) => return tagged(request, &html),
        Some(desk::Answer::Missing(html)) => return page(404, &html),
        Some(desk::Answer::Moved(location)) => return moved(location),
        None => {}
    }
    let place = place(&request.target, base, |key| {
        served.tree.as_ref().is_some_and(|tree| tree.get(key).is_some())
    });
    if place == Place::Refused {
        return Reply::plain(400, "this address is not understood");
    }
    let Some(tree) = &served.tree else {
        return page(500, &overlay::failure(served));
    };
    match place {
        Place::Key(key) => match (tree.get(&key), OutputPath::parse(&key)) {
            (Some(artifact), Ok(path)) => found(request, served, &path, artifact),
            _ => not_found(served),
        },
        Place::Page(location) => moved(location),
        _ => not_found(served),
    }
}

/// Reads a target: decoded once, the query left out, nothing that climbs.
fn place(target: &str, base: &str, exists: impl Fn(&str) -> bool) -> Place {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8();
    let Ok(path) = decoded else { return Place::Refused };
    let climbs = path.split('/').any(|part| part == ".." || part == ".");
    if !path.starts_with('/')
        || climbs
        || path.contains(|c: char| c.is_control() || c == '\\')
    {
        return Place::Refused;
    }
    let path: String = path.nfc().collect();
    let Some(inner) = path.strip_prefix(base) else {
        let asks_for_base = path == "/" || format!("{path}/") == base;
        return if asks_for_base { redirect(base) } else { Place::Nowhere };
    };
    if inner.is_empty() || inner.ends_with('/') {
        return Place::Key(format!("{inner}index.html"));
    }
    if !exists(inner) && exists(&format!("{inner}/index.html")) {
        return redirect(&format!("{base}{inner}/"));
    }
    Place::Key(inner.to_owned())
}

/// To a path of this server: it starts with exactly one slash.
fn redirect(to: &str) -> Place {
    UrlPath::parse(to.trim_start_matches('/'))
        .map_or(Place::Nowhere, |url| Place::Page(format!("/{}", url.encoded())))
}

fn page(status: u16, html: &str) -> Reply {
    Reply { status, headers: Vec::new(), body: Body::text(html) }
        .with("Content-Type", "text/html; charset=utf-8")
        .with("Cache-Control", "no-store")
}

/// A page that the browser may have already.
fn tagged(request: &Request, html: &str) -> Reply {
    let tag = format!("\"{}\"", Digest::of(html.as_bytes()));
    conditional(request, &tag, page(200, html))
}

/// A browser keeps such a redirect for ever unless told not to, and the next site may differ.
fn moved(location: String) -> Reply {
    Reply::plain(308, "this page has a slash at its end")
        .with("Location", location)
        .with("Cache-Control", "no-store")
}

fn not_found(served: &Served) -> Reply {
    match served.tree.as_ref().and_then(|tree| html_of(tree.get("404.html")?)) {
        Some(html) => page(404, &overlay::decorate(&html, served, "/404.html")),
        None => Reply::plain(404, "there is nothing at this address"),
    }
}

/// A file of the site: pages with what the preview adds, all else as it is.
fn found(
    request: &Request,
    served: &Served,
    path: &OutputPath,
    artifact: &Artifact,
) -> Reply {
    let kind = media_type(path);
    if kind.starts_with("text/html")
        && let Some(html) = html_of(artifact)
    {
        let url = format!("/{}", path.as_str().trim_end_matches("index.html"));
        return tagged(request, &overlay::decorate(&html, served, &url));
    }
    let body = match &artifact.content {
        Content::Bytes(bytes) => Body::Bytes(bytes.whole(), 0..bytes.len() as u64),
        Content::Asset(asset) => match &asset.bytes {
            AssetBytes::Memory(bytes) => {
                Body::Bytes(Arc::clone(bytes), 0..bytes.len() as u64)
            }
            AssetBytes::File(path) => match open_regular(path) {
                Ok((file, metadata)) => Body::File(file, 0..metadata.len()),
                Err(_) => return not_found(served),
            },
        },
        // The preview starts from nothing, so it holds every file itself.
        Content::Kept { .. } => return not_found(served),
    };
    let reply = Reply { status: 200, headers: Vec::new(), body }
        .with("Content-Type", kind)
        .with("Cache-Control", "no-cache")
        .with("Accept-Ranges", "bytes");
    let tag = format!("\"{}\"", artifact.digest);
    let reply = conditional(request, &tag, reply);
    let fresh = request.if_range.as_deref().is_none_or(|asked| asked == tag);
    match &request.range {
        Some(range) if reply.status == 200 && fresh && !request.is_head => {
            ranged(reply, range)
        }
        _ => reply,
    }
}

/// The text of a page, if it is one.
fn html_of(artifact: &Artifact) -> Option<String> {
    let bytes = match &artifact.content {
        Content::Bytes(bytes) => bytes.whole(),
        Content::Asset(asset) => crate::disk::bytes_of(asset).ok()?,
        Content::Kept { .. } => return None,
    };
    String::from_utf8(bytes.to_vec()).ok()
}

/// Says "not modified" to who has these bytes already.
fn conditional(request: &Request, tag: &str, reply: Reply) -> Reply {
    let has = request.if_none_match.as_deref().is_some_and(|tags| {
        tags.split(',')
            .map(str::trim)
            .any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
    });
    let reply = reply.with("ETag", tag);
    if !has {
        return reply;
    }
    Reply { status: 304, body: Body::text(""), ..reply }
}

/// One range of bytes; a header that asks for anything else is ignored.
fn ranged(mut reply: Reply, header: &str) -> Reply {
    let length = reply.body.length();
    let Some(range) = parse_range(header, length) else { return reply };
    if range.is_empty() {
        return Reply::plain(416, "there are no such bytes")
            .with("Content-Range", format!("bytes */{length}"));
    }
    let shown = format!("bytes {}-{}/{length}", range.start, range.end - 1);
    *reply.body.range() = range;
    reply.status = 206;
    reply.with("Content-Range", shown)
}

/// The bytes asked for: empty if there are none, `None` if it is not one range.
fn parse_range(header: &str, length: u64) -> Option<Range<u64>> {
    let number = |digits: &str| {
        let only_digits = digits.bytes().all(|b| b.is_ascii_digit());
        (only_digits && !digits.is_empty()).then(|| digits.parse().unwrap_or(u64::MAX))
    };
    let (first, last) = header.strip_prefix("bytes=")?.trim().split_once('-')?;
    if first.is_empty() {
        return Some(length.saturating_sub(number(last)?)..length);
    }
    let first = number(first)?;
    let end = if last.is_empty() { length } else { number(last)?.saturating_add(1) };
    if end <= first && !last.is_empty() {
        return None;
    }
    Some(first..end.min(length).max(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(target: &str, expected: &Place) {
        let exists = |key: &str| matches!(key, "a/index.html" | "é/index.html" | "x.css");
        assert_eq!(place(target, "/", exists), *expected, "{target}");
    }

    fn key(key: &str) -> Place {
        Place::Key(key.to_owned())
    }

    #[test]
    fn addresses_become_keys_and_nothing_climbs() {
        check("/", &key("index.html"));
        check("/a/?x=../..", &key("a/index.html"));
        check("/x.css", &key("x.css"));
        check("/%61/", &key("a/index.html"));
        check("/a", &Place::Page("/a/".into()));
        check("/e%CC%81", &Place::Page("/%C3%A9/".into()));
        check("/%252e%252e/x", &key("%2e%2e/x"));
        for bad in [
            "",
            "a",
            "http://x/",
            "*",
            "/../x",
            "/a/..",
            "/%2e%2e/x",
            "/.%2E/x",
            "/..%2fx",
            "/a%5c..",
            "/a\\b",
            "/%00",
            "/%0d%0aX:",
            "/%ff",
            "/./a",
        ] {
            check(bad, &Place::Refused);
        }
    }

    #[test]
    fn a_redirect_stays_on_this_server() {
        let all = |_: &str| true;
        assert_eq!(
            place("//evil", "/", |key| key.ends_with("html")),
            Place::Page("/evil/".into())
        );
        assert_eq!(place("//evil/", "/", all), key("/evil/index.html"));
        assert_eq!(place("/", "/health/", all), Place::Page("/health/".into()));
        assert_eq!(place("/health", "/health/", all), Place::Page("/health/".into()));
        assert_eq!(place("/other", "/health/", all), Place::Nowhere);
        assert_eq!(place("/health/x", "/health/", all), key("x"));
    }

    #[test]
    fn ranges_are_cut_to_what_is_there() {
        for (header, expected) in [
            ("bytes=0-0", Some(0..1)),
            ("bytes=2-", Some(2..10)),
            ("bytes=5-99999999999999999999999", Some(5..10)),
            ("bytes=-3", Some(7..10)),
            ("bytes=-30", Some(0..10)),
            ("bytes=-0", Some(10..10)),
            ("bytes=10-", Some(10..10)),
            ("bytes=12-15", Some(12..12)),
            ("bytes=5-2", None),
            ("bytes=0-1,3-4", None),
            ("bytes=x-", None),
            ("bytes=-", None),
            ("lines=1-2", None),
        ] {
            assert_eq!(parse_range(header, 10), expected, "{header}");
        }
    }
}
