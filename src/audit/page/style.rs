//! What style attributes and `style` elements say of `display`, `visibility` and the font.
//!
//! It reads plain rules with simple selectors and no more: a rule that it does not understand,
//! or that stands within an at-rule, says nothing. Sheets in other files are not read.

use std::collections::HashMap;
use std::sync::Arc;

use crate::audit::contrast::Library;
use crate::audit::css::{self, Declaration, Key, Selector};
use crate::audit::markup::{Document, Node};
use crate::digest::Digest;

/// Most rules that are compared with each element, and most comparisons in all.
const MOST_RULES: usize = 1_000;
const MOST_COMPARISONS: usize = 5_000_000;

/// Whether an element makes a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Display {
    None,
    Shown,
}

/// Whether its box is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Visibility {
    Hidden,
    Visible,
}

/// What is said of one element.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    pub(super) display: Option<Display>,
    pub(super) visibility: Option<Visibility>,
    /// Whether its font draws signs in place of words.
    pub(super) draws_signs: Option<bool>,
}

/// A selector and what it says, in the order of the cascade.
#[derive(Debug)]
struct Rule {
    selector: Selector,
    declarations: Vec<Declaration>,
}

/// The style sheets within a page.
#[derive(Debug)]
pub(in crate::audit) struct Styles {
    rules: Vec<Rule>,
    /// The rules that an element with this name may meet, in the order of the cascade.
    by_key: HashMap<String, Vec<usize>>,
    /// The rules that any element may meet.
    anywhere: Vec<usize>,
}

/// A key as one word, as selectors write it.
fn word(key: Key<'_>) -> String {
    match key {
        Key::Id(id) => format!("#{id}"),
        Key::Class(class) => format!(".{class}"),
        Key::Name(name) => name.to_owned(),
    }
}

impl Styles {
    /// Reads the `style` elements of a page, or takes what the library knows of them.
    pub(super) fn of(document: &Document, library: Option<&Library>) -> Arc<Self> {
        let is_seen = |node: &Node<'_>| {
            let media = node.attribute("media").unwrap_or_default().trim();
            node.is("style") && matches!(media, "" | "all" | "screen")
        };
        let sheets = document.elements().filter(is_seen);
        let sheets: Vec<_> = sheets.map(Node::text_content).collect();
        let most = MOST_RULES.min(MOST_COMPARISONS / document.len());
        let read = || Self::read(&sheets, most);
        match library {
            Some(library) => library.styles(Digest::of_value(&(&sheets, most)), read),
            None => Arc::new(read()),
        }
    }

    /// Reads style sheets, of which this many rules count.
    fn read(sheets: &[String], most: usize) -> Self {
        let mut rules = Vec::new();
        for sheet in sheets {
            for rule in css::rules_that(sheet, may_be_of_use) {
                let declarations: Vec<_> =
                    rule.declarations.into_iter().filter(is_of_use).collect();
                if declarations.is_empty() {
                    continue;
                }
                for selector in rule.selectors {
                    rules.push(Rule { selector, declarations: declarations.clone() });
                }
            }
        }
        rules.truncate(most);
        rules.sort_by_key(|rule| rule.selector.weight());
        let mut styles = Self { rules, by_key: HashMap::new(), anywhere: Vec::new() };
        for (at, rule) in styles.rules.iter().enumerate() {
            match rule.selector.key() {
                Some(key) => styles.by_key.entry(word(key)).or_default().push(at),
                None => styles.anywhere.push(at),
            }
        }
        styles
    }

    /// The rules that select an element, in the order of the cascade.
    fn that_fit(&self, node: Node<'_>) -> Vec<&Rule> {
        let mut places = self.anywhere.clone();
        let mut meet = |key: Key<'_>| {
            places.extend(self.by_key.get(&*word(key)).into_iter().flatten());
        };
        if !self.by_key.is_empty() {
            meet(Key::Name(node.name()));
            node.attribute("id").into_iter().for_each(|id| meet(Key::Id(id)));
            let classes = node.attribute("class").unwrap_or_default();
            classes.split_ascii_whitespace().for_each(|class| meet(Key::Class(class)));
        }
        places.sort_unstable();
        places.dedup();
        let rules = places.into_iter().filter_map(|at| self.rules.get(at));
        rules.filter(|rule| rule.selector.fits(node)).collect()
    }

    /// What is said of an element, inheritance aside.
    pub(super) fn of_node(&self, node: Node<'_>) -> Style {
        let own = node.attribute("style").map(css::declarations).unwrap_or_default();
        let fitting = self.that_fit(node);
        if own.is_empty() && fitting.is_empty() {
            return Style::default();
        }
        let sheets = fitting.into_iter().flat_map(|rule| &rule.declarations);
        let mut held: Vec<&Declaration> = Vec::new();
        for declaration in sheets.chain(own.iter().filter(|one| is_of_use(one))) {
            let is_same = |one: &&&Declaration| one.name == declaration.name;
            let is_held = held.iter().find(is_same).is_some_and(|one| one.is_important);
            if !is_held || declaration.is_important {
                held.retain(|one| one.name != declaration.name);
                held.push(declaration);
            }
        }
        let value = |name: &str| {
            let one = held.iter().find(|one| one.name == name);
            one.map(|one| one.value.to_ascii_lowercase())
        };
        Style {
            display: value("display").map(|value| {
                if value == "none" { Display::None } else { Display::Shown }
            }),
            visibility: value("visibility").and_then(|value| match value.as_str() {
                "hidden" | "collapse" => Some(Visibility::Hidden),
                "visible" => Some(Visibility::Visible),
                _ => None,
            }),
            draws_signs: value("font-family")
                .or_else(|| value("font"))
                .map(|font| font.contains("icon") || font.contains("symbols")),
        }
    }
}

/// The properties that are read.
const OF_USE: &[&str] = &["display", "font", "font-family", "visibility"];

/// Whether the text of a rule may hold one of them.
fn may_be_of_use(body: &str) -> bool {
    ["display", "font", "visibility"].iter().any(|name| body.contains(name))
        || body.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn is_of_use(declaration: &Declaration) -> bool {
    OF_USE.contains(&&*declaration.name)
}
