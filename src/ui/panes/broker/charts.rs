//! The last ten minutes of a queue: what is in it, and what goes through it.

use crate::model::broker::{QueueDetail, Sample};
use crate::model::{EpochMs, Point};
use crate::state::broker::charts::ChartGrid;
use crate::text;
use crate::ui::area::{Area as _, cells};
use crate::ui::canvas::{Canvas, Line};
use crate::ui::chart::{NOTHING, Plot, top};
use crate::ui::theme::{Ink, Role};
use crate::ui::words::{self, Words, number};
use ratatui::layout::Rect;

/// How long a broker keeps samples of a queue, ms.
const SPAN: i64 = 600_000;
/// Between two of them, where there are none to tell, ms.
const STEP: i64 = 10_000;
/// Cells of a value, and of a scale with the blank behind it.
const VALUE: u16 = 6;
/// Cells between two charts.
const GAP: u16 = 2;

/// What is drawn: what it is called, what it is now, how it was.
struct Series<'w> {
    name: &'w str,
    now: Option<f64>,
    points: Vec<Point>,
}

/// Draws the charts of a queue.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, grid: ChartGrid, detail: &QueueDetail) {
    if grid.rows == 0 {
        return;
    }
    let span = span(&detail.samples);
    let all = series(canvas.words, detail);
    let names = all.iter().map(|one| cells(one.name)).max().unwrap_or(0);
    let width = (area.width.saturating_sub(GAP * (grid.columns - 1))) / grid.columns;
    for (at, one) in (0..).zip(&all) {
        let (row, column): (u16, u16) = (at / grid.columns, at % grid.columns);
        if row >= grid.rows {
            break;
        }
        let place = Rect {
            x: area.x + column * (width + GAP),
            y: area.y + row * grid.height,
            width,
            height: grid.height,
        };
        match grid.height {
            1 => line(canvas, place, one, (names, span)),
            _ => chart(canvas, place, one, span),
        }
    }
}

fn series<'w>(w: &'w Words, detail: &QueueDetail) -> [Series<'w>; 5] {
    let queue = &detail.queue;
    let messages = &queue.messages;
    let of = |name: &'static str, now, value: fn(&Sample) -> Option<f64>| Series {
        name: w.named("table.column", name),
        now,
        points: points(&detail.samples, value),
    };
    [
        of("ready", queue.depth.ready.map(float), |one| {
            one.ready.map(float)
        }),
        of("unacked", queue.depth.unacknowledged.map(float), |one| {
            one.unacknowledged.map(float)
        }),
        of("in", messages.publish.rate, |one| one.publish),
        of("out", messages.deliver_get.rate, |one| one.deliver_get),
        of("ack", messages.ack.rate, |one| one.ack),
    ]
}

fn points(samples: &[Sample], value: fn(&Sample) -> Option<f64>) -> Vec<Point> {
    let known = samples.iter().filter_map(|one| {
        let value = value(one)?;
        Some(Point { at: one.at, value })
    });
    known.collect()
}

/// From when to when is drawn, and how long a value holds.
fn span(samples: &[Sample]) -> (EpochMs, EpochMs, i64) {
    let last = samples.last().map_or(0, |one| one.at);
    let before = samples.iter().rev().nth(1).map(|one| last - one.at);
    let step = before.filter(|step| *step > 0).unwrap_or(STEP);
    let end = last.saturating_add(step);
    (end.saturating_sub(SPAN), end, step)
}

#[allow(clippy::cast_precision_loss, reason = "a number for people")]
fn float(count: u64) -> f64 {
    count as f64
}

fn value(one: &Series<'_>) -> String {
    one.now
        .map_or_else(|| words::UNKNOWN.to_owned(), number::short)
}

fn plot(
    canvas: &Canvas<'_>,
    area: Rect,
    one: &Series<'_>,
    (begin, end, step): (EpochMs, EpochMs, i64),
) -> Plot {
    let most = one.points.iter().map(|point| point.value);
    Plot {
        begin,
        end,
        step,
        top: top(most.fold(0.0, f64::max)),
        width: area.width,
        height: area.height,
        ink: canvas.theme.ink(),
    }
}

/// A line: name, value, and how it was.
fn line(
    canvas: &mut Canvas<'_>,
    area: Rect,
    one: &Series<'_>,
    (names, span): (u16, (EpochMs, EpochMs, i64)),
) {
    let said = text::pad_left(&value(one), usize::from(VALUE));
    let said = Line::new(text::pad(one.name, names.into()), Role::Quiet).then(said, Role::Title);
    canvas.line(area, 0, &said);
    let area = area.behind(names + VALUE + 1);
    let plot = plot(canvas, area, one, span);
    // Dots of a single row have four heights, bars have eight.
    let ink = match plot.ink {
        Ink::Braille => Ink::BLOCKS,
        Ink::Blocks(_) | Ink::Digits => plot.ink,
    };
    letters(canvas, area, &Plot { ink, ..plot }, one);
}

/// A chart: name and value above it, a scale beside it.
fn chart(canvas: &mut Canvas<'_>, area: Rect, one: &Series<'_>, span: (EpochMs, EpochMs, i64)) {
    let title = Line::plain(format!("{} ", one.name)).then(value(one), Role::Title);
    canvas.line(area, 0, &title);
    let below = area.below(1);
    let plot_area = below.behind(VALUE);
    let plot = plot(canvas, plot_area, one, span);
    let last = below.height.saturating_sub(1);
    for (row, value) in [(0, plot.top), (last, 0.0)] {
        let said = text::pad_left(&number::short(value), usize::from(VALUE) - 1);
        canvas.put(below.x, below.y + row, VALUE - 1, &said, Role::Quiet);
    }
    letters(canvas, plot_area, &plot, one);
}

fn letters(canvas: &mut Canvas<'_>, area: Rect, plot: &Plot, one: &Series<'_>) {
    if area.is_empty() {
        return;
    }
    if one.points.is_empty() {
        let said = canvas.words.text("live.no-data");
        canvas.put(area.x, area.y, area.width, said, Role::Stale);
        return;
    }
    let drawn = plot.draw(one.points.iter().copied());
    for (row, letters) in (0..).zip(drawn.chunks(usize::from(area.width))) {
        let text: String = letters.iter().collect();
        if letters.iter().any(|letter| *letter != NOTHING) {
            canvas.put(area.x, area.y + row, area.width, &text, Role::Plain);
        }
    }
}
