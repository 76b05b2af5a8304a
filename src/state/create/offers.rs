//! What can be chosen: from the service's catalogue, and for what no call lists, from the
//! instances there are.

use super::draft::Draft;
use super::field::Field;
use crate::model::rules::{self, Edition};
use crate::model::{Catalogue, Product, Scope, StorageType, Window, Zone};
use crate::state::State;
use crate::state::remote::Remote;
use crate::state::row::{Presence, Row};
use std::collections::HashMap;

/// Everything the form chooses from. It borrows, so it is made anew whenever it is needed.
#[derive(Clone, Copy, Debug)]
pub struct Offers<'a> {
    /// What the service offers; `None` until it said so.
    pub catalogue: Option<&'a Catalogue>,
    rows: &'a [Row],
}

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the field becomes; how requests name it.
    pub value: String,
    /// What people want to know about it.
    pub about: About,
    /// Whether it can be had.
    pub standing: Standing,
}

/// What people want to know about a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The value says it all.
    Nothing,
    /// A product, with its limits per broker.
    Product(Box<Product>),
    /// A zone.
    Zone {
        /// Name for people.
        name: Option<String>,
        /// Short code.
        code: Option<String>,
    },
    /// Something instances use.
    Used {
        /// Its name, where the service gives one.
        name: Option<String>,
        /// The first instance that uses it.
        by: String,
        /// How many more do.
        more: usize,
    },
    /// The window the service takes by itself, where it says which.
    Default(Option<(String, String)>),
}

/// Whether something can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Yes.
    Offered,
    /// None left.
    SoldOut,
    /// By the month or year only.
    NotHourly,
}

impl State {
    /// What a new instance of a scope can be chosen from.
    #[must_use]
    pub fn offers(&self, scope: &Scope) -> Offers<'_> {
        let catalogue = self.catalogue(scope).and_then(Remote::value);
        Offers::new(catalogue, self.fleet.all())
    }

    /// What the service offers in a scope that is shown.
    #[must_use]
    pub fn catalogue(&self, scope: &Scope) -> Option<&Remote<Catalogue>> {
        let profile = self.profiles.get(scope)?;
        Some(&profile.catalogue)
    }
}

impl<'a> Offers<'a> {
    /// What this catalogue offers and these instances use.
    #[must_use]
    pub fn new(catalogue: Option<&'a Catalogue>, rows: &'a [Row]) -> Self {
        Self { catalogue, rows }
    }

    /// What this field can be, given the rest of the form. Empty when nothing is known, too.
    #[must_use]
    pub fn choices(&self, field: Field, draft: &Draft, scope: &Scope) -> Vec<Choice> {
        match field {
            Field::Vpc | Field::Subnet | Field::SecurityGroup | Field::Project => {
                self.used(field, draft, scope)
            }
            Field::Version => self.versions(),
            Field::Product => self.products(draft),
            Field::Brokers => self.product(draft).map(brokers).unwrap_or_default(),
            Field::Disk => self.product(draft).map(disks).unwrap_or_default(),
            Field::Zones => self.zones(draft),
            Field::Window => self.windows(),
            Field::Name
            | Field::Description
            | Field::Storage
            | Field::User
            | Field::Password
            | Field::Repeat
            | Field::Tls
            | Field::Public
            | Field::PublicIp
            | Field::Tags
            | Field::Review => Vec::new(),
        }
    }

