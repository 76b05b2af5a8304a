//! The demo: the simulated service in this process, talked to over a real socket.

use tokio::runtime::Runtime;

use super::Failure;
use crate::api::Credential;
use crate::cli::Args;
use crate::config::{self, Environment, Settings};
use crate::secret::Secret;
use crate::simulator::{Config, DEMO_REGION, KeyPair, Simulator};

/// The demo's key pair: made up, but every signature is verified with it.
const ACCESS_KEY: &str = "WARRENDEMOACCESSKEY0";
const SECRET_KEY: &str = "made-up-secret-key-of-the-demonstration00";

/// Starts the service on a free port of this machine, and the settings that lead to it.
pub(super) fn start(
    args: &Args,
    environment: &Environment,
    tokio: &Runtime,
) -> Result<(Settings, Simulator), Failure> {
    let config = Config {
        keys: Some(KeyPair {
            ak: ACCESS_KEY.to_owned(),
            sk: Secret::new(SECRET_KEY),
            security_token: None,
        }),
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
        region: Some(DEMO_REGION.to_owned()),
        project_id: None,
        ..args.clone()
    };
    let settings = config::demo(&args, environment, &simulator.url(), credential)?;
    Ok((settings, simulator))
}
