//! What may be typed. Every option may stand before or after the verb.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// Builds accessible, script-free sites from Markdown, and says where a page is wrong.
#[derive(Debug, Parser)]
#[command(
    name = "plainleaf",
    version,
    max_term_width = 90,
    after_help = "Start with `plainleaf new site my-site`, then `plainleaf --root my-site serve`.\n\
                  Exit codes: 0 clean, 1 something in the site must be mended, 2 could not run."
)]
pub(crate) struct Arguments {
    /// Folder of the site: the one that holds site.toml and content/
    #[arg(long, default_value = ".", global = true, value_name = "DIR")]
    pub(crate) root: PathBuf,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write the whole site to a folder, ready for any static host
    Build(Build),
    /// Show the site in the browser and rebuild it on every save
    #[cfg(feature = "preview")]
    Serve(Serve),
    /// Say everything that is wrong, and write nothing
    Check(Check),
    /// Ask other sites whether the pages that this site links to are still there
    #[cfg(feature = "remote")]
    Links(Links),
    /// Write what was built, from what, and what was tested, for whoever signs
    Evidence(Evidence),
    /// Say what became of the sources: retracted, corrected, or not there at all
    Refs(Refs),
    /// Record that somebody reviewed a page, or say what became of every review
    #[command(after_help = REVIEW_HELP)]
    Review(Review),
    /// Say what will change by itself: pages that come and go, reviews that fall due
    #[command(after_help = FORECAST_HELP)]
    Forecast(Forecast),
    /// Say what is wrong with pages that any generator wrote
    Audit(Audit),
    /// Explain a rule of the audit or on wording, or list all rules
    Explain(Explain),
    /// Start a site, a page or a section
    New(New),
    /// Print one example plan for cutting down, to discuss with a health professional
    Taper(Taper),
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

/// Which pages are part of the site.
#[derive(Args, Clone, Debug)]
pub(crate) struct Publication {
    /// Publish drafts as well
    #[arg(long)]
    pub(crate) drafts: bool,
    /// Build as if today were this day, such as 2026-11-24
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) as_of: Option<Date>,
    /// How many threads work; by default one for each core
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
}

#[derive(Args, Debug)]
pub(crate) struct Build {
    /// Folder to write; must be empty, new, or written by an earlier build
    #[arg(long, value_name = "DIR", default_value = "public")]
    pub(crate) output: PathBuf,
    /// Address of the site's root, in place of the one in site.toml
    #[arg(long, value_name = "URL", value_parser = plainleaf::config::check_base_url)]
    pub(crate) base_url: Option<String>,
    /// Build again from nothing, after each of 20 edits tried in memory, and compare
    #[arg(long)]
    pub(crate) verify: bool,
    #[command(flatten)]
    pub(crate) publication: Publication,
    /// How to report: for people or for programs
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
#[command(
    after_help = "Exit codes: 0 nothing to mend (notices may be left to look at), 1 errors or \
                  warnings, 2 could not run."
)]
pub(crate) struct Check {
    /// Show all advice on wording, and how hard each page is to read
    #[arg(long)]
    pub(crate) notices: bool,
    /// Address of the site's root, in place of the one in site.toml
    #[arg(long, value_name = "URL", value_parser = plainleaf::config::check_base_url)]
    pub(crate) base_url: Option<String>,
    #[command(flatten)]
    pub(crate) publication: Publication,
    /// How to report: for people or for programs
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    pub(crate) format: Format,
}

#[cfg(feature = "preview")]
#[derive(Args, Debug)]
pub(crate) struct Serve {
    /// Address to listen on; nobody else on the network sees 127.0.0.1
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:1111")]
    pub(crate) addr: std::net::SocketAddr,
    #[command(flatten)]
    pub(crate) publication: Publication,
}

#[cfg(feature = "remote")]
#[derive(Args, Debug)]
pub(crate) struct Links {
    /// Ask nobody; say what is remembered
    #[arg(long, conflicts_with = "all")]
    pub(crate) report: bool,
    #[command(flatten)]
    pub(crate) asking: Asking,
    #[command(flatten)]
    pub(crate) publication: Publication,
    /// How to report: for people or for programs
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    pub(crate) format: Format,
}

const REVIEW_HELP: &str = "\
A receipt says who read exactly which text, and until when that counts. It is a line of reviews.txt; \
the text that was read is kept in reviews/. Commit both. Any later change of a word, a number, a source \
or a plan shows as \"changed since review\"; wrapping, order of the front matter and theme do not. Receipts \
prove which text somebody put their name to, not that they read it well.

