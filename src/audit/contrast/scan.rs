//! Where the pieces of a style sheet end: outside quotes and brackets. It knows no property.

/// The text with comments blanked out; those within quotes are none.
pub(super) fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut quote) = (text, None);
    while let Some(at) = rest.find(['"', '\'', '\\', '/', '\n']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let mut signs = from.chars();
        let sign = signs.next();
        let mut length = 1;
        match (quote, sign) {
            (_, Some('\\')) => length += signs.next().map_or(0, char::len_utf8),
            // A line ends what nobody closed.
            (Some(_), Some('\n')) => quote = None,
            (Some(open), Some(close)) if open == close => quote = None,
            (None, Some('"' | '\'')) => quote = sign,
            (None, Some('/')) if from.starts_with("/*") => {
                out.push(' ');
                rest = from
                    .get(2..)
                    .and_then(|in_it| in_it.split_once("*/"))
                    .map_or("", |c| c.1);
                continue;
            }
            _ => {}
        }
        let (taken, after) = from.split_at(length);
        out.push_str(taken);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The first place of one of these signs outside quotes and brackets. Each is one byte of ASCII.
pub(super) fn find(text: &str, signs: &[u8]) -> Option<usize> {
    let (mut quote, mut depth, mut is_escaped) = (None, 0_usize, false);
    for (at, byte) in text.bytes().enumerate() {
        if is_escaped {
            is_escaped = false;
            continue;
        }
        match (quote, byte) {
            (_, b'\\') => is_escaped = true,
            (Some(open), _) if byte == open || byte == b'\n' => quote = None,
            (None, _) if depth == 0 && signs.contains(&byte) => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'(' | b'[' | b'{') => depth += 1,
            (None, b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// What stands before and after the first of these signs; everything and nothing without one.
pub(super) fn cut<'t>(text: &'t str, signs: &[u8]) -> (&'t str, &'t str) {
    match find(text, signs) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    }
}

/// The parts between signs that stand outside quotes and brackets, trimmed; none is empty.
pub(super) fn parts<'t>(
    text: &'t str,
    signs: &'static [u8],
) -> impl Iterator<Item = &'t str> {
    let mut rest = text;
    let next = move || {
        (!rest.is_empty()).then(|| {
            let (part, after) = cut(rest, signs);
            rest = after;
            part.trim()
        })
    };
    std::iter::from_fn(next).filter(|part| !part.is_empty())
}

/// What stands within the brackets that `text` begins with, and what follows them.
pub(super) fn bracket(text: &str) -> Option<(&str, &str)> {
    let inner = text.get(1..)?;
    let end = find(inner, if text.starts_with('[') { b"]" } else { b")" });
    Some(end.map_or((inner, ""), |end| (&inner[..end], &inner[end + 1..])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_end_outside_quotes_and_brackets() {
        let all: Vec<_> = parts("a, b(c, d) , 'e,f', \\,g,", b",").collect();
        assert_eq!(all, ["a", "b(c, d)", "'e,f'", "\\,g"]);
        assert_eq!(cut("a { b", b"{"), ("a ", " b"));
        assert_eq!(cut("a", b"{"), ("a", ""));
        assert_eq!(bracket("(a(b)c)d"), Some(("a(b)c", "d")));
        assert_eq!(bracket("[a"), Some(("a", "")));
        assert_eq!(find("}", b"}"), Some(0));
    }

    #[test]
    fn comments_are_blanked_and_quotes_are_not() {
        assert_eq!(without_comments("a/* } */b '/*' é \\\"/* "), "a b '/*' é \\\" ");
    }
}
