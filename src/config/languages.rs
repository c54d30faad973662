//! The languages of the site.

use crate::diagnostic::Diagnostic;
use crate::path::{SourcePath, check_segment};
use crate::value::{Node, Reader, Value};

/// One language of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// BCP 47 tag, such as `en-US`.
    pub code: String,
    /// Its own name for itself.
    pub name: String,
    /// Name of the site in this language.
    pub title: String,
    /// One sentence about the site in this language.
    pub description: String,
}

/// Reads the main language and the others.
pub(super) fn read(
    reader: &mut Reader<'_>,
    path: &SourcePath,
    (title, description): (&str, &str),
) -> Vec<Language> {
    let code = language_code(reader, "language").unwrap_or_else(|| "en".to_owned());
    let name = reader.string("language_name").unwrap_or_else(|| code.clone());
    let main = Language {
        code,
        name,
        title: title.to_owned(),
        description: description.to_owned(),
    };
    let mut all = vec![main];
    for (table, span) in reader.tables("languages").unwrap_or_default() {
        let mut found = Vec::new();
        let mut inner = Reader::new(path, table, &mut found);
        let code = language_code(&mut inner, "code");
        let name = inner.string("name");
        let title = inner.string("title").unwrap_or_else(|| title.to_owned());
        let description =
            inner.string("description").unwrap_or_else(|| description.to_owned());
        inner.finish();
        if table.get("code").is_none() {
            found.push(
                Diagnostic::error("config/language", "this language has no `code`")
                    .at(path, span.clone())
                    .help("add code = \"de\""),
            );
        }
        if let Some(code) = code {
            let is_taken = |l: &Language| l.code.eq_ignore_ascii_case(&code);
            if all.iter().any(is_taken) || check_segment(&code).is_err() {
                let message =
                    format!("`{code}` is the main language, repeated or reserved");
                let problem = Diagnostic::error("config/language", message)
                    .help("list each other language once");
                found.push(problem.at(path, span));
            } else {
                let name = name.unwrap_or_else(|| code.clone());
                all.push(Language { code, name, title, description });
            }
        }
        reader.extend(found);
    }
    all
}

fn language_code(reader: &mut Reader<'_>, key: &'static str) -> Option<String> {
    let (code, span) = reader.spanned_string(key)?;
    let part = |p: &str| {
        !p.is_empty() && p.len() <= 8 && p.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    if code.split('-').all(part) && code.split('-').next().is_some_and(|p| p.len() <= 3) {
        return Some(code);
    }
    let found =
        Diagnostic::error("config/language", format!("`{code}` is not a language tag"))
            .help("write a tag such as \"en\", \"en-US\" or \"de\"");
    reader.report(found, &Node { span, value: Value::String(code) });
    None
}
