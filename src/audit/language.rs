//! Language tags: which primary subtags exist. It says nothing of regions and scripts.
//!
//! # Source
//! IANA Language Subtag Registry, all of its primary language subtags.

/// Subtags of two or three letters, sorted; four bytes each.
const KNOWN: &str = include_str!("languages.txt");

/// The primary subtag of a tag: what stands before the first hyphen.
pub(super) fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

/// Whether the primary subtag of a tag is a known language.
pub(super) fn is_known(tag: &str) -> bool {
    let subtag = primary(tag).to_ascii_lowercase();
    let is_word = subtag.bytes().all(|byte| byte.is_ascii_lowercase());
    let wanted = format!("{subtag:3}");
    let (rows, _) = KNOWN.as_bytes().as_chunks::<4>();
    let found = rows.binary_search_by(|row| row[..3].cmp(wanted.as_bytes()));
    (2..=3).contains(&subtag.len()) && is_word && found.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_languages_are_known() {
        for tag in ["en", "EN-us", "de-1901", "aa", "zzj", "qaa", "gsw-CH"] {
            assert!(is_known(tag), "{tag}");
        }
        for tag in
            ["", "-", "e", "em", "english", "eng", " en", "en ", "x-y", "en_US", "é"]
        {
            assert!(!is_known(tag), "{tag}");
        }
    }
}
