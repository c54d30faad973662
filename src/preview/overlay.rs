//! What the preview adds to a page on its way out: findings, and a script that reloads.
//!
//! The page's own policy would forbid that script, so its `<meta http-equiv=
//! "Content-Security-Policy">` is left out, here and only here. Everything shown is escaped.

use std::fmt::Write;

use super::{Finding, Served};
use crate::diagnostic::Severity;
use crate::digest::Digest;
use crate::html::escape;

/// Most findings that one page lists of each kind.
const SHOWN: usize = 100;

/// Where pages learn of a new build.
pub(super) const EVENTS: &str = "/_plainleaf/events";

/// Follows the version served. What differs only in its style gets the new one in place; else
/// the page reloads and stays where the reader was. A hidden page lets go of its connection:
/// browsers grant only six for a server.
const SCRIPT: &str = r#"(() => {
  const key = "plainleaf " + location.pathname;
  let { version, content } = document.currentScript.dataset;
  let events;
  const stored = sessionStorage.getItem(key);
  if (stored !== null) {
    sessionStorage.removeItem(key);
    addEventListener("load", () => scrollTo(0, Number(stored)));
  }
  const close = () => { if (events) events.close(); events = undefined; };
  const restyle = async () => {
    const response = await fetch(location.href, { cache: "no-store" });
    const next = new DOMParser().parseFromString(await response.text(), "text/html");
    const made = [...next.scripts].at(-1)?.dataset;
    const fresh = next.querySelectorAll("style");
    const styles = document.querySelectorAll("style");
    if (!made?.content || made.content !== content || fresh.length !== styles.length) return false;
    styles.forEach((style, i) => {
      const text = fresh[i].textContent;
      if (style.textContent !== text) style.textContent = text;
    });
    version = made.version;
    return true;
  };
  const follow = async (message) => {
    if (message.data === version || await restyle().catch(() => false)) return;
    close();
    sessionStorage.setItem(key, String(scrollY));
    location.reload();
  };
  const open = () => {
    close();
    events = new EventSource("EVENTS");
    events.onmessage = follow;
    events.onerror = () => {
      if (events && events.readyState === EventSource.CLOSED) {
        close();
        setTimeout(open, 1000);
      }
    };
  };
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  document.addEventListener("visibilitychange", () => { document.hidden ? close() : open(); });
})();"#;

const STYLE: &str = "#plainleaf-findings{all:revert;position:sticky;top:0;z-index:99999;\
margin:0;padding:1rem;max-height:50vh;overflow:auto;color:#111;background:#fff4f2;\
border-block-end:6px solid #b00020;font:1rem/1.5 system-ui,sans-serif;text-align:start}\
#plainleaf-findings.warnings{position:static;background:#fffbe8;border-color:#8a6100;\
padding:.25rem 1rem}\
#plainleaf-findings h2{font-size:1.25rem;margin:0 0 .5rem;color:inherit}\
#plainleaf-findings pre{overflow:auto;padding:.5rem;background:#fff;color:#111;\
font:.875rem/1.4 ui-monospace,monospace;white-space:pre}\
#plainleaf-findings li{margin-block-end:.75rem}\
#plainleaf-findings p{margin:0}\
#plainleaf-findings summary,#plainleaf-findings a{display:inline-block;\
padding-block:.65rem;color:inherit}\
#plainleaf-findings summary{display:list-item}\
@media print{#plainleaf-findings{display:none}}";

/// The page with what the preview adds.
pub(super) fn decorate(html: &str, served: &Served, url: &str) -> String {
    let html = without_policy(html);
    let top = body_start(&html);
    let (head, rest) = html.split_at(top);
    follow(&format!("{head}{}{rest}", findings(served, url)), served)
}

