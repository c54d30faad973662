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

/// How many bytes are looked at together.
const BLOCK: usize = 16;

/// Whether none of these bytes can be special. The answer may be too strict, and is quick.
fn is_plain(block: &[u8; BLOCK]) -> bool {
    // Numbers without a way out in between, so that all bytes are compared at once.
    let may_be_special = |b: u8| {
        let is = |sign: u8| u8::from(b == sign);
        let is_control = u8::from(b < b' ') & u8::from(b != b'\n');
        let is_beyond = u8::from(b >= 0x7f);
        is_control | is_beyond | is(b'&') | is(b'<') | is(b'>') | is(b'"') | is(b'\'')
    };
    block.iter().fold(0, |any, b| any | may_be_special(*b)) == 0
}

/// Where the next byte stands that may have to be written in another way.
fn next_special(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        let Some(block) = rest.first_chunk() else {
            return Some(at + rest.iter().position(|b| IS_SPECIAL[*b as usize])?);
        };
        if !is_plain(block) {
            let found = block.iter().position(|b| IS_SPECIAL[*b as usize]);
            if let Some(found) = found {
                return Some(at + found);
            }
        }
        at += BLOCK;
    }
}

/// Escapes text for an element's content or a quoted attribute; characters that neither HTML
/// nor XML can hold are replaced.
pub fn escape(text: &str) -> Cow<'_, str> {
    let Some(first) = next_special(text.as_bytes(), 0) else {
        return Cow::Borrowed(text);
    };
    let mut escaped = String::with_capacity(text.len() + 16);
    escaped.push_str(&text[..first]);
    escape_into(&mut escaped, &text[first..]);
    Cow::Owned(escaped)
}

/// Appends escaped text to `out`.
pub fn escape_into(out: &mut String, text: &str) {
    let (mut start, mut from) = (0, 0);
    let bytes = text.as_bytes();
    while let Some(at) = next_special(bytes, from) {
        from = at + 1;
        let mut length = 1;
        let entity = match bytes[at] {
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
        // Nearly every tag is another one by its second letter.
        let second = tag.get(1).map(u8::to_ascii_lowercase);
        if !matches!(second, Some(b'a' | b'b' | b'c' | b'f' | b'm' | b'p')) {
            return false;
        }
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
    fn it_is_the_same_wherever_in_a_long_text_a_sign_stands() {
        for sign in
            ["<", "&", "\"", "'", ">", "\u{0}", "\u{7f}", "\u{85}", "\u{fffe}", "é"]
        {
            for at in 0..40 {
                let (before, after) = ("\n".repeat(at), "y\t".repeat(20));
                let text = format!("{before}{sign}{after}");
                assert_eq!(escape(&text), format!("{before}{}{after}", escape(sign)));
            }
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
