//! From files to what the pipeline puts together: settings, sources, data, articles.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rayon::prelude::*;

use super::link::sight;
use super::make::Sight;
use super::{Input, Wanted, our_fault};
use crate::bibliography::Bibliography;
use crate::bibliography::health::{self, Health};
use crate::config::{self, Config};
use crate::content::{self, DATA_FOLDER, Dialect, FOLDER, Page, is_article};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::digest::Digest;
use crate::kept::Outlines;
use crate::memo::Memo;
use crate::model::{Parts, Publication};
use crate::path::SourcePath;
use crate::source::{Source, SourceTree, Text};
use crate::theme::{self, Theme};
use crate::value::{Table, parse_json, parse_toml, parse_yaml, table_json};

/// What is read of a site before it is put together.
pub(super) struct Sources {
    pub(super) config: Config,
    pub(super) theme: Theme,
    pub(super) bibliography: Bibliography,
    pub(super) pages: Vec<Arc<Page>>,
}

impl Sources {
    /// Reads all of it; what is wrong is said by a build. There is no page if texts are wanted.
    pub(super) fn read(input: &Input, before: &Memo) -> Self {
        let mut found = Vec::new();
        let config = read_config(input, &mut found);
        let theme = theme::load(&input.tree, &config).take(&mut found);
        let bibliography = read_bibliography(&input.tree, &config, &mut found);
        let memo = (before, &mut Memo::default());
        let pages = read_pages(input, (&config, &theme), memo, &mut found);
        let pages = pages.map(|(pages, _)| pages).unwrap_or_default();
        Self { config, theme, bibliography, pages }
    }

    /// As linking reads it.
    pub(super) fn parts<'a>(&'a self, input: &'a Input) -> Parts<'a> {
        Parts {
            config: &self.config,
            pages: &self.pages,
            tree: &input.tree,
            bibliography: &self.bibliography,
            publication: Publication { today: input.today, drafts: input.drafts },
        }
    }
}

/// Reads the settings.
pub(super) fn read_config(input: &Input, found: &mut Vec<Diagnostic>) -> Config {
    let text = input.tree.text(config::FILE).map_or("", |text| &text.text);
    let mut config = config::parse(text).take(found);
    if let Some(url) = &input.base_url {
        config.base_url.clone_from(url);
    }
    config
}

/// Reads the sources; what is printed of each is proved.
pub(super) fn read_bibliography(
    tree: &SourceTree,
    config: &Config,
    found: &mut Vec<Diagnostic>,
) -> Bibliography {
    let path = &config.bibliography;
    let Some(Source::Text(text)) = tree.get(path) else {
        if path.as_str() != config::BIBLIOGRAPHY {
            let message = format!("there is no file `{path}`");
            found.push(
                Diagnostic::error("config/bibliography", message)
                    .at(&SourcePath::new(config::FILE), 0..0)
                    .help("name a YAML file of the folder content/"),
            );
        }
        return Bibliography::default();
    };
    let health = tree.text(health::FILE).map_or("", |text| &text.text);
    let health = Health::parse(health).take(found);
    let read = crate::bibliography::parse(path, &text.text).take(found);
    let read = read.with_health(health);
    let (bibliography, faulty) = read.in_style(config.citation_style);
    // What is printed must hold every part of the record, or it is not printed.
    found.extend(faulty.into_iter().map(|(span, missing)| missing.report(path, span)));
    bibliography
}

/// Reads every file of `content/_data`; each is one value, named after the file.
pub(super) fn read_data(
    tree: &SourceTree,
    found: &mut Vec<Diagnostic>,
) -> serde_json::Value {
    let mut data = serde_json::Map::new();
    for (path, source) in tree.below(DATA_FOLDER) {
        let Source::Text(text) = source else { continue };
        let name =
            path.file_name().rsplit_once('.').map_or(path.file_name(), |(stem, _)| stem);
        if data.contains_key(name) {
            let message = format!("two data files are called `{name}`");
            let problem = Diagnostic::error("data/name", message).at(path, 0..0);
            found.push(problem.help("rename one of them"));
        }
        if let Some(table) = read_table(path, text, found) {
            crate::value::check_characters(path, &table, found);
            data.insert(name.to_owned(), table_json(&table));
        }
    }
    serde_json::Value::Object(data)
}

fn read_table(
    path: &SourcePath,
    text: &Text,
    found: &mut Vec<Diagnostic>,
) -> Option<Table> {
    let table = match path.extension().as_str() {
        "toml" => parse_toml(path, &text.text, 0),
        "yaml" | "yml" => parse_yaml(path, &text.text, 0),
        "json" => parse_json(path, &text.text),
        _ => {
            found.push(
                Diagnostic::error("data/format", "a data file is TOML, YAML or JSON")
                    .at(path, 0..0)
                    .help("rename it, or move it out of _data/ to publish it"),
            );
            return None;
        }
    };
    Some(table.take(found))
}

