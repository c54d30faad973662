//! `site.toml`: every key typed, defaulted and checked.

mod audit;
mod budget;
mod languages;
mod links;
mod menu;
mod people;
pub mod prose;
mod refs;
mod review;
mod search;

use crate::bibliography::Style;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::path::{SourcePath, check_segment, slugify};
use crate::value::{Node, Reader, Table, Value, parse_toml, table_json};

pub use audit::{AuditSettings, Level, RuleLevel, Waiver};
pub use budget::{Budget, Limit, MEASURES};
pub use languages::Language;
pub use links::{FAILING_DAYS, LinkRules};
pub use menu::MenuEntry;
pub use people::{Person, is_person_id};
pub use refs::{Policy, RefRules, STALE_DAYS};
pub use review::{Consequence, ReviewPolicy, ReviewRules, SectionPolicy};
pub use search::Search;

/// The settings of a site, as `site.toml` declares them.
#[derive(Clone, Debug)]
pub struct Config {
    /// Absolute address of the site's root, with a slash at the end. Only canonical addresses,
    /// feeds, the sitemap, Open Graph and the 404 page use it.
    pub base_url: String,
    /// Name of the site.
    pub title: String,
    /// One sentence about the site; may be empty.
    pub description: String,
    /// Main language first; pages of the others are named `page.CODE.md`.
    pub languages: Vec<Language>,
    /// Zone in which a day begins, by its IANA name.
    pub time_zone: String,
    /// Folder in `themes/` whose files go over the built-in theme.
    pub theme: String,
    /// What becomes of HTML in Markdown.
    pub raw_html: RawHtml,
    /// schema.org type of article pages.
    pub page_schema: String,
    /// Who publishes the site; printed only if set.
    pub publisher: Option<String>,
    /// Who pays for the site; printed only if set.
    pub funder: Option<String>,
    /// How to reach the editors; printed only if set.
    pub contact: Option<String>,
    /// Whether articles say that no health professional has reviewed them yet.
    pub review_notice: bool,
    /// Whether each page opens with the line for people in danger.
    pub emergency_band: bool,
    /// Names of the taxonomies that pages may use.
    pub taxonomies: Vec<String>,
    /// How many pages a list shows before it is split; 0 never splits.
    pub paginate_by: usize,
    /// File of the bibliography.
    pub bibliography: SourcePath,
    /// How references and citations are printed.
    pub citation_style: Style,
    /// Whether Atom feeds are written.
    pub feed: bool,
    /// Entries of the navigation, in order.
    pub menu: Vec<MenuEntry>,
    /// How links to other sites are judged.
    pub links: LinkRules,
    /// Who is asked about the sources, and how the answers are judged.
    pub refs: RefRules,
    /// Those who may sign for what a page says.
    pub people: Vec<Person>,
    /// What follows when a page is not as it was reviewed.
    pub review: ReviewRules,
    /// How firm each rule on wording is.
    pub prose: prose::Prose,
    /// A search of this site that another one offers.
    pub search: Option<Search>,
    /// How much each rule of the audit matters, and what is waived.
    pub audit: AuditSettings,
    /// How heavy pages may be.
    pub budget: Budget,
    /// Whatever else the theme is told.
    pub extra: serde_json::Value,
}

/// What becomes of HTML in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// A script-free subset stands; anything else is an error at its place.
    Safe,
    /// All of it is shown as text.
    Escape,
}

/// The name of the configuration file.
pub const FILE: &str = "site.toml";

/// Where references stand if `site.toml` does not say.
pub const BIBLIOGRAPHY: &str = "content/references.yaml";

impl Default for Config {
    fn default() -> Self {
        parse("").value
    }
}

