//! One thing of a broker by itself: its charts, and below them its rows with a cursor.

use super::super::Place;
use super::super::notes;
use super::charts;
use crate::model::broker::{Binding, Consumer, Listener};
use crate::say;
use crate::state::State;
use crate::state::broker::{About, DetailRow, Opened, Says};
use crate::text;
use crate::ui::area::Area as _;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::seen::PaneView;
use crate::ui::theme::{Role, Strokes};
use crate::ui::words::{self, Words, cell, number};

/// Cells before what a row says: the cursor, what it is about.
const MARK: usize = 2;
/// Cells between what a row is about and what it says, and between its parts.
const GAP: &str = "  ";

/// Cells of what is said of a consumer.
const PREFETCH: usize = 11;
const ACKS: usize = 7;
const ACTIVITY: usize = 8;

/// Cells of the protocol of a listener.
const PROTOCOL: usize = 12;

/// Cells of what memory is used for, of its bytes, of their share, and of the bar.
const NAME: usize = 24;
const SIZE: usize = 7;
const SHARE: usize = 4;
const BAR: usize = 40;

pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    state: &State,
    place: Place,
    opened: &Opened,
) -> PaneView {
    let grid = state.broker_charts();
    match opened {
        Opened::Queue(key) => {
            if let Some(detail) = state.broker.queue(key) {
                charts::draw(canvas, place.area.inset(), grid, detail);
            }
        }
        Opened::Node(_) => {}
    }
    let area = place.area.below(grid.all());
    let rows = state.broker.details();
    let (w, strokes) = (canvas.words, canvas.theme.strokes());
    let abouts = rows.iter().map(|row| text::width(about(w, row.about)));
    let label = abouts.max().unwrap_or(0);
    let (pick, ids) = state.broker.detail_cursor();
    let top = pick.top(&ids, usize::from(area.height));
    notes::bare_rows(
        canvas,
        Place { area, ..place },
        (pick, ids.as_slice()),
        |canvas, line, at| {
            let Some(row) = rows.get(at) else { return };
            // The first in sight says what it is about, too.
            let before = at.checked_sub(1).filter(|_| at > top);
            let same = before.and_then(|at| rows.get(at)).map(|row| row.about);
            let said = match same == Some(row.about) {
                true => "",
                false => about(w, row.about),
            };
            let room = usize::from(line.width).saturating_sub(MARK + label + GAP.len());
            let lead = Line::plain(" ".repeat(MARK)).then(text::pad(said, label), Role::Quiet);
            let lead = lead.then(GAP, Role::Plain);
            canvas.line(line, 0, &lead.and(&says(w, state, row, (room, strokes))));
        },
    )
}

fn about(w: &Words, about: About) -> &str {
    w.named("broker.about", about)
}

/// What a row says, in so many cells.
fn says(w: &Words, state: &State, row: &DetailRow, (room, strokes): (usize, Strokes)) -> Line {
    match &row.says {
        Says::Cell(value) => Line::plain(cell::text(w, state.now, value)),
        Says::Consumer(one) => consumer(w, one, room),
        Says::Member {
            node,
            leads,
            online,
        } => member(w, node, *leads, *online),
        Says::Binding(one) => Line::plain(binding(w, one)),
        Says::Listener(one) => listener(one),
        Says::Pair(name, value) => Line::plain(format!("{name}{}{value}", w.text("colon"))),
        Says::Uses { name, bytes, of } => uses(name, (*bytes, *of), (room, strokes)),
        Says::Nothing => Line::new(w.text("broker.none"), Role::Quiet),
        Says::Awaited => Line::new(w.text("broker.awaited"), Role::Moving),
        Says::Failed(error) => {
            let name = state.subject_row().map_or("", |row| row.instance.label());
            Line::new(words::broker::failed(w, error, name), Role::Warning)
        }
    }
}

