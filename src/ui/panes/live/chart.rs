//! One chart: its title with the value, its scale, and the series.

use super::Subject;
use crate::figures::{FRESH, Trace};
use crate::findings::WATERMARK;
use crate::model::{EpochMs, Metric, Unit};
use crate::say;
use crate::state::live::{Against, Chart, Known, Window};
use crate::text;
use crate::ui::area::Area as _;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::chart::{NOTHING, Plot, place, top};
use crate::ui::theme::Role;
use crate::ui::words::{Words, live};
use ratatui::layout::Rect;

/// Cells of the scale, at the left of a chart.
pub(super) const SCALE: u16 = 6;
/// Cells between two charts.
pub(super) const GAP: u16 = 2;

/// Draws one chart.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, subject: &Subject<'_>, chart: &Chart) {
    let limit = limit(subject, chart);
    canvas.line(area, 0, &title(canvas.words, subject, chart, limit));
    let (plot, scale) = (area.below(1).behind(SCALE), area.below(1));
    if plot.is_empty() {
        return;
    }
    match subject.state.series(subject.row, chart) {
        Known::Measured(trace) => {
            let drawing = Drawing {
                subject,
                plot: shape(canvas, subject, (chart, trace), plot),
                limit,
            };
            drawing.scale(canvas, scale, chart.metric);
            drawing.series(canvas, plot, trace);
        }
        Known::Awaited | Known::Failed(_) | Known::Nothing => {
            drawing_nothing(canvas, plot, subject, chart);
        }
    }
}

/// What is said in the place of a series that is not there.
fn drawing_nothing(canvas: &mut Canvas<'_>, area: Rect, subject: &Subject<'_>, chart: &Chart) {
    let w = canvas.words;
    let known = subject.state.series(subject.row, chart);
    let middle = area.below((area.height - 1) / 2);
    let said = live::absent(w, known);
    canvas.put(middle.x, middle.y, middle.width, said, look(known));
}

/// How that looks which is said in the place of a value.
fn look(known: Known<'_>) -> Role {
    match known {
        Known::Awaited => Role::Moving,
        Known::Failed(_) => Role::Warning,
        Known::Measured(_) | Known::Nothing => Role::Stale,
    }
}

/// The value that is pointed at, else the current one, as it is said and looks; or why there is
/// none. An old one has a mark.
pub(super) fn value(w: &Words, subject: &Subject<'_>, chart: &Chart) -> (String, Role) {
    let (state, row, pointed) = (subject.state, subject.row, subject.pointed);
    let point = match state.measured(row, chart, pointed) {
        Ok(measured) => measured.point,
        Err(known) => return (live::absent(w, known).to_owned(), look(known)),
    };
    let said = live::told(chart.metric, point.value);
    let is_old = subject.now.saturating_sub(point.at) > FRESH;
    match (pointed, is_old) {
        (Some(_), _) => (said, Role::Cursor),
        (None, true) => (format!("{said}?"), Role::Stale),
        (None, false) => (said, Role::Title),
    }
}

/// From where on a value is wrong.
fn limit(subject: &Subject<'_>, chart: &Chart) -> Option<f64> {
    match chart.against {
        Against::Watermark => Some(WATERMARK),
        Against::Storage => {
            let profile = subject.state.profiles.get(&subject.row.key.scope)?;
            let tags = &subject.row.instance.tags;
            let thresholds = profile.context.thresholds.of(tags);
            Some(thresholds.storage_critical)
        }
        Against::Nothing | Against::ScaleOf(_) => None,
    }
}

fn title(w: &Words, subject: &Subject<'_>, chart: &Chart, limit: Option<f64>) -> Line {
    let (value, role) = value(w, subject, chart);
    let line = Line::plain(format!("{} ", live::name(w, chart))).then(value, role);
    let Some(limit) = limit.map(|limit| live::told(chart.metric, limit)) else {
        return line;
    };
    let said = match chart.against {
        Against::Watermark => say!(w, "live.watermark", limit),
        Against::Storage => say!(w, "live.limit", limit),
        Against::Nothing | Against::ScaleOf(_) => return line,
    };
    line.then(format!("  {said}"), Role::Quiet)
}

/// The column of a time in so many.
pub(super) fn column(window: Window, at: EpochMs, width: u16) -> u16 {
    let place = place((window.begin, window.end), at, i64::from(width));
    u16::try_from(place).unwrap_or(0)
}

