//! Links that leave the site: every address and every place where an editor can mend it.
//!
//! Nothing is asked here; whether an address answers is the world's business.

use std::collections::BTreeSet;
use std::ops::Range;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::Site;
use super::links::Resolved;
use crate::path::SourcePath;

/// One place of one address of another site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExternalLink {
    /// The address as it is asked: `http` or `https`, without a fragment.
    pub address: String,
    /// The article or the bibliography that names it.
    pub path: SourcePath,
    /// First and last byte of the link, or of the record's key.
    pub span: (usize, usize),
}

impl ExternalLink {
    /// Bytes of the link.
    pub fn bytes(&self) -> Range<usize> {
        self.span.0..self.span.1
    }
}

/// Every link of a published page, and of every source that one cites, that leaves the site;
/// sorted by address, then by place.
pub fn external(site: &Site<'_>) -> Vec<ExternalLink> {
    let mut links = Vec::new();
    let mut add = |target: &str, path: &SourcePath, span: &Range<usize>| {
        let address = address(target);
        let is_own = |address: &String| address.starts_with(&site.config.base_url);
        if let Some(address) = address.filter(|address| !is_own(address)) {
            let span = (span.start, span.end);
            links.push(ExternalLink { address, path: path.clone(), span });
        }
    };
    let mut cited = BTreeSet::new();
    for entry in &site.entries {
        for (link, resolved) in entry.page.document.links.iter().zip(&*entry.links) {
            if let Resolved::External(target) = resolved {
                add(target, &entry.page.path, &link.span);
            }
        }
        cited.extend(entry.numbers.keys.iter());
        let of_taper = entry.taper.iter().flat_map(|taper| &taper.sources);
        cited.extend(of_taper);
    }
    for record in cited.into_iter().filter_map(|key| site.bibliography.get(key)) {
        for target in record.addresses(site.bibliography.style()) {
            add(&target, &site.config.bibliography, &record.span);
        }
    }
    links.sort_unstable();
    links.dedup();
    links
}

/// What an address may not hold when it is asked; what is encoded already stays so.
const IN_ADDRESS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// An address as it is asked and remembered: scheme and host in lower case, no fragment,
/// nothing that must be encoded. `None` if it is not of the web.
pub fn address(target: &str) -> Option<String> {
    if is_address(target) {
        return Some(target.to_owned());
    }
    let (scheme, rest) = target.trim().split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    if scheme != "http" && scheme != "https" {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (host, tail) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    if host.is_empty() {
        return None;
    }
    let slash = if tail.starts_with('/') { "" } else { "/" };
    let host = host.to_lowercase();
    let host = utf8_percent_encode(&host, IN_ADDRESS);
    Some(format!("{scheme}://{host}{slash}{}", utf8_percent_encode(tail, IN_ADDRESS)))
}

/// Whether a target is such an address already, as nearly every one: the quick answer.
fn is_address(target: &str) -> bool {
    let rest = target.strip_prefix("https://").or_else(|| target.strip_prefix("http://"));
    let Some((host, tail)) = rest.and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let is_host = |c: u8| matches!(c, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-');
    let is_tail = |c: u8| {
        c.is_ascii_alphanumeric() || matches!(c, b'/' | b'.' | b'-' | b'_' | b'=' | b'&')
    };
    !host.is_empty() && host.bytes().all(is_host) && tail.bytes().all(is_tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(target: &str, expected: Option<&str>) {
        assert_eq!(address(target).as_deref(), expected, "{target}");
    }

    #[test]
    fn one_address_is_written_in_one_way() {
        check("HTTPS://A.org", Some("https://a.org/"));
        check("https://a.org/B?c=d#e", Some("https://a.org/B?c=d"));
        check("https://a.org?c", Some("https://a.org/?c"));
        check("https://a.org/ü x%20y", Some("https://a.org/%C3%BC%20x%20y"));
        check("mailto:a@b.org", None);
        check("tel:911", None);
        check("ftp://a.org/", None);
        check("https://", None);
        check("https://#a", None);
    }
}
