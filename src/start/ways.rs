//! Which profiles are shown, and how each is reached: from the configuration, or simulated.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Runtime;

use super::demo::Demo;
use super::{Failure, connect_options, context};
use crate::api::{ApiError, ConnectOptions, Credential, ErrorKind, Gate, Operation, ProxyTrial};
use crate::cli::Args;
use crate::config::{Environment, ProfileCatalog, Settings};
use crate::contained::{Defect, contained};
use crate::findings::ThresholdRules;
use crate::model::Scope;
use crate::runtime::Way;
use crate::simulator::DEMO_REGION;
use crate::state::context::{Offered, ProfileContext};

/// Every profile that can be shown.
pub(super) struct Ways {
    from: From,
    gates: Gates,
    /// There is one proxy, whatever is shown.
    proxy_trial: Arc<ProxyTrial>,
}

/// A profile to show, and its settings, or why it has none.
pub(super) type Chosen = (Offered, Result<Settings, Failure>);

/// Where profiles come from.
enum From {
    Catalog(Box<ProfileCatalog>),
    /// Simulated services of this process.
    Demo(Box<Demo>),
}

impl Ways {
    /// Those that these arguments lead to.
    pub(super) fn of(
        args: &Args,
        environment: &Environment,
        tokio: &Runtime,
    ) -> Result<Self, Failure> {
        Ok(Self {
            from: match args.demo {
                true => From::Demo(Box::new(Demo::new(args, environment, tokio))),
                false => From::Catalog(Box::new(ProfileCatalog::read(args, environment)?)),
            },
            gates: Gates::default(),
            proxy_trial: Arc::default(),
        })
    }

    /// The settings of everything that is shown at the start. One that cannot be configured does
    /// not stop the others, unless there are no others.
    pub(super) fn chosen(&self) -> Result<Vec<Chosen>, Failure> {
        let mut chosen = self.each()?;
        if chosen.iter().all(|(_, settings)| settings.is_err())
            && let (_, Err(failure)) = chosen.swap_remove(0)
        {
            return Err(failure);
        }
        Ok(chosen)
    }

    /// The same, whatever is wrong with each of them. There is always one.
    pub(super) fn each(&self) -> Result<Vec<Chosen>, Failure> {
        let names = match &self.from {
            From::Catalog(book) => book.chosen(),
            From::Demo(demo) => demo.chosen(),
        };
        if let (From::Catalog(book), []) = (&self.from, names.as_slice()) {
            let settings = book.first_found()?;
            let profile = Offered {
                name: settings.profile.clone(),
                label: settings.label.clone(),
                region: Some(settings.region.clone()),
            };
            return Ok(vec![(profile, Ok(settings))]);
        }
        let each = names.iter().map(|name| self.profile(name));
        Ok(each
            .map(|profile| {
                let settings = self.settings(&profile);
                (profile, settings)
            })
            .collect())
    }

    /// The profiles that can be shown, for whoever chooses among them.
    pub(super) fn known(&self) -> Vec<Offered> {
        match &self.from {
            From::Catalog(book) => book.offered().collect(),
            From::Demo(demo) => demo.offered(),
        }
    }

    /// How one of them is reached. It can take a while: a credential may come from a command.
    pub(super) fn open(&self, name: &str) -> Way {
        let profile = self.profile(name);
        opened(&profile, || self.way(&profile, self.settings(&profile)))
    }

    /// The way these settings lead to; one that leads nowhere says why.
    pub(super) fn way(&self, profile: &Offered, settings: Result<Settings, Failure>) -> Way {
        match settings {
            Ok(settings) => Way {
                context: ProfileContext {
                    credential: self
                        .gates
                        .of(&settings.credential)
                        .map(|(number, _)| number),
                    ..context(&settings)
                },
                connect: self.options(&settings),
            },
            Err(failure) => Way {
                context: unreached(profile),
                connect: Err(ApiError::local(
                    Operation::Connect,
                    ErrorKind::Setup,
                    failure.to_string(),
                )),
            },
        }
    }

    /// How to reach a service, through the gate of its credential.
    pub(super) fn options(&self, settings: &Settings) -> Result<ConnectOptions, ApiError> {
        let mut options = connect_options(settings)?;
        if let Some((_, gate)) = self.gates.of(&settings.credential) {
            options.gate = gate;
        }
        if let Credential::Agency { base, .. } = &settings.credential
            && let Some((_, gate)) = self.gates.of(base)
        {
            options.base_gate = gate;
        }
        options.proxy_trial = Arc::clone(&self.proxy_trial);
        Ok(options)
    }

