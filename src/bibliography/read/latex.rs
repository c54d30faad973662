//! The little `LaTeX` that stands in bibliographies, as plain text.

use unicode_normalization::UnicodeNormalization;

/// Text without commands, and the commands that nobody here knows.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text.
    pub(super) text: String,
    /// Commands that were left out, without their backslash.
    pub(super) unknown: Vec<String>,
}

/// Accents that a command puts on the next letter.
const ACCENTS: [(&str, char); 14] = [
    ("`", '\u{300}'),
    ("'", '\u{301}'),
    ("^", '\u{302}'),
    ("~", '\u{303}'),
    ("=", '\u{304}'),
    ("u", '\u{306}'),
    (".", '\u{307}'),
    ("\"", '\u{308}'),
    ("r", '\u{30a}'),
    ("H", '\u{30b}'),
    ("v", '\u{30c}'),
    ("d", '\u{323}'),
    ("c", '\u{327}'),
    ("k", '\u{328}'),
];

/// Commands that are one character.
const LETTERS: [(&str, &str); 28] = [
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("aa", "å"),
    ("AA", "Å"),
    ("o", "ø"),
    ("O", "Ø"),
    ("l", "ł"),
    ("L", "Ł"),
    ("ss", "ß"),
    ("i", "i"),
    ("j", "j"),
    ("dh", "ð"),
    ("DH", "Ð"),
    ("th", "þ"),
    ("TH", "Þ"),
    ("&", "&"),
    ("%", "%"),
    ("$", "$"),
    ("#", "#"),
    ("_", "_"),
    ("{", "{"),
    ("}", "}"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textregistered", "®"),
    ("textquoteright", "’"),
];

/// Commands whose text stays and whose look goes.
const PLAIN: &str = "textit textbf emph textsc textrm textup textsuperscript textsubscript \
    mkbibquote mkbibemph url uppercase lowercase it bf em rm sc relax noopsort mbox ensuremath \
    , ; ! - /";

/// The text of a field.
pub(super) fn decode(raw: &str) -> Decoded {
    let mut decoded = Decoded::default();
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => rest = command(rest, &mut decoded),
            '{' | '}' | '$' => {}
            '~' => decoded.text.push(' '),
            '-' if rest.starts_with("--") => {
                decoded.text.push('—');
                rest = &rest[2..];
            }
            '-' if rest.starts_with('-') => {
                decoded.text.push('–');
                rest = &rest[1..];
            }
            '`' if rest.starts_with('`') => {
                decoded.text.push('“');
                rest = &rest[1..];
            }
            '\'' if rest.starts_with('\'') => {
                decoded.text.push('”');
                rest = &rest[1..];
            }
            c => decoded.text.push(c),
        }
    }
    let text = decoded.text.nfc().collect::<String>();
    decoded.text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    decoded
}

/// Reads a command after its backslash, and gives what follows it.
fn command<'a>(rest: &'a str, decoded: &mut Decoded) -> &'a str {
    let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let length = match rest.chars().next() {
        None => return rest,
        Some(c) if letters == 0 => c.len_utf8(),
        Some(_) => letters,
    };
    let (name, mut after) = rest.split_at(length);
    if letters > 0 {
        after = after.trim_start();
    }
    if let Some((_, accent)) = ACCENTS.iter().find(|(known, _)| *known == name) {
        let inner = after.trim_start_matches(['{', ' ']);
        let inner = inner.strip_prefix('\\').filter(|i| i.starts_with(['i', 'j']));
        let inner = inner.unwrap_or_else(|| after.trim_start_matches(['{', ' ']));
        if let Some(letter) = inner.chars().next().filter(|c| c.is_alphabetic()) {
            decoded.text.push(letter);
            decoded.text.push(*accent);
            return &inner[letter.len_utf8()..];
        }
    }
    if let Some((_, text)) = LETTERS.iter().find(|(known, _)| *known == name) {
        decoded.text.push_str(text);
    } else if name.trim().is_empty() {
        decoded.text.push(' ');
    } else if !PLAIN.split_whitespace().any(|known| known == name) {
        decoded.unknown.push(name.to_owned());
    }
    after
}

