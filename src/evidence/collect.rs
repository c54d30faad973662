//! Gathers the pack from an input and its build.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::budgets::budgets;
use super::receipts::receipts;
use super::{
    Counts, Digests, Evidence, FindingEvidence, HeldBackEvidence, LinkEvidence,
    PageEvidence, RuleEvidence, RuleFindingEvidence, SCHEMA, Settings, SiteEvidence,
    SourceEvidence, WaiverEvidence,
};
use crate::audit::external::{self, Memory, judged};
use crate::audit::gate::Waived;
use crate::audit::references::loads;
use crate::audit::{FOR_PEOPLE, Kind, RULES, Rule};
use crate::bibliography::health::Notice;
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Severity, line_column};
use crate::model::overview::PageOverview;
use crate::model::review::Standing;
use crate::model::sources::SourceOverview;
use crate::path::OutputPath;
use crate::pipeline::{Build, Input, InspectedPage, inspect_output};

/// Everything that can be shown of a build.
pub fn evidence(input: &Input, build: &Build) -> Evidence {
    let text = input.tree.text(config::FILE);
    let mut config = config::parse(text.map_or("", |text| &text.text)).value;
    if let Some(url) = &input.base_url {
        config.base_url.clone_from(url);
    }
    let inspected = inspect_output(&build.output, &config.budget);
    let pages = pages(input, build, (&inspected, &config.base_url));
    let rule_findings = rule_findings(&inspected);
    let sources: Vec<_> = build.sources.iter().map(source).collect();
    let findings: Vec<_> =
        build.diagnostics.iter().map(|one| finding(input, one)).collect();
    let settings = text.map_or_else(String::new, |text| text.digest.to_string());
    let held_back = build.held_back.iter().map(|page| HeldBackEvidence {
        source: page.path.to_string(),
        reason: page.reason.clone(),
    });
    let rule = |rule: &'static Rule| RuleEvidence { code: rule.code, wcag: rule.wcag };
    Evidence {
        schema: SCHEMA,
        tool: concat!("plainleaf ", env!("CARGO_PKG_VERSION")).to_owned(),
        date: input.today.to_string(),
        site: SiteEvidence {
            title: config.title.clone(),
            base_url: config.base_url.clone(),
            languages: config.languages.iter().map(|one| one.code.clone()).collect(),
        },
        digests: Digests {
            sources: input.tree.digest().to_string(),
            settings,
            output: build.output.manifest().digest().to_string(),
        },
        settings: Settings {
            drafts: input.drafts,
            theme: config.theme.clone(),
            retracted: config.refs.retracted.name(),
            concern: config.refs.concern.name(),
            stale_days: config.refs.stale_days,
            failing_days: config.links.failing_days,
        },
        counts: counts(build, (&pages, &sources, &findings), &rule_findings),
        budgets: Some(budgets(&config.budget, &inspected, &pages)),
        receipts: receipts(input, build),
        pages,
        held_back: held_back.collect(),
        sources,
        links: links(input, build, &config),
        findings,
        rules: RULES.iter().copied().map(rule).collect(),
        rule_findings,
        for_people: FOR_PEOPLE,
        waivers: Some(build.waived.iter().map(waiver).collect()),
    }
}

fn waiver(waived: &Waived) -> WaiverEvidence {
    WaiverEvidence {
        rule: waived.diagnostic.code.to_owned(),
        message: waived.diagnostic.message.clone(),
        reason: waived.reason.clone(),
        until: waived.until.to_string(),
    }
}

