//! A record as a reference, in the style of the National Library of Medicine.
//!
//! Values are printed as the file gives them: nothing is shortened, and no case is changed.
//!
//! # Source
//! Citing Medicine, 2nd edition (NLM); ICMJE, Samples of Formatted References.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::record::{Author, Container, Date, Kind, Person, Record, Registered};

/// How many authors are named before "et al."
pub(super) const MOST_AUTHORS: usize = 6;

/// What a DOI may hold and an address may not.
const IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

impl Record {
    /// The reference as safe HTML: text and links, without an element around them.
    pub fn to_html(&self) -> String {
        let mut html = String::new();
        for piece in pieces(self) {
            match piece {
                Piece::Text(text) => escape(&text, &mut html),
                Piece::Link { text, href } => {
                    html.push_str("<a href=\"");
                    escape(&href, &mut html);
                    html.push_str("\">");
                    escape(&text, &mut html);
                    html.push_str("</a>");
                }
            }
        }
        html
    }

    /// The reference as plain text, not escaped.
    pub fn to_text(&self) -> String {
        let words = pieces(self).into_iter().map(|piece| match piece {
            Piece::Text(text) | Piece::Link { text, .. } => text,
        });
        words.collect()
    }

    /// The addresses that the reference leads to, in the order in which it shows them.
    pub fn addresses(&self) -> Vec<String> {
        let mut shown = Vec::new();
        links(self, &mut shown);
        let address = |piece| match piece {
            Piece::Link { href, .. } => Some(href),
            Piece::Text(_) => None,
        };
        shown.into_iter().filter_map(address).collect()
    }

    /// Whether the reference shows the address: the work is a page on the web, or no register
    /// names it.
    pub(super) fn shows_url(&self) -> bool {
        self.kind == Kind::Web || self.identifiers.registered().next().is_none()
    }
}

/// An address as people read it: without its scheme and a slash at its end.
pub(super) fn readable(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.strip_suffix('/').unwrap_or(rest)
}

enum Piece {
    Text(String),
    Link { text: String, href: String },
}

fn pieces(record: &Record) -> Vec<Piece> {
    let mut parts = Vec::new();
    parts.extend(authors(record));
    parts.push(record.title.clone());
    match &record.container {
        Some(journal) if record.kind != Kind::Chapter => {
            parts.push(journal.title.clone());
            parts.push(place_in(journal, record));
        }
        book => {
            parts.extend(book.as_ref().map(|book| format!("In: {}", book.title)));
            parts.extend(record.edition.as_ref().map(|edition| format!("{edition} ed.")));
            let volume = book.as_ref().and_then(|book| book.volume.as_ref());
            parts.extend(volume.map(|volume| format!("Vol. {volume}")));
            parts.push(imprint(record));
            parts.extend(pages(record).map(|pages| format!("p. {pages}")));
        }
    }
    let number = record.number.as_ref().filter(|_| record.kind != Kind::Article);
    parts.extend(number.map(|number| match record.kind {
        Kind::Report => format!("Report No.: {number}"),
        _ => format!("No.: {number}"),
    }));
    let mut pieces = Vec::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        let space = if pieces.is_empty() { "" } else { " " };
        pieces.push(Piece::Text(format!("{space}{}", ended(part))));
    }
    links(record, &mut pieces);
    pieces
}

fn links(record: &Record, pieces: &mut Vec<Piece>) {
    for Registered { label, value, before, after, .. } in record.identifiers.registered()
    {
        pieces.push(Piece::Text(" ".to_owned()));
        pieces.push(Piece::Link {
            text: format!("{label}{value}"),
            href: format!("{before}{}{after}", utf8_percent_encode(value, IN_PATH)),
        });
        pieces.push(Piece::Text(".".to_owned()));
    }
    if let Some(url) = record.url.as_ref().filter(|_| record.shows_url()) {
        pieces.push(Piece::Text(" Available from: ".to_owned()));
        pieces.push(Piece::Link { text: readable(url).to_owned(), href: url.clone() });
    }
}

fn authors(record: &Record) -> Option<String> {
    let mut list = String::new();
    let mut before: Option<&Author> = None;
    for author in record.authors.iter().take(MOST_AUTHORS) {
        let bodies =
            |author: Option<&Author>| matches!(author, Some(Author::Organization(_)));
        if before.is_some() {
            let apart = bodies(before) || bodies(Some(author));
            list.push_str(if apart { "; " } else { ", " });
        }
        list.push_str(&name(author));
        before = Some(author);
    }
    before?;
    if record.authors.len() > MOST_AUTHORS {
        list.push_str(", et al.");
    } else if record.authors_incomplete {
        list.push_str(", and others");
    }
    Some(list)
}

fn name(author: &Author) -> String {
    match author {
        Author::Organization(name) => name.clone(),
        Author::Person(person) => {
            let Person { family, suffix, .. } = person;
            let space = if suffix.is_empty() { "" } else { " " };
            format!("{family} {}{space}{suffix}", person.initials())
        }
    }
}

/// Where in a journal: `2024;18(2):144-152`.
fn place_in(container: &Container, record: &Record) -> String {
    let mut place = printed_date(record).unwrap_or_default();
    let issue = container.issue.as_ref().map(|issue| format!("({issue})"));
    if container.volume.is_some() || issue.is_some() {
        place.push_str(if place.is_empty() { "" } else { ";" });
        place.extend(container.volume.clone());
        place.extend(issue);
    }
    let number = record.number.as_ref().filter(|_| record.kind == Kind::Article);
    if let Some(part) = pages(record).or(number.cloned()) {
        place.push_str(if place.is_empty() { "" } else { ":" });
        place.push_str(&part);
    }
    place
}

