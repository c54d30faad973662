//! What WAI-ARIA 1.2 says of roles and attributes, as tables. It knows no document.
//!
//! # Source
//! WAI-ARIA 1.2, with the braille and description attributes of 1.3, the roles of DPUB-ARIA 1.1
//! and of the Graphics Module.

mod attributes;
mod roles;

use std::borrow::Cow;

pub use attributes::{ATTRIBUTES, Value};
pub use roles::ROLES;

/// Where the name of a role may come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// Its content or its author.
    Content,
    /// Its author alone.
    Author,
    /// It may not be named.
    Prohibited,
}

/// A role.
#[derive(Debug)]
pub struct Role {
    /// As it is written in the attribute.
    pub name: &'static str,
    /// Whether authors may not use it.
    pub is_abstract: bool,
    /// Where its name comes from.
    pub naming: Naming,
    /// Attributes that it supports itself, global ones left out.
    pub supported: &'static [&'static str],
    /// Those that it shares with the roles that it is a kind of.
    pub inherited: &'static [&'static [&'static str]],
    /// Attributes that it cannot do without.
    pub required: &'static [&'static str],
    /// Roles of which one must hold it.
    pub context: &'static [&'static str],
    /// Roles of which it must hold one.
    pub owned: &'static [&'static str],
    /// Whether what it holds is told as text alone.
    pub hides_children: bool,
    /// Whether people operate it.
    pub is_widget: bool,
}

/// A state or property.
#[derive(Debug)]
pub struct Property {
    /// As it is written.
    pub name: &'static str,
    /// What may stand in it.
    pub value: Value,
    /// Whether every role supports it.
    pub is_global: bool,
}

/// The role of this name, letter case aside.
pub fn role(name: &str) -> Option<&'static Role> {
    let lower: Cow<'_, str> = if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        name.to_ascii_lowercase().into()
    } else {
        name.into()
    };
    let found = ROLES.binary_search_by(|role| role.name.cmp(&*lower)).ok()?;
    ROLES.get(found)
}

/// The role of this name, for tables: a name that is no role does not compile.
pub(super) const fn named(name: &str) -> &'static Role {
    let mut at = 0;
    while !is_same(ROLES[at].name, name) {
        at += 1;
    }
    &ROLES[at]
}

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// The state or property of this name.
pub fn property(name: &str) -> Option<&'static Property> {
    if !name.starts_with("aria-") {
        return None;
    }
    let found = ATTRIBUTES.binary_search_by(|property| property.name.cmp(name)).ok()?;
    ATTRIBUTES.get(found)
}

impl Property {
    /// Whether it gives an element a name.
    pub fn is_naming(&self) -> bool {
        matches!(self.name, "aria-label" | "aria-labelledby" | "aria-braillelabel")
    }
}

impl Role {
    /// Whether it is one of these.
    pub fn is_any(&self, names: &[&str]) -> bool {
        names.contains(&self.name)
    }

    /// Whether it says that an element means nothing.
    pub fn is_none(&self) -> bool {
        matches!(self.name, "none" | "presentation")
    }

    /// Whether an attribute of ARIA may stand on an element with this role.
    pub fn permits(&self, property: &Property) -> bool {
        let is_prohibited = (property.is_naming() && self.naming == Naming::Prohibited)
            || (self.name == "generic" && property.name.ends_with("roledescription"));
        let is_listed = self.attributes().any(|name| name == property.name);
        !is_prohibited && (property.is_global || is_listed)
    }

    /// Every attribute that it supports or needs, global ones left out.
    fn attributes(&self) -> impl Iterator<Item = &'static str> {
        let inherited = self.inherited.iter().copied().flatten();
        inherited.chain(self.supported).chain(self.required).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_name_only_what_they_hold() {
        for role in ROLES {
            for name in role.attributes() {
                assert!(property(name).is_some(), "{}: {name}", role.name);
            }
            for name in role.context.iter().chain(role.owned) {
                assert!(super::role(name).is_some(), "{}: {name}", role.name);
            }
        }
        assert!(ROLES.is_sorted_by(|one, next| one.name < next.name));
        assert!(ATTRIBUTES.is_sorted_by(|one, next| one.name < next.name));
    }

    #[test]
    fn a_role_permits_what_it_supports() {
        let permits =
            |name, attribute| role(name).unwrap().permits(property(attribute).unwrap());
        assert!(permits("button", "aria-pressed"));
        assert!(permits("BUTTON", "aria-label"));
        assert!(!permits("link", "aria-pressed"));
        for attribute in ["aria-sort", "aria-selected", "aria-colspan"] {
            assert!(permits("columnheader", attribute), "{attribute}");
        }
        assert!(permits("gridcell", "aria-colspan"));
        assert!(!permits("gridcell", "aria-sort"));
        assert!(!permits("cell", "aria-selected"));
        assert!(!permits("generic", "aria-label"));
    }
}
