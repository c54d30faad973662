//! Selectors as they are read. What is not understood is `Unknown`, and never fits for sure.

use super::scan;

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Fit {
    No,
    /// Nobody can tell.
    Maybe,
    Yes,
}

/// What a reader does with an element, as a set.
pub(super) mod state {
    pub(in crate::audit::contrast) const REST: u8 = 0;
    pub(in crate::audit::contrast) const HOVER: u8 = 1;
    pub(in crate::audit::contrast) const FOCUS: u8 = 2;
    pub(in crate::audit::contrast) const ACTIVE: u8 = 4;
    pub(in crate::audit::contrast) const VISITED: u8 = 8;
    /// Focus within; whoever has the focus has it within.
    pub(in crate::audit::contrast) const WITHIN: u8 = 16;
    /// The address names it.
    pub(in crate::audit::contrast) const TARGET: u8 = 32;
}

/// A selector, from the element outwards.
#[derive(Clone, Debug)]
pub(super) struct Selector {
    /// Each part with how it stands to the one before: ` `, `>`, `+` or `~`.
    pub(super) parts: Vec<(Vec<Simple>, char)>,
    pub(super) weight: Weight,
    /// The states that can change what it fits.
    pub(super) states: u8,
    /// Whether it means what is made before or after the element.
    pub(super) is_generated: bool,
}

/// How much a selector counts: identifiers, then classes, then types.
pub(super) type Weight = (u16, u16, u16);

/// One condition.
#[derive(Clone, Debug)]
pub(super) enum Simple {
    Any,
    Type(String),
    Id(String),
    Class(String),
    Attribute(String, Option<(char, String)>),
    Root,
    Link,
    State(u8),
    /// Place among its siblings, `a` times any number and `b`, from the end or not.
    Nth(i32, i32, bool),
    Only,
    Empty,
    Switch(bool),
    OneOf(Vec<Selector>),
    NoneOf(Vec<Selector>),
    Unknown,
}

/// Most parts of a selector, and the deepest nesting of selectors within selectors.
const MOST_PARTS: usize = 24;
const DEEPEST: usize = 4;

/// Reads a list of selectors; those that fit no element are left out.
pub(super) fn list(text: &str) -> Vec<Selector> {
    read_list(text, 0)
}

fn read_list(text: &str, depth: usize) -> Vec<Selector> {
    scan::parts(text, b",").filter_map(|one| read(one, depth)).collect()
}

/// Reads one selector; none if it fits no element, such as that of a marker.
fn read(text: &str, depth: usize) -> Option<Selector> {
    let mut parts: Vec<(Vec<Simple>, char)> = vec![(Vec::new(), ' ')];
    let (mut rest, mut is_generated) = (text.trim(), false);
    while let Some(c) = rest.chars().next() {
        if c.is_whitespace() || ">+~".contains(c) {
            let is_inner = |c: char| !c.is_whitespace() && !">+~".contains(c);
            let end = rest.find(is_inner).unwrap_or(rest.len());
            let sign = rest[..end].trim().chars().next().unwrap_or(' ');
            rest = &rest[end..];
            parts.push((Vec::new(), sign));
            continue;
        }
        let (simple, after) = simple(rest, depth)?;
        is_generated |= simple.is_none();
        let own = &mut parts.last_mut()?.0;
        if simple.is_some() || own.is_empty() {
            own.push(simple.unwrap_or(Simple::Any));
        }
        rest = after;
    }
    if parts.len() > MOST_PARTS || parts.iter().any(|(own, _)| own.is_empty()) {
        parts = vec![(vec![Simple::Unknown], ' ')];
    }
    let all = || parts.iter().flat_map(|(own, _)| own);
    let weight = all().map(weight).fold((0, 0, 0), sum);
    let states = all().fold(0, |states, simple| states | simple.states());
    // Turned round, each part says how it stands to the one that follows it inwards.
    let signs: Vec<char> = parts.iter().skip(1).map(|(_, sign)| *sign).collect();
    let mut parts: Vec<_> = parts.into_iter().map(|(own, _)| own).collect();
    parts.reverse();
    let signs = std::iter::once(' ').chain(signs.into_iter().rev());
    let parts = parts.into_iter().zip(signs).collect();
    Some(Selector { parts, weight, states, is_generated })
}

fn sum(a: Weight, b: Weight) -> Weight {
    (a.0.saturating_add(b.0), a.1.saturating_add(b.1), a.2.saturating_add(b.2))
}

fn weight(simple: &Simple) -> Weight {
    match simple {
        Simple::Any => (0, 0, 0),
        Simple::Id(_) => (1, 0, 0),
        Simple::Type(_) => (0, 0, 1),
        Simple::OneOf(all) | Simple::NoneOf(all) => {
            all.iter().map(|one| one.weight).max().unwrap_or_default()
        }
        _ => (0, 1, 0),
    }
}

impl Simple {
    /// The states that can change whether it fits.
    pub(super) fn states(&self) -> u8 {
        match self {
            Self::State(own) => *own,
            Self::OneOf(all) | Self::NoneOf(all) => {
                all.iter().fold(0, |states, one| states | one.states)
            }
            _ => 0,
        }
    }
}

