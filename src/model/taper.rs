//! The `[taper]` table of a page: plans with their warnings, or no page at all.
//!
//! A page that lacks its disclaimer, its exclusions, its red flags or its sources is refused.

use std::ops::Range;

use crate::bibliography::Bibliography;
use crate::content::Page;
use crate::content::document::{Element, Kind};
use crate::diagnostic::Diagnostic;
use crate::path::UrlPath;
use crate::taper::{Caution, Days, Grams, Grid, Pace, Settings};
use crate::value::{Node, Reader, Table, Value};

/// A taper page: proven plans and the words that stand with them.
#[derive(Clone, Debug)]
pub struct TaperPage {
    /// Every plan.
    pub grid: Grid,
    /// Words for each pace, in the order of the settings.
    pub paces: Vec<PaceWords>,
    /// The short disclaimer that stands on every plan.
    pub short_disclaimer: String,
    /// Warnings by starting amount, the lightest first.
    pub warnings: Vec<Warning>,
    /// Keys of the sources of the plans.
    pub sources: Vec<String>,
}

/// What a reader sees of a pace.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PaceWords {
    /// Its name.
    pub title: String,
    /// One line about it; empty: what the settings say in words.
    pub label: String,
}

/// A warning for large starting amounts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Warning {
    /// From this amount a day on.
    pub at: Grams,
    /// Its heading.
    pub title: String,
    /// Its text.
    pub text: String,
}

/// Components without which a taper page is not built, and what each is for.
const REQUIRED: [(&str, &str); 4] = [
    ("taper-disclaimer", "the disclaimer"),
    ("taper-exclusions", "the list of people who must not do this alone"),
    ("taper-red-flags", "the signs to stop and get help"),
    ("taper-form", "the form"),
];

impl std::hash::Hash for TaperPage {
    /// The plans follow from the settings.
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.grid.settings().hash(state);
        self.paces.hash(state);
        self.short_disclaimer.hash(state);
        self.warnings.hash(state);
        self.sources.hash(state);
    }
}

impl TaperPage {
    /// The name of a plan: `20-gentle`.
    pub fn plan_id(start: Grams, pace: &str) -> String {
        format!("{start:.0}-{pace}")
    }

    /// The address of a plan below the taper page: `/taper/20-g/gentle/`.
    pub fn plan_url(page: &UrlPath, start: Grams, pace: &str) -> UrlPath {
        let folder = page.child(&format!("{start:.0}-g"));
        folder.and_then(|folder| folder.child(pace)).unwrap_or_else(|_| page.clone())
    }

    /// The name of a plan's file; it says what it is wherever it ends up.
    pub fn csv_name(&self, start: Grams, pace: &str) -> String {
        let substance = crate::path::slugify(&self.grid.settings().substance);
        format!("{substance}-{start:.0}-g-{pace}-example-only-not-tested.csv")
    }

    /// The addresses of all plans and their files.
    pub fn urls(&self, page: &UrlPath) -> impl Iterator<Item = UrlPath> {
        self.grid.entries().iter().flat_map(move |entry| {
            let (start, pace) = (entry.plan.start, entry.plan.pace.id.as_str());
            let url = Self::plan_url(page, start, pace);
            let csv = url.file(&self.csv_name(start, pace));
            std::iter::once(url).chain(csv)
        })
    }

    /// Whether `anchor` is a plan within the page.
    pub fn has_anchor(&self, anchor: &str) -> bool {
        anchor.strip_prefix("t-").is_some_and(|id| {
            let mut entries = self.grid.entries().iter();
            entries.any(|e| Self::plan_id(e.plan.start, &e.plan.pace.id) == id)
        })
    }

    /// The warning for a starting amount: the one of the largest amount that it reaches.
    pub fn warning(&self, start: Grams) -> Option<&Warning> {
        self.warnings.iter().rev().find(|warning| warning.at <= start)
    }
}

/// Reads the taper of a page, if it has one.
pub fn read(
    page: &Page,
    bibliography: &Bibliography,
    found: &mut Vec<Diagnostic>,
) -> Option<TaperPage> {
    let uses_form = page.document.components.iter().find(|c| c.name == "taper-form");
    let Some((table, span)) = &page.front_matter.taper else {
        if let Some(form) = uses_form {
            found.push(
                Diagnostic::error(
                    "taper/no-settings",
                    "the form needs a `[taper]` table",
                )
                .at(&page.path, form.span.clone())
                .help("add [taper] to the front matter, with its sources"),
            );
        }
        return None;
    };
    let before = found.len();
    check_components(page, span, found);
    let taper = read_table(page, (table, span), bibliography, found);
    taper.filter(|_| found.len() == before)
}

