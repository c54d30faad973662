//! The roles, in the order of their names.

use super::Naming::{Author, Content, Prohibited};
use super::{Naming, Role};

const fn role(name: &'static str, naming: Naming) -> Role {
    Role {
        name,
        is_abstract: false,
        naming,
        supported: &[],
        inherited: &[],
        required: &[],
        context: &[],
        owned: &[],
        hides_children: false,
        is_widget: false,
    }
}

const fn widget(name: &'static str, naming: Naming) -> Role {
    Role { is_widget: true, ..role(name, naming) }
}

/// A widget whose content is told as text.
const fn leaf(name: &'static str, naming: Naming) -> Role {
    Role { is_widget: true, hides_children: true, ..role(name, naming) }
}

const fn unusable(name: &'static str) -> Role {
    Role { is_abstract: true, ..role(name, Author) }
}

impl Role {
    const fn supports(self, supported: &'static [&'static str]) -> Self {
        Self { supported, ..self }
    }

    const fn inherits(self, inherited: &'static [&'static [&'static str]]) -> Self {
        Self { inherited, ..self }
    }

    const fn needs(self, required: &'static [&'static str]) -> Self {
        Self { required, ..self }
    }

    const fn within(self, context: &'static [&'static str]) -> Self {
        Self { context, ..self }
    }

    const fn owns(self, owned: &'static [&'static str]) -> Self {
        Self { owned, ..self }
    }

    const fn hides(self) -> Self {
        Self { hides_children: true, ..self }
    }
}

const ACTIVE: &str = "aria-activedescendant";
const CELL: &[&str] = &[
    "aria-colindex",
    "aria-colindextext",
    "aria-colspan",
    "aria-rowindex",
    "aria-rowindextext",
    "aria-rowspan",
];
/// What a cell of a grid supports beside [`CELL`].
const GRID_CELL: &[&str] = &[
    "aria-disabled",
    "aria-errormessage",
    "aria-expanded",
    "aria-haspopup",
    "aria-invalid",
    "aria-readonly",
    "aria-required",
    "aria-selected",
];
const RANGE: &[&str] =
    &["aria-valuemax", "aria-valuemin", "aria-valuenow", "aria-valuetext"];
const MENU_ITEM: &[&str] = &[
    "aria-disabled",
    "aria-expanded",
    "aria-haspopup",
    "aria-posinset",
    "aria-setsize",
    "aria-checked",
];
const TEXT_BOX: &[&str] = &[
    ACTIVE,
    "aria-autocomplete",
    "aria-disabled",
    "aria-errormessage",
    "aria-haspopup",
    "aria-invalid",
    "aria-multiline",
    "aria-placeholder",
    "aria-readonly",
    "aria-required",
];
const MENU_ITEMS: &[&str] = &["group", "menuitem", "menuitemradio", "menuitemcheckbox"];

