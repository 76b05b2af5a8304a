//! From what was filled in to the request, or to everything that is wrong with it.

use super::offers::{disk_standing, product_standing, zone_standing};
use super::{Charging, NewInstance, prepaid};
use crate::api::OneOrMore;
use crate::api::v2::CreateInstance;
use crate::model::rules::{self, Edition, Problem};
use crate::model::{Feature, Product, Tag};
use crate::secret::Secret;
use crate::state::form::model::Findings;
use crate::state::form::password::repeated;
use crate::state::form::{Field, Offers, Problems, Standing, Values};

/// What a text has to be.
type Rule = fn(&str) -> Result<(), Problem>;

/// A form being checked.
#[derive(Clone, Copy)]
pub(super) struct Check<'a> {
    pub model: &'a NewInstance,
    pub values: &'a Values,
    pub offers: &'a Offers<'a>,
}

impl Check<'_> {
    /// The request, when every rule is kept.
    pub(super) fn read(self) -> Result<CreateInstance, Problems> {
        let mut found = Findings::default();
        let read = self.collect(&mut found);
        found.or(read)
    }

    /// Reads every field before it gives up, so that all problems are found at once.
    fn collect(self, found: &mut Findings) -> Option<CreateInstance> {
        let name = found.take(Field::Name, self.name());
        let description = found.take(
            Field::Description,
            self.optional(Field::Description, rules::description),
        );
        let engine_version = found.take(Field::Version, self.version());
        let product = found.take(Field::Product, self.product());
        let brokers = match self.model.api.has(Feature::Brokers) {
            true => found.take(Field::Brokers, self.brokers()),
            // What is wrong then is wrong with the product.
            false => self.broker_count(),
        };
        let storage_spec_code = found.take(Field::Disk, self.disk());
        let storage_space = found.take(Field::Storage, self.storage());
        let available_zones = found.take(Field::Zones, self.zones());
        let vpc_id = found.take(Field::Vpc, self.id(Field::Vpc));
        let subnet_id = found.take(Field::Subnet, self.subnet());
        let security_group_id = found.take(Field::SecurityGroup, self.id(Field::SecurityGroup));
        let user = self.by_version(Field::User, rules::access_user, rules::access_user_v1);
        let access_user = found.take(Field::User, user);
        let password = found.take(Field::Password, self.password());
        found.take(Field::Repeat, repeated(self.values));
        let ssl = found.take(Field::Tls, self.classic_only(Field::Tls));
        let public = found.take(Field::Public, self.classic_only(Field::Public));
        let public_ip_id = match public {
            Some(true) => found.take(Field::PublicIp, self.id(Field::PublicIp)),
            Some(false) | None => None,
        };
        let window = found.take(Field::Window, self.window());
        let enterprise_project_id = found.take(
            Field::Project,
            self.optional(Field::Project, rules::enterprise_project),
        );
        let tags = found.take(Field::Tags, self.tags());
        Some(CreateInstance {
            name: name?,
            description: description?,
            engine_version: engine_version?,
            storage_space: storage_space?,
            access_user: access_user?,
            password: password?,
            vpc_id: vpc_id?,
            security_group_id: security_group_id?,
            subnet_id: subnet_id?,
            available_zones: available_zones?,
            product_id: product?.id.clone(),
            broker_num: Some(brokers?),
            window: window?,
            public_ip_id,
            ssl: ssl?,
            storage_spec_code: storage_spec_code?,
            enterprise_project_id: enterprise_project_id?,
            tags: tags?,
            prepaid: prepaid(self.values),
        })
    }

    /// What is typed, when it keeps a rule.
    fn typed(&self, field: Field, rule: Rule) -> Result<String, Problem> {
        let text = self.values.text(field);
        rule(text).map(|()| text.to_owned())
    }

    /// The same; nothing where nothing is typed.
    fn optional(&self, field: Field, rule: Rule) -> Result<Option<String>, Problem> {
        let typed = self.typed(field, rule)?;
        Ok(Some(typed).filter(|text| !text.is_empty()))
    }

    /// What is typed, by the rule of the version of the API: the old one has no underscores.
    fn by_version(&self, field: Field, new: Rule, old: Rule) -> Result<String, Problem> {
        let has_underscores = self.model.api.has(Feature::Underscores);
        self.typed(field, if has_underscores { new } else { old })
    }

    fn name(&self) -> Result<String, Problem> {
        let name = self.by_version(Field::Name, rules::name, rules::changed_name)?;
        match self.offers.is_name_taken(&name, &self.model.scope, None) {
            true => Err(Problem::NameTaken),
            false => Ok(name),
        }
    }

    fn version(&self) -> Result<String, Problem> {
        let version = self.values.chosen(Field::Version).ok_or(Problem::Missing)?;
        let catalogue = self.offers.catalogue.ok_or(Problem::NotKnownYet)?;
        if !catalogue.versions.iter().any(|known| known == version) {
            return Err(Problem::NotOffered);
        }
        Ok(version.to_owned())
    }

    fn product(&self) -> Result<&Product, Problem> {
        self.values.chosen(Field::Product).ok_or(Problem::Missing)?;
        self.offers.catalogue.ok_or(Problem::NotKnownYet)?;
        let product = self.chosen_product().ok_or(Problem::NotOffered)?;
        let other = |edition| edition != Edition::of_product(product);
        if self.edition().is_some_and(other) {
            return Err(Problem::NotInThisEdition);
        }
        available(product_standing(product, Charging::of(self.values)))?;
        Ok(product)
    }

    fn brokers(&self) -> Result<u32, Problem> {
        let brokers = self.broker_count().ok_or(Problem::Missing)?;
        let product = self.chosen_product().ok_or(Problem::NotKnownYet)?;
        if !rules::broker_counts(product).contains(&brokers) {
            return Err(Problem::NotOffered);
        }
        Ok(brokers)
    }

    fn disk(&self) -> Result<String, Problem> {
        self.values.chosen(Field::Disk).ok_or(Problem::Missing)?;
        self.chosen_product().ok_or(Problem::NotKnownYet)?;
        let disk = self.offers.disk(self.values).ok_or(Problem::NotOffered)?;
        available(disk_standing(disk))?;
        Ok(disk.spec.clone())
    }

    fn storage(&self) -> Result<u64, Problem> {
        let text = self.values.text(Field::Storage).trim();
        if text.starts_with('+') {
            return Err(Problem::NotANumber);
        }
        let gb = rules::number(text)?;
        let limits = self.model.storage_limits(self.values, self.offers);
        rules::storage(gb, limits.ok_or(Problem::NotKnownYet)?)?;
        Ok(gb)
    }

    fn zones(&self) -> Result<OneOrMore<String>, Problem> {
        let chosen = self.values.taken(Field::Zones);
        let zones = chosen.iter().map(|id| (*id).to_owned()).collect();
        let zones = OneOrMore::of(zones).ok_or(Problem::Missing)?;
        let catalogue = self.offers.catalogue.ok_or(Problem::NotKnownYet)?;
        let stocks = self.offers.stocks(self.values);
        for id in &chosen {
            let zone = catalogue.zones.iter().find(|zone| zone.id == *id);
            available(zone_standing(zone.ok_or(Problem::NotOffered)?, &stocks))?;
        }
        if chosen.len() > 1 && !self.model.api.has(Feature::Zones) {
            return Err(Problem::OnlyOneZone);
        }
        if let Some(brokers) = self.broker_count() {
            rules::zone_count(chosen.len(), brokers)?;
        }
        Ok(zones)
    }

    /// An id that has to be there.
    fn id(&self, field: Field) -> Result<String, Problem> {
        self.typed(field, rules::id)
    }

    fn subnet(&self) -> Result<String, Problem> {
        let subnet = self.id(Field::Subnet)?;
        let vpc = self.values.text(Field::Vpc);
        if !vpc.is_empty() && self.offers.is_elsewhere(&subnet, vpc, &self.model.scope) {
            return Err(Problem::OtherVpc);
        }
        Ok(subnet)
    }

    fn password(&self) -> Result<Secret, Problem> {
        let password = self.values.secret(Field::Password);
        rules::password(password.expose())?;
        Ok(password)
    }

    /// What only the classic edition has can only be off in the other.
    fn classic_only(&self, switch: Field) -> Result<bool, Problem> {
        match (self.values.is_on(switch), self.edition()) {
            (true, Some(Edition::Amqp)) => Err(Problem::NotInThisEdition),
            (on, _) => Ok(on),
        }
    }

    fn edition(&self) -> Option<Edition> {
        let version = self.values.chosen(Field::Version);
        version.map(Edition::of_version)
    }

    fn chosen_product(&self) -> Option<&Product> {
        self.offers.product(self.values)
    }

    fn broker_count(&self) -> Option<u32> {
        self.model.broker_count(self.values, self.offers)
    }

    fn window(&self) -> Result<Option<(String, String)>, Problem> {
        let chosen = self.values.chosen(Field::Window);
        let Some((begin, end)) = chosen.and_then(|window| window.split_once('-')) else {
            return Ok(None);
        };
        self.offers.window(begin, end).map(Some)
    }

    fn tags(&self) -> Result<Vec<Tag>, Problem> {
        if !self.model.api.has(Feature::Tags) {
            return Ok(Vec::new());
        }
        rules::tags(self.values.text(Field::Tags))
    }
}

fn available(standing: Standing) -> Result<(), Problem> {
    match standing {
        Standing::Offered => Ok(()),
        Standing::SoldOut => Err(Problem::SoldOut),
        Standing::NotHourly => Err(Problem::NotHourly),
        Standing::NotMonthly => Err(Problem::NotMonthly),
        Standing::Hindered(hindrance) => Err(Problem::Hindered(hindrance)),
    }
}
