//! The navigation.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use crate::value::{Reader, Table};

/// An entry of the navigation.
#[derive(Clone, Debug)]
pub struct MenuEntry {
    /// What the reader sees; the page's title if it is not set.
    pub title: Option<String>,
    /// Where it leads, as a link in Markdown is written.
    pub target: String,
    /// Bytes of the target.
    pub span: Range<usize>,
}

/// Reads the entries, in order.
pub(super) fn read(reader: &mut Reader<'_>, path: &SourcePath) -> Vec<MenuEntry> {
    let mut menu = Vec::new();
    for (table, span) in reader.tables("menu").unwrap_or_default() {
        let mut found = Vec::new();
        if let Some(entry) = menu_entry(path, table, span, &mut found) {
            menu.push(entry);
        }
        reader.extend(found);
    }
    menu
}

fn menu_entry(
    path: &SourcePath,
    table: &Table,
    span: Range<usize>,
    found: &mut Vec<Diagnostic>,
) -> Option<MenuEntry> {
    let mut reader = Reader::new(path, table, found);
    let title = reader.string("title");
    let target = reader.spanned_string("page");
    reader.finish();
    if target.is_none() {
        found.push(
            Diagnostic::error("config/menu", "this entry of the menu names no `page`")
                .at(path, span)
                .help("add page = \"@/about.md\""),
        );
    }
    target.map(|(target, span)| MenuEntry { title, target, span })
}
