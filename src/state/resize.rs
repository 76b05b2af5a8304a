//! The form that changes the size of an instance (section 4.3). First in which way, then to what:
//! it offers what the service allows for this instance and nothing else.
//!
//! Read [`Draft`] first; the rules are in [`crate::model::rules::resize`].

use super::form::{self, About, Choice, Kind, Needs, Offers, Problems, Sheet, Standing, Switch};
use super::input::TextField;
use super::plan::Deed;
use crate::api::v2::{Extend, Resize};
use crate::model::rules::resize::{Flavor, Goal, Hindrance, Size};
use crate::model::rules::{self, Limits, Problem};
use crate::model::{Instance, InstanceKey, Product, Scope};

/// The form.
pub type Form = form::Form<Draft>;

/// One place of the form that can have the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// What grows.
    Way,
    /// Disk over all brokers, GB; only there when the disk grows.
    Storage,
    /// Number of brokers; only there when brokers are added.
    Brokers,
    /// Flavor of the brokers; only there when that changes.
    Flavor,
    /// The button that leads to the review.
    Review,
}

/// What of an instance changes (`oper_type`, table 4-37).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Storage => "storage",
            Self::Brokers => "horizontal",
            Self::Flavor => "vertical",
        }
    }

    fn of_word(word: &str) -> Option<Self> {
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

/// What was filled in so far, and how large the instance is.
#[derive(Clone, Debug)]
pub struct Draft {
    key: InstanceKey,
    seen: Instance,
    size: Size,
    way: Option<Way>,
    storage: TextField,
    brokers: Option<u32>,
    flavor: Option<String>,
}

impl Draft {
    /// A form about an instance; `None` when the service does not say how large it is.
    #[must_use]
    pub fn new(key: InstanceKey, instance: &Instance) -> Option<Self> {
        Some(Self {
            key,
            seen: instance.clone(),
            size: Size::of(instance)?,
            way: None,
            storage: TextField::plain(""),
            brokers: None,
            flavor: None,
        })
    }

    /// The instance it is about.
    #[must_use]
    pub fn key(&self) -> &InstanceKey {
        &self.key
    }

    /// The instance as it is known.
    #[must_use]
    pub fn seen(&self) -> &Instance {
        &self.seen
    }

    /// The size it has.
    #[must_use]
    pub fn size(&self) -> &Size {
        &self.size
    }

    /// Takes in how the instance is now; what was filled in stays.
    pub fn hear(&mut self, instance: &Instance) {
        if let Some(size) = Size::of(instance) {
            self.seen = instance.clone();
            self.size = size;
        }
    }

    /// What its disk can become.
    ///
    /// # Errors
    /// Why it cannot grow.
    pub fn limits(&self, offers: &Offers<'_>) -> Result<Limits, Hindrance> {
        self.size.storage(products(&self.key, offers))
    }

    /// What the form asks for, as far as it is filled in, right or wrong.
    #[must_use]
    pub fn target(&self) -> Option<Goal> {
        match self.way? {
            Way::Storage => self.storage.text().parse().ok().map(Goal::Storage),
            Way::Brokers => self.brokers.map(Goal::Brokers),
            Way::Flavor => self.flavor.clone().map(Goal::Flavor),
        }
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

    fn check(&self, way: Way, offers: &Offers<'_>) -> Result<Goal, Problem> {
        let known = offers.sizes(&self.key).ok_or(Problem::NotKnownYet)?;
        if let Some(hindrance) = self.hindrance(way, offers) {
            return Err(Problem::Hindered(hindrance));
        }
        match way {
            Way::Storage => {
                let limits = self.limits(offers).map_err(Problem::Hindered)?;
                let text = self.storage.text();
                if text.is_empty() {
                    return Err(Problem::Missing);
                }
                let total: u64 = text.parse().map_err(|_| Problem::NotANumber)?;
                rules::storage(total, limits)?;
                Ok(Goal::Storage(total))
            }
            Way::Brokers => {
                let brokers = self.brokers.ok_or(Problem::Missing)?;
                let offered = self.size.brokers(known).map_err(Problem::Hindered)?;
                match offered.contains(&brokers) {
                    true => Ok(Goal::Brokers(brokers)),
                    false => Err(Problem::NotOffered),
                }
            }
            Way::Flavor => {
                let flavor = self.flavor.clone().ok_or(Problem::Missing)?;
                let offered = self.size.flavors(known).map_err(Problem::Hindered)?;
                match offered.contains(&flavor) {
                    true if self.is_sold_out(known, &flavor) => Err(Problem::SoldOut),
                    true => Ok(Goal::Flavor(flavor)),
                    false => Err(Problem::NotOffered),
                }
            }
        }
    }

    /// Whether no zone of the instance has its disk with this product.
    fn is_sold_out(&self, products: &[Product], flavor: &str) -> bool {
        let Some(product) = products.iter().find(|one| one.id == flavor) else {
            return false;
        };
        let disk = self.seen.storage.spec_code.as_deref();
        let disks = product.storage_types.iter();
        let mut disks = disks
            .filter(|one| disk.is_none_or(|disk| disk == one.spec))
            .peekable();
        let zones = &self.seen.network.zone_ids;
        let gone = |zone: &String, sold_out: &[String]| sold_out.contains(zone);
        disks.peek().is_some()
            && !zones.is_empty()
            && disks.all(|one| zones.iter().any(|zone| gone(zone, &one.sold_out_zones)))
    }

    fn flavors(&self, offers: &Offers<'_>) -> Vec<Choice> {
        let known = products(&self.key, offers);
        let flavors = self.size.flavors(known).unwrap_or_default();
        let choice = |id: String| {
            let product = known.iter().find(|one| one.id == id);
            let about = product.map(|one| About::Product(Box::new(one.clone())));
            let standing = match self.is_sold_out(known, &id) {
                true => Standing::SoldOut,
                false => Standing::Offered,
            };
            Choice {
                about: about.unwrap_or(About::Nothing),
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

/// The operation that brings an instance of this size there.
#[must_use]
pub fn operation(key: &InstanceKey, from: &Size, to: &Goal) -> Extend {
    let old = |code: &str, brokers| from.spec_code(code, brokers);
    let resize = match (to, &from.flavor) {
        (Goal::Storage(total), flavor) => Resize::Storage {
            total: *total,
            old_spec: match flavor {
                Flavor::Product(_) => None,
                Flavor::Old(code) => Some(old(code, from.brokers)),
            },
        },
        (Goal::Brokers(brokers), Flavor::Product(_)) => Resize::Brokers {
            total: from.after(to).total,
            brokers: *brokers,
        },
        // The reference's example sends the disk as it is.
        (Goal::Brokers(brokers), Flavor::Old(code)) => Resize::OldBrokers {
            total: from.total,
            spec: old(code, *brokers),
        },
        (Goal::Flavor(id), Flavor::Product(_)) => Resize::Flavor {
            product_id: id.clone(),
        },
        (Goal::Flavor(code), Flavor::Old(_)) => Resize::OldFlavor {
            total: from.total,
            spec: old(code, from.brokers),
        },
    };
    Extend {
        instance: key.id.clone(),
        resize,
    }
}

impl Sheet for Draft {
    type Field = Field;

    fn scope(&self) -> &Scope {
        &self.key.scope
    }

    fn needs(&self) -> Needs {
        Needs::Sizes(self.key.clone())
    }

    fn fields(&self) -> Vec<Field> {
        let way = self.way.map(Way::field);
        let fields = std::iter::once(Field::Way).chain(way);
        fields.chain([Field::Review]).collect()
    }

    fn kind(field: Field) -> Kind {
        match field {
            Field::Way | Field::Brokers | Field::Flavor => Kind::One,
            Field::Storage => Kind::Suggested,
            Field::Review => Kind::Button,
        }
    }

    fn text(&self, field: Field) -> Option<&TextField> {
        (field == Field::Storage).then_some(&self.storage)
    }

    fn text_mut(&mut self, field: Field) -> Option<&mut TextField> {
        (field == Field::Storage).then_some(&mut self.storage)
    }

    fn taken(&self, field: Field) -> Vec<String> {
        let one = match field {
            Field::Way => self.way.map(|way| way.word().to_owned()),
            Field::Storage => Some(self.storage.text().to_owned()),
            Field::Brokers => self.brokers.map(|number| number.to_string()),
            Field::Flavor => self.flavor.clone(),
            Field::Review => None,
        };
        one.into_iter().collect()
    }

    fn choices(&self, field: Field, offers: &Offers<'_>) -> Vec<Choice> {
        let numbers = |number: u64| Choice::plain(&number.to_string());
        match field {
            Field::Way => {
                let choice = |way: Way| Choice {
                    about: About::Way(way),
                    standing: match self.hindrance(way, offers) {
                        Some(hindrance) => Standing::Hindered(hindrance),
                        None => Standing::Offered,
                    },
                    value: way.word().to_owned(),
                };
                Way::ALL.into_iter().map(choice).collect()
            }
            Field::Storage => {
                let limits = self.limits(offers).ok();
                let all = limits.map(|one| (one.least..=one.most).step_by(step(one)));
                let all = all.into_iter().flatten().take(PROPOSED);
                all.map(numbers).collect()
            }
            Field::Brokers => {
                let numbers = self.size.brokers(products(&self.key, offers));
                let numbers = numbers.unwrap_or_default().into_iter();
                numbers
                    .map(|number| Choice::plain(&number.to_string()))
                    .collect()
            }
            Field::Flavor => self.flavors(offers),
            Field::Review => Vec::new(),
        }
    }

    fn take(&mut self, field: Field, value: &str, _: &Offers<'_>) {
        match field {
            Field::Way => self.way = Way::of_word(value),
            Field::Storage => self.storage.set(value),
            Field::Brokers => self.brokers = value.parse().ok(),
            Field::Flavor => self.flavor = Some(value.to_owned()),
            Field::Review => {}
        }
    }

    /// No field takes more than one.
    fn give_back(&mut self, _: Field, _: &str) {}

    fn switch(&self, _: Field) -> Option<Switch> {
        None
    }

    fn flip(&mut self, _: Field) {}

    fn read(&self, offers: &Offers<'_>) -> Result<Deed, Problems<Field>> {
        let Some(way) = self.way else {
            return Err(vec![(Field::Way, Problem::Missing)]);
        };
        match self.check(way, offers) {
            Ok(to) => Ok(Deed::Resize {
                key: self.key.clone(),
                from: Box::new(self.size.clone()),
                to,
            }),
            Err(problem @ Problem::Hindered(_)) => Err(vec![(Field::Way, problem)]),
            Err(problem) => Err(vec![(way.field(), problem)]),
        }
    }

    fn field_of(parameter: &str) -> Option<Field> {
        match parameter {
            "product_id" => Some(Field::Flavor),
            "storage_space" => Some(Field::Storage),
            "broker_num" => Some(Field::Brokers),
            _ => None,
        }
    }
}

fn step(limits: Limits) -> usize {
    usize::try_from(limits.step).unwrap_or(usize::MAX).max(1)
}

#[cfg(test)]
mod tests;
