//! Numbers in public registers: their forms and their check digits.

use super::fields::{Fault, fault};

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

fn is_number(text: &str) -> bool {
    (1..=9).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && !text.starts_with('0')
}

#[cfg(test)]
mod tests {
    use super::super::fields::url;
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
}