fn day(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

/// Every page of the output, with what is known of its article.
fn pages(
    input: &Input,
    build: &Build,
    (inspected, base_url): (&[InspectedPage], &str),
) -> Vec<PageEvidence> {
    let articles: BTreeMap<OutputPath, &PageOverview> = build
        .overview
        .iter()
        .filter(|page| page.is_built)
        .filter_map(|page| Some((OutputPath::from(page.url.as_ref()?), page)))
        .collect();
    let needs: Vec<_> = inspected.iter().map(|page| (&page.path, &page.needs)).collect();
    let loads = loads(&build.output, base_url, &needs);
    let mut pages = Vec::with_capacity(inspected.len());
    for (page, loads) in inspected.iter().zip(loads) {
        let Some(artifact) = build.output.get(page.path.as_str()) else { continue };
        let article = articles.get(&page.path).copied();
        let source = artifact.origin.as_ref();
        let digest = source.and_then(|path| input.tree.get(path));
        pages.push(PageEvidence {
            file: page.path.to_string(),
            url: article.and_then(|own| own.url.as_ref()).map(ToString::to_string),
            title: article.map(|own| own.title.clone()),
            language: article.map(|own| own.language.to_string()),
            source: source.map(ToString::to_string),
            source_digest: digest.map(|file| file.digest().to_string()),
            digest: artifact.digest.to_string(),
            words: article.map(|own| own.words),
            updated: day(article.and_then(|own| own.updated)),
            expires: day(article.and_then(|own| own.expires)),
            review: article.map(|own| own.review.name()),
            due: day(article.and_then(|own| own.due)),
            requests: loads.requests,
            bytes: loads.bytes,
            scripts: loads.scripts,
            origins: loads.origins.into_iter().collect(),
        });
    }
    pages
}

fn rule_findings(inspected: &[InspectedPage]) -> Vec<RuleFindingEvidence> {
    let of_page = |page: &InspectedPage| -> Vec<RuleFindingEvidence> {
        let one = |found: &crate::audit::Finding| RuleFindingEvidence {
            rule: found.rule.code,
            kind: found.kind.as_str(),
            page: page.path.to_string(),
            message: found.message.clone(),
        };
        page.findings.iter().map(one).collect()
    };
    inspected.iter().flat_map(of_page).collect()
}

fn source(source: &SourceOverview) -> SourceEvidence {
    let notice = |notice: &Notice| {
        let day = notice.day.map_or_else(String::new, |day| format!(" {day}"));
        let at = notice.at.as_ref().map_or_else(String::new, |at| format!(" {at}"));
        format!("{}{day}{at}", notice.kind.name())
    };
    let condition = &source.condition;
    let mut cited_by: Vec<String> =
        source.cited.iter().map(|cited| cited.url.to_string()).collect();
    cited_by.dedup();
    SourceEvidence {
        key: source.key.clone(),
        title: source.title.clone(),
        identifiers: condition.identifiers.iter().map(ToString::to_string).collect(),
        state: condition.name(),
        asked: day(condition.asked),
        notices: condition.notices.iter().map(notice).collect(),
        cited_by,
    }
}

fn finding(input: &Input, found: &Diagnostic) -> FindingEvidence {
    let label = found.primary.as_ref();
    let line = label.and_then(|label| {
        let text = input.tree.text(label.path.as_str())?;
        Some(line_column(&text.text, label.span.start).0)
    });
    FindingEvidence {
        severity: found.severity.to_string(),
        code: found.code,
        message: found.message.clone(),
        file: label.map(|label| label.path.to_string()),
        line,
    }
}

fn links(input: &Input, build: &Build, config: &Config) -> Vec<LinkEvidence> {
    let text = input.tree.text(external::FILE).map_or("", |text| &text.text);
    let memory = Memory::parse(text).value;
    let judged = judged(&build.external, &memory, &config.links, input.today);
    let link = |one: &external::Judged<'_>| LinkEvidence {
        address: one.address.to_owned(),
        verdict: one.verdict.name(),
        answered: day(one.answered),
    };
    judged.iter().map(link).collect()
}

fn counts(
    build: &Build,
    (pages, sources, findings): (&[PageEvidence], &[SourceEvidence], &[FindingEvidence]),
    rule_findings: &[RuleFindingEvidence],
) -> Counts {
    let origins: BTreeSet<&String> =
        pages.iter().flat_map(|page| &page.origins).collect();
    let cited: Vec<_> =
        sources.iter().filter(|source| !source.cited_by.is_empty()).collect();
    let is_retracted = |state: &str| matches!(state, "retracted" | "partly-retracted");
    let of = |severity: Severity| {
        let name = severity.to_string();
        findings.iter().filter(|one| one.severity == name).count()
    };
    let violation = Kind::Violation.as_str();
    let violations = rule_findings.iter().filter(|one| one.kind == violation).count();
    let reviewed = Standing::Reviewed.name();
    let is_article = |page: &&PageEvidence| {
        let source = page.source.as_deref().and_then(|path| path.rsplit('/').next());
        page.words.is_some() && source.is_some_and(|name| !name.starts_with("_index."))
    };
    let articles = || pages.iter().filter(is_article);
    Counts {
        pages: pages.len(),
        articles: articles().count(),
        reviewed: articles().filter(|page| page.review == Some(reviewed)).count(),
        files: build.output.len(),
        bytes: build.output.iter().map(|(_, file)| file.length()).sum(),
        cited: cited.len(),
        asked: cited.iter().filter(|source| source.asked.is_some()).count(),
        retracted: cited.iter().filter(|source| is_retracted(source.state)).count(),
        errors: of(Severity::Error),
        warnings: of(Severity::Warning),
        violations,
        to_look_at: rule_findings.len() - violations,
        most_requests: pages.iter().map(|page| page.requests).max().unwrap_or(0),
        most_bytes: pages.iter().map(|page| page.bytes).max().unwrap_or(0),
        with_scripts: pages.iter().filter(|page| page.scripts > 0).count(),
        origins: origins.into_iter().cloned().collect(),
    }
}
