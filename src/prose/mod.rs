//! Plain language: how hard an article is to read, and which words may be said better, at the
//! line.
//!
//! Only English is judged. Each rule is one file of `rules/`, whose opening comment is its
//! manual page; how firm it is says `[prose]` in `site.toml`. Words that are someone else's
//! (quotations), code, numbers of phones and what is cited are left alone.

mod measures;
mod rules;
mod syllables;
mod text;
mod words;

use std::ops::Range;

use crate::config::Config;
use crate::config::prose::Style;
use crate::content::Page;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::path::SourcePath;

pub use measures::{Measures, Sentence};
pub use words::{FILE, Words, words};

use text::Block;

/// What reading one article gave.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The article.
    pub path: SourcePath,
    /// How hard it is; `None` if its language is not English.
    pub measures: Option<Measures>,
    /// The sentences that make it hardest, the worst first.
    pub hardest: Vec<Sentence>,
    /// What may be said better, in the order of the text.
    pub found: Vec<Diagnostic>,
}

/// An article as the rules see it.
struct Article<'a> {
    blocks: Vec<Block>,
    measures: Measures,
    style: Style,
    words: &'a Words,
    /// Whether dates are written as `24 November 2026`.
    is_day_first: bool,
}

/// What one rule says of one article.
struct Findings<'a> {
    path: &'a SourcePath,
    code: Code,
    severity: Severity,
    found: Vec<Diagnostic>,
}

impl Findings<'_> {
    fn add(&mut self, span: Range<usize>, message: String, help: impl Into<String>) {
        let found = Diagnostic::notice(self.code, message).at(self.path, span).help(help);
        self.found.push(Diagnostic { severity: self.severity, ..found });
    }
}

/// Reads an article.
pub fn read(page: &Page, config: &Config, words: &Words) -> Reading {
    let language = config.languages.get(page.language).map_or("en", |one| &one.code);
    let (main, region) = language.split_once('-').unwrap_or((language, "US"));
    let path = page.path.clone();
    if !main.eq_ignore_ascii_case("en") {
        return Reading { path, measures: None, hardest: Vec::new(), found: Vec::new() };
    }
    let blocks = text::blocks(page);
    let (measures, hardest) = measures::measure(&blocks);
    let article = Article {
        measures,
        blocks,
        style: config.prose.style(&path),
        words,
        is_day_first: !matches!(region, "US" | "PH" | "CA"),
    };
    let mut found = Vec::new();
    for (rule, level) in rules::RULES.iter().zip(article.style.levels) {
        let Some(severity) = level else { continue };
        let mut own =
            Findings { path: &path, code: rule.code, severity, found: Vec::new() };
        (rule.check)(&article, &mut own);
        found.append(&mut own.found);
    }
    Diagnostic::sort(&mut found);
    Reading { path, measures: Some(measures), hardest, found }
}

/// The manual page of a rule on wording, such as `prose/unit`.
pub fn manual(code: &str) -> Option<String> {
    let rule = rules::RULES.iter().find(|rule| rule.code == code)?;
    let lines = rule.source.lines().map_while(|line| line.strip_prefix("//!"));
    let text: Vec<_> = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    Some(text.join("\n"))
}

/// The names of all rules on wording, in order.
pub fn codes() -> impl Iterator<Item = Code> {
    rules::RULES.iter().map(|rule| rule.code)
}

#[cfg(test)]
mod tests {
    use super::rules::Rule;
    use super::*;
    use crate::config::{self, RawHtml};
    use crate::content::component::{Argument, ArgumentType, Declaration, Place};
    use crate::content::{Dialect, parse};
    use crate::source::SourceTree;

    /// A page of this Markdown, with the components `phone` and `abbr`.
    pub(super) fn page(markdown: &str) -> Page {
        let inline = |argument: &str, required| Declaration {
            place: Place::Inline,
            arguments: vec![Argument {
                name: argument.to_owned(),
                kind: ArgumentType::Text,
                required,
            }],
            implicit: Vec::new(),
        };
        let components = [
            ("phone".to_owned(), inline("number", false)),
            ("abbr".to_owned(), inline("title", true)),
        ];
        let components = components.into_iter().collect();
        let dialect = Dialect { components: &components, raw_html: RawHtml::Safe };
        let text = format!("+++\ntitle = \"T\"\n+++\n{markdown}");
        let path = SourcePath::new("content/a.md");
        parse(&path, &(&*text).into(), &Config::default(), dialect).value
    }

    /// What a rule finds in Markdown with these settings: words and message.
    #[track_caller]
    pub(super) fn check_with(
        rule: Rule,
        settings: &str,
        markdown: &str,
        expected: &[&str],
    ) {
        let page = page(markdown);
        let config = config::parse(settings);
        assert_eq!(config.diagnostics, []);
        let words = words(&SourceTree::default(), &mut Vec::new());
        let said: Vec<_> = read(&page, &config.value, &words)
            .found
            .iter()
            .filter(|one| one.code == rule.code)
            .map(|one| {
                let span = one.primary.as_ref().unwrap().span.clone();
                format!("`{}` {}", &page.source.text[span], one.message)
            })
            .collect();
        assert_eq!(said, expected);
    }

    /// What a rule finds in Markdown if the site says nothing of it.
    #[track_caller]
    pub(super) fn check(rule: Rule, markdown: &str, expected: &[&str]) {
        check_with(rule, "", markdown, expected);
    }

    #[test]
    fn every_rule_can_be_named_in_the_settings_and_has_a_manual() {
        let named: Vec<_> =
            config::prose::RULES.iter().map(|name| format!("prose/{name}")).collect();
        assert_eq!(codes().collect::<Vec<_>>(), named);
        for code in codes() {
            let manual = manual(code).unwrap();
            assert!(manual.contains("## Instead"), "{code}: {manual}");
        }
    }

    #[test]
    fn only_english_is_judged_and_a_rule_can_be_off() {
        let unit = *rules::RULES[1];
        check(
            unit,
            "She took 5gm.",
            &["`5gm` `5gm` has no space between number and unit"],
        );
        check_with(unit, "language = \"de\"", "Sie nahm 5gm.", &[]);
        check_with(unit, "[prose.rules]\nunit = \"off\"", "She took 5gm.", &[]);
        let page = page("She took 5gm.");
        let config = config::parse("[prose.rules]\nunit = \"error\"").value;
        let words = words(&SourceTree::default(), &mut Vec::new());
        let found = read(&page, &config, &words).found;
        assert_eq!(found[0].severity, Severity::Error);
    }
}