/// How a series is drawn into an area: percent up to 100, two that are compared up to the same.
fn shape(
    canvas: &Canvas<'_>,
    subject: &Subject<'_>,
    (chart, trace): (&Chart, Trace<'_>),
    area: Rect,
) -> Plot {
    let Window { begin, end, step } = subject.window;
    let most = |trace: Trace<'_>| {
        trace
            .since(begin)
            .map(|point| point.value)
            .fold(0.0, f64::max)
    };
    let beside = match chart.against {
        Against::ScaleOf(metric) => {
            let against = Against::Nothing;
            let other = Chart {
                metric,
                node: None,
                against,
            };
            match subject.state.series(subject.row, &other) {
                Known::Measured(other) => Some(most(other)),
                Known::Awaited | Known::Failed(_) | Known::Nothing => None,
            }
        }
        Against::Nothing | Against::Storage | Against::Watermark => None,
    };
    let top = match chart.metric.unit() {
        Unit::Percent => 100.0,
        Unit::Count | Unit::PerSecond | Unit::Flag => top(most(trace).max(beside.unwrap_or(0.0))),
    };
    Plot {
        begin,
        end,
        step,
        top,
        width: area.width,
        height: area.height,
        ink: canvas.theme.ink(),
    }
}

/// A series while it is drawn.
struct Drawing<'a> {
    subject: &'a Subject<'a>,
    plot: Plot,
    limit: Option<f64>,
}

/// What is in a cell of a chart.
#[derive(Clone, Copy, PartialEq)]
enum Cell {
    Data(Role),
    Limit,
    Pointed,
    Nothing,
}

impl Drawing<'_> {
    /// The top and the bottom value, and the limit where it is neither.
    fn scale(&self, canvas: &mut Canvas<'_>, area: Rect, metric: Metric) {
        let last = area.height - 1;
        let mut put = |row: u16, value: f64| {
            let text = text::pad_left(&live::on_scale(metric, value), usize::from(SCALE) - 1);
            canvas.put(area.x, area.y + row, SCALE - 1, &text, Role::Quiet);
        };
        let limit = self.limit.map(|limit| (self.plot.row(limit), limit));
        for (row, value) in [(last, 0.0), (0, self.plot.top)].into_iter().chain(limit) {
            let is_edge = row == 0 || row == last;
            let is_limit = self.limit == Some(value);
            if !(is_limit && is_edge) {
                put(row, value);
            }
        }
    }

    /// The series, the line of its limit, and the one of the time that is pointed at.
    fn series(&self, canvas: &mut Canvas<'_>, area: Rect, trace: Trace<'_>) {
        let strokes = canvas.theme.strokes();
        let letters = self.plot.draw(trace.since(self.plot.begin));
        let limit = self.limit.map(|limit| self.plot.row(limit));
        let pointed = self.subject.pointed;
        let pointed = pointed.map(|at| column(self.subject.window, at, area.width));
        let mut run = String::new();
        for (y, letters) in (0..).zip(letters.chunks(usize::from(area.width))) {
            let over = limit.is_some_and(|limit| y < limit);
            let cell = |x: u16, letter: char| match letter {
                NOTHING if pointed == Some(x) => Cell::Pointed,
                NOTHING if limit == Some(y) => Cell::Limit,
                NOTHING => Cell::Nothing,
                _ if pointed == Some(x) => Cell::Data(Role::Cursor),
                _ if over => Cell::Data(Role::Warning),
                _ => Cell::Data(Role::Plain),
            };
            let mut begin = 0;
            let mut kind = Cell::Nothing;
            let mut flush = |run: &mut String, begin: u16, kind: Cell| {
                let role = match kind {
                    Cell::Data(role) => role,
                    Cell::Limit | Cell::Pointed => Role::Quiet,
                    Cell::Nothing => return run.clear(),
                };
                let room = area.width - begin;
                canvas.put(area.x + begin, area.y + y, room, run, role);
                run.clear();
            };
            for (x, letter) in (0..).zip(letters.iter().copied()) {
                let here = cell(x, letter);
                if here != kind {
                    flush(&mut run, begin, kind);
                    (begin, kind) = (x, here);
                }
                match here {
                    Cell::Limit => run.push_str(strokes.horizontal),
                    Cell::Pointed => run.push_str(strokes.vertical),
                    Cell::Data(_) | Cell::Nothing => run.push(letter),
                }
            }
            flush(&mut run, begin, kind);
        }
    }
}
