//! The figures of an instance: what its overview shows, and which fields of the service's answer
//! each of them is made of. Whoever shows a figure and whoever is asked where it is from read them
//! here, so that the two cannot differ.
//!
//! Fields are named as in tables 4-9, 4-12, 6-6 and 6-21.

use crate::findings::Presence;
use crate::list;
use crate::model::{ApiVersion, Instance};
use crate::say;
use crate::state::State;
use crate::state::query::Query;
use crate::state::remote::ReadState;
use crate::state::row::Row;
use crate::ui::theme::Role;
use crate::ui::widgets::facts::Fact;
use crate::ui::words;
use crate::ui::words::Words;
use crate::ui::words::panes;

/// A fact and what it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure<'w> {
    pub fact: Fact<'w>,
    pub made_of: MadeOf,
}

/// What a figure is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MadeOf {
    /// These fields of the instance.
    Fields(&'static [&'static str]),
    /// Used and usable storage, which make a percentage, and what is paid for.
    Storage,
    /// Zones: by the names of the answer, else by those that the list of zones has for their ids.
    Zones,
    /// What is called so, whatever its values.
    Named(&'static str),
    /// Several figures, judged by warren.
    Judgement,
    Profile,
}

/// What the row knows, filled up with what only the detail says. The row is never older: every
/// detail renews it.
struct Known<'a> {
    w: &'a Words,
    state: &'a State,
    row: &'a Row,
    detail: Option<&'a Instance>,
}

impl<'a> Known<'a> {
    /// Something of the row, or of the detail where the list leaves it out.
    fn get<T>(&self, of: impl Fn(&'a Instance) -> Option<T>) -> Option<T> {
        of(&self.row.instance).or_else(|| self.detail.and_then(of))
    }

    /// A field as it came.
    fn field(&self, name: &str) -> Option<String> {
        let text = |instance| list::named(instance, name).map(list::text);
        self.get(|instance| text(instance).filter(|text| !text.is_empty()))
    }

    /// A figure of fields, called as the first of them is.
    fn made(&self, fields: &'static [&'static str], value: impl Into<String>) -> Figure<'a> {
        let w = self.w;
        let label = w.find(&["panes.figure", "panes.label"], fields[0]);
        plain(label.unwrap_or_default(), value, MadeOf::Fields(fields))
    }

    /// A figure that is a field as it came.
    fn as_it_came(&self, field: &'static [&'static str; 1]) -> Figure<'a> {
        self.made(field, words::or_unknown(self.field(field[0])))
    }

    /// The same, where the service says it at all.
    fn if_said(&self, field: &'static [&'static str; 1]) -> Option<Figure<'a>> {
        self.field(field[0]).map(|value| self.made(field, value))
    }

    /// A figure that is a name with its id, and more in words.
    fn named(&self, fields: &'static [&'static str]) -> Figure<'a> {
        let said = |name: Option<&&str>| name.and_then(|name| self.field(name));
        let mut value = match (said(fields.first()), said(fields.get(1))) {
            (Some(name), Some(id)) => format!("{name} ({id})"),
            (name, id) => words::or_unknown(name.or(id)),
        };
        for more in fields.iter().skip(2).filter_map(|name| self.field(name)) {
            value = format!("{value} {more}");
        }
        self.made(fields, value)
    }
}

/// The figures of an instance, whichever is on screen, in the order of its overview.
pub fn of<'w>(w: &'w Words, state: &'w State, row: &'w Row) -> Vec<Figure<'w>> {
    let detail = state.details.known(&row.key).instance().value();
    let known = &Known {
        w,
        state,
        row,
        detail: detail.map(|detail| &detail.instance),
    };
    let parts = [identity(known), size(known), network(known), account(known)];
    parts.into_iter().flatten().collect()
}

/// A figure without any meaning beyond its value.
fn plain<'w>(label: &'w str, value: impl Into<String>, made_of: MadeOf) -> Figure<'w> {
    let fact = Fact::plain(label, value);
    Figure { fact, made_of }
}

impl Figure<'_> {
    fn looking(mut self, role: Role) -> Self {
        self.fact.role = role;
        self
    }
}

/// The status, as far as it can be believed.
fn kind(known: &Known<'_>) -> String {
    let console = known.row.instance.console_kind();
    let kind = known.field("type");
    words::or_unknown(kind.map(|kind| words::with_console(known.w, &kind, console).into_owned()))
}

fn status(known: &Known<'_>) -> String {
    let (w, state, row) = (known.w, known.state, known.row);
    let doubt = if row.is_stale(state.now) { "?" } else { "" };
    match row.presence {
        Presence::Gone => w.text("list.gone").to_owned(),
        Presence::Ordered => w.text("list.ordered").to_owned(),
        Presence::Listed | Presence::Missing => {
            format!(
                "{}{doubt}",
                words::instance_status(w, row.instance.status.as_ref())
            )
        }
    }
}

