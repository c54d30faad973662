//! Reads the head of a request, and refuses what is not for us.
//!
//! Only requests that name this server as their host are answered, so that no page on the web
//! can reach it by a name of its own.

use std::net::IpAddr;

use super::respond::{Reply, Request};

/// Most headers of a request.
const HEADERS: usize = 64;

/// A request that we may answer.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) request: Request,
    host: String,
    origin: Option<String>,
    site: Option<String>,
    /// Whether the client wants the connection to end.
    pub(super) closes: bool,
}

impl Asked {
    /// Whether a page of this server asks, as far as the browser says.
    pub(super) fn is_own_page(&self) -> bool {
        let own = format!("http://{}", self.host);
        self.origin.as_ref().is_none_or(|origin| *origin == own)
            && self
                .site
                .as_ref()
                .is_none_or(|site| site == "same-origin" || site == "none")
    }
}

/// Reads a head; what we do not answer becomes a reply that ends the connection.
pub(super) fn ask(head: &[u8], port: u16, local: IpAddr) -> Result<Asked, Box<Reply>> {
    let refuse = |status, text| Err(Box::new(Reply::plain(status, text)));
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    match parsed.parse(head) {
        Ok(httparse::Status::Complete(_)) => {}
        Err(httparse::Error::TooManyHeaders) => {
            return refuse(431, "the request has too many headers");
        }
        _ => return refuse(400, "the request is not understood"),
    }
    let named = |name: &str| values(parsed.headers, name);
    let first = |name: &str| named(name).into_iter().next();
    let hosts = named("host");
    let [host] = hosts.as_slice() else {
        return refuse(400, "the request must name one host");
    };
    if !is_allowed(host, port, local) {
        return refuse(403, "this server does not go by that name");
    }
    let method = parsed.method.unwrap_or_default();
    if !matches!(method, "GET" | "HEAD") {
        let reply = Reply::plain(405, "only GET and HEAD are answered");
        return Err(Box::new(reply.with("Allow", "GET, HEAD")));
    }
    let has_body = !named("transfer-encoding").is_empty()
        || named("content-length").iter().any(|length| length != "0");
    if has_body {
        return refuse(400, "the request must not have a body");
    }
    let wishes = named("connection").join(",").to_ascii_lowercase();
    let asks = |wish: &str| wishes.split(',').any(|one| one.trim() == wish);
    let closes = asks("close") || (parsed.version == Some(0) && !asks("keep-alive"));
    Ok(Asked {
        request: Request {
            target: parsed.path.unwrap_or_default().to_owned(),
            is_head: method == "HEAD",
            if_none_match: first("if-none-match"),
            range: first("range"),
            if_range: first("if-range"),
        },
        host: host.clone(),
        origin: first("origin"),
        site: first("sec-fetch-site"),
        closes,
    })
}

/// Every value of a header.
fn values(headers: &[httparse::Header<'_>], name: &str) -> Vec<String> {
    headers
        .iter()
        .filter(|header| header.name.eq_ignore_ascii_case(name))
        .map(|header| String::from_utf8_lossy(header.value).trim().to_owned())
        .collect()
}

/// Whether a host is this machine by an address, or by the name that only it can have.
fn is_allowed(host: &str, port: u16, local: IpAddr) -> bool {
    // A colon within brackets belongs to the address.
    let (name, given) = match host.rsplit_once(':') {
        Some((name, given)) if !given.contains(']') => (name, Some(given)),
        _ => (host, None),
    };
    if given.is_some_and(|given| given != port.to_string()) {
        return false;
    }
    let is_local = |ip: IpAddr| ip == local || ip.is_loopback();
    let inner = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    match inner {
        Some(ip) => ip.parse().is_ok_and(|ip| is_local(IpAddr::V6(ip))),
        None => {
            name.eq_ignore_ascii_case("localhost")
                || name.parse().is_ok_and(|ip| is_local(IpAddr::V4(ip)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_must_be_this_machine_are_answered() {
        let local = "192.0.2.7".parse().unwrap();
        for good in [
            "localhost",
            "LocalHost:80",
            "127.0.0.1:80",
            "[::1]",
            "[::1]:80",
            "192.0.2.7:80",
        ] {
            assert!(is_allowed(good, 80, local), "{good}");
        }
        for bad in [
            "",
            "evil.example",
            "localhost.evil.example",
            "localhost:81",
            "localhost:",
            "192.0.2.8",
            "::1",
            "[::1",
            "user@localhost",
            "localhost:80:80",
        ] {
            assert!(!is_allowed(bad, 80, local), "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(head in proptest::collection::vec(0_u8.., 0..300)) {
            let _ = ask(&head, 80, "127.0.0.1".parse().unwrap());
        }
    }
}
