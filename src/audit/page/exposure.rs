//! Which nodes are rendered, visible and exposed: one pass from the root outwards.

use super::style::{Display, Styles, Visibility};
use crate::audit::contrast::Library;
use crate::audit::markup::{Document, Node};

/// How far a node reaches people.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Exposure {
    pub(super) sight: Sight,
    /// By `aria-hidden` or `inert`.
    pub(super) is_aria_hidden: bool,
    /// Words are drawn as signs, by a font of icons.
    pub(super) draws_signs: bool,
    /// Held by a `template`.
    pub(super) is_inert: bool,
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
pub(super) fn all(
    document: &Document,
    surroundings: Option<(&str, &Library)>,
) -> Vec<Exposure> {
    let styles = Styles::of(document, surroundings);
    let root = Exposure { sight: Sight::Seen, ..Exposure::default() };
    let mut all: Vec<Exposure> = Vec::with_capacity(document.len());
    all.push(root);
    for node in document.root().descendants() {
        let parent = node.parent().map_or(root, |parent| all[parent.place()]);
        all.push(one(node, parent, &styles));
    }
    all
}

fn one(node: Node<'_>, parent: Exposure, styles: &Styles) -> Exposure {
    if !node.is_element() {
        return parent;
    }
    let is_hidden = is_not_rendered(node);
    let style = styles.of_node(node, is_hidden);
    let is_gone = is_never_rendered(node)
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
    Exposure {
        sight,
        draws_signs: style.draws_signs.unwrap_or(parent.draws_signs) || is_icon(node),
        is_aria_hidden: parent.is_aria_hidden
            || node.has_value("aria-hidden", "true")
            || (node.is_html() && node.has("inert")),
        is_inert: parent.is_inert || node.parent().is_some_and(|p| p.is("template")),
    }
}

/// What no style sheet can show.
fn is_never_rendered(node: Node<'_>) -> bool {
    match node.name() {
        "base" | "link" | "meta" | "noembed" | "noframes" | "param" | "script"
        | "source" | "style" | "template" | "title" | "track" => true,
        "input" => node.has_value("type", "hidden"),
        "defs" | "desc" | "metadata" => node.is_svg(),
        // What stands in for sound and film, where a browser cannot play them.
        _ => node.parent().is_some_and(|holder| holder.is_any(&["audio", "video"])),
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

/// Whether its class is that of a widespread font of icons, whose sheet is elsewhere.
pub(super) fn is_icon(node: Node<'_>) -> bool {
    let classes = node.attribute("class").unwrap_or_default();
    memchr::memchr(b'm', classes.as_bytes()).is_some()
        && classes.split_ascii_whitespace().any(|one| {
            one.starts_with("material-icons") || one.starts_with("material-symbols")
        })
}
