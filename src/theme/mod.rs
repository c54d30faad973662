//! A theme: layers of path and bytes, the site's files over those compiled in.
//!
//! Templates see a view and nothing else; what they may see is checked when they are loaded.

mod embedded;
mod failure;
mod load;
mod templates;
mod trace;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use tera::{Context, Tera, Value};

use crate::content::component::{Declarations, Place};
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::path::SourcePath;
use crate::source::Source;

pub use load::{load, traced};
pub use trace::{ARTICLE_MARK, TEMPLATE_MARK, mark_article};

/// Folder of themes in a site.
pub const FOLDER: &str = "themes";

/// Most bytes that one page may render to.
const LARGEST_PAGE: usize = 64 * 1024 * 1024;

/// A loaded theme.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    layers: Layers,
    /// Components that authors may use.
    pub components: Declarations,
    /// Components whose output stands in the head of a page that uses them: `taper_css`.
    head: Vec<String>,
    strings: BTreeMap<String, Strings>,
    /// The style sheet that stands in every page.
    pub css: Value,
    /// The same as bytes, shared by every page that holds it.
    pub sheet: Arc<[u8]>,
    /// Files that are copied to `assets/`: name and bytes.
    pub assets: Vec<(String, Source)>,
    /// Digest of every file of the theme.
    pub digest: Digest,
    /// The files that the marks of its tags count, if its templates have marks.
    marks: Option<Vec<SourcePath>>,
}

/// A tag of HTML in a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its bytes.
    pub span: Range<usize>,
    /// Whether words of an author stand in it or right behind it: arguments of the component
    /// that the file declares.
    pub holds_words: bool,
    /// Whether a title or a description from front matter does.
    pub holds_matter: bool,
}

/// The theme's words in one language: for templates, and by key.
#[derive(Debug)]
struct Strings {
    value: Value,
    words: BTreeMap<String, String>,
}

/// Which file a template came from.
#[derive(Debug, Default)]
struct Layers {
    sources: BTreeMap<String, SourcePath>,
    /// Which file declares a component.
    components: BTreeMap<String, SourcePath>,
}

impl Layers {
    fn source_of(&self, template: &str) -> SourcePath {
        let fallback = || self.sources.get(&format!("{BUILT_IN}{template}"));
        let known = self.sources.get(template).or_else(fallback);
        known.cloned().unwrap_or_else(|| SourcePath::new(format!("themes/{template}")))
    }

    fn has_source(&self, path: &SourcePath) -> bool {
        self.sources.values().any(|source| source == path)
    }

    /// The file that declares a component.
    fn source_of_component(&self, name: &str) -> SourcePath {
        let known = self.components.get(name);
        known
            .cloned()
            .unwrap_or_else(|| self.source_of(&format!("components/{name}.html")))
    }

    fn template_names(&self) -> impl Iterator<Item = &str> {
        self.sources.keys().map(|name| name.strip_prefix(BUILT_IN).unwrap_or(name))
    }
}

/// Prefix of the templates that are compiled in; an override may extend `default/base.html`.
const BUILT_IN: &str = "default/";

/// The text of a file of the default theme, for messages that quote it.
pub fn built_in_text(path: &SourcePath) -> Option<&'static str> {
    embedded::text(path.as_str())
}

impl Theme {
    /// Renders a template with a view.
    ///
    /// # Errors
    /// A diagnostic at the template: a name that the view lacks, or output without end.
    pub fn render(
        &self,
        template: &str,
        view: &Context,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut page = Limited { bytes: Vec::with_capacity(16 * 1024) };
        self.tera.render_to(template, view, &mut page).map_err(|error| {
            Box::new(failure::diagnostic(&error, template, &self.layers))
        })?;
        Ok(page.bytes)
    }

