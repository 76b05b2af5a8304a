//! From what was filled in to the request, or to everything that is wrong with it.

use super::draft::Draft;
use super::field::Field;
use super::offers::{disk_standing, product_standing, zone_standing};
use crate::api::OneOrMore;
use crate::api::v2::CreateInstance;
use crate::model::rules::{self, Edition, Problem};
use crate::model::{Feature, Product, Tag};
use crate::secret::Secret;
use crate::state::form::{Offers, Problems, Standing, Switch};

/// A form being checked.
#[derive(Clone, Copy)]
pub(super) struct Check<'a> {
    pub draft: &'a Draft,
    pub offers: &'a Offers<'a>,
}

/// Collects what is wrong while values are read.
#[derive(Default)]
struct Findings(Problems<Field>);

impl Findings {
    fn take<T>(&mut self, field: Field, value: Result<T, Problem>) -> Option<T> {
        value.map_err(|problem| self.0.push((field, problem))).ok()
    }
}

impl Check<'_> {
    /// The request, when every rule is kept.
    pub(super) fn read(self) -> Result<CreateInstance, Problems<Field>> {
        let mut found = Findings::default();
        match self.collect(&mut found) {
            Some(request) if found.0.is_empty() => Ok(request),
            _ => Err(found.0),
        }
    }

    /// Reads every field before it gives up, so that all problems are found at once.
    fn collect(self, found: &mut Findings) -> Option<CreateInstance> {
        let name = found.take(Field::Name, self.name());
        let description = found.take(Field::Description, self.description());
        let engine_version = found.take(Field::Version, self.version());
        let product = found.take(Field::Product, self.product());
        let brokers = match self.draft.api().has(Feature::Brokers) {
            true => found.take(Field::Brokers, self.brokers()),
            // What is wrong then is wrong with the product.
            false => self.draft.broker_count(self.offers),
        };
        let storage_spec_code = found.take(Field::Disk, self.disk());
        let storage_space = found.take(Field::Storage, self.storage());
        let available_zones = found.take(Field::Zones, self.zones());
        let vpc_id = found.take(Field::Vpc, self.id(Field::Vpc));
        let subnet_id = found.take(Field::Subnet, self.subnet());
        let security_group_id = found.take(Field::SecurityGroup, self.id(Field::SecurityGroup));
        let access_user = found.take(Field::User, self.user());
        let password = found.take(Field::Password, self.password());
        found.take(Field::Repeat, self.repeat());
        let ssl = found.take(Field::Tls, self.classic_only(self.draft.tls));
        let public = found.take(Field::Public, self.classic_only(self.draft.public));
        let public_ip_id = match public {
            Some(Switch::On) => found.take(Field::PublicIp, self.id(Field::PublicIp)),
            Some(Switch::Off) | None => None,
        };
        let window = found.take(Field::Window, self.window());
        let enterprise_project_id = found.take(Field::Project, self.project());
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
            ssl: ssl? == Switch::On,
            storage_spec_code: storage_spec_code?,
            enterprise_project_id: enterprise_project_id?,
            tags: tags?,
            prepaid: self.draft.prepaid(),
        })
    }

    fn name(&self) -> Result<String, Problem> {
        let name = self.draft.name.text();
        match self.draft.api().has(Feature::Underscores) {
            true => rules::name(name)?,
            false => rules::changed_name(name)?,
        }
        if self.offers.is_name_taken(name, self.draft.scope(), None) {
            return Err(Problem::NameTaken);
        }
        Ok(name.to_owned())
    }

    fn description(&self) -> Result<Option<String>, Problem> {
        let text = self.draft.description.text();
        rules::description(text)?;
        Ok((!text.is_empty()).then(|| text.to_owned()))
    }

    fn version(&self) -> Result<String, Problem> {
        let version = self.draft.version.as_ref().ok_or(Problem::Missing)?;
        let catalogue = self.offers.catalogue.ok_or(Problem::NotKnownYet)?;
        if !catalogue.versions.contains(version) {
            return Err(Problem::NotOffered);
        }
        Ok(version.clone())
    }

    fn product(&self) -> Result<&Product, Problem> {
        self.draft.product.as_ref().ok_or(Problem::Missing)?;
        self.offers.catalogue.ok_or(Problem::NotKnownYet)?;
        let product = self.offers.product(self.draft).ok_or(Problem::NotOffered)?;
        let edition = self.draft.version.as_deref().map(Edition::of_version);
        if edition.is_some_and(|edition| edition != Edition::of_product(product)) {
            return Err(Problem::NotInThisEdition);
        }
        available(product_standing(product, self.draft.charging))?;
        Ok(product)
    }

    fn brokers(&self) -> Result<u32, Problem> {
        let brokers = self
            .draft
            .broker_count(self.offers)
            .ok_or(Problem::Missing)?;
        let product = self
            .offers
            .product(self.draft)
            .ok_or(Problem::NotKnownYet)?;
        if !rules::broker_counts(product).contains(&brokers) {
            return Err(Problem::NotOffered);
        }
        Ok(brokers)
    }

    fn disk(&self) -> Result<String, Problem> {
        self.draft.disk.as_ref().ok_or(Problem::Missing)?;
        self.offers
            .product(self.draft)
            .ok_or(Problem::NotKnownYet)?;
        let disk = self.offers.disk(self.draft).ok_or(Problem::NotOffered)?;
        available(disk_standing(disk))?;
        Ok(disk.spec.clone())
    }

    fn storage(&self) -> Result<u64, Problem> {
        let text = self.draft.storage.text().trim();
        if text.is_empty() {
            return Err(Problem::Missing);
        }
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let gb = text.parse().ok().filter(|_| digits);
        let gb = gb.ok_or(Problem::NotANumber)?;
        let limits = self.draft.storage_limits(self.offers);
        rules::storage(gb, limits.ok_or(Problem::NotKnownYet)?)?;
        Ok(gb)
    }

    fn zones(&self) -> Result<OneOrMore<String>, Problem> {
        let chosen = &self.draft.zones;
        let zones = OneOrMore::of(chosen.clone()).ok_or(Problem::Missing)?;
        let catalogue = self.offers.catalogue.ok_or(Problem::NotKnownYet)?;
        let disk = self.offers.disk(self.draft);
        for id in chosen {
            let zone = catalogue.zones.iter().find(|zone| zone.id == *id);
            available(zone_standing(zone.ok_or(Problem::NotOffered)?, disk))?;
        }
        if chosen.len() > 1 && !self.draft.api().has(Feature::Zones) {
            return Err(Problem::OnlyOneZone);
        }
        if let Some(brokers) = self.draft.broker_count(self.offers) {
            rules::zone_count(chosen.len(), brokers)?;
        }
        Ok(zones)
    }

    /// An id that has to be there.
    fn id(&self, field: Field) -> Result<String, Problem> {
        let text = self.draft.text_of(field).map_or("", |text| text.text());
        rules::id(text)?;
        Ok(text.to_owned())
    }

    fn subnet(&self) -> Result<String, Problem> {
        let subnet = self.id(Field::Subnet)?;
        let vpc = self.draft.vpc.text();
        if !vpc.is_empty() && self.offers.is_elsewhere(&subnet, vpc, self.draft.scope()) {
            return Err(Problem::OtherVpc);
        }
        Ok(subnet)
    }

    fn user(&self) -> Result<String, Problem> {
        let user = self.draft.user.text();
        match self.draft.api().has(Feature::Underscores) {
            true => rules::access_user(user)?,
            false => rules::access_user_v1(user)?,
        }
        Ok(user.to_owned())
    }

    fn password(&self) -> Result<Secret, Problem> {
        let password = self.draft.password.secret();
        rules::password(password.expose())?;
        Ok(password)
    }

    fn repeat(&self) -> Result<(), Problem> {
        let repeat = self.draft.repeat.secret();
        if repeat.is_empty() {
            return Err(Problem::Missing);
        }
        if repeat != self.draft.password.secret() {
            return Err(Problem::NotTheSame);
        }
        Ok(())
    }

    /// What only the classic edition has can only be off in the other.
    fn classic_only(&self, switch: Switch) -> Result<Switch, Problem> {
        let edition = self.draft.version.as_deref().map(Edition::of_version);
        match (switch, edition) {
            (Switch::On, Some(Edition::Amqp)) => Err(Problem::NotInThisEdition),
            _ => Ok(switch),
        }
    }

    fn window(&self) -> Result<Option<(String, String)>, Problem> {
        let Some((begin, end)) = &self.draft.window else {
            return Ok(None);
        };
        let window = rules::window(begin, end)?;
        let known = self.offers.has_window(&window);
        if !known.ok_or(Problem::NotKnownYet)? {
            return Err(Problem::NotOffered);
        }
        Ok(Some(window))
    }

    fn project(&self) -> Result<Option<String>, Problem> {
        let project = self.draft.project.text();
        rules::enterprise_project(project)?;
        Ok((!project.is_empty()).then(|| project.to_owned()))
    }

    fn tags(&self) -> Result<Vec<Tag>, Problem> {
        if !self.draft.api().has(Feature::Tags) {
            return Ok(Vec::new());
        }
        rules::tags(self.draft.tags.text())
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
