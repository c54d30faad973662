//! What a rule is, and what it finds.

use std::ops::Range;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::marks::Marks;
use super::markup::Node;
use super::page::Page;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::path::SourcePath;

/// One thing that every page must be or must not be.
#[derive(Debug)]
pub struct Rule {
    /// Its stable name, such as `a11y/image-name`.
    pub code: Code,
    /// The ACT rules that it implements; may be none.
    pub act: &'static [&'static str],
    /// The success criteria of WCAG 2.2 that a finding fails; may be none.
    pub wcag: &'static [&'static str],
    /// Whether a violation stops publication.
    pub severity: Severity,
    /// The source of its file, whose opening comment is the manual page.
    pub source: &'static str,
    /// What it looks at, and how it says what is wrong there.
    pub looks: Looks,
}

/// What a rule looks at: at single elements, or at a page as a whole.
#[derive(Clone, Copy, Debug)]
pub enum Looks {
    /// At each element with one of these marks, even in a `template`.
    Written(Marks, AtElement),
    /// At each element with one of these marks that no `template` holds.
    Elements(Marks, AtElement),
    /// At each element with one of these marks that assistive technology meets.
    Exposed(Marks, AtElement),
    /// At every page.
    Page(AtPage),
    /// At a page on which an element has one of these marks.
    PageWith(Marks, AtPage),
    /// At more than one page: what makes the findings knows more than a rule is told.
    Beyond,
}

/// Says what is wrong with an element.
pub type AtElement = for<'d> fn(&Page<'d>, Node<'d>, &mut Findings);
/// Says what is wrong with a page.
pub type AtPage = fn(&Page<'_>, &mut Findings);

impl Rule {
    /// The manual page: what, why, what to do instead, and the source of the rule.
    pub fn manual(&self) -> String {
        let lines = self.source.lines().map_while(|line| line.strip_prefix("//!"));
        let text: Vec<_> =
            lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        text.join("\n")
    }

    /// Whether it holds for everything that is published: no setting turns it off.
    pub fn is_invariant(&self) -> bool {
        self.code.starts_with("published/")
    }

    /// The first sentence of the manual page.
    pub fn summary(&self) -> String {
        self.manual().lines().next().unwrap_or_default().to_owned()
    }
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Kind {
    /// It breaks the rule.
    Violation,
    /// A person must look.
    Review,
}

impl Kind {
    /// As reports name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Violation => "violation",
            Self::Review => "review",
        }
    }
}

/// One thing that a rule has to say of a page.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Finding {
    /// The rule; it is kept by its code.
    #[serde(serialize_with = "code_of", deserialize_with = "rule_of")]
    pub rule: &'static Rule,
    /// How sure it is.
    pub kind: Kind,
    /// Bytes of the page.
    pub span: Range<usize>,
    /// What was found: lower case, no full stop.
    pub message: String,
    /// The next step, in the imperative.
    pub help: String,
}

impl Finding {
    /// How much it matters: what a person must look at is no fault yet.
    pub fn severity(&self) -> Severity {
        match self.kind {
            Kind::Violation => self.rule.severity,
            Kind::Review => Severity::Notice,
        }
    }

    /// The finding as the author is told of it.
    pub fn diagnostic(&self, path: &SourcePath) -> Diagnostic {
        let told = Diagnostic::error(self.rule.code, &self.message);
        Diagnostic { severity: self.severity(), ..told }
            .at(path, self.span.clone())
            .help(&self.help)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "a field is given by reference")]
fn code_of<S: Serializer>(rule: &&'static Rule, into: S) -> Result<S::Ok, S::Error> {
    into.serialize_str(rule.code)
}

fn rule_of<'de, D: Deserializer<'de>>(from: D) -> Result<&'static Rule, D::Error> {
    let code = <&str>::deserialize(from)?;
    let rule = super::rules::rule(code).filter(|rule| rule.code == code);
    rule.ok_or_else(|| de::Error::custom("there is no such rule"))
}

/// What the rules found in one page so far.
#[derive(Debug)]
pub struct Findings {
    rule: &'static Rule,
    found: Vec<Finding>,
}

impl Findings {
    /// Everything that some rules find in a page, in the order of the text.
    pub(super) fn of(rules: &[&'static Rule], page: &Page<'_>) -> Vec<Finding> {
        let Some(first) = rules.first() else { return Vec::new() };
        let mut findings = Self { rule: first, found: Vec::new() };
        for rule in rules {
            findings.rule = rule;
            findings.look(page);
        }
        let mut all = findings.found;
        all.sort_by_key(|one| (one.span.start, one.rule.code));
        all
    }

    /// Shows its rule what it looks at.
    fn look(&mut self, page: &Page<'_>) {
        match self.rule.looks {
            Looks::Written(marks, check) => {
                page.marked(marks).for_each(|node| check(page, node, self));
            }
            Looks::Elements(marks, check) => {
                page.elements(marks).for_each(|node| check(page, node, self));
            }
            Looks::Exposed(marks, check) => {
                page.exposed(marks).for_each(|node| check(page, node, self));
            }
            Looks::Page(check) => check(page, self),
            Looks::PageWith(marks, check) if page.has(marks) => check(page, self),
            Looks::PageWith(..) | Looks::Beyond => {}
        }
    }

    /// Says that something breaks the rule.
    pub fn violation(&mut self, at: impl Place, message: impl Into<String>, help: &str) {
        self.add(Kind::Violation, at.bytes(), (message.into(), help));
    }

    /// Says that a person must look at something.
    pub fn review(&mut self, at: impl Place, message: impl Into<String>, help: &str) {
        self.add(Kind::Review, at.bytes(), (message.into(), help));
    }

    fn add(&mut self, kind: Kind, span: Range<usize>, (message, help): (String, &str)) {
        let help = help.to_owned();
        self.found.push(Finding { rule: self.rule, kind, span, message, help });
    }
}

/// Where a finding stands.
pub trait Place {
    /// Bytes of the page.
    fn bytes(self) -> Range<usize>;
}

impl Place for Node<'_> {
    fn bytes(self) -> Range<usize> {
        self.span()
    }
}

impl Place for &super::markup::Attribute<'_> {
    fn bytes(self) -> Range<usize> {
        self.span.clone()
    }
}

impl Place for Range<usize> {
    fn bytes(self) -> Range<usize> {
        self
    }
}