fn check_components(page: &Page, span: &Range<usize>, found: &mut Vec<Diagnostic>) {
    let document = &page.document;
    for (name, what) in REQUIRED {
        let stands = document.components.iter().any(|c| c.name == name);
        let has_words = name == "taper-form"
            || document.component_body(name).is_some_and(|body| {
                let words = |kind: Kind| {
                    matches!(kind, Kind::Text | Kind::Owned | Kind::Open(Element::Item))
                };
                document.nodes[body].iter().any(|node| words(node.kind))
            });
        if !stands || !has_words {
            let fault = if stands { "is empty" } else { "is missing" };
            let message =
                format!("a taper page is not built without {what}: `:::{name}` {fault}");
            found.push(
                Diagnostic::error("taper/incomplete", message)
                    .at(&page.path, span.clone())
                    .help(format!("add a line `:::{name}`, the text, and a line `:::`")),
            );
        }
    }
}

fn read_table(
    page: &Page,
    (table, span): (&Table, &Range<usize>),
    bibliography: &Bibliography,
    found: &mut Vec<Diagnostic>,
) -> Option<TaperPage> {
    let mut problems = Vec::new();
    let mut reader = Reader::new(&page.path, table, &mut problems);
    let here = Node { span: span.clone(), value: Value::Null };
    let (settings, words) = settings(&mut reader, page, &here);
    let short_disclaimer = reader.string("short_disclaimer").unwrap_or_default();
    if short_disclaimer.trim().is_empty() {
        let message = "a taper page is not built without `short_disclaimer`";
        let found = Diagnostic::error("taper/incomplete", message);
        reader.report(found.help("add the line that stands on every plan"), &here);
    }
    let warnings = warnings(&mut reader, page, &here);
    let sources = reader.strings("sources").unwrap_or_default();
    if sources.is_empty() {
        let found = Diagnostic::error(
            "taper/incomplete",
            "a taper page is not built without `sources`",
        );
        reader
            .report(found.help("add sources = [\"key\", …] of the bibliography"), &here);
    }
    reader.finish();
    for (key, key_span) in &sources {
        problems.extend(super::citations::check_key(bibliography, key, page, key_span));
    }
    let grid = match Grid::new(settings) {
        Ok(grid) => Some(grid),
        Err(error) => {
            problems.push(
                Diagnostic::error("taper/plan", error.to_string())
                    .at(&page.path, span.clone())
                    .help(
                        "stay within the limits: they may be narrowed and never widened",
                    ),
            );
            None
        }
    };
    found.extend(problems);
    let grid = grid?;
    let words = words.unwrap_or_else(|| default_words(&grid));
    let sources = sources.into_iter().map(|(key, _)| key).collect();
    Some(TaperPage { grid, paces: words, short_disclaimer, warnings, sources })
}

/// The settings: those of kratom leaf where the page says nothing.
fn settings(
    reader: &mut Reader<'_>,
    page: &Page,
    here: &Node,
) -> (Settings, Option<Vec<PaceWords>>) {
    let source = &*page.source.text;
    let mut settings = Settings::kratom_leaf();
    let substance = reader.string("substance");
    let is_leaf = substance.as_deref().is_none_or(|name| name == Settings::KRATOM_LEAF);
    settings.substance = substance.unwrap_or(settings.substance);
    if reader.string("unit").is_some_and(|unit| unit != "g") {
        let found = Diagnostic::error("taper/unit", "amounts are in grams: unit = \"g\"");
        reader.report(found.help("write the amounts in grams"), here);
    }
    let starts = starts(reader, source);
    let (paces, words) = paces(reader, page);
    if !is_leaf && (starts.is_none() || paces.is_none()) {
        let message = "another substance brings its own `starts` and `[[taper.pace]]`";
        let found = Diagnostic::error("taper/substance", message);
        reader.report(
            found.help("nothing is known of it here: write both, with sources"),
            here,
        );
    }
    settings.starts = starts.unwrap_or(settings.starts);
    settings.paces = paces.unwrap_or(settings.paces);
    settings.floor = grams(reader, "floor", source).unwrap_or(settings.floor);
    settings.resolution =
        grams(reader, "resolution", source).unwrap_or(settings.resolution);
    settings.baseline_days =
        count(reader, "baseline_days").map_or(settings.baseline_days, Days::new);
    settings.doses_per_day = count(reader, "doses").unwrap_or(settings.doses_per_day);
    (settings, words)
}

