//! The form for a new instance (section 4.1.1), in both versions of the API.
//!
//! Read [`NewInstance`] first, then `like` (how its values begin), `offers` (the choices) and
//! `check` (the rules, and the way to the request).

mod check;
mod like;
pub use like::Taken;
pub mod offers;
#[cfg(test)]
mod tests;

use super::offers::{Offers, SelectOption};
use super::{Field, Form, FormModel, Input, Problems, Values};
use crate::api::v2::catalogue::Quota;
use crate::api::v2::{Period, Prepaid};
use crate::model::rules::{self, Limits, Problem};
use crate::model::{ApiVersion, Feature, Instance, InstanceId, Product, Scope};
use crate::state::query::{Query, QueryCache};
use crate::state::write::mutation::{Creation, Mutation};
use check::Check;

/// An instance that is to be created.
#[derive(Clone, Debug)]
pub struct NewInstance {
    pub(super) scope: Scope,
    /// The version of the API that would create it.
    pub api: ApiVersion,
    /// The instance the form was filled like, if it was.
    pub like: Option<InstanceId>,
}

/// How an instance is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Charging {
    /// Pay-per-use.
    Hourly,
    /// So many months at once.
    Monthly,
    /// So many years at once.
    Yearly,
}

impl Charging {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Hourly, Self::Monthly, Self::Yearly];

    /// As choices name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hourly => "postPaid",
            Self::Monthly => "month",
            Self::Yearly => "year",
        }
    }

    /// Most periods that can be paid for at once (table 4-4).
    pub fn most(self) -> u32 {
        match self {
            Self::Hourly => 0,
            Self::Monthly => 9,
            Self::Yearly => 3,
        }
    }

    /// What was chosen; pay-per-use unless something else was.
    pub fn of(values: &Values) -> Self {
        let word = values.chosen(Field::Charging);
        let chosen = Self::ALL.into_iter().find(|one| Some(one.word()) == word);
        chosen.unwrap_or(Self::Hourly)
    }
}

/// An empty form, or one filled like an instance, with a name that is not taken.
pub fn form(scope: Scope, api: ApiVersion, like: Option<&Instance>, taken: Taken<'_>) -> Form {
    let id = like.map(|instance| instance.id.clone());
    let model = NewInstance {
        scope,
        api,
        like: id,
    };
    let empty = like::nothing(&model);
    let values = match like {
        Some(instance) => like::values(empty, instance, taken),
        None => empty,
    };
    Form::new(model, values)
}

/// Months or years that are paid for at once; `None` for pay-per-use.
pub fn prepaid(values: &Values) -> Option<Prepaid> {
    let periods = periods(values);
    let period = match Charging::of(values) {
        Charging::Hourly => return None,
        Charging::Monthly => Period::Months(periods),
        Charging::Yearly => Period::Years(periods),
    };
    Some(Prepaid {
        period,
        auto_pay: Some(values.is_on(Field::Pay)),
        auto_renew: Some(values.is_on(Field::Renew)),
    })
}

fn periods(values: &Values) -> u32 {
    let chosen = values.chosen(Field::Periods);
    chosen.and_then(|number| number.parse().ok()).unwrap_or(1)
}

impl NewInstance {
    /// What the disk can be, once product and brokers are known.
    pub fn storage_limits(&self, values: &Values, offers: &Offers<'_>) -> Option<Limits> {
        let product = offers.product(values)?;
        let brokers = self.broker_count(values, offers)?;
        Some(rules::storage_limits(product, brokers))
    }

    /// The number of brokers: as chosen, or where it cannot be, as the product says.
    pub fn broker_count(&self, values: &Values, offers: &Offers<'_>) -> Option<u32> {
        if self.api.has(Feature::Brokers) {
            return values.chosen(Field::Brokers)?.parse().ok();
        }
        let counts = rules::broker_counts(offers.product(values)?);
        counts.first().copied()
    }