    /// Renders a component with its arguments, what the generator gives, and its body.
    ///
    /// # Errors
    /// A diagnostic at the component's template.
    pub fn render_component(
        &self,
        name: &str,
        arguments: &Context,
        implicit: &Context,
        body: Option<&str>,
    ) -> Result<String, Box<Diagnostic>> {
        let name = name.replace('-', "_");
        self.tera
            .render_component_with_implicits(&name, arguments, implicit, body, true)
            .map_err(|error| {
                let path = self.layers.source_of_component(&name);
                Box::new(failure::diagnostic_at(&error, &path, &self.layers))
            })
    }

    /// Whether its tags say where they were written.
    pub fn is_traced(&self) -> bool {
        self.marks.is_some()
    }

    /// The file that a mark in a tag names by its number.
    pub fn marked_file(&self, number: usize) -> Option<&SourcePath> {
        self.marks.as_ref()?.get(number)
    }

    /// The tag of HTML at a byte of a template.
    pub fn tag_at(&self, path: &SourcePath, text: &str, at: usize) -> Written {
        let (tag, after) = trace::tag(text, at);
        let mut words = Vec::new();
        for (name, declaration) in &self.components {
            if self.layers.source_of_component(&name.replace('-', "_")) != *path {
                continue;
            }
            words.extend(declaration.arguments.iter().map(|one| one.name.as_str()));
            words.extend((declaration.place == Place::Inline).then_some("body"));
            // How deep a heading is, is the article's doing.
            words.push("heading_level");
        }
        let told = |text: &str| {
            let mut names = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            text.contains("{{") && names.any(|name| words.contains(&name))
        };
        let matter = ["page.title", "page.head_title", "page.description"];
        let is_matter = |text: &str| matter.iter().any(|name| text.contains(name));
        Written {
            span: at..at + tag.len(),
            holds_words: told(tag) || told(after),
            holds_matter: is_matter(tag) || is_matter(after),
        }
    }

    /// The components whose output belongs into the head of a taper page.
    pub fn head_components(&self) -> &[String] {
        &self.head
    }

    /// Whether the theme has a template, sound or not.
    pub fn has_template(&self, name: &str) -> bool {
        self.tera.contains_template(name) || self.layers.sources.contains_key(name)
    }

    /// Templates that the site adds for pages of its own, beside those that every theme has.
    pub fn own_page_templates(&self) -> Vec<String> {
        let built_in =
            |name: &str| self.layers.sources.contains_key(&format!("{BUILT_IN}{name}"));
        let own = self
            .layers
            .sources
            .keys()
            .filter(|name| !name.contains('/') && !built_in(name));
        own.cloned().collect()
    }

    /// The nearest template to a misspelt name.
    pub fn nearest_template(&self, name: &str) -> Option<String> {
        crate::diagnostic::nearest(name, self.layers.template_names()).map(str::to_owned)
    }

    /// The theme's words in a language, for templates.
    pub fn strings(&self, language: &str) -> Value {
        self.strings_of(language).map_or_else(Value::undefined, |s| s.value.clone())
    }

    /// One of the theme's words, if it has it.
    pub fn find_word(&self, language: &str, key: &str) -> Option<&str> {
        self.strings_of(language)?.words.get(key).map(String::as_str)
    }

    /// The words of a language, else of its main form, else the English ones.
    fn strings_of(&self, language: &str) -> Option<&Strings> {
        let short = language.split('-').next().unwrap_or_default();
        [language, short, "en"].into_iter().find_map(|code| self.strings.get(code))
    }

    /// One of the theme's words; its key if the theme lacks it.
    pub fn word(&self, language: &str, key: &str) -> String {
        self.word_or_key(language, key).to_owned()
    }

    /// The same, lent.
    pub(crate) fn word_or_key<'t>(&'t self, language: &str, key: &'t str) -> &'t str {
        self.find_word(language, key).unwrap_or(key)
    }
}

/// Takes what a template writes, up to a limit.
struct Limited {
    bytes: Vec<u8>,
}

impl std::io::Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > LARGEST_PAGE {
            return Err(std::io::Error::other("the page grows past 64 MiB"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
