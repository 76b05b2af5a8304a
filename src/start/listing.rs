//! `warren list`: every instance once, of every profile that is shown.

use std::mem;
use std::sync::Arc;

use super::{Exit, Failure, complain, prepare, write_with};
use crate::api::v2::AvailableZones;
use crate::api::{self, ApiError, Listing, ReadClient};
use crate::cli::{Args, Output};
use crate::config::Settings;
use crate::list::{self, Part};
use crate::model::{Instance, Scope};
use crate::timezone::TimeZone;

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
    let times = asked.first().map(|(settings, _)| settings.times);
    let zone = TimeZone::of_system(times.unwrap_or_default());
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
    let mut exit = show(&parts, output, (several, &zone))?;
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
    let mut listing = access.reader().list_instances(|_| {}).await?;
    name_zones(access.reader(), &mut listing).await;
    Ok(listing)
}

/// Names zones that the list has by their ids alone, as V1's does. Where the list of zones cannot be
/// read they stay ids: nothing else depends on it.
async fn name_zones(reader: &ReadClient, listing: &mut Listing) {
    let nameless = |one: &Arc<Instance>| one.network.zones_named(&[]).is_none();
    if !listing.instances.iter().any(nameless) {
        return;
    }
    let zones = match reader.read(&AvailableZones).await {
        Ok(zones) => zones.rows,
        Err(error) => return tracing::warn!(%error, "zones are shown by their ids"),
    };
    for one in listing.instances.iter_mut().filter(|one| nameless(one)) {
        let named = one.network.zones_named(&zones);
        let named = named.map(|named| named.into_iter().map(str::to_owned).collect());
        if let Some(named) = named {
            Arc::make_mut(one).network.zone_names = named;
        }
    }
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
fn show(
    parts: &[Part],
    output: Output,
    (several, zone): (bool, &TimeZone),
) -> Result<Exit, Failure> {
    let origin = list::Origin::when(several);
    write_with(|stdout| list::print(parts, output, origin, zone, stdout))?;
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
