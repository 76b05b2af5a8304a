//! The form that says how the disks of an instance grow by themselves (the official SDK). It shows
//! what the service says as soon as that was read.

use super::model::Findings;
use super::offers::Offers;
use super::{Field, Form, FormModel, Input, Problems, Values};
use crate::api::v2::extend::AutoExpansion;
use crate::model::rules::{self, Limits, Problem, STORAGE_STEP};
use crate::model::{Instance, InstanceKey};
use crate::state::query::{Query, QueryCache};
use crate::state::write::mutation::{AutoExpanding, Mutation};

/// In percent (SDK, `expand_threshold`).
const THRESHOLD: Limits = Limits {
    least: 20,
    most: 80,
    step: 1,
};
/// In percent; what is not said is the least (SDK, `expand_increment`).
const INCREMENT: Limits = Limits {
    least: 10,
    most: 100,
    step: 1,
};
/// The total stays below this many GB a broker (SDK, `max_volume_size`).
const BELOW_PER_BROKER: u64 = 30_000;

/// The instance whose disks grow by themselves, or are to.
#[derive(Clone, Debug)]
pub struct Growth {
    pub(super) key: InstanceKey,
    pub seen: Instance,
    /// How they grow now, once that was read.
    pub now: Option<AutoExpansion>,
}

/// A form about an instance, empty until how its disks grow is read.
pub fn form(key: InstanceKey, instance: &Instance) -> Form {
    let model = Growth {
        key,
        seen: instance.clone(),
        now: None,
    };
    Form::new(model, values(None))
}

fn values(now: Option<AutoExpansion>) -> Values {
    let text = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let now = now.unwrap_or_default();
    let threshold = now.threshold.unwrap_or(THRESHOLD.most);
    let increment = now.increment.unwrap_or(INCREMENT.least);
    Values::default()
        .with_switch(Field::AutoExpand, now.on)
        .with_text(Field::Threshold, &threshold.to_string())
        .with_text(Field::Increment, &increment.to_string())
        .with_text(Field::Largest, &text(now.largest))
}

impl Growth {
    /// The numbers of the form, and what each can be where that is known.
    fn numbers(&self) -> [(Field, Option<Limits>); 3] {
        [
            (Field::Threshold, Some(THRESHOLD)),
            (Field::Increment, Some(INCREMENT)),
            (Field::Largest, self.largest()),
        ]
    }

    /// What the total can become, where the service says how large the instance is.
    fn largest(&self) -> Option<Limits> {
        let total = self.seen.storage.total?;
        // An instance without brokers says nothing of how large it can become.
        let brokers = self.seen.brokers()?;
        Some(Limits {
            least: (total / STORAGE_STEP + 1) * STORAGE_STEP,
            most: u64::from(brokers) * BELOW_PER_BROKER - STORAGE_STEP,
            step: STORAGE_STEP,
        })
    }

    /// What a number can be.
    pub fn limits(&self, field: Field) -> Option<Limits> {
        let mut numbers = self.numbers().into_iter();
        numbers.find(|(number, _)| *number == field)?.1
    }

    fn number(&self, field: Field, values: &Values) -> Result<u64, Problem> {
        let number = rules::number(values.text(field))?;
        let limits = self.limits(field);
        limits.map_or(Ok(()), |limits| rules::storage(number, limits))?;
        Ok(number)
    }
}

impl FormModel for Growth {
    fn needs(&self) -> Vec<Query> {
        vec![Query::AutoExpansion(self.key.id.clone())]
    }

    fn fields(&self, values: &Values) -> Vec<(Field, Input)> {
        let numbers = self.numbers().into_iter();
        let numbers = numbers.filter(|_| values.is_on(Field::AutoExpand));
        let numbers = numbers.map(|(field, _)| (field, Input::Text));
        let fields = std::iter::once((Field::AutoExpand, Input::Switch)).chain(numbers);
        fields.chain([(Field::Review, Input::Button)]).collect()
    }

    fn read(&self, values: &Values, _: &Offers<'_>) -> Result<Mutation, Problems> {
        let Some(from) = self.now else {
            return Err(vec![(Field::Review, Problem::NotKnownYet)]);
        };
        let mut found = Findings::default();
        let on = values.is_on(Field::AutoExpand);
        let mut number = |field: Field| {
            let number = on.then(|| self.number(field, values))?;
            found.take(field, number)
        };
        let to = AutoExpansion {
            on,
            threshold: number(Field::Threshold),
            increment: number(Field::Increment),
            largest: number(Field::Largest),
        };
        if found.0.is_empty() && (to == from || !on && !from.on) {
            return Err(vec![(Field::Review, Problem::NothingChanged)]);
        }
        let key = self.key.clone();
        found.or(Some(AutoExpanding { key, from, to }.into()))
    }

    fn refresh_from(&mut self, values: &mut Values, instance: &Instance, read: &QueryCache) {
        self.seen = instance.clone();
        let now = read.auto_expansion().value().copied();
        if now.is_some() && now != self.now {
            values.follow(&self::values(self.now), self::values(now));
            self.now = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{InstanceId, Scope};

    #[test]
    fn an_instance_that_claims_no_brokers_has_no_limit_of_its_total() {
        let id = InstanceId::new("orders-01").unwrap();
        let mut seen = Instance::bare(id.clone());
        seen.storage.total = Some(300);
        let scope = Scope::new("test", "cn-north-4");
        let key = InstanceKey { scope, id };
        for (brokers, most) in [(None, None), (Some(0), None), (Some(3), Some(89_900))] {
            seen.broker_num = brokers;
            let (key, seen) = (key.clone(), seen.clone());
            let growth = Growth {
                key,
                seen,
                now: None,
            };
            let limits = growth.limits(Field::Largest);
            assert_eq!(limits.map(|limits| limits.most), most, "{brokers:?}");
        }
    }
}
