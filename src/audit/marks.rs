//! What the tag of an element shows at a glance: a mark for each thing that some rule looks at.
//!
//! Most rules are about what most pages lack, and then cost nothing. A mark tells that an element
//! may concern a rule; whether it does, the rule looks for itself.

use html5ever::{LocalName, local_name};

use super::markup::{Attribute, Node};

/// Names of elements and attributes that some rules are about, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(u64);

const fn mark(bit: u32) -> Marks {
    Marks(1 << bit)
}

impl Marks {
    /// `accesskey`.
    pub const ACCESSKEY: Self = mark(0);
    /// An attribute that can hold an address, or bring one into another.
    pub const ADDRESS: Self = mark(1);
    /// An attribute of ARIA.
    pub const ARIA: Self = mark(2);
    /// `autocomplete`.
    pub const AUTOCOMPLETE: Self = mark(3);
    /// An attribute that runs a script.
    pub const EVENT: Self = mark(4);
    /// What people fill in, choose from or write into.
    pub const FIELD: Self = mark(5);
    /// A form, or where it leads.
    pub const FORM: Self = mark(6);
    /// A frame.
    pub const FRAME: Self = mark(7);
    /// `headers`.
    pub const HEADERS: Self = mark(8);
    /// A heading of HTML.
    pub const HEADING: Self = mark(9);
    /// `aria-hidden`.
    pub const HIDDEN: Self = mark(10);
    /// `id`.
    pub const ID: Self = mark(11);
    /// An image of HTML.
    pub const IMAGE: Self = mark(12);
    /// `inert`.
    pub const INERT: Self = mark(13);
    /// Items of a list, and what holds them.
    pub const ITEM: Self = mark(14);
    /// A part of the page that screen readers list, or may.
    pub const LANDMARK: Self = mark(15);
    /// `lang`.
    pub const LANG: Self = mark(16);
    /// What leads elsewhere when it is followed.
    pub const LINK: Self = mark(17);
    /// An attribute by which browsers load something.
    pub const LOAD: Self = mark(18);
    /// Sound or film.
    pub const MEDIA: Self = mark(19);
    /// `meta`.
    pub const META: Self = mark(20);
    /// An attribute that switches something off.
    pub const OFF: Self = mark(21);
    /// An element whose content is told as text alone, fields aside.
    pub const OPAQUE: Self = mark(22);
    /// `role`.
    pub const ROLE: Self = mark(23);
    /// `scope`.
    pub const SCOPE: Self = mark(24);
    /// A script.
    pub const SCRIPT: Self = mark(25);
    /// A style sheet in the page.
    pub const SHEET: Self = mark(26);
    /// `style`.
    pub const STYLE: Self = mark(27);
    /// What opens its details.
    pub const SUMMARY: Self = mark(28);
    /// `tabindex`.
    pub const TABINDEX: Self = mark(29);
    /// A table of HTML.
    pub const TABLE: Self = mark(30);
    /// A list of terms, and its parts.
    pub const TERM: Self = mark(31);
    /// An attribute that tells others of a visit.
    pub const WATCH: Self = mark(32);
    /// `base`.
    pub const BASE: Self = mark(33);
    /// `link`, by which a page asks for sheets and says what is its own.
    pub const RELATION: Self = mark(34);
    /// What browsers do not show, or not always, unless a sheet says so.
    pub const UNSHOWN: Self = mark(35);
    /// A class of a widespread font of icons, whose sheet is elsewhere.
    pub const ICON: Self = mark(36);

    /// Nothing that any rule looks at.
    pub const NONE: Self = Self(0);

    /// Whatever the Tab key may reach.
    pub const FOCUS: Self = Self::FIELD
        .or(Self::FRAME)
        .or(Self::LINK)
        .or(Self::MEDIA)
        .or(Self::OPAQUE)
        .or(Self::SUMMARY)
        .or(Self::TABINDEX);

