//! What was filled in so far: plain values, right or wrong. Only the user ever takes one away.

use super::field::Field;
use crate::api::v2::{Period, Prepaid};
use crate::model::{ApiVersion, Instance, InstanceId, Scope, Tag};
use crate::state::form::Switch;
use crate::state::input::TextField;

/// The values of the form.
#[derive(Clone, Debug)]
#[allow(
    missing_docs,
    reason = "each is the value of the field it is named after"
)]
pub struct Draft {
    scope: Scope,
    api: ApiVersion,
    model: Option<InstanceId>,
    pub name: TextField,
    pub description: TextField,
    pub version: Option<String>,
    pub product: Option<String>,
    pub brokers: Option<u32>,
    pub disk: Option<String>,
    pub storage: TextField,
    /// By id, in the order in which they were chosen.
    pub zones: Vec<String>,
    pub vpc: TextField,
    pub subnet: TextField,
    pub security_group: TextField,
    pub user: TextField,
    pub password: TextField,
    pub repeat: TextField,
    pub tls: Switch,
    pub public: Switch,
    pub public_ip: TextField,
    /// Begin and end as they came; `None` leaves it to the service.
    pub window: Option<(String, String)>,
    pub project: TextField,
    pub tags: TextField,
    pub charging: Charging,
    /// Months or years, as [`Draft::charging`] says.
    pub periods: u32,
    pub renew: Switch,
    pub pay: Switch,
}

/// How an instance is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Hourly => "postPaid",
            Self::Monthly => "month",
            Self::Yearly => "year",
        }
    }

    /// Most periods that can be paid for at once (table 4-4).
    #[must_use]
    pub fn most(self) -> u32 {
        match self {
            Self::Hourly => 0,
            Self::Monthly => 9,
            Self::Yearly => 3,
        }
    }
}

impl Draft {
    /// An empty one, or one filled like an instance.
    #[must_use]
    pub fn new(scope: Scope, api: ApiVersion, like: Option<&Instance>) -> Self {
        match like {
            Some(instance) => Self::like(scope, api, instance),
            None => Self::empty(scope, api),
        }
    }

    fn empty(scope: Scope, api: ApiVersion) -> Self {
        let empty = || TextField::plain("");
        Self {
            scope,
            api,
            model: None,
            name: empty(),
            description: empty(),
            version: None,
            product: None,
            brokers: None,
            disk: None,
            storage: empty(),
            zones: Vec::new(),
            vpc: empty(),
            subnet: empty(),
            security_group: empty(),
            user: empty(),
            password: TextField::masked(),
            repeat: TextField::masked(),
            tls: Switch::Off,
            public: Switch::Off,
            public_ip: empty(),
            window: None,
            project: empty(),
            tags: empty(),
            charging: Charging::Hourly,
            periods: 1,
            renew: Switch::Off,
            pay: Switch::Off,
        }
    }

    /// Everything that two instances can share. The name is the next one; password and public
    /// address are left empty.
    fn like(scope: Scope, api: ApiVersion, instance: &Instance) -> Self {
        let text = |text: &Option<String>| TextField::plain(text.as_deref().unwrap_or_default());
        let network = &instance.network;
        let storage = instance.storage.total.map(|gb| gb.to_string());
        let window = instance.maintain_begin.clone();
        let tls = match network.ssl {
            Some(true) => Switch::On,
            Some(false) | None => Switch::Off,
        };
        Self {
            model: Some(instance.id.clone()),
            name: TextField::plain(&next_name(instance.name.as_deref().unwrap_or_default())),
            description: text(&instance.description),
            version: instance.engine_version.clone(),
            product: instance.product_id.clone(),
            brokers: instance.broker_num,
            disk: instance.storage.spec_code.clone(),
            storage: text(&storage),
            zones: network.zone_ids.clone(),
            vpc: text(&network.vpc_id),
            subnet: text(&network.subnet_id),
            security_group: text(&network.security_group_id),
            user: text(&instance.access_user),
            tls,
            window: window.zip(instance.maintain_end.clone()),
            project: text(&instance.enterprise_project_id),
            tags: TextField::plain(&tags_text(&instance.tags)),
            ..Self::empty(scope, api)
        }
    }