/// Reads `site.toml`.
pub fn parse(text: &str) -> Outcome<Config> {
    let path = SourcePath::new(FILE);
    let Outcome { value: table, mut diagnostics } = parse_toml(&path, text, 0);
    let found = &mut diagnostics;
    let mut reader = Reader::new(&path, &table, found);
    let base_url = base_url(&mut reader);
    let title = reader.string("title").unwrap_or_default();
    let description = reader.string("description").unwrap_or_default();
    let languages = languages::read(&mut reader, &path, (&title, &description));
    let config = Config {
        base_url,
        title,
        description,
        languages,
        time_zone: time_zone(&mut reader),
        theme: theme(&mut reader),
        raw_html: raw_html(&mut reader),
        page_schema: reader.string("page_schema").unwrap_or_else(|| "WebPage".to_owned()),
        publisher: reader.string("publisher"),
        funder: reader.string("funder"),
        contact: reader.string("contact"),
        review_notice: reader.boolean("review_notice").unwrap_or(false),
        emergency_band: reader.boolean("emergency_band").unwrap_or(false),
        taxonomies: taxonomies(&mut reader),
        paginate_by: paginate_by(&mut reader),
        bibliography: SourcePath::new(
            reader.string("bibliography").unwrap_or_else(|| BIBLIOGRAPHY.into()),
        ),
        citation_style: citation_style(&mut reader),
        feed: reader.boolean("feed").unwrap_or(true),
        menu: menu::read(&mut reader, &path),
        links: links::read(&mut reader, &path),
        refs: refs::read(&mut reader, &path),
        people: people::read(&mut reader, &path),
        review: review::read(&mut reader, &path),
        prose: prose::read(&mut reader, &path),
        search: search::read(&mut reader, &path),
        audit: audit::read(&mut reader, &path),
        budget: budget::read(&mut reader, &path),
        extra: reader.table("extra").map_or_else(|| serde_json::json!({}), table_json),
    };
    reader.finish();
    Outcome { value: config, diagnostics }
}

impl Config {
    /// Code of the main language.
    pub fn language(&self) -> &str {
        self.languages.first().map_or("en", |language| &language.code)
    }

    /// The person whom receipts call so.
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// The language with a code, else the main one.
    pub fn language_of(&self, code: &str) -> &Language {
        self.languages.iter().find(|l| l.code == code).unwrap_or(&self.languages[0])
    }
}

/// Taxonomies: each has an address of its own.
fn taxonomies(reader: &mut Reader<'_>) -> Vec<String> {
    let Some(list) = reader.strings("taxonomies") else { return vec!["tags".to_owned()] };
    let mut names: Vec<String> = Vec::with_capacity(list.len());
    for (name, span) in list {
        let slug = slugify(&name);
        let fault = if slug.is_empty() {
            "has neither a letter nor a digit"
        } else if names.iter().any(|other| slugify(other) == slug) {
            "has the address of another taxonomy"
        } else {
            names.push(name);
            continue;
        };
        let found = Diagnostic::error("config/taxonomy", format!("`{name}` {fault}"))
            .help("write names such as taxonomies = [\"tags\"]");
        reader.report(found, &Node { span, value: Value::Null });
    }
    names
}

fn base_url(reader: &mut Reader<'_>) -> String {
    let Some((text, span)) = reader.spanned_string("base_url") else {
        return "http://localhost/".to_owned();
    };
    match check_base_url(&text) {
        Ok(url) => url,
        Err(why) => {
            let found = Diagnostic::error("config/base-url", format!("`base_url` {why}"))
                .help("write the address of the home page: base_url = \"https://example.org/\"");
            reader.report(found, &Node { span, value: Value::String(text) });
            "http://localhost/".to_owned()
        }
    }
}

/// Checks the absolute address of a site's root and gives it a slash at the end.
///
/// # Errors
/// What is wrong: no `http://` or `https://`, no host, a query, or a character that an address
/// cannot hold.
pub fn check_base_url(text: &str) -> Result<String, String> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .ok_or_else(|| format!("is `{text}`; expected it to start with https://"))?;
    let host = rest.split('/').next().unwrap_or_default();
    if host.is_empty() || host.contains('@') {
        return Err(format!("is `{text}`, which names no host"));
    }
    let bad =
        |c: char| c.is_whitespace() || c.is_control() || r#"<>"'`{}|\^?#"#.contains(c);
    if let Some(c) = text.chars().find(|c| bad(*c)) {
        return Err(format!("holds {c:?}, which does not belong in an address"));
    }
    Ok(if text.ends_with('/') { text.to_owned() } else { format!("{text}/") })
}

