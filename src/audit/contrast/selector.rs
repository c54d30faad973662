//! Selectors that may or may not fit: what cannot be told from the page is `Maybe`.

use crate::audit::markup::Node;

/// Whether a selector fits an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    No,
    Maybe,
    Yes,
}

/// What a reader does with one element of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Rest,
    Hover,
    Focus,
    Visited,
}

/// A state, and the place of the element that is in it.
pub(super) type Touch = (State, usize);

/// A selector, from the element outwards.
#[derive(Clone, Debug)]
pub(super) struct Selector {
    parts: Vec<(Compound, char)>,
    pub(super) weight: (usize, usize, usize),
    /// Whether a state can change what it fits.
    pub(super) has_state: bool,
}

#[derive(Clone, Debug)]
enum Simple {
    Any,
    Type(String),
    Id(String),
    Class(String),
    Attribute(String, Option<(char, String)>),
    Root,
    Link,
    State(State),
    FirstChild,
    LastChild,
    Unknown,
}

type Compound = Vec<Simple>;

impl Selector {
    /// Reads one selector; none if it fits no element, such as that of a pseudo-element.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts: Vec<(Compound, char)> = vec![(Vec::new(), ' ')];
        let (mut rest, mut is_unknown) = (text.trim(), false);
        while let Some(c) = rest.chars().next() {
            if c.is_whitespace() || ">+~".contains(c) {
                let end = rest
                    .find(|c: char| !c.is_whitespace() && !">+~".contains(c))
                    .unwrap_or(rest.len());
                let sign = rest[..end].trim().chars().next().unwrap_or(' ');
                rest = &rest[end..];
                parts.push((Vec::new(), sign));
                continue;
            }
            let (simple, after) = simple(rest)?;
            if let Some((own, _)) = parts.last_mut() {
                own.push(simple);
            }
            is_unknown |= after.len() == rest.len();
            rest = if is_unknown { "" } else { after };
        }
        if is_unknown {
            parts = vec![(vec![Simple::Unknown], ' ')];
        }
        let mut weight = (0, 0, 0);
        for simple in parts.iter().flat_map(|(own, _)| own) {
            match simple {
                Simple::Any => {}
                Simple::Id(_) => weight.0 += 1,
                Simple::Type(_) => weight.2 += 1,
                _ => weight.1 += 1,
            }
        }
        let is_state = |simple: &Simple| matches!(simple, Simple::State(_));
        let has_state = parts.iter().any(|(own, _)| own.iter().any(is_state));
        // Turned round, each part says how it stands to what follows it inwards.
        let signs: Vec<char> = parts.iter().skip(1).map(|(_, sign)| *sign).collect();
        for ((_, own), sign) in parts.iter_mut().zip(signs.into_iter().chain([' '])) {
            *own = sign;
        }
        parts.reverse();
        Some(Self { parts, weight, has_state })
    }

    /// Whether it fits an element while another, or the same, is in a state.
    pub(super) fn fit(&self, node: Node<'_>, touch: Touch) -> Fit {
        let Some(((own, _), outer)) = self.parts.split_first() else { return Fit::No };
        let mut fit = compound_fit(own, node, touch);
        let mut inner = node;
        for (part, sign) in outer {
            if fit == Fit::No {
                return Fit::No;
            }
            let fits = |node: &Node<'_>| compound_fit(part, *node, touch);
            let found = match sign {
                '>' => inner.parent().map(|node| (fits(&node), node)),
                ' ' => best(inner.ancestors(), fits),
                '+' => before(inner).last().map(|node| (fits(node), *node)),
                _ => best(before(inner).into_iter().rev(), fits),
            };
            let Some((own, holder)) = found else { return Fit::No };
            fit = fit.min(own);
            inner = holder;
        }
        fit
    }
}

/// The nearest node that fits best.
fn best<'d>(
    nodes: impl Iterator<Item = Node<'d>>,
    fits: impl Fn(&Node<'d>) -> Fit,
) -> Option<(Fit, Node<'d>)> {
    let mut found = None;
    for node in nodes {
        match fits(&node) {
            Fit::Yes => return Some((Fit::Yes, node)),
            Fit::Maybe if found.is_none() => found = Some((Fit::Maybe, node)),
            _ => {}
        }
    }
    found
}

