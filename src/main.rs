//! The `plainleaf` command: parse the command line, run one command, exit.

fn main() {}