fn identity<'w>(known: &Known<'w>) -> Vec<Figure<'w>> {
    let (w, state, row) = (known.w, known.state, known.row);
    let severity = row.severity();
    let letter = severity.letter();
    let judged = format!("{letter} {}", w.named("list.severity", severity));
    let judged = plain(w.text("panes.label.severity"), judged, MadeOf::Judgement);
    let mut figures = Vec::new();
    if state.profiles.only().is_none() {
        let place = words::frame::place(state, &row.key.scope);
        let label = w.text("panes.label.profile");
        figures.push(plain(label, place, MadeOf::Profile));
    }
    figures.extend([
        known
            .made(&["status"], status(known))
            .looking(row.status_severity().into()),
        judged.looking(severity.into()),
        known.as_it_came(&["engine_version"]),
        known.made(&["type"], kind(known)),
    ]);
    if state.api(&row.key.scope) == ApiVersion::V1 {
        let (label, lacks) = (w.text("panes.label.api"), w.text("panes.v1-lacks"));
        figures.push(plain(label, lacks, MadeOf::Profile));
    }
    if let Some(code) = known.field("error_code") {
        let said = words::explained::failed_instance(w, &code);
        figures.push(known.made(&["error_code"], said));
    }
    if let Some(task) = known.get(|i| i.task.as_ref()) {
        let name = words::or_unknown(task.name.as_deref());
        let status = words::task_status(w, task.status.as_ref());
        let made_of = MadeOf::Named("task.name, task.status");
        let value = format!("{name} {status}");
        figures.push(plain(w.text("panes.label.task"), value, made_of));
    }
    figures
}

/// What a size is made of.
const SPECIFICATION: [&str; 4] = [
    "specification",
    "product_id",
    "resource_spec_code",
    "broker_num",
];

fn size<'w>(known: &Known<'w>) -> Vec<Figure<'w>> {
    let w = known.w;
    let brokers = known.get(Instance::brokers);
    let brokers = brokers.map(|number| w.count("nouns.broker", number as usize));
    let size = words::or_unknown(known.get(Instance::size));
    let expansions = known.get(|i| i.storage.extend_times);
    let expansions = expansions.filter(|times| *times > 0);
    let expansions = expansions.map(|times| say!(w, "panes.extended", times));
    let disk = words::or_unknown(known.field("storage_spec_code"));
    let old = known.get(|i| i.storage.logical_volume) == Some(false);
    let old = old.then(|| w.text("panes.old-disk").to_owned());
    let figures = [
        known.made(&SPECIFICATION, listed(w, size, brokers)),
        known.as_it_came(&["product_id"]),
        storage(known),
        known.made(
            &["storage_spec_code", "extend_times", "is_logical_volume"],
            listed(w, disk, expansions.into_iter().chain(old)),
        ),
    ];
    let id = known.if_said(&["storage_resource_id"]);
    figures.into_iter().chain(growth(known)).chain(id).collect()
}

fn listed(w: &Words, first: String, more: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = [first].into_iter().chain(more).collect();
    parts.join(w.text("comma"))
}

/// Whether the disks grow by themselves; nothing where the API has no call for it.
fn growth<'w>(known: &Known<'w>) -> Option<Figure<'w>> {
    let (w, key) = (known.w, &known.row.key);
    let query = Query::AutoExpansion(key.id.clone());
    let api = known.state.api(&key.scope);
    let feature = query.feature();
    feature.is_none_or(|one| api.has(one)).then_some(())?;
    let read = known.state.details.known(key).auto_expansion();
    let value = match (read.value(), read.state()) {
        (Some(now), _) if now.on => {
            let [threshold, increment, largest] =
                [now.threshold, now.increment, now.largest].map(words::or_unknown);
            say!(w, "panes.grows", threshold, increment, largest)
        }
        (Some(_), _) => w.text("panes.grows-not").to_owned(),
        (None, ReadState::Failed(error)) => {
            let why = words::error::short(w, error);
            say!(w, "panes.growth-unknown", why)
        }
        (None, _) => words::UNKNOWN.to_owned(),
    };
    let made_of = MadeOf::Named(
        "auto_volume_expand_enable, expand_threshold, expand_increment, max_volume_size",
    );
    Some(plain(w.text("panes.label.growth"), value, made_of))
}