    /// Where the instance would be.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The version of the API that would create it.
    #[must_use]
    pub fn api(&self) -> ApiVersion {
        self.api
    }

    /// The instance it was filled like, if it was.
    #[must_use]
    pub fn model(&self) -> Option<&InstanceId> {
        self.model.as_ref()
    }

    /// Makes it a draft of its own: from now on it is the one that a new form continues.
    pub fn detach(&mut self) {
        self.model = None;
    }

    /// Months or years that are paid for at once; `None` for pay-per-use.
    #[must_use]
    pub fn prepaid(&self) -> Option<Prepaid> {
        let period = match self.charging {
            Charging::Hourly => return None,
            Charging::Monthly => Period::Months(self.periods),
            Charging::Yearly => Period::Years(self.periods),
        };
        Some(Prepaid {
            period,
            auto_pay: Some(self.pay == Switch::On),
            auto_renew: Some(self.renew == Switch::On),
        })
    }

    /// The text of a field that is typed.
    pub(super) fn text_of(&self, field: Field) -> Option<&TextField> {
        let text = match field {
            Field::Name => &self.name,
            Field::Description => &self.description,
            Field::Storage => &self.storage,
            Field::Vpc => &self.vpc,
            Field::Subnet => &self.subnet,
            Field::SecurityGroup => &self.security_group,
            Field::User => &self.user,
            Field::Password => &self.password,
            Field::Repeat => &self.repeat,
            Field::PublicIp => &self.public_ip,
            Field::Project => &self.project,
            Field::Tags => &self.tags,
            Field::Version
            | Field::Product
            | Field::Brokers
            | Field::Disk
            | Field::Zones
            | Field::Tls
            | Field::Public
            | Field::Window
            | Field::Charging
            | Field::Periods
            | Field::Renew
            | Field::Pay
            | Field::Review => return None,
        };
        Some(text)
    }

    /// The same, to be edited.
    pub(super) fn text_of_mut(&mut self, field: Field) -> Option<&mut TextField> {
        let text = match field {
            Field::Name => &mut self.name,
            Field::Description => &mut self.description,
            Field::Storage => &mut self.storage,
            Field::Vpc => &mut self.vpc,
            Field::Subnet => &mut self.subnet,
            Field::SecurityGroup => &mut self.security_group,
            Field::User => &mut self.user,
            Field::Password => &mut self.password,
            Field::Repeat => &mut self.repeat,
            Field::PublicIp => &mut self.public_ip,
            Field::Project => &mut self.project,
            Field::Tags => &mut self.tags,
            Field::Version
            | Field::Product
            | Field::Brokers
            | Field::Disk
            | Field::Zones
            | Field::Tls
            | Field::Public
            | Field::Window
            | Field::Charging
            | Field::Periods
            | Field::Renew
            | Field::Pay
            | Field::Review => return None,
        };
        Some(text)
    }
}

fn tags_text(tags: &[Tag]) -> String {
    let pair = |tag: &Tag| format!("{}={}", tag.key, tag.value);
    tags.iter().map(pair).collect::<Vec<_>>().join(", ")
}

/// The name with its number counted up (`orders-01` to `orders-02`), or with a `-2` at its end.
fn next_name(name: &str) -> String {
    let stem = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = &name[stem.len()..];
    match digits.parse::<u64>() {
        Ok(number) => {
            let (next, width) = (number.saturating_add(1), digits.len());
            format!("{stem}{next:0width$}")
        }
        Err(_) if name.is_empty() => String::new(),
        Err(_) => format!("{name}-2"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_after_a_name_counts_its_number_up() {
        let table = [
            ("orders-01", "orders-02"),
            ("orders-09", "orders-10"),
            ("orders99", "orders100"),
            ("orders", "orders-2"),
            ("", ""),
            ("a99999999999999999999999", "a99999999999999999999999-2"),
        ];
        for (name, next) in table {
            assert_eq!(next_name(name), next);
        }
    }
}