fn time_zone(reader: &mut Reader<'_>) -> String {
    let Some((name, span)) = reader.spanned_string("time_zone") else {
        return "UTC".to_owned();
    };
    if jiff::tz::TimeZone::get(&name).is_ok() {
        return name;
    }
    let message = format!("`{name}` is not a known time zone");
    let found = Diagnostic::error("config/time-zone", message)
        .help("write a name such as \"America/New_York\" or \"UTC\"");
    reader.report(found, &Node { span, value: Value::String(name) });
    "UTC".to_owned()
}

fn theme(reader: &mut Reader<'_>) -> String {
    let Some((name, span)) = reader.spanned_string("theme") else {
        return "default".to_owned();
    };
    if check_segment(&name).is_ok() {
        return name;
    }
    let found =
        Diagnostic::error("config/theme", format!("`{name}` cannot name a folder"))
            .help("write the name of a folder in themes/");
    reader.report(found, &Node { span, value: Value::String(name) });
    "default".to_owned()
}

fn raw_html(reader: &mut Reader<'_>) -> RawHtml {
    match reader.spanned_string("raw_html") {
        None => RawHtml::Safe,
        Some((text, _)) if text == "safe" => RawHtml::Safe,
        Some((text, _)) if text == "escape" => RawHtml::Escape,
        Some((text, span)) => {
            let message = format!("`raw_html` is `{text}`; expected `safe` or `escape`");
            let found = Diagnostic::error("config/raw-html", message).help(
                "write raw_html = \"safe\" to let a script-free subset of HTML stand",
            );
            reader.report(found, &Node { span, value: Value::String(text) });
            RawHtml::Safe
        }
    }
}

fn citation_style(reader: &mut Reader<'_>) -> Style {
    let Some((name, span)) = reader.spanned_string("citation_style") else {
        return Style::default();
    };
    Style::named(&name).unwrap_or_else(|help| {
        let message = format!("no style of references is called `{name}`");
        let found = Diagnostic::error("config/citation-style", message).help(help);
        reader.report(found, &Node { span, value: Value::String(name) });
        Style::default()
    })
}

fn paginate_by(reader: &mut Reader<'_>) -> usize {
    let Some(number) = reader.integer("paginate_by") else { return 0 };
    usize::try_from(number).unwrap_or_else(|_| {
        let message = format!("`paginate_by` is {number}; expected 0 or more");
        let found =
            Diagnostic::error("value/type", message).help("write paginate_by = 20");
        if let Some(node) = reader.node("paginate_by") {
            reader.report(found, node);
        }
        0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let said: Vec<_> =
            parse(text).diagnostics.into_iter().map(|d| d.message).collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn an_empty_file_is_a_site_with_defaults() {
        check("", &[]);
        assert_eq!(Config::default().taxonomies, ["tags"]);
        assert_eq!(Config::default().language(), "en");
    }

    #[test]
    fn mistakes_are_named() {
        check("tilte = \"x\"\n", &["unknown key `tilte`"]);
        check(
            "base_url = \"example.org\"\n",
            &["`base_url` is `example.org`; expected it to start with https://"],
        );
        check("time_zone = \"Mars\"\n", &["`Mars` is not a known time zone"]);
        check("theme = \"../x\"\n", &["`../x` cannot name a folder"]);
        check("[[menu]]\ntitle = \"a\"\n", &["this entry of the menu names no `page`"]);
        check(
            "[[languages]]\ncod = \"de\"\n",
            &["unknown key `cod`", "this language has no `code`"],
        );
    }
}
