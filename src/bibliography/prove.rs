//! The proof that a reference says what its record says, and no more.
//!
//! It reads the printed text from left to right and knows nothing of how it was made, so that
//! a fault of the formatter cannot hide: an author left out, a digit changed, a number lost.

use std::fmt;

use percent_encoding::percent_decode_str;

use super::format::{MOST_AUTHORS, printed_date, readable};
use super::record::{Author, Kind, Record, Registered};

/// Words of the style, which may stand between the parts of a record.
const JOINTS: [&str; 11] =
    ["In", "ed", "Vol", "p", "No", "Report", "Available", "from", "doi", "PMID", "PMCID"];

/// The first part of a record that its printed reference does not show in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Which part, such as `author` or `volume`.
    pub part: &'static str,
    /// What should have been printed.
    pub value: String,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the reference does not show the {} `{}`", self.part, self.value)
    }
}

/// Proves that `text` shows the whole record: each part in order, and nothing else between.
///
/// Names, years and numbers stand verbatim, as whole words; titles are compared without case
/// and kind of dash, pages without kind of dash.
///
/// # Errors
/// The first part that is missing or comes after words that are not of the record: an author
/// up to the sixth, the words for authors not named, title, container, edition, volume,
/// publisher, date, issue, pages, number, identifier, address; `end` if words are left over.
pub fn prove(record: &Record, text: &str) -> Result<(), Missing> {
    let mut walk = Walk::new(text);
    walk.authors(record)?;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let in_journal = record.kind != Kind::Chapter && record.container.is_some();
    walk.pass("title", &record.title)?;
    if let Some(container) = &record.container {
        walk.pass("container", &container.title)?;
    }
    let volume = record.container.as_ref().map(|c| text(&c.volume)).unwrap_or_default();
    if !in_journal {
        walk.pass("edition", &text(&record.edition))?;
        walk.pass("volume", &volume)?;
        walk.pass("publisher", &text(&record.publisher))?;
    }
    if let Some(date) = record.date {
        let year = date.year.to_string();
        walk.pass("year", &year)?;
        let day = printed_date(record).unwrap_or_default();
        walk.pass("day", day.trim_start_matches(&year).trim_start())?;
    }
    if in_journal {
        let issue = record.container.as_ref().map(|c| text(&c.issue)).unwrap_or_default();
        walk.pass("volume", &volume)?;
        walk.pass("issue", &issue)?;
    }
    walk.pass("pages", &text(&record.pages))?;
    if record.pages.is_none() || record.kind != Kind::Article {
        walk.pass("number", &text(&record.number))?;
    }
    for Registered { part, value, .. } in record.identifiers.registered() {
        walk.pass(part, value)?;
    }
    if let Some(url) = record.url.as_ref().filter(|_| record.shows_url()) {
        walk.pass("address", readable(url))?;
    }
    walk.end()
}

/// Proves that safe HTML shows the whole record, and that its links lead where they say.
///
/// # Errors
/// As [`prove`]; and `link`, for an identifier or address without a link to it.
pub fn prove_html(record: &Record, html: &str) -> Result<(), Missing> {
    let mut text = String::new();
    let mut links = Vec::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        text.push_str(&unescape(before));
        let href = tag.strip_prefix("a href=\"").and_then(|tag| tag.split('"').next());
        links.extend(href.map(unescape));
        rest = after;
    }
    text.push_str(&unescape(rest));
    prove(record, &text)?;
    let decoded =
        |link: &String| percent_decode_str(link).decode_utf8_lossy().into_owned();
    for Registered { value, before, after, .. } in record.identifiers.registered() {
        let wanted = format!("{before}{value}{after}");
        if !links.iter().any(|link| decoded(link) == wanted) {
            return Err(Missing { part: "link", value: wanted });
        }
    }
    match record.url.as_ref().filter(|_| record.shows_url()) {
        Some(url) if !links.contains(url) => {
            Err(Missing { part: "link", value: url.clone() })
        }
        _ => Ok(()),
    }
}

