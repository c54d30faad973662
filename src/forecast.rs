//! What will change by itself: a site that nobody edits is another site on another day.
//!
//! Days come from front matter, receipts, waivers and what is remembered of sources and links.
//! Each of them is then built in memory, so that a scheduled rebuild that would fail is known
//! beforehand.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use crate::audit::external::{self, Memory, Verdict, judged};
use crate::audit::sources::oldest;
use crate::bibliography::health;
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Severity};
use crate::memo::Memo;
use crate::model::overview::{PageOverview, State};
use crate::model::review::Standing;
use crate::model::review::receipt::name;
use crate::pipeline::{Build, Input, build};

/// Most days that are built; the others are only listed.
const MOST_BUILDS: usize = 100;

/// What happens from one day to another.
#[derive(Clone, Debug, Default)]
pub struct Forecast {
    /// The first day that is looked at: today.
    pub from: Option<Date>,
    /// The last.
    pub until: Option<Date>,
    /// The days on which something changes, in order.
    pub days: Vec<Day>,
}

/// A day on which something changes.
#[derive(Clone, Debug)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// What changes, in the order of kinds, then of names.
    pub events: Vec<Event>,
    /// Errors that a build of this day finds and one of the day before it in this list does
    /// not; `None` if it was not built, since there are very many days.
    pub errors: Option<Vec<Diagnostic>>,
}

/// Something that changes by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// What happens.
    pub kind: EventKind,
    /// To what: an article below `content/`, an address, or a rule.
    pub what: String,
    /// The rest of the sentence.
    pub words: String,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// A page is published.
    Publishes,
    /// A page is published no longer.
    Expires,
    /// Authors are reminded of a review from this day on.
    Reminder,
    /// A review is due, at the latest.
    Due,
    /// A review is overdue.
    Overdue,
    /// A waiver of the audit holds no longer.
    WaiverEnds,
    /// What was said of the sources is too old.
    SourcesAge,
    /// A link may count as gone, if it stays so.
    LinkGone,
}

impl EventKind {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Publishes => "publishes",
            Self::Expires => "expires",
            Self::Reminder => "reminder",
            Self::Due => "review-due",
            Self::Overdue => "overdue",
            Self::WaiverEnds => "waiver-ends",
            Self::SourcesAge => "sources-age",
            Self::LinkGone => "link-gone",
        }
    }
}

/// Looks ahead from the day of `input`, the day itself left out; `days` is how far.
pub fn forecast(input: &Input, before: &Memo, days: u16) -> Forecast {
    let from = input.today;
    let until = from.checked_add(i64::from(days).days()).unwrap_or(Date::MAX);
    let mut today = build(input, before);
    let memo = std::mem::take(&mut today.memo);
    let text = input.tree.text(config::FILE).map_or("", |text| &text.text);
    let config = config::parse(text).value;
    let mut calendar = Calendar { from, until, days: BTreeMap::new() };
    for page in &today.overview {
        calendar.publication(page);
        calendar.review(page, &today, &config);
    }
    calendar.waivers(&config);
    calendar.sources(&today, &config);
    calendar.links(input, &today, &config);
    let mut known = errors(&today);
    let mut list = Vec::with_capacity(calendar.days.len());
    for (number, (date, mut events)) in calendar.days.into_iter().enumerate() {
        events.sort();
        let errors = (number < MOST_BUILDS).then(|| {
            let then = Input { today: date, ..input.clone() };
            let all = errors(&build(&then, &memo));
            let said: BTreeSet<String> = known.iter().map(key).collect();
            let new: Vec<_> =
                all.iter().filter(|one| !said.contains(&key(one))).cloned().collect();
            known = all;
            new
        });
        list.push(Day { date, events, errors });
    }
    Forecast { from: Some(from), until: Some(until), days: list }
}

/// The errors of a build.
fn errors(build: &Build) -> Vec<Diagnostic> {
    let all = build.diagnostics.iter();
    all.filter(|found| found.severity == Severity::Error).cloned().collect()
}

