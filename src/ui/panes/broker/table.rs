//! A view of a broker: as many of its columns as there is room for, the most useful first.

use super::super::Place;
use super::super::notes;
use super::{cloud, triage};
use crate::broker::Part;
use crate::findings::broker::CURRENT;
use crate::say;
use crate::state::State;
use crate::state::broker::{FILLED, Hidden, Sought, SubView};
use crate::state::table::{Cell, ColumnWishes, Row, TableColumn, TableFocus, TableView};
use crate::text;
use crate::ui::area::Area as _;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::seen::PaneView;
use crate::ui::theme::Role;
use crate::ui::words::{self, Words, time};
use ratatui::layout::Rect;
use std::time::Duration;

/// Cells before the columns: the cursor.
const MARK: u16 = 2;
/// Cells of a column that takes what the others leave, at least.
const LEAST: u16 = 12;
/// With what the name of a node begins, where nobody called it otherwise.
const NODE: &str = "rabbit@";
/// What stands for the part that was cut off.
const CUT: &str = "..";
/// What one queue of very many said by itself so long ago says nothing of now.
const OLD: Duration = Duration::from_millis(CURRENT.unsigned_abs());
/// A column that was asked for gives way last but for the one that names a row.
const ASKED: u8 = 1;
/// Columns that give way first.
const LAST: u8 = 5;

pub(super) fn draw(canvas: &mut Canvas<'_>, state: &State, place: Place) -> PaneView {
    let w = canvas.words;
    let Some(table) = state.broker.table() else {
        return PaneView::default();
    };
    let columns = table.columns();
    let widths = widths(
        columns,
        state.table_columns.of(table.name()),
        place.area.width.saturating_sub(MARK),
    );
    let sorted = table.sorted_by().map(|(column, _)| column.name);
    let rows = state.broker.rows();
    if rows.is_empty() && state.broker.shown() == SubView::Triage && !filters(table) {
        let area = place.area.inset();
        canvas.lines(area, &triage::nothing(w, state, area.width.into()));
        return PaneView::default();
    }
    heading(canvas, place.area, (columns, &widths), sorted);
    let mut body = place.area;
    if let Some(said) = said(w, state) {
        body = body.head(body.height.saturating_sub(1));
        let last = place.area.below(body.height);
        canvas.line(last, 0, &said);
    }
    notes::rows(
        canvas,
        Place {
            area: body,
            ..place
        },
        (&table.pick, state.broker.ids()),
        |canvas, line, at| {
            if let Some(row) = rows.get(at) {
                self::row(canvas, state, line, (columns, row), &widths);
            }
        },
    )
}

/// Whether a filter is typed, or was.
fn filters(table: &TableView) -> bool {
    table.focus == TableFocus::Filter || !table.filter.text().is_empty()
}

/// What is said below the rows: the filter, that there are none, that there are more.
fn said(w: &Words, state: &State) -> Option<Line> {
    let table = state.broker.table()?;
    let typed = table.filter.text();
    let none = state.broker.rows().is_empty();
    if filters(table) {
        let mark = if table.focus == TableFocus::Filter {
            "_"
        } else {
            ""
        };
        let line = Line::new(format!(" /{typed}{mark}"), Role::Title);
        return Some(match none {
            true => line.then(format!("  {}", w.text("table.none-match")), Role::Quiet),
            false => line,
        });
    }
    if state.cloud_view().is_some() {
        return cloud::said(w, state);
    }
    let line = |said: String, role| Some(Line::new(format!(" {said}"), role));
    if let Some((name, sought)) = state.broker.missing() {
        return match sought {
            Sought::Awaited => line(say!(w, "broker.seeking", name), Role::Moving),
            Sought::Gone => line(say!(w, "broker.not-there", name), Role::Warning),
            Sought::Unread => line(say!(w, "broker.missing", name), Role::Warning),
        };
    }
    let in_triage = state.broker.shown == SubView::Triage;
    let of = if in_triage {
        Part::Queues
    } else {
        state.broker.own_part()
    };
    if let Some(hidden) = state.broker.hidden(&of) {
        return line(self::hidden(w, state, hidden), Role::Warning);
    }
    if let Some(said) = triage::partly(w, state).filter(|_| in_triage) {
        return line(said, Role::Quiet);
    }
    if let Some((read, all)) = state.broker.cut() {
        let said = say!(w, "broker.some", read, all, how = chosen(w, state));
        return line(said, Role::Quiet);
    }
    none.then(|| {
        let name = w.named("broker.view", state.broker.shown());
        Line::new(format!(" {}", say!(w, "broker.empty", name)), Role::Quiet)
    })
}

