//! The names that HTML itself gives: labels, captions, alternatives.

use crate::audit::markup::Node;

/// The types of `input` that are not plain text.
const TYPES: &[&str] = &[
    "button",
    "checkbox",
    "color",
    "date",
    "datetime-local",
    "email",
    "file",
    "hidden",
    "image",
    "month",
    "number",
    "password",
    "radio",
    "range",
    "reset",
    "search",
    "submit",
    "tel",
    "time",
    "url",
    "week",
];

/// The type of an `input`; an unknown one is `text`.
pub(in crate::audit) fn input_type(node: Node<'_>) -> &'static str {
    let written = node.attribute("type").unwrap_or_default().trim();
    let known = TYPES.iter().find(|known| known.eq_ignore_ascii_case(written));
    known.copied().unwrap_or("text")
}

/// Nodes of a label that are searched for its field.
const MOST_NODES: usize = 200;

/// Where a native name is found.
pub(super) enum Source<'d> {
    /// Words as they are.
    Words(&'d str),
    /// The content of these elements, in order.
    Elements(Vec<Node<'d>>),
}

/// What names an element natively, if anything does; `title` is not among it.
pub(super) fn source(node: Node<'_>) -> Option<Source<'_>> {
    if node.is_svg() {
        let title = node.children().find(|c| c.is_svg() && c.name() == "title");
        return title.map(|title| Source::Elements(vec![title]));
    }
    if !node.is_html() {
        return None;
    }
    let labels = labels(node);
    if !labels.is_empty() {
        return Some(Source::Elements(labels));
    }
    let child = |name: &str| {
        node.children().find(|child| child.is(name)).map(|c| Source::Elements(vec![c]))
    };
    match node.name() {
        "area" | "img" => node.attribute("alt").map(Source::Words),
        "fieldset" => child("legend"),
        "figure" => child("figcaption"),
        "table" => child("caption"),
        "optgroup" | "option" => words(node, "label"),
        "input" => match input_type(node) {
            "button" => words(node, "value"),
            "image" => words(node, "alt"),
            "reset" => words(node, "value").or(Some(Source::Words("Reset"))),
            "submit" => words(node, "value").or(Some(Source::Words("Submit"))),
            _ => None,
        },
        _ => None,
    }
}

fn words<'d>(node: Node<'d>, name: &str) -> Option<Source<'d>> {
    node.attribute(name).filter(|_| node.has(name)).map(Source::Words)
}

/// Whether a `label` can be for it.
fn is_labelable(node: Node<'_>) -> bool {
    node.is_any(&["button", "meter", "output", "progress", "select", "textarea"])
        || (node.is("input") && input_type(node) != "hidden")
}

/// The labels of a form control, in document order.
pub(in crate::audit) fn labels(node: Node<'_>) -> Vec<Node<'_>> {
    if !is_labelable(node) {
        return Vec::new();
    }
    let document = node.document();
    let id = node.attribute("id").filter(|id| document.by_id(id) == Some(node));
    let mut found: Vec<_> = id.map_or(Vec::new(), |id| document.labels_for(id).collect());
    let holder = node.closest(|holder| holder.is("label"));
    if let Some(label) = holder.filter(|label| !label.has("for"))
        && label.descendants().take(MOST_NODES).find(|inner| is_labelable(*inner))
            == Some(node)
    {
        found.push(label);
        found.sort_by_key(|label| label.place());
    }
    found
}
