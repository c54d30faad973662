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
    takes_focus(node) && !is_inert(node)
}

/// Whether it can hold the focus unless what holds it is `inert`.
pub(super) fn takes_focus(node: Node<'_>) -> bool {
    (tab_index(node).is_some() || by_nature(node)) && !is_disabled(node)
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
            "summary" => node.opens_details(),
            _ => false,
        }
}

/// Whether it is a form control that is switched off, by itself or by its `fieldset`.
pub(super) fn is_disabled(node: Node<'_>) -> bool {
    let can_be = matches!(
        node.name(),
        "button" | "fieldset" | "input" | "optgroup" | "option" | "select" | "textarea"
    );
    if !can_be || !node.is_html() {
        return false;
    }
    node.has("disabled")
        || node.ancestors().any(|holder| {
            holder.is("fieldset") && holder.has("disabled") && !in_legend(node, holder)
        })
}

/// Whether it stands in the legend of a `fieldset`, which is never switched off.
fn in_legend(node: Node<'_>, fieldset: Node<'_>) -> bool {
    let legend = fieldset.child_elements().next().filter(|child| child.is("legend"));
    legend.is_some_and(|legend| node.is_within(legend))
}

/// Whether it is `inert`, or lies within what is.
pub(super) fn is_inert(node: Node<'_>) -> bool {
    let holds = |node: Node<'_>| node.is_html() && node.has("inert");
    holds(node) || node.ancestors().any(holds)
}
