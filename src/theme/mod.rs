//! A theme: layers of path and bytes, the site's files over those compiled in.
//!
//! Templates see a view and nothing else; what they may see is checked when they are loaded.

mod embedded;
mod failure;

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Context, Tera, Value};

use crate::config::Config;
use crate::content::component::{
    Argument, ArgumentType, Declaration, Declarations, Place,
};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::digest::Digest;
use crate::path::SourcePath;
use crate::source::{Source, SourceTree, Text, decode};
use crate::value::{Reader, check_characters, parse_toml};

/// Folder of themes in a site.
pub const FOLDER: &str = "themes";

/// Longest tag of a template, in bytes: longer chains of operators could exhaust the stack.
const LONGEST_TAG: usize = 4096;

/// Most `elif` in a template: Tera compiles each within the one before it.
const MOST_BRANCHES: usize = 100;

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
    /// Files that are copied to `assets/`: name and bytes.
    pub assets: Vec<(String, Source)>,
    /// Digest of every file of the theme.
    pub digest: Digest,
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

/// One file of a theme.
struct File {
    /// Path below the theme's folder.
    path: String,
    /// Where an author finds it.
    source: SourcePath,
    content: Source,
    built_in: bool,
}

/// Loads the theme that the site names.
pub fn load(tree: &SourceTree, config: &Config) -> Outcome<Theme> {
    let mut found = Vec::new();
    let files = files(tree, config, &mut found);
    let digest = digest(&files);
    let (tera, layers) = templates(&files, &mut found);
    let (components, head) = declarations(&tera, &layers, &mut found);
    let theme = Theme {
        strings: strings(&files, config, &mut found),
        css: Value::safe_string(&css(&files)),
        assets: assets(&files),
        tera,
        layers,
        components,
        head,
        digest,
    };
    Outcome { value: theme, diagnostics: found }
}

fn files(tree: &SourceTree, config: &Config, found: &mut Vec<Diagnostic>) -> Vec<File> {
    let mut files: Vec<File> = Vec::new();
    for (path, bytes) in embedded::files() {
        let source = SourcePath::new(format!("themes/default/{path}"));
        let content = Source::Text(decode(&source, bytes).value);
        files.push(File { path, source, content, built_in: true });
    }
    let folder = format!("{FOLDER}/{}", config.theme);
    let mut has_folder = false;
    for (source, content) in tree.below(&folder) {
        has_folder = true;
        let path = source.below(&folder).unwrap_or_default().to_owned();
        let (source, content) = (source.clone(), content.clone());
        files.push(File { path, source, content, built_in: false });
    }
    if !has_folder && config.theme != "default" {
        found.push(
            Diagnostic::error("theme/missing", format!("there is no folder `{folder}`"))
                .at(&SourcePath::new(crate::config::FILE), 0..0)
                .help("create it, or write theme = \"default\""),
        );
    }
    for file in files.iter().filter(|file| file.path == "theme.toml") {
        check_manifest(file, found);
    }
    files
}

fn check_manifest(file: &File, found: &mut Vec<Diagnostic>) {
    let Source::Text(text) = &file.content else { return };
    let table = parse_toml(&file.source, &text.text, 0).take(found);
    let mut reader = Reader::new(&file.source, &table, found);
    for key in ["name", "version", "license", "description"] {
        reader.string(key);
    }
    reader.finish();
}

fn digest(files: &[File]) -> Digest {
    let parts = files.iter().flat_map(|file| {
        let digest = match &file.content {
            Source::Text(text) => text.digest,
            Source::Asset(asset) => asset.digest,
        };
        [file.path.clone().into_bytes(), digest.as_bytes().to_vec()]
    });
    let parts: Vec<Vec<u8>> = parts.collect();
    Digest::of_parts(parts.iter().map(Vec::as_slice))
}

