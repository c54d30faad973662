//! The panel of sources: where each is cited, and what services said of it.

use std::fmt::Write as _;

use super::panel::{Column, Filter, Key, Kind, Panel, days, nothing, order, plain};
use super::{Desk, escape, page_address, pages};
use crate::bibliography::health::{Notice, NoticeKind};
use crate::model::sources::SourceOverview;

/// Most places that one row tells.
const MOST_PLACES: usize = 10;

pub(super) const PANEL: Panel = Panel {
    slug: "references",
    title: "References",
    about: "Every source of the bibliography, where pages cite it, and what became of it as far \
            as the registers said when they were last asked. What nobody reported is no proof.",
    noun: "source",
    empty: "This site has no sources.",
    rows: |desk| (0..desk.served.facts.sources.len()).collect(),
    filters: FILTERS,
    columns: COLUMNS,
    usual: "key",
    below: nothing,
};

/// A filter of sources.
macro_rules! of_source {
    ($name:literal, $words:literal, $takes:expr) => {
        Filter {
            name: $name,
            words: $words,
            takes: |desk, row| {
                let takes: fn(&SourceOverview) -> bool = $takes;
                takes(source(desk, row))
            },
        }
    };
}

const FILTERS: &[Filter] = &[
    of_source!("all", "All sources", |_| true),
    of_source!("cited", "Cited", SourceOverview::is_cited),
    of_source!("uncited", "Not cited", |own| !own.is_cited()),
    of_source!("retracted", "Retracted", |own| has(own, NoticeKind::is_retraction)),
    of_source!("concern", "With a concern", |own| has(own, |kind| kind
        == NoticeKind::Concern)),
    of_source!("corrected", "Corrected or replaced", |own| has(own, |kind| matches!(
        kind,
        NoticeKind::Corrected | NoticeKind::Replaced
    ))),
    of_source!("dead", "Dead identifier", |own| !own.condition.missing.is_empty()),
    of_source!("differs", "Differs from its register", |own| !own
        .condition
        .differences
        .is_empty()),
    of_source!("unasked", "Never asked about", |own| {
        own.condition.asked.is_none() && !own.condition.identifiers.is_empty()
    }),
    Filter {
        name: "stale",
        words: "Asked too long ago",
        takes: |desk, row| is_stale(desk, source(desk, row)),
    },
    of_source!("uncitable", "Not to be cited", |own| !own.is_citable),
];

const COLUMNS: &[Column] = &[
    Column {
        order: Some(order(("key", "by key"), "ascending", |desk, row| {
            Key::Text(source(desk, row).key.to_lowercase())
        })),
        ..plain("Source", |desk, row| name(desk, source(desk, row)))
    },
    plain("State", |desk, row| state(source(desk, row))),
    plain("Notices", |desk, row| notices(source(desk, row))),
    Column {
        order: Some(order(
            ("asked", "the longest ago first"),
            "ascending",
            |desk, row| {
                let asked = source(desk, row).condition.asked;
                asked.map_or(Key::Number(i64::MIN), |day| Key::Number(days(day)))
            },
        )),
        ..plain("Last asked", |desk, row| {
            let own = source(desk, row);
            let day = own.condition.asked.map_or("never".to_owned(), pages::time);
            let old = if is_stale(desk, own) {
                " <strong class=\"bad\">too old</strong>"
            } else {
                ""
            };
            format!("{day}{old}")
        })
    },
    Column {
        kind: Kind::Number,
        order: Some(order(
            ("cited", "the most cited first"),
            "descending",
            |desk, row| Key::most(source(desk, row).cited.len()),
        )),
        ..plain("Cited", |desk, row| source(desk, row).cited.len().to_string())
    },
    Column {
        kind: Kind::Prose,
        ..plain("Where", |desk, row| places(desk, source(desk, row)))
    },
];

fn source<'a>(desk: &Desk<'a>, row: usize) -> &'a SourceOverview {
    &desk.served.facts.sources[row]
}

fn has(source: &SourceOverview, is: fn(NoticeKind) -> bool) -> bool {
    source.condition.notices.iter().any(|notice| is(notice.kind))
}

/// Whether the answers about a source that is cited are older than the site allows.
fn is_stale(desk: &Desk<'_>, source: &SourceOverview) -> bool {
    let facts = &desk.served.facts;
    let asked = source.condition.asked.filter(|_| source.is_cited());
    let limit = i64::from(facts.stale_days);
    limit > 0 && asked.is_some_and(|asked| days(facts.today) - days(asked) > limit)
}

fn name(desk: &Desk<'_>, source: &SourceOverview) -> String {
    let place = desk.served.facts.place(&source.path, source.span.0);
    format!(
        "<strong>{}</strong><br>{}<br><code>{}</code> <code>{}</code>",
        escape(&source.short),
        escape(&source.title),
        escape(&source.key),
        escape(&place),
    )
}

/// What an editor should look at first, in words.
fn state(source: &SourceOverview) -> String {
    let (class, words) = match source.condition.name() {
        "retracted" => ("bad", "retracted"),
        "partly-retracted" => ("bad", "partly retracted"),
        "concern" => ("bad", "expression of concern"),
        "missing" => ("bad", "dead identifier"),
        "differs" => ("bad", "differs from its register"),
        "corrected" => ("held", "corrected"),
        "replaced" => ("held", "a newer version exists"),
        "no-identifier" => ("", "has no identifier to ask about"),
        "not-asked" => ("held", "not asked about yet"),
        "elsewhere" => ("", "registered elsewhere"),
        _ => ("good", "nothing reported"),
    };
    let mut html = format!("<span class=\"{class}\">{words}</span>");
    if !source.is_citable {
        html.push_str("<br>not to be cited: nobody has seen it");
    }
    for missing in &source.condition.missing {
        let _ = write!(html, "<br><code>{}</code>", escape(&missing.to_string()));
    }
    html
}

fn notices(source: &SourceOverview) -> String {
    let notice = |notice: &Notice| {
        let day =
            notice.day.map_or(String::new(), |day| format!(" {}", pages::time(day)));
        let at = notice.at.as_ref().map_or(String::new(), |at| {
            let (href, name) = (at.href(), at.to_string());
            format!(
                " <a href=\"{}\" rel=\"noreferrer\">{}</a>",
                escape(&href),
                escape(&name)
            )
        });
        format!("{}{day}{at}", notice.kind.name().replace('-', " "))
    };
    let all: Vec<String> = source.condition.notices.iter().map(notice).collect();
    if all.is_empty() { "none".to_owned() } else { all.join("<br>") }
}

fn places(desk: &Desk<'_>, source: &SourceOverview) -> String {
    if source.cited.is_empty() {
        return "no page cites it".to_owned();
    }
    let mut html = "<ul>".to_owned();
    for cited in source.cited.iter().take(MOST_PLACES) {
        let place = desk.served.facts.place(&cited.path, cited.span.0);
        let href = page_address(cited.path.as_str());
        let _ = write!(html, "<li><a href=\"{href}\">{}</a></li>", escape(&place));
    }
    let more = source.cited.len().saturating_sub(MOST_PLACES);
    if more > 0 {
        let _ = write!(
            html,
            "<li>and at {more} more: see <code>plainleaf refs --format json</code></li>"
        );
    }
    html + "</ul>"
}
