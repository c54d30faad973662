//! The text of a link says where it leads.
//!
//! # Why
//! Screen readers list the links of a page without the words around them. Ten times "more" tells
//! nothing, and an address is read letter by letter.
//!
//! Where other words of the same paragraph, item or cell stand beside the link they may tell, and so
//! may a header of the cell, the item that holds the list, or the heading above. Then a person has to
//! look. An address at the end of a reference is told by the reference, one in a table by its header,
//! and one that describes a term by the term.
//!
//! # Instead
//! Name the page that the link leads to: `<a href="/sleep/">How to sleep well</a>`.
//!
//! # Source
//! WCAG 2.2, criteria 2.4.4, which lets the context tell, and 2.4.9, which does not. W3C techniques
//! H77 to H81.

use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/link-text",
    act: &[],
    wcag: &["2.4.4", "2.4.9"],
    severity: Severity::Error,
    source: include_str!("link_text.rs"),
    looks: Looks::PageWith(Marks::LINK.or(Marks::ROLE), check),
};

/// English and German words that lead anywhere.
const EMPTY_WORDS: &[&str] = &[
    "click here",
    "here",
    "learn more",
    "more",
    "read more",
    "this link",
    "hier",
    "hier klicken",
    "klicken sie hier",
    "mehr",
    "mehr erfahren",
    "mehr lesen",
    "weiterlesen",
];

fn check(page: &Page<'_>, found: &mut Findings) {
    let heading = page.headings().next().map(Node::place);
    for node in page.links() {
        let is_below_heading = heading.is_some_and(|place| place < node.place());
        let name = page.name(node);
        let help = "name the page that it leads to";
        if let Some(words) = empty_words(name)
            && page.description(node).is_empty()
        {
            let message = format!("`{words}` does not say where this link leads");
            if !is_below_heading && is_alone(page, node) && !is_in_cell(page, node) {
                found.violation(node, message, help);
            } else {
                found.review(node, message, help);
            }
        } else if is_address(name) && is_alone(page, node) && !is_told(page, node) {
            found.review(node, "the text of this link is an address", help);
        }
    }
}

/// The words of a link's name if they lead anywhere, whatever the letter case.
fn empty_words(name: &str) -> Option<&'static str> {
    let words = name.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = || words.chars().flat_map(char::to_lowercase);
    let first = lower().next()?;
    let mut all = EMPTY_WORDS.iter().copied().filter(|empty| empty.starts_with(first));
    all.find(|empty| lower().eq(empty.chars()))
}

/// Elements whose words tell about a link within.
const CONTEXT: &[&str] =
    &["blockquote", "dd", "dt", "figcaption", "figure", "li", "p", "td", "th"];

/// Whether no words stand beside a link that could say where it leads.
pub(super) fn is_alone(page: &Page<'_>, link: Node<'_>) -> bool {
    let around = link.ancestors().filter(|node| node.is_any(CONTEXT)).take(MOST_AROUND);
    let mut holders = link.parent().into_iter().chain(around);
    !holders.any(|holder| {
        // The first word beside the link ends the search.
        let mut beside = holder.descendants().filter(|inner| !inner.is_within(link));
        beside.any(|inner| {
            let text = inner.text().unwrap_or_default();
            text.contains(char::is_alphanumeric) && page.is_visible(inner)
        })
    })
}

/// Elements around a link that are read.
const MOST_AROUND: usize = 4;

fn is_in_cell(page: &Page<'_>, link: Node<'_>) -> bool {
    link.closest(|node| page.has_role(node, "cell")).is_some()
}

/// Whether a header or a term says what an address is that stands beside it.
fn is_told(page: &Page<'_>, link: Node<'_>) -> bool {
    is_in_cell(page, link) || link.closest(|node| node.is("dd")).is_some()
}

fn is_address(name: &str) -> bool {
    let starts = ["http://", "https://", "www."];
    let begins = |start: &str| {
        name.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start))
    };
    !name.contains(' ') && starts.into_iter().any(begins)
}
