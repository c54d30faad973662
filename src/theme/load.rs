//! Loading: the site's files over those compiled in, each kind to its use.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Value;

use super::templates::{declarations, templates};
use super::{FOLDER, Strings, Theme, embedded};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::digest::Digest;
use crate::path::SourcePath;
use crate::source::{Source, SourceTree, decode};
use crate::value::{Reader, check_characters, parse_toml};

/// One file of a theme.
pub(super) struct File {
    /// Path below the theme's folder.
    pub(super) path: String,
    /// Where an author finds it.
    pub(super) source: SourcePath,
    pub(super) content: Source,
    pub(super) built_in: bool,
}

/// Loads the theme that the site names.
pub fn load(tree: &SourceTree, config: &Config) -> Outcome<Theme> {
    let mut found = Vec::new();
    let files = files(tree, config, &mut found);
    let theme = of_files(&files, config, &mut found);
    Outcome { value: theme, diagnostics: found }
}

/// The same theme with templates whose tags say where they were written.
pub fn traced(tree: &SourceTree, config: &Config) -> Theme {
    let mut found = Vec::new();
    let mut files = files(tree, config, &mut found);
    for (number, file) in files.iter_mut().enumerate() {
        let is_template = ["templates/", "components/"];
        if !is_template.iter().any(|folder| file.path.starts_with(folder)) {
            continue;
        }
        if let Source::Text(text) = &file.content {
            let marked = super::trace::marked(&text.text, number);
            file.content = Source::Text(marked.as_str().into());
        }
    }
    let marks = Some(files.iter().map(|file| file.source.clone()).collect());
    Theme { marks, ..of_files(&files, config, &mut found) }
}

fn of_files(files: &[File], config: &Config, found: &mut Vec<Diagnostic>) -> Theme {
    let (tera, layers) = templates(files, found);
    let (components, head) = declarations(&tera, &layers, found);
    let sheet = css(files);
    Theme {
        strings: strings(files, config, found),
        css: Value::safe_string(&sheet),
        sheet: sheet.into(),
        assets: assets(files),
        digest: digest(files),
        marks: None,
        tera,
        layers,
        components,
        head,
    }
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
        let digest = file.content.digest();
        [file.path.clone().into_bytes(), digest.as_bytes().to_vec()]
    });
    let parts: Vec<Vec<u8>> = parts.collect();
    Digest::of_parts(parts.iter().map(Vec::as_slice))
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
