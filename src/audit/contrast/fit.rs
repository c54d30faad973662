//! Whether a selector fits an element of a page. Work is bounded, however selectors are built.

use std::cell::{Cell, OnceCell};

use html5ever::local_name;

use super::selector::{Fit, Selector, Simple, state};
use crate::audit::markup::{Document, Node};

/// Most conditions that are looked at for one page; then nobody can tell. A large page of a usual
/// site needs less than a tenth.
const MOST_STEPS: u32 = 8_000_000;

/// The element that somebody does something with, and what; see [`state`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Touch {
    pub(super) place: usize,
    pub(super) states: u8,
}

/// Nothing is touched.
pub(super) const REST: Touch = Touch { place: 0, states: state::REST };

/// Where an element stands among its siblings.
#[derive(Clone, Copy, Debug, Default)]
struct Stand {
    /// From 1.
    from_start: i32,
    from_end: i32,
    /// Place of the element before; 0 is none.
    before: usize,
}

/// The elements of a page with their siblings.
pub(super) struct Family<'d> {
    pub(super) document: &'d Document<'d>,
    /// Counted when first asked for: most sheets ask for none.
    stands: OnceCell<Vec<Stand>>,
    left: Cell<u32>,
}

impl<'d> Family<'d> {
    /// A family of which nothing is known yet.
    pub(super) fn of(document: &'d Document<'d>) -> Self {
        Self { document, stands: OnceCell::new(), left: Cell::new(MOST_STEPS) }
    }

    /// Where an element stands among its siblings.
    fn stand(&self, node: Node<'_>) -> Stand {
        let all = self.stands.get_or_init(|| stands(self.document));
        all.get(node.place()).copied().unwrap_or_default()
    }

    /// Forgets the work that was done.
    pub(super) fn start(&self) {
        self.left.set(MOST_STEPS);
    }

    /// Notes some work.
    pub(super) fn spend(&self, steps: usize) {
        let steps = u32::try_from(steps).unwrap_or(u32::MAX);
        self.left.set(self.left.get().saturating_sub(steps));
    }

    /// Whether too much was asked, so that no answer counts any more.
    pub(super) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }

    /// The element before another, of the same parent.
    pub(super) fn before(&self, node: Node<'_>) -> Option<Node<'d>> {
        let at = self.stand(node).before;
        (at > 0).then(|| self.document.at(at))
    }

    /// Whether a selector fits an element while something is touched.
    pub(super) fn fit(&self, selector: &Selector, node: Node<'d>, touch: Touch) -> Fit {
        match selector.parts.split_first() {
            Some(((own, _), outer)) => {
                let fit = self.all(own, node, touch);
                if fit == Fit::No { fit } else { fit.min(self.outer(outer, node, touch)) }
            }
            None => Fit::No,
        }
    }

    /// Whether what stands around an element fits; no more calls within calls than parts.
    fn outer(&self, parts: &[(Vec<Simple>, char)], inner: Node<'d>, touch: Touch) -> Fit {
        let Some(((own, sign), outer)) = parts.split_first() else { return Fit::Yes };
        let goes_up = matches!(sign, '>' | ' ');
        let next =
            |node: Node<'d>| if goes_up { node.parent() } else { self.before(node) };
        let mut best = Fit::No;
        let mut node = next(inner);
        while let Some(holder) = node {
            let mut fit = self.all(own, holder, touch);
            if fit > best {
                fit = fit.min(self.outer(outer, holder, touch));
            }
            best = best.max(fit);
            if best == Fit::Yes || matches!(sign, '>' | '+') || self.is_spent() {
                break;
            }
            node = next(holder);
        }
        best
    }

    /// Whether all conditions hold of an element.
    pub(super) fn all(&self, own: &[Simple], node: Node<'d>, touch: Touch) -> Fit {
        if !node.is_element() {
            return Fit::No;
        }
        let mut fit = Fit::Yes;
        for simple in own {
            fit = fit.min(self.one(simple, node, touch));
            if fit == Fit::No {
                break;
            }
        }
        fit
    }

    /// Whether one condition holds of an element.
    pub(super) fn one(&self, simple: &Simple, node: Node<'d>, touch: Touch) -> Fit {
        self.spend(1);
        if self.is_spent() {
            return Fit::Maybe;
        }
        let fits = match simple {
            Simple::Any => true,
            Simple::Unknown => return Fit::Maybe,
            Simple::Type(name) => node.name().eq_ignore_ascii_case(name),
            Simple::Id(id) => node.attribute("id") == Some(id),
            Simple::Class(class) => node
                .attribute("class")
                .is_some_and(|own| own.split_ascii_whitespace().any(|own| own == class)),
            Simple::Attribute(name, None) => node.has(name),
            Simple::Attribute(name, Some((sign, value))) => {
                node.attribute(name).is_some_and(|own| value_fits(own, *sign, value))
            }
            Simple::Root => node.is("html"),
            Simple::Link => is_link(node),
            Simple::State(own) => is_in(node, *own, touch),
            Simple::Nth(a, b, is_from_end) => {
                let stand = self.stand(node);
                let at = if *is_from_end { stand.from_end } else { stand.from_start };
                let rest = i64::from(at) - i64::from(*b);
                match i64::from(*a) {
                    0 => rest == 0,
                    a => rest % a == 0 && rest / a >= 0,
                }
            }
            Simple::Only => {
                let stand = self.stand(node);
                stand.from_start == 1 && stand.from_end == 1
            }
            Simple::Empty => {
                !node.children().any(|c| c.is_element() || c.text().is_some())
            }
            Simple::Switch(is_on) => {
                let fields =
                    ["button", "input", "select", "textarea", "option", "fieldset"];
                node.is_any(&fields) && node.has("disabled") != *is_on
            }
            Simple::OneOf(all) => return self.best(all, node, touch),
            Simple::NoneOf(all) => {
                return match self.best(all, node, touch) {
                    Fit::No => Fit::Yes,
                    Fit::Maybe => Fit::Maybe,
                    Fit::Yes => Fit::No,
                };
            }
        };
        if fits { Fit::Yes } else { Fit::No }
    }

    fn best(&self, all: &[Selector], node: Node<'d>, touch: Touch) -> Fit {
        let fits = all.iter().map(|one| self.fit(one, node, touch));
        fits.max().unwrap_or(Fit::No)
    }
}

