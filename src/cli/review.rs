//! `plainleaf review`: records a review of exactly this text, or says what became of reviews.

mod list;
mod show;

use std::path::Path;

use jiff::ToSpan;
use jiff::civil::Date;
use plainleaf::config::{self, Config, Person};
use plainleaf::diagnostic::{Diagnostic, Severity, nearest};
use plainleaf::disk;
use plainleaf::model::overview::PageOverview;
use plainleaf::model::review::ReviewedText;
use plainleaf::model::review::receipt::{self, FILE, Places, Receipt, kept_text, name};
use plainleaf::path::SourcePath;
use plainleaf::pipeline::{Build, Input, text_to_review};
use plainleaf::source::SourceTree;
use serde_json::json;

use super::args::{Format, Publication, Review};
use super::report::{self, Failure};
use super::world::{Place, with_progress};
use super::{CLEAN, FINDINGS};

/// A longer promise is most often a slip of the hand.
const MOST_YEARS: i64 = 5;

/// Records, shows or lists.
pub(crate) fn review(root: &Path, options: &Review) -> Result<u8, Failure> {
    // A draft is reviewed before it is published.
    let drafts = options.page.is_some();
    let publication = Publication { drafts, as_of: options.as_of, jobs: None };
    let mut place = Place::open(root, &publication, None)?;
    let (input, read) = with_progress("reading the site", || place.input())?;
    let (_, built) =
        with_progress("building the site", || place.build_from(input.clone(), read))?;
    let text = input.tree.text(config::FILE).map_or("", |text| &text.text);
    let config = config::parse(text).value;
    let site = Seen { input: &input, built: &built, config: &config };
    let Some(page) = &options.page else { return Ok(list::list(&site, options.format)) };
    let page = site.page(page)?;
    let text = text_to_review(&input, place.memo(), &page.path).unwrap_or_default();
    match (&options.by, options.until) {
        (Some(by), Some(until)) => {
            let on = options.on.unwrap_or(input.today);
            let receipt = Receipt {
                page: page.path.clone(),
                by: by.clone(),
                on,
                until,
                text: text.digest(),
                note: options.note.clone().unwrap_or_default(),
                places: Places::default(),
            };
            site.record(root, receipt, (&text, options.format))
        }
        _ => Ok(show::show(&site, page, (&text, options.format))),
    }
}

/// The site as it was found.
struct Seen<'a> {
    input: &'a Input,
    built: &'a Build,
    config: &'a Config,
}

