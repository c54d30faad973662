//! Citations in running text: `[@hill2024]`, `[@hill2024; @olsen2019, p. 3]`.
//!
//! What is not quite a citation stays text; nothing is reported here.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// How many bytes a citation may have, brackets included.
const LONGEST: usize = 500;

/// What one pair of brackets cites.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Hash, Serialize)]
pub struct Citation {
    /// At least one, in the order in which they are written.
    pub cites: Vec<Cite>,
}

/// One key of a citation.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Hash, Serialize)]
pub struct Cite {
    /// The key, without `@`.
    pub key: String,
    /// Bytes of the key in the source, without `@`.
    pub key_span: Range<usize>,
    /// Where in the work, such as `p. 3`; plain text, not escaped.
    pub locator: Option<String>,
}

/// Reads the citation that starts with `[@` at byte `at` of `source`, and gives it with the
/// byte after its bracket. `None` if it is not a citation, such as `[@name](https://…)`.
pub fn parse_citation(source: &str, at: usize) -> Option<(Citation, usize)> {
    let inside = source.get(at..)?.strip_prefix('[')?;
    let close = inside.bytes().take(LONGEST - 1).position(|byte| byte == b']')?;
    let after = &inside[close + 1..];
    let is_link =
        after.starts_with('(') || (after.starts_with('[') && !after.starts_with("[@"));
    let inside = &inside[..close];
    if is_link || inside.contains('[') || has_blank_line(inside) {
        return None;
    }
    let mut cites = Vec::new();
    let mut start = at + 1;
    for part in inside.split(';') {
        cites.push(parse_cite(part, start)?);
        start += part.len() + 1;
    }
    Some((Citation { cites }, at + close + 2))
}

/// Whether `key` can be written in a citation.
pub fn is_key(key: &str) -> bool {
    key_length(key) == key.len() && !key.is_empty()
}

fn has_blank_line(text: &str) -> bool {
    let mut lines = text.split('\n').skip(1).peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() && lines.peek().is_some() {
            return true;
        }
    }
    false
}

fn parse_cite(part: &str, start: usize) -> Option<Cite> {
    let rest = part.trim_start().strip_prefix('@')?;
    let start = start + part.len() - rest.len();
    let length = key_length(rest);
    let (key, tail) = rest.split_at_checked(length)?;
    let tail = tail.trim_start_matches(['.', ':', '-']);
    let ends =
        tail.is_empty() || tail.starts_with(|c: char| c == ',' || c.is_whitespace());
    if key.is_empty() || !ends {
        return None;
    }
    let words: Vec<_> = tail.trim_start_matches(',').split_whitespace().collect();
    let locator = (!words.is_empty()).then(|| words.join(" "));
    Some(Cite { key: key.to_owned(), key_span: start..start + length, locator })
}

/// How many bytes of `text` are a key; punctuation at its end is not part of it.
fn key_length(text: &str) -> usize {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_:.-".contains(c);
    let length = text.find(|c| !is_part(c)).unwrap_or(text.len());
    text[..length].trim_end_matches(['.', ':', '-']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let at = source.find("[@").unwrap();
        let found =
            parse_citation(source, at).map_or("none".to_owned(), |(found, end)| {
                let cites = found.cites.iter().map(|cite| {
                    assert_eq!(&source[cite.key_span.clone()], cite.key);
                    format!("{}({})", cite.key, cite.locator.as_deref().unwrap_or(""))
                });
                format!(
                    "{} then {:?}",
                    cites.collect::<Vec<_>>().join(" "),
                    &source[end..]
                )
            });
        assert_eq!(found, expected);
    }

    #[test]
    fn citations_are_keys_with_locators() {
        check("It is so [@hill2024].", "hill2024() then \".\"");
        check("[@a; @b, p. 3]", "a() b(p. 3) then \"\"");
        check("[@a-b:c.d_1;@b,pp.  3–4, 9]x", "a-b:c.d_1() b(pp. 3–4, 9) then \"x\"");
        check("[@a p. 3]", "a(p. 3) then \"\"");
        check("[@a.]", "a() then \"\"");
        check("[see [@a..., 9]]", "a(9) then \"]\"");
        check("é [@a;\n@b]", "a() b() then \"\"");
        check("[@a][@b]", "a() then \"[@b]\"");
        check("[@a]: so", "a() then \": so\"");
    }

    #[test]
    fn what_is_not_a_citation_stays_text() {
        check("[@name](https://example.org)", "none");
        check("[@name][home]", "none");
        check("[@a", "none");
        check("[@]", "none");
        check("[@a; b]", "none");
        check("[@a;]", "none");
        check("[@a/b]", "none");
        check("[@é]", "none");
        check("[@a [b]]", "none");
        check("[@a\n\n@b]", "none");
        check(&format!("[@a, {}]", "x".repeat(500)), "none");
        check(&format!("[@a, {}é]", "x".repeat(494)), "none");
    }

    #[test]
    fn no_place_in_a_text_makes_it_fail() {
        let source = "é[@ü; @ñ [@a]";
        for at in 0..source.len() + 2 {
            parse_citation(source, at);
        }
    }

    #[test]
    fn keys_are_what_a_citation_can_hold() {
        assert!(is_key("smith2024.1") && is_key("a"));
        assert!(!is_key("") && !is_key("a b") && !is_key("a.") && !is_key("é"));
    }
}
