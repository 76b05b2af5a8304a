//! Where what a row of a broker shows is from: the call, when it was answered, and of each value its
//! field in the answer, with what is there.

use super::{Known, Said};
use crate::api::Read as _;
use crate::api::v2::topology::{ListQueues, ListUsers, ShowQueue};
use crate::broker::Part;
use crate::findings::Finding;
use crate::say;
use crate::state::State;
use crate::state::broker::{About, DetailRow, Opened, SubView};
use crate::state::table::{Cell, Measure, Row};
use crate::ui::words::{self, Words, cell, finding, time};

/// What is said of the row of this id, of what is shown.
pub(super) fn row(w: &Words, state: &State, id: &str) -> Known {
    let broker = &state.broker;
    let mut said: Vec<Said> = Vec::new();
    if broker.opened().is_some() {
        let row = broker.details().iter().find(|row| row.id == id)?;
        let part = of_detail(state, row);
        // They come with the whole, by another call than nodes do.
        let by_broker = || match row.about == About::Listeners {
            true => called(w, state, (part.call(), &part)),
            false => source(w, state, &part),
        };
        said.extend(cloud(w, state, None).or_else(by_broker));
        let label = w.named("broker.about", row.about).to_owned();
        said.push((label, of_detail_row(w, state, row)));
        return Some((Vec::new(), said));
    }
    let row = broker.rows().iter().find(|row| row.id == id)?;
    if let Some(found) = row.cells.iter().find_map(found) {
        return Some((Vec::new(), by_finding(w, state, found)));
    }
    let by_cloud = cloud(w, state, Some(id));
    said.extend(by_cloud.or_else(|| source(w, state, &broker.own_part())));
    let own = broker.row_part(id);
    let own = own.and_then(|part| source(w, state, &part));
    said.extend(own.map(|(_, source)| (w.text("provenance.source-rates").to_owned(), source)));
    said.extend(values(w, state, row));
    Some((Vec::new(), said))
}

/// The call, and when it was answered.
fn source(w: &Words, state: &State, part: &Part) -> Option<Said> {
    let call = match part {
        // They come with the whole, by a call of their own.
        Part::Head => "GET /api/nodes".to_owned(),
        part => part.call(),
    };
    called(w, state, (call, part))
}

/// This call, and when a part was answered.
fn called(w: &Words, state: &State, (call, part): (String, &Part)) -> Option<Said> {
    let at = state.broker.part(part).known.as_ref()?.at;
    let age = time::said(w, state.now.since(at));
    let said = say!(
        w,
        "provenance.broker",
        call,
        age,
        at = time::exact(w, at.wall)
    );
    Some((w.text("provenance.source").to_owned(), said))
}

/// The call of the message service, and when it was answered, where the cloud view is shown: of a row
/// of its table, or of what is shown by itself.
fn cloud(w: &Words, state: &State, id: Option<&str>) -> Option<Said> {
    let key = state.cloud_view()?;
    let at = state.cloud_read_at()?;
    let project = state.profiles.get(&key.scope)?.context.project.as_ref()?;
    let instance = key.id.clone();
    let request = match (state.broker.opened(), state.broker.shown(), id) {
        (Some(Opened::Queue(queue)), ..) => {
            let queue = queue.clone();
            ShowQueue { instance, queue }.request(project)
        }
        (_, SubView::CloudUsers, _) => ListUsers { instance }.request(project),
        (_, _, id) => {
            let (vhost, _) = id?.split_once('\u{0}')?;
            let (vhost, offset) = (vhost.to_owned(), 0);
            let page = ListQueues {
                instance,
                vhost,
                offset,
            };
            page.request(project)
        }
    };
    // Which page of the list it was on says nothing.
    let call = format!("{} {}", request.method.as_str(), request.path);
    let age = time::said(w, state.now.since(at));
    let at = time::exact(w, at.wall);
    let said = say!(w, "provenance.broker", call, age, at);
    Some((w.text("provenance.source").to_owned(), said))
}

/// Each value under its heading, with its field and what that holds.
fn values<'a>(w: &'a Words, state: &'a State, row: &'a Row) -> impl Iterator<Item = Said> + 'a {
    let columns = state.broker.columns().iter().zip(&row.cells);
    columns.map(|(column, value)| {
        let shown = cell::text(w, state.now, value);
        let shown = if shown.is_empty() {
            words::UNKNOWN.to_owned()
        } else {
            shown
        };
        let path = path(column.field);
        let from = match exact(value) {
            Some(exact) if exact == shown => path.to_owned(),
            Some(exact) => format!("{path} {exact}"),
            None => say!(w, "provenance.absent", field = path),
        };
        let heading = w.named("table.column", column.name).to_owned();
        (heading, say!(w, "provenance.figure", shown, from))
    })
}

/// A value as it is in the answer.
fn exact(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Text(text) | Cell::State(text) => text.clone(),
        Cell::Measured(value) => value.map(measured),
        Cell::Since(at) | Cell::Until(at) => at.map(|at| at.to_string()),
        Cell::At(at) => Some(at.to_string()),
        Cell::Status(_)
        | Cell::Severity(_)
        | Cell::Finding(_)
        | Cell::Kind(_)
        | Cell::Change(_) => None,
    }
}

