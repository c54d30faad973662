//! The words of one field to a checked value. What does not fit is a [`Fault`]; its place is
//! the reader's business.

use super::person::{Author, Person};
use super::record::Date;

/// Why a field cannot be used, and what to do.
#[derive(Debug)]
pub(super) struct Fault {
    /// Code of the diagnostic.
    pub(super) code: &'static str,
    /// What was found and what was expected.
    pub(super) message: String,
    /// The next step.
    pub(super) help: String,
}

impl Fault {
    /// A fault without a place.
    pub(super) fn new(
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { code, message: message.into(), help: help.into() }
    }
}

/// A fault as a result.
pub(super) fn fault<T>(
    code: &'static str,
    message: String,
    help: &str,
) -> Result<T, Fault> {
    Err(Fault::new(code, message, help))
}

/// One line of text: white space is single, and every character can be seen.
pub(super) fn line(text: &str) -> Result<String, Fault> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let unseen = |c: &char| {
        c.is_control()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    if let Some(bad) = line.chars().find(unseen) {
        let message =
            format!("found the character U+{:04X}, which cannot be seen", u32::from(bad));
        return fault("bibliography/control", message, "delete the character");
    }
    Ok(line)
}

/// An edition as an ordinal, without the word: `2` is `2nd`, `3rd ed.` is `3rd`.
pub(super) fn edition(text: &str) -> String {
    let bare = text.trim_end_matches('.').trim_end();
    let bare = ["edition", "Edition", "ed", "Ed"]
        .iter()
        .find_map(|word| bare.strip_suffix(word))
        .filter(|rest| rest.ends_with(char::is_whitespace))
        .map_or(text, str::trim_end);
    let Ok(number) = bare.parse::<u32>() else { return bare.to_owned() };
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// An address of the web: `http` or `https`, with a host.
pub(super) fn url(text: String) -> Result<String, Fault> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    let fits = host.is_some_and(|host| !host.is_empty() && !host.contains('@'))
        && !text.contains(|c: char| c.is_whitespace() || "\"<>\\`".contains(c));
    if fits {
        return Ok(text);
    }
    let message = format!("`{text}` is not an address of the web");
    fault(
        "bibliography/url",
        message,
        "write the whole address: it starts with `https://` or `http://`",
    )
}

/// A year, a month of a year, or a day.
pub(super) fn date(text: &str) -> Result<Date, Fault> {
    let read = || {
        let mut parts = text.split('-');
        let year: i16 = digits(parts.next()?, 4)?;
        let month: Option<i8> =
            parts.next().map(|p| digits(p, 2).ok_or(())).transpose().ok()?;
        let day: Option<i8> =
            parts.next().map(|p| digits(p, 2).ok_or(())).transpose().ok()?;
        let exists =
            jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).is_ok();
        let fits = exists && year >= 1000 && parts.next().is_none();
        fits.then_some(Date { year, month, day })
    };
    match read() {
        Some(date) => Ok(date),
        None => fault(
            "bibliography/date",
            format!("`{text}` is not a year, a month or a day of the calendar"),
            "write `2025`, `2025-09` or `2025-09-12`",
        ),
    }
}

fn digits<T: std::str::FromStr>(text: &str, length: usize) -> Option<T> {
    let fits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| fits)
}

/// An author in one text: `Family, Given`, `Family, Given, Jr`, or the name of a body.
pub(super) fn author(text: &str) -> Result<Author, Fault> {
    let parts: Vec<_> = text.split(',').map(str::trim).collect();
    match parts.as_slice() {
        [name] if !name.is_empty() => Ok(Author::Organization((*name).to_owned())),
        [family, given] if !family.is_empty() && !given.is_empty() => {
            person(family, given, "")
        }
        [family, given, suffix] | [family, suffix, given]
            if is_suffix(suffix) && !family.is_empty() =>
        {
            person(family, given, suffix)
        }
        _ => fault(
            "bibliography/author",
            format!("cannot tell the names in `{text}` apart"),
            "write `Family, Given` for a person and `{ name: … }` for a body",
        ),
    }
}

/// A person from names that are already apart.
pub(super) fn person(family: &str, given: &str, suffix: &str) -> Result<Author, Fault> {
    let person = Person {
        family: family.to_owned(),
        given: given.to_owned(),
        suffix: suffix.trim_end_matches('.').to_owned(),
    };
    if person.family.chars().any(char::is_alphabetic) && !person.initials().is_empty() {
        return Ok(Author::Person(person));
    }
    let message = format!("`{family}, {given}` is not the name of a person");
    fault("bibliography/author", message, "write `Family, Given`, both with letters")
}

fn is_suffix(text: &str) -> bool {
    matches!(text.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_are_ordinals() {
        let editions = ["2", "3rd ed.", "11", "21st Edition", "revised", "Red"];
        let found = editions.map(edition);
        assert_eq!(found, ["2nd", "3rd", "11th", "21st", "revised", "Red"]);
    }

    #[test]
    fn dates_are_days_months_or_years() {
        for good in ["2024", "2024-02", "2024-02-29"] {
            assert!(date(good).is_ok(), "{good}");
        }
        for bad in [
            "24",
            "2023-02-29",
            "2024-13",
            "2024-2",
            "2024-01-01-01",
            "",
            "-2024",
            "2024-",
            "0999",
            "2024/01",
        ] {
            assert!(date(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn names_keep_what_stands_before_the_comma() {
        let names = |text| match author(text).unwrap() {
            Author::Person(p) => format!("{}|{}|{}", p.family, p.given, p.suffix),
            Author::Organization(name) => name,
        };
        assert_eq!(names("van der Berg, Jan"), "van der Berg|Jan|");
        assert_eq!(names("King, Martin Luther, Jr."), "King|Martin Luther|Jr");
        assert_eq!(names("King, Jr., Martin Luther"), "King|Martin Luther|Jr");
        assert_eq!(names("Centers for Disease Control"), "Centers for Disease Control");
        for bad in ["", "Smith,", ", Jan", "Smith, -", "a, b, c, d", "Smith, J, K"] {
            assert!(author(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_refused() {
        assert_eq!(line(" a\n  b ").unwrap(), "a b");
        assert!(line("a\u{202e}b").is_err());
        assert!(line("a\u{7}b").is_err());
    }
}
