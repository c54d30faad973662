//! What style attributes and sheets, within the page or beside it, say of `display`, `visibility`
//! and the font.
//!
//! It reads plain rules with simple selectors and no more: a rule that it does not understand,
//! or that stands within an at-rule, says nothing but that others say nothing of what it shows.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::HashSet;
use std::sync::Arc;

use cssparser::{Parser, Token};
use html5ever::local_name;

use super::Page;
use crate::audit::contrast::is_linked_at_once;
use crate::audit::css::{self, Declaration, Key, Selector};
use crate::audit::marks::Marks;
use crate::audit::markup::Node;

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

/// One thing that is said of an element.
#[derive(Clone, Copy, Debug)]
struct Said {
    what: What,
    is_important: bool,
}

#[derive(Clone, Copy, Debug)]
enum What {
    Display(Display),
    /// None if the value is none that counts.
    Visibility(Option<Visibility>),
    /// Whether a family of fonts draws signs, and whether `font` does.
    Family(bool),
    Font(bool),
}

impl What {
    /// Whether it says that something is seen, or is not.
    fn is_of_sight(self) -> bool {
        matches!(self, Self::Display(_) | Self::Visibility(_))
    }

    /// Which of the four it is.
    fn slot(self) -> usize {
        match self {
            Self::Display(_) => 0,
            Self::Visibility(_) => 1,
            Self::Family(_) => 2,
            Self::Font(_) => 3,
        }
    }
}

impl Said {
    fn draws_signs(self) -> bool {
        matches!(self.what, What::Family(true) | What::Font(true))
    }
}

/// A selector and what it says, in the order of the cascade.
#[derive(Debug)]
struct Rule {
    selector: Selector,
    said: Arc<[Said]>,
}

impl Rule {
    fn draws_signs(&self) -> bool {
        self.said.iter().any(|one| one.draws_signs())
    }

    fn says_more_than_fonts(&self) -> bool {
        self.said.iter().any(|one| !matches!(one.what, What::Family(_) | What::Font(_)))
    }
}

/// How much of the style sheets of a page counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::audit) struct Scope {
    /// So many of the rules.
    most: usize,
    /// Whether something else draws signs in place of words.
    has_signs: bool,
}

/// The style sheets of a page.
#[derive(Debug, Default)]
pub(in crate::audit) struct Styles {
    rules: Vec<Rule>,
    /// Rules that say more than that an element is shown.
    telling: Index,
    /// Rules that say no more: they count where something else hides it.
    showing: Index,
    /// The elements before or after whose content sheets put words.
    worded: Vec<Selector>,
}

/// Places of rules by the name, identifier or class that an element must have.
#[derive(Debug, Default)]
struct Index {
    by_name: Places,
    by_id: Places,
    by_class: Places,
    /// Rules that any element may meet.
    anywhere: Vec<usize>,
}

type Places = foldhash::HashMap<String, Vec<usize>>;

impl Index {
    fn add(&mut self, key: Option<Key<'_>>, at: usize) {
        let (places, key) = match key {
            Some(Key::Name(key)) => (&mut self.by_name, key),
            Some(Key::Id(key)) => (&mut self.by_id, key),
            Some(Key::Class(key)) => (&mut self.by_class, key),
            None => return self.anywhere.push(at),
        };
        places.entry(key.to_owned()).or_default().push(at);
    }

    /// The rules that may select an element, in no order.
    fn candidates(&self, node: Node<'_>) -> Vec<usize> {
        let mut places = self.anywhere.clone();
        let mut meet = |all: &Places, key: &str| {
            if !all.is_empty() {
                places.extend(all.get(key).into_iter().flatten());
            }
        };
        meet(&self.by_name, node.name());
        for attribute in node.attributes() {
            match attribute.name {
                local_name!("id") => meet(&self.by_id, &attribute.value),
                local_name!("class") => {
                    let classes = attribute.value.split_ascii_whitespace();
                    classes.for_each(|class| meet(&self.by_class, class));
                }
                _ => {}
            }
        }
        places
    }
}