fn default_words(grid: &Grid) -> Vec<PaceWords> {
    let words = |pace: &Pace| PaceWords { title: pace.id.clone(), label: String::new() };
    grid.settings().paces.iter().map(words).collect()
}

fn amount(node: &Node, source: &str, reader: &mut Reader<'_>) -> Option<Grams> {
    let text = match &node.value {
        Value::Integer(number) => number.to_string(),
        Value::Float(text) | Value::String(text) => text.clone(),
        _ => source.get(node.span.clone()).unwrap_or_default().to_owned(),
    };
    match text.parse() {
        Ok(grams) => Some(grams),
        Err(error) => {
            let found = Diagnostic::error("taper/amount", format!("{error}"));
            reader.report(found.help("write grams, such as 2.5"), node);
            None
        }
    }
}

fn grams(reader: &mut Reader<'_>, key: &'static str, source: &str) -> Option<Grams> {
    let node = reader.node(key)?;
    amount(node, source, reader)
}

fn starts(reader: &mut Reader<'_>, source: &str) -> Option<Vec<Grams>> {
    let node = reader.node("starts")?;
    let Value::Array(items) = &node.value else {
        let found = Diagnostic::error("value/type", "`starts` is a list of amounts");
        reader.report(found.help("write starts = [5, 10, 15]"), node);
        return None;
    };
    items.iter().map(|item| amount(item, source, reader)).collect()
}

fn count(reader: &mut Reader<'_>, key: &'static str) -> Option<u32> {
    let number = reader.integer(key)?;
    Some(u32::try_from(number).unwrap_or(u32::MAX))
}

type Paces = (Option<Vec<Pace>>, Option<Vec<PaceWords>>);

fn paces(reader: &mut Reader<'_>, page: &Page) -> Paces {
    let Some(tables) = reader.tables("pace") else { return (None, None) };
    let (mut paces, mut words) = (Vec::new(), Vec::new());
    for (table, span) in tables {
        let mut found = Vec::new();
        let mut inner = Reader::new(&page.path, table, &mut found);
        let id = inner.string("id").unwrap_or_default();
        let title = inner.string("title").unwrap_or_else(|| id.clone());
        let label = inner.string("label").unwrap_or_default();
        let mut number = |key| count(&mut inner, key).unwrap_or(0);
        let pace = Pace {
            percent: number("percent"),
            step_days: Days::new(number("step_days")),
            every_other_day_doses: number("every_other_day_doses"),
            every_third_day_doses: number("every_third_day_doses"),
            id,
        };
        inner.finish();
        if crate::path::slugify(&pace.id) != pace.id || pace.id.is_empty() {
            found.push(
                Diagnostic::error(
                    "taper/pace",
                    format!("`{}` cannot name a pace", pace.id),
                )
                .at(&page.path, span)
                .help("write id = \"gentle\": small letters, digits and hyphens"),
            );
        }
        reader.extend(found);
        paces.push(pace);
        words.push(PaceWords { title, label });
    }
    (Some(paces), Some(words))
}

/// Reads the warnings; the amounts at which one is owed may be lower, never higher.
fn warnings(reader: &mut Reader<'_>, page: &Page, here: &Node) -> Vec<Warning> {
    let source = &*page.source.text;
    let mut warnings = Vec::new();
    for (table, _) in reader.tables("warning").unwrap_or_default() {
        let mut found = Vec::new();
        let mut inner = Reader::new(&page.path, table, &mut found);
        let at = grams(&mut inner, "at", source);
        let mut words = |key| inner.string(key).filter(|text| !text.trim().is_empty());
        let (title, text) = (words("title"), words("text"));
        inner.finish();
        reader.extend(found);
        if let (Some(at), Some(title), Some(text)) = (at, title, text) {
            warnings.push(Warning { at, title, text });
        }
    }
    warnings.sort_by_key(|warning| warning.at);
    let mut used = 0;
    for caution in [Caution::DoctorFirst, Caution::NotAlone] {
        let from = caution.from();
        if warnings.iter().filter(|warning| warning.at <= from).count() > used {
            used += 1;
        } else {
            let message =
                format!("the plans from {from:.0} g a day on lack their warning");
            let found = Diagnostic::error("taper/incomplete", message);
            let help =
                format!("add [[taper.warning]] with at = {from:.0}, a title and a text");
            reader.report(found.help(help), here);
        }
    }
    warnings
}
