//! A style sheet as rules with conditions, in the order of its text. It applies none of them.

use super::selector::Selector;
use crate::audit::css::{self, Declaration};

/// When a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Condition {
    /// In the light scheme.
    pub(super) light: bool,
    /// In the dark scheme.
    pub(super) dark: bool,
    /// Whether something else decides as well, such as the width of the window.
    pub(super) is_open: bool,
}

/// One selector and what it says.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) selector: Selector,
    pub(super) condition: Condition,
    pub(super) declarations: Vec<Declaration>,
}

const ALWAYS: Condition = Condition { light: true, dark: true, is_open: false };

/// Deepest nesting that is read.
const DEEPEST: usize = 8;

/// Reads a sheet. What is not understood becomes open or is left out, and nothing fails.
pub(super) fn rules(text: &str) -> Vec<Rule> {
    let mut found = Vec::new();
    read(&without_comments(text), ALWAYS, 0, &mut found);
    found
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        out.push(' ');
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

fn read(text: &str, condition: Condition, depth: usize, found: &mut Vec<Rule>) {
    let mut rest = text;
    while let Some((prelude, after)) = rest.split_once('{') {
        let (body, after) = block(after);
        rest = after;
        let prelude = prelude.rsplit([';', '}']).next().unwrap_or_default().trim();
        let at_rule = prelude.to_ascii_lowercase();
        if let Some(query) = at_rule.strip_prefix("@media") {
            if depth < DEEPEST {
                read(body, both(condition, media(query)), depth + 1, found);
            }
        } else if ["@supports", "@layer", "@container", "@scope"]
            .iter()
            .any(|name| at_rule.starts_with(name))
        {
            if depth < DEEPEST {
                read(body, Condition { is_open: true, ..condition }, depth + 1, found);
            }
        } else if !prelude.starts_with('@') {
            // Rules within rules are not read; what holds them is not sure any more.
            let is_open = condition.is_open || body.contains('{');
            for selector in split_list(prelude).into_iter().filter_map(Selector::read) {
                found.push(Rule {
                    selector,
                    condition: Condition { is_open, ..condition },
                    declarations: css::declarations(body),
                });
            }
        }
    }
}

/// The inside of a block that is open, and what follows its end.
fn block(text: &str) -> (&str, &str) {
    let mut depth = 1_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (&text[..at], &text[at + 1..]);
        }
    }
    (text, "")
}

/// The parts between commas that stand outside brackets.
fn split_list(text: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    text.split(|c: char| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    })
    .collect()
}

fn both(a: Condition, b: Condition) -> Condition {
    Condition {
        light: a.light && b.light,
        dark: a.dark && b.dark,
        is_open: a.is_open || b.is_open,
    }
}

/// When a media query holds on a screen of someone who asked for nothing but a scheme.
pub(super) fn media(query: &str) -> Condition {
    let query: String = query.to_ascii_lowercase();
    if query.contains(',') || query.contains(" or ") || query.contains("not ") {
        return Condition { is_open: true, ..ALWAYS };
    }
    let parts = query.split(" and ").map(|part| {
        let part: String = part.chars().filter(|c| !c.is_whitespace()).collect();
        match &*part {
            "" | "all" | "screen" | "onlyscreen" | "(forced-colors:none)" => ALWAYS,
            "(prefers-color-scheme:dark)" => Condition { light: false, ..ALWAYS },
            "(prefers-color-scheme:light)" => Condition { dark: false, ..ALWAYS },
            "print" | "speech" | "(forced-colors:active)" => {
                Condition { light: false, dark: false, is_open: false }
            }
            _ => Condition { is_open: true, ..ALWAYS },
        }
    });
    parts.fold(ALWAYS, both)
}
