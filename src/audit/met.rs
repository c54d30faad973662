//! Which kinds of elements and attributes a page has at all: most rules ask for something that
//! most pages lack, and need not walk through those.

use super::markup::Document;

/// Elements and attributes that some rules are about, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Met(u32);

const ACCESSKEY: u32 = 1;
const ARIA: u32 = 1 << 1;
const AUTOCOMPLETE: u32 = 1 << 2;
const DETAILS: u32 = 1 << 3;
const EVENT: u32 = 1 << 4;
const FIELD: u32 = 1 << 5;
const FORM: u32 = 1 << 6;
const FRAME: u32 = 1 << 7;
const HEADERS: u32 = 1 << 8;
const HTTP_EQUIV: u32 = 1 << 9;
const IMAGE: u32 = 1 << 10;
const MEDIA: u32 = 1 << 11;
const ROLE: u32 = 1 << 12;
const SCOPE: u32 = 1 << 13;
const SCRIPT: u32 = 1 << 14;
const SHEET: u32 = 1 << 15;
const STYLE: u32 = 1 << 16;
const TABINDEX: u32 = 1 << 17;
const TABLE: u32 = 1 << 18;
const TERM: u32 = 1 << 19;
const WATCH: u32 = 1 << 20;
const OFF: u32 = 1 << 21;

impl Met {
    /// Looks once at every tag.
    pub(super) fn of(document: &Document) -> Self {
        let mut met = 0;
        for node in document.elements() {
            met |= element(node.name());
            for own in node.attributes() {
                met |= attribute(&own.name);
            }
        }
        Self(met)
    }

    /// Whether anything can be switched off.
    pub(super) fn can_be_off(self) -> bool {
        self.0 & OFF != 0
    }

    /// Whether a rule can find anything; one that is not named here always may.
    pub(super) fn concerns(self, rule: &str) -> bool {
        let needed = match rule {
            "a11y/accesskey" => ACCESSKEY,
            "a11y/aria-attribute" | "a11y/hidden-focus" | "a11y/label-in-name" => ARIA,
            "a11y/autocomplete" => AUTOCOMPLETE,
            "a11y/autoplay" | "a11y/media-alternative" => MEDIA,
            "a11y/definition-list" => TERM,
            "a11y/drawing-name" => ROLE,
            "a11y/field-name" => FIELD | ROLE,
            "a11y/frame-name" => FRAME,
            "a11y/header-cells" | "a11y/table-name" => TABLE | ROLE,
            "a11y/headers-attribute" => HEADERS,
            "a11y/field-edge" | "a11y/image-button-name" => FIELD,
            "a11y/letter-spacing" | "a11y/line-height" | "a11y/word-spacing" => STYLE,
            "a11y/refresh" | "a11y/refresh-late" => HTTP_EQUIV,
            "a11y/scope" => SCOPE,
            "a11y/summary-name" => DETAILS,
            "a11y/tab-order" => TABINDEX,
            "published/form" => FORM,
            "published/handler" => EVENT,
            "published/script" => SCRIPT | FRAME,
            "published/style" => SHEET | STYLE,
            "published/tracking" => IMAGE | WATCH,
            _ => return true,
        };
        self.0 & needed != 0
    }
}

fn element(name: &str) -> u32 {
    match name {
        "audio" | "video" => MEDIA,
        "dd" | "dl" | "dt" => TERM,
        "details" => DETAILS,
        "form" => FORM,
        "frame" | "iframe" => FRAME,
        "img" => IMAGE,
        "input" | "select" | "textarea" => FIELD,
        "script" => SCRIPT,
        "style" => SHEET,
        "table" => TABLE,
        _ => 0,
    }
}

fn attribute(name: &str) -> u32 {
    match name {
        "accesskey" => ACCESSKEY,
        "aria-disabled" => ARIA | OFF,
        "attributionsrc" | "ping" => WATCH,
        "autocomplete" => AUTOCOMPLETE,
        // What people may write into is a field.
        "contenteditable" => FIELD,
        "disabled" => OFF,
        "formaction" => FORM,
        "headers" => HEADERS,
        "http-equiv" => HTTP_EQUIV,
        "role" => ROLE,
        "scope" => SCOPE,
        "style" => STYLE,
        "tabindex" => TABINDEX,
        name if name.starts_with("aria-") => ARIA,
        name if name.starts_with("on") => EVENT,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_page_concerns_few_rules() {
        let met = |text| Met::of(&Document::parse(text));
        let plain = met("<p>Words and <a href=x>a link</a>");
        for rule in
            ["a11y/scope", "a11y/accesskey", "published/handler", "published/form"]
        {
            assert!(!plain.concerns(rule), "{rule}");
        }
        assert!(plain.concerns("a11y/link-name"));
        assert!(met("<p onclick=x>").concerns("published/handler"));
        assert!(met("<template><script></script>").concerns("published/script"));
        assert!(met("<svg><g role=img>").concerns("a11y/drawing-name"));
    }
}
