//! What the colors of a text follow from: the elements around it, as far as style sheets tell
//! them apart. Texts with one chain look the same, on whatever page they stand.
//!
//! Pages of a site share most of their chains, so most need no second look.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::quality::FixedState;
use foldhash::{HashMap, HashSet};

use super::fit::{Family, REST, is_link};
use super::selector::{Fit, Selector, Simple};
use super::sheets::Sheets;
use crate::audit::markup::{Document, Node};
use crate::audit::page::input_type;

/// Chains, each with the place of the first text that has it.
pub(super) type Chained = Vec<(u64, usize)>;

/// Everything by which the sheets of a page tell elements apart, besides names.
pub(super) struct Chains<'s> {
    /// Stands for the sheets.
    seed: u64,
    ids: HashSet<&'s str>,
    classes: HashSet<&'s str>,
    attributes: HashMap<&'s str, Vec<&'s Simple>>,
    /// Parts of selectors that ask where an element stands, or what it holds.
    stands: Vec<&'s [Simple]>,
    /// What is asked of an element, and of the one before it.
    pairs: Vec<(&'s [Simple], &'s [Simple])>,
}

impl<'s> Chains<'s> {
    /// Reads the sheets of a page; none if an element may look different because of more than
    /// what it lies in and the one element before it.
    pub(super) fn of(sheets: &'s Sheets) -> Option<Self> {
        let mut chains = Self {
            seed: sheets.seed(),
            ids: HashSet::default(),
            classes: HashSet::default(),
            attributes: HashMap::default(),
            stands: Vec::new(),
            pairs: Vec::new(),
        };
        let all = sheets.selectors().all(|one| chains.note(one, false));
        all.then_some(chains)
    }

    /// Notes what a selector asks for; not if that is too much.
    fn note(&mut self, selector: &'s Selector, is_inner: bool) -> bool {
        let mut nexts = 0;
        let mut inner: Option<&[Simple]> = None;
        for (own, sign) in &selector.parts {
            match (sign, inner) {
                ('~', _) => return false,
                ('+', _) if is_inner => return false,
                ('+', Some(inner)) => {
                    nexts += 1;
                    self.pairs.push((inner, own));
                }
                _ => {}
            }
            if !own.iter().all(|simple| self.note_simple(simple)) {
                return false;
            }
            if own.iter().any(stands) {
                self.stands.push(own);
            }
            inner = Some(own);
        }
        nexts <= 1
    }

    fn note_simple(&mut self, simple: &'s Simple) -> bool {
        match simple {
            Simple::Id(id) => {
                self.ids.insert(id);
            }
            Simple::Class(class) => {
                self.classes.insert(class);
            }
            Simple::Attribute(name, _) => {
                self.attributes.entry(name).or_default().push(simple);
            }
            Simple::OneOf(all) | Simple::NoneOf(all) => {
                return all.iter().all(|one| self.note(one, true));
            }
            Simple::Nth(..)
            | Simple::Only
            | Simple::Empty
            | Simple::Switch(_)
            | Simple::Any
            | Simple::Type(_)
            | Simple::Root
            | Simple::Link
            | Simple::State(_)
            | Simple::Unknown => {}
        }
        true
    }