    /// Every field, and whether it is there: a public address belongs to public access, and an order
    /// to paying by the month or year; V1 has no tags, and its products say how many brokers there
    /// are.
    fn all(&self, values: &Values) -> [(bool, Field, Input); 25] {
        let has = |feature| self.api.has(feature);
        let ordered = Charging::of(values) != Charging::Hourly;
        [
            (true, Field::Name, Input::Text),
            (true, Field::Description, Input::Text),
            (true, Field::Version, Input::OneOf),
            (true, Field::Product, Input::OneOf),
            (has(Feature::Brokers), Field::Brokers, Input::OneOf),
            (true, Field::Disk, Input::OneOf),
            (true, Field::Storage, Input::Text),
            (true, Field::Zones, Input::SomeOf),
            (true, Field::Vpc, Input::Suggested),
            (true, Field::Subnet, Input::Suggested),
            (true, Field::SecurityGroup, Input::Suggested),
            (true, Field::User, Input::Text),
            (true, Field::Password, Input::Text),
            (true, Field::Repeat, Input::Text),
            (true, Field::Tls, Input::Switch),
            (true, Field::Public, Input::Switch),
            (values.is_on(Field::Public), Field::PublicIp, Input::Text),
            (true, Field::Window, Input::OneOf),
            (true, Field::Project, Input::Suggested),
            (has(Feature::Tags), Field::Tags, Input::Text),
            (has(Feature::Prepaid), Field::Charging, Input::OneOf),
            (ordered, Field::Periods, Input::OneOf),
            (ordered, Field::Renew, Input::Switch),
            (ordered, Field::Pay, Input::Switch),
            (true, Field::Review, Input::Button),
        ]
    }
}

impl FormModel for NewInstance {
    fn needs(&self) -> Vec<Query> {
        vec![Query::Catalogue]
    }

    fn wants(&self) -> Vec<Query> {
        match self.api {
            ApiVersion::V2 => vec![Query::Quotas],
            ApiVersion::V1 => Vec::new(),
        }
    }

    fn fields(&self, values: &Values) -> Vec<(Field, Input)> {
        let there = self.all(values).into_iter().filter(|(there, ..)| *there);
        there.map(|(_, field, input)| (field, input)).collect()
    }

    fn options(&self, field: Field, values: &Values, offers: &Offers<'_>) -> Vec<SelectOption> {
        offers::options(offers, field, &self.scope, values)
    }

    fn chosen(&self, field: Field, values: &mut Values, offers: &Offers<'_>) {
        match field {
            Field::Product => settle(values, offers.product(values)),
            // There are fewer years than months.
            Field::Charging => {
                let most = Charging::of(values).most().max(1);
                let periods = periods(values).clamp(1, most);
                values.set(Field::Periods, &periods.to_string());
            }
            _ => {}
        }
    }

    fn read(&self, values: &Values, offers: &Offers<'_>) -> Result<Mutation, Problems> {
        let used_up = quota(offers.known).is_some_and(|quota| quota.used >= quota.most);
        if used_up {
            return Err(vec![(Field::Review, Problem::Refused(USED_UP))]);
        }
        let check = Check {
            model: self,
            values,
            offers,
        };
        let instance = Box::new(check.read()?);
        let scope = self.scope.clone();
        Ok(Creation { scope, instance }.into())
    }
}

/// The code by which the service refuses an instance that is one too many.
const USED_UP: &str = "DMS.00400035";

/// How many instances there are and can be in the project, where the service says so.
pub fn quota(known: &QueryCache) -> Option<&Quota> {
    let mut quotas = known.quotas().value()?.rows.iter();
    quotas.find(|quota| quota.kind == Quota::INSTANCES)
}

/// What follows from the choice of a product: it has its own broker counts and disk types. A count
/// it does not have gives way to its fewest; a disk type is taken where there is only one.
fn settle(values: &mut Values, product: Option<&Product>) {
    let Some(product) = product else {
        return;
    };
    let counts = rules::broker_counts(product);
    let now = values.chosen(Field::Brokers).and_then(|n| n.parse().ok());
    if !now.is_some_and(|brokers: u32| counts.contains(&brokers))
        && let Some(fewest) = counts.first()
    {
        values.set(Field::Brokers, &fewest.to_string());
    }
    if let [only] = product.storage_types.as_slice() {
        values.set(Field::Disk, &only.spec);
    }
}