/// The page with the script that follows what is served.
pub(super) fn follow(html: &str, served: &Served) -> String {
    let end = html.to_ascii_lowercase().rfind("</body").unwrap_or(html.len());
    let (body, foot) = html.split_at(end.max(body_start(html)));
    let content = content(html, served);
    let (version, script) = (&served.version, SCRIPT.replace("EVENTS", EVENTS));
    format!(
        "{body}<script data-version=\"{version}\" data-content=\"{content}\">{script}\
         </script>{foot}"
    )
}

/// Where the body begins, after its tag.
fn body_start(html: &str) -> usize {
    let at = html.to_ascii_lowercase().find("<body");
    at.and_then(|at| Some(at + tag_end(html.get(at..)?)?)).unwrap_or_default()
}

/// Names what a page shows, all but its style.
fn content(html: &str, served: &Served) -> Digest {
    let lower = html.to_ascii_lowercase();
    let mut parts = vec![served.shown.as_bytes()];
    let mut from = 0;
    while let Some(at) = lower[from..].find("<style").map(|at| from + at) {
        let start = at + tag_end(&lower[at..]).unwrap_or(lower.len() - at);
        parts.push(&html.as_bytes()[from..start]);
        from = lower[start..].find("</style").map_or(html.len(), |end| start + end);
    }
    parts.push(&html.as_bytes()[from..]);
    Digest::of_parts(parts)
}

/// The page that stands in while there is no good build.
pub(super) fn failure(served: &Served) -> String {
    let page = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
        <meta name=\"viewport\" content=\"width=device-width\">\
        <title>The site could not be built</title></head><body><main>\
        <h1>The site could not be built</h1>\
        <p>This page reloads by itself when it can be.</p></main></body></html>";
    decorate(page, served, "")
}

/// Errors at the top, those of other pages folded; if there are none, warnings, and what is to
/// be looked at on this page, folded.
fn findings(served: &Served, url: &str) -> String {
    let of = |severity| -> Vec<&Finding> {
        served.findings().filter(|found| found.severity == severity).collect()
    };
    // While nothing is served, there is no other page to show them on.
    let is_here = |found: &&Finding| {
        served.tree.is_none() || found.url.as_deref().is_none_or(|own| own == url)
    };
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    let desk = format!("<p><a href=\"{}\">Open the editor’s desk</a></p>", super::DESK);
    if !errors.is_empty() {
        let note = served.tree.as_ref().map_or("", |_| ": this is the last good build");
        let title = count(errors.len(), "error");
        let (here, elsewhere): (Vec<_>, Vec<_>) = errors.into_iter().partition(is_here);
        let here = if here.is_empty() { String::new() } else { list(&here) };
        let folded = fold(&elsewhere, "error", " on other pages");
        return format!(
            "<style>{STYLE}</style><section id=\"plainleaf-findings\" role=\"alert\" \
             aria-label=\"Build errors\"><h2>{title}{note}</h2>{here}{folded}{desk}</section>"
        );
    }
    let notices: Vec<_> = of(Severity::Notice).into_iter().filter(is_here).collect();
    if warnings.is_empty() && notices.is_empty() {
        return String::new();
    }
    let (here, elsewhere): (Vec<_>, Vec<_>) = warnings.into_iter().partition(is_here);
    let folded = fold(&here, "warning", "")
        + &fold(&elsewhere, "warning", " on other pages")
        + &fold(&notices, "notice", "");
    format!(
        "<style>{STYLE}</style><section id=\"plainleaf-findings\" class=\"warnings\" \
         aria-label=\"Build warnings\">{folded}{desk}</section>"
    )
}

/// Findings that are out of the way until they are asked for.
fn fold(findings: &[&Finding], what: &str, place: &str) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let title = count(findings.len(), what);
    format!("<details><summary>{title}{place}</summary>{}</details>", list(findings))
}

