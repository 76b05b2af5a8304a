//! What is wrong with the broker, worst first: each row is a node, a queue, a connection that
//! something is wrong with, and leads to it.

use super::{A_TO_Z, BETWEEN, SubView, column, queue_id};
use crate::api::Rows;
use crate::broker::Part;
use crate::findings::{Broker, Code, Evidence, Severity, Slot, Subject, Symptom, Value};
use crate::model::Unit;
use crate::state::State;
use crate::state::broker::place::{Lead, Opened};
use crate::state::column::First;
use crate::state::remote::Cached;
use crate::state::table::{Cell, Columns, Declared, Row};
use std::sync::Arc;

/// Of more consumers than this, who they are is not read for a view that is always there.
const CONSUMERS: u64 = 2_000;
/// A page of 500 of so many connections costs the broker at most 200 ms.
const CONNECTIONS: u64 = 2_000;
/// From so many channels on, and so many for each connection, it is looked which connection has them.
const CHANNELS: u64 = 100;
const CHANNELS_EACH: u64 = 8;

pub static TRIAGE: Declared = Declared {
    name: "broker-triage",
    query: None,
    columns: Columns::of(&[
        column(("severity", "severity"), 's', [First::Worst, First::Best]),
        column(("subject", "subject"), 'n', A_TO_Z),
        column(("problem", "sentence"), 'p', A_TO_Z),
        column(("seen-since", "since"), 'a', [First::Newest, First::Oldest]),
        column(("code", "code"), 'c', A_TO_Z),
    ]),
    id: None,
    actions: &[],
    said: |_, _| None,
    rows: |state, _| {
        let at = state.broker.part(&Part::Head).known.as_ref()?.at;
        let symptoms = symptoms(state).into_iter().map(row);
        Some(Cached {
            value: Rows {
                rows: symptoms.collect(),
                unidentified: 0,
                unreadable: Vec::new(),
            },
            at,
        })
    },
};

/// What is wrong, and what that is called which it is wrong with.
type Named = (Symptom, String);

/// What is wrong as the broker was read last.
fn found(state: &State) -> Vec<&Symptom> {
    let known = state.opened_broker();
    let now = known.and_then(|broker| broker.read_at(&Part::Head));
    let all = known.zip(now).map(|(broker, now)| broker.symptoms(now));
    all.unwrap_or_default()
}

/// The same; clients that suffer from what else is wrong are one.
fn symptoms(state: &State) -> Vec<Named> {
    let all = found(state);
    let causes = all.iter().filter(|one| one.holds);
    let hidden: Vec<Code> = causes.flat_map(|one| one.code.hides()).copied().collect();
    let suffers = |one: &Symptom| {
        matches!(one.subject, Subject::Connection(..)) && hidden.contains(&one.code)
    };
    let (mut clients, others): (Vec<&Symptom>, Vec<&Symptom>) =
        all.into_iter().partition(|one| suffers(one));
    let named = |one: &Symptom| (one.clone(), one.subject.label().unwrap_or_default());
    let mut shown: Vec<Named> = others.into_iter().map(named).collect();
    clients.sort_by_key(|one| one.code);
    let codes = clients.chunk_by(|one, other| one.code == other.code);
    shown.extend(codes.filter_map(|own| match own {
        [] => None,
        [one] => Some(named(one)),
        [first, others @ ..] => Some(together(first, others)),
    }));
    shown
}

/// Several clients that suffer from the same as one, with all their connections.
fn together(first: &Symptom, others: &[&Symptom]) -> Named {
    let all = || std::iter::once(first).chain(others.iter().copied());
    let level: f64 = all().map(|one| one.level).sum();
    let name = first.subject.label().unwrap_or_default();
    let seen = first.evidence.iter();
    let seen = seen.map(|seen| Evidence {
        part: None,
        ..seen.clone()
    });
    let symptom = Symptom {
        subject: Subject::Broker,
        since: all().map(|one| one.since).min().unwrap_or(first.since),
        level,
        says: vec![(Slot::Value, Value::Figure(level, Unit::Count))],
        evidence: seen.collect(),
        ..first.clone()
    };
    (symptom, format!("{name} +{}", others.len()))
}

