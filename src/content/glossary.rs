//! The terms that a glossary page defines: its definition list, with what its front matter
//! says of each term. Nothing is looked up in other pages here.

use std::collections::HashSet;
use std::hash::Hash;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::document::{Document, Element, Kind};
use crate::diagnostic::{Diagnostic, nearest};
use crate::path::{SourcePath, slugify};
use crate::value::{Node, Reader, Table, Value};

/// A term and where it is defined.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Term {
    /// Its words, without markup.
    pub name: String,
    /// Its anchor.
    pub id: String,
    /// Bytes of it in the file.
    pub span: Range<usize>,
    /// The node that opens it.
    pub node: usize,
    /// Other words for it, which have a line of their own in the list.
    pub also: Vec<String>,
    /// Other forms of it, which are only looked for.
    pub forms: Vec<String>,
    /// Whether articles link to it where they first use it.
    pub is_linked: bool,
}

impl Term {
    /// The term without what stands in brackets at its end.
    pub fn base(&self) -> &str {
        let name = self.name.trim();
        match name.strip_suffix(')').and_then(|name| name.rsplit_once('(')) {
            Some((base, _)) if !base.trim().is_empty() => base.trim(),
            _ => name,
        }
    }

    /// All that articles may write for it.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let more = self.also.iter().chain(&self.forms).map(String::as_str);
        std::iter::once(self.base()).chain(more)
    }
}

/// What a glossary page defines, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Glossary {
    /// Its terms.
    pub terms: Vec<Term>,
}

/// Reads the terms of a document; `table` is `[glossary]` of the front matter.
pub(super) fn read(
    path: &SourcePath,
    source: &str,
    (table, document): (&Table, &mut Document),
    found: &mut Vec<Diagnostic>,
) -> Glossary {
    let mut terms = Vec::new();
    let mut ids = HashSet::new();
    for (at, node) in document.nodes.iter().enumerate() {
        if node.kind != Kind::Open(Element::DefinitionTerm) {
            continue;
        }
        let name = words(source, document, at);
        let mut term = Term {
            id: String::new(),
            span: node.span(),
            node: at,
            also: Vec::new(),
            forms: Vec::new(),
            is_linked: true,
            name,
        };
        term.id = slugify(term.base());
        let is_new = ids.insert(term.id.clone());
        if term.id.is_empty() || !is_new || document.has_anchor(&term.id) {
            let message =
                format!("the anchor of `{}` is empty or stands twice here", term.name);
            let help = "define each term once, and name no heading as a term";
            found.push(
                Diagnostic::error("glossary/anchor", message)
                    .at(path, term.span.clone())
                    .help(help),
            );
        }
        terms.push(term);
    }
    document.marked.extend(terms.iter().map(|term| term.id.as_str().into()));
    let mut glossary = Glossary { terms };
    for (name, span, node) in &table.entries {
        glossary.tell(path, (name, span), node, found);
    }
    glossary
}

impl Glossary {
    /// What other pages may see of it: not where it stands, nor what it means.
    pub(super) fn outward(&self) -> Vec<impl Hash + '_> {
        let seen = |term: &Term| {
            let Term { name, id, also, forms, is_linked, .. } = term.clone();
            (name, id, also, forms, is_linked)
        };
        self.terms.iter().map(seen).collect()
    }

    /// Applies what the front matter says of one term.
    fn tell(
        &mut self,
        path: &SourcePath,
        (name, span): (&str, &Range<usize>),
        node: &Node,
        found: &mut Vec<Diagnostic>,
    ) {
        let is_it = |term: &&mut Term| term.name == name || term.base() == name;
        if let Some(term) = self.terms.iter_mut().find(is_it) {
            return describe(term, path, node, found);
        }
        let names = self.terms.iter().map(Term::base);
        let help = nearest(name, names).map_or_else(
            || "define it in a definition list, or delete this line".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        found.push(
            Diagnostic::error(
                "glossary/undefined",
                format!("this page defines no `{name}`"),
            )
            .at(path, span.clone())
            .help(help),
        );
    }
}