/// The pages with a hyphen for any dash.
fn pages(record: &Record) -> Option<String> {
    record.pages.as_ref().map(|pages| pages.replace(['–', '—', '‐', '‑', '−'], "-"))
}

/// Who published it, and when: `Bethesda: NIH; 2019 Sep`.
fn imprint(record: &Record) -> String {
    let parts: Vec<_> =
        record.publisher.clone().into_iter().chain(printed_date(record)).collect();
    parts.join("; ")
}

/// The date as it is printed: its year, and the day if the work has no other number.
pub(super) fn printed_date(record: &Record) -> Option<String> {
    let by_day = match record.kind {
        Kind::Web => true,
        Kind::Report => record.container.is_none(),
        Kind::Article | Kind::Book | Kind::Chapter | Kind::Thesis => false,
    };
    record.date.map(|date| if by_day { date } else { Date::of(date.year) }.to_string())
}

/// The words with one mark at their end.
fn ended(words: &str) -> String {
    let bare = words.trim_end_matches(['"', '\'', '”', '’', '»']);
    let mark = if bare.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{words}{mark}")
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{parse, prove};
    use crate::path::SourcePath;

    #[track_caller]
    fn check(fields: &str, expected: &str) {
        let text = format!("a: {{ title: T, {fields} }}\n");
        let found = parse(&SourcePath::new("r.yaml"), &text);
        assert_eq!(found.diagnostics, []);
        let record = found.value.get("a").unwrap();
        assert_eq!(record.to_text(), expected);
        assert_eq!(prove(record, expected), Ok(()));
    }

    #[track_caller]
    fn check_html(fields: &str, expected: &str) {
        let text = format!("a: {{ type: Web, {fields} }}\n");
        let found = parse(&SourcePath::new("r.yaml"), &text);
        assert_eq!(found.value.get("a").unwrap().to_html(), expected);
    }

    #[test]
    fn articles_name_what_they_have() {
        let journal = "type: Article, parent: { title: J, volume: 8, issue: 2 }";
        check(
            &format!("{journal}, date: 2024-02-23, page-range: 1–9"),
            "T. J. 2024;8(2):1-9.",
        );
        check(&format!("{journal}, serial-number: {{ serial: e98 }}"), "T. J. 8(2):e98.");
        check(
            "type: Article, parent: { title: J, issue: 3 }, date: 2024",
            "T. J. 2024;(3).",
        );
        check("type: Article, parent: { title: J. }, date: 2024", "T. J. 2024.");
        check("type: Article, parent: { title: J }, page-range: 4", "T. J. 4.");
    }

    #[test]
    fn six_authors_are_named_and_no_more() {
        let six = r#""A, J.", "B, J.", "C, J.", "D, J.", "E, J.", "F, J.""#;
        check(&format!("type: Web, author: [{six}]"), "A J, B J, C J, D J, E J, F J. T.");
        check(
            &format!(r#"type: Web, author: [{six}, "G, J."], note: authors incomplete"#),
            "A J, B J, C J, D J, E J, F J, et al. T.",
        );
        check(
            r#"type: Web, author: "Tanna, R S", note: authors incomplete"#,
            "Tanna RS, and others. T.",
        );
        check(
            r#"type: Web, author: ["van der Berg, Jan", "WHO", "Le Rouzic, V., III"]"#,
            "van der Berg J; WHO; Le Rouzic V III. T.",
        );
    }

    #[test]
    fn books_chapters_and_reports_say_who_published_them() {
        let published = "publisher: { name: NIH, location: Bethesda }, date: 2019-09";
        check(
            &format!("type: Book, edition: 2nd, {published}"),
            "T. 2nd ed. Bethesda: NIH; 2019.",
        );
        check(
            &format!(
                "type: Chapter, parent: {{ type: Book, title: B, volume: 2 }}, page-range: 1-9, {published}"
            ),
            "T. In: B. Vol. 2. Bethesda: NIH; 2019. p. 1-9.",
        );
        check(
            "type: Report, date: 2019-09, serial-number: USDL-26-0599",
            "T. 2019 Sep. Report No.: USDL-26-0599.",
        );
    }

    #[test]
    fn values_are_escaped_and_links_lead_to_the_web_only() {
        check_html(
            r#"title: "<i>a</i> & 'b' \"c?\"", url: "https://a.org/?b=1&c='2'""#,
            "&lt;i&gt;a&lt;/i&gt; &amp; &#39;b&#39; &quot;c?&quot; Available from: \
             <a href=\"https://a.org/?b=1&amp;c=&#39;2&#39;\">a.org/?b=1&amp;c=&#39;2&#39;</a>",
        );
        check_html("title: a, url: \"javascript:alert(1)\"", "a.");
        check_html(
            r#"title: a, serial-number: { doi: "10.1002/a<b>#c\"d" }"#,
            "a. <a href=\"https://doi.org/10.1002/a%3Cb%3E%23c%22d\">\
             doi:10.1002/a&lt;b&gt;#c&quot;d</a>.",
        );
    }

    #[test]
    fn dates_of_pages_are_days() {
        check("type: Web, date: 2025-09-12, author: FDA", "FDA. T. 2025 Sep 12.");
        check(
            "type: Web, date: 2026-07, url: https://www.a.org/b/",
            "T. 2026 Jul. Available from: www.a.org/b",
        );
    }
}
