//! A style sheet as rules with conditions, in the order of its text. It applies none of them.

use std::collections::HashMap;
use std::sync::Arc;

use super::media::Query;
use super::scan;
use super::selector::{self, Selector, Simple};
use crate::audit::css::{self, Declaration};

/// A sheet, read once for all pages that use it.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) rules: Vec<Rule>,
    pub(super) imports: Vec<Import>,
    /// Names of layers, in the order in which they first stand.
    pub(super) layers: Vec<Arc<str>>,
    /// Parts of selectors that ask for a state.
    stateful: Vec<Vec<Simple>>,
    rules_by_key: Index,
    stateful_by_key: Index,
}

/// Places by what an element must have, as selectors write it.
#[derive(Debug, Default)]
struct Index {
    by_key: HashMap<String, Vec<usize>>,
    /// What any element may meet.
    anywhere: Vec<usize>,
}

impl Index {
    fn add(&mut self, own: &[Simple], at: usize) {
        match key(own) {
            Some(key) => self.by_key.entry(key).or_default().push(at),
            None => self.anywhere.push(at),
        }
    }

    /// What an element with these keys may meet, each once and in order.
    fn met_by(&self, keys: &[String]) -> Vec<usize> {
        let known = keys.iter().filter_map(|key| self.by_key.get(key)).flatten();
        let mut all: Vec<usize> = self.anywhere.iter().chain(known).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Another sheet that one asks for.
#[derive(Debug)]
pub(super) struct Import {
    pub(super) address: String,
    pub(super) condition: Query,
    pub(super) layer: Option<Arc<str>>,
}

/// One selector and what it says.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) selector: Selector,
    /// All must hold.
    pub(super) conditions: Arc<[Query]>,
    pub(super) declarations: Arc<[Declaration]>,
    pub(super) layer: Option<Arc<str>>,
}

/// What holds where a piece of a sheet stands.
#[derive(Clone, Default)]
struct Around {
    conditions: Vec<Query>,
    layer: Option<Arc<str>>,
    /// Selectors of the rules around it.
    holders: Option<String>,
    depth: usize,
}

impl Rule {
    /// Whether what it makes before or after an element may lie over or under its text.
    pub(super) fn covers(&self) -> bool {
        let says = |names: &[&str], values: &[&str]| {
            let mut own =
                self.declarations.iter().filter(|one| names.contains(&&*one.name));
            own.any(|one| values.is_empty() || values.contains(&&*one.value))
        };
        says(&["position"], &["absolute", "fixed"])
            && says(&["background", "background-color", "background-image"], &[])
    }
}

/// Deepest nesting that is read, the most rules, and the longest selector after `&` is filled in.
const DEEPEST: usize = 12;
const MOST_RULES: usize = 50_000;
const LONGEST: usize = 4_000;
const MOST_LAYERS: usize = 500;

impl Sheet {
    /// Reads a sheet. What is not understood becomes open or is left out, and nothing fails.
    pub(super) fn read(text: &str) -> Self {
        let mut sheet = Self::default();
        sheet.block(&scan::without_comments(text), &Around::default());
        for (at, rule) in sheet.rules.iter().enumerate() {
            let own = rule.selector.parts.first().map_or(&[][..], |(own, _)| own);
            sheet.rules_by_key.add(own, at);
            let parts = rule.selector.parts.iter().map(|(own, _)| own);
            let asks = |own: &&Vec<Simple>| own.iter().any(|simple| simple.states() != 0);
            sheet.stateful.extend(parts.filter(asks).cloned());
        }
        for (at, own) in sheet.stateful.iter().enumerate() {
            sheet.stateful_by_key.add(own, at);
        }
        sheet
    }

    /// The rules that an element with these keys may meet.
    pub(super) fn met_by(&self, keys: &[String]) -> Vec<usize> {
        self.rules_by_key.met_by(keys)
    }

    /// The parts that ask for a state of such an element.
    pub(super) fn states_met_by(
        &self,
        keys: &[String],
    ) -> impl Iterator<Item = &[Simple]> {
        let met = self.stateful_by_key.met_by(keys).into_iter();
        met.filter_map(|at| self.stateful.get(at).map(Vec::as_slice))
    }

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
        let declarations: Arc<[_]> =
            css::declarations(&own).into_iter().filter(is_of_use).collect();
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

/// A name that an element must have for the conditions to fit.
fn key(own: &[Simple]) -> Option<String> {
    let rank = |simple: &Simple| match simple {
        Simple::Id(id) => Some((0, format!("#{id}"))),
        Simple::Class(class) => Some((1, format!(".{class}"))),
        Simple::Type(name) => Some((2, name.clone())),
        Simple::Root => Some((2, "html".to_owned())),
        Simple::OneOf(all) => {
            let [one] = all.as_slice() else { return None };
            Some((1, key(&one.parts.first()?.0)?))
        }
        _ => None,
    };
    own.iter().filter_map(rank).min().map(|(_, key)| key)
}

/// Properties that change how colors are seen, or where; see `cascade`.
pub(super) const OTHERS: [&str; 14] = [
    "-webkit-background-clip",
    "-webkit-text-fill-color",
    "backdrop-filter",
    "background-clip",
    "clip",
    "clip-path",
    "filter",
    "mask",
    "mask-image",
    "mix-blend-mode",
    "text-indent",
    "text-shadow",
    "transform",
    "translate",
];

/// Properties that are read.
const OF_USE: [&str; 13] = [
    "all",
    "background",
    "background-color",
    "background-image",
    "color",
    "color-scheme",
    "display",
    "font",
    "font-size",
    "font-weight",
    "opacity",
    "position",
    "visibility",
];

pub(super) fn is_of_use(one: &Declaration) -> bool {
    let name = &*one.name;
    name.starts_with("--") || OF_USE.contains(&name) || OTHERS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each rule as the number of its conditions, its layer, and its declarations.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let sheet = Sheet::read(text);
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
            assert!(Sheet::read(text).rules.len() < 20, "{text}");
        }
    }
}
