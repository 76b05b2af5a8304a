//! An instance and a time for each incident that is asked for.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::request::{Begin, Incident, IncidentError};
use super::{Kind, Placed};
use crate::simulator::broker::chance::Chance;
use crate::simulator::broker::shape::Shape;
use crate::simulator::catalogue::AMQP_EDITION;
use crate::simulator::world::World;
use crate::simulator::world::instance::{Instance, Status};
use crate::text::nearest;

/// The fullest disks, in percent, with which an instance is picked: nothing is to be wrong with it
/// but the incident.
const FULLEST: f64 = 75.0;

impl World {
    /// Lets incidents happen. Those that name no instance get one each that suits, decided by
    /// `seed`, with no other incident.
    ///
    /// # Errors
    /// When a named instance is not there or cannot have the incident, or none is left that suits.
    pub fn befall(&mut self, incidents: &[Incident], seed: u64) -> Result<(), IncidentError> {
        let error = |incident: &Incident, problem| IncidentError {
            incident: incident.to_string(),
            problem,
        };
        let mut found: Vec<Option<String>> = Vec::new();
        for incident in incidents {
            let named = incident.instance.as_deref();
            let named = named.map(|name| self.named_for(incident.kind, name));
            found.push(
                named
                    .transpose()
                    .map_err(|problem| error(incident, problem))?,
            );
        }
        let mut taken: BTreeSet<String> = found.iter().flatten().cloned().collect();
        let mut all: Vec<_> = incidents.iter().zip(found).collect();
        // Those that few instances suit choose first.
        all.sort_by_key(|(incident, _)| Reverse(incident.kind.brokers));
        for (incident, found) in all {
            let picked = found.or_else(|| self.picked_for(incident.kind, &taken, seed));
            let id = picked.ok_or_else(|| error(incident, self.nothing_left(incident.kind)))?;
            taken.insert(id.clone());
            let placed = self.placed(incident);
            if let Some(instance) = self.instance_mut(&id) {
                instance.incidents.push(placed);
            }
        }
        Ok(())
    }

    fn with_broker(&self) -> impl Iterator<Item = &Instance> {
        self.instances().filter(|each| each.has_broker())
    }

    /// The id of the instance that the user named.
    fn named_for(&self, kind: &Kind, named: &str) -> Result<String, String> {
        let instance = self
            .with_broker()
            .find(|each| each.name == named || each.id == named);
        let Some(instance) = instance else {
            let names = || self.with_broker().map(|each| each.name.as_str());
            let begins = || names().find(|name| name.starts_with(named));
            let near = nearest(named, names()).or_else(begins);
            let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
            return Err(format!("there is no instance `{named}`{near}"));
        };
        match obstacle(kind, instance) {
            Some(problem) => Err(format!("{named} {problem}")),
            None => Ok(instance.id.clone()),
        }
    }

    /// The id of an instance with which nothing else is wrong.
    fn picked_for(&self, kind: &Kind, taken: &BTreeSet<String>, seed: u64) -> Option<String> {
        let suits = |instance: &&Instance| {
            let old = self.started().duration_since(instance.created);
            obstacle(kind, instance).is_none()
                && instance.listed
                && instance.fill.high < FULLEST
                && instance.auto_expand.is_none()
                && instance.running_task().is_none()
                && old > SignedDuration::from_hours(24)
                && !taken.contains(&instance.id)
        };
        let suiting: Vec<_> = self.with_broker().filter(suits).collect();
        let count = u32::try_from(suiting.len()).unwrap_or(u32::MAX);
        let draw = Chance::new(kind.name).below(seed, count) as usize;
        suiting.get(draw).map(|instance| instance.id.clone())
    }

    fn nothing_left(&self, kind: &Kind) -> String {
        format!(
            "none of the {} instances is left that suits it; name one as {}@INSTANCE, or ask for a larger fleet",
            self.with_broker().count(),
            kind.name
        )
    }

    /// Its begin and end on the clock.
    fn placed(&self, incident: &Incident) -> Placed {
        let minutes = |minutes: u32| SignedDuration::from_mins(i64::from(minutes));
        let begin = match incident.begin {
            Begin::Earlier => self.after(self.started(), -minutes(incident.kind.begun)),
            Begin::After(delay) => self.after(self.started(), delay),
            Begin::At(moment) => moment,
        };
        let usual = || self.after(begin, minutes(incident.kind.minutes));
        Placed {
            kind: incident.kind,
            begin,
            end: incident.end.unwrap_or_else(usual),
        }
    }

    /// The time on the clock when this much simulated time has passed.
    fn after(&self, moment: Timestamp, simulated: SignedDuration) -> Timestamp {
        moment
            .saturating_add(self.on_the_clock(simulated))
            .unwrap_or(moment)
    }
}

/// Why an instance cannot have an incident.
fn obstacle(kind: &Kind, instance: &Instance) -> Option<String> {
    if instance.status != Status::Running {
        Some(format!("is {}, not RUNNING", instance.status.word()))
    } else if instance.version == AMQP_EDITION {
        Some(format!(
            "is of the edition {AMQP_EDITION}, which reports too little"
        ))
    } else if instance.brokers < kind.brokers {
        Some(format!(
            "has {} broker, which are fewer than {}",
            instance.brokers, kind.brokers
        ))
    } else if kind.without_majority && Shape::of(instance).quorum.is_none() {
        Some("has no quorum queue".to_owned())
    } else {
        None
    }
}
