//! The table `[budget]` of `site.toml`: how heavy pages may be, and which may be heavier.

use std::ops::Range;

use super::{Node, Reader, Table, Value};
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;

/// What a budget limits, as `site.toml` names it.
pub const MEASURES: &[&str] = &[
    "css",
    "css_brotli",
    "html",
    "html_brotli",
    "image",
    "nodes",
    "requests",
    "unsized_images",
];

/// The quality of Brotli if nothing is said: what servers use that compress as they answer.
const QUALITY: u32 = 5;
/// Best and slowest.
const BEST_QUALITY: i64 = 11;

/// Most of one thing that a page may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// One of [`MEASURES`].
    pub measure: &'static str,
    /// The most: bytes, or a number of things.
    pub most: u64,
    /// Bytes of the number in `site.toml`.
    pub span: Range<usize>,
}

/// The budgets of all pages.
#[derive(Clone, Debug)]
pub struct Budget {
    /// The quality of Brotli by which bytes are measured.
    pub quality: u32,
    /// Pages, as waivers name them, and their limits; none names all. Later ones win.
    limits: Vec<(Option<String>, Limit)>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { quality: QUALITY, limits: Vec::new() }
    }
}

impl Budget {
    /// Whether nothing is limited.
    pub fn is_empty(&self) -> bool {
        self.limits.is_empty()
    }

    /// Every limit with the pages that it names; none is all that have no other.
    pub fn limits(&self) -> impl Iterator<Item = (Option<&str>, &Limit)> {
        self.limits.iter().map(|(pages, limit)| (pages.as_deref(), limit))
    }

    /// The limit of one measure for the page at an address.
    pub fn limit(&self, page: &str, measure: &str) -> Option<&Limit> {
        let fits = |own: &Option<String>| match own.as_deref() {
            None => true,
            Some(own) => match own.strip_suffix('*') {
                Some(start) => page.starts_with(start),
                None => own == page,
            },
        };
        let mut own = self.limits.iter().rev();
        own.find(|(pages, limit)| limit.measure == measure && fits(pages))
            .map(|(_, limit)| limit)
    }
}

/// Reads the table, if there is one.
pub(super) fn read(reader: &mut Reader<'_>, path: &SourcePath) -> Budget {
    let mut budget = Budget::default();
    let Some(table) = reader.table("budget") else { return budget };
    let (mut found, mut within) = (Vec::new(), Vec::new());
    let mut inner = Reader::new(path, table, &mut found);
    if let Some(quality) = inner.integer("quality") {
        if (0..=BEST_QUALITY).contains(&quality) {
            budget.quality = u32::try_from(quality).unwrap_or(QUALITY);
        } else if let Some(node) = inner.node("quality") {
            let message = format!("`quality` is {quality}; expected 0 to {BEST_QUALITY}");
            let help = "write quality = 5";
            inner.report(Diagnostic::error("value/type", message).help(help), node);
        }
    }
    let general = limits(&mut inner);
    budget.limits.extend(general.into_iter().map(|limit| (None, limit)));
    for (table, span) in inner.tables("section").unwrap_or_default() {
        if let Some((page, own)) = section(path, (table, span), &mut within) {
            budget
                .limits
                .extend(own.into_iter().map(|limit| (Some(page.clone()), limit)));
        }
    }
    inner.finish();
    reader.extend(found);
    reader.extend(within);
    budget
}

fn section(
    path: &SourcePath,
    (table, span): (&Table, Range<usize>),
    found: &mut Vec<Diagnostic>,
) -> Option<(String, Vec<Limit>)> {
    let mut reader = Reader::new(path, table, found);
    let page = reader.string("page");
    let limits = limits(&mut reader);
    reader.finish();
    if page.is_none() {
        found.push(
            Diagnostic::error("config/budget", "this budget names no `page`")
                .at(path, span)
                .help("add page = \"/guides/*\""),
        );
    }
    Some((page?, limits))
}

fn limits(reader: &mut Reader<'_>) -> Vec<Limit> {
    let mut limits = Vec::new();
    for measure in MEASURES {
        let Some(most) = reader.integer(measure) else { continue };
        let Some(node) = reader.node(measure) else { continue };
        if let Ok(most) = u64::try_from(most) {
            limits.push(Limit { measure, most, span: node.span.clone() });
            continue;
        }
        let message = format!("`{measure}` is {most}; expected 0 or more");
        let problem = Diagnostic::error("value/type", message)
            .help(format!("write {measure} = 0, or delete the line"));
        let node = Node { span: node.span.clone(), value: Value::Null };
        reader.report(problem, &node);
    }
    limits
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let read = crate::config::parse(text);
        let said: Vec<_> = read.diagnostics.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(said, expected, "{text}");
    }

    #[test]
    fn a_section_goes_over_what_holds_for_all() {
        let text = "[budget]\nhtml = 10\nnodes = 5\n[[budget.section]]\npage = \"/a/*\"\n\
                    html = 20\n[[budget.section]]\npage = \"/a/b/\"\nhtml = 30\n";
        check(text, &[]);
        let budget = crate::config::parse(text).value.budget;
        let most = |page, measure| budget.limit(page, measure).map(|limit| limit.most);
        assert_eq!(most("/", "html"), Some(10));
        assert_eq!(most("/a/", "html"), Some(20));
        assert_eq!(most("/a/b/", "html"), Some(30));
        assert_eq!(most("/a/b/", "nodes"), Some(5));
        assert_eq!(most("/", "css"), None);
    }

    #[test]
    fn mistakes_are_named() {
        check("[budget]\nhtm = 1\n", &["unknown key `htm`"]);
        check("[budget]\nhtml = -1\n", &["`html` is -1; expected 0 or more"]);
        check("[budget]\nquality = 12\n", &["`quality` is 12; expected 0 to 11"]);
        check("[[budget.section]]\nhtml = 1\n", &["this budget names no `page`"]);
    }
}
