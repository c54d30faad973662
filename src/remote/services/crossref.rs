//! Crossref's kind of service: `/works/{doi}` is one work, `/works/{doi}/agency` who registered
//! it. Each question is about one DOI.
//!
//! # Source
//! Crossref REST API, works: `updated-by`, `relation`, `issued`, `published-print` and so on.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::Value;

use super::{FAILURES_OF_A_SERVICE, Run, Told, Trouble};
use crate::bibliography::health::{
    Answer, Identifier, Notice, NoticeKind, State, names_retraction,
};

/// Asks about each DOI in turn.
pub(super) fn ask(run: &Run<'_>, dois: &[&Identifier]) -> Told {
    let mut told = Told::new();
    let mut in_a_row = 0;
    for doi in dois {
        let answer = if in_a_row < FAILURES_OF_A_SERVICE {
            one(run, doi)
        } else {
            Err(Trouble::LeftAlone)
        };
        in_a_row = if answer.is_err() { in_a_row + 1 } else { 0 };
        told.insert((*doi).clone(), answer);
    }
    told
}

fn one(run: &Run<'_>, doi: &Identifier) -> Result<Answer, Trouble> {
    let work = format!("{}/works/{}", run.services.crossref, doi.in_path());
    let mailto = run.mailto("?mailto=");
    let (status, body) = run.fetch(&format!("{work}{mailto}"))?;
    if status < 300 {
        return parse(&body, run.today).ok_or(Trouble::Unreadable);
    }
    // It may be registered elsewhere, such as with DataCite.
    let (status, body) = run.fetch(&format!("{work}/agency{mailto}"))?;
    if status >= 300 {
        return Ok(Answer::new(run.today, State::Missing));
    }
    let agency: Value = serde_json::from_str(&body).map_err(|_| Trouble::Unreadable)?;
    let id = agency.pointer("/message/agency/id").and_then(Value::as_str);
    match id {
        Some("crossref") | None => Err(Trouble::Unreadable),
        Some(_) => Ok(Answer::new(run.today, State::Elsewhere)),
    }
}

/// Where a work says when it appeared.
const DATES: [&str; 5] =
    ["issued", "published", "published-print", "published-online", "published-other"];

fn parse(body: &str, today: Date) -> Option<Answer> {
    let whole: Value = serde_json::from_str(body).ok()?;
    let work = whole.get("message")?;
    work.get("DOI")?.as_str()?;
    let mut answer = Answer::new(today, State::Found);
    answer.title = title(work);
    answer.volume = work.get("volume").and_then(Value::as_str).map(str::to_owned);
    answer.years = DATES.iter().filter_map(|key| year(work.get(key)?)).collect();
    answer.notices = notices(work);
    let is_known = answer.notices.iter().any(|notice| notice.kind.is_retraction());
    if !is_known && answer.title.as_deref().is_some_and(names_retraction) {
        let kind = NoticeKind::Retracted;
        answer.notices.insert(Notice { kind, day: None, at: None });
    }
    Some(answer)
}

/// The title with the subtitle.
fn title(work: &Value) -> Option<String> {
    let first = |key: &str| work.get(key)?.get(0)?.as_str();
    let title = first("title")?;
    let subtitle = first("subtitle").filter(|subtitle| !title.contains(subtitle));
    Some(subtitle.map_or_else(|| title.to_owned(), |sub| format!("{title}: {sub}")))
}

fn year(date: &Value) -> Option<i16> {
    let year = date.pointer("/date-parts/0/0")?.as_i64()?;
    i16::try_from(year).ok().filter(|year| (1000..=9999).contains(year))
}

/// A day whose three parts are known.
fn day(date: &Value) -> Option<Date> {
    let part = |at: usize| date.pointer(&format!("/date-parts/0/{at}"))?.as_i64();
    let (year, month, day) = (part(0)?, part(1)?, part(2)?);
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(i16::try_from(year).ok()?, month, day).ok()
}