/// The elements before a node under the same parent.
fn before(node: Node<'_>) -> Vec<Node<'_>> {
    let all = node.parent().into_iter().flat_map(Node::child_elements);
    all.take_while(|other| *other != node).collect()
}

/// One simple selector and what follows it; the whole text follows one that is not known.
fn simple(text: &str) -> Option<(Simple, &str)> {
    let name_end = |from: usize| {
        let is_end = |c: char| !(c.is_alphanumeric() || "-_".contains(c));
        text[from..].find(is_end).map_or(text.len(), |at| from + at)
    };
    let first = text.chars().next()?;
    match first {
        '*' => Some((Simple::Any, &text[1..])),
        '.' | '#' => {
            let end = name_end(1);
            let name = text[1..end].to_owned();
            if name.is_empty() {
                return Some((Simple::Unknown, text));
            }
            let own = if first == '.' { Simple::Class(name) } else { Simple::Id(name) };
            Some((own, &text[end..]))
        }
        '[' => {
            let (inner, after) = text[1..].split_once(']')?;
            Some((attribute(inner), after))
        }
        ':' if text.starts_with("::") => None,
        ':' => {
            let end = name_end(1);
            if text[end..].starts_with('(') {
                return Some((Simple::Unknown, &text[close(text, end)..]));
            }
            let own = match &*text[1..end].to_ascii_lowercase() {
                "root" => Simple::Root,
                "link" | "any-link" => Simple::Link,
                "hover" => Simple::State(State::Hover),
                "focus" | "focus-visible" => Simple::State(State::Focus),
                "visited" => Simple::State(State::Visited),
                "first-child" => Simple::FirstChild,
                "last-child" => Simple::LastChild,
                "before" | "after" | "first-line" | "first-letter" => return None,
                _ => Simple::Unknown,
            };
            Some((own, &text[end..]))
        }
        _ => {
            let end = name_end(0);
            Some((Simple::Type(text[..end].to_ascii_lowercase()), &text[end..]))
        }
    }
}

/// Where the bracket that stands at `open` is closed again.
fn close(text: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().skip(open) {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

fn attribute(inner: &str) -> Simple {
    let Some((name, value)) = inner.split_once('=') else {
        return Simple::Attribute(inner.trim().to_ascii_lowercase(), None);
    };
    let sign = name.chars().last().filter(|c| "~^$*|".contains(*c));
    let name = name.trim_end_matches(['~', '^', '$', '*', '|']).trim();
    let value = value.trim();
    let plain = value.trim_matches(['"', '\'']);
    if plain.contains(['"', '\'', '\\', ' ']) {
        return Simple::Unknown;
    }
    let test = (sign.unwrap_or('='), plain.to_owned());
    Simple::Attribute(name.to_ascii_lowercase(), Some(test))
}

fn compound_fit(own: &Compound, node: Node<'_>, touch: Touch) -> Fit {
    if !node.is_element() {
        return Fit::No;
    }
    let mut fit = Fit::Yes;
    for simple in own {
        fit = fit.min(simple_fit(simple, node, touch));
        if fit == Fit::No {
            break;
        }
    }
    fit
}

fn simple_fit(simple: &Simple, node: Node<'_>, (state, at): Touch) -> Fit {
    let is_link = || node.is_any(&["a", "area"]) && node.has("href");
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
        Simple::Link => is_link(),
        Simple::State(State::Hover) => {
            state == State::Hover && node.range().contains(&at)
        }
        Simple::State(State::Visited) => {
            state == State::Visited && node.place() == at && is_link()
        }
        Simple::State(own) => state == *own && node.place() == at,
        Simple::FirstChild => before(node).is_empty(),
        Simple::LastChild => node
            .parent()
            .is_some_and(|parent| parent.child_elements().last() == Some(node)),
    };
    if fits { Fit::Yes } else { Fit::No }
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
