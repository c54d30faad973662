//! Selectors, as far as a tree of elements tells whether they select.

use crate::audit::markup::Node;

/// A selector of types, identifiers, classes and attributes, by descent.
#[derive(Clone, Debug)]
pub struct Selector {
    /// From the element outwards, each with whether it must be the parent of the one before.
    parts: Vec<(Compound, bool)>,
}

/// What an element must at least have to be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key<'s> {
    /// This identifier.
    Id(&'s str),
    /// This class.
    Class(&'s str),
    /// This type.
    Name(&'s str),
}

/// What one element must be.
#[derive(Clone, Debug, Default)]
struct Compound {
    name: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
    attributes: Vec<(String, Option<String>)>,
}

impl Selector {
    /// Reads a selector; none if it asks for more than we can tell.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts: Vec<(Compound, bool)> = Vec::new();
        let mut is_child = false;
        let spaced = text.replace('>', " > ");
        for word in spaced.split_ascii_whitespace() {
            if word == ">" {
                parts.last_mut()?.1 = true;
                is_child = true;
                continue;
            }
            is_child = false;
            parts.push((compound(word)?, false));
        }
        parts.reverse();
        // After turning round, each part says how it stands to the one that follows it inwards.
        (!parts.is_empty() && !is_child).then_some(Self { parts })
    }

    /// What selects by what is said of one element alone.
    pub(super) fn of_one(text: &str) -> Option<Self> {
        Some(Self { parts: vec![(compound(text)?, false)] })
    }

    /// A name that an element must have to be selected: its identifier, one of its classes or
    /// its type; none if any element may be.
    pub fn key(&self) -> Option<Key<'_>> {
        let (subject, _) = self.parts.first()?;
        let id = subject.id.as_deref().map(Key::Id);
        let class = subject.classes.first().map(|class| Key::Class(class));
        id.or(class).or_else(|| subject.name.as_deref().map(Key::Name))
    }

    /// How much it weighs against others: identifiers, then classes, then types.
    pub fn weight(&self) -> (usize, usize, usize) {
        let mut weight = (0, 0, 0);
        for (part, _) in &self.parts {
            weight.0 += usize::from(part.id.is_some());
            weight.1 += part.classes.len() + part.attributes.len();
            weight.2 += usize::from(part.name.is_some());
        }
        weight
    }

    /// Whether it selects an element.
    pub fn fits(&self, node: Node<'_>) -> bool {
        let mut parts = self.parts.iter();
        if !parts.next().is_some_and(|(part, _)| part.fits(node)) {
            return false;
        }
        let mut inner = node;
        for (part, is_parent) in parts {
            let found = if *is_parent {
                inner.parent().filter(|parent| part.fits(*parent))
            } else {
                inner.closest(|holder| part.fits(holder))
            };
            match found {
                Some(holder) => inner = holder,
                None => return false,
            }
        }
        true
    }
}

impl Compound {
    fn fits(&self, node: Node<'_>) -> bool {
        let has_class = |class: &String| {
            let own = node.attribute("class").unwrap_or_default();
            own.split_ascii_whitespace().any(|own| own == class)
        };
        let is_name =
            |name: &str| node.name() == name || node.name().eq_ignore_ascii_case(name);
        node.is_element()
            && self.name.as_deref().is_none_or(is_name)
            && self.id.as_deref().is_none_or(|id| node.attribute("id") == Some(id))
            && self.classes.iter().all(has_class)
            && self.attributes.iter().all(|(name, value)| {
                node.attribute(name)
                    .is_some_and(|own| value.as_deref().is_none_or(|value| value == own))
            })
    }
}

fn compound(text: &str) -> Option<Compound> {
    let mut compound = Compound::default();
    let mut rest = text;
    let end = rest.find(['#', '.', '[', ':']).unwrap_or(rest.len());
    let name = &rest[..end];
    if !name.is_empty() && name != "*" {
        compound.name = Some(word(name)?.to_ascii_lowercase());
    }
    rest = &rest[end..];
    while let Some(mark) = rest.chars().next() {
        rest = &rest[1..];
        if mark == '[' {
            let (inner, after) = rest.split_once(']')?;
            rest = after;
            let (name, value) = match inner.split_once('=') {
                Some((name, value)) => {
                    (name, Some(value.trim().trim_matches(['"', '\'']).to_owned()))
                }
                None => (inner, None),
            };
            let name = word(name.trim())?.to_ascii_lowercase();
            compound.attributes.push((name, value));
            continue;
        }
        let end = rest.find(['#', '.', '[', ':']).unwrap_or(rest.len());
        let name = word(&rest[..end])?.to_owned();
        rest = &rest[end..];
        match mark {
            '#' => compound.id = Some(name),
            '.' => compound.classes.push(name),
            _ => return None,
        }
    }
    Some(compound)
}

/// A plain name.
fn word(text: &str) -> Option<&str> {
    let is_plain = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    (!text.is_empty() && text.chars().all(is_plain)).then_some(text)
}

#[cfg(test)]
mod tests {
    use crate::audit::css::rules;
    use crate::audit::markup::Document;

    #[track_caller]
    fn check(sheet: &str, page: &str, expected: &[&str]) {
        let document = Document::parse(page);
        let found: Vec<_> = document
            .elements()
            .filter(|node| {
                rules(sheet).iter().any(|r| r.selectors.iter().any(|s| s.fits(*node)))
            })
            .filter_map(|node| node.attribute("id"))
            .collect();
        assert_eq!(found, expected, "{sheet}");
    }

    #[test]
    fn plain_selectors_select() {
        let page =
            "<div id=a class='x y'><p id=b><b id=c data-k=v></b></p></div><b id=d>";
        check(".x.y { a: b }", page, &["a"]);
        check("div > p, b[data-k='v'] { a: b }", page, &["b", "c"]);
        check("div b { a: b }", page, &["c"]);
        check("div > b { a: b }", page, &[]);
        check("#d{a:b} b:hover{a:b}", page, &["d"]);
        check("@media print { b { a: b } } p {a:b}", page, &["b"]);
        check("@media screen { b#c { a: b } } @media all{p{a:b}}", page, &["b", "c"]);
        check("/* { */ p { a: b /* } */ }", page, &["b"]);
        check("}}{{;", page, &[]);
    }
}
