//! Accessible names and descriptions. No recursion over depth, and a bounded number of steps.

use super::native::{self, Source, input_type};
use super::{Page, one_spaced};
use crate::audit::aria::{Naming, Role};
use crate::audit::markup::Node;

/// Most nodes that are read for one name: beyond these nobody listens.
const MOST_NODES: usize = 2_000;

/// Most bytes that are taken from one text.
const MOST_BYTES: usize = 2_000;

/// The name of an element; empty if it has none.
pub(super) fn name(page: &Page<'_>, node: Node<'_>) -> String {
    let mut walk = Walk { page, root: node, left: MOST_NODES, takes_hidden: false };
    one_spaced(walk.name(node))
}

/// What further describes an element; empty if nothing does.
pub(super) fn description(page: &Page<'_>, node: Node<'_>) -> String {
    let mut walk = Walk { page, root: node, left: MOST_NODES, takes_hidden: false };
    let described = one_spaced(walk.referenced(node, "aria-describedby"));
    if !described.is_empty() {
        return described;
    }
    let own = attribute(node, "aria-description").or_else(|| attribute(node, "title"));
    own.map(one_spaced).filter(|own| own != page.name(node)).unwrap_or_default()
}

/// The words of an attribute, if it holds any.
fn attribute<'d>(node: Node<'d>, name: &str) -> Option<&'d str> {
    node.attribute(name).filter(|value| !value.trim().is_empty()).map(clip)
}

/// The beginning of a text that may be very long.
fn clip(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MOST_BYTES)).unwrap_or_default()
}

/// The computation of one name.
struct Walk<'p, 'd> {
    page: &'p Page<'d>,
    /// The element to be named; what labels it may hold it, and does not repeat it.
    root: Node<'p>,
    /// Nodes that may still be read.
    left: usize,
    /// Whether hidden nodes count: something hidden was named by reference.
    takes_hidden: bool,
}

/// An element that is being read: where it ends, and what it gave so far.
struct Open<'d> {
    node: Node<'d>,
    length: usize,
    is_block: bool,
}

impl Walk<'_, '_> {
    fn name(&mut self, node: Node<'_>) -> String {
        let referenced = self.referenced(node, "aria-labelledby");
        if !referenced.trim().is_empty() {
            return referenced;
        }
        if let Some(label) = attribute(node, "aria-label") {
            return label.to_owned();
        }
        self.natural(node, false)
    }

    /// The name without what ARIA says of it.
    fn natural(&mut self, node: Node<'_>, is_referenced: bool) -> String {
        let native = match native::source(node) {
            Some(Source::Words(words)) => clip(words).to_owned(),
            Some(Source::Elements(elements)) => self.all(elements),
            None => String::new(),
        };
        if !native.trim().is_empty() {
            return native;
        }
        let from_content = is_referenced
            || node.is("summary")
            || self.page.role(node).is_some_and(|role| role.naming == Naming::Content);
        let mut text = String::new();
        if from_content && !is_replaced(node) {
            self.content(node, &mut text);
        }
        if text.trim().is_empty() {
            let words =
                attribute(node, "title").or_else(|| attribute(node, "xlink:title"));
            let hint = || attribute(node, "placeholder").filter(|_| takes_text(node));
            let hint = || hint().or_else(|| attribute(node, "aria-placeholder"));
            return words.or_else(hint).unwrap_or_default().to_owned();
        }
        text
    }

    /// The names of what an attribute refers to.
    fn referenced(&mut self, node: Node<'_>, name: &str) -> String {
        let mut targets = Vec::new();
        if !node.has(name) {
            return String::new();
        }
        for target in node.referenced(name) {
            if !targets.contains(&target) && targets.len() < 100 {
                targets.push(target);
            }
        }
        let names: Vec<_> =
            targets.into_iter().map(|target| self.target(target)).collect();
        names.join(" ")
    }

    /// The name of what is referred to; references within it are not followed.
    fn target(&mut self, target: Node<'_>) -> String {
        let before = self.takes_hidden;
        self.takes_hidden = before || !self.page.is_exposed(target);
        let name = match attribute(target, "aria-label") {
            Some(label) => label.to_owned(),
            None => self.value(target).unwrap_or_else(|| self.natural(target, true)),
        };
        self.takes_hidden = before;
        name
    }

    /// The contents of some labels or captions.
    fn all(&mut self, elements: Vec<Node<'_>>) -> String {
        let mut out = String::new();
        for element in elements {
            let before = self.takes_hidden;
            self.takes_hidden = before || !self.page.is_exposed(element);
            out.push(' ');
            match attribute(element, "aria-label") {
                Some(label) => out.push_str(label),
                None => self.content(element, &mut out),
            }
            self.takes_hidden = before;
        }
        out
    }

    /// The text of an element's content, with the names of what it holds.
    fn content(&mut self, node: Node<'_>, out: &mut String) {
        let mut open: Vec<Open<'_>> = Vec::new();
        let mut inner = node.descendants().peekable();
        while let Some(node) = inner.next() {
            while open
                .last()
                .is_some_and(|last| !last.node.range().contains(&node.place()))
            {
                open.pop().into_iter().for_each(|last| last.close(out));
            }
            if self.left == 0 {
                break;
            }
            self.left -= 1;
            if !self.enter(node, out, &mut open) {
                let end = node.range().end;
                while inner.next_if(|next| next.place() < end).is_some() {}
            }
        }
        open.into_iter().rev().for_each(|last| last.close(out));
    }

