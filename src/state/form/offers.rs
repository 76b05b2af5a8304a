//! What can be chosen: from the service's catalogue, and for what no call lists, from the
//! instances there are.

use super::create::Charging;
use super::resize::Way;
use crate::api::v2::ProjectTag;
use crate::findings::Presence;
use crate::model::rules::resize::Hindrance;
use crate::model::rules::{self, Problem};
use crate::model::{Catalogue, Instance, InstanceId, InstanceKey, Product, Scope, Tag, Window};
use crate::state::State;
use crate::state::detail::Details;
use crate::state::query::QueryCache;
use crate::state::remote::ReadState;
use crate::state::row::Row;
use std::collections::{BTreeSet, HashMap};

/// Everything a form chooses from. It borrows, so it is made anew whenever it is needed.
#[derive(Clone, Copy, Debug)]
pub struct Offers<'a> {
    /// What the service offers; `None` until it said so.
    pub catalogue: Option<&'a Catalogue>,
    rows: &'a [Row],
    details: Option<&'a Details>,
    /// What was read of the scope.
    pub known: &'a QueryCache,
}

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectOption {
    /// What the field becomes; how requests name it.
    pub value: String,
    /// What people want to know about it.
    pub about: OptionNote,
    /// Whether it can be had.
    pub standing: Standing,
}

/// What people want to know about a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionNote {
    /// The value says it all.
    Nothing,
    /// A product, with its limits per broker.
    Product(Box<Product>),
    /// A way to change a size.
    Way(Way),
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
    /// A way to pay.
    Charging(Charging),
    /// The window the service takes by itself, where it says which.
    Default(Option<(String, String)>),
}

/// Whether something can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Standing {
    Offered,
    /// None left.
    SoldOut,
    /// By the month or year only.
    NotHourly,
    /// Pay-per-use only.
    NotMonthly,
    /// Not for this instance.
    Hindered(Hindrance),
}

/// What instances have in common: nothing lists these, so they are taken from what is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Used {
    /// VPCs.
    Vpcs,
    /// Subnets.
    Subnets,
    /// Security groups.
    SecurityGroups,
    /// Enterprise projects.
    Projects,
}

impl Used {
    /// Its id and name at one instance.
    fn of(self, instance: &Instance) -> Option<(&str, Option<&str>)> {
        let network = &instance.network;
        let (id, name) = match self {
            Self::Vpcs => (&network.vpc_id, network.vpc_name.as_deref()),
            Self::Subnets => (&network.subnet_id, network.subnet_name.as_deref()),
            Self::SecurityGroups => {
                let name = network.security_group_name.as_deref();
                (&network.security_group_id, name)
            }
            Self::Projects => (&instance.enterprise_project_id, None),
        };
        Some((id.as_deref()?, name))
    }
}

impl State {
    /// What forms of a scope choose from.
    pub fn offers(&self, scope: &Scope) -> Offers<'_> {
        let known = self.profiles.get(scope).map(|profile| &profile.known);
        let known = known.unwrap_or(const { &QueryCache::EMPTY });
        let catalogue = known.catalogue().value();
        let offers = Offers::new(catalogue, self.fleet.all()).with(&self.details);
        Offers { known, ..offers }
    }
}

impl<'a> Offers<'a> {
    /// What this catalogue offers and these instances use.
    pub fn new(catalogue: Option<&'a Catalogue>, rows: &'a [Row]) -> Self {
        Self {
            catalogue,
            rows,
            details: None,
            known: const { &QueryCache::EMPTY },
        }
    }

    /// The same, with what is known of single instances.
    #[must_use]
    pub fn with(self, details: &'a Details) -> Self {
        Self {
            details: Some(details),
            ..self
        }
    }

