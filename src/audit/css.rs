//! Plain style rules: selectors that name elements, and declarations. It skips what it does not
//! understand, and computes no style.

use std::collections::HashSet;
use std::ops::Range;

use super::markup::Node;

/// A property and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// In lower case.
    pub name: String,
    /// Without `!important`.
    pub value: String,
    /// Whether `!important` follows.
    pub is_important: bool,
    /// Its bytes in the text that was read.
    pub span: Range<usize>,
}

/// A rule of a sheet.
#[derive(Clone, Debug)]
pub struct StyleRule {
    /// Its selectors; those that were not understood are left out.
    pub selectors: Vec<Selector>,
    /// What it says.
    pub declarations: Vec<Declaration>,
}

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

/// The text with comments blanked out, byte for byte.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        let end = rest[start + 2..].find("*/").map_or(rest.len(), |at| start + at + 4);
        out.extend(std::iter::repeat_n(' ', end - start));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// The declarations of a style attribute, or of what stands between braces.
pub fn declarations(text: &str) -> Vec<Declaration> {
    let text = without_comments(text);
    let mut found = Vec::new();
    let mut start = 0;
    for part in split_outside(&text, ';') {
        let span = start..start + part.len();
        start += part.len() + 1;
        let Some((name, value)) = part.split_once(':') else { continue };
        let name = name.trim().to_ascii_lowercase();
        let (value, is_important) = match value.rsplit_once('!') {
            Some((value, word)) if word.trim().eq_ignore_ascii_case("important") => {
                (value, true)
            }
            _ => (value, false),
        };
        let value = value.trim().to_owned();
        if !name.is_empty() && !value.is_empty() {
            found.push(Declaration { name, value, is_important, span });
        }
    }
    found
}