Without PAGE, lists the standing of all pages. With PAGE alone, says word by word what changed since \
its review. With --by and --until, records a review of the text as it is now.

  plainleaf review
  plainleaf review guides/sleep.md
  plainleaf review guides/sleep.md --by ahill --until 2027-11-24";

#[derive(Args, Debug)]
pub(crate) struct Review {
    /// The page, such as guides/sleep.md
    #[arg(value_name = "PAGE")]
    pub(crate) page: Option<String>,
    /// Who reviewed it: a person of site.toml
    #[arg(long, value_name = "ID", requires_all = ["page", "until"])]
    pub(crate) by: Option<String>,
    /// Last day on which the review counts
    #[arg(long, value_name = "DATE", requires = "by", value_parser = date)]
    pub(crate) until: Option<Date>,
    /// Day of the review; today if it is not given
    #[arg(long, value_name = "DATE", requires = "by", value_parser = date)]
    pub(crate) on: Option<Date>,
    /// Words to keep with the receipt; readers do not see them
    #[arg(long, value_name = "TEXT", requires = "by")]
    pub(crate) note: Option<String>,
    /// As if today were this day, such as 2026-11-24
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) as_of: Option<Date>,
    /// How to report: for people or for programs
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    pub(crate) format: Format,
}

const FORECAST_HELP: &str = "\
Builds the site in memory as of each day on which something will change by itself, and says whether that \
build will succeed. Nothing is written. `plainleaf build --as-of DATE` builds as of one day.";

#[derive(Args, Debug)]
pub(crate) struct Forecast {
    /// How many days to look ahead
    #[arg(long, value_name = "N", default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=3660))]
    pub(crate) days: u16,
    /// From this day on, such as 2026-11-24; today if it is not given
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) as_of: Option<Date>,
    /// How to report: for people or for programs
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
#[command(
    after_help = "Without `update` nobody is asked: it lists every source with its state, the day of \
                  the last answer, and the pages that rest on it.\n\
                  `plainleaf refs update` asks about every DOI and PMID that has not been answered \
                  today, and writes refs.txt, which is to be committed. The addresses of the \
                  services stand in [refs] of site.toml.\n\
                  Exit codes: 0 clean, 1 a source must be looked at, 2 a service did not answer \
                  (what was known of its sources stays)."
)]
pub(crate) struct Refs {
    /// What to do, besides listing
    #[cfg(feature = "remote")]
    pub(crate) what: Option<RefsAction>,
    #[cfg(feature = "remote")]
    #[command(flatten)]
    pub(crate) asking: Asking,
    #[command(flatten)]
    pub(crate) publication: Publication,
    /// How to report: for people or for programs
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
#[command(
    after_help = "Writes evidence.json for programs and evidence.html for people: the digests of what was \
                  read and made, every page with its review and what it loads, every source with \
                  what became of it, every finding, and what no program can check.\n\
                  The same site on the same day gives the same bytes: give the day with --as-of.\n\
                  Exit codes: 0 written, 1 the site has errors, 2 could not run."
)]
pub(crate) struct Evidence {
    /// Folder to write to
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Address of the site's root, in place of the one in site.toml
    #[arg(long, value_name = "URL", value_parser = plainleaf::config::check_base_url)]
    pub(crate) base_url: Option<String>,
    #[command(flatten)]
    pub(crate) publication: Publication,
}

/// What can be done with sources.
#[cfg(feature = "remote")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RefsAction {
    /// Ask the services, and remember what they say
    Update,
}

/// Who else is asked, and how patiently.
#[cfg(feature = "remote")]
#[derive(Args, Clone, Debug)]
pub(crate) struct Asking {
    /// Ask also what was answered today
    #[arg(long)]
    pub(crate) all: bool,
    /// Ask also addresses of this computer and of private networks
    #[arg(long)]
    pub(crate) private_networks: bool,
    /// Milliseconds between two requests to one host
    #[arg(long, value_name = "MS", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(0..=600_000))]
    pub(crate) pause: u64,
    /// Seconds that one request may take
    #[arg(long, value_name = "SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub(crate) timeout: u64,
    /// Seconds that all of it may take
    #[arg(long, value_name = "SECONDS", default_value_t = 900, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) within: u64,
}