/// Which rows those are that were read, where they are not all.
fn chosen<'a>(w: &'a Words, state: &State) -> &'a str {
    match state.broker.shown {
        SubView::Queues => w.text("broker.most-messages"),
        SubView::Connections if state.broker.has_blocked_first() => w.text("broker.blocked-first"),
        SubView::Connections
        | SubView::Triage
        | SubView::Channels
        | SubView::Nodes
        | SubView::Exchanges
        | SubView::Vhosts
        | SubView::Consumers
        | SubView::Policies
        | SubView::Users
        | SubView::FeatureFlags
        | SubView::CloudQueues
        | SubView::CloudUsers => w.text("broker.by-name"),
    }
}

/// Why there may be rows that are not shown.
pub(super) fn hidden(w: &Words, state: &State, hidden: Hidden) -> String {
    let user = state.broker.head().map_or("", |head| &head.whoami.name);
    match hidden {
        Hidden::NoVhost => say!(w, "broker.no-rights", user),
        Hidden::OfOthers => say!(w, "broker.only-own", user),
    }
}

/// How wide each column is; nothing where there is no room for it, or it is not wanted. The one that
/// names a row is always there, and has what the others leave.
fn widths(columns: &[TableColumn], wishes: &ColumnWishes, room: u16) -> Vec<u16> {
    let mut wanted: Vec<(u16, u8)> = columns.iter().map(|column| width(column.name)).collect();
    let names = wanted.iter().position(|(_, keep)| *keep == 0).unwrap_or(0);
    let wish = |at: usize| wishes.of(columns[at].name).filter(|_| at != names);
    for (at, (_, keep)) in wanted.iter_mut().enumerate() {
        if wish(at) == Some(true) {
            *keep = ASKED.min(*keep);
        }
    }
    let mut spare = 0;
    if let Some(own) = wanted.get_mut(names) {
        spare = own.0.saturating_sub(LEAST);
        *own = (LEAST, 0);
    }
    let shown = (0..columns.len()).filter(|at| wish(*at) != Some(false));
    let mut order: Vec<usize> = shown.collect();
    order.sort_by_key(|at| wanted[*at].1);
    let mut widths = vec![0; columns.len()];
    let mut left = room;
    for at in order {
        let (needed, keep) = wanted[at];
        // The least useful are only there where the name has all it wants.
        let beside = if keep >= LAST { spare } else { 0 };
        if needed + beside < left {
            widths[at] = needed;
            left -= needed + 1;
        }
    }
    if let Some(own) = widths.get_mut(names) {
        *own += left;
    }
    widths
}

/// The cells of a column, and how soon it gives way: 0 never does, and the first of those takes what
/// is left.
fn width(name: &str) -> (u16, u8) {
    match name {
        "queue" | "connection" | "client-name" | "exchange" | "flag" | "policy" => (16, 0),
        "channel" => (24, 0),
        "problem" => (36, 0),
        "severity" => (4, 1),
        "seen-since" => (5, 1),
        "subject" => (20, 2),
        "code" => (18, 9),
        "ready" | "unacked" => (6, 1),
        "state" | "activity" => (8, 2),
        "up" => (5, 1),
        "consumers" | "channels" | "prefetch" => (5, 3),
        "connections" | "blocked" => (7, 2),
        "in" | "out" => (6, 4),
        "ack" | "growth" => (6, 5),
        "vhost" => (10, 6),
        "user" => (10, 6),
        "memory" | "disk-free" => (14, 2),
        "handles" | "sockets" | "processes" => (12, 5),
        "received" | "sent" => (7, 5),
        "queue-type" => (8, 7),
        "peer" => (21, 8),
        "utilisation" | "run-queue" | "uptime" | "connected" | "tls" => (6, 8),
        "mode" | "acks" | "unconfirmed" | "unroutable" | "exclusive" => (9, 8),
        "size" => (7, 9),
        "features" | "client" | "partitions" | "tags" | "definition" | "description" => (20, 9),
        "pattern" => (20, 2),
        "configure" | "write" | "read" => (16, 3),
        "version" | "tracing" | "priority" | "stability" | "applies-to" => (9, 8),
        _ => (16, 10),
    }
}

fn heading(
    canvas: &mut Canvas<'_>,
    area: Rect,
    (columns, widths): (&[TableColumn], &[u16]),
    sorted: Option<&str>,
) {
    let mut x = area.x + MARK;
    for (column, width) in columns.iter().zip(widths).filter(|(_, width)| **width > 0) {
        let name = canvas.words.named("table.column", column.name);
        let role = match Some(column.name) == sorted {
            true => Role::Cursor,
            false => Role::Title,
        };
        let name = text::pad(name, usize::from(*width));
        canvas.put(x, area.y, *width, &name, role);
        x += width + 1;
    }
}