fn row((one, label): Named) -> Row {
    // What has not been so for long may pass.
    let severity = match one.holds {
        true => one.severity,
        false => Severity::Moving,
    };
    Row {
        id: id(&one),
        of: None,
        cells: vec![
            Cell::Severity(severity),
            Cell::Text(Some(label.clone())),
            Cell::Finding(Arc::new(one.finding())),
            Cell::Since(Some(one.since)),
            Cell::Text(Some(one.code.name().to_owned())),
        ],
        label,
    }
}

/// Rows that are as bad stand in the order of their codes.
fn id(one: &Symptom) -> String {
    let subject = match &one.subject {
        Subject::Broker => String::new(),
        Subject::Node(name) | Subject::Vhost(name) | Subject::Connection(name, _) => name.clone(),
        Subject::Queue(key) => queue_id(key),
    };
    format!("{:02}{BETWEEN}{subject}", one.code as usize)
}

/// To what something is wrong with: a queue by itself, else its row in the view that has it.
pub(super) fn lead(state: &State, row: &Row) -> Option<Lead> {
    let mut all = found(state).into_iter();
    let own = all.find(|one| id(one) == row.id);
    // Several clients are none of them.
    own.map(target).or_else(|| {
        let (code, _) = row.id.split_once(BETWEEN).filter(|(_, of)| of.is_empty())?;
        let code = Code::ALL.get(code.parse::<usize>().ok()?)?;
        Some(of_all(*code))
    })
}

fn target(one: &Symptom) -> Lead {
    let row = |view, name: &String| Lead::Row(view, Some(name.clone()));
    match &one.subject {
        Subject::Node(name) => row(SubView::Nodes, name),
        Subject::Vhost(name) => row(SubView::Vhosts, name),
        Subject::Queue(key) => Lead::Opened(Opened::Queue(key.clone())),
        Subject::Connection(name, _) => row(SubView::Connections, name),
        Subject::Broker => of_all(one.code),
    }
}

/// Where one sees more of what is wrong with all of a broker.
fn of_all(code: Code) -> Lead {
    let view = if of_clients(code) {
        SubView::Connections
    } else if code == Code::QueueLeak {
        SubView::Queues
    } else if code == Code::Unroutable {
        SubView::Exchanges
    } else {
        SubView::Nodes
    };
    Lead::Row(view, None)
}

/// Whether the clients have to do with what is wrong with all of a broker.
fn of_clients(code: Code) -> bool {
    matches!(
        code,
        Code::Churn
            | Code::ConnectionLimit
            | Code::ChannelLeak
            | Code::PublishersGone
            | Code::PublishersBlocked
            | Code::Flow
    )
}

impl State {
    /// What the broker of the open instance said, as far as findings follow from it.
    pub fn opened_broker(&self) -> Option<&Broker> {
        let key = self.view.opened.as_ref()?;
        self.fleet.get(key)?.broker.as_deref()
    }
}

/// What is read for it beside the whole, which says how many there are of what costs: very many
/// connections only where one of them can be the trouble.
pub(in crate::state::broker) fn parts(state: &super::BrokerState) -> Vec<Part> {
    let mut parts = vec![Part::Queues, Part::Vhosts, Part::Policies];
    let Some(head) = state.head() else {
        return parts;
    };
    let counts = &head.overview.counts;
    if counts.consumers.is_none_or(|number| number <= CONSUMERS) {
        parts.push(Part::Consumers);
    }
    let each = counts
        .connections
        .unwrap_or(0)
        .saturating_mul(CHANNELS_EACH);
    let many = counts.channels.filter(|channels| *channels >= CHANNELS);
    let leaks = many.is_some_and(|channels| channels > each);
    let slowed = state.part(&Part::Connections).value();
    let slowed = slowed.and_then(|answer| answer.try_as_connections_ref());
    let slowed = slowed.is_some_and(|connections| {
        let mut rows = connections.rows.iter();
        rows.any(|one| matches!(one.state.as_deref(), Some("flow" | "blocked")))
    });
    let few = counts.connections.is_some_and(|all| all <= CONNECTIONS);
    if few || leaks || slowed || !head.alarms().is_empty() {
        parts.push(Part::Connections);
    }
    parts
}
