//! From pages to a site in steps: where they stand, where their links lead, all of it together.

use std::sync::Arc;

use super::citations::{self, Numbers};
use super::links::{self, Resolved};
use super::seats::{Arranged, Order, Seat};
use super::{
    Entry, HeldBack, Parts, Site, entry, facts, glossary, menus, order, review, route,
    speaks_of_articles, taper, terms,
};
use crate::content::Page;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::digest::Digest;
use crate::path::UrlPath;

/// All pages with their addresses and their order; where their links lead is still open.
pub struct Draft<'a> {
    parts: Parts<'a>,
    entries: Vec<Entry<'a>>,
    order: Order,
}

/// Where the links and citations of one entry lead; cheap to clone.
#[derive(Clone, Debug)]
pub struct Leads {
    links: Arc<[Resolved]>,
    numbers: Arc<Numbers>,
    found: Vec<Diagnostic>,
    digest: Option<Digest>,
}

impl Leads {
    /// The same with its digest, for whoever asks for it often.
    #[must_use]
    pub fn digested(self) -> Self {
        Self { digest: Some(Digest::of_value(&(&self.links, &self.numbers))), ..self }
    }
}

impl<'a> Draft<'a> {
    /// Puts pages where `arranged` says: what [`Draft::arranged`] gave for the same pages, whose
    /// titles, weights and texts may be others.
    pub fn like(parts: Parts<'a>, arranged: &Arranged) -> Self {
        let seats = arranged.seats.iter();
        let seated = |(page, seat): &(usize, Seat)| seat.clone().of(&parts.pages[*page]);
        let mut entries: Vec<_> = seats.map(seated).collect();
        let mut order = arranged.order.clone();
        order::sort_sections(&mut entries);
        terms::sort_terms(&mut order.taxonomies, &entries);
        Self { parts, entries, order }
    }

    /// Where all pages stand; nothing if there is something to say of that: it may stand at
    /// another place of a file as soon as that has another title.
    pub fn arranged(&self) -> Option<Arranged> {
        if speaks_of_articles(&self.order.found) {
            return None;
        }
        let mut entries = self.entries.iter().peekable();
        let seat = |(number, page): (usize, &Arc<Page>)| {
            let entry =
                entries.next_if(|entry| std::ptr::eq(entry.page, &raw const **page));
            entry.map(|entry| (number, Seat::from(entry)))
        };
        let seats = self.parts.pages.iter().enumerate().filter_map(seat).collect();
        Some(Arranged { seats, order: self.order.clone() })
    }
}

/// Puts all pages in their places.
pub fn arrange(parts: Parts<'_>) -> Draft<'_> {
    let mut found = Vec::new();
    let mut entries = Vec::with_capacity(parts.pages.len());
    for page in parts.pages {
        if parts.publication.holds_back(page).is_some() {
            continue;
        }
        if let Some(url) = route::page_url(page, parts.config, &mut found) {
            let taper = taper::read(page, parts.bibliography, &mut found);
            entries.push(entry(page, url, taper));
        }
    }
    order::arrange(&mut entries, parts.config);
    let taxonomies = terms::collect(&mut entries, parts.config, &mut found);
    let assets = route::assets(parts.tree, parts.config, &mut found);
    let routes = route::Routes::of(&entries, &assets, &taxonomies, parts.config).into();
    let order = Order { assets, taxonomies, routes, found };
    Draft { parts, entries, order }
}

impl<'a> Draft<'a> {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The article of an entry.
    pub fn page(&self, index: usize) -> &'a Page {
        self.entries[index].page
    }

    /// Where the links and citations of one entry lead.
    pub fn leads(&self, index: usize) -> Leads {
        self.leads_with(index, false)
    }

    fn leads_with(&self, index: usize, hints: bool) -> Leads {
        let (entry, mut found) = (&self.entries[index], Vec::new());
        let context = self.context();
        let links = links::resolve_all(entry, &context, hints, &mut found);
        let Parts { bibliography, config, .. } = self.parts;
        let printed = (bibliography, &config.bibliography);
        let numbers = citations::number(entry.page, printed, &mut found);
        Leads { links: links.into(), numbers: Arc::new(numbers), found, digest: None }
    }

    fn context(&self) -> links::Context<'_, 'a> {
        let Self { entries, order, parts } = self;
        links::Context { entries, routes: &order.routes, parts: *parts }
    }

    /// The whole site; `leads` holds one for each entry, in their order.
    pub fn finish(mut self, leads: Vec<Leads>) -> Outcome<Site<'a>> {
        let mut found = std::mem::take(&mut self.order.found);
        let mut hinted = 0;
        let mut whole = Vec::with_capacity(leads.len());
        for (index, mut lead) in leads.into_iter().enumerate() {
            // What was meant is looked for only where something is wrong, and not for ever.
            if !lead.found.is_empty() && hinted < links::MOST_HINTS {
                lead = self.leads_with(index, true);
                hinted += lead.found.len();
            }
            found.append(&mut lead.found);
            whole.push(lead);
        }
        let menus = menus(&self.context(), &mut found);
        let Self { parts, mut entries, order } = self;
        let Order { assets, taxonomies, .. } = order;
        for (entry, lead) in entries.iter_mut().zip(whole) {
            (entry.links, entry.numbers) = (lead.links, lead.numbers);
            entry.leads = lead.digest;
        }
        let is_icon =
            |url: &UrlPath| matches!(url.as_str(), "/favicon.svg" | "/favicon.ico");
        let favicon = assets.iter().map(|(_, url)| url).find(|url| is_icon(url)).cloned();
        let codes: Vec<&str> =
            parts.config.languages.iter().map(|one| one.code.as_str()).collect();
        let lexicons = glossary::lexicons(&entries, &codes, &mut found);
        let site = Site {
            lexicons,
            config: parts.config,
            languages: facts(&entries, parts.config),
            favicon,
            entries,
            assets,
            taxonomies,
            menus,
            bibliography: parts.bibliography,
            held_back: held_back(parts),
            reviews: review::Reviews::default(),
            today: parts.publication.today,
        };
        Outcome { value: site, diagnostics: found }
    }
}

fn held_back(parts: Parts<'_>) -> Vec<HeldBack> {
    let reason = |page: &Arc<Page>| {
        let reason = parts.publication.holds_back(page)?;
        let title = page.front_matter.title.clone();
        Some(HeldBack { path: page.path.clone(), title, reason })
    };
    parts.pages.iter().filter_map(reason).collect()
}
