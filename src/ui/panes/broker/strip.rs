//! What is always said of a broker: who it is, how it is, what flows through it.

use crate::broker::{BrokerWay, Head, HeadGap, HeadPiece, Part};
use crate::say;
use crate::state::State;
use crate::state::remote::ReadState;
use crate::ui::area::{Area as _, cells};
use crate::ui::canvas::{Canvas, Line};
use crate::ui::theme::{Role, Strokes};
use crate::ui::words::{self, Words, number, time};
use ratatui::layout::Rect;

/// Cells of the trend.
const TREND: usize = 20;

pub(super) fn draw(canvas: &mut Canvas<'_>, state: &State, area: Rect) {
    let w = canvas.words;
    let strokes = canvas.theme.strokes();
    let Some(head) = state.broker.head() else {
        return;
    };
    canvas.line(area, 1, &flow(w, head, strokes));
    let health = match state.broker.is_another() {
        true => another(w, state),
        false => health(w, state, head),
    };
    canvas.line(area, 2, &health);
    way(canvas, state, area.below(2), health.width());
    let who = who(w, head);
    let (whole, short, role) = age(w, state, head);
    // How old it is has its room before who it is.
    let fits = cells(&whole) + 2 + u16::try_from(who.width()).unwrap_or(u16::MAX / 4) <= area.width;
    let said = if fits { whole } else { short };
    let width = cells(&said).min(area.width);
    let room = area.width.saturating_sub(width + 2);
    canvas.line(
        Rect {
            width: room,
            ..area
        },
        0,
        &who,
    );
    canvas.put(area.right() - width, area.y, width, &said, role);
}

/// That another broker answers than the one that was known, which matters more than how it is.
fn another(w: &Words, state: &State) -> Line {
    let name = state.broker.known_before().unwrap_or(words::UNKNOWN);
    Line::new(say!(w, "broker.another", name), Role::Critical)
}

/// How old what is said is, and how long the broker took; and the same in fewer words.
fn age(w: &Words, state: &State, head: &Head) -> (String, String, Role) {
    let read = state.broker.part(&Part::Head);
    let known = read.known.as_ref().map(|known| known.at.wall);
    let age = known.map_or_else(unknown, |at| time::fine(at, state.now));
    if state.broker_rests() {
        let said = w.text("broker.rests").to_owned();
        return (said.clone(), said, Role::Quiet);
    }
    match read.state() {
        ReadState::Old(_) | ReadState::Failed(_) => {
            let said = say!(w, "broker.old", age);
            (said.clone(), said, Role::Stale)
        }
        ReadState::Known | ReadState::Loading => {
            let took = time::measured(head.took);
            let whole = say!(w, "broker.age", age = &age, took);
            (whole, say!(w, "broker.ago", age), Role::Quiet)
        }
    }
}

/// The cluster, its version, the nodes that are up.
fn who(w: &Words, head: &Head) -> Line {
    let overview = &head.overview;
    let unknown = || words::UNKNOWN.to_owned();
    let cluster = overview.cluster.clone().unwrap_or_else(unknown);
    let version = overview.version.clone().unwrap_or_else(unknown);
    let role = of_now(head, HeadPiece::Overview, Role::Plain);
    let line = Line::new(cluster, Role::Title).then(format!("  RabbitMQ {version}"), role);
    let Some(nodes) = &head.nodes else {
        return match head.gap(HeadPiece::Nodes) {
            Some(_) => line,
            None => line.then(format!("  {}", w.text("broker.no-nodes")), Role::Warning),
        };
    };
    let up = nodes
        .iter()
        .filter(|node| node.running == Some(true))
        .count();
    let said = say!(w, "broker.nodes", up, all = nodes.len());
    let role = if up < nodes.len() {
        Role::Critical
    } else {
        Role::Plain
    };
    let role = of_now(head, HeadPiece::Nodes, role);
    line.then(format!("  {said}"), role)
}

/// Messages that wait, and those that flow, with how many waited in the last ten minutes.
fn flow(w: &Words, head: &Head, strokes: Strokes) -> Line {
    let overview = &head.overview;
    let count =
        |count: Option<u64>| count.map_or_else(unknown, |count| number::short(float(count)));
    let rate = |rate: Option<f64>| rate.map_or_else(unknown, number::short);
    let messages = &overview.messages;
    let said = say!(
        w,
        "broker.flow",
        ready = count(overview.depth.ready),
        unacked = count(overview.depth.unacknowledged),
        publish = rate(messages.publish.rate),
        deliver = rate(messages.deliver_get.rate),
        ack = rate(messages.ack.rate)
    );
    let ready: Vec<Option<f64>> = overview
        .samples
        .iter()
        .map(|sample| sample.ready.map(float))
        .collect();
    let role = of_now(head, HeadPiece::Overview, Role::Plain);
    Line::new(said, role).then(format!("  {}", trend(&ready, strokes)), Role::Quiet)
}

