//! `PubMed`'s kind of service: `esummary.fcgi` tells of many works at once.
//!
//! # Source
//! NCBI, Entrez Programming Utilities Help: `ESummary`, version 2.0, in JSON.

use jiff::civil::Date;
use serde_json::Value;

use super::{Run, Told, Trouble};
use crate::bibliography::health::{
    Answer, Identifier, Notice, NoticeKind, State, names_retraction,
};

/// How many works one question is about.
const AT_ONCE: usize = 50;

/// Asks about all PMIDs, many at a time; after a failure, nothing more.
pub(super) fn ask(run: &Run<'_>, pmids: &[&Identifier]) -> Told {
    let mut told = Told::new();
    let mut failed = None;
    for some in pmids.chunks(AT_ONCE) {
        let body = match failed {
            Some(_) => Err(Trouble::LeftAlone),
            None => summaries(run, some),
        };
        failed = failed.or(body.as_ref().err().copied());
        for pmid in some {
            let answer = match &body {
                Ok(result) => parse(result, pmid, run.today).ok_or(Trouble::Unreadable),
                Err(trouble) => Err(*trouble),
            };
            told.insert((*pmid).clone(), answer);
        }
    }
    told
}

/// What the service says of some works, by number.
fn summaries(run: &Run<'_>, pmids: &[&Identifier]) -> Result<Value, Trouble> {
    let numbers: Vec<_> = pmids.iter().map(|pmid| pmid.in_path()).collect();
    let url = format!(
        "{}/esummary.fcgi?db=pubmed&retmode=json&tool=plainleaf{}&id={}",
        run.services.pubmed,
        run.mailto("&email="),
        numbers.join(",")
    );
    let (status, body) = run.fetch(&url)?;
    let mut whole: Value =
        serde_json::from_str(&body).map_err(|_| Trouble::Unreadable)?;
    let result = whole.get_mut("result").map(Value::take);
    result.filter(|result| status < 300 && result.is_object()).ok_or(Trouble::Unreadable)
}

fn parse(result: &Value, pmid: &Identifier, today: Date) -> Option<Answer> {
    let work = result.get(pmid.in_path())?;
    if work.get("error").is_some() {
        return Some(Answer::new(today, State::Missing));
    }
    let words = |key: &str| {
        work.get(key).and_then(Value::as_str).filter(|words| !words.is_empty())
    };
    let mut answer = Answer::new(today, State::Found);
    answer.title = words("title").map(str::to_owned);
    answer.title.as_ref()?;
    answer.volume = words("volume").map(str::to_owned);
    let years = ["pubdate", "epubdate"].into_iter().filter_map(|key| year(words(key)?));
    answer.years = years.collect();
    for notice in list(work, "references") {
        let kind = notice.get("reftype").and_then(Value::as_str).and_then(kind);
        let number = notice.get("pmid").map(|pmid| match pmid {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        let at = number.and_then(|n| Identifier::parse(&format!("pmid:{n}")));
        answer.notices.extend(kind.map(|kind| Notice { kind, day: None, at }));
    }
    let is_known = answer.notices.iter().any(|notice| notice.kind.is_retraction());
    let mut types = list(work, "pubtype").filter_map(Value::as_str);
    let is_retracted = types.any(|own| own.eq_ignore_ascii_case("Retracted Publication"))
        || answer.title.as_deref().is_some_and(names_retraction);
    if is_retracted && !is_known {
        let kind = NoticeKind::Retracted;
        answer.notices.insert(Notice { kind, day: None, at: None });
    }
    Some(answer)
}

fn list<'a>(work: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    work.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// `1998 Feb 28`, `2024 Winter` or `2024`.
fn year(date: &str) -> Option<i16> {
    let year = date.get(..4)?.parse().ok()?;
    (1000..=9999).contains(&year).then_some(year)
}

/// What a reference to another record means for who cites the work; `None` if nothing.
fn kind(name: &str) -> Option<NoticeKind> {
    let letters = name.chars().filter(char::is_ascii_alphabetic);
    let name: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    match name.as_str() {
        "retractionin" | "retractedandrepublishedin" => Some(NoticeKind::Retracted),
        "partialretractionin" => Some(NoticeKind::PartlyRetracted),
        "expressionofconcernin" => Some(NoticeKind::Concern),
        "erratumin" | "correctedandrepublishedin" => Some(NoticeKind::Corrected),
        "updatein" => Some(NoticeKind::Replaced),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bibliography::health::Health;

    /// The line of the file that an answer becomes, without identifier and day.
    #[track_caller]
    fn check(work: &str, expected: Option<&str>) {
        let result: Value = serde_json::from_str(&format!("{{\"7\":{work}}}")).unwrap();
        let pmid = Identifier::Pmid("7".to_owned());
        let line = parse(&result, &pmid, Date::constant(2026, 11, 24)).map(|answer| {
            let mut health = Health::default();
            health.answers.insert(pmid, answer);
            let text = health.to_text();
            text.lines().last().unwrap_or_default().to_owned()
        });
        let line = line.map(|line| line.replace("pmid:7 asked=2026-11-24", ""));
        assert_eq!(line.as_deref(), expected, "{work}");
    }

    #[test]
    fn a_summary_tells_its_notices_and_its_data() {
        check(
            r#"{"uid":"7","title":"A leaf.","volume":"5","pubdate":"2024 Jan 3","epubdate":"2023 Dec 1",
                "pubtype":["Journal Article"],"references":[{"reftype":"Comment in","pmid":8}]}"#,
            Some(" is=found year=2023,2024 volume=5 title=A leaf."),
        );
        check(
            r#"{"uid":"7","title":"A leaf.","volume":"","pubtype":["Retracted Publication"],
                "references":[{"reftype":"Retraction in","pmid":9},{"reftype":"Erratum in","pmid":"10"},
                {"reftype":"Expression of concern in"}]}"#,
            Some(" is=found retracted=@pmid:9 concern= corrected=@pmid:10 title=A leaf."),
        );
        check(
            r#"{"uid":"7","title":"A leaf.","pubtype":["Journal Article","Retracted Publication"]}"#,
            Some(" is=found retracted= title=A leaf."),
        );
        check(
            r#"{"uid":"7","error":"cannot get document summary"}"#,
            Some(" is=missing"),
        );
    }

    #[test]
    fn what_is_no_summary_is_not_read_as_one() {
        check("{}", None);
        check("[]", None);
        check("7", None);
        check(r#"{"title":""}"#, None);
    }
}
