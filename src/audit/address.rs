//! Addresses in a page, as far as letters tell: what runs when it is followed, and what belongs
//! to another site. Nothing is asked.

use super::marks::Marks;
use super::markup::{Attribute, Node};
use super::page::Page;

/// Whether following an address runs a script, or opens a document that holds any.
pub(super) fn is_live(value: &str) -> bool {
    // Most addresses begin in another way.
    let first = value.chars().find(|c| is_seen(*c));
    if !matches!(first, Some('d' | 'D' | 'j' | 'J' | 'v' | 'V')) {
        return false;
    }
    let plain = plain(value);
    let starts = ["javascript:", "vbscript:", "data:text/html", "data:application/xhtml"];
    let drawings = ["data:image/svg", "data:text/xml", "data:application/xml"];
    starts.iter().chain(&drawings).any(|start| plain.starts_with(start))
}

/// How an address begins, as a browser reads it.
pub(super) fn plain(value: &str) -> String {
    let seen = value.chars().filter(|c| is_seen(*c));
    seen.flat_map(char::to_lowercase).take(64).collect()
}

/// Whether browsers do not pass a sign of an address over.
fn is_seen(sign: char) -> bool {
    !sign.is_control() && !sign.is_whitespace()
}

/// Whether an image with this address runs a script: a drawing within an image does not.
pub(super) fn is_live_image(value: &str) -> bool {
    let rest = value.trim_start().get(..5).unwrap_or_default();
    !rest.eq_ignore_ascii_case("data:") && is_live(value)
}

/// The scheme and host of the site, if the page names its own address.
pub(super) fn own_origin<'d>(page: &Page<'d>) -> Option<&'d str> {
    let mut links = page.marked(Marks::RELATION).filter(|node| node.is("link"));
    let canonical = links.find(|link| link.has_value("rel", "canonical"))?;
    origin(canonical.attribute("href")?)
}

/// The scheme and host of an absolute address.
fn origin(address: &str) -> Option<&str> {
    let address = address.trim();
    let host = address.find("://")? + 3;
    let end = address.get(host..)?.find(['/', '?', '#']);
    address.get(..end.map_or(address.len(), |end| host + end))
}

/// Whether an address is one of another site.
pub(super) fn is_foreign(value: &str, own: Option<&str>) -> bool {
    let value = value.trim();
    let is_own = |address: &str| {
        let host =
            |origin: &str| origin.split_once("://").map(|(_, host)| host.to_owned());
        own.and_then(host) == origin(address).and_then(host) && own.is_some()
    };
    // Browsers read `\` as `/`.
    let start: String =
        value.chars().take(2).map(|c| if c == '\\' { '/' } else { c }).collect();
    if start == "//" {
        return !is_own(&format!("https:{value}"));
    }
    let Some((scheme, _)) = value.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|c| c.is_ascii_alphanumeric() || b"+-.".contains(&c));
    let stays = ["data", "blob", "about", "javascript"];
    is_scheme
        && !stays.iter().any(|word| scheme.eq_ignore_ascii_case(word))
        && !is_own(value)
}

/// The attributes by which an element loads something, each with every address in it.
pub(super) fn loads(node: Node<'_>) -> impl Iterator<Item = (&Attribute<'_>, &str)> {
    let own = node.attributes().iter().filter(move |own| is_loading(node, &own.name));
    own.flat_map(|own| {
        let is_set = own.name.ends_with("srcset");
        let parts = if is_set { ',' } else { '\0' };
        own.value.split(parts).filter_map(move |part| {
            let part = part.trim();
            let address =
                if is_set { part.split_ascii_whitespace().next() } else { Some(part) };
            address.filter(|address| !address.is_empty()).map(|address| (own, address))
        })
    })
}

fn is_loading(node: Node<'_>, attribute: &str) -> bool {
    match attribute {
        "src" | "srcset" | "imagesrcset" | "poster" | "background" => true,
        "data" => node.is("object"),
        "href" | "xlink:href" if node.is_svg() => {
            !matches!(node.name(), "a" | "linearGradient" | "radialGradient" | "pattern")
        }
        "href" => node.is("link") && fetches(node),
        _ => false,
    }
}

/// Whether a `link` makes browsers ask for what it names, or for its host.
fn fetches(link: Node<'_>) -> bool {
    let kinds = [
        "apple-touch-icon",
        "apple-touch-startup-image",
        "dns-prefetch",
        "icon",
        "manifest",
        "mask-icon",
        "modulepreload",
        "preconnect",
        "prefetch",
        "preload",
        "prerender",
        "stylesheet",
    ];
    let own = link.attribute("rel").unwrap_or_default().to_ascii_lowercase();
    own.split_ascii_whitespace().any(|kind| kinds.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart_as_browsers_do() {
        for live in
            [" java\tscript:x", "DATA:text/html,x", "vbscript:x", "data:image/svg+xml,x"]
        {
            assert!(is_live(live), "{live}");
        }
        for dead in ["javascript", "/javascript:", "data:image/png,x", "https://a.org/"] {
            assert!(!is_live(dead), "{dead}");
        }
        assert!(!is_live_image("data:image/svg+xml,x") && is_live_image("javascript:x"));
        let own = Some("https://a.org");
        for foreign in
            ["//b.org/x", "https://b.org", "HTTP://b.org/", "\\\\b.org/x", "mailto:x"]
        {
            assert!(is_foreign(foreign, own), "{foreign}");
        }
        for here in
            ["a//b", "/x", "https://a.org/x", "http://a.org", "//a.org/x", "data:,x", ""]
        {
            assert!(!is_foreign(here, own), "{here}");
        }
        assert!(is_foreign("https://a.org/", None));
    }
}
