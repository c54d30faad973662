//! What an editor asks a panel of the desk: which rows, in which order, which part of a long
//! list. What a query says wrong is left out.

use percent_encoding::percent_decode_str;

use super::panel::{Filter, Order, Panel};

/// What the query of an address says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    show: String,
    sort: String,
    /// Number of the part of the list, from 1.
    pub(super) number: usize,
    /// The file that is asked about.
    pub(super) file: Option<String>,
}

impl Query {
    /// Reads what follows the question mark.
    pub(super) fn parse(text: &str) -> Self {
        let mut query = Self { number: 1, ..Self::default() };
        for pair in text.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = percent_decode_str(value).decode_utf8_lossy();
            match key {
                "show" => query.show = value.into_owned(),
                "sort" => query.sort = value.into_owned(),
                "part" => query.number = value.parse().unwrap_or(1).max(1),
                "file" => query.file = Some(value.into_owned()),
                _ => {}
            }
        }
        query
    }

    /// What a panel is asked for.
    pub(super) fn of(&self, panel: &'static Panel) -> Asked {
        let filter = panel.filters.iter().find(|one| one.name == self.show);
        let mut orders = panel.columns.iter().filter_map(|one| one.order.as_ref());
        let order = orders.clone().find(|one| one.name == self.sort);
        let usual = || orders.find(|one| one.name == panel.usual);
        Asked {
            panel,
            filter: filter.or(panel.filters.first()),
            order: order.or_else(usual),
            number: self.number,
        }
    }
}

/// What a panel is asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub(super) panel: &'static Panel,
    /// Which rows; `None` if the panel has no filters.
    pub(super) filter: Option<&'static Filter>,
    /// In which order; `None` is that of the list.
    pub(super) order: Option<&'static Order>,
    /// Number of the part of the list, from 1.
    pub(super) number: usize,
}

impl Asked {
    /// The address that asks for this, ready for an attribute.
    pub(super) fn address(&self) -> String {
        let mut parts = Vec::new();
        let first = self.panel.filters.first().map(|first| first.name);
        if let Some(filter) = self.filter.filter(|own| Some(own.name) != first) {
            parts.push(format!("show={}", filter.name));
        }
        if let Some(order) = self.order.filter(|own| own.name != self.panel.usual) {
            parts.push(format!("sort={}", order.name));
        }
        if self.number > 1 {
            parts.push(format!("part={}", self.number));
        }
        let address = self.panel.address();
        if parts.is_empty() {
            return address;
        }
        format!("{address}?{}", parts.join("&amp;"))
    }
}