fn describe(
    term: &mut Term,
    path: &SourcePath,
    node: &Node,
    found: &mut Vec<Diagnostic>,
) {
    let text = |list: Option<Vec<(String, Range<usize>)>>| -> Vec<String> {
        list.unwrap_or_default().into_iter().map(|(word, _)| word).collect()
    };
    if let Value::Table(table) = &node.value {
        let mut reader = Reader::new(path, table, found);
        term.also = text(reader.strings("also"));
        term.forms = text(reader.strings("forms"));
        term.is_linked = reader.boolean("link").unwrap_or(true);
        reader.finish();
    } else {
        let entries = vec![("also".to_owned(), node.span.clone(), node.clone())];
        let table = Table { entries };
        term.also = text(Reader::new(path, &table, found).strings("also"));
    }
}

/// The words of a term that opens at a node.
fn words(source: &str, document: &Document, open: usize) -> String {
    let mut text = String::new();
    let within = document.nodes[open..]
        .iter()
        .take_while(|node| node.kind != Kind::Close(Element::DefinitionTerm));
    for node in within {
        let string = || document.strings.get(node.data);
        match node.kind {
            Kind::Text => text.push_str(source.get(node.span()).unwrap_or_default()),
            Kind::Owned | Kind::Code => text.push_str(string()),
            Kind::SoftBreak | Kind::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, RawHtml};
    use crate::content::{Dialect, parse};
    use crate::path::SourcePath;

    #[track_caller]
    fn check(matter: &str, list: &str, terms: &[&str], said: &[&str]) {
        let text = format!("+++\ntitle = \"T\"\n{matter}\n+++\n{list}");
        let path = SourcePath::new("content/words.md");
        let components = std::collections::BTreeMap::new();
        let dialect = Dialect { components: &components, raw_html: RawHtml::Safe };
        let read = parse(&path, &(&*text).into(), &Config::default(), dialect);
        let messages: Vec<_> =
            read.diagnostics.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(messages, said);
        let glossary = read.value.glossary.unwrap_or_default();
        let found: Vec<_> = glossary
            .terms
            .iter()
            .map(|term| {
                let words: Vec<_> = term.words().collect();
                format!("#{} {} {}", term.id, words.join("|"), term.is_linked)
            })
            .collect();
        assert_eq!(found, terms);
        for term in &glossary.terms {
            assert!(read.value.document.has_anchor(&term.id));
        }
    }

    #[test]
    fn terms_are_read_with_what_is_said_of_them() {
        let list = "Dependence (physical)\n: One.\n\n*Hold*\n: Two.\n\n7-OH\n: Three.\n";
        check(
            "[glossary]\nDependence = [\"reliance\"]\nHold = { link = false }\n\
             7-OH = { also = [\"x\"], forms = [\"y\"] }",
            list,
            &[
                "#dependence Dependence|reliance true",
                "#hold Hold false",
                "#7-oh 7-OH|x|y true",
            ],
            &[],
        );
        check("", list, &[], &[]);
    }

    #[test]
    fn mistakes_are_named() {
        let list = "Hold\n: One.\n\nHold\n: Two.\n";
        let twice = "the anchor of `Hold` is empty or stands twice here";
        let terms = ["#hold Hold true", "#hold Hold true"];
        check("[glossary]", list, &terms, &[twice]);
        check(
            "[glossary]\nHlod = []\n",
            "Hold\n: One.\n",
            &terms[..1],
            &["this page defines no `Hlod`"],
        );
        check(
            "glossary = { Hold = { lnik = false } }",
            "Hold\n: One.\n",
            &terms[..1],
            &["unknown key `lnik`"],
        );
        check(
            "glossary = { Hold = 3 }",
            "Hold\n: One.\n",
            &terms[..1],
            &["`also` is a whole number; expected a list of texts"],
        );
    }
}