impl Seen<'_> {
    /// The page that somebody means: by file, or by address.
    fn page(&self, typed: &str) -> Result<&PageOverview, Failure> {
        let file = typed.trim_start_matches("./").trim_start_matches("@/");
        let is_it = |page: &&PageOverview| {
            let path = page.path.as_str();
            let address = page.url.as_ref().map_or("", |url| url.as_str());
            path == file || name(&page.path) == file || address == typed
        };
        let pages = &self.built.overview;
        pages.iter().find(is_it).ok_or_else(|| {
            let names = pages.iter().map(|page| name(&page.path));
            let help = nearest(file, names).map_or_else(
                || "name a file of content/, such as guides/sleep.md".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            Failure::Typed(format!("no page at `{typed}`"), help)
        })
    }

    /// Writes a receipt and the text that it is for.
    fn record(
        &self,
        root: &Path,
        receipt: Receipt,
        (text, format): (&ReviewedText, Format),
    ) -> Result<u8, Failure> {
        let person = self.person(&receipt.by)?;
        check_days(&receipt, self.input.today)?;
        let tree = &self.input.tree;
        let file = tree.text(FILE).map_or("", |text| &text.text);
        let read = receipt::parse(file);
        let mut found = self.stops(&receipt.page);
        found.extend(read.diagnostics);
        if !found.is_empty() {
            report::print(tree, &found);
            report::note("nothing was recorded: mend this first\n");
            return Ok(FINDINGS);
        }
        let mut receipts = read.value;
        let before = receipts.iter().find(|other| other.page == receipt.page).cloned();
        receipts.retain(|other| other.page != receipt.page);
        receipts.push(receipt.clone());
        disk::replace(root, &kept_text(&receipt.page), &text.to_text())?;
        disk::replace(root, &SourcePath::new(FILE), &receipt::to_text(&receipts))?;
        let recorded = Recorded { receipt, person, before, text };
        report::say(&match format {
            Format::Json => recorded.json(),
            Format::Human => recorded.human(),
        });
        Ok(CLEAN)
    }

    fn person(&self, id: &str) -> Result<Person, Failure> {
        self.config.person(id).cloned().ok_or_else(|| {
            let people = self.config.people.iter().map(|one| one.id.as_str());
            let help = nearest(id, people).map_or_else(
                || format!("declare them in site.toml: [people.{id}], name, credentials"),
                |near| format!("did you mean `{near}`?"),
            );
            Failure::Typed(format!("`--by {id}`: no person of site.toml"), help)
        })
    }

    /// The errors that stop a review of a page: its own, and those of what it rests on.
    fn stops(&self, page: &SourcePath) -> Vec<Diagnostic> {
        let rests_on = [page, &self.config.bibliography, &SourcePath::new(config::FILE)];
        let is_about = |found: &&Diagnostic| {
            let place = found.primary.as_ref().map(|label| &label.path);
            place.is_some_and(|place| rests_on.contains(&place))
        };
        let all = self.built.diagnostics.iter();
        all.filter(|found| found.severity == Severity::Error)
            // That it is not what was reviewed is no reason not to review it.
            .filter(|found| !found.code.starts_with("review/"))
            .filter(is_about)
            .cloned()
            .collect()
    }

    fn tree(&self) -> &SourceTree {
        &self.input.tree
    }
}

fn check_days(receipt: &Receipt, today: Date) -> Result<(), Failure> {
    let Receipt { on, until, .. } = receipt;
    let fail =
        |message: String, help: &str| Err(Failure::Typed(message, help.to_owned()));
    if *on > today {
        let message = format!("`--on {on}` is in the future; today is {today}");
        return fail(message, "name the day on which the page was read");
    }
    if *until <= today {
        let message = format!("`--until {until}` is over; today is {today}");
        return fail(message, "name the day by which the page is to be read again");
    }
    let last = today.checked_add(MOST_YEARS.years()).unwrap_or(today);
    if *until > last {
        let message = format!("`--until {until}` is more than {MOST_YEARS} years ahead");
        return fail(message, "name a day that a reviewer can answer for");
    }
    Ok(())
}

/// What was written.
struct Recorded<'a> {
    receipt: Receipt,
    person: Person,
    before: Option<Receipt>,
    text: &'a ReviewedText,
}

impl Recorded<'_> {
    fn human(&self) -> String {
        let Receipt { page, on, until, text, .. } = &self.receipt;
        let credentials = self.person.credentials.as_ref();
        let credentials = credentials.map_or(String::new(), |own| format!(", {own}"));
        let replaced = self.before.as_ref().map_or(String::new(), |before| {
            format!("it replaces the receipt of {} on {}\n", before.by, before.on)
        });
        format!(
            "recorded: {}{credentials} reviewed {} on {on}; that counts until {until}\n\
             {replaced}the text: {}, {text}\ncommit {FILE} and {}\n",
            self.person.name,
            self.receipt.name(),
            report::count(self.text.lines.len() as u64, "line"),
            kept_text(page),
        )
    }

    fn json(&self) -> String {
        let Receipt { page, by, on, until, text, note, .. } = &self.receipt;
        let json = json!({
            "page": page.as_str(),
            "by": by,
            "name": self.person.name,
            "credentials": self.person.credentials,
            "on": on.to_string(),
            "until": until.to_string(),
            "text": text.to_string(),
            "note": note,
            "lines": self.text.lines.len(),
            "replaced": self.before.as_ref().map(|before| {
                json!({ "by": before.by, "on": before.on.to_string() })
            }),
            "files": [FILE, kept_text(page).as_str()],
        });
        format!("{json:#}\n")
    }
}