/// How something is drawn that is of now, and of before where that piece could not be read.
fn of_now(head: &Head, piece: HeadPiece, role: Role) -> Role {
    match head.gap(piece) {
        Some(_) => Role::Stale,
        None => role,
    }
}

/// What of the whole could not be read, how old it is, and why.
fn gaps(w: &Words, state: &State, head: &Head) -> Vec<String> {
    let name = state.subject_row().map_or("", |row| row.instance.label());
    let say = |gap: &HeadGap| {
        let piece = w.named("broker.piece", gap.of);
        let what = words::broker::trouble(w, &gap.error, name, None).what;
        match gap.read {
            Some(at) => {
                let age = time::age(state.now.uptime.saturating_sub(at));
                say!(w, "broker.gap", piece, age, what)
            }
            None => say!(w, "broker.not-read", piece, what),
        }
    };
    head.gaps.iter().map(say).collect()
}

/// Alarms and partitions by node, and what of the whole could not be read; where there is nothing of
/// that, how many of each there are.
fn health(w: &Words, state: &State, head: &Head) -> Line {
    let alarms = head.alarms();
    let alarms = alarms.iter().map(|alarm| {
        let resource = match alarm.resource.as_str() {
            "memory" => w.text("broker.memory"),
            "disk space" => w.text("broker.disk"),
            other => other,
        };
        say!(w, "broker.alarm", resource, node = &alarm.node)
    });
    let nodes = head.nodes.iter().flatten();
    let apart = nodes
        .filter(|node| !node.partitions.is_empty())
        .map(|node| {
            let lost = node.partitions.join(" ");
            say!(w, "broker.partition", node = &node.name, lost)
        });
    let troubles: Vec<String> = alarms.chain(apart).collect();
    let gaps = gaps(w, state, head);
    if !troubles.is_empty() || !gaps.is_empty() {
        let role = of_now(head, HeadPiece::Alarms, Role::Critical);
        let troubles = troubles.into_iter().map(|said| (said, role));
        let gaps = gaps.into_iter().map(|said| (said, Role::Stale));
        let mut line = Line::default();
        for (at, (said, role)) in troubles.chain(gaps).enumerate() {
            let between = if at == 0 { "" } else { "  " };
            line = line.then(format!("{between}{said}"), role);
        }
        return line;
    }
    let counts = &head.overview.counts;
    let count =
        |count: Option<u64>| count.map_or_else(unknown, |count| number::short(float(count)));
    let said = say!(
        w,
        "broker.counts",
        connections = count(counts.connections),
        channels = count(counts.channels),
        queues = count(counts.queues),
        consumers = count(counts.consumers)
    );
    Line::new(said, Role::Quiet)
}

/// The way in, behind what is said there already: as much of it as there is room for. That nothing
/// on it is encrypted is said before all else.
fn way(canvas: &mut Canvas<'_>, state: &State, area: Rect, taken: usize) {
    let w = canvas.words;
    let opened = state.view.opened.as_ref();
    let Some(Ok(BrokerWay { way, .. })) = opened.and_then(|key| state.broker_way(key)) else {
        return;
    };
    let address = &way.address;
    let plain = address.plain && !address.is_loopback();
    let badge = match plain {
        true => Line::new(w.text("broker.unencrypted"), Role::Warning),
        false => Line::default(),
    };
    let mut said = vec![address.to_string()];
    said.extend(way.is_tunnel().then(|| w.text("broker.tunnel").to_owned()));
    said.extend(way.pin.map(|_| w.text("broker.pinned").to_owned()));
    let blank = if plain { " " } else { "" };
    let behind = |said: &[String]| {
        let said = said.join(w.text("comma"));
        badge.clone().then(format!("{blank}{said}"), Role::Quiet)
    };
    let room = usize::from(area.width).saturating_sub(taken + 2);
    let all = [behind(&said), behind(&said[..1]), badge.clone()];
    if let Some(line) = all.into_iter().find(|line| line.width() <= room) {
        let lead = usize::from(area.width).saturating_sub(line.width());
        let lead = u16::try_from(lead).unwrap_or(u16::MAX);
        canvas.line(area.behind(lead), 0, &line);
    }
}

fn unknown() -> String {
    words::UNKNOWN.to_owned()
}

#[allow(clippy::cast_precision_loss, reason = "a number for people")]
fn float(count: u64) -> f64 {
    count as f64
}

/// Values in so many cells, oldest first; what is not known is a gap.
fn trend(values: &[Option<f64>], strokes: Strokes) -> String {
    let levels = strokes.levels;
    let most = values.iter().flatten().copied().fold(1.0, f64::max);
    let per_cell = values.len().div_ceil(TREND).max(1);
    let level = |part: &[Option<f64>]| {
        let known: Vec<f64> = part.iter().flatten().copied().collect();
        let Some(largest) = known.into_iter().reduce(f64::max) else {
            return " ";
        };
        let share = largest / most * float((levels.len() - 1) as u64);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 8"
        )]
        let place = share.ceil() as usize;
        levels[place.min(levels.len() - 1)]
    };
    values.chunks(per_cell).map(level).collect()
}