fn unescape(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// The printed text and how far it is proven.
struct Walk {
    exact: Vec<char>,
    at: usize,
}

impl Walk {
    fn new(text: &str) -> Self {
        Self { exact: text.chars().collect(), at: 0 }
    }

    fn authors(&mut self, record: &Record) -> Result<(), Missing> {
        for author in record.authors.iter().take(MOST_AUTHORS) {
            self.pass("author", author.family())?;
            if let Author::Person(person) = author {
                self.initials(&person.given)?;
                self.pass("suffix", &person.suffix)?;
            }
        }
        if record.authors.len() > MOST_AUTHORS {
            self.pass("words", "et al")
        } else if record.authors_incomplete && !record.authors.is_empty() {
            self.pass("words", "and others")
        } else {
            Ok(())
        }
    }

    /// Passes the capital letters that follow a family name.
    fn initials(&mut self, given: &str) -> Result<(), Missing> {
        let rest = &self.exact[self.at..];
        let start = rest.iter().take_while(|c| **c == ' ').count();
        let length = rest[start..].iter().take_while(|c| c.is_alphabetic()).count();
        let word = &rest[start..start + length];
        let first = given.chars().find(|c| c.is_alphabetic());
        let first = first.and_then(|first| first.to_uppercase().next());
        let names = given
            .split_whitespace()
            .filter(|name| name.contains(char::is_alphabetic))
            .count();
        if word.first().copied() != first
            || word.iter().any(|c| !c.to_uppercase().eq([*c]))
            || word.len() < names
        {
            return Err(Missing { part: "initials", value: given.to_owned() });
        }
        self.at += start + length;
        Ok(())
    }

    /// Passes the next place where `value` stands as whole words; an empty value is nowhere.
    fn pass(&mut self, part: &'static str, value: &str) -> Result<(), Missing> {
        let fold = match part {
            "title" | "container" => folded,
            "pages" => one_dash,
            _ => |c| c,
        };
        let wanted: Vec<char> = value.chars().map(fold).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let rest = &self.exact[self.at..];
        let stands = |at: &usize| {
            let end = at + wanted.len();
            let same =
                rest[*at..end].iter().copied().map(fold).eq(wanted.iter().copied());
            let split = |at: usize| {
                let before = at.checked_sub(1).and_then(|at| rest.get(at));
                let alphanumeric =
                    |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric());
                !(alphanumeric(before) && alphanumeric(rest.get(at)))
            };
            same && split(*at) && split(end)
        };
        let places = (rest.len() + 1).saturating_sub(wanted.len());
        match (0..places).find(stands) {
            Some(at) if only_joints(&rest[..at]) => {
                self.at += at + wanted.len();
                Ok(())
            }
            _ => Err(Missing { part, value: value.to_owned() }),
        }
    }

    fn end(&self) -> Result<(), Missing> {
        let rest = &self.exact[self.at..];
        if rest.iter().any(|c| c.is_alphanumeric()) {
            return Err(Missing { part: "end", value: rest.iter().collect() });
        }
        Ok(())
    }
}

fn only_joints(between: &[char]) -> bool {
    between
        .split(|c| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(|word| JOINTS.iter().any(|joint| joint.chars().eq(word.iter().copied())))
}

fn one_dash(c: char) -> char {
    if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}') { '-' } else { c }
}

fn folded(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) => one_dash(lower),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use crate::path::SourcePath;

    const ARTICLE: &str = r#"
a:
  type: Article
  title: "Dose \u2013 effect: 'a' <b> & \"c\""
  author: ["van der Berg, Jan P.", "Smith, Kirsten E.", "O'Malley, Ann, Jr", "Li, Li"]
  date: 2024-07-01
  page-range: 18–22
  serial-number: { doi: "10.1002/(SICI)1097<1661::AID>3.0", pmid: "38788532", pmcid: "PMC940" }
  parent: { type: Periodical, title: "Drug & Alcohol", volume: 18, issue: 2 }
  note: "VERIFIED; authors incomplete."
"#;
    const REPORT: &str = r#"
a:
  type: Report
  title: "Work: 2025?"
  author: { name: "Bureau of Labor" }
  date: 2025-09-12
  serial-number: "USDL-26-0599"
  url: https://a.org/b?c=d&e=f
