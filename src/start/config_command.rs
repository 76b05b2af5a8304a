//! `warren config`: what is wrong with the configuration file, and what one looks like.

use super::{Exit, Failure, print, write_out};
use crate::cli::{Args, ConfigCommand};
use crate::config::{self, Environment, NO_HOME};
use crate::text;

/// Carries the command out.
pub(super) fn run(args: &Args, what: ConfigCommand) -> Result<Exit, Failure> {
    match what {
        ConfigCommand::Check => check(args),
        ConfigCommand::Sample => print(config::SAMPLE),
        ConfigCommand::Schema => print(config::SCHEMA),
    }
}

fn check(args: &Args) -> Result<Exit, Failure> {
    let checked = config::check(args, &Environment::from_process())?;
    if !checked.problems.is_empty() {
        let lines = checked.problems.iter();
        let lines: Vec<String> = lines
            .map(|line| text::clean(line).into_owned() + "\n")
            .collect();
        write_out(&lines.concat())?;
        return Ok(Exit::Failed);
    }
    let mut said = match (checked.path, checked.exists) {
        (Some(path), true) => format!("ok: {}\n", path.display()),
        (Some(path), false) => {
            format!("ok: there is no {}, and none is needed\n", path.display())
        }
        (None, _) => format!("ok: there is no file, and none is needed: {NO_HOME}\n"),
    };
    for (profile, agency) in checked.agencies {
        let (name, account, life) = (&agency.name, &agency.account, agency.life.as_secs());
        let line = format!(
            "profile {profile} takes on agency {name} of account {account}, with keys for {life} s at a time"
        );
        said.push_str(&text::clean(&line));
        said.push('\n');
    }
    print(&said)
}
