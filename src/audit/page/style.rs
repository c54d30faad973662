//! What style attributes and `style` elements say of `display`, `visibility` and the font.
//!
//! It reads plain rules with simple selectors and no more: a rule that it does not understand,
//! or that stands within an at-rule, says nothing. Sheets in other files are not read.

use crate::audit::css::{self, Declaration, Selector};
use crate::audit::markup::{Document, Node};

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
struct Rule {
    selector: Selector,
    declarations: Vec<Declaration>,
}

/// The style sheets within a page.
pub(super) struct Styles {
    rules: Vec<Rule>,
}

impl Styles {
    /// Reads the `style` elements of a page.
    pub(super) fn of(document: &Document) -> Self {
        let mut rules = Vec::new();
        for sheet in document.elements().filter(|node| node.is("style")) {
            if sheet
                .attribute("media")
                .is_some_and(|m| !matches!(m.trim(), "" | "all" | "screen"))
            {
                continue;
            }
            for rule in css::rules(&sheet.text_content()) {
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
        rules.truncate(MOST_RULES.min(MOST_COMPARISONS / document.len()));
        rules.sort_by_key(|rule| rule.selector.weight());
        Self { rules }
    }

    /// What is said of an element, inheritance aside.
    pub(super) fn of_node(&self, node: Node<'_>) -> Style {
        let own = node.attribute("style").map(css::declarations).unwrap_or_default();
        let sheets = self.rules.iter().filter(|rule| rule.selector.fits(node));
        let sheets = sheets.flat_map(|rule| &rule.declarations);
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

fn is_of_use(declaration: &Declaration) -> bool {
    matches!(&*declaration.name, "display" | "font" | "font-family" | "visibility")
}
