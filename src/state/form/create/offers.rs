//! What a new instance can be chosen from.

use super::Charging;
use crate::model::rules::{self, Edition};
use crate::model::{Product, Scope, Stock, StorageType, Zone};
use crate::state::form::offers::{Offers, OptionNote, SelectOption, Standing, Used};
use crate::state::form::{Field, Values};

/// What a field can be, given the rest of the form. Empty when nothing is known, too.
pub(super) fn options(
    offers: &Offers<'_>,
    field: Field,
    scope: &Scope,
    values: &Values,
) -> Vec<SelectOption> {
    let used = |what| used(offers, scope, values, what);
    match field {
        Field::Vpc => used(Used::Vpcs),
        Field::Subnet => used(Used::Subnets),
        Field::SecurityGroup => used(Used::SecurityGroups),
        Field::Project => used(Used::Projects),
        Field::Version => offers.versions(),
        Field::Product => offers.products(values),
        Field::Brokers => offers.product(values).map(brokers).unwrap_or_default(),
        Field::Disk => offers.product(values).map(disks).unwrap_or_default(),
        Field::Zones => offers.zones(values),
        // The service's own choice first.
        Field::Window => {
            let default = offers.default_window().into_iter();
            default.chain(offers.windows()).collect()
        }
        Field::Charging => Charging::ALL.map(charging).into(),
        Field::Periods => (1..=Charging::of(values).most()).map(number).collect(),
        _ => Vec::new(),
    }
}

/// Values of instances of the same project; of subnets, those in the chosen VPC.
fn used(offers: &Offers<'_>, scope: &Scope, values: &Values, what: Used) -> Vec<SelectOption> {
    let vpc = values.text(Field::Vpc);
    let rows = offers.present(scope).filter(|row| {
        let other = !vpc.is_empty() && row.instance.network.vpc_id.as_deref() != Some(vpc);
        what != Used::Subnets || !other
    });
    Offers::used(rows, what)
}

impl<'a> Offers<'a> {
    /// The chosen product, when it is on offer.
    pub fn product(&self, values: &Values) -> Option<&'a Product> {
        let id = values.chosen(Field::Product)?;
        let products = &self.catalogue?.products;
        products.iter().find(|product| product.id == id)
    }

    /// The chosen disk type, when the chosen product has it.
    pub fn disk(&self, values: &Values) -> Option<&'a StorageType> {
        let spec = values.chosen(Field::Disk)?;
        let disks = &self.product(values)?.storage_types;
        disks.iter().find(|disk| disk.spec == spec)
    }

    /// Where the chosen product and the chosen disk type can be had.
    pub fn stocks(&self, values: &Values) -> Vec<&'a Stock> {
        let product = self.product(values).map(|product| &product.stock);
        let disk = self.disk(values).map(|disk| &disk.stock);
        product.into_iter().chain(disk).collect()
    }

    /// Whether this subnet is only known from instances of other VPCs.
    pub fn is_elsewhere(&self, subnet: &str, vpc: &str, scope: &Scope) -> bool {
        let mut vpcs = self
            .present(scope)
            .map(|row| &row.instance.network)
            .filter(|network| network.subnet_id.as_deref() == Some(subnet))
            .filter_map(|network| network.vpc_id.as_deref())
            .peekable();
        vpcs.peek().is_some() && vpcs.all(|known| known != vpc)
    }

    fn versions(&self) -> Vec<SelectOption> {
        let versions = self.catalogue.iter().flat_map(|known| &known.versions);
        versions
            .map(|version| SelectOption::plain(version))
            .collect()
    }

    /// The products of the chosen version's edition; all while none is chosen.
    fn products(&self, values: &Values) -> Vec<SelectOption> {
        let edition = values.chosen(Field::Version).map(Edition::of_version);
        let products = self.catalogue.iter().flat_map(|known| &known.products);
        let fits = |product: &&Product| {
            edition.is_none_or(|edition| edition == Edition::of_product(product))
        };
        let fitting = products.filter(fits);
        fitting
            .map(|product| SelectOption {
                value: product.id.clone(),
                about: OptionNote::Product(Box::new(product.clone())),
                standing: product_standing(product, Charging::of(values)),
            })
            .collect()
    }

    fn zones(&self, values: &Values) -> Vec<SelectOption> {
        let stocks = self.stocks(values);
        let zones = self.catalogue.iter().flat_map(|known| &known.zones);
        zones
            .map(|zone| SelectOption {
                value: zone.id.clone(),
                about: OptionNote::Zone {
                    name: zone.name.clone(),
                    code: zone.code.clone(),
                },
                standing: zone_standing(zone, &stocks),
            })
            .collect()
    }
}

/// Whether this zone can be had: it is sold out as a whole, or has none left of what is wanted.
pub fn zone_standing(zone: &Zone, wanted: &[&Stock]) -> Standing {
    let words = zone.words();
    let none_left = wanted.iter().any(|stock| stock.is_sold_out_in(&words));
    match zone.sold_out || none_left {
        true => Standing::SoldOut,
        false => Standing::Offered,
    }
}

pub fn disk_standing(disk: &StorageType) -> Standing {
    match disk.stock.is_sold_out() {
        true => Standing::SoldOut,
        false => Standing::Offered,
    }
}

/// A product is sold out when it says so, or when each of its disk types is.
pub fn product_standing(product: &Product, charging: Charging) -> Standing {
    let mut disks = product.storage_types.iter().map(disk_standing).peekable();
    let (sold, otherwise) = match charging {
        Charging::Hourly => (product.hourly, Standing::NotHourly),
        Charging::Monthly | Charging::Yearly => (product.monthly, Standing::NotMonthly),
    };
    if !sold {
        otherwise
    } else if product.stock.is_sold_out()
        || disks.peek().is_some() && disks.all(|disk| disk == Standing::SoldOut)
    {
        Standing::SoldOut
    } else {
        Standing::Offered
    }
}

fn charging(charging: Charging) -> SelectOption {
    SelectOption {
        about: OptionNote::Charging(charging),
        ..SelectOption::plain(charging.word())
    }
}

fn number(number: u32) -> SelectOption {
    SelectOption::plain(&number.to_string())
}

fn brokers(product: &Product) -> Vec<SelectOption> {
    let counts = rules::broker_counts(product).into_iter();
    counts.map(number).collect()
}

fn disks(product: &Product) -> Vec<SelectOption> {
    let disks = product.storage_types.iter();
    disks
        .map(|disk| SelectOption {
            standing: disk_standing(disk),
            ..SelectOption::plain(&disk.spec)
        })
        .collect()
}
