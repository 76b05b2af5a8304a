//! `warren list`: every instance once, of every profile that is shown.

use std::mem;

use super::{Exit, Failure, complain, prepare, write_with};
use crate::api::{self, ApiError, Listing};
use crate::cli::{Args, Output};
use crate::config::Settings;
use crate::list::{self, Part};
use crate::model::Scope;

/// Prints what can be read. A profile that cannot be read makes the list partial; when none can,
/// the exit code says the worst.
pub(super) fn run(args: &Args, output: Output) -> Result<Exit, Failure> {
    let mut all = prepare(args)?;
    all.complain();
    let several = all.chosen.len() > 1;
    let mut failures: Vec<(String, Failure)> = Vec::new();
    let mut asked = Vec::new();
    for (entry, settings) in mem::take(&mut all.chosen) {
        match settings {
            Ok(settings) => {
                let options = all.ways.options(&settings);
                asked.push((settings, all.tokio.spawn(async { read(options?).await })));
            }
            Err(failure) => failures.push((entry.name, failure)),
        }
    }
    let mut parts = Vec::new();
    for (settings, reading) in asked {
        let listing = all.tokio.block_on(reading).map_err(anyhow::Error::new)?;
        match listing {
            Ok(listing) => parts.push(part(&settings, listing)),
            Err(error) => {
                let name = settings.profile.clone();
                failures.push((name, Failure::of_call(error, &settings)));
            }
        }
    }
    all.end();
    if !several && let Some((_, failure)) = failures.pop() {
        return Err(failure);
    }
    let mut exit = show(&parts, output, several)?;
    for (name, failure) in failures {
        complain(&format!("{name}: {failure}"));
        exit = exit.worse(match parts.as_slice() {
            [] => failure.exit(),
            _ => Exit::Partial,
        });
    }
    Ok(exit)
}

async fn read(options: api::ConnectOptions) -> Result<Listing, ApiError> {
    let access = api::connect(options)?;
    access.reader().list_instances(|_| {}).await
}

fn part(settings: &Settings, listing: Listing) -> Part {
    for instance in &listing.instances {
        if !instance.unreadable.is_empty() {
            tracing::warn!(id = ?instance.id, fields = ?instance.unreadable, "unreadable fields");
        }
    }
    Part {
        scope: Scope::new(&settings.profile, &settings.region),
        listing,
    }
}

/// Prints the rows, and says what is missing from them.
fn show(parts: &[Part], output: Output, several: bool) -> Result<Exit, Failure> {
    let origin = list::Origin::when(several);
    write_with(|stdout| list::print(parts, output, origin, stdout))?;
    let mut exit = Exit::Complete;
    for part in parts {
        for gap in list::gaps(&part.listing) {
            match several {
                true => complain(&format!("{}: {gap}", part.scope.profile)),
                false => complain(&gap),
            }
            exit = Exit::Partial;
        }
    }
    Ok(exit)
}
