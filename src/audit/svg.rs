//! Drawings: no script, no handler, nothing loaded from elsewhere.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::address::is_foreign;
use super::runs_script;
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;

/// The first thing in a drawing that may not be published.
pub(super) fn check(path: &SourcePath, text: &str) -> Option<Diagnostic> {
    let mut reader = Reader::from_str(text);
    let mut in_style = false;
    let fault = loop {
        let at = position(&reader);
        let event = reader.read_event();
        let fault = match &event {
            Ok(Event::Eof) => return None,
            Ok(Event::Start(tag)) => {
                in_style = tag.local_name().as_ref().eq_ignore_ascii_case("style");
                element(tag)
            }
            Ok(Event::Empty(tag)) => element(tag),
            Ok(Event::End(_)) => {
                in_style = false;
                None
            }
            Ok(Event::Text(text)) if in_style => style(text),
            Ok(Event::CData(text)) if in_style => style(text),
            Ok(Event::DocType(text)) if text.contains('[') => {
                Some("declares entities, which can hide anything".to_owned())
            }
            Ok(Event::PI(instruction)) if instruction.starts_with("xml-stylesheet") => {
                Some("loads a style sheet".to_owned())
            }
            Ok(_) => None,
            Err(error) => Some(format!("is not well-formed XML: {error}")),
        };
        if let Some(fault) = fault {
            break Some((fault, at));
        }
    };
    let (fault, at) = fault?;
    Some(
        Diagnostic::error("published/drawing", format!("this drawing {fault}"))
            .at(path, at..at)
            .help("export the drawing again as plain SVG, without scripts and links"),
    )
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(0)
}

fn element(tag: &BytesStart<'_>) -> Option<String> {
    let name = tag.local_name().as_ref().to_lowercase();
    let refused =
        ["script", "foreignobject", "iframe", "embed", "object", "handler", "listener"];
    if refused.contains(&name.as_str()) {
        return Some(format!("holds the element `<{name}>`"));
    }
    for attribute in tag.attributes().with_checks(false) {
        let Ok(attribute) = attribute else {
            return Some("has a broken attribute".to_owned());
        };
        let key = attribute.key.local_name().as_ref().to_lowercase();
        let raw = attribute.value.clone().into_owned();
        let value = quick_xml::escape::unescape(&raw)
            .map_or_else(|_| raw.clone(), std::borrow::Cow::into_owned);
        if key.starts_with("on") {
            return Some(format!("holds the handler `{key}`"));
        }
        if key == "attributename" && value.to_lowercase().ends_with("href") {
            return Some("changes a link by animation".to_owned());
        }
        let is_link = key == "href" || key == "src";
        if is_link && runs_script(&value) {
            return Some("holds a link that runs a script".to_owned());
        }
        if is_link && name != "a" && is_foreign(&value, None) {
            return Some("loads something from another site".to_owned());
        }
        if let Some(fault) = style(&value).filter(|_| value.contains("url(")) {
            return Some(fault);
        }
    }
    None
}

fn style(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let loads = lower.match_indices("url(").any(|(at, word)| {
        let target = lower[at + word.len()..].trim_start_matches([' ', '"', '\'']);
        !target.starts_with('#') && !target.starts_with("data:image/")
    });
    (loads || lower.contains("@import"))
        .then(|| "loads something by its style".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_fault(text: &str, expected: Option<&str>) {
        let found = check(&SourcePath::new("content/a.svg"), text);
        assert_eq!(found.map(|d| d.message).as_deref(), expected, "{text}");
    }

    #[test]
    fn live_drawings_are_refused() {
        check_fault("<svg><path d='M0 0'/></svg>", None);
        check_fault(
            "<svg><style>path{fill:url(#g)}</style><a href='https://x.org'/></svg>",
            None,
        );
        check_fault(
            "<svg><script/></svg>",
            Some("this drawing holds the element `<script>`"),
        );
        check_fault("<svg onload='x'/>", Some("this drawing holds the handler `onload`"));
        check_fault(
            "<svg><a xlink:href='java&#x73;cript:x'/></svg>",
            Some("this drawing holds a link that runs a script"),
        );
        check_fault(
            "<svg><image href='https://x.org/a.png'/></svg>",
            Some("this drawing loads something from another site"),
        );
        check_fault(
            "<svg><set attributeName='xlink:href' to='x'/></svg>",
            Some("this drawing changes a link by animation"),
        );
        check_fault(
            "<svg><style>@import 'x';</style></svg>",
            Some("this drawing loads something by its style"),
        );
        check_fault(
            "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg/>",
            Some("this drawing declares entities, which can hide anything"),
        );
    }
}