/// Reads every article that the last build did not read.
///
/// # Errors
/// The texts of articles of which no outline is known.
pub(super) fn read_pages(
    input: &Input,
    (config, theme): (&Config, &Theme),
    (before, memo): (&Memo, &mut Memo),
    found: &mut Vec<Diagnostic>,
) -> Result<(Vec<Arc<Page>>, Sight), Wanted> {
    let dialect = Dialect { components: &theme.components, raw_html: config.raw_html };
    let languages: Vec<&str> = config.languages.iter().map(|l| l.code.as_str()).collect();
    let shared = Digest::of_value(&(
        dialect.components,
        dialect.raw_html,
        languages,
        &config.taxonomies,
    ));
    let articles = input.tree.below(FOLDER).filter(|(path, _)| is_article(path));
    let articles: Vec<(&SourcePath, &Source)> = articles.collect();
    let key = |(path, source): &(&SourcePath, &Source)| {
        Digest::of_value(&(path, source.digest(), shared))
    };
    let keys: Vec<Digest> = articles.par_iter().map(key).collect();
    // Rules on wording that are firm need the words.
    let is_read_for_words = config.prose.is_firm();
    // Nothing is decoded in vain.
    let is_unread = |key: &Digest| {
        is_read_for_words || !(before.pages.contains_key(key) || before.outlines.has(key))
    };
    wanted(articles.iter().zip(&keys).filter_map(|((path, source), key)| {
        let is_wanted = matches!(source, Source::Unread(_)) && is_unread(key);
        is_wanted.then_some(*path)
    }))?;
    let read = |(&(path, source), &key): (&(&SourcePath, &Source), &Digest)| {
        let known = before.pages.get(&key).cloned();
        let text = match source {
            Source::Text(text) => text,
            Source::Asset(_) => return None,
            Source::Unread(_) => {
                let kept =
                    || before.outlines.get(&key).map(|page| Outcome::clean(page.into()));
                return Some(
                    known
                        .or_else(kept)
                        .map(|page| (key, page))
                        .ok_or_else(|| path.clone()),
                );
            }
        };
        // Who has the text needs no outline.
        let known = known.filter(|page| !page.value.document.is_outline);
        let read = || parse((path, text), config, dialect);
        Some(Ok((key, known.unwrap_or_else(read))))
    };
    let pages: Vec<_> = articles.par_iter().zip(&keys).filter_map(read).collect();
    wanted(pages.iter().filter_map(|page| page.as_ref().err()))?;
    let mut pages: Vec<Read> = pages.into_iter().flatten().collect();
    let all = pages.iter().map(|(_, page)| &*page.value);
    let sight = sight(input, theme, all.clone());
    if before.ways != Some(sight.all) || asks_for_links(&input.tree, all) {
        add_links(&mut pages, &before.outlines)?;
    }
    memo.ways = Some(sight.all);
    memo.outlines = Arc::clone(&before.outlines);
    let mut list = Vec::with_capacity(pages.len());
    memo.pages.reserve(pages.len());
    for (key, page) in pages {
        found.extend(page.diagnostics.iter().cloned());
        list.push(Arc::clone(&page.value));
        memo.pages.insert(key, page);
    }
    Ok((list, sight))
}

/// An article that was read, by the digest of all that it was read from.
type Read = (Digest, Outcome<Arc<Page>>);

/// Whether the links of every article matter even if all of them lead where they led.
pub(super) fn asks_for_links<'p>(
    tree: &SourceTree,
    mut pages: impl Iterator<Item = &'p Page>,
) -> bool {
    let asks = |page: &Page| page.glossary.is_some() || page.document.shows_figures();
    crate::audit::external::may_be_gone(tree) || pages.any(asks)
}

/// Completes outlines.
fn add_links(pages: &mut [Read], outlines: &Outlines) -> Result<(), Wanted> {
    let add = |(key, page): &mut Read| {
        if page.value.document.lacks_links {
            let Some(links) = outlines.links(key) else {
                return Some(page.value.path.clone());
            };
            let document = &mut Arc::make_mut(&mut page.value).document;
            (document.links, document.lacks_links) = (links, false);
        }
        None
    };
    let lacking: Vec<_> = pages.par_iter_mut().filter_map(add).collect();
    wanted(lacking.iter())
}

/// Reads one article, whatever happens.
fn parse(
    (path, text): (&SourcePath, &Text),
    config: &Config,
    dialect: Dialect<'_>,
) -> Outcome<Arc<Page>> {
    let read = || content::parse(path, text, config, dialect);
    let read = catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        let diagnostics = vec![our_fault(path, "read")];
        Outcome { value: Page::unread(path, text), diagnostics }
    });
    Outcome { value: Arc::new(read.value), diagnostics: read.diagnostics }
}

/// Asks for the texts of these articles, if there are any.
fn wanted<'a>(paths: impl Iterator<Item = &'a SourcePath>) -> Result<(), Wanted> {
    let paths: Vec<SourcePath> = paths.cloned().collect();
    if paths.is_empty() { Ok(()) } else { Err(Wanted::Texts(paths)) }
}