fn row(
    canvas: &mut Canvas<'_>,
    state: &State,
    line: Rect,
    (columns, row): (&[TableColumn], &Row),
    widths: &[u16],
) {
    let read = state.broker.row_at(&row.id);
    let is_old = read.is_some_and(|at| state.now.since(at) > OLD);
    let mut x = line.x + MARK;
    let cells = columns.iter().zip(&row.cells).zip(widths);
    for ((column, cell), width) in cells.filter(|(_, width)| **width > 0) {
        let (said, role) = said_of(canvas.words, state, cell);
        let role = match is_old && FILLED.contains(&column.name) {
            true => Role::Stale,
            false => role,
        };
        let room = usize::from(*width);
        let said = match column.name {
            "channel" => channel(&said, room),
            "node" | "subject" if said.starts_with(NODE) => node(&said, room),
            _ => said,
        };
        let before = match cell {
            Cell::Measured(_) => room.saturating_sub(text::width(&said)),
            Cell::Text(_)
            | Cell::Status(_)
            | Cell::State(_)
            | Cell::Severity(_)
            | Cell::Finding(_)
            | Cell::Since(_)
            | Cell::Until(_)
            | Cell::At(_)
            | Cell::Kind(_)
            | Cell::Change(_) => 0,
        };
        let before = u16::try_from(before).unwrap_or(0);
        canvas.put(x + before, line.y, width - before, &said, role);
        x += width + 1;
    }
}

/// A channel in so many cells: its number, which tells it from others of its connection, is never cut
/// off.
fn channel(name: &str, width: usize) -> String {
    let Some((connection, number)) = name.rsplit_once(' ') else {
        return text::cut(name, width);
    };
    let room = width.saturating_sub(text::width(number) + 1);
    match text::width(connection) > room {
        true => format!("{} {number}", text::cut(connection, room)),
        false => name.to_owned(),
    }
}

/// A node in so many cells: its end, which tells it from others of its cluster, is never cut off.
fn node(name: &str, width: usize) -> String {
    if text::width(name) <= width {
        return name.to_owned();
    }
    let mut shown = String::new();
    for letter in name.chars().rev() {
        let longer = format!("{letter}{shown}");
        if text::width(&longer) + CUT.len() > width {
            break;
        }
        shown = longer;
    }
    format!("{CUT}{shown}")
}

fn said_of(w: &Words, state: &State, cell: &Cell) -> (String, Role) {
    let role = match cell {
        Cell::Severity(severity) => Role::from(*severity),
        Cell::State(Some(word)) if word == "blocked" => Role::Critical,
        Cell::State(Some(word)) if word == "blocking" || word == "flow" => Role::Warning,
        Cell::Text(Some(word)) if word == "DOWN" => Role::Critical,
        _ => Role::Plain,
    };
    let said = match cell {
        Cell::Since(Some(at)) if *at <= state.now.wall => time::fine(*at, state.now),
        cell => words::cell::text(w, state.now, cell),
    };
    (said, role)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::Code;
    use strum::VariantArray as _;

    #[test]
    fn what_tells_a_code_a_channel_or_a_node_from_others_is_never_cut_off() {
        let longest = Code::ALL.iter().map(|code| code.name().len()).max();
        assert!(longest.unwrap() <= usize::from(width("code").0));
        let name = "10.0.3.7:41234 -> 10.0.0.5:5672 (12)";
        assert_eq!(channel(name, 17), "10.0.3.7:4.. (12)");
        assert_eq!(channel(name, 40), name);
        assert_eq!(channel("odd", 2), "..");
        let name = "rabbit@dms-vm-ab3f243f-rabbitmq-5";
        assert_eq!(node(name, 16), "..43f-rabbitmq-5");
        assert_eq!(node(name, 33), name);
    }

    #[test]
    fn the_columns_of_every_view_fit_and_what_names_a_row_is_among_them() {
        for view in SubView::VARIANTS {
            let columns = view.declared().columns.iter().as_slice();
            for room in [36, 78, 118, 158] {
                let widths = widths(columns, &ColumnWishes::default(), room);
                let taken: u16 = widths
                    .iter()
                    .filter(|width| **width > 0)
                    .map(|width| width + 1)
                    .sum();
                assert!(taken <= room, "{view:?} {room}: {widths:?}");
                assert!(
                    widths.iter().any(|width| *width >= LEAST),
                    "{view:?} {room}: {widths:?}"
                );
            }
        }
    }

    #[test]
    fn a_column_that_is_asked_for_is_there_and_one_that_is_not_wanted_is_not() {
        let columns = SubView::Queues.declared().columns.iter().as_slice();
        let place = |name: &str| columns.iter().position(|one| one.name == name).unwrap();
        let after = |line: &str| {
            let wishes = ColumnWishes::default().told(columns, line).unwrap();
            widths(columns, &wishes, 78)
        };
        let [queue, node, ready] = ["queue", "node", "ready"].map(place);
        assert_eq!(after("")[node], 0, "there is no room for it");
        assert!(after("+node")[node] > 0);
        assert_eq!(after("-ready")[ready], 0);
        // One acts on what names a row.
        let few = after("ready");
        assert!(few[queue] > 60 && few[ready] > 0, "{few:?}");
        assert!(after("-queue")[queue] > 0);
    }
}