"#;

    fn record(text: &str) -> Record {
        let found = parse(&SourcePath::new("r.yaml"), text);
        assert_eq!(found.diagnostics, []);
        found.value.get("a").unwrap().clone()
    }

    /// Changes the reference and says which part must be missed.
    #[track_caller]
    fn check(source: &str, change: (&str, &str), missed: &str) {
        let record = record(source);
        let html = record.to_html();
        assert_eq!(prove_html(&record, &html), Ok(()), "{html}");
        assert_eq!(prove(&record, &record.to_text()), Ok(()));
        let faulty = html.replacen(change.0, change.1, 1);
        assert_ne!(faulty, html, "nothing to change in {html}");
        let found = prove_html(&record, &faulty).map_err(|missing| missing.part);
        assert_eq!(found, Err(missed), "{faulty}");
    }

    #[test]
    fn a_dropped_or_added_author_is_missed() {
        check(ARTICLE, ("van der Berg JP, ", ""), "author");
        check(ARTICLE, ("Smith KE, ", ""), "author");
        check(ARTICLE, ("van der Berg JP", "Berg JP van der"), "author");
        check(ARTICLE, ("Smith KE", "Smith"), "initials");
        check(ARTICLE, ("Smith KE", "Smith K"), "initials");
        check(ARTICLE, ("Smith KE", "Smith Kirsten"), "initials");
        check(ARTICLE, ("Smith KE", "Smith KE, Doe J"), "author");
        check(ARTICLE, (" Jr", ""), "suffix");
        check(ARTICLE, (", and others", ""), "words");
        check(ARTICLE, ("and others", "et al"), "words");
        check(REPORT, ("Bureau of Labor. ", ""), "author");
        check(REPORT, ("Bureau of Labor", "Bureau of Labor, et al"), "title");
    }

    #[test]
    fn a_changed_number_is_missed() {
        check(ARTICLE, ("2024;", "2023;"), "year");
        check(ARTICLE, ("2024;", ""), "year");
        check(ARTICLE, (";18(", ";19("), "volume");
        check(ARTICLE, (";18(", ";("), "volume");
        check(ARTICLE, ("18(2)", "18(3)"), "issue");
        check(ARTICLE, ("18(2)", "18"), "issue");
        check(ARTICLE, ("18-22", "18-2"), "pages");
        check(ARTICLE, ("18-22", "18-221"), "pages");
        check(ARTICLE, (":18-22", ""), "pages");
        check(REPORT, ("0599", "599"), "number");
        check(REPORT, ("USDL-26-0599", "USDL-26–0599"), "number");
        check(REPORT, ("2025 Sep 12", "2025 Sep 13"), "day");
        check(REPORT, ("2025 Sep 12", "2025"), "day");
    }

    #[test]
    fn a_lost_or_changed_identifier_is_missed() {
        check(ARTICLE, (">doi:10.1002/", ">doi:10.1003/"), "doi");
        check(ARTICLE, (">PMID: 38788532<", ">PMID: 3878853<"), "PMID");
        check(ARTICLE, (">PMCID: PMC940<", "><"), "PMCID");
        check(ARTICLE, ("/38788532/", "/38788533/"), "link");
        check(ARTICLE, ("doi.org/10.1002", "doi.org/10.1003"), "link");
        check(ARTICLE, ("href=\"https://pmc", "href=\"http://pmc"), "link");
        check(REPORT, ("c=d&amp;e=f\"", "c=d\""), "link");
        check(REPORT, (">a.org/b", ">a.org/"), "address");
        check(REPORT, ("e=f</a>", "e=f</a>. PMID: 1"), "end");
    }

    #[test]
    fn a_changed_title_or_container_is_missed() {
        check(ARTICLE, ("Dose", "Does"), "title");
        check(ARTICLE, ("&lt;b&gt; ", ""), "title");
        check(ARTICLE, ("Drug &amp; Alcohol. ", ""), "container");
        check(REPORT, ("Work: 2025", "Work: 2024"), "title");
    }

    #[test]
    fn case_and_dash_of_a_title_do_not_matter() {
        let record = record(ARTICLE);
        let text = record.to_text().replace("Dose –", "DOSE -").replace("18-22", "18–22");
        assert_eq!(prove(&record, &text), Ok(()));
    }
}
