//! The figures of an instance: what its overview shows, and which fields of the service's answer
//! each of them is made of. Whoever shows a figure and whoever is asked where it is from read them
//! here, so that the two cannot differ. So do the reasons for its severity.
//!
//! Fields are named as in tables 4-9, 4-12, 6-6 and 6-21.

use crate::api::v2::extend::AutoExpansion;
use crate::model::{ApiVersion, Instance};
use crate::say;
use crate::state::State;
use crate::state::query::{Query, QueryCache};
use crate::state::remote::ReadState;
use crate::state::row::{Presence, Row, Why};
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
    /// What is called so, whatever its values.
    Named(&'static str),
    /// Several figures, judged by warren.
    Judgement,
    Profile,
}

/// What the row knows, filled up with what only the detail says. The row is never older: every
/// detail renews it.
struct Known<'a> {
    state: &'a State,
    row: &'a Row,
    detail: Option<&'a Instance>,
}

impl<'a> Known<'a> {
    /// A field of the row, or of the detail where the list leaves it out.
    fn get<T>(&self, field: impl Fn(&'a Instance) -> Option<T>) -> Option<T> {
        let detail = self.detail;
        field(&self.row.instance).or_else(|| detail.and_then(field))
    }

    fn text(&self, field: impl Fn(&'a Instance) -> Option<&'a str>) -> String {
        words::or_unknown(self.get(field))
    }

    /// A name with its id.
    fn named(
        &self,
        name: fn(&Instance) -> Option<&str>,
        id: fn(&Instance) -> Option<&str>,
    ) -> String {
        match (self.get(name), self.get(id)) {
            (Some(name), Some(id)) => format!("{name} ({id})"),
            (name, id) => words::or_unknown(name.or(id)),
        }
    }
}

/// The figures of an instance, whichever is on screen, in the order of its overview.
pub fn of<'w>(w: &'w Words, state: &State, row: &Row) -> Vec<Figure<'w>> {
    let detail = state.details.known(&row.key).instance().value();
    let known = Known {
        state,
        row,
        detail: detail.map(|detail| &detail.instance),
    };
    let mut figures = identity(w, &known);
    figures.extend(size(w, &known));
    figures.extend(network(w, &known));
    figures.extend(account(w, &known));
    figures
}

/// A reason for the severity of an instance, short, with what was read of it beyond its row.
pub fn why(w: &Words, read: &QueryCache, why: &Why) -> String {
    match why {
        Why::Stale(age) => say!(w, "list.why" / why, age = words::time::age(*age)),
        Why::Failed(status) => {
            let said = w.find(&["list.status"], status);
            said.unwrap_or_else(|| status.word()).to_owned()
        }
        Why::FailureCode(code) => words::explained::failed_instance(w, code),
        Why::Storage(percent) => match read.auto_expansion().value() {
            Some(AutoExpansion {
                on: true,
                threshold: Some(threshold),
                ..
            }) => {
                say!(w, "list.why.storage-grows", percent, threshold)
            }
            _ => say!(w, "list.why" / why, percent),
        },
        Why::TaskFailed(task) if task.is_empty() => w.text("list.why.last-task-failed").to_owned(),
        Why::TaskFailed(task) | Why::Moving(Some(task)) => say!(w, "list.why" / why, task),
        Why::Unreadable(n) => say!(w, "list.why" / why, fields = w.count("nouns.field", *n)),
        Why::Moving(None) => String::new(),
        plain => w.named("list.why", plain).to_owned(),
    }
}

/// A figure without any meaning beyond its value.
fn plain<'w>(label: &'w str, value: impl Into<String>, made_of: MadeOf) -> Figure<'w> {
    Figure {
        fact: Fact::plain(label, value),
        made_of,
    }
}

fn fields<'w>(
    label: &'w str,
    value: impl Into<String>,
    names: &'static [&'static str],
) -> Figure<'w> {
    plain(label, value, MadeOf::Fields(names))
}

/// The status, as far as it can be believed.
fn status(known: &Known<'_>, w: &Words) -> String {
    let (state, row) = (known.state, known.row);
    let doubt = if row.is_stale(state.now) { "?" } else { "" };
    match row.presence {
        Presence::Gone => w.text("list.gone").to_owned(),
        Presence::Ordered => w.text("list.ordered").to_owned(),
        Presence::Listed | Presence::Missing => {
            format!("{}{doubt}", words::or_unknown(row.instance.status.as_ref()))
        }
    }
}

