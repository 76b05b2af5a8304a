//! The `warren` binary: arguments in, exit code out.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    warren::start::run(&warren::cli::Args::parse()).into()
}
