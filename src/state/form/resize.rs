//! The form that changes the size of an instance (section 4.3). First in which way, then to what:
//! it offers what the service allows for this instance and nothing else.
//!
//! Read [`NewSize`] first; the rules are in [`crate::model::rules::resize`].

#[cfg(test)]
mod tests;

use super::offers::{Offers, OptionNote, SelectOption, Standing};
use super::{Field, Form, FormModel, Input, Problems, Values};
use crate::model::rules::resize::{Goal, Hindrance, InstanceSize};
use crate::model::rules::{self, Limits, Problem};
use crate::model::{Instance, InstanceKey, Product, Stock};
use crate::state::query::{Query, QueryCache};
use crate::state::write::can::Refusal;
use crate::state::write::mutation::{Mutation, Resizing};

/// What of an instance changes (`oper_type`, table 4-37).
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Way {
    /// The disk of each broker.
    Storage,
    /// The number of brokers.
    Brokers,
    /// The flavor of each broker.
    Flavor,
}

impl Way {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Storage, Self::Brokers, Self::Flavor];

    /// How requests name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Storage => "storage",
            Self::Brokers => "horizontal",
            Self::Flavor => "vertical",
        }
    }

    /// What was chosen.
    pub fn of(values: &Values) -> Option<Self> {
        let word = values.chosen(Field::Way)?;
        Self::ALL.into_iter().find(|way| way.word() == word)
    }

    fn field(self) -> Field {
        match self {
            Self::Storage => Field::Storage,
            Self::Brokers => Field::Brokers,
            Self::Flavor => Field::Flavor,
        }
    }
}

/// Sizes of the disk that the list proposes; larger ones are typed.
const PROPOSED: usize = 50;

/// The instance whose size changes.
#[derive(Clone, Debug)]
pub struct NewSize {
    pub(super) key: InstanceKey,
    /// The instance as it is known.
    pub seen: Instance,
    /// The size it has.
    pub size: InstanceSize,
}

/// A form about an instance.
///
/// # Errors
/// [`Refusal::NoSize`] when the service does not say how large it is.
pub fn form(key: InstanceKey, instance: &Instance) -> Result<Form, Refusal> {
    let model = NewSize {
        key,
        seen: instance.clone(),
        size: InstanceSize::of(instance).ok_or(Refusal::NoSize)?,
    };
    let values = Values::default()
        .with_chosen(Field::Way, None)
        .with_text(Field::Storage, "")
        .with_chosen(Field::Brokers, None)
        .with_chosen(Field::Flavor, None);
    Ok(Form::new(model, values))
}

/// What the form asks for, as far as it is filled in, right or wrong.
pub fn target(values: &Values) -> Option<Goal> {
    match Way::of(values)? {
        Way::Storage => values.text(Field::Storage).parse().ok().map(Goal::Storage),
        Way::Brokers => brokers(values).map(Goal::Brokers),
        Way::Flavor => values
            .chosen(Field::Flavor)
            .map(|id| Goal::Flavor(id.to_owned())),
    }
}

fn brokers(values: &Values) -> Option<u32> {
    values.chosen(Field::Brokers)?.parse().ok()
}

impl NewSize {
    /// What its disk can become.
    ///
    /// # Errors
    /// Why it cannot grow.
    pub fn limits(&self, offers: &Offers<'_>) -> Result<Limits, Hindrance> {
        self.size.storage(products(&self.key, offers))
    }

    /// Why nothing can be changed in a way.
    fn hindrance(&self, way: Way, offers: &Offers<'_>) -> Option<Hindrance> {
        let products = products(&self.key, offers);
        match way {
            Way::Storage => self.size.storage(products).err(),
            Way::Brokers => self.size.brokers(products).err(),
            Way::Flavor => self.size.flavors(products).err(),
        }
    }

    fn check(&self, way: Way, values: &Values, offers: &Offers<'_>) -> Result<Goal, Problem> {
        let known = offers.sizes(&self.key).ok_or(Problem::NotKnownYet)?;
        if let Some(hindrance) = self.hindrance(way, offers) {
            return Err(Problem::Hindered(hindrance));
        }
        match way {
            Way::Storage => {
                let limits = self.limits(offers).map_err(Problem::Hindered)?;
                let total = rules::number(values.text(Field::Storage))?;
                rules::storage(total, limits)?;
                Ok(Goal::Storage(total))
            }
            Way::Brokers => {
                let brokers = brokers(values).ok_or(Problem::Missing)?;
                let offered = self.size.brokers(known).map_err(Problem::Hindered)?;
                match offered.contains(&brokers) {
                    true => Ok(Goal::Brokers(brokers)),
                    false => Err(Problem::NotOffered),
                }
            }
            Way::Flavor => {
                let flavor = values
                    .chosen(Field::Flavor)
                    .ok_or(Problem::Missing)?
                    .to_owned();
                let offered = self.size.flavors(known).map_err(Problem::Hindered)?;
                match offered.contains(&flavor) {
                    true if self.is_sold_out(offers, &flavor) => Err(Problem::SoldOut),
                    true => Ok(Goal::Flavor(flavor)),
                    false => Err(Problem::NotOffered),
                }
            }
        }
    }

