//! Addresses of the web, taken apart; and which of them are nobody else's business.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};

/// An `http` or `https` address without a fragment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Address {
    scheme: String,
    /// Host and port, as written.
    host: String,
    /// Path and query; begins with a slash.
    path: String,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.host, self.path)
    }
}

impl Address {
    /// Takes an address apart.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let whole = crate::model::external::address(text)?;
        let (scheme, rest) = whole.split_once("://")?;
        let (host, path) = rest.split_at(rest.find('/')?);
        // A host with a name before it would be logged in: nobody meant that.
        let fits = !host.contains(['@', '%']);
        fits.then(|| Self {
            scheme: scheme.to_owned(),
            host: host.to_owned(),
            path: path.to_owned(),
        })
    }

    /// Host and port.
    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// Where `location` leads from here.
    pub(super) fn join(&self, location: &str) -> Option<Self> {
        let location = location.trim();
        let scheme = &self.scheme;
        let has_scheme = location.find(':').is_some_and(|at| {
            location.find(['/', '?', '#']).is_none_or(|other| at < other)
        });
        if has_scheme {
            return Self::parse(location);
        }
        if let Some(rest) = location.strip_prefix("//") {
            return Self::parse(&format!("{scheme}://{rest}"));
        }
        let plain = self.path.split('?').next().unwrap_or("/");
        let whole = match location.chars().next() {
            None | Some('#') => self.path.clone(),
            Some('?') => format!("{plain}{location}"),
            Some('/') => location.to_owned(),
            Some(_) => {
                let folder = plain.rsplit_once('/').map_or("", |(folder, _)| folder);
                format!("{folder}/{location}")
            }
        };
        let (path, query) = whole.split_at(whole.find(['?', '#']).unwrap_or(whole.len()));
        let host = &self.host;
        Self::parse(&format!("{scheme}://{host}{}{query}", without_dots(path)))
    }
}

/// A path with `.` and `..` resolved, as browsers do.
fn without_dots(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let ends = path.ends_with("/.") || path.ends_with("/..");
    let slash = if ends && !parts.is_empty() { "/" } else { "" };
    format!("/{}{slash}", parts.join("/"))
}

/// Whether an address of the network is this computer's, a private network's, or nobody's.
pub(super) fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_private_v4(ip),
        IpAddr::V6(ip) => {
            let [first, ..] = ip.segments();
            ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_multicast()
                || first & 0xfe00 == 0xfc00
                || first & 0xffc0 == 0xfe80
                || ip.to_ipv4_mapped().is_some_and(is_private_v4)
        }
    }
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    let [a, b, ..] = ip.octets();
    ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_unspecified()
        || ip.is_broadcast()
        || ip.is_multicast()
        || ip.is_documentation()
        || a == 0
        || (a == 100 && b & 0xc0 == 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(location: &str, expected: Option<&str>) {
        let here = Address::parse("https://a.org/b/c?d").unwrap();
        let joined = here.join(location).map(|address| address.to_string());
        assert_eq!(joined.as_deref(), expected, "{location}");
    }

    #[test]
    fn a_redirect_may_lead_anywhere() {
        check("http://x.org/y#z", Some("http://x.org/y"));
        check("//x.org/y", Some("https://x.org/y"));
        check("/y?u=http://v", Some("https://a.org/y?u=http://v"));
        check("y", Some("https://a.org/b/y"));
        check("../y/./z/..", Some("https://a.org/y/"));
        check("../../../..", Some("https://a.org/"));
        check("?y", Some("https://a.org/b/c?y"));
        check("#y", Some("https://a.org/b/c?d"));
        check("", Some("https://a.org/b/c?d"));
        check("mailto:x@y.org", None);
        check("https://user@y.org/", None);
    }

    #[test]
    fn private_networks_are_known() {
        for own in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
        ] {
            assert!(is_private(own.parse().unwrap()), "{own}");
        }
        for other in ["1.1.1.1", "100.128.0.1", "172.32.0.1", "2606:4700::1111"] {
            assert!(!is_private(other.parse().unwrap()), "{other}");
        }
    }
}
