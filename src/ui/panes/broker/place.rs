//! Where in a broker one is: the names of its views, or what is shown by itself.

use super::cloud;
use crate::broker::Part;
use crate::model::broker::{Queue, QueueKey, QueueKind};
use crate::say;
use crate::state::State;
use crate::state::broker::{Only, Opened, SubView};
use crate::state::remote::Remote;
use crate::text;
use crate::ui::area::cells;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::theme::Role;
use crate::ui::words::broker_change::grouped;
use crate::ui::words::{self, Words, time};
use ratatui::layout::Rect;

pub(super) fn draw(canvas: &mut Canvas<'_>, state: &State, area: Rect) {
    let w = canvas.words;
    let line = match state.broker.opened() {
        Some(opened) => {
            let view = w.named("broker.view", state.broker.shown());
            let line = Line::new(format!("{view} > "), Role::Quiet);
            line.and(&opened_line(w, state, opened))
        }
        None => match state.broker.only() {
            Some(only) => rows_of(w, state, only),
            None => views(w, state, usize::from(area.width)),
        },
    };
    canvas.line(area, 0, &line);
    let room = usize::from(area.width).saturating_sub(line.width() + 2);
    let stale = || old(w, state).map(|said| (said, Role::Stale));
    if let Some((said, role)) = cloud::age(w, state).or_else(stale) {
        // What it is of gives way to it.
        let least = usize::from(area.width) / 2;
        let said = text::cut(&said, room.max(least));
        let width = cells(&said);
        canvas.put(area.right() - width, area.y, width, &said, role);
        return;
    }
    // What the charts below are of.
    if state.broker_charts().rows > 0 {
        let said = w.text("broker.minutes");
        let width = cells(said);
        if line.width() + usize::from(width) + 2 <= usize::from(area.width) {
            canvas.put(area.right() - width, area.y, width, said, Role::Quiet);
        }
    }
}

/// That what is shown could not be read any more: how old it is, and why. Of one thing that may be a
/// piece of it alone: what a node uses its memory for.
fn old(w: &Words, state: &State) -> Option<String> {
    let pieces = state.broker.opened().map(Opened::parts);
    let parts = pieces.unwrap_or_else(|| vec![state.broker.own_part()]);
    // Of the whole the strip says it.
    let parts = parts.iter().filter(|part| **part != Part::Head);
    let mut old = parts.filter_map(|part| {
        let read = state.broker.part(part);
        read.known.as_ref().zip(read.failure.as_ref())
    });
    let (known, failure) = old.next()?;
    let age = time::fine(known.at.wall, state.now);
    let name = state.subject_row().map_or("", |row| row.instance.label());
    let why = words::broker::failed(w, &failure.error, name);
    Some(say!(w, "broker.old-part", age, why))
}

/// The view, and what its rows belong to.
fn rows_of(w: &Words, state: &State, only: &Only) -> Line {
    let of = match only {
        Only::Connection(name) => say!(w, "broker.only.connection", name),
        Only::Client(name) => say!(w, "broker.only.client", name),
        Only::Vhost(name) => say!(w, "broker.only.vhost", name),
    };
    let view = w.named("broker.view", state.broker.shown());
    Line::new(format!("[{view}]"), Role::Title).then(format!(" {of}"), Role::Title)
}

fn opened_line(w: &Words, state: &State, opened: &Opened) -> Line {
    match opened {
        Opened::Queue(key) => {
            let line = Line::new(queue(w, key), Role::Title);
            if let Some(read) = state.cloud_queue().and_then(Remote::value) {
                return line.then(depth(w, &read.queue), Role::Plain);
            }
            let detail = state.broker.queue(key);
            detail.map_or(line.clone(), |detail| line.and(&standing(&detail.queue)))
        }
        Opened::Node(name) => {
            let line = Line::new(name, Role::Title);
            let running = state.broker.node(name).and_then(|node| node.running);
            match running {
                Some(true) => line.then("  up", Role::Plain),
                Some(false) => line.then("  DOWN", Role::Critical),
                None => line,
            }
        }
    }
}

/// What a queue is called, where it is.
fn queue(w: &Words, key: &QueueKey) -> String {
    say!(w, "broker.queue", name = &key.name, vhost = &key.vhost)
}

/// What is in it, as the message service tells it.
fn depth(w: &Words, queue: &Queue) -> String {
    let counts = [queue.depth.ready, queue.consumers];
    let [ready, consumers] = counts.map(grouped);
    format!("  {}", say!(w, "broker.cloud.depth", ready, consumers))
}

/// Its kind and its state.
fn standing(queue: &Queue) -> Line {
    let kind = words::or_unknown(queue.kind.as_ref().map(QueueKind::word));
    let said = words::or_unknown(queue.state.as_deref());
    let role = match queue.state.as_deref() {
        Some("down" | "minority" | "crashed" | "stopped") => Role::Critical,
        Some("flow") => Role::Warning,
        Some(_) | None => Role::Plain,
    };
    Line::plain(format!("  {kind}  ")).then(said, role)
}

/// The names of the views, the one that is shown in brackets.
fn views(w: &Words, state: &State, room: usize) -> Line {
    let (views, shown) = (state.broker.views(), state.broker.shown());
    let name = |view: SubView| w.named("broker.view", view);
    let whole: usize = views.iter().map(|view| text::width(name(*view)) + 2).sum();
    let mut line = Line::default();
    let at = views.iter().position(|view| *view == shown);
    // Where there is no room for all, the ones behind the shown one give way, then those before.
    let skip = match whole > room {
        true => at.unwrap_or(0).saturating_sub(1),
        false => 0,
    };
    if skip > 0 {
        line = line.then("< ", Role::Quiet);
    }
    for view in views.iter().skip(skip) {
        line = match *view == shown {
            true => line.then(format!("[{}]", name(*view)), Role::Title),
            false => line.then(format!(" {} ", name(*view)), Role::Quiet),
        };
    }
    line
}
