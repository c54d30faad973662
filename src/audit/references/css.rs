//! Addresses in a style sheet.

/// Every address that a style sheet loads, and where it stands. Addresses that are data, and
/// those of a part of the same document, are left out.
pub(super) fn addresses(text: &str) -> Vec<(&str, usize)> {
    let mut found = Vec::new();
    // Most sheets load nothing, and every page may hold one.
    let words = ["url(", "URL(", "@import", "@IMPORT"];
    if !words.iter().any(|word| text.contains(word)) {
        return found;
    }
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        let rest = text.get(at..).unwrap_or_default();
        let word = words.iter().find(|word| rest.starts_with(**word));
        at = match (byte, word) {
            (b'/', _) if rest.starts_with("/*") => {
                rest.find("*/").map_or(text.len(), |end| at + end + 2)
            }
            (b'"' | b'\'', _) => at + string(rest).map_or(0, str::len) + 2,
            (_, Some(word)) => {
                let inner = rest.get(word.len()..).unwrap_or_default();
                let blank = inner.len() - inner.trim_start().len();
                let start = at + word.len() + blank;
                let inner = inner.trim_start();
                let may_be_bare = word.ends_with('(');
                let (address, start) = match string(inner) {
                    Some(address) => (address, start + 1),
                    None if may_be_bare => (bare(inner), start),
                    None => ("", start),
                };
                if !address.is_empty() && !address.starts_with('#') {
                    found.push((address, start));
                }
                start + address.len() + usize::from(inner.starts_with(['"', '\'']))
            }
            _ => at + 1,
        };
    }
    found
}

/// What stands between the quotes at the start of a text.
fn string(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text.get(1..)?.split(quote).next()
}

/// An address without quotes.
fn bare(text: &str) -> &str {
    text.split(')').next().unwrap_or_default().trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = addresses(text);
        let said: Vec<_> = found.iter().map(|(address, _)| *address).collect();
        assert_eq!(said, expected, "{text}");
        for (address, at) in found {
            assert_eq!(text.get(at..at + address.len()), Some(address));
        }
    }

    #[test]
    fn addresses_stand_in_three_forms() {
        check("a{background:url(x.png)}", &["x.png"]);
        check("a{b:URL( 'x y.png' ) c} d{e:url(\"z\")}", &["x y.png", "z"]);
        check("@import \"a.css\"; @IMPORT url(b.css);", &["a.css", "b.css"]);
        check("a{mask:url(#m)} b{}", &[]);
        check("/* url(x) */ a{content:'url(y)'}", &[]);
        check("a{b:url(é", &["é"]);
        check("a{b:url(", &[]);
        check("a{b:url('x", &["x"]);
    }
}