    /// The chains of some nodes, each with the place of the first that has it.
    pub(super) fn texts<'d>(
        &self,
        document: &'d Document<'d>,
        family: &Family<'d>,
        is_text: &[bool],
    ) -> Chained {
        let mut whole = vec![self.seed; document.len()];
        let (mut texts, mut seen) = (Vec::new(), HashSet::default());
        for node in document.root().descendants() {
            let place = node.place();
            let above = node.parent().map_or(self.seed, |parent| whole[parent.place()]);
            whole[place] = above;
            if node.is_element() {
                whole[place] = self.with(above, node, family);
            }
            if is_text.get(place) == Some(&true) && seen.insert(whole[place]) {
                texts.push((whole[place], place));
            }
        }
        texts
    }

    /// What an element lies in, and it by itself, with the one before.
    fn with<'d>(&self, above: u64, node: Node<'d>, family: &Family<'d>) -> u64 {
        let mut hasher = FixedState::default().build_hasher();
        (above, node.name(), node.is_html(), is_link(node)).hash(&mut hasher);
        node.is("input").then(|| input_type(node)).hash(&mut hasher);
        for attribute in node.attributes() {
            let (name, value) = (&*attribute.name, &*attribute.value);
            match name {
                "class" => {
                    let asked = |class: &&str| self.classes.contains(class);
                    let classes = value.split_ascii_whitespace().filter(asked);
                    classes.for_each(|class| ('.', class).hash(&mut hasher));
                }
                "id" => ('#', self.ids.get(value)).hash(&mut hasher),
                "style" => (';', value).hash(&mut hasher),
                _ => {}
            }
            for simple in self.attributes.get(name).into_iter().flatten() {
                (name, family.one(simple, node, REST) == Fit::Yes).hash(&mut hasher);
            }
        }
        // States change; whatever else is asked holds or does not.
        let fit = |own: &[Simple], node| {
            let lasting = own.iter().filter(|simple| simple.states() == 0);
            lasting.map(|simple| family.one(simple, node, REST)).min()
        };
        for asked in &self.stands {
            fit(asked, node).hash(&mut hasher);
        }
        for (asked, asked_before) in &self.pairs {
            let before =
                family.before(node).filter(|_| fit(asked, node) != Some(Fit::No));
            before.map(|before| fit(asked_before, before)).hash(&mut hasher);
        }
        hasher.finish()
    }
}

/// Whether a condition is about where an element stands, or about what it holds.
fn stands(simple: &Simple) -> bool {
    matches!(simple, Simple::Nth(..) | Simple::Only | Simple::Empty | Simple::Switch(_))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::audit::contrast::{Library, faults};
    use crate::audit::markup::Document;
    use crate::audit::page::Page;

    const RULES: [&str; 14] = [
        "p { color: #222 }",
        ".a { color: #aaa }",
        ".b .a { color: #333 }",
        "b + i { color: #bbb }",
        "b ~ i { color: #999 }",
        "p:first-child { color: #aaa }",
        "li:nth-child(odd) { background: #222 }",
        "[lang=de] { color: #bbb }",
        "a:hover { color: #aaa }",
        "#x { color: #999 }",
        "div:empty + p { color: #aaa }",
        ":is(.a, li > i) { background: #ddd }",
        "p:not(.a) b { color: #888 }",
        "i:only-child { color: #aaa }",
    ];

    const PIECES: [&str; 12] = [
        "<p>Word</p>",
        "<p class=a>Word</p>",
        "<p class=a><b>Word</b> <i>word</i></p>",
        "<div class=b><p class=a>Word</p></div>",
        "<div class=b>",
        "</div>",
        "<ul><li>Word<li><i>Word</i></ul>",
        "<p lang=de>Word</p>",
        "<p><a href=y>Word</a></p>",
        "<p id=x>Word <i>word</i></p>",
        "<div></div>",
        "<i>Word</i>",
    ];

    proptest! {
        #[test]
        fn what_other_pages_taught_changes_no_verdict(
            rules in proptest::collection::vec(0..RULES.len(), 0..5),
            pages in proptest::collection::vec(
                proptest::collection::vec(0..PIECES.len(), 0..5), 1..7),
        ) {
            let style: String = rules.iter().map(|at| RULES[*at]).collect();
            let shared = Library::default();
            for page in pages {
                let body: String = page.iter().map(|at| PIECES[*at]).collect();
                let text = format!("<html><style>{style}</style><body>{body}");
                let document = Document::parse(&text);
                let told = |library: &Library| {
                    let found = faults(&Page::within(&document, "", library));
                    let one = |fault: super::super::Fault<'_>| {
                        (fault.node.place(), fault.message, fault.is_sure)
                    };
                    found.into_iter().map(one).collect::<Vec<_>>()
                };
                prop_assert_eq!(told(&shared), told(&Library::default()), "{}", text);
            }
        }
    }
}
