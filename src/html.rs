//! The one place that escapes: text and attribute values for HTML and XML.

use std::borrow::Cow;

/// Bytes that may have to be written in another way.
const IS_SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = u8::MAX;
    while byte > 0 {
        special[byte as usize] = match byte {
            b'\t' | b'\n' | b'\r' => false,
            0..=0x1f | 0x7f | 0xc2 | 0xef | b'&' | b'<' | b'>' | b'"' | b'\'' => true,
            _ => false,
        };
        byte -= 1;
    }
    special[0] = true;
    special
};

/// Escapes text for an element's content or a quoted attribute; characters that neither HTML
/// nor XML can hold are replaced.
pub fn escape(text: &str) -> Cow<'_, str> {
    let special = |b: u8| IS_SPECIAL[b as usize];
    let Some(first) = text.bytes().position(special) else { return Cow::Borrowed(text) };
    let mut escaped = String::with_capacity(text.len() + 16);
    escaped.push_str(&text[..first]);
    escape_into(&mut escaped, &text[first..]);
    Cow::Owned(escaped)
}

/// Appends escaped text to `out`.
pub fn escape_into(out: &mut String, text: &str) {
    let mut start = 0;
    let bytes = text.as_bytes();
    for (at, byte) in text.bytes().enumerate().filter(|(_, b)| IS_SPECIAL[*b as usize]) {
        let mut length = 1;
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            0..=0x1f | 0x7f => "\u{fffd}",
            // U+0080 to U+009F, U+FFFE and U+FFFF: in no document either.
            0xc2 if bytes.get(at + 1).is_some_and(|b| *b < 0xa0) => {
                length = 2;
                "\u{fffd}"
            }
            0xef if matches!(bytes.get(at + 1..at + 3), Some([0xbf, 0xbe | 0xbf])) => {
                length = 3;
                "\u{fffd}"
            }
            _ => continue,
        };
        out.push_str(&text[start..at]);
        out.push_str(entity);
        start = at + length;
    }
    out.push_str(&text[start..]);
}

/// Whether a finished page holds an element that runs, whoever wrote it.
pub fn is_live(page: &[u8]) -> bool {
    memchr::memchr_iter(b'<', page).any(|at| {
        let tag = &page[at + 1..];
        let name: &[u8] = match tag.first().map(u8::to_ascii_lowercase) {
            Some(b'a') => b"applet",
            Some(b'b') => b"base",
            Some(b'e') => b"embed",
            Some(b'i') => b"iframe",
            Some(b'o') => b"object",
            Some(b's') => b"script",
            _ => return false,
        };
        tag.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name))
            && tag.get(name.len()).is_none_or(|next| !next.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn live_elements_are_seen_in_any_case() {
        for page in ["<ScRiPt>", "x<script/", "<iframe", "<base href"] {
            assert!(is_live(page.as_bytes()), "{page}");
        }
        for page in ["<scripts>", "&lt;script>", "<b>script</b>", "<"] {
            assert!(!is_live(page.as_bytes()), "{page}");
        }
    }

    #[test]
    fn nothing_gets_out_of_text_or_attribute() {
        assert_eq!(escape("a<b>\"'&\u{0}é"), "a&lt;b&gt;&quot;&#39;&amp;\u{fffd}é");
        assert_eq!(escape("a\u{85}\u{fffe}b\u{ffff}"), "a\u{fffd}\u{fffd}b\u{fffd}");
        assert_eq!(escape("\u{a0}\u{fffd}\u{feff}©"), "\u{a0}\u{fffd}\u{feff}©");
        assert!(matches!(escape("plain é\n"), Cow::Borrowed(_)));
    }
}