/// The notices about a work. The same notice, told by two, is one, of its first day.
fn notices(work: &Value) -> BTreeSet<Notice> {
    let mut found: BTreeSet<Notice> = BTreeSet::new();
    for update in list(work.get("updated-by")) {
        let Some(kind) = update.get("type").and_then(Value::as_str).and_then(kind) else {
            continue;
        };
        let at = update.get("DOI").and_then(Value::as_str).and_then(doi);
        let notice = Notice { kind, day: update.get("updated").and_then(day), at };
        let same = |other: &&Notice| other.kind == kind && other.at == notice.at;
        match found.iter().find(same).cloned() {
            Some(known)
                if notice.day.is_some()
                    && known.day.is_none_or(|own| notice.day < Some(own)) =>
            {
                found.remove(&known);
                found.insert(notice);
            }
            Some(_) => {}
            None => drop(found.insert(notice)),
        }
    }
    for relation in ["is-replaced-by", "is-preprint-of"] {
        let later = work.get("relation").and_then(|all| all.get(relation));
        for one in list(later) {
            let is_doi = one.get("id-type").and_then(Value::as_str) == Some("doi");
            let id = one.get("id").and_then(Value::as_str).filter(|_| is_doi);
            let at = id.and_then(doi);
            found.insert(Notice { kind: NoticeKind::Replaced, day: None, at });
        }
    }
    found
}

/// A DOI, if it can be one.
fn doi(text: &str) -> Option<Identifier> {
    Identifier::parse(&format!("doi:{text}"))
}

fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

/// What a kind of update means for who cites the work; `None` if nothing.
fn kind(name: &str) -> Option<NoticeKind> {
    let name = name.to_ascii_lowercase().replace(['_', ' '], "-");
    match name.as_str() {
        "retraction" | "withdrawal" | "removal" => Some(NoticeKind::Retracted),
        "partial-retraction" => Some(NoticeKind::PartlyRetracted),
        "expression-of-concern" | "concern" => Some(NoticeKind::Concern),
        "correction" | "corrigendum" | "erratum" => Some(NoticeKind::Corrected),
        "new-version" | "new-edition" => Some(NoticeKind::Replaced),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bibliography::health::Health;

    /// The line of the file that an answer becomes, without identifier and day.
    #[track_caller]
    fn check(message: &str, expected: Option<&str>) {
        let body = format!(r#"{{"status":"ok","message":{message}}}"#);
        let line = parse(&body, Date::constant(2026, 11, 24)).map(|answer| {
            let mut health = Health::default();
            health.answers.insert(Identifier::doi("10.1000/a"), answer);
            let text = health.to_text();
            text.lines().last().unwrap_or_default().to_owned()
        });
        let line =
            line.map(|line| line.replace("doi:10.1000/a asked=2026-11-24 is=found", ""));
        assert_eq!(line.as_deref(), expected, "{message}");
    }

    #[test]
    fn a_work_tells_its_updates_and_its_data() {
        check(
            r#"{"DOI":"10.1000/A","title":["A <i>leaf</i>"],"subtitle":["its work"],"volume":"5",
                "issued":{"date-parts":[[2023,12]]},"published-print":{"date-parts":[[2024]]},
                "published-online":{"date-parts":[[null]]}}"#,
            Some(" year=2023,2024 volume=5 title=A <i>leaf</i>: its work"),
        );
        check(
            r#"{"DOI":"10.1000/A","updated-by":[
                {"DOI":"10.1000/R","type":"retraction","source":"publisher","updated":{"date-parts":[[2010,2,6]]}},
                {"DOI":"10.1000/r","type":"retraction","source":"retraction-watch","updated":{"date-parts":[[2010,2,2]]}},
                {"DOI":"10.1000/e","type":"expression_of_concern"},
                {"DOI":"a b\n","type":"removal","updated":{"date-parts":[[2011,1,1]]}},
                {"DOI":"10.1000/c","type":"Corrigendum","updated":{"date-parts":[[2009]]}},
                {"DOI":"10.1000/x","type":"addendum"}]}"#,
            Some(
                " retracted=2011-01-01 retracted=2010-02-02@doi:10.1000/r concern=@doi:10.1000/e \
                 corrected=@doi:10.1000/c",
            ),
        );
        check(
            r#"{"DOI":"10.1000/A","relation":{"is-preprint-of":[{"id-type":"doi","id":"10.1000/J"}]}}"#,
            Some(" replaced=@doi:10.1000/j"),
        );
        check(
            r#"{"DOI":"10.1000/A","title":["RETRACTED: A leaf"]}"#,
            Some(" retracted= title=RETRACTED: A leaf"),
        );
    }

    #[test]
    fn what_is_no_work_is_not_read_as_one() {
        check("{}", None);
        check("[]", None);
        check("null", None);
        check(r#"{"DOI":7}"#, None);
        check(
            r#"{"DOI":"10.1000/A","updated-by":{"DOI":1},"title":"x","volume":5}"#,
            Some(""),
        );
        assert_eq!(parse("<html>", Date::constant(2026, 11, 24)), None);
    }
}