fn identity<'w>(w: &'w Words, known: &Known<'_>) -> Vec<Figure<'w>> {
    let (state, row) = (known.state, known.row);
    let severity = row.severity(state.now);
    let engine = known.text(|i| i.engine_version.as_deref());
    let task = known.get(|i| i.task.as_ref());
    let mut figures = vec![
        Figure {
            fact: Fact {
                label: w.text("panes.label.status"),
                value: status(known, w),
                role: severity.into(),
            },
            made_of: MadeOf::Fields(&["status"]),
        },
        Figure {
            fact: Fact {
                label: w.text("panes.label.severity"),
                value: format!(
                    "{} {}",
                    severity.letter(),
                    w.named("list.severity", severity)
                ),
                role: severity.into(),
            },
            made_of: MadeOf::Judgement,
        },
        fields(w.text("panes.label.engine"), engine, &["engine_version"]),
        fields(
            w.text("panes.label.kind"),
            known.text(|i| i.kind.as_deref()),
            &["type"],
        ),
    ];
    if state.profiles.only().is_none() {
        let place = words::frame::place(state, &row.key.scope);
        figures.insert(
            0,
            plain(w.text("panes.label.profile"), place, MadeOf::Profile),
        );
    }
    if state.api(&row.key.scope) == ApiVersion::V1 {
        figures.push(plain(
            w.text("panes.label.api"),
            w.text("panes.v1-lacks"),
            MadeOf::Profile,
        ));
    }
    if let Some(task) = task {
        let name = words::or_unknown(task.name.as_deref());
        let status = words::or_unknown(task.status.as_ref());
        figures.push(plain(
            w.text("panes.label.task"),
            format!("{name} {status}"),
            MadeOf::Named("task.name, task.status"),
        ));
    }
    figures
}

fn size<'w>(w: &'w Words, known: &Known<'_>) -> Vec<Figure<'w>> {
    let brokers = known.get(|i| i.broker_num);
    let brokers = brokers.map(|number| w.count("nouns.broker", number as usize));
    let size = known.text(crate::model::Instance::size);
    let size = match brokers {
        Some(brokers) => format!("{size}{}{brokers}", w.text("comma")),
        None => size,
    };
    let disk = known.text(|i| i.storage.spec_code.as_deref());
    let disk = match known.get(|i| i.storage.extend_times) {
        Some(times) if times > 0 => {
            format!(
                "{disk}{}{}",
                w.text("comma"),
                say!(w, "panes.extended", times)
            )
        }
        _ => disk,
    };
    let mut figures = vec![
        fields(
            w.text("panes.label.spec"),
            size,
            &[
                "specification",
                "product_id",
                "resource_spec_code",
                "broker_num",
            ],
        ),
        fields(
            w.text("panes.label.product"),
            known.text(|i| i.product_id.as_deref()),
            &["product_id"],
        ),
        storage(w, known),
        fields(
            w.text("panes.label.disk"),
            disk,
            &["storage_spec_code", "extend_times"],
        ),
    ];
    figures.extend(growth(w, known));
    figures
}

/// Whether the disks grow by themselves; nothing where the API has no call for it.
fn growth<'w>(w: &'w Words, known: &Known<'_>) -> Option<Figure<'w>> {
    let key = &known.row.key;
    let query = Query::AutoExpansion(key.id.clone());
    let api = known.state.api(&key.scope);
    query
        .feature()
        .is_none_or(|one| api.has(one))
        .then_some(())?;
    let read = known.state.details.known(key).auto_expansion();
    let value = match (read.value(), read.state()) {
        (Some(now), _) if now.on => {
            let [threshold, increment, largest] =
                [now.threshold, now.increment, now.largest].map(words::or_unknown);
            say!(w, "panes.grows", threshold, increment, largest)
        }
        (Some(_), _) => w.text("panes.grows-not").to_owned(),
        (None, ReadState::Failed(error)) => {
            say!(
                w,
                "panes.growth-unknown",
                why = words::error::short(w, error)
            )
        }
        (None, _) => words::UNKNOWN.to_owned(),
    };
    let made_of = MadeOf::Named(
        "auto_volume_expand_enable, expand_threshold, expand_increment, max_volume_size",
    );
    Some(plain(w.text("panes.label.growth"), value, made_of))
}

fn storage<'w>(w: &'w Words, known: &Known<'_>) -> Figure<'w> {
    let gb = |field: fn(&Instance) -> Option<u64>| words::or_unknown(known.get(field));
    let percent = known.row.instance.storage.percent();
    let (used, usable) = (gb(|i| i.storage.used), gb(|i| i.storage.usable));
    let total = gb(|i| i.storage.total);
    let value = match percent {
        Some(percent) => say!(w, "panes.storage-percent", used, usable, percent, total),
        None => say!(w, "panes.storage", used, usable, total),
    };
    let role = match percent {
        Some(90..) => Role::Critical,
        Some(80..) => Role::Warning,
        _ => Role::Plain,
    };
    Figure {
        fact: Fact {
            label: w.text("panes.label.storage"),
            value,
            role,
        },
        made_of: MadeOf::Storage,
    }
}