    /// The products the service offers for the size of an instance; `None` until it said so.
    pub fn sizes(&self, key: &InstanceKey) -> Option<&'a [Product]> {
        let sizes = self.read_of(key).sizes().value()?;
        Some(&sizes.products.rows)
    }

    /// A product with the limits that only the list of products has: the answer about the sizes of
    /// an instance may leave out messages a second and consumers.
    pub(super) fn whole(&self, product: &Product) -> Product {
        let mut products = self.catalogue.into_iter().flat_map(|known| &known.products);
        let listed = products.find(|one| one.id == product.id);
        Product {
            max_tps: product.max_tps.or(listed.and_then(|one| one.max_tps)),
            max_consumers: product
                .max_consumers
                .or(listed.and_then(|one| one.max_consumers)),
            ..product.clone()
        }
    }

    /// What was read of an instance by itself.
    pub(super) fn read_of(&self, key: &InstanceKey) -> &'a QueryCache {
        let known = self.details.map(|details| details.known(key));
        known.unwrap_or(const { &QueryCache::EMPTY })
    }

    /// What is known of an instance now.
    pub fn instance(&self, key: &InstanceKey) -> Option<&'a Instance> {
        let row = self.rows.iter().find(|row| row.key == *key);
        row.map(|row| row.instance.as_ref())
    }

    /// The tags in use in a project, each once, by key and value: those of its instances, and
    /// those the service named beside them. A key without a value is no tag yet.
    pub fn tags(&self, scope: &Scope) -> BTreeSet<Tag> {
        let rows = self.present(scope);
        let shown = rows.flat_map(|row| row.instance.tags.iter().cloned());
        let read = self.known.project_tags().value();
        let read =
            read.into_iter()
                .flat_map(|tags| &tags.rows)
                .flat_map(|ProjectTag { key, values }| {
                    values.iter().map(|value| Tag {
                        key: key.clone(),
                        value: value.clone(),
                    })
                });
        shown.chain(read).collect()
    }

    /// How far the tags in use in the project are known.
    pub fn tags_state(&self) -> ReadState<'a> {
        self.known.project_tags().state()
    }

    /// Whether an instance of this project is called so, other than this one.
    pub fn is_name_taken(&self, name: &str, scope: &Scope, but: Option<&InstanceId>) -> bool {
        self.present(scope)
            .filter(|row| Some(&row.key.id) != but)
            .any(|row| row.instance.name.as_deref() == Some(name))
    }

    /// The name of a network, as an instance of this project that uses it has it.
    pub fn name_in_use(&self, scope: &Scope, what: Used, id: &str) -> Option<&'a str> {
        let used = self.present(scope).filter_map(|row| what.of(&row.instance));
        let mut names = used.filter_map(|(known, name)| name.filter(|_| known == id));
        names.next()
    }

    /// The instances of a project that are there.
    pub(in crate::state) fn present(&self, scope: &Scope) -> impl Iterator<Item = &'a Row> {
        let here = |row: &&Row| row.key.scope == *scope && row.presence != Presence::Gone;
        self.rows.iter().filter(here)
    }

    /// The maintenance windows there are, `HH:mm`.
    fn known_windows(&self) -> impl Iterator<Item = (String, String)> + use<'a> {
        let windows = self.catalogue.into_iter().flat_map(|known| &known.windows);
        windows.filter_map(known_window)
    }

    /// A maintenance window of these times, `HH:mm`, if the service has such a one.
    ///
    /// # Errors
    /// It has not, or that is not known yet.
    pub fn window(&self, begin: &str, end: &str) -> Result<(String, String), Problem> {
        let window = rules::window(begin, end)?;
        self.catalogue.ok_or(Problem::NotKnownYet)?;
        let mut known = self.known_windows();
        known
            .find(|known| *known == window)
            .ok_or(Problem::NotOffered)
    }

    /// The maintenance windows to choose from.
    pub fn windows(&self) -> Vec<SelectOption> {
        let named = self.known_windows();
        named
            .map(|(begin, end)| SelectOption::plain(&window_text(&begin, &end)))
            .collect()
    }

    /// The window that the service takes by itself, under the empty value; nothing while that is
    /// not known.
    pub fn default_window(&self) -> Option<SelectOption> {
        let windows = &self.catalogue?.windows;
        let default = windows.iter().find(|window| window.default);
        Some(SelectOption {
            about: OptionNote::Default(default.and_then(known_window)),
            ..SelectOption::plain("")
        })
    }

    /// What these instances use, each once, with who uses it.
    pub(in crate::state) fn used(
        rows: impl Iterator<Item = &'a Row>,
        what: Used,
    ) -> Vec<SelectOption> {
        let mut choices: Vec<SelectOption> = Vec::new();
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for row in rows {
            let Some((value, name)) = what.of(&row.instance) else {
                continue;
            };
            if let Some(at) = seen.get(value) {
                if let OptionNote::Used { more, .. } = &mut choices[*at].about {
                    *more += 1;
                }
                continue;
            }
            seen.insert(value, choices.len());
            choices.push(SelectOption {
                about: OptionNote::Used {
                    name: name.map(str::to_owned),
                    by: row.instance.label().to_owned(),
                    more: 0,
                },
                ..SelectOption::plain(value)
            });
        }
        choices
    }
}

impl SelectOption {
    /// A value that says it all and can be had.
    pub fn plain(value: &str) -> Self {
        Self {
            value: value.to_owned(),
            about: OptionNote::Nothing,
            standing: Standing::Offered,
        }
    }
}

fn known_window(window: &Window) -> Option<(String, String)> {
    rules::window(&window.begin, &window.end).ok()
}

/// A window as the form shows it and lists name it.
pub fn window_text(begin: &str, end: &str) -> String {
    format!("{begin}-{end}")
}