impl Styles {
    /// Reads the sheets of a page, or takes what the library knows of them.
    pub(super) fn of<'d>(page: &Page<'d>) -> Arc<Self> {
        let document = page.document();
        let is_seen = |node: &Node<'_>| {
            let media = || node.attribute("media").unwrap_or_default().trim();
            (node.is("style") || is_linked_at_once(*node))
                && matches!(media(), "" | "all" | "screen")
        };
        let base = LazyCell::new(|| page.base());
        let sheet = |node: Node<'d>| {
            if node.is("style") {
                return Some(node.text_content());
            }
            let (path, library) = page.surroundings()?;
            let (_, text) = library.linked((path, *base), node.attribute("href")?)?;
            Some(Cow::Borrowed(text))
        };
        let sheets = page.marked(Marks::SHEET.or(Marks::RELATION)).filter(is_seen);
        let sheets: Vec<_> = sheets.filter_map(sheet).collect();
        let most = MOST_RULES.min(MOST_COMPARISONS / document.len());
        let draws_signs = |node: Node<'_>| {
            let own = node.attribute("style").map(css::declarations).unwrap_or_default();
            said(&own).any(Said::draws_signs)
        };
        let has_signs =
            page.has(Marks::ICON) || page.marked(Marks::STYLE).any(draws_signs);
        let scope = Scope { most, has_signs };
        match page.surroundings() {
            Some((_, library)) => library.styles(&sheets, scope),
            None => Arc::new(Self::read(&sheets, scope)),
        }
    }

    /// Reads style sheets.
    pub(in crate::audit) fn read(sheets: &[Cow<'_, str>], scope: Scope) -> Self {
        let (mut rules, mut worded) = (Vec::new(), Vec::new());
        let mut may_show = HashSet::new();
        for sheet in sheets {
            may_show.extend(css::left_out(sheet, shows));
            worded.extend(css::beside(sheet, puts_words));
            for rule in css::rules_that(sheet, may_be_of_use) {
                let said: Arc<[Said]> = said(&rule.declarations).collect();
                if said.is_empty() {
                    continue;
                }
                for selector in rule.selectors {
                    rules.push(Rule { selector, said: Arc::clone(&said) });
                }
            }
        }
        // What a rule that is not read may show is as it would be without a sheet.
        let is_cut = rules.len() > scope.most;
        rules.truncate(scope.most);
        for Rule { selector, said } in &mut rules {
            let is_open = |key: Key<'_>| {
                let (Key::Id(word) | Key::Class(word) | Key::Name(word)) = key;
                may_show.contains(word)
            };
            if is_cut || selector.key().is_some_and(is_open) {
                *said =
                    said.iter().filter(|one| !one.what.is_of_sight()).copied().collect();
            }
        }
        // Where nothing draws signs, nobody needs to know that most fonts do not.
        if !scope.has_signs && !rules.iter().any(Rule::draws_signs) {
            rules.retain(Rule::says_more_than_fonts);
        }
        rules.sort_by_key(|rule| rule.selector.weight());
        worded.truncate(scope.most);
        let mut styles = Self { rules, worded, ..Self::default() };
        for (at, rule) in styles.rules.iter().enumerate() {
            let shows = |one: &Said| matches!(one.what, What::Display(Display::Shown));
            let index = if rule.said.iter().all(shows) {
                &mut styles.showing
            } else {
                &mut styles.telling
            };
            index.add(rule.selector.key(), at);
        }
        styles
    }

    /// Whether sheets may put words before or after what an element holds.
    pub(super) fn may_word(&self, node: Node<'_>) -> bool {
        self.worded.iter().any(|selector| selector.fits(node))
    }

    /// What is said of an element, inheritance aside; `has_own` if by itself too, `is_hidden` if
    /// browsers hide it.
    pub(super) fn of_node(
        &self,
        node: Node<'_>,
        has_own: bool,
        is_hidden: bool,
    ) -> Style {
        let own = node.attribute("style").filter(|_| has_own);
        let own = own.map(css::declarations).unwrap_or_default();
        if self.rules.is_empty() && own.is_empty() {
            return Style::default();
        }
        let fits =
            |at: &usize| self.rules.get(*at).is_some_and(|rule| rule.selector.fits(node));
        let mut places = self.telling.candidates(node);
        places.retain(fits);
        if places.is_empty() && own.is_empty() && !is_hidden {
            return Style::default();
        }
        places.extend(self.showing.candidates(node).into_iter().filter(fits));
        // In the order of the cascade.
        places.sort_unstable();
        places.dedup();
        let rules = places.into_iter().filter_map(|at| self.rules.get(at));
        let sheets = rules.flat_map(|rule| &*rule.said).copied();
        let mut held: [Option<Said>; 4] = [None; 4];
        for one in sheets.chain(said(&own)) {
            let slot = &mut held[one.what.slot()];
            if one.is_important || slot.is_none_or(|slot| !slot.is_important) {
                *slot = Some(one);
            }
        }
        let mut style = Style::default();
        // The family comes last: it says more than `font`.
        for one in held.into_iter().rev().flatten() {
            match one.what {
                What::Display(display) => style.display = Some(display),
                What::Visibility(visibility) => style.visibility = visibility,
                What::Family(draws_signs) | What::Font(draws_signs) => {
                    style.draws_signs = Some(draws_signs);
                }
            }
        }
        style
    }
}

/// Whether the text of a rule may hold a property that is read.
fn may_be_of_use(body: &str) -> bool {
    ["display", "font", "visibility"].iter().any(|name| body.contains(name))
        || body.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// Whether the text of a rule brings something into sight.
fn shows(body: &str) -> bool {
    may_be_of_use(body)
        && said(&css::declarations(body)).any(|one| match one.what {
            What::Display(display) => display == Display::Shown,
            What::Visibility(visibility) => visibility == Some(Visibility::Visible),
            What::Family(_) | What::Font(_) => false,
        })
}

/// Whether the text of a rule puts words where it stands; signs of a font of icons are none.
fn puts_words(body: &str) -> bool {
    let is_worded = |one: &Declaration| {
        let mut parser = Parser::new(&one.value);
        let mut token = || parser.next().ok().cloned();
        std::iter::from_fn(&mut token).any(|token| match token {
            Token::QuotedString(text) => text.chars().any(char::is_alphanumeric),
            Token::Function(name) => name.eq_ignore_ascii_case("attr"),
            _ => false,
        })
    };
    body.contains("content")
        && css::declarations(body)
            .iter()
            .any(|one| one.name == "content" && is_worded(one))
}

/// What declarations say, as far as it is read.
fn said(declarations: &[Declaration]) -> impl Iterator<Item = Said> {
    declarations.iter().filter_map(|one| {
        let value = one.value.to_ascii_lowercase();
        let draws_signs = || value.contains("icon") || value.contains("symbols");
        let what = match &*one.name {
            "display" if value == "none" => What::Display(Display::None),
            "display" => What::Display(Display::Shown),
            "visibility" => What::Visibility(match &*value {
                "hidden" | "collapse" => Some(Visibility::Hidden),
                "visible" => Some(Visibility::Visible),
                _ => None,
            }),
            "font-family" => What::Family(draws_signs()),
            "font" => What::Font(draws_signs()),
            _ => return None,
        };
        Some(Said { what, is_important: one.is_important })
    })
}
