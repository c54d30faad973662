//! The body of an article: its nodes as HTML, its components through the theme.

use std::ops::Range;

use tera::{Context, Value};

use super::write::Writer;
use crate::content::Document;
use crate::content::component::{ArgumentValue, Component};
use crate::diagnostic::Diagnostic;
use crate::model::links::Resolved;
use crate::model::{Entry, Site};
use crate::path::UrlPath;
use crate::theme::Theme;

/// A rendered body.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// HTML of the article.
    pub html: String,
    /// How many bytes of it stand above the first part of its table of contents; nothing
    /// if it has no parts.
    pub opening: usize,
    /// What went wrong in the theme's components.
    pub diagnostics: Vec<Diagnostic>,
}

/// What rendering a body reads.
#[derive(Clone, Copy)]
pub struct BodyContext<'a> {
    /// The site.
    pub site: &'a Site<'a>,
    /// The theme.
    pub theme: &'a Theme,
    /// The page whose body it is.
    pub entry: &'a Entry<'a>,
    /// The page on which it will stand: links are relative to it.
    pub base: &'a UrlPath,
    /// Data of the taper page for components that ask for it.
    pub taper: Option<&'a Value>,
    /// What the program counted, for components that ask for it.
    pub evidence: Option<&'a Value>,
}

impl<'a> BodyContext<'a> {
    pub(super) fn document(&self) -> &'a Document {
        &self.entry.page.document
    }

    pub(super) fn source(&self) -> &'a str {
        &self.entry.page.source.text
    }

    pub(super) fn language(&self) -> &'a str {
        &self.site.config.languages[self.entry.page.language].code
    }

    pub(super) fn word(&self, key: &str) -> String {
        self.theme.word(self.language(), key)
    }

    /// Whether the body stands on its own page, where its anchors are.
    pub(super) fn is_at_home(&self) -> bool {
        *self.base == self.entry.url
    }

    /// The address of an anchor of the page.
    pub(super) fn anchor(&self, id: &str) -> String {
        if self.is_at_home() {
            format!("#{id}")
        } else {
            format!("{}#{id}", self.base.relative(&self.entry.url))
        }
    }

    /// The address to print for a resolved link.
    pub(super) fn href(&self, resolved: &Resolved) -> String {
        match resolved {
            Resolved::Page { url, tail, .. } | Resolved::File { url, tail, .. } => {
                if tail.starts_with('#') && url == self.base {
                    return tail.clone();
                }
                format!("{}{tail}", self.base.relative(url))
            }
            Resolved::Anchor(id) => self.anchor(id),
            Resolved::External(target) => target.clone(),
            Resolved::Broken => String::new(),
        }
    }

    /// Renders a component with the arguments that it declares.
    pub(super) fn component(
        &self,
        component: &Component,
        body: Option<&str>,
        found: &mut Vec<Diagnostic>,
    ) -> String {
        let Some(declaration) = self.theme.components.get(&component.name) else {
            return String::new();
        };
        let mut arguments = Context::new();
        for (key, value) in &component.arguments {
            let value = match value {
                ArgumentValue::Text(text) => Value::normal_string(text),
                ArgumentValue::Integer(number) => Value::from(*number),
                ArgumentValue::Boolean(flag) => Value::from(*flag),
            };
            arguments.insert_value(key.clone(), value);
        }
        let mut implicit = Context::new();
        for name in &declaration.implicit {
            let value = match name.as_str() {
                "strings" => self.theme.strings(self.language()),
                "heading_level" => Value::from(i64::from(component.heading_level)),
                "taper" => self.taper.cloned().unwrap_or_else(Value::undefined),
                "evidence" => self.evidence.cloned().unwrap_or_else(Value::undefined),
                "asset" => self.asset(component),
                _ => continue,
            };
            implicit.insert_value(name.clone(), value);
        }
        self.theme
            .render_component(&component.name, &arguments, &implicit, body)
            .unwrap_or_else(|problem| {
                let (path, span) = (&self.entry.page.path, component.span.clone());
                found.push(problem.related(path, span, "while rendering this component"));
                String::new()
            })
    }

    fn asset(&self, component: &Component) -> Value {
        let resolved = component.src.and_then(|at| self.entry.links.get(at as usize));
        let Some(resolved) = resolved else { return Value::undefined() };
        let mut asset = serde_json::json!({ "url": self.href(resolved) });
        if let Resolved::File { dimensions: Some((width, height)), .. } = resolved {
            asset["width"] = (*width).into();
            asset["height"] = (*height).into();
        }
        Value::from_serializable(&asset)
    }
}

/// Renders the whole body of a page, its footnotes at the end.
pub fn body(context: BodyContext<'_>) -> Body {
    let mut writer = Writer::new(context);
    writer.nodes(0..context.document().nodes.len());
    writer.footnotes();
    writer.finish()
}

/// Renders a part of a page's body, to stand on another page.
pub fn excerpt(context: BodyContext<'_>, nodes: Range<usize>) -> Body {
    let mut writer = Writer::new(context);
    writer.nodes(nodes);
    writer.finish()
}
