//! A taper page's plans, seen from the page that shows them: words of the page over words of
//! the theme, addresses relative to where they stand.

use super::context::Asker;
use super::page::{PageView, breadcrumbs, link};
use super::taper::{
    Detail, Input, Places, PlanView, TaperView, WarningView, Words, plan, taper,
};
use crate::model::Entry;
use crate::model::taper::TaperPage;
use crate::path::UrlPath;
use crate::taper::{Grams, Plan};

/// All plans of a taper page.
pub fn all(
    asker: &Asker<'_>,
    entry: &Entry<'_>,
    page: &TaperPage,
    detail: Detail,
) -> TaperView {
    with_input(asker, entry, page, |input| {
        let mut view = taper(input, detail);
        for (pace, words) in view.paces.iter_mut().zip(&page.paces) {
            pace.title.clone_from(&words.title);
            if !words.label.is_empty() {
                pace.label.clone_from(&words.label);
            }
        }
        for (plan, entry) in view.plans.iter_mut().zip(page.grid.entries()) {
            warn(plan, page, entry.plan.start);
        }
        view
    })
}

/// One plan, whole.
pub fn one(
    asker: &Asker<'_>,
    entry: &Entry<'_>,
    page: &TaperPage,
    number: usize,
) -> PlanView {
    let item = &page.grid.entries()[number];
    with_input(asker, entry, page, |input| {
        let mut view = plan(input, item, Detail::Whole);
        warn(&mut view, page, item.plan.start);
        view
    })
}

/// The page of a plan: in no feed, in no sitemap, for no search engine.
pub fn page_view(asker: &Asker<'_>, entry: &Entry<'_>, plan: &PlanView) -> PageView {
    let mut view = PageView::new(asker, "plan", &plan.title);
    view.noindex = true;
    view.description = entry.page.front_matter.description.clone();
    view.breadcrumbs = breadcrumbs(asker, entry);
    view.breadcrumbs.push(link(asker, entry));
    view
}

fn warn(plan: &mut PlanView, page: &TaperPage, start: Grams) {
    plan.warning = page.warning(start).map(|warning| WarningView {
        level: format!("{:.0}", warning.at),
        title: warning.title.clone(),
        text: warning.text.clone(),
    });
}

fn with_input<T>(
    asker: &Asker<'_>,
    entry: &Entry<'_>,
    page: &TaperPage,
    make: impl FnOnce(&Input<'_>) -> T,
) -> T {
    let at_home = *asker.url == entry.url;
    let home = asker.linker.href(&entry.url);
    let anchor =
        |id: &str| if at_home { format!("#{id}") } else { format!("{home}#{id}") };
    let exclusions = anchor(&exclusions_anchor(entry));
    let sources = anchor("sources-title");
    let url = |plan: &Plan| TaperPage::plan_url(&entry.url, plan.start, &plan.pace.id);
    let href = |plan: &Plan| asker.linker.href(&url(plan));
    let csv = |plan: &Plan| {
        let name = page.csv_name(plan.start, &plan.pace.id);
        let url: UrlPath = url(plan);
        url.file(&name).map_or_else(|_| String::new(), |url| asker.linker.href(&url))
    };
    let word = |key: &str| look_up(key, page, asker);
    let permalink = |plan: &Plan| asker.permalink(&url(plan));
    let input = Input {
        grid: &page.grid,
        words: Words::new(&word),
        places: Places {
            home: &home,
            exclusions: &exclusions,
            sources: &sources,
            plan: &href,
            permalink: &permalink,
            csv: &csv,
        },
    };
    make(&input)
}

/// A word of the page, else of the theme.
fn look_up<'w>(key: &str, page: &'w TaperPage, asker: &Asker<'w>) -> Option<&'w str> {
    if key == "taper_short_disclaimer" {
        return Some(&page.short_disclaimer);
    }
    let own = key.strip_prefix("taper_pace_title_").and_then(|id| {
        let mut paces = page.grid.settings().paces.iter().zip(&page.paces);
        paces.find(|(pace, _)| pace.id == id).map(|(_, words)| words.title.as_str())
    });
    own.or_else(|| asker.theme.find_word(asker.language_code(), key))
}

/// The heading above the exclusions, so that a link leads to its words.
fn exclusions_anchor(entry: &Entry<'_>) -> String {
    let document = &entry.page.document;
    let list = document.components.iter().find(|c| c.name == "taper-exclusions");
    let at = list.map_or(0, |component| component.span.start);
    let above = document.headings.iter().rev().find(|heading| heading.span.start < at);
    above.map_or("main".to_owned(), |heading| heading.id.clone())
}
