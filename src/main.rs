//! The `plainleaf` command: parse the command line, run one command, exit.

#[cfg_attr(not(test), expect(dead_code, reason = "the dispatcher is not wired in yet"))]
mod cli;

fn main() {}
