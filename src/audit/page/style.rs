//! What style attributes and `style` elements say of `display`, `visibility` and the font.
//!
//! It reads plain rules with simple selectors and no more: a rule that it does not understand,
//! or that stands within an at-rule, says nothing. Sheets in other files are not read.

use std::collections::HashMap;

use crate::audit::css::{self, Declaration, Selector};
use crate::audit::markup::{Document, Node};

/// Most rules that are compared with each element.
const MOST_RULES: usize = 1_000;

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
        rules.truncate(MOST_RULES);
        rules.sort_by_key(|rule| rule.selector.weight());
        Self { rules }
    }

    /// What is said of an element, inheritance aside.
    pub(super) fn of_node(&self, node: Node<'_>) -> Style {
        let mut values: HashMap<String, Declaration> = HashMap::new();
        let sheets = self.rules.iter().filter(|rule| rule.selector.fits(node));
        let sheets = sheets.flat_map(|rule| rule.declarations.iter().cloned());
        let own = node.attribute("style").map(css::declarations).unwrap_or_default();
        for declaration in sheets.chain(own.into_iter().filter(is_of_use)) {
            let name = &declaration.name;
            let is_held = values.get(name).is_some_and(|held| held.is_important);
            if !is_held || declaration.is_important {
                values.insert(name.clone(), declaration);
            }
        }
        let value =
            |name: &str| values.get(name).map(|one| one.value.to_ascii_lowercase());
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
