//! Sessions that act for another account.

use warren::api::{Account, Agency, Credential};
use warren::simulator::{self, KeyPair, Project, Simulator};

use super::{Live, Setup};

impl Setup {
    /// Takes on this agency of the account `acme` with a credential; the service grants `ops`.
    pub fn agency(mut self, name: &str, base: Credential) -> Self {
        let project = Project {
            id: "fedcba9876543210fedcba9876543210".into(),
            name: self.simulator.region.clone(),
        };
        self.simulator.agencies = vec![simulator::Agency {
            name: "ops".into(),
            account: "acme".into(),
            account_id: "d0d0".into(),
            project,
        }];
        self.credential = Credential::Agency {
            base: Box::new(base),
            agency: Agency {
                name: name.into(),
                account: Account::Name("acme".into()),
                life: Agency::LIFE,
            },
        };
        self
    }
}

impl Live {
    /// Everything secret in the temporary keys that the service lent.
    pub fn lent(&self) -> Vec<String> {
        let lent = self.simulator.iter().flat_map(Simulator::lent_keys);
        let secrets = |keys: KeyPair| {
            let token = keys.security_token.map(|token| token.expose().to_owned());
            [keys.ak, keys.sk.expose().to_owned()]
                .into_iter()
                .chain(token)
        };
        lent.flat_map(secrets).collect()
    }
}