/// An address: only what `\url{…}` and a backslash before a sign add is taken away.
pub(super) fn address(raw: &str) -> String {
    let bare = raw.trim().trim_start_matches("\\url").trim_matches(['{', '}']);
    bare.replace("\\_", "_").replace("\\%", "%").replace("\\&", "&").replace("\\#", "#")
}

/// The names of a list, apart at `and`; braces hold words together.
pub(super) fn split_names(raw: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    for (word, space) in words(raw) {
        let last = names.len() - 1;
        if word == "and" {
            names.push(String::new());
        } else {
            names[last].push_str(&word);
            names[last].push_str(space);
        }
    }
    names.retain(|name| !name.trim().is_empty());
    names
}

/// Words apart at white space outside of braces, each with what follows it.
fn words(raw: &str) -> Vec<(String, &'static str)> {
    let mut words = Vec::new();
    let (mut word, mut depth) = (String::new(), 0_usize);
    for c in raw.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            c if c.is_whitespace() && depth == 0 => {
                if !word.is_empty() {
                    words.push((std::mem::take(&mut word), " "));
                }
                continue;
            }
            _ => {}
        }
        word.push(c);
    }
    if !word.is_empty() {
        words.push((word, ""));
    }
    words
}

/// Whether all of a name stands in one pair of braces: it is a body.
pub(super) fn is_braced(name: &str) -> bool {
    let Some(inner) = name.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
    else {
        return false;
    };
    let mut depth = 1_i32;
    for c in inner.chars() {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        if depth == 0 {
            return false;
        }
    }
    true
}

/// The parts of a name, apart at commas outside of braces.
pub(super) fn split_commas(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_usize;
    for c in name.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        let last = parts.len() - 1;
        parts[last].push(c);
    }
    parts
}

/// Given and family names of `Jan van der Berg`: the last word, and the words in lower case
/// before it.
pub(super) fn family_of(name: &str) -> (String, String) {
    let words: Vec<String> = words(name).into_iter().map(|(word, _)| word).collect();
    let is_particle = |word: &String| word.starts_with(|c: char| c.is_lowercase());
    let last = words.len().saturating_sub(1);
    let first = words[..last].iter().position(is_particle).unwrap_or(last);
    (words[..first].join(" "), words[first..].join(" "))
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Whether a word is the name of a month, or its beginning.
pub(super) fn is_month(word: &str) -> bool {
    let lower = word.to_lowercase();
    MONTHS.iter().any(|month| lower.starts_with(month))
}

/// A month as two digits: `mar`, `March` and `3` are `03`.
pub(super) fn month(word: &str) -> String {
    let lower = word.to_lowercase();
    let index = MONTHS.iter().position(|month| lower.starts_with(month));
    index.map_or_else(|| format!("{word:0>2}"), |index| format!("{:02}", index + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: &str) {
        let decoded = decode(raw);
        assert_eq!((decoded.text.as_str(), decoded.unknown.len()), (expected, 0));
    }

    #[test]
    fn accents_and_letters_are_characters() {
        check(r#"V{\'a}radi and M\"uller"#, "Váradi and Müller");
        check(
            r#"\v{S}koda, \c{c}a, na{\"\i}ve, Gau\ss{}, \O re"#,
            "Škoda, ça, naïve, Gauß, Øre",
        );
        check(r"\'{\i}", "í");
    }

    #[test]
    fn braces_and_looks_go_and_words_stay() {
        check("{The} {CDC} \\textit{Mitragyna}~speciosa", "The CDC Mitragyna speciosa");
        check("pages 1--9, $\\emph{x}$ \\& y\\_z", "pages 1–9, x & y_z");
        check("``so'' it is", "“so” it is");
        assert_eq!(decode("\\alpha b").unknown, ["alpha"]);
        check("\\", "");
    }

    #[test]
    fn names_are_apart_at_and_outside_of_braces() {
        assert_eq!(split_names("A, B and {C and D} and others").len(), 3);
        assert_eq!(family_of("Jan van der Berg"), ("Jan".into(), "van der Berg".into()));
        assert_eq!(family_of("WHO"), (String::new(), "WHO".into()));
        assert!(is_braced("{a {b} c}") && !is_braced("{a} b {c}"));
    }

    #[test]
    fn months_are_digits() {
        assert_eq!(["mar", "March", "3", "12"].map(month), ["03", "03", "03", "12"]);
    }
}