/// Every role, sorted: they are found by halving.
pub const ROLES: &[Role] = &[
    role("alert", Author),
    role("alertdialog", Author).supports(&["aria-modal"]),
    role("application", Author).supports(&[
        ACTIVE,
        "aria-disabled",
        "aria-errormessage",
        "aria-expanded",
        "aria-haspopup",
        "aria-invalid",
    ]),
    role("article", Author).supports(&["aria-posinset", "aria-setsize"]),
    role("banner", Author),
    role("blockquote", Author),
    leaf("button", Content).supports(&[
        "aria-disabled",
        "aria-haspopup",
        "aria-expanded",
        "aria-pressed",
    ]),
    role("caption", Prohibited),
    role("cell", Content).supports(CELL).within(&["row"]),
    leaf("checkbox", Content).needs(&["aria-checked"]).supports(&[
        "aria-errormessage",
        "aria-expanded",
        "aria-invalid",
        "aria-readonly",
        "aria-required",
        "aria-disabled",
    ]),
    role("code", Prohibited),
    widget("columnheader", Content)
        .supports(&["aria-sort"])
        .inherits(&[CELL, GRID_CELL])
        .within(&["row"]),
    widget("combobox", Author).needs(&["aria-expanded"]).supports(&[
        ACTIVE,
        "aria-autocomplete",
        "aria-disabled",
        "aria-errormessage",
        "aria-haspopup",
        "aria-invalid",
        "aria-readonly",
        "aria-required",
        "aria-controls",
        "aria-placeholder",
    ]),
    unusable("command"),
    role("complementary", Author),
    unusable("composite"),
    role("contentinfo", Author),
    role("definition", Author),
    role("deletion", Prohibited),
    role("dialog", Author).supports(&["aria-modal"]),
    role("directory", Author),
    role("doc-abstract", Author),
    role("doc-acknowledgments", Author),
    role("doc-afterword", Author),
    role("doc-appendix", Author),
    widget("doc-backlink", Content).supports(&[
        "aria-disabled",
        "aria-expanded",
        "aria-haspopup",
    ]),
    role("doc-biblioentry", Author),
    role("doc-bibliography", Author),
    widget("doc-biblioref", Content).supports(&[
        "aria-disabled",
        "aria-expanded",
        "aria-haspopup",
    ]),
    role("doc-chapter", Author),
    role("doc-colophon", Author),
    role("doc-conclusion", Author),
    role("doc-cover", Author).hides(),
    role("doc-credit", Author),
    role("doc-credits", Author),
    role("doc-dedication", Author),
    role("doc-endnote", Author),
    role("doc-endnotes", Author),
    role("doc-epigraph", Author),
    role("doc-epilogue", Author),
    role("doc-errata", Author),
    role("doc-example", Author),
    role("doc-footnote", Author),
    role("doc-foreword", Author),
    role("doc-glossary", Author),
    widget("doc-glossref", Content).supports(&[
        "aria-disabled",
        "aria-expanded",
        "aria-haspopup",
    ]),
    role("doc-index", Author),
    role("doc-introduction", Author),
    widget("doc-noteref", Content).supports(&[
        "aria-disabled",
        "aria-expanded",
        "aria-haspopup",
    ]),
    role("doc-notice", Author),
    role("doc-pagebreak", Author).hides(),
    role("doc-pagefooter", Prohibited),
    role("doc-pageheader", Prohibited),
    role("doc-pagelist", Author),
    role("doc-part", Author),
    role("doc-preface", Author),
    role("doc-prologue", Author),
    role("doc-pullquote", Author),
    role("doc-qna", Author),
    role("doc-subtitle", Content).supports(&["aria-level"]),
    role("doc-tip", Author),
    role("doc-toc", Author),
    role("document", Author),
    role("emphasis", Prohibited),
    role("feed", Author).owns(&["article"]),
    role("figure", Author),
    role("form", Author),
    role("generic", Prohibited),
    role("graphics-document", Author),
    role("graphics-object", Author).supports(&[ACTIVE, "aria-disabled"]),
    role("graphics-symbol", Author).hides(),
    widget("grid", Author).owns(&["row", "rowgroup"]).supports(&[
        ACTIVE,
        "aria-colcount",
        "aria-disabled",
        "aria-multiselectable",
        "aria-readonly",
        "aria-rowcount",
    ]),
    widget("gridcell", Content).inherits(&[CELL, GRID_CELL]).within(&["row"]),
    role("group", Author).supports(&[ACTIVE, "aria-disabled"]),
    role("heading", Content).needs(&["aria-level"]),
    role("image", Author).hides(),
    role("img", Author).hides(),
    unusable("input"),
    role("insertion", Prohibited),
    unusable("landmark"),
    widget("link", Content).supports(&[
        "aria-disabled",
        "aria-expanded",
        "aria-haspopup",
    ]),
    role("list", Author).owns(&["listitem"]),
    widget("listbox", Author).owns(&["group", "option"]).supports(&[
        ACTIVE,
        "aria-disabled",
        "aria-errormessage",
        "aria-expanded",
        "aria-invalid",
        "aria-multiselectable",
        "aria-orientation",
        "aria-readonly",
        "aria-required",
    ]),
    role("listitem", Author).within(&["directory", "list"]).supports(&[
        "aria-level",
        "aria-posinset",
        "aria-setsize",
    ]),
    role("log", Author),
    role("main", Author),
    role("mark", Prohibited),
    role("marquee", Author),
    role("math", Author),
    widget("menu", Author).owns(MENU_ITEMS).supports(&[
        ACTIVE,
        "aria-disabled",
        "aria-orientation",
    ]),
    widget("menubar", Author).owns(MENU_ITEMS).supports(&[
        ACTIVE,
        "aria-disabled",
        "aria-orientation",
    ]),
    widget("menuitem", Content).within(&["group", "menu", "menubar"]).supports(&[
        "aria-disabled",
        "aria-expanded",
        "aria-haspopup",
        "aria-posinset",
        "aria-setsize",
    ]),
    leaf("menuitemcheckbox", Content)
        .within(&["group", "menu", "menubar"])
        .needs(&["aria-checked"])
        .supports(MENU_ITEM),
    leaf("menuitemradio", Content)
        .within(&["group", "menu", "menubar"])
        .needs(&["aria-checked"])
        .supports(MENU_ITEM),
    role("meter", Author).needs(&["aria-valuenow"]).supports(RANGE).hides(),
    role("navigation", Author),
    role("none", Prohibited),
    role("note", Author),
    leaf("option", Content)
        .within(&["group", "listbox"])
        .needs(&["aria-selected"])
        .supports(&["aria-checked", "aria-disabled", "aria-posinset", "aria-setsize"]),
    role("paragraph", Prohibited),
    role("presentation", Prohibited),
    role("progressbar", Author).supports(RANGE).hides(),
    leaf("radio", Content).needs(&["aria-checked"]).supports(&[
        "aria-disabled",
        "aria-posinset",
        "aria-setsize",
    ]),
    widget("radiogroup", Author).owns(&["radio"]).supports(&[
        ACTIVE,
        "aria-disabled",
        "aria-errormessage",
        "aria-invalid",
        "aria-orientation",
        "aria-readonly",
        "aria-required",
    ]),
    unusable("range"),
    role("region", Author),
    unusable("roletype"),
    role("row", Content)
        .within(&["grid", "rowgroup", "table", "treegrid"])
        .owns(&["cell", "columnheader", "gridcell", "rowheader"])
        .supports(&[
            ACTIVE,
            "aria-colindex",
            "aria-disabled",
            "aria-expanded",
            "aria-level",
            "aria-posinset",
            "aria-rowindex",
            "aria-rowindextext",
            "aria-selected",
            "aria-setsize",
        ]),
    role("rowgroup", Author).within(&["grid", "table", "treegrid"]).owns(&["row"]),
    widget("rowheader", Content)
        .supports(&["aria-sort"])
        .inherits(&[CELL, GRID_CELL])
        .within(&["row"]),
    leaf("scrollbar", Author).needs(&["aria-controls", "aria-valuenow"]).supports(&[
        "aria-disabled",
        "aria-orientation",
        "aria-valuemax",
        "aria-valuemin",
        "aria-valuetext",
    ]),
    role("search", Author),
    widget("searchbox", Author).supports(TEXT_BOX),
    unusable("section"),
    unusable("sectionhead"),
    unusable("select"),
    role("separator", Author)
        .supports(&[
            "aria-disabled",
            "aria-orientation",
            "aria-valuemax",
            "aria-valuemin",
            "aria-valuenow",
            "aria-valuetext",
        ])
        .hides(),
    leaf("slider", Author).needs(&["aria-valuenow"]).supports(&[
        "aria-disabled",
        "aria-errormessage",
        "aria-haspopup",
        "aria-invalid",
        "aria-orientation",
        "aria-readonly",
        "aria-valuemax",
        "aria-valuemin",
        "aria-valuetext",
    ]),
    widget("spinbutton", Author).supports(&[
        ACTIVE,
        "aria-disabled",
        "aria-errormessage",
        "aria-invalid",
        "aria-readonly",
        "aria-required",
        "aria-valuemax",
        "aria-valuemin",
        "aria-valuenow",
        "aria-valuetext",
    ]),
    role("status", Author),
    role("strong", Prohibited),
    unusable("structure"),
    role("subscript", Prohibited),
    role("suggestion", Prohibited),
    role("superscript", Prohibited),
    leaf("switch", Content).needs(&["aria-checked"]).supports(&[
        "aria-disabled",
        "aria-errormessage",
        "aria-expanded",
        "aria-invalid",
        "aria-readonly",
        "aria-required",
    ]),
    leaf("tab", Content).within(&["tablist"]).supports(&[
        "aria-disabled",
        "aria-expanded",
        "aria-haspopup",
        "aria-posinset",
        "aria-selected",
        "aria-setsize",
    ]),
    role("table", Author)
        .owns(&["row", "rowgroup"])
        .supports(&["aria-colcount", "aria-rowcount"]),
    widget("tablist", Author).owns(&["tab"]).supports(&[
        ACTIVE,
        "aria-disabled",
        "aria-level",
        "aria-multiselectable",
        "aria-orientation",
    ]),
    widget("tabpanel", Author),
    role("term", Author),
    widget("textbox", Author).supports(TEXT_BOX),
    // Without a name only from WAI-ARIA 1.3 on.
    role("time", Author),
    role("timer", Author),
    role("toolbar", Author).supports(&[ACTIVE, "aria-disabled", "aria-orientation"]),
    role("tooltip", Content),
    widget("tree", Author).owns(&["group", "treeitem"]).supports(&[
        ACTIVE,
        "aria-disabled",
        "aria-errormessage",
        "aria-invalid",
        "aria-multiselectable",
        "aria-orientation",
        "aria-required",
    ]),
    widget("treegrid", Author).owns(&["row", "rowgroup"]).supports(&[
        ACTIVE,
        "aria-colcount",
        "aria-disabled",
        "aria-errormessage",
        "aria-invalid",
        "aria-multiselectable",
        "aria-orientation",
        "aria-readonly",
        "aria-required",
        "aria-rowcount",
    ]),
    widget("treeitem", Content).within(&["group", "tree"]).supports(&[
        "aria-checked",
        "aria-disabled",
        "aria-expanded",
        "aria-haspopup",
        "aria-level",
        "aria-posinset",
        "aria-selected",
        "aria-setsize",
    ]),
    unusable("widget"),
    unusable("window"),
];
