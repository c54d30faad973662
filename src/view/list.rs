//! Lists of pages: sections, terms, taxonomies, and the pages of long lists.

use serde::Serialize;

use super::context::{Asker, DateView, LinkView};
use super::job::{page_number_url, paginate_by};
use super::page::link;
use crate::model::Entry;
use crate::model::terms::{Taxonomy, Term};
use crate::path::UrlPath;

/// A page in a list.
#[derive(Debug, Serialize)]
pub struct ItemView {
    title: String,
    url: String,
    description: Option<String>,
    date: Option<DateView>,
    updated: Option<DateView>,
}

/// What a section holds.
#[derive(Debug, Default, Serialize)]
pub struct SectionView {
    pages: Vec<ItemView>,
    sections: Vec<ItemView>,
    pagination: Option<PaginationView>,
}

/// Where a reader is in a long list.
#[derive(Debug, Serialize)]
pub struct PaginationView {
    number: usize,
    total: usize,
    previous_url: Option<String>,
    next_url: Option<String>,
    pages: Vec<NumberView>,
}

#[derive(Debug, Serialize)]
struct NumberView {
    number: usize,
    url: String,
    current: bool,
}

/// A term and its pages.
#[derive(Debug, Serialize)]
pub struct TermView {
    title: String,
    taxonomy: String,
    taxonomy_url: String,
    pages: Vec<ItemView>,
    pagination: Option<PaginationView>,
}

/// A taxonomy and its terms.
#[derive(Debug, Serialize)]
pub struct TaxonomyView {
    name: String,
    terms: Vec<CountView>,
}

#[derive(Debug, Serialize)]
struct CountView {
    title: String,
    url: String,
    count: usize,
}

/// Pages of a long list that are named on each side of the one at hand.
const NEIGHBOURS: usize = 10;

/// How many pages a list of `length` takes; 0 a page means all on one.
pub fn page_count(length: usize, each: usize) -> usize {
    if each == 0 { 1 } else { length.div_ceil(each).max(1) }
}

/// What a section shows on page `number` of its list.
pub fn section(asker: &Asker<'_>, entry: &Entry<'_>, number: usize) -> SectionView {
    let each = paginate_by(asker.site, entry);
    SectionView {
        pages: slice(&entry.pages, each, number)
            .iter()
            .map(|i| item(asker, *i))
            .collect(),
        sections: entry.sections.iter().map(|i| item(asker, *i)).collect(),
        pagination: pagination(asker, &entry.url, (entry.pages.len(), each, number)),
    }
}

/// What a term shows on page `number` of its list.
pub fn term(
    asker: &Asker<'_>,
    taxonomy: &Taxonomy,
    term: &Term,
    number: usize,
) -> TermView {
    let each = asker.site.config.paginate_by;
    TermView {
        title: term.title.clone(),
        taxonomy: taxonomy.name.clone(),
        taxonomy_url: asker.linker.href(&taxonomy.url),
        pages: slice(&term.pages, each, number).iter().map(|i| item(asker, *i)).collect(),
        pagination: pagination(asker, &term.url, (term.pages.len(), each, number)),
    }
}

/// The terms of a taxonomy.
pub fn taxonomy(asker: &Asker<'_>, taxonomy: &Taxonomy) -> TaxonomyView {
    let view = |term: &Term| CountView {
        title: term.title.clone(),
        url: asker.linker.href(&term.url),
        count: term.pages.len(),
    };
    TaxonomyView {
        name: taxonomy.name.clone(),
        terms: taxonomy.terms.iter().map(view).collect(),
    }
}

pub(super) fn slice(all: &[usize], each: usize, number: usize) -> &[usize] {
    if each == 0 {
        return all;
    }
    let start = (number - 1).saturating_mul(each).min(all.len());
    &all[start..(start + each).min(all.len())]
}

fn item(asker: &Asker<'_>, index: usize) -> ItemView {
    let entry = &asker.site.entries[index];
    let LinkView { title, url } = link(asker, entry);
    let matter = &entry.page.front_matter;
    ItemView {
        title,
        url,
        description: matter.description.clone(),
        date: matter.date.map(|date| asker.date(date)),
        updated: matter.updated.map(|date| asker.date(date)),
    }
}

fn pagination(
    asker: &Asker<'_>,
    url: &UrlPath,
    (length, each, number): (usize, usize, usize),
) -> Option<PaginationView> {
    let total = page_count(length, each);
    if total < 2 {
        return None;
    }
    let href = |number: usize| asker.linker.href(&page_number_url(url, number));
    // A list of every page on every page would grow with the square of a site.
    let is_near = |n: &usize| *n == 1 || *n == total || n.abs_diff(number) <= NEIGHBOURS;
    let page = |n: usize| NumberView { number: n, url: href(n), current: n == number };
    Some(PaginationView {
        number,
        total,
        previous_url: (number > 1).then(|| href(number - 1)),
        next_url: (number < total).then(|| href(number + 1)),
        pages: (1..=total).filter(is_near).map(page).collect(),
    })
}
