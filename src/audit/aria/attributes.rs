//! The states and properties, and what may stand in each.

use super::Property;

/// What may stand in an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// An identifier of the page.
    Reference,
    /// Identifiers of the page, at least one.
    References,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// Any words.
    Text,
    /// One of these words.
    One(&'static [&'static str]),
    /// Some of these words.
    Some(&'static [&'static str]),
}

const BOOLEAN: Value = Value::One(&["true", "false"]);
const OPTIONAL: Value = Value::One(&["true", "false", "undefined"]);
const TRISTATE: Value = Value::One(&["true", "false", "mixed", "undefined"]);

const fn global(name: &'static str, value: Value) -> Property {
    Property { name, value, is_global: true }
}

const fn own(name: &'static str, value: Value) -> Property {
    Property { name, value, is_global: false }
}

/// Every attribute of ARIA.
pub const ATTRIBUTES: &[Property] = &[
    own("aria-activedescendant", Value::Reference),
    global("aria-atomic", BOOLEAN),
    own("aria-autocomplete", Value::One(&["inline", "list", "both", "none"])),
    global("aria-braillelabel", Value::Text),
    global("aria-brailleroledescription", Value::Text),
    global("aria-busy", BOOLEAN),
    own("aria-checked", TRISTATE),
    own("aria-colcount", Value::Integer),
    own("aria-colindex", Value::Integer),
    own("aria-colindextext", Value::Text),
    own("aria-colspan", Value::Integer),
    global("aria-controls", Value::References),
    global(
        "aria-current",
        Value::One(&["page", "step", "location", "date", "time", "true", "false"]),
    ),
    global("aria-describedby", Value::References),
    global("aria-description", Value::Text),
    global("aria-details", Value::References),
    global("aria-disabled", BOOLEAN),
    global(
        "aria-dropeffect",
        Value::Some(&["copy", "execute", "link", "move", "none", "popup"]),
    ),
    global("aria-errormessage", Value::References),
    own("aria-expanded", OPTIONAL),
    global("aria-flowto", Value::References),
    global("aria-grabbed", OPTIONAL),
    global(
        "aria-haspopup",
        Value::One(&["false", "true", "menu", "listbox", "tree", "grid", "dialog"]),
    ),
    global("aria-hidden", OPTIONAL),
    global("aria-invalid", Value::One(&["grammar", "false", "spelling", "true"])),
    global("aria-keyshortcuts", Value::Text),
    global("aria-label", Value::Text),
    global("aria-labelledby", Value::References),
    own("aria-level", Value::Integer),
    global("aria-live", Value::One(&["assertive", "off", "polite"])),
    own("aria-modal", BOOLEAN),
    own("aria-multiline", BOOLEAN),
    own("aria-multiselectable", BOOLEAN),
    own("aria-orientation", Value::One(&["horizontal", "vertical", "undefined"])),
    global("aria-owns", Value::References),
    own("aria-placeholder", Value::Text),
    own("aria-posinset", Value::Integer),
    own("aria-pressed", TRISTATE),
    own("aria-readonly", BOOLEAN),
    global("aria-relevant", Value::Some(&["additions", "all", "removals", "text"])),
    own("aria-required", BOOLEAN),
    global("aria-roledescription", Value::Text),
    own("aria-rowcount", Value::Integer),
    own("aria-rowindex", Value::Integer),
    own("aria-rowindextext", Value::Text),
    own("aria-rowspan", Value::Integer),
    own("aria-selected", OPTIONAL),
    own("aria-setsize", Value::Integer),
    own("aria-sort", Value::One(&["ascending", "descending", "none", "other"])),
    own("aria-valuemax", Value::Number),
    own("aria-valuemin", Value::Number),
    own("aria-valuenow", Value::Number),
    own("aria-valuetext", Value::Text),
];
