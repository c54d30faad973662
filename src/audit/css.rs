//! Plain style rules: selectors that name elements, and declarations. It skips what it does not
//! understand, and computes no style.

mod selector;

use std::collections::HashSet;
use std::ops::Range;

pub use selector::{Key, Selector};

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
            let selectors =
                split_outside(prelude, ',').into_iter().filter_map(Selector::read);
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
        let is_left_out = depth > 0 || Selector::read(one).is_none();
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
        let alone = || Selector::of_one(&subject(holder));
        // What is opened may be so from the start.
        if !asks_state(holder, &STATES[..STATES.len() - 1]) {
            found.extend(Selector::read(holder).or_else(alone));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::markup::{Document, Node};

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