fn templates(files: &[File], found: &mut Vec<Diagnostic>) -> (Tera, Layers) {
    let mut tera = Tera::default();
    let mut layers = Layers::default();
    let mut texts: Vec<(String, &Text)> = Vec::new();
    for file in files {
        let Source::Text(text) = &file.content else { continue };
        let name = match file.path.split_once('/') {
            Some(("templates", name)) => name.to_owned(),
            Some(("components", _)) => file.path.clone(),
            _ => continue,
        };
        let name = if file.built_in { format!("{BUILT_IN}{name}") } else { name };
        layers.sources.insert(name.clone(), file.source.clone());
        for (at, word) in text.text.match_indices("component ") {
            let rest = text.text[at + word.len()..].trim_start();
            let declared = rest.split(['(', ' ', '%']).next().unwrap_or_default();
            layers.components.insert(declared.to_owned(), file.source.clone());
        }
        if let Some(problem) = refuse(&file.source, text) {
            found.push(problem);
        } else {
            texts.push((name, text));
        }
    }
    // Setting prefixes fails only after templates were added.
    let prefixes = tera.set_fallback_prefixes([BUILT_IN]);
    let added = prefixes.and_then(|()| {
        tera.add_raw_templates(
            texts.iter().map(|(name, text)| (name.as_str(), &*text.text)),
        )
    });
    if let Err(error) = added {
        let problem = failure::diagnostic(&error, "", &layers);
        found.push(located(problem, &texts, &layers));
        // The built-in templates still show what they can.
        let built_in = texts.iter().filter(|(name, _)| name.starts_with(BUILT_IN));
        let mut rest = Tera::default();
        let usable = rest.set_fallback_prefixes([BUILT_IN]).and_then(|()| {
            rest.add_raw_templates(
                built_in.map(|(name, text)| (name.as_str(), &*text.text)),
            )
        });
        if usable.is_ok() {
            tera = rest;
        }
    }
    (tera, layers)
}

/// Finds the place of a mistake that Tera reports without one: the site's template that holds
/// the name in question.
fn located(
    problem: Diagnostic,
    texts: &[(String, &Text)],
    layers: &Layers,
) -> Diagnostic {
    let has_place =
        problem.primary.as_ref().is_some_and(|label| layers.has_source(&label.path));
    let Some(name) = problem.message.split('`').nth(1).filter(|_| !has_place) else {
        return problem;
    };
    let own = texts.iter().filter(|(template, _)| !template.starts_with(BUILT_IN));
    let mut places =
        own.filter_map(|(template, text)| Some((template, text.text.find(name)?)));
    let Some((template, at)) = places.next() else { return problem };
    let span = at..at + name.len();
    problem.clone().at(&layers.source_of(template), span)
}

/// Refuses a template before Tera sees it: ambient state, and tags that are too long.
fn refuse(path: &SourcePath, text: &Text) -> Option<Diagnostic> {
    if let Some(at) = text.text.find("__tera_context") {
        return Some(
            Diagnostic::error(
                "template/ambient",
                "`__tera_context` is not part of the view",
            )
            .at(path, at..at + "__tera_context".len())
            .help("name the value that you need"),
        );
    }
    let unseen = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if let Some((at, bad)) = text.text.char_indices().find(|(_, c)| unseen(*c)) {
        let message =
            format!("this template holds the character U+{:04X}", u32::from(bad));
        let problem = Diagnostic::error("template/control", message);
        let problem = problem.at(path, at..at + bad.len_utf8());
        return Some(problem.help("delete the character that cannot be seen"));
    }
    let (mut at, mut branches) = (0, 0);
    while let Some(open) = text.text[at..].find('{') {
        let start = at + open;
        let close = match text.text.as_bytes().get(start + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            _ => {
                at = start + 1;
                continue;
            }
        };
        let end =
            text.text[start..].find(close).map_or(text.text.len(), |n| start + n + 2);
        if end - start > LONGEST_TAG {
            let message =
                format!("this tag has {} bytes; at most {LONGEST_TAG}", end - start);
            return Some(
                Diagnostic::error("template/too-long", message)
                    .at(path, start..start + 2)
                    .help("split it with {% set %}"),
            );
        }
        let words = text.text[start + 2..end].trim_start_matches(['-', ' ', '\t', '\n']);
        branches += usize::from(words.starts_with("elif"));
        if branches > MOST_BRANCHES {
            let message = format!("more than {MOST_BRANCHES} `elif` in one template");
            return Some(
                Diagnostic::error("template/too-long", message)
                    .at(path, start..start + 2)
                    .help("look the value up in a map instead"),
            );
        }
        at = end;
    }
    None
}

