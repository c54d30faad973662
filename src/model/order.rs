//! Order: which section holds a page, who comes before and after it, which pages are the same
//! in other languages.

use foldhash::HashMap;
use std::cmp::Reverse;

use super::Entry;
use crate::config::Config;
use crate::content::front_matter::SortBy;

/// Fills in sections, siblings and translations.
pub fn arrange(entries: &mut [Entry<'_>], config: &Config) {
    place_in_sections(entries);
    sort_sections(entries);
    pair_translations(entries, config);
}

/// Sorts what sections hold, in whatever order it is.
pub fn sort_sections(entries: &mut [Entry<'_>]) {
    for index in 0..entries.len() {
        if entries[index].page.is_section {
            sort_section(entries, index);
        }
    }
}

/// A page belongs to the nearest folder above it that has an `_index.md` in its language.
fn place_in_sections(entries: &mut [Entry<'_>]) {
    let mut sections: HashMap<(usize, &str), usize> = HashMap::default();
    for (index, entry) in entries.iter().enumerate() {
        if let Some(folder) = section_folder(entry) {
            sections.insert((entry.page.language, folder), index);
        }
    }
    let parents: Vec<Option<usize>> = entries
        .iter()
        .map(|entry| {
            let mut folder = match section_folder(entry) {
                Some("") => return None,
                Some(own) => parent(own),
                None => parent(
                    entry.page.key.strip_suffix("/index").unwrap_or(&entry.page.key),
                ),
            };
            loop {
                if let Some(section) = sections.get(&(entry.page.language, folder)) {
                    return Some(*section);
                }
                if folder.is_empty() {
                    return None;
                }
                folder = parent(folder);
            }
        })
        .collect();
    for (index, section) in parents.into_iter().enumerate() {
        let Some(section) = section else { continue };
        entries[index].section = Some(section);
        let is_section = entries[index].page.is_section;
        let holder = &mut entries[section];
        if is_section { holder.sections.push(index) } else { holder.pages.push(index) }
    }
}

fn section_folder<'a>(entry: &Entry<'a>) -> Option<&'a str> {
    let key = &entry.page.key;
    if key == "_index" { Some("") } else { key.strip_suffix("/_index") }
}

fn parent(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn sort_section(entries: &mut [Entry<'_>], section: usize) {
    let by = entries[section].page.front_matter.sort_by;
    let mut pages = std::mem::take(&mut entries[section].pages);
    sort(&mut pages, entries, by);
    let mut previous = None;
    for page in &pages {
        entries[*page].previous = previous;
        if let Some(before) = previous.replace(*page) {
            entries[before].next = previous;
        }
    }
    if let Some(last) = previous {
        entries[last].next = None;
    }
    entries[section].pages = pages;
    let mut sections = std::mem::take(&mut entries[section].sections);
    sort(&mut sections, entries, SortBy::Weight);
    entries[section].sections = sections;
}

/// Sorts entries; what is equal is in the order of the files.
pub fn sort(list: &mut [usize], entries: &[Entry<'_>], by: SortBy) {
    let key = |index: &usize| {
        let matter = &entries[*index].page.front_matter;
        let first = match by {
            SortBy::Weight => (matter.weight, None),
            SortBy::Date => (0, Some(Reverse(matter.date))),
            SortBy::Title => (0, None),
        };
        (first, &matter.title, *index)
    };
    if !list.is_sorted_by_key(key) {
        list.sort_by_cached_key(key);
    }
}

/// Pages with one key are one page in several languages.
fn pair_translations(entries: &mut [Entry<'_>], config: &Config) {
    if config.languages.len() < 2 {
        return;
    }
    let mut groups: HashMap<&str, Vec<usize>> = HashMap::default();
    for (index, entry) in entries.iter().enumerate() {
        let key =
            entry.page.front_matter.translation_key.as_deref().unwrap_or(&entry.page.key);
        groups.entry(key).or_default().push(index);
    }
    let mut pairs: Vec<Vec<usize>> =
        groups.into_values().filter(|g| g.len() > 1).collect();
    for group in &mut pairs {
        group.sort_by_key(|index| (entries[*index].page.language, *index));
    }
    for group in pairs {
        for index in &group {
            entries[*index].translations.clone_from(&group);
        }
    }
}