    /// Whether one of the zones of the instance has nothing left of this product, or of its disk
    /// with it.
    fn is_sold_out(&self, offers: &Offers<'_>, flavor: &str) -> bool {
        let products = products(&self.key, offers);
        let Some(product) = products.iter().find(|one| one.id == flavor) else {
            return false;
        };
        let disk = self.seen.storage.spec_code.as_deref();
        let known = offers.catalogue.map(|known| known.zones.as_slice());
        let zones = self.seen.network.zone_words(known.unwrap_or_default());
        let zones: Vec<Vec<&str>> = zones.collect();
        let gone = |stock: &Stock| zones.iter().any(|zone| stock.is_sold_out_in(zone));
        let disks = product.storage_types.iter();
        let mut disks = disks
            .filter(|one| disk.is_none_or(|disk| disk == one.spec))
            .peekable();
        gone(&product.stock) || disks.peek().is_some() && disks.all(|one| gone(&one.stock))
    }

    fn flavors(&self, offers: &Offers<'_>) -> Vec<SelectOption> {
        let known = products(&self.key, offers);
        let flavors = self.size.flavors(known).unwrap_or_default();
        let choice = |id: String| {
            let product = known.iter().find(|one| one.id == id);
            let about = product.map(|one| OptionNote::Product(Box::new(offers.whole(one))));
            let standing = match self.is_sold_out(offers, &id) {
                true => Standing::SoldOut,
                false => Standing::Offered,
            };
            SelectOption {
                about: about.unwrap_or(OptionNote::Nothing),
                standing,
                value: id,
            }
        };
        flavors.into_iter().map(choice).collect()
    }
}

/// The products the service offers for this instance.
fn products<'a>(key: &InstanceKey, offers: &Offers<'a>) -> &'a [Product] {
    offers.sizes(key).unwrap_or_default()
}

impl FormModel for NewSize {
    fn needs(&self) -> Vec<Query> {
        vec![Query::Sizes(self.key.id.clone())]
    }

    /// Product lists may name zones by their code, which only the list of zones has.
    fn wants(&self) -> Vec<Query> {
        vec![Query::Catalogue]
    }

    fn fields(&self, values: &Values) -> Vec<(Field, Input)> {
        let goal = Way::of(values).map(|way| match way {
            Way::Storage => (way.field(), Input::Suggested),
            Way::Brokers | Way::Flavor => (way.field(), Input::OneOf),
        });
        let fields = std::iter::once((Field::Way, Input::OneOf)).chain(goal);
        fields.chain([(Field::Review, Input::Button)]).collect()
    }

    fn options(&self, field: Field, _: &Values, offers: &Offers<'_>) -> Vec<SelectOption> {
        match field {
            Field::Way => {
                let option = |way: Way| SelectOption {
                    about: OptionNote::Way(way),
                    standing: match self.hindrance(way, offers) {
                        Some(hindrance) => Standing::Hindered(hindrance),
                        None => Standing::Offered,
                    },
                    value: way.word().to_owned(),
                };
                Way::ALL.into_iter().map(option).collect()
            }
            Field::Storage => {
                let limits = self.limits(offers).ok();
                let all = limits.map(|one| (one.least..=one.most).step_by(step(one)));
                let all = all.into_iter().flatten().take(PROPOSED);
                all.map(|gb| SelectOption::plain(&gb.to_string())).collect()
            }
            Field::Brokers => {
                let numbers = self.size.brokers(products(&self.key, offers));
                let numbers = numbers.unwrap_or_default().into_iter();
                numbers
                    .map(|number| SelectOption::plain(&number.to_string()))
                    .collect()
            }
            Field::Flavor => self.flavors(offers),
            _ => Vec::new(),
        }
    }

    fn read(&self, values: &Values, offers: &Offers<'_>) -> Result<Mutation, Problems> {
        let Some(way) = Way::of(values) else {
            return Err(vec![(Field::Way, Problem::Missing)]);
        };
        match self.check(way, values, offers) {
            Ok(to) => Ok(Resizing {
                key: self.key.clone(),
                from: Box::new(self.size.clone()),
                to,
            }
            .into()),
            Err(problem @ Problem::Hindered(_)) => Err(vec![(Field::Way, problem)]),
            Err(problem) => Err(vec![(way.field(), problem)]),
        }
    }

    /// An instance that no longer says how large it is stays as it was known.
    fn refresh_from(&mut self, _: &mut Values, instance: &Instance, _: &QueryCache) {
        if let Some(size) = InstanceSize::of(instance) {
            self.seen = instance.clone();
            self.size = size;
        }
    }
}

/// Between proposed sizes: not every one of those that a single node can have.
fn step(limits: Limits) -> usize {
    let step = limits.step.max(rules::STORAGE_STEP);
    usize::try_from(step).unwrap_or(usize::MAX)
}