    /// Takes what a node within gives by itself; whether its own content comes next.
    fn enter<'d>(
        &mut self,
        node: Node<'d>,
        out: &mut String,
        open: &mut Vec<Open<'d>>,
    ) -> bool {
        if let Some(text) = node.text() {
            if self.takes_hidden || self.page.is_exposed(node) {
                out.push_str(clip(text));
            }
            return true;
        }
        if !node.is_element() || node == self.root {
            return false;
        }
        if self.is_skipped(node) {
            return false;
        }
        if let Some(own) = self.own(node) {
            if !self.takes_hidden && !self.page.is_visible(node) {
                return false;
            }
            let is_apart = !is_inline(node) || node.is("br");
            for piece in
                [if is_apart { " " } else { "" }, &own, if is_apart { " " } else { "" }]
            {
                out.push_str(piece);
            }
            return false;
        }
        let is_block = !is_inline(node);
        if is_block {
            out.push(' ');
        }
        open.push(Open { node, length: out.len(), is_block });
        true
    }

    fn is_skipped(&self, node: Node<'_>) -> bool {
        let unread =
            ["script", "style", "template", "noscript", "head", "track", "source"];
        let is_gone = !self.page.is_rendered(node) || self.page.is_aria_hidden(node);
        (is_gone && !self.takes_hidden) || node.is_any(&unread)
    }

    /// The text within, hidden or not.
    fn plain(&mut self, node: Node<'_>) -> String {
        let most = self.left.min(node.range().len());
        self.left -= most;
        node.descendants().take(most).filter_map(Node::text).map(clip).collect()
    }

    /// What stands for an element in place of its content.
    fn own(&mut self, node: Node<'_>) -> Option<String> {
        // A reference from within is followed once, not from one that was followed.
        for label in node.referenced("aria-labelledby").take(10) {
            let text = self.plain(label);
            if !text.trim().is_empty() {
                return Some(text);
            }
        }
        if let Some(value) = self.value(node) {
            return Some(value);
        }
        if let Some(label) = attribute(node, "aria-label") {
            return Some(label.to_owned());
        }
        if node.is("br") {
            return Some(" ".to_owned());
        }
        if node.is_any(&["img", "area", "input", "iframe", "video", "audio", "object"]) {
            let words = match native::source(node) {
                Some(Source::Words(words)) => Some(words),
                _ => None,
            };
            if self.page.role(node).is_some_and(Role::is_none) {
                return Some(String::new());
            }
            let words = words.filter(|words| !words.trim().is_empty());
            return Some(
                words.or_else(|| attribute(node, "title")).unwrap_or("").to_owned(),
            );
        }
        if node.is_svg() {
            let title = node.children().find(|c| c.is_svg() && c.name() == "title");
            return title.map(|title| self.plain(title));
        }
        None
    }

    /// The value of a control that stands within a label.
    fn value(&mut self, node: Node<'_>) -> Option<String> {
        let role = self.page.role(node)?;
        match role.name {
            "textbox" | "searchbox" if node.is("input") => {
                Some(attribute(node, "value").unwrap_or_default().to_owned())
            }
            "textbox" | "searchbox" => Some(self.plain(node)),
            "combobox" | "listbox" if node.is("select") => {
                let some = node.descendants().take(self.left);
                let all = || some.clone().filter(|option| option.is("option"));
                let chosen = all().find(|option| option.has("selected"));
                let chosen =
                    chosen.or_else(|| all().next().filter(|_| role.name == "combobox"));
                Some(chosen.map(|chosen| self.plain(chosen)).unwrap_or_default())
            }
            "combobox" if node.is("input") => {
                Some(attribute(node, "value").unwrap_or_default().to_owned())
            }
            "meter" | "progressbar" | "scrollbar" | "slider" | "spinbutton" => {
                let words = ["aria-valuetext", "aria-valuenow", "value"];
                let value = words.iter().find_map(|name| attribute(node, name));
                Some(value.unwrap_or_default().to_owned())
            }
            _ => None,
        }
    }
}

impl Open<'_> {
    /// An element without words of its own is told by its `title`.
    fn close(self, out: &mut String) {
        if out.get(self.length..).is_none_or(|own| own.trim().is_empty())
            && let Some(title) = attribute(self.node, "title")
        {
            out.push_str(title);
        }
        if self.is_block {
            out.push(' ');
        }
    }
}

/// Whether what it holds is only shown in place of it.
fn is_replaced(node: Node<'_>) -> bool {
    node.is_any(&[
        "audio", "canvas", "iframe", "img", "input", "object", "select", "video",
    ]) || node.is("textarea")
}

fn takes_text(node: Node<'_>) -> bool {
    let types = ["text", "search", "tel", "url", "email", "password", "number"];
    node.is("textarea") || (node.is("input") && types.contains(&input_type(node)))
}

/// Whether it stands in a line with the words around it.
pub(super) fn is_inline(node: Node<'_>) -> bool {
    const INLINE: &[&str] = &[
        "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em",
        "font", "i", "img", "ins", "kbd", "label", "mark", "q", "ruby", "s", "samp",
        "small", "span", "strong", "sub", "sup", "svg", "time", "tt", "u", "var", "wbr",
    ];
    !node.is_html() || node.is_any(INLINE)
}
