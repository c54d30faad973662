//! Who holds whom in the accessibility tree: elements without meaning are looked through.

use std::collections::HashMap;

use super::{Page, role};
use crate::audit::aria::Role;
use crate::audit::markup::{Document, Node};

/// Who claims whom by `aria-owns`, by place; the first claim counts.
pub(super) fn owners(document: &Document) -> HashMap<usize, usize> {
    let mut owners = HashMap::new();
    for node in document.elements().filter(|node| node.has("aria-owns")) {
        for target in node.referenced("aria-owns") {
            // Nobody owns what holds it.
            if !node.is_within(target) {
                owners.entry(target.place()).or_insert(node.place());
            }
        }
    }
    owners
}

/// Whether an element is looked through: it means nothing, and nothing is said of it.
fn is_clear(node: Node<'_>) -> bool {
    let role = role::semantic(node);
    role.is_some_and(Role::is_none)
        || (role.is_none_or(|role| role.name == "generic") && !role::is_in_conflict(node))
}

/// The owner of an element.
pub(super) fn owner<'d>(
    node: Node<'d>,
    owners: &HashMap<usize, usize>,
) -> Option<Node<'d>> {
    let mut inner = node;
    // Claims may run in circles; no page that means well is this deep.
    for _ in 0..1_000 {
        let claimed = owners.get(&inner.place()).map(|at| node.document().at(*at));
        inner = claimed.or_else(|| inner.parent())?;
        if inner.is_element() && !is_clear(inner) {
            return Some(inner);
        }
    }
    None
}

/// What an element owns, in document order, claims last.
pub(super) fn owned<'d>(page: &Page<'d>, node: Node<'d>) -> Vec<Node<'d>> {
    let mut found = Vec::new();
    collect(page, node, &mut found);
    let is_ours =
        |claimed: &Node<'_>| page.owners().get(&claimed.place()) == Some(&node.place());
    for claimed in node.referenced("aria-owns").filter(is_ours) {
        if is_clear(claimed) {
            collect(page, claimed, &mut found);
        } else if page.is_exposed(claimed) {
            found.push(claimed);
        }
    }
    found
}

fn collect<'d>(page: &Page<'d>, node: Node<'d>, found: &mut Vec<Node<'d>>) {
    let mut inner = node.descendants().peekable();
    while let Some(node) = inner.next() {
        if !node.is_element() {
            continue;
        }
        let is_hidden = !page.is_rendered(node) || page.is_aria_hidden(node);
        if !is_hidden && is_clear(node) {
            continue;
        }
        if page.is_exposed(node) {
            found.push(node);
        }
        let end = node.range().end;
        while inner.next_if(|next| next.place() < end).is_some() {}
    }
}