/// A name and what follows it; escapes are decoded.
fn name(text: &str) -> Option<(String, &str)> {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        rest = match c {
            '\\' => {
                let after = &rest[1..];
                let digits =
                    after.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
                let code = u32::from_str_radix(&after[..digits], 16).ok();
                let coded = code.and_then(char::from_u32);
                let sign = coded.or_else(|| after.chars().next())?;
                out.push(sign);
                let length = if coded.is_some() { digits } else { sign.len_utf8() };
                let rest = &after[length..];
                let is_coded = coded.is_some();
                rest.strip_prefix(|c: char| is_coded && c.is_whitespace()).unwrap_or(rest)
            }
            _ if c.is_alphanumeric() || "-_".contains(c) || !c.is_ascii() => {
                out.push(c);
                &rest[c.len_utf8()..]
            }
            _ => break,
        };
    }
    (!out.is_empty()).then_some((out, rest))
}

/// One condition and what follows it; no condition for what is made before or after an element.
fn simple(text: &str, depth: usize) -> Option<(Option<Simple>, &str)> {
    let first = text.chars().next()?;
    let inner = &text[first.len_utf8()..];
    let unknown = Some((Some(Simple::Unknown), ""));
    let (own, after) = match first {
        '*' => (Simple::Any, inner),
        '.' | '#' => {
            let Some((name, after)) = name(inner) else { return unknown };
            (if first == '.' { Simple::Class(name) } else { Simple::Id(name) }, after)
        }
        '[' => {
            let (inner, after) = scan::bracket(text)?;
            (attribute(inner), after)
        }
        ':' => return pseudo(text, depth),
        _ => match name(text) {
            // A namespace is not told.
            Some((_, after)) if after.starts_with('|') => return unknown,
            Some((name, after)) => (Simple::Type(name.to_ascii_lowercase()), after),
            None => return unknown,
        },
    };
    Some((Some(own), after))
}

fn pseudo(text: &str, depth: usize) -> Option<(Option<Simple>, &str)> {
    let inner = text.trim_start_matches(':');
    let is_element = text.starts_with("::");
    let Some((name, after)) = name(inner) else {
        return Some((Some(Simple::Unknown), ""));
    };
    let name = name.to_ascii_lowercase();
    if matches!(&*name, "before" | "after") {
        return Some((None, after));
    }
    if is_element || matches!(&*name, "first-line" | "first-letter") {
        return None;
    }
    if after.starts_with('(') {
        let (arguments, after) = scan::bracket(after)?;
        return Some((Some(function(&name, arguments, depth)), after));
    }
    let own = match &*name {
        "root" => Simple::Root,
        "link" | "any-link" => Simple::Link,
        "hover" => Simple::State(state::HOVER),
        "focus" | "focus-visible" => Simple::State(state::FOCUS),
        "focus-within" => Simple::State(state::WITHIN),
        "active" => Simple::State(state::ACTIVE),
        "visited" => Simple::State(state::VISITED),
        "target" => Simple::State(state::TARGET),
        "first-child" => Simple::Nth(0, 1, false),
        "last-child" => Simple::Nth(0, 1, true),
        "only-child" => Simple::Only,
        "empty" => Simple::Empty,
        "disabled" => Simple::Switch(false),
        "enabled" => Simple::Switch(true),
        _ => Simple::Unknown,
    };
    Some((Some(own), after))
}

fn function(name: &str, arguments: &str, depth: usize) -> Simple {
    if depth >= DEEPEST {
        return Simple::Unknown;
    }
    let all = || read_list(arguments, depth + 1);
    match name {
        "is" | "matches" | "-webkit-any" => Simple::OneOf(all()),
        "where" => {
            let mut all = all();
            for one in &mut all {
                one.weight = (0, 0, 0);
            }
            Simple::OneOf(all)
        }
        "not" => Simple::NoneOf(all()),
        "nth-child" => nth(arguments, false),
        "nth-last-child" => nth(arguments, true),
        _ => Simple::Unknown,
    }
}

/// `odd`, `even`, `3`, `2n + 1` and their like.
fn nth(text: &str, is_from_end: bool) -> Simple {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.to_ascii_lowercase();
    let read = || match &*plain {
        "odd" => Some((2, 1)),
        "even" => Some((2, 0)),
        _ => match plain.split_once('n') {
            None => Some((0, plain.parse().ok()?)),
            Some((a, b)) => {
                let a = match a {
                    "" | "+" => 1,
                    "-" => -1,
                    _ => a.parse().ok()?,
                };
                Some((a, if b.is_empty() { 0 } else { b.parse().ok()? }))
            }
        },
    };
    read().map_or(Simple::Unknown, |(a, b)| Simple::Nth(a, b, is_from_end))
}

fn attribute(inner: &str) -> Simple {
    let Some((name, value)) = inner.split_once('=') else {
        return Simple::Attribute(inner.trim().to_ascii_lowercase(), None);
    };
    let sign = name.chars().last().filter(|c| "~^$*|".contains(*c));
    let name = name.trim_end_matches(['~', '^', '$', '*', '|']).trim();
    let value = value.trim();
    let plain = value.trim_matches(['"', '\'']);
    // Flags and escapes are not told.
    if plain.contains(['"', '\'', '\\']) || (plain == value && plain.contains(' ')) {
        return Simple::Unknown;
    }
    let test = (sign.unwrap_or('='), plain.to_owned());
    Simple::Attribute(name.to_ascii_lowercase(), Some(test))
}
