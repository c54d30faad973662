//! Text to rules: at-rules, layers, imports, and rules within rules. Nothing fails.

use std::sync::Arc;

use super::media::Query;
use super::scan;
use super::selector;
use super::sheet::{Aim, Import, Rule, Sheet};
use crate::audit::css;

/// What holds where a piece of a sheet stands.
#[derive(Clone, Default)]
struct Around {
    conditions: Vec<Query>,
    layer: Option<Arc<str>>,
    /// Selectors of the rules around it.
    holders: Option<String>,
    depth: usize,
}

/// Deepest nesting that is read, the most rules, and the longest selector after `&` is filled in.
const DEEPEST: usize = 12;
const MOST_RULES: usize = 50_000;
const LONGEST: usize = 4_000;
const MOST_LAYERS: usize = 500;

/// Reads a sheet. What is not understood becomes open or is left out.
pub(super) fn sheet(text: &str, aim: Aim) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.aim = aim;
    sheet.block(&scan::without_comments(text), &Around::default());
    sheet
}

impl Sheet {
    /// Reads statements and rules; what stands in a rule directly is for `style`.
    fn block(&mut self, text: &str, around: &Around) {
        let mut rest = text;
        while let Some(at) = scan::find(rest, b"{;}") {
            let (prelude, from) = rest.split_at(at);
            let prelude =
                prelude.trim().trim_start_matches("<!--").trim_start_matches("-->");
            let prelude = prelude.trim();
            if !from.starts_with('{') {
                self.statement(prelude, around);
                rest = &from[1..];
                continue;
            }
            let (body, after) = scan::cut(&from[1..], b"}");
            rest = after;
            if self.rules.len() < MOST_RULES && around.depth < DEEPEST {
                match prelude.strip_prefix('@') {
                    Some(at_rule) => self.at_rule(at_rule, body, around),
                    None => self.style(prelude, body, around),
                }
            }
        }
    }

    fn statement(&mut self, text: &str, around: &Around) {
        let Some(rest) = text.strip_prefix('@') else { return };
        let (name, rest) = word(rest);
        if name == "layer" {
            scan::parts(rest, b",").for_each(|name| _ = self.layer(name, around));
        } else if name == "import" && around.depth == 0 {
            let (address, rest) = address(rest);
            let (mut rest, mut layer) = (rest.trim(), None);
            if word(rest).0 == "layer" {
                let after = word(rest).1;
                let (name, after) = scan::bracket(after)
                    .filter(|_| after.starts_with('('))
                    .unwrap_or(("", after));
                layer = Some(self.layer(name, around));
                rest = after.trim();
            }
            let is_open = word(rest).0 == "supports";
            let condition = if is_open { Query::open() } else { Query::read(rest) };
            self.imports.push(Import { address, condition, layer });
        }
    }

    fn at_rule(&mut self, text: &str, body: &str, around: &Around) {
        let (name, rest) = word(text);
        let mut inner = Around { depth: around.depth + 1, ..around.clone() };
        match &*name {
            "media" => inner.conditions.push(Query::read(rest)),
            "supports" if is_plain_support(rest) => {}
            "supports" | "container" | "scope" | "document" | "-moz-document" => {
                inner.conditions.push(Query::open());
            }
            "layer" => inner.layer = Some(self.layer(rest, around)),
            _ => return,
        }
        match &around.holders {
            // Within a rule, declarations may stand in a condition directly.
            Some(_) => self.style("&", body, &inner),
            None => self.block(body, &inner),
        }
    }

    /// The full name of a layer, noted where it first stands; one without a name is its own.
    fn layer(&mut self, name: &str, around: &Around) -> Arc<str> {
        let own = match name.trim() {
            "" => format!("<{}>", self.layers.len()),
            name => name.to_owned(),
        };
        let full: Arc<str> = match &around.layer {
            Some(outer) => format!("{outer}.{own}").into(),
            None => own.into(),
        };
        if self.layers.len() < MOST_LAYERS && !self.layers.contains(&full) {
            self.layers.push(Arc::clone(&full));
        }
        full
    }

    fn style(&mut self, prelude: &str, body: &str, around: &Around) {
        let selectors = match &around.holders {
            Some(holders) => nested(prelude, holders),
            None => prelude.to_owned(),
        };
        if selectors.len() > LONGEST {
            return;
        }
        let (own, nested) = own_declarations(body);
        let declarations: Arc<[_]> = css::declarations(&own)
            .into_iter()
            .filter(|one| self.aim.needs(one))
            .collect();
        if !declarations.is_empty() {
            let conditions: Arc<[Query]> = around.conditions.iter().cloned().collect();
            for selector in selector::list(&selectors) {
                self.rules.push(Rule {
                    selector,
                    conditions: Arc::clone(&conditions),
                    declarations: Arc::clone(&declarations),
                    layer: around.layer.clone(),
                });
            }
        }
        if !nested.is_empty() {
            let depth = around.depth + 1;
            let inner = Around { holders: Some(selectors), depth, ..around.clone() };
            self.block(&nested, &inner);
        }
    }
}

