//! The form for a new instance.
//!
//! Read [`Draft`] first (the values), then `offers` (the choices) and `check` (the rules, and the
//! way to the request).

mod check;
pub mod draft;
pub mod field;
pub mod offers;

use super::form::offers::window_text;
use super::form::{self, Choice, Kind, Needs, Offers, Problems, Sheet, Switch};
use super::input::TextField;
use super::plan::Deed;
use crate::model::Feature;
use crate::model::Scope;
use crate::model::rules::{self, Limits};
use check::Check;
pub use draft::{Charging, Draft};
pub use field::Field;

/// The form.
pub type Form = form::Form<Draft>;

impl Sheet for Draft {
    type Field = Field;

    fn scope(&self) -> &Scope {
        Self::scope(self)
    }

    fn needs(&self) -> Needs {
        Needs::Catalogue(self.scope().clone())
    }

    /// A public address belongs to public access, and an order to paying by the month or year; V1
    /// has no tags, and its products say how many brokers there are.
    fn fields(&self) -> Vec<Field> {
        let there = |field: &Field| match field {
            Field::PublicIp => self.public == Switch::On,
            Field::Charging => self.api().has(Feature::Prepaid),
            Field::Periods | Field::Renew | Field::Pay => self.charging != Charging::Hourly,
            Field::Tags => self.api().has(Feature::Tags),
            Field::Brokers => self.api().has(Feature::Brokers),
            _ => true,
        };
        Field::ALL.into_iter().filter(there).collect()
    }

    fn kind(field: Field) -> Kind {
        field.kind()
    }

    fn text(&self, field: Field) -> Option<&TextField> {
        self.text_of(field)
    }

    fn text_mut(&mut self, field: Field) -> Option<&mut TextField> {
        self.text_of_mut(field)
    }

    fn taken(&self, field: Field) -> Vec<String> {
        let one = match field {
            Field::Version => self.version.clone(),
            Field::Product => self.product.clone(),
            Field::Brokers => self.brokers.map(|brokers| brokers.to_string()),
            Field::Disk => self.disk.clone(),
            Field::Zones => return self.zones.clone(),
            Field::Window => Some(self.window_taken()),
            Field::Charging => Some(self.charging.word().to_owned()),
            Field::Periods => Some(self.periods.to_string()),
            _ => self.text(field).map(|text| text.text().to_owned()),
        };
        one.into_iter().collect()
    }

    fn choices(&self, field: Field, offers: &Offers<'_>) -> Vec<Choice> {
        offers::choices(offers, field, self)
    }

    fn take(&mut self, field: Field, value: &str, offers: &Offers<'_>) {
        match field {
            Field::Version => self.version = Some(value.to_owned()),
            Field::Product => {
                self.product = Some(value.to_owned());
                self.settle(offers);
            }
            Field::Brokers => self.brokers = value.parse().ok(),
            Field::Disk => self.disk = Some(value.to_owned()),
            Field::Zones if self.zones.iter().any(|zone| zone == value) => {}
            Field::Zones => self.zones.push(value.to_owned()),
            Field::Charging => self.charge(value),
            Field::Periods => self.periods = value.parse().unwrap_or(self.periods),
            Field::Window => {
                let window = value.split_once('-');
                self.window = window.map(|(begin, end)| (begin.to_owned(), end.to_owned()));
            }
            _ => {
                if let Some(text) = self.text_mut(field) {
                    text.set(value);
                }
            }
        }
    }

    fn give_back(&mut self, field: Field, value: &str) {
        if field == Field::Zones {
            self.zones.retain(|zone| zone != value);
        }
    }

    fn switch(&self, field: Field) -> Option<Switch> {
        match field {
            Field::Tls => Some(self.tls),
            Field::Public => Some(self.public),
            Field::Renew => Some(self.renew),
            Field::Pay => Some(self.pay),
            _ => None,
        }
    }

    fn flip(&mut self, field: Field) {
        match field {
            Field::Tls => self.tls = self.tls.flipped(),
            Field::Public => self.public = self.public.flipped(),
            Field::Renew => self.renew = self.renew.flipped(),
            Field::Pay => self.pay = self.pay.flipped(),
            _ => {}
        }
    }

    fn read(&self, offers: &Offers<'_>) -> Result<Deed, Problems<Field>> {
        let check = Check {
            draft: self,
            offers,
        };
        let instance = Box::new(check.read()?);
        let scope = self.scope().clone();
        Ok(Deed::Create { scope, instance })
    }

    fn field_of(parameter: &str) -> Option<Field> {
        Field::of(parameter)
    }
}

impl Draft {
    /// What the disk can be, once product and brokers are known.
    #[must_use]
    pub fn storage_limits(&self, offers: &Offers<'_>) -> Option<Limits> {
        let product = offers.product(self)?;
        Some(rules::storage_limits(product, self.broker_count(offers)?))
    }

    /// The number of brokers: as chosen, or where it cannot be, as the product says.
    #[must_use]
    pub fn broker_count(&self, offers: &Offers<'_>) -> Option<u32> {
        if self.api().has(Feature::Brokers) {
            return self.brokers;
        }
        let counts = rules::broker_counts(offers.product(self)?);
        counts.first().copied()
    }

    /// Takes a way to pay; there are fewer years than months.
    fn charge(&mut self, word: &str) {
        let known = Charging::ALL.into_iter().find(|one| one.word() == word);
        self.charging = known.unwrap_or(self.charging);
        self.periods = self.periods.clamp(1, self.charging.most().max(1));
    }

    /// The window as the list names it; empty when it is left to the service.
    fn window_taken(&self) -> String {
        let Some((begin, end)) = &self.window else {
            return String::new();
        };
        let (begin, end) = rules::window(begin, end).unwrap_or((begin.clone(), end.clone()));
        window_text(&begin, &end)
    }

    /// What follows from the choice of a product: it has its own broker counts and disk types. A
    /// count it does not have gives way to its fewest; a disk type is taken where there is only
    /// one.
    fn settle(&mut self, offers: &Offers<'_>) {
        let Some(product) = offers.product(self) else {
            return;
        };
        let counts = rules::broker_counts(product);
        if !self
            .brokers
            .is_some_and(|brokers| counts.contains(&brokers))
        {
            self.brokers = counts.first().copied().or(self.brokers);
        }
        if let [only] = product.storage_types.as_slice() {
            self.disk = Some(only.spec.clone());
        }
    }
}

#[cfg(test)]
mod tests;