/// `1 error`, `2 errors`.
pub(super) fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// Findings with place, source and next step.
pub(super) fn list(findings: &[&Finding]) -> String {
    let mut html = "<ul>".to_owned();
    for finding in findings.iter().take(SHOWN) {
        let Finding { severity, code, message, .. } = finding;
        let _ = write!(
            html,
            "<li><strong>{severity}[{}]</strong>: {}",
            escape(code),
            escape(message)
        );
        let place = place(finding);
        if !place.is_empty() {
            let _ = write!(html, "<br><code>{}</code>", escape(&place));
        }
        if let Some(excerpt) = &finding.excerpt {
            let _ = write!(
                html,
                "<pre tabindex=\"0\" role=\"group\" aria-label=\"Source\">{}</pre>",
                escape(excerpt)
            );
        }
        if let Some(help) = &finding.help {
            let _ = write!(html, "<div>Help: {}</div>", escape(help));
        }
        html.push_str("</li>");
    }
    html.push_str("</ul>");
    if findings.len() > SHOWN {
        let _ = write!(html, "<p>… and {} more</p>", findings.len() - SHOWN);
    }
    html
}

/// `file:line:column`, as far as it is known; otherwise the address.
fn place(finding: &Finding) -> String {
    let mut place = finding.file.as_ref().or(finding.url.as_ref()).cloned();
    for number in [finding.line, finding.column] {
        if let (Some(place), Some(number)) = (&mut place, number) {
            let _ = write!(place, ":{number}");
        }
    }
    place.unwrap_or_default()
}

/// The page without a policy that would forbid our script.
fn without_policy(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let head = lower.find("<body").unwrap_or(lower.len());
    let mut kept = String::with_capacity(html.len());
    let mut from = 0;
    while let Some(at) = lower[from..head].find("<meta").map(|at| from + at) {
        let Some(length) = tag_end(&lower[at..]) else { break };
        let is_policy = lower[at..at + length].contains("content-security-policy");
        kept.push_str(&html[from..if is_policy { at } else { at + length }]);
        from = at + length;
        if from > head {
            break;
        }
    }
    kept.push_str(&html[from..]);
    kept
}

/// How long the tag is that `html` begins with; `>` within quotes does not end it.
fn tag_end(html: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in html.bytes().enumerate() {
        match (quote, c) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn check(html: &str, findings: &[Finding], expected: &[&str]) -> String {
        let findings = findings.iter().cloned().map(Arc::new).collect();
        let served = Served { findings, ..Served::default() };
        let decorated = decorate(html, &served, "/");
        for part in expected {
            assert!(decorated.contains(part), "no {part:?} in {decorated}");
        }
        decorated
    }

    #[test]
    fn the_script_is_last_in_the_body_and_the_policy_is_gone() {
        let html = "<html><head><META content=\"a>b\" \
            http-equiv='Content-Security-Policy'><meta name=\"x\"></head>\
            <body class=\"a>b\"><p>hi</p></body></html>";
        let made =
            check(html, &[], &["<p>hi</p><script data", "</script></body></html>"]);
        assert!(made.starts_with("<html><head><meta name=\"x\"></head><body"));
        check("no tags", &[], &["no tags<script data"]);
        check("<meta http-equiv=\"content-security-policy", &[], &["<script data"]);
        check("</body><body>", &[], &["</body><body><script data"]);
    }

    #[test]
    fn findings_are_escaped_and_say_where() {
        let mut finding = Finding::error("a/b", "<b>\u{1}".into(), "do \"it\"");
        finding.file = Some("content/<x>.md".into());
        (finding.line, finding.column) = (Some(3), Some(7));
        finding.excerpt = Some("3 | </pre><script>".into());
        let expected = [
            "<body><style>",
            "role=\"alert\"",
            "<h2>1 error</h2>",
            "error[a/b]</strong>: &lt;b&gt;\u{fffd}",
            "<code>content/&lt;x&gt;.md:3:7</code>",
            "3 | &lt;/pre&gt;&lt;script&gt;",
            "Help: do &quot;it&quot;",
        ];
        check("<body></body>", std::slice::from_ref(&finding), &expected);
        finding.severity = Severity::Warning;
        let made = check("<body></body>", &[finding], &["<details><summary>1 warning<"]);
        assert!(!made.contains("role=\"alert\""));
    }
}
