//! The one place that escapes: text and attribute values for HTML and XML.

use std::borrow::Cow;

/// Escapes text for an element's content or a quoted attribute; characters that neither HTML
/// nor XML can hold are replaced.
pub fn escape(text: &str) -> Cow<'_, str> {
    let control = |b: u8| b == 0x7f || (b < 0x20 && !b"\t\n\r".contains(&b));
    let special = |b: u8| matches!(b, b'&' | b'<' | b'>' | b'"' | b'\'') || control(b);
    let Some(first) = text.bytes().position(special) else { return Cow::Borrowed(text) };
    let mut escaped = String::with_capacity(text.len() + 16);
    escaped.push_str(&text[..first]);
    escape_into(&mut escaped, &text[first..]);
    Cow::Owned(escaped)
}

/// Appends escaped text to `out`.
pub fn escape_into(out: &mut String, text: &str) {
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            b'\t' | b'\n' | b'\r' => continue,
            0..=0x1f | 0x7f => "\u{fffd}",
            _ => continue,
        };
        out.push_str(&text[start..at]);
        out.push_str(entity);
        start = at + 1;
    }
    out.push_str(&text[start..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_text_or_attribute() {
        assert_eq!(escape("a<b>\"'&\u{0}é"), "a&lt;b&gt;&quot;&#39;&amp;\u{fffd}é");
        assert!(matches!(escape("plain é\n"), Cow::Borrowed(_)));
    }
}
