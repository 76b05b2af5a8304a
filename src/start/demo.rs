//! The demo: the simulated service in this process, talked to over a real socket. Each profile
//! of the demo is a service of its own.

use std::sync::{Mutex, PoisonError};

use tokio::runtime::{Handle, Runtime};

use super::Failure;
use crate::api::Credential;
use crate::api::management::PASSWORD_VARIABLE;
use crate::cli::Args;
use crate::config::{self, Environment, Settings};
use crate::findings::ThresholdRules;
use crate::secret::Secret;
use crate::simulator::management::SEEDED_PASSWORD;
use crate::simulator::{Config, DEMO_REGION, Incident, KeyPair, Management, Simulator};
use crate::state::context::Offered;

/// The demo's key pair: made up, but every signature is verified with it.
const ACCESS_KEY: &str = "WARRENDEMOACCESSKEY0";
const SECRET_KEY: &str = "made-up-secret-key-of-the-demonstration00";

/// The profile that is shown when none is named.
const USUAL: &str = "demo";
/// The profiles there are, with label and region.
const PROFILES: [(&str, Option<&str>, &str); 4] = [
    (USUAL, None, DEMO_REGION),
    ("prod", Some("PROD"), "cn-north-4"),
    ("stage", Some("STAGE"), "ap-southeast-3"),
    ("lab", None, "eu-west-101"),
];

/// What is wrong in the demo unless something else is asked for.
const INCIDENTS: [&str; 5] = [
    "memory-alarm",
    "consumers-gone",
    "disk-filling",
    "node-down",
    "channel-leak",
];

fn usual_incidents() -> Vec<Incident> {
    let parsed = INCIDENTS.iter().map(|name| name.parse());
    parsed.filter_map(Result::ok).collect()
}

/// The simulated services. They answer as long as this is kept.
pub(super) struct Demo {
    args: Args,
    environment: Environment,
    tokio: Handle,
    running: Mutex<Vec<Simulator>>,
}

impl Demo {
    pub(super) fn new(args: &Args, environment: &Environment, tokio: &Runtime) -> Self {
        Self {
            args: args.clone(),
            environment: environment.clone(),
            tokio: tokio.handle().clone(),
            running: Mutex::new(Vec::new()),
        }
    }

    /// The profiles to show at the start.
    pub(super) fn chosen(&self) -> Vec<String> {
        match self.args.profile.as_slice() {
            [] => vec![USUAL.to_owned()],
            given => given.to_vec(),
        }
    }

    /// The profiles there are.
    pub(super) fn offered(&self) -> Vec<Offered> {
        let offered = PROFILES.iter().map(|(name, label, region)| Offered {
            name: (*name).to_owned(),
            label: label.map(str::to_owned),
            region: Some((*region).to_owned()),
        });
        offered.collect()
    }

    /// What goes wrong in a profile: what was asked for in the first one shown, else the usual.
    fn incidents(&self, profile: &Offered) -> Vec<Incident> {
        let first = self.chosen().first() == Some(&profile.name);
        match self.args.incident.as_slice() {
            [] => usual_incidents(),
            asked if first => asked.to_vec(),
            _ => Vec::new(),
        }
    }

    /// Starts the service of a profile, and gives what leads to it.
    pub(super) fn settings(&self, profile: &Offered) -> Result<Settings, Failure> {
        let (args, environment) = (&self.args, &self.environment);
        let incidents = self.incidents(profile);
        let (settings, simulator) = start_as(profile, incidents, args, environment, &self.tokio)?;
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.push(simulator);
        Ok(settings)
    }
}

/// What decides a profile's fleet: each has one of its own, the same at every start.
fn seed(profile: &str) -> u64 {
    let usual = Config::default().seed;
    match profile {
        USUAL => usual,
        name => name
            .bytes()
            .fold(usual, |sum, byte| sum * 31 % 65_521 + u64::from(byte)),
    }
}

/// Starts a service on a free port of this machine, and the settings that lead to it.
fn start_as(
    profile: &Offered,
    incidents: Vec<Incident>,
    args: &Args,
    environment: &Environment,
    tokio: &Handle,
) -> Result<(Settings, Simulator), Failure> {
    let region = profile.region.clone().unwrap_or_default();
    let config = Config {
        keys: Some(KeyPair {
            ak: ACCESS_KEY.to_owned(),
            sk: Secret::new(SECRET_KEY),
            security_token: None,
        }),
        seed: seed(&profile.name),
        incidents,
        region: region.clone(),
        management: Some(Management::default()),
        ..Config::default()
    };
    let simulator = tokio.block_on(Simulator::start(config))?;
    let credential = Credential::Keys {
        access_key: ACCESS_KEY.to_owned(),
        secret_key: Secret::new(SECRET_KEY),
        security_token: None,
    };
    // The simulated project is found by its region's name, as a real one is.
    let args = Args {
        region: Some(region),
        project_id: None,
        ..args.clone()
    };
    let settings = config::demo(&args, environment, &simulator.url(), credential)?;
    let mut brokers = settings.brokers.clone();
    let password = Secret::new(SEEDED_PASSWORD);
    brokers
        .passwords
        .insert(PASSWORD_VARIABLE.to_owned(), password);
    let settings = Settings {
        brokers,
        profile: profile.name.clone(),
        label: profile.label.clone(),
        thresholds: ThresholdRules::default(),
        ..settings
    };
    Ok((settings, simulator))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn five_incidents_go_on_in_every_profile_and_two_of_them_never_meet() {
        for (profile, ..) in PROFILES {
            let config = Config {
                seed: seed(profile),
                incidents: usual_incidents(),
                ..Config::default()
            };
            let simulator = Simulator::start(config).await.unwrap();
            let mut found = simulator.edit(|world| {
                let now = world.now();
                let stricken = world
                    .instances()
                    .filter_map(|each| match &each.incidents[..] {
                        [one] if one.begin < now && now < one.end => Some(one.kind.name),
                        _ => None,
                    });
                stricken.collect::<Vec<_>>()
            });
            found.sort_unstable();
            let mut expected = INCIDENTS;
            expected.sort_unstable();
            assert_eq!(found, expected, "{profile}");
        }
    }
}
