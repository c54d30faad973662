//! Roles: what HTML gives, what the author says, and which of the two holds.

use super::focus;
use super::native::input_type;
use crate::audit::aria::{self, Role, named};
use crate::audit::markup::Node;

/// Cells of a row that are looked at.
const MOST_CELLS: usize = 64;

/// The first role of the attribute that exists and may be used.
pub(super) fn explicit(node: Node<'_>) -> Option<&'static Role> {
    let words = node.attribute("role")?.split_ascii_whitespace();
    words.filter_map(aria::role).find(|role| !role.is_abstract)
}

/// The role that holds.
pub(super) fn semantic(node: Node<'_>) -> Option<&'static Role> {
    match explicit(node) {
        Some(role) if role.is_none() && is_in_conflict(node) => meaningful(node),
        Some(role) => Some(role),
        None if inherits_none(node) && !is_in_conflict(node) => {
            Some(const { named("none") })
        }
        None => implicit(node),
    }
}

/// The role of an element that claims to mean nothing, and does not.
fn meaningful(node: Node<'_>) -> Option<&'static Role> {
    implicit(node).map(|role| {
        let is_image = role.is_none() && node.is("img");
        if is_image { const { named("img") } } else { role }
    })
}

/// Whether something about the element forbids that it means nothing.
pub(super) fn is_in_conflict(node: Node<'_>) -> bool {
    let has_global = node.attributes().iter().any(|attribute| {
        // An empty one counts: it stands there.
        &*attribute.name != "aria-hidden"
            && aria::property(&attribute.name).is_some_and(|property| property.is_global)
    });
    has_global || focus::is_focusable(node)
}

/// Whether it is a part of a list or table that means nothing, and so means nothing too.
fn inherits_none(node: Node<'_>) -> bool {
    let whole: &[&str] = match node.name() {
        "li" => &["ul", "ol", "menu"],
        "caption" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr" => &["table"],
        "dd" | "dt" => &["dl"],
        _ => return false,
    };
    node.is_html()
        && node.closest(|holder| holder.is_any(whole)).is_some_and(|holder| {
            explicit(holder).is_some_and(Role::is_none) && !is_in_conflict(holder)
        })
}

/// The role that HTML or SVG gives an element.
pub(super) fn implicit(node: Node<'_>) -> Option<&'static Role> {
    if node.is_svg() {
        return svg(node);
    }
    if !node.is_html() {
        return (node.name() == "math").then_some(const { named("math") });
    }
    let name = node.name();
    match PLAIN.binary_search_by(|(element, _)| (*element).cmp(name)) {
        Ok(at) => PLAIN.get(at).map(|(_, role)| *role),
        Err(_) => html(node),
    }
}

fn svg(node: Node<'_>) -> Option<&'static Role> {
    match node.name() {
        "svg" => Some(const { named("graphics-document") }),
        "a" if node.has("href") || node.has("xlink:href") => {
            Some(const { named("link") })
        }
        "image" => Some(const { named("img") }),
        _ => None,
    }
}

/// Elements whose role hangs on nothing else, sorted: they are found by halving.
const PLAIN: &[(&str, &Role)] = &[
    ("address", named("group")),
    ("article", named("article")),
    ("b", named("generic")),
    ("bdi", named("generic")),
    ("bdo", named("generic")),
    ("blockquote", named("blockquote")),
    ("body", named("generic")),
    ("button", named("button")),
    ("caption", named("caption")),
    ("code", named("code")),
    ("data", named("generic")),
    ("datalist", named("listbox")),
    ("dd", named("definition")),
    ("del", named("deletion")),
    ("details", named("group")),
    ("dfn", named("term")),
    ("dialog", named("dialog")),
    ("div", named("generic")),
    ("dt", named("term")),
    ("em", named("emphasis")),
    ("fieldset", named("group")),
    ("figure", named("figure")),
    ("h1", named("heading")),
    ("h2", named("heading")),
    ("h3", named("heading")),
    ("h4", named("heading")),
    ("h5", named("heading")),
    ("h6", named("heading")),
    ("hgroup", named("group")),
    ("hr", named("separator")),
    ("html", named("document")),
    ("i", named("generic")),
    ("ins", named("insertion")),
    ("main", named("main")),
    ("mark", named("mark")),
    ("menu", named("list")),
    ("meter", named("meter")),
    ("nav", named("navigation")),
    ("ol", named("list")),
    ("optgroup", named("group")),
    ("option", named("option")),
    ("output", named("status")),
    ("p", named("paragraph")),
    ("pre", named("generic")),
    ("progress", named("progressbar")),
    ("q", named("generic")),
    ("s", named("deletion")),
    ("samp", named("generic")),
    ("search", named("search")),
    ("small", named("generic")),
    ("span", named("generic")),
    ("strong", named("strong")),
    ("sub", named("subscript")),
    ("sup", named("superscript")),
    ("table", named("table")),
    ("tbody", named("rowgroup")),
    ("textarea", named("textbox")),
    ("tfoot", named("rowgroup")),
    ("thead", named("rowgroup")),
    ("time", named("time")),
    ("tr", named("row")),
    ("u", named("generic")),
    ("ul", named("list")),
];

/// The role of an element whose role hangs on more than its name.
fn html(node: Node<'_>) -> Option<&'static Role> {
    match node.name() {
        "a" | "area" if node.has("href") => Some(const { named("link") }),
        "aside" if is_page_wide(node, false) || is_named(node) => {
            Some(const { named("complementary") })
        }
        "header" if is_page_wide(node, true) => Some(const { named("banner") }),
        "footer" if is_page_wide(node, true) => Some(const { named("contentinfo") }),
        "a" | "area" | "aside" | "header" | "footer" => Some(const { named("generic") }),
        "form" => is_named(node).then_some(const { named("form") }),
        "section" => Some(if is_named(node) {
            const { named("region") }
        } else {
            const { named("generic") }
        }),
        "img" => Some(if node.attribute("alt").is_some_and(str::is_empty) {
            if is_in_conflict(node) {
                const { named("img") }
            } else {
                const { named("none") }
            }
        } else {
            const { named("img") }
        }),
        "input" => input(node),
        "li" => {
            let is_item = node.parent().is_some_and(|p| p.is_any(&["ul", "ol", "menu"]));
            Some(if is_item {
                const { named("listitem") }
            } else {
                const { named("generic") }
            })
        }
        "select" if node.has("multiple") => Some(const { named("listbox") }),
        "select" => {
            let size = node.attribute("size").and_then(|size| size.trim().parse().ok());
            Some(if size.unwrap_or(0) > 1 {
                const { named("listbox") }
            } else {
                const { named("combobox") }
            })
        }
        "td" => cell(node),
        "th" => header_cell(node),
        _ => None,
    }
}

/// Whether no section holds it: then it belongs to the whole page.
fn is_page_wide(node: Node<'_>, in_main: bool) -> bool {
    let sections: &[&str] = if in_main {
        &["article", "aside", "main", "nav", "section"]
    } else {
        &["article", "aside", "nav", "section"]
    };
    node.closest(|holder| holder.is_any(sections)).is_none()
}

/// Whether the author gave it a name.
fn is_named(node: Node<'_>) -> bool {
    let has_words =
        |name: &str| node.attribute(name).is_some_and(|v| !v.trim().is_empty());
    has_words("aria-label")
        || has_words("title")
        || node.referenced("aria-labelledby").next().is_some()
}

fn input(node: Node<'_>) -> Option<&'static Role> {
    let lists = node.referenced("list").any(|list| list.is("datalist"));
    match input_type(node) {
        "button" | "image" | "reset" | "submit" => Some(const { named("button") }),
        "checkbox" => Some(const { named("checkbox") }),
        "number" => Some(const { named("spinbutton") }),
        "radio" => Some(const { named("radio") }),
        "range" => Some(const { named("slider") }),
        "email" | "search" | "tel" | "text" | "url" if lists => {
            Some(const { named("combobox") })
        }
        "email" | "tel" | "text" | "url" => Some(const { named("textbox") }),
        "search" => Some(const { named("searchbox") }),
        _ => None,
    }
}

fn table_of(node: Node<'_>) -> Option<&'static Role> {
    semantic(node.closest(|holder| holder.is("table"))?)
}

fn cell(node: Node<'_>) -> Option<&'static Role> {
    let table = table_of(node)?;
    match table.name {
        "grid" | "treegrid" => Some(const { named("gridcell") }),
        "table" => Some(const { named("cell") }),
        _ => None,
    }
}

fn header_cell(node: Node<'_>) -> Option<&'static Role> {
    let role = cell(node)?;
    let scope = node.attribute("scope").unwrap_or_default().to_ascii_lowercase();
    match scope.as_str() {
        "row" | "rowgroup" => return Some(const { named("rowheader") }),
        "col" | "colgroup" => return Some(const { named("columnheader") }),
        _ => {}
    }
    let row = node.parent()?;
    // Rows may be of any length; the first cells tell enough.
    let has_data = row.children().take(MOST_CELLS).any(|cell| cell.is("td"));
    let in_head = row.parent().is_some_and(|group| group.is("thead"));
    let is_first = row.child_elements().next() == Some(node);
    Some(match (in_head || !has_data, is_first) {
        (true, _) => const { named("columnheader") },
        (false, true) => const { named("rowheader") },
        (false, false) if role.name == "cell" => const { named("columnheader") },
        (false, false) => role,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_sorted_and_their_roles_exist() {
        assert!(PLAIN.is_sorted_by(|one, next| one.0 < next.0));
    }
}
