//! What a question says of a change of a broker: which broker and by which way, what it is done to
//! and how that stands now, what it means, and the exact calls.

use super::{Says, unwritten, warning};
use crate::api::management::ChangeKind;
use crate::broker::Part;
use crate::keymap::Keymap;
use crate::model::broker::{Queue, QueueKey};
use crate::say;
use crate::state::State;
use crate::state::broker::Opened;
use crate::state::now::Now;
use crate::state::write::broker::{BrokerPlan, Object};
use crate::state::write::confirm::{Confirm, Guard};
use crate::text;
use crate::ui::area::rows;
use crate::ui::canvas::Line;
use crate::ui::theme::Role;
use crate::ui::words::broker_change::{asks, grouped, means};
use crate::ui::words::{self, Words, broker, time};
use crate::ui::{keys, syntax};

pub(super) fn says(
    w: &Words,
    (state, keymap): (&State, &Keymap),
    confirm: &Confirm<BrokerPlan>,
    room: usize,
) -> Says {
    let plan = confirm.plan();
    let word = w.named("broker.act.go", plan.kind());
    let mut facts = facts(w, state, plan, room);
    let essential = rows(&facts);
    facts.extend(warning(means(w, plan), room));
    let request = plan.shown();
    let request = request.lines().filter(|line| !line.is_empty());
    Says {
        title: title(w, state, plan),
        facts,
        essential,
        request: request
            .flat_map(|line| syntax::indented(line, room))
            .collect(),
        refusal: state.allows_on_broker(plan).err(),
        go: match confirm.guard() {
            Guard::Typed { .. } => word.to_owned(),
            Guard::YesNo => keys::yes(keymap, word),
        },
    }
}

fn title(w: &Words, state: &State, plan: &BrokerPlan) -> Line {
    let labels = words::profiles::labels(state, vec![&plan.of.scope]);
    let mut title = Line::default();
    if !labels.is_empty() {
        let label = words::profiles::label(&labels);
        title = title.then(say!(w, "dialog.within", label), Role::Chip);
    }
    title.then(asks(w, plan), Role::Title)
}

/// What it is done to in full, of which instance, by which way, and how it stands now.
fn facts(w: &Words, state: &State, plan: &BrokerPlan, room: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Line::wrapped(plan.subject(), room, Role::Title).collect();
    if let Object::Queue(key) = &plan.first().object {
        let vhost = say!(w, "broker.act.vhost", vhost = key.vhost);
        lines.push(Line::plain(text::cut(&vhost, room)));
    }
    let now = match plan.kind() {
        ChangeKind::PurgeQueue | ChangeKind::DeleteQueue | ChangeKind::PeekMessages => {
            Some(queue_now(w, state, plan))
        }
        ChangeKind::CloseConnection => connection_now(w, state, plan),
    };
    lines.extend(now.map(|now| Line::plain(text::cut(&now, room))));
    let place = words::frame::place(state, &plan.of.scope);
    let place = format!("{}  {place}", plan.name);
    lines.push(Line::plain(text::cut(&place, room)));
    lines.push(Line::plain(text::cut(&broker::way(w, &plan.way.way), room)));
    lines.extend(unwritten(w, state, room));
    lines
}

/// A queue in full, and what is in it as the message service told it last.
pub(super) fn cloud_queue(w: &Words, state: &State, key: &QueueKey, room: usize) -> Vec<Line> {
    let whole = say!(w, "broker.queue", name = &key.name, vhost = &key.vhost);
    let target = state.cloud_target().filter(|queue| queue.key == *key);
    let known = target.zip(state.cloud_read_at());
    let now = known.map(|(queue, at)| depth(w, state, queue, at));
    let now = now.map(|now| Line::plain(text::cut(&now, room)));
    Line::wrapped(&whole, room, Role::Title)
        .chain(now)
        .collect()
}

fn depth(w: &Words, state: &State, queue: &Queue, at: Now) -> String {
    say!(
        w,
        "broker.act.queue-now",
        ready = grouped(queue.depth.ready),
        unacked = grouped(queue.depth.unacknowledged),
        consumers = grouped(queue.consumers),
        ago = time::fine(at.wall, state.now)
    )
}

/// How much is in the queue, and how old that is: by what it said itself while it is shown by itself,
/// as it need not be among those that were listed.
fn queue_now(w: &Words, state: &State, plan: &BrokerPlan) -> String {
    let alone = state.broker.opened().and_then(Opened::own_part);
    let part = alone.unwrap_or(Part::Queues);
    let known = state.broker.part(&part).known.as_ref();
    let key = plan.first().object.queue();
    let queue = known.and_then(|known| {
        let alone = known.value.try_as_queue_ref().map(|detail| &detail.queue);
        let listed = known.value.try_as_queues_ref();
        let mut listed = listed.into_iter().flat_map(|listed| &listed.rows);
        let is_it = |queue: &&Queue| Some(&queue.key) == key;
        alone.filter(is_it).or_else(|| listed.find(is_it))
    });
    let (Some(queue), Some(known)) = (queue, known) else {
        return w.text("list.gone").to_owned();
    };
    depth(w, state, queue, known.at)
}

/// Whose connection it is, and its channels; of several, how many there are.
fn connection_now(w: &Words, state: &State, plan: &BrokerPlan) -> Option<String> {
    if plan.client.is_some() {
        let n = plan.calls().len();
        // Others of the client may be among those that were not read.
        return Some(match state.broker.cut() {
            Some((read, all)) => say!(w, "broker.act.connections-of", n, read, all),
            None => w.count("broker.act.connections", n),
        });
    }
    let one = state.broker_connection()?;
    let is_it = one.name == plan.first().object.name();
    let known = |text: &Option<String>| words::or_unknown(text.clone());
    is_it.then(|| {
        say!(
            w,
            "broker.act.connection-now",
            client = known(&one.called.clone().or_else(|| one.client.clone())),
            user = known(&one.user),
            channels = grouped(one.channels)
        )
    })
}