/// A word in lower case and what follows it.
fn word(text: &str) -> (String, &str) {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let (word, rest) = text.split_at(end.unwrap_or(text.len()));
    (word.to_ascii_lowercase(), rest)
}

/// The address of an import and what follows it.
fn address(text: &str) -> (String, &str) {
    let text = text.trim_start();
    let plain = |text: &str| text.trim().trim_matches(['"', '\'']).to_owned();
    if word(text).0 == "url"
        && let Some((inner, after)) = scan::bracket(word(text).1)
    {
        return (plain(inner), after);
    }
    let (own, after) = scan::cut(text, b" \t\n\r");
    (plain(own), after)
}

/// Whether every browser of these days answers a question for support with yes.
fn is_plain_support(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let rare = ["not", "-webkit", "-moz", "selector", "font-", " or "];
    text.contains(':') && !rare.iter().any(|word| text.contains(word))
}

/// What stands in a rule: its declarations, and the rules within it.
fn own_declarations(body: &str) -> (String, String) {
    if !body.contains('{') {
        return (body.to_owned(), String::new());
    }
    let (mut own, mut nested, mut rest) = (String::new(), String::new(), body);
    while !rest.is_empty() {
        let end = scan::find(rest, b"{;").unwrap_or(rest.len());
        let (part, from) = rest.split_at(end);
        if let Some(block) = from.strip_prefix('{') {
            let (block, after) = scan::cut(block, b"}");
            // A property of its own may hold braces; nobody can use it here.
            if !part.trim_start().starts_with("--") {
                for piece in [part, "{", block, "}"] {
                    nested.push_str(piece);
                }
            }
            rest = after;
        } else {
            let sheet =
                if part.trim_start().starts_with('@') { &mut nested } else { &mut own };
            *sheet += part;
            sheet.push(';');
            rest = from.get(1..).unwrap_or_default();
        }
    }
    (own, nested)
}

/// Selectors within a rule, as if they stood outside of it.
fn nested(prelude: &str, holders: &str) -> String {
    let own = format!(":is({holders})");
    let one = |part: &str| match (part.contains('&'), part.starts_with(['>', '+', '~'])) {
        (true, _) => part.replace('&', &own),
        (false, _) => format!("{own} {part}"),
    };
    scan::parts(prelude, b",").map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each rule as the number of its conditions, its layer, and its declarations.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let sheet = Sheet::read(text, Aim::Texts);
        let told = |rule: &Rule| {
            let all: Vec<_> = rule.declarations.iter().map(|d| &*d.value).collect();
            let layer = rule.layer.as_deref().unwrap_or_default();
            format!("{}{layer} {}", rule.conditions.len(), all.join(" "))
        };
        assert_eq!(sheet.rules.iter().map(told).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn rules_are_read_with_what_stands_around_them() {
        check("a { color: red; width: 1px } b { width: 1px }", &["0 red"]);
        check("a, b { color: red }", &["0 red", "0 red"]);
        check(
            "@media print { a { color: red } @media (x) { b { color: tan } } }",
            &["1 red", "2 tan"],
        );
        check(
            "@layer x { a { color: red } } @layer y { @layer z { b { color: tan } } }",
            &["0x red", "0y.z tan"],
        );
        check("@supports (display: grid) { a { color: red } }", &["0 red"]);
        check("@supports not (display: grid) { a { color: red } }", &["1 red"]);
        check("@font-face { color: red } @keyframes x { from { color: red } }", &[]);
        check("a { content: '}'; color: red } /* b { color: tan } */", &["0 red"]);
        check(
            "a { color: red; b { color: tan } &:hover { color: blue } }",
            &["0 red", "0 tan", "0 blue"],
        );
        check("a { @media print { color: red } }", &["1 red"]);
        check("<!-- a { color: red } -->", &["0 red"]);
    }

    #[test]
    fn imports_are_read_with_their_conditions() {
        let sheet = Sheet::read(
            "@import 'a.css'; @import url(b.css) layer(x) print; @import url('c.css') layer;",
            Aim::Texts,
        );
        let all: Vec<_> =
            sheet.imports.iter().map(|i| (&*i.address, i.layer.as_deref())).collect();
        assert_eq!(all, [("a.css", None), ("b.css", Some("x")), ("c.css", Some("<1>"))]);
    }

    #[test]
    fn odd_sheets_are_read_to_their_end() {
        let deep = "a{".repeat(5_000) + &"@media x{".repeat(5_000);
        let odd = [
            "{",
            "}",
            "{{}}",
            "@",
            "@import",
            "a{",
            "a{b",
            "a{color:",
            "@layer",
            "@media{",
            "'",
            "/*",
            "\\",
            "a{&{&{&{color:red}}}}",
            "@import url(",
            "@import url(;",
            &deep,
        ];
        for text in odd {
            assert!(Sheet::read(text, Aim::Texts).rules.len() < 20, "{text}");
        }
    }
}