fn network<'w>(w: &'w Words, known: &Known<'_>) -> Vec<Figure<'w>> {
    let mut address = known.text(|i| i.network.connect_address.as_deref());
    if let Some(port) = known.get(|i| i.network.port) {
        address.push_str(&format!(":{port}"));
    }
    let ipv6 = &known.row.instance.network.ipv6_addresses;
    if !ipv6.is_empty() {
        address.push_str(&format!(" {}", ipv6.join(" ")));
    }
    let public = known.get(|i| i.network.public);
    let public = match (public, known.get(|i| i.network.public_address.as_deref())) {
        (Some(true), Some(address)) => say!(w, "panes.public", address),
        (on, _) => words::yes_no(w, on).to_owned(),
    };
    let tls = words::yes_no(w, known.get(|i| i.network.ssl));
    vec![
        fields(
            w.text("panes.label.address"),
            address,
            &["connect_address", "port", "ipv6_connect_addresses"],
        ),
        fields(w.text("panes.label.tls"), tls, &["ssl_enable"]),
        fields(
            w.text("panes.label.management"),
            known.text(|i| i.network.management_address.as_deref()),
            &["management_connect_address"],
        ),
        fields(
            w.text("panes.label.public"),
            public,
            &["enable_publicip", "publicip_address"],
        ),
        fields(
            w.text("panes.label.vpc"),
            known.named(
                |i| i.network.vpc_name.as_deref(),
                |i| i.network.vpc_id.as_deref(),
            ),
            &["vpc_name", "vpc_id"],
        ),
        fields(
            w.text("panes.label.subnet"),
            known.text(|i| i.network.subnet_id.as_deref()),
            &["subnet_id"],
        ),
        fields(
            w.text("panes.label.group"),
            known.named(
                |i| i.network.security_group_name.as_deref(),
                |i| i.network.security_group_id.as_deref(),
            ),
            &["security_group_name", "security_group_id"],
        ),
        fields(
            w.text("panes.label.zones"),
            zones(known),
            &["available_zone_names", "available_zones"],
        ),
    ]
}

fn zones(known: &Known<'_>) -> String {
    let some = |zones: &'_ Vec<String>| (!zones.is_empty()).then(|| zones.join(", "));
    let names = known.get(|i| some(&i.network.zone_names));
    words::or_unknown(names.or_else(|| known.get(|i| some(&i.network.zone_ids))))
}

/// The maintenance window, in the region's time.
fn window(w: &Words, known: &Known<'_>) -> String {
    let short = |time: &str| {
        let whole = time.strip_suffix(":00");
        let whole = whole.filter(|rest| rest.contains(':'));
        whole.unwrap_or(time).to_owned()
    };
    let begin = known.get(|i| i.maintain_begin.as_deref());
    let end = known.get(|i| i.maintain_end.as_deref());
    match (begin.map(short), end.map(short)) {
        (Some(begin), Some(end)) => say!(w, "panes.window", begin, end),
        _ => words::UNKNOWN.to_owned(),
    }
}

fn account<'w>(w: &'w Words, known: &Known<'_>) -> Vec<Figure<'w>> {
    let created = known.get(|i| i.created_at).map(|at| {
        let date = words::time::day(at);
        match words::time::age_of(at, known.state.now) {
            Some(age) => say!(w, "panes.created-age", date, age),
            None => say!(w, "panes.created", date),
        }
    });
    let enterprise = known.get(|i| i.enterprise_project_id.as_deref());
    let enterprise = enterprise.map(|id| panes::enterprise(w, id));
    let tags = match known.row.instance.tags.as_slice() {
        [] => words::UNKNOWN.to_owned(),
        _ => words::list::tags(&known.row.instance),
    };
    let billing = known
        .get(|i| i.billing)
        .map(|billing| panes::billing(w, billing));
    vec![
        fields(
            w.text("panes.label.window"),
            window(w, known),
            &["maintain_begin", "maintain_end"],
        ),
        fields(
            w.text("panes.label.billing"),
            words::or_unknown(billing),
            &["charging_mode"],
        ),
        fields(
            w.text("panes.label.created"),
            words::or_unknown(created),
            &["created_at"],
        ),
        fields(
            w.text("panes.label.enterprise"),
            words::or_unknown(enterprise),
            &["enterprise_project_id"],
        ),
        fields(
            w.text("panes.label.owner"),
            known.text(|i| i.user_name.as_deref()),
            &["user_name"],
        ),
        fields(
            w.text("panes.label.user"),
            known.text(|i| i.access_user.as_deref()),
            &["access_user"],
        ),
        fields(
            w.text("panes.label.id"),
            known.row.key.id.as_str(),
            &["instance_id"],
        ),
        fields(w.text("panes.label.tags"), tags, &["tags"]),
        fields(
            w.text("panes.label.description"),
            known.text(|i| i.description.as_deref()),
            &["description"],
        ),
    ]
}
