//! The `plainleaf` command: parse the command line, run one command, exit.

mod cli;

use std::process::ExitCode;

/// Thousands of documents come and go on several threads: this one takes a third of the time of
/// the system's for that.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    // A fault of ours is kept to the page that shows it; nobody wants its inner life.
    std::panic::set_hook(Box::new(|fault| {
        let place = fault.location().map_or(String::new(), ToString::to_string);
        cli::report::note(&format!("plainleaf: a fault of ours at {place}\n"));
    }));
    std::panic::catch_unwind(run).unwrap_or_else(|_| {
        cli::report::note(
            "error: plainleaf had to stop\n  = help: report this as our mistake\n",
        );
        ExitCode::from(cli::COULD_NOT_RUN)
    })
}

fn run() -> ExitCode {
    match cli::args::parse(std::env::args_os().collect()) {
        Ok(arguments) => cli::run(arguments),
        Err(problem) => {
            // Help and version go to standard output, mistakes to standard error.
            let _ = problem.print();
            ExitCode::from(if problem.use_stderr() {
                cli::COULD_NOT_RUN
            } else {
                cli::CLEAN
            })
        }
    }
}
