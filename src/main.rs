//! The `plainleaf` command: parse the command line, run one command, exit.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
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