/// Its tag, what it may hold, whether it acknowledges, what it does, and who it is.
fn consumer(w: &Words, one: &Consumer, room: usize) -> Line {
    let unknown = || words::UNKNOWN.to_owned();
    let prefetch = match one.prefetch {
        Some(0) => w.text("broker.consumer.no-limit").to_owned(),
        Some(prefetch) => say!(w, "broker.consumer.prefetch", prefetch),
        None => unknown(),
    };
    let acks = match one.ack_required {
        Some(true) => w.text("broker.consumer.acks"),
        Some(false) => w.text("broker.consumer.no-acks"),
        None => words::UNKNOWN,
    };
    let active = one.active.map(|active| match active {
        true => w.text("broker.consumer.active"),
        false => w.text("broker.consumer.waiting"),
    });
    let activity = one.activity.as_deref().or(active);
    let activity = activity.unwrap_or(words::UNKNOWN);
    // Who it is has the rest, which is as much.
    let others = PREFETCH + ACKS + ACTIVITY + 4 * GAP.len();
    let tag = (room.saturating_sub(others) / 2).clamp(12, 36);
    let column = |said: &str, width: usize| text::pad(&text::cut(said, width), width);
    let peer = one.connection.as_deref().unwrap_or(words::UNKNOWN);
    let role = match activity {
        "up" | "active" | words::UNKNOWN => Role::Plain,
        _ => Role::Warning,
    };
    Line::plain(column(&one.tag, tag))
        .then(GAP, Role::Plain)
        .then(column(&prefetch, PREFETCH), Role::Plain)
        .then(GAP, Role::Plain)
        .then(column(acks, ACKS), Role::Plain)
        .then(GAP, Role::Plain)
        .then(column(activity, ACTIVITY), role)
        .then(GAP, Role::Plain)
        .then(peer, Role::Plain)
}

/// Its protocol, where it listens, and whether what passes there is encrypted.
fn listener(one: &Listener) -> Line {
    let protocol = text::pad(&text::cut(&one.protocol, PROTOCOL), PROTOCOL);
    let line = Line::plain(format!("{protocol}{GAP}{}", one.place()));
    match one.tls {
        Some(true) => line.then(format!("{GAP}TLS"), Role::Plain),
        Some(false) => line,
        None => line.then(format!("{GAP}TLS {}", words::UNKNOWN), Role::Quiet),
    }
}

/// What memory is used for: bytes, and their share of all as a number and as a bar.
fn uses(name: &str, (bytes, of): (u64, Option<u64>), (room, strokes): (usize, Strokes)) -> Line {
    let name = text::pad(&text::cut(name, NAME), NAME);
    let said = text::pad_left(&format!("{}B", number::short(float(bytes))), SIZE);
    let line = Line::plain(format!("{name}{GAP}{said}"));
    let Some(of) = of else {
        return line.then(format!("{GAP}{}", words::UNKNOWN), Role::Quiet);
    };
    let share = float(bytes) / float(of);
    let percent = text::pad_left(&format!("{:.0}%", share * 100.0), SHARE);
    let line = line.then(format!("{GAP}{percent}"), Role::Plain);
    let bar = room.saturating_sub(line.width() + GAP.len()).min(BAR);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most the cells of the bar"
    )]
    let full = (share.clamp(0.0, 1.0) * float(bar as u64)).round() as usize;
    line.then(format!("{GAP}{}", strokes.full.repeat(full)), Role::Quiet)
}

#[allow(clippy::cast_precision_loss, reason = "a number for people")]
fn float(count: u64) -> f64 {
    count as f64
}

fn member(w: &Words, node: &str, leads: bool, online: Option<bool>) -> Line {
    let line = Line::plain(node).then(GAP, Role::Plain);
    let line = match online {
        Some(true) => line.then(w.text("broker.member.online"), Role::Plain),
        Some(false) => line.then(w.text("broker.member.lost"), Role::Critical),
        None => line.then(words::UNKNOWN, Role::Quiet),
    };
    match leads {
        true => line
            .then(GAP, Role::Plain)
            .then(w.text("broker.member.leader"), Role::Title),
        false => line,
    }
}

fn binding(w: &Words, one: &Binding) -> String {
    let exchange = match one.source.as_str() {
        // That is how the management UI calls the one without a name.
        "" => "(AMQP default)",
        name => name,
    };
    let said = say!(w, "broker.binding", exchange, key = &one.routing_key);
    let arguments = one.arguments.iter();
    let arguments = arguments.map(|(name, value)| format!("{GAP}{name}={value}"));
    said + &arguments.collect::<String>()
}
