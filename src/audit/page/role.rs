//! Roles: what HTML gives, what the author says, and which of the two holds.

use html5ever::{LocalName, local_name};

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
    node.local_name().and_then(plain).or_else(|| html(node))
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

/// The role of an element whose role hangs on its name alone.
fn plain(name: &LocalName) -> Option<&'static Role> {
    Some(match *name {
        local_name!("address")
        | local_name!("details")
        | local_name!("fieldset")
        | local_name!("hgroup")
        | local_name!("optgroup") => const { named("group") },
        local_name!("article") => const { named("article") },
        local_name!("blockquote") => const { named("blockquote") },
        local_name!("button") => const { named("button") },
        local_name!("caption") => const { named("caption") },
        local_name!("code") => const { named("code") },
        local_name!("datalist") => const { named("listbox") },
        local_name!("dd") => const { named("definition") },
        local_name!("del") | local_name!("s") => const { named("deletion") },
        local_name!("dfn") | local_name!("dt") => const { named("term") },
        local_name!("dialog") => const { named("dialog") },
        local_name!("em") => const { named("emphasis") },
        local_name!("figure") => const { named("figure") },
        local_name!("h1")
        | local_name!("h2")
        | local_name!("h3")
        | local_name!("h4")
        | local_name!("h5")
        | local_name!("h6") => const { named("heading") },
        local_name!("hr") => const { named("separator") },
        local_name!("html") => const { named("document") },
        local_name!("ins") => const { named("insertion") },
        local_name!("main") => const { named("main") },
        local_name!("mark") => const { named("mark") },
        local_name!("menu") | local_name!("ol") | local_name!("ul") => {
            const { named("list") }
        }
        local_name!("meter") => const { named("meter") },
        local_name!("nav") => const { named("navigation") },
        local_name!("option") => const { named("option") },
        local_name!("output") => const { named("status") },
        local_name!("p") => const { named("paragraph") },
        local_name!("progress") => const { named("progressbar") },
        local_name!("search") => const { named("search") },
        local_name!("strong") => const { named("strong") },
        local_name!("sub") => const { named("subscript") },
        local_name!("sup") => const { named("superscript") },
        local_name!("table") => const { named("table") },
        local_name!("tbody") | local_name!("tfoot") | local_name!("thead") => {
            const { named("rowgroup") }
        }
        local_name!("textarea") => const { named("textbox") },
        local_name!("time") => const { named("time") },
        local_name!("tr") => const { named("row") },
        _ if says_nothing(name) => const { named("generic") },
        _ => return None,
    })
}

/// Whether it is an element that only holds words.
fn says_nothing(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("b")
            | local_name!("bdi")
            | local_name!("bdo")
            | local_name!("body")
            | local_name!("data")
            | local_name!("div")
            | local_name!("i")
            | local_name!("pre")
            | local_name!("q")
            | local_name!("samp")
            | local_name!("small")
            | local_name!("span")
            | local_name!("u")
    )
}

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
