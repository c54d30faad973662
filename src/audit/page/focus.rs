//! What takes the focus, as HTML says; whether it is visible is another question.

use crate::audit::markup::Node;

/// Its tab index, if it has a valid one.
pub(super) fn tab_index(node: Node<'_>) -> Option<i64> {
    let value = node.attribute("tabindex")?.trim_start();
    let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    let number: i64 = digits.get(..count.min(9))?.parse().ok()?;
    Some(if value.starts_with('-') { -number } else { number })
}

/// Whether it is an area that can hold the focus.
pub(super) fn is_focusable(node: Node<'_>) -> bool {
    !is_disabled(node)
        && !is_inert(node)
        && (tab_index(node).is_some() || by_nature(node))
}

/// Whether it is focusable without a tab index.
fn by_nature(node: Node<'_>) -> bool {
    if node.is_svg() {
        return node.name() == "a" && (node.has("href") || node.has("xlink:href"));
    }
    if !node.is_html() {
        return false;
    }
    let is_editable = node
        .attribute("contenteditable")
        .is_some_and(|value| !value.trim().eq_ignore_ascii_case("false"));
    is_editable
        || match node.name() {
            "a" | "area" => node.has("href"),
            "button" | "select" | "textarea" | "iframe" | "embed" => true,
            "input" => !node.has_value("type", "hidden"),
            "audio" | "video" => node.has("controls"),
            "summary" => is_summary(node),
            _ => false,
        }
}

/// Whether it is the one `summary` that opens its `details`.
pub(super) fn is_summary(node: Node<'_>) -> bool {
    let details = node.parent().filter(|parent| parent.is("details"));
    let first = details.and_then(|d| d.children().find(|child| child.is("summary")));
    first == Some(node)
}

/// Whether it is a form control that is switched off, by itself or by its `fieldset`.
pub(super) fn is_disabled(node: Node<'_>) -> bool {
    let can_be =
        ["button", "fieldset", "input", "optgroup", "option", "select", "textarea"];
    if !node.is_any(&can_be) {
        return false;
    }
    node.has("disabled")
        || node.ancestors().any(|holder| {
            let legend = holder.children().find(|child| child.is("legend"));
            holder.is("fieldset")
                && holder.has("disabled")
                && !legend.is_some_and(|legend| node.is_within(legend))
        })
}

fn is_inert(node: Node<'_>) -> bool {
    let holds = |node: Node<'_>| node.is_html() && node.has("inert");
    holds(node) || node.ancestors().any(holds)
}
