//! Components in Markdown: what the theme declares, and what an author wrote.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, nearest};
use crate::path::SourcePath;

/// Where a component may stand and whether it has a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A block with a body between `:::name` and `:::`.
    Block,
    /// A block of one line.
    Leaf,
    /// Within a line: `:name[text]`.
    Inline,
}

/// The type of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArgumentType {
    /// Text in quotes.
    Text,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
}

/// An argument that a component declares.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: ArgumentType,
    /// Whether an author must give it.
    pub required: bool,
}

/// A component as the theme declares it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Declaration {
    /// Where it may stand.
    pub place: Place,
    /// The arguments that authors may give.
    pub arguments: Vec<Argument>,
    /// Arguments that the generator gives: `strings`, `heading_level`, `taper`, `asset`.
    pub implicit: Vec<String>,
}

/// All components of a theme, by their name in Markdown.
pub type Declarations = BTreeMap<String, Declaration>;

/// The value of an argument.
#[derive(Clone, Debug, PartialEq)]
pub enum ArgumentValue {
    /// Text in quotes.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// `true` or `false`.
    Boolean(bool),
}

/// A component that an author used.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// Its name in Markdown.
    pub name: String,
    /// Bytes of the line or the inline text that opens it.
    pub span: Range<usize>,
    /// The given arguments, checked against the declaration.
    pub arguments: Vec<(String, ArgumentValue)>,
    /// Where its declaration lets it stand.
    pub place: Place,
    /// Index of the link for the argument `src`, if it has one.
    pub src: Option<u32>,
    /// Index in `strings` of the text of a component within a line.
    pub label: Option<u32>,
    /// Level that a heading inside should have.
    pub heading_level: u8,
}

impl Component {
    /// A text argument.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.arguments.iter().find_map(|(key, value)| match value {
            ArgumentValue::Text(text) if key == name => Some(text.as_str()),
            _ => None,
        })
    }
}

/// Reads a component name at the start of `text`: letters, digits and hyphens.
pub(super) fn name(text: &str) -> &str {
    let end = text
        .find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'))
        .unwrap_or(text.len());
    if text.starts_with(|c: char| c.is_ascii_lowercase()) { &text[..end] } else { "" }
}

/// Where a use of a component stands in its file.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    pub(super) path: &'a SourcePath,
    pub(super) source: &'a str,
    pub(super) declared: &'a Declarations,
}