    /// What is known of a profile before its settings are; nothing but the name of one that is not
    /// among the known ones.
    fn profile(&self, name: &str) -> Offered {
        let known = self.known().into_iter().find(|known| known.name == name);
        known.unwrap_or_else(|| Offered {
            name: name.to_owned(),
            label: None,
            region: match &self.from {
                From::Catalog(_) => None,
                From::Demo(_) => Some(DEMO_REGION.to_owned()),
            },
        })
    }

    fn settings(&self, profile: &Offered) -> Result<Settings, Failure> {
        match &self.from {
            From::Catalog(book) => Ok(book.settings(&profile.name)?),
            From::Demo(demo) => demo.settings(profile),
        }
    }
}

/// The way to a profile; one that leads nowhere when warren fails at finding it.
fn opened(profile: &Offered, open: impl FnOnce() -> Way) -> Way {
    contained(open).unwrap_or_else(|Defect| Way {
        context: unreached(profile),
        connect: Err(ApiError::defect(Operation::Connect)),
    })
}

/// What is shown of a profile that could not be configured.
fn unreached(profile: &Offered) -> ProfileContext {
    ProfileContext {
        brokers: Default::default(),
        scope: Scope::new(&profile.name, profile.region.as_deref().unwrap_or("--")),
        label: profile.label.clone(),
        thresholds: ThresholdRules::default(),
        source: "--".to_owned(),
        credential: None,
        endpoint: String::new(),
        ces_endpoint: None,
        api: crate::model::ApiVersion::default(),
        project: None,
        read_only: true,
        refresh: std::time::Duration::from_secs(5),
    }
}

/// One gate for each credential: profiles that share a key share its lock-out.
#[derive(Default)]
struct Gates(Mutex<Vec<(String, Arc<Gate>)>>);

impl Gates {
    /// Number and gate of a credential that can be told from others without its secret.
    fn of(&self, credential: &Credential) -> Option<(usize, Arc<Gate>)> {
        let who = who(credential)?;
        let mut gates = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = gates.iter().position(|(known, _)| *known == who);
        let number = number.unwrap_or_else(|| {
            gates.push((who, Arc::default()));
            gates.len() - 1
        });
        gates
            .get(number)
            .map(|(_, gate)| (number, Arc::clone(gate)))
    }
}

/// What tells a credential from others without its secret; `None` for one that cannot be told.
fn who(credential: &Credential) -> Option<String> {
    match credential {
        Credential::Keys { access_key, .. } => Some(access_key.clone()),
        Credential::Password { user, domain, .. } => Some(format!("{user}@{domain}")),
        Credential::Token(_) => None,
        Credential::Machine { metadata } => Some(metadata.clone()),
        Credential::Agency { base, agency } => Some(format!("{agency} by {}", who(base)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    #[test]
    fn a_panic_while_a_profile_is_opened_is_a_way_that_leads_nowhere() {
        let profile = Offered {
            name: "ops".into(),
            label: Some("production".into()),
            region: Some("cn-north-4".into()),
        };
        let way = opened(&profile, || panic!("planted"));
        assert_eq!(way.context.scope, Scope::new("ops", "cn-north-4"));
        assert!(way.context.read_only);
        let error = way.connect.unwrap_err();
        assert_eq!(
            (error.kind, error.attempted),
            (ErrorKind::Defect, Operation::Connect)
        );
    }

    #[test]
    fn profiles_that_share_a_key_share_its_gate() {
        let gates = Gates::default();
        let keys = |access_key: &str, secret: &str| Credential::Keys {
            access_key: access_key.into(),
            secret_key: Secret::new(secret),
            security_token: None,
        };
        let (first, one) = gates.of(&keys("AK1", "right")).unwrap();
        let (second, other) = gates.of(&keys("AK2", "right")).unwrap();
        let (again, same) = gates.of(&keys("AK1", "wrong")).unwrap();
        assert_eq!((first, second, again), (0, 1, 0));
        assert!(Arc::ptr_eq(&one, &same));
        assert!(!Arc::ptr_eq(&one, &other));
        assert!(gates.of(&Credential::Token(Secret::new("t"))).is_none());
    }
}
