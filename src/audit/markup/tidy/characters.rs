//! Character references of the usual kinds. It declines all others.

use std::borrow::Cow;

use memchr::memchr;

/// Text with its character references decoded, if all are of the usual kinds.
pub(super) fn decoded(written: &str) -> Option<Cow<'_, str>> {
    let mut rest = written;
    let mut text: Option<String> = None;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        let text = text.get_or_insert_default();
        text.push_str(rest.get(..at)?);
        let after = rest.get(at + 1..)?;
        let (name, next) = after.split_at_checked(memchr(b';', after.as_bytes())?)?;
        text.push(character(name)?);
        rest = next.get(1..)?;
    }
    match text {
        None => Some(written.into()),
        Some(mut text) => {
            text.push_str(rest);
            Some(text.into())
        }
    }
}

/// What a character reference stands for.
fn character(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return match name {
            "amp" => Some('&'),
            "apos" => Some('\''),
            "gt" => Some('>'),
            "lt" => Some('<'),
            "nbsp" => Some('\u{a0}'),
            "quot" => Some('"'),
            _ => None,
        };
    };
    let (digits, base) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let is_plain = digits.len() <= 6 && digits.chars().all(|c| c.is_digit(base));
    let code = u32::from_str_radix(digits, base).ok().filter(|_| is_plain)?;
    // Those below and the ones after the basic set are read in ways of their own.
    char::from_u32(code).filter(|c| matches!(c, ' '..='~' | '\u{a0}'..='\u{d7ff}'))
}
