//! `warren simulate`: the simulated service by itself.

use std::time::Duration;

use anyhow::Context as _;
use tokio::runtime::Runtime;

use super::{Exit, Failure, stop, write_out};
use crate::cli::SimulateArgs;
use crate::simulator::dice::Dice;
use crate::simulator::fault::FaultError;
use crate::simulator::{
    Agency, CloudEye, Config, Fault, KeyPair, Login, Machine, Management, Project, Simulator,
};

/// Serves until SIGINT or SIGTERM.
pub(super) fn run(args: &SimulateArgs) -> Result<Exit, Failure> {
    let config = config(args)?;
    let tokio = Runtime::new().context("could not start the threads that answer")?;
    tokio.block_on(async {
        // Before the address is printed: who reads it may stop us at once.
        let stop = stop().context("could not listen to signals")?;
        let simulator = Simulator::start(config).await?;
        write_out(&format!("listening on {}\n", simulator.url()))?;
        simulator.serve_until(stop).await?;
        Ok(Exit::Complete)
    })
}

fn config(args: &SimulateArgs) -> Result<Config, FaultError> {
    let faults: Result<Vec<Fault>, FaultError> =
        args.fault.iter().map(|rule| rule.parse()).collect();
    let usual = Config::default();
    let keys = args.ak.clone().zip(args.sk.clone());
    let mut dice = Dice::new(args.seed);
    let agencies = args.agency.iter().map(|(name, account)| Agency {
        name: name.clone(),
        account: account.clone(),
        account_id: dice.hex32(),
        project: Project {
            id: dice.hex32(),
            name: usual.region.clone(),
        },
    });
    let agencies = agencies.collect();
    let machine = args.machine.then_some(Machine {
        sessions: true,
        life: Duration::from_secs(6 * 3600),
    });
    let login = args.user.clone().zip(args.password.clone());
    Ok(Config {
        listen: args.listen,
        instances: usize::try_from(args.instances).unwrap_or(usize::MAX),
        seed: args.seed,
        latency: Duration::from_millis(args.latency),
        speed: args.speed,
        keys: keys.map(|(ak, sk)| KeyPair {
            ak,
            sk,
            security_token: None,
        }),
        login: login.map(|(user, password)| Login { user, password }),
        project_id: args.project_id.clone().unwrap_or(usual.project_id.clone()),
        sparse_list: args.sparse_list,
        cloud_eye: CloudEye {
            lag: Duration::from_secs(args.metrics_lag.into()),
            batch_v2: !args.no_batch_v2,
            ..usual.cloud_eye
        },
        faults: faults?,
        incidents: args.incident.clone(),
        agencies,
        machine,
        management: (!args.no_management).then(Management::default),
        brokers: args.broker.clone(),
        ..usual
    })
}
