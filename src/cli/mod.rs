//! The command line: arguments become checked values, each command returns an exit code.

pub(crate) mod args;
#[cfg(feature = "remote")]
mod asking;
mod audit;
mod build;
mod evidence;
mod findings;
mod forecast;
#[cfg(feature = "remote")]
mod links;
mod new;
mod plan;
mod prose;
mod refs;
pub(crate) mod report;
mod review;
#[cfg(feature = "preview")]
mod serve;
mod taper;
mod world;

use std::process::ExitCode;

use args::{Arguments, Command};
use report::Failure;

/// Clean.
pub(crate) const CLEAN: u8 = 0;
/// Something must be mended in the site.
pub(crate) const FINDINGS: u8 = 1;
/// The program could not do its work.
pub(crate) const COULD_NOT_RUN: u8 = 2;

/// Runs the command that was asked for.
pub(crate) fn run(arguments: Arguments) -> ExitCode {
    let root = arguments.root.clone();
    let done = match arguments.command {
        Command::Build(options) => build::build(&root, &options),
        Command::Check(options) => build::check(&root, &options),
        #[cfg(feature = "preview")]
        Command::Serve(options) => serve::serve(&root, &options),
        #[cfg(feature = "remote")]
        Command::Links(options) => links::links(&root, &options),
        Command::Evidence(options) => evidence::run(&root, &options),
        Command::Refs(options) => refs::refs(&root, &options),
        Command::Review(options) => review::review(&root, &options),
        Command::Forecast(options) => forecast::forecast(&root, &options),
        Command::Audit(options) => audit::audit(&options),
        Command::Explain(options) => audit::explain(&options),
        Command::New(options) => new::new(&root, &options),
        Command::Taper(options) => taper::run(&root, &options),
        Command::Completions { shell } => {
            args::completions(shell);
            Ok(CLEAN)
        }
    };
    ExitCode::from(done.unwrap_or_else(|failure: Failure| {
        report::failure(&failure);
        COULD_NOT_RUN
    }))
}
