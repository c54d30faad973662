//! What stands within a line of reviewed text: links, pictures, citations, components.

use crate::bibliography::Cite;
use crate::content::FOLDER;
use crate::content::component::{ArgumentValue, Component};
use crate::content::document::{Kind, NONE, Node};
use crate::model::links::join;
use crate::path::SourcePath;
use crate::source::Source;

use super::text::{Writer, words};

impl Writer<'_> {
    /// The end of a link: where it leads, and its title.
    pub(super) fn close_link(&mut self, node: &Node) {
        let Some(link) = self.document().links.get(node.data as usize) else { return };
        let target = self.target(&link.target);
        let title = match words(&link.text) {
            title if title.is_empty() => title,
            title => format!(" {title:?}"),
        };
        self.lines.sign(&format!("]({target}{title})"), &node.span());
    }

    /// Where a link leads, the same whether it is written from here or from `content/`.
    fn target(&self, target: &str) -> String {
        let target = target.trim();
        let (path, tail) =
            target.find(['?', '#']).map_or((target, ""), |at| target.split_at(at));
        let near = self.near(path);
        let is_here = |path: &SourcePath| self.tree.get(path).is_some();
        let below = near.as_ref().filter(|path| is_here(path));
        match below.and_then(|path| path.below(FOLDER)) {
            Some(below) => format!("@/{below}{tail}"),
            None => target.to_owned(),
        }
    }

    /// The file that a path names, if it names one.
    fn near(&self, path: &str) -> Option<SourcePath> {
        if path.is_empty() || path.contains(':') {
            return None;
        }
        if let Some(below) = path.strip_prefix("@/") {
            return Some(SourcePath::new(format!("{FOLDER}/{below}")));
        }
        let folder = if path.starts_with('/') { FOLDER } else { self.page.path.parent() };
        join(folder, path.trim_start_matches('/')).map(SourcePath::new)
    }

    /// A picture: its alternative, its name, and the digest of what it shows.
    pub(super) fn image(&mut self, node: &Node) {
        let Some(link) = self.document().links.get(node.data as usize) else { return };
        let picture = self.picture(&link.target);
        let sign = format!("![{}]({picture})", words(&link.text));
        self.lines.sign(&sign, &node.span());
    }

    fn picture(&self, target: &str) -> String {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let source = self.near(path).and_then(|path| self.tree.get(&path));
        let digest = source.map(Source::digest);
        let shown = digest.map_or_else(|| "missing".to_owned(), |own| own.to_string());
        format!("{} {shown}", self.target(target))
    }

    pub(super) fn citation(&mut self, node: &Node) {
        let Some(citation) = self.document().citations.get(node.data as usize) else {
            return;
        };
        let cite = |Cite { key, locator, key_span: _ }: &Cite| match locator {
            Some(locator) => format!("@{key}, {}", words(locator)),
            None => format!("@{key}"),
        };
        let cites: Vec<String> = citation.cites.iter().map(cite).collect();
        // The document leaves out the space before it.
        self.lines.space();
        self.lines.sign(&format!("[{}]", cites.join("; ")), &node.span());
    }

    pub(super) fn footnote_number(&self, node: &Node) -> u32 {
        let footnote = self.document().footnotes.get(node.data as usize);
        footnote.map_or(0, |footnote| footnote.number)
    }

    pub(super) fn footnote(&mut self, node: &Node) {
        let sign = format!("[^{}]", self.footnote_number(node));
        self.lines.sign(&sign, &node.span());
    }

    /// A component with a body: its lines stand further in.
    pub(super) fn open_component(&mut self, node: &Node) {
        self.lines.end_sentences();
        if let Some(component) = self.document().components.get(node.data as usize) {
            let line = format!(":::{}{}", component.name, self.arguments(component));
            self.lines.push(&line, node.span());
        }
        self.lines.open(None, &node.span());
    }

    /// A component without a body, alone or within a line.
    pub(super) fn component(&mut self, node: &Node) {
        let Some(component) = self.document().components.get(node.data as usize) else {
            return;
        };
        let (name, arguments) = (&component.name, self.arguments(component));
        if node.kind == Kind::Leaf {
            self.lines.end_sentences();
            return self.lines.push(&format!(":::{name}{arguments}"), node.span());
        }
        let label = component.label.filter(|label| *label != NONE);
        let label = label.map_or("", |label| self.string(label));
        let sign = format!(":{name}[{}]{arguments}", words(label));
        self.lines.sign(&sign, &node.span());
    }

    /// The arguments, in the order of their names.
    fn arguments(&self, component: &Component) -> String {
        let mut arguments: Vec<String> = component
            .arguments
            .iter()
            .map(|(name, value)| match value {
                ArgumentValue::Text(text) => format!("{name}={:?}", words(text)),
                ArgumentValue::Integer(number) => format!("{name}={number}"),
                ArgumentValue::Boolean(flag) => format!("{name}={flag}"),
            })
            .collect();
        arguments.sort();
        let source =
            component.src.and_then(|src| self.document().links.get(src as usize));
        arguments.extend(source.map(|link| format!("({})", self.picture(&link.target))));
        if arguments.is_empty() {
            String::new()
        } else {
            format!("{{{}}}", arguments.join(" "))
        }
    }
}