/// Where every element stands among its siblings, by its place.
fn stands(document: &Document<'_>) -> Vec<Stand> {
    let mut stands = vec![Stand::default(); document.len()];
    let mut last = vec![(0_usize, 0_i32); document.len()];
    for node in document.elements() {
        let parent = node.parent().map_or(0, Node::place);
        let (before, count) = last[parent];
        stands[node.place()] = Stand { from_start: count + 1, from_end: 0, before };
        last[parent] = (node.place(), count + 1);
    }
    for node in document.elements() {
        let parent = node.parent().map_or(0, Node::place);
        let stand = &mut stands[node.place()];
        stand.from_end = last[parent].1 - stand.from_start + 1;
    }
    stands
}

/// Whether it is a link, which may have been followed.
pub(super) fn is_link(node: Node<'_>) -> bool {
    matches!(node.local_name(), Some(&(local_name!("a") | local_name!("area"))))
        && node.is_html()
        && node.has("href")
}

/// Whether an element is in one of these states.
fn is_in(node: Node<'_>, states: u8, touch: Touch) -> bool {
    let holds = touch.states & states;
    let is_around = || node.range().contains(&touch.place);
    (holds & (state::HOVER | state::ACTIVE | state::WITHIN) != 0 && is_around())
        || (holds & (state::FOCUS | state::TARGET) != 0 && node.place() == touch.place)
        || (holds & state::VISITED != 0 && node.place() == touch.place && is_link(node))
}

fn value_fits(own: &str, sign: char, value: &str) -> bool {
    match sign {
        '=' => own == value,
        '~' => own.split_ascii_whitespace().any(|own| own == value),
        '^' => !value.is_empty() && own.starts_with(value),
        '$' => !value.is_empty() && own.ends_with(value),
        '*' => !value.is_empty() && own.contains(value),
        _ => own == value || own.strip_prefix(value).is_some_and(|r| r.starts_with('-')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::contrast::selector;

    /// The identifiers of the elements that fit, those that may fit with a question mark.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let document = Document::parse(
            "<div id=a class='x y'><p id=b><b id=c data-k='v w'></b></p>\
             <p id=d lang=en-GB></p><i id=e></i></div><a id=f href=x><s id=g></s></a>",
        );
        let family = Family::of(&document);
        let hovered = document.by_id("g").map_or(0, Node::place);
        let touch = Touch { place: hovered, states: state::HOVER };
        let mut found = String::new();
        for node in document.elements() {
            let Some(id) = node.attribute("id") else { continue };
            let all = selector::list(text);
            let fit = all.iter().map(|one| family.fit(one, node, touch)).max();
            match fit.unwrap_or(Fit::No) {
                Fit::No => {}
                Fit::Maybe => found.extend([id, "?"]),
                Fit::Yes => found += id,
            }
        }
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn selectors_fit_what_they_should() {
        check("#a, .y p", "abd");
        check(".x.y > p", "bd");
        check("p + p", "d");
        check("p ~ i, b ~ i", "e");
        check(".x > p b", "c");
        check("div > p > b, div > b", "c");
        check("p:first-child, i:last-child", "be");
        check("p:nth-child(2n), p:nth-child(9)", "d");
        check("div > :nth-last-child(-n+2)", "de");
        check("p:not(:first-child)", "d");
        check(":is(p, i):not(#b)", "de");
        check(":where(.x) > p:empty", "d");
        check("[data-k~=w], [lang|=en], [data-k='v w']", "cd");
        check("a:hover, p:hover", "f");
        check("a:hover s:hover", "g");
        check("a:link", "f");
        check("p:checked", "b?d?");
        check("p:has(b)", "b?d?");
        check("p::before, s::marker", "bd");
        check("\\23 a, .\\79", "a");
        check("b:only-child", "c");
    }

    #[test]
    fn odd_selectors_never_fit_for_sure() {
        for odd in
            ["p|b", ">", "> p", "p >", "..x", "#", ":", "::", ":(", "p:is(", "[", "p["]
        {
            for one in selector::list(odd) {
                let document = Document::parse("<p>x");
                let family = Family::of(&document);
                for node in document.elements() {
                    let fit = family.fit(&one, node, REST);
                    assert!(
                        fit != Fit::Yes || odd == "p[" || odd == "p:is(",
                        "{odd}: {one:?}"
                    );
                }
            }
        }
        let long = "p ".repeat(200) + ", " + &":is(".repeat(3_000);
        assert!(selector::list(&long).len() <= 2);
    }

    #[test]
    fn weights_are_those_of_css() {
        let weight = |text| selector::list(text)[0].weight;
        assert_eq!(weight("#a .b p"), (1, 1, 1));
        assert_eq!(weight(":is(#a, p) :where(#b)"), (1, 0, 0));
        assert_eq!(weight("a:not(.b):hover"), (0, 2, 1));
    }
}
