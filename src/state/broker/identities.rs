//! What brokers said of themselves, by which each is known again, also by the next run.

use crate::broker::Identity;
use crate::model::{InstanceId, InstanceKey, Scope};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the broker of each instance said of itself first, or when the user took another one for the
/// same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identities {
    known: BTreeMap<InstanceKey, Identity>,
    /// Whether something of it changed since that was asked last.
    changed: bool,
}

/// The same as text: TOML.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    #[serde(default)]
    broker: Vec<KeptBroker>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KeptBroker {
    profile: String,
    region: String,
    instance: String,
    cluster: Option<String>,
    id: Option<String>,
}

impl Identities {
    /// What the broker of an instance is known to be.
    pub fn get(&self, of: &InstanceKey) -> Option<&Identity> {
        self.known.get(of)
    }

    /// Remembers what a broker says of itself, unless another one is known. Its id may be told later
    /// than its name.
    pub fn know(&mut self, of: &InstanceKey, said: Identity) {
        let known = self.known.entry(of.clone()).or_default();
        if known.differs(&said) {
            return;
        }
        let now = Identity {
            cluster: said.cluster.or_else(|| known.cluster.clone()),
            id: said.id.or_else(|| known.id.clone()),
        };
        self.changed |= now != *known;
        *known = now;
    }

    /// The user takes this broker for that of the instance.
    pub fn accept(&mut self, of: InstanceKey, said: Identity) {
        self.known.insert(of, said);
        self.changed = true;
    }

    /// Takes in what an earlier run kept: what this one knows itself counts more.
    pub fn remember(&mut self, kept: Self) {
        for (of, identity) in kept.known {
            self.known.entry(of).or_insert(identity);
        }
    }

    /// Everything as text, for [`Identities::parse`], if something changed since that was asked last.
    pub fn take_changed(&mut self) -> Option<String> {
        std::mem::take(&mut self.changed).then(|| self.to_text())
    }

    fn to_text(&self) -> String {
        let each = self.known.iter().map(|(of, identity)| KeptBroker {
            profile: of.scope.profile.to_string(),
            region: of.scope.region.to_string(),
            instance: of.id.to_string(),
            cluster: identity.cluster.clone(),
            id: identity.id.clone(),
        });
        let kept = Kept {
            broker: each.collect(),
        };
        toml::to_string(&kept).unwrap_or_default()
    }

    /// Reads what was kept.
    ///
    /// # Errors
    /// What is not understood, in words; then nothing of it holds.
    pub fn parse(text: &str) -> Result<Self, String> {
        let kept: Kept = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        let each = kept.broker.into_iter().filter_map(|one| {
            let id = InstanceId::new(&one.instance).ok()?;
            let of = Scope::new(&one.profile, &one.region).instance(&id);
            let (cluster, id) = (one.cluster, one.id);
            Some((of, Identity { cluster, id }))
        });
        Ok(Self {
            known: each.collect(),
            changed: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: &str) -> InstanceKey {
        Scope::new("p", "r").instance(&InstanceId::new(id).unwrap())
    }

    fn identity(cluster: Option<&str>, id: Option<&str>) -> Identity {
        let (cluster, id) = (cluster.map(str::to_owned), id.map(str::to_owned));
        Identity { cluster, id }
    }

    #[test]
    fn what_was_said_first_is_known_again_by_the_next_run() {
        let mut first = Identities::default();
        first.know(&key("a"), identity(Some("rabbit@\"a\"\n"), None));
        first.know(&key("a"), identity(Some("rabbit@\"a\"\n"), Some("x")));
        first.know(&key("b"), identity(None, None));
        let text = first.take_changed().unwrap();
        assert_eq!(first.take_changed(), None);
        first.know(&key("a"), identity(None, Some("x")));
        assert_eq!(first.take_changed(), None, "that was known");
        let mut next = Identities::default();
        next.know(&key("b"), identity(Some("own"), None));
        next.remember(Identities::parse(&text).unwrap());
        let known = next.get(&key("a")).unwrap();
        assert_eq!(*known, identity(Some("rabbit@\"a\"\n"), Some("x")));
        assert_eq!(next.get(&key("b")), Some(&identity(Some("own"), None)));
        next.know(&key("a"), identity(Some("rabbit@a"), Some("y")));
        assert_eq!(next.get(&key("a")).unwrap().id.as_deref(), Some("x"));
        next.accept(key("a"), identity(Some("rabbit@a"), Some("y")));
        assert!(next.take_changed().unwrap().contains("id = \"y\""));
    }

    #[test]
    fn what_cannot_be_read_is_said_and_an_id_of_nothing_costs_its_line() {
        assert!(Identities::parse("broker = 7").is_err());
        let text = "[[broker]]\nprofile = \"p\"\nregion = \"r\"\ninstance = \"\"\n";
        assert_eq!(Identities::parse(text), Ok(Identities::default()));
        assert_eq!(Identities::parse(""), Ok(Identities::default()));
    }
}