#[derive(Args, Debug)]
#[command(
    after_help = "Exit codes: 0 no violation (places to look at may be left), 1 a violation, 2 \
                  could not run."
)]
pub(crate) struct Audit {
    /// Pages, and folders with pages
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Address at which the folder is published, if its home page does not say so
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// File of what is known to be wrong: only what goes beyond it is told
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write that file: what is wrong today is known from now on
    #[arg(long, requires = "baseline")]
    pub(crate) write_baseline: bool,
    /// How to report
    #[arg(long, value_enum, default_value_t = AuditFormat::Human, value_name = "FORMAT")]
    pub(crate) format: AuditFormat,
}

#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// The rule, such as a11y/image-name
    pub(crate) rule: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct New {
    #[command(subcommand)]
    pub(crate) what: NewThing,
}

#[derive(Debug, Subcommand)]
pub(crate) enum NewThing {
    /// Start a site in a new folder
    Site {
        /// The folder, such as my-site
        folder: PathBuf,
    },
    /// Start a page, such as guides/sleep
    Page {
        /// Its path below content/
        path: String,
        /// Its title
        #[arg(long)]
        title: Option<String>,
    },
    /// Start a section, such as guides
    Section {
        /// Its path below content/
        path: String,
        /// Its title
        #[arg(long)]
        title: Option<String>,
    },
}

#[derive(Args, Debug)]
pub(crate) struct Taper {
    /// Starting amount in grams a day: 1.0 to 50.0, in steps of 0.1
    #[arg(long, value_name = "GRAMS")]
    pub(crate) start: String,
    /// Pace: gentle, standard, or faster (only with medical advice)
    #[arg(long, default_value = "standard")]
    pub(crate) pace: String,
    /// Doses a day: 1 to 4; by default as the site's taper page says
    #[arg(long, value_name = "N")]
    pub(crate) doses: Option<u32>,
    /// How to print the plan
    #[arg(long, value_enum, default_value_t = PlanFormat::Table, value_name = "FORMAT")]
    pub(crate) format: PlanFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Lines with the source quoted
    Human,
    /// One JSON object
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AuditFormat {
    /// Lines with the page quoted
    Human,
    /// One JSON object
    Json,
    /// One JSON object a finding
    Jsonl,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlanFormat {
    /// Aligned columns
    Table,
    /// Comma-separated values
    Csv,
    /// One JSON object
    Json,
}

fn date(text: &str) -> Result<Date, String> {
    plainleaf::value::parse_date(text)
        .filter(|_| text.len() == 10)
        .ok_or_else(|| "expected a day such as 2026-11-24".to_owned())
}

/// Reads the command line; ends the program for `--help` and for mistakes.
pub(crate) fn parse(arguments: Vec<OsString>) -> Result<Arguments, clap::Error> {
    Arguments::try_parse_from(verb_first(arguments))
}

/// Moves the verb before the options, so that each may stand on either side of it.
fn verb_first(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let takes_value = options_with_value();
    let mut at = 1;
    while let Some(argument) = arguments.get(at) {
        let text = argument.to_string_lossy();
        if !text.starts_with('-') {
            let verb = arguments.remove(at);
            arguments.insert(1, verb);
            break;
        }
        at += if takes_value.iter().any(|name| *name == text) { 2 } else { 1 };
    }
    arguments
}

/// The options of all commands that are followed by a value.
fn options_with_value() -> Vec<String> {
    let command = Arguments::command();
    let commands = std::iter::once(&command).chain(command.get_subcommands());
    commands
        .flat_map(clap::Command::get_arguments)
        .filter(|argument| argument.get_action().takes_values())
        .filter_map(|argument| Some(format!("--{}", argument.get_long()?)))
        .collect()
}

/// Writes completions for a shell to standard output.
pub(crate) fn completions(shell: clap_complete::Shell) {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "plainleaf", &mut script);
    super::report::say(&String::from_utf8_lossy(&script));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &str) {
        let words = line.split(' ').map(OsString::from).collect();
        let sorted: Vec<_> =
            verb_first(words).iter().map(|w| w.to_string_lossy().into_owned()).collect();
        assert_eq!(sorted.join(" "), expected);
    }

    #[test]
    fn options_may_stand_before_the_verb() {
        check(
            "p --output x --drafts build --jobs 2",
            "p build --output x --drafts --jobs 2",
        );
        check("p --root=a check", "p check --root=a");
        check("p --help", "p --help");
        Arguments::command().debug_assert();
    }
}
