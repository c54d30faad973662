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
    others: Vec<&'s Simple>,
    /// Whether the element before matters.
    has_next: bool,
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
            others: Vec::new(),
            has_next: false,
        };
        let all = sheets.selectors().all(|one| chains.note(one, false));
        all.then_some(chains)
    }

    /// Notes what a selector asks for; not if that is too much.
    fn note(&mut self, selector: &'s Selector, is_inner: bool) -> bool {
        let mut nexts = 0;
        for (own, sign) in &selector.parts {
            nexts += usize::from(*sign == '+');
            if *sign == '~' || (*sign == '+' && is_inner) {
                return false;
            }
            if !own.iter().all(|simple| self.note_simple(simple)) {
                return false;
            }
        }
        self.has_next |= nexts > 0;
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
            Simple::Nth(..) | Simple::Only | Simple::Empty | Simple::Switch(_) => {
                self.others.push(simple);
            }
            Simple::Any
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
        document: &'d Document,
        family: &Family<'d>,
        is_text: &[bool],
    ) -> Chained {
        let mut own = vec![0; document.len()];
        let mut whole = vec![self.seed; document.len()];
        let (mut texts, mut seen) = (Vec::new(), HashSet::default());
        for node in document.root().descendants() {
            let place = node.place();
            let above = node.parent().map_or(self.seed, |parent| whole[parent.place()]);
            whole[place] = above;
            if node.is_element() {
                own[place] = self.own(node, family);
                let before = family.before(node).filter(|_| self.has_next);
                let before = before.map(|before| own[before.place()]);
                let chain = (above, own[place], before);
                whole[place] = FixedState::default().hash_one(chain);
            }
            if is_text.get(place) == Some(&true) && seen.insert(whole[place]) {
                texts.push((whole[place], place));
            }
        }
        texts
    }

    /// An element by itself.
    fn own<'d>(&self, node: Node<'d>, family: &Family<'d>) -> u64 {
        let mut hasher = FixedState::default().build_hasher();
        (node.name(), node.is_html(), is_link(node)).hash(&mut hasher);
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
        for simple in &self.others {
            (family.one(simple, node, REST) == Fit::Yes).hash(&mut hasher);
        }
        hasher.finish()
    }
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
