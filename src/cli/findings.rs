//! Findings for programs: JSON, JSON lines, SARIF and annotations of GitHub.

use std::fmt::Write;

use plainleaf::audit::{Finding, Kind, RULES, Rule, folder};
use plainleaf::diagnostic::Severity;
use plainleaf::path::SourcePath;
use plainleaf::source::SourceTree;
use serde_json::{Value, json};

/// A finding with its place in a file; lines and columns count from 1, columns in characters.
pub(crate) struct Found<'a> {
    pub(crate) path: &'a SourcePath,
    pub(crate) finding: &'a Finding,
    line: usize,
    column: usize,
}

/// Findings of pages with their lines, computed in one walk over each text.
pub(crate) fn placed<'a>(
    tree: &SourceTree,
    all: &'a [(SourcePath, Vec<Finding>)],
) -> Vec<Found<'a>> {
    let mut placed = Vec::new();
    for (path, found) in all {
        let text = tree.text(path.as_str()).map_or("", |text| &*text.text);
        let (mut at, mut line, mut column) = (0, 1, 1);
        for finding in found {
            // Findings come in the order of the text.
            let start = text.floor_char_boundary(finding.span.start).max(at);
            let passed = text.get(at..start).unwrap_or_default();
            let lines = passed.matches('\n').count();
            line += lines;
            let tail = passed.rsplit('\n').next().unwrap_or_default().chars().count();
            column = if lines > 0 { tail + 1 } else { column + tail };
            at = start;
            placed.push(Found { path, finding, line, column });
        }
    }
    placed
}

fn object(one: &Found<'_>) -> Value {
    json!({
        "rule": one.finding.rule.code,
        "act": one.finding.rule.act,
        "wcag": one.finding.rule.wcag,
        "kind": one.finding.kind.as_str(),
        "file": one.path.as_str(),
        "line": one.line,
        "column": one.column,
        "message": one.finding.message,
        "help": one.finding.help,
    })
}

/// One object.
pub(crate) fn json(pages: u64, found: &[Found<'_>]) -> String {
    let violations = found.iter().filter(|one| one.finding.kind == Kind::Violation);
    let violations = violations.count();
    let all = json!({
        "pages": pages,
        "violations": violations,
        "reviews": found.len() - violations,
        "findings": found.iter().map(object).collect::<Vec<_>>(),
        "for_people": plainleaf::audit::FOR_PEOPLE,
    });
    format!("{all:#}\n")
}

/// One object a line, one line a finding.
pub(crate) fn jsonl(found: &[Found<'_>]) -> String {
    found.iter().fold(String::new(), |text, one| text + &object(one).to_string() + "\n")
}

fn level(one: &Finding) -> &'static str {
    match one.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "note",
    }
}

/// SARIF 2.1.0.
pub(crate) fn sarif(found: &[Found<'_>]) -> String {
    let rule = |rule: &&Rule| {
        json!({
            "id": rule.code,
            "shortDescription": { "text": rule.summary() },
            "fullDescription": { "text": rule.manual() },
            "properties": { "tags": rule.wcag, "act": rule.act },
        })
    };
    let result = |one: &Found<'_>| {
        json!({
            "ruleId": one.finding.rule.code,
            "level": level(one.finding),
            "kind": if one.finding.kind == Kind::Review { "review" } else { "fail" },
            "message": { "text": format!("{}: {}", one.finding.message, one.finding.help) },
            "locations": [{ "physicalLocation": {
                "artifactLocation": { "uri": uri(one.path.as_str()) },
                "region": { "startLine": one.line, "startColumn": one.column },
            } }],
        })
    };
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "plainleaf",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": RULES.iter().chain(folder::RULES).map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": found.iter().map(result).collect::<Vec<_>>(),
        }],
    });
    format!("{log:#}\n")
}

/// A path as a relative address.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

/// Workflow commands, which GitHub shows beside the lines.
pub(crate) fn github(found: &[Found<'_>]) -> String {
    let data =
        |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let line = |one: &Found<'_>| {
        let level = level(one.finding).replace("note", "notice");
        format!(
            "::{level} file={},line={},col={},title={}::{}; {}\n",
            property(one.path.as_str()),
            one.line,
            one.column,
            property(one.finding.rule.code),
            data(&one.finding.message),
            data(&one.finding.help),
        )
    };
    found.iter().map(line).collect()
}
