//! Files for machines: Atom feeds, the sitemap and robots.txt, written by an XML library.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::io::Write;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::context::{Asker, Linker};
use crate::config::Config;
use crate::model::route::language_root;
use crate::model::{Entry, Site};
use crate::path::UrlPath;

/// Most entries of a feed.
const FEED_LENGTH: usize = 50;

type Xml = Writer<Vec<u8>>;

/// The Atom feed of a language, or of one section.
///
/// # Source
/// RFC 4287.
pub fn atom(asker: &Asker<'_>, section: Option<usize>) -> Vec<u8> {
    let site = asker.site;
    let entries = newest(site, asker.language, section);
    let own = &site.config.languages[asker.language];
    let (title, home) = match section {
        Some(section) => {
            let entry = &site.entries[section];
            let title = format!("{} – {}", entry.page.front_matter.title, own.title);
            (title, asker.permalink(&entry.url))
        }
        None => (
            own.title.clone(),
            asker.permalink(&language_root(asker.language, site.config)),
        ),
    };
    let updated = entries.iter().filter_map(|entry| changed(entry)).max();
    document(|xml| {
        let feed = xml
            .create_element("feed")
            .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
            .with_attribute(("xml:lang", own.code.as_str()));
        feed.write_inner_content(|xml| {
            text(xml, "title", &title)?;
            text(xml, "id", &home)?;
            link(xml, "alternate", &home)?;
            link(xml, "self", &asker.permalink(asker.url))?;
            text(xml, "updated", &instant(site.config, updated))?;
            text(xml, "generator", "Plainleaf")?;
            let author = site.config.publisher.as_deref().unwrap_or(&own.title);
            xml.create_element("author")
                .write_inner_content(|xml| text(xml, "name", author))?;
            entries.iter().try_for_each(|entry| atom_entry(xml, asker, entry))
        })?;
        Ok(())
    })
}

/// What a feed shows: the newest articles of a language, or of one section.
pub(super) fn newest<'a>(
    site: &'a Site<'_>,
    language: usize,
    section: Option<usize>,
) -> Vec<&'a Entry<'a>> {
    let in_feed =
        |entry: &&Entry<'_>| entry.page.language == language && entry.is_dated_article();
    let mut entries: Vec<&Entry<'_>> = match section {
        Some(section) => {
            let pages = site.entries[section].pages.iter();
            pages.map(|page| &site.entries[*page]).filter(in_feed).collect()
        }
        None => site.entries.iter().filter(in_feed).collect(),
    };
    let order = |a: &&Entry<'_>, b: &&Entry<'_>| {
        let day = |entry: &Entry<'_>| Reverse(entry.page.front_matter.date);
        (day(a), &a.url).cmp(&(day(b), &b.url))
    };
    if entries.len() > FEED_LENGTH {
        // A site may have thousands.
        entries.select_nth_unstable_by(FEED_LENGTH, order);
        entries.truncate(FEED_LENGTH);
    }
    entries.sort_unstable_by(order);
    entries
}

fn atom_entry(
    xml: &mut Xml,
    asker: &Asker<'_>,
    entry: &Entry<'_>,
) -> std::io::Result<()> {
    let matter = &entry.page.front_matter;
    let address = asker.permalink(&entry.url);
    xml.create_element("entry").write_inner_content(|xml| {
        text(xml, "title", &matter.title)?;
        text(xml, "id", &address)?;
        link(xml, "alternate", &address)?;
        text(xml, "published", &instant(asker.site.config, matter.date))?;
        text(xml, "updated", &instant(asker.site.config, changed(entry)))?;
        match &matter.description {
            Some(description) => text(xml, "summary", description),
            None => Ok(()),
        }
    })?;
    Ok(())
}

/// The sitemap: every page that search engines may show.
///
/// # Source
/// sitemaps.org, protocol 0.9.
pub fn sitemap(site: &Site<'_>) -> Vec<u8> {
    let linker = Linker::Absolute(&site.config.base_url);
    let mut urls = addresses(site);
    urls.sort_unstable();
    document(|xml| {
        let set = xml
            .create_element("urlset")
            .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
        set.write_inner_content(|xml| {
            urls.iter().try_for_each(|(url, date)| {
                xml.create_element("url").write_inner_content(|xml| {
                    text(xml, "loc", &linker.href(url))?;
                    match date {
                        Some(date) => text(xml, "lastmod", &date.to_string()),
                        None => Ok(()),
                    }
                })?;
                Ok(())
            })
        })?;
        Ok(())
    })
}

/// Every page that search engines may show, and the day of its last change.
pub(super) fn addresses<'a>(site: &'a Site<'_>) -> Vec<(&'a UrlPath, Option<Date>)> {
    let mut urls: Vec<(&UrlPath, Option<Date>)> =
        site.entries.iter().map(|entry| (&entry.url, changed(entry))).collect();
    for taxonomy in &*site.taxonomies {
        urls.push((&taxonomy.url, None));
        urls.extend(taxonomy.terms.iter().map(|term| (&term.url, None)));
    }
    urls
}

/// What search engines may read: everything, and where the sitemap is.
pub fn robots(config: &Config) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n", config.base_url)
}

fn changed(entry: &Entry<'_>) -> Option<Date> {
    entry.page.front_matter.updated.or(entry.page.front_matter.date)
}

/// The first moment of a day in the site's zone, as RFC 3339 writes it.
fn instant(config: &Config, date: Option<Date>) -> String {
    let date = date.unwrap_or(Date::constant(1970, 1, 1));
    let zone = TimeZone::get(&config.time_zone).unwrap_or(TimeZone::UTC);
    match date.to_zoned_datetime(zone) {
        Ok(zoned) if zoned.offset().is_zero() => format!("{date}T00:00:00Z"),
        Ok(zoned) => zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        Err(_) => format!("{date}T00:00:00Z"),
    }
}

fn document(write: impl FnOnce(&mut Xml) -> std::io::Result<()>) -> Vec<u8> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    let declaration = Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None));
    // Writing to memory does not fail.
    let _ = xml.write_event(declaration).and_then(|()| write(&mut xml));
    let mut bytes = xml.into_inner();
    let _ = bytes.write_all(b"\n");
    bytes
}

fn text(xml: &mut Xml, name: &str, content: &str) -> std::io::Result<()> {
    let clean: Cow<'_, str> = if content.chars().all(is_xml) {
        content.into()
    } else {
        content.chars().filter(|c| is_xml(*c)).collect()
    };
    xml.create_element(name).write_text_content(BytesText::new(&clean))?;
    Ok(())
}

fn link(xml: &mut Xml, rel: &str, href: &str) -> std::io::Result<()> {
    let link = xml.create_element("link");
    link.with_attribute(("rel", rel)).with_attribute(("href", href)).write_empty()?;
    Ok(())
}

/// Whether XML 1.0 can hold a character.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
