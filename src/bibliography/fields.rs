//! The words of one field to a checked value. What does not fit is a [`Fault`]; its place is
//! the reader's business.

use super::record::{Author, Date, Person};

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

fn fault<T>(code: &'static str, message: String, help: &str) -> Result<T, Fault> {
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

/// A DOI: `10.`, the registrant's number, a slash and a name.
///
/// # Source
/// DOI Handbook, 3.2 (syntax of a DOI name).
pub(super) fn doi(text: String) -> Result<String, Fault> {
    let is_doi = || {
        let (registrant, name) = text.strip_prefix("10.")?.split_once('/')?;
        let digits = |part: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let fits = registrant.len() >= 4
            && registrant.split('.').all(digits)
            && name.chars().any(char::is_alphanumeric)
            && !name.contains(char::is_whitespace);
        fits.then_some(())
    };
    if is_doi().is_some() {
        return Ok(text);
    }
    let message =
        format!("`{text}` is not a DOI; expected `10.`, digits, `/` and a name");
    fault(
        "bibliography/doi",
        message,
        "write the DOI without `https://doi.org/`, such as `10.1111/add.15082`",
    )
}

/// A number in `PubMed`: 1 to 9 digits.
pub(super) fn pmid(text: String) -> Result<String, Fault> {
    if is_number(&text) {
        return Ok(text);
    }
    let message = format!("`{text}` is not a PMID; expected 1 to 9 digits");
    fault("bibliography/pmid", message, "copy the PMID from PubMed, such as `30062086`")
}

/// A number in `PubMed` Central: `PMC` and 1 to 9 digits.
pub(super) fn pmcid(text: String) -> Result<String, Fault> {
    if text.strip_prefix("PMC").is_some_and(is_number) {
        return Ok(text);
    }
    let message = format!("`{text}` is not a PMCID; expected `PMC` and digits");
    fault(
        "bibliography/pmcid",
        message,
        "copy the PMCID from PubMed Central, such as `PMC6063981`",
    )
}

/// Number of a book: 10 or 13 digits whose last one checks the others.
///
/// # Source
/// ISO 2108.
pub(super) fn isbn(text: &str) -> Result<String, Fault> {
    let bare: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    // Exports join the numbers of several printings.
    let first = text.split([' ', ',']).next().unwrap_or_default().replace('-', "");
    for digits in [bare, first] {
        let fits = match digits.len() {
            10 => weighted(&digits, 10).is_some_and(|sum| sum % 11 == 0),
            13 => alternating(&digits).is_some_and(|sum| sum % 10 == 0),
            _ => false,
        };
        if fits {
            return Ok(digits);
        }
    }
    let message = format!("`{text}` is not an ISBN: its last digit does not check it");
    fault("bibliography/isbn", message, "copy the ISBN from the book once more")
}

/// Number of a journal: 8 digits whose last one checks the others.
///
/// # Source
/// ISO 3297.
pub(super) fn issn(text: &str) -> Result<String, Fault> {
    let first = text.split([' ', ',']).next().unwrap_or_default().replace('-', "");
    if first.len() == 8 && weighted(&first, 8).is_some_and(|sum| sum % 11 == 0) {
        return Ok(text.to_owned());
    }
    let message = format!("`{text}` is not an ISSN: its last digit does not check it");
    fault("bibliography/issn", message, "copy the ISSN from the journal once more")
}

/// Number of a researcher: 16 digits whose last one checks the others.
///
/// # Source
/// ISO 7064, MOD 11-2.
pub(super) fn orcid(text: &str) -> Result<String, Fault> {
    let bare = text.rsplit('/').next().unwrap_or_default().replace('-', "");
    let mut sum = 0_u32;
    let mut fits = bare.len() == 16;
    for (at, c) in bare.chars().enumerate() {
        match (c.to_digit(10), at) {
            (Some(digit), 0..15) => sum = (sum + digit) * 2 % 11,
            (digit, 15) => {
                let check = (12 - sum) % 11;
                let stands = digit.or((c == 'X').then_some(10));
                fits &= stands == Some(check);
            }
            _ => fits = false,
        }
    }
    if fits {
        return Ok(text.to_owned());
    }
    let message = format!("`{text}` is not an ORCID: its last digit does not check it");
    fault("bibliography/orcid", message, "copy the ORCID from orcid.org once more")
}

/// The sum of digits times a weight that falls from `first` to 1; `X` at the end is 10.
fn weighted(digits: &str, first: u32) -> Option<u32> {
    let mut sum = 0;
    for (weight, c) in (1..=first).rev().zip(digits.chars()) {
        let ten = (weight == 1 && matches!(c, 'X' | 'x')).then_some(10);
        sum += weight * c.to_digit(10).or(ten)?;
    }
    Some(sum)
}

/// The sum of digits times 1 and 3 by turns.
fn alternating(digits: &str) -> Option<u32> {
    let weights = [1, 3].into_iter().cycle();
    digits.chars().zip(weights).map(|(c, weight)| Some(c.to_digit(10)? * weight)).sum()
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

fn is_number(text: &str) -> bool {
    (1..=9).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && !text.starts_with('0')
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

    #[track_caller]
    fn check(read: fn(String) -> Result<String, Fault>, good: &[&str], bad: &[&str]) {
        for text in good {
            assert_eq!(read((*text).to_owned()).unwrap(), *text);
        }
        for text in bad {
            assert!(read((*text).to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn identifiers_have_their_forms() {
        check(
            doi,
            &[
                "10.1111/add.15082",
                "10.1002/(SICI)1097-0258(19980815)17:15/16<1661::AID>3.0",
            ],
            &[
                "https://doi.org/10.1111/a",
                "11.1111/a",
                "10.1111",
                "10./a",
                "10.1111/",
                "10.1111/a b",
                "10.12x4/a",
                "10.111/a",
            ],
        );
        check(pmid, &["1", "30062086"], &["", "PMC1", "0123", "1234567890", "12 3", "١"]);
        check(pmcid, &["PMC6063981"], &["6063981", "PMC", "pmc1", "PMC0", "PMC1a"]);
        check(
            url,
            &["https://a.org", "http://a.org/b?c=d&e=f#g", "https://ä.org/"],
            &[
                "javascript:alert(1)",
                "https://",
                "//a.org",
                "a.org",
                "https:///a",
                "https://a b",
                "https://a@b.org",
                "https://a/\"",
                "ftp://a",
            ],
        );
    }

    #[test]
    fn check_digits_check() {
        check(
            |text| isbn(&text),
            &["9780306406157", "0306406152", "080442957X"],
            &["9780306406158", "0306406153", "X804429570", "", "97803064061577", "١"],
        );
        assert_eq!(isbn("978-0-306-40615-7").unwrap(), "9780306406157");
        assert_eq!(isbn("978-0-306-40615-7 0-306-40615-2").unwrap(), "9780306406157");
        check(
            |text| issn(&text),
            &["0378-5955", "2434-561X"],
            &["0378-5956", "0378-595", "", "2434-56X1"],
        );
        check(
            |text| orcid(&text),
            &["0000-0002-1825-0097", "https://orcid.org/0000-0002-1694-233X"],
            &["0000-0002-1825-0098", "0000-0002-1825", "", "0000-0002-1825-009X"],
        );
    }

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
