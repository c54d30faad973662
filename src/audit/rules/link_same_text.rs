//! Links with the same text lead to the same place.
//!
//! # Why
//! Screen readers list the links of a page without the words around them, and who speaks to a
//! computer says the text of a link. Two links with one text and two targets cannot be told apart.
//!
//! Links with words beside them, and links of different parts of the page, are told apart by these.
//! Even so the page may have told what comes, so that a person has to look.
//!
//! # Instead
//! Say in each text where it leads: "Sources of this page", "Sources of the site".
//!
//! # Source
//! WCAG 2.2, criteria 2.4.4 and 2.4.9.

use foldhash::{HashMap, HashSet};

use super::link_text::is_alone;
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Findings, Looks, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    code: "a11y/link-same-text",
    act: &[],
    wcag: &["2.4.4", "2.4.9"],
    severity: Severity::Warning,
    source: include_str!("link_same_text.rs"),
    looks: Looks::PageWith(Marks::LINK.or(Marks::ROLE), check),
};

fn check(page: &Page<'_>, found: &mut Findings) {
    let links: Vec<_> = page.links().filter_map(|node| Link::of(page, node)).collect();
    let mut places = HashMap::default();
    let mut several = HashSet::default();
    for Link { text, place, .. } in &links {
        if *places.entry(&**text).or_insert(*place) != *place {
            several.insert(&**text);
        }
    }
    // On most pages no text leads to two places, and nothing more need be known.
    let mut first: HashMap<(usize, &str), &str> = HashMap::default();
    for link in links.iter().filter(|link| several.contains(&*link.text)) {
        let Link { node, ref text, place } = *link;
        if !page.description(node).is_empty() || !is_alone(page, node) {
            continue;
        }
        let is_part = |holder| page.role(holder).is_some_and(|role| role.is_any(PARTS));
        let part = node.closest(is_part).map_or(0, Node::place);
        let before = *first.entry((part, text)).or_insert(place);
        if before != place {
            let message =
                format!("another link with the text `{text}` leads to `{before}`");
            found.review(node, message, "say in each text where it leads");
        }
    }
}

/// A link that leads off the page, told by words.
struct Link<'d> {
    node: Node<'d>,
    /// In lower case.
    text: String,
    place: &'d str,
}

impl<'d> Link<'d> {
    fn of(page: &Page<'d>, node: Node<'d>) -> Option<Self> {
        let place = node.attribute("href").and_then(place)?;
        let name = page.name(node);
        // Numbers of notes and signs are told by where they stand.
        let letters = name.chars().filter(|c| c.is_alphabetic()).take(2).count();
        (letters == 2).then(|| Self { node, text: name.to_lowercase(), place })
    }
}

/// Roles of parts of a page that tell what the links in them are for.
const PARTS: &[&str] = &[
    "article",
    "banner",
    "cell",
    "complementary",
    "contentinfo",
    "gridcell",
    "list",
    "main",
    "navigation",
    "region",
];

/// An address as far as it tells pages apart; none if it is a place on this page.
fn place(address: &str) -> Option<&str> {
    let address = address.trim();
    let page = address.split_once('#').map_or(address, |(page, _)| page);
    let folder = page.strip_suffix("index.html").unwrap_or(page);
    let folder = folder.strip_prefix("./").unwrap_or(folder);
    (!address.starts_with('#')).then_some(folder)
}