fn measured(value: Measure) -> String {
    match value {
        Measure::Count(value) | Measure::Bytes(value) | Measure::Lasts(value) => value.to_string(),
        Measure::Plain(value)
        | Measure::Rate(value)
        | Measure::BytesRate(value)
        | Measure::Share(value) => value.to_string(),
        // The broker says it by the second.
        Measure::Change(value) => (value / 60.0).to_string(),
        Measure::CountOf(used, all)
        | Measure::BytesOf(used, all)
        | Measure::BytesAbove(used, all) => {
            format!("{used}, {all}")
        }
    }
}

/// Where in an answer a field is, by what it is called in files.
fn path(field: &'static str) -> &'static str {
    match field {
        "messages_ready_rate" => "messages_ready_details.rate",
        "publish_rate" => "message_stats.publish_details.rate",
        "deliver_get_rate" => "message_stats.deliver_get_details.rate",
        "ack_rate" => "message_stats.ack_details.rate",
        "unroutable_rate" => {
            "message_stats.return_unroutable_details.rate + drop_unroutable_details.rate"
        }
        "publish_in_rate" => "message_stats.publish_in_details.rate",
        "publish_out_rate" => "message_stats.publish_out_details.rate",
        "recv_oct_rate" => "recv_oct_details.rate",
        "send_oct_rate" => "send_oct_details.rate",
        "peer" => "peer_host, peer_port",
        "client" => "client_properties.product, client_properties.version",
        "user_provided_name" => "user_provided_name, client_properties.connection_name",
        "mode" => "confirm, transactional",
        "features" => "durable, auto_delete, exclusive, arguments, policy",
        "queue" => "queue.name",
        "channel" => "channel_details.name",
        "mem_used" => "mem_used, mem_limit",
        "disk_free" => "disk_free, disk_free_limit",
        "fd_used" => "fd_used, fd_total",
        "sockets_used" => "sockets_used, sockets_total",
        "proc_used" => "proc_used, proc_total",
        "version" => "rabbitmq_version",
        other => other,
    }
}

fn found(cell: &Cell) -> Option<&Finding> {
    match cell {
        Cell::Finding(finding) => Some(finding),
        Cell::Text(_)
        | Cell::Status(_)
        | Cell::State(_)
        | Cell::Severity(_)
        | Cell::Measured(_)
        | Cell::Since(_)
        | Cell::Until(_)
        | Cell::At(_)
        | Cell::Kind(_)
        | Cell::Change(_) => None,
    }
}

/// By what it is seen that something is wrong.
fn by_finding(w: &Words, state: &State, found: &Finding) -> Vec<Said> {
    let code = found.code.name().to_owned();
    let mut said = vec![(code, finding::sentence_alone(w, found))];
    let seen = found.evidence.iter();
    said.extend(seen.map(|seen| {
        let label = w.text("provenance.source").to_owned();
        (label, finding::evidence(w, state.now, seen))
    }));
    said
}

/// The part that a row of one thing is of.
fn of_detail(state: &State, row: &DetailRow) -> Part {
    let own = state.broker.own_part();
    let parts = state.broker.opened().map(|opened| opened.parts());
    let last = parts.and_then(|parts| parts.into_iter().next_back());
    match row.about {
        About::Bindings | About::Uses => last.unwrap_or(own),
        About::Consumers
        | About::Members
        | About::Node
        | About::Growth
        | About::Utilisation
        | About::Size
        | About::Oldest
        | About::Policy
        | About::OperatorPolicy
        | About::Arguments
        | About::Effective
        | About::Memory
        | About::DiskFree
        | About::Handles
        | About::Sockets
        | About::Processes
        | About::RunQueue
        | About::Uptime
        | About::Version
        | About::Listeners
        | About::Plugins => own,
    }
}

/// The field of a row of one thing, with what it holds.
fn of_detail_row(w: &Words, state: &State, row: &DetailRow) -> String {
    let path = match row.about {
        About::Consumers => "consumer_details",
        About::Members => "members, online, leader",
        About::Node => "node",
        About::Growth => "messages_ready_details.rate",
        About::Utilisation => "consumer_utilisation",
        About::Size => "message_bytes",
        About::Oldest => "head_message_timestamp",
        About::Policy => "policy",
        About::OperatorPolicy => "operator_policy",
        About::Bindings => "source, routing_key, arguments",
        About::Arguments => "arguments",
        About::Effective => "effective_policy_definition",
        About::Memory => "mem_used, mem_limit",
        About::Uses => "memory",
        About::DiskFree => "disk_free, disk_free_limit",
        About::Handles => "fd_used, fd_total",
        About::Sockets => "sockets_used, sockets_total",
        About::Processes => "proc_used, proc_total",
        About::RunQueue => "run_queue",
        About::Uptime => "uptime",
        About::Version => "rabbitmq_version",
        About::Listeners => "listeners",
        About::Plugins => "enabled_plugins",
    };
    match row.exact() {
        Some(value) => {
            let exact = exact(value);
            let shown = cell::text(w, state.now, value);
            let from = match exact {
                Some(exact) => format!("{path} {exact}"),
                None => say!(w, "provenance.absent", field = path),
            };
            say!(w, "provenance.figure", shown, from)
        }
        None => match row.label() {
            Some(label) => format!("{path} {label}"),
            None => path.to_owned(),
        },
    }
}