fn declarations(
    tera: &Tera,
    layers: &Layers,
    found: &mut Vec<Diagnostic>,
) -> (Declarations, Vec<String>) {
    let mut names: Vec<&str> = tera.get_component_names().collect();
    names.sort_unstable();
    let (mut declarations, mut head) = (Declarations::new(), Vec::new());
    for name in names {
        let Some(info) = tera.get_component_definition(name) else { continue };
        let kind = info.metadata().get("kind").and_then(Value::as_str);
        let place = match kind {
            Some("block") => Place::Block,
            Some("leaf") => Place::Leaf,
            Some("inline") => Place::Inline,
            Some("head") => {
                head.push(name.to_owned());
                continue;
            }
            // A component for templates only.
            None if !info.metadata().contains_key("kind") => continue,
            other => {
                let other = other.unwrap_or("something that is no text");
                let message = format!("`{name}` has the kind `{other}`");
                found.push(
                    Diagnostic::error("component/kind", message)
                        .at(&layers.source_of_component(name), 0..0)
                        .help("write {\"kind\": \"block\"}, \"leaf\", \"inline\" or \"head\""),
                );
                continue;
            }
        };
        let (implicit, given): (Vec<_>, Vec<_>) =
            info.args().iter().partition(|argument| argument.is_implicit());
        let argument = |argument: &&tera::ComponentArg| Argument {
            name: argument.name().to_owned(),
            kind: match argument.arg_type() {
                Some(tera::ComponentArgType::Bool) => ArgumentType::Boolean,
                Some(
                    tera::ComponentArgType::Integer | tera::ComponentArgType::Number,
                ) => ArgumentType::Integer,
                _ => ArgumentType::Text,
            },
            required: argument.is_required(),
        };
        let declaration = Declaration {
            place,
            arguments: given.iter().map(argument).collect(),
            implicit: implicit
                .iter()
                .map(|argument| argument.name().to_owned())
                .collect(),
        };
        declarations.insert(name.replace('_', "-"), declaration);
    }
    (declarations, head)
}

fn strings(
    files: &[File],
    config: &Config,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Strings> {
    let mut tables: BTreeMap<String, serde_json::Map<String, serde_json::Value>> =
        BTreeMap::new();
    for file in files {
        let Source::Text(text) = &file.content else { continue };
        let name =
            file.path.strip_prefix("strings/").and_then(|n| n.strip_suffix(".toml"));
        let Some(code) = name else { continue };
        let table = parse_toml(&file.source, &text.text, 0).take(found);
        check_characters(&file.source, &table, found);
        for (key, _, node) in &table.entries {
            if !matches!(node.value, crate::value::Value::String(_)) {
                let message = format!("`{key}` is {}; expected text", node.value.kind());
                let problem = Diagnostic::error("value/type", message);
                found.push(
                    problem
                        .at(&file.source, node.span.clone())
                        .help("write the words in quotes"),
                );
            }
        }
        let entries =
            table.entries.iter().map(|(key, _, node)| (key.clone(), node.to_json()));
        tables.entry(code.to_owned()).or_default().extend(entries);
    }
    let mut strings = BTreeMap::new();
    let declared = config.languages.iter().map(|language| language.code.clone());
    for language in declared.chain(tables.keys().cloned()) {
        let short = language.split('-').next().unwrap_or_default();
        let mut all = tables.get("en").cloned().unwrap_or_default();
        for code in [short, &language] {
            all.extend(tables.get(code).cloned().unwrap_or_default());
        }
        let word = |(key, value): (&String, &serde_json::Value)| {
            value.as_str().map(|text| (key.clone(), text.to_owned()))
        };
        let words = all.iter().filter_map(word).collect();
        let value = Value::from_serializable(&serde_json::Value::Object(all));
        strings.insert(language, Strings { value, words });
    }
    strings
}

fn css(files: &[File]) -> Arc<str> {
    let mut sheets = files.iter().filter(|file| file.path == "assets/style.css");
    match sheets.next_back().map(|file| &file.content) {
        Some(Source::Text(text)) => Arc::clone(&text.text),
        _ => "".into(),
    }
}

fn assets(files: &[File]) -> Vec<(String, Source)> {
    let mut assets = BTreeMap::new();
    for file in files {
        let Some(name) = file.path.strip_prefix("assets/") else { continue };
        if name != "style.css" {
            assets.insert(name.to_owned(), file.content.clone());
        }
    }
    assets.into_iter().collect()
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

    /// The components whose output belongs into the head of a taper page.
    pub fn head_components(&self) -> &[String] {
        &self.head
    }

    /// Whether the theme has a template.
    pub fn has_template(&self, name: &str) -> bool {
        self.tera.contains_template(name)
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
        self.find_word(language, key).unwrap_or(key).to_owned()
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