fn storage<'w>(known: &Known<'w>) -> Figure<'w> {
    let w = known.w;
    let percent = known.row.instance.storage.percent();
    let [used, usable, total] = STORAGE.map(|field| words::or_unknown(known.field(field)));
    let value = match percent {
        Some(percent) => say!(w, "panes.storage-percent", used, usable, percent, total),
        None => say!(w, "panes.storage", used, usable, total),
    };
    let role = match percent {
        Some(90..) => Role::Critical,
        Some(80..) => Role::Warning,
        _ => Role::Plain,
    };
    plain(w.text("panes.label.storage"), value, MadeOf::Storage).looking(role)
}

/// What is used, what is usable and what is paid for.
pub const STORAGE: [&str; 3] = ["used_storage_space", "storage_space", "total_storage_space"];

fn network<'w>(known: &Known<'w>) -> Vec<Figure<'w>> {
    let w = known.w;
    let mut address = words::or_unknown(known.field("connect_address"));
    if let Some(port) = known.get(|i| i.network.port) {
        address.push_str(&format!(":{port}"));
    }
    let ipv6 = &known.row.instance.network.ipv6_addresses;
    if !ipv6.is_empty() {
        address.push_str(&format!(" {}", ipv6.join(" ")));
    }
    let public = known.get(|i| i.network.public);
    let public = match (public, known.field("publicip_address")) {
        (Some(true), Some(address)) => match known.field("publicip_id") {
            Some(id) => say!(w, "panes.public-with-id", address, id),
            None => say!(w, "panes.public", address),
        },
        (on, _) => words::yes_no(w, on).to_owned(),
    };
    let tls = words::yes_no(w, known.get(|i| i.network.ssl));
    let addresses = &[
        "connect_address",
        "port",
        "ipv6_enable",
        "ipv6_connect_addresses",
    ];
    vec![
        known.made(&["ssl_enable"], tls),
        known.made(
            &["enable_publicip", "publicip_address", "publicip_id"],
            public,
        ),
        known.made(addresses, address),
        known.as_it_came(&["management_connect_address"]),
        known.named(&["vpc_name", "vpc_id"]),
        known.named(&["subnet_name", "subnet_id", "subnet_cidr"]),
        known.named(&["security_group_name", "security_group_id"]),
        plain(
            w.text("panes.figure.available_zone_names"),
            zones(known),
            MadeOf::Zones,
        ),
    ]
}

fn zones(known: &Known<'_>) -> String {
    let list = &known.row.zones;
    let named = known.get(|i| {
        i.network
            .zones_named(list)
            .filter(|named| !named.is_empty())
    });
    let ids = || known.get(|i| Some(&i.network.zone_ids).filter(|ids| !ids.is_empty()));
    let counted = |ids: &Vec<String>| {
        let number = known.w.count("nouns.zone", ids.len());
        format!("{number} ({})", ids.join(", "))
    };
    let named = named.map(|named| named.join(", "));
    words::or_unknown(named.or_else(|| ids().map(counted)))
}

/// The maintenance window, as the service gives it.
fn window(known: &Known<'_>) -> String {
    let w = known.w;
    let short = |time: String| {
        let whole = time.strip_suffix(":00");
        let whole = whole.filter(|rest| rest.contains(':'));
        whole.unwrap_or(&time).to_owned()
    };
    let ends = ["maintain_begin", "maintain_end"].map(|end| known.field(end).map(short));
    match ends {
        [Some(begin), Some(end)] => say!(w, "panes.window", begin, end),
        _ => words::UNKNOWN.to_owned(),
    }
}

fn account<'w>(known: &Known<'w>) -> Vec<Figure<'w>> {
    let w = known.w;
    let created = known.get(|i| i.created_at).map(|at| {
        let date = words::time::day(w, at);
        match words::time::said_since(w, at, known.state.now) {
            Some(age) => say!(w, "panes.created-age", date, age),
            None => say!(w, "panes.created", date),
        }
    });
    let enterprise = known.field("enterprise_project_id");
    let enterprise = enterprise.map(|id| panes::enterprise(w, &id).to_owned());
    let tags = match known.row.instance.tags.as_slice() {
        [] => words::UNKNOWN.to_owned(),
        _ => words::list::tags(&known.row.instance),
    };
    let billing = known.get(|i| i.billing);
    let billing = billing.map(|billing| panes::billing(w, billing));
    let first = [
        known.made(&["maintain_begin", "maintain_end"], window(known)),
        known.made(&["charging_mode"], words::or_unknown(billing)),
    ];
    let order = known.if_said(&["order_id"]);
    let rest = [
        known.made(&["enterprise_project_id"], words::or_unknown(enterprise)),
        known.as_it_came(&["access_user"]),
        known.made(&["created_at"], words::or_unknown(created)),
        known.named(&["user_name", "user_id"]),
        known.as_it_came(&["instance_id"]),
        known.made(&["tags"], tags),
        known.as_it_came(&["description"]),
    ];
    first.into_iter().chain(order).chain(rest).collect()
}