/// The parts between separators that stand outside quotes and brackets.
fn split_outside(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let (mut quote, mut depth) = (None, 0_usize);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth = depth.saturating_sub(1),
            (None, _) if c == separator && depth == 0 => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// The blocks of a sheet that hold where a condition does, each after that condition in lower case.
pub fn media(text: &str) -> Vec<(String, String)> {
    let text = without_comments(text);
    let mut found = Vec::new();
    let mut rest = &*text;
    while let Some(open) = rest.find('{') {
        let prelude = rest[..open].rsplit([';', '}']).next().unwrap_or_default().trim();
        let end = block_end(&rest[open..]).map_or(rest.len(), |at| open + at);
        let lower = prelude.to_ascii_lowercase();
        if let Some(condition) = lower.strip_prefix("@media") {
            let body = rest.get(open + 1..end).unwrap_or_default();
            found.push((condition.to_owned(), body.to_owned()));
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    found
}

/// Whether what follows holds on every screen.
fn holds_on_screens(prelude: &str) -> bool {
    let condition = prelude.strip_prefix("@media").map(str::trim);
    condition.is_some_and(|one| ["all", "only screen", "screen"].contains(&one))
}

/// The rules of a sheet that stand in no at-rule, but for one that holds on every screen.
pub fn rules(text: &str) -> Vec<StyleRule> {
    rules_that(text, |_| true)
}

/// Those of them whose text between braces is of use.
pub fn rules_that(text: &str, is_of_use: impl Fn(&str) -> bool) -> Vec<StyleRule> {
    let text = without_comments(text);
    let mut found = Vec::new();
    let mut rest = &*text;
    while let Some(open) = rest.find('{') {
        let prelude = rest[..open].rsplit([';', '}']).next().unwrap_or_default().trim();
        if holds_on_screens(prelude) {
            rest = &rest[open + 1..];
            continue;
        }
        let end = block_end(&rest[open..]).map_or(rest.len(), |at| open + at);
        let body = rest.get(open + 1..end).unwrap_or_default();
        if !prelude.starts_with('@') && is_of_use(body) {
            let selectors = split_outside(prelude, ',').into_iter().filter_map(selector);
            let selectors = selectors.collect();
            found.push(StyleRule { selectors, declarations: declarations(body) });
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    found
}

/// The names, classes and identifiers of what rules select that [`rules`] leaves out: those that
/// stand in an at-rule, but for print, and those whose selectors are not understood, but for what
/// is touched or opened. Only rules count whose text between braces is of use.
pub fn left_out(text: &str, is_of_use: impl Fn(&str) -> bool) -> HashSet<String> {
    let mut words = HashSet::new();
    each_selector(text, is_of_use, |one, depth| {
        let is_left_out = depth > 0 || selector(one).is_none();
        if is_left_out && !asks_state(one, STATES) {
            let subject = subject(one);
            let own = subject.split(['.', '#']).filter(|word| !word.is_empty());
            words.extend(own.map(str::to_owned));
        }
    });
    words
}

/// What selects the elements before or after whose content a rule puts something while nothing is
/// touched, at-rules other than for print included. Of a selector that asks for more than we can
/// tell, it is what it says of that element alone. Only rules count whose text is of use.
pub fn beside(text: &str, is_of_use: impl Fn(&str) -> bool) -> Vec<Selector> {
    let mut found = Vec::new();
    each_selector(text, is_of_use, |one, _| {
        let mut ends = ["::before", "::after", ":before", ":after"].into_iter();
        let Some(holder) = ends.find_map(|end| one.trim().strip_suffix(end)) else {
            return;
        };
        let alone = || {
            let part = compound(&subject(holder))?;
            Some(Selector { parts: vec![(part, false)] })
        };
        // What is opened may be so from the start.
        if !asks_state(holder, &STATES[..STATES.len() - 1]) {
            found.extend(selector(holder).or_else(alone));
        }
    });
    found
}

/// Passes on each selector of the rules that are of use, but for print, with how many at-rules
/// stand around it.
fn each_selector(
    text: &str,
    is_of_use: impl Fn(&str) -> bool,
    mut take: impl FnMut(&str, usize),
) {
    let text = without_comments(text);
    let mut blocks = vec![(&*text, 0)];
    while let Some((mut rest, depth)) = blocks.pop() {
        while let Some(open) = rest.find('{') {
            let prelude =
                rest[..open].rsplit([';', '}']).next().unwrap_or_default().trim();
            if depth == 0 && holds_on_screens(prelude) {
                rest = &rest[open + 1..];
                continue;
            }
            let end = block_end(&rest[open..]).map_or(rest.len(), |at| open + at);
            let body = rest.get(open + 1..end).unwrap_or_default();
            rest = rest.get(end + 1..).unwrap_or_default();
            if prelude.starts_with('@') {
                if depth < DEEPEST && !prelude.starts_with("@media print") {
                    blocks.push((body, depth + 1));
                }
            } else if is_of_use(body) {
                for one in split_outside(prelude, ',') {
                    take(one, depth);
                }
            }
        }
    }
}

/// At-rules within each other that are read.
const DEEPEST: usize = 4;

/// What a selector says of an element that is touched or opened, and of no page at rest.
const STATES: &[&str] =
    &[":active", ":checked", ":focus", ":hover", ":popover-open", ":target", "[open]"];

fn asks_state(selector: &str, states: &[&str]) -> bool {
    states.iter().any(|state| selector.contains(state))
}

/// The name, the classes and the identifier of the element that a selector selects, as written.
fn subject(selector: &str) -> String {
    let (mut plain, mut depth) = (String::with_capacity(selector.len()), 0_usize);
    for c in selector.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let mut parts = plain.trim_end().rsplit([' ', '\n', '\t', '>', '+', '~']);
    let subject = parts.next().unwrap_or_default();
    let end = subject.find([':', '[']).unwrap_or(subject.len());
    subject[..end].to_owned()
}

/// Where the block that `text` begins with is closed.
fn block_end(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// Reads a selector; none if it asks for more than we can tell.
fn selector(text: &str) -> Option<Selector> {
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
    (!parts.is_empty() && !is_child).then_some(Selector { parts })
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

impl Selector {
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

#[cfg(test)]
mod tests {
    use super::*;
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

    #[test]
    fn what_is_left_out_is_known_by_its_words() {
        let check = |sheet: &str, expected: &[&str]| {
            let mut words: Vec<_> = left_out(sheet, |_| true).into_iter().collect();
            words.sort();
            assert_eq!(words, expected, "{sheet}");
        };
        check(".a { x: y }", &[]);
        check("@media (min-width: 9em) { .b .a, #c.d { x: y } }", &["a", "c", "d"]);
        check("@supports (x: y) { @media screen { p { x: y } } }", &["p"]);
        check("@media print { p { x: y } }", &[]);
        check("@media screen { p { x: y } q:first-child { x: y } }", &["q"]);
        check("p:not(.q .r), .s:hover .t, ul > .u ~ .v { x: y }", &["p", "v"]);
        check("}}{{;@media", &[]);
    }

    #[test]
    fn what_stands_beside_content_is_known_by_its_holder() {
        let check = |sheet: &str, expected: &[&str]| {
            let page = "<p id=a class=x><b id=b></b></p><details open><summary id=c>";
            let document = Document::parse(page);
            let all = beside(sheet, |_| true);
            let fits = |node: &Node<'_>| all.iter().any(|one| one.fits(*node));
            let found = document.elements().filter(fits);
            let found: Vec<_> = found.filter_map(|node| node.attribute("id")).collect();
            assert_eq!(found, expected, "{sheet}");
        };
        check("p.x::before, b:after { x: y }", &["a", "b"]);
        check("details[open] > summary::after { x: y }", &["c"]);
        check("@media (min-width: 9em) { p > b::before { x: y } }", &["b"]);
        check("i ~ p:not(.x .y)::before { x: y }", &["a"]);
        check("p:hover::before, p, .y::before { x: y }", &[]);
        check("@media print { p::before { x: y } }", &[]);
    }

    #[test]
    fn declarations_tell_what_is_important() {
        let found = declarations("A: b !IMPORTANT; c:url(';'); :; d");
        let seen: Vec<_> =
            found.iter().map(|d| (&*d.name, &*d.value, d.is_important)).collect();
        assert_eq!(seen, [("a", "b", true), ("c", "url(';')", false)]);
    }
}
