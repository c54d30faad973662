//! The order of words in a list from A to Z, as readers of a language expect it.
//!
//! Letters are compared without their accents, then with them, then capitals after small ones;
//! signs and spaces count only if all else is equal. Digits come before letters. What a language
//! counts as a letter of its own stands where its alphabet has it: `ñ` in Spanish, `å ä ö` in
//! Swedish and Finnish, `æ ø å` in Danish and Norwegian, and so on. In German `ä` is `a` and `ß`
//! is `ss` (DIN 5007-1). For scripts other than Latin the order is that of Unicode.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters that stand after another in the alphabet of a language, in order.
const ALPHABETS: &[(&str, &[(char, &str)])] = &[
    ("sv", &[('z', "åäö")]),
    ("fi", &[('z', "åäö")]),
    ("da", &[('z', "æøå")]),
    ("nb", &[('z', "æøå")]),
    ("nn", &[('z', "æøå")]),
    ("no", &[('z', "æøå")]),
    ("is", &[('d', "ð"), ('z', "þæö")]),
    ("es", &[('n', "ñ")]),
    ("et", &[('s', "šzž"), ('w', "õäöü")]),
    ("cs", &[('c', "č"), ('r', "ř"), ('s', "š"), ('z', "ž")]),
    ("sk", &[('a', "ä"), ('c', "č"), ('o', "ô"), ('s', "š"), ('z', "ž")]),
    ("sl", &[('c', "č"), ('s', "š"), ('z', "ž")]),
    ("hr", &[('c', "čć"), ('d', "đ"), ('s', "š"), ('z', "ž")]),
    (
        "pl",
        &[
            ('a', "ą"),
            ('c', "ć"),
            ('e', "ę"),
            ('l', "ł"),
            ('n', "ń"),
            ('o', "ó"),
            ('s', "ś"),
            ('z', "źż"),
        ],
    ),
    ("ro", &[('a', "ăâ"), ('i', "î"), ('s', "ș"), ('t', "ț")]),
    ("tr", &[('c', "ç"), ('g', "ğ"), ('h', "ı"), ('o', "ö"), ('s', "ş"), ('u', "ü")]),
    ("hu", &[('o', "öő"), ('u', "üű")]),
];

/// Where a letter stands: after which one, and how far.
type Place = (char, u8);

/// What words are sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    places: Vec<Place>,
    accents: String,
    whole: String,
}

/// The key of some words in a language.
pub fn key(language: &str, words: &str) -> Key {
    let own = alphabet(language);
    let small: String = words.nfc().collect::<String>().to_lowercase();
    Key {
        places: small.nfc().flat_map(|letter| places(own, letter)).collect(),
        accents: small,
        whole: words.to_owned(),
    }
}

/// The letter under which words stand, a capital; `None` if they begin with no letter.
pub fn letter(language: &str, words: &str) -> Option<String> {
    let own = alphabet(language);
    let small: String = words.nfc().collect::<String>().to_lowercase();
    let first = small.nfc().find(|c| c.is_alphanumeric())?;
    let (base, after) = *places(own, first).first()?;
    if base.is_numeric() {
        return None;
    }
    let letter = if after == 0 { base } else { first };
    Some(if letter == 'i' && language.starts_with("tr") {
        "İ".to_owned()
    } else {
        letter.to_uppercase().collect()
    })
}

fn alphabet(language: &str) -> &'static [(char, &'static str)] {
    let main = language.split('-').next().unwrap_or_default();
    ALPHABETS.iter().find(|(code, _)| *code == main).map_or(&[], |(_, own)| own)
}

/// Where a letter stands; nothing for a sign.
fn places(own: &[(char, &str)], letter: char) -> Vec<Place> {
    for (after, letters) in own {
        if let Some(at) = letters.chars().position(|one| one == letter) {
            return vec![(*after, u8::try_from(at + 1).unwrap_or(u8::MAX))];
        }
    }
    let plain: &str = match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'þ' => "th",
        'ı' => "i",
        _ => {
            let bare = std::iter::once(letter).nfd().filter(|c| !is_combining_mark(*c));
            return bare.filter(|c| c.is_alphanumeric()).map(|c| (c, 0)).collect();
        }
    };
    plain.chars().map(|letter| (letter, 0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: &str, sorted: &str) {
        let expected: Vec<&str> = sorted.split(' ').collect();
        let mut words = expected.clone();
        words.reverse();
        words.sort_by_key(|word| key(language, word));
        assert_eq!(words, expected);
    }

    #[test]
    fn each_language_has_its_order() {
        check("en", "7-OH abuse Äpfel apple co-op coop córd Zebra");
        check("de", "Arzt Ärzte Ast Masse Maße Mast Öl Zug");
        check("sv", "apa zon ål ärm öga");
        check("da", "abe zebra æble øl år");
        check("es-MX", "nube nuevo ñandú oso");
        check("pl", "las lato łosoś mama");
        check("cs", "cena čaj data");
        check("fr", "cote côte cotés");
    }

    #[test]
    fn words_stand_under_a_letter() {
        let of = |language, word| letter(language, word);
        assert_eq!(of("en", "ábc").as_deref(), Some("A"));
        assert_eq!(of("de", "Ärzte").as_deref(), Some("A"));
        assert_eq!(of("sv", "ärm").as_deref(), Some("Ä"));
        assert_eq!(of("en", "(x)").as_deref(), Some("X"));
        assert_eq!(of("en", "7-OH"), None);
        assert_eq!(of("ru", "боль").as_deref(), Some("Б"));
        assert_eq!(of("en", "—"), None);
    }
}