impl Spot<'_> {
    /// The declaration of `name`, which stands at `span`, or a diagnostic.
    pub(super) fn declaration(
        &self,
        name: &str,
        span: Range<usize>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<&Declaration> {
        let declaration = self.declared.get(name);
        if declaration.is_none() {
            let help = nearest(name, self.declared.keys().map(String::as_str))
                .map_or_else(
                    || {
                        let all: Vec<_> =
                            self.declared.keys().map(String::as_str).collect();
                        format!("the theme has these components: {}", all.join(", "))
                    },
                    |near| format!("did you mean `{near}`?"),
                );
            found.push(
                Diagnostic::error(
                    "component/unknown",
                    format!("no component is called `{name}`"),
                )
                .at(self.path, span)
                .help(help),
            );
        }
        declaration
    }

    /// Reads `{key="value" n=3 flag=true}` at `at`; gives the arguments and the byte after `}`.
    pub(super) fn arguments(
        &self,
        at: usize,
        end: usize,
        found: &mut Vec<Diagnostic>,
    ) -> (Vec<(String, ArgumentValue, Range<usize>)>, usize) {
        let mut list = Vec::new();
        let text = &self.source[..end];
        if !text[at..].starts_with('{') {
            return (list, at);
        }
        let mut at = at + 1;
        loop {
            at += text[at..].len() - text[at..].trim_start().len();
            if text[at..].starts_with('}') {
                return (list, at + 1);
            }
            match one_argument(&text[at..]) {
                Ok((key, value, length)) => {
                    list.push((key.to_owned(), value, at..at + length));
                    at += length;
                }
                Err(message) => {
                    found.push(
                        Diagnostic::error("component/syntax", message)
                            .at(self.path, at..at)
                            .help(
                                "write arguments as {title=\"Words\" level=2 open=true}",
                            ),
                    );
                    return (list, end);
                }
            }
        }
    }

    /// Keeps the arguments that `declaration` knows and reports the others.
    pub(super) fn check(
        &self,
        (name, declaration): (&str, &Declaration),
        span: &Range<usize>,
        given: Vec<(String, ArgumentValue, Range<usize>)>,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<(String, ArgumentValue)> {
        let mut arguments: Vec<(String, ArgumentValue)> = Vec::new();
        // Arguments that were given with a wrong name or type: they are not missing as well.
        let mut spoiled: Vec<String> = Vec::new();
        for (key, value, at) in given {
            let problem = |code, message| {
                Diagnostic::error(code, message).at(self.path, at.clone())
            };
            let Some(argument) = declaration.arguments.iter().find(|a| a.name == key)
            else {
                let known: Vec<_> =
                    declaration.arguments.iter().map(|a| a.name.as_str()).collect();
                let near = nearest(&key, known.iter().copied());
                spoiled.extend(near.map(str::to_owned));
                let help = near.map_or_else(
                    || match known.as_slice() {
                        [] => format!("delete it: `{name}` takes no arguments"),
                        known => format!("`{name}` takes: {}", known.join(", ")),
                    },
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("`{name}` has no argument `{key}`");
                found.push(problem("component/unknown-argument", message).help(help));
                continue;
            };
            if arguments.iter().any(|(known, _)| *known == key) {
                let message = format!("the argument `{key}` is given twice");
                found.push(
                    problem("component/repeated-argument", message).help("delete one"),
                );
                continue;
            }
            let fits = matches!(
                (argument.kind, &value),
                (ArgumentType::Text, ArgumentValue::Text(_))
                    | (ArgumentType::Integer, ArgumentValue::Integer(_))
                    | (ArgumentType::Boolean, ArgumentValue::Boolean(_))
            );
            if fits {
                arguments.push((key, value));
            } else {
                let (expected, example) = match argument.kind {
                    ArgumentType::Text => ("text in quotes", "\"Words\""),
                    ArgumentType::Integer => ("a whole number", "2"),
                    ArgumentType::Boolean => ("true or false", "true"),
                };
                let help = format!("write {key}={example}");
                let message = format!("`{key}` of `{name}` takes {expected}");
                spoiled.push(key);
                found.push(problem("component/argument-type", message).help(help));
            }
        }
        let given: Vec<&str> = arguments
            .iter()
            .map(|(key, _)| key.as_str())
            .chain(spoiled.iter().map(String::as_str))
            .collect();
        self.check_required((name, declaration), span, &given, found);
        arguments
    }

    /// Reports the arguments that an author must give and did not.
    fn check_required(
        &self,
        (name, declaration): (&str, &Declaration),
        span: &Range<usize>,
        given: &[&str],
        found: &mut Vec<Diagnostic>,
    ) {
        let required = declaration.arguments.iter().filter(|argument| argument.required);
        for missing in
            required.filter(|argument| !given.contains(&argument.name.as_str()))
        {
            let message = format!("`{name}` needs the argument `{}`", missing.name);
            found.push(
                Diagnostic::error("component/missing-argument", message)
                    .at(self.path, span.clone())
                    .help(format!("add {{{}=\"…\"}}", missing.name)),
            );
        }
    }
}

/// Key, value and length of the argument at the start of `text`.
fn one_argument(text: &str) -> Result<(&str, ArgumentValue, usize), String> {
    let key_end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
        .unwrap_or(text.len());
    let key = &text[..key_end];
    if key.is_empty() {
        return Err(match text.chars().next() {
            None | Some('\n') => "the closing `}` is missing".to_owned(),
            Some(c) => format!("found `{c}`; expected a name or `}}`"),
        });
    }
    let Some(rest) = text[key_end..].strip_prefix('=') else {
        return Err(format!("`{key}` has no value; expected `{key}=\"…\"`"));
    };
    let at = key_end + 1;
    if rest.starts_with(['\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}']) {
        return Err(format!(
            "the value of `{key}` stands in curly quotes; expected straight ones"
        ));
    }
    if let Some(inner) = rest.strip_prefix('"') {
        let mut value = String::new();
        let mut characters = inner.char_indices();
        while let Some((n, c)) = characters.next() {
            match c {
                '"' => return Ok((key, ArgumentValue::Text(value), at + n + 2)),
                '\\' => match characters.next() {
                    Some((_, c)) if !c.is_control() => value.push(c),
                    _ => break,
                },
                c if c.is_control() => break,
                c => value.push(c),
            }
        }
        return Err(format!("the quotes around the value of `{key}` are not closed"));
    }
    let end = rest.find(|c: char| c.is_whitespace() || c == '}').unwrap_or(rest.len());
    let value = match &rest[..end] {
        "true" => ArgumentValue::Boolean(true),
        "false" => ArgumentValue::Boolean(false),
        word => ArgumentValue::Integer(word.parse().map_err(|_| {
            format!("the value of `{key}` is `{word}`; expected text in quotes, a number, true or false")
        })?),
    };
    Ok((key, value, at + end))
}
