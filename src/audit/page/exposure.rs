//! Which nodes are rendered, visible and exposed: one pass from the root outwards.

use super::Page;
use super::style::{Display, Styles, Visibility};
use crate::audit::marks::Marks;
use crate::audit::markup::Node;

/// How far a node reaches people.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Exposure {
    pub(super) sight: Sight,
    /// By `aria-hidden` or `inert`.
    pub(super) is_aria_hidden: bool,
    /// Words are drawn as signs, by a font of icons.
    pub(super) draws_signs: bool,
    pub(super) template: Template,
    /// What it holds stands in for sound and film, where a browser cannot play them.
    holds_stand_in: bool,
}

/// Where a node stands to a `template`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Template {
    #[default]
    Outside,
    /// It is one, and nothing holds it.
    Itself,
    Within,
}

/// Whether a node is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sight {
    /// It makes no box.
    #[default]
    Gone,
    /// Its box is invisible; what it holds may be visible.
    Unseen,
    /// It is seen.
    Seen,
}

/// Of every node, by its place.
pub(super) fn all(page: &Page<'_>) -> Vec<Exposure> {
    let document = page.document();
    let styles = page.styles();
    let root = Exposure { sight: Sight::Seen, ..Exposure::default() };
    let mut all: Vec<Exposure> = Vec::with_capacity(document.len());
    all.push(root);
    let mut marked = page.known_marks().places.iter().peekable();
    for node in document.root().descendants() {
        let own = marked.next_if(|(place, _)| *place == node.place());
        let own = own.map_or(Marks::NONE, |(_, own)| *own);
        let parent = node.parent().map_or(root, |parent| all[parent.place()]);
        all.push(one((node, own), parent, styles));
    }
    all
}

/// The exposed elements before or after whose content sheets may put words, by their places.
pub(super) fn worded(page: &Page<'_>) -> Vec<usize> {
    let all = page.document().elements();
    let worded = all.filter(|node| page.styles().may_word(*node));
    worded.filter(|node| page.is_exposed(*node)).map(Node::place).collect()
}

fn one((node, own): (Node<'_>, Marks), parent: Exposure, styles: &Styles) -> Exposure {
    if !node.is_element() {
        return parent;
    }
    let may_be_unshown = own.has(Marks::UNSHOWN);
    let is_hidden = may_be_unshown && is_not_rendered(node);
    let style = styles.of_node(node, own.has(Marks::STYLE), is_hidden);
    let is_gone = (may_be_unshown && is_never_rendered(node))
        || parent.holds_stand_in
        || match style.display {
            Some(Display::None) => true,
            Some(Display::Shown) => false,
            None => is_hidden,
        };
    let sight = match style.visibility {
        _ if is_gone || parent.sight == Sight::Gone => Sight::Gone,
        Some(Visibility::Hidden) => Sight::Unseen,
        Some(Visibility::Visible) => Sight::Seen,
        None => parent.sight,
    };
    let is_aria_hidden = (own.has(Marks::HIDDEN)
        && node.has_value("aria-hidden", "true"))
        || (own.has(Marks::INERT) && node.is_html());
    let template = match parent.template {
        Template::Outside if may_be_unshown && node.is("template") => Template::Itself,
        Template::Outside => Template::Outside,
        Template::Itself | Template::Within => Template::Within,
    };
    Exposure {
        sight,
        draws_signs: style.draws_signs.unwrap_or(parent.draws_signs)
            || own.has(Marks::ICON),
        is_aria_hidden: parent.is_aria_hidden || is_aria_hidden,
        template,
        holds_stand_in: own.has(Marks::MEDIA),
    }
}

/// What no style sheet can show.
fn is_never_rendered(node: Node<'_>) -> bool {
    match node.name() {
        "base" | "link" | "meta" | "noembed" | "noframes" | "param" | "script"
        | "source" | "style" | "template" | "title" | "track" => true,
        "input" => node.has_value("type", "hidden"),
        "defs" | "desc" | "metadata" => node.is_svg(),
        _ => false,
    }
}

/// What a browser's own style sheet hides.
fn is_not_rendered(node: Node<'_>) -> bool {
    if !node.is_html() {
        return false;
    }
    match node.name() {
        "datalist" | "head" | "rp" => return true,
        "dialog" if !node.has("open") => return true,
        "audio" if !node.has("controls") => return true,
        _ => {}
    }
    node.has("hidden") || node.has("popover")
}