/// What tells one error from another.
fn key(found: &Diagnostic) -> String {
    format!("{} {} {:?}", found.code, found.message, found.primary)
}

/// Events by their day.
struct Calendar {
    from: Date,
    until: Date,
    days: BTreeMap<Date, Vec<Event>>,
}

impl Calendar {
    fn add(&mut self, date: Date, kind: EventKind, (what, words): (&str, String)) {
        if date > self.from && date <= self.until {
            let event = Event { kind, what: what.to_owned(), words };
            self.days.entry(date).or_default().push(event);
        }
    }

    /// A page that comes or goes; a draft does neither.
    fn publication(&mut self, page: &PageOverview) {
        let name = name(&page.path);
        let title = || format!("“{}”", page.title);
        if let State::Future(date) = page.state {
            self.add(date, EventKind::Publishes, (name, title()));
        }
        if let Some(date) = page.expires.filter(|_| page.state != State::Draft) {
            self.add(date, EventKind::Expires, (name, title()));
        }
    }

    /// A review that falls due.
    fn review(&mut self, page: &PageOverview, today: &Build, config: &Config) {
        let Some(due) = page.due.filter(|_| page.state != State::Draft) else { return };
        let name = name(&page.path);
        let policy = config.review.of(name);
        let review = today.reviews.of(&page.path);
        let words = review.map_or_else(
            || "the page itself says so; it has no receipt".to_owned(),
            |review| {
                format!("reviewed by {} on {}", review.person.name, review.receipt.on)
            },
        );
        let changed =
            if page.review == Standing::Changed { ", changed since" } else { "" };
        let words = format!("{words}{changed}");
        let reminder = due.checked_sub((policy.remind - 1).days()).ok();
        if let Some(day) = reminder.filter(|_| policy.remind > 1 && review.is_some()) {
            let words = format!("due on {due}, {words}");
            self.add(day, EventKind::Reminder, (name, words));
        }
        self.add(due, EventKind::Due, (name, words.clone()));
        if let Ok(after) = due.tomorrow() {
            self.add(after, EventKind::Overdue, (name, words));
        }
    }

    /// Waivers of the audit: the first day on which each holds no longer.
    fn waivers(&mut self, config: &Config) {
        for waiver in &config.audit.waivers {
            if let Ok(after) = waiver.until.0.tomorrow() {
                let words = format!("on {}, {}", waiver.page, waiver.reason);
                self.add(after, EventKind::WaiverEnds, (&waiver.rule.0, words));
            }
        }
    }

    /// The first day on which a build warns that the answers about sources are old.
    fn sources(&mut self, today: &Build, config: &Config) {
        let stale_days = i64::from(config.refs.stale_days);
        let Some((asked, source)) = oldest(&today.sources).filter(|_| stale_days > 0)
        else {
            return;
        };
        if let Ok(date) = asked.checked_add((stale_days + 1).days()) {
            let words = format!(
                "the source `{}` was last asked about on {asked}; run plainleaf refs update \
                 by then",
                source.key
            );
            self.add(date, EventKind::SourcesAge, (health::FILE, words));
        }
    }

    /// Links that are gone on too few days to be sure.
    fn links(&mut self, input: &Input, today: &Build, config: &Config) {
        let memory = input.tree.text(external::FILE).map_or("", |text| &text.text);
        let memory = Memory::parse(memory).value;
        let rules = &config.links;
        for link in judged(&today.external, &memory, rules, self.from) {
            let Verdict::Doubtful(failing) = link.verdict else { continue };
            let left = rules.failing_days.saturating_sub(failing.days).max(1);
            let first = self.from.max(failing.last);
            let days = i64::try_from(left).unwrap_or(i64::MAX).min(1000);
            let Ok(date) = first.checked_add(days.days()) else { continue };
            let plural = if left == 1 { "" } else { "s" };
            let words =
                format!("at the earliest, if it is gone on {left} more day{plural}");
            self.add(date, EventKind::LinkGone, (link.address, words));
        }
    }
}