    /// These and others.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether it has any of others.
    pub const fn has(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    /// Those of an element.
    pub(super) fn of(node: Node<'_>) -> Self {
        let own = node.local_name().map_or(Self::NONE, element);
        node.attributes().iter().fold(own, |own, one| own.or(attribute(node, one)))
    }
}

/// What the name of an element tells, whatever it belongs to.
fn element(name: &LocalName) -> Marks {
    match *name {
        local_name!("a") | local_name!("area") => Marks::LINK,
        local_name!("aside")
        | local_name!("footer")
        | local_name!("header")
        | local_name!("main")
        | local_name!("nav")
        | local_name!("search")
        | local_name!("section") => Marks::LANDMARK,
        local_name!("form") => Marks::LANDMARK.or(Marks::FORM),
        local_name!("audio") => Marks::MEDIA.or(Marks::UNSHOWN),
        local_name!("video") => Marks::MEDIA,
        local_name!("base") => Marks::BASE.or(Marks::UNSHOWN),
        local_name!("button")
        | local_name!("embed")
        | local_name!("image")
        | local_name!("meter")
        | local_name!("option")
        | local_name!("progress") => Marks::OPAQUE,
        local_name!("datalist") | local_name!("input") => Marks::FIELD.or(Marks::UNSHOWN),
        local_name!("select") | local_name!("textarea") => Marks::FIELD,
        local_name!("dd") | local_name!("dl") | local_name!("dt") => Marks::TERM,
        local_name!("frame") | local_name!("iframe") => Marks::FRAME,
        local_name!("h1")
        | local_name!("h2")
        | local_name!("h3")
        | local_name!("h4")
        | local_name!("h5")
        | local_name!("h6") => Marks::HEADING,
        local_name!("img") => Marks::IMAGE,
        local_name!("li")
        | local_name!("menu")
        | local_name!("ol")
        | local_name!("ul") => Marks::ITEM,
        local_name!("link") => Marks::RELATION.or(Marks::UNSHOWN),
        local_name!("meta") => Marks::META.or(Marks::UNSHOWN),
        local_name!("script") => Marks::SCRIPT.or(Marks::UNSHOWN),
        local_name!("style") => Marks::SHEET.or(Marks::UNSHOWN),
        local_name!("defs")
        | local_name!("desc")
        | local_name!("dialog")
        | local_name!("head")
        | local_name!("metadata")
        | local_name!("noembed")
        | local_name!("noframes")
        | local_name!("param")
        | local_name!("rp")
        | local_name!("source")
        | local_name!("template")
        | local_name!("title")
        | local_name!("track") => Marks::UNSHOWN,
        local_name!("summary") => Marks::SUMMARY,
        local_name!("table") => Marks::TABLE,
        _ => Marks::NONE,
    }
}

fn attribute(node: Node<'_>, own: &Attribute<'_>) -> Marks {
    match own.name {
        local_name!("class") if is_icon(&own.value) => Marks::ICON,
        local_name!("class") | local_name!("name") => Marks::NONE,
        // Of links, only those of HTML load nothing.
        local_name!("href") | local_name!("xlink:href")
            if node.is("a") || node.is("area") =>
        {
            Marks::ADDRESS
        }
        local_name!("href")
        | local_name!("xlink:href")
        | local_name!("src")
        | local_name!("background")
        | local_name!("data") => Marks::ADDRESS.or(Marks::LOAD),
        local_name!("srcset") | local_name!("imagesrcset") | local_name!("poster") => {
            Marks::LOAD
        }
        local_name!("action") | local_name!("to") | local_name!("values") => {
            Marks::ADDRESS
        }
        local_name!("formaction") => Marks::ADDRESS.or(Marks::FORM),
        local_name!("id") => Marks::ID,
        local_name!("role") => Marks::ROLE,
        local_name!("lang") => Marks::LANG,
        local_name!("style") => Marks::STYLE,
        local_name!("scope") => Marks::SCOPE,
        local_name!("headers") => Marks::HEADERS,
        local_name!("tabindex") => Marks::TABINDEX,
        local_name!("accesskey") => Marks::ACCESSKEY,
        local_name!("autocomplete") => Marks::AUTOCOMPLETE,
        // What people may write into is a field.
        local_name!("contenteditable") => Marks::FIELD,
        local_name!("aria-disabled") => Marks::ARIA.or(Marks::OFF),
        local_name!("aria-hidden") => Marks::ARIA.or(Marks::HIDDEN),
        local_name!("disabled") => Marks::OFF,
        local_name!("hidden") => Marks::UNSHOWN,
        _ => match &*own.name {
            "attributionsrc" | "ping" => Marks::WATCH,
            "inert" => Marks::INERT,
            "popover" => Marks::UNSHOWN,
            name if name.starts_with("aria-") => Marks::ARIA,
            name if name.starts_with("on") => Marks::EVENT,
            _ => Marks::NONE,
        },
    }
}

/// Whether one of these classes is that of a widespread font of icons.
fn is_icon(classes: &str) -> bool {
    memchr::memchr(b'm', classes.as_bytes()).is_some()
        && classes.split_ascii_whitespace().any(|one| {
            one.starts_with("material-icons") || one.starts_with("material-symbols")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::markup::Document;
    use crate::audit::page::Page;

    /// All marks of a page.
    fn met(text: &str) -> Marks {
        let document = Document::parse(text);
        document.elements().map(Marks::of).fold(Marks::NONE, Marks::or)
    }

    #[test]
    fn a_plain_page_has_few_marks() {
        let plain = met("<p>Words and <a href=x>a link</a>");
        // Its head, which is implied, is not shown.
        assert_eq!(plain, Marks::LINK.or(Marks::ADDRESS).or(Marks::UNSHOWN));
        assert!(met("<p onclick=x>").has(Marks::EVENT));
        assert!(met("<template><script></script>").has(Marks::SCRIPT));
        assert!(met("<svg><g role=img>").has(Marks::ROLE));
        assert!(met("<svg><use xlink:href=x>").has(Marks::LOAD));
    }

    #[test]
    fn marks_foretell_the_roles_that_html_gives() {
        let names = "a area article aside b body button datalist details dialog div embed \
                     fieldset footer form h1 h2 h3 h4 h5 h6 header hr iframe img input li \
                     main math menu meter nav ol option output p progress search section \
                     select span summary svg table td textarea th tr ul video";
        for name in names.split_whitespace() {
            let text = format!("<{name} href=x aria-label=x>x");
            let document = Document::parse(&text);
            let page = Page::new(&document);
            for node in document.elements().filter(|node| node.name() == name) {
                let Some(role) = page.implicit_role(node) else { continue };
                let mark = match role.name {
                    "heading" => Marks::HEADING,
                    "link" => Marks::LINK,
                    "listbox" | "combobox" | "textbox" => Marks::FIELD,
                    "table" => Marks::TABLE,
                    "img" => Marks::IMAGE,
                    "button" => Marks::OPAQUE.or(Marks::FIELD),
                    "banner" | "complementary" | "contentinfo" | "form" | "main"
                    | "navigation" | "region" | "search" => Marks::LANDMARK,
                    // An `hr` holds nothing.
                    _ if role.hides_children && name != "hr" => Marks::OPAQUE,
                    _ => continue,
                };
                assert!(Marks::of(node).has(mark), "{name}: {}", role.name);
            }
        }
    }
}
