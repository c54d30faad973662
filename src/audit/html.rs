//! HTML files that are copied: no script, no handler, nothing loaded from elsewhere.

use html5gum::{StartTag, Token, Tokenizer, emitters::default::DefaultEmitter};

use super::address::is_foreign;
use super::runs_script;
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;

/// The first thing in an HTML file that may not be published.
pub(super) fn check(path: &SourcePath, text: &str) -> Option<Diagnostic> {
    // A former address is there to send the reader on.
    let may_refresh = path.as_str().ends_with("/templates/alias.html");
    for token in
        Tokenizer::new_with_emitter(text, DefaultEmitter::<usize>::new_with_span())
    {
        let Ok(Token::StartTag(tag)) = token else { continue };
        if may_refresh && is_refresh(&tag) {
            continue;
        }
        if let Some(fault) = element(&tag) {
            return Some(
                Diagnostic::error("published/html", format!("this file {fault}"))
                    .at(path, tag.span.start..tag.span.end)
                    .help("write the page in Markdown, or take that element out"),
            );
        }
    }
    None
}

fn element(tag: &StartTag<usize>) -> Option<String> {
    let name = String::from_utf8_lossy(&tag.name).into_owned();
    let refused = ["script", "iframe", "frame", "embed", "object", "applet", "base"];
    if refused.contains(&name.as_str()) {
        return Some(format!("holds the element `<{name}>`"));
    }
    for (key, value) in &tag.attributes {
        let key = String::from_utf8_lossy(key);
        let value = String::from_utf8_lossy(&value.value);
        if key.starts_with("on") {
            return Some(format!("holds the handler `{key}`"));
        }
        if runs_script(&value)
            && matches!(&*key, "href" | "src" | "action" | "formaction")
        {
            return Some("holds a link that runs a script".to_owned());
        }
        let loads = matches!(
            &*key,
            "src" | "srcset" | "poster" | "data" | "action" | "formaction"
        ) || (key == "href" && name == "link");
        if loads && is_foreign(&value, None) {
            return Some("loads something from another site".to_owned());
        }
    }
    is_refresh(tag).then(|| "sends the reader on by itself".to_owned())
}

fn is_refresh(tag: &StartTag<usize>) -> bool {
    tag.attributes.iter().any(|(key, value)| {
        key.eq_ignore_ascii_case(b"http-equiv")
            && value.value.eq_ignore_ascii_case(b"refresh")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_fault(text: &str, expected: Option<&str>) {
        let found = check(&SourcePath::new("content/a.html"), text);
        assert_eq!(found.map(|d| d.message).as_deref(), expected, "{text}");
    }

    #[test]
    fn live_pages_are_refused() {
        check_fault("<p>google-site-verification: abc", None);
        check_fault("<ScRiPt>x</script>", Some("this file holds the element `<script>`"));
        check_fault("<p onclick=x>", Some("this file holds the handler `onclick`"));
        check_fault(
            "<a href=' java\tscript:x'>",
            Some("this file holds a link that runs a script"),
        );
        check_fault(
            "<img src=//x.org/a>",
            Some("this file loads something from another site"),
        );
        check_fault(
            r"<img src=\\x.org/a>",
            Some("this file loads something from another site"),
        );
    }
}