    /// The chosen product, when it is on offer.
    #[must_use]
    pub fn product(&self, draft: &Draft) -> Option<&'a Product> {
        let id = draft.product.as_deref()?;
        let products = &self.catalogue?.products;
        products.iter().find(|product| product.id == id)
    }

    /// The chosen disk type, when the chosen product has it.
    #[must_use]
    pub fn disk(&self, draft: &Draft) -> Option<&'a StorageType> {
        let spec = draft.disk.as_deref()?;
        let disks = &self.product(draft)?.storage_types;
        disks.iter().find(|disk| disk.spec == spec)
    }

    /// Whether an instance of this project is called so.
    #[must_use]
    pub fn is_name_taken(&self, name: &str, scope: &Scope) -> bool {
        self.present(scope)
            .any(|row| row.instance.name.as_deref() == Some(name))
    }

    /// Whether this subnet is only known from instances of other VPCs.
    #[must_use]
    pub fn is_elsewhere(&self, subnet: &str, vpc: &str, scope: &Scope) -> bool {
        let mut vpcs = self
            .present(scope)
            .map(|row| &row.instance.network)
            .filter(|network| network.subnet_id.as_deref() == Some(subnet))
            .filter_map(|network| network.vpc_id.as_deref())
            .peekable();
        vpcs.peek().is_some() && vpcs.all(|known| known != vpc)
    }

    fn present(&self, scope: &Scope) -> impl Iterator<Item = &'a Row> {
        let here = |row: &&Row| row.key.scope == *scope && row.presence != Presence::Gone;
        self.rows.iter().filter(here)
    }

    fn versions(&self) -> Vec<Choice> {
        let versions = self.catalogue.map(|known| known.versions.as_slice());
        let versions = versions.unwrap_or_default().iter();
        versions.map(|version| plain(version)).collect()
    }

    /// The products of the chosen version's edition; all while none is chosen.
    fn products(&self, draft: &Draft) -> Vec<Choice> {
        let edition = draft.version.as_deref().map(Edition::of_version);
        let products = self.catalogue.map(|known| known.products.as_slice());
        let fits = |product: &&Product| {
            edition.is_none_or(|edition| edition == Edition::of_product(product))
        };
        let fitting = products.unwrap_or_default().iter().filter(fits);
        fitting
            .map(|product| Choice {
                value: product.id.clone(),
                about: About::Product(Box::new(product.clone())),
                standing: product_standing(product),
            })
            .collect()
    }

    fn zones(&self, draft: &Draft) -> Vec<Choice> {
        let disk = self.disk(draft);
        let zones = self.catalogue.map(|known| known.zones.as_slice());
        let zones = zones.unwrap_or_default().iter();
        zones
            .map(|zone| Choice {
                value: zone.id.clone(),
                about: About::Zone {
                    name: zone.name.clone(),
                    code: zone.code.clone(),
                },
                standing: zone_standing(zone, disk),
            })
            .collect()
    }

    /// The service's own choice first, under the empty value.
    fn windows(&self) -> Vec<Choice> {
        let Some(catalogue) = self.catalogue else {
            return Vec::new();
        };
        let known = |window: &Window| rules::window(&window.begin, &window.end).ok();
        let default = catalogue.windows.iter().find(|window| window.default);
        let mut choices = vec![Choice {
            about: About::Default(default.and_then(known)),
            ..plain("")
        }];
        let named = catalogue.windows.iter().filter_map(known);
        choices.extend(named.map(|(begin, end)| plain(&window_text(&begin, &end))));
        choices
    }

    /// Values of instances of the same project, each once.
    fn used(&self, field: Field, draft: &Draft, scope: &Scope) -> Vec<Choice> {
        let vpc = draft.vpc.text();
        let mut choices: Vec<Choice> = Vec::new();
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for row in self.present(scope) {
            let network = &row.instance.network;
            let other = !vpc.is_empty() && network.vpc_id.as_deref() != Some(vpc);
            let (value, name) = match field {
                Field::Vpc => (&network.vpc_id, &network.vpc_name),
                Field::Subnet if other => continue,
                Field::Subnet => (&network.subnet_id, &None),
                Field::SecurityGroup => (&network.security_group_id, &network.security_group_name),
                _ => (&row.instance.enterprise_project_id, &None),
            };
            let Some(value) = value else { continue };
            if let Some(at) = seen.get(value.as_str()) {
                if let About::Used { more, .. } = &mut choices[*at].about {
                    *more += 1;
                }
                continue;
            }
            seen.insert(value, choices.len());
            choices.push(Choice {
                about: About::Used {
                    name: name.clone(),
                    by: row.instance.label().to_owned(),
                    more: 0,
                },
                ..plain(value)
            });
        }
        choices
    }
}

/// A window as the form shows it and lists name it.
#[must_use]
pub fn window_text(begin: &str, end: &str) -> String {
    format!("{begin}-{end}")
}

/// Whether this zone can be had: it is sold out as a whole, or has no such disk left.
#[must_use]
pub fn zone_standing(zone: &Zone, disk: Option<&StorageType>) -> Standing {
    let none_left = disk.is_some_and(|disk| {
        let named = |list: &[String]| list.iter().any(|word| is_called(zone, word));
        named(&disk.sold_out_zones) && !named(&disk.zones)
    });
    if zone.sold_out || none_left {
        Standing::SoldOut
    } else {
        Standing::Offered
    }
}

/// A disk type is sold out when it says where it is sold out, and nowhere where it is not.
#[must_use]
pub fn disk_standing(disk: &StorageType) -> Standing {
    if disk.zones.is_empty() && !disk.sold_out_zones.is_empty() {
        Standing::SoldOut
    } else {
        Standing::Offered
    }
}

/// A product is sold out when each of its disk types is.
#[must_use]
pub fn product_standing(product: &Product) -> Standing {
    let mut disks = product.storage_types.iter().map(disk_standing).peekable();
    if !product.hourly {
        Standing::NotHourly
    } else if disks.peek().is_some() && disks.all(|disk| disk == Standing::SoldOut) {
        Standing::SoldOut
    } else {
        Standing::Offered
    }
}

/// Product lists name zones by code; other answers by id or name.
fn is_called(zone: &Zone, word: &str) -> bool {
    zone.id == word || zone.code.as_deref() == Some(word) || zone.name.as_deref() == Some(word)
}

fn plain(value: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        about: About::Nothing,
        standing: Standing::Offered,
    }
}

fn brokers(product: &Product) -> Vec<Choice> {
    let counts = rules::broker_counts(product).into_iter();
    counts.map(|count| plain(&count.to_string())).collect()
}

fn disks(product: &Product) -> Vec<Choice> {
    let disks = product.storage_types.iter();
    disks
        .map(|disk| Choice {
            standing: disk_standing(disk),
            ..plain(&disk.spec)
        })
        .collect()
}
